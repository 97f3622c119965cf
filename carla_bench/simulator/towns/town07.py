"""Town07: country lanes of 600 m by 500 m: winding, narrow, hilly, without kerbs or sidewalks."""

from __future__ import annotations

from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

__all__ = ["PLAN"]

_ROAD = StreetKind(lane_width_m=3.5, sidewalk_m=0.0, verge_m=1.5, speed_kmh=40)
_TRACK = StreetKind(lane_width_m=3.25, sidewalk_m=0.0, verge_m=1.2, speed_kmh=30, painted=False)

PLAN = StreetPlan(
    summary="country: narrow winding roads over gentle hills, few markings, no sidewalks",
    nodes={
        # the road around the fields, anticlockwise from the south-west
        "A": (0, 85, 0.0),
        "A0": (15, 35, 0.5),
        "A1": (65, 5, 1.5),
        "A2": (130, 30, 3.5),
        "B": (205, 0, 2.0),
        "B1": (290, -20, 0.5),
        "B2": (370, 30, 1.0),
        "C": (450, 25, 3.0),
        "C1": (540, 40, 6.0),
        "C2": (560, 120, 8.5),
        "D": (545, 200, 9.0),
        "D1": (555, 280, 7.5),
        "D2": (530, 370, 4.0),
        "E": (450, 410, 3.0),
        "E1": (370, 470, 4.5),
        "E2": (280, 440, 6.0),
        "F": (200, 455, 5.0),
        "F1": (110, 480, 3.0),
        "F2": (30, 430, 1.5),
        "G": (20, 330, 2.5),
        "G1": (-25, 250, 4.0),
        "G2": (20, 160, 2.0),
        # lanes between the fields
        "H": (150, 180, 5.0),
        "H1": (100, 110, 2.5),
        "H2": (190, 90, 4.0),
        "I": (280, 230, 8.0),
        "I1": (215, 235, 7.0),
        "I2": (330, 130, 6.0),
        "I3": (400, 100, 4.0),
        "J": (400, 270, 9.5),
        "J1": (340, 285, 9.0),
        "J2": (460, 215, 10.0),
        "J3": (385, 345, 6.5),
        "K": (170, 340, 6.0),
        "K1": (95, 300, 4.0),
        "K2": (190, 400, 5.5),
        "K3": (150, 260, 5.5),
        "K4": (250, 320, 7.5),
    },
    streets=(
        Street(_ROAD, "A A0 A1 A2 B B1 B2 C C1 C2 D D1 D2 E E1 E2 F F1 F2 G G1 G2 A"),
        Street(_ROAD, "B H2 H I1 I J1 J J3 E"),
        Street(_TRACK, "A H1 H"),
        Street(_TRACK, "H K3 K K2 F"),
        Street(_TRACK, "G K1 K"),
        Street(_TRACK, "C I3 I2 I"),
        Street(_TRACK, "J J2 D"),
        Street(_TRACK, "K K4 I"),
    ),
    lights="B D E I",
    kerb_radius_m=10.0,
    bend_radius_m=60.0,
    latitude_deg=43.7,
    longitude_deg=11.2,
)
