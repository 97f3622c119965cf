"""Who plays in a replay: recorded actors and those that stand for them in the world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.recorder.codec import BrokenRecording
from carla_bench.simulator.recorder.log_file import Frame
from carla_bench.simulator.recorder.recording import CM_PER_M, is_hero
from carla_bench.simulator.recorder.records import Addition, Packet, Triple
from carla_bench.simulator.world import SpawnRefused, World

__all__ = ["Cast", "finite", "pose_of"]

_OUT_OF_THE_WAY_M = 1000.0
_SAME_PLACE_M = 1.0
_MOST_ACTORS = 2000
"""at a time; each that appears is compared with those that are there"""


class Cast:
    """The actors of a replay, by the ids that they had when they were recorded."""

    def __init__(self, world: World, ignore_hero: bool, sensors: bool) -> None:
        """Begin with nobody.

        Args:
            world: where they appear.
            ignore_hero: leave out actors whose role_name is hero.
            sensors: whether sensors appear.
        """
        self._world = world
        self._ignore_hero = ignore_hero
        self._sensors = sensors
        self._actors: dict[int, Actor] = {}
        self._spawned: set[int] = set()

    def get(self, recorded_id: int) -> Actor | None:
        """Return who plays a recorded actor, if it is there."""
        actor = self._actors.get(recorded_id)
        # Clients may have destroyed it.
        return actor if actor is not None and actor.id in self._world.actors else None

    def members(self) -> list[Actor]:
        """Return those who are here only for the replay."""
        actors = self._world.actors
        return [actors[actor_id] for actor_id in sorted(self._spawned) if actor_id in actors]

    def change(self, frame: Frame) -> None:
        """Let actors appear, be attached and go as in a frame.

        Raises:
            BrokenRecording: the frame is damaged, or there are more actors than can be meant.
        """
        for addition in frame.records(Packet.EVENT_ADD):
            actor = self._enter(addition)
            if actor is not None:
                self._actors[addition.actor] = actor
        for removal in frame.records(Packet.EVENT_DEL):
            actor = self.get(removal.actor)
            if actor is not None and actor.id in self._spawned:
                self._world.destroy(actor.id)
                self._spawned.discard(actor.id)
            self._actors.pop(removal.actor, None)
        for parenting in frame.records(Packet.EVENT_PARENT):
            self._attach(self.get(parenting.actor), self.get(parenting.parent))

    def _enter(self, addition: Addition) -> Actor | None:
        """Return who plays an actor: traffic lights and the spectator are there already."""
        if addition.type_id == "spectator":
            return self._world.spectator
        pose = pose_of(addition.location, addition.rotation)
        if addition.type_id.startswith("traffic."):
            return self._nearest(addition.type_id, pose)
        attributes = {name: value for _, name, value in addition.attributes}
        if addition.type_id.startswith("sensor.") and not self._sensors:
            return None
        if self._ignore_hero and is_hero(attributes.items()):
            return None
        if len(self._spawned) >= _MOST_ACTORS:
            raise BrokenRecording(f"it has more than {_MOST_ACTORS} actors at a time")
        try:
            # High up, where nothing is in the way; what follows puts it where it belongs.
            actor = self._world.spawn(
                addition.type_id, attributes, replace(pose, z=pose.z + _OUT_OF_THE_WAY_M)
            )
        except (SpawnRefused, KeyError, ValueError):  # such as blueprints that only CARLA has
            return None
        actor.pose = pose
        actor.appear()
        actor.simulate_physics = False
        self._spawned.add(actor.id)
        return actor

    def _nearest(self, type_id: str, pose: Pose) -> Actor | None:
        for actor in self._world.actors.values():
            apart = np.linalg.norm(actor.pose.position - pose.position)
            if actor.type_id == type_id and apart < _SAME_PLACE_M:
                return actor
        return None

    def _attach(self, child: Actor | None, parent: Actor | None) -> None:
        if child is None or parent is None or child.id not in self._spawned:
            return
        if child in _ancestors(parent):  # a damaged log could attach two actors to each other
            return
        child.relative = Pose.from_matrix(np.linalg.inv(parent.pose.matrix) @ child.pose.matrix)
        child.parent = parent


def _ancestors(actor: Actor | None) -> Iterable[Actor]:
    """Yield an actor, its parent and so on."""
    while actor is not None:
        yield actor
        actor = actor.parent


def pose_of(location: Triple, rotation: Triple) -> Pose:
    """Return a pose from centimetres and roll, pitch, yaw; finite whatever a file says."""
    x, y, z = (finite(part) / CM_PER_M for part in location)
    roll, pitch, yaw = (finite(part) for part in rotation)
    return Pose(x, y, z, pitch, yaw, roll)


def finite(value: float) -> float:
    """Return a number of a file, or 0 if it is none that can be computed with."""
    return value if abs(value) < 1e9 else 0.0  # false for NaN too
