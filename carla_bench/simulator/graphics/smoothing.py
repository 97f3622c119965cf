"""Anti-aliasing: pixels at edges are drawn again with four samples each.

The finer picture has twice as many pixels each way; only its squares that hold an edge are cast
and coloured, with the same loops as the picture itself.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import borrowing, compiled
from carla_bench.simulator.graphics.casting import SIDE
from carla_bench.simulator.graphics.slots import Slot
from carla_bench.simulator.graphics.surface import Column

__all__ = ["average", "edge_squares", "finer_axes"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

_NORMAL, _COLOR, _TAG = int(Column.NORMAL), int(Column.COLOR), int(Column.TAG)
_FIRST = int(Slot.FIRST)
_HALF = SIDE // 2
"""pixels along the edge of a square of the finer picture"""


def finer_axes(axes: Array) -> Array:
    """Return the axes, as in `casting.cast_picture`, of a picture with four times the pixels."""
    first, right, down = axes.T
    return np.ascontiguousarray(
        np.stack([first - right / 4 - down / 4, right / 2, down / 2], axis=1)
    )


@compiled
def edge_squares(
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    depth: Floats,
    table: Floats,
    slots: Array,
) -> NDArray[np.int32]:
    """Return (k, 2) the squares of the finer picture that hold an edge.

    Args:
        triangle: (height, width), as are part and depth: results of `casting.cast_picture`.
        part: see triangle.
        depth: see triangle.
        table: of surfaces, and slots of bodies: see `Stage`.
        slots: see table.
    """
    height, width = part.shape
    squares = np.empty(((height + 1) // _HALF * ((width + 1) // _HALF), 2), np.int32)
    count = 0
    for top in range(0, height, _HALF):
        for left in range(0, width, _HALF):
            if _has_edge(triangle, part, depth, table, slots, top, left):
                squares[count, 0] = 2 * top
                squares[count, 1] = 2 * left
                count += 1
    return squares[:count]


@borrowing
def _has_edge(
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    depth: Floats,
    table: Floats,
    slots: Array,
    top: int,
    left: int,
) -> bool:
    height, width = part.shape
    for y in range(top, min(top + _HALF, height)):
        for x in range(left, min(left + _HALF, width)):
            if x + 1 < width and _differ(triangle, part, depth, table, slots, (y, x), (y, x + 1)):
                return True
            if y + 1 < height and _differ(triangle, part, depth, table, slots, (y, x), (y + 1, x)):
                return True
    return False


@borrowing
def _differ(
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    depth: Floats,
    table: Floats,
    slots: Array,
    first: tuple[int, int],
    second: tuple[int, int],
) -> bool:
    """Return whether two neighbouring pixels show different surfaces."""
    one, other = part[first], part[second]
    if one != other:
        return True
    if one < 0 or triangle[first] == triangle[second]:
        return False
    start = int(slots[one - 1, _FIRST]) if one > 0 else 0
    row, next_row = start + triangle[first], start + triangle[second]
    if table[row, _TAG] != table[next_row, _TAG] or table[row, _COLOR] != table[next_row, _COLOR]:
        return True
    cosine = 0.0
    for axis in range(3):
        cosine += table[row, _NORMAL + axis] * table[next_row, _NORMAL + axis]
    near, far = min(depth[first], depth[second]), max(depth[first], depth[second])
    return abs(cosine) < 0.95 or far > 1.1 * near


@borrowing
def average(squares: NDArray[np.int32], fine: NDArray[np.uint32], bgra: NDArray[np.uint32]) -> None:
    """Replace pixels by the mean of their four samples.

    Args:
        squares: (k, 2) of the finer picture.
        fine: (2 height, 2 width) BGRA.
        bgra: (height, width) result.
    """
    height, width = bgra.shape
    for square in range(len(squares)):
        top, left = squares[square, 0] // 2, squares[square, 1] // 2
        for y in range(top, min(top + _HALF, height)):
            for x in range(left, min(left + _HALF, width)):
                mean = np.uint32(0)
                for channel in range(4):
                    shift = np.uint32(8 * channel)
                    total = np.uint32(2)
                    for sample in range(4):
                        value = fine[2 * y + sample // 2, 2 * x + sample % 2]
                        total += value >> shift & np.uint32(255)
                    mean |= (total >> np.uint32(2)) << shift
                bgra[y, x] = mean
