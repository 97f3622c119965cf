"""Town02: a village of 210 m by 200 m, all T-junctions, crooked streets and narrow sidewalks."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_STREET = StreetKind(sidewalk_m=2.4, speed_kmh=30)
_RING = StreetKind(sidewalk_m=2.8, speed_kmh=50)

PLAN = StreetPlan(
    summary="village: crooked streets, T-junctions, narrow sidewalks",
    nodes={
        # the road around the village, anticlockwise
        "A": (0, 0),
        "B": (90, 0),
        "C": (210, 0),
        "D": (210, 95),
        "E": (210, 200),
        "F": (125, 200),
        "G": (0, 200),
        "H": (0, 112),
        # inside
        "X": (85, 72),
        "Y": (168, 142),
        "Z": (148, 76),
    },
    streets=(
        Street(_RING, "B C D E F G H A B"),
        Street(_STREET, "H X Z D"),
        Street(_STREET, "B X"),
        Street(_STREET, "F Y Z"),
    ),
    lights="B D F H X Z",
    kerb_radius_m=7.5,
    bend_radius_m=22.0,
    latitude_deg=50.7,
    longitude_deg=7.1,
)
