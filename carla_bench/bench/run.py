"""`bench`: drive routes in towns, let segmenters answer every frame, score the answers."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from carla_bench import __version__, catalogue
from carla_bench.bench.config import BenchConfig
from carla_bench.bench.pictures import Film, colored, write_strip
from carla_bench.bench.segmenters import ConstantSegmenter, ModelSegmenter, Segmenter
from carla_bench.core.files import check_out, fresh_folder, write_json
from carla_bench.core.frame import CameraFrame
from carla_bench.core.labels import CLASSES, classes_from_tags
from carla_bench.core.seeding import generator
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.errors import ConfigError
from carla_bench.metrics.segmentation import SegmentationScore
from carla_bench.progress import Advance, progress
from carla_bench.session.session import Session, SessionConfig
from carla_bench.specs import Agent, ScenarioSpec
from carla_bench.train.checkpoint import build_untrained, load_trained

__all__ = ["MAIN", "bench"]

MAIN = "trained"
"""Name of the segmenter whose answers are shown in pictures."""

_FILES = ("results.json", "drive_*.mp4", "strip_*.png")
_STRIPS = 6
_FPS = 20


def bench(config: BenchConfig) -> dict[str, Any]:
    """Score a model online and return what `results.json` holds.

    Everything is written to a folder beside `config.out` that takes its place at the end.

    Raises:
        ConfigError: the configuration cannot be carried out.
        SimulatorError: the server refused or vanished.
    """
    _check(config)
    scenario = catalogue.load("scenario", config.scenario)
    agent_spec = catalogue.load("agent", config.agent)
    segmenters, info = _segmenters(config)
    results: dict[str, Any] = {
        "format_version": 1,
        "carla_bench": __version__,
        "arguments": _arguments(config),
        "model": info,
        "classes": list(CLASSES),
        "towns": {},
    }
    with fresh_folder(config.out) as folder:
        for town in config.towns:
            drive = _Drive(config, scenario, agent_spec.build(agent_spec.config()), segmenters)
            name, entry = drive.score_town(town, folder)
            results["towns"][name] = entry
        write_json(folder / "results.json", results)
    return results


@dataclass(slots=True)
class _Drive:
    """All routes of one town."""

    config: BenchConfig
    scenario: ScenarioSpec
    agent: Agent
    segmenters: dict[str, Segmenter]
    scores: dict[str, SegmentationScore] = field(init=False)
    class_of_tag: NDArray[np.uint8] = field(init=False)

    def score_town(self, town: str, folder: Path) -> tuple[str, dict[str, Any]]:
        """Drive all routes and return the town's name and its part of the results."""
        config = self.config
        self.scores = {name: SegmentationScore() for name in self.segmenters}
        camera = CameraSpec(width=config.width, height=config.height)
        session_config = SessionConfig(
            sim=config.sim, town=town, rig=Rig(cameras=(camera,)), seed=config.seed
        )
        try:
            with Session(session_config) as session:
                self.class_of_tag = classes_from_tags(session.server_version)
                name = session.town
                film, strips = f"drive_{name}.mp4", []
                doing = f"Scoring in {name}"
                with (
                    Film(folder / film, _FPS) as film_file,
                    progress(doing, config.routes * config.frames, "frames") as advance,
                ):
                    for number in range(config.routes):
                        strips += self._drive_route(session, number, film_file, folder, advance)
                server = {"version": session.server_version, "kind": session.server.kind}
        finally:
            self.agent.destroy()
        scores = {name: score.compute() for name, score in self.scores.items()}
        return name, {
            "routes": config.routes, "frames": config.routes * config.frames, "server": server,
            "scores": scores, "film": film, "strips": strips,
        }  # fmt: skip

    def _drive_route(
        self, session: Session, number: int, film: Film, folder: Path, advance: Advance
    ) -> list[str]:
        """Drive one route and return the names of the strips that it left."""
        config = self.config
        rng = generator(config.seed, "route", session.town, number)
        plan = self.scenario.build(session.roads, self.scenario.config(), rng)
        self.agent.setup(plan)
        for segmenter in self.segmenters.values():
            segmenter.reset()
        frame, strips = session.begin(plan), []
        every = max(1, config.routes * config.frames // _STRIPS)
        for index in range(config.frames):
            (view,) = frame.cameras.values()
            truth, prediction = self._score(view)
            assert view.rgb is not None
            film.add(view.rgb, colored(prediction))
            if (number * config.frames + index) % every == every // 2:
                strips.append(f"strip_{session.town}_{number}_{index:04}.png")
                write_strip(folder / strips[-1], view.rgb, colored(truth), colored(prediction))
            if index + 1 < config.frames:
                frame = session.tick(self.agent.run_step(frame))
            advance(1)
        return strips

    def _score(self, view: CameraFrame) -> tuple[Any, Any]:
        """Score all segmenters on one frame; return truth and the main prediction, (H, W)."""
        assert view.rgb is not None
        assert view.semantic is not None
        truth = self.class_of_tag[view.semantic]
        target = torch.from_numpy(truth).long()
        answers = {name: entry.segment(view.rgb) for name, entry in self.segmenters.items()}
        for name, answer in answers.items():
            self.scores[name].update(answer, target)
        return truth, answers[MAIN].numpy()


def _segmenters(config: BenchConfig) -> tuple[dict[str, Segmenter], dict[str, Any]]:
    """Return what is scored, by name, and what `train` wrote about the model."""
    model, info = load_trained(config.model, config.model_code)
    untrained = build_untrained(info)
    if torch.cuda.is_available():
        model, untrained = model.cuda(), untrained.cuda()
    size = (int(info["width"]), int(info["height"]))
    pixels = info["class_pixels"]
    return {
        MAIN: ModelSegmenter(model, size, memory=True),
        "trained, no memory": ModelSegmenter(model, size, memory=False),
        "untrained": ModelSegmenter(untrained, size, memory=True),
        "most frequent class": ConstantSegmenter(pixels.index(max(pixels))),
    }, info


def _check(config: BenchConfig) -> None:
    if min(config.routes, config.frames) < 1 or not config.towns:
        raise ConfigError("Expected at least one town, one route and one frame.")
    if config.seed < 0:
        raise ConfigError(f"Expected --seed to be >= 0, got {config.seed}.")
    if config.width % 2 or config.height % 2:
        raise ConfigError(f"Films need even sizes, got {config.width}x{config.height}.")
    check_out(config.out, _FILES, "bench")


def _arguments(config: BenchConfig) -> dict[str, Any]:
    return {
        name: value.name if isinstance(value, Path) else value
        for name, value in asdict(config).items()
    }
