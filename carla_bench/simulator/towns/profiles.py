"""Heights along a road: smooth cubics that are level where the road ends."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Cubic", "profile"]


@dataclass(frozen=True, slots=True)
class Cubic:
    """A polynomial of the distance from s, in metres: OpenDRIVE's ``<elevation>``."""

    s: float
    a: float
    b: float = 0.0
    c: float = 0.0
    d: float = 0.0


def profile(stations: list[float], heights: list[float]) -> tuple[Cubic, ...]:
    """Return the smooth curve through heights that never overshoots them.

    Args:
        stations: ascending, metres.
        heights: at the stations, metres; level at the first and the last.

    Source: Fritsch and Butland, "A method for constructing local monotone piecewise cubic
    interpolants", SIAM J. Sci. Stat. Comput. 5 (1984).
    """
    steps = [b - a for a, b in pairwise(stations)]
    grades = [(b - a) / step for (a, b), step in zip(pairwise(heights), steps, strict=True)]
    slopes = [0.0, *(_slope(a, b) for a, b in pairwise(grades)), 0.0]
    if not any(grades):
        return (Cubic(stations[0], heights[0]),)
    return tuple(
        Cubic(
            stations[i],
            heights[i],
            slopes[i],
            (3 * grade - 2 * slopes[i] - slopes[i + 1]) / steps[i],
            (slopes[i] + slopes[i + 1] - 2 * grade) / steps[i] ** 2,
        )
        for i, grade in enumerate(grades)
    )


def _slope(before: float, after: float) -> float:
    """Return the harmonic mean of two grades, level at a crest or in a dip."""
    return 2 * before * after / (before + after) if before * after > 0 else 0.0
