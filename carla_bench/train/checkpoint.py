"""A trained model on disk: ``model.pt`` (weights), ``model.json`` (what it is), ``losses.csv``.

The folder is untrusted when it is read: weights are loaded as tensors and nothing else.
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pandas as pd
import torch
from torch import nn

from carla_bench import catalogue
from carla_bench.core.files import fresh_folder, read_json, reason, write_json
from carla_bench.core.labels import CLASSES
from carla_bench.errors import ConfigError
from carla_bench.train.module import LossRow

__all__ = ["FILES", "FORMAT_VERSION", "build_untrained", "load_trained", "save"]

FORMAT_VERSION = 1
FILES = ("model.pt", "model.json", "losses.csv")
"""All that is in the folder."""
_SIZES = range(1, 8193)  # pixels
_UNTRAINED_SEED = 0
_REQUIRED: dict[str, type] = {
    "format_version": int, "model": str, "config": dict, "width": int, "height": int,
    "classes": list, "class_pixels": list, "towns": list, "parameters": int, "frames": int,
}  # fmt: skip


def save(out: Path, model: nn.Module, info: dict[str, Any], losses: Sequence[LossRow]) -> None:
    """Write the folder under a temporary name, then let it take the place of `out`."""
    with fresh_folder(out) as folder:
        weights = {name: tensor.cpu() for name, tensor in model.state_dict().items()}
        torch.save(weights, folder / "model.pt")
        write_json(folder / "model.json", info)
        columns = ["step", "epoch", "split", "loss"]
        pd.DataFrame(losses, columns=columns).to_csv(folder / "losses.csv", index=False)


def load_trained(path: Path, code: Path | None = None) -> tuple[nn.Module, dict[str, Any]]:
    """Return the module in evaluation mode, on the CPU, and the content of model.json.

    Args:
        path: folder that `train` wrote.
        code: the Python file of a model that is not in the catalogue. It comes from the caller
            and never from the folder, which must not decide what code runs.

    Raises:
        ConfigError: a file is missing, damaged, from a newer version, or does not fit the model.
    """
    info = _read_info(path / "model.json")
    if code is not None:
        info["model"] = str(code)
    elif info["model"].endswith(".py"):
        raise ConfigError(
            f"{path} is a model of {info['model']}, which is not in the catalogue. If you trust "
            "that file, name it with --model-code."
        )
    model = _build(info, path)
    try:
        weights = torch.load(path / "model.pt", map_location="cpu", weights_only=True)
        model.load_state_dict(weights)
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError, TypeError, ValueError,
            AttributeError, KeyError) as error:  # fmt: skip
        raise ConfigError(f"Cannot read {path / 'model.pt'}: {reason(error)}") from None
    return model.eval(), info


def build_untrained(info: dict[str, Any]) -> nn.Module:
    """Return the same model with fresh weights, in evaluation mode; always the same ones."""
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(_UNTRAINED_SEED)
        return _build(info, Path("model.json")).eval()


def _build(info: dict[str, Any], path: Path) -> nn.Module:
    spec = catalogue.load("model", info["model"])
    try:
        module: nn.Module = spec.build(spec.config(**info["config"]))
    except (TypeError, ValueError, RuntimeError) as error:
        raise ConfigError(f"{path} does not fit the model {info['model']!r}: {error}.") from None
    return module


def _read_info(path: Path) -> dict[str, Any]:
    info = read_json(path, ConfigError)
    for name, kind in _REQUIRED.items():
        if not isinstance(info.get(name), kind):
            raise ConfigError(f"{path} is damaged: no valid {name!r}.")
    if info["format_version"] != FORMAT_VERSION:
        raise ConfigError(
            f"{path} has format version {info['format_version']}, this carla-bench reads "
            f"{FORMAT_VERSION}. Update carla-bench."
        )
    if any(type(info[name]) is not int or info[name] not in _SIZES for name in ("width", "height")):
        raise ConfigError(f"{path} is damaged: no valid input size.")
    if not all(type(count) is int and count >= 0 for count in info["class_pixels"]):
        raise ConfigError(f"{path} is damaged: no valid 'class_pixels'.")
    if info["classes"] != list(CLASSES) or len(info["class_pixels"]) != len(CLASSES):
        raise ConfigError(f"{path} was trained on other classes.")
    return info
