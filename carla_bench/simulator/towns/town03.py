"""Town03: a city of 560 m by 440 m with a roundabout, an underpass and a large junction."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_STREET = StreetKind(speed_kmh=30)
_RING = StreetKind(lanes=2, speed_kmh=50, divided=True)
_AVENUE = StreetKind(lanes=3, median_m=3.0, sidewalk_m=4.0, speed_kmh=60)
_APPROACH = StreetKind(lanes=2, sidewalk_m=4.0, speed_kmh=50, divided=True)
_ROUNDABOUT = StreetKind(lanes=2, back=0, lane_width_m=3.8, island_on_left=True, speed_kmh=30)
_PARKING = StreetKind(parking_m=2.3, speed_kmh=30)

_X, _Y, _R = 160.0, 250.0, 32.0
"""middle of the roundabout, and radius of its island"""

PLAN = StreetPlan(
    summary="city: a roundabout, an underpass, a large junction of two six-lane avenues",
    nodes={
        # the road around the city, anticlockwise
        "SW": (0, 0),
        "S1": (160, 0),
        "S2": (340, 0),
        "S3": (455, 0),
        "SE": (560, 0),
        "E1": (560, 120),
        "E2": (560, 250),
        "NE": (560, 440),
        "N3": (455, 440),
        "N2": (340, 440),
        "N1": (160, 440),
        "NW": (0, 440),
        "W2": (0, 350),
        "W1": (0, 250),
        "W0": (0, 110),
        # the roundabout: where its arms meet it, and corners of the square around the island
        "Rw": (_X - _R, _Y),
        "Rs": (_X, _Y - _R),
        "Re": (_X + _R, _Y),
        "Rn": (_X, _Y + _R),
        "Rsw": (_X - _R, _Y - _R),
        "Rse": (_X + _R, _Y - _R),
        "Rne": (_X + _R, _Y + _R),
        "Rnw": (_X - _R, _Y + _R),
        # the large junction, and where the eastern avenue bridges the underpass
        "J": (340, 250),
        "A1": (444, 250, 2.5),
        "A2": (466, 250, 2.5),
        "U1": (455, 228, -4.0),
        "U2": (455, 272, -4.0),
        # quarters
        "Q1": (160, 110),
        "Q2": (340, 110),
        "Q3": (340, 350),
        "Q4": (160, 350),
        "H1": (250, 110),
        "H2": (250, 0),
        "H3": (250, 350),
        "H4": (250, 440),
    },
    streets=(
        Street(_RING, "W1 W0 SW S1 H2 S2 S3 SE E1 E2 NE N3 N2 H4 N1 NW W2 W1"),
        Street(_ROUNDABOUT, "Rw Rsw Rs Rse Re Rne Rn Rnw Rw", _R),
        Street(_APPROACH, "W1 Rw"),
        Street(_APPROACH, "S1 Q1 Rs"),
        Street(_APPROACH, "Rn Q4 N1"),
        Street(_AVENUE, "Re J"),
        Street(_AVENUE, "J A1 A2 E2"),
        Street(_AVENUE, "S2 Q2 J Q3 N2"),
        Street(_STREET, "S3 U1 U2 N3"),
        Street(_STREET, "W0 Q1"),
        Street(_PARKING, "Q1 H1 Q2"),
        Street(_PARKING, "W2 Q4 H3 Q3"),
        Street(_STREET, "H1 H2"),
        Street(_STREET, "H3 H4"),
    ),
    lights="J S2 N2 E2 Q1 Q2 Q3 Q4 W1",
    kerb_radius_m=8.0,
    bend_radius_m=30.0,
    latitude_deg=52.5,
    longitude_deg=13.4,
)
