"""Where the roads through a junction meet: what is in the way, and the holes between them."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from .cross_sections import PAVED, Stretch
from .mesh import Mesh
from .parts import quads
from .rectangles import rectangles

__all__ = ["infill", "obstructed"]

_CELL_M = 0.25
_CLOSE_M = 3.0
"""gaps narrower than twice this are asphalt"""
_MAX_HOLE_M2 = 80.0
"""larger islands between the lanes of a junction stay unpaved"""
_BELOW_M = 0.02
_MAX_RECTANGLE_CELLS = 24
_SAME_LEVEL_M = 1.5


def obstructed(stretches: list[Stretch]) -> list[NDArray[np.bool_]]:
    """Return (lanes, n - 1) cells of each stretch that lie on another road's driving lanes.

    Connecting roads may carry sidewalks and shoulders that run across the lanes of others.
    """
    lanes = _paved_quads(stretches)
    blocked = []
    for index, stretch in enumerate(stretches):
        cells = np.zeros((len(stretch.lane_types), len(stretch.s) - 1), np.bool_)
        if stretch.junction is not None:
            others = [quad for owner, quad in lanes[stretch.junction] if owner != index]
            for lane, lane_type in enumerate(stretch.lane_types):
                if lane_type not in PAVED and others:
                    cells[lane] = _covered(stretch.edges[:, lane : lane + 2], np.concatenate(others))
        blocked.append(cells)
    return blocked


def infill(stretches: list[Stretch]) -> dict[int, Mesh]:
    """Return the asphalt between the driving lanes of each junction, just below their level."""
    lanes = _paved_quads(stretches)
    return {
        junction: _fill(np.concatenate([quad for _, quad in entries]))
        for junction, entries in lanes.items()
    }


def _paved_quads(stretches: list[Stretch]) -> dict[int, list[tuple[int, NDArray[np.float64]]]]:
    """Return (index of the stretch, (n, 4, 3) quads of its driving lanes) for each junction."""
    found: dict[int, list[tuple[int, NDArray[np.float64]]]] = defaultdict(list)
    for index, stretch in enumerate(stretches):
        if stretch.junction is None:
            continue
        for lane, lane_type in enumerate(stretch.lane_types):
            if lane_type in PAVED:
                left, right = stretch.edges[:, lane], stretch.edges[:, lane + 1]
                corners = [left[:-1], right[:-1], right[1:], left[1:]]
                found[stretch.junction].append((index, np.stack(corners, axis=1)))
    return found


def _covered(edges: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return (n - 1,) whether a cell of a lane has its centre line on one of the quads.

    Args:
        edges: (n, 2, 3) left and right edge of the lane.
        others: (m, 4, 3).
    """
    centers = (edges[:-1] + edges[1:]) / 2
    hit = np.zeros(len(centers), np.bool_)
    for share in (0.2, 0.5, 0.8):
        point = (1 - share) * centers[:, 0] + share * centers[:, 1]
        to_corner = others[None] - point[:, None, None]
        side = np.roll(others, -1, axis=1) - others
        turn = side[None, ..., 0] * to_corner[..., 1] - side[None, ..., 1] * to_corner[..., 0]
        inside = (turn > 0).all(axis=-1) | (turn < 0).all(axis=-1)
        level = np.abs(to_corner[..., 2]).min(axis=-1) < _SAME_LEVEL_M
        hit |= (inside & level).any(axis=1)
    return hit


def _fill(lanes: NDArray[np.float64]) -> Mesh:
    """Return rectangles over the gaps and holes between quads.

    Args:
        lanes: (n, 4, 3) driving lanes of one junction.
    """
    margin = _CLOSE_M + 1.0
    origin = lanes[..., :2].min(axis=(0, 1)) - margin
    shape = np.ceil((lanes[..., :2].max(axis=(0, 1)) + margin - origin) / _CELL_M).astype(int)
    paved = np.zeros(shape, np.bool_)
    for quad in lanes[..., :2]:
        steps = np.ceil(np.ptp(quad, axis=0).max() / (0.7 * _CELL_M)).astype(int) + 2
        u, v = (grid[..., None] for grid in np.meshgrid(*[np.linspace(0, 1, steps)] * 2))
        points = (1 - u) * ((1 - v) * quad[0] + v * quad[1]) + u * ((1 - v) * quad[3] + v * quad[2])
        cells = ((points - origin) / _CELL_M).astype(int)
        paved[cells[..., 0], cells[..., 1]] = True
    near = ndimage.distance_transform_edt(~paved) * _CELL_M <= _CLOSE_M
    closed = ndimage.distance_transform_edt(near) * _CELL_M > _CLOSE_M
    filled = _without_small_holes(closed | paved)
    gaps = filled & ~ndimage.binary_erosion(paved, iterations=2)
    spans = rectangles(gaps, _MAX_RECTANGLE_CELLS)
    return _lay(spans * _CELL_M + np.tile(origin, 2), lanes.reshape(-1, 3))


def _without_small_holes(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    labels, count = ndimage.label(~mask)
    areas = np.bincount(labels.ravel(), minlength=count + 1) * _CELL_M**2
    small = areas < _MAX_HOLE_M2
    small[labels[0, 0]] = False  # the outside
    return mask | small[labels]


def _lay(spans: NDArray[np.float64], surface: NDArray[np.float64]) -> Mesh:
    """Return rectangles at the level of the nearest points of the lanes around them.

    Args:
        spans: (n, 4) x0, y0, x1, y1, metres.
        surface: (m, 3) points of the lanes.
    """
    if not len(spans):
        return Mesh.join([])
    corners = spans[:, [[0, 1], [2, 1], [2, 3], [0, 3]]]
    _, nearest = cKDTree(surface[:, :2]).query(corners, k=3)
    level = surface[nearest, 2].min(axis=-1) - _BELOW_M
    placed = np.concatenate([corners, level[..., None]], axis=-1)
    return quads(list(placed.transpose(1, 0, 2)), "asphalt")
