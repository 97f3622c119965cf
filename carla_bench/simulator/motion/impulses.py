"""What a contact does: impulses that exchange momentum, and corrections that undo overlap.

Source: Baraff, "An introduction to physically based modeling: rigid body simulation II",
SIGGRAPH course notes 1997, section 8 (impulse of a contact with restitution); friction is
Coulomb's, bounded by what stops the sliding.
"""

from __future__ import annotations

import math

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Row

__all__ = ["bounce", "bounce_off_wall", "separate"]

_RESTITUTION = 0.1
_RESTING_MPS = 0.5  # slower contacts do not bounce
_FRICTION = 0.35
_SLOP_M = 0.01
_CORRECTION = 0.5  # of the overlap, each time


@compiled
def _speed_at(body: Row, x: float, y: float) -> tuple[float, float]:
    """Return the velocity of a body's point, given from its origin."""
    return body.vx - body.yaw_rate * y, body.vy + body.yaw_rate * x


@compiled
def _yield_along(body: Row, arm: float) -> float:
    """Return the change of speed along a line by an impulse of 1 N s at an arm from the origin."""
    return float(body.inverse_mass + body.inverse_inertia * arm * arm)


@compiled
def _push(body: Row, x: float, y: float, impulse_x: float, impulse_y: float) -> None:
    body.vx += body.inverse_mass * impulse_x
    body.vy += body.inverse_mass * impulse_y
    body.yaw_rate += body.inverse_inertia * (x * impulse_y - y * impulse_x)


@compiled
def _press(closing: float, soft: float) -> float:
    """Return the impulse along the normal, N s.

    Args:
        closing: speed along the normal, m/s, negative when approaching.
        soft: change of that speed by 1 N s.
    """
    if closing >= 0.0:
        return 0.0
    return -(1.0 + (_RESTITUTION if closing < -_RESTING_MPS else 0.0)) * closing / soft


@compiled
def _rub(sliding: float, soft: float, press: float) -> float:
    """Return the impulse of friction, N s: it slows the sliding and never turns it back."""
    return min(max(-sliding / soft, -_FRICTION * press), _FRICTION * press)


@compiled
def _exchange(one: Row, two: Row, contact: Array, x: float, y: float, press: float) -> float:
    """Push two bodies along (x, y); return the impulse on the first, N s.

    Args:
        one: row, changed.
        two: row, changed.
        contact: (5,) as `contacts.overlap` gives it.
        x: of a unit vector.
        y: likewise.
        press: 0 to press along the normal, else friction that such an impulse allows.
    """
    x_one, y_one = contact[3] - one.x, contact[4] - one.y
    x_two, y_two = contact[3] - two.x, contact[4] - two.y
    fast_one, fast_two = _speed_at(one, x_one, y_one), _speed_at(two, x_two, y_two)
    speed = (fast_one[0] - fast_two[0]) * x + (fast_one[1] - fast_two[1]) * y
    soft = _yield_along(one, x_one * y - y_one * x) + _yield_along(two, x_two * y - y_two * x)
    size = _rub(speed, soft, press) if press > 0.0 else _press(speed, soft)
    _push(one, x_one, y_one, size * x, size * y)
    _push(two, x_two, y_two, -size * x, -size * y)
    return size


@compiled
def bounce(one: Row, two: Row, contact: Array, exchanged: Array) -> None:
    """Exchange momentum between two bodies: first along the normal, then by friction.

    Args:
        one: row, changed.
        two: row, changed.
        contact: (5,) as `contacts.overlap` gives it.
        exchanged: (2,) impulse on `one`, N s in the world; added to.
    """
    x, y = contact[0], contact[1]
    press = _exchange(one, two, contact, x, y, 0.0)
    if press > 0.0:
        rub = _exchange(one, two, contact, -y, x, press)
        exchanged[0] += press * x - rub * y
        exchanged[1] += press * y + rub * x


@compiled
def separate(one: Row, two: Row, contact: Array) -> None:
    """Move two overlapping bodies apart, the lighter one more; speeds stay."""
    depth = max(contact[2] - _SLOP_M, 0.0) * _CORRECTION
    step = depth / (one.inverse_mass + two.inverse_mass)
    one.x += contact[0] * step * one.inverse_mass
    one.y += contact[1] * step * one.inverse_mass
    two.x -= contact[0] * step * two.inverse_mass
    two.y -= contact[1] * step * two.inverse_mass


@compiled
def bounce_off_wall(body: Row, point: tuple[float, float], normal: Array, depth: float,
                    exchanged: Array) -> float:  # fmt: skip
    """Let a body hit something immovable, and put it outside.

    Args:
        body: row, changed.
        point: where, x and y.
        normal: (2,) out of the wall.
        depth: metres.
        exchanged: (2,) impulse on the body, N s in the world; added to.

    Returns:
        The size of the impulse, N s.
    """
    x, y = point[0] - body.x, point[1] - body.y
    fast = _speed_at(body, x, y)
    soft = _yield_along(body, x * normal[1] - y * normal[0])
    press = _press(fast[0] * normal[0] + fast[1] * normal[1], soft)
    _push(body, x, y, press * normal[0], press * normal[1])
    fast = _speed_at(body, x, y)
    soft = _yield_along(body, x * normal[0] + y * normal[1])
    rub = _rub(-fast[0] * normal[1] + fast[1] * normal[0], soft, press)
    _push(body, x, y, -rub * normal[1], rub * normal[0])
    out = max(depth - _SLOP_M, 0.0)
    body.x += normal[0] * out
    body.y += normal[1] * out
    exchanged[0] += press * normal[0] - rub * normal[1]
    exchanged[1] += press * normal[1] + rub * normal[0]
    return math.hypot(press, rub)
