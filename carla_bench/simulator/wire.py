"""Bytes of CARLA's wire protocol: RPC values, stream tokens, world state and image headers.

RPC values are msgpack arrays in the order in which CARLA's C++ classes declare their fields.
Everything that a client sends is untrusted: decoders raise `BadValue`.

Source: the layouts of the `carla` 0.9.16 client package.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Sequence
from typing import Any

from carla_bench.core.geometry import Pose

__all__ = [
    "BadValue",
    "boolean",
    "box",
    "failure",
    "integer",
    "items",
    "number",
    "pose",
    "success",
    "text",
    "token",
    "transform",
    "vector",
    "void_failure",
    "void_success",
]


_LARGEST = 1e9


class BadValue(ValueError):
    """A client sent a value of the wrong type or shape."""


# --- replies -----------------------------------------------------------------


def success(value: object) -> list[object]:
    """Return the reply of a call that succeeded with a value."""
    return [[1, value]]


def failure(message: str) -> list[object]:
    """Return the reply of a call that should have returned a value; the client raises it."""
    return [[0, [message]]]


def void_success() -> list[object]:
    """Return the reply of a call that succeeded and returns nothing."""
    return [[False]]


def void_failure(message: str) -> list[object]:
    """Return the reply of a failed call that returns nothing; the client raises it."""
    return [[True, [message]]]


# --- decoding what clients send ------------------------------------------------


def items(value: object, count: int | None = None) -> Sequence[Any]:
    """Return a msgpack array with at least `count` elements."""
    if not isinstance(value, (list, tuple)) or (count is not None and len(value) < count):
        raise BadValue(f"Expected an array of {count or 'any number of'} values.")
    return value


def number(value: object) -> float:
    """Return a float that the physics can use: NaN becomes 0, and 1e9 is the largest."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise BadValue("Expected a number.")
    return 0.0 if math.isnan(value) else float(min(max(value, -_LARGEST), _LARGEST))


def integer(value: object) -> int:
    """Return an int."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadValue("Expected an integer.")
    return value


def boolean(value: object) -> bool:
    """Return a bool."""
    if not isinstance(value, bool):
        raise BadValue("Expected true or false.")
    return value


def text(value: object) -> str:
    """Return a str."""
    if not isinstance(value, str):
        raise BadValue("Expected a string.")
    return value


def vector(value: object) -> tuple[float, float, float]:
    """Return x, y, z of a Vector3D or Location."""
    x, y, z = (number(part) for part in items(value, 3)[:3])
    return x, y, z


def pose(value: object) -> Pose:
    """Return the pose of a Transform, ``[[x, y, z], [pitch, yaw, roll]]``."""
    location, rotation = items(value, 2)[:2]
    return Pose(*vector(location), *vector(rotation))


# --- encoding what clients read ------------------------------------------------


def transform(value: Pose) -> list[list[float]]:
    """Return a Transform."""
    return [[value.x, value.y, value.z], [value.pitch, value.yaw, value.roll]]


def box(
    center: Sequence[float], extent: Sequence[float], actor_id: int = 0, yaw: float = 0.0
) -> list[object]:
    """Return a BoundingBox: centre and half sizes in metres, yaw in degrees."""
    return [list(center), list(extent), [0.0, yaw, 0.0], actor_id]


def token(stream_id: int, port: int) -> bytes:
    """Return the 24 bytes that tell a client where a stream is.

    The address type is left unset: the client then uses the host that it connected to.
    """
    tcp = 1
    return struct.pack("<IHBB16x", stream_id, port, tcp, 0)
