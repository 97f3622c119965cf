"""What `record` can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["RecordConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordConfig:
    """Drive a scenario in a simulator and record a dataset.

    Examples
        carla-bench record --out data/town01 --town Town01 --clips 20
        carla-bench record --out data/town02 --town Town02 --sim localhost:2000
    """

    out: Path
    """Folder of the dataset; a recording that was interrupted goes on where it stopped."""
    town: str = "Town01"
    """Name of a town, or path of an .xodr file."""
    scenario: str = "construction"
    """Name in the catalogue, or path of a Python file."""
    agent: str = "route_follower"
    """Who drives: name in the catalogue, or path of a Python file."""
    clips: int = 20
    """Number of clips, an episode each."""
    frames: int = 20
    """Frames of a clip."""
    width: int = 512
    """Width of the images, pixels."""
    height: int = 256
    """Height of the images, pixels."""
    split: str = "train"
    """What the clips are for: train, validation or test."""
    seed: int = 0
    """The same seed gives the same clips."""
    sim: str = "embedded"
    """Server: embedded, or HOST:PORT of a CARLA 0.9.16."""
