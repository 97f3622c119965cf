"""Breaks good requests: one or several of their parts become something else."""

from __future__ import annotations

import copy
import random

__all__ = ["mutated", "strange"]

_SPECIAL: list[object] = [
    None, True, False, 0, 1, -1, 2**31, 2**32, 2**63, -(2**63), 0.0, -0.0, 1e-320, 1e9, 1e38, 1e308,
    float("inf"), float("-inf"), float("nan"), "", "a", "\x00", "Town01", "../x", "ü" * 300, b"",
    b"\x00" * 24, [], [[]], [None], {}, {"a": 1}, [0] * 50, ["x"] * 50, 255, 65535,
]  # fmt: skip


def strange(rng: random.Random) -> object:
    """Return a value that a careful client would hardly send."""
    if rng.random() < 0.8:
        return copy.deepcopy(rng.choice(_SPECIAL))
    if rng.random() < 0.5:
        return rng.randint(-(2**63), 2**64 - 1)
    return rng.uniform(-1, 1) * 10 ** rng.uniform(-40, 308)


def mutated(value: object, rng: random.Random) -> object:
    """Return a copy of a request's arguments with one to three parts changed."""
    value = copy.deepcopy(value)
    for _ in range(rng.choice([1, 1, 1, 2, 3])):
        value = _changed(value, rng)
    return value


def _changed(value: object, rng: random.Random) -> object:
    if not isinstance(value, list) or not value or rng.random() < 0.1:
        return _other(value, rng)
    place = rng.randrange(len(value))
    choice = rng.random()
    if choice < 0.08:
        del value[place]
    elif choice < 0.16:
        value.insert(place, strange(rng))
    elif choice < 0.2:
        value.extend(copy.deepcopy(value[place:]) * 3)
    else:
        value[place] = _changed(value[place], rng)
    return value


def _other(value: object, rng: random.Random) -> object:
    """Return something near a value, or something strange."""
    if isinstance(value, bool) or rng.random() < 0.4:
        return strange(rng)
    if isinstance(value, int):
        return value + rng.choice([-1, 1, 7, 255, 65536])
    if isinstance(value, float):
        return value * rng.choice([-1.0, 0.0, 1e3, 1e-3, 1e20])
    if isinstance(value, str):
        return rng.choice([value.upper(), value + "x", value[:-1], value * 3, value[::-1]])
    return strange(rng)
