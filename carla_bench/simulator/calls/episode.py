"""Calls about the session: version, maps, settings, ticks, streams."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.simulator import CARLA_VERSION, wire
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.level import MapLayer
from carla_bench.simulator.world import Settings

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_MAPS = "Carla/Maps/"


@call("version")
def _version(_: Simulator) -> str:
    return CARLA_VERSION


@call("get_available_maps")
def _available_maps(simulator: Simulator) -> list[str]:
    return [f"/Game/{_MAPS}{name}" for name in simulator.library.names]


@call("get_episode_info")
def _episode_info(simulator: Simulator) -> list[object]:
    stream = wire.token(simulator.WORLD_STREAM, simulator.stream_port)
    return [simulator.world.episode, [stream]]


@call("get_map_info")
def _map_info(simulator: Simulator) -> list[object]:
    town = simulator.world.town
    return [_MAPS + simulator.map_name, [wire.transform(pose) for pose in town.spawn_points]]


@call("get_map_data")
def _map_data(simulator: Simulator) -> str:
    return simulator.world.town.opendrive


@call("get_required_files")
async def _required_files(simulator: Simulator, folder: object = "") -> list[str]:
    if wire.text(folder) == "Nav":
        return list(await simulator.navigation.files())
    return []  # the client then builds what it needs from the map's text


@call("request_file")
async def _request_file(simulator: Simulator, name: object) -> bytes:
    content = (await simulator.navigation.files()).get(wire.text(name))
    if content is None:
        raise CallRefused(f"File '{wire.text(name)}' not found")
    return content


@call("load_new_episode")
def _load(
    simulator: Simulator, name: object, reset_settings: object = True, layers: object = 0
) -> None:
    short = wire.text(name).rsplit("/", 1)[-1]
    keep = None if wire.boolean(reset_settings) else simulator.world.settings
    try:
        simulator.load(short, keep or Settings(), wire.integer(layers) or MapLayer.ALL)
    except UnknownEntry:
        raise CallRefused(f"Map '{wire.text(name)}' not found") from None


@call("copy_opendrive_to_file")
def _copy_opendrive(simulator: Simulator, opendrive: object, parameters: object = None) -> None:
    del parameters  # how CARLA extrudes walls and so on; scenery is grown here instead
    try:
        simulator.keep_opendrive(wire.text(opendrive))
    except ConfigError:
        raise CallRefused("opendrive could not be correctly parsed") from None


@call("get_episode_settings")
def _settings(simulator: Simulator) -> list[object]:
    return simulator.world.settings.encoded()


@call("set_episode_settings")
def _set_settings(simulator: Simulator, value: object) -> int:
    fields = wire.items(value, 3)
    fixed = wire.items(fields[2], 1)
    delta = wire.number(fixed[1]) if wire.boolean(fixed[0]) and len(fixed) > 1 else None
    if delta is not None and not 1e-4 <= delta <= 10.0:
        delta = None  # CARLA's client sends 0 for "variable"
    defaults = Settings()
    settings = replace(
        defaults,
        synchronous=wire.boolean(fields[0]),
        no_rendering=wire.boolean(fields[1]),
        fixed_delta_s=delta,
        others=tuple(fields[3:]) or defaults.others,
    )
    simulator.change_settings(settings)
    return simulator.world.frame


@call("tick_cue")
async def _tick(simulator: Simulator) -> int:
    return await simulator.tick()


@call("get_sensor_token")
def _sensor_token(simulator: Simulator, stream: object) -> list[bytes]:
    number = wire.integer(stream) & 0xFFFFFFFF
    simulator.expect_listener(number)
    return [wire.token(number, simulator.stream_port)]
