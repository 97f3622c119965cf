"""Cameras: pictures that differ in what their pixels tell."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from carla_bench.simulator import messages
from carla_bench.simulator.graphics.view import Buffers, Channel
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount
from carla_bench.simulator.sensors.sight import CameraModel, Sight
from carla_bench.simulator.streams import Message

__all__ = ["CAMERAS", "Camera"]


class _Kind(NamedTuple):
    """What makes a camera blueprint different."""

    stream_type: int
    channels: Channel
    pixels: Callable[[Buffers], messages.Pixels]


def _color(seen: Buffers) -> messages.Pixels:
    assert seen.bgra is not None
    return seen.bgra


def _normals(seen: Buffers) -> messages.Pixels:
    assert seen.normals is not None
    return messages.normal_pixels(seen.normals)


def _flow(seen: Buffers) -> messages.Pixels:
    assert seen.flow is not None
    return seen.flow.view(np.uint8)


_GEOMETRY = Channel(0)

CAMERAS = {
    "sensor.camera.rgb": _Kind(13, Channel.RGB, _color),
    "sensor.camera.depth": _Kind(1, _GEOMETRY, lambda seen: messages.depth_pixels(seen.depth)),
    "sensor.camera.semantic_segmentation": _Kind(
        14, _GEOMETRY, lambda seen: messages.label_pixels(seen.tag)
    ),
    "sensor.camera.instance_segmentation": _Kind(
        15, _GEOMETRY, lambda seen: messages.label_pixels(seen.tag, seen.instance)
    ),
    "sensor.camera.normals": _Kind(2, Channel.NORMALS, _normals),
    "sensor.camera.optical_flow": _Kind(8, Channel.FLOW, _flow),
}
"""How each blueprint's pictures are made. The client aborts on stream types it does not know."""


class Camera:
    """Takes one picture a frame."""

    def __init__(self, type_id: str, attributes: Attributes) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        self._model = CameraModel.of(attributes)
        self._kind = CAMERAS[type_id]
        self.channels = self._kind.channels

    def sight(self, mount: Mount) -> Sight:
        """Return what it looks at from a place."""
        return Sight(mount.pose, mount.before, self._model)

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the picture."""
        pixels = self._kind.pixels(moment.picture(self.sight(mount)))
        start = messages.header(
            self._kind.stream_type, moment.frame, moment.time_s, mount.pose
        ) + messages.image_size(*self._model)
        return [[start, pixels.data.cast("B")]]
