"""One actor of the world: what it is, where it is, how it moves."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from carla_bench.core.geometry import Pose
from carla_bench.simulator import wire
from carla_bench.simulator.blueprints import Blueprint, actor_size, actor_tags
from carla_bench.simulator.messages import actor_record
from carla_bench.simulator.motion.ackermann import AckermannController
from carla_bench.simulator.motion.controls import AckermannSettings, Drive, WalkerControl
from carla_bench.simulator.motion.models import physics_of
from carla_bench.simulator.motion.physics import VehiclePhysics
from carla_bench.simulator.traffic.lights import Light, Sign, State

if TYPE_CHECKING:
    from carla_bench.simulator.sensors.sensor import Sensor

__all__ = ["Actor", "Pushes", "Vector"]

Vector = tuple[float, float, float]

_VEHICLE_DETAILS = struct.Struct("<fff???ifB?IB")
_WALKER_DETAILS = struct.Struct("<4f?")


@dataclass(slots=True)
class Pushes:
    """What clients' impulses and forces add up to until the next step, in world axes."""

    impulse: Vector = (0.0, 0.0, 0.0)
    """N s"""
    force: Vector = (0.0, 0.0, 0.0)
    """N, during the next step"""
    angular_impulse: float = 0.0
    """about the vertical, N m s"""
    torque: float = 0.0
    """about the vertical, N m, during the next step"""


@dataclass(slots=True, eq=False)
class Actor:
    """Anything with an id. Sensors and other attached actors follow their parent."""

    id: int
    type_id: str
    blueprint: Blueprint | None
    """None for the spectator"""
    attributes: dict[str, str]
    pose: Pose
    """in the world"""
    parent: Actor | None = None
    relative: Pose = field(default_factory=Pose)
    """in the frame of the parent"""
    stream: int = 0
    """number of the sensor's stream, 0 for actors that do not stream"""
    velocity: Vector = (0.0, 0.0, 0.0)
    """m/s, world axes"""
    angular_velocity: Vector = (0.0, 0.0, 0.0)
    """degrees/s, world axes"""
    acceleration: Vector = (0.0, 0.0, 0.0)
    """m/s², world axes"""
    simulate_physics: bool = True
    """whether the simulation moves it"""
    collides: bool = True
    gravity: bool = True
    pushes: Pushes | None = None
    physics: VehiclePhysics | None = field(init=False, default=None)
    """of a vehicle"""
    drive: Drive = field(default_factory=Drive)
    spent: Drive | None = None
    """the control of the last frame, if the vehicle does not hold on to controls"""
    gear: int = 1
    """that a vehicle is in"""
    ackermann: AckermannController | None = None
    """drives the vehicle, once a client has asked for it"""
    ackermann_settings: AckermannSettings = field(default_factory=AckermannSettings)
    constant_velocity: Vector | None = None
    """m/s in the vehicle's axes, held whatever the driver does"""
    wheel_offsets: dict[int, float] = field(default_factory=dict)
    """degrees by which clients turn the wheels that they show"""
    walk: WalkerControl = field(default_factory=WalkerControl)
    walked_m: float = 0.0
    """way that a walker has gone"""
    dead: bool = False
    """a walker who has been knocked down"""
    light_flags: int = 0
    open_doors: int = 0
    """a bit for each"""
    before: Pose = field(init=False)
    """in the world, one frame earlier"""
    _shown: Pose = field(init=False)
    """in the world, in the last frame"""
    sensor: Sensor | None = None
    """what measures, if the actor is a sensor of the server"""
    speed_limit_kmh: float = 30.0
    """of a vehicle: from the last sign that it passed, 30 at the start as in CARLA"""
    gives_way: bool = False
    """whether a vehicle stands at a stop or yield sign"""
    light: Actor | None = None
    """the traffic light that a vehicle stands at"""
    sign: Sign | None = None
    """what a traffic light or sign knows"""
    last_capture_s: float = -1e9
    """when the sensor last measured"""

    def __post_init__(self) -> None:
        """Start at rest."""
        self.appear()
        if self.is_vehicle and self.blueprint is not None:
            self.physics = physics_of(self.blueprint)
        # Things stay where they are put until a client lets them go.
        self.simulate_physics = self.is_vehicle or self.is_walker

    @property
    def is_vehicle(self) -> bool:
        """Whether it drives."""
        return self.type_id.startswith("vehicle.")

    @property
    def is_walker(self) -> bool:
        """Whether it walks."""
        return self.type_id.startswith("walker.")

    @property
    def is_sensor(self) -> bool:
        """Whether it is a sensor."""
        return self.type_id.startswith("sensor.")

    @property
    def extent(self) -> Vector:
        """Half sizes of the box, metres."""
        if self.blueprint is None:
            return 0.0, 0.0, 0.0
        length, width, height = actor_size(self.blueprint, self.attributes)
        return 0.5 * length, 0.5 * width, 0.5 * height

    @property
    def center(self) -> Vector:
        """Middle of the box in the actor's frame: walkers have their origin there."""
        return (0.0, 0.0, 0.0) if self.is_walker else (0.0, 0.0, self.extent[2])

    @property
    def color(self) -> tuple[int, int, int] | None:
        """SRGB of the paint, if it has one."""
        try:
            red, green, blue = (int(part) for part in self.attributes["color"].split(","))
        except (KeyError, ValueError):
            return None
        return red & 255, green & 255, blue & 255

    def drop_spent_control(self) -> None:
        """Let go of the last frame's control, unless controls are to stick, as they usually do."""
        if self.attributes.get("sticky_control", "true").lower() != "false":
            return
        if self.drive is self.spent:
            self.drive = Drive()
        self.spent = self.drive

    def follow_parent(self) -> None:
        """Move an attached actor to where its parent carries it."""
        if self.parent is not None:
            self.pose = Pose.from_matrix(self.parent.pose.matrix @ self.relative.matrix)
            self.velocity = self.parent.velocity
            self.angular_velocity = self.parent.angular_velocity

    def appear(self) -> None:
        """Be where it is now without having come from anywhere."""
        self.before = self._shown = self.pose

    def end_frame(self) -> None:
        """Remember the pose of this frame for the next one."""
        self.before, self._shown = self._shown, self.pose

    def encoded(self, port: int) -> list[object]:
        """Return the msgpack Actor; `port` is the streaming port."""
        blueprint = self.blueprint
        attributes = [
            [name, blueprint.type_of(name) if blueprint else 4, value]
            for name, value in self.attributes.items()
        ]
        return [
            self.id,
            self.parent.id if self.parent else 0,
            [blueprint.uid if blueprint else 0, self.type_id, attributes],
            self.encoded_box(),
            bytes(actor_tags(blueprint, self.attributes)) if blueprint else b"",
            wire.token(self.stream, port) if self.stream else b"",
        ]

    def encoded_box(self) -> list[object]:
        """Return the msgpack BoundingBox; of lights and signs, where they concern drivers."""
        if self.sign is not None:
            return wire.box(self.sign.trigger.center, self.sign.trigger.extent, self.id)
        return wire.box(self.center, self.extent, self.id)

    def record(self) -> bytes:
        """Return its 119 bytes of the world state."""
        return actor_record(
            self.id,
            self.pose,
            self.velocity,
            self.angular_velocity,
            self.acceleration,
            self._details(),
        )

    def _details(self) -> bytes:
        if self.is_vehicle:
            drive = self.drive
            # Away from lights the client expects green: with a zeroed record its TrafficManager
            # would stop at every junction.
            sign = self.light.sign if self.light else None
            # As in CARLA, a stop sign shows as red without a light: the TrafficManager then lets
            # vehicles pass the junction one by one.
            away = State.RED if self.gives_way else State.GREEN
            state = sign.state if isinstance(sign, Light) else away
            return _VEHICLE_DETAILS.pack(
                drive.throttle, drive.steer, drive.brake, drive.hand_brake, drive.reverse,
                drive.manual_gear_shift, self.gear, self.speed_limit_kmh,
                state, self.light is not None, self.light.id if self.light else 0, 0,
            )  # fmt: skip
        if self.is_walker:
            walk = self.walk
            return _WALKER_DETAILS.pack(*walk.direction, walk.speed, walk.jump)
        return b"" if self.sign is None else self.sign.details()
