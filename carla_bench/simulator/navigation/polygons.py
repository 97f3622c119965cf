"""Convex polygons with at most six corners, and which of them share an edge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

__all__ = ["MAX_CORNERS", "PolygonMesh", "convex_parts"]

MAX_CORNERS = 6
"""of a polygon in Detour's files"""

_DENT_M = 0.02
"""Straight lines of corners on a grid of centimetres are not quite straight."""

Loop = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PolygonMesh:
    """Polygons in the plane."""

    corners: NDArray[np.float64]
    """(n, 2) metres"""
    polygons: tuple[Loop, ...]
    """corners of each, x towards y negative"""
    faces: tuple[int, ...]
    """which face each polygon is a part of"""

    def neighbours(self) -> list[list[int]]:
        """Return for each edge of each polygon the polygon behind it, or -1."""
        behind = {
            (a, b): number
            for number, loop in enumerate(self.polygons)
            for a, b in zip(loop, (*loop[1:], loop[0]), strict=True)
        }
        return [
            [behind.get((b, a), -1) for a, b in zip(loop, (*loop[1:], loop[0]), strict=True)]
            for loop in self.polygons
        ]


def convex_parts(faces: Sequence[shapely.Polygon]) -> PolygonMesh:
    """Return faces cut into convex polygons, without new corners.

    Triangles are merged over their longest shared edges first, as long as the result is convex
    (Hertel and Mehlhorn, Fast triangulation of the plane with respect to simple polygons, 1985).

    Args:
        faces: without overlap; where they meet they have the same corners.
    """
    collections = shapely.constrained_delaunay_triangles(np.array(faces, object))
    triangles, owner = shapely.get_parts(collections, return_index=True)
    rings = shapely.get_coordinates(triangles).reshape(-1, 4, 2)[:, :3]
    turn = _turn(rings[:, 0], rings[:, 1], rings[:, 2])
    rings[turn > 0] = rings[turn > 0, ::-1]
    corners, index = np.unique(rings.reshape(-1, 2), axis=0, return_inverse=True)
    loops = [tuple(loop) for loop in index.reshape(-1, 3).tolist()]
    flat = np.abs(turn) < 1e-9
    mesh = PolygonMesh(
        corners,
        tuple(loop for loop, skip in zip(loops, flat, strict=True) if not skip),
        tuple(face for face, skip in zip(owner.tolist(), flat, strict=True) if not skip),
    )
    return _merged(mesh)


def _turn(
    a: NDArray[np.float64], b: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    first, second = b - a, c - b
    found: NDArray[np.float64] = first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
    return found


def _merged(mesh: PolygonMesh) -> PolygonMesh:
    points = mesh.corners
    edge_of: dict[tuple[int, int], int] = {}
    for number, loop in enumerate(mesh.polygons):
        for a, b in zip(loop, (*loop[1:], loop[0]), strict=True):
            edge_of[a, b] = number
    inner = [
        (a, b)
        for (a, b), number in edge_of.items()
        if a < b and (b, a) in edge_of and mesh.faces[edge_of[b, a]] == mesh.faces[number]
    ]
    length = np.array([np.hypot(*(points[a] - points[b])) for a, b in inner])
    loops: list[Loop | None] = list(mesh.polygons)
    places = points.tolist()
    for k in np.argsort(-length, kind="stable").tolist():
        a, b = inner[k]
        first, second = edge_of[a, b], edge_of[b, a]
        one, other = loops[first], loops[second]
        if one is None or other is None:
            continue
        joined = _joined(one, other, a, b)
        if first == second or len(joined) > MAX_CORNERS or not _convex(joined, places):
            continue
        loops[first], loops[second] = joined, None
        for c, d in zip(joined, (*joined[1:], joined[0]), strict=True):
            edge_of[c, d] = first
    kept = [number for number, loop in enumerate(loops) if loop is not None]
    return PolygonMesh(
        points,
        tuple(loop for loop in loops if loop is not None),
        tuple(mesh.faces[number] for number in kept),
    )


def _joined(one: Loop, other: Loop, a: int, b: int) -> Loop:
    """Return the loop around two loops that share the edge from a to b."""
    i, j = one.index(b), other.index(a)
    rest = other[j:] + other[:j]
    return one[i:] + one[:i] + rest[1:-1]


def _convex(loop: Loop, places: list[list[float]]) -> bool:
    """Return whether a loop fills its hull but for dents as deep as the rounding of corners."""
    if len(set(loop)) < len(loop):
        return False
    ring = [places[corner] for corner in loop]
    following = ring[1:] + ring[:1]
    twice = sum(ax * by - ay * bx for (ax, ay), (bx, by) in zip(ring, following, strict=True))
    hull = shapely.MultiPoint(ring).convex_hull
    return bool(hull.area - abs(twice) / 2 <= _DENT_M * hull.length / 2)
