"""Which sensor measures for which blueprint."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from carla_bench.simulator.sensors.cameras import CAMERAS, Camera
from carla_bench.simulator.sensors.contact import CollisionDetector, ObstacleDetector
from carla_bench.simulator.sensors.dvs import EventCamera
from carla_bench.simulator.sensors.gnss import Gnss
from carla_bench.simulator.sensors.imu import Imu
from carla_bench.simulator.sensors.lidar import Lidar, SemanticLidar
from carla_bench.simulator.sensors.radar import Radar
from carla_bench.simulator.sensors.sensor import Attributes, Noise, Sensor

__all__ = ["sensor_of"]


def _camera(type_id: str, attributes: Attributes, noise: Noise) -> Sensor:
    del noise
    return Camera(type_id, attributes)


_KINDS: dict[str, Callable[[Attributes, Noise], Sensor]] = {
    **{type_id: partial(_camera, type_id) for type_id in CAMERAS},
    "sensor.camera.dvs": EventCamera,
    "sensor.lidar.ray_cast": Lidar,
    "sensor.lidar.ray_cast_semantic": SemanticLidar,
    "sensor.other.collision": CollisionDetector,
    "sensor.other.gnss": Gnss,
    "sensor.other.imu": Imu,
    "sensor.other.obstacle": ObstacleDetector,
    "sensor.other.radar": Radar,
}


def sensor_of(type_id: str, attributes: Mapping[str, str], actor_id: int) -> Sensor | None:
    """Return what measures for a new actor, or None if the server measures nothing for it.

    Args:
        type_id: blueprint.
        attributes: all of the blueprint's, as the client set them.
        actor_id: tells the noise of two sensors with the same `noise_seed` apart.

    Raises:
        ValueError: an attribute is out of range.
    """
    if type_id not in _KINDS:
        return None
    seed = int(attributes.get("noise_seed") or 0) & 0xFFFFFFFF
    return _KINDS[type_id](Attributes(attributes), Noise(seed, type_id, actor_id))
