"""The compiled loop over short steps: everything moves, then everything that overlaps collides."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.contacts import neighbours, overlap, wall_depth
from carla_bench.simulator.motion.driving import drive
from carla_bench.simulator.motion.feelers import Contacts
from carla_bench.simulator.motion.impulses import bounce, bounce_off_wall, separate
from carla_bench.simulator.motion.records import Array, Cars, Row, Rows
from carla_bench.simulator.motion.walking import slide, walk

__all__ = ["Exchanged", "run_substeps"]

_VEHICLE = 1
_WALKER = 2
_WALLS = 4  # surfaces that a body can touch at once
_SAME_SURFACE = 0.95  # cosine between normals
_ROUNDING_M = 0.05


class Exchanged(NamedTuple):
    """Impulses of one step."""

    pairs: NDArray[np.int64]
    """(p, 2) rows of bodies that were near each other"""
    impulse: Array
    """(p, 2) on the first of each pair, N s in the plane"""
    wall_impulse: Array
    """(n, 2) on each body by the static world"""
    wall_tag: NDArray[np.int64]
    """(n,) semantic tag of what hit it hardest"""


@compiled
def run_substeps(
    bodies: Rows,
    cars: Cars,
    car_of: NDArray[np.int64],
    contacts: Contacts,
    steps: int,
    dt: float,
) -> Exchanged:
    """Let `steps` times `dt` seconds pass.

    Args:
        bodies: (n,) BODY, changed.
        cars: changed.
        car_of: (n,) row in `cars`, -1 for others.
        contacts: what bodies may touch of the static world.
        steps: how many.
        dt: seconds.
    """
    count = len(bodies)
    pairs = neighbours(bodies, steps * dt)
    impulse = np.zeros((len(pairs), 2))
    wall_impulse, wall_tag = np.zeros((count, 2)), np.zeros(count, np.int64)
    hardest = np.zeros(count)
    contact = np.empty(5)
    for _ in range(steps):
        for i in range(count):
            if bodies[i].moves:
                _move(bodies[i], cars, car_of[i], dt)
        for p in range(len(pairs)):
            one, two = bodies[pairs[p, 0]], bodies[pairs[p, 1]]
            if overlap(one, two, contact):
                bounce(one, two, contact, impulse[p])
                separate(one, two, contact)
        for i in range(count):
            if contacts.first[i] < contacts.first[i + 1]:
                size, tag = _touch_walls(bodies[i], contacts, i, dt, wall_impulse[i])
                if size > hardest[i]:
                    hardest[i], wall_tag[i] = size, tag
    return Exchanged(pairs, impulse, wall_impulse, wall_tag)


@compiled
def _move(body: Row, cars: Cars, k: int, dt: float) -> None:
    if body.kind == _VEHICLE:
        curves = (cars.torque[k], cars.steering[k], cars.gearing[k])
        drive(body, cars.rows[k], curves, cars.ground[k], cars.load[k], dt)
    elif body.kind == _WALKER:
        walk(body, dt)
    else:
        slide(body, dt)


@compiled
def _touch_walls(
    body: Row, contacts: Contacts, index: int, dt: float, exchanged: Array
) -> tuple[float, int]:
    """Let a body hit what it is in; return the hardest impulse [N s] and its semantic tag.

    Points on one surface count as one contact in their middle, so that a flat wall does not
    turn what hits it squarely.
    """
    travel = math.hypot(body.vx, body.vy) + abs(body.yaw_rate) * body.half_length
    travel = travel * dt + _ROUNDING_M
    # normal x, normal y, depth, sum of x, sum of y, points, tag
    walls = np.zeros((_WALLS, 7))
    found = 0
    normal = np.empty(2)
    for k in range(contacts.first[index], contacts.first[index + 1]):
        if contacts.tag[k] < 0:
            continue
        point = (contacts.x[k], contacts.y[k])
        normal[0], normal[1] = contacts.normal_x[k], contacts.normal_y[k]
        depth = wall_depth(body, point, normal, travel)
        if depth <= 0.0:
            continue
        found = _gather(walls, found, normal, depth, point, contacts.tag[k])
    hardest, tag = 0.0, 0
    for w in range(found):
        wall = walls[w]
        middle = (wall[3] / wall[5], wall[4] / wall[5])
        size = bounce_off_wall(body, middle, wall[:2], wall[2], exchanged)
        if size > hardest:
            hardest, tag = size, int(wall[6])
    return hardest, tag


@compiled
def _gather(
    walls: Array, found: int, normal: Array, depth: float, point: tuple[float, float], tag: int
) -> int:
    """Add a contact to the surface that it lies on; return how many surfaces there are now."""
    w = 0
    while w < found:
        if walls[w, 0] * normal[0] + walls[w, 1] * normal[1] > _SAME_SURFACE:
            break
        w += 1
    if w == _WALLS:
        return found
    if w == found:
        walls[w, 0], walls[w, 1], walls[w, 6] = normal[0], normal[1], tag
    walls[w, 2] = max(walls[w, 2], depth)
    walls[w, 3] += point[0]
    walls[w, 4] += point[1]
    walls[w, 5] += 1.0
    return max(found, w + 1)
