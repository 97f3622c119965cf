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

__all__ = ["LEVELS", "LEVEL_START", "SIZE", "TILE_LENGTH", "Tile", "atlas", "blotches"]

Floats = NDArray[np.float32]

SIZE = 512
"""Texels on each side of a tile."""
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
    is how much of a mirror the texel is, 0 to 255.
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
        Tile.WINDOW: _window,
        Tile.WINDOW_GROUND: _window_ground,
        Tile.SHUTTER: _shutter,
        Tile.SHUTTER_GROUND: _shutter_ground,
        Tile.OFFICE: _office,
        Tile.OFFICE_GROUND: _office_ground,
        Tile.MASONRY: _masonry,
        Tile.MASONRY_GROUND: _masonry_ground,
    }
    texels = np.concatenate([_shrink(draw[tile](rng)) for tile in Tile])
    texels.flags.writeable = False
    return texels


@cache
def blotches() -> Floats:
    """Return (SIZE * SIZE,) smooth noise of mean 0, about -1 to 1: stains, clouds, dry grass."""
    noise = np.clip(_noise(np.random.default_rng(4), 1.7, 3) / 2, -1, 1).ravel()
    noise = noise.astype(np.float32)
    noise.flags.writeable = False
    return noise


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


def _noise(rng: np.random.Generator, slope: float, lowest: float = 1) -> Floats:
    """Return (SIZE, SIZE) tiling noise of mean 0 and deviation 1.

    Args:
        rng: source of the phases.
        slope: amplitude falls with frequency to this power; 0 is white.
        lowest: waves per tile below which there is nothing.
    """
    down = np.fft.fftfreq(SIZE)[:, None] * SIZE
    across = np.fft.rfftfreq(SIZE)[None] * SIZE
    frequency = np.maximum(np.hypot(down, across), 1)
    spectrum = np.fft.rfft2(rng.standard_normal((SIZE, SIZE)))
    spectrum *= frequency**-slope * (np.hypot(down, across) >= lowest)
    noise = np.fft.irfft2(spectrum, (SIZE, SIZE))
    return np.asarray(noise / noise.std(), np.float32)


def _uniform(value: Floats | float = 1.0) -> Floats:
    """Return a (SIZE, SIZE, 4) grey tile without mirror from (SIZE, SIZE) or one value."""
    tile = np.zeros((SIZE, SIZE, 4), np.float32)
    tile[..., :3] = np.asarray(value, np.float32)[..., None]
    return tile


def _cells(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    """Return (SIZE, SIZE) one random value -1 to 1 for each cell of a grid."""
    v, u = np.indices((SIZE, SIZE))
    values = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    return np.asarray(values[v * rows // SIZE, u * columns // SIZE])


def _plain(rng: np.random.Generator) -> Floats:
    return _uniform()


def _grain(rng: np.random.Generator) -> Floats:
    return _uniform(1 + 0.28 * _noise(rng, 0.7, 4) + 0.25 * _noise(rng, 0))


def _asphalt(rng: np.random.Generator) -> Floats:
    stones = np.clip(_noise(rng, 0.15), -2, 2.5)
    tile = 1 + 0.42 * stones + 0.22 * _noise(rng, 1.0, 6)
    # Hairline cracks lie where a smooth noise passes zero.
    crack = np.exp(-((_noise(rng, 1.8, 3) / 0.012) ** 2)) * (_noise(rng, 1.8, 2) > 0.9)
    return _uniform(np.clip(tile - 0.7 * crack, 0.25, 2))


def _grass(rng: np.random.Generator) -> Floats:
    blades = 1 + 0.45 * _noise(rng, 0.45, 8) + 0.25 * _noise(rng, 1.2, 3)
    dry = np.clip(0.5 + 0.5 * _noise(rng, 1.3, 3), 0, 1)
    tile = _uniform(np.clip(blades, 0.2, 2))
    tile[..., 0] *= 0.85 + 0.45 * dry
    tile[..., 2] *= 0.8 + 0.3 * dry
    return tile


def _leaves(rng: np.random.Generator) -> Floats:
    clumps = _noise(rng, 1.1, 5)
    tile = _uniform(np.clip(1 + 0.7 * clumps + 0.35 * _noise(rng, 0.4, 30), 0.08, 2))
    tile[..., 0] *= 1 + 0.2 * np.clip(clumps, 0, 1)
    return tile


def _paving(rng: np.random.Generator) -> Floats:
    tile = _uniform(1 + 0.14 * _cells(rng, 4, 4) + 0.12 * _noise(rng, 0.5, 3))
    v, u = np.indices((SIZE, SIZE)) % (SIZE // 4)
    tile[(u < 4) | (v < 4)] *= 0.55
    return tile


def _brick(rng: np.random.Generator) -> Floats:
    return _bricks(rng, 24, 8)


def _bricks(rng: np.random.Generator, courses: int, bricks: int) -> Floats:
    """Return a tile of so many courses of so many bricks, every other course shifted."""
    v, u = np.indices((SIZE, SIZE))
    course = v * courses // SIZE
    along = (u + (course % 2) * (SIZE // (2 * bricks))) % SIZE
    tones = rng.uniform(-1, 1, (courses, bricks)).astype(np.float32)
    tile = _uniform(1 + 0.3 * tones[course, along * bricks // SIZE] + 0.2 * _noise(rng, 0.6, 4))
    mortar = (along * bricks % SIZE < 3 * bricks) | (v * courses % SIZE < 2 * courses)
    tile[mortar, :3] = (1.25, 1.4, 1.45)
    return tile


def _stripes(rng: np.random.Generator) -> Floats:
    v, u = np.indices((SIZE, SIZE))
    red = (u + v) % (SIZE // 2) < SIZE // 4
    tile = _uniform(0.9)
    tile[red, :3] = (0.62, 0.035, 0.025)
    return tile


def _picket(rng: np.random.Generator) -> Floats:
    u = np.arange(SIZE)[None]
    tones = rng.uniform(0.85, 1.15, 8).astype(np.float32)
    tile = _uniform(tones[u * 8 // SIZE] + 0.1 * _noise(rng, 0.8, 4))
    tile[:, u[0] % (SIZE // 8) < SIZE // 40] *= 0.25
    return tile


def _storey(rng: np.random.Generator) -> Floats:
    """Return a bare wall, one bay wide and one storey high; row 0 is the floor."""
    tile = _uniform(1 + 0.05 * _noise(rng, 0.9, 4) + 0.03 * _noise(rng, 0))
    tile[SIZE - 10 :, :, :3] *= 0.82
    return tile


def _fill(
    tile: Floats,
    across: tuple[float, float],
    up: tuple[float, float],
    color: float | tuple[float, float, float],
    mirror: float = 0.0,
) -> None:
    """Paint a rectangle, given in shares of the tile; `color` multiplies the wall's."""
    left, right, low, high = (round(share * SIZE) for share in (*across, *up))
    tile[low:high, left:right, :3] = color
    tile[low:high, left:right, 3] = mirror


_GLASS = (0.16, 0.18, 0.21)
_LIGHT = (1.45, 1.45, 1.45)


def _pane(
    tile: Floats, across: tuple[float, float], up: tuple[float, float], bars: int = 1
) -> None:
    """Paint a window with its frame, bars, sill and the shadow of the reveal."""
    (left, right), (low, high) = across, up
    _fill(tile, (left - 0.025, right + 0.025), (low - 0.025, high + 0.02), _LIGHT)
    _fill(tile, across, up, _GLASS, 0.85)
    _fill(tile, across, (high - 0.03, high), (0.08, 0.08, 0.09), 0.3)
    for bar in range(1, bars + 1):
        middle = left + (right - left) * bar / (bars + 1)
        _fill(tile, (middle - 0.008, middle + 0.008), up, (1.2, 1.2, 1.2))
    _fill(tile, (left - 0.05, right + 0.05), (low - 0.045, low - 0.02), (1.3, 1.3, 1.3))
    _fill(tile, (left - 0.05, right + 0.05), (low - 0.065, low - 0.045), (0.5, 0.5, 0.5))


def _window(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    _pane(tile, (0.30, 0.70), (0.30, 0.82))
    return tile


def _window_ground(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    _fill(tile, (0, 1), (0, 0.14), (0.55, 0.55, 0.57))
    _pane(tile, (0.08, 0.92), (0.18, 0.70), 2)
    _fill(tile, (0.02, 0.98), (0.76, 0.92), (0.28, 0.32, 0.36))
    _fill(tile, (0, 1), (0.955, 1), (1.35, 1.35, 1.35))
    return tile


def _shutter(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    for left in (0.17, 0.63):
        _fill(tile, (left - 0.10, left + 0.30), (0.30, 0.80), (0.32, 0.42, 0.36))
        for row in range(20):
            height = 0.30 + row * 0.025
            _fill(tile, (left - 0.09, left + 0.29), (height, height + 0.006), (0.2, 0.27, 0.23))
        _pane(tile, (left + 0.0, left + 0.20), (0.30, 0.80))
    return tile


def _shutter_ground(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    _fill(tile, (0, 1), (0, 0.16), (0.6, 0.6, 0.6))
    _fill(tile, (0.10, 0.40), (0.0, 0.74), _LIGHT)
    _fill(tile, (0.13, 0.37), (0.0, 0.70), (0.30, 0.17, 0.10))
    _fill(tile, (0.16, 0.34), (0.42, 0.64), _GLASS, 0.7)
    _pane(tile, (0.56, 0.86), (0.30, 0.74))
    return tile


def _office(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    _fill(tile, (0.0, 1.0), (0.26, 0.92), (0.45, 0.46, 0.48))
    for left in (0.02, 0.35, 0.68):
        _fill(tile, (left, left + 0.30), (0.28, 0.90), _GLASS, 0.95)
        _fill(tile, (left, left + 0.30), (0.66, 0.68), (0.4, 0.41, 0.43))
    return tile


def _office_ground(rng: np.random.Generator) -> Floats:
    tile = _storey(rng)
    _fill(tile, (0.0, 1.0), (0.0, 0.86), (0.4, 0.41, 0.43))
    for left in (0.02, 0.52):
        _fill(tile, (left, left + 0.46), (0.06, 0.82), _GLASS, 0.95)
    _fill(tile, (0.0, 1.0), (0.86, 1.0), (0.62, 0.64, 0.68))
    return tile


def _masonry(rng: np.random.Generator) -> Floats:
    tile = _bricks(rng, 36, 13)
    _pane(tile, (0.28, 0.72), (0.30, 0.82))
    return tile


def _masonry_ground(rng: np.random.Generator) -> Floats:
    tile = _bricks(rng, 36, 13)
    _fill(tile, (0, 1), (0, 0.12), (0.7, 0.9, 1.0))
    _pane(tile, (0.12, 0.46), (0.24, 0.74))
    _fill(tile, (0.60, 0.90), (0.0, 0.76), _LIGHT)
    _fill(tile, (0.63, 0.87), (0.0, 0.72), (0.12, 0.25, 0.30))
    _fill(tile, (0.68, 0.82), (0.50, 0.66), _GLASS, 0.7)
    return tile
