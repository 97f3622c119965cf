"""Town06: a motorway of four and five lanes each way, 1300 m long, with entrances and exits.

Both carriageways are one road that turns around at the ends of the town. A frontage road
goes around all of it; each ramp ends there, and one street bridges the motorway in the middle.
"""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Node, Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_MOTORWAY = StreetKind(
    lanes=4, back=0, shoulder_m=2.5, sidewalk_m=0.0, speed_kmh=120, motorway=True
)
_WITH_RAMP_LANE = StreetKind(
    lanes=5, back=0, shoulder_m=2.5, sidewalk_m=0.0, speed_kmh=120, motorway=True
)
_RAMP = StreetKind(back=0, lane_width_m=3.75, shoulder_m=1.0, sidewalk_m=0.0, speed_kmh=60)
_FRONTAGE = StreetKind(lanes=2, sidewalk_m=2.5, speed_kmh=60, divided=True)
_BRIDGE = StreetKind(sidewalk_m=2.5, speed_kmh=50)

_LENGTH_M = 1180.0
_GAP_M = 6.0
"""middle of the motorway to the left edge of each carriageway"""
_FRONTAGE_M = 136.0
_RAMP_REACH_M = 90.0
"""along the motorway, from a split to the end of its ramp"""
_EXITS = 100.0, 440.0, 850.0
_ENTRIES = 330.0, 740.0, 1080.0
_DIP_M, _RISE_M = -3.0, 3.55


def _eastbound() -> dict[str, Node]:
    """Return the nodes of the southern half: e0, e1 ... enter, x0, x1 ... exit."""
    nodes: dict[str, Node] = {}
    for prefix, along, places in (("x", 1.0, _EXITS), ("e", -1.0, _ENTRIES)):
        for rank, x in enumerate(places):
            end = x + along * _RAMP_REACH_M
            nodes |= {
                f"s{prefix}{rank}": (x, -_GAP_M),
                f"s{prefix}{rank}a": (end, -_FRONTAGE_M / 2),
                f"s{prefix}{rank}t": (end, -_FRONTAGE_M),
            }
    middle = _LENGTH_M / 2
    return nodes | {
        "sd1": (middle - 16.0, -_GAP_M, _DIP_M),
        "sd2": (middle + 16.0, -_GAP_M, _DIP_M),
        "sb": (middle, -_FRONTAGE_M),
        "sb1": (middle, -26.0, _RISE_M),
        # the eastern end of the motorway, and of the frontage road
        "sl1": (1130.0, -_GAP_M),
        "sl2": (1200.0, -40.0),
        "sl3": (1280.0, -40.0),
        "sl4": (1280.0, 40.0),
        "sl5": (1200.0, 40.0),
        "sl6": (1130.0, _GAP_M),
        "sf1": (1340.0, -_FRONTAGE_M),
        "sf2": (1340.0, _FRONTAGE_M),
    }


def _with_westbound(south: dict[str, Node]) -> dict[str, Node]:
    """Return the nodes with the northern half: the southern one, turned by half a circle."""
    north = {"n" + node[1:]: (_LENGTH_M - at[0], -at[1], *at[2:]) for node, at in south.items()}
    return south | north


def _carriageway(a: str, b: str) -> tuple[Street, ...]:
    """Return one carriageway; a and b are the prefixes of its nodes and of the other's."""
    loop = " ".join(f"{a}l{number}" for number in range(1, 7))
    return (
        Street(_MOTORWAY, f"{a}x0 {a}e0"),
        Street(_WITH_RAMP_LANE, f"{a}e0 {a}x1"),
        Street(_MOTORWAY, f"{a}x1 {a}d1 {a}d2 {a}e1"),
        Street(_WITH_RAMP_LANE, f"{a}e1 {a}x2"),
        Street(_MOTORWAY, f"{a}x2 {a}e2"),
        Street(_WITH_RAMP_LANE, f"{a}e2 {loop} {b}x0"),
    )


PLAN = StreetPlan(
    summary="long motorway of eight to ten lanes with many entrances and exits, a frontage road",
    nodes=_with_westbound(_eastbound()),
    streets=(
        *_carriageway("s", "n"),
        *_carriageway("n", "s"),
        *(Street(_RAMP, f"{a}x{i} {a}x{i}a {a}x{i}t", 45.0) for a in "sn" for i in range(3)),
        *(Street(_RAMP, f"{a}e{i}t {a}e{i}a {a}e{i}", 45.0) for a in "sn" for i in range(3)),
        Street(_BRIDGE, "sb sb1 nb1 nb"),
        Street(
            _FRONTAGE,
            "sb se1t sx2t se2t sf1 sf2 nx0t ne0t nx1t nb ne1t nx2t ne2t nf1 nf2 sx0t se0t sx1t sb",
            50.0,
        ),
    ),
    lights="sb nb",
    kerb_radius_m=9.0,
    bend_radius_m=220.0,
    latitude_deg=42.3,
    longitude_deg=-83.0,
)
