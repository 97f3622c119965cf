"""Calls about the weather, and about gravity as inertial sensors feel it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call
from carla_bench.simulator.world import DEFAULT_WEATHER

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_SUN_ALTITUDE = 5


@call("get_weather_parameters")
def _weather(simulator: Simulator) -> list[float]:
    return list(simulator.world.weather)


@call("set_weather_parameters")
def _set_weather(simulator: Simulator, parameters: object) -> None:
    values = [wire.number(value) for value in wire.items(parameters, len(DEFAULT_WEATHER))]
    # -1 means "as the map has it" in the presets of the client.
    simulator.world.weather = tuple(
        default if value == -1.0 else value
        for value, default in zip(values, DEFAULT_WEATHER, strict=False)
    )
    simulator.lights_changed |= simulator.scenery.watch_sun(simulator.world.weather[_SUN_ALTITUDE])


@call("get_imui_gravity")
def _gravity(simulator: Simulator) -> float:
    return simulator.world.gravity_mps2


@call("set_imui_gravity")
def _set_gravity(simulator: Simulator, gravity: object) -> None:
    simulator.world.gravity_mps2 = wire.number(gravity)
