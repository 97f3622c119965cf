"""Frames and projections: the only place that converts between conventions.

world, actor, sensor frames   CARLA's: left-handed, x forward, y right, z up, metres
camera frame                  OpenCV's: right-handed, x right, y down, z forward, metres
image                         u right, v down, pixels; the centre of the first pixel is (0.5, 0.5)

Degrees appear only in `Pose` and fields of view, because CARLA uses them there.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "SENSOR_FROM_CAMERA",
    "Pose",
    "box_corners",
    "intrinsics",
    "pixel_rays",
    "project",
    "transform_points",
    "unproject",
    "world_from_camera",
]

Array = NDArray[np.float64]

SENSOR_FROM_CAMERA: Array = np.array(
    [[0, 0, 1, 0], [1, 0, 0, 0], [0, -1, 0, 0], [0, 0, 0, 1]], dtype=np.float64
)
"""(4, 4) camera points (OpenCV) to CARLA's sensor frame; its determinant is -1."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Position and orientation as CARLA's `Transform` has them."""

    x: float = 0.0
    """metres, and so are y and z"""
    y: float = 0.0
    z: float = 0.0
    pitch: float = 0.0
    """degrees, nose up is positive"""
    yaw: float = 0.0
    """degrees, from x towards y: clockwise from above"""
    roll: float = 0.0
    """degrees, right side down is positive"""

    @property
    def position(self) -> Array:
        """(3,) float64, metres."""
        return np.array([self.x, self.y, self.z])

    @property
    def matrix(self) -> Array:
        """(4, 4) float64, from this frame to the parent's; equals `carla.Transform.get_matrix`."""
        cp, cy, cr = np.cos(np.deg2rad([self.pitch, self.yaw, self.roll]))
        sp, sy, sr = np.sin(np.deg2rad([self.pitch, self.yaw, self.roll]))
        return np.array(
            [
                [cp * cy, cy * sp * sr - sy * cr, -cy * sp * cr - sy * sr, self.x],
                [cp * sy, sy * sp * sr + cy * cr, -sy * sp * cr + cy * sr, self.y],
                [sp, -cp * sr, cp * cr, self.z],
                [0, 0, 0, 1],
            ]
        )

    @classmethod
    def from_matrix(cls, matrix: Array) -> Pose:
        """Return the pose of a (4, 4) rigid matrix; the inverse of `matrix`."""
        horizontal = float(np.hypot(matrix[0, 0], matrix[1, 0]))
        return cls(
            x=float(matrix[0, 3]),
            y=float(matrix[1, 3]),
            z=float(matrix[2, 3]),
            pitch=float(np.rad2deg(np.arctan2(matrix[2, 0], horizontal))),
            yaw=float(np.rad2deg(np.arctan2(matrix[1, 0], matrix[0, 0]))),
            roll=float(np.rad2deg(np.arctan2(-matrix[2, 1], matrix[2, 2]))),
        )


def intrinsics(width: int, height: int, fov_deg: float) -> Array:
    """Return the (3, 3) pinhole matrix of a CARLA camera.

    Args:
        width: pixels.
        height: pixels.
        fov_deg: horizontal field of view, degrees.
    """
    focal = width / (2 * np.tan(np.deg2rad(fov_deg) / 2))
    return np.array([[focal, 0, width / 2], [0, focal, height / 2], [0, 0, 1]])


def world_from_camera(world_from_sensor: Array) -> Array:
    """Return the (4, 4) matrix from camera points (OpenCV) to the world, given the sensor's."""
    return world_from_sensor @ SENSOR_FROM_CAMERA


def transform_points(target_from_source: Array, points: Array) -> Array:
    """Return (..., 3) points mapped by a (4, 4) matrix."""
    return points @ target_from_source[:3, :3].T + target_from_source[:3, 3]


def pixel_rays(width: int, height: int, matrix: Array) -> Array:
    """Return (H, W, 3) camera-frame directions through the pixel centres, with z = 1.

    Args:
        width: pixels.
        height: pixels.
        matrix: (3, 3) intrinsics.
    """
    x = (np.arange(width) + 0.5 - matrix[0, 2]) / matrix[0, 0]
    y = (np.arange(height) + 0.5 - matrix[1, 2]) / matrix[1, 1]
    return np.stack([*np.meshgrid(x, y), np.ones((height, width))], axis=-1)


def unproject(depth: NDArray[np.floating], matrix: Array) -> Array:
    """Return (H, W, 3) camera-frame points of a depth image.

    Args:
        depth: (H, W) metres along the optical axis; `inf` gives infinite points.
        matrix: (3, 3) intrinsics.
    """
    height, width = depth.shape
    return pixel_rays(width, height, matrix) * np.asarray(depth, np.float64)[..., None]


def project(points: Array, matrix: Array) -> Array:
    """Return (..., 3) image positions u, v [pixels] and depth [m] of camera-frame points.

    Points at or behind the camera keep a depth <= 0 and get u = v = nan.
    """
    depth = points[..., 2]
    safe = np.where(depth > 0, depth, np.nan)
    u = matrix[0, 0] * points[..., 0] / safe + matrix[0, 2]
    v = matrix[1, 1] * points[..., 1] / safe + matrix[1, 2]
    return np.stack([u, v, depth], axis=-1)


def box_corners(extent: tuple[float, float, float], center: tuple[float, float, float]) -> Array:
    """Return the (8, 3) corners of a box in its own frame; x slowest, z fastest.

    Args:
        extent: half sizes, metres.
        center: metres.
    """
    signs = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    corners: Array = signs * np.asarray(extent) + np.asarray(center)
    return corners
