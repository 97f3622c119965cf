"""Where a ramp leaves a motorway or joins it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from carla_bench.simulator.towns.arms import Arm
from carla_bench.simulator.towns.curves import Ray, connect
from carla_bench.simulator.towns.kinds import EDGE, LANES, LEFT_EDGE, UNPAINTED
from carla_bench.simulator.towns.turns import Way, WayLane

__all__ = ["GORE_M", "gore", "is_ramp_junction", "ramp_arm", "ramp_ways"]

GORE_M = 55.0
"""length of the area where ramp and motorway lie side by side"""
_CLEARANCE_M = 0.6
"""between the shoulders of ramp and motorway at the tip of the gore"""


def is_ramp_junction(arms: list[Arm]) -> bool:
    """Return whether a motorway goes through and one ramp starts or ends here."""
    through = [arm for arm in arms if arm.kind.motorway]
    return len(arms) == 3 and len(through) == 2 and through[0].at_end != through[1].at_end


def ramp_arm(arms: list[Arm]) -> Arm:
    """Return the arm that is not the motorway."""
    (found,) = [arm for arm in arms if not arm.kind.motorway]
    return found


def gore(arms: list[Arm]) -> Ray:
    """Return where the left edge of the ramp starts or ends, along the traffic.

    Args:
        arms: of a ramp junction, with rays at its node.
    """
    ramp = ramp_arm(arms)
    (wide,) = [arm for arm in arms if arm.kind.motorway and arm.at_end != ramp.at_end]
    (narrow,) = [arm for arm in arms if arm.kind.motorway and arm.at_end == ramp.at_end]
    merging = ramp.at_end
    lane = wide.lanes(inbound=not merging)[-1]
    main = narrow.kind
    reach = main.lanes * main.lane_width_m + main.shoulder_m + ramp.kind.shoulder_m + _CLEARANCE_M
    aside = reach - (lane.number - 1) * lane.width_m
    turn = 2 * math.atan2(aside, GORE_M)
    if merging:
        return lane.ray.moved(-GORE_M, -aside).turned(turn)
    return lane.ray.moved(GORE_M, -aside).turned(-turn)


def ramp_ways(arms: list[Arm]) -> Iterator[Way]:
    """Yield the motorway's lanes through a ramp junction, and the ramp's.

    Args:
        arms: with rays at their mouths.
    """
    ramp = ramp_arm(arms)
    (source,) = [arm for arm in arms if arm.kind.motorway and arm.at_end]
    (target,) = [arm for arm in arms if arm.kind.motorway and not arm.at_end]
    before, after = source.lanes(inbound=True), target.lanes(inbound=False)
    pairs = list(zip(before, after, strict=False))
    lanes = tuple(
        WayLane(
            "driving",
            (a.width_m, b.width_m),
            a.id,
            b.id,
            UNPAINTED if rank == len(pairs) else LANES,
        )
        for rank, (a, b) in enumerate(pairs, start=1)
    )
    widths = source.kind.shoulder_m, target.kind.shoulder_m
    left = (WayLane("shoulder", widths, None, None),) if any(widths) else ()
    yield Way(source, target, connect(before[0].ray, after[0].ray), lanes, left, LEFT_EDGE)
    if ramp.at_end:
        source, before = ramp, ramp.lanes(inbound=True)
    else:
        target, after = ramp, ramp.lanes(inbound=False)
    a, b = before[-1], after[-1]
    widths = source.kind.shoulder_m, target.kind.shoulder_m
    beside = (WayLane("shoulder", widths, None, None),) if any(widths) else ()
    lane = WayLane("driving", (a.width_m, b.width_m), a.id, b.id, EDGE)
    yield Way(source, target, connect(a.ray, b.ray), (lane, *beside))
