"""Engine and gearbox: from the throttle to a force at the driven wheels."""

from __future__ import annotations

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.motion.records import Array, Row

__all__ = ["drive_force", "engine_drag", "interpolate", "shift"]

_EFFICIENCY = 0.9  # of gearbox and shafts
_LAUNCH = 0.35  # share of the largest engine speed that a slipping clutch allows
_REVERSE = 1.0  # reverse has the ratio of the first gear


@compiled
def interpolate(curve: Array, x: float) -> float:
    """Return a (n, 2) curve's value at x, constant beyond its ends."""
    if x <= curve[0, 0]:
        return float(curve[0, 1])
    for k in range(1, len(curve)):
        if x < curve[k, 0]:
            span = curve[k, 0] - curve[k - 1, 0]
            share = (x - curve[k - 1, 0]) / span
            return float(curve[k - 1, 1] + share * (curve[k, 1] - curve[k - 1, 1]))
    return float(curve[-1, 1])


@compiled
def _ratio(car: Row, gearing: Array) -> float:
    """Return engine speed over wheel speed, negative in reverse, 0 in neutral."""
    if car.gear == 0 or car.gears == 0:
        return 0.0
    if car.gear < 0:
        return float(-_REVERSE * gearing[0, 0] * car.final_ratio)
    return float(gearing[car.gear - 1, 0] * car.final_ratio)


@compiled
def shift(car: Row, gearing: Array, speed: float, dt: float) -> None:
    """Choose the gear.

    Args:
        car: row, changed.
        gearing: (GEARS, 3) of the vehicle.
        speed: along the body, m/s.
        dt: seconds.
    """
    car.switching = max(car.switching - dt, 0.0)
    before = car.gear
    if car.manual or not car.autobox:
        wanted = car.wanted_gear if car.manual else (-1 if car.reverse else max(car.gear, 1))
        car.gear = min(max(wanted, -1), car.gears)
        if car.gear != before:
            car.switching = car.switch_time
        return
    if car.reverse:
        car.gear = -1
        return
    if car.gear < 1:
        car.gear = min(1, car.gears)
        return
    if car.switching > 0.0:
        return
    share = abs(_ratio(car, gearing) * speed / car.wheel_radius) / car.max_engine_speed
    row = car.gear - 1
    if share > gearing[row, 2] and car.gear < car.gears:
        car.gear += 1
    elif car.gear > 1:
        # Not down into a gear from which it would shift up again at once.
        lower = share * gearing[row - 1, 0] / max(gearing[row, 0], 1e-9)
        if share < gearing[row, 1] and lower < 0.95 * gearing[row - 1, 2]:
            car.gear -= 1
    if car.gear != before:
        car.switching = car.switch_time


@compiled
def drive_force(car: Row, torque: Array, gearing: Array, speed: float) -> float:
    """Return the force of the engine along the body, N.

    Args:
        car: row; its engine speed and torque are brought up to date.
        torque: (CURVE_POINTS, 2) of the vehicle.
        gearing: (GEARS, 3).
        speed: along the body, m/s.
    """
    ratio = _ratio(car, gearing)
    turning = ratio * speed / car.wheel_radius
    launch = _LAUNCH * car.throttle * car.max_engine_speed
    car.engine_speed = min(max(turning, launch), 1.2 * car.max_engine_speed)
    car.torque = 0.0
    if ratio == 0.0 or car.switching > 0.0 or turning >= car.max_engine_speed:
        return 0.0
    pull = car.throttle * interpolate(torque, car.engine_speed)
    car.torque = max(pull - car.throttle * car.friction_full * car.engine_speed, 0.0)
    # Part of the force turns the engine itself.
    spinning = car.engine_inertia * (ratio / car.wheel_radius) ** 2
    share = car.mass / (car.mass + spinning)
    return float(car.torque * ratio * _EFFICIENCY / car.wheel_radius * share)


@compiled
def engine_drag(car: Row, gearing: Array, speed: float) -> float:
    """Return how strongly the engine brakes without throttle, N, never negative."""
    ratio = _ratio(car, gearing)
    if ratio == 0.0:
        return 0.0
    turning = abs(ratio * speed / car.wheel_radius)
    torque = (1.0 - car.throttle) * car.friction_zero * turning
    if turning > car.max_engine_speed:  # a gear too low for this speed
        torque += car.friction_zero * (turning - car.max_engine_speed) * 4.0
    return float(torque * abs(ratio) / car.wheel_radius)
