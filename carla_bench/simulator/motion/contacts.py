"""Where bodies touch each other and the static world, seen from above."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Row, Rows

__all__ = ["neighbours", "overlap", "wall_depth"]

_CLEARANCE_M = 0.2  # vehicles drive over what is lower
_VEHICLE = 1
_SLACK_M = 0.02


@compiled
def neighbours(bodies: Rows, dt: float) -> NDArray[np.int64]:
    """Return (p, 2) pairs of bodies, lower row first, that may meet during the step.

    Sorted by row. A sweep along x over circles around the boxes, widened by what they travel.
    """
    count = len(bodies)
    low, high, radius = np.empty(count), np.empty(count), np.empty(count)
    for i in range(count):
        body = bodies[i]
        speed = math.hypot(body.vx, body.vy) + math.hypot(body.want_x, body.want_y)
        reach = math.hypot(body.half_length, body.half_width)
        radius[i] = reach + min(speed * dt, 100.0) + 0.1
        low[i], high[i] = body.x - radius[i], body.x + radius[i]
    order = np.argsort(low, kind="mergesort")
    pairs = np.empty((count * 4 + 16, 2), np.int64)
    found = 0
    for first in range(count):
        i = order[first]
        for second in range(first + 1, count):
            j = order[second]
            if low[j] > high[i]:
                break
            if abs(bodies[i].y - bodies[j].y) > radius[i] + radius[j]:
                continue
            if not _may_collide(bodies[i], bodies[j]):
                continue
            if found == len(pairs):
                pairs = np.concatenate((pairs, np.empty_like(pairs)))
            pairs[found, 0], pairs[found, 1] = min(i, j), max(i, j)
            found += 1
    pairs = pairs[:found]
    return pairs[np.argsort(pairs[:, 0] * count + pairs[:, 1], kind="mergesort")]


@compiled
def _may_collide(one: Row, two: Row) -> bool:
    if not (one.collides and two.collides) or one.fallen or two.fallen:
        return False
    return bool(one.inverse_mass + two.inverse_mass > 0.0)


@compiled
def _at_one_height(one: Row, two: Row) -> bool:
    """Return whether two bodies are neither above one another nor small enough to drive over."""
    low_one, low_two = one.z + one.low, two.z + two.low
    if one.kind == _VEHICLE:
        low_one += _CLEARANCE_M
    if two.kind == _VEHICLE:
        low_two += _CLEARANCE_M
    return bool(low_one < two.z + two.high and low_two < one.z + one.high)


@compiled
def _half_width_along(body: Row, x: float, y: float) -> float:
    """Return how far a box reaches from its middle in a direction (x, y)."""
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    forward, right = x * cosine + y * sine, -x * sine + y * cosine
    return float(abs(forward) * body.half_length + abs(right) * body.half_width)


@compiled
def overlap(one: Row, two: Row, contact: Array) -> bool:
    """Return whether two boxes overlap, by separating axes.

    Args:
        one: row.
        two: row.
        contact: (5,) becomes the normal x, y from two to one, the depth and the point x, y.
    """
    away_x, away_y = one.x - two.x, one.y - two.y
    if not _at_one_height(one, two):
        return False
    contact[2] = math.inf
    for axis in range(4):
        yaw = (one.yaw if axis < 2 else two.yaw) + (0.5 * math.pi if axis % 2 else 0.0)
        x, y = math.cos(yaw), math.sin(yaw)
        apart = away_x * x + away_y * y
        depth = _half_width_along(one, x, y) + _half_width_along(two, x, y) - abs(apart)
        if depth <= 0.0:
            return False
        if depth < contact[2] - 1e-9:
            sign = 1.0 if apart >= 0.0 else -1.0
            contact[0], contact[1], contact[2] = sign * x, sign * y, depth
    _touch_point(one, two, contact)
    return True


@compiled
def _touch_point(one: Row, two: Row, contact: Array) -> None:
    """Put the mean of the corners of each box that are inside the other into the contact."""
    total_x, total_y, count = 0.0, 0.0, 0
    for turn in range(2):
        inner, outer = (one, two) if turn == 0 else (two, one)
        cosine, sine = math.cos(inner.yaw), math.sin(inner.yaw)
        for corner in range(4):
            forward = inner.half_length if corner < 2 else -inner.half_length
            right = inner.half_width if corner % 2 else -inner.half_width
            x = inner.x + forward * cosine - right * sine
            y = inner.y + forward * sine + right * cosine
            if _is_inside(outer, x, y):
                total_x, total_y, count = total_x + x, total_y + y, count + 1
    if count:
        contact[3], contact[4] = total_x / count, total_y / count
        return
    # Crossed boxes: the middle of the overlap along the line between them.
    reach = _half_width_along(two, contact[0], contact[1]) - 0.5 * contact[2]
    contact[3], contact[4] = two.x + reach * contact[0], two.y + reach * contact[1]


@compiled
def _is_inside(box: Row, x: float, y: float) -> bool:
    cosine, sine = math.cos(box.yaw), math.sin(box.yaw)
    forward = (x - box.x) * cosine + (y - box.y) * sine
    right = -(x - box.x) * sine + (y - box.y) * cosine
    return bool(abs(forward) <= box.half_length and abs(right) <= box.half_width)


@compiled
def wall_depth(body: Row, point: tuple[float, float], normal: Array, travel: float) -> float:
    """Return how deep a body is in a point of the static world, 0 if it is not.

    The surface at the point counts as a plane if the body could have come that deep since the
    last look; else the point is a pole or an edge, and the nearest face of the box is what it
    touches.

    Args:
        body: row.
        point: x, y.
        normal: (2,) of the surface, towards the body; becomes the direction that leads out.
        travel: metres since the last look.
    """
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    x, y = point[0] - body.x, point[1] - body.y
    forward, right = x * cosine + y * sine, -x * sine + y * cosine
    to_face, to_side = body.half_length - abs(forward), body.half_width - abs(right)
    if to_face < -_SLACK_M or to_side < -_SLACK_M:
        return 0.0
    apart = -(x * normal[0] + y * normal[1])
    depth = _half_width_along(body, normal[0], normal[1]) - apart
    if depth <= travel:
        return float(max(depth, 0.0))
    if to_face < to_side:
        sign = -1.0 if forward > 0.0 else 1.0
        normal[0], normal[1] = sign * cosine, sign * sine
        return float(max(to_face, 0.0))
    sign = -1.0 if right > 0.0 else 1.0
    normal[0], normal[1] = -sign * sine, sign * cosine
    return float(max(to_side, 0.0))
