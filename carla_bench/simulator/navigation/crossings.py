"""Where people cross roads: the crosswalks of a map, or the mouths of its junctions."""

from __future__ import annotations

from collections.abc import Iterator

import carla
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from carla_bench.simulator.landscape.cross_sections import RAISED, Stretch

__all__ = ["crossings"]

_REACH_M = 2.5
"""how far crossings reach over the kerbs"""
_SAME_POINT_M = 0.01
_WIDTH_M = 3.0
_SETBACK_M = 0.5
_AT_JUNCTION_M = 1.0


def crossings(carla_map: carla.Map, stretches: list[Stretch]) -> list[shapely.Polygon]:
    """Return the areas where people cross, from sidewalk to sidewalk.

    Where a map has no crosswalks, people cross at the ends of roads that meet in junctions.

    Args:
        carla_map: for its crosswalks.
        stretches: of the whole map.
    """
    outlines = [outline for outline in _outlines(carla_map) if len(outline) >= 3]
    if outlines:
        return [_lengthened(outline) for outline in outlines]
    return list(_mouths(stretches))


def _outlines(carla_map: carla.Map) -> Iterator[NDArray[np.float64]]:
    """Yield (n, 2) corners of each crosswalk; CARLA's list repeats the first one at the end."""
    points = np.array([(p.x, p.y) for p in carla_map.get_crosswalks()]).reshape(-1, 2)
    start = 0
    while start < len(points):
        apart = np.linalg.norm(points[start + 1 :] - points[start], axis=-1)
        same = np.flatnonzero(apart < _SAME_POINT_M)
        if not len(same):
            return
        end = start + 1 + int(same[0])
        yield points[start:end]
        start = end + 1


def _lengthened(outline: NDArray[np.float64]) -> shapely.Polygon:
    """Return the rectangle around a crosswalk, longer at both ends."""
    rectangle = shapely.MultiPoint(outline).minimum_rotated_rectangle
    if not isinstance(rectangle, shapely.Polygon):
        return shapely.Polygon()
    corners = np.array(rectangle.exterior.coords)[:4]
    along, across = corners[1] - corners[0], corners[3] - corners[0]
    if np.linalg.norm(along) < np.linalg.norm(across):
        corners, along = np.roll(corners, -1, axis=0), across
    reach = _REACH_M * along / max(float(np.linalg.norm(along)), 1e-6)
    return shapely.Polygon(corners + np.array([-reach, reach, reach, -reach]))


def _mouths(stretches: list[Stretch]) -> Iterator[shapely.Polygon]:
    """Yield a strip across each road with sidewalks on both sides, at its ends in junctions."""
    joints = [s.edges[end] for s in stretches if s.junction is not None for end in (0, -1)]
    if not joints:
        return
    tree = cKDTree(np.concatenate(joints))
    for stretch in stretches:
        raised = [lane for lane, kind in enumerate(stretch.lane_types) if kind in RAISED]
        if stretch.junction is not None or len(raised) < 2:
            continue
        left, right = stretch.edges[:, raised[0] + 1], stretch.edges[:, raised[-1]]
        for end, inward in ((0, 1), (-1, -2)):
            middle = 0.5 * (left[end] + right[end])
            if tree.query(middle)[0] > np.linalg.norm(right[end] - left[end]) / 2 + _AT_JUNCTION_M:
                continue
            across = right[end] - left[end]
            along = 0.5 * (left[inward] + right[inward]) - middle
            across *= _REACH_M / max(float(np.linalg.norm(across)), 1e-6)
            along /= max(float(np.linalg.norm(along)), 1e-6)
            near, far = _SETBACK_M * along, (_SETBACK_M + _WIDTH_M) * along
            ends = (left[end] - across, right[end] + across)
            yield shapely.Polygon(
                [(ends[0] + near)[:2], (ends[1] + near)[:2],
                 (ends[1] + far)[:2], (ends[0] + far)[:2]]
            )  # fmt: skip
