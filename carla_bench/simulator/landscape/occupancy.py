"""What stands where, from above: keeps scenery off the roads and apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.cross_sections import RAISED, Stretch

__all__ = ["Occupancy", "rectangle"]

_CELL_M = 0.5
_MARGIN_M = 120.0


class Occupancy:
    """Raster of the town with one layer for each kind of thing that can be in the way."""

    ROAD = 1
    """asphalt and all else that is level with it"""
    SIDEWALK = 2
    OBJECT = 4

    def __init__(self, stretches: list[Stretch]) -> None:
        edges = np.concatenate([stretch.edges.reshape(-1, 3)[:, :2] for stretch in stretches])
        self.origin = edges.min(axis=0) - _MARGIN_M
        shape = np.ceil((edges.max(axis=0) + _MARGIN_M - self.origin) / _CELL_M).astype(int)
        self._layers = np.zeros(shape, np.uint8)
        for stretch in stretches:
            for lane, lane_type in enumerate(stretch.lane_types):
                layer = self.SIDEWALK if lane_type in RAISED else self.ROAD
                points = _fine(stretch.edges[:, lane : lane + 2, :2])
                self.mark(points, layer)

    def mark(self, points: NDArray[np.float64], layer: int) -> None:
        """Set the cells below points.

        Args:
            points: (n, 2) metres.
            layer: or several.
        """
        cells = self._cells(points)
        self._layers[cells[:, 0], cells[:, 1]] |= layer

    def free(self, points: NDArray[np.float64], layers: int) -> bool:
        """Return whether no cell below the points has one of the layers set.

        Args:
            points: (n, 2) metres.
            layers: sum of those that matter.
        """
        cells = self._cells(points)
        return not bool((self._layers[cells[:, 0], cells[:, 1]] & layers).any())

    def mask(self, layers: int) -> NDArray[np.bool_]:
        """Return (x cells, y cells) where one of the layers is set; see `origin`, `cell_m`."""
        found: NDArray[np.bool_] = (self._layers & layers) > 0
        return found

    @property
    def cell_m(self) -> float:
        """Size of a cell, metres."""
        return _CELL_M

    def _cells(self, points: NDArray[np.float64]) -> NDArray[np.int64]:
        cells = np.floor((points - self.origin) / _CELL_M).astype(np.int64)
        inside: NDArray[np.int64] = np.clip(cells, 0, np.array(self._layers.shape) - 1)
        return inside


def rectangle(
    center: NDArray[np.float64], yaw_rad: float, size: tuple[float, float]
) -> NDArray[np.float64]:
    """Return (n, 2) points that cover a rectangle, less than a cell apart.

    Args:
        center: (2,) metres.
        yaw_rad: direction of the first side.
        size: length and width, metres.
    """
    spans = [np.linspace(-side / 2, side / 2, 2 + int(side / (0.8 * _CELL_M))) for side in size]
    u, v = (grid.ravel() for grid in np.meshgrid(*spans))
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    points: NDArray[np.float64] = np.stack([u * cos - v * sin, u * sin + v * cos], axis=-1)
    return center + points


def _fine(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (m, 2) points that cover the lane between two edges.

    Args:
        edges: (n, 2, 2) metres.
    """
    lengths = np.linalg.norm(np.diff(edges, axis=0), axis=-1).max(axis=1)
    counts = np.ceil(lengths / (0.7 * _CELL_M)).astype(int) + 1
    cell = np.repeat(np.arange(len(counts)), counts)
    along = (np.arange(len(cell)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[cell]
    sides = edges[cell] + along[:, None, None] * (edges[cell + 1] - edges[cell])
    width = np.linalg.norm(sides[:, 1] - sides[:, 0], axis=-1).max()
    across = np.linspace(0, 1, 2 + int(width / (0.7 * _CELL_M)))[:, None, None]
    points: NDArray[np.float64] = sides[:, 0] + across * (sides[:, 1] - sides[:, 0])
    return points.reshape(-1, 2)
