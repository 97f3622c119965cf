"""What `train` can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["TrainConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainConfig:
    """Train a model on the training clips of a dataset.

    Examples
        carla-bench train --dataset data/town01 --out runs/model
        carla-bench train --dataset data/town01 --out runs/long --epochs 100
    """

    dataset: Path
    """Folder that `record` wrote."""
    out: Path
    """Folder for the model; an earlier model there is replaced."""
    model: str = "temporal"
    """Name in the catalogue, or path of a Python file."""
    epochs: int = 20
    """Times through the training clips."""
    batch_size: int = 4
    """Windows in a batch."""
    window: int = 4
    """Consecutive frames in a window."""
    width: int = 256
    """Width of the model's input, pixels."""
    height: int = 128
    """Height of the model's input, pixels."""
    learning_rate: float = 3e-3
    """Highest learning rate of the one-cycle schedule."""
    seed: int = 0
    """Of weights, order and augmentation."""
