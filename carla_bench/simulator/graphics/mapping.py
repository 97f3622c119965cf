"""How tiles lie on triangles: which one, in which direction and how large."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.patterns import SIZE, Tile
from carla_bench.simulator.materials import FACADE_BURIED_M, FACADE_STOREY_M, MATERIALS, Pattern
from carla_bench.simulator.mesh import Mesh

__all__ = ["TileMap", "map_tiles"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

_GRAINY_TILE = {
    1: Tile.ASPHALT,
    10: Tile.GRASS,
    9: Tile.LEAVES,
    24: Tile.PAINT,
    26: Tile.CONCRETE,
}
"""Tile of grainy materials by semantic tag; others get GRAIN."""
_PATTERN_TILE = {
    Pattern.PLAIN: Tile.PLAIN,
    Pattern.NOISE: Tile.GRAIN,
    Pattern.BRICK: Tile.BRICK,
    Pattern.PAVING: Tile.PAVING,
    Pattern.STRIPES: Tile.STRIPES,
    Pattern.PICKET: Tile.PICKET,
    Pattern.FACADE: Tile.WINDOW,
}
_NAMED_TILE = {
    "brick": Tile.MASONRY,
    "roof_tile": Tile.ROOF,
    "bark": Tile.BARK,
    "kerb": Tile.CONCRETE,
}
_PERIOD_M = {
    Tile.PLAIN: np.inf,
    Tile.GRAIN: 4.0,
    Tile.ASPHALT: 5.0,
    Tile.GRASS: 6.0,
    Tile.LEAVES: 3.0,
    Tile.PAVING: 2.0,
    Tile.BRICK: 2.0,
    Tile.STRIPES: 0.9,
    Tile.PICKET: 1.2,
    Tile.PAINT: 2.5,
    Tile.CONCRETE: 4.0,
    Tile.ROOF: 4.0,
    Tile.BARK: 1.0,
}
"""Metres that a tile covers before it repeats; houses fit theirs to the wall."""
_BLANK_PERIOD_M = 2.0
"""The same of house walls without windows."""
_BAY_M = 3.3


class TileMap(NamedTuple):
    """The tiling of m triangles."""

    tile: NDArray[np.uint8]
    """(m,) member of `Tile`"""
    axes: Array
    """(m, 2, 4) rows that turn a point [x y z 1] into texels across and up"""


def map_tiles(mesh: Mesh, normals: Array) -> TileMap:
    """Return the tiling of a mesh.

    Args:
        mesh: triangles, metres.
        normals: (m, 3) unit normals of either sign.
    """
    tile = _material_tiles()[mesh.materials].copy()
    tangent, upward = _wall_axes(normals)
    flat = np.abs(normals[:, 2]) > np.where(np.isin(tile, (Tile.BRICK, Tile.ROOF)), 0.98, 0.7)
    houses = np.isin(tile, (Tile.WINDOW, Tile.OFFICE, Tile.MASONRY))
    tile[houses & flat] = Tile.GRAIN
    axes = np.zeros((len(tile), 2, 4))
    axes[:, 0, :3] = np.where(flat[:, None], (1.0, 0.0, 0.0), tangent)
    axes[:, 1, :3] = np.where(flat[:, None], (0.0, 1.0, 0.0), upward)
    period = np.array([_PERIOD_M.get(kind, _BLANK_PERIOD_M) for kind in Tile])
    axes *= (SIZE / period[tile])[:, None, None]
    houses &= ~flat
    if houses.any():
        _fit_houses(mesh, tile, axes, tangent, np.flatnonzero(houses))
    return TileMap(tile, axes)


def _material_tiles() -> NDArray[np.uint8]:
    """Return (materials,) the tile of each material; houses get the style of their material."""
    tiles = []
    for entry in MATERIALS:
        tile = _PATTERN_TILE[entry.pattern]
        if entry.pattern == Pattern.NOISE:
            tile = _GRAINY_TILE.get(entry.tag, Tile.GRAIN)
        elif entry.pattern == Pattern.FACADE and entry.grain >= 0.85:
            tile = Tile.OFFICE
        tile = _NAMED_TILE.get(entry.name, tile)
        tiles.append(tile)
    return np.array(tiles, np.uint8)


def _wall_axes(normals: Array) -> tuple[Array, Array]:
    """Return (m, 3) level and (m, 3) climbing directions within each triangle's plane."""
    level = np.stack([-normals[:, 1], normals[:, 0], np.zeros(len(normals))], axis=1)
    length = np.linalg.norm(level, axis=1, keepdims=True)
    level = np.where(length > 1e-6, level / np.maximum(length, 1e-6), (1.0, 0.0, 0.0))
    # One sense for both windings, so that the two triangles of a wall share their tiling.
    heading = np.round(np.arctan2(level[:, 1], level[:, 0]), 3)
    level[(heading <= -np.pi / 2) | (heading > np.pi / 2)] *= -1
    upward = np.zeros_like(level)
    upward[:, 2] = 1 / np.maximum(length[:, 0], 0.3)
    return level, upward


def _fit_houses(
    mesh: Mesh, tile: NDArray[np.uint8], axes: Array, tangent: Array, rows: NDArray[np.intp]
) -> None:
    """Stretch the tiles of houses so that whole windows fit; walls without room get none.

    Walls that reach the house's foot share their storeys. What stands on them is fitted on its
    own: a storey set back, the head of a staircase.
    """
    corners = mesh.vertices[mesh.triangles[rows]].astype(np.float64)
    across = np.einsum("mcx,mx->mc", corners, tangent[rows])
    owner = mesh.objects[rows].astype(np.int64)
    foot, _ = _range_by(owner, corners[:, :, 2])
    grounded = corners[:, :, 2].min(axis=1) < foot + 0.1
    low, high = _range_by(owner * 2 + grounded, corners[:, :, 2])
    low = np.where(grounded & (high - low > FACADE_BURIED_M + 2), low + FACADE_BURIED_M, low)
    heading = np.round(np.arctan2(tangent[rows, 1], tangent[rows, 0]) * 60).astype(np.int64)
    left, right = _range_by((owner * 2 + grounded) * 1000 + heading, across)
    storeys = np.maximum(np.floor((high - low) / FACADE_STOREY_M + 0.1), 1)
    bays = np.maximum(np.rint((right - left) / _BAY_M), 1)
    gable = np.abs(across - np.roll(across, 1, axis=1)).min(axis=1) > 0.05
    blank = (high - low < 2.2) | (right - left < 1.6) | gable
    style = tile[rows]
    style[(style == Tile.WINDOW) & (owner * 7 // 3 % 2 == 1)] = Tile.SHUTTER
    bare = np.where(style == Tile.MASONRY, Tile.BRICK, Tile.GRAIN)
    tile[rows] = np.where(blank, bare, style)
    fitted = np.zeros((len(rows), 2, 4))
    scale = SIZE * bays / np.maximum(right - left, 0.1)
    fitted[:, 0, :3] = tangent[rows] * scale[:, None]
    fitted[:, 0, 3] = -left * scale
    fitted[:, 1, 2] = SIZE * storeys / np.maximum(high - low, 0.1)
    fitted[:, 1, 3] = -low * fitted[:, 1, 2]
    axes[rows[~blank]] = fitted[~blank]


def _range_by(key: NDArray[np.int64], values: Array) -> tuple[Array, Array]:
    """Return (m,) least and greatest of (m, 3) values among the rows with the same key."""
    _, group = np.unique(key, return_inverse=True)
    low = np.full(group.max() + 1, np.inf)
    high = np.full(group.max() + 1, -np.inf)
    np.minimum.at(low, group, values.min(axis=1))
    np.maximum.at(high, group, values.max(axis=1))
    return low[group], high[group]
