"""Calls about traffic lights, and the address of the TrafficManager, which runs in a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carla_bench.core.geometry import transform_points
from carla_bench.simulator import wire
from carla_bench.simulator.calls.actors import find
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.traffic.lights import HEAD_EXTENT, Light, State
from carla_bench.simulator.traffic.traffic import face_pose

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["set_light_state"]


@call("is_traffic_manager_running")
def _is_running(simulator: Simulator, port: object) -> bool:
    return wire.integer(port) in simulator.traffic_managers


@call("get_traffic_manager_running")
def _running(simulator: Simulator, port: object) -> list[object]:
    return list(simulator.traffic_managers.get(wire.integer(port), ("", 0)))


@call("add_traffic_manager_running")
def _add(simulator: Simulator, address: object) -> bool:
    host, port = wire.items(address, 2)[:2]
    if wire.integer(port) in simulator.traffic_managers:
        return False
    simulator.traffic_managers[wire.integer(port)] = (wire.text(host), wire.integer(port))
    return True


@call("destroy_traffic_manager")
def _destroy(simulator: Simulator, port: object) -> bool:
    return simulator.traffic_managers.pop(wire.integer(port), None) is not None


@call("reset_all_traffic_lights")
def _reset_all(simulator: Simulator) -> None:
    simulator.world.traffic.reset()


@call("freeze_all_traffic_lights")
def _freeze_all(simulator: Simulator, frozen: object) -> None:
    simulator.world.traffic.freeze(wire.boolean(frozen))


@call("reset_traffic_light_group")
def _reset_group(simulator: Simulator, actor_id: object) -> None:
    _light(simulator, actor_id, "reset_traffic_light_group").controller.group.reset()


@call("freeze_traffic_light")
def _freeze(simulator: Simulator, actor_id: object, frozen: object) -> None:
    # As in CARLA the lights of a junction share their time.
    group = _light(simulator, actor_id, "freeze_traffic_light").controller.group
    group.frozen = wire.boolean(frozen)


@call("set_traffic_light_state")
def set_light_state(simulator: Simulator, actor_id: object, state: object) -> None:
    """Let one light show a state until its controller changes it."""
    light = _light(simulator, actor_id, "set_traffic_light_state")
    try:
        light.state = State(wire.integer(state))
    except ValueError:
        raise CallRefused(f"There is no traffic light state {state}") from None


@call("set_traffic_light_green_time")
def _set_green(simulator: Simulator, actor_id: object, seconds: object) -> None:
    light = _light(simulator, actor_id, "set_traffic_light_green_time")
    light.controller.green_s = max(0.0, wire.number(seconds))


@call("set_traffic_light_yellow_time")
def _set_yellow(simulator: Simulator, actor_id: object, seconds: object) -> None:
    light = _light(simulator, actor_id, "set_traffic_light_yellow_time")
    light.controller.yellow_s = max(0.0, wire.number(seconds))


@call("set_traffic_light_red_time")
def _set_red(simulator: Simulator, actor_id: object, seconds: object) -> None:
    light = _light(simulator, actor_id, "set_traffic_light_red_time")
    light.controller.red_s = max(0.0, wire.number(seconds))


@call("get_group_traffic_lights")
def _group(simulator: Simulator, actor_id: object) -> list[int]:
    group = _light(simulator, actor_id, "get_group_traffic_lights").controller.group
    return [actor.id for actor in simulator.world.traffic.actors_of(group.lights)]


@call("get_light_boxes")
def _light_boxes(simulator: Simulator, actor_id: object) -> list[object]:
    light = _light(simulator, actor_id, "get_light_boxes")
    face = face_pose(find(simulator, actor_id, "get_light_boxes").pose)
    centers = transform_points(face.matrix, np.array(light.heads)).tolist()
    return [wire.box(center, HEAD_EXTENT, yaw=face.yaw) for center in centers]


def _light(simulator: Simulator, actor_id: object, function: str) -> Light:
    sign = find(simulator, actor_id, function).sign
    if not isinstance(sign, Light):
        raise CallRefused(
            f"Responding error from function {function}: Actor is not a traffic light.  "
            f"Actor Id: {actor_id}"
        )
    return sign
