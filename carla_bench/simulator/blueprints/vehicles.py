"""Vehicles of the blueprint library."""

from __future__ import annotations

from typing import NamedTuple

from .blueprint import Attribute, Kind, Size, fixed

__all__ = ["VEHICLES", "VehicleRow", "vehicle_attributes", "vehicle_tags"]


class VehicleRow(NamedTuple):
    """One vehicle model."""

    name: str
    """id without ``vehicle.``"""
    base_type: str
    special_type: str
    generation: int
    features: str
    """L has lights, D has doors that open"""
    size: Size
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

_PAINTS = ("180,32,32", "32,64,140", "225,225,225", "40,42,46", "120,126,132", "210,160,40")
_OWN_PAINT = {
    "dodge.charger_police": "22,24,28", "dodge.charger_police_2020": "22,24,28",
    "ford.crown": "236,188,34", "carlamotors.carlacola": "196,28,34",
    "carlamotors.firetruck": "178,24,28", "ford.ambulance": "232,232,228",
    "mercedes.sprinter": "228,228,226", "carlamotors.european_hgv": "44,86,150",
    "mitsubishi.fusorosa": "226,206,150",
}  # fmt: skip
"""Colours by which people know a vehicle; the others come in several."""
_UNPAINTED = "tesla.cybertruck"
_CARS_WITH_DRIVER = ("dodge.charger_2020", "lincoln.mkz_2020", "mercedes.coupe_2020")


def vehicle_attributes(row: VehicleRow) -> tuple[Attribute, ...]:
    """Return the attributes of a vehicle."""
    two_wheeled = row.base_type in ("motorcycle", "bicycle")
    attributes = [
        Attribute("sticky_control", Kind.BOOL, "true"),
        Attribute("terramechanics", Kind.BOOL, "false"),
        fixed("object_type", Kind.STRING, ""),
        fixed("base_type", Kind.STRING, row.base_type),
        fixed("special_type", Kind.STRING, row.special_type),
        fixed("number_of_wheels", Kind.INT, 2 if two_wheeled else 4),
        fixed("generation", Kind.INT, row.generation),
        fixed("has_dynamic_doors", Kind.BOOL, "D" in row.features),
        fixed("has_lights", Kind.BOOL, "L" in row.features),
    ]
    if row.name != _UNPAINTED:
        attributes.append(_paint(row.name))
    if two_wheeled or row.name in _CARS_WITH_DRIVER:
        attributes.append(Attribute("driver_id", Kind.INT, "0", ("0", "1", "2")))
    return tuple(attributes)


def vehicle_tags(row: VehicleRow) -> tuple[int, ...]:
    """Return the semantic tags of a vehicle's parts; riders have their own."""
    tags = {"truck": (15,), "bus": (16,), "motorcycle": (18, 13), "bicycle": (19, 13)}
    return tags.get(row.base_type, (14,))


def _paint(name: str) -> Attribute:
    own = _OWN_PAINT.get(name)
    paints = (own,) if own else _PAINTS[len(name) % len(_PAINTS) :] + _PAINTS[: len(name) % 6]
    return Attribute("color", Kind.COLOR, paints[0], paints)
