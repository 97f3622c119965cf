"""Town01: a district of 400 m by 320 m, with an avenue of two lanes each way."""

from __future__ import annotations

from carla_bench.simulator.towns.streets import StreetKind, StreetPlan

__all__ = ["PLAN"]

_STREET = StreetKind(speed_mph=20)
_RING = StreetKind(speed_mph=30)
_AVENUE = StreetKind(lanes=2, sidewalk_m=4.0, speed_mph=30, divided=True)

PLAN = StreetPlan(
    nodes={
        # southern edge, west to east
        "SW": (0, 0),
        "S1": (90, 0),
        "S2": (200, 0),
        "S3": (310, 0),
        "SE": (400, 0),
        # the street behind it
        "M0": (0, 90),
        "M1": (90, 90),
        "M2": (200, 90),
        "M3": (310, 90),
        # the avenue
        "A0": (0, 200),
        "A1": (90, 200),
        "A2": (200, 200),
        "A3": (310, 200),
        "A4": (400, 200),
        # the northern quarter
        "K1": (90, 262),
        "K2": (200, 262),
        "K3": (310, 262),
        "NW": (0, 320),
        "N2": (200, 320),
        "N3": (310, 320),
        "NE": (400, 320),
    },
    streets=(
        (_RING, "A0 M0 SW S1 S2 S3 SE A4 NE N3 N2 NW A0"),
        (_AVENUE, "A0 A1 A2 A3 A4"),
        (_STREET, "M0 M1 M2 M3"),
        (_STREET, "S1 M1 A1 K1 K2 K3"),
        (_STREET, "S2 M2 A2 K2 N2"),
        (_STREET, "S3 M3 A3 K3 N3"),
    ),
    bend_radius_m=24.0,
    latitude_deg=48.2,
    longitude_deg=11.6,
)
