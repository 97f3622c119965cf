"""The RPC port: msgpack-rpc over TCP, one task a connection.

A connection that sends something that is not a request, or too much of it, is closed;
nothing else is touched. A request that names an unknown call, or arguments that the call
cannot use, gets an error of CARLA's kind.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import msgpack

from carla_bench.simulator.connections import ConnectionServer

__all__ = ["Dispatch", "RpcServer", "UnknownCall"]

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
        connections = ConnectionServer(self._answer_requests)
        self.start, self.close = connections.start, connections.close

    async def _answer_requests(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
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
