"""What cameras look at, and what they want to know of it."""

from __future__ import annotations

from typing import NamedTuple, Protocol, runtime_checkable

from carla_bench.core.geometry import Pose
from carla_bench.simulator.graphics.view import Channel, View
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Sensor

__all__ = ["CameraModel", "Seeing", "Sight"]

_MAX_SIDE = 8192


class CameraModel(NamedTuple):
    """A pinhole camera."""

    width: int
    """pixels"""
    height: int
    """pixels"""
    fov_deg: float
    """horizontal"""

    @classmethod
    def of(cls, attributes: Attributes) -> CameraModel:
        """Return the camera that attributes describe.

        Raises:
            ValueError: they are out of range.
        """
        return cls(
            attributes.integer("image_size_x", 1, _MAX_SIDE),
            attributes.integer("image_size_y", 1, _MAX_SIDE),
            attributes.number("fov", 1.0, 170.0),
        )


class Sight(NamedTuple):
    """A camera at a place; cameras with equal sights share one picture."""

    pose: Pose
    before: Pose
    """one frame earlier"""
    model: CameraModel

    @property
    def view(self) -> View:
        """The same for the renderer."""
        return View(self.pose.matrix, *self.model, before=self.before.matrix)


@runtime_checkable
class Seeing(Sensor, Protocol):
    """A sensor that looks at pictures."""

    channels: Channel

    def sight(self, mount: Mount) -> Sight:
        """Return what it looks at from a place."""
