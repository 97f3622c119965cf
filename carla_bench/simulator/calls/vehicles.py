"""Calls about vehicles and walkers: control and lights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.calls.actors import find
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.motion.controls import Drive, WalkerControl

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["drive", "find_vehicle", "set_lights", "walk"]


def find_vehicle(simulator: Simulator, actor_id: object, function: str) -> Actor:
    """Return a vehicle.

    Raises:
        CallRefused: there is none of that id.
    """
    actor = find(simulator, actor_id, function)
    if not actor.is_vehicle:
        raise CallRefused(
            f"Responding error from function {function}: Actor is not a Vehicle.  "
            f"Actor Id: {actor_id}"
        )
    return actor


@call("apply_control_to_vehicle")
def drive(simulator: Simulator, actor_id: object, control: object) -> None:
    """Hold a VehicleControl from now on."""
    actor = find_vehicle(simulator, actor_id, "apply_control_to_vehicle")
    throttle, steer, brake, hand_brake, reverse, manual, gear = wire.items(control, 7)[:7]
    actor.ackermann = None
    actor.drive = Drive(
        throttle=wire.number(throttle),
        steer=wire.number(steer),
        brake=wire.number(brake),
        hand_brake=wire.boolean(hand_brake),
        reverse=wire.boolean(reverse),
        manual_gear_shift=wire.boolean(manual),
        gear=min(max(wire.integer(gear), -1), 8),
    )


@call("apply_control_to_walker")
def walk(simulator: Simulator, actor_id: object, control: object) -> None:
    """Hold a WalkerControl from now on."""
    actor = find(simulator, actor_id, "apply_control_to_walker")
    if not actor.is_walker:
        raise CallRefused(
            "Responding error from function apply_control_to_walker: Actor is not a Walker.  "
            f"Actor Id: {actor_id}"
        )
    direction, speed, jump = wire.items(control, 3)[:3]
    actor.walk = WalkerControl(wire.vector(direction), wire.number(speed), wire.boolean(jump))


@call("set_vehicle_light_state")
def _set_light_state(simulator: Simulator, actor_id: object, state: object) -> None:
    set_lights(simulator, actor_id, wire.items(state, 1)[0])


def set_lights(simulator: Simulator, actor_id: object, flags: object) -> None:
    """Switch the lights of a vehicle; bits of CARLA's VehicleLightState."""
    vehicle = find_vehicle(simulator, actor_id, "set_vehicle_light_state")
    vehicle.light_flags = wire.integer(flags) & 0xFFFFFFFF


@call("get_vehicle_light_state")
def _light_state(simulator: Simulator, actor_id: object) -> list[int]:
    return [find_vehicle(simulator, actor_id, "get_vehicle_light_state").light_flags]


@call("get_vehicle_light_states")
def _light_states(simulator: Simulator) -> list[list[int]]:
    vehicles = (actor for actor in simulator.world.actors.values() if actor.is_vehicle)
    return [[actor.id, actor.light_flags] for actor in vehicles]
