"""One short step of one walker, or of a thing that lies about."""

from __future__ import annotations

import math

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Row

__all__ = ["slide", "walk"]

_GRAVITY = 9.81
_JUMP_MPS = 4.2
_STEP_DOWN_M = 0.3  # feet keep to the ground down to here
_SLIDING_MPS2 = 6.0  # friction of clothes and boxes on asphalt
_STUMBLE_MPS = 4.0  # a walker who is pushed harder than this slides before walking on
_LARGEST_FALL_MPS = 80.0


@compiled
def _height(body: Row) -> float:
    """Return the height of the origin with the lowest point on the ground."""
    ground = (
        body.ground_z
        + body.slope_x * (body.x - body.ground_x)
        + body.slope_y * (body.y - body.ground_y)
    )
    return float(ground - body.foot)


@compiled
def _fall(body: Row, keep: float, dt: float) -> None:
    """Move up and down; a body less than `keep` above the ground stays on it."""
    if body.falls:
        body.vz = max(body.vz - _GRAVITY * dt, -_LARGEST_FALL_MPS)
    body.vz += body.push_z * dt
    above = body.z + body.vz * dt
    body.on_ground = False
    if body.has_ground:
        rest = _height(body)
        touches = above <= rest or (above <= rest + keep and body.vz <= 0.0 and body.falls)
        if touches:
            # The speed of going up and down a slope shows; a landing does not bounce.
            body.vz = body.slope_x * body.vx + body.slope_y * body.vy
            body.on_ground = True
            above = rest
    body.z = above


@compiled
def _rub(body: Row, dt: float) -> None:
    """Let friction with the ground slow a sliding body."""
    speed = math.hypot(body.vx, body.vy)
    keep = max(speed - _SLIDING_MPS2 * dt, 0.0) / speed if speed > 0.0 else 0.0
    body.vx *= keep
    body.vy *= keep
    body.yaw_rate *= max(1.0 - 4.0 * dt, 0.0)


@compiled
def walk(body: Row, dt: float) -> None:
    """Let a walker walk, jump or, once knocked down, slide to rest.

    Args:
        body: row, changed.
        dt: seconds.
    """
    body.vx += body.push_x * dt
    body.vy += body.push_y * dt
    away = math.hypot(body.vx - body.want_x, body.vy - body.want_y)
    wanted = math.hypot(body.want_x, body.want_y)
    if body.on_ground:
        if body.fallen:
            _rub(body, dt)
        elif away <= _STUMBLE_MPS + 2.0 * wanted:
            body.vx, body.vy = body.want_x, body.want_y
            if body.jumps:
                body.vz = _JUMP_MPS
        else:
            keep = max(away - _SLIDING_MPS2 * dt, 0.0) / away
            body.vx = body.want_x + (body.vx - body.want_x) * keep
            body.vy = body.want_y + (body.vy - body.want_y) * keep
    body.jumps = False
    body.x += body.vx * dt
    body.y += body.vy * dt
    _fall(body, _STEP_DOWN_M if body.vz <= 0.0 else 0.0, dt)


@compiled
def slide(body: Row, dt: float) -> None:
    """Let a thing that is free to move slide, turn and fall.

    Args:
        body: row, changed.
        dt: seconds.
    """
    body.vx += body.push_x * dt
    body.vy += body.push_y * dt
    body.yaw_rate += body.push_yaw * dt
    if body.on_ground:
        _rub(body, dt)
    body.x += body.vx * dt
    body.y += body.vy * dt
    body.yaw += body.yaw_rate * dt
    _fall(body, 0.02, dt)
