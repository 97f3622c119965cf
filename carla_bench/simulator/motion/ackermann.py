"""CARLA's Ackermann controller: from a wanted speed and wheel angle to pedals and steer.

Two controllers in a row: speed to acceleration, acceleration to pedals, as CARLA's
documentation describes them ("Ackermann control", 0.9.16).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from carla_bench.simulator.motion.controls import AckermannSettings, AckermannTarget, Drive

__all__ = ["AckermannController"]

_STANDING_MPS = 0.1
_LARGEST_ACCELERATION = 8.0  # m/s², where the client leaves it to the controller


@dataclass(slots=True)
class _Pid:
    """A PID controller in discrete time."""

    integral: float = 0.0
    last_error: float | None = None

    def output(self, error: float, gains: tuple[float, float, float], delta_s: float) -> float:
        """Return the control value for an error."""
        slope = 0.0 if self.last_error is None else (error - self.last_error) / delta_s
        self.integral += error * delta_s
        self.last_error = error
        return gains[0] * error + gains[1] * self.integral + gains[2] * slope


@dataclass(slots=True)
class AckermannController:
    """Drives one vehicle."""

    target: AckermannTarget = field(default_factory=AckermannTarget)
    _steer_rad: float = 0.0
    _acceleration: float = 0.0
    _pedal: float = 0.0
    _speed: _Pid = field(default_factory=_Pid)
    _pedals: _Pid = field(default_factory=_Pid)

    def drive(
        self,
        settings: AckermannSettings,
        speed_mps: float,
        acceleration_mps2: float,
        max_steer_rad: float,
        delta_s: float,
    ) -> Drive:
        """Return the control for the next step.

        Args:
            settings: gains.
            speed_mps: along the body.
            acceleration_mps2: along the body.
            max_steer_rad: wheel angle at full steer.
            delta_s: length of the step, > 0.
        """
        steer = self._steer(max_steer_rad, delta_s)
        wanted = self.target.speed
        if abs(wanted) < _STANDING_MPS and abs(speed_mps) < 5 * _STANDING_MPS:
            self._pedal = self._acceleration = 0.0
            return Drive(steer=steer, brake=1.0)
        backwards = wanted < 0.0
        direction = -1.0 if backwards else 1.0
        if speed_mps * direction < -_STANDING_MPS:  # stop before turning round
            return Drive(steer=steer, brake=1.0, reverse=backwards)
        self._pedal = self._press(
            settings, wanted * direction, speed_mps * direction, acceleration_mps2 * direction,
            delta_s,
        )  # fmt: skip
        return Drive(
            throttle=max(self._pedal, 0.0),
            steer=steer,
            brake=max(-self._pedal, 0.0),
            reverse=backwards,
        )

    def _steer(self, max_steer_rad: float, delta_s: float) -> float:
        target = self.target
        change = target.steer - self._steer_rad
        if target.steer_speed > 0.0:
            most = target.steer_speed * delta_s
            change = min(max(change, -most), most)
        self._steer_rad += change
        return min(max(self._steer_rad / max(max_steer_rad, math.radians(1.0)), -1.0), 1.0)

    def _press(
        self,
        settings: AckermannSettings,
        wanted: float,
        speed: float,
        acceleration: float,
        delta_s: float,
    ) -> float:
        """Return the position of the pedals, -1 brake to 1 throttle."""
        target = self.target
        most = abs(target.acceleration) or _LARGEST_ACCELERATION
        gains = (settings.speed_kp, settings.speed_ki, settings.speed_kd)
        # The output changes the wanted acceleration: the controller integrates.
        change = self._speed.output(wanted - speed, gains, delta_s)
        if target.jerk:
            limit = abs(target.jerk) * delta_s
            change = min(max(change, -limit), limit)
        self._acceleration = min(max(self._acceleration + change, -most), most)
        gains = (settings.accel_kp, settings.accel_ki, settings.accel_kd)
        step = self._pedals.output(self._acceleration - acceleration, gains, delta_s)
        return min(max(self._pedal + step, -1.0), 1.0)
