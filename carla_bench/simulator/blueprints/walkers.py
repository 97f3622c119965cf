"""People of the blueprint library."""

from __future__ import annotations

from typing import NamedTuple

from .blueprint import Attribute, Kind, Size, fixed

__all__ = ["WALKERS", "WalkerRow", "walker_attributes", "walker_row"]


class WalkerRow(NamedTuple):
    """One person."""

    number: int
    """1 to 52, the last part of the id"""
    gender: str
    """male or female"""
    age: str
    """child, teenager, adult or elderly"""
    size: Size
    """length, width, height of the box, metres"""


_SMALL = (9, 10, 11, 48, 49)
_YOUNG = (12, 13, 14)
_TEENAGERS = (15, 22, 37, 44)
_ELDERLY = (7, 16, 27, 35, 42, 51)
_MEN = (
    2, 4, 5, 6, 9, 11, 13, 15, 16, 18, 20, 21, 24, 26, 28, 30, 31, 32, 34, 36, 38, 40, 42, 43,
    45, 47, 48, 50, 52,
)  # fmt: skip
_SECOND_GENERATION_FROM = 15
_WHEELCHAIRS = (21, 26, 34, 41)


def _row(number: int) -> WalkerRow:
    gender = "male" if number in _MEN else "female"
    if number in _SMALL:
        return WalkerRow(number, gender, "child", (0.5, 0.5, 1.1))
    if number in _YOUNG:
        return WalkerRow(number, gender, "child", (0.375, 0.375, 1.3))
    age = "elderly" if number in _ELDERLY else "teenager" if number in _TEENAGERS else "adult"
    return WalkerRow(number, gender, age, (0.375, 0.375, 1.86))


WALKERS = tuple(_row(number) for number in range(1, 53))


def walker_row(type_id: str) -> WalkerRow:
    """Return the row of a blueprint id; of the first person where the number is unknown."""
    tail = type_id.rsplit(".", 1)[-1]
    number = int(tail) if tail.isdecimal() else 1
    return WALKERS[number - 1 if 1 <= number <= len(WALKERS) else 0]


def walker_attributes(row: WalkerRow) -> tuple[Attribute, ...]:
    """Return the attributes of a person; the speeds are for standing, walking and running."""
    wheelchair = row.number in _WHEELCHAIRS
    pace = {"child": ("0.0", "1.1", "2.2"), "elderly": ("0.0", "1.0", "1.8")}
    speeds = pace.get(row.age, ("0.0", "1.4", "2.6"))
    choice = ("false", "true") if wheelchair else ("false",)
    return (
        fixed("gender", Kind.STRING, row.gender),
        fixed("age", Kind.STRING, row.age),
        fixed("generation", Kind.INT, 1 if row.number < _SECOND_GENERATION_FROM else 2),
        fixed("can_use_wheelchair", Kind.BOOL, wheelchair),
        Attribute("speed", Kind.FLOAT, speeds[0], speeds),
        Attribute("is_invincible", Kind.BOOL, "true"),
        Attribute("use_wheelchair", Kind.BOOL, "false", choice, restricted=True),
    )
