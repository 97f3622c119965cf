"""What `bench` can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["BenchConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchConfig:
    """Score a trained model online while an agent drives.

    Examples
        carla-bench bench --model runs/model --out runs/bench
        carla-bench bench --model runs/model --out runs/bench --towns Town01 Town02 --routes 5
    """

    model: Path
    """Folder that `train` wrote."""
    model_code: Path | None = None
    """Python file of the model, if it is not in the catalogue; it will be run."""
    out: Path
    """Folder for results.json, pictures and films; an earlier bench there is replaced."""
    towns: tuple[str, ...] = ("Town02",)
    """Towns to drive in: names, or paths of .xodr files."""
    scenario: str = "construction"
    """Name in the catalogue, or path of a Python file."""
    agent: str = "route_follower"
    """Who drives: name in the catalogue, or path of a Python file."""
    routes: int = 3
    """Routes in each town."""
    frames: int = 100
    """Frames of each route."""
    width: int = 512
    """Width of the camera images, pixels."""
    height: int = 256
    """Height of the camera images, pixels."""
    seed: int = 1000
    """Where the routes go; take another one than for recording."""
    sim: str = "embedded"
    """Server: embedded, or HOST:PORT of a CARLA 0.9.16."""
