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


def compiled(function: Function) -> Function:
    """Return a function compiled at its first call; division by zero gives inf or nan."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def borrowing(function: Function) -> Function:
    """Return a compiled function that makes no arrays and counts no references to its own.

    Counting them costs more than shading a pixel. Whoever calls it keeps the arrays alive.
    """
    made = numba.njit(cache=True, nogil=True, error_model="numpy", _nrt=False)(function)
    return cast(Function, made)


def inlined(function: Function) -> Function:
    """Return a small function that becomes part of the compiled functions that call it."""
    made = numba.njit(forceinline=True, nogil=True, error_model="numpy", _nrt=False)(function)
    return cast(Function, made)
