"""The towns that come with the embedded simulator, as OpenDRIVE."""

from __future__ import annotations

from functools import cache

from carla_bench.errors import UnknownEntry

from . import town01, town02

__all__ = ["TOWNS", "opendrive"]

_PLANS = {"Town01": town01.PLAN, "Town02": town02.PLAN}

TOWNS: tuple[str, ...] = tuple(_PLANS)
"""Names that `opendrive` knows."""


@cache
def opendrive(name: str) -> str:
    """Return the OpenDRIVE text of a town, the same bytes each time.

    Raises:
        UnknownEntry: no town of that name.
    """
    if name not in _PLANS:
        raise UnknownEntry("town", name, TOWNS)
    return _PLANS[name].opendrive(name)
