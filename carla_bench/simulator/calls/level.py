"""Calls about what stands in a town: its objects, layers and street lights."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call
from carla_bench.simulator.level import StreetLight

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_ANY_TAG = 255


@call("get_all_level_BBs")
def _level_boxes(simulator: Simulator, tag: object) -> list[object]:
    wanted = wire.integer(tag)
    return [
        wire.box(entry.center, entry.extent)
        for entry in simulator.world.town.objects
        if wanted in (entry.tag, _ANY_TAG)
    ]


@call("get_environment_objects")
def _objects(simulator: Simulator, tag: object) -> list[object]:
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
        if wanted in (entry.tag, _ANY_TAG)
    ]


@call("enable_environment_objects")
def _enable_objects(simulator: Simulator, ids: object, enabled: object) -> None:
    chosen = [wire.integer(identity) for identity in wire.items(ids)]
    simulator.scenery.show(chosen, wire.boolean(enabled))


@call("get_names_of_all_objects")
def _names(simulator: Simulator) -> list[str]:
    return [entry.name for entry in simulator.world.town.objects]


@call("load_map_layer")
def _load_layer(simulator: Simulator, layers: object) -> None:
    simulator.show_layers(wire.integer(layers), visible=True)


@call("unload_map_layer")
def _unload_layer(simulator: Simulator, layers: object) -> None:
    simulator.show_layers(wire.integer(layers), visible=False)


@call("query_lights_state")
def _lights(simulator: Simulator, endpoint: object = "") -> list[object]:
    wire.text(endpoint)
    return [light.encoded() for light in simulator.scenery.lights.values()]


@call("update_lights_state")
def _set_lights(
    simulator: Simulator, endpoint: object, lights: object, discard_client: object = False
) -> None:
    wire.text(endpoint), wire.boolean(discard_client)
    known = simulator.scenery.lights
    wanted = [_light(value) for value in wire.items(lights)]
    simulator.scenery.switch(
        replace(light, place=known[light.id].place) for light in wanted if light.id in known
    )
    simulator.lights_changed = True


def _light(value: object) -> StreetLight:
    """Return a light of a msgpack LightState."""
    identity, place, intensity, group, color, active = wire.items(value, 6)[:6]
    red, green, blue = (wire.integer(part) & 255 for part in wire.items(color, 3)[:3])
    return StreetLight(
        id=wire.integer(identity),
        place=wire.vector(place),
        intensity=min(max(wire.number(intensity), 0.0), 1e6),
        color=(red, green, blue),
        active=wire.boolean(active),
        group=wire.integer(group) & 255,
    )


@call("update_day_night_cycle")
def _follow_sun(simulator: Simulator, endpoint: object, active: object) -> None:
    wire.text(endpoint)
    simulator.scenery.follows_sun = wire.boolean(active)
