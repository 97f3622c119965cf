"""Roads as seen from the junction that they end in."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from carla_bench.simulator.towns.curves import Ray
from carla_bench.simulator.towns.kinds import StreetKind, Strip

__all__ = ["Arm", "LaneEnd"]


class LaneEnd(NamedTuple):
    """Where a lane meets the junction."""

    id: int
    """OpenDRIVE's, in its road"""
    number: int
    """counted from the middle of the road, from 1"""
    ray: Ray
    """left edge, in the direction of travel"""
    width_m: float


@dataclass(frozen=True, slots=True)
class Arm:
    """A road that ends in the junction."""

    road: int
    at_end: bool
    """the road's reference line ends here, rather than starts"""
    kind: StreetKind
    bearing: float
    """of the road as seen from the junction's node, radians, anticlockwise from x"""
    ray: Ray
    """end of the reference line, looking out of the junction"""

    def strips(self, *, inbound: bool) -> list[Strip]:
        """Return the strips of the traffic into or out of the junction, from the middle."""
        return self.kind.strips(right=inbound == self.at_end)

    def lane_id(self, index: int, *, inbound: bool) -> int:
        """Return the OpenDRIVE id of the strip of that index."""
        return -(index + 1) if inbound == self.at_end else index + 1

    def half_width_m(self, *, inbound: bool) -> float:
        """Return metres from the reference line to the kerb."""
        strips = self.strips(inbound=inbound)
        return sum(s.width_m for s in strips if s.kind not in ("sidewalk", "border"))

    def lanes(self, *, inbound: bool) -> list[LaneEnd]:
        """Return the driving lanes into or out of the junction, from the middle."""
        travel = self.ray.turned(math.pi) if inbound else self.ray
        found: list[LaneEnd] = []
        offset = 0.0
        for index, strip in enumerate(self.strips(inbound=inbound)):
            if strip.kind == "driving":
                identity = self.lane_id(index, inbound=inbound)
                edge = travel.moved(0.0, -offset)
                found.append(LaneEnd(identity, len(found) + 1, edge, strip.width_m))
            offset += strip.width_m
        return found

    def lanes_edge(self, *, inbound: bool) -> Ray:
        """Return the right edge of the traffic into or out of the junction, along it."""
        lanes = self.lanes(inbound=inbound)
        if lanes:
            return lanes[-1].ray.moved(0.0, -lanes[-1].width_m)
        return self.ray.turned(math.pi) if inbound else self.ray

    def outer(self, kind: str, *, inbound: bool) -> tuple[float, int | None]:
        """Return width and lane id of what lies beyond the driving lanes.

        Args:
            kind: ``paved`` for all that belongs to the carriageway, else a lane type.
            inbound: which side.
        """
        width, identity = 0.0, None
        lanes = self.lanes(inbound=inbound)
        strips = list(enumerate(self.strips(inbound=inbound)))
        for index, strip in strips[abs(lanes[-1].id) if lanes else 0 :]:
            paved = strip.kind in ("biking", "parking", "shoulder")
            if paved if kind == "paved" else strip.kind == kind:
                width += strip.width_m
                identity = self.lane_id(index, inbound=inbound)
        return width, None if kind == "paved" else identity
