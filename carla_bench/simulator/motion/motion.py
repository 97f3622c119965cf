"""Lets actors move: gathers what clients want, runs the compiled loops, hands back what happened.

Rows of numbers live here from step to step. Poses and velocities of actors are values: where
an actor shows another one than this class left there, a client has put it there.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from operator import is_

import numpy as np

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor, Vector
from carla_bench.simulator.blueprints import actor_size, actor_tags
from carla_bench.simulator.collision import Collision
from carla_bench.simulator.motion.ackermann import AckermannController
from carla_bench.simulator.motion.controls import Drive
from carla_bench.simulator.motion.encoding import Box, encode_physics, max_steer_rad
from carla_bench.simulator.motion.feelers import new_contacts, read_rays, send_rays
from carla_bench.simulator.motion.ground import Ground
from carla_bench.simulator.motion.models import model_of
from carla_bench.simulator.motion.records import (
    BODY,
    Array,
    Cars,
    Kind,
    Row,
    Rows,
    new_cars,
)
from carla_bench.simulator.motion.substeps import Exchanged, run_substeps

__all__ = ["Motion"]

_WALKER_KG = 75.0
_THING_KGM3 = 40.0  # things by the road are mostly hollow
_LIGHTEST_KG = 0.5
_FASTEST_MPS = 500.0
_TELEPORT_MPS = 70.0  # who is moved faster than this by a client has jumped, not driven
_EVENT_MPS = 0.02  # changes of speed below this are resting contact
_FATAL_MPS = 1.5
_LYING_M = 0.2  # of the origin of a fallen walker above the ground
_NOTHING: Vector = (0.0, 0.0, 0.0)

_STATE = ["x", "y", "z", "pitch", "yaw", "roll", "vx", "vy", "vz", "roll_rate", "pitch_rate",
          "yaw_rate", "moves"]  # fmt: skip


class Motion:
    """Everything that moves in one world."""

    def __init__(self, ground: Ground) -> None:
        """Start with nobody.

        Args:
            ground: the static world.
        """
        self.ground = ground
        self._actors: list[Actor] = []
        self._bodies: Rows = np.zeros(0, BODY)
        self._cars: Cars = new_cars(0)
        self._car_of = np.zeros(0, np.int64)
        self._yielding = np.zeros((0, 2))
        """(n, 2) inverse mass and yaw inertia while the simulation moves the body"""
        self._shown: list[tuple[Pose, Vector, Vector]] = []
        """pose, velocity and turning as they were left in the actors"""
        self._physics: dict[int, object] = {}
        self.step([], 0.01, 1)  # compiles, or loads what was compiled: not during the first tick

    def step(self, actors: Iterable[Actor], delta_s: float, steps: int) -> list[Collision]:
        """Let all actors with a body move, and return what hit what.

        Args:
            actors: of the world, in the order of their ids.
            delta_s: seconds.
            steps: in how many parts, at least 1.
        """
        self._enrol([actor for actor in actors if _has_body(actor)])
        self._read_actors(delta_s)
        rays = send_rays(self._bodies, self._cars, self._car_of, delta_s)
        contacts = new_contacts(rays)
        if len(rays.reach):
            hits = self.ground.cast(rays.origins, rays.directions, float(rays.reach.max()))
            met = (
                np.ascontiguousarray(hits.distance, np.float32),
                np.ascontiguousarray(hits.normal, np.float32),
                np.ascontiguousarray(hits.tag, np.uint8),
            )
            read_rays(self._bodies, self._cars, self._car_of, rays, met, contacts)
        exchanged = run_substeps(
            self._bodies, self._cars, self._car_of, contacts, steps, delta_s / steps
        )
        collisions = self._collisions(exchanged)
        self._show(delta_s)
        return collisions

    def vehicle(self, actor: Actor) -> tuple[Row, Array] | None:
        """Return CAR row and wheel loads of a vehicle, None before its first step."""
        for row, known in enumerate(self._actors):
            if known is actor and self._car_of[row] >= 0:
                return self._cars.rows[self._car_of[row]], self._cars.load[self._car_of[row]]
        return None

    # --- who takes part ------------------------------------------------------------

    def _enrol(self, actors: list[Actor]) -> None:
        """Make rows for those who came, drop those who went."""
        if len(actors) == len(self._actors) and all(map(is_, actors, self._actors)):
            return
        old = {actor.id: row for row, actor in enumerate(self._actors)}
        rows = [old.get(actor.id, -1) for actor in actors]
        shown, bodies, cars, car_of = self._shown, self._bodies, self._cars, self._car_of
        vehicles = [row for row, actor in enumerate(actors) if actor.is_vehicle]
        self._actors, self._bodies = actors, np.zeros(len(actors), BODY)
        self._car_of = np.full(len(actors), -1, np.int64)
        self._car_of[vehicles] = np.arange(len(vehicles))
        self._cars = new_cars(len(vehicles))
        yielding, self._yielding = self._yielding, np.zeros((len(actors), 2))
        self._shown = []
        for row, (actor, before) in enumerate(zip(actors, rows, strict=True)):
            if before < 0:
                self._shown.append((actor.pose, actor.velocity, actor.angular_velocity))
                self._add(row, actor)
                continue
            self._shown.append(shown[before])
            self._bodies[row] = bodies[before]
            self._yielding[row] = yielding[before]
            for new, kept in zip(self._cars, cars, strict=True):
                if self._car_of[row] >= 0:
                    new[self._car_of[row]] = kept[car_of[before]]
        self._cars.rows["body"] = vehicles
        living = {actor.id for actor in actors}
        self._physics = {id_: one for id_, one in self._physics.items() if id_ in living}

    def _add(self, row: int, actor: Actor) -> None:
        body = self._bodies[row]
        length, width, height = actor.extent
        body["half_length"], body["half_width"] = length, width
        body["high"], body["kind"] = 2.0 * height, Kind.THING
        if actor.is_vehicle:
            body["kind"] = Kind.VEHICLE
        elif actor.is_walker:
            body["kind"] = Kind.WALKER
            body["foot"] = body["low"] = -height
            body["high"] = height
            self._yielding[row] = 1.0 / _WALKER_KG, 0.0
        else:
            mass = max(_THING_KGM3 * 8.0 * length * width * height, _LIGHTEST_KG)
            self._yielding[row] = 1.0 / mass, 3.0 / (mass * (length**2 + width**2))
        _read_pose(body, actor.pose)
        _read_velocity(body, actor.velocity)
        _read_rotation(body, actor.angular_velocity)

    # --- what clients want ---------------------------------------------------------

    def _read_actors(self, delta_s: float) -> None:
        bodies, actors = self._bodies, self._actors
        bodies["moves"] = [actor.simulate_physics for actor in actors]
        bodies["collides"] = [actor.collides for actor in actors]
        bodies["falls"] = [actor.gravity for actor in actors]
        self._read_vehicles(delta_s)
        moves = bodies["moves"]
        bodies["inverse_mass"] = self._yielding[:, 0] * moves
        bodies["inverse_inertia"] = self._yielding[:, 1] * moves
        for name in ("push_x", "push_y", "push_z", "push_yaw"):
            bodies[name] = 0.0
        for row, actor in enumerate(actors):
            pose, velocity, rotation = self._shown[row]
            body = bodies[row]
            if actor.pose is not pose:
                _read_pose(body, actor.pose)
            if not actor.simulate_physics:
                actor.velocity, actor.angular_velocity = _carried(pose, actor.pose, delta_s)
            if actor.velocity is not velocity:
                _read_velocity(body, actor.velocity)
            if actor.angular_velocity is not rotation:
                _read_rotation(body, actor.angular_velocity)
            if actor.pushes is not None:
                self._push(row, actor, delta_s)
            if actor.is_walker:
                _read_walker(body, actor)

    def _read_vehicles(self, delta_s: float) -> None:
        cars = self._cars.rows
        vehicles = [self._actors[row] for row in cars["body"]]
        for actor in vehicles:
            if actor.ackermann is not None:
                actor.drive = _ackermann_drive(actor, actor.ackermann, delta_s)
        drives = [actor.drive for actor in vehicles]
        cars["throttle"] = _clipped([drive.throttle for drive in drives], 0.0)
        cars["steer"] = _clipped([drive.steer for drive in drives], -1.0)
        cars["brake"] = _clipped([drive.brake for drive in drives], 0.0)
        cars["hand_brake"] = [drive.hand_brake for drive in drives]
        cars["reverse"] = [drive.reverse for drive in drives]
        cars["manual"] = [drive.manual_gear_shift for drive in drives]
        cars["wanted_gear"] = [drive.gear for drive in drives]
        cars["constant"] = [actor.constant_velocity is not None for actor in vehicles]
        for row, actor in enumerate(vehicles):
            if self._physics.get(actor.id) is not actor.physics:
                self._physics[actor.id] = actor.physics
                assert actor.blueprint is not None
                assert actor.physics is not None
                self._yielding[cars["body"][row]] = encode_physics(
                    self._cars, row, actor.physics, model_of(actor.blueprint), Box(*actor.extent)
                )
            if actor.constant_velocity is not None:
                forward, right, _ = actor.constant_velocity
                cars["constant_forward"][row], cars["constant_right"][row] = forward, right

    def _push(self, row: int, actor: Actor, delta_s: float) -> None:
        """Turn impulses into changes of velocity, and forces into accelerations of this step."""
        body, pushes = self._bodies[row], actor.pushes
        actor.pushes = None
        light, nimble = float(body["inverse_mass"]), float(body["inverse_inertia"])
        if pushes is None or light == 0.0:
            return
        for axis, name in enumerate("xyz"):
            body[f"v{name}"] += light * pushes.impulse[axis]
            body[f"push_{name}"] = light * pushes.force[axis]
        body["yaw_rate"] += nimble * pushes.angular_impulse
        body["push_yaw"] = nimble * pushes.torque

    # --- what became of it ---------------------------------------------------------

    def _show(self, delta_s: float) -> None:
        """Let actors show where they are now."""
        gears = self._cars.rows["gear"].tolist()
        for row, (actor, state) in enumerate(
            zip(self._actors, self._bodies[_STATE].tolist(), strict=True)
        ):
            before = self._shown[row][1]
            x, y, z, pitch, yaw, roll, vx, vy, vz, roll_rate, pitch_rate, yaw_rate, moves = state
            if moves:
                actor.pose = Pose(
                    x, y, z, math.degrees(pitch), _wrapped(math.degrees(yaw)), math.degrees(roll)
                )
                actor.velocity = vx, vy, vz
                actor.angular_velocity = _world_rotation(yaw, roll_rate, pitch_rate, yaw_rate)
                if actor.is_vehicle:
                    actor.gear = gears[self._car_of[row]]
            velocity = actor.velocity
            if actor.is_walker:
                actor.walked_m += math.hypot(velocity[0], velocity[1]) * delta_s
            actor.acceleration = (
                (velocity[0] - before[0]) / delta_s,
                (velocity[1] - before[1]) / delta_s,
                (velocity[2] - before[2]) / delta_s,
            )
            self._shown[row] = actor.pose, velocity, actor.angular_velocity

    def _collisions(self, exchanged: Exchanged) -> list[Collision]:
        """Return what each partner felt; walkers who were hit hard fall."""
        bodies, actors = self._bodies, self._actors
        collisions: list[Collision] = []
        soft = bodies["inverse_mass"]
        size = np.hypot(exchanged.impulse[:, 0], exchanged.impulse[:, 1])
        pairs = exchanged.pairs
        for k in np.flatnonzero(size * (soft[pairs[:, 0]] + soft[pairs[:, 1]]) > _EVENT_MPS):
            one, two = pairs[k].tolist()
            x, y = exchanged.impulse[k].tolist()
            for row, other, sign in ((one, two, 1.0), (two, one, -1.0)):
                tags = _tags(actors[other])
                tag = tags[0] if tags else 0
                impulse = (sign * x, sign * y, 0.0)
                collisions.append(Collision(actors[row], actors[other], tag, impulse))
                if actors[other].is_vehicle and size[k] > _FATAL_MPS * _WALKER_KG:
                    _knock_down(actors[row])
        walls = np.hypot(exchanged.wall_impulse[:, 0], exchanged.wall_impulse[:, 1])
        for row in np.flatnonzero(walls * soft > _EVENT_MPS):
            x, y = exchanged.wall_impulse[row].tolist()
            tag = int(exchanged.wall_tag[row])
            collisions.append(Collision(actors[row], None, tag, (x, y, 0.0)))
        return collisions


def _ackermann_drive(actor: Actor, controller: AckermannController, delta_s: float) -> Drive:
    """Return what the controller does, given how the vehicle moved in the last frame."""
    assert actor.physics is not None
    yaw = math.radians(actor.pose.yaw)
    ahead = math.cos(yaw), math.sin(yaw)
    speed, acceleration = (
        vector[0] * ahead[0] + vector[1] * ahead[1]
        for vector in (actor.velocity, actor.acceleration)
    )
    most = max_steer_rad(actor.physics)
    return controller.drive(actor.ackermann_settings, speed, acceleration, most, delta_s)


def _tags(actor: Actor) -> tuple[int, ...]:
    assert actor.blueprint is not None
    return actor_tags(actor.blueprint, actor.attributes)


def _has_body(actor: Actor) -> bool:
    """Return whether an actor takes part; attached ones are carried."""
    blueprint = actor.blueprint
    return (
        blueprint is not None
        and actor_size(blueprint, actor.attributes)[0] > 0.0
        and actor.parent is None
        and not actor.type_id.startswith("static.trigger")
    )


def _knock_down(actor: Actor) -> None:
    if actor.is_walker and actor.attributes.get("is_invincible") == "false":
        actor.dead = True


def _read_pose(body: Row, pose: Pose) -> None:
    body["x"], body["y"], body["z"] = pose.x, pose.y, pose.z
    body["pitch"] = math.radians(_wrapped(pose.pitch))
    body["yaw"] = math.radians(_wrapped(pose.yaw))
    body["roll"] = math.radians(_wrapped(pose.roll))
    body["on_ground"] = False


def _read_velocity(body: Row, velocity: Vector) -> None:
    body["vx"], body["vy"], body["vz"] = (_limited(part, _FASTEST_MPS) for part in velocity)


def _read_rotation(body: Row, rotation: Vector) -> None:
    """Take a turning in degrees/s; see `_world_rotation` for its signs."""
    x, y, z = (math.radians(_limited(part, _FASTEST_MPS)) for part in rotation)
    cosine, sine = math.cos(body["yaw"]), math.sin(body["yaw"])
    body["roll_rate"] = -(x * cosine + y * sine)
    body["pitch_rate"] = -(-x * sine + y * cosine)
    body["yaw_rate"] = z


def _world_rotation(yaw: float, roll_rate: float, pitch_rate: float, yaw_rate: float) -> Vector:
    """Return degrees/s about the world's axes.

    CARLA's vector is left-handed as its axes are: nose up and right side down are negative.
    """
    cosine, sine = math.cos(yaw), math.sin(yaw)
    return (
        math.degrees(-roll_rate * cosine + pitch_rate * sine),
        math.degrees(-roll_rate * sine - pitch_rate * cosine),
        math.degrees(yaw_rate),
    )


def _read_walker(body: Row, actor: Actor) -> None:
    if actor.dead and not body["fallen"]:
        body["fallen"], body["pitch"] = True, math.pi / 2.0
        body["foot"] = -_LYING_M
    walk = actor.walk
    x, y, _ = walk.direction
    length = math.hypot(x, y)
    speed = walk.speed / length if length > 0.0 and not actor.dead else 0.0
    speed = _limited(speed, _FASTEST_MPS)
    body["want_x"], body["want_y"] = speed * x, speed * y
    if speed * length > 0.0 and actor.simulate_physics:
        body["yaw"] = math.atan2(speed * y, speed * x)
        body["pitch"] = body["roll"] = 0.0
    if walk.jump:  # once for each time that a client asks
        body["jumps"] = not actor.dead
        actor.walk = replace(walk, jump=False)


def _carried(before: Pose, now: Pose, delta_s: float) -> tuple[Vector, Vector]:
    """Return velocity and turning, degrees/s, of one whom a client carries from pose to pose."""
    if now is before:
        return _NOTHING, _NOTHING
    x, y, z = (
        (now.x - before.x) / delta_s,
        (now.y - before.y) / delta_s,
        (now.z - before.z) / delta_s,
    )
    if math.sqrt(x * x + y * y + z * z) > _TELEPORT_MPS:
        return _NOTHING, _NOTHING
    return (x, y, z), (0.0, 0.0, _wrapped(now.yaw - before.yaw) / delta_s)


def _clipped(values: Sequence[float], low: float) -> Array:
    """Return values within low and 1; what is no number becomes 0."""
    return np.clip(np.nan_to_num(np.array(values, np.float64)), low, 1.0)


def _limited(value: float, limit: float) -> float:
    """Return a value within a limit; what is no number becomes 0."""
    return 0.0 if math.isnan(value) else min(max(value, -limit), limit)


def _wrapped(degrees: float) -> float:
    return (degrees + 180.0) % 360.0 - 180.0
