"""Town10HD: a downtown of 370 m by 320 m: dense blocks, parked cars, a boulevard with a median."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_BOULEVARD = StreetKind(lanes=2, median_m=6.0, parking_m=2.4, sidewalk_m=5.5, speed_kmh=50)
_STREET = StreetKind(parking_m=2.3, sidewalk_m=4.5, speed_kmh=30)
_WIDE = StreetKind(lanes=2, sidewalk_m=5.0, speed_kmh=50, divided=True)
_ONE_WAY = StreetKind(lanes=2, back=0, parking_m=2.3, sidewalk_m=4.5, speed_kmh=30)
_ONE_LANE = StreetKind(lanes=1, back=0, biking_m=1.6, parking_m=2.2, sidewalk_m=4.0, speed_kmh=30)

_X = dict(zip("abcde", (0, 88, 180, 276, 370), strict=True))
_Y = dict(zip("01234", (0, 78, 160, 242, 320), strict=True))
_ASKEW = {"c1": (186, 84), "d1": (280, 74), "c3": (184, 246), "b3": (92, 238), "e1": (370, 84)}
"""crossings that lie off the grid, as in every grown city"""

PLAN = StreetPlan(
    summary="downtown: dense blocks, parking lanes, wide sidewalks, a boulevard with a median",
    nodes={column + row: (x, y) for column, x in _X.items() for row, y in _Y.items()} | _ASKEW,
    streets=(
        Street(_WIDE, "a2 a1 a0 b0 c0 d0 e0 e1 e2 e3 e4 d4 c4 b4 a4 a3 a2"),
        Street(_BOULEVARD, "a2 b2 c2 d2 e2"),
        Street(_STREET, "a1 b1 c1 d1 e1"),
        Street(_ONE_LANE, "e3 d3 c3 b3 a3"),
        Street(_ONE_WAY, "b0 b1 b2 b3 b4"),
        Street(_WIDE, "c0 c1 c2 c3 c4"),
        Street(_ONE_WAY, "d4 d3 d2 d1 d0"),
    ),
    lights="a2 b1 b2 b3 c0 c1 c2 c3 c4 d1 d2 d3 e2",
    kerb_radius_m=7.0,
    bend_radius_m=24.0,
    latitude_deg=41.4,
    longitude_deg=2.2,
)
