"""Town01: a small town of 400 m by 320 m, all T-junctions, with an avenue of two lanes each way."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_STREET = StreetKind(speed_kmh=30)
_RING = StreetKind(speed_kmh=50)
_AVENUE = StreetKind(lanes=2, sidewalk_m=4.0, speed_kmh=50, divided=True)

PLAN = StreetPlan(
    summary="small town: T-junctions, an avenue of four lanes, a road around it",
    nodes={
        # the road around the town
        "SW": (0, 0),
        "S1": (110, 0),
        "S2": (280, 0),
        "SE": (400, 0),
        "E1": (400, 110),
        "A4": (400, 180),
        "NE": (400, 320),
        "N3": (340, 320),
        "N2": (200, 320),
        "N1": (60, 320),
        "NW": (0, 320),
        "A0": (0, 180),
        "M0": (0, 75),
        # the avenue
        "B0": (55, 180),
        "B1": (110, 180),
        "B2": (200, 180),
        "B3": (280, 180),
        "B4": (340, 180),
        # the southern quarter
        "Q1": (110, 75),
        "Q2": (110, 125),
        "C1": (195, 125),
        "C2": (195, 55),
        "Q3": (280, 55),
        "Q4": (280, 110),
        # the northern quarter
        "K1": (60, 245),
        "K2": (200, 245),
        "K4": (340, 262),
    },
    streets=(
        Street(_RING, "A0 M0 SW S1 S2 SE E1 A4 NE N3 N2 N1 NW A0"),
        Street(_AVENUE, "A0 B0 B1 B2 B3 B4 A4"),
        Street(_STREET, "S1 Q1 Q2 B1"),
        Street(_STREET, "S2 Q3 Q4 B3"),
        Street(_STREET, "M0 Q1"),
        Street(_STREET, "Q2 C1 C2 Q3"),
        Street(_STREET, "Q4 E1"),
        Street(_STREET, "B0 K1 N1"),
        Street(_STREET, "B2 K2 N2"),
        Street(_STREET, "B4 K4 N3"),
        Street(_STREET, "K1 K2"),
    ),
    lights="A0 A4 B0 B1 B2 B3 B4 E1 M0 N1 N2 N3 S1 S2",
    kerb_radius_m=8.0,
    bend_radius_m=24.0,
    latitude_deg=48.2,
    longitude_deg=11.6,
)
