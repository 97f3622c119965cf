"""Lane markings: thin quads just above the asphalt."""

from __future__ import annotations

import carla
import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.cross_sections import PAVED, RAISED, Mark, Stretch
from carla_bench.simulator.landscape.parts import quads
from carla_bench.simulator.mesh import Mesh

__all__ = ["crosswalk_meshes", "marking_meshes"]

_ABOVE_M = 0.01
_DASH_M, _PERIOD_M = 3.0, 9.0
_DOUBLE_M = 0.12
"""from the boundary to the middle of each line of a double one"""
_KERB_GAP_M = 0.2
"""from a kerb to the middle of the line along it"""
_STRIPE_M = 0.5

_Kind = carla.LaneMarkingType
_LINES: dict[carla.LaneMarkingType, tuple[tuple[float, bool], ...]] = {
    _Kind.Solid: ((0.0, False),),
    _Kind.Broken: ((0.0, True),),
    _Kind.BottsDots: ((0.0, True),),
    _Kind.SolidSolid: ((-_DOUBLE_M, False), (_DOUBLE_M, False)),
    _Kind.BrokenBroken: ((-_DOUBLE_M, True), (_DOUBLE_M, True)),
    _Kind.SolidBroken: ((-_DOUBLE_M, False), (_DOUBLE_M, True)),
    _Kind.BrokenSolid: ((-_DOUBLE_M, True), (_DOUBLE_M, False)),
}
"""(offset to the right [m], is it broken) of each line; other kinds are not painted."""


def marking_meshes(stretch: Stretch) -> list[Mesh]:
    """Return the markings of one stretch, where they lie on or beside asphalt."""
    meshes = []
    for boundary, marks in enumerate(stretch.marks):
        beside = stretch.lane_types[max(boundary - 1, 0) : boundary + 1]
        if not any(lane_type in PAVED for lane_type in beside):
            continue
        left_raised = boundary > 0 and stretch.lane_types[boundary - 1] in RAISED
        right_raised = beside[-1] in RAISED and boundary < len(stretch.lane_types)
        shift = _KERB_GAP_M * (int(left_raised) - int(right_raised))
        for mark in sorted({mark for mark in marks if mark is not None}, key=str):
            present = np.array([entry == mark for entry in marks[:-1]])
            for offset, broken in _LINES.get(mark.kind, ()):
                meshes.append(_line(stretch, boundary, (offset + shift, mark), present, broken))
    return meshes


def _line(
    stretch: Stretch,
    boundary: int,
    paint: tuple[float, Mark],
    present: NDArray[np.bool_],
    broken: bool,
) -> Mesh:
    """Return one painted line.

    Args:
        stretch: with n stations.
        boundary: number of the lane boundary along it.
        paint: metres to the right of the boundary, and what to paint.
        present: (n - 1,) between which stations.
        broken: dashes instead of a continuous line.
    """
    offset, mark = paint
    s = stretch.s
    breaks = s
    if broken:
        starts = np.arange(np.floor(s[0] / _PERIOD_M), s[-1] / _PERIOD_M + 1) * _PERIOD_M
        ends = np.clip(np.r_[starts, starts + _DASH_M], s[0], s[-1])
        breaks = np.unique(np.r_[s, ends])
    middles = (breaks[:-1] + breaks[1:]) / 2
    painted = present[np.clip(np.searchsorted(s, middles) - 1, 0, len(present) - 1)]
    if broken:
        painted &= middles % _PERIOD_M < _DASH_M
    line = stretch.edges[:, boundary]
    across = stretch.edges[:, -1] - stretch.edges[:, 0]
    right = across / np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-6)
    half = mark.width_m / 2
    sides = []
    for distance in (offset - half, offset + half):
        points = line + distance * right + np.array([0, 0, _ABOVE_M])
        sides.append(np.stack([np.interp(breaks, s, column) for column in points.T], axis=-1))
    left, right_side = sides
    corners = (left[:-1], right_side[:-1], right_side[1:], left[1:])
    yellow = mark.color == carla.LaneMarkingColor.Yellow
    name = "marking_yellow" if yellow else "marking_white"
    return quads([corner[painted] for corner in corners], name)


def crosswalk_meshes(carla_map: carla.Map) -> list[Mesh]:
    """Return the zebra stripes of each crosswalk of a map."""
    points = np.array([(p.x, p.y, p.z) for p in carla_map.get_crosswalks()]).reshape(-1, 3)
    meshes = []
    start = 0
    while start < len(points):  # the list repeats the first point of a crosswalk at its end
        same = np.linalg.norm(points[start + 1 :] - points[start], axis=-1) < 1e-2
        if not same.any():
            break
        end = start + 1 + int(same.argmax())
        if end - start == 4:
            meshes.append(_zebra(points[start:end]))
        start = end + 1
    return meshes


def _zebra(corners: NDArray[np.float64]) -> Mesh:
    """Return stripes between the two long sides of a quadrilateral.

    Args:
        corners: (4, 3) in order, metres.
    """
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=-1)
    a, b, c, d = np.roll(corners, -int(sides.argmax()), axis=0) + np.array([0, 0, 1.5 * _ABOVE_M])
    count = max(1, round(float(sides.max()) / (2 * _STRIPE_M)))
    low = (np.arange(count)[:, None] + 0.25) / count
    high = low + 0.5 / count
    return quads(
        [a + low * (b - a), a + high * (b - a), d + high * (c - d), d + low * (c - d)],
        "marking_white",
    )
