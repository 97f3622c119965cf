"""The streaming port: a client sends the number of a stream, then only reads.

A message is its size as a u32, then the bytes. Sockets are never closed by the server,
because the client reconnects at once and without limit; a stream that does not exist is
simply silent.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections import Counter, defaultdict
from collections.abc import Sequence

from carla_bench.simulator.connections import ConnectionServer

__all__ = ["Message", "StreamServer"]

Message = Sequence[bytes | memoryview]
"""A message in parts, so that images need not be copied behind their headers."""

_STALLED_AFTER_S = 10.0
_LISTENER_WITHIN_S = 0.5
_MOST_EXPECTED = 10_000


class StreamServer:
    """Sends messages to everybody who listens to a stream."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[asyncio.StreamWriter]] = defaultdict(set)
        self._greetings: dict[int, Message] = {}
        self._expected: Counter[int] = Counter()
        self._arrived = asyncio.Event()
        connections = ConnectionServer(self._serve)
        self.start, self.close = connections.start, connections.close

    def is_heard(self, stream: int) -> bool:
        """Return whether anybody listens to a stream."""
        return bool(self._listeners.get(stream))

    def expect(self, stream: int) -> None:
        """Note that a client has asked where a stream is, and will connect to it next."""
        if sum(self._expected.values()) < _MOST_EXPECTED:
            self._expected[stream] += 1

    async def all_here(self) -> None:
        """Wait for the listeners that are expected, but not for long; then forget them.

        A script that lets a sensor listen and ticks at once counts on that frame's message.
        """
        if not self._expected:
            return
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._wait_for_listeners(), _LISTENER_WITHIN_S)
        self._expected.clear()

    async def _wait_for_listeners(self) -> None:
        while self._expected:
            self._arrived.clear()
            await self._arrived.wait()

    def greet(self, stream: int, message: Message) -> None:
        """Set the message that every new listener of a stream gets first."""
        self._greetings[stream] = message

    async def send(self, stream: int, message: Message, *, lossless: bool) -> None:
        """Send a message, given in parts, to all listeners of a stream.

        Args:
            stream: number of the stream.
            message: its parts.
            lossless: wait for slow listeners; otherwise they miss the message.
        """
        for writer in list(self._listeners.get(stream, ())):
            if not lossless and writer.transport.get_write_buffer_size() > 0:
                continue
            _write(writer, message)
            if lossless:
                await self._drain(writer)

    async def _drain(self, writer: asyncio.StreamWriter) -> None:
        try:
            await asyncio.wait_for(writer.drain(), _STALLED_AFTER_S)
        except (ConnectionError, asyncio.TimeoutError):
            writer.transport.abort()  # it stopped reading: nobody else shall wait for it

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        (stream,) = struct.unpack("<I", await reader.readexactly(4))
        if stream in self._greetings:
            _write(writer, self._greetings[stream])
        self._listeners[stream].add(writer)
        self._expected -= Counter([stream])  # keeps no zeros
        self._arrived.set()
        try:
            while await reader.read(4096):
                pass  # a listener has nothing to say; this notices when it leaves
        finally:
            self._forget(stream, writer)

    def _forget(self, stream: int, writer: asyncio.StreamWriter) -> None:
        self._listeners[stream].discard(writer)
        if not self._listeners[stream]:
            del self._listeners[stream]


def _write(writer: asyncio.StreamWriter, message: Message) -> None:
    size = sum(len(part) for part in message)
    writer.writelines([struct.pack("<I", size), *message])
