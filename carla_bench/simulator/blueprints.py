"""The blueprint library: what clients can spawn, with CARLA's ids and attributes.

Only what the simulator really serves is listed, so a script that asks for more fails at
`find` with the id in the message, not later with silence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from carla_bench.simulator.blueprint_table import PROPS, VEHICLES, VehicleRow

__all__ = ["Attribute", "Blueprint", "blueprint_library"]

_BOOL, _INT, _FLOAT, _STRING, _COLOR = 1, 2, 3, 4, 5

_PAINTS = ["180,32,32", "32,64,140", "225,225,225", "40,42,46", "120,126,132", "210,160,40"]


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; all values travel as text."""

    id: str
    type: int
    value: str
    recommended: tuple[str, ...] = ()
    modifiable: bool = True

    def encoded(self) -> list[object]:
        """Return the msgpack ActorAttribute."""
        return [self.id, self.type, self.value, list(self.recommended), self.modifiable, False]


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One thing that can be spawned."""

    uid: int
    id: str
    attributes: tuple[Attribute, ...]
    size: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """length, width, height of its box, metres"""
    tags: tuple[int, ...] = ()
    """semantic tags of its parts"""
    base_type: str = ""
    """class of a vehicle"""
    _by_id: dict[str, Attribute] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the attributes."""
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.attributes})

    def encoded(self) -> list[object]:
        """Return the msgpack ActorDefinition."""
        attributes = [entry.encoded() for entry in self.attributes]
        return [self.uid, self.id, self.id.replace(".", ","), attributes]

    def values(self, requested: dict[str, str]) -> dict[str, str]:
        """Return the value of every attribute, where a client may change the modifiable ones."""
        return {
            entry.id: requested.get(entry.id, entry.value) if entry.modifiable else entry.value
            for entry in self.attributes
        }

    def type_of(self, attribute: str) -> int:
        """Return the type number of an attribute."""
        return self._by_id[attribute].type


@cache
def blueprint_library() -> dict[str, Blueprint]:
    """Return all blueprints by id; uid numbers count up from 1."""
    recipes = [*_vehicles(), *_walkers(), *_props(), *_sensors()]
    return {
        recipe[0]: Blueprint(uid, recipe[0], _common(recipe[0]) + recipe[1], *recipe[2:])
        for uid, recipe in enumerate(recipes, start=1)
    }


_Recipe = tuple[str, tuple[Attribute, ...], tuple[float, float, float], tuple[int, ...], str]


def _common(id_: str) -> tuple[Attribute, ...]:
    roles: tuple[str, ...]
    if id_.startswith("vehicle."):
        roles = ("autopilot", "scenario", "ego_vehicle")
    elif id_.startswith("walker."):
        roles = ("pedestrian",)
    elif id_.startswith("sensor."):
        roles = ("front", "back", "left", "right", "front_left", "front_right")
    else:
        roles = ("prop",)
    return (
        Attribute("role_name", _STRING, roles[0], roles),
        Attribute("ros_name", _STRING, id_),
    )


def _vehicles() -> list[_Recipe]:
    return [(f"vehicle.{row.name}", _vehicle_attributes(row), row.size, _vehicle_tags(row),
             row.base_type) for row in VEHICLES]  # fmt: skip


def _vehicle_attributes(row: VehicleRow) -> tuple[Attribute, ...]:
    wheels = 2 if row.base_type in ("motorcycle", "bicycle") else 4
    attributes = [
        Attribute("sticky_control", _BOOL, "true"),
        Attribute("terramechanics", _BOOL, "false"),
        Attribute("object_type", _STRING, "", modifiable=False),
        Attribute("base_type", _STRING, row.base_type, modifiable=False),
        Attribute("special_type", _STRING, row.special_type, modifiable=False),
        Attribute("number_of_wheels", _INT, str(wheels), modifiable=False),
        Attribute("generation", _INT, str(row.generation), modifiable=False),
        Attribute("has_lights", _BOOL, str("L" in row.features).lower(), modifiable=False),
        Attribute("has_dynamic_doors", _BOOL, str("D" in row.features).lower(), modifiable=False),
    ]
    if row.name != "tesla.cybertruck":  # bare steel
        paints = tuple(_PAINTS)
        attributes.append(Attribute("color", _COLOR, paints[len(row.name) % len(paints)], paints))
    return tuple(attributes)


def _vehicle_tags(row: VehicleRow) -> tuple[int, ...]:
    tags = {"truck": (15,), "bus": (16,), "motorcycle": (18, 13), "bicycle": (19, 13)}
    return tags.get(row.base_type, (14,))


def _walkers() -> list[_Recipe]:
    recipes: list[_Recipe] = []
    for number in range(1, 53):
        small, child = number in (9, 10, 11, 48, 49), number in (12, 13, 14)
        height = 1.1 if small else 1.3 if child else 1.86
        width = 0.5 if small else 0.375
        attributes = (
            Attribute("gender", _STRING, "female" if number % 2 else "male", modifiable=False),
            Attribute("age", _STRING, "child" if small or child else "adult", modifiable=False),
            Attribute("generation", _INT, "2" if number > 14 else "1", modifiable=False),
            Attribute("can_use_wheelchair", _BOOL, "false", modifiable=False),
            Attribute("speed", _FLOAT, "0.0", ("0.0", "1.4", "2.6")),
            Attribute("is_invincible", _BOOL, "true"),
        )
        size = (width, width, height)
        recipes.append((f"walker.pedestrian.{number:04}", attributes, size, (12,), ""))
    return recipes


def _props() -> list[_Recipe]:
    return [
        (f"static.prop.{name}", (Attribute("size", _STRING, _size_word(size), modifiable=False),),
         size, (20,), "")
        for name, size in PROPS.items()
    ]  # fmt: skip


def _size_word(size: tuple[float, float, float]) -> str:
    longest = max(size)
    words = ((0.3, "tiny"), (0.8, "small"), (1.5, "medium"), (3.0, "big"))
    return next((word for limit, word in words if longest <= limit), "huge")


_CAMERAS = tuple(
    f"sensor.camera.{kind}"
    for kind in ("depth", "rgb", "semantic_segmentation", "instance_segmentation")
)


def _sensors() -> list[_Recipe]:
    camera = (
        Attribute("sensor_tick", _FLOAT, "0.0"),
        Attribute("image_size_x", _INT, "800"),
        Attribute("image_size_y", _INT, "600"),
        Attribute("fov", _FLOAT, "90.0"),
        Attribute("lens_circle_falloff", _FLOAT, "5.0"),
        Attribute("lens_circle_multiplier", _FLOAT, "0.0"),
        Attribute("lens_k", _FLOAT, "-1.0"),
        Attribute("lens_kcube", _FLOAT, "0.0"),
        Attribute("lens_x_size", _FLOAT, "0.08"),
        Attribute("lens_y_size", _FLOAT, "0.08"),
    )
    nothing = (0.0, 0.0, 0.0)
    recipes: list[_Recipe] = [
        (id_, (*camera, *_LENS) if id_ == "sensor.camera.rgb" else camera, nothing, (), "")
        for id_ in _CAMERAS
    ]
    # The client computes lane invasions itself, from the map and the world state.
    recipes.append(("sensor.other.lane_invasion", (), nothing, (), ""))
    return recipes


_LENS = (
    # Accepted so that scripts can set them; the ray caster has no lens and no exposure to adjust.
    Attribute("enable_postprocess_effects", _BOOL, "true"),
    Attribute("gamma", _FLOAT, "2.2"),
    Attribute("exposure_mode", _STRING, "histogram"),
    Attribute("exposure_compensation", _FLOAT, "0.0"),
    Attribute("shutter_speed", _FLOAT, "200.0"),
    Attribute("iso", _FLOAT, "100.0"),
    Attribute("fstop", _FLOAT, "1.4"),
    Attribute("motion_blur_intensity", _FLOAT, "0.45"),
    Attribute("lens_flare_intensity", _FLOAT, "0.1"),
    Attribute("bloom_intensity", _FLOAT, "0.675"),
    Attribute("chromatic_aberration_intensity", _FLOAT, "0.0"),
)
