"""Sensors that tell of other actors: those that were hit, and those in the way."""

from __future__ import annotations

from collections.abc import Sequence

import msgpack
import numpy as np

from carla_bench.core.labels import tag_names
from carla_bench.simulator import wire
from carla_bench.simulator.messages import header
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.streams import Message

__all__ = ["CollisionDetector", "ObstacleDetector", "scenery_actor"]

_COLLISION_TYPE = 0
_OBSTACLE_TYPE = 7
_DRIVABLE = np.array([1, 2, 10, 24, 25, 26, 27])
"""tags of what lies on the ground: nothing there is in the way"""
_RING = 8


def scenery_actor(tag: int) -> list[object]:
    """Return the msgpack Actor that stands for level geometry: id 0, named after its tag.

    Args:
        tag: CARLA semantic tag.
    """
    names = tag_names("0.9.16")
    name = names[tag].lower() if tag < len(names) else "unknown"
    name = "unknown" if name == "none" else name.removesuffix("s")
    return [0, 0, [0, f"static.{name}", []], wire.box((0, 0, 0), (0, 0, 0)), bytes([tag]), b""]


class CollisionDetector:
    """Tells of every collision of the actor that carries it, with its impulse."""

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Take no attributes."""
        del attributes, noise

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return one message for each collision of this frame."""
        start = header(_COLLISION_TYPE, moment.frame, moment.time_s, mount.pose)
        carrier = mount.carrier.encoded(moment.stream_port)
        messages = []
        for collision in moment.collisions:
            if collision.actor is not mount.carrier:
                continue
            other = (
                scenery_actor(collision.tag)
                if collision.other is None
                else collision.other.encoded(moment.stream_port)
            )
            payload = [carrier, other, [float(part) for part in collision.impulse]]
            messages.append([start, msgpack.packb(payload)])
        return messages


class ObstacleDetector:
    """Tells what is ahead within a distance: the nearest hit of a bundle of parallel rays.

    CARLA sweeps a capsule; a ring and a core of rays of the same radius find the same things
    down to a third of the radius. What one drives or walks on is no obstacle.
    """

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        del noise
        self._reach_m = attributes.number("distance", 0.01, 10_000)
        self._radius_m = attributes.number("hit_radius", 0, 100)
        self._only_actors = attributes.flag("only_dynamics")
        angle = np.linspace(0, 2 * np.pi, _RING, endpoint=False)
        ring = np.stack([np.zeros(_RING), np.cos(angle), np.sin(angle)], axis=-1)
        rings = [np.zeros((1, 3)), *(ring * share for share in (1 / 3, 2 / 3, 1))]
        self._offsets = self._radius_m * np.concatenate(rings)

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return one message if there is an obstacle."""
        matrix = mount.pose.matrix
        origins = matrix[:3, 3] + self._offsets @ matrix[:3, :3].T
        directions = np.broadcast_to(matrix[:3, 0], origins.shape)
        hits = moment.stage_without(mount.carrier.id).cast(origins, directions, self._reach_m)
        distance = np.where(np.isin(hits.tag, _DRIVABLE), np.inf, hits.distance)
        if self._only_actors:
            distance = np.where(hits.body < 0, np.inf, distance)
        nearest = int(np.argmin(distance))
        if not np.isfinite(distance[nearest]):
            return []
        carrier = mount.carrier.encoded(moment.stream_port)
        other = moment.actors.get(int(hits.instance[nearest])) if hits.body[nearest] >= 0 else None
        seen = (
            scenery_actor(int(hits.tag[nearest]))
            if other is None
            else other.encoded(moment.stream_port)
        )
        start = header(_OBSTACLE_TYPE, moment.frame, moment.time_s, mount.pose)
        return [[start, msgpack.packb([carrier, seen, float(distance[nearest])])]]
