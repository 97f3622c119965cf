"""Centre lines made of straights and arcs, in OpenDRIVE's axes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

from scenariogeneration import xodr

__all__ = ["Piece", "Point", "fillet_polyline", "heading", "plan_view", "wrap"]

Point = tuple[float, float]
"""x, y, metres"""

_MIN_LENGTH_M = 1e-3


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


def heading(a: Point, b: Point) -> float:
    """Return the direction from a to b in radians."""
    return math.atan2(b[1] - a[1], b[0] - a[0])


def wrap(angle: float) -> float:
    """Return the angle in (-pi, pi]."""
    return math.pi - (math.pi - angle) % (2 * math.pi)


def fillet_polyline(points: list[Point], radius_m: float) -> list[Piece]:
    """Return a smooth course along a polyline whose corners are rounded.

    Args:
        points: corners, two or more.
        radius_m: of the arcs; less where a leg is too short for it.
    """
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
        (x, y), along = points[i], (math.cos(angle), math.sin(angle))
        start = x + before * along[0], y + before * along[1]
        pieces.append(Piece(*start, angle, leg - before - after))
        if after > _MIN_LENGTH_M:
            reach = leg - after
            bend = deltas[i]
            radius = after / math.tan(abs(bend) / 2)
            curvature = math.copysign(1 / radius, bend)
            entry = x + reach * along[0], y + reach * along[1]
            pieces.append(Piece(*entry, angle, radius * abs(bend), curvature))
    return [piece for piece in pieces if piece.length > _MIN_LENGTH_M]


def plan_view(pieces: list[Piece]) -> xodr.PlanView:
    """Return the pieces as OpenDRIVE's reference line."""
    view = xodr.PlanView()
    for piece in pieces:
        shape = xodr.Arc(piece.curvature, piece.length) if piece.curvature else None
        view.add_fixed_geometry(shape or xodr.Line(piece.length), piece.x, piece.y, piece.heading)
    view.adjust_geometries()
    return view
