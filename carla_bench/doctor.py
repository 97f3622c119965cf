"""`doctor`: what this machine has, and what is missing."""

from __future__ import annotations

import importlib.metadata
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from carla_bench.errors import CarlaBenchError, ConfigError
from carla_bench.session.server import open_server

__all__ = ["Check", "diagnose"]

_PACKAGES = ("torch", "lightning", "torchmetrics", "embreex", "numpy", "pandas")


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the diagnosis."""

    name: str
    good: bool
    detail: str


def diagnose(sim: str) -> Iterator[Check]:
    """Yield the checks one after the other; those on a server start or reach one.

    Args:
        sim: ``embedded`` or ``HOST:PORT``.

    Raises:
        ConfigError: `sim` is neither.
    """
    version = platform.python_version()
    yield Check("Python", (3, 10) <= sys.version_info < (3, 13), f"{version} (needs 3.10 to 3.12)")
    yield Check("carla-bench", True, _version("carla-bench"))
    carla = _version("carla")
    yield Check("CARLA client", carla == "0.9.16", f"{carla} (needs 0.9.16)")
    for package in _PACKAGES:
        yield Check(package, _version(package) != "missing", _version(package))
    yield _gpu()
    yield _server(sim)


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return "missing"


def _gpu() -> Check:
    import torch  # seconds: only here

    if torch.cuda.is_available():
        return Check("GPU", True, torch.cuda.get_device_name(0))
    return Check("GPU", True, "none; everything works on the CPU, training is slower")


def _server(sim: str) -> Check:
    from carla_bench.session.client import connect

    try:
        with open_server(sim, "Town01", 0.05) as address:
            version = connect(address, 10.0).get_server_version()
    except ConfigError:
        raise
    except CarlaBenchError as error:
        return Check("CARLA server", False, str(error))
    return Check("CARLA server", True, f"{sim} answers, version {version}")
