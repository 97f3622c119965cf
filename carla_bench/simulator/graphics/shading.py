"""From surfaces to colours: tiles, light, reflections, haze and the tone curve, in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.patterns import (
    LEVEL_START,
    LEVELS,
    SIZE,
    TILE_LENGTH,
    Tile,
    atlas,
    blotches,
)
from carla_bench.simulator.graphics.sky import Light, sky_color, smooth_noise
from carla_bench.simulator.graphics.surface import Row

__all__ = ["Fragments", "shade", "tone"]

Floats = NDArray[np.float32]

_SIZE_BITS = SIZE.bit_length() - 1
_MASK = SIZE - 1
_NORMALS = slice(Row.NORMAL_X, Row.NORMAL_Z + 1)


@dataclass(frozen=True, slots=True)
class Fragments:
    """Pixels that show a surface. n of them."""

    table: Floats
    """(len(Row), n) what each pixel's triangle is like"""
    points: Floats
    """(3, n) in the world, metres"""
    rays: Floats
    """(3, n) from the camera, 1 m long along the optical axis"""
    depth: Floats
    """(n,) metres along the optical axis"""
    sunlit: Floats
    """(n,) share of the sun that arrives, 0 to 1"""
    open: Floats
    """(n,) share of the light from above that arrives, 0 to 1"""
    instance: NDArray[np.uint16]
    """(n,)"""


def shade(pixels: Fragments, light: Light, time_s: float = 0.0) -> Floats:
    """Return (3, n) linear colour of surfaces."""
    table = pixels.table
    length = np.sqrt(np.einsum("kn,kn->n", pixels.rays, pixels.rays))
    texels, stain, windows, dwelling = _tiles(pixels, length)
    mirror = texels[:, 3] * np.float32(1 / 255) + table[Row.GLOSS]
    strength = table[Row.GRAIN]
    plain = 1 - strength
    strength = strength * np.float32(1 / 128)
    tone = 1 + table[Row.BLOTCH] * stain
    if light.wet > 0:
        tone *= 1 - 0.45 * light.wet * table[Row.POROUS]
        puddles = smooth_noise(pixels.points[0] * np.float32(6), pixels.points[1] * np.float32(6))
        mirror += table[Row.POROUS] * (light.wet * np.clip(0.12 + 0.9 * puddles, 0.04, 0.8))
    upward = table[Row.UPWARD]
    sun = table[Row.SUNWARD] * pixels.sunlit
    glow = table[Row.EMISSION] * np.float32(0.35 + 0.65 * light.night)
    color = np.empty_like(pixels.points)
    for c in range(3):
        lit = (upward * (light.above[c] - light.below[c]) + light.below[c]) * pixels.open
        lit += sun * light.sun[c]
        lit += glow
        color[c] = (plain + strength * texels[:, c]) * tone * table[Row.RED + c] * lit
    if len(windows):
        _furnish(color, windows, dwelling, light)
    _reflect(color, pixels, mirror, length, light, time_s)
    _haze(color, pixels.depth * length, light)
    return color


class _Tiling(NamedTuple):
    """What the tiles say of n pixels."""

    texels: NDArray[np.uint8]
    """(n, 4)"""
    stain: Floats
    """(n,) about -1 to 1, changes over metres"""
    windows: NDArray[np.intp]
    """(k,) pixels that show window glass"""
    dwelling: Floats
    """(k,) random number 0 to 1, the same for all pixels of a window"""


def _tiles(pixels: Fragments, length: Floats) -> _Tiling:
    """Look up the tiles of all pixels."""
    table = pixels.table
    x, y, z = pixels.points
    across = table[Row.U_X] * x + table[Row.U_Y] * y + table[Row.U_Z] * z + table[Row.U_1]
    up = table[Row.V_X] * x + table[Row.V_Y] * y + table[Row.V_Z] * z + table[Row.V_1]
    u, v = np.floor(across).astype(np.int32), np.floor(up).astype(np.int32)
    size = table[Row.SHRINK] * pixels.depth * np.sqrt(pixels.depth * length)
    # The exponent of the float is the logarithm to base 2; the random factor rounds it, now up,
    # now down, so that no seam shows where one version of a tile gives way to the next.
    level = ((size * _dither(len(size))).view(np.int32) >> 23) - 127
    level = np.clip(level, 0, LEVELS - 1)
    tile = table[Row.TILE].astype(np.int32)
    houses = np.flatnonzero(tile >= Tile.WINDOW)
    tile[houses] += (v[houses] >> _SIZE_BITS) <= 0
    index = tile * TILE_LENGTH + LEVEL_START[level]
    index += ((v & _MASK) >> level) << (_SIZE_BITS - level)
    index += (u & _MASK) >> level
    texels = _packed_atlas().take(index).view(np.uint8).reshape(-1, 4)
    stain = blotches().take((((v >> 4) & _MASK) << _SIZE_BITS) + ((u >> 4) & _MASK))
    windows = houses[texels[houses, 3] > 60]
    cell = (u[windows] >> _SIZE_BITS) * 7919 + (v[windows] >> _SIZE_BITS) * 104729
    cell += pixels.instance[windows].astype(np.int32) * 31
    return _Tiling(texels, stain, windows, _random_numbers().take(cell & 4095))


@cache
def _packed_atlas() -> NDArray[np.uint32]:
    """Return the atlas with one number per texel, which is quicker to index."""
    return np.ascontiguousarray(atlas()).view(np.uint32).ravel()


@cache
def _dither(count: int) -> Floats:
    return np.exp2(np.random.default_rng(3).uniform(0.1, 1.1, count)).astype(np.float32)


@cache
def _random_numbers() -> Floats:
    return np.random.default_rng(9).uniform(0, 1, 4096).astype(np.float32)


def _furnish(color: Floats, windows: NDArray[np.intp], dwelling: Floats, light: Light) -> None:
    """Hang curtains behind some windows and light some at night."""
    curtain = np.maximum(0.4 - dwelling, 0) * 0.5
    lamp = np.maximum(dwelling - 0.6, 0) * light.night * 1.6
    for c, warm in enumerate((1.0, 0.74, 0.42)):
        color[c, windows] += curtain * light.above[c] + lamp * np.float32(warm)


def _reflect(
    color: Floats,
    pixels: Fragments,
    mirror: Floats,
    length: Floats,
    light: Light,
    time_s: float,
) -> None:
    """Mix in the sky, and the sun, that glass, paint and wet ground mirror."""
    rows = np.flatnonzero(mirror > 0.02)
    if not len(rows):
        return
    ray = pixels.rays[:, rows] / length[rows]
    normal = pixels.table[_NORMALS, rows] * pixels.table[Row.FACING, rows]
    cosine = np.clip(-np.einsum("kn,kn->n", ray, normal), 0, 1)
    bounce = ray + 2 * cosine * normal
    grazing = 1 - cosine
    grazing *= grazing * grazing
    share = mirror[rows] * (0.10 + 0.80 * grazing)
    sky = sky_color(light, bounce, time_s)
    # What lies below the horizon is not the sky but the street, which is darker.
    street = np.clip(0.5 + bounce[2] * 6, 0.25, 1)
    sunlit = pixels.sunlit[rows]
    toward = np.maximum(light.source.astype(np.float32) @ bounce, 0)
    for _ in range(6):
        toward *= toward
    for c in range(3):
        seen = sky[c] * street
        np.minimum(seen, 1.6, out=seen)
        old = color[c, rows]
        new = old + (seen - old) * share
        new += toward * sunlit * (light.sun[c] * share * 4)
        color[c, rows] = new


def _haze(color: Floats, distance: Floats, light: Light) -> None:
    """Fade colours into the horizon's with distance."""
    through = np.exp(np.minimum(light.clear_m - distance, 0) * np.float32(light.haze))
    for c in range(3):
        color[c] -= light.fog[c]
        color[c] *= through
        color[c] += light.fog[c]


_STEPS = 1024
_BRIGHTEST = 8.0


@cache
def _tone_curve() -> NDArray[np.uint8]:
    """Return (steps,) sRGB bytes of linear light 0 to `_BRIGHTEST`: a filmic shoulder."""
    x = np.arange(int(_STEPS * _BRIGHTEST) + 1) / _STEPS
    # Hable, "Uncharted 2: HDR lighting", 2010: a soft toe and a long shoulder.
    film = _hable(1.55 * x) / _hable(np.array(6.0))
    film = np.clip(film, 0, 1)
    srgb = np.where(film <= 0.0031308, 12.92 * film, 1.055 * film ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * srgb), np.uint8)


def _hable(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return (x * (0.22 * x + 0.03) + 0.002) / (x * (0.22 * x + 0.3) + 0.06) - 0.02 / 0.6


def tone(color: Floats) -> NDArray[np.uint8]:
    """Return (n, 3) sRGB of (3, n) linear colour."""
    steps = np.minimum(color * np.float32(_STEPS), _STEPS * _BRIGHTEST).astype(np.int32)
    return np.ascontiguousarray(_tone_curve().take(steps).T)
