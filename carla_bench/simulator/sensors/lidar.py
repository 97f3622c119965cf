"""Rotating lidars: the plain one with intensities, and the one that labels its points.

Sources: CARLA 0.9.16 documentation, "Sensors reference"; `carla-protocol` facts about the order
of points, the drop-off and the noise.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.stage import CastHits
from carla_bench.simulator.messages import header
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.streams import Message

__all__ = ["Lidar", "SemanticLidar"]

_TYPE = 11
_SEMANTIC_TYPE = 10
_MAX_CHANNELS = 1024
_MAX_POINTS_PER_FRAME = 4_000_000

Floats = NDArray[np.float64]


class _Scanner:
    """A stack of lasers that turns."""

    def __init__(self, attributes: Attributes) -> None:
        self._channels = attributes.integer("channels", 1, _MAX_CHANNELS)
        self._range_m = attributes.number("range", 0.01, 10_000)
        self._points_per_s = attributes.integer("points_per_second", 1, 1_000_000_000)
        self._turns_per_s = attributes.number("rotation_frequency", 0, 100_000)
        upper = attributes.number("upper_fov", -90, 90)
        lower = attributes.number("lower_fov", -90, 90)
        self._elevations = np.deg2rad(np.linspace(upper, lower, self._channels))
        self._fov_deg = attributes.number("horizontal_fov", 0.001, 360)

    def sweep(self, moment: Moment) -> tuple[NDArray[np.intp], Floats]:
        """Return (n,) channel and (n, 3) unit direction in the sensor's axes, by channel."""
        per_channel = round(self._points_per_s * moment.delta_s / self._channels)
        per_channel = min(per_channel, _MAX_POINTS_PER_FRAME // self._channels)
        turned = self._turns_per_s * self._fov_deg * moment.delta_s
        steps = (
            self._angle_deg(moment) - turned + turned * np.arange(per_channel) / max(per_channel, 1)
        )
        azimuth = np.deg2rad(steps % self._fov_deg - self._fov_deg / 2)
        level = np.cos(self._elevations)[:, None]
        directions = np.stack(
            [
                level * np.cos(azimuth),
                level * np.sin(azimuth),
                np.broadcast_to(np.sin(self._elevations)[:, None], (self._channels, per_channel)),
            ],
            axis=-1,
        )
        return np.repeat(np.arange(self._channels), per_channel), directions.reshape(-1, 3)

    def _angle_deg(self, moment: Moment) -> float:
        """Return where it points at the end of a frame, 0 to the field of view."""
        return float(self._turns_per_s * self._fov_deg * moment.time_s % self._fov_deg)

    def cast(self, moment: Moment, mount: Mount, directions: Floats) -> CastHits:
        """Return what n rays of the sensor meet within its range."""
        matrix = mount.pose.matrix
        origins = np.broadcast_to(matrix[:3, 3], directions.shape)
        return moment.stage.cast(origins, directions @ matrix[:3, :3].T, self._range_m)

    def message(
        self, kind: int, moment: Moment, mount: Mount, channel: NDArray[np.intp], points: bytes
    ) -> Message:
        """Return the message of points that are sorted by channel."""
        counts = np.bincount(channel, minlength=self._channels).astype("<u4")
        return [
            header(kind, moment.frame, moment.time_s, mount.pose),
            struct.pack("<fI", math.radians(self._angle_deg(moment)), self._channels),
            counts.tobytes(),
            points,
        ]


class Lidar:
    """Points with the intensity that the air leaves, drop-off and noise along the ray."""

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        self._scanner = _Scanner(attributes)
        self._attenuation = attributes.number("atmosphere_attenuation_rate", 0, 1000)
        self._dropped = attributes.number("dropoff_general_rate", 0, 1)
        self._bright = attributes.number("dropoff_intensity_limit", 0, 1)
        self._dropped_dark = attributes.number("dropoff_zero_intensity", 0, 1)
        self._deviation_m = attributes.number("noise_stddev", 0, 1000)
        self._noise = noise

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the points of one frame."""
        rng = self._noise.at(moment.tick)
        channel, directions = self._scanner.sweep(moment)
        if self._dropped > 0:
            kept = rng.random(len(channel)) >= self._dropped
            channel, directions = channel[kept], directions[kept]
        distance = self._scanner.cast(moment, mount, directions).distance.astype(np.float64)
        intensity = np.exp(-self._attenuation * distance)
        kept = np.isfinite(distance) & self._is_seen(intensity, rng)
        channel, distance, intensity = channel[kept], distance[kept], intensity[kept]
        if self._deviation_m > 0:
            distance = distance + self._deviation_m * rng.standard_normal(len(distance))
        points = np.empty((len(distance), 4), "<f4")
        points[:, :3] = directions[kept] * distance[:, None]
        points[:, 3] = intensity
        return [self._scanner.message(_TYPE, moment, mount, channel, points.tobytes())]

    def _is_seen(self, intensity: Floats, rng: np.random.Generator) -> NDArray[np.bool_]:
        """Return (n,) bool: dark points get lost, the more so the darker they are."""
        if self._dropped_dark <= 0 or self._bright <= 0:
            return np.ones(len(intensity), np.bool_)
        lost = self._dropped_dark * np.maximum(1 - intensity / self._bright, 0)
        return np.asarray(rng.random(len(intensity)) >= lost)


class SemanticLidar:
    """Points with the cosine of incidence, the actor's id and the semantic tag; no noise."""

    _POINT = np.dtype([("xyz", "<f4", 3), ("cosine", "<f4"), ("actor", "<u4"), ("tag", "<u4")])

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        del noise  # an ideal sensor
        self._scanner = _Scanner(attributes)

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the points of one frame."""
        channel, directions = self._scanner.sweep(moment)
        hits = self._scanner.cast(moment, mount, directions)
        seen = np.isfinite(hits.distance)
        points = np.empty(int(seen.sum()), self._POINT)
        points["xyz"] = directions[seen] * hits.distance[seen, None]
        points["cosine"] = hits.cosine[seen]
        ids = np.array([*(body.id for body in moment.bodies), 0], np.uint32)
        points["actor"] = ids[hits.body[seen]]  # -1, the static world, is the last
        points["tag"] = hits.tag[seen]
        data = points.tobytes()
        return [self._scanner.message(_SEMANTIC_TYPE, moment, mount, channel[seen], data)]
