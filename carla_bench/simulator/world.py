"""The world: a town, its actors, its weather, and time."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from carla_bench.core.geometry import Pose, box_corners, transform_points
from carla_bench.simulator.actor import Actor, Vector
from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.collision import Collision
from carla_bench.simulator.drawings import Drawing
from carla_bench.simulator.motion.ground import Ground
from carla_bench.simulator.motion.motion import Motion
from carla_bench.simulator.sensors.kinds import sensor_of
from carla_bench.simulator.town import Town
from carla_bench.simulator.traffic.traffic import Traffic

__all__ = ["DEFAULT_WEATHER", "Settings", "SpawnRefused", "World"]

DEFAULT_WEATHER = (10.0, 0.0, 0.0, 10.0, 60.0, 45.0, 2.0, 0.75, 0.1, 0.0, 1.0, 0.03, 0.0331, 0.0)
"""CARLA's WeatherParameters, in their order: a clear noon."""

_DEEPEST_M = 1000.0
_LONGEST_SUBSTEP_S = 0.05  # whatever the settings say: the springs need it


class SpawnRefused(ValueError):
    """The actor cannot be spawned; the message is CARLA's."""


@dataclass(slots=True)
class Settings:
    """CARLA's EpisodeSettings that the simulator acts on, and the rest as the client sent it."""

    synchronous: bool = False
    no_rendering: bool = False
    fixed_delta_s: float | None = None
    others: tuple[object, ...] = (True, 0.01, 10, 0.0, False, 3000.0, 2000.0, True)

    def substeps(self, delta_s: float) -> int:
        """Return in how many parts a step of `delta_s` seconds is simulated."""
        enabled, longest, most = self.others[:3]
        count = 1
        if enabled and isinstance(longest, (int, float)) and isinstance(most, int):
            count = min(math.ceil(delta_s / max(longest, 1e-3) - 1e-6), max(most, 1))
        return max(count, math.ceil(delta_s / _LONGEST_SUBSTEP_S - 1e-6), 1)

    def encoded(self) -> list[object]:
        """Return the msgpack EpisodeSettings."""
        fixed = [False] if self.fixed_delta_s is None else [True, self.fixed_delta_s]
        return [self.synchronous, self.no_rendering, fixed, *self.others]


@dataclass(slots=True)
class World:
    """All state of the simulation. Only the server's event loop touches it."""

    town: Town
    ground: Ground
    episode: int = 1
    frame: int = 0
    tick: int = 0
    """frames since the episode began"""
    time_s: float = 0.0
    delta_s: float = 0.0
    settings: Settings = field(default_factory=Settings)
    weather: tuple[float, ...] = DEFAULT_WEATHER
    actors: dict[int, Actor] = field(default_factory=dict)
    gravity_mps2: float = 9.81
    """what inertial sensors feel"""
    collisions: list[Collision] = field(default_factory=list)
    """of the last step"""
    drawings: list[Drawing] = field(default_factory=list)
    """of clients that debug"""
    spectator: Actor = field(init=False)
    traffic: Traffic = field(init=False)
    motion: Motion = field(init=False)
    _last_id: int = 0

    def __post_init__(self) -> None:
        """Put the spectator, lights and signs into the town."""
        self.motion = Motion(self.ground)
        pose = self.town.spawn_points[0] if self.town.spawn_points else Pose()
        raised = Pose(x=pose.x, y=pose.y, z=pose.z + 5.0, pitch=-15.0, yaw=pose.yaw)
        self.spectator = self._add("spectator", raised)
        self.traffic = Traffic(self.town.map, self.town.opendrive, self._heights, self._add)

    def spawn(
        self, type_id: str, requested: dict[str, str], pose: Pose, parent: Actor | None = None
    ) -> Actor:
        """Return a new actor.

        Args:
            type_id: id of a blueprint.
            requested: attribute values that the client chose.
            pose: in the world, or relative to the parent.
            parent: carries the actor.

        Raises:
            SpawnRefused: no such blueprint, attributes out of range, or something is in the way.
        """
        blueprint = blueprint_library().get(type_id)
        if blueprint is None:
            raise SpawnRefused("Spawn failed because of invalid actor description")
        actor = Actor(self._last_id + 1, type_id, blueprint, blueprint.values(requested), pose)
        if parent is not None:
            actor.parent, actor.relative = parent, pose
            actor.follow_parent()
            actor.appear()
        if (actor.is_vehicle or actor.is_walker) and self._is_blocked(actor):
            raise SpawnRefused("Spawn failed because of collision at spawn position")
        try:
            actor.sensor = sensor_of(type_id, actor.attributes, actor.id)
        except ValueError:
            raise SpawnRefused("Spawn failed because of invalid actor description") from None
        if actor.sensor is not None:
            actor.stream = actor.id
        self._last_id = actor.id
        self.actors[actor.id] = actor
        return actor

    def destroy(self, actor_id: int) -> bool:
        """Remove an actor and all that it carries; return whether there was one."""
        actor = self.actors.get(actor_id)
        if actor is None or actor is self.spectator:
            return False
        del self.actors[actor_id]
        for child in [other for other in self.actors.values() if other.parent is actor]:
            self.destroy(child.id)
        return True

    def place(self, actor: Actor, pose: Pose) -> None:
        """Teleport an actor; the pose of an attached one is relative to its parent."""
        if actor.parent is None:
            actor.pose = pose
        else:
            actor.relative = pose
        for other in self.actors.values():
            other.follow_parent()

    def step(self, delta_s: float) -> list[Collision]:
        """Let `delta_s` seconds pass; return what hit what, which `collisions` keeps."""
        self.frame += 1
        self.tick += 1
        self.time_s += delta_s
        self.delta_s = delta_s
        self.drawings = [drawing for drawing in self.drawings if drawing.ends_s >= self.time_s]
        vehicles = [actor for actor in self.actors.values() if actor.is_vehicle]
        for vehicle in vehicles:
            vehicle.drop_spent_control()
        self.traffic.step(delta_s)
        self.collisions = self.motion.step(
            self.actors.values(), delta_s, self.settings.substeps(delta_s)
        )
        for actor in self.actors.values():
            actor.follow_parent()
            actor.end_frame()
        self.traffic.watch(vehicles)
        return self.collisions

    def _add(self, type_id: str, pose: Pose) -> Actor:
        self._last_id += 1
        actor = Actor(self._last_id, type_id, None, {}, pose)
        self.actors[actor.id] = actor
        return actor

    def _heights(self, points: list[Vector]) -> list[float | None]:
        """Return the height of the ground below each point, None where there is none."""
        down = np.tile([0.0, 0.0, -1.0], (len(points), 1))
        hits = self.ground.cast(np.array(points), down, _DEEPEST_M)
        return [
            point[2] - float(distance) if math.isfinite(distance) else None
            for point, distance in zip(points, hits.distance, strict=True)
        ]

    def _is_blocked(self, actor: Actor) -> bool:
        return any(
            other.parent is None and other.extent[0] > 0 and _boxes_overlap(actor, other)
            for other in self.actors.values()
        )


def _boxes_overlap(first: Actor, second: Actor) -> bool:
    """Return whether two upright boxes overlap (separating axes in the plane, and heights)."""
    apart = math.hypot(first.pose.x - second.pose.x, first.pose.y - second.pose.y)
    if apart > math.hypot(*first.extent[:2]) + math.hypot(*second.extent[:2]):
        return False
    corners = [
        transform_points(actor.pose.matrix, box_corners(actor.extent, actor.center))
        for actor in (first, second)
    ]
    axes = [np.array([0.0, 0.0, 1.0])]
    for actor in (first, second):
        axes += [actor.pose.matrix[:3, 0], actor.pose.matrix[:3, 1]]
    for axis in axes:
        low, high = (points @ axis for points in corners)
        if low.max() <= high.min() or high.max() <= low.min():
            return False
    return True
