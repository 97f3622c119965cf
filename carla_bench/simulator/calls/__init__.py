"""The calls of the RPC port, by topic. Importing this package registers them all."""

from carla_bench.simulator.calls import (
    actors,
    batch,
    drawing,
    environment,
    episode,
    rays,
    recorder,
    traffic,
    vehicles,
)
from carla_bench.simulator.calls.registry import answer

__all__ = [
    "actors",
    "answer",
    "batch",
    "drawing",
    "environment",
    "episode",
    "rays",
    "recorder",
    "traffic",
    "vehicles",
]
