"""`report`: one HTML file of a bench that opens from disk, offline."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import jinja2
import pandas as pd

from carla_bench import __version__
from carla_bench.core.files import read_json, write_bytes
from carla_bench.core.labels import CLASS_PALETTE, CLASSES
from carla_bench.errors import ConfigError
from carla_bench.report.config import ReportConfig
from carla_bench.report.figures import loss_curve

__all__ = ["report"]

_TYPES = {".png": "image/png", ".mp4": "video/mp4"}


def report(config: ReportConfig) -> Path:
    """Write the report and return its path.

    Raises:
        ConfigError: the folders are not what `bench` and `train` write.
    """
    if config.out.is_dir():
        raise ConfigError(f"{config.out} is a folder; name the HTML file.")
    results = read_json(config.bench / "results.json", ConfigError)
    model = read_json(config.model / "model.json", ConfigError)
    try:
        losses = pd.read_csv(config.model / "losses.csv")
        page = _template().render(_content(config.bench, results, model, losses))
    except (OSError, KeyError, TypeError, ValueError, jinja2.UndefinedError) as error:
        raise ConfigError(
            f"{config.bench} or {config.model} is damaged: {type(error).__name__} {error}. "
            "Make them again."
        ) from error
    config.out.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(config.out, page.encode())
    return config.out


def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("carla_bench.report", "."),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
    )
    return environment.get_template("page.html.j2")


def _content(
    folder: Path, results: dict[str, Any], model: dict[str, Any], losses: pd.DataFrame
) -> dict[str, Any]:
    towns = [
        _town(folder, name, entry, seen=name in model["towns"])
        for name, entry in results["towns"].items()
    ]
    legend = [
        {"name": name, "color": color.tolist()}
        for name, color in zip(CLASSES, CLASS_PALETTE, strict=True)
        if any(line["name"] == name and line["shown"] for town in towns for line in town["classes"])
    ]
    return {
        "title": f"carla-bench: {model['model']} in {', '.join(results['towns'])}",
        "version": __version__,
        "arguments": results["arguments"],
        "model": model,
        "towns": towns,
        "legend": legend,
        "loss_curve": _data_url(loss_curve(losses), ".png"),
    }


def _town(folder: Path, name: str, entry: dict[str, Any], *, seen: bool) -> dict[str, Any]:
    """Return what the page shows of a town."""
    scores = entry["scores"]
    best = max(score["miou"] for score in scores.values())
    rows = [
        {"name": label, "best": score["miou"] == best, **score} for label, score in scores.items()
    ]
    classes: list[dict[str, Any]] = [
        {
            "name": label,
            "ious": (values := [score["iou"][label] for score in scores.values()]),
            "shown": values[0] is not None,  # by the first segmenter, the one in the pictures
        }
        for label in CLASSES
    ]
    return {
        "name": name,
        "unseen": not seen,
        "routes": entry["routes"],
        "frames": entry["frames"],
        "server": entry["server"],
        "rows": rows,
        "classes": [line for line in classes if any(v is not None for v in line["ious"])],
        "film": _embedded(folder, entry["film"]),
        "strips": [_embedded(folder, strip) for strip in entry["strips"]],
    }


def _embedded(folder: Path, name: str) -> str:
    """Return a file of the bench as a data URL."""
    if Path(name).name != name or Path(name).suffix not in _TYPES:
        raise ValueError(f"{name} is no picture or film of the bench")
    return _data_url((folder / name).read_bytes(), Path(name).suffix)


def _data_url(data: bytes, suffix: str) -> str:
    return f"data:{_TYPES[suffix]};base64,{base64.b64encode(data).decode('ascii')}"
