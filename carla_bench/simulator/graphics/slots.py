"""What compiled loops read of each body on a stage: one row of numbers."""

from __future__ import annotations

from enum import IntEnum

__all__ = ["SLOTS", "Slot"]

SLOTS = 18
"""how many columns there are"""


class Slot(IntEnum):
    """Columns of the table that tells compiled loops about bodies."""

    PLACE = 0
    """three: metres, in the world"""
    TURN = 3
    """nine: the rotation from the body to the world, row by row"""
    PAINT = 12
    """three: linear; -1 for those that keep their own colours"""
    LAMPS = 15
    """mask of lit lamps"""
    FIRST = 16
    """row of the table of surfaces where the shape begins"""
    ID = 17
    """low 16 bits"""
