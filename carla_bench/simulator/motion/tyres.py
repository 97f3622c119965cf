"""Tyres: forces between an axle and the ground, limited by friction.

A single-track model: each axle is one wheel. Forces are worked out implicitly, for the end of
the step, so that they are the constraint of a rolling wheel at walking pace (the kinematic
model) and the linear tyre of the dynamic model at speed, and stable at any step.

Source: Rajamani, Vehicle Dynamics and Control, 2nd edition, sections 2.3 (lateral dynamics) and
13.2 (cornering stiffness); the friction limit is the circle of section 13.4.
"""

from __future__ import annotations

import math

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Row

__all__ = ["roll_on", "wheel_angle"]

_STILL_MPS = 1e-9


@compiled
def wheel_angle(car: Row, share: float) -> float:
    """Return the angle of the front wheels, radians, right is positive.

    Args:
        car: row.
        share: of the wheel angle that the steering curve leaves at this speed.
    """
    angle = car.steer * car.max_steer * share
    return float(min(max(angle, -car.lock), car.lock))


@compiled
def _limited(forward: float, right: float, limit: float) -> tuple[float, float]:
    """Return a force within the friction circle."""
    size = math.hypot(forward, right)
    if size <= limit:
        return forward, right
    return forward * limit / size, right * limit / size


@compiled
def _side_force(slide: float, roll: float, stiffness: float, softness: float, dt: float) -> float:
    """Return the side force of an axle, N.

    Args:
        slide: speed across the wheel, m/s.
        roll: speed along it.
        stiffness: N/rad.
        softness: change of the slide by a force across the wheel, (m/s)/(N s).
        dt: seconds.
    """
    return -slide / (dt * softness + abs(roll) / max(stiffness, 1e-9))


@compiled
def _braking(car: Row, load: float, speed: float, drive: float, drag: float, dt: float) -> float:
    """Return the force of brakes and resistances, N: it stops the vehicle, and no more."""
    able = car.brake * car.brake_force + car.rolling * load + drag
    needed = -(car.mass * speed / dt + drive)
    return float(min(max(needed, -able), able))


@compiled
def roll_on(
    body: Row, car: Row, load: Array, drive: float, drag: float, dt: float
) -> tuple[float, float]:
    """Change the horizontal velocity and yaw rate by the tyres' forces of one step.

    Args:
        body: row, changed.
        car: row, the tyres' forces in it are brought up to date.
        load: (WHEELS,) N.
        drive: force of the engine, N.
        drag: by which the engine brakes, N.
        dt: seconds.

    Returns:
        Sums of the forces along and across the body, N.
    """
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    along = body.vx * cosine + body.vy * sine
    across = -body.vx * sine + body.vy * cosine
    fore, aft = load[0] + load[1], load[2] + load[3]
    total = fore + aft
    if total <= 0.0:  # in the air
        car.forward_front = car.forward_rear = car.right_front = car.right_rear = 0.0
        return 0.0, 0.0
    turn, bend = math.cos(car.wheel_angle), math.sin(car.wheel_angle)
    slow = _braking(car, total, along, drive, drag, dt)
    fore_x = drive * car.drive_front + slow * fore / total
    aft_x = drive * (1.0 - car.drive_front) + slow * aft / total
    if car.hand_brake:
        needed = -(car.mass * along / dt + drive + slow)
        aft_x += min(max(needed, -car.hand_brake_force), car.hand_brake_force)
    # Speeds of the axles along and across their wheels.
    beside = across + car.front * body.yaw_rate
    fore_roll, fore_slide = along * turn + beside * bend, beside * turn - along * bend
    aft_slide = across - car.rear * body.yaw_rate
    swing = body.inverse_inertia
    fore_soft = bend * bend / car.mass + turn * turn * (1 / car.mass + car.front**2 * swing)
    aft_soft = 1 / car.mass + car.rear**2 * swing
    fore_y = _side_force(fore_slide, fore_roll, car.stiffness_front * fore, fore_soft, dt)
    aft_y = _side_force(aft_slide, along, car.stiffness_rear * aft, aft_soft, dt)
    fore_x, fore_y = _limited(fore_x, fore_y, car.grip_front * fore)
    aft_x, aft_y = _limited(aft_x, aft_y, car.grip_rear * aft)
    car.forward_front, car.right_front = fore_x, fore_y
    car.forward_rear, car.right_rear = aft_x, aft_y
    car.slip_front = math.atan2(fore_slide, abs(fore_roll) + _STILL_MPS)
    car.slip_rear = math.atan2(aft_slide, abs(along) + _STILL_MPS)
    push_x = fore_x * turn - fore_y * bend + aft_x
    side = fore_x * bend + fore_y * turn
    push_y = side + aft_y
    along += push_x / car.mass * dt
    across += push_y / car.mass * dt
    body.yaw_rate += (car.front * side - car.rear * aft_y) * swing * dt
    body.vx, body.vy = along * cosine - across * sine, along * sine + across * cosine
    return push_x, push_y
