"""One short step of one vehicle."""

from __future__ import annotations

import math

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.powertrain import drive_force, engine_drag, interpolate, shift
from carla_bench.simulator.motion.records import Array, Row
from carla_bench.simulator.motion.suspension import follow_ground, wheel_loads
from carla_bench.simulator.motion.tyres import roll_on, wheel_angle

__all__ = ["drive"]


@compiled
def drive(
    body: Row,
    car: Row,
    curves: tuple[Array, Array, Array],
    ground: Array,
    load: Array,
    dt: float,
) -> None:
    """Let a vehicle drive for `dt` seconds, as if nothing were in its way.

    Args:
        body: row, changed.
        car: row, changed.
        curves: torque, steering and gearing of the vehicle.
        ground: (WHEELS, 3) of the vehicle.
        load: (WHEELS,) N, changed.
        dt: seconds.
    """
    torque, steering, gearing = curves
    wheel_loads(body, car, ground, load)
    _outer_forces(body, car, load, dt)
    speed = body.vx * math.cos(body.yaw) + body.vy * math.sin(body.yaw)
    shift(car, gearing, speed, dt)
    force = drive_force(car, torque, gearing, speed)
    drag = engine_drag(car, gearing, speed)
    car.wheel_angle = wheel_angle(car, interpolate(steering, abs(speed)))
    forward, right = roll_on(body, car, load, force, drag, dt)
    if car.constant:
        cosine, sine = math.cos(body.yaw), math.sin(body.yaw)
        body.vx = car.constant_forward * cosine - car.constant_right * sine
        body.vy = car.constant_forward * sine + car.constant_right * cosine
        forward = right = 0.0
    body.x += body.vx * dt
    body.y += body.vy * dt
    body.yaw += body.yaw_rate * dt
    follow_ground(body, car, ground, load, forward, right, dt)


@compiled
def _outer_forces(body: Row, car: Row, load: Array, dt: float) -> None:
    """Change the velocity by clients' forces, the slope and the air."""
    # Gravity along an inclined plane, seen from above.
    lift = (load[0] + load[1] + load[2] + load[3]) / car.mass
    lift /= 1.0 + body.slope_x * body.slope_x + body.slope_y * body.slope_y
    body.vx += (body.push_x - lift * body.slope_x) * dt
    body.vy += (body.push_y - lift * body.slope_y) * dt
    body.yaw_rate += body.push_yaw * dt
    # Implicit: air slows a body, it never turns it back, whatever speed a client asks for.
    speed = math.sqrt(body.vx * body.vx + body.vy * body.vy + body.vz * body.vz)
    slower = 1.0 / (1.0 + car.air / car.mass * speed * dt)
    body.vx *= slower
    body.vy *= slower
    body.vz *= slower
