"""Tiles that repeat over surfaces: drawn once with numpy, shrunk for distance, read by index.

A tile multiplies the colour of its material, so one brick tile serves red and grey walls. All
tiles lie in one array, each followed by its smaller versions: a pixel far away reads a small
version, which is the average of what it covers, and so nothing flickers.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import IntEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.facades import FRONTS
from carla_bench.simulator.graphics.texels import SIZE, bricks, cells, noise, uniform

__all__ = [
    "GROUND_CHANNELS",
    "LEVELS",
    "LEVEL_START",
    "SIZE",
    "TILE_LENGTH",
    "Ground",
    "Tile",
    "atlas",
    "ground_noise",
]

Floats = NDArray[np.float32]

LEVELS = 10
"""Versions of a tile: 512, 256, ... 1 texel wide."""
LEVEL_START: NDArray[np.int32] = np.concatenate(
    [[0], np.cumsum([(SIZE >> level) ** 2 for level in range(LEVELS)])[:-1]]
).astype(np.int32)
"""(levels,) where each version starts within its tile."""
TILE_LENGTH = sum((SIZE >> level) ** 2 for level in range(LEVELS))
"""Texels of a tile with all its versions."""

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
    """its last channel says how thick they grow, evenly from 0 to 1"""
    PAVING = 5
    BRICK = 6
    STRIPES = 7
    PICKET = 8
    PAINT = 9
    """worn road markings"""
    CONCRETE = 10
    ROOF = 11
    BARK = 12
    WINDOW = 13
    WINDOW_GROUND = 14
    SHUTTER = 15
    SHUTTER_GROUND = 16
    OFFICE = 17
    OFFICE_GROUND = 18
    MASONRY = 19
    MASONRY_GROUND = 20


class Ground(IntEnum):
    """Channels of `ground_noise`."""

    STAIN = 0
    """about -1 to 1"""
    WEAR = 1
    """factor of the colour of asphalt: sealed cracks, patches, oil"""
    HOLLOW = 2
    """about -1 to 1; puddles gather where it is high"""
    CLOUD = 3
    """about -1 to 1, finer than the rest: clouds"""


GROUND_CHANNELS = 4

_Artist = Callable[[np.random.Generator], Floats]
_ARTISTS: dict[Tile, _Artist] = {}


def _draws(tile: Tile) -> Callable[[_Artist], _Artist]:
    """Return a decorator: the function draws a tile as (SIZE, SIZE, 4) factors and mirror."""

    def register(artist: _Artist) -> _Artist:
        _ARTISTS[tile] = artist
        return artist

    return register


def _drawn(tile: Tile) -> Floats:
    """Return the (SIZE, SIZE, 4) texels of a tile: factors of red, green, blue; mirror."""
    artist = _ARTISTS[tile] if tile in _ARTISTS else FRONTS[tile.name]
    return artist(np.random.default_rng([20, tile]))


@cache
def atlas() -> NDArray[np.uint8]:
    """Return (tiles * TILE_LENGTH, 4) texels.

    The first three channels multiply linear red, green and blue, 128 standing for one; the last
    is how much of a mirror the texel is, 0 to 255; of leaves, how thick they grow.
    """
    texels = np.concatenate([_shrink(_drawn(tile)) for tile in Tile])
    texels.flags.writeable = False
    return texels


@cache
def ground_noise() -> Floats:
    """Return (SIZE * SIZE * 4,) what varies over tens of metres; channels as in `Ground`."""
    rng = np.random.default_rng(4)
    noises = np.empty((SIZE, SIZE, GROUND_CHANNELS), np.float32)
    noises[..., Ground.STAIN] = np.clip(noise(rng, 1.7, 3) / 2, -1, 1)
    noises[..., Ground.WEAR] = _wear(rng)
    noises[..., Ground.HOLLOW] = np.clip(noise(rng, 2.2, 4) / 2, -1, 1)
    noises[..., Ground.CLOUD] = np.clip(noise(rng, 1.55, 2) / 2, -1.2, 1.2)
    flat = noises.ravel()
    flat.flags.writeable = False
    return flat


def _wear(rng: np.random.Generator) -> Floats:
    """Return (SIZE, SIZE) cracks filled with bitumen, patches of newer asphalt and oil."""
    wear = 1 + 0.10 * noise(rng, 1.2, 4)
    # Cracks wander where a smooth noise passes zero, and only in some places.
    for lowest, width in ((3, 0.022), (6, 0.03)):
        line = np.exp(-((noise(rng, 1.75, lowest) / width) ** 2))
        wear -= 0.55 * line * np.clip(noise(rng, 2.0, 2) * 1.5, 0, 1)
    v, u = np.indices((SIZE, SIZE))
    for _ in range(7):
        left, low = rng.integers(0, SIZE, 2)
        wide, high = rng.integers(18, 70, 2)
        inside = ((u - left) % SIZE < wide) & ((v - low) % SIZE < high)
        wear[inside] = wear[inside] * 0.3 + 0.7 * rng.uniform(0.62, 0.86)
    oil = np.clip(noise(rng, 1.4, 8) - 1.7, 0, 1)
    return np.asarray(np.clip(wear - 0.5 * oil, 0.25, 1.4), np.float32)


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


@_draws(Tile.PLAIN)
def _plain(rng: np.random.Generator) -> Floats:
    return uniform()


@_draws(Tile.GRAIN)
def _grain(rng: np.random.Generator) -> Floats:
    return uniform(1 + 0.28 * noise(rng, 0.7, 4) + 0.25 * noise(rng, 0))


@_draws(Tile.ASPHALT)
def _asphalt(rng: np.random.Generator) -> Floats:
    stones = np.clip(noise(rng, 0.1), -1.8, 2.6)
    tile = 1 + 0.34 * stones + 0.16 * noise(rng, 1.0, 6)
    crack = np.exp(-((noise(rng, 1.8, 3) / 0.012) ** 2)) * (noise(rng, 1.8, 2) > 0.9)
    return uniform(np.clip(tile - 0.6 * crack, 0.25, 2))


@_draws(Tile.GRASS)
def _grass(rng: np.random.Generator) -> Floats:
    blades = 1 + 0.45 * noise(rng, 0.45, 8) + 0.25 * noise(rng, 1.2, 3)
    dry = np.clip(0.5 + 0.5 * noise(rng, 1.3, 3), 0, 1)
    tile = uniform(np.clip(blades, 0.2, 2))
    tile[..., 0] *= 0.85 + 0.45 * dry
    tile[..., 2] *= 0.8 + 0.3 * dry
    return tile


@_draws(Tile.LEAVES)
def _leaves(rng: np.random.Generator) -> Floats:
    """Return twigs of single leaves over a dark inside; thin places come between the twigs."""
    clump = noise(rng, 1.4, 9)
    tile = uniform(np.clip(0.38 + 0.10 * clump, 0.15, 0.8))
    v, u = np.indices((33, 33)) - 16
    for x, y in rng.integers(0, SIZE, (2600, 2)):
        turn, length = rng.uniform(0, np.pi), rng.uniform(7, 14)
        along, aside = u * np.cos(turn) + v * np.sin(turn), v * np.cos(turn) - u * np.sin(turn)
        leaf = (along / length) ** 2 + (aside / (0.48 * length)) ** 2 < 1
        rows, columns = (y + v[leaf]) % SIZE, (x + u[leaf]) % SIZE
        bright = rng.uniform(0.7, 1.5)
        tile[rows, columns, :3] = bright * np.array([rng.uniform(0.9, 1.25), 1.0, 0.85])
        clump[rows, columns] = clump[y, x] + rng.uniform(0, 0.5)  # a leaf is there or is not
    order = clump.ravel().argsort().argsort()
    tile[..., 3] = order.reshape(SIZE, SIZE) / order.size
    return tile


@_draws(Tile.PAVING)
def _paving(rng: np.random.Generator) -> Floats:
    tile = uniform(1 + 0.10 * cells(rng, 4, 4) + 0.10 * noise(rng, 0.5, 3))
    v, u = np.indices((SIZE, SIZE)) % (SIZE // 4)
    tile[(u < 3) | (v < 3)] *= 0.6
    return tile


@_draws(Tile.BRICK)
def _brick(rng: np.random.Generator) -> Floats:
    return bricks(rng, 24, 8)


@_draws(Tile.STRIPES)
def _stripes(rng: np.random.Generator) -> Floats:
    v, u = np.indices((SIZE, SIZE))
    red = (u + v) % (SIZE // 2) < SIZE // 4
    tile = uniform(0.9)
    tile[red, :3] = (0.62, 0.035, 0.025)
    return tile


@_draws(Tile.PICKET)
def _picket(rng: np.random.Generator) -> Floats:
    u = np.arange(SIZE)[None]
    tones = rng.uniform(0.85, 1.15, 8).astype(np.float32)
    tile = uniform(tones[u * 8 // SIZE] + 0.1 * noise(rng, 0.8, 4))
    tile[:, u[0] % (SIZE // 8) < SIZE // 40] *= 0.25
    return tile


@_draws(Tile.PAINT)
def _paint(rng: np.random.Generator) -> Floats:
    """Return lane paint that tyres have rubbed off in flakes, down to the asphalt."""
    flakes = noise(rng, 0.9, 10) + 0.5 * noise(rng, 1.6, 2)
    left = 1 / (1 + np.exp(9 * (flakes - 1.25)))
    grime = 1 - 0.10 * np.clip(noise(rng, 1.4, 3), -1, 1) + 0.05 * noise(rng, 0)
    return uniform(np.clip(grime * (0.16 + 0.84 * left), 0.1, 1.3))


@_draws(Tile.CONCRETE)
def _concrete(rng: np.random.Generator) -> Floats:
    tile = uniform(1 + 0.09 * noise(rng, 1.3, 3) + 0.06 * noise(rng, 0.2))
    tile[:, :3] *= 0.6
    return tile


@_draws(Tile.ROOF)
def _roof(rng: np.random.Generator) -> Floats:
    """Return rows of roof tiles, each row shading the one below."""
    v, u = np.indices((SIZE, SIZE))
    row = v % (SIZE // 12) / (SIZE // 12)
    curve = 0.8 + 0.3 * np.abs(np.sin(np.pi * (u % (SIZE // 16)) / (SIZE // 16)))
    return uniform(curve * (0.55 + 0.5 * row) * (1.02 + 0.16 * cells(rng, 12, 16)))


@_draws(Tile.BARK)
def _bark(rng: np.random.Generator) -> Floats:
    ridges = noise(rng, 0.9, 6)
    ridges = np.repeat(ridges[::8], 8, axis=0)
    return uniform(np.clip(1 + 0.4 * ridges + 0.15 * noise(rng, 0), 0.3, 1.8))
