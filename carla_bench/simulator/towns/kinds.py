"""Kinds of streets, and the strips of lanes that their cross sections are made of."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EDGE", "LANES", "LEFT_EDGE", "UNPAINTED", "Mark", "StreetKind", "Strip"]


@dataclass(frozen=True, slots=True)
class Mark:
    """The line along an edge of a lane."""

    kind: str
    """OpenDRIVE's name, such as ``solid solid``"""
    color: str = "white"
    crossing: str = "none"
    """OpenDRIVE's ``laneChange``: none or both"""


UNPAINTED = Mark("none")
EDGE = Mark("solid")
LANES = Mark("broken", crossing="both")
"""between lanes of one direction"""
LEFT_EDGE = Mark("solid", "yellow")
_DOUBLE = Mark("solid solid", "yellow")
_MIDDLE = Mark("broken", "yellow")


@dataclass(frozen=True, slots=True)
class Strip:
    """A lane of a cross section."""

    kind: str
    """OpenDRIVE's lane type"""
    width_m: float
    mark: Mark = UNPAINTED
    """on its outer edge"""


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetKind:
    """Cross section and speed limit of a street. A width of 0 leaves that strip out."""

    lanes: int = 1
    """driving lanes along the path"""
    back: int | None = None
    """driving lanes against it: as many if None; 0 is a one-way street, whose path is its
    left edge instead of its middle"""
    lane_width_m: float = 3.5
    median_m: float = 0.0
    biking_m: float = 0.0
    parking_m: float = 0.0
    shoulder_m: float = 0.0
    verge_m: float = 0.0
    """unpaved, instead of a sidewalk"""
    sidewalk_m: float = 3.0
    island_on_left: bool = False
    """nothing beyond the left edge of a one-way street"""
    speed_kmh: int = 30
    divided: bool = False
    """double solid centre line instead of a broken one"""
    painted: bool = True
    motorway: bool = False
    """has splits and merges instead of crossings"""

    @property
    def lanes_back(self) -> int:
        """Driving lanes against the path."""
        return self.lanes if self.back is None else self.back

    @property
    def one_way(self) -> bool:
        """Nobody drives against the path."""
        return self.lanes_back == 0

    @property
    def road_type(self) -> str:
        """OpenDRIVE's name."""
        if self.motorway:
            return "motorway"
        return "town" if self.sidewalk_m else "rural"

    def driving_lanes(self, *, right: bool) -> int:
        """Return how many driving lanes lie on one side of the path."""
        return self.lanes if right else self.lanes_back

    def centre_mark(self) -> Mark:
        """Return what is painted on the path itself."""
        if not self.painted or self.median_m:
            return UNPAINTED
        if self.one_way:
            return LEFT_EDGE
        return _DOUBLE if self.divided else _MIDDLE

    def strips(self, *, right: bool) -> list[Strip]:
        """Return the lanes on one side of the path, from the middle outwards."""
        lanes = self.driving_lanes(right=right)
        strips = []
        if self.median_m:
            strips.append(Strip("median", self.median_m / 2, LEFT_EDGE))
        edge, between = (EDGE, LANES) if self.painted else (UNPAINTED, UNPAINTED)
        for number in range(1, lanes + 1):
            mark = edge if number == lanes else between
            strips.append(Strip("driving", self.lane_width_m, mark))
        if lanes:
            strips.append(Strip("biking", self.biking_m, EDGE))
            strips.append(Strip("parking", self.parking_m, Mark("curb")))
        if lanes or not self.island_on_left:
            strips.append(Strip("shoulder", self.shoulder_m))
            strips.append(Strip("border", self.verge_m))
            strips.append(Strip("sidewalk", self.sidewalk_m))
        return [strip for strip in strips if strip.width_m]
