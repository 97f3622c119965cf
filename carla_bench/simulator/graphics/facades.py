"""Tiles of house fronts: one bay of one storey each, row 0 at the floor."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.texels import SIZE, bricks, noise, uniform

__all__ = ["FRONTS"]

Floats = NDArray[np.float32]

_GLASS = (0.16, 0.18, 0.21)
_LIGHT = (1.45, 1.45, 1.45)


def _storey(rng: np.random.Generator) -> Floats:
    """Return a bare wall, one bay wide and one storey high; row 0 is the floor."""
    tile = uniform(1 + 0.05 * noise(rng, 0.9, 4) + 0.03 * noise(rng, 0))
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
    tile = bricks(rng, 36, 13)
    _pane(tile, (0.28, 0.72), (0.30, 0.82))
    return tile


def _masonry_ground(rng: np.random.Generator) -> Floats:
    tile = bricks(rng, 36, 13)
    _fill(tile, (0, 1), (0, 0.12), (0.7, 0.9, 1.0))
    _pane(tile, (0.12, 0.46), (0.24, 0.74))
    _fill(tile, (0.60, 0.90), (0.0, 0.76), _LIGHT)
    _fill(tile, (0.63, 0.87), (0.0, 0.72), (0.12, 0.25, 0.30))
    _fill(tile, (0.68, 0.82), (0.50, 0.66), _GLASS, 0.7)
    return tile


FRONTS: dict[str, Callable[[np.random.Generator], Floats]] = {
    "WINDOW": _window,
    "WINDOW_GROUND": _window_ground,
    "SHUTTER": _shutter,
    "SHUTTER_GROUND": _shutter_ground,
    "OFFICE": _office,
    "OFFICE_GROUND": _office_ground,
    "MASONRY": _masonry,
    "MASONRY_GROUND": _masonry_ground,
}
"""What draws the (SIZE, SIZE, 4) tile of a name, as in `patterns.Tile`."""
