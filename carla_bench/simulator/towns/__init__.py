"""The towns that come with the embedded simulator, as OpenDRIVE.

They are stand-ins: they carry the names of CARLA's towns and each has the character of its
namesake (small town, ring road, downtown ...), but neither their streets nor their sizes are
CARLA's. A route made for one does not fit the other.
"""

from __future__ import annotations

from functools import cache

from carla_bench.errors import UnknownEntry
from carla_bench.simulator.towns import (
    town01,
    town02,
    town03,
    town04,
    town05,
    town06,
    town07,
    town10hd,
)
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["TOWNS", "opendrive", "summary"]

_PLANS: dict[str, StreetPlan] = {
    "Town01": town01.PLAN,
    "Town02": town02.PLAN,
    "Town03": town03.PLAN,
    "Town04": town04.PLAN,
    "Town05": town05.PLAN,
    "Town06": town06.PLAN,
    "Town07": town07.PLAN,
    "Town10HD": town10hd.PLAN,
}

TOWNS: tuple[str, ...] = tuple(_PLANS)
"""Names that `opendrive` knows."""


@cache
def opendrive(name: str) -> str:
    """Return the OpenDRIVE text of a town, the same bytes each time.

    Raises:
        UnknownEntry: no town of that name.
    """
    return _plan(name).opendrive(name)


def summary(name: str) -> str:
    """Return a line on what a town looks like.

    Raises:
        UnknownEntry: no town of that name.
    """
    return _plan(name).summary


def _plan(name: str) -> StreetPlan:
    if name not in _PLANS:
        raise UnknownEntry("town", name, TOWNS)
    return _PLANS[name]
