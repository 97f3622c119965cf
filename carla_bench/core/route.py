"""A route: the centre of the lanes to follow, by arc length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose

__all__ = ["Route"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Lane centres from start to goal, at rising arc length."""

    points: NDArray[np.float64]
    """(n, 3) world positions on the road surface, metres, n >= 2"""
    lane_width_m: NDArray[np.float64]
    """(n,) width of the lane"""
    in_junction: NDArray[np.bool_]
    """(n,) whether the point lies in a junction"""

    @property
    def arc_length_m(self) -> NDArray[np.float64]:
        """(n,) distance from the start along the route."""
        steps = np.linalg.norm(np.diff(self.points, axis=0), axis=1)
        return np.concatenate([[0.0], np.cumsum(steps)])

    @property
    def length_m(self) -> float:
        """Distance from start to goal."""
        return float(self.arc_length_m[-1])

    def pose_at(self, s_m: float, lateral_m: float = 0.0, *, turn_deg: float = 0.0) -> Pose:
        """Return a pose on the road surface.

        Args:
            s_m: distance along the route; clipped to its ends.
            lateral_m: offset to the right of the lane centre.
            turn_deg: yaw relative to the driving direction.
        """
        s = self.arc_length_m
        index = int(np.clip(np.searchsorted(s, s_m, side="right") - 1, 0, len(s) - 2))
        step = self.points[index + 1] - self.points[index]
        fraction = np.clip((s_m - s[index]) / max(s[index + 1] - s[index], 1e-9), 0.0, 1.0)
        x, y, z = self.points[index] + fraction * step
        heading = np.arctan2(step[1], step[0])
        return Pose(
            x=float(x - lateral_m * np.sin(heading)),
            y=float(y + lateral_m * np.cos(heading)),
            z=float(z),
            yaw=(float(np.rad2deg(heading)) + turn_deg + 180.0) % 360.0 - 180.0,
        )

    def locate(self, x: float, y: float) -> tuple[float, float]:
        """Return arc length and lateral offset (right is positive) of a world position, metres."""
        start, step = self.points[:-1, :2], np.diff(self.points[:, :2], axis=0)
        length = np.linalg.norm(step, axis=1).clip(1e-9)
        unit = step / length[:, None]
        relative = np.array([x, y]) - start
        along = np.clip((relative * unit).sum(axis=1), 0.0, length)
        across = relative - along[:, None] * unit
        nearest = int(np.argmin((across**2).sum(axis=1)))
        # Right of the driving direction is +y when driving along +x (left-handed axes).
        right = np.array([-unit[nearest, 1], unit[nearest, 0]])
        return float(self.arc_length_m[nearest] + along[nearest]), float(relative[nearest] @ right)
