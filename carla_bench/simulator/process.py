"""The simulator as a process: ports, a line that says it is ready, and a clean end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from carla_bench.errors import ConfigError
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.maps import MapLibrary
from carla_bench.simulator.server import Simulator
from carla_bench.simulator.world import Settings

__all__ = ["ServeOptions", "serve"]

log = logging.getLogger(__name__)

_ANY_PORT_TRIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeOptions:
    """How to serve."""

    town: str = "Town01"
    """name of a town, or path of an .xodr file"""
    host: str = "127.0.0.1"
    maps: str | None = None
    """folder of ``.xodr`` files that come before the own towns; else that in CARLA_ROOT"""
    recordings: str | None = None
    """folder for the recorder's files; else one below the user's state directory"""
    quality: str = "epic"
    """as CARLA calls it: ``low`` draws one sample a pixel, ``epic`` smooths edges"""
    threads: int | None = None
    """that draw; as many as there are cores, up to 8, by default"""
    port: int = 2000
    """of the RPC server; the streams are on the next one. 0 takes any free pair"""
    synchronous_delta_s: float | None = None
    """start in synchronous mode with this step, so that nothing depends on the wall clock"""
    end_with_stdin: bool = False
    """stop when standard input closes: a server that a program started ends with it"""


def serve(options: ServeOptions, on_ready: Callable[[int], None]) -> None:
    """Serve until SIGINT or SIGTERM.

    Args:
        options: how.
        on_ready: called with the RPC port once clients can connect.

    Raises:
        ConfigError: a map cannot be read, the town cannot be made, or the port is taken.
    """
    with contextlib.closing(_Listeners(options.host, options.port)) as listeners:
        library = MapLibrary(None if options.maps is None else Path(options.maps))
        delta = options.synchronous_delta_s
        settings = Settings(synchronous=delta is not None, fixed_delta_s=delta)
        recordings = None if options.recordings is None else Path(options.recordings)
        renderer = Renderer(threads=options.threads, smooth=options.quality == "epic")
        simulator = Simulator(library, options.town, settings, recordings, renderer)
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_serve(simulator, listeners, options, on_ready))


async def _serve(
    simulator: Simulator,
    listeners: _Listeners,
    options: ServeOptions,
    on_ready: Callable[[int], None],
) -> None:
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(simulator.run(listeners.rpc, listeners.streams))
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, running.cancel)
    if options.end_with_stdin:
        threading.Thread(target=_wait_for_eof, args=(loop, running), daemon=True).start()
    # Every client asks for the navigation mesh first, some with a time limit of two seconds.
    await simulator.navigation.files()
    on_ready(listeners.rpc.getsockname()[1])
    await running


def _wait_for_eof(loop: asyncio.AbstractEventLoop, running: asyncio.Future[None]) -> None:
    # Not through `sys.stdin`, whose lock this thread would still hold when Python ends.
    while os.read(sys.stdin.fileno(), 4096):
        pass
    with contextlib.suppress(RuntimeError):  # the loop has ended by itself
        loop.call_soon_threadsafe(running.cancel)


class _Listeners:
    """Two bound sockets on neighbouring ports."""

    def __init__(self, host: str, port: int) -> None:
        if not 0 <= port < 65535:
            raise ConfigError(f"Expected a port from 1 to 65534, got {port}.")
        for _ in range(_ANY_PORT_TRIES if port == 0 else 1):
            self.rpc = _bound(host, port)
            try:
                self.streams = _bound(host, self.rpc.getsockname()[1] + 1)
            except ConfigError:
                self.rpc.close()
                if port != 0:
                    raise
            else:
                return
        raise ConfigError(f"Found no two free ports side by side on {host}.")

    def close(self) -> None:
        """Free the ports."""
        self.rpc.close()
        self.streams.close()


def _bound(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
    except (OSError, OverflowError, UnicodeError) as error:
        raise ConfigError(f"Cannot listen on {host}:{port}: {_reason(error)}.") from None
    try:
        # Without this a port stays taken for a minute after a server ends.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise ConfigError(
            f"Cannot listen on {host}:{port}: {_reason(error)}. Choose another --port."
        ) from None
    return listener


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
