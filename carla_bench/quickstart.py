"""`quickstart`: the whole job, small: record, train, score in a town never seen, report."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from carla_bench.bench.config import BenchConfig
from carla_bench.errors import ConfigError
from carla_bench.record.config import RecordConfig
from carla_bench.report.config import ReportConfig
from carla_bench.train.config import TrainConfig

__all__ = ["QuickstartConfig", "quickstart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickstartConfig:
    """Record, train, score and report, in a few minutes.

    Examples
        carla-bench quickstart
        carla-bench quickstart --out runs/first --sim localhost:2000
    """

    out: Path = Path("quickstart")
    """Folder for dataset, model, bench and report.html; a part that is done is kept."""
    seed: int = 0
    """Of recording and training."""
    sim: str = "embedded"
    """Server: embedded, or HOST:PORT of a CARLA 0.9.16."""


_TRAINING_TOWN, _UNSEEN_TOWN = "Town01", "Town02"
_CLIPS, _CLIP_FRAMES = 28, 12
_ROUTES, _ROUTE_FRAMES = 3, 80


def quickstart(config: QuickstartConfig) -> Path:
    """Do the whole job and return the path of the report.

    Raises:
        CarlaBenchError: from whichever stage; what the stages before made is kept.
    """
    from carla_bench.bench.run import bench
    from carla_bench.record.run import record
    from carla_bench.report.run import report
    from carla_bench.train.run import train

    out = config.out
    if out.exists() and not out.is_dir():
        raise ConfigError(f"{out} is a file; choose a folder for --out.")
    record(
        RecordConfig(
            out=out / "dataset", town=_TRAINING_TOWN, clips=_CLIPS, frames=_CLIP_FRAMES,
            seed=config.seed, sim=config.sim,
        )
    )  # fmt: skip
    train(TrainConfig(dataset=out / "dataset", out=out / "model", seed=config.seed))
    bench(
        BenchConfig(
            model=out / "model", out=out / "bench", towns=(_UNSEEN_TOWN,), routes=_ROUTES,
            frames=_ROUTE_FRAMES, seed=config.seed + 1000, sim=config.sim,
        )
    )  # fmt: skip
    return report(ReportConfig(bench=out / "bench", model=out / "model", out=out / "report.html"))
