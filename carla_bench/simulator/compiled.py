"""Numeric loops compiled to machine code: the one place that knows the compiler.

Compiled functions release the GIL and are cached on disk beside their source, so that only
the first run on a machine waits for the compiler. Arithmetic stays in the order in which it is
written (no "fast math"), so the same input gives the same bits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numba

__all__ = ["borrowing", "compiled", "inlined"]

Function = TypeVar("Function", bound=Callable[..., Any])

_OPTIONS: dict[str, Any] = {"nogil": True, "error_model": "numpy"}
# Numba's name for its reference counts, which it offers to switch off without documenting it.
_UNCOUNTED: dict[str, Any] = {"_nrt": False}


def compiled(function: Function) -> Function:
    """Return a function compiled at its first call; division by zero gives inf or nan."""
    return cast(Function, numba.njit(**_OPTIONS, cache=True)(function))


def borrowing(function: Function) -> Function:
    """Return a compiled function that makes no arrays and counts no references to its own.

    Counting them costs more than shading a pixel. Whoever calls it keeps the arrays alive.
    """
    return cast(Function, numba.njit(**_OPTIONS, **_UNCOUNTED, cache=True)(function))


def inlined(function: Function) -> Function:
    """Return a small function that becomes part of the compiled functions that call it.

    It makes no arrays, as `borrowing` ones do not.
    """
    return cast(Function, numba.njit(**_OPTIONS, **_UNCOUNTED, forceinline=True)(function))
