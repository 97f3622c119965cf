"""What happens inside a junction: how far its arms are cut back, and the ways through it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from carla_bench.simulator.towns.curves import Piece, Point, fillet_polyline, wrap

__all__ = ["Arm", "Turn", "mouth_distances", "turns"]

_STRAIGHT_RAD = math.radians(35)
"""a smaller change of direction counts as going straight on"""


@dataclass(frozen=True, slots=True)
class Arm:
    """A road that ends in the junction."""

    road: int
    at_end: bool
    """the road's reference line ends here, rather than starts"""
    angle: float
    """radians, from the junction outwards"""
    lanes: int
    """driving lanes each way"""
    lane_width_m: float
    sidewalk_m: float

    @property
    def half_width_m(self) -> float:
        """Centre line to kerb, metres."""
        return self.lanes * self.lane_width_m

    def incoming(self, number: int) -> int:
        """Return the OpenDRIVE id of a lane into the junction, counted from the centre line."""
        return -number if self.at_end else number

    def outgoing(self, number: int) -> int:
        """Return the OpenDRIVE id of a lane out of the junction, counted from the centre line."""
        return number if self.at_end else -number


@dataclass(frozen=True, slots=True)
class Turn:
    """The way from one lane of an arm to one lane of another."""

    source: Arm
    target: Arm
    lane_in: int
    """counted from the centre line, from 1; and so is `lane_out`"""
    lane_out: int
    hugs_corner: bool
    """no arm lies between the two on the right: the sidewalk goes along"""
    course: list[Piece]
    """left edge of the lane"""


def mouth_distances(arms: list[Arm], kerb_radius_m: float) -> list[float]:
    """Return how far from the node each arm ends, so that the kerbs can be rounded.

    Args:
        arms: anticlockwise.
        kerb_radius_m: radius of the rounding where two arms set it; wider elsewhere.
    """
    distances = [0.0] * len(arms)
    for i, arm in enumerate(arms):
        j = (i + 1) % len(arms)
        between = (arms[j].angle - arm.angle) % (2 * math.pi)
        if between > math.pi - _STRAIGHT_RAD:  # no corner to speak of
            continue
        rounding = kerb_radius_m / math.tan(between / 2)
        for a, b, k in ((arm, arms[j], i), (arms[j], arm, j)):
            corner = (b.half_width_m + a.half_width_m * math.cos(between)) / math.sin(between)
            distances[k] = max(distances[k], corner + rounding)
    return distances


def turns(node: Point, arms: list[Arm], distances: list[float]) -> Iterator[Turn]:
    """Yield every way through a junction, U-turns excepted.

    Args:
        node: where the centre lines meet.
        arms: anticlockwise.
        distances: metres from the node to the end of each arm.
    """
    for i, source in enumerate(arms):
        for step in range(1, len(arms)):
            j = (i + step) % len(arms)
            target = arms[j]
            bend = wrap(target.angle - source.angle - math.pi)
            for lane_in, lane_out in _lane_pairs(source, target, bend):
                outermost = lane_in == source.lanes and lane_out == target.lanes
                course = _course(
                    _mouth(node, source, distances[i], lane_in, inbound=True),
                    _mouth(node, target, distances[j], lane_out, inbound=False),
                    (source.angle + math.pi, bend),
                )
                yield Turn(source, target, lane_in, lane_out, step == 1 and outermost, course)


def _lane_pairs(source: Arm, target: Arm, bend: float) -> list[tuple[int, int]]:
    """Return the lanes that a change of direction of `bend` radians connects."""
    if abs(bend) < _STRAIGHT_RAD:
        return [(n, n) for n in range(1, min(source.lanes, target.lanes) + 1)]
    return [(1, 1)] if bend > 0 else [(source.lanes, target.lanes)]


def _mouth(node: Point, arm: Arm, distance: float, lane: int, *, inbound: bool) -> Point:
    """Return where the left edge of a lane meets the junction."""
    side = (lane - 1) * arm.lane_width_m * (-1 if inbound else 1)
    cos, sin = math.cos(arm.angle), math.sin(arm.angle)
    return node[0] + distance * cos + side * sin, node[1] + distance * sin - side * cos


def _course(start: Point, end: Point, direction: tuple[float, float]) -> list[Piece]:
    """Return straight, arc, straight: as wide an arc as fits.

    Args:
        start: first point.
        end: last point.
        direction: heading at the start, and change of heading up to the end, radians.
    """
    angle, bend = direction
    if abs(bend) < 1e-6:
        return fillet_polyline([start, end], 1.0)
    dx, dy = end[0] - start[0], end[1] - start[1]
    # start + reach * (direction at the start) lies on the line through the end
    reach = (dx * math.sin(angle + bend) - dy * math.cos(angle + bend)) / math.sin(bend)
    corner = start[0] + reach * math.cos(angle), start[1] + reach * math.sin(angle)
    tangent = min(reach, math.dist(corner, end))
    return fillet_polyline([start, corner, end], tangent / math.tan(abs(bend) / 2))
