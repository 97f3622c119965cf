"""Calls of the recorder. CARLA answers most mistakes with a text and not with an error."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from carla_bench.errors import CarlaBenchError
from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.recorder import reports
from carla_bench.simulator.recorder.codec import BrokenRecording
from carla_bench.simulator.recorder.folder import NameRefused
from carla_bench.simulator.recorder.log_file import Summary, read_header, summary
from carla_bench.simulator.recorder.replay import BEHIND, ReplayChoices, ReplayPlan

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

Found = TypeVar("Found")

_FASTEST = 1000.0


@call("start_recorder")
def _start(simulator: Simulator, name: object, additional: object = False) -> str:
    path = _path(simulator, name)
    try:
        simulator.recorder.record(path, simulator.world, additional=wire.boolean(additional))
    except OSError as error:
        raise CallRefused(f"Cannot write {path}: {error.strerror}") from None
    return str(path)


@call("stop_recorder")
def _stop(simulator: Simulator) -> None:
    simulator.recorder.stop_recording()


@call("show_recorder_file_info")
async def _info(simulator: Simulator, name: object, show_all: object = False) -> str:
    everything = wire.boolean(show_all)
    return await _read(
        _path(simulator, name), lambda path: reports.file_info(path, show_all=everything)
    )


@call("show_recorder_collisions")
async def _collisions(simulator: Simulator, name: object, first: object, second: object) -> str:
    categories = [chr(wire.integer(letter) & 127) for letter in (first, second)]
    return await _read(_path(simulator, name), lambda path: reports.collisions(path, *categories))


@call("show_recorder_actors_blocked")
async def _blocked(
    simulator: Simulator, name: object, min_time: object = 30.0, min_distance: object = 10.0
) -> str:
    least = wire.number(min_time), wire.number(min_distance)
    return await _read(_path(simulator, name), lambda path: reports.actors_blocked(path, *least))


@call("replay_file")
async def _replay(
    simulator: Simulator,
    name: object,
    start: object = 0.0,
    duration: object = 0.0,
    follow: object = 0,
    sensors: object = False,
    offset: object = None,
) -> str:
    path = _path(simulator, name)
    begin, length = wire.number(start), wire.number(duration)
    followed, with_sensors = wire.integer(follow), wire.boolean(sensors)
    place = BEHIND if offset is None else wire.pose(offset)
    lines = [f"Replaying File: {path}"]
    found = await _read(path, lambda file: (read_header(file).town, summary(file)))
    if isinstance(found, str):
        return "\n".join([*lines, found])
    town, recorded = found
    town = town.rsplit("/", 1)[-1]
    if town != simulator.world.town.name:
        lines.append(_load(simulator, town))
    plan = ReplayPlan(
        path=path,
        start_s=max(begin + (recorded.duration_s if begin < 0.0 else 0.0), 0.0),
        end_s=recorded.duration_s,
        follow=followed,
        offset=place,
        sensors=with_sensors,
    )
    if length > 0.0:
        plan = replace(plan, end_s=plan.start_s + length)
    try:
        simulator.recorder.replay(plan, simulator.world)
    except (BrokenRecording, OSError) as error:
        raise CallRefused(f"Cannot replay {path}: {error}") from None
    return "\n".join([*lines, *_announcement(plan, recorded, simulator.recorder.choices), ""])


@call("stop_replayer")
def _stop_replay(simulator: Simulator, keep_actors: object = False) -> None:
    simulator.recorder.stop_replay(keep_actors=wire.boolean(keep_actors))


@call("set_replayer_time_factor")
def _time_factor(simulator: Simulator, factor: object) -> None:
    simulator.recorder.choices.time_factor = min(max(wire.number(factor), 0.0), _FASTEST)


@call("set_replayer_ignore_hero")
def _ignore_hero(simulator: Simulator, ignore: object) -> None:
    simulator.recorder.choices.ignore_hero = wire.boolean(ignore)


@call("set_replayer_ignore_spectator")
def _ignore_spectator(simulator: Simulator, ignore: object) -> None:
    simulator.recorder.choices.ignore_spectator = wire.boolean(ignore)


def _path(simulator: Simulator, name: object) -> Path:
    try:
        return simulator.recorder.folder.path(wire.text(name))
    except NameRefused as error:
        raise CallRefused(str(error)) from None


async def _read(path: Path, report: Callable[[Path], Found]) -> Found | str:
    """Return what a report says about a file, or CARLA's line if there is none.

    In a thread, as an hour's recording takes seconds to read, and others want to tick.
    """
    if not path.is_file():
        return f"File {path} not found on server\n"
    try:
        return await asyncio.to_thread(report, path)
    except BrokenRecording as error:
        raise CallRefused(f"Cannot read {path}: {error}") from None
    except OSError as error:
        raise CallRefused(f"Cannot read {path}: {error.strerror}") from None


def _load(simulator: Simulator, town: str) -> str:
    try:
        simulator.load(town, simulator.world.settings)
    except CarlaBenchError:
        raise CallRefused(f"Could not load mapfile {town}") from None
    return f"Loading map {town}"


def _announcement(plan: ReplayPlan, recorded: Summary, choices: ReplayChoices) -> list[str]:
    total = f"{recorded.duration_s:g}"
    lines = [
        f"Total time recorded: {total}",
        f"Replaying from {plan.start_s:g} s - {plan.end_s:g} s ({total} s) at "
        f"{choices.time_factor:.1f}x",
    ]
    if choices.ignore_hero:
        lines.append("Ignoring Hero vehicle")
    if choices.ignore_spectator:
        lines.append("Ignoring Spectator camera")
    return lines
