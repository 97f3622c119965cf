"""Lane sections of streets and of the ways through junctions."""

from __future__ import annotations

from itertools import pairwise

from carla_bench.simulator.towns.elements import Crosswalk, Lane, Section
from carla_bench.simulator.towns.kinds import EDGE, LANES, UNPAINTED, Mark, StreetKind, Strip
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
_MEDIAN_END_M = 5.0
"""from the junction to the median, which leaves the crosswalk open"""
_NO_PARKING_M = 15.0
"""from the junction to the first parking place"""
_PARKING_MIN_ROAD_M = 45.0
_APPROACH_M = 22.0
"""the lines between lanes are solid this far before a junction"""
_APPROACH_MIN_ROAD_M = 60.0

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
    """Return the lane sections of a street: parking and medians end before the junctions.

    Args:
        kind: of the street.
        length: of the road, metres.
    """
    pause = _PAUSE_M if crosswalks(0, kind, length) else 0.0
    centre = _along(kind.centre_mark(), length, pause, right=True)
    sections = []
    for start, end in pairwise(_cuts(kind, length)):
        inset = min(start, length - end)
        lanes = []
        for right in (False, True):
            for index, strip in enumerate(kind.strips(right=right), start=1):
                shown = _near_junction(strip, inset) if pause else strip
                marks = _within(_along(shown.mark, length, pause, right=right), start, end)
                linked = start > 0, end < length
                lanes.append(_street_lane(-index if right else index, shown, marks, linked))
        sections.append(Section(start, tuple(lanes), _within(centre, start, end)))
    return tuple(sections)


def way_section(way: Way) -> Section:
    """Return the only lane section of a way through a junction."""
    right = [_way_lane(-number, lane) for number, lane in enumerate(way.lanes, start=1)]
    left = [_way_lane(number, lane) for number, lane in enumerate(way.left, start=1)]
    return Section(0.0, (*left, *right), ((0.0, way.edge),))


def _kerb(kind: StreetKind, *, right: bool) -> float:
    strips = kind.strips(right=right)
    return sum(s.width_m for s in strips if s.kind not in ("sidewalk", "border"))


def _cuts(kind: StreetKind, length: float) -> list[float]:
    """Return where the lane sections of a street start and end."""
    cuts = []
    if kind.median_m and length >= _CROSSWALK_MIN_ROAD_M:
        cuts.append(_MEDIAN_END_M)
    if kind.parking_m and length >= _PARKING_MIN_ROAD_M:
        cuts.append(_NO_PARKING_M)
    return [0.0, *cuts, *(length - cut for cut in reversed(cuts)), length]


def _near_junction(strip: Strip, inset: float) -> Strip:
    """Return what a strip is in a section that starts or ends `inset` metres from a junction."""
    if strip.kind == "parking" and inset < _NO_PARKING_M:
        return Strip("shoulder", strip.width_m)
    if strip.kind == "median" and inset < _MEDIAN_END_M:
        return Strip("restricted", strip.width_m)
    return strip


def _street_lane(identity: int, strip: Strip, marks: _Marks, linked: tuple[bool, bool]) -> Lane:
    before, after = (identity if link else None for link in linked)
    return Lane(identity, strip.kind, (strip.width_m,) * 2, marks, before, after)


def _way_lane(identity: int, lane: WayLane) -> Lane:
    marks = ((0.0, lane.mark),)
    return Lane(identity, lane.kind, lane.widths, marks, lane.incoming, lane.outgoing)


def _along(mark: Mark, length: float, pause: float, *, right: bool) -> _Marks:
    """Return what is painted along a road where the plan has this mark.

    Broken and double lines pause at crosswalks; nobody changes lanes just before one.

    Args:
        mark: of the plan.
        length: of the road, metres.
        pause: at both ends, metres.
        right: whether traffic goes along s.
    """
    if not pause or mark.kind in ("none", "solid", "curb"):
        return ((0.0, mark),)
    begin, end = ((0.0, UNPAINTED),), ((length - pause, UNPAINTED),)
    if mark != LANES or length < _APPROACH_MIN_ROAD_M:
        return (*begin, (pause, mark), *end)
    if right:
        return (*begin, (pause, mark), (length - _APPROACH_M, EDGE), *end)
    return (*begin, (pause, EDGE), (_APPROACH_M, mark), *end)


def _within(marks: _Marks, start: float, end: float) -> _Marks:
    """Return the marks of a section, from its start."""
    first = [mark for s, mark in marks if s <= start][-1]
    return ((0.0, first), *((s - start, mark) for s, mark in marks if start < s < end))
