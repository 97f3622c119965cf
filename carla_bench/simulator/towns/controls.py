"""Who waits at a junction: traffic lights with their phases, stop, yield and speed signs."""

from __future__ import annotations

import math

from carla_bench.simulator.towns.arms import Arm
from carla_bench.simulator.towns.elements import Signal
from carla_bench.simulator.towns.turns import STRAIGHT_RAD, bend

__all__ = ["LIGHT", "light_phases", "post", "sign_types", "speed_sign"]

LIGHT, _STOP, _YIELD, _SPEED = "1000001", "206", "205", "274"
_NAMES = {LIGHT: "Signal_3Light_Post01", _STOP: "Sign_Stop", _YIELD: "Sign_Yield"}
_FAST_KMH = 50
_POST_ASIDE_M = 0.7
_SIGN_HEIGHT_M = 2.4


def light_phases(arms: list[Arm]) -> list[list[Arm]]:
    """Return the approaches of a junction, those that are green together in one list.

    Opposite ones are, unless there are no others: then they take turns.
    """
    approaches = [arm for arm in arms if arm.lanes(inbound=True)]
    phases: list[list[Arm]] = []
    for arm in approaches:
        for phase in phases:
            if len(phase) == 1 and abs(bend(phase[0], arm)) < STRAIGHT_RAD:
                phase.append(arm)
                break
        else:
            phases.append([arm])
    return phases if len(phases) > 1 else [[arm] for arm in approaches]


def sign_types(arms: list[Arm]) -> dict[int, str]:
    """Return the sign of each approach without priority, by its place among the arms.

    The road with the higher speed and more lanes goes first; at a T-junction of equals the
    one straight on does, and at a crossing of equals all stop. Who comes to a crossing or to
    a fast street of two directions stops, others yield.
    """
    approaches = [i for i, arm in enumerate(arms) if arm.lanes(inbound=True)]
    if len(arms) < 3 or len(approaches) < 2:
        return {}
    pairs = [(i, j) for i in approaches for j, arm in enumerate(arms) if i != j and _leads(arm)]
    bends = {(i, j): abs(bend(arms[i], arms[j])) for i, j in pairs}
    straight = [pair for pair in pairs if bends[pair] < STRAIGHT_RAD]
    through = straight or [min(pairs, key=lambda pair: bends[pair])]
    ranks = {pair: sum(_rank(arms[i]) for i in pair) for pair in through}
    major = {i for pair, rank in ranks.items() if rank == max(ranks.values()) for i in pair}
    if len(major) > 3:
        return dict.fromkeys(approaches, _STOP)
    minor = [i for i in approaches if i not in major]
    fast = any(arms[i].kind.speed_kmh >= _FAST_KMH and not arms[i].kind.one_way for i in major)
    return dict.fromkeys(minor, _STOP if fast or len(arms) > 3 else _YIELD)


def post(identity: int, arm: Arm, kind: str, setback_m: float, road_length_m: float) -> Signal:
    """Return the light or sign of an approach.

    Args:
        identity: of the signal.
        arm: the approach.
        kind: OpenDRIVE type.
        setback_m: stop line to the end of the road, metres.
        road_length_m: of the approach.
    """
    s = road_length_m - setback_m if arm.at_end else setback_m
    height = 0.0 if kind == LIGHT else _SIGN_HEIGHT_M
    t, lanes = _beside(arm, inbound=True)
    return Signal(identity, kind, _NAMES[kind], s, t, lanes, height)


def speed_sign(identity: int, arm: Arm, ahead_m: float, road_length_m: float) -> Signal:
    """Return the speed limit sign of a road that leaves a junction.

    Args:
        identity: of the signal.
        arm: the road.
        ahead_m: junction to sign, metres.
        road_length_m: of the road.
    """
    s = road_length_m - ahead_m if arm.at_end else ahead_m
    t, lanes = _beside(arm, inbound=False)
    name, limit = f"Speed_{arm.kind.speed_kmh}", float(arm.kind.speed_kmh)
    return Signal(identity, _SPEED, name, s, t, lanes, _SIGN_HEIGHT_M, limit, "km/h")


def _leads(arm: Arm) -> bool:
    return bool(arm.lanes(inbound=False))


def _rank(arm: Arm) -> int:
    return 10 * arm.kind.speed_kmh + arm.kind.lanes + arm.kind.lanes_back


def _beside(arm: Arm, *, inbound: bool) -> tuple[float, tuple[int, int]]:
    """Return where a post stands, as t, and the lowest and highest lane that it is for."""
    ids = [lane.id for lane in arm.lanes(inbound=inbound)]
    aside = arm.half_width_m(inbound=inbound) + _POST_ASIDE_M
    return math.copysign(aside, ids[0]), (min(ids), max(ids))
