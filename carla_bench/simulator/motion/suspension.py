"""Springs: how the body follows the ground, and how much load each wheel carries."""

from __future__ import annotations

import math

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Row

__all__ = ["follow_ground", "wheel_loads"]

_GRAVITY = 9.81
_FREQUENCY = 2.0 * math.pi * 1.6  # rad/s of body over springs
_DAMPING = 0.4  # of the critical
_TRAVEL = 0.12  # metres until a spring is solid
_LARGEST = 6.0  # load over load at rest
_STEEPEST = math.radians(75.0)
_LEAN_PER_S = 6.0
_MAX_LEAN = math.radians(45.0)


@compiled
def _arm(car: Row, wheel: int) -> tuple[float, float]:
    """Return where a wheel is, forward and right of the origin, metres."""
    forward = car.front if wheel < 2 else -car.rear
    right = car.half_track if wheel % 2 == 1 else -car.half_track
    return forward, right


@compiled
def _ground_height(body: Row, ground: Array, x: float, y: float) -> float:
    """Return the height near a probed place, nan without ground."""
    return float(ground[2] + body.slope_x * (x - ground[0]) + body.slope_y * (y - ground[1]))


@compiled
def wheel_loads(body: Row, car: Row, ground: Array, load: Array) -> None:
    """Set the load of each wheel, N.

    A spring at rest carries its share of the weight with the body's origin on the ground.

    Args:
        body: row.
        car: row.
        ground: (WHEELS, 3) of the vehicle.
        load: (WHEELS,), changed.
    """
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    climb = body.slope_x * body.vx + body.slope_y * body.vy
    roll = body.roll if car.half_track > 0.0 else 0.0
    for wheel in range(4):
        forward, right = _arm(car, wheel)
        x = body.x + forward * cosine - right * sine
        y = body.y + forward * sine + right * cosine
        share = car.front_load if wheel < 2 else 1.0 - car.front_load
        mass = 0.5 * share * car.mass
        height = body.z + forward * math.sin(body.pitch) - right * math.sin(roll)
        rise = body.vz + forward * body.pitch_rate - right * body.roll_rate
        squeeze = _ground_height(body, ground[wheel], x, y) - height
        spring = mass * (_GRAVITY + _FREQUENCY * _FREQUENCY * squeeze)
        load[wheel] = 0.0
        if spring > 0.0:  # not for nan
            force = spring + mass * 2.0 * _DAMPING * _FREQUENCY * (climb - rise)
            load[wheel] = min(max(force, 0.0), _LARGEST * mass * _GRAVITY)


@compiled
def follow_ground(
    body: Row, car: Row, ground: Array, load: Array, forward: float, right: float, dt: float
) -> None:
    """Move the body up and down and turn it about its horizontal axes.

    Args:
        body: row, changed.
        car: row.
        ground: (WHEELS, 3) of the vehicle.
        load: (WHEELS,) N.
        forward: sum of the tyres' forces along the body, N; they act at the ground.
        right: across the body, N.
        dt: seconds.
    """
    fore, aft = load[0] + load[1], load[2] + load[3]
    lift = (fore + aft) / car.mass - (_GRAVITY if body.falls else 0.0) + body.push_z
    body.vz += lift * dt
    nod = fore * car.front - aft * car.rear
    # The tyres' forces act at the ground, below the centre of mass.
    balance = car.mass * _GRAVITY * (car.front_load * car.front - (1 - car.front_load) * car.rear)
    if fore + aft > 0.0:
        nod += forward * car.height - balance
    body.pitch_rate += nod * car.inverse_pitch_inertia * dt
    tilt = (load[0] + load[2] - load[1] - load[3]) * car.half_track - right * car.height
    body.roll_rate += tilt * car.inverse_roll_inertia * dt
    body.z += body.vz * dt
    body.pitch += body.pitch_rate * dt
    body.roll += body.roll_rate * dt
    if car.half_track == 0.0:
        _lean(body, dt)
    if abs(body.pitch) > _STEEPEST:
        body.pitch, body.pitch_rate = math.copysign(_STEEPEST, body.pitch), 0.0
    if abs(body.roll) > _STEEPEST:
        body.roll, body.roll_rate = math.copysign(_STEEPEST, body.roll), 0.0
    _stop_at_solid_springs(body, car, ground)


@compiled
def _lean(body: Row, dt: float) -> None:
    """Let a two-wheeler lean into its curve, where weight and centrifugal force balance."""
    speed = body.vx * math.cos(body.yaw) + body.vy * math.sin(body.yaw)
    wanted = math.atan(speed * body.yaw_rate / _GRAVITY)
    wanted = min(max(wanted, -_MAX_LEAN), _MAX_LEAN)
    before = body.roll
    body.roll += (wanted - body.roll) * min(_LEAN_PER_S * dt, 1.0)
    body.roll_rate = (body.roll - before) / dt


@compiled
def _stop_at_solid_springs(body: Row, car: Row, ground: Array) -> None:
    """Lift the body out of the ground where its springs are used up."""
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    roll = body.roll if car.half_track > 0.0 else 0.0
    deepest = 0.0
    for wheel in range(4):
        forward, right = _arm(car, wheel)
        x = body.x + forward * cosine - right * sine
        y = body.y + forward * sine + right * cosine
        height = body.z + forward * math.sin(body.pitch) - right * math.sin(roll)
        depth = _ground_height(body, ground[wheel], x, y) - height - _TRAVEL
        if depth > deepest:  # not for nan
            deepest = depth
    if deepest > 0.0:
        body.z += deepest
        climb = body.slope_x * body.vx + body.slope_y * body.vy
        body.vz = max(body.vz, climb)
