"""What can be spawned and how large it is: the tables behind the blueprint library.

Source: CARLA 0.9.16's blueprint library; sizes are twice the half extents of its boxes.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["PROPS", "VEHICLES", "VehicleRow"]


class VehicleRow(NamedTuple):
    """One vehicle model."""

    name: str
    """id without ``vehicle.``"""
    base_type: str
    special_type: str
    generation: int
    features: str
    """L has lights, D has doors that open"""
    size: tuple[float, float, float]
    """length, width, height, metres"""


VEHICLES = (
    VehicleRow("audi.a2", "car", "", 1, "", (3.71, 1.79, 1.55)),
    VehicleRow("audi.etron", "car", "electric", 1, "", (4.86, 2.03, 1.65)),
    VehicleRow("audi.tt", "car", "", 1, "", (4.18, 1.99, 1.39)),
    VehicleRow("bmw.grandtourer", "car", "", 1, "", (4.61, 2.24, 1.67)),
    VehicleRow("chevrolet.impala", "car", "", 1, "", (5.36, 2.03, 1.41)),
    VehicleRow("citroen.c3", "car", "", 1, "", (3.99, 1.85, 1.62)),
    VehicleRow("dodge.charger_2020", "car", "", 2, "LD", (5.01, 1.88, 1.53)),
    VehicleRow("dodge.charger_police", "car", "emergency", 1, "", (4.97, 2.04, 1.54)),
    VehicleRow("dodge.charger_police_2020", "car", "emergency", 2, "LD", (5.24, 1.93, 1.64)),
    VehicleRow("ford.crown", "car", "taxi", 2, "LD", (5.37, 1.8, 1.57)),
    VehicleRow("ford.mustang", "car", "", 1, "", (4.72, 1.89, 1.3)),
    VehicleRow("jeep.wrangler_rubicon", "car", "", 1, "", (3.87, 1.91, 1.88)),
    VehicleRow("lincoln.mkz_2017", "car", "", 1, "", (4.9, 2.13, 1.51)),
    VehicleRow("lincoln.mkz_2020", "car", "", 2, "LD", (4.89, 1.84, 1.49)),
    VehicleRow("mercedes.coupe", "car", "", 1, "", (5.03, 2.15, 1.65)),
    VehicleRow("mercedes.coupe_2020", "car", "", 2, "LD", (4.67, 1.81, 1.44)),
    VehicleRow("micro.microlino", "car", "electric", 1, "", (2.21, 1.48, 1.38)),
    VehicleRow("mini.cooper_s", "car", "", 1, "", (3.81, 1.97, 1.48)),
    VehicleRow("mini.cooper_s_2021", "car", "", 2, "LD", (4.55, 2.1, 1.77)),
    VehicleRow("nissan.micra", "car", "", 1, "", (3.63, 1.85, 1.5)),
    VehicleRow("nissan.patrol", "car", "", 1, "", (4.6, 1.93, 1.85)),
    VehicleRow("nissan.patrol_2021", "car", "", 2, "LD", (5.57, 2.15, 2.05)),
    VehicleRow("seat.leon", "car", "", 1, "", (4.19, 1.82, 1.47)),
    VehicleRow("tesla.model3", "car", "electric", 1, "", (4.79, 2.16, 1.49)),
    VehicleRow("toyota.prius", "car", "electric", 1, "", (4.51, 2.01, 1.52)),
    VehicleRow("carlamotors.carlacola", "truck", "", 1, "", (5.2, 2.63, 2.47)),
    VehicleRow("carlamotors.european_hgv", "truck", "", 2, "", (7.94, 2.89, 3.46)),
    VehicleRow("carlamotors.firetruck", "truck", "emergency", 2, "LD", (8.47, 2.89, 3.83)),
    VehicleRow("tesla.cybertruck", "truck", "electric", 2, "", (6.27, 2.39, 2.1)),
    VehicleRow("ford.ambulance", "van", "emergency", 2, "LD", (6.37, 2.35, 2.43)),
    VehicleRow("mercedes.sprinter", "van", "", 2, "LD", (5.92, 1.99, 2.56)),
    VehicleRow("volkswagen.t2", "van", "", 1, "", (4.48, 2.07, 2.04)),
    VehicleRow("volkswagen.t2_2021", "van", "", 2, "LD", (4.44, 1.77, 1.99)),
    VehicleRow("mitsubishi.fusorosa", "bus", "", 2, "L", (10.27, 3.94, 4.25)),
    VehicleRow("harley-davidson.low_rider", "motorcycle", "", 1, "", (2.35, 0.77, 1.65)),
    VehicleRow("kawasaki.ninja", "motorcycle", "", 1, "", (2.04, 0.8, 1.52)),
    VehicleRow("vespa.zx125", "motorcycle", "", 1, "", (1.82, 0.87, 1.59)),
    VehicleRow("yamaha.yzf", "motorcycle", "", 1, "", (2.19, 0.87, 1.53)),
    VehicleRow("bh.crossbike", "bicycle", "", 1, "", (1.51, 0.87, 1.61)),
    VehicleRow("diamondback.century", "bicycle", "", 1, "", (1.66, 0.58, 1.62)),
    VehicleRow("gazelle.omafiets", "bicycle", "", 1, "", (1.84, 0.66, 1.78)),
)
PROPS: dict[str, tuple[float, float, float]] = {
    # cones and barriers
    "constructioncone": (0.34, 0.34, 0.59),
    "trafficcone01": (0.88, 0.88, 1.13),
    "trafficcone02": (0.46, 0.39, 1.18),
    "streetbarrier": (1.21, 0.37, 1.07),
    "chainbarrier": (1.49, 0.24, 0.89),
    "chainbarrierend": (0.24, 0.24, 0.89),
    # warning signs
    "trafficwarning": (2.37, 2.87, 3.57),
    "warningaccident": (1.31, 1.06, 1.86),
    "warningconstruction": (1.31, 1.06, 1.86),
    # debris and boxes
    "dirtdebris01": (1.86, 1.51, 0.15),
    "dirtdebris02": (1.86, 1.51, 0.17),
    "dirtdebris03": (1.86, 1.51, 0.19),
    "ironplank": (1.45, 1.17, 0.02),
    "box01": (0.65, 0.65, 0.65),
    "box02": (0.65, 0.65, 0.65),
    "box03": (0.65, 0.65, 0.65),
    # trolleys, bins, bags
    "shoppingcart": (0.67, 1.21, 1.08),
    "shoppingtrolley": (0.51, 0.33, 1.09),
    "bin": (0.55, 0.64, 1.06),
    "trashcan01": (0.60, 0.55, 0.95),
    "trashcan02": (0.60, 0.55, 0.95),
    "trashcan03": (0.60, 0.55, 0.95),
    "trashcan04": (0.60, 0.55, 0.95),
    "trashcan05": (0.60, 0.55, 0.95),
    "container": (1.93, 1.01, 1.71),
    "barrel": (0.46, 0.47, 0.81),
    "trashbag": (0.60, 0.60, 0.55),
    "travelcase": (0.57, 0.33, 1.26),
    # street furniture
    "bench01": (1.80, 0.60, 0.85),
    "mailbox": (0.60, 0.50, 1.35),
    "plantpot01": (0.80, 0.80, 0.60),
    "haybale": (1.25, 1.19, 1.19),
}
"""Length, width, height in metres by id without ``static.prop.``."""
