"""Radar."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from carla_bench.simulator.messages import header
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.streams import Message

__all__ = ["Radar"]

_TYPE = 9
_MAX_POINTS_PER_FRAME = 1_000_000


class Radar:
    """Random rays in an elliptic cone, with the speed along the ray of what they meet.

    A detection is velocity [m/s, negative when approaching], azimuth [rad, right positive],
    altitude [rad, up positive] and depth [m].
    """

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        self._half_width = np.deg2rad(attributes.number("horizontal_fov", 0, 179) / 2)
        self._half_height = np.deg2rad(attributes.number("vertical_fov", 0, 179) / 2)
        self._range_m = attributes.number("range", 0.01, 10_000)
        self._points_per_s = attributes.integer("points_per_second", 0, 1_000_000_000)
        self._noise = noise

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the detections of one frame."""
        count = min(int(self._points_per_s * moment.delta_s), _MAX_POINTS_PER_FRAME)
        rng = self._noise.at(moment.tick)
        radius, turn = rng.random(count), rng.uniform(0, 2 * np.pi, count)
        right = np.tan(self._half_width) * radius * np.cos(turn)
        up = np.tan(self._half_height) * radius * np.sin(turn)
        rays = np.stack([np.ones(count), right, up], axis=-1)
        rays /= np.linalg.norm(rays, axis=1, keepdims=True)
        matrix = mount.pose.matrix
        directions = rays @ matrix[:3, :3].T
        origins = np.broadcast_to(matrix[:3, 3], directions.shape)
        hits = moment.stage.cast(origins, directions, self._range_m)
        seen = np.isfinite(hits.distance)
        velocities = np.array([*(body.velocity for body in moment.bodies), (0.0, 0.0, 0.0)])
        relative = velocities[hits.body[seen]] - mount.velocity
        detections = np.stack(
            [
                np.einsum("nk,nk->n", relative, directions[seen]),
                np.arctan2(rays[seen, 1], rays[seen, 0]),
                np.arcsin(rays[seen, 2]),
                hits.distance[seen],
            ],
            axis=-1,
        )
        start = header(_TYPE, moment.frame, moment.time_s, mount.pose)
        return [[start, detections.astype("<f4").tobytes()]]
