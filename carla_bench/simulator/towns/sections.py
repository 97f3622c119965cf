"""Lane sections of streets and of the ways through junctions."""

from __future__ import annotations

from itertools import pairwise

from carla_bench.simulator.towns.elements import Crosswalk, Lane, Section
from carla_bench.simulator.towns.kinds import UNPAINTED, Mark, StreetKind, Strip
from carla_bench.simulator.towns.turns import Way, WayLane

__all__ = ["SETBACK_M", "crosswalks", "street_sections", "way_section"]

SETBACK_M = 5.0
"""from the end of a road with a crosswalk to the stop line before it"""
_CROSSWALK_HALF_M = 1.5
_CROSSWALK_SETBACK_M = 2.5
"""from the junction to the middle of a crosswalk"""
_PAUSE_M = _CROSSWALK_SETBACK_M + _CROSSWALK_HALF_M + 0.5
"""broken lines stop before a crosswalk"""
_CROSSWALK_MIN_ROAD_M = 25.0
_NO_PARKING_M = 15.0
"""from the junction to the first parking place"""
_PARKING_MIN_ROAD_M = 45.0

_Marks = tuple[tuple[float, Mark], ...]


def crosswalks(first_id: int, kind: StreetKind, length: float) -> tuple[Crosswalk, ...]:
    """Return the crosswalks at both ends of a street, none if it has no sidewalks.

    Args:
        first_id: of two.
        kind: of the street.
        length: of the road, metres.
    """
    if not kind.sidewalk_m or kind.island_on_left or length < _CROSSWALK_MIN_ROAD_M:
        return ()
    low, high = (_kerb(kind, right=right) - 0.3 for right in (True, False))
    places = enumerate((_CROSSWALK_SETBACK_M, length - _CROSSWALK_SETBACK_M), start=first_id)
    return tuple(Crosswalk(identity, s, _CROSSWALK_HALF_M, (-low, high)) for identity, s in places)


def street_sections(kind: StreetKind, length: float) -> tuple[Section, ...]:
    """Return the lane sections of a street: parking ends before the junctions."""
    ends = [0.0, length]
    if kind.parking_m and length >= _PARKING_MIN_ROAD_M:
        ends[1:1] = [_NO_PARKING_M, length - _NO_PARKING_M]
    pause = _PAUSE_M if crosswalks(0, kind, length) else 0.0
    sections = []
    for number, (start, end) in enumerate(pairwise(ends)):
        first, last = number == 0, number == len(ends) - 2
        span = (pause if first else 0.0, end - start - pause if last else None)
        lanes = [
            _street_lane(
                (index + 1) * (-1 if right else 1),
                strip if len(ends) > 2 and not first and not last else _without_parking(strip),
                span,
                (not first, not last),
            )
            for right in (False, True)
            for index, strip in enumerate(kind.strips(right=right))
        ]
        sections.append(Section(start, tuple(lanes), _paused(kind.centre_mark(), span)))
    return tuple(sections)


def way_section(way: Way) -> Section:
    """Return the only lane section of a way through a junction."""
    right = [_way_lane(-number, lane) for number, lane in enumerate(way.lanes, start=1)]
    left = [_way_lane(number, lane) for number, lane in enumerate(way.left, start=1)]
    return Section(0.0, (*left, *right), ((0.0, way.edge),))


def _kerb(kind: StreetKind, *, right: bool) -> float:
    strips = kind.strips(right=right)
    return sum(s.width_m for s in strips if s.kind not in ("sidewalk", "border"))


def _without_parking(strip: Strip) -> Strip:
    return Strip("shoulder", strip.width_m) if strip.kind == "parking" else strip


def _street_lane(
    identity: int, strip: Strip, span: tuple[float, float | None], linked: tuple[bool, bool]
) -> Lane:
    before, after = (identity if link else None for link in linked)
    widths = strip.width_m, strip.width_m
    return Lane(identity, strip.kind, widths, _paused(strip.mark, span), before, after)


def _way_lane(identity: int, lane: WayLane) -> Lane:
    marks = ((0.0, lane.mark),)
    return Lane(identity, lane.kind, lane.widths, marks, lane.incoming, lane.outgoing)


def _paused(mark: Mark, span: tuple[float, float | None]) -> _Marks:
    """Return the mark, but for broken and double lines only over the span."""
    start, end = span
    if mark.kind in ("none", "solid", "curb"):
        return ((0.0, mark),)
    marks: _Marks = ((0.0, UNPAINTED), (start, mark)) if start else ((0.0, mark),)
    return marks if not start and end is None else _closed(marks, end)


def _closed(marks: _Marks, end: float | None) -> _Marks:
    return marks if end is None else (*marks, (end, UNPAINTED))
