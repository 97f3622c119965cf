"""Town05: a grid of 600 m by 420 m with avenues of two and three lanes each way."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_SIDE = StreetKind(biking_m=1.5, speed_kmh=30)
_AVENUE = StreetKind(lanes=2, biking_m=1.6, sidewalk_m=3.5, speed_kmh=50, divided=True)
_PARKWAY = StreetKind(lanes=3, median_m=4.0, sidewalk_m=4.0, speed_kmh=60)
_ONE_WAY = StreetKind(lanes=2, back=0, parking_m=2.3, speed_kmh=30)

_X = dict(zip("abcdef", (0, 110, 230, 360, 490, 600), strict=True))
_Y = dict(zip("0123", (0, 130, 280, 420), strict=True))

PLAN = StreetPlan(
    summary="grid: avenues of four and six lanes, bicycle lanes, lights at every crossing",
    nodes={column + row: (x, y) for column, x in _X.items() for row, y in _Y.items()},
    streets=(
        Street(_AVENUE, "a1 a0 b0 c0 d0 e0 f0 f1 f2 f3 e3 d3 c3 b3 a3 a2 a1"),
        Street(_AVENUE, "a1 b1 c1 d1 e1 f1"),
        Street(_PARKWAY, "a2 b2 c2 d2 e2 f2"),
        Street(_PARKWAY, "d0 d1 d2 d3"),
        Street(_SIDE, "b0 b1 b2 b3"),
        Street(_ONE_WAY, "c0 c1 c2 c3"),
        Street(_ONE_WAY, "e3 e2 e1 e0"),
    ),
    lights="a1 a2 b0 b1 b2 b3 c0 c1 c2 c3 d0 d1 d2 d3 e0 e1 e2 e3 f1 f2",
    kerb_radius_m=8.0,
    bend_radius_m=30.0,
    latitude_deg=40.4,
    longitude_deg=-3.7,
)
