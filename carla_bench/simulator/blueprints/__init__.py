"""The blueprint library: what clients can spawn, with CARLA's ids and attributes.

blueprint.py  one entry             vehicles.py  41 vehicles      walkers.py  52 people
props.py      things and triggers   sensors.py   sensors and the walker controller

Source: CARLA 0.9.16's blueprint library; sizes are twice the half extents of its boxes.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from .blueprint import Attribute, Blueprint, Kind, Size
from .props import prop_attributes, prop_ids, prop_size, prop_tags
from .sensors import SENSORS
from .vehicles import VEHICLES, vehicle_attributes, vehicle_tags
from .walkers import WALKERS, walker_attributes

__all__ = [
    "Attribute",
    "Blueprint",
    "Kind",
    "Size",
    "actor_size",
    "actor_tags",
    "actor_variant",
    "blueprint_library",
    "prop_size",
]

_NO_BODY = (0.0, 0.0, 0.0)


@cache
def blueprint_library() -> dict[str, Blueprint]:
    """Return all blueprints by id; uid numbers count up from 1."""
    entries = [*_vehicles(), *_walkers(), *_props(), *_sensors()]
    return {
        id_: Blueprint(uid, id_, _common(id_) + attributes, size, tags, base_type)
        for uid, (id_, attributes, size, tags, base_type) in enumerate(entries, start=1)
    }


def actor_size(blueprint: Blueprint, attributes: Mapping[str, str]) -> Size:
    """Return length, width and height of an actor's box, metres."""
    if "mesh_path" in attributes:
        return prop_size(blueprint.id, attributes)
    return blueprint.size


def actor_tags(blueprint: Blueprint, attributes: Mapping[str, str]) -> tuple[int, ...]:
    """Return the semantic tags of an actor's parts."""
    if "mesh_path" in attributes:
        return prop_tags(blueprint.id, attributes)
    return blueprint.tags


def actor_variant(blueprint: Blueprint, attributes: Mapping[str, str]) -> str:
    """Return what chooses among the meshes of an id: class of a vehicle or path of a mesh."""
    return attributes.get("mesh_path", blueprint.base_type)


_Entry = tuple[str, tuple[Attribute, ...], Size, tuple[int, ...], str]
"""id, attributes, size, tags and base type"""


def _vehicles() -> list[_Entry]:
    return [
        (
            f"vehicle.{row.name}",
            vehicle_attributes(row),
            row.size,
            vehicle_tags(row),
            row.base_type,
        )
        for row in VEHICLES
    ]


def _walkers() -> list[_Entry]:
    return [
        (f"walker.pedestrian.{row.number:04}", walker_attributes(row), row.size, (12,), "")
        for row in WALKERS
    ]


def _props() -> list[_Entry]:
    return [(id_, prop_attributes(id_), prop_size(id_), prop_tags(id_), "") for id_ in prop_ids()]


def _sensors() -> list[_Entry]:
    return [(id_, attributes, _NO_BODY, (), "") for id_, attributes in SENSORS.items()]


def _common(id_: str) -> tuple[Attribute, ...]:
    roles: tuple[str, ...] = ("default",)
    if id_.startswith("vehicle."):
        roles = ("autopilot", "scenario", "ego_vehicle")
    elif id_.startswith("walker."):
        roles = ("pedestrian",)
    elif id_.startswith("sensor."):
        roles = ("front", "back", "left", "right", "front_left", "front_right", "back_left",
                 "back_right")  # fmt: skip
    elif id_.startswith("static.prop."):
        roles = ("prop",)
    return (
        Attribute("role_name", Kind.STRING, roles[0], roles),
        Attribute("ros_name", Kind.STRING, id_),
    )
