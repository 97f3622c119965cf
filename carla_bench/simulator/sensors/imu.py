"""Inertial measurement unit: accelerometer, gyroscope, compass."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgpack
import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose
from carla_bench.simulator.messages import header
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.streams import Message

__all__ = ["Imu"]

_TYPE = 5
_NOISE = 1e6
_AXES = "xyz"


class Imu:
    """What a strapped-down unit feels.

    The accelerometer [m/s²] is the second difference of the sensor's positions, turned into its
    axes, plus gravity: at rest it shows +g upwards. The gyroscope [rad/s] is in the same axes.
    The compass [rad] counts clockwise from north, which is CARLA's -y.
    """

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the noise attributes; raises ValueError if one is out of range."""
        self._acceleration_deviation = [
            attributes.number(f"noise_accel_stddev_{axis}", 0, _NOISE) for axis in _AXES
        ]
        self._gyro_deviation = [
            attributes.number(f"noise_gyro_stddev_{axis}", 0, _NOISE) for axis in _AXES
        ]
        self._gyro_bias = [
            attributes.number(f"noise_gyro_bias_{axis}", -_NOISE, _NOISE) for axis in _AXES
        ]
        self._noise = noise
        self._last: tuple[int, NDArray[np.float64]] | None = None

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return what the unit feels during this frame."""
        axes = mount.pose.matrix[:3, :3]
        felt = self._acceleration(moment, mount) + np.array([0.0, 0.0, moment.gravity_mps2])
        noise = self._noise.at(moment.tick).standard_normal((2, 3))
        accelerometer = felt @ axes + self._acceleration_deviation * noise[0]
        gyroscope = np.deg2rad(mount.angular_velocity) @ axes + self._gyro_bias
        gyroscope = gyroscope + self._gyro_deviation * noise[1]
        payload = [accelerometer.tolist(), gyroscope.tolist(), _compass(mount.pose)]
        return [[header(_TYPE, moment.frame, moment.time_s, mount.pose), msgpack.packb(payload)]]

    def _acceleration(self, moment: Moment, mount: Mount) -> NDArray[np.float64]:
        """Return (3,) m/s² in world axes, zero until there are velocities of two frames."""
        velocity = (mount.pose.position - mount.before.position) / moment.delta_s
        last, self._last = self._last, (moment.frame, velocity)
        if last is None or last[0] != moment.frame - 1:
            return np.zeros(3)
        return np.asarray((velocity - last[1]) / moment.delta_s)


def _compass(pose: Pose) -> float:
    return (math.radians(pose.yaw) + math.pi / 2) % (2 * math.pi)
