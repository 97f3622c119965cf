"""Which server to talk to: an address, or an embedded simulator that we start and end."""

from __future__ import annotations

import contextlib
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from carla_bench.errors import ConfigError, ConnectionLost, SimulatorError

__all__ = ["Address", "open_server", "parse_sim"]

_REACH_S = 3.0
_END_S = 5.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a server listens."""

    host: str
    port: int
    owned: bool = False
    """whether we started it and nobody else uses it"""

    @property
    def kind(self) -> str:
        """How a dataset names it: we know that a server is embedded only if we started it."""
        return "embedded" if self.owned else "real"

    def answers(self) -> bool:
        """Return whether anything accepts connections there."""
        try:
            socket.create_connection((self.host, self.port), timeout=_REACH_S).close()
        except OSError:
            return False
        return True

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


def parse_sim(sim: str) -> Address | None:
    """Return the address in ``HOST:PORT``, or None for ``embedded``.

    Raises:
        ConfigError: neither.
    """
    if sim == "embedded":
        return None
    host, colon, port = sim.rpartition(":")
    if not colon or not host or not port.isdecimal() or not 0 < int(port) < 65535:
        raise ConfigError(f"Expected --sim to be 'embedded' or HOST:PORT, got {sim!r}.")
    return Address(host, int(port))


@contextlib.contextmanager
def open_server(sim: str, town: str, delta_s: float) -> Iterator[Address]:
    """Yield the address of a server that answers; end it afterwards if we started it.

    Args:
        sim: ``embedded`` or ``HOST:PORT``.
        town: what an embedded server loads first.
        delta_s: step of an embedded server, seconds.

    Raises:
        ConfigError: `sim` or `town` makes no sense.
        ConnectionLost: nobody answers.
    """
    address = parse_sim(sim)
    if address is None:
        with _embedded_server(town, delta_s) as port:
            yield Address("127.0.0.1", port, owned=True)
        return
    if not address.answers():
        raise ConnectionLost(
            f"No server answers at {address}. Start CARLA there, or `carla-bench sim --port "
            f"{address.port}`, or leave --sim out to use the embedded simulator."
        )
    yield address


@contextlib.contextmanager
def _embedded_server(town: str, delta_s: float) -> Iterator[int]:
    if town.endswith(".xodr"):
        town = str(Path(town).absolute())
    options = {"town": town, "port": 0, "synchronous_delta_s": delta_s, "end_with_stdin": True}
    process = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator", json.dumps(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        # `-m` looks for modules in the working directory first; there may be another carla_bench.
        cwd=Path(sys.executable).anchor,
        # Ctrl-C is for us: the server must still be there when we take our leave of it.
        start_new_session=True,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        yield _port_of(process.stdout.readline())
    finally:
        process.stdin.close()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()


def _port_of(line: str) -> int:
    """Return the port in the first line of a server's output."""
    try:
        said = json.loads(line)
    except json.JSONDecodeError:
        raise SimulatorError("The embedded simulator did not start, see above.") from None
    if "error" in said:
        raise ConfigError(said["error"])
    return int(said["port"])
