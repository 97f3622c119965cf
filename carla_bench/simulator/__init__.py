"""The embedded simulator: a process that speaks CARLA 0.9.16's wire protocol.

It knows the protocol and the shared ground, and nothing of the rest of carla-bench.
Start it with ``carla-bench sim`` and connect with the `carla` client package.

wire.py        bytes and msgpack arrays of the protocol
rpc.py         the RPC port                      streams.py   the streaming port
calls/         the RPCs, by topic                server.py    both ports, the clock, the sensors
world.py       actors and time                   vehicle.py   how vehicles move
blueprints/    what can be spawned               sensors/     measurements, one file a kind
town.py        a town from OpenDRIVE text        graphics/    ray casting and shading
"""

CARLA_VERSION = "0.9.16"
"""Version that the server reports: that of the client package it speaks to."""

__all__ = ["CARLA_VERSION"]
