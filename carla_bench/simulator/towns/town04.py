"""Town04: a motorway ring of 1000 m by 720 m with two interchanges, and a small town inside.

The ring rises over the street of each interchange. On its ramps between one entry and the
next exit it has a fourth lane, for those who come and go.
"""

from __future__ import annotations

import math

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Node, Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_SHOULDER_M = 2.5
_MOTORWAY = StreetKind(
    lanes=3, back=0, shoulder_m=_SHOULDER_M, sidewalk_m=0.0, speed_kmh=100, motorway=True
)
_WITH_RAMP_LANE = StreetKind(
    lanes=4, back=0, shoulder_m=_SHOULDER_M, sidewalk_m=0.0, speed_kmh=100, motorway=True
)
_RAMP = StreetKind(back=0, lane_width_m=3.75, shoulder_m=1.0, sidewalk_m=0.0, speed_kmh=60)
_LINK = StreetKind(lanes=2, shoulder_m=1.5, sidewalk_m=0.0, speed_kmh=50, divided=True)
_MAIN = StreetKind(lanes=2, sidewalk_m=3.5, speed_kmh=50, divided=True)
_STREET = StreetKind(speed_kmh=30)
_PARKING = StreetKind(parking_m=2.3, speed_kmh=30)

_WIDTH, _HEIGHT = 1000.0, 720.0
_GAP_M = 5.0
"""middle of the motorway to the left edge of each carriageway"""
_RISE_M = 6.8
_REACH_M = 260.0
"""from the interchange's street to the split and the merge of its ramps"""


def _interchange(name: str, turn: float) -> dict[str, Node]:
    """Return the nodes of the southern interchange, turned about the middle of the ring.

    The outer carriageway (o) runs east here, the inner one (i) west; x exits, e enters.
    """
    nodes: dict[str, Node] = {}
    for side, along, away in (("o", 1.0, -1.0), ("i", -1.0, 1.0)):
        edge, terminal = away * _GAP_M, away * (75.0 if side == "i" else 65.0)
        nodes |= {
            f"{name}{side}x": (-along * _REACH_M, edge),
            f"{name}{side}up": (-along * 22.0, edge, _RISE_M),
            f"{name}{side}down": (along * 22.0, edge, _RISE_M),
            f"{name}{side}e": (along * _REACH_M, edge),
            f"{name}{side}xr": (-along * 80.0, terminal),
            f"{name}{side}t": (0.0, terminal),
            f"{name}{side}er": (along * 80.0, terminal),
        }
    cos, sin = math.cos(turn), math.sin(turn)

    def place(x: float, y: float, *z: float) -> Node:
        y -= _HEIGHT / 2
        moved = (_WIDTH / 2 + x * cos - y * sin, _HEIGHT / 2 + x * sin + y * cos)
        return (*moved, z[0]) if z else moved

    return {node: place(*at) for node, at in nodes.items()}


def _corners(name: str, inset: float) -> dict[str, Node]:
    return {
        f"{name}SW": (inset, inset),
        f"{name}SE": (_WIDTH - inset, inset),
        f"{name}NE": (_WIDTH - inset, _HEIGHT - inset),
        f"{name}NW": (inset, _HEIGHT - inset),
    }


_RAMPS = tuple(
    Street(_RAMP, path.format(n + side), 70.0)
    for n in "SN"
    for side in "oi"
    for path in ("{0}x {0}xr {0}t", "{0}t {0}er {0}e")
)

PLAN = StreetPlan(
    summary="ring road: a motorway of six to eight lanes with exits around a small town",
    nodes=_interchange("S", 0.0)
    | _interchange("N", math.pi)
    | _corners("o", -_GAP_M)
    | _corners("i", _GAP_M)
    | {
        # the town inside
        "A1": (290, 170),
        "A2": (500, 170),
        "A3": (700, 170),
        "B1": (290, 350),
        "B2": (500, 350),
        "B3": (700, 350),
        "C1": (290, 540),
        "C2": (500, 540),
        "C3": (700, 540),
        "D1": (390, 350),
        "D2": (390, 540),
        "D3": (610, 350),
        "D4": (610, 170),
        "Wn": (200, 515),
        "Ws": (200, 195),
    },
    streets=(
        Street(_MOTORWAY, "Sox Soup Sodown Soe", 130.0 + _GAP_M),
        Street(_WITH_RAMP_LANE, "Soe oSE oNE Nox", 130.0 + _GAP_M),
        Street(_MOTORWAY, "Nox Noup Nodown Noe", 130.0 + _GAP_M),
        Street(_WITH_RAMP_LANE, "Noe oNW oSW Sox", 130.0 + _GAP_M),
        Street(_MOTORWAY, "Six Siup Sidown Sie", 130.0 - _GAP_M),
        Street(_WITH_RAMP_LANE, "Sie iSW iNW Nix", 130.0 - _GAP_M),
        Street(_MOTORWAY, "Nix Niup Nidown Nie", 130.0 - _GAP_M),
        Street(_WITH_RAMP_LANE, "Nie iNE iSE Six", 130.0 - _GAP_M),
        *_RAMPS,
        Street(_LINK, "Sot Sit"),
        Street(_LINK, "Not Nit"),
        Street(_MAIN, "Sit A2 B2 C2 Nit"),
        Street(_STREET, "A1 A2 D4 A3 B3 C3 C2 D2 C1 B1 A1"),
        Street(_PARKING, "B1 D1 B2 D3 B3"),
        Street(_STREET, "D1 D2"),
        Street(_STREET, "D3 D4"),
        Street(_STREET, "A1 Ws Wn C1"),
    ),
    lights="Sit Nit Sot Not A2 B2 C2",
    kerb_radius_m=8.0,
    bend_radius_m=28.0,
    latitude_deg=48.8,
    longitude_deg=9.2,
)
