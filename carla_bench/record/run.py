"""`record`: drive episodes, keep every frame."""

from __future__ import annotations

import dataclasses
import json

from carla_bench import catalogue
from carla_bench.core.seeding import generator
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.data.writer import ClipInfo, DatasetInfo, DatasetWriter
from carla_bench.errors import ConfigError
from carla_bench.progress import progress
from carla_bench.record.config import RecordConfig
from carla_bench.session.client import client_version
from carla_bench.session.session import Session, SessionConfig
from carla_bench.specs import Agent, ScenarioPlan, ScenarioSpec

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
    agent = agent_spec.build(agent_spec.config())
    rig = Rig(cameras=(CameraSpec(width=config.width, height=config.height),))
    session_config = SessionConfig(sim=config.sim, town=config.town, rig=rig, seed=config.seed)
    with Session(session_config) as session:
        server = {"version": client_version(), "kind": session.server.kind}
        writer = DatasetWriter(config.out, DatasetInfo(rig, server["version"], _arguments(config)))
        try:
            with progress(f"Recording {session.town}", config.clips * config.frames, "frames") as bar:
                for number in range(config.clips):
                    clip = _clip_info(config, session.town, number, server)
                    if not writer.has(clip.id):
                        _record_clip(session, scenario, agent, config, number, clip, writer)
                    bar(config.frames)
        finally:
            agent.destroy()
            writer.close()
