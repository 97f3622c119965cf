"""The ground that a town stands on."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage
from scipy.spatial import cKDTree

from carla_bench.simulator.landscape.cross_sections import Stretch
from carla_bench.simulator.landscape.occupancy import Occupancy
from carla_bench.simulator.landscape.parts import quads
from carla_bench.simulator.landscape.rasters import rectangles
from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["Terrain", "terrain"]

_REACH_M = 150.0
_FAR_M = 2500.0
_HILLS_M = (500.0, 1100.0, 1700.0)
"""from the middle of the sheet's rim to the foot, the crest and the back of the hills"""
_HILL_HEIGHT_M = (15.0, 70.0)
_HILL_CORNERS = 72
_CELL_M = 10.0
_BELOW_M = 0.06
"""clearance below the asphalt"""
_FLAT_M = 0.05
"""towns with less difference in height get plots level with their sidewalks"""
_PLOT_M = 0.12
_PLOT_GAP_M = 1.0
"""from the asphalt to a plot; below the sidewalk"""
_SOIL_SHARE = 0.15


@dataclass(frozen=True, slots=True)
class Terrain:
    """A sheet of ground below all roads."""

    origin: NDArray[np.float64]
    """(2,) metres"""
    heights: NDArray[np.float64]
    """(nx, ny) metres, at corners `_CELL_M` apart"""
    plot_height: float | None
    """level of the plots between the roads in a flat town, metres"""

    def height(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n,) metres, the height of what one stands on off the road.

        Args:
            points: (n, 2) metres.
        """
        if self.plot_height is not None:
            return np.full(len(points), self.plot_height)
        places = ((points - self.origin) / _CELL_M).T
        found: NDArray[np.float64] = ndimage.map_coordinates(
            self.heights, places, order=1, mode="nearest"
        )
        return found

    def mesh(self, occupancy: Occupancy, rng: np.random.Generator) -> Mesh:
        """Return the sheet, the plots on it and the plain around them."""
        parts = [self._sheet(rng), self._plain(), self._hills(rng)]
        if self.plot_height is not None:
            parts.append(_plots(occupancy, self.plot_height))
        return Mesh.join(parts)

    def _sheet(self, rng: np.random.Generator) -> Mesh:
        nx, ny = self.heights.shape
        x, y = np.meshgrid(np.arange(nx) * _CELL_M, np.arange(ny) * _CELL_M, indexing="ij")
        grid = np.stack([x + self.origin[0], y + self.origin[1], self.heights], axis=-1)
        step = 4 if self.plot_height is not None else 1
        if step > 1:  # it is level: fewer triangles do
            rows = [np.unique(np.r_[0 : n - 1 : step, n - 1]) for n in (nx, ny)]
            grid = grid[np.ix_(*rows)]
        corners = (grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:])
        mesh = quads([corner.reshape(-1, 3) for corner in corners], "grass")
        patches = ndimage.gaussian_filter(rng.normal(size=[n - 1 for n in grid.shape[:2]]), 1.0)
        soil = (patches > np.quantile(patches, 1 - _SOIL_SHARE)).ravel()
        mesh.materials[np.tile(soil, 2)] = material("soil")
        return mesh

    def _plain(self) -> Mesh:
        """Return four big quads from the rim of the sheet, which is level, to the horizon."""
        level = self.heights[0, 0]
        low = self.origin
        high = low + (np.array(self.heights.shape) - 1) * _CELL_M
        far_low, far_high = low - _FAR_M, high + _FAR_M
        spans = [
            (far_low[0], far_low[1], far_high[0], low[1]),
            (far_low[0], high[1], far_high[0], far_high[1]),
            (far_low[0], low[1], low[0], high[1]),
            (high[0], low[1], far_high[0], high[1]),
        ]
        return _level_quads(np.array(spans), level, "grass")

    def _hills(self, rng: np.random.Generator) -> Mesh:
        """Return a ring of hills, so that no street ends in an empty horizon."""
        size = (np.array(self.heights.shape) - 1) * _CELL_M
        middle = self.origin + size / 2
        angles = np.linspace(0, 2 * np.pi, _HILL_CORNERS, endpoint=False)
        around = np.stack([np.cos(angles), np.sin(angles)], axis=-1)
        bumps = ndimage.gaussian_filter1d(rng.normal(size=_HILL_CORNERS), 1.5, mode="wrap")
        share = (bumps - bumps.min()) / np.ptp(bumps)
        crest = _HILL_HEIGHT_M[0] + share * (_HILL_HEIGHT_M[1] - _HILL_HEIGHT_M[0])
        level = self.heights[0, 0]
        rings = []
        for distance, rise in zip(_HILLS_M, (-1.0 + 0 * crest, crest, crest * 0.6), strict=True):
            flat = middle + around * (size / 2 + distance)
            rings.append(np.concatenate([flat, (level + rise)[:, None]], axis=-1))
        slopes = [
            quads([a, np.roll(a, -1, axis=0), np.roll(b, -1, axis=0), b], "grass")
            for a, b in pairwise(rings)
        ]
        return Mesh.join(slopes)


def terrain(stretches: list[Stretch]) -> Terrain:
    """Return the ground for a town: never above a road, level far away from all of them."""
    points = np.concatenate([_dense(stretch.edges) for stretch in stretches])
    origin = np.floor(points[:, :2].min(axis=0) / _CELL_M) * _CELL_M - _REACH_M
    size = np.ceil((points[:, :2].max(axis=0) + _REACH_M - origin) / _CELL_M).astype(int) + 1
    flat = bool(np.ptp(points[:, 2]) < _FLAT_M)
    if flat:
        level = points[:, 2].min()
        return Terrain(origin, np.full(size, level - _BELOW_M), level + _PLOT_M)
    x, y = np.meshgrid(*[origin[i] + np.arange(size[i]) * _CELL_M for i in (0, 1)], indexing="ij")
    corners = np.stack([x, y], axis=-1)
    lowest = np.full(size, np.inf)
    cells = np.rint((points[:, :2] - origin) / _CELL_M).astype(int)
    np.minimum.at(lowest, (cells[:, 0], cells[:, 1]), points[:, 2])
    # The ground below a road point hangs on corners that are next to the one closest to it.
    lowest = ndimage.minimum_filter(lowest, size=3)
    distance, nearest = cKDTree(points[:, :2]).query(corners, k=8)
    weights = 1 / (distance + 1)
    around = (weights * points[nearest, 2]).sum(axis=-1) / weights.sum(axis=-1)
    plain = np.median(points[:, 2])
    away = np.clip((distance[..., 0] - 1.5 * _CELL_M) / (_REACH_M - 3 * _CELL_M), 0, 1)
    away = away**2 * (3 - 2 * away)
    heights = np.where(np.isfinite(lowest), lowest, around + away * (plain - around))
    heights[[0, -1]] = plain
    heights[:, [0, -1]] = plain
    return Terrain(origin, heights - _BELOW_M, None)


def _dense(edges: NDArray[np.float64], step_m: float = 5.0) -> NDArray[np.float64]:
    """Return (m, 3) points on the lane edges of a stretch, at most `step_m` apart."""
    lengths = np.linalg.norm(np.diff(edges, axis=0), axis=-1).max(axis=1)
    found = [edges[:1]]
    for a, b, length in zip(edges[:-1], edges[1:], lengths, strict=True):
        share = np.linspace(0, 1, 2 + int(length / step_m))[1:, None, None]
        found.append(a + share * (b - a))
    return np.concatenate(found).reshape(-1, 3)


def _plots(occupancy: Occupancy, level: float) -> Mesh:
    """Return level ground wherever there is no road, reaching below the sidewalks."""
    road = occupancy.mask(Occupancy.ROAD)
    gap = int(_PLOT_GAP_M / occupancy.cell_m)
    plots = ~ndimage.binary_dilation(road, iterations=gap)
    spans = rectangles(plots) * occupancy.cell_m + np.tile(occupancy.origin, 2)
    return _level_quads(spans, level, "grass")


def _level_quads(spans: NDArray[np.float64], level: float, name: str) -> Mesh:
    """Return (n, 4) rectangles x0, y0, x1, y1 at one height."""
    corners = spans[:, [[0, 1], [2, 1], [2, 3], [0, 3]]]
    heights = np.full((*corners.shape[:2], 1), level)
    return quads(list(np.concatenate([corners, heights], axis=-1).transpose(1, 0, 2)), name)
