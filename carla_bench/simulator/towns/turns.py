"""What happens inside a junction: how far its arms are cut back, and the ways through it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from carla_bench.simulator.towns.arms import Arm, LaneEnd
from carla_bench.simulator.towns.curves import Piece, connect, wrap
from carla_bench.simulator.towns.kinds import UNPAINTED, Mark

__all__ = ["STRAIGHT_RAD", "Way", "WayLane", "bend", "crossing_ways", "mouth_distances"]

STRAIGHT_RAD = math.radians(35)
"""a smaller change of direction counts as going straight on"""
_MIN_CUT_M = 4.0


@dataclass(frozen=True, slots=True)
class WayLane:
    """A lane of a way through a junction."""

    kind: str
    widths: tuple[float, float]
    """at the start and at the end, metres"""
    incoming: int | None
    """lane of the road before, if it has one"""
    outgoing: int | None
    mark: Mark = UNPAINTED


@dataclass(frozen=True, slots=True)
class Way:
    """A connecting road."""

    source: Arm
    target: Arm
    course: list[Piece]
    lanes: tuple[WayLane, ...]
    """on the right of the course, outwards"""
    left: tuple[WayLane, ...] = ()
    """on its left"""
    edge: Mark = UNPAINTED
    """on the course itself"""


def mouth_distances(arms: list[Arm], kerb_radius_m: float) -> list[float]:
    """Return how far from the node each arm ends, so that the kerbs can be rounded.

    Args:
        arms: anticlockwise.
        kerb_radius_m: radius of the rounding where two arms set it; wider elsewhere.
    """
    distances = [_MIN_CUT_M] * len(arms)
    for i, arm in enumerate(arms):
        j = (i + 1) % len(arms)
        between = (arms[j].bearing - arm.bearing) % (2 * math.pi)
        if between > math.pi - STRAIGHT_RAD:  # no corner to speak of
            continue
        rounding = kerb_radius_m / math.tan(between / 2)
        here = arm.half_width_m(inbound=True)
        there = arms[j].half_width_m(inbound=False)
        for a, b, k in ((here, there, i), (there, here, j)):
            corner = (b + a * math.cos(between)) / math.sin(between)
            distances[k] = max(distances[k], corner + rounding)
    return distances


def bend(source: Arm, target: Arm) -> float:
    """Return the change of direction from one arm to another, radians, positive to the left."""
    return wrap(target.bearing - source.bearing - math.pi)


def crossing_ways(arms: list[Arm]) -> Iterator[Way]:
    """Yield every way through a junction, U-turns excepted.

    A sidewalk goes along with the lane beside it, or alone where no lane turns.

    Args:
        arms: anticlockwise, with rays at their mouths.
    """
    walked = set()
    pairs = [
        (i, j, *ends)
        for i, source in enumerate(arms)
        for j in [(i + step) % len(arms) for step in range(1, len(arms))]
        for ends in _lane_pairs(source, arms[j])
    ]
    for i, j, lane_in, lane_out in _completed(arms, pairs):
        source, target = arms[i], arms[j]
        lanes = [WayLane("driving", (lane_in.width_m, lane_out.width_m), lane_in.id, lane_out.id)]
        outermost = (
            lane_in == source.lanes(inbound=True)[-1]
            and lane_out == target.lanes(inbound=False)[-1]
        )
        if (j - i) % len(arms) == 1 and outermost:
            lanes += _beside(source, target)
            walked.add(i)
        innermost = lane_in.number == lane_out.number == 1
        left = _between(source, target) if innermost else ()
        yield Way(source, target, connect(lane_in.ray, lane_out.ray), tuple(lanes), left)
    for i, source in enumerate(arms):
        target = arms[(i + 1) % len(arms)]
        lanes = _beside(source, target)
        if i not in walked and lanes and lanes[-1].incoming and lanes[-1].outgoing:
            ends = source.lanes_edge(inbound=True), target.lanes_edge(inbound=False)
            yield Way(source, target, connect(*ends), tuple(lanes))


def _between(source: Arm, target: Arm) -> tuple[WayLane, ...]:
    """Return the pavement that joins the medians of a road straight on."""
    widths = source.kind.median_m / 2, target.kind.median_m / 2
    if not any(widths) or abs(bend(source, target)) >= STRAIGHT_RAD:
        return ()
    return (WayLane("restricted", widths, None, None),)


def _beside(source: Arm, target: Arm) -> list[WayLane]:
    """Return what goes around the corner beside the outermost lane."""
    lanes = []
    for kind, name in (("paved", "shoulder"), ("border", "border"), ("sidewalk", "sidewalk")):
        before, incoming = source.outer(kind, inbound=True)
        after, outgoing = target.outer(kind, inbound=False)
        if before or after:
            lanes.append(WayLane(name, (before, after), incoming, outgoing))
    return lanes


def _lane_pairs(source: Arm, target: Arm) -> list[tuple[LaneEnd, LaneEnd]]:
    """Return the lanes that a change of direction connects."""
    before, after = source.lanes(inbound=True), target.lanes(inbound=False)
    if not before or not after:
        return []
    change = bend(source, target)
    if abs(change) < STRAIGHT_RAD:
        return list(zip(before, after, strict=False))
    return [(before[0], after[0])] if change > 0 else [(before[-1], after[-1])]


_Pair = tuple[int, int, LaneEnd, LaneEnd]
"""places of source and target among the arms, and their lanes"""


def _completed(arms: list[Arm], pairs: list[_Pair]) -> list[_Pair]:
    """Return the pairs, and more of them until every lane leads on and is led to."""
    pairs = list(pairs)
    for k, arm in enumerate(arms):
        for lane in arm.lanes(inbound=True):
            own = [pair for pair in pairs if pair[0] == k]
            if own and all(pair[2] != lane for pair in own):
                _, j, near, to = min(own, key=lambda pair: abs(pair[2].number - lane.number))
                beside = to.number + lane.number - near.number
                pairs.append((k, j, lane, _lane_of(arms[j].lanes(inbound=False), beside)))
        for lane in arm.lanes(inbound=False):
            own = [pair for pair in pairs if pair[1] == k]
            if own and all(pair[3] != lane for pair in own):
                i, _, origin, near = min(own, key=lambda pair: abs(pair[3].number - lane.number))
                beside = origin.number + lane.number - near.number
                pairs.append((i, k, _lane_of(arms[i].lanes(inbound=True), beside), lane))
    return sorted(
        pairs, key=lambda pair: (pair[0], (pair[1] - pair[0]) % len(arms), pair[2].number)
    )


def _lane_of(lanes: list[LaneEnd], number: int) -> LaneEnd:
    """Return the lane of that number, or the nearest one."""
    return lanes[min(max(number, 1), len(lanes)) - 1]
