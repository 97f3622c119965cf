"""GNSS receiver."""

from __future__ import annotations

from collections.abc import Sequence

import carla
import msgpack
import numpy as np

from carla_bench.simulator.messages import header
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.streams import Message

__all__ = ["Gnss"]

_TYPE = 4
_NOISE = 1e6


class Gnss:
    """Latitude, longitude [degrees] and altitude [m] with constant bias and normal noise.

    The coordinates are those of the client's `Map.transform_to_geolocation`.
    """

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the noise attributes; raises ValueError if one is out of range."""
        names = ("lat", "lon", "alt")
        self._bias = [attributes.number(f"noise_{name}_bias", -_NOISE, _NOISE) for name in names]
        self._deviation = [attributes.number(f"noise_{name}_stddev", 0, _NOISE) for name in names]
        self._noise = noise

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the position now."""
        pose = mount.pose
        place = moment.scenery.town.map.transform_to_geolocation(
            carla.Location(pose.x, pose.y, pose.z)
        )
        true = (place.latitude, place.longitude, place.altitude)
        noise = self._noise.at(moment.tick).standard_normal(3)
        values = np.array(true) + self._bias + self._deviation * noise
        payload = msgpack.packb([float(value) for value in values])
        return [[header(_TYPE, moment.frame, moment.time_s, pose), payload]]
