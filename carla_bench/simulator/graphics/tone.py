"""From linear light to bytes."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["BRIGHTEST", "STEPS", "tone_curve"]

Array = NDArray[np.float64]

STEPS = 1024
"""of the curve, from one unit of light to the next"""
BRIGHTEST = 8.0
"""light where the curve ends"""


@cache
def tone_curve() -> NDArray[np.uint8]:
    """Return (steps,) sRGB bytes of linear light from 0 to 8: a filmic shoulder."""
    x = np.arange(int(STEPS * BRIGHTEST) + 1) / STEPS
    # Hable, "Uncharted 2: HDR lighting", 2010: a soft toe and a long shoulder.
    film = _hable(1.55 * x) / _hable(np.array(6.0))
    film = np.clip(film, 0, 1)
    srgb = np.where(film <= 0.0031308, 12.92 * film, 1.055 * film ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(255 * srgb), np.uint8)


def _hable(x: Array) -> Array:
    return (x * (0.22 * x + 0.03) + 0.002) / (x * (0.22 * x + 0.3) + 0.06) - 0.02 / 0.6
