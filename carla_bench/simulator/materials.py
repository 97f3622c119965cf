"""What surfaces are made of: semantic tag, colour and the pattern that breaks the colour up."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "FACADE_BURIED_M",
    "FACADE_STOREY_M",
    "MATERIALS",
    "SKY_TAG",
    "TAGS",
    "Material",
    "Pattern",
    "material",
]

FACADE_BURIED_M = 1.5
"""House walls reach this far below the ground, which need not be level."""

FACADE_STOREY_M = 3.1
"""Height of a storey: of the windows' pattern, and so of the houses."""

SKY_TAG = 11
"""Semantic tag of pixels that hit nothing."""


class Pattern(IntEnum):
    """How the colour varies over a surface."""

    PLAIN = 0
    NOISE = 1
    """fine grain: asphalt, concrete, grass, leaves"""
    FACADE = 2
    """rows of windows"""
    BRICK = 3
    PAVING = 4
    """slabs with joints"""
    STRIPES = 5
    """diagonal red and white, as on barriers"""
    PICKET = 6
    """vertical slats, as on fences"""


class Material(NamedTuple):
    """One kind of surface."""

    name: str
    tag: int
    """CARLA semantic tag, 0.9.14 and newer"""
    color: tuple[int, int, int]
    """sRGB, 0 to 255"""
    pattern: Pattern = Pattern.PLAIN
    grain: float = 0.0
    """strength of the pattern, 0 to 1"""
    tintable: bool = False
    """takes the colour of the actor (car paint)"""
    lamp: int = 0
    """glows while the body's lamp mask has one of these bits: CARLA's VehicleLightState of cars,
    1 red, 2 yellow and 4 green of traffic lights"""


_NOISE = Pattern.NOISE

_Color = tuple[int, int, int]

_COLORS: dict[str, _Color] = {
    "white": (236, 236, 232), "black": (36, 36, 38), "grey": (140, 142, 146),
    "yellow": (238, 196, 40), "red": (190, 40, 36), "green": (48, 100, 62),
    "brown": (116, 82, 54), "orange": (232, 96, 28), "steel": (186, 190, 194),
    "dark": (70, 74, 78), "blue": (40, 84, 164), "sky": (120, 176, 214), "wood": (178, 132, 84),
    "beige": (206, 182, 142), "pink": (224, 150, 158), "navy": (30, 40, 76),
    "olive": (104, 108, 62), "purple": (112, 66, 128), "leaf": (84, 122, 56),
}  # fmt: skip
_GRAINY_COLORS = {"brown", "wood", "olive", "beige", "leaf"}


def _painted(prefix: str, tag: int, colors: str) -> tuple[Material, ...]:
    """Return plain materials of one semantic tag, one for each of the colours named."""
    return tuple(
        Material(f"{prefix}_{name}", tag, _COLORS[name], _NOISE, 0.2)
        if name in _GRAINY_COLORS
        else Material(f"{prefix}_{name}", tag, _COLORS[name])
        for name in colors.split()
    )


def _fittings(suffix: str, tag: int) -> tuple[Material, ...]:
    """Return what vehicles of one semantic tag carry besides paint, glass and main lamps."""
    return (
        Material(f"trim_{suffix}", tag, (34, 35, 38)),
        Material(f"chrome_{suffix}", tag, (176, 180, 186)),
        Material(f"plate_{suffix}", tag, (228, 226, 206)),
        Material(f"lamp_brake_{suffix}", tag, (150, 20, 20), lamp=_BRAKE),
        Material(f"lamp_right_{suffix}", tag, (214, 124, 30), lamp=_RIGHT),
        Material(f"lamp_left_{suffix}", tag, (214, 124, 30), lamp=_LEFT),
        Material(f"lamp_reverse_{suffix}", tag, (226, 226, 222), lamp=_REVERSE),
        Material(f"lamp_fog_{suffix}", tag, (224, 220, 190), lamp=_FOG),
        Material(f"lamp_blue_{suffix}", tag, (40, 70, 200), lamp=_SPECIAL_1),
        Material(f"lamp_red_{suffix}", tag, (196, 34, 34), lamp=_SPECIAL_2),
    )


# Bits of CARLA's VehicleLightState.
_POSITION, _LOW_BEAM, _HIGH_BEAM, _BRAKE, _RIGHT, _LEFT = 1, 2, 4, 8, 16, 32
_REVERSE, _FOG, _SPECIAL_1, _SPECIAL_2 = 64, 128, 512, 1024
_FRONT = _LOW_BEAM | _HIGH_BEAM
_REAR = _POSITION | _LOW_BEAM | _BRAKE

MATERIALS: tuple[Material, ...] = (
    # the ground
    Material("asphalt", 1, (78, 78, 82), _NOISE, 0.25),
    Material("marking_white", 24, (225, 225, 220), _NOISE, 0.10),
    Material("marking_yellow", 24, (220, 175, 60), _NOISE, 0.10),
    Material("pavement", 2, (158, 152, 145), Pattern.PAVING, 0.25),
    Material("kerb", 2, (180, 178, 172), _NOISE, 0.15),
    Material("shoulder", 25, (120, 112, 100), _NOISE, 0.35),
    Material("grass", 10, (92, 116, 60), _NOISE, 0.45),
    Material("soil", 10, (128, 108, 80), _NOISE, 0.40),
    # buildings
    Material("facade_cream", 3, (214, 198, 168), Pattern.FACADE, 0.8),
    Material("facade_red", 3, (156, 84, 66), Pattern.FACADE, 0.8),
    Material("facade_grey", 3, (150, 152, 156), Pattern.FACADE, 0.8),
    Material("facade_ochre", 3, (196, 154, 92), Pattern.FACADE, 0.8),
    Material("facade_blue", 3, (120, 140, 160), Pattern.FACADE, 0.9),
    Material("brick", 3, (142, 80, 62), Pattern.BRICK, 0.5),
    Material("roof_tile", 3, (130, 66, 50), Pattern.BRICK, 0.4),
    Material("roof_flat", 3, (96, 96, 98), _NOISE, 0.2),
    # beside the road
    Material("wall", 4, (172, 160, 144), Pattern.BRICK, 0.35),
    Material("fence_wood", 5, (140, 104, 68), Pattern.PICKET, 0.5),
    Material("fence_metal", 5, (112, 120, 118), Pattern.PICKET, 0.5),
    Material("pole", 6, (96, 98, 100)),
    Material("lamp", 6, (236, 230, 206)),
    Material("sign_red", 8, (186, 34, 38)),
    Material("sign_blue", 8, (36, 84, 160)),
    Material("sign_white", 8, (232, 232, 228)),
    Material("bark", 9, (92, 70, 50), _NOISE, 0.4),
    Material("leaves_dark", 9, (54, 88, 42), _NOISE, 0.6),
    Material("leaves_light", 9, (96, 128, 58), _NOISE, 0.6),
    Material("hedge", 9, (62, 96, 48), _NOISE, 0.6),
    Material("guard_rail", 28, (164, 168, 170)),
    Material("bridge", 26, (150, 148, 142), _NOISE, 0.2),
    # vehicles
    Material("paint_car", 14, (160, 30, 30), tintable=True),
    Material("glass_car", 14, (28, 34, 40)),
    Material("tyre_car", 14, (24, 24, 26)),
    Material("lamp_front_car", 14, (240, 236, 214), lamp=_FRONT),
    Material("lamp_rear_car", 14, (170, 24, 24), lamp=_REAR),
    Material("paint_truck", 15, (210, 210, 206), tintable=True),
    Material("dark_truck", 15, (30, 32, 36)),
    Material("paint_bus", 16, (220, 160, 40), tintable=True),
    Material("dark_bus", 16, (30, 32, 36)),
    Material("motorcycle", 18, (40, 42, 46), tintable=True),
    Material("bicycle", 19, (60, 90, 140), tintable=True),
    Material("rider", 13, (70, 90, 140)),
    Material("rider_skin", 13, (196, 152, 126)),
    Material("rim_car", 14, (150, 152, 156)),
    Material("lamp_front_truck", 15, (240, 236, 214), lamp=_FRONT),
    Material("lamp_rear_truck", 15, (170, 24, 24), lamp=_REAR),
    Material("lamp_front_bus", 16, (240, 236, 214), lamp=_FRONT),
    Material("lamp_rear_bus", 16, (170, 24, 24), lamp=_REAR),
    # people
    Material("clothes_upper", 12, (150, 60, 60), tintable=True),
    Material("clothes_lower", 12, (48, 54, 84)),
    Material("skin", 12, (204, 160, 134)),
    Material("hair", 12, (56, 42, 34)),
    Material("shoes", 12, (38, 36, 36)),
    # props
    Material("cone_orange", 21, (232, 96, 28)),
    Material("prop_white", 20, (236, 236, 232)),
    Material("prop_black", 20, (36, 36, 38)),
    Material("prop_grey", 20, (140, 142, 146)),
    Material("prop_yellow", 20, (238, 196, 40)),
    Material("prop_red", 20, (190, 40, 36)),
    Material("prop_green", 20, (48, 100, 62)),
    Material("prop_brown", 20, (116, 82, 54), _NOISE, 0.2),
    Material("barrier_stripes", 21, (214, 48, 40), Pattern.STRIPES, 1.0),
    # more props: those that stay, those that are moved about, and heaps of dirt
    *_painted("prop", 20, "orange steel dark blue sky wood beige pink navy olive purple leaf"),
    *_painted("loose", 21, " ".join(_COLORS)),
    *_painted("heap", 22, "brown beige grey dark"),
    Material("lamp_warning", 21, (240, 176, 40)),
    # more of vehicles
    *_fittings("car", 14),
    *_fittings("truck", 15),
    *_fittings("bus", 16),
    *_painted("car", 14, "white black blue yellow red orange steel"),
    *_painted("truck", 15, "white yellow red steel"),
    *_painted("bus", 16, "white"),
    *_painted("motorcycle", 18, "black steel brown"),
    Material("lamp_front_motorcycle", 18, (240, 236, 214), lamp=_FRONT),
    Material("lamp_rear_motorcycle", 18, (170, 24, 24), lamp=_REAR),
    Material("lamp_right_motorcycle", 18, (214, 124, 30), lamp=_RIGHT),
    Material("lamp_left_motorcycle", 18, (214, 124, 30), lamp=_LEFT),
    *_painted("bicycle", 19, "black steel brown red"),
    *_painted("rider", 13, "black white red navy olive brown"),
    # more of people
    *_painted("person", 12, "white black grey yellow red green brown orange blue sky beige pink "
              "navy olive purple"),
    Material("skin_fair", 12, (226, 184, 158)),
    Material("skin_brown", 12, (150, 102, 72)),
    Material("skin_dark", 12, (92, 62, 46)),
    Material("hair_black", 12, (26, 23, 22)),
    Material("hair_blond", 12, (196, 160, 96)),
    Material("hair_grey", 12, (176, 174, 170)),
    Material("hair_red", 12, (134, 66, 34)),
    # traffic lights
    Material("signal_housing", 7, (34, 36, 36)),
    Material("signal_red", 7, (84, 18, 16), lamp=1),
    Material("signal_yellow", 7, (92, 66, 16), lamp=2),
    Material("signal_green", 7, (12, 66, 40), lamp=4),
    Material("sign_black", 8, (30, 30, 32)),
    Material("sign_grey", 8, (142, 146, 150)),
)  # fmt: skip

TAGS: NDArray[np.uint8] = np.array([entry.tag for entry in MATERIALS], dtype=np.uint8)
"""(materials,) semantic tag by material index."""

_INDEX = {entry.name: index for index, entry in enumerate(MATERIALS)}


def material(name: str) -> int:
    """Return the index of a material.

    Raises:
        KeyError: no material of that name.
    """
    return _INDEX[name]
