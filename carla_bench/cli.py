"""The command line: one verb, one config class, one library function.

A verb's working module is imported only when the verb runs, so that help is instant.
"""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import tyro

from carla_bench.bench.config import BenchConfig
from carla_bench.errors import CarlaBenchError
from carla_bench.quickstart import QuickstartConfig
from carla_bench.record.config import RecordConfig
from carla_bench.report.config import ReportConfig
from carla_bench.simulator.config import SimConfig
from carla_bench.train.config import TrainConfig

__all__ = ["DoctorConfig", "main", "parse", "run"]

_DONE, _WRONG_INPUT, _INTERRUPTED = 0, 2, 130


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorConfig:
    """Check Python, packages, GPU and server; run it before you report a bug.

    Examples
        carla-bench doctor
        carla-bench doctor --sim localhost:2000
    """

    sim: str = "embedded"
    """Server: embedded, or HOST:PORT of a CARLA 0.9.16."""


def _quickstart(config: QuickstartConfig) -> int:
    from carla_bench.quickstart import quickstart

    _say(f"Done. Open {quickstart(config)} in a browser.")
    return _DONE


def _sim(config: SimConfig) -> int:
    from carla_bench.simulator.process import ServeOptions, serve

    def announce(port: int) -> None:
        _say(f"Serving {config.town} on {config.host}:{port}; Ctrl-C ends it.")

    options = ServeOptions(
        town=config.town,
        maps=None if config.maps is None else str(config.maps),
        recordings=None if config.recordings is None else str(config.recordings),
        host=config.host,
        port=config.port,
        quality=config.quality,
        threads=config.threads,
    )
    serve(options, announce)
    return _DONE


def _record(config: RecordConfig) -> int:
    from carla_bench.record.run import record

    record(config)
    _say(f"Recorded {config.clips} clips into {config.out}.")
    return _DONE


def _train(config: TrainConfig) -> int:
    from carla_bench.train.run import train

    train(config)
    _say(f"Trained {config.model}; it is in {config.out}.")
    return _DONE


def _bench(config: BenchConfig) -> int:
    from carla_bench.bench.run import bench

    results = bench(config)
    for town, entry in results["towns"].items():
        for name, score in entry["scores"].items():
            numbers = f"mIoU {score['miou']:.4f}  pixel accuracy {score['pixel_accuracy']:.4f}"
            _say(f"{town:12} {name:20} {numbers}")
    return _DONE


def _report(config: ReportConfig) -> int:
    from carla_bench.report.run import report

    _say(f"Wrote {report(config)}.")
    return _DONE


def _doctor(config: DoctorConfig) -> int:
    from carla_bench.doctor import diagnose

    good = True
    for check in diagnose(config.sim):
        good &= check.good
        _say(f"{'ok  ' if check.good else 'FAIL'}  {check.name:14} {check.detail}")
    return _DONE if good else _WRONG_INPUT


_VERBS: dict[type[Any], Callable[[Any], int]] = {
    QuickstartConfig: _quickstart,
    DoctorConfig: _doctor,
    SimConfig: _sim,
    RecordConfig: _record,
    TrainConfig: _train,
    BenchConfig: _bench,
    ReportConfig: _report,
}

_Verb = (
    Annotated[QuickstartConfig, tyro.conf.subcommand("quickstart")]
    | Annotated[DoctorConfig, tyro.conf.subcommand("doctor")]
    | Annotated[SimConfig, tyro.conf.subcommand("sim")]
    | Annotated[RecordConfig, tyro.conf.subcommand("record")]
    | Annotated[TrainConfig, tyro.conf.subcommand("train")]
    | Annotated[BenchConfig, tyro.conf.subcommand("bench")]
    | Annotated[ReportConfig, tyro.conf.subcommand("report")]
)


def parse(arguments: Sequence[str] | None = None) -> Any:  # noqa: ANN401, one of the configs
    """Return the config of the verb that the arguments name.

    Raises:
        SystemExit: help was asked for, or the arguments are wrong.
    """
    return tyro.cli(
        _Verb,
        prog="carla-bench",
        description="Datasets, perception models and closed-loop scores for CARLA 0.9.16.",
        args=arguments,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit code: 0 done, 2 wrong input, 130 interrupted."""
    config = parse(arguments)
    logging.basicConfig(format="%(name)s: %(message)s", level=logging.WARNING)
    # A terminated run cleans up like an interrupted one.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _VERBS[type(config)](config)
    except CarlaBenchError as error:
        sys.stderr.write(f"carla-bench: {error}\n")
        return _WRONG_INPUT
    except OSError as error:  # a full disk, a folder that vanished
        sys.stderr.write(f"carla-bench: {error}\n")
        return _WRONG_INPUT
    except KeyboardInterrupt:
        sys.stderr.write("carla-bench: interrupted\n")
        return _INTERRUPTED


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def run() -> None:
    """Entry point of the console script."""
    sys.exit(main())


if __name__ == "__main__":
    run()
