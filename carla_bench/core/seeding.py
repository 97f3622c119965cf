"""Random generators: one seed a run, one independent stream for each named purpose."""

from __future__ import annotations

import zlib

import numpy as np

__all__ = ["generator"]


def generator(seed: int, *names: str | int) -> np.random.Generator:
    """Return the generator of one purpose, the same for the same seed and names.

    Adding a purpose never changes the numbers that another one draws.

    Args:
        seed: seed of the run, >= 0.
        names: what the numbers are for, such as ``"placement", 3``.

    Example:
        >>> a, b = generator(7, "placement", 0), generator(7, "placement", 0)
        >>> bool(a.integers(1000) == b.integers(1000))
        True
    """
    return np.random.default_rng([seed, *(zlib.crc32(str(name).encode()) for name in names)])
