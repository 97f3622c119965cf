"""Calls about what is under the bonnet: physics, telemetry, the Ackermann controller, doors."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from carla_bench.core.geometry import transform_points
from carla_bench.simulator import wire
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.calls.registry import call
from carla_bench.simulator.calls.vehicles import find_vehicle
from carla_bench.simulator.motion.ackermann import AckermannController
from carla_bench.simulator.motion.controls import AckermannSettings, AckermannTarget
from carla_bench.simulator.motion.physics import Gear, VehiclePhysics, Wheel

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["drive_ackermann", "set_physics_control"]

_MOST_POINTS = 64
_DOORS = 7
_WHEEL_NUMBERS = (
    "tire_friction", "damping_rate", "max_steer_angle", "radius", "max_brake_torque",
    "max_handbrake_torque", "lat_stiff_max_load", "lat_stiff_value", "long_stiff_value",
)  # fmt: skip


def _physics(actor: Actor) -> VehiclePhysics:
    assert actor.physics is not None
    return actor.physics


@call("get_physics_control")
def _physics_control(simulator: Simulator, actor_id: object) -> list[object]:
    actor = find_vehicle(simulator, actor_id, "get_physics_control")
    physics = _physics(actor)
    return [
        [list(point) for point in physics.torque_curve],
        physics.max_rpm,
        physics.moi,
        physics.damping_rate_full_throttle,
        physics.damping_rate_zero_throttle_clutch_engaged,
        physics.damping_rate_zero_throttle_clutch_disengaged,
        physics.use_gear_autobox,
        physics.gear_switch_time,
        physics.clutch_strength,
        physics.final_ratio,
        [[gear.ratio, gear.down_ratio, gear.up_ratio] for gear in physics.gears],
        physics.mass,
        physics.drag_coefficient,
        list(physics.center_of_mass),
        [list(point) for point in physics.steering_curve],
        [_encoded_wheel(actor, wheel) for wheel in _four(physics.wheels)],
        physics.use_sweep_wheel_collision,
    ]


def _four(wheels: tuple[Wheel, ...]) -> tuple[Wheel, ...]:
    """Return four wheels: CARLA's two-wheelers stand on two pairs."""
    return (wheels[0], wheels[0], wheels[1], wheels[1]) if len(wheels) == 2 else wheels


def _encoded_wheel(actor: Actor, wheel: Wheel) -> list[object]:
    """Return a msgpack WheelPhysicsControl; lengths are centimetres there."""
    forward, right = wheel.offset
    place = np.array([[forward, right, wheel.radius / 100.0]])
    (position,) = 100.0 * transform_points(actor.pose.matrix, place)
    return [
        wheel.tire_friction,
        wheel.damping_rate,
        wheel.max_steer_angle,
        wheel.radius,
        wheel.max_brake_torque,
        wheel.max_handbrake_torque,
        wheel.lat_stiff_max_load,
        wheel.lat_stiff_value,
        wheel.long_stiff_value,
        position.tolist(),
    ]


@call("apply_physics_control")
def set_physics_control(simulator: Simulator, actor_id: object, control: object) -> None:
    """Give a vehicle other mechanics, from a VehiclePhysicsControl."""
    actor = find_vehicle(simulator, actor_id, "apply_physics_control")
    old = _physics(actor)
    fields = wire.items(control, 17)
    actor.physics = replace(
        old,
        torque_curve=_points(fields[0]) or old.torque_curve,
        max_rpm=wire.number(fields[1]),
        moi=wire.number(fields[2]),
        damping_rate_full_throttle=wire.number(fields[3]),
        damping_rate_zero_throttle_clutch_engaged=wire.number(fields[4]),
        damping_rate_zero_throttle_clutch_disengaged=wire.number(fields[5]),
        use_gear_autobox=wire.boolean(fields[6]),
        gear_switch_time=wire.number(fields[7]),
        clutch_strength=wire.number(fields[8]),
        final_ratio=wire.number(fields[9]),
        gears=tuple(_gear(gear) for gear in wire.items(fields[10])[:_MOST_POINTS]) or old.gears,
        mass=wire.number(fields[11]),
        drag_coefficient=wire.number(fields[12]),
        center_of_mass=wire.vector(fields[13]),
        steering_curve=_points(fields[14]) or old.steering_curve,
        wheels=_wheels(wire.items(fields[15]), old.wheels),
        use_sweep_wheel_collision=wire.boolean(fields[16]),
    )


def _points(value: object) -> tuple[tuple[float, float], ...]:
    points = []
    for point in wire.items(value)[:_MOST_POINTS]:
        x, y = (wire.number(part) for part in wire.items(point, 2)[:2])
        points.append((x, y))
    return tuple(points)


def _gear(value: object) -> Gear:
    ratio, down, up = (wire.number(part) for part in wire.items(value, 3)[:3])
    return Gear(ratio, down, up)


def _wheels(values: Any, old: tuple[Wheel, ...]) -> tuple[Wheel, ...]:  # noqa: ANN401, msgpack
    """Return the wheels as a client sets them; their number and places stay."""
    wheels: list[Wheel] = []
    if len(old) == 2 and len(values) == 4:
        values = values[::2]
    for wheel, value in zip(old, values, strict=False):
        parts = wire.items(value, len(_WHEEL_NUMBERS))
        numbers = {
            name: wire.number(part) for name, part in zip(_WHEEL_NUMBERS, parts, strict=False)
        }
        wheels.append(replace(wheel, **numbers))  # type: ignore[arg-type]
    return (*wheels, *old[len(wheels) :])


@call("get_telemetry_data")
def _telemetry(simulator: Simulator, actor_id: object) -> list[object]:
    actor = find_vehicle(simulator, actor_id, "get_telemetry_data")
    physics, drive = _physics(actor), actor.drive
    found = simulator.world.motion.vehicle(actor)
    speed = math.hypot(*actor.velocity)
    if found is None:
        return [speed, drive.steer, drive.throttle, drive.brake, 0.0, actor.gear, 0.0, []]
    car, load = found
    drag = float(car["air"]) * speed * speed
    rest = physics.mass * 9.81 / len(physics.wheels)
    wheels = [
        _wheel_telemetry(car, wheel, float(load[_place(rank, len(physics.wheels))]), rest, speed)
        for rank, wheel in enumerate(physics.wheels)
    ]
    rpm = float(car["engine_speed"]) * 30.0 / math.pi
    return [speed, drive.steer, drive.throttle, drive.brake, rpm, actor.gear, drag, wheels]


def _place(rank: int, wheels: int) -> int:
    """Return where a wheel is in a row of four: two-wheelers have theirs in pairs."""
    return rank if wheels == 4 else 2 * rank


def _wheel_telemetry(
    car: np.void, wheel: Wheel, load: float, rest: float, speed: float
) -> list[float]:
    """Return a msgpack WheelTelemetryData."""
    axle = "front" if wheel.offset[0] > 0 else "rear"
    forward, side = float(car[f"forward_{axle}"]) / 2, float(car[f"right_{axle}"]) / 2
    radius = wheel.radius / 100.0
    return [
        wheel.tire_friction, float(car[f"slip_{axle}"]), 0.0, speed / max(radius, 0.01), load,
        load / rest, forward * radius, forward, side, forward / rest, side / rest,
    ]  # fmt: skip


@call("apply_ackermann_control_to_vehicle")
def drive_ackermann(simulator: Simulator, actor_id: object, control: object) -> None:
    """Let the Ackermann controller drive from now on."""
    actor = find_vehicle(simulator, actor_id, "apply_ackermann_control_to_vehicle")
    values = [wire.number(part) for part in wire.items(control, 5)[:5]]
    if actor.ackermann is None:
        actor.ackermann = AckermannController()
    actor.ackermann.target = AckermannTarget(*values)


@call("get_ackermann_controller_settings")
def _ackermann_settings(simulator: Simulator, actor_id: object) -> list[float]:
    settings = find_vehicle(
        simulator, actor_id, "get_ackermann_controller_settings"
    ).ackermann_settings
    return [
        settings.speed_kp, settings.speed_ki, settings.speed_kd,
        settings.accel_kp, settings.accel_ki, settings.accel_kd,
    ]  # fmt: skip


@call("apply_ackermann_controller_settings")
def _set_ackermann_settings(simulator: Simulator, actor_id: object, settings: object) -> None:
    actor = find_vehicle(simulator, actor_id, "apply_ackermann_controller_settings")
    gains = [wire.number(part) for part in wire.items(settings, 6)[:6]]
    actor.ackermann_settings = AckermannSettings(*gains)


@call("open_vehicle_door")
def _open_door(simulator: Simulator, actor_id: object, door: object) -> None:
    find_vehicle(simulator, actor_id, "open_vehicle_door").open_doors |= _doors(door)


@call("close_vehicle_door")
def _close_door(simulator: Simulator, actor_id: object, door: object) -> None:
    find_vehicle(simulator, actor_id, "close_vehicle_door").open_doors &= ~_doors(door)


def _doors(door: object) -> int:
    number = wire.integer(door)
    return (1 << _DOORS) - 1 if number == _DOORS - 1 else 1 << (number & 7)


@call("set_wheel_steer_direction")
def _turn_wheel(simulator: Simulator, actor_id: object, wheel: object, degrees: object) -> None:
    actor = find_vehicle(simulator, actor_id, "set_wheel_steer_direction")
    actor.wheel_offsets[wire.integer(wheel) & 3] = wire.number(degrees)


@call("get_wheel_steer_angle")
def _wheel_angle(simulator: Simulator, actor_id: object, wheel: object) -> float:
    actor = find_vehicle(simulator, actor_id, "get_wheel_steer_angle")
    rank = wire.integer(wheel) & 3
    if rank in actor.wheel_offsets:
        return actor.wheel_offsets[rank]
    found = simulator.world.motion.vehicle(actor)
    wheels = _physics(actor).wheels
    steers = rank < len(wheels) and wheels[rank].offset[0] > 0
    return math.degrees(float(found[0]["wheel_angle"])) if found and steers else 0.0


@call("set_wheel_pitch_angle")
def _pitch_wheel(simulator: Simulator, actor_id: object, wheel: object, degrees: object) -> None:
    find_vehicle(simulator, actor_id, "set_wheel_pitch_angle")
    wire.integer(wheel), wire.number(degrees)


@call("get_wheel_pitch_angle")
def _wheel_pitch(simulator: Simulator, actor_id: object, wheel: object) -> float:
    find_vehicle(simulator, actor_id, "get_wheel_pitch_angle")
    wire.integer(wheel)
    return 0.0
