"""Routes on a town's road network, for scenarios."""

from __future__ import annotations

import carla
import numpy as np

from carla_bench.core.route import Route
from carla_bench.errors import ConfigError

__all__ = ["Roads"]

_STEP_M = 1.0
_TRIES = 400


class Roads:
    """The lanes of a town. Implements `specs.RouteSource`."""

    def __init__(self, road_map: carla.Map) -> None:
        self._map = road_map
        starts = [point for point in road_map.generate_waypoints(5.0) if not point.is_junction]
        self._starts = sorted(starts, key=lambda p: (p.road_id, p.section_id, p.lane_id, p.s))

    def sample_route(self, rng: np.random.Generator, length_m: float, straight_m: float) -> Route:
        """Return a route along the lanes whose first `straight_m` cross no junction.

        Args:
            rng: picks the start and the turns.
            length_m: about how long.
            straight_m: how far the first junction must be.

        Raises:
            ConfigError: the town has no such place.
        """
        for _ in range(_TRIES if self._starts else 0):
            start = self._starts[int(rng.integers(len(self._starts)))]
            route = _follow(start, rng, length_m)
            if route is None:
                continue
            junctions = route.arc_length_m[route.in_junction]
            if len(junctions) == 0 or junctions[0] >= straight_m:
                return route
        name = self._map.name.rsplit("/", 1)[-1]
        raise ConfigError(
            f"{name} has no route of {length_m:g} m that starts with {straight_m:g} m without a "
            "junction."
        )


def _follow(start: carla.Waypoint, rng: np.random.Generator, length_m: float) -> Route | None:
    """Return the way from a waypoint with random turns, or None where the road ends."""
    chain = [start]
    while len(chain) * _STEP_M <= length_m:
        choices = chain[-1].next(_STEP_M)
        if not choices:
            return None
        chain.append(choices[int(rng.integers(len(choices)))])
    places = [point.transform.location for point in chain]
    return Route(
        points=np.array([[place.x, place.y, place.z] for place in places]),
        lane_width_m=np.array([point.lane_width for point in chain]),
        in_junction=np.array([point.is_junction for point in chain]),
    )
