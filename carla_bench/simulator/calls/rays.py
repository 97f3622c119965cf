"""Calls that ask what a ray meets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []


def _point(place: NDArray[np.float64], tag: int) -> list[object]:
    """Return a msgpack LabelledPoint."""
    return [[float(part) for part in place], tag]


@call("cast_ray")
def _cast_ray(simulator: Simulator, start: object, end: object) -> list[object]:
    origin, target = np.array(wire.vector(start)), np.array(wire.vector(end))
    length = float(np.linalg.norm(target - origin))
    if length == 0:
        return []
    along = (target - origin) / length
    hits = simulator.stage().cast_all(origin, along, length)
    return [
        _point(origin + along * float(distance), int(tag))
        for distance, tag in zip(hits.distance, hits.tag, strict=True)
    ]


@call("project_point")
def _project_point(
    simulator: Simulator, place: object, direction: object, reach: object
) -> list[object]:
    origin, along = np.array(wire.vector(place)), np.array(wire.vector(direction))
    length = float(np.linalg.norm(along))
    if length == 0:
        return [False, _point(np.zeros(3), 0)]
    along = along / length
    hits = simulator.stage().cast(origin[None], along[None], wire.number(reach))
    distance = float(hits.distance[0])
    if not np.isfinite(distance):
        return [False, _point(np.zeros(3), 0)]
    return [True, _point(origin + along * distance, int(hits.tag[0]))]
