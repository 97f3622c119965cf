"""Things of the blueprint library that lie, stand or grow, and how large they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import NamedTuple

from .blueprint import Attribute, Kind, Size, fixed

__all__ = [
    "EXTRA_MESHES",
    "PROPS",
    "PropRow",
    "mesh_name",
    "prop_attributes",
    "prop_ids",
    "prop_row",
    "prop_size",
    "prop_tags",
]

_SIGN, _PLANT, _STATIC, _DYNAMIC, _OTHER = 8, 9, 20, 21, 22
_POLE = 6


class PropRow(NamedTuple):
    """One thing."""

    size: Size
    """length, width, height, metres"""
    tag: int
    """main semantic tag: static is what stays, dynamic what people move about"""


def _rows(tag: int, **sizes: Size) -> dict[str, PropRow]:
    return {name: PropRow(size, tag) for name, size in sizes.items()}


PROPS: dict[str, PropRow] = {
    # cones, barriers and warning signs
    **_rows(
        _DYNAMIC,
        constructioncone=(0.34, 0.34, 0.59), trafficcone01=(0.88, 0.88, 1.13),
        trafficcone02=(0.46, 0.39, 1.18), streetbarrier=(1.21, 0.37, 1.07),
        trafficwarning=(2.37, 2.87, 3.57), warningaccident=(1.31, 1.06, 1.86),
        warningconstruction=(1.31, 1.06, 1.86),
    ),
    **_rows(_STATIC, chainbarrier=(1.49, 0.24, 0.89), chainbarrierend=(0.24, 0.24, 0.89)),
    # debris and boxes
    **_rows(
        _OTHER,
        dirtdebris01=(1.86, 1.51, 0.15), dirtdebris02=(1.86, 1.51, 0.17),
        dirtdebris03=(1.86, 1.51, 0.19),
    ),
    **_rows(
        _DYNAMIC,
        brokentile01=(0.16, 0.14, 0.03), brokentile02=(0.15, 0.12, 0.03),
        brokentile03=(0.14, 0.15, 0.03), brokentile04=(0.17, 0.13, 0.04),
        ironplank=(1.45, 1.17, 0.02), box01=(0.65, 0.65, 0.65), box02=(0.65, 0.65, 0.65),
        box03=(0.65, 0.65, 0.65), creasedbox01=(0.72, 0.60, 0.50),
        creasedbox02=(0.66, 0.64, 0.42), creasedbox03=(0.74, 0.70, 0.36),
    ),
    # trolleys, carts, bins and containers
    **_rows(
        _DYNAMIC,
        shoppingcart=(0.67, 1.21, 1.08), shoppingtrolley=(0.51, 0.33, 1.09),
        foodcart=(2.28, 4.64, 3.57), bin=(0.55, 0.64, 1.06), trashcan01=(0.60, 0.55, 0.95),
        trashcan02=(0.52, 0.52, 0.98), trashcan03=(0.62, 0.58, 1.02),
        container=(1.93, 1.01, 1.71), clothcontainer=(1.20, 1.15, 1.95),
        glasscontainer=(1.45, 1.45, 1.65), barrel=(0.46, 0.47, 0.81),
    ),
    **_rows(
        _STATIC,
        trashcan04=(0.60, 0.55, 0.95), trashcan05=(0.56, 0.56, 0.92),
        platformgarbage01=(3.63, 1.71, 0.33),
    ),
    # bags, cases and small garbage
    **_rows(
        _DYNAMIC,
        trashbag=(0.62, 0.58, 0.66), plasticbag=(0.34, 0.22, 0.40),
        shoppingbag=(0.36, 0.16, 0.44), purse=(0.32, 0.14, 0.30),
        briefcase=(0.46, 0.14, 0.37), guitarcase=(0.42, 0.17, 1.12),
        travelcase=(0.57, 0.33, 1.26), colacan=(0.07, 0.07, 0.12), garbage01=(0.30, 0.24, 0.12),
        garbage02=(0.26, 0.20, 0.05), garbage03=(0.30, 0.09, 0.09), garbage04=(0.40, 0.30, 0.10),
        garbage05=(0.10, 0.10, 0.14), garbage06=(0.45, 0.40, 0.16),
    ),
    # street furniture
    **_rows(
        _STATIC,
        advertisement=(0.40, 1.50, 2.60), atm=(0.86, 0.92, 1.95), bench01=(0.62, 1.80, 0.88),
        bench02=(0.66, 1.60, 0.82), bench03=(0.52, 2.00, 0.48), busstop=(1.70, 4.20, 2.65),
        busstoplb=(1.70, 4.20, 2.65), fountain=(4.60, 4.60, 2.70), kiosk_01=(3.00, 3.20, 3.20),
        mailbox=(0.52, 0.60, 1.35), maptable=(0.60, 1.50, 1.95),
        streetfountain=(0.48, 0.55, 1.10), vendingmachine=(0.88, 1.08, 1.92),
    ),
    **_rows(
        _SIGN,
        streetsign=(0.16, 0.90, 2.90), streetsign01=(0.16, 0.76, 2.75),
        streetsign04=(0.16, 1.10, 3.00),
    ),
    # gardens and farms
    **_rows(
        _DYNAMIC,
        barbeque=(0.62, 1.15, 1.06), clothesline=(1.70, 2.60, 1.85), doghouse=(1.15, 0.95, 1.05),
        gardenlamp=(0.28, 0.28, 1.15), gnome=(0.24, 0.24, 0.58), haybale=(1.25, 1.19, 1.19),
        haybalelb=(1.25, 1.19, 1.19), pergola=(3.20, 4.00, 2.70), plasticchair=(0.58, 0.58, 0.86),
        plastictable=(0.95, 0.95, 0.74), swingcouch=(1.35, 2.10, 1.80), table=(0.95, 1.80, 0.76),
        trampoline=(3.10, 3.10, 2.50), wateringcan=(0.52, 0.22, 0.40),
    ),
    **_rows(
        _STATIC,
        plantpot01=(0.60, 0.60, 0.95), plantpot02=(0.50, 1.30, 0.85), plantpot03=(0.70, 0.70, 1.30),
        plantpot04=(0.48, 0.48, 0.70), plantpot05=(1.10, 1.10, 1.00), plantpot06=(0.55, 0.55, 1.60),
        plantpot07=(0.80, 0.80, 1.15), plantpot08=(0.90, 0.90, 0.60),
        slide=(3.90, 0.90, 2.10), swing=(1.90, 3.60, 2.35),
    ),
    # trees
    **_rows(
        _PLANT,
        aporosatree=(6.60, 6.40, 8.20), coconutpalm=(5.40, 5.40, 9.20),
        cypresstree=(2.20, 2.20, 8.60),
    ),
    # the rest
    **_rows(_DYNAMIC, motorhelmet=(0.34, 0.26, 0.27), mobile=(0.16, 0.08, 0.02)),
    "bike helmet": PropRow((0.31, 0.23, 0.19), _DYNAMIC),
    **_rows(_STATIC, calibrator=(0.40, 1.60, 2.00)),
}  # fmt: skip
"""By id without ``static.prop.``."""

EXTRA_MESHES: dict[str, PropRow] = {
    # animals
    **_rows(
        _DYNAMIC,
        dog=(1.05, 0.28, 0.72), cat=(0.62, 0.16, 0.34), fox=(1.10, 0.24, 0.48),
        deer=(1.75, 0.52, 1.75), boar=(1.45, 0.46, 0.88), cow=(2.45, 0.76, 1.52),
        sheep=(1.25, 0.52, 0.95), horse=(2.45, 0.62, 2.15), bird=(0.44, 0.20, 0.34),
        duck=(0.46, 0.22, 0.36),
    ),
    # lost loads and building material
    **_rows(
        _DYNAMIC,
        pallet=(1.20, 0.80, 0.15), tyre=(0.66, 0.66, 0.23), ladder=(3.00, 0.46, 0.10),
        mattress=(2.00, 1.40, 0.24), log=(2.80, 0.42, 0.40), sofa=(0.92, 2.00, 0.86),
        armchair=(0.86, 0.92, 0.90), washingmachine=(0.62, 0.60, 0.86), fridge=(0.70, 0.68, 1.75),
        pipe=(2.50, 0.45, 0.45), bricks=(1.05, 0.80, 0.52), planks=(2.40, 0.70, 0.26),
        cabledrum=(0.62, 1.20, 1.20), bucket=(0.34, 0.34, 0.38), crate=(1.00, 1.00, 1.00),
        branch=(2.40, 1.30, 0.70), rock=(0.95, 0.80, 0.58),
    ),
    # on wheels and in play
    **_rows(
        _DYNAMIC,
        wheelbarrow=(1.45, 0.66, 0.70), stroller=(0.98, 0.60, 1.08), wheelchair=(1.10, 0.66, 0.96),
        scooter=(1.12, 0.48, 1.18), ball=(0.24, 0.24, 0.24),
    ),
    # by the road
    **_rows(
        _STATIC,
        pole=(0.16, 0.16, 3.20), bollard=(0.22, 0.22, 1.00), hydrant=(0.40, 0.44, 0.86),
        jerseybarrier=(2.00, 0.60, 0.85), waterbarrier=(1.60, 0.52, 0.95),
    ),
    **_rows(_DYNAMIC, roadclosed=(0.60, 1.80, 1.55)),
}  # fmt: skip
"""What ``mesh_path`` of ``static.prop.mesh`` can name: meshes that CARLA has no blueprint for."""

_ALIASES = {
    "oak": "aporosatree", "beech": "aporosatree", "maple": "aporosatree", "tree": "aporosatree",
    "pine": "cypresstree", "cypress": "cypresstree", "palm": "coconutpalm", "stone": "rock",
    "trafficcones": "trafficcone01", "firehdrant": "hydrant", "dumpster": "container",
    "sheelbarrow": "wheelbarrow", "bench": "bench01", "plantpot": "plantpot01",
    "fountain": "fountain", "tire": "tyre", "couch": "sofa", "waterdrums": "waterbarrier",
    "barrier": "jerseybarrier", "chair": "plasticchair", "streetad": "advertisement",
}  # fmt: skip
"""Fragments of CARLA's mesh names, the more particular first."""
_MESH = "static.prop.mesh"
_FRICTION = "static.trigger.friction"
_EMPTY = "util.actor.empty"
_FALLBACK = "crate"
_SCALES = (0.01, 100.0)


def prop_ids() -> tuple[str, ...]:
    """Return the ids of all things, triggers and empty actors."""
    return (*(f"static.prop.{name}" for name in PROPS), _MESH, _FRICTION, _EMPTY)


def mesh_name(mesh_path: str) -> str:
    """Return which of our meshes stands for a path such as ``/Game/.../SM_Dog.SM_Dog``.

    Returns:
        A key of `EXTRA_MESHES` or `PROPS`; ``crate`` where the name says nothing.

    Example:
        >>> mesh_name("/Game/Carla/Static/Dynamic/Trash/SM_Barrel.SM_Barrel")
        'barrel'
    """
    name = mesh_path.replace("\\", "/").rsplit("/", 1)[-1].rsplit(".", 1)[-1].lower()
    name = name.removeprefix("sm_").replace("_", "").replace(" ", "")
    for known in (name, name.rstrip("0123456789"), f"{name}01"):
        if known in EXTRA_MESHES or known in PROPS:
            return known
    return next((to for part, to in _ALIASES.items() if part in name), _FALLBACK)


def prop_row(type_id: str, attributes: Mapping[str, str] | None = None) -> PropRow:
    """Return size and tag of a thing; a size of zero for what has no body.

    Args:
        type_id: blueprint id.
        attributes: of the actor; `static.prop.mesh` reads ``mesh_path`` and ``scale``.
    """
    if type_id in (_FRICTION, _EMPTY):
        return PropRow((0.0, 0.0, 0.0), 0)
    if type_id != _MESH:
        return PROPS.get(type_id.removeprefix("static.prop."), EXTRA_MESHES[_FALLBACK])
    values = attributes or {}
    name = mesh_name(values.get("mesh_path", ""))
    row = EXTRA_MESHES.get(name) or PROPS[name]
    length, width, height = row.size
    scale = _scale(values.get("scale", "1.0"))
    return PropRow((length * scale, width * scale, height * scale), row.tag)


def prop_size(type_id: str, attributes: Mapping[str, str] | None = None) -> Size:
    """Return length, width and height of a thing's box, metres; as in `prop_row`."""
    return prop_row(type_id, attributes).size


def prop_tags(type_id: str, attributes: Mapping[str, str] | None = None) -> tuple[int, ...]:
    """Return the semantic tags of a thing's parts; as in `prop_row`."""
    tag = prop_row(type_id, attributes).tag
    return (_POLE, _SIGN) if tag == _SIGN else (tag,) if tag else ()


def prop_attributes(type_id: str) -> tuple[Attribute, ...]:
    """Return the attributes of a thing."""
    if type_id == _EMPTY:
        return ()
    if type_id == _FRICTION:
        extents = [Attribute(f"extent_{axis}", Kind.FLOAT, "1.0") for axis in "xyz"]
        return (Attribute("friction", Kind.FLOAT, "3.5"), *extents)
    if type_id == _MESH:
        return (
            Attribute("mesh_path", Kind.STRING, ""),
            Attribute("mass", Kind.FLOAT, "0.0"),
            Attribute("scale", Kind.FLOAT, "1.0"),
        )
    return (fixed("size", Kind.STRING, _size_word(prop_size(type_id))),)


def _scale(text: str) -> float:
    try:
        scale = float(text)
    except ValueError:
        return 1.0
    return min(max(scale, _SCALES[0]), _SCALES[1]) if math.isfinite(scale) else 1.0


def _size_word(size: Size) -> str:
    words = ((0.3, "tiny"), (0.8, "small"), (1.5, "medium"), (3.0, "big"))
    return next((word for limit, word in words if max(size) <= limit), "huge")
