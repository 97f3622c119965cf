"""CARLA's VehiclePhysicsControl: what clients can read and change of a vehicle's mechanics."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Gear", "VehiclePhysics", "Wheel"]

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Gear:
    """A forward gear."""

    ratio: float
    down_ratio: float = 0.45
    """share of the largest engine speed below which the gearbox shifts down"""
    up_ratio: float = 0.85
    """share of the largest engine speed above which it shifts up"""


@dataclass(frozen=True, slots=True)
class Wheel:
    """One wheel; in the order front left, front right, rear left, rear right, or front, rear."""

    tire_friction: float = 3.5
    """on CARLA's scale, where 3.5 is a good tyre on dry asphalt"""
    damping_rate: float = 0.25
    max_steer_angle: float = 0.0
    """degrees at full steer"""
    radius: float = 33.0
    """cm"""
    max_brake_torque: float = 1500.0
    """N m"""
    max_handbrake_torque: float = 0.0
    """N m"""
    lat_stiff_max_load: float = 2.0
    lat_stiff_value: float = 17.0
    """side force over load, per radian of slip"""
    long_stiff_value: float = 1000.0
    offset: Point = (0.0, 0.0)
    """forward and right of the vehicle's origin, metres"""


@dataclass(frozen=True, slots=True, kw_only=True)
class VehiclePhysics:
    """CARLA's VehiclePhysicsControl, in its order."""

    torque_curve: tuple[Point, ...]
    """engine speed [1/min] and torque [N m]"""
    max_rpm: float
    moi: float
    """of the engine, kg m²"""
    damping_rate_full_throttle: float = 0.02
    """engine friction, N m s/rad"""
    damping_rate_zero_throttle_clutch_engaged: float = 0.2
    damping_rate_zero_throttle_clutch_disengaged: float = 0.35
    use_gear_autobox: bool = True
    gear_switch_time: float = 0.2
    """seconds"""
    clutch_strength: float = 10.0
    final_ratio: float = 4.0
    gears: tuple[Gear, ...]
    mass: float
    """kg"""
    drag_coefficient: float
    center_of_mass: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """metres from the middle of the box"""
    steering_curve: tuple[Point, ...] = ((0.0, 1.0), (20.0, 0.9), (60.0, 0.8), (120.0, 0.7))
    """speed [km/h] and share of the wheel angle"""
    wheels: tuple[Wheel, ...]
    use_sweep_wheel_collision: bool = False
