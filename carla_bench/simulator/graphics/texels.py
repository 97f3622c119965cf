"""What tiles are drawn with: noise, grids, bricks."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["SIZE", "bricks", "cells", "noise", "uniform"]

Floats = NDArray[np.float32]

SIZE = 512
"""Texels on each side of a tile."""


def noise(rng: np.random.Generator, slope: float, lowest: float = 1) -> Floats:
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
    waves = np.fft.irfft2(spectrum, (SIZE, SIZE))
    return np.asarray(waves / waves.std(), np.float32)


def uniform(value: Floats | float = 1.0) -> Floats:
    """Return a (SIZE, SIZE, 4) grey tile without mirror from (SIZE, SIZE) or one value."""
    tile = np.zeros((SIZE, SIZE, 4), np.float32)
    tile[..., :3] = np.asarray(value, np.float32)[..., None]
    return tile


def cells(rng: np.random.Generator, rows: int, columns: int) -> Floats:
    """Return (SIZE, SIZE) one random value -1 to 1 for each cell of a grid."""
    v, u = np.indices((SIZE, SIZE))
    values = rng.uniform(-1, 1, (rows, columns)).astype(np.float32)
    return np.asarray(values[v * rows // SIZE, u * columns // SIZE])


def bricks(rng: np.random.Generator, courses: int, across: int) -> Floats:
    """Return a tile of so many courses of so many bricks, every other course shifted."""
    v, u = np.indices((SIZE, SIZE))
    course = v * courses // SIZE
    along = (u + (course % 2) * (SIZE // (2 * across))) % SIZE
    tones = rng.uniform(-1, 1, (courses, across)).astype(np.float32)
    tile = uniform(1 + 0.3 * tones[course, along * across // SIZE] + 0.2 * noise(rng, 0.6, 4))
    mortar = (along * across % SIZE < 3 * across) | (v * courses % SIZE < 2 * courses)
    tile[mortar, :3] = (1.25, 1.4, 1.45)
    return tile
