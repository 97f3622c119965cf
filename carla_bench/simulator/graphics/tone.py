"""From linear light to the bytes of a picture."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["BRIGHTEST", "STEPS", "tone_curve"]

STEPS = 4095
"""of the curve, even in the square root of the light: eyes see small steps in the dark"""
BRIGHTEST = 12.0
"""light at the end of the curve"""
_EXPOSURE = 0.72


@cache
def tone_curve() -> NDArray[np.float32]:
    """Return (STEPS + 1,) sRGB, 0 to just below 255, of linear light from 0 to `BRIGHTEST`.

    Source: Narkowicz, "ACES Filmic Tone Mapping Curve", 2015: a soft toe and a long shoulder.
    """
    x = _EXPOSURE * np.linspace(0, np.sqrt(BRIGHTEST), STEPS + 1) ** 2
    film = np.clip(x * (2.51 * x + 0.03) / (x * (2.43 * x + 0.59) + 0.14), 0, 1)
    srgb = np.where(film <= 0.0031308, 12.92 * film, 1.055 * film ** (1 / 2.4) - 0.055)
    return np.asarray(254.99 * srgb, np.float32)
