"""Where the roads through a junction meet: what is in the way, and what is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from carla_bench.simulator.landscape.cross_sections import PAVED, RAISED, Stretch
from carla_bench.simulator.landscape.parts import quads
from carla_bench.simulator.landscape.rasters import CELL_M, Canvas, closed, rectangles
from carla_bench.simulator.mesh import Mesh

__all__ = ["corner_pavements", "infill", "obstructed"]

Quads = NDArray[np.float64]
"""(n, 4, 3) corners in order, metres"""

_CLOSE_M = 3.0
"""gaps narrower than twice this are asphalt"""
_MAX_HOLE_M2 = 80.0
"""larger islands between the lanes of a junction stay unpaved"""
_BELOW_M = 0.02
_MAX_RECTANGLE_CELLS = 24
_SAME_LEVEL_M = 1.5
_CORNER_M = 6.5
"""radius of the block corners that missing sidewalks are filled up to"""
_CORNER_REACH_M = 20.0
_MIN_CORNER_M2 = 2.0
_KERB_TOP_M = 0.18
_KERB_STRIP_M = 0.55
"""hides the steps of the raster along a kerb"""


def obstructed(stretches: list[Stretch]) -> list[NDArray[np.bool_]]:
    """Return (lanes, n - 1) cells of each stretch that lie on another road's driving lanes.

    Connecting roads may carry sidewalks and shoulders that run across the lanes of others.
    """
    lanes = _in_junctions(stretches, lambda lane_type: lane_type in PAVED)
    blocked = []
    for index, stretch in enumerate(stretches):
        cells = np.zeros((len(stretch.lane_types), len(stretch.s) - 1), np.bool_)
        if stretch.junction is not None:
            others = [quad for owner, quad in lanes[stretch.junction] if owner != index]
            for lane, lane_type in enumerate(stretch.lane_types):
                if lane_type not in PAVED and others:
                    cells[lane] = _covered(
                        stretch.edges[:, lane : lane + 2], np.concatenate(others)
                    )
        blocked.append(cells)
    return blocked


def infill(stretches: list[Stretch]) -> dict[int, Mesh]:
    """Return the asphalt between the driving lanes of each junction, just below their level."""
    meshes = {}
    for junction, entries in _in_junctions(stretches, lambda kind: kind in PAVED).items():
        lanes = np.concatenate([quad for _, quad in entries])
        canvas = Canvas.around(lanes[..., :2], _CLOSE_M + 1.0)
        paved = canvas.blank()
        canvas.paint(lanes[..., :2], paved)
        gaps = _without_small_holes(closed(paved, _CLOSE_M))
        if np.ptp(lanes[..., 2]) > _BELOW_M:  # on a slope it would show through the lanes
            gaps &= ~ndimage.binary_erosion(paved, iterations=2)
        meshes[junction] = _lay(canvas, gaps, lanes.reshape(-1, 3), (-_BELOW_M, "asphalt"))
    return meshes


def corner_pavements(stretches: list[Stretch], kerb_m: float) -> dict[int, Mesh]:
    """Return the sidewalks around the corners of junctions whose map leaves them out.

    Args:
        stretches: of the whole map.
        kerb_m: height of sidewalks above the asphalt.
    """
    meshes = {}
    inside = _in_junctions(stretches, lambda kind: kind not in RAISED)
    for junction, entries in inside.items():
        lanes = np.concatenate([quad for _, quad in entries])
        canvas = Canvas.around(lanes[..., :2], _CORNER_REACH_M)
        corners = _corners(canvas, stretches, lanes)
        if not corners.any():
            continue
        surface = lanes.reshape(-1, 3)
        around = [_corner_kerbs(canvas, corners, stretches[index], kerb_m) for index, _ in entries]
        pavement = _lay(canvas, corners, surface, (kerb_m, "pavement"))
        meshes[junction] = Mesh.join([pavement, *around])
    return meshes


def _corners(canvas: Canvas, stretches: list[Stretch], lanes: Quads) -> NDArray[np.bool_]:
    """Return the cells between the ends of sidewalks and the lanes of a junction."""
    level = np.median(lanes[..., 2])
    low, high = canvas.blank(), canvas.blank()
    for stretch in stretches:
        if not canvas.touches(stretch.edges[..., :2]):
            continue
        if np.abs(stretch.edges[..., 2] - level).min() > _SAME_LEVEL_M:
            continue
        for lane, lane_type in enumerate(stretch.lane_types):
            mask = high if lane_type in RAISED else low
            canvas.paint(_lane_quads(stretch, lane)[..., :2], mask)
    if not high.any():
        return high
    solid = _without_small_holes(closed(low, _CLOSE_M)) | high
    candidates, count = ndimage.label(closed(solid, _CORNER_M) & ~solid)
    touching = [
        np.unique(candidates[ndimage.binary_dilation(mask, iterations=2)]) for mask in (low, high)
    ]
    areas = np.bincount(candidates.ravel(), minlength=count + 1) * CELL_M**2
    large = np.flatnonzero(areas >= _MIN_CORNER_M2)
    keep = set(touching[0]) & set(touching[1]) & set(large) - {0}
    found: NDArray[np.bool_] = np.isin(candidates, list(keep))
    return found


def _corner_kerbs(
    canvas: Canvas, corners: NDArray[np.bool_], stretch: Stretch, kerb_m: float
) -> Mesh:
    """Return the kerb stones between a road through a junction and the corners beside it."""
    up = np.array([0, 0, kerb_m])
    across = stretch.edges[:, -1] - stretch.edges[:, 0]
    across /= np.maximum(np.linalg.norm(across, axis=-1, keepdims=True), 1e-6)
    meshes = []
    for line, outward in ((stretch.edges[:, 0], -across), (stretch.edges[:, -1], across)):
        probes = (line + 0.45 * outward)[:, :2]
        cells, inside = canvas.cells((probes[:-1] + probes[1:]) / 2)
        cells = np.clip(cells, 0, np.array(canvas.shape) - 1)
        beside = inside & corners[cells[:, 0], cells[:, 1]]
        lines = [line - up, line + up, line + up + _KERB_TOP_M * outward]
        lines.append(line + up + _KERB_STRIP_M * outward)
        for a, b, name in zip(lines[:-1], lines[1:], ("kerb", "kerb", "pavement"), strict=True):
            faces = (a[:-1], b[:-1], b[1:], a[1:])
            meshes.append(quads([corner[beside] for corner in faces], name))
    return Mesh.join(meshes)


def _lane_quads(stretch: Stretch, lane: int) -> Quads:
    left, right = stretch.edges[:, lane], stretch.edges[:, lane + 1]
    return np.stack([left[:-1], right[:-1], right[1:], left[1:]], axis=1)


def _in_junctions(
    stretches: list[Stretch], wanted: Callable[[int], bool]
) -> dict[int, list[tuple[int, Quads]]]:
    """Return (index of the stretch, quads of its wanted lanes) for each junction."""
    found: dict[int, list[tuple[int, Quads]]] = defaultdict(list)
    for index, stretch in enumerate(stretches):
        if stretch.junction is None:
            continue
        for lane, lane_type in enumerate(stretch.lane_types):
            if wanted(lane_type):
                found[stretch.junction].append((index, _lane_quads(stretch, lane)))
    return found


def _covered(edges: NDArray[np.float64], others: Quads) -> NDArray[np.bool_]:
    """Return (n - 1,) whether the middle of a cell of a lane lies on one of the quads.

    Args:
        edges: (n, 2, 3) left and right edge of the lane.
        others: driving lanes.
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


def _without_small_holes(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    labels, count = ndimage.label(~mask)
    areas = np.bincount(labels.ravel(), minlength=count + 1) * CELL_M**2
    small = areas < _MAX_HOLE_M2
    small[labels[0, 0]] = False  # the outside
    filled: NDArray[np.bool_] = mask | small[labels]
    return filled


def _lay(
    canvas: Canvas, mask: NDArray[np.bool_], surface: NDArray[np.float64], what: tuple[float, str]
) -> Mesh:
    """Return rectangles over a mask, at the level of the nearest points of the road.

    Args:
        canvas: of the mask.
        mask: cells to cover.
        surface: (m, 3) points of the road.
        what: height above the road in metres, and material.
    """
    spans = canvas.spans(rectangles(mask, _MAX_RECTANGLE_CELLS))
    if not len(spans):
        return Mesh.join([])
    corners = spans[:, [[0, 1], [2, 1], [2, 3], [0, 3]]]
    _, nearest = cKDTree(surface[:, :2]).query(corners, k=3)
    level = surface[nearest, 2].min(axis=-1) + what[0]
    placed = np.concatenate([corners, level[..., None]], axis=-1)
    return quads(list(placed.transpose(1, 0, 2)), what[1])
