"""Rows of the tables of a clip."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from carla_bench.core.frame import Frame, ObjectState
from carla_bench.data.schema import object_class

__all__ = ["frame_rows", "object_rows"]

_MOVING_MPS = 0.1


def frame_rows(index: int, frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the row of every camera, columns as in `schema.FRAMES`."""
    for name, camera in frame.cameras.items():
        height, width = next(
            image.shape[:2]
            for image in (camera.rgb, camera.semantic, camera.instance, camera.depth)
            if image is not None
        )
        matrix = camera.intrinsics
        yield {
            "index": index, "camera": name, "frame": frame.frame, "time_s": frame.time_s,
            "width": width, "height": height,
            "fx": matrix[0, 0], "fy": matrix[1, 1], "cx": matrix[0, 2], "cy": matrix[1, 2],
            "world_from_camera": camera.world_from_camera.ravel().tolist(),
            **{f"ego_{column}": value for column, value in _motion(frame.ego).items()},
            "throttle": frame.control.throttle,
            "steer": frame.control.steer,
            "brake": frame.control.brake,
        }  # fmt: skip


def object_rows(index: int, frame: Frame) -> Iterator[dict[str, Any]]:
    """Yield the row of every object, columns as in `schema.OBJECTS`."""
    pixels = np.zeros(2**16, np.int64)
    for camera in frame.cameras.values():
        if camera.instance is not None:
            pixels += np.bincount(camera.instance.ravel(), minlength=2**16)
    for state in (frame.ego, *frame.objects):
        yield {
            "index": index, "frame": frame.frame, "id": state.id, "blueprint": state.blueprint,
            "class": object_class(state), "unknown": state.unknown,
            **_motion(state),
            **dict(zip(("center_x", "center_y", "center_z"), state.center, strict=True)),
            **dict(zip(("extent_x", "extent_y", "extent_z"), state.extent, strict=True)),
            "moving": state.speed_mps > _MOVING_MPS,
            "visible_pixels": int(pixels[state.id % 2**16]),
        }  # fmt: skip


def _motion(state: ObjectState) -> Mapping[str, float]:
    pose, velocity = state.pose, state.velocity_mps
    return {
        "x": pose.x, "y": pose.y, "z": pose.z,
        "pitch": pose.pitch, "yaw": pose.yaw, "roll": pose.roll,
        "velocity_x": velocity[0], "velocity_y": velocity[1], "velocity_z": velocity[2],
    }  # fmt: skip
