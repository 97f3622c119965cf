"""Messages of the streaming port: the sensor header, the world state, images.

Source: the binary records of the `carla` 0.9.16 client package.
"""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose

__all__ = [
    "Pixels",
    "actor_record",
    "depth_pixels",
    "header",
    "image_size",
    "label_pixels",
    "normal_pixels",
    "world_state",
]

Pixels = NDArray[np.uint8]
"""(H, W, 4) BGRA, contiguous"""


_WORLD_STATE_TYPE = 17
FAR_M = 1000.0
"""Depth of the far plane and of the sky, metres."""

_HEADER = struct.Struct("<QQd6f")
_EPISODE = struct.Struct("<Qdf3iI")
_ACTOR = struct.Struct("<IB6f3f3f3f")
_UNION_SIZE = 54
_IMAGE = struct.Struct("<IIf")


def header(sensor_type: int, frame: int, time_s: float, pose: Pose) -> bytes:
    """Return the 48 bytes that every message of the streaming port begins with.

    Args:
        sensor_type: number of the kind. The client aborts on numbers that it does not know.
        frame: of the measurement.
        time_s: simulated seconds since the episode began.
        pose: of the sensor in the world.
    """
    return _HEADER.pack(
        sensor_type, frame, time_s, pose.x, pose.y, pose.z, pose.pitch, pose.yaw, pose.roll
    )


def actor_record(
    actor_id: int,
    pose: Pose,
    velocity: tuple[float, float, float],
    angular_velocity: tuple[float, float, float],
    acceleration: tuple[float, float, float],
    details: bytes,
) -> bytes:
    """Return the 119 bytes of one actor in the world state.

    Args:
        actor_id: id.
        pose: in the world.
        velocity: m/s, world axes.
        angular_velocity: degrees/s, world axes.
        acceleration: m/s², world axes.
        details: what the kind of actor adds, at most 54 bytes.
    """
    active = 1
    return _ACTOR.pack(
        actor_id, active, pose.x, pose.y, pose.z, pose.pitch, pose.yaw, pose.roll,
        *velocity, *angular_velocity, *acceleration,
    ) + details.ljust(_UNION_SIZE, b"\0")  # fmt: skip


def world_state(
    frame: int,
    time_s: float,
    delta_s: float,
    episode: int,
    wall_clock_s: float,
    changes: int,
    records: list[bytes],
) -> bytes:
    """Return the message of the world stream: the records are the list of living actors.

    `changes` has bit 1 after a map change, and bit 2 if street lights changed.
    """
    return b"".join(
        [
            header(_WORLD_STATE_TYPE, frame, time_s, Pose()),
            _EPISODE.pack(episode, wall_clock_s, delta_s, 0, 0, 0, changes),
            *records,
        ]
    )


def image_size(width: int, height: int, fov_deg: float) -> bytes:
    """Return what stands between the header and the pixels of an image: pixels, and degrees."""
    return _IMAGE.pack(width, height, fov_deg)


def depth_pixels(depth: NDArray[np.float32]) -> Pixels:
    """Return (H, W, 4) BGRA: 24 bits of depth over the far plane, low byte in R.

    Args:
        depth: (H, W) metres along the optical axis; `inf` becomes the far plane.
    """
    scaled = np.minimum(depth, FAR_M) * np.float64((2**24 - 1) / FAR_M)
    value = np.rint(scaled).astype(np.uint32)
    # Little-endian words hold B, G, R, A: R, the low byte of the depth, is bits 16-23.
    words = ((value & 0xFF) << 16) | (value & 0xFF00) | (value >> 16) | np.uint32(0xFF000000)
    return words.astype("<u4").view(np.uint8).reshape(*depth.shape, 4)


def label_pixels(tag: NDArray[np.uint8], instance: NDArray[np.uint16] | None = None) -> Pixels:
    """Return (H, W, 4) BGRA: R = tag and, for instance images, G = low and B = high byte."""
    pixels = np.zeros((*tag.shape, 4), np.uint8)
    pixels[..., 2] = tag
    pixels[..., 3] = 255
    if instance is not None:
        pixels[..., 1] = instance & 0xFF
        pixels[..., 0] = instance >> 8
    return pixels


def normal_pixels(normals: NDArray[np.float32]) -> Pixels:
    """Return (H, W, 4) BGRA of (H, W, 3) unit vectors: -1 to 1 becomes 0 to 255, x in R."""
    pixels = np.full((*normals.shape[:2], 4), 255, np.uint8)
    pixels[..., :3] = np.rint((normals[..., ::-1] + 1) * np.float32(127.5))
    return pixels
