"""Courses made of straights and arcs, in OpenDRIVE's axes: x east, y north, metres."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

__all__ = [
    "Piece",
    "Point",
    "Ray",
    "connect",
    "fillet_polyline",
    "heading",
    "length",
    "trim",
    "wrap",
]

Point = tuple[float, float]
"""x, y, metres"""

_MIN_LENGTH_M = 1e-3
_STRAIGHT_RAD = 1e-6


class Ray(NamedTuple):
    """A place and a direction."""

    x: float
    """metres, and so is y"""
    y: float
    heading: float
    """radians, anticlockwise from x"""

    def moved(self, ahead: float, left: float = 0.0) -> Ray:
        """Return the ray shifted by metres along and across its direction."""
        cos, sin = math.cos(self.heading), math.sin(self.heading)
        return Ray(
            self.x + ahead * cos - left * sin, self.y + ahead * sin + left * cos, self.heading
        )

    def turned(self, angle: float) -> Ray:
        """Return the ray with another direction, `angle` radians anticlockwise."""
        return Ray(self.x, self.y, wrap(self.heading + angle))

    @property
    def point(self) -> Point:
        """X and y."""
        return self.x, self.y


@dataclass(frozen=True, slots=True)
class Piece:
    """A straight or an arc."""

    x: float
    """start, metres, and so is y"""
    y: float
    heading: float
    """radians, anticlockwise from x"""
    length: float
    """metres"""
    curvature: float = 0.0
    """1/m, positive turns left"""

    def at(self, s: float) -> Ray:
        """Return the place and direction after s metres."""
        turned = self.curvature * s
        chord = 2 / self.curvature * math.sin(turned / 2) if self.curvature else s
        return Ray(self.x, self.y, self.heading + turned / 2).moved(chord).turned(turned / 2)


def heading(a: Point, b: Point) -> float:
    """Return the direction from a to b in radians."""
    return math.atan2(b[1] - a[1], b[0] - a[0])


def wrap(angle: float) -> float:
    """Return the angle in (-pi, pi]."""
    return math.pi - (math.pi - angle) % (2 * math.pi)


def length(course: list[Piece]) -> float:
    """Return metres from start to end."""
    return sum(piece.length for piece in course)


def trim(course: list[Piece], start: float, end: float) -> list[Piece]:
    """Return the course without its first `start` and its last `end` metres."""
    kept = []
    total, s = length(course), 0.0
    for piece in course:
        first, last = max(start - s, 0.0), min(total - end - s, piece.length)
        if last - first > _MIN_LENGTH_M:
            kept.append(replace(piece, **piece.at(first)._asdict(), length=last - first))
        s += piece.length
    return kept


def fillet_polyline(points: list[Point], radius_m: float) -> list[Piece]:
    """Return a smooth course along a polyline whose corners are rounded.

    Args:
        points: corners, two or more.
        radius_m: of the arcs; less where a leg is too short for it.
    """
    points = _corners(points)
    legs = [math.dist(a, b) for a, b in pairwise(points)]
    headings = [heading(a, b) for a, b in pairwise(points)]
    deltas = [wrap(b - a) for a, b in pairwise(headings)]
    # A leg between two bends is shared half and half.
    room = [leg / 2 if 0 < i < len(legs) - 1 else leg for i, leg in enumerate(legs)]
    tangents = [
        min(radius_m * math.tan(abs(delta) / 2), room[i], room[i + 1])
        for i, delta in enumerate(deltas)
    ]
    pieces: list[Piece] = []
    for i, (leg, angle) in enumerate(zip(legs, headings, strict=True)):
        before = tangents[i - 1] if i else 0.0
        after = tangents[i] if i < len(tangents) else 0.0
        start = Ray(*points[i], angle)
        pieces.append(Piece(*start.moved(before), leg - before - after))
        if after > _MIN_LENGTH_M:
            radius = after / math.tan(abs(deltas[i]) / 2)
            curvature = math.copysign(1 / radius, deltas[i])
            pieces.append(Piece(*start.moved(leg - after), radius * abs(deltas[i]), curvature))
    return [piece for piece in pieces if piece.length > _MIN_LENGTH_M]


def connect(start: Ray, end: Ray) -> list[Piece]:
    """Return a smooth course between two rays: straight, one arc and straight, or two arcs."""
    bend = wrap(end.heading - start.heading)
    dx, dy = end.x - start.x, end.y - start.y
    if abs(bend) < _STRAIGHT_RAD:
        aside = dy * math.cos(start.heading) - dx * math.sin(start.heading)
        if abs(aside) < _MIN_LENGTH_M:
            return [Piece(*start, math.hypot(dx, dy))]
        return _two_arcs(start, end)
    # start + reach * (direction at the start) lies on the line through the end
    reach = (dx * math.sin(end.heading) - dy * math.cos(end.heading)) / math.sin(bend)
    corner = start.moved(reach)
    behind = (end.x - corner.x) * math.cos(end.heading) + (end.y - corner.y) * math.sin(end.heading)
    if min(reach, behind) < 0.2 * max(reach, behind):
        return _two_arcs(start, end)
    widest = min(reach, behind) / math.tan(abs(bend) / 2)
    return fillet_polyline([start.point, corner.point, end.point], widest)


def _corners(points: list[Point]) -> list[Point]:
    """Return the points without those that a straight line runs through."""
    kept = [points[0]]
    for here, after in pairwise(points[1:]):
        if abs(wrap(heading(here, after) - heading(kept[-1], here))) > _STRAIGHT_RAD:
            kept.append(here)
    return [*kept, points[-1]]


def _two_arcs(start: Ray, end: Ray) -> list[Piece]:
    """Return a biarc whose two tangents are of one length.

    Source: Bolton, "Biarc curves", Computer-Aided Design 7 (1975).
    """
    dx, dy = end.x - start.x, end.y - start.y
    ux, uy = math.cos(start.heading), math.sin(start.heading)
    vx, vy = math.cos(end.heading), math.sin(end.heading)
    along = dx * (ux + vx) + dy * (uy + vy)
    square = dx * dx + dy * dy
    spread = 2 * (1 - ux * vx - uy * vy)
    if spread < 1e-9:
        tangent = square / (2 * along)
    else:
        tangent = (math.sqrt(along**2 + spread * square) - along) / spread
    middle = (
        (start.x + end.x + tangent * (ux - vx)) / 2,
        (start.y + end.y + tangent * (uy - vy)) / 2,
    )
    first = _arc(start, middle)
    return [first, _arc(first.at(first.length), end.point)]


def _arc(start: Ray, end: Point) -> Piece:
    """Return the arc that leaves `start` along its direction and meets `end`."""
    chord = math.dist(start.point, end)
    half = wrap(heading(start.point, end) - start.heading)
    if abs(half) < _STRAIGHT_RAD:
        return Piece(*start, chord)
    return Piece(*start, chord * half / math.sin(half), 2 * math.sin(half) / chord)
