"""Meshes of cars and small vans, by model; the caller stretches them to the exact box.

Designs are in metres, x forward, y right, z up, ground at z = 0, centred on x = y = 0.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from carla_bench.simulator.graphics.car_body import BodyStyle, Frame, cabin, hull
from carla_bench.simulator.graphics.car_parts import lamps, mirror, seams, third_brake_lamp, wheels
from carla_bench.simulator.graphics.car_styles import (
    COUPE,
    FASTBACK,
    HATCHBACK,
    LONG_SEDAN,
    MICRO,
    OFF_ROADER,
    PEOPLE_CARRIER,
    SEDAN,
    SUV,
    T2,
)
from carla_bench.simulator.graphics.car_trim import (
    police,
    roof_rails,
    spare_wheel,
    spoiler,
    stripes,
    taxi,
    two_tone,
)
from carla_bench.simulator.graphics.primitives import Pair
from carla_bench.simulator.mesh import Mesh

__all__ = ["car"]

_Trim = Callable[[Mesh, Frame], list[Mesh]]


class _Model(NamedTuple):
    style: BodyStyle
    head: tuple[Pair, Pair] = ((0.52, 0.86), (0.385, 0.455))
    """head lamp: y from, to in shares of the half width, z in shares of the height"""
    tail: tuple[Pair, Pair] = ((0.52, 0.92), (0.47, 0.60))
    """tail lamp, likewise"""
    doors: tuple[float, ...] = (0.20, 0.0, -0.20)
    """gaps of the doors, shares of the length"""
    trims: tuple[_Trim, ...] = ()
    on_roof: float = 0.0
    """height of what stands on the roof, metres"""


_TWO_DOORS = (0.17, -0.13)
_MODELS = {
    "audi.a2": _Model(HATCHBACK),
    "audi.etron": _Model(SUV, head=((0.60, 0.95), (0.47, 0.53)), trims=(roof_rails,), on_roof=0.04),
    "audi.tt": _Model(COUPE, doors=_TWO_DOORS),
    "bmw.grandtourer": _Model(PEOPLE_CARRIER),
    "chevrolet.impala": _Model(LONG_SEDAN, tail=((0.30, 0.97), (0.50, 0.58))),
    "citroen.c3": _Model(HATCHBACK, head=((0.60, 0.95), (0.39, 0.46)), trims=(two_tone,)),
    "dodge.charger_2020": _Model(SEDAN, tail=((0.05, 0.90), (0.52, 0.60))),
    "dodge.charger_police": _Model(SEDAN, trims=(police,), on_roof=0.10),
    "dodge.charger_police_2020": _Model(
        SEDAN, tail=((0.05, 0.90), (0.52, 0.60)), trims=(police,), on_roof=0.10
    ),
    "ford.crown": _Model(LONG_SEDAN, trims=(taxi,), on_roof=0.13),
    "ford.mustang": _Model(
        COUPE, tail=((0.40, 0.95), (0.50, 0.60)), doors=_TWO_DOORS, trims=(stripes,)
    ),
    "jeep.wrangler_rubicon": _Model(
        OFF_ROADER,
        head=((0.60, 0.85), (0.44, 0.54)),
        tail=((0.80, 0.97), (0.40, 0.54)),
        doors=(0.17, -0.02),
        trims=(spare_wheel,),
    ),
    "lincoln.mkz_2017": _Model(SEDAN, tail=((0.10, 0.90), (0.53, 0.60))),
    "lincoln.mkz_2020": _Model(SEDAN, tail=((0.10, 0.90), (0.53, 0.60))),
    "mercedes.coupe": _Model(COUPE, doors=_TWO_DOORS),
    "mercedes.coupe_2020": _Model(COUPE, doors=_TWO_DOORS, trims=(spoiler,)),
    "micro.microlino": _Model(
        MICRO, head=((0.46, 0.76), (0.40, 0.49)), tail=((0.42, 0.74), (0.42, 0.52)), doors=()
    ),
    "mini.cooper_s": _Model(
        HATCHBACK, head=((0.54, 0.84), (0.37, 0.46)), doors=_TWO_DOORS, trims=(two_tone,)
    ),
    "mini.cooper_s_2021": _Model(
        HATCHBACK, head=((0.54, 0.84), (0.37, 0.46)), doors=_TWO_DOORS, trims=(two_tone, stripes)
    ),
    "nissan.micra": _Model(HATCHBACK),
    "nissan.patrol": _Model(OFF_ROADER, trims=(roof_rails, spare_wheel), on_roof=0.04),
    "nissan.patrol_2021": _Model(
        SUV, head=((0.58, 0.95), (0.47, 0.55)), trims=(roof_rails,), on_roof=0.04
    ),
    "seat.leon": _Model(HATCHBACK, trims=(spoiler,)),
    "tesla.model3": _Model(FASTBACK._replace(grille="")),
    "toyota.prius": _Model(FASTBACK, tail=((0.66, 0.97), (0.45, 0.66))),
    "volkswagen.t2": _Model(
        T2,
        head=((0.62, 0.86), (0.34, 0.44)),
        tail=((0.80, 0.95), (0.34, 0.44)),
        doors=(0.38, 0.14),
        trims=(two_tone,),
    ),
    "volkswagen.t2_2021": _Model(
        T2,
        head=((0.62, 0.86), (0.34, 0.44)),
        tail=((0.80, 0.95), (0.34, 0.44)),
        doors=(0.38, 0.14),
        trims=(two_tone,),
    ),
}


def car(name: str, length: float, width: float, height: float) -> Mesh:
    """Return a car.

    Args:
        name: blueprint id without ``vehicle.``; for others the proportions say what it is.
        length: of the box, metres, as are the others.
        width: between the tips of the mirrors.
        height: from the ground to the roof.
    """
    model = _MODELS.get(name) or _guess(length, height)
    # Boxes that are wide for a car include the mirrors.
    reach = float(np.clip((width - 1.84) / 2, 0.05, 0.15))
    frame = Frame(model.style, length - 0.02, width / 2 - reach, height - model.on_roof)
    body = hull(frame)
    glasshouse = cabin(frame)
    axles = [share * frame.length for share in model.style.axles]
    parts = [
        body,
        glasshouse,
        third_brake_lamp(glasshouse, frame),
        *lamps(body, frame, model.head, model.tail),
        *seams(body, frame, model.doors),
        *wheels(axles, frame.radius, frame.half - 0.005),
        mirror(frame, width / 2),
    ]
    for trim in model.trims:
        parts += trim(body, frame)
    return Mesh.join(parts)


def _guess(length: float, height: float) -> _Model:
    if height > 1.74:
        return _Model(SUV)
    return _Model(SEDAN if length > 4.35 else HATCHBACK)
