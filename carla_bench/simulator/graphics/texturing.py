"""Compiled look-up of tiles: which texel a point of a surface shows."""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import inlined
from carla_bench.simulator.graphics.patterns import (
    LEVEL_START,
    LEVELS,
    SIZE,
    TILE_LENGTH,
    Tile,
    atlas,
    ground_noise,
)
from carla_bench.simulator.graphics.surface import Column

__all__ = ["Texel", "Textures", "texel_at", "textures"]

Floats = NDArray[np.float32]

_MASK = SIZE - 1
_BITS = SIZE.bit_length() - 1
_U, _V = int(Column.U), int(Column.V)
_TILE, _DENSITY = int(Column.TILE), int(Column.DENSITY)
_WINDOW, _LEAVES = int(Tile.WINDOW), int(Tile.LEAVES)
_GLASS = 0.24
"""mirror of texels that are window panes, at least"""


class Textures(NamedTuple):
    """All pictures that surfaces and the sky are covered with."""

    atlas: NDArray[np.uint32]
    """(texels,) the four channels of `patterns.atlas` in one number, the first lowest"""
    level_start: NDArray[np.int32]
    """(levels,) where each version of a tile starts"""
    ground: Floats
    """see `patterns.ground_noise`"""
    sky: Floats
    """of the weather, see `sky.sky_table`"""


@cache
def _packed_atlas() -> NDArray[np.uint32]:
    return np.ascontiguousarray(atlas()).view("<u4").ravel()


def textures(sky: Floats) -> Textures:
    """Return all pictures that surfaces and the sky are covered with."""
    return Textures(_packed_atlas(), LEVEL_START, ground_noise(), sky)


class Texel(NamedTuple):
    """What the tiles say of a point."""

    red: float
    """factor of the colour, 1 on average, and so are the next two"""
    green: float
    blue: float
    mirror: float
    """0 to 1"""
    pane: int
    """number of the window that the point belongs to, -1 for none"""


@inlined
def texel_at(
    pictures: Textures, table: Floats, row: int, x: float, y: float, z: float,
    metres_a_pixel: float, dither: float,
) -> Texel:  # fmt: skip
    """Return what the tiles say of a point.

    Args:
        pictures: all of them.
        table: of surfaces.
        row: of the triangle.
        x: of the point in the mesh's frame, metres, as are the next two.
        y: see x.
        z: see x.
        metres_a_pixel: how much of the surface one pixel covers.
        dither: 0 to 1; rounds the level of detail, so that no seam shows between two.
    """
    across, up = _along(table, row, _U, x, y, z), _along(table, row, _V, x, y, z)
    level = _level(table[row, _DENSITY] * metres_a_pixel, dither)
    tile = int(table[row, _TILE])
    house = tile >= _WINDOW
    if house and up < SIZE:
        tile += 1  # the ground floor
    base = tile * TILE_LENGTH + pictures.level_start[level]
    # Between the centres of four texels of this version of the tile.
    scale = 1.0 / (1 << level)
    u, v = across * scale - 0.5, up * scale - 0.5
    left, low = math.floor(u), math.floor(v)
    right_share, high_share = u - left, v - low
    bits, mask = _BITS - level, (SIZE >> level) - 1
    column, row_start = int(left) & mask, (int(low) & mask) << bits
    next_column, next_start = (column + 1) & mask, ((int(low) + 1) & mask) << bits
    atlas_ = pictures.atlas
    a, b = int(atlas_[base + row_start + column]), int(atlas_[base + row_start + next_column])
    c, d = int(atlas_[base + next_start + column]), int(atlas_[base + next_start + next_column])
    wd = right_share * high_share
    wb, wc = right_share - wd, high_share - wd
    wa = 1 - right_share - wc
    mirror = _blend(a >> 24, b >> 24, c >> 24, d >> 24, wa, wb, wc, wd) / 255.0
    pane = -1
    if house and mirror > _GLASS:
        storey, bay = math.floor(up) >> _BITS, math.floor(across) >> _BITS
        pane = (bay * 7919 + storey * 104729) & 0x7FFFFFFF
    return Texel(
        _blend(a & 255, b & 255, c & 255, d & 255, wa, wb, wc, wd) / 128.0,
        _blend(a >> 8 & 255, b >> 8 & 255, c >> 8 & 255, d >> 8 & 255, wa, wb, wc, wd) / 128.0,
        _blend(a >> 16 & 255, b >> 16 & 255, c >> 16 & 255, d >> 16 & 255, wa, wb, wc, wd) / 128.0,
        0.0 if tile == _LEAVES else mirror,
        pane,
    )


@inlined
def _blend(
    a: int, b: int, c: int, d: int, wa: float, wb: float, wc: float, wd: float
) -> float:  # fmt: skip
    return a * wa + b * wb + c * wc + d * wd


@inlined
def _level(texels_a_pixel: float, dither: float) -> int:
    """Return the version of a tile whose texels are about as large as pixels."""
    # The exponent of a float is its logarithm to base 2, rounded down.
    size = np.float32(texels_a_pixel * (0.75 + 0.75 * dither))
    return min(max((int(size.view(np.int32)) >> 23) - 127, 0), LEVELS - 1)


@inlined
def _along(table: Floats, row: int, column: int, x: float, y: float, z: float) -> float:
    """Return texels along one axis of a tile."""
    place = table[row, column] * x + table[row, column + 1] * y + table[row, column + 2] * z
    return float(place + table[row, column + 3])
