"""Embedded servers for the studies, each a process on a free port."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["embedded_server"]


@contextmanager
def embedded_server(**options: object) -> Iterator[int]:
    """Yield the RPC port of a server; see `carla_bench.simulator.process.ServeOptions`."""
    options = {"port": 0, "end_with_stdin": True, **options}
    process = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator", json.dumps(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield json.loads(process.stdout.readline())["port"]
    finally:
        process.stdin.close()
        process.wait(20)
        process.stdout.close()
