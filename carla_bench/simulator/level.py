"""Static objects as clients deal with them: layers, hiding, and the lights of the streets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.lamps import LampGrid, lit_lamps
from carla_bench.simulator.graphics.stage import CastHits, Stage, StaticScene
from carla_bench.simulator.graphics.surface import linear
from carla_bench.simulator.town import StaticObject, Town

Array = NDArray[np.float64]

__all__ = ["MapLayer", "Scenery", "StreetLight", "in_layers"]


class MapLayer(IntFlag):
    """CARLA's map layers."""

    BUILDINGS = 1
    DECALS = 2
    FOLIAGE = 4
    GROUND = 8
    PARKED_VEHICLES = 16
    PARTICLES = 32
    PROPS = 64
    STREET_LIGHTS = 128
    WALLS = 256
    ALL = 65535


_LAYER_OF_TAG = {
    3: MapLayer.BUILDINGS, 4: MapLayer.WALLS, 5: MapLayer.WALLS, 28: MapLayer.WALLS,
    9: MapLayer.FOLIAGE, 10: MapLayer.GROUND, 23: MapLayer.GROUND, 25: MapLayer.GROUND,
    14: MapLayer.PARKED_VEHICLES, 15: MapLayer.PARKED_VEHICLES, 16: MapLayer.PARKED_VEHICLES,
    18: MapLayer.PARKED_VEHICLES, 19: MapLayer.PARKED_VEHICLES, 8: MapLayer.PROPS,
    20: MapLayer.PROPS, 21: MapLayer.PROPS, 22: MapLayer.PROPS,
}  # fmt: skip
_STREET_LIGHT = "StreetLight"
_INTENSITY_LM = 1000.0
_DUSK_DEG = 2.0
"""altitude of the sun at which the lights go on"""


def _layer_of(entry: StaticObject) -> MapLayer:
    """Return the layer of an object; roads, bridges and rails belong to none and always stay."""
    if entry.name.startswith(_STREET_LIGHT):
        return MapLayer.STREET_LIGHTS
    return _LAYER_OF_TAG.get(entry.tag, MapLayer(0))


def in_layers(objects: Iterable[StaticObject], layers: int) -> frozenset[int]:
    """Return the ids of the objects that are in some layers."""
    return frozenset(entry.id for entry in objects if _layer_of(entry) & layers)


@dataclass(frozen=True, slots=True)
class StreetLight:
    """CARLA's LightState of one street light."""

    id: int
    place: tuple[float, float, float]
    """metres"""
    intensity: float = _INTENSITY_LM
    """lumens"""
    color: tuple[int, int, int] = (255, 214, 160)
    """sRGB"""
    active: bool = False
    group: int = 2
    """street"""

    def encoded(self) -> list[object]:
        """Return the msgpack LightState."""
        return [
            self.id,
            list(self.place),
            self.intensity,
            self.group,
            list(self.color),
            self.active,
        ]


class Scenery:
    """The static world as it is now: some objects hidden, some lights switched off."""

    def __init__(self, town: Town, layers: int = MapLayer.ALL) -> None:
        """Dress a town.

        Args:
            town: the town.
            layers: those of CARLA's map layers that are wanted.
        """
        self.town = town
        self._whole = StaticScene(town.mesh)
        self._hidden = in_layers(town.objects, MapLayer.ALL) - in_layers(town.objects, layers)
        places = zip(self._whole.lamp_places.tolist(), self._whole.lamp_owners, strict=True)
        self._owners: dict[int, int] = {}
        self.lights: dict[int, StreetLight] = {}
        """by id, counting up from 1"""
        for number, ((x, y, z), owner) in enumerate(places, start=1):
            self.lights[number] = StreetLight(number, (x, y, z))
            self._owners[number] = int(owner)
        self.follows_sun = True
        """whether the lights go on at dusk and off at dawn"""
        self._sun_altitude_deg = 90.0
        self._arrange()

    def show(self, ids: Iterable[int], visible: bool) -> None:
        """Show or hide objects by instance id; unknown ids are ignored."""
        known = {entry.id for entry in self.town.objects}
        chosen = known.intersection(ids)
        hidden = self._hidden - chosen if visible else self._hidden | chosen
        if hidden != self._hidden:
            self._hidden = hidden
            self._arrange()

    def show_layers(self, layers: int, visible: bool) -> None:
        """Show or hide all objects of some map layers."""
        self.show(in_layers(self.town.objects, layers), visible)

    def switch(self, lights: Iterable[StreetLight]) -> None:
        """Set lights as a client wants them; unknown ids are ignored."""
        changed = {light.id: light for light in lights if light.id in self.lights}
        if changed:
            self.lights.update(changed)
            self._arrange_lamps()

    def watch_sun(self, altitude_deg: float) -> bool:
        """Switch the lights at dusk and dawn; return whether any changed."""
        was_dark, is_dark = (
            altitude <= _DUSK_DEG for altitude in (self._sun_altitude_deg, altitude_deg)
        )
        self._sun_altitude_deg = altitude_deg
        if was_dark == is_dark or not self.follows_sun:
            return False
        self.switch([replace(light, active=is_dark) for light in self.lights.values()])
        return bool(self.lights)

    def cast(self, origins: Array, directions: Array, limit: float) -> CastHits:
        """Return what rays meet of the static world: the ground that actors move on."""
        return self._empty.cast(origins, directions, limit)

    def _arrange(self) -> None:
        self.static = self._whole.without(self._hidden)
        """what rays can hit"""
        self._empty = Stage(self.static, [])
        self._arrange_lamps()

    def _arrange_lamps(self) -> None:
        lit = [
            light
            for light in self.lights.values()
            if light.active and self._owners[light.id] not in self._hidden
        ]
        colors = np.array([light.color for light in lit], np.float64).reshape(-1, 3)
        power = np.array([light.intensity / _INTENSITY_LM for light in lit])
        self.lamps: LampGrid = lit_lamps(
            np.array([light.place for light in lit]).reshape(-1, 3),
            linear(colors) * power[:, None],
        )
        """for the renderer"""
