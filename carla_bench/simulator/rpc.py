"""The RPC port: msgpack-rpc over TCP, one task a connection.

A connection that sends something that is not a request, or too much of it, is closed;
nothing else is touched. A request that names an unknown call, or arguments that the call
cannot use, gets an error of CARLA's kind.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Awaitable, Callable

import msgpack

__all__ = ["Dispatch", "RpcServer", "UnknownCall"]

log = logging.getLogger(__name__)

Dispatch = Callable[[str, list[object]], Awaitable[object]]
"""Takes the name of a call and its arguments, gives the reply; raises UnknownCall."""

_REPLY = 1
# The largest request is a town's OpenDRIVE text or a texture; arrays are limited apart,
# because msgpack reserves the memory of an array when it reads its length.
_MAX_BYTES = 64 * 2**20
_MAX_ELEMENTS = 2**20


class UnknownCall(LookupError):
    """CARLA has no call of that name."""


class RpcServer:
    """Listens for clients and answers their calls, in order within a connection."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, listener: socket.socket) -> None:
        """Accept connections on a bound socket."""
        self._server = await asyncio.start_server(self._serve, sock=listener)

    async def close(self) -> None:
        """Stop accepting and drop all connections."""
        if self._server is not None:
            self._server.close()
        for task in self._connections:
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            await self._answer_requests(reader, writer)
        except (ConnectionError, asyncio.CancelledError):
            pass  # the client went, or the server stops
        except Exception as error:  # whatever was sent, it ends this connection alone
            log.warning("closed a connection: %s: %s", type(error).__name__, error)
        finally:
            self._connections.discard(task)
            writer.close()

    async def _answer_requests(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        _send_small_messages_at_once(writer)
        unpacker = msgpack.Unpacker(
            max_buffer_size=_MAX_BYTES,
            max_array_len=_MAX_ELEMENTS,
            max_map_len=1024,
            max_ext_len=0,
            strict_map_key=True,
        )
        while data := await reader.read(2**16):
            unpacker.feed(data)
            for request in unpacker:
                writer.write(await self._answer(request))
            await writer.drain()

    async def _answer(self, request: object) -> bytes:
        match request:
            case [0, int() as number, str() as name, [metadata, *arguments]]:
                del metadata  # whether the client waits for the reply; it gets one anyway
            case _:
                raise ValueError("not a msgpack-rpc request")
        try:
            reply = [_REPLY, number, None, await self._dispatch(name, arguments)]
        except UnknownCall:
            reply = [_REPLY, number, f"server could not find function '{name}'", None]
        packed: bytes = msgpack.packb(reply)
        return packed


def _send_small_messages_at_once(writer: asyncio.StreamWriter) -> None:
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
