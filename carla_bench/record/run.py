"""`record`: drive episodes, keep every frame."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from carla_bench import catalogue
from carla_bench.core.frame import Frame
from carla_bench.core.seeding import generator
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.data.writer import ClipInfo, DatasetWriter
from carla_bench.errors import ConfigError
from carla_bench.progress import progress
from carla_bench.record.config import RecordConfig
from carla_bench.session.session import Session, SessionConfig
from carla_bench.specs import Agent, ScenarioPlan

__all__ = ["record"]

_SPLITS = ("train", "validation", "test")


def record(config: RecordConfig) -> None:
    """Record a dataset into `config.out`.

    Clips that are there already are kept, so the same call finishes what was interrupted.

    Raises:
        ConfigError: the configuration cannot be carried out.
        DatasetError: the folder holds something else.
        SimulatorError: the server refused or vanished; the clips so far are kept.
    """
    _check(config)
    scenario = catalogue.load("scenario", config.scenario)
    agent_spec = catalogue.load("agent", config.agent)
    rig = Rig(cameras=(CameraSpec(width=config.width, height=config.height),))
    session_config = SessionConfig(sim=config.sim, town=config.town, rig=rig, seed=config.seed)
    with Session(session_config) as session:
        writer = DatasetWriter(config.out, rig, session.server_version, _arguments(config))
        agent = agent_spec.build(agent_spec.config())
        roads, parameters = session.roads, scenario.config()
        doing = f"Recording {session.town}"
        try:
            with progress(doing, config.clips * config.frames, "frames") as advance:
                for number in range(config.clips):
                    clip_id = f"{session.town}-{Path(config.scenario).stem}-{number:05}"
                    if writer.has(clip_id):
                        advance(config.frames)
                    else:
                        rng = generator(config.seed, "clip", number)
                        plan = scenario.build(roads, parameters, rng)
                        info = _clip_info(config, session, clip_id, plan, asdict(parameters))
                        with writer.clip(info) as clip:
                            for frame in _episode(session, agent, plan, config.frames):
                                clip.add(frame)
                                advance(1)
        finally:
            agent.destroy()
            writer.close()


def _episode(session: Session, agent: Agent, plan: ScenarioPlan, frames: int) -> Iterator[Frame]:
    agent.setup(plan)
    frame = session.begin(plan)
    yield frame
    for _ in range(frames - 1):
        frame = session.tick(agent.run_step(frame))
        yield frame


def _clip_info(
    config: RecordConfig,
    session: Session,
    clip_id: str,
    plan: ScenarioPlan,
    parameters: Mapping[str, Any],
) -> ClipInfo:
    weather = plan.weather
    return ClipInfo(
        id=clip_id,
        town=session.town,
        scenario=Path(config.scenario).stem,
        parameters=parameters,
        weather=(
            f"sun {weather.sun_altitude_angle:.0f} deg, clouds {weather.cloudiness:.0f} %, "
            f"fog {weather.fog_density:.0f} %"
        ),
        seed=config.seed,
        split=config.split,
        unknown_objects=sum(bool(placement.unknown) for placement in plan.placements),
        server_version=session.server_version,
        server_kind=session.server.kind,
    )


def _check(config: RecordConfig) -> None:
    for flag, value in (("clips", config.clips), ("frames", config.frames)):
        if value < 1:
            raise ConfigError(f"Expected --{flag} to be at least 1, got {value}.")
    if config.seed < 0:
        raise ConfigError(f"Expected --seed to be at least 0, got {config.seed}.")
    if config.split not in _SPLITS:
        raise ConfigError(f"Unknown split {config.split!r}. Choices: {', '.join(_SPLITS)}.")


def _arguments(config: RecordConfig) -> dict[str, Any]:
    """Return what makes two recordings the same: neither where they lie nor who served them."""
    arguments = asdict(config)
    for name in ("out", "sim", "clips"):  # more clips later are the same dataset, continued
        del arguments[name]
    return arguments
