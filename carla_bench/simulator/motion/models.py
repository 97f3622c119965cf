"""Figures of the vehicles, and the physics that follow from them.

Source: makers' data of the models or, where a model is a caricature, of their like. Engines of
a few old models are those of later series, so that they keep up with traffic.
"""

from __future__ import annotations

import math
from functools import cache
from typing import NamedTuple

from carla_bench.simulator.blueprints import Blueprint
from carla_bench.simulator.motion.physics import Gear, VehiclePhysics, Wheel

__all__ = ["GRAVITY_MPS2", "Model", "model_of", "physics_of"]

GRAVITY_MPS2 = 9.81


class Model(NamedTuple):
    """What a data sheet says."""

    mass_kg: float
    power_kw: float
    top_speed_kmh: float
    wheelbase_m: float
    turning_circle_m: float
    """diameter, of the outer front wheel"""
    driven: str
    """front, rear or all wheels"""
    wheel_radius_m: float
    engine: str = "petrol"


_F, _R, _A = "front", "rear", "all"
_MODELS = {
    "audi.a2": Model(1000, 81, 202, 2.41, 10.5, _F, 0.30),
    "audi.etron": Model(2500, 265, 200, 2.93, 12.2, _A, 0.37, "electric"),
    "audi.tt": Model(1330, 169, 250, 2.47, 11.0, _A, 0.32),
    "bmw.grandtourer": Model(1560, 141, 220, 2.78, 11.7, _F, 0.33),
    "chevrolet.impala": Model(1750, 224, 235, 2.84, 11.8, _F, 0.34),
    "citroen.c3": Model(1090, 81, 188, 2.54, 10.7, _F, 0.31),
    "dodge.charger_2020": Model(1950, 276, 250, 3.05, 11.7, _R, 0.36),
    "dodge.charger_police": Model(2000, 276, 240, 3.05, 11.7, _R, 0.36),
    "dodge.charger_police_2020": Model(2000, 276, 240, 3.05, 11.7, _R, 0.36),
    "ford.crown": Model(1880, 178, 210, 2.91, 12.3, _R, 0.34),
    "ford.mustang": Model(1650, 310, 250, 2.72, 12.2, _R, 0.35),
    "jeep.wrangler_rubicon": Model(1900, 209, 177, 2.46, 10.5, _A, 0.40),
    "lincoln.mkz_2017": Model(1780, 183, 220, 2.85, 11.6, _F, 0.34),
    "lincoln.mkz_2020": Model(1780, 183, 220, 2.85, 11.6, _F, 0.34),
    "mercedes.coupe": Model(1750, 245, 250, 2.83, 11.3, _R, 0.34),
    "mercedes.coupe_2020": Model(1650, 190, 250, 2.84, 11.2, _R, 0.33),
    "micro.microlino": Model(570, 12.5, 90, 1.57, 9.0, _R, 0.27, "electric"),
    "mini.cooper_s": Model(1215, 128, 225, 2.47, 10.7, _F, 0.31),
    "mini.cooper_s_2021": Model(1360, 141, 225, 2.57, 11.0, _F, 0.32),
    "nissan.micra": Model(1040, 79, 180, 2.43, 9.3, _F, 0.30),
    "nissan.patrol": Model(2200, 190, 180, 2.80, 12.2, _A, 0.39),
    "nissan.patrol_2021": Model(2750, 298, 210, 3.08, 12.5, _A, 0.40),
    "seat.leon": Model(1300, 110, 215, 2.64, 10.7, _F, 0.32),
    "tesla.model3": Model(1850, 258, 225, 2.88, 11.8, _A, 0.33, "electric"),
    "toyota.prius": Model(1400, 100, 180, 2.70, 10.4, _F, 0.31),
    "carlamotors.carlacola": Model(5500, 180, 120, 3.20, 13.6, _R, 0.42, "diesel"),
    "carlamotors.european_hgv": Model(9500, 340, 120, 4.30, 16.0, _R, 0.50, "diesel"),
    "carlamotors.firetruck": Model(14000, 330, 120, 4.60, 17.0, _R, 0.50, "diesel"),
    "tesla.cybertruck": Model(3100, 450, 180, 3.63, 13.2, _A, 0.44, "electric"),
    "ford.ambulance": Model(3900, 220, 150, 3.90, 14.5, _R, 0.38, "diesel"),
    "mercedes.sprinter": Model(2300, 140, 162, 3.67, 13.4, _R, 0.35, "diesel"),
    "volkswagen.t2": Model(1300, 90, 150, 2.40, 11.3, _R, 0.33),
    "volkswagen.t2_2021": Model(1300, 90, 150, 2.40, 11.3, _R, 0.33),
    "mitsubishi.fusorosa": Model(8000, 190, 120, 5.20, 18.0, _R, 0.45, "diesel"),
    "harley-davidson.low_rider": Model(375, 64, 180, 1.63, 5.6, _R, 0.32),
    "kawasaki.ninja": Model(270, 95, 240, 1.41, 5.4, _R, 0.31, "racing"),
    "vespa.zx125": Model(190, 9, 95, 1.26, 4.2, _R, 0.24),
    "yamaha.yzf": Model(275, 90, 240, 1.40, 5.6, _R, 0.31, "racing"),
    "bh.crossbike": Model(88, 0.45, 36, 1.02, 3.6, _R, 0.33, "muscle"),
    "diamondback.century": Model(85, 0.50, 40, 1.00, 3.6, _R, 0.33, "muscle"),
    "gazelle.omafiets": Model(95, 0.40, 32, 1.12, 3.8, _R, 0.34, "muscle"),
}
"""By blueprint id without ``vehicle.``"""


class _Engine(NamedTuple):
    max_rpm: float
    inertia_kgm2: float
    gears: int
    curve: tuple[tuple[float, float], ...]
    """share of the largest speed, and torque over the torque of largest power there"""
    full_power_at: float
    """share of the largest speed where the power is largest"""
    first_gear_share: float = 1.0
    """top speed of the first gear over that of the last"""


_PISTONS = ((0.0, 0.6), (0.15, 0.8), (0.35, 1.1), (0.55, 1.2), (0.75, 1.12), (0.9, 1.0), (1.0, 0.8))
_STEADY = ((0.0, 3.0), (0.33, 3.0), (0.4, 2.5), (0.5, 2.0), (0.67, 1.5), (0.8, 1.25), (1.0, 1.0))
"""constant torque up to a third of the speed, constant power from there"""
_ENGINES = {
    "petrol": _Engine(6500.0, 0.15, 6, _PISTONS, 0.9, 0.24),
    "diesel": _Engine(3600.0, 0.6, 7, _PISTONS, 0.9, 0.17),
    "racing": _Engine(12500.0, 0.01, 6, _PISTONS, 0.9, 0.4),
    "electric": _Engine(16000.0, 0.02, 1, _STEADY, 1.0),
    "muscle": _Engine(200.0, 0.05, 1, _STEADY, 1.0),
}
_BRAKING = {"van": 0.88, "truck": 0.8, "bus": 0.75, "motorcycle": 0.88, "bicycle": 0.6}
"""full brakes over weight, where it is not that of cars"""
_CAR_BRAKING = 0.95
_DRAG = {"van": 0.4, "truck": 0.6, "bus": 0.55, "motorcycle": 0.6, "bicycle": 0.9}
_CAR_DRAG = 0.32
_MAX_STEER_DEG = 70.0  # CARLA's; the TrafficManager's gains suit it
_FINAL_RATIO = 4.0
_TRACK = 0.82  # of the width of the box, mirrors included


def model_of(blueprint: Blueprint) -> Model:
    """Return the figures of a vehicle; raises KeyError for what is none."""
    return _MODELS[blueprint.id.removeprefix("vehicle.")]


@cache
def physics_of(blueprint: Blueprint) -> VehiclePhysics:
    """Return the physics with which a vehicle is spawned."""
    model = model_of(blueprint)
    engine = _ENGINES[model.engine]
    top_speed = model.top_speed_kmh / 3.6
    max_speed = engine.max_rpm * math.pi / 30.0
    full_torque = 1000.0 * model.power_kw / (engine.full_power_at * max_speed)
    return VehiclePhysics(
        torque_curve=tuple(
            (share * engine.max_rpm, part * full_torque) for share, part in engine.curve
        ),
        max_rpm=engine.max_rpm,
        moi=engine.inertia_kgm2,
        damping_rate_full_throttle=0.02 * full_torque / max_speed,
        damping_rate_zero_throttle_clutch_engaged=0.25 * full_torque / max_speed,
        damping_rate_zero_throttle_clutch_disengaged=0.35 * full_torque / max_speed,
        final_ratio=_FINAL_RATIO,
        gears=_gears(engine, 1.03 * top_speed / model.wheel_radius_m, max_speed),
        mass=model.mass_kg,
        drag_coefficient=_DRAG.get(blueprint.base_type, _CAR_DRAG),
        center_of_mass=(0.0, 0.0, -0.12 * blueprint.size[2]),
        wheels=_wheels(blueprint, model),
    )


def _gears(engine: _Engine, top_wheel_speed: float, engine_speed: float) -> tuple[Gear, ...]:
    """Return gears in equal steps, the last for the top speed [rad/s of the wheels]."""
    last = engine_speed / top_wheel_speed / _FINAL_RATIO
    steps = max(engine.gears - 1, 1)
    return tuple(
        Gear(last * engine.first_gear_share ** (-(engine.gears - 1 - number) / steps))
        for number in range(engine.gears)
    )


def _wheels(blueprint: Blueprint, model: Model) -> tuple[Wheel, ...]:
    two_wheeled = blueprint.base_type in ("motorcycle", "bicycle")
    sides = (0.0,) if two_wheeled else (-0.5, 0.5)
    braking = _BRAKING.get(blueprint.base_type, _CAR_BRAKING)
    force = braking * model.mass_kg * GRAVITY_MPS2
    torque = force * model.wheel_radius_m / (2 * len(sides))
    return tuple(
        Wheel(
            max_steer_angle=_MAX_STEER_DEG if front else 0.0,
            radius=100.0 * model.wheel_radius_m,
            max_brake_torque=torque,
            max_handbrake_torque=0.0 if front else 2.0 * torque,
            offset=(
                (0.5 if front else -0.5) * model.wheelbase_m,
                side * _TRACK * blueprint.size[1],
            ),
        )
        for front in (True, False)
        for side in sides
    )
