"""Lines of text for the packets of a frame."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from carla_bench.simulator.recorder.codec import decode
from carla_bench.simulator.recorder.records import (
    Addition,
    Collision,
    Packet,
    Physics,
    WalkerBones,
    WheelAnimation,
)

__all__ = ["tell"]

_LIGHTS = (
    "Position", "LowBeam", "HighBeam", "Brake", "RightBlinker", "LeftBlinker", "Reverse", "Fog",
    "Interior", "Special1", "Special2",
)  # fmt: skip
_DOORS = ("Front Left", "Front Right", "Rear Left", "Rear Right", "Hood", "Trunk", "All")


def tell(packet: Packet, data: bytes, *, show_all: bool) -> Iterator[str]:
    """Yield the lines about a packet.

    Args:
        packet: which.
        data: of it.
        show_all: whether to tell more than events.

    Raises:
        BrokenRecording: the data are damaged.
    """
    if packet in _EVENTS:
        for record in decode(packet, data):
            yield from _EVENTS[packet](record)
    elif show_all and packet == Packet.PLATFORM_TIME:
        yield f" Current platform time: {decode(packet, data)[0].seconds:g}"
    elif show_all and packet in _STATES:
        title, line = _STATES[packet]
        records = decode(packet, data)
        yield f" {title}: {len(records)}"
        for record in records:
            yield from line(record)


def _addition(record: Addition) -> Iterator[str]:
    yield f" Create {record.actor}: {record.type_id} ({record.kind}) at {_row(record.location)}"
    for _, name, value in record.attributes:
        yield f"  {name} = {value}"


def _collision(record: Collision) -> Iterator[str]:
    first, second = (
        f"{actor}{' (hero)' if hero else ''}"
        for actor, hero in (
            (record.first, record.first_is_hero),
            (record.second, record.second_is_hero),
        )
    )
    yield f" Collision id {record.number} between {first} with {second}"


def _physics(record: Physics) -> Iterator[str]:
    yield f"  Id: {record.actor}"
    for name in Physics._fields[1:11]:
        value = getattr(record, name)
        yield f"   {name} = {str(value).lower() if isinstance(value, bool) else f'{value:g}'}"
    yield f"   center_of_mass = {_row(record.center_of_mass)}"
    yield f"   torque_curve = {' '.join(_row(point) for point in record.torque_curve)}"
    yield f"   steering_curve = {' '.join(_row(point) for point in record.steering_curve)}"
    yield "   forward_gears:"
    for number, gear in enumerate(record.gears):
        yield f"    gear {number}: {_named(gear)}"
    yield "   wheels:"
    for number, wheel in enumerate(record.wheels):
        yield f"    wheel {number}: {_named(wheel)}"


def _wheels(record: WheelAnimation) -> Iterator[str]:
    yield f"  Id: {record.actor}"
    for wheel in record.wheels:
        yield f"   wheel {wheel.place}: {_named(wheel)}"


def _bones(record: WalkerBones) -> Iterator[str]:
    yield f"  Id: {record.actor}"
    for bone in record.bones:
        place, turn = _row(bone.location), _row(bone.rotation)
        yield f'     Bone: "{bone.name}" relative: Loc{place} Rot{turn}'


def _line(pattern: str) -> Callable[[Any], Iterator[str]]:
    """Return what writes a record as one line; the pattern names its fields."""

    def line(record: Any) -> Iterator[str]:  # noqa: ANN401
        yield pattern.format_map(record._asdict())

    return line


def _lights(flags: int) -> str:
    on = [name for bit, name in enumerate(_LIGHTS) if flags >> bit & 1]
    return " ".join(on) or "None"


def _door(number: int) -> str:
    return _DOORS[number] if number < len(_DOORS) else str(number)


def _row(values: Sequence[float]) -> str:
    return f"({', '.join(f'{value:g}' for value in values)})"


def _named(record: Any) -> str:  # noqa: ANN401
    return " ".join(f"{name} {value:g}" for name, value in record._asdict().items())


_VECTOR = "({x:g}, {y:g}, {z:g})"
_BOX = (
    f"  Id: {{actor}} origin: {_VECTOR} extension: ({{extent_x:g}}, {{extent_y:g}}, {{extent_z:g}})"
)

_EVENTS: dict[Packet, Callable[[Any], Iterator[str]]] = {
    Packet.EVENT_ADD: _addition,
    Packet.EVENT_DEL: _line(" Destroy {actor}"),
    Packet.EVENT_PARENT: _line(" Parenting {actor} with {parent} (parent)"),
    Packet.COLLISION: _collision,
}
_STATES: dict[Packet, tuple[str, Callable[[Any], Iterator[str]]]] = {
    Packet.POSITION: (
        "Positions",
        _line(
            f"  Id: {{actor}} Location: {_VECTOR} Rotation: ({{roll:g}}, {{pitch:g}}, {{yaw:g}})"
        ),
    ),
    Packet.STATE: (
        "State traffic lights",
        _line("  Id: {actor} state: {state} frozen: {frozen:d} elapsedTime: {elapsed_s:g}"),
    ),
    Packet.ANIM_VEHICLE: (
        "Vehicle animations",
        _line(
            "  Id: {actor} Steering: {steer:g} Throttle: {throttle:g} Brake: {brake:g} "
            "Handbrake: {hand_brake:d} Gear: {gear}"
        ),
    ),
    Packet.ANIM_WALKER: ("Walker animations", _line("  Id: {actor} speed: {speed:g}")),
    Packet.VEHICLE_LIGHT: (
        "Vehicle light animations",
        lambda record: iter([f"  Id: {record.actor} {_lights(record.flags)}"]),
    ),
    Packet.VEHICLE_DOOR: (
        "Vehicle door animations",
        lambda record: iter(
            [f"  Id: {record.actor} Door: {_door(record.door)} open: {record.is_open:d}"]
        ),
    ),
    Packet.SCENE_LIGHT: (
        "Scene light changes",
        _line(
            "  Id: {light} enabled: {on} intensity: {intensity:g} "
            "RGB_color: ({red:g}, {green:g}, {blue:g})"
        ),
    ),
    Packet.KINEMATICS: (
        "Dynamic actors",
        _line(
            f"  Id: {{actor}} linear_velocity: {_VECTOR} "
            "angular_velocity: ({angular_x:g}, {angular_y:g}, {angular_z:g})"
        ),
    ),
    Packet.BOUNDING_BOX: ("Actor bounding boxes", _line(_BOX)),
    Packet.TRIGGER_VOLUME: ("Actor trigger volumes", _line(_BOX)),
    Packet.TRAFFIC_LIGHT_TIME: (
        "Traffic Light time events",
        _line(
            "  Id: {actor} green_time: {green_s:g} yellow_time: {yellow_s:g} red_time: {red_s:g}"
        ),
    ),
    Packet.PHYSICS_CONTROL: ("Physics Control events", _physics),
    Packet.ANIM_VEHICLE_WHEELS: ("Vehicle wheels animations", _wheels),
    Packet.ANIM_BIKER: ("Biker animations", _line("  Id: {actor} speed: {speed:g}")),
    Packet.WALKER_BONES: ("Walkers Bones", _bones),
    Packet.WEATHER: ("Weathers", lambda record: iter([f"  {_named(record)}"])),
}
