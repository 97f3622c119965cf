"""The whole contract between the catalogue (scenarios, agents, models) and the library.

An entry of the catalogue is a file, or a small folder, that exposes one constant:
``SCENARIO = ScenarioSpec(...)``, ``AGENT = AgentSpec(...)`` or ``MODEL = ModelSpec(...)``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from carla_bench.core.frame import Control, Frame
from carla_bench.core.geometry import Pose
from carla_bench.core.labels import UNKNOWN_CATEGORIES
from carla_bench.core.route import Route
from carla_bench.errors import UnknownEntry

if TYPE_CHECKING:  # torch takes seconds to import, and only models need it
    import torch

__all__ = [
    "Agent",
    "AgentSpec",
    "ModelSpec",
    "Placement",
    "RouteSource",
    "ScenarioPlan",
    "ScenarioSpec",
    "VideoModel",
    "Weather",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """The part of CARLA's `WeatherParameters` that scenarios vary; same names, same units."""

    cloudiness: float = 10.0
    """percent"""
    sun_azimuth_angle: float = 60.0
    """degrees"""
    sun_altitude_angle: float = 45.0
    """degrees above the horizon"""
    fog_density: float = 0.0
    """percent"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One object to put into the world."""

    blueprint: str
    """CARLA id, such as ``static.prop.trafficcone01``"""
    pose: Pose
    """in the world, on the ground"""
    unknown: str = ""
    """category of `labels.UNKNOWN_CATEGORIES` if the object is unknown"""

    def __post_init__(self) -> None:
        """Raise UnknownEntry when there is no such category."""
        if self.unknown and self.unknown not in UNKNOWN_CATEGORIES:
            raise UnknownEntry("unknown category", self.unknown, UNKNOWN_CATEGORIES)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioPlan:
    """What one episode is: where the ego drives and what stands in its way."""

    route: Route
    """the ego starts at its first point"""
    placements: tuple[Placement, ...] = ()
    weather: Weather = field(default_factory=Weather)
    target_speed_mps: float = 8.0


class RouteSource(Protocol):
    """The road network as scenarios see it."""

    def sample_route(self, rng: np.random.Generator, length_m: float, straight_m: float) -> Route:
        """Return a route of about `length_m` whose first `straight_m` are free of junctions.

        Raises:
            ConfigError: the town has no such place.
        """
        ...


class Agent(Protocol):
    """A driver."""

    def setup(self, plan: ScenarioPlan) -> None:
        """Get ready for an episode."""
        ...

    def run_step(self, frame: Frame) -> Control:
        """Return what to do, given the newest frame."""
        ...

    def destroy(self) -> None:
        """Let go of everything; called once at the end."""
        ...


class VideoModel(Protocol):
    """A `torch.nn.Module` that segments video and may keep a memory between frames."""

    def __call__(
        self, video_BTCHW: torch.Tensor, state: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor | None]:
        """Return logits (B, T, classes, H, W) float32 and the state after the last frame.

        Args:
            video_BTCHW: (B, T, 3, H, W) float32 RGB in [0, 1].
            state: what the call for the frames before returned; None starts afresh.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioSpec:
    """A kind of episode."""

    summary: str
    build: Callable[[RouteSource, Any, np.random.Generator], ScenarioPlan]
    """plans one episode: roads, config, random numbers"""
    config: type[Any]
    """frozen dataclass with defaults"""
    source: str
    """where the idea is from"""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentSpec:
    """A kind of driver."""

    summary: str
    build: Callable[[Any], Agent]
    config: type[Any]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """A kind of perception model."""

    summary: str
    build: Callable[[Any], Any]
    """makes the `VideoModel` (a torch module) of a config"""
    config: type[Any]
    source: str
