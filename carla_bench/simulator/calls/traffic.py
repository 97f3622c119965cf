"""Calls of the TrafficManager, which runs in a client: the server keeps its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []


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
def _reset_lights(_: Simulator) -> None:
    """The towns have no traffic lights."""


@call("freeze_all_traffic_lights")
def _freeze_lights(_: Simulator, frozen: object) -> None:
    wire.boolean(frozen)
