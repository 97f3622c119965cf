"""The two sides of every road, as lines to put things along."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.cross_sections import PAVED, RAISED, Stretch

__all__ = ["Frontage", "frontages"]

_STEP_M = 0.5
_MIN_LENGTH_M = 4.0
_MIN_JUNCTION_LENGTH_M = 12.0
"""of the sidewalk along the far side of a T; corners are shorter"""


@dataclass(frozen=True, slots=True)
class Frontage:
    """One side of a road, points `step_m` apart along its driving direction."""

    road: int
    edge: NDArray[np.float64]
    """(n, 3) outer edge of the road at asphalt level, metres"""
    kerb: NDArray[np.float64]
    """(n, 3) inner edge of the sidewalk, or edge of the asphalt, metres"""
    yaw: NDArray[np.float64]
    """(n,) driving direction, radians"""
    sidewalk_m: float
    """width of the sidewalk; 0 without one"""
    lanes: int
    """driving lanes on this side"""

    @property
    def step_m(self) -> float:
        """Distance between points, metres."""
        return _STEP_M

    @property
    def length_m(self) -> float:
        """Metres."""
        return (len(self.edge) - 1) * _STEP_M

    def index(self, distance_m: float) -> int:
        """Return the point at a distance from the start."""
        return min(max(round(distance_m / _STEP_M), 0), len(self.edge) - 1)

    def beyond(self, index: int, distance_m: float) -> NDArray[np.float64]:
        """Return the (2,) point at a distance outwards from the outer edge."""
        return self.edge[index, :2] + distance_m * self.outward(index)

    def outward(self, index: int) -> NDArray[np.float64]:
        """Return the (2,) direction away from the road: to the right of the driving direction."""
        return np.array([-np.sin(self.yaw[index]), np.cos(self.yaw[index])])


def frontages(stretches: list[Stretch]) -> list[Frontage]:
    """Return both sides of all roads and the far sides of T-junctions, driving on the right."""
    found = []
    for stretch in stretches:
        count = len(stretch.lane_types)
        for order in (range(count), range(count)[::-1]):
            side = _side(stretch, list(order))
            if side is not None:
                found.append(side)
    return found


def _side(stretch: Stretch, order: list[int]) -> Frontage | None:
    """Return one side of a stretch.

    Args:
        stretch: the road.
        order: its lanes from this side to the other.
    """
    types = [stretch.lane_types[lane] for lane in order]
    paved = [rank for rank, lane_type in enumerate(types) if lane_type in PAVED]
    raised = next(rank for rank, lane_type in enumerate(types) if lane_type not in RAISED)
    if stretch.junction is not None and not raised:
        return None
    outside = slice(None) if order[0] == 0 else slice(None, None, -1)
    edges = stretch.edges[:, outside]
    if order[0] == 0:  # the left side is driven against s
        edges = edges[::-1]
    line, kerb = _even(edges[:, 0], edges[:, raised or paved[0]])
    shortest = _MIN_LENGTH_M if stretch.junction is None else _MIN_JUNCTION_LENGTH_M
    if (len(line) - 1) * _STEP_M < shortest:
        return None
    along = np.gradient(line[:, :2], axis=0)
    return Frontage(
        road=stretch.road,
        edge=line,
        kerb=kerb,
        yaw=np.arctan2(along[:, 1], along[:, 0]),
        sidewalk_m=float(np.linalg.norm(line - kerb, axis=-1).min()) if raised else 0.0,
        lanes=(len(paved) + 1) // 2,
    )


def _even(
    line: NDArray[np.float64], other: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return both lines at equal distances along the first."""
    distance = np.r_[0, np.cumsum(np.linalg.norm(np.diff(line, axis=0), axis=-1))]
    at = np.arange(0, distance[-1], _STEP_M)
    first, second = (
        np.stack([np.interp(at, distance, column) for column in points.T], axis=-1)
        for points in (line, other)
    )
    return first, second
