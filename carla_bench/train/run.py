"""`train`: from a dataset to a checkpoint."""

from __future__ import annotations

import logging
import math
import signal
import tempfile
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import Any

import lightning
import torch
from torch import nn
from torch.utils.data import DataLoader

from carla_bench import __version__, catalogue
from carla_bench.core.files import check_out
from carla_bench.core.labels import CLASSES
from carla_bench.data.dataset import Clip, Dataset
from carla_bench.errors import ConfigError
from carla_bench.progress import Advance, progress
from carla_bench.train.checkpoint import FILES, FORMAT_VERSION, save
from carla_bench.train.config import TrainConfig
from carla_bench.train.module import LossRow, SegmentationModule
from carla_bench.train.windows import Window, Windows

__all__ = ["train"]

_HELD_OUT = 10  # every tenth clip
_MAX_SEED = 2**32 - 1  # of numpy
_LIGHTNING_CHATTER = (
    ".*does not have many workers.*",  # everything is in memory already
    ".*LeafSpec.*",  # it uses what torch has deprecated
    ".*no `val_dataloader`.*",  # a dataset of one clip has nothing to hold out
)


def train(config: TrainConfig) -> Path:
    """Train a model and return the folder that holds it.

    Raises:
        ConfigError: the configuration cannot be carried out.
        DatasetError: the dataset is missing, incomplete or from a newer format.
    """
    _check(config)
    spec = catalogue.load("model", config.model)
    dataset = Dataset.open(config.dataset)
    lightning.seed_everything(config.seed, verbose=False)
    training, validation = _windows(dataset, config)
    model_config = spec.config()
    model: nn.Module = spec.build(model_config)
    losses = _fit(model, training, validation, config)
    if not all(math.isfinite(float(row["loss"])) for row in losses):
        raise ConfigError("Training diverged; choose a smaller --learning-rate.")
    info = _info(config, dataset, asdict(model_config), training, model)
    save(config.out, model, info, losses)
    return config.out


def _windows(dataset: Dataset, config: TrainConfig) -> tuple[Windows, Windows]:
    """Return the windows to learn from and those to validate on, of different clips."""
    clips = [clip for clip in dataset.clips if clip.split == "train"]
    if not clips:
        raise ConfigError(f"{config.dataset} has no clips of the split 'train'.")
    held_out = clips[_HELD_OUT - 1 :: _HELD_OUT] or clips[-1:] * (len(clips) > 1)
    kept = [clip for clip in clips if clip not in held_out]
    generator = torch.Generator().manual_seed(config.seed)
    training = _load(kept, dataset, config, generator)
    if not len(training):
        raise ConfigError(
            f"No training clip of {config.dataset} has the {config.window} frames of a window; "
            "choose a smaller --window."
        )
    if not training.class_pixels().sum():
        raise ConfigError(f"No pixel of {config.dataset} has a known class; nothing to learn.")
    return training, _load(held_out, dataset, config, None)


def _load(
    clips: list[Clip], dataset: Dataset, config: TrainConfig, generator: torch.Generator | None
) -> Windows:
    size = (config.width, config.height)
    return Windows(clips, dataset.server_version, size, config.window, generator)


def _fit(
    model: nn.Module, training: Windows, validation: Windows, config: TrainConfig
) -> list[LossRow]:
    """Train the model in place and return its losses."""
    order = torch.Generator().manual_seed(config.seed)
    batches: DataLoader[Window] = DataLoader(
        training, config.batch_size, shuffle=True, generator=order
    )
    held_out: DataLoader[Window] = DataLoader(validation, config.batch_size)
    steps = config.epochs * len(batches)
    module = SegmentationModule(model, training.class_pixels(), config.learning_rate, steps)
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    with (
        tempfile.TemporaryDirectory() as scratch,
        warnings.catch_warnings(),
        progress(f"Training {Path(config.model).stem}", steps, "steps") as advance,
    ):
        for message in _LIGHTNING_CHATTER:
            warnings.filterwarnings("ignore", message=message)
        trainer = lightning.Trainer(
            max_epochs=config.epochs,
            devices=1,  # with more, Lightning would start the whole command once for each
            default_root_dir=scratch,
            logger=False,
            enable_checkpointing=False,
            enable_progress_bar=False,
            enable_model_summary=False,
            num_sanity_val_steps=0,
            callbacks=[_Bar(advance)],
        )
        on_interrupt = signal.getsignal(signal.SIGINT)
        try:
            trainer.fit(module, batches, held_out if len(validation) else None)
        except SystemExit:
            # Lightning answers Ctrl-C with sys.exit(1) and leaves the signal ignored.
            signal.signal(signal.SIGINT, on_interrupt)
            raise KeyboardInterrupt from None
    return module.losses


class _Bar(lightning.Callback):
    """Moves our progress bar on."""

    def __init__(self, advance: Advance) -> None:
        self._advance = advance

    def on_train_batch_end(self, *_: object) -> None:
        """One more step."""
        self._advance(1)


def _info(
    config: TrainConfig,
    dataset: Dataset,
    model_config: dict[str, Any],
    training: Windows,
    model: nn.Module,
) -> dict[str, Any]:
    clips = [clip for clip in dataset.clips if clip.split == "train"]
    return {
        "format_version": FORMAT_VERSION,
        "carla_bench": __version__,
        "torch": torch.__version__,
        "model": config.model,
        "config": model_config,
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
        "width": config.width,
        "height": config.height,
        "classes": list(CLASSES),
        "class_pixels": training.class_pixels().tolist(),
        "towns": sorted({clip.town for clip in clips}),
        "clips": len(clips),
        "frames": sum(clip.frames for clip in clips),
        "epochs": config.epochs,
        "batch_size": config.batch_size,
        "window": config.window,
        "learning_rate": config.learning_rate,
        "seed": config.seed,
    }


def _check(config: TrainConfig) -> None:
    """Raise ConfigError for values that cannot work, before anything is read."""
    least = {
        "epochs": 1, "batch_size": 1, "window": 1, "width": 16, "height": 16, "seed": 0,
    }  # fmt: skip
    for name, lowest in least.items():
        value = getattr(config, name)
        if value < lowest:
            flag = name.replace("_", "-")
            raise ConfigError(f"Expected --{flag} to be at least {lowest}, got {value}.")
    if not 0 < config.learning_rate < 10:
        raise ConfigError(f"Expected --learning-rate above 0, got {config.learning_rate}.")
    if config.seed > _MAX_SEED:
        raise ConfigError(f"Expected --seed to be at most {_MAX_SEED}, got {config.seed}.")
    check_out(config.out, FILES, "model")
