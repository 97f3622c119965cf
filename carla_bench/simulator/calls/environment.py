"""Calls about what surrounds the actors: weather, lights, level objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call
from carla_bench.simulator.world import DEFAULT_WEATHER

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []


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


@call("get_imui_gravity")
def _gravity(simulator: Simulator) -> float:
    return simulator.world.gravity_mps2


@call("set_imui_gravity")
def _set_gravity(simulator: Simulator, gravity: object) -> None:
    simulator.world.gravity_mps2 = wire.number(gravity)


@call("query_lights_state")
def _lights(_: Simulator, endpoint: object = "") -> list[object]:
    wire.text(endpoint)
    return []  # street lights are part of the scenery


@call("get_all_level_BBs")
def _level_boxes(simulator: Simulator, tag: object) -> list[object]:
    wanted = wire.integer(tag)
    return [
        wire.box(entry.center, entry.extent)
        for entry in simulator.world.town.objects
        if wanted in (entry.tag, 255)
    ]


@call("get_environment_objects")
def _environment_objects(simulator: Simulator, tag: object) -> list[object]:
    wanted = wire.integer(tag)
    return [
        [
            [list(entry.center), [0.0, 0.0, 0.0]],
            wire.box(entry.center, entry.extent),
            entry.id,
            entry.name,
            entry.tag,
        ]
        for entry in simulator.world.town.objects
        if wanted in (entry.tag, 255)
    ]
