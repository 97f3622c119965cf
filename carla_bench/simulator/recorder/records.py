"""What a recording holds: the packets of CARLA's log format and the records in them.

A frame is a row of packets, each a number, the size of its data, and the data: mostly a count and
as many records. Records here have the fields of the file, in its order and units: locations in
centimetres, rotations in degrees as roll, pitch, yaw.

Source: https://carla.readthedocs.io/en/0.9.15/ref_recorder_binary_file_format and, for what came
later, the field order that CARLA 0.9.16's recorder writes.
"""

from __future__ import annotations

import struct
from enum import IntEnum
from typing import Any, NamedTuple, TypeVar

__all__ = [
    "LAYOUTS",
    "SINGLE",
    "ActorKind",
    "Addition",
    "Biker",
    "Bone",
    "Box",
    "Collision",
    "Counter",
    "Door",
    "FrameStart",
    "Gear",
    "Kinematics",
    "Layout",
    "LightTimes",
    "Packet",
    "Parenting",
    "Physics",
    "Position",
    "Removal",
    "SceneLight",
    "Time",
    "TrafficLight",
    "Triple",
    "VehicleAnimation",
    "VehicleLights",
    "WalkerAnimation",
    "WalkerBones",
    "Weather",
    "Wheel",
    "WheelAnimation",
    "WheelPhysics",
]

Triple = tuple[float, float, float]
Record = TypeVar("Record", bound=tuple[Any, ...])


class Packet(IntEnum):
    """Numbers of the packets."""

    FRAME_START = 0
    FRAME_END = 1
    EVENT_ADD = 2
    EVENT_DEL = 3
    EVENT_PARENT = 4
    COLLISION = 5
    POSITION = 6
    STATE = 7
    ANIM_VEHICLE = 8
    ANIM_WALKER = 9
    VEHICLE_LIGHT = 10
    SCENE_LIGHT = 11
    KINEMATICS = 12
    BOUNDING_BOX = 13
    PLATFORM_TIME = 14
    PHYSICS_CONTROL = 15
    TRAFFIC_LIGHT_TIME = 16
    TRIGGER_VOLUME = 17
    FRAME_COUNTER = 18
    WALKER_BONES = 19
    VISUAL_TIME = 20
    ANIM_VEHICLE_WHEELS = 21
    ANIM_BIKER = 22
    VEHICLE_DOOR = 23
    WEATHER = 24


class ActorKind(IntEnum):
    """CARLA's kinds of actors."""

    OTHER = 0
    VEHICLE = 1
    WALKER = 2
    TRAFFIC_LIGHT = 3
    TRAFFIC_SIGN = 4
    SENSOR = 5


# Named tuples and not dataclasses: there are thousands a second, and `struct` packs them as
# they are.


class FrameStart(NamedTuple):
    """First packet of a frame."""

    number: int
    duration_s: float
    """until the next frame; -1 in the last one"""
    elapsed_s: float
    """since the recording began"""


class Time(NamedTuple):
    """A clock reading, seconds: of the platform, or of what is shown."""

    seconds: float


class Counter(NamedTuple):
    """The engine's number of the frame."""

    value: int


class Addition(NamedTuple):
    """An actor that appears."""

    actor: int
    kind: int
    location: Triple
    rotation: Triple
    uid: int
    """of the blueprint"""
    type_id: str
    attributes: tuple[tuple[int, str, str], ...]
    """type, name and value of each"""


class Removal(NamedTuple):
    """An actor that goes."""

    actor: int


class Parenting(NamedTuple):
    """An actor that is attached to another."""

    actor: int
    parent: int


class Collision(NamedTuple):
    """Two actors that touch."""

    number: int
    first: int
    second: int
    """2³²-1 for what is no actor; so may `first` be"""
    first_is_hero: bool
    second_is_hero: bool


class Position(NamedTuple):
    """Where an actor is."""

    actor: int
    x: float
    y: float
    z: float
    roll: float
    pitch: float
    yaw: float


class TrafficLight(NamedTuple):
    """What a traffic light shows."""

    actor: int
    frozen: bool
    elapsed_s: float
    state: int


class VehicleAnimation(NamedTuple):
    """What the driver of a vehicle does."""

    actor: int
    steer: float
    throttle: float
    brake: float
    hand_brake: bool
    gear: int


class WalkerAnimation(NamedTuple):
    """How fast a walker means to walk."""

    actor: int
    speed: float
    """m/s"""


class VehicleLights(NamedTuple):
    """Which lights of a vehicle are on; bits of CARLA's VehicleLightState."""

    actor: int
    flags: int


class SceneLight(NamedTuple):
    """A street light or one of a building that has changed."""

    light: int
    intensity: float
    red: float
    green: float
    blue: float
    alpha: float
    on: bool
    group: int


class Kinematics(NamedTuple):
    """How an actor moves: m/s, and degrees/s."""

    actor: int
    x: float
    y: float
    z: float
    angular_x: float
    angular_y: float
    angular_z: float


class Box(NamedTuple):
    """Bounding box in the actor's frame, or trigger volume in the world: centre, half sizes."""

    actor: int
    x: float
    y: float
    z: float
    extent_x: float
    extent_y: float
    extent_z: float


class LightTimes(NamedTuple):
    """How long the phases of a traffic light last, seconds."""

    actor: int
    green_s: float
    yellow_s: float
    red_s: float


class Biker(NamedTuple):
    """How the rider of a two-wheeler moves."""

    actor: int
    speed: float
    engine: float
    """0 to 1"""


class Door(NamedTuple):
    """A door that is opened or closed."""

    actor: int
    door: int
    is_open: bool


class Weather(NamedTuple):
    """CARLA's WeatherParameters."""

    cloudiness: float
    precipitation: float
    precipitation_deposits: float
    wind_intensity: float
    sun_azimuth_angle: float
    sun_altitude_angle: float
    fog_density: float
    fog_distance: float
    fog_falloff: float
    wetness: float
    scattering_intensity: float
    mie_scattering_scale: float
    rayleigh_scattering_scale: float
    dust_storm: float


class Wheel(NamedTuple):
    """How a wheel is turned, degrees."""

    place: int
    steer: float
    rotation: float


class WheelAnimation(NamedTuple):
    """How the wheels of a vehicle are turned."""

    actor: int
    wheels: tuple[Wheel, ...]


class Bone(NamedTuple):
    """A bone relative to its parent bone."""

    name: str
    location: Triple
    rotation: Triple


class WalkerBones(NamedTuple):
    """How a walker holds himself."""

    actor: int
    bones: tuple[Bone, ...]


class Gear(NamedTuple):
    """CARLA's GearPhysicsControl."""

    ratio: float
    down_ratio: float
    up_ratio: float


class WheelPhysics(NamedTuple):
    """CARLA's WheelPhysicsControl."""

    tire_friction: float
    damping_rate: float
    max_steer_angle: float
    radius: float
    max_brake_torque: float
    max_handbrake_torque: float
    lat_stiff_max_load: float
    lat_stiff_value: float
    long_stiff_value: float
    x: float
    y: float
    z: float


class Physics(NamedTuple):
    """CARLA's VehiclePhysicsControl of a vehicle, without the time to switch gears."""

    actor: int
    max_rpm: float
    moi: float
    damping_rate_full_throttle: float
    damping_rate_zero_throttle_clutch_engaged: float
    damping_rate_zero_throttle_clutch_disengaged: float
    use_gear_autobox: bool
    clutch_strength: float
    final_ratio: float
    mass: float
    drag_coefficient: float
    center_of_mass: Triple
    torque_curve: tuple[tuple[float, float], ...]
    gears: tuple[Gear, ...]
    steering_curve: tuple[tuple[float, float], ...]
    wheels: tuple[WheelPhysics, ...]


class Layout(NamedTuple):
    """How a record whose size is fixed lies in the file."""

    record: type[Any]
    fields: struct.Struct


LAYOUTS: dict[Packet, Layout] = {
    packet: Layout(record, struct.Struct("<" + fields))
    for packet, record, fields in (
        (Packet.EVENT_DEL, Removal, "I"),
        (Packet.EVENT_PARENT, Parenting, "II"),
        (Packet.COLLISION, Collision, "III??"),
        (Packet.POSITION, Position, "I6f"),
        (Packet.STATE, TrafficLight, "I?fB"),
        (Packet.ANIM_VEHICLE, VehicleAnimation, "I3f?i"),
        (Packet.ANIM_WALKER, WalkerAnimation, "If"),
        (Packet.VEHICLE_LIGHT, VehicleLights, "II"),
        (Packet.SCENE_LIGHT, SceneLight, "i5f?B"),
        (Packet.KINEMATICS, Kinematics, "I6f"),
        (Packet.BOUNDING_BOX, Box, "I6f"),
        (Packet.TRIGGER_VOLUME, Box, "I6f"),
        (Packet.TRAFFIC_LIGHT_TIME, LightTimes, "I3f"),
        (Packet.ANIM_BIKER, Biker, "I2f"),
        (Packet.VEHICLE_DOOR, Door, "IB?"),
        (Packet.WEATHER, Weather, "14f"),
    )
}
"""Packets of a count and records of one size."""

SINGLE: dict[Packet, Layout] = {
    packet: Layout(record, struct.Struct("<" + fields))
    for packet, record, fields in (
        (Packet.FRAME_START, FrameStart, "Q2d"),
        (Packet.PLATFORM_TIME, Time, "d"),
        (Packet.VISUAL_TIME, Time, "d"),
        (Packet.FRAME_COUNTER, Counter, "Q"),
    )
}
"""Packets of one record without a count."""
