"""The calls of the RPC port, by topic. Importing this package registers them all."""

from carla_bench.simulator.calls import (
    accepted,
    actors,
    batch,
    drawing,
    environment,
    episode,
    forces,
    level,
    parts,
    physics,
    rays,
    recorder,
    traffic,
    vehicles,
)
from carla_bench.simulator.calls.registry import answer

__all__ = [
    "accepted",
    "actors",
    "answer",
    "batch",
    "drawing",
    "environment",
    "episode",
    "forces",
    "level",
    "parts",
    "physics",
    "rays",
    "recorder",
    "traffic",
    "vehicles",
]
