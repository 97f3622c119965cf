"""What drivers and pedestrians want, as CARLA's clients say it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["AckermannSettings", "AckermannTarget", "Drive", "WalkerControl"]


@dataclass(frozen=True, slots=True)
class Drive:
    """CARLA's VehicleControl."""

    throttle: float = 0.0
    """0 to 1"""
    steer: float = 0.0
    """-1 to 1, right is positive"""
    brake: float = 0.0
    """0 to 1"""
    hand_brake: bool = False
    reverse: bool = False
    manual_gear_shift: bool = False
    gear: int = 0
    """-1 reverse, 0 neutral; obeyed with manual shifting"""


@dataclass(frozen=True, slots=True)
class AckermannTarget:
    """CARLA's VehicleAckermannControl."""

    steer: float = 0.0
    """of the wheels, radians, right is positive"""
    steer_speed: float = 0.0
    """rad/s; 0 turns the wheels at once"""
    speed: float = 0.0
    """m/s, negative backwards"""
    acceleration: float = 0.0
    """m/s², its sign does not matter; 0 leaves it to the controller"""
    jerk: float = 0.0
    """m/s³; 0 is without limit"""


@dataclass(frozen=True, slots=True)
class AckermannSettings:
    """CARLA's AckermannControllerSettings: gains of its two controllers."""

    speed_kp: float = 0.15
    speed_ki: float = 0.0
    speed_kd: float = 0.25
    accel_kp: float = 0.01
    accel_ki: float = 0.0
    accel_kd: float = 0.01


@dataclass(frozen=True, slots=True)
class WalkerControl:
    """CARLA's WalkerControl."""

    direction: tuple[float, float, float] = (1.0, 0.0, 0.0)
    speed: float = 0.0
    """m/s"""
    jump: bool = False
