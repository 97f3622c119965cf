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
    blotches,
)
from carla_bench.simulator.graphics.surface import Column

__all__ = ["Texel", "Textures", "is_gap", "texel_at", "textures"]

Floats = NDArray[np.float32]

_MASK = SIZE - 1
_BITS = SIZE.bit_length() - 1
_U, _V = int(Column.U), int(Column.V)
_TILE, _DENSITY = int(Column.TILE), int(Column.DENSITY)
_WINDOW, _LEAVES = int(Tile.WINDOW), int(Tile.LEAVES)
_GAP = 128
"""fourth channel of gaps in foliage, at least"""
_GLASS = 60
"""mirror of texels that are window panes, at least"""


class Textures(NamedTuple):
    """All pictures that surfaces are covered with."""

    atlas: NDArray[np.uint32]
    """(texels,) the four channels of `patterns.atlas` in one number, the first lowest"""
    level_start: NDArray[np.int32]
    """(levels,) where each version of a tile starts"""
    stains: Floats
    """(SIZE * SIZE,), see `patterns.blotches`"""


@cache
def textures() -> Textures:
    """Return all pictures that surfaces are covered with."""
    packed = np.ascontiguousarray(atlas()).view("<u4").ravel()
    return Textures(packed, LEVEL_START, blotches())


class Texel(NamedTuple):
    """What the tiles say of a point."""

    red: float
    """factor of the colour, 1 on average, and so are the next two"""
    green: float
    blue: float
    mirror: float
    """0 to 1"""
    stain: float
    """about -1 to 1, changes over metres"""
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
    u = math.floor(_along(table, row, _U, x, y, z))
    v = math.floor(_along(table, row, _V, x, y, z))
    size = max(table[row, _DENSITY] * metres_a_pixel, 1e-6)
    level = min(max(math.floor(math.log2(size) + dither), 0), LEVELS - 1)
    tile = int(table[row, _TILE])
    house = tile >= _WINDOW
    if house and (v >> _BITS) <= 0:
        tile += 1  # the ground floor
    index = tile * TILE_LENGTH + pictures.level_start[level]
    index += ((v & _MASK) >> level) << (_BITS - level)
    index += (u & _MASK) >> level
    texel = int(pictures.atlas[index])
    stain = pictures.stains[(((v >> 4) & _MASK) << _BITS) + ((u >> 4) & _MASK)]
    pane = -1
    if house and (texel >> 24) > _GLASS:
        pane = ((u >> _BITS) * 7919 + (v >> _BITS) * 104729) & 0x7FFFFFFF
    return Texel(
        (texel & 255) / 128.0,
        (texel >> 8 & 255) / 128.0,
        (texel >> 16 & 255) / 128.0,
        0.0 if tile == _LEAVES else (texel >> 24) / 255.0,
        stain,
        pane,
    )


@inlined
def is_gap(
    atlas: NDArray[np.uint32], table: Floats, row: int, x: float, y: float, z: float
) -> bool:
    """Return whether rays pass a point of a surface: between the leaves of a tree.

    Args:
        atlas: of `Textures`.
        table: of surfaces.
        row: of the triangle.
        x: of the point in the mesh's frame, metres, as are the next two.
        y: see x.
        z: see x.
    """
    if int(table[row, _TILE]) != _LEAVES:
        return False
    u = math.floor(_along(table, row, _U, x, y, z)) & _MASK
    v = math.floor(_along(table, row, _V, x, y, z)) & _MASK
    return int(atlas[_LEAVES * TILE_LENGTH + (v << _BITS) + u]) >> 24 >= _GAP


@inlined
def _along(table: Floats, row: int, column: int, x: float, y: float, z: float) -> float:
    """Return texels along one axis of a tile."""
    place = table[row, column] * x + table[row, column + 1] * y + table[row, column + 2] * z
    return float(place + table[row, column + 3])
