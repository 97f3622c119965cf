"""Town02: a village of 210 m by 200 m, all T-junctions, crooked streets and narrow sidewalks."""

from __future__ import annotations

from carla_bench.simulator.towns.streets import StreetKind, StreetPlan

__all__ = ["PLAN"]

_STREET = StreetKind(sidewalk_m=2.4, speed_mph=20)
_RING = StreetKind(sidewalk_m=2.8, speed_mph=30)

PLAN = StreetPlan(
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
        (_RING, "B C D E F G H A B"),
        (_STREET, "H X Z D"),
        (_STREET, "B X"),
        (_STREET, "F Y Z"),
    ),
    kerb_radius_m=5.0,
    bend_radius_m=18.0,
    latitude_deg=50.7,
    longitude_deg=7.1,
)
