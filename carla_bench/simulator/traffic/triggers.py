"""Which vehicles touch which rectangles on the road."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.traffic.signals import Spot

__all__ = ["fronts_in", "rectangles_of"]

_MAX_RISE_M = 3.0  # between a vehicle and a spot: not those on the bridge above


def rectangles_of(spots: list[Spot]) -> NDArray[np.float64]:
    """Return (n, 7) x, y, z, cos and sin of the heading, half length, half width; metres."""
    rows = [
        (spot.x, spot.y, spot.z, np.cos(yaw), np.sin(yaw), spot.half_length_m, spot.half_width_m)
        for spot in spots
        for yaw in (np.deg2rad(spot.yaw_deg),)
    ]
    return np.array(rows, np.float64).reshape(-1, 7)


@compiled
def fronts_in(fronts: NDArray[np.float64], rectangles: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return (n,) the first rectangle that the front half of each vehicle touches, or -1.

    A vehicle that goes across or against the heading of a rectangle does not count.

    Args:
        fronts: (n, 5) x, y, z of the middle of each vehicle, and x, y from there to its front,
            metres.
        rectangles: from `rectangles_of`.
    """
    found = np.full(len(fronts), -1, np.int64)
    for i in range(len(fronts)):
        x, y, z, reach_x, reach_y = fronts[i]
        reach = np.hypot(reach_x, reach_y)
        for j in range(len(rectangles)):
            center_x, center_y, center_z, cos, sin, half_length, half_width = rectangles[j]
            near = reach + half_length + half_width
            if abs(x - center_x) > near or abs(y - center_y) > near:
                continue
            along = cos * reach_x + sin * reach_y
            if along < 0.5 * reach or along <= 0.0 or abs(z - center_z) > _MAX_RISE_M:
                continue
            start = cos * (x - center_x) + sin * (y - center_y)
            start_beside = cos * (y - center_y) - sin * (x - center_x)
            beside = cos * reach_y - sin * reach_x
            # The part of the segment, as shares of its length, between the front and back lines.
            first = max(0.0, (-half_length - start) / along)
            last = min(1.0, (half_length - start) / along)
            if first > last:
                continue
            left = start_beside + first * beside
            right = start_beside + last * beside
            if min(left, right) <= half_width and max(left, right) >= -half_width:
                found[i] = j
                break
    return found
