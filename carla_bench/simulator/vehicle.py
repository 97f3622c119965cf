"""How vehicles move: a kinematic bicycle with drive, brake, drag and a grip limit.

Source: Rajamani, Vehicle Dynamics and Control, 2nd edition, section 2.2 (kinematic model of
lateral motion), for a reference point midway between the axles.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

__all__ = ["Drive", "Motion", "advance"]

_MAX_WHEEL_ANGLE_RAD = math.radians(70.0)  # steer = 1; the TrafficManager's gains suit 60 to 70
_MAX_LATERAL_MPS2 = 8.0
_BRAKE_MPS2 = 8.5
_HAND_BRAKE_MPS2 = 5.0
_DRIVE_MPS2 = 4.5
_TOP_SPEED_MPS = 50.0
_REVERSE_SPEED_MPS = 8.0
_ROLLING_MPS2 = 0.15
_AIR_PER_M = 0.0006


@dataclass(frozen=True, slots=True)
class Drive:
    """CARLA's VehicleControl."""

    throttle: float = 0.0
    steer: float = 0.0
    brake: float = 0.0
    hand_brake: bool = False
    reverse: bool = False
    manual_gear_shift: bool = False
    gear: int = 0


@dataclass(frozen=True, slots=True)
class Motion:
    """Where a vehicle is in the plane and how it moves."""

    x: float
    """metres"""
    y: float
    yaw_rad: float
    speed_mps: float
    """along the body, negative in reverse"""
    yaw_rate_radps: float = 0.0
    course_rad: float = 0.0
    """direction of the velocity in the world, of the forward motion"""


def advance(motion: Motion, drive: Drive, wheelbase_m: float, delta_s: float) -> Motion:
    """Return the motion `delta_s` seconds later.

    Args:
        motion: now.
        drive: what the driver does all that time.
        wheelbase_m: distance between the axles.
        delta_s: seconds, > 0.
    """
    speed = _next_speed(motion.speed_mps, drive, delta_s)
    mean_speed = 0.5 * (motion.speed_mps + speed)
    slope = math.tan(_limited(drive.steer, 1.0) * _MAX_WHEEL_ANGLE_RAD)
    # Tyres let go before the lateral acceleration v² · curvature exceeds the grip.
    grip = _MAX_LATERAL_MPS2 * wheelbase_m / max(mean_speed * mean_speed, 1e-6)
    slope = _limited(slope, grip)
    slip = math.atan(0.5 * slope)
    yaw_rate = mean_speed * math.cos(slip) * slope / wheelbase_m
    middle_course = motion.yaw_rad + 0.5 * yaw_rate * delta_s + slip
    return Motion(
        x=motion.x + mean_speed * math.cos(middle_course) * delta_s,
        y=motion.y + mean_speed * math.sin(middle_course) * delta_s,
        yaw_rad=motion.yaw_rad + yaw_rate * delta_s,
        speed_mps=speed,
        yaw_rate_radps=yaw_rate,
        course_rad=motion.yaw_rad + yaw_rate * delta_s + slip,
    )


def _next_speed(speed: float, drive: Drive, delta_s: float) -> float:
    throttle = min(max(drive.throttle, 0.0), 1.0)
    brake = min(max(drive.brake, 0.0), 1.0)
    direction = -1.0 if drive.reverse else 1.0
    top = _REVERSE_SPEED_MPS if drive.reverse else _TOP_SPEED_MPS
    pull = throttle * _DRIVE_MPS2 * max(0.0, 1.0 - speed * direction / top)
    driven = speed + direction * pull * delta_s
    resistance = _AIR_PER_M * speed * speed + (_ROLLING_MPS2 if throttle == 0.0 else 0.0)
    resistance += brake * _BRAKE_MPS2 + (_HAND_BRAKE_MPS2 if drive.hand_brake else 0.0)
    # Resistance stops a car, it never pushes it backwards.
    return math.copysign(max(0.0, abs(driven) - resistance * delta_s), driven)


def _limited(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)
