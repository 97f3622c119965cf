"""Tiles that repeat over surfaces: drawn once with numpy, shrunk for distance, read by index.

A tile multiplies the colour of its material, so one brick tile serves red and grey walls. All
tiles lie in one array, each followed by its smaller versions: a pixel far away reads a small
version, which is the average of what it covers, and so nothing flickers.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.facades import FRONTS
from carla_bench.simulator.graphics.texels import SIZE, bricks, cells, noise, uniform

__all__ = ["LEVELS", "LEVEL_START", "SIZE", "TILE_LENGTH", "Tile", "atlas", "blotches"]

Floats = NDArray[np.float32]

LEVELS = 10
"""Versions of a tile: 512, 256, ... 1 texel wide."""
LEVEL_START: NDArray[np.int32] = np.concatenate(
    [[0], np.cumsum([(SIZE >> level) ** 2 for level in range(LEVELS)])[:-1]]
).astype(np.int32)
"""(levels,) where each version starts within its tile."""
TILE_LENGTH = sum((SIZE >> level) ** 2 for level in range(LEVELS))
"""Texels of a tile with all its versions."""

_GAPS = -0.8
"""Gaps in foliage are where its noise is below: a fifth of it."""
_ONE = 128
"""Stored value of a factor of one."""


class Tile(IntEnum):
    """Where a tile lies in the atlas.

    From WINDOW on, tiles are one bay of one storey of a house; the ground floor of a style comes
    right after the style.
    """

    PLAIN = 0
    GRAIN = 1
    ASPHALT = 2
    GRASS = 3
    LEAVES = 4
    PAVING = 5
    BRICK = 6
    STRIPES = 7
    PICKET = 8
    WINDOW = 9
    WINDOW_GROUND = 10
    SHUTTER = 11
    SHUTTER_GROUND = 12
    OFFICE = 13
    OFFICE_GROUND = 14
    MASONRY = 15
    MASONRY_GROUND = 16


@cache
def atlas() -> NDArray[np.uint8]:
    """Return (tiles * TILE_LENGTH, 4) texels.

    The first three channels multiply linear red, green and blue, 128 standing for one; the last
    is how much of a mirror the texel is, 0 to 255; in foliage 255 marks a gap.
    """
    rng = np.random.default_rng(20)
    draw = {
        Tile.PLAIN: _plain,
        Tile.GRAIN: _grain,
        Tile.ASPHALT: _asphalt,
        Tile.GRASS: _grass,
        Tile.LEAVES: _leaves,
        Tile.PAVING: _paving,
        Tile.BRICK: _brick,
        Tile.STRIPES: _stripes,
        Tile.PICKET: _picket,
        **{Tile[name]: front for name, front in FRONTS.items()},
    }
    texels = np.concatenate([_shrink(draw[tile](rng)) for tile in Tile])
    texels.flags.writeable = False
    return texels


@cache
def blotches() -> Floats:
    """Return (SIZE * SIZE,) smooth noise of mean 0, about -1 to 1: stains, clouds, dry grass."""
    stains = np.clip(noise(np.random.default_rng(4), 1.7, 3) / 2, -1, 1).astype(np.float32).ravel()
    stains.flags.writeable = False
    return stains


def _shrink(tile: Floats) -> NDArray[np.uint8]:
    """Return (TILE_LENGTH, 4) a tile and its smaller versions, each half as wide."""
    versions = [tile]
    while len(versions[-1]) > 1:
        half = len(versions[-1]) // 2
        versions.append(versions[-1].reshape(half, 2, half, 2, 4).mean(axis=(1, 3)))
    scale = np.array([_ONE, _ONE, _ONE, 255], np.float32)
    return np.concatenate(
        [np.clip(np.rint(v * scale), 0, 255).astype(np.uint8).reshape(-1, 4) for v in versions]
    )


def _plain(rng: np.random.Generator) -> Floats:
    return uniform()


def _grain(rng: np.random.Generator) -> Floats:
    return uniform(1 + 0.28 * noise(rng, 0.7, 4) + 0.25 * noise(rng, 0))


def _asphalt(rng: np.random.Generator) -> Floats:
    stones = np.clip(noise(rng, 0.15), -2, 2.5)
    tile = 1 + 0.42 * stones + 0.22 * noise(rng, 1.0, 6)
    # Hairline cracks lie where a smooth noise passes zero.
    crack = np.exp(-((noise(rng, 1.8, 3) / 0.012) ** 2)) * (noise(rng, 1.8, 2) > 0.9)
    return uniform(np.clip(tile - 0.7 * crack, 0.25, 2))


def _grass(rng: np.random.Generator) -> Floats:
    blades = 1 + 0.45 * noise(rng, 0.45, 8) + 0.25 * noise(rng, 1.2, 3)
    dry = np.clip(0.5 + 0.5 * noise(rng, 1.3, 3), 0, 1)
    tile = uniform(np.clip(blades, 0.2, 2))
    tile[..., 0] *= 0.85 + 0.45 * dry
    tile[..., 2] *= 0.8 + 0.3 * dry
    return tile


def _leaves(rng: np.random.Generator) -> Floats:
    clumps = noise(rng, 1.1, 5)
    tile = uniform(np.clip(1 + 0.7 * clumps + 0.35 * noise(rng, 0.4, 30), 0.08, 2))
    tile[..., 0] *= 1 + 0.2 * np.clip(clumps, 0, 1)
    tile[..., 3] = clumps < _GAPS
    return tile


def _paving(rng: np.random.Generator) -> Floats:
    tile = uniform(1 + 0.14 * cells(rng, 4, 4) + 0.12 * noise(rng, 0.5, 3))
    v, u = np.indices((SIZE, SIZE)) % (SIZE // 4)
    tile[(u < 4) | (v < 4)] *= 0.55
    return tile


def _brick(rng: np.random.Generator) -> Floats:
    return bricks(rng, 24, 8)


def _stripes(rng: np.random.Generator) -> Floats:
    v, u = np.indices((SIZE, SIZE))
    red = (u + v) % (SIZE // 2) < SIZE // 4
    tile = uniform(0.9)
    tile[red, :3] = (0.62, 0.035, 0.025)
    return tile


def _picket(rng: np.random.Generator) -> Floats:
    u = np.arange(SIZE)[None]
    tones = rng.uniform(0.85, 1.15, 8).astype(np.float32)
    tile = uniform(tones[u * 8 // SIZE] + 0.1 * noise(rng, 0.8, 4))
    tile[:, u[0] % (SIZE // 8) < SIZE // 40] *= 0.25
    return tile
