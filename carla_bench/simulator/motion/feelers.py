"""Rays that bodies send out before a step: down for the ground, outwards for walls and poles.

Feelers start inside the box of a body and end beyond its faces, by what it travels in the
step. A vehicle has them at bumper height: a comb along its way, so dense that a pole does not
slip through, and some to both sides.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Cars, Row, Rows

__all__ = ["Contacts", "Rays", "new_contacts", "read_rays", "send_rays"]

_COMB = 11  # feelers along a vehicle
_SIDES = 4  # feelers to each side of it
_VEHICLE = 1
_WALKER = 2
_FEELERS = 2 * _SIDES + _COMB
_MOST = 4 + _FEELERS  # rays of a body
_STEP_UP_M = 0.4  # what is higher is an obstacle, not ground
_SEARCH_M = 1.0  # how far below the wheels ground is looked for
_MARGIN_M = 0.15
_LOW_BUMPER_M = 0.35
_HIGH_BUMPER_M = 0.6
_STEEP = 0.5  # upward part of the normal below which a surface is a wall
_CALM_MPS = 0.02  # bodies slower than this feel nothing: what should they run into


class Rays(NamedTuple):
    """Rays of all bodies."""

    origins: Array
    """(r, 3) metres"""
    directions: Array
    """(r, 3) unit vectors"""
    reach: Array
    """(r,) metres"""
    first: NDArray[np.int64]
    """(n + 1,) where the rays of each body begin"""


class Contacts(NamedTuple):
    """Points of the static world that bodies may touch during the step."""

    x: Array
    """(r,) metres"""
    y: Array
    normal_x: Array
    """(r,) unit vectors in the plane, towards the body"""
    normal_y: Array
    tag: NDArray[np.int64]
    """(r,) semantic tag, -1 where there is nothing"""
    first: NDArray[np.int64]
    """(n + 1,) where the contacts of each body begin"""


def new_contacts(rays: Rays) -> Contacts:
    """Return contacts to be filled, one for each ray."""
    count = len(rays.reach)
    return Contacts(
        np.zeros(count), np.zeros(count), np.zeros(count), np.zeros(count),
        np.full(count, -1), rays.first,
    )  # fmt: skip


@compiled
def _put(rays: Rays, k: int, origin: tuple[float, float, float], way: tuple[float, float, float],
         reach: float) -> int:  # fmt: skip
    rays.origins[k, 0], rays.origins[k, 1], rays.origins[k, 2] = origin
    rays.directions[k, 0], rays.directions[k, 1], rays.directions[k, 2] = way
    rays.reach[k] = reach
    return k + 1


@compiled
def send_rays(bodies: Rows, cars: Cars, car_of: NDArray[np.int64], dt: float) -> Rays:
    """Return the rays of all bodies that the simulation moves.

    Args:
        bodies: (n,) BODY.
        cars: vehicles.
        car_of: (n,) row in `cars`, -1 for others.
        dt: length of the step, seconds.
    """
    most = _MOST * len(bodies)
    rays = Rays(
        np.empty((most, 3)), np.empty((most, 3)), np.empty(most),
        np.zeros(len(bodies) + 1, np.int64),
    )  # fmt: skip
    k = 0
    for i in range(len(bodies)):
        body = bodies[i]
        rays.first[i] = k
        if not body.moves:
            continue
        if body.kind == _VEHICLE:
            k = _down_from_wheels(body, cars.rows[car_of[i]], dt, rays, k)
            if body.collides:
                k = _around_vehicle(body, dt, rays, k)
        else:
            k = _around_small(body, dt, rays, k)
    rays.first[len(bodies)] = k
    return Rays(rays.origins[:k], rays.directions[:k], rays.reach[:k], rays.first)


@compiled
def _down_from_wheels(body: Row, car: Row, dt: float, rays: Rays, k: int) -> int:
    """Probe below where the wheels will be at the end of the step."""
    yaw = body.yaw + body.yaw_rate * dt
    cosine, sine = math.cos(yaw), math.sin(yaw)
    roll = body.roll if car.half_track > 0.0 else 0.0
    travel = math.hypot(body.vx, body.vy) * dt
    above = _STEP_UP_M + 0.3 * travel
    reach = above + _SEARCH_M + travel + 1.5 * abs(body.vz) * dt
    for wheel in range(4):
        forward = car.front if wheel < 2 else -car.rear
        right = car.half_track if wheel % 2 == 1 else -car.half_track
        x = body.x + body.vx * dt + forward * cosine - right * sine
        y = body.y + body.vy * dt + forward * sine + right * cosine
        z = body.z + forward * math.sin(body.pitch) - right * math.sin(roll)
        k = _put(rays, k, (x, y, z + above), (0.0, 0.0, -1.0), reach)
    return k


@compiled
def _around_vehicle(body: Row, dt: float, rays: Rays, k: int) -> int:
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    along = body.vx * cosine + body.vy * sine
    across = -body.vx * sine + body.vy * cosine
    swing = abs(body.yaw_rate) * body.half_length
    if abs(along) + abs(across) + swing < _CALM_MPS:
        return k
    tilt, heel = math.sin(body.pitch), math.sin(body.roll)
    way = 1.0 if along >= 0.0 else -1.0
    reach = body.half_length + abs(along) * dt + _MARGIN_M
    for n in range(_COMB):
        right = body.half_width * (2.0 * n / (_COMB - 1) - 1.0)
        height = _LOW_BUMPER_M if n % 2 == 1 else _HIGH_BUMPER_M
        origin = (body.x - right * sine, body.y + right * cosine, body.z + height - right * heel)
        flat = math.cos(body.pitch)
        k = _put(rays, k, origin, (way * cosine * flat, way * sine * flat, way * tilt), reach)
    reach = body.half_width + (abs(across) + swing) * dt + _MARGIN_M
    for n in range(_SIDES):
        forward = 0.95 * body.half_length * (2.0 * n / (_SIDES - 1) - 1.0)
        height = _LOW_BUMPER_M if n % 2 == 1 else _HIGH_BUMPER_M
        origin = (
            body.x + forward * cosine, body.y + forward * sine, body.z + height + forward * tilt
        )  # fmt: skip
        flat = math.cos(body.roll)
        k = _put(rays, k, origin, (-sine * flat, cosine * flat, -heel), reach)
        k = _put(rays, k, origin, (sine * flat, -cosine * flat, heel), reach)
    return k


@compiled
def _around_small(body: Row, dt: float, rays: Rays, k: int) -> int:
    """Probe the ground below the end of the step, and ahead at the height of knee and chest."""
    go_x, go_y = body.vx, body.vy
    if body.kind == _WALKER and body.on_ground and not body.fallen:
        go_x, go_y = body.want_x, body.want_y
    speed = math.hypot(go_x, go_y)
    foot = body.z + body.foot
    reach = _STEP_UP_M + _SEARCH_M + 1.5 * abs(body.vz) * dt
    end = (body.x + go_x * dt, body.y + go_y * dt, foot + _STEP_UP_M)
    k = _put(rays, k, end, (0.0, 0.0, -1.0), reach)
    if speed < _CALM_MPS or not body.collides:
        return k
    ahead_x, ahead_y = go_x / speed, go_y / speed
    radius = math.hypot(body.half_length, body.half_width)
    for n in range(5):
        turn = (n - 2) * math.radians(35.0)
        turn_x, turn_y = math.cos(turn), math.sin(turn)
        height = 0.5 if n % 2 == 0 else 0.8
        origin = (body.x, body.y, foot + height * (body.high - body.foot))
        way = (ahead_x * turn_x - ahead_y * turn_y, ahead_x * turn_y + ahead_y * turn_x, 0.0)
        k = _put(rays, k, origin, way, radius + speed * dt + 0.05)
    return k


@compiled
def read_rays(
    bodies: Rows,
    cars: Cars,
    car_of: NDArray[np.int64],
    rays: Rays,
    hits: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]],
    contacts: Contacts,
) -> None:
    """Put what the rays met into the bodies' rows and the contacts.

    Args:
        bodies: (n,) BODY, changed.
        cars: changed.
        car_of: (n,) row in `cars`, -1 for others.
        rays: of all bodies.
        hits: distance, normal and tag, as in `ground.Hits`.
        contacts: changed.
    """
    for i in range(len(bodies)):
        body = bodies[i]
        k, end = rays.first[i], rays.first[i + 1]
        if k == end:
            continue
        if body.kind == _VEHICLE:
            _read_wheels(body, cars.ground[car_of[i]], rays, hits[0], k)
            _fit_slopes(body, cars.rows[car_of[i]], cars.ground[car_of[i]])
            k += 4
        else:
            _read_ground(body, rays, hits, k)
            k += 1
        for feeler in range(k, end):
            _read_contact(rays, hits, contacts, feeler)


@compiled
def _read_wheels(
    body: Row, ground: Array, rays: Rays, distance: NDArray[np.float32], k: int
) -> None:
    body.has_ground = False
    for wheel in range(4):
        ground[wheel, 0] = rays.origins[k + wheel, 0]
        ground[wheel, 1] = rays.origins[k + wheel, 1]
        ground[wheel, 2] = np.nan
        if distance[k + wheel] <= rays.reach[k + wheel]:
            ground[wheel, 2] = rays.origins[k + wheel, 2] - distance[k + wheel]
            body.has_ground = True


@compiled
def _fit_slopes(body: Row, car: Row, ground: Array) -> None:
    """Set the slopes from the heights under the wheels; they stay where an axle has no ground."""
    fore, aft = ground[0, 2] + ground[1, 2], ground[2, 2] + ground[3, 2]
    right, left = ground[1, 2] + ground[3, 2], ground[0, 2] + ground[2, 2]
    if math.isnan(fore + aft):
        return
    along = 0.5 * (fore - aft) / (car.front + car.rear)
    across = 0.25 * (right - left) / car.half_track if car.half_track > 0.0 else 0.0
    cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
    body.slope_x = along * cosine - across * sine
    body.slope_y = along * sine + across * cosine


@compiled
def _read_ground(
    body: Row,
    rays: Rays,
    hits: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]],
    k: int,
) -> None:
    distance, normal, _ = hits
    body.has_ground = distance[k] <= rays.reach[k]
    if not body.has_ground:
        return
    body.ground_x, body.ground_y = rays.origins[k, 0], rays.origins[k, 1]
    body.ground_z = rays.origins[k, 2] - distance[k]
    body.slope_x = body.slope_y = 0.0
    if abs(normal[k, 2]) > _STEEP:
        body.slope_x = -normal[k, 0] / normal[k, 2]
        body.slope_y = -normal[k, 1] / normal[k, 2]


@compiled
def _read_contact(
    rays: Rays,
    hits: tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.uint8]],
    contacts: Contacts,
    k: int,
) -> None:
    """Keep a hit if it is a wall."""
    distance, normal, tag = hits
    contacts.tag[k] = -1
    if not distance[k] <= rays.reach[k] or abs(normal[k, 2]) >= _STEEP:
        return
    x, y = float(normal[k, 0]), float(normal[k, 1])
    size = math.hypot(x, y)
    if x * rays.directions[k, 0] + y * rays.directions[k, 1] > 0.0:
        size = -size
    contacts.tag[k] = tag[k]
    contacts.x[k] = rays.origins[k, 0] + distance[k] * rays.directions[k, 0]
    contacts.y[k] = rays.origins[k, 1] + distance[k] * rays.directions[k, 1]
    contacts.normal_x[k], contacts.normal_y[k] = x / size, y / size
