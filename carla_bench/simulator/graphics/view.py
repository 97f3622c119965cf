"""Cameras and actors as the renderer sees them, and where an actor lies in the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Flag, auto
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.shapes import Shape

__all__ = ["Body", "Buffers", "Channel", "Rectangle", "View", "screen_rectangle"]

Array = NDArray[np.float64]

NEAR_M = 0.01
"""Boxes are cut here before they are projected; rays start at the camera itself."""


class Channel(Flag):
    """What can be asked of a picture besides depth, tag and instance."""

    RGB = auto()
    NORMALS = auto()
    FLOW = auto()


@dataclass(frozen=True, slots=True)
class View:
    """One camera at one moment."""

    world_from_sensor: Array
    """(4, 4) CARLA's sensor axes: x forward, y right, z up"""
    width: int
    """pixels"""
    height: int
    """pixels"""
    fov_deg: float
    """horizontal, degrees"""
    before: Array | None = None
    """(4, 4) `world_from_sensor` one frame earlier"""

    @property
    def focal(self) -> float:
        """Focal length, pixels."""
        return float(self.width / (2 * np.tan(np.deg2rad(self.fov_deg) / 2)))

    def axes(self) -> Array:
        """Return (3, 3): the rays of the picture, as columns in the world.

        The first column is the ray through the first pixel's centre; the others are what is added
        to it for a pixel to the right, and one down. Rays are as long as one metre along the
        optical axis, so a distance is a planar depth.
        """
        forward, right, up = self.world_from_sensor[:3, :3].T
        left = (0.5 - self.width / 2) / self.focal
        top = (self.height / 2 - 0.5) / self.focal
        first = forward + left * right + top * up
        return np.ascontiguousarray(
            np.stack([first, right / self.focal, -up / self.focal], axis=1), np.float64
        )


@dataclass(frozen=True, slots=True)
class Body:
    """One actor in the picture."""

    id: int
    """its low 16 bits are written to the instance image"""
    shape: Shape
    world_from_body: Array
    """(4, 4) rigid"""
    color: tuple[int, int, int] | None = None
    """sRGB paint of tintable materials; None leaves their own"""
    before: Array | None = None
    """(4, 4) `world_from_body` one frame earlier"""
    velocity: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """m/s, world axes"""
    lamps: int = 0
    """bit mask of the lamps that are lit"""


@dataclass(slots=True)
class Buffers:
    """What one camera sees."""

    depth: NDArray[np.float32]
    """(H, W) metres along the optical axis, `inf` where sky"""
    tag: NDArray[np.uint8]
    """(H, W) CARLA semantic tag"""
    instance: NDArray[np.uint16]
    """(H, W) object of the static world or low bits of an actor's id; 0 where sky"""
    bgra: NDArray[np.uint8] | None = None
    """(H, W, 4) sRGB with blue first, when asked for"""
    normals: NDArray[np.float32] | None = None
    """(H, W, 3) unit vectors in the world, towards the camera; zeros where sky"""
    flow: NDArray[np.float32] | None = None
    """(H, W, 2) how far the content moved since the frame before: current minus previous position
    in normalised device units, where the picture is 2 wide and 2 high, x right, y up"""


class Rectangle(NamedTuple):
    """Pixels left <= u < right and top <= v < bottom."""

    left: int
    right: int
    top: int
    bottom: int

    @property
    def empty(self) -> bool:
        """Whether there is no pixel in it."""
        return self.left >= self.right or self.top >= self.bottom


def screen_rectangle(view: View, points: Array) -> Rectangle:
    """Return the pixels that the convex hull of points may cover.

    A hull that crosses the camera plane is cut just in front of it: every line between a point
    before and one behind the plane adds its crossing, which is more than needed but never less.

    Args:
        view: the camera.
        points: (n, 3) in the sensor frame, metres.
    """
    front = points[:, 0] >= NEAR_M
    if not front.any():
        return Rectangle(0, 0, 0, 0)
    seen = points[front]
    if not front.all():
        near, far = seen[:, None], points[~front][None]
        share = (near[..., :1] - NEAR_M) / (near[..., :1] - far[..., :1])
        crossing = (near + share * (far - near)).reshape(-1, 3)
        crossing[:, 0] = NEAR_M
        seen = np.concatenate([seen, crossing])
    u = seen[:, 1] / seen[:, 0] * view.focal + view.width / 2 - 0.5
    v = view.height / 2 - seen[:, 2] / seen[:, 0] * view.focal - 0.5
    return Rectangle(
        *_pixels(float(u.min()), float(u.max()), view.width),
        *_pixels(float(v.min()), float(v.max()), view.height),
    )


def _pixels(low: float, high: float, count: int) -> tuple[int, int]:
    """Return the first pixel whose centre lies in a range, and the one after the last."""
    # A little more, for the rounding of the rays; clipped first, since anything may be infinite.
    low, high = max(low, -1.0), min(high, float(count))
    return max(math.ceil(low - 0.01), 0), min(math.floor(high + 0.01) + 1, count)
