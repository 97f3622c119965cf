"""From physics as clients know them to the rows of the compiled loops."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from carla_bench.simulator.motion.models import Model
from carla_bench.simulator.motion.physics import VehiclePhysics, Wheel
from carla_bench.simulator.motion.records import CURVE_POINTS, GEARS, Array, Cars

__all__ = ["Box", "encode_physics", "max_steer_rad", "steering_lock_rad"]

_AIR_KGM3 = 1.2
_FRONTAL_SHARE = 0.8  # of the rectangle around the front
_ASPHALT_FRICTION = 3.5  # CARLA's tire_friction that stands for a friction coefficient of 1
_ROLLING = 0.012
_LOWEST_MASS_KG = 10.0
_DRIVEN_FRONT = {"front": 1.0, "rear": 0.0, "all": 0.45}
# A centre of mass higher than this share of the track would let vehicles topple in curves.
_STABLE_HEIGHT = 0.32


class Box(NamedTuple):
    """Half sizes of a vehicle, metres."""

    length: float
    width: float
    height: float


def max_steer_rad(physics: VehiclePhysics) -> float:
    """Return the wheel angle at full steer, before the steering's lock."""
    return math.radians(max((abs(wheel.max_steer_angle) for wheel in physics.wheels), default=0.0))


def steering_lock_rad(model: Model, half_track_m: float) -> float:
    """Return the largest wheel angle: the outer front wheel draws the turning circle."""
    to_outer = math.sqrt((0.5 * model.turning_circle_m) ** 2 - model.wheelbase_m**2)
    return math.atan(model.wheelbase_m / (to_outer - half_track_m))


def encode_physics(
    cars: Cars, index: int, physics: VehiclePhysics, model: Model, box: Box
) -> tuple[float, float]:
    """Fill a vehicle's row with what its physics say; its state stays.

    Args:
        cars: rows.
        index: which.
        physics: any values that clients may send.
        model: gives what CARLA's physics leave open: driven wheels and steering lock.
        box: of the vehicle.

    Returns:
        Inverse of mass and of yaw inertia, 1/kg and 1/(kg m²).
    """
    row = cars.rows[index]
    mass = max(physics.mass, _LOWEST_MASS_KG)
    yaw_inertia = _encode_chassis(row, physics, model, box, mass)
    _encode_wheels(row, physics, model)
    row["air"] = (
        0.5 * _AIR_KGM3 * max(physics.drag_coefficient, 0.0)
        * _FRONTAL_SHARE * 4.0 * box.width * box.height
    )  # fmt: skip
    row["rolling"] = _ROLLING
    per_minute = math.pi / 30.0
    row["max_engine_speed"] = max(physics.max_rpm, 1.0) * per_minute
    row["engine_inertia"] = max(physics.moi, 0.0)
    row["friction_full"] = max(physics.damping_rate_full_throttle, 0.0)
    row["friction_zero"] = max(physics.damping_rate_zero_throttle_clutch_engaged, 0.0)
    row["autobox"] = physics.use_gear_autobox
    row["switch_time"] = max(physics.gear_switch_time, 0.0)
    row["final_ratio"] = max(physics.final_ratio, 0.0)
    gears = physics.gears[:GEARS]
    row["gears"] = len(gears)
    for number, gear in enumerate(gears):
        cars.gearing[index, number] = max(gear.ratio, 0.0), gear.down_ratio, gear.up_ratio
    cars.torque[index] = _curve(physics.torque_curve, per_minute)
    cars.steering[index] = _curve(physics.steering_curve, 1.0 / 3.6)
    return 1.0 / mass, 1.0 / yaw_inertia


def _encode_chassis(
    row: np.void, physics: VehiclePhysics, model: Model, box: Box, mass: float
) -> float:
    """Fill in geometry and inertia; return the yaw inertia."""
    front = rear = 0.5 * model.wheelbase_m
    half_track = 0.0 if len(physics.wheels) == 2 else _half_track(physics.wheels)
    shift = min(max(physics.center_of_mass[0], -0.9 * rear), 0.9 * front)
    height = box.height + physics.center_of_mass[2]
    stable = _STABLE_HEIGHT * (2.0 * half_track if half_track else 1.0)
    row["mass"] = mass
    row["front"], row["rear"] = front, rear
    row["front_load"] = (rear + shift) / (front + rear)
    row["half_track"] = half_track
    row["height"] = min(max(height, 0.1), stable)
    # With these inertias front and rear, left and right do not disturb each other, and real cars
    # are close to it (a dynamic index of 1: Milliken, Race Car Vehicle Dynamics, chapter 6).
    row["inverse_pitch_inertia"] = 1.0 / (mass * front * rear)
    row["inverse_roll_inertia"] = 1.0 / (mass * half_track**2) if half_track else 0.0
    return mass * front * rear


def _encode_wheels(row: np.void, physics: VehiclePhysics, model: Model) -> None:
    wheels = physics.wheels
    fore, aft = wheels[: len(wheels) // 2], wheels[len(wheels) // 2 :]
    radius = max(_mean([wheel.radius for wheel in wheels]) / 100.0, 0.05)
    row["wheel_radius"] = radius
    for name, axle in (("front", fore), ("rear", aft)):
        friction = _mean([wheel.tire_friction for wheel in axle])
        row[f"grip_{name}"] = max(friction, 0.0) / _ASPHALT_FRICTION
        row[f"stiffness_{name}"] = max(_mean([wheel.lat_stiff_value for wheel in axle]), 0.1)
    row["brake_force"] = sum(max(wheel.max_brake_torque, 0.0) for wheel in wheels) / radius
    hand = sum(max(wheel.max_handbrake_torque, 0.0) for wheel in wheels)
    row["hand_brake_force"] = hand / radius
    row["max_steer"] = max_steer_rad(physics)
    row["lock"] = steering_lock_rad(model, float(row["half_track"]))
    row["drive_front"] = _DRIVEN_FRONT[model.driven]


def _half_track(wheels: Sequence[Wheel]) -> float:
    return max(_mean([abs(wheel.offset[1]) for wheel in wheels]), 0.3)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _curve(points: Sequence[tuple[float, float]], scale: float) -> Array:
    """Return (CURVE_POINTS, 2) rising points, the last one repeated."""
    kept = sorted((scale * x, y) for x, y in points)[:CURVE_POINTS] or [(0.0, 0.0)]
    return np.array(kept + [kept[-1]] * (CURVE_POINTS - len(kept)))
