"""Compiled loops that cast rays: single ones, and the packets of a picture.

Ray records lie in one small aligned array; the numbers are rows of Embree's structures.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import borrowing, compiled
from carla_bench.simulator.graphics.embree import intersect_1, intersect_16

__all__ = [
    "LANES",
    "NOTHING",
    "SIDE",
    "aligned",
    "all_squares",
    "cast_picture",
    "cast_rays",
]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

LANES = 16
"""rays in a packet"""
SIDE = 4
"""pixels along the edge of the square that a packet covers"""
NOTHING = 0xFFFFFFFF
"""Embree's id of no geometry"""

# Rows of RTCRayHit; in RTCRayHit16 each row holds the 16 lanes.
ORIGIN, NEAR, DIRECTION, FAR, MASK = 0, 3, 4, 8, 9
PRIMITIVE, GEOMETRY, INSTANCE = 17, 18, 19
ROWS = 24


def all_squares(height: int, width: int) -> NDArray[np.int32]:
    """Return (k, 2) row and column of the first pixel of all squares that packets cover."""
    rows, columns = np.mgrid[0:height:SIDE, 0:width:SIDE]
    return np.stack([rows.ravel(), columns.ravel()], axis=1).astype(np.int32)


@compiled
def aligned(count: int) -> NDArray[np.uint32]:
    """Return zeros whose address is a multiple of 64 bytes, as Embree's packets must have."""
    room = np.zeros(count + 16, np.uint32)
    start = (64 - (room.ctypes.data & 63)) // 4 & 15
    return room[start : start + count]


@compiled
def cast_rays(
    scene: int,
    origins: Floats,
    directions: Floats,
    limits: Floats,
    distance: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
) -> None:
    """Find the first hit of each of n rays that have nothing to do with each other.

    Args:
        scene: Embree's handle of what they are cast into.
        origins: (n, 3) metres.
        directions: (n, 3) of any length.
        limits: (n,) how far to look, in lengths of the direction.
        distance: (n,) result, in lengths of the direction; `inf` for a miss.
        triangle: (n,) result, row of the part's mesh; -1 for a miss.
        part: (n,) result, rank of the part; -1 for a miss.
    """
    bits = aligned(ROWS + 8)
    ray = bits.view(np.float32)
    for i in range(len(origins)):
        for axis in range(3):
            ray[ORIGIN + axis] = origins[i, axis]
            ray[DIRECTION + axis] = directions[i, axis]
        ray[NEAR] = 0
        bits[MASK] = NOTHING
        ray[FAR] = limits[i]
        bits[GEOMETRY] = NOTHING
        intersect_1(scene, bits.ctypes.data, 0)
        hit = bits[GEOMETRY] != NOTHING
        distance[i] = ray[FAR] if hit else np.inf
        triangle[i] = np.int32(bits[PRIMITIVE]) if hit else -1
        part[i] = np.int32(bits[INSTANCE]) if hit else -1


@compiled
def cast_picture(
    scene: int,
    arguments: int,
    eye: Array,
    axes: Array,
    squares: NDArray[np.int32],
    depth: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
) -> None:
    """Cast the rays of some squares of a picture.

    Args:
        scene: Embree's handle of what they are cast into.
        arguments: of `embree.coherent`.
        eye: (3,) metres.
        axes: (3, 3) columns: the ray through the top left pixel's centre, 1 m long along the
            optical axis, and what is added to it for a pixel to the right, and one down.
        squares: (k, 2) row and column of the first pixel of each square, see `all_squares`.
        depth: (height, width) result, metres along the optical axis; `inf` for the sky.
        triangle: (height, width) result, row of the part's mesh; -1 for the sky.
        part: (height, width) result, rank of the part; -1 for the sky.
    """
    packet, valid = aligned(ROWS * LANES), aligned(LANES).view(np.int32)
    _cast_squares(
        scene, arguments, eye, axes, squares, depth, triangle, part, valid, packet,
        packet.view(np.float32),
    )  # fmt: skip


@borrowing
def _cast_squares(
    scene: int,
    arguments: int,
    eye: Array,
    axes: Array,
    squares: NDArray[np.int32],
    depth: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    valid: NDArray[np.int32],
    bits: NDArray[np.uint32],
    ray: Floats,
) -> None:
    height, width = depth.shape
    for square in range(len(squares)):
        top, left = squares[square, 0], squares[square, 1]
        for lane in range(LANES):
            x, y = left + lane % SIDE, top + lane // SIDE
            valid[lane] = -1 if x < width and y < height else 0
            for axis in range(3):
                ray[(ORIGIN + axis) * LANES + lane] = eye[axis]
                # In float64, then rounded once: far ground depends on the last digits.
                ray[(DIRECTION + axis) * LANES + lane] = (
                    axes[axis, 0] + axes[axis, 1] * x + axes[axis, 2] * y
                )
            ray[NEAR * LANES + lane] = 0
            ray[FAR * LANES + lane] = np.inf
            bits[MASK * LANES + lane] = NOTHING
            bits[GEOMETRY * LANES + lane] = NOTHING
        intersect_16(valid.ctypes.data, scene, bits.ctypes.data, arguments)
        for lane in range(LANES):
            if not valid[lane]:
                continue
            x, y = left + lane % SIDE, top + lane // SIDE
            if bits[GEOMETRY * LANES + lane] == NOTHING:
                depth[y, x], triangle[y, x], part[y, x] = np.inf, -1, -1
                continue
            depth[y, x] = ray[FAR * LANES + lane]
            triangle[y, x] = np.int32(bits[PRIMITIVE * LANES + lane])
            part[y, x] = np.int32(bits[INSTANCE * LANES + lane])
