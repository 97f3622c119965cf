"""Where people may walk: sidewalks, crosswalks, and roads for those who cross anywhere.

The areas are found in the plane, and their heights afterwards from the surface of the roads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum

import carla
import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.spatial import cKDTree
from shapely.geometry.base import BaseGeometry

from carla_bench.simulator.landscape.cross_sections import PAVED, RAISED, Stretch
from carla_bench.simulator.landscape.junctions import obstructed
from carla_bench.simulator.navigation.crossings import crossings

__all__ = ["Area", "Areas", "walking_areas"]

Quads = NDArray[np.float64]
"""(n, 4, 3) corners in order, metres"""

_GRID_M = 0.01
"""all corners lie on this grid, so that areas that meet share them exactly"""
_CRACK_M = 0.3
"""half the width of gaps that nobody notices"""
_CORNER_M = 6.5
"""radius of the block corners in junctions, which join the sidewalks of two roads"""
_MIN_CORNER_M2 = 2.0
_MARGIN_M = 0.3
"""kept from walls and kerbs: half a person"""
_ROAD_REACH_M = 20.0
"""roads farther from any sidewalk are left out"""
_SAME_LEVEL_M = 2.0
_FLAT_M = 0.05
_SAMPLE_M = 0.5
_MIN_FACE_M2 = 0.01
_DETAIL_M = 0.25
"""corners that stand out by a triangle smaller than its square are left out"""

_SHOULDER = int(carla.LaneType.Shoulder)


class Area(IntEnum):
    """CARLA's kinds of ground, by their number in the file."""

    SIDEWALK = 1
    CROSSWALK = 2
    ROAD = 3


@dataclass(frozen=True, slots=True)
class Areas:
    """Polygons that meet corner to corner, and the heights of their corners."""

    faces: tuple[tuple[Area, shapely.Polygon], ...]
    _samples: dict[bool, NDArray[np.float64]]
    """(n, 3) points of raised and of low surfaces"""

    def heights(self, area: Area, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the (n,) heights of an area's surface at (n, 2) points, metres."""
        samples = self._samples[area is Area.SIDEWALK]
        _, nearest = cKDTree(samples[:, :2]).query(points)
        found: NDArray[np.float64] = samples[nearest, 2]
        return found


def walking_areas(carla_map: carla.Map, stretches: list[Stretch], kerb_m: float) -> Areas:
    """Return the walking areas of a map; where it has no sidewalk at all, of its shoulders.

    Args:
        carla_map: for its crosswalks.
        stretches: of the whole map.
        kerb_m: height of sidewalks above the asphalt.
    """
    cells = _cells(stretches)
    raised = bool(np.isin(cells.kinds, list(RAISED)).any())
    high = cells.of(RAISED if raised else frozenset({_SHOULDER}))
    if not len(high.quads):
        return Areas((), {})
    low = cells.of(frozenset(cells.kinds.tolist()) - set(high.kinds.tolist())).around(high)
    walk = _union(high.quads).difference(_union(low.of(PAVED).quads))
    carriageway = _union(low.quads)
    if raised:
        junctions = _union(low.quads[low.inside])
        walk = _united([walk, *_corners(walk, carriageway, junctions)])
        walk = walk.buffer(_CRACK_M, join_style="mitre")
        walk = walk.buffer(-_CRACK_M - _MARGIN_M, join_style="mitre")
    road = carriageway.buffer(2 * _MARGIN_M, join_style="mitre")
    crosswalk = _united(crossings(carla_map, stretches)).intersection(_united([walk, road]))
    kerb = np.array([0, 0, kerb_m if raised else 0.0])
    samples = {
        True: _sampled(high.quads) + kerb,
        False: _sampled(np.concatenate([low.quads, high.quads])),
    }
    return Areas(tuple(_faces([walk, crosswalk, road], _bends(stretches))), samples)


@dataclass(frozen=True, slots=True)
class _Cells:
    """Pieces of lanes."""

    quads: Quads
    kinds: NDArray[np.int64]
    """(n,) `int(carla.LaneType)`"""
    inside: NDArray[np.bool_]
    """(n,) whether in a junction"""

    def of(self, kinds: Iterable[int]) -> _Cells:
        """Return those of some kinds."""
        return self._kept(np.isin(self.kinds, list(kinds)))

    def around(self, high: _Cells) -> _Cells:
        """Return those that are near others and on their level."""
        places = _sampled(high.quads)
        points = np.concatenate([self.quads, self.quads.mean(axis=1, keepdims=True)], axis=1)
        distance, nearest = cKDTree(places[:, :2]).query(points[..., :2])
        level = np.abs(places[nearest, 2] - points[..., 2]) < _SAME_LEVEL_M
        return self._kept(((distance < _ROAD_REACH_M) & level).any(axis=1))

    def _kept(self, keep: NDArray[np.bool_]) -> _Cells:
        return _Cells(self.quads[keep], self.kinds[keep], self.inside[keep])


def _cells(stretches: list[Stretch]) -> _Cells:
    """Return the cells of all lanes that are not across another road's lanes."""
    found: list[tuple[Quads, int, bool]] = []
    for stretch, blocked in zip(stretches, obstructed(stretches), strict=True):
        for lane, kind in enumerate(stretch.lane_types):
            left, right = stretch.edges[:, lane], stretch.edges[:, lane + 1]
            quads = np.stack([left[:-1], right[:-1], right[1:], left[1:]], axis=1)
            found.append((quads[~blocked[lane]], kind, stretch.junction is not None))
    counts = [len(quads) for quads, _, _ in found]
    return _Cells(
        np.concatenate([quads for quads, _, _ in found]),
        np.repeat([kind for _, kind, _ in found], counts),
        np.repeat([inside for _, _, inside in found], counts),
    )


def _bends(stretches: list[Stretch]) -> list[shapely.LineString]:
    """Return lines across roads where their slope changes: polygons are flat."""
    lines = []
    for stretch in stretches:
        middle = stretch.edges.mean(axis=1)
        along = np.r_[0.0, np.cumsum(np.linalg.norm(np.diff(middle[:, :2], axis=0), axis=-1))]
        last = 0
        for k in range(1, len(along) - 1):
            between = np.arange(last, k + 2)
            straight = np.interp(along[between], along[[last, k + 1]], middle[[last, k + 1], 2])
            if np.abs(straight - middle[between, 2]).max() > _FLAT_M:
                lines.append(shapely.LineString(stretch.edges[k, [0, -1], :2]))
                last = k
    return lines


def _sampled(quads: Quads) -> NDArray[np.float64]:
    """Return (m, 3) points along the edges of lanes."""
    starts, ends = quads[:, :2].reshape(-1, 3), quads[:, [3, 2]].reshape(-1, 3)
    steps = 2 + (np.linalg.norm(ends - starts, axis=-1) / _SAMPLE_M).astype(int)
    line = np.repeat(np.arange(len(steps)), steps)
    number = np.arange(len(line)) - np.repeat(np.cumsum(steps) - steps, steps)
    share = (number / (steps[line] - 1))[:, None]
    points: NDArray[np.float64] = (1 - share) * starts[line] + share * ends[line]
    return points


def _union(quads: Quads) -> BaseGeometry:
    """Return the area below quads."""
    polygons = shapely.make_valid(shapely.polygons(quads[..., :2]))
    return shapely.union_all(polygons, grid_size=_GRID_M)


def _united(parts: Sequence[BaseGeometry]) -> BaseGeometry:
    return shapely.union_all(np.array(parts, object), grid_size=_GRID_M)


def _corners(
    walk: BaseGeometry, carriageway: BaseGeometry, junctions: BaseGeometry
) -> list[BaseGeometry]:
    """Return the areas between the ends of sidewalks and the lanes of junctions."""
    solid = _united([walk, carriageway]).buffer(_CRACK_M).buffer(-_CRACK_M)
    closed = solid.buffer(_CORNER_M, quad_segs=6).buffer(-_CORNER_M, quad_segs=6)
    gaps = shapely.get_parts(shapely.difference(closed, solid, grid_size=_GRID_M))
    keep = (
        (shapely.area(gaps) > _MIN_CORNER_M2)
        & (shapely.distance(gaps, walk) < _CRACK_M)
        & (shapely.distance(gaps, junctions) < _CRACK_M)
    )
    return list(gaps[keep])


def _faces(
    areas: list[BaseGeometry], cuts: list[shapely.LineString]
) -> Iterator[tuple[Area, shapely.Polygon]]:
    """Yield polygons that do not overlap; the earlier areas win.

    The borders of all areas are cut at all their crossings, so neighbours have the same corners.
    """
    walk, crosswalk, road = areas
    crosswalk = shapely.difference(crosswalk, walk, grid_size=_GRID_M)
    road = shapely.difference(road, _united([walk, crosswalk]), grid_size=_GRID_M)
    areas = [walk, crosswalk, road]
    lines = shapely.union_all([*(area.boundary for area in areas), *cuts], grid_size=_GRID_M)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    faces = shapely.coverage_simplify(faces[shapely.area(faces) > _MIN_FACE_M2], _DETAIL_M)
    middles = shapely.point_on_surface(faces)
    shapely.prepare(areas)
    inside = np.stack([shapely.contains(area, middles) for area in areas])
    for face, kinds in zip(faces, inside.T, strict=True):
        if kinds.any():
            yield list(Area)[int(kinds.argmax())], face
