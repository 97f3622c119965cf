"""Areas seen from above as rasters: painted, closed, and turned back into rectangles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

__all__ = ["CELL_M", "Canvas", "closed", "rectangles"]

CELL_M = 0.25


@dataclass(frozen=True, slots=True)
class Canvas:
    """A rectangle of the world in cells of `CELL_M`."""

    origin: NDArray[np.float64]
    """(2,) metres"""
    shape: tuple[int, int]

    @classmethod
    def around(cls, points: NDArray[np.float64], margin_m: float) -> Canvas:
        """Return the canvas that holds (..., 2) points and a margin."""
        flat = points.reshape(-1, 2)
        origin = flat.min(axis=0) - margin_m
        size = np.ceil((flat.max(axis=0) + margin_m - origin) / CELL_M).astype(int)
        return cls(origin, (int(size[0]), int(size[1])))

    def touches(self, points: NDArray[np.float64]) -> bool:
        """Return whether the box around (..., 2) points overlaps the canvas."""
        flat = points.reshape(-1, 2)
        end = self.origin + np.array(self.shape) * CELL_M
        return bool((flat.max(axis=0) > self.origin).all() and (flat.min(axis=0) < end).all())

    def blank(self) -> NDArray[np.bool_]:
        """Return cells none of which is set."""
        return np.zeros(self.shape, np.bool_)

    def paint(self, quads: NDArray[np.float64], mask: NDArray[np.bool_]) -> None:
        """Set the cells that are below (n, 4, 2) convex quadrilaterals, also partly."""
        low, high = self.origin, self.origin + np.array(self.shape) * CELL_M
        here = (quads.max(axis=1) > low).all(axis=-1) & (quads.min(axis=1) < high).all(axis=-1)
        quads = quads[here]
        sides = np.linalg.norm(np.roll(quads, -1, axis=1) - quads, axis=-1)
        steps = 2 + (np.maximum(sides[:, :2], sides[:, 2:]) / (0.7 * CELL_M)).astype(int)
        counts = steps.prod(axis=1)
        quad = np.repeat(np.arange(len(quads)), counts)
        number = np.arange(len(quad)) - np.repeat(np.cumsum(counts) - counts, counts)
        v, u = (part[:, None] for part in np.divmod(number, steps[quad, 1]))
        v, u = v / (steps[quad, :1] - 1), u / (steps[quad, 1:] - 1)
        a, b, c, d = quads[quad].transpose(1, 0, 2)
        cells, inside = self.cells((1 - u) * ((1 - v) * a + v * b) + u * ((1 - v) * d + v * c))
        mask[cells[inside, 0], cells[inside, 1]] = True

    def cells(self, points: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """Return the (..., 2) cells of (..., 2) points, and whether they are on the canvas."""
        cells = np.floor((points - self.origin) / CELL_M).astype(np.int64)
        inside = np.asarray(((cells >= 0) & (cells < self.shape)).all(axis=-1))
        return cells, inside

    def spans(self, cells: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, 4) rectangles in metres from those in cells."""
        return cells * CELL_M + np.tile(self.origin, 2)


def closed(mask: NDArray[np.bool_], radius_m: float) -> NDArray[np.bool_]:
    """Return the mask with all gaps filled that a disk of that radius does not fit into."""
    near = ndimage.distance_transform_edt(~mask) * CELL_M <= radius_m
    found: NDArray[np.bool_] = ndimage.distance_transform_edt(near) * CELL_M > radius_m
    return found | mask


def rectangles(mask: NDArray[np.bool_], max_cells: int | None = None) -> NDArray[np.float64]:
    """Return (n, 4) x0, y0, x1, y1 in cells: runs of each row, merged with equal runs beside.

    Args:
        mask: (x cells, y cells).
        max_cells: longest side; unlimited if None.
    """
    limit = max_cells or max(mask.shape)
    done: list[tuple[int, int, int, int]] = []
    growing: dict[tuple[int, int], int] = {}
    for x, row in enumerate(np.vstack([mask, np.zeros_like(mask[:1])])):
        ends = np.flatnonzero(np.diff(np.r_[0, row.astype(np.int8), 0]))
        runs = {
            (a, min(a + limit, end))
            for start, end in ends.reshape(-1, 2).tolist()
            for a in range(start, end, limit)
        }
        for run, since in list(growing.items()):
            if run not in runs or x - since >= limit:
                done.append((since, run[0], x, run[1]))
                del growing[run]
        for run in runs:
            growing.setdefault(run, x)
    return np.array(sorted(done), np.float64).reshape(-1, 4)
