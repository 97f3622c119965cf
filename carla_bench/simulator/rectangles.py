"""Covers the set cells of a raster with few rectangles."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["rectangles"]


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
