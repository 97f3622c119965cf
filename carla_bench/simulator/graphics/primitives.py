"""Building blocks of actors: each returns a mesh of one material, in metres."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = [
    "ball",
    "box",
    "fit",
    "frustum",
    "lathe",
    "mirrored",
    "pane",
    "polygon",
    "prism",
    "wedge",
]

Array = NDArray[np.float64]
Point = tuple[float, float, float]
Pair = tuple[float, float]


def _mesh(vertices: ArrayLike, triangles: ArrayLike, name: str) -> Mesh:
    faces = np.asarray(triangles, np.int32).reshape(-1, 3)
    return Mesh(
        np.asarray(vertices, np.float32).reshape(-1, 3),
        faces,
        np.full(len(faces), material(name), np.uint8),
        np.zeros(len(faces), np.uint16),
    )


def _fan(ring: Sequence[int]) -> list[tuple[int, int, int]]:
    return [(ring[0], ring[k], ring[k + 1]) for k in range(1, len(ring) - 1)]


def _strip(first: Sequence[int], second: Sequence[int]) -> list[tuple[int, int, int]]:
    """Return triangles between two closed rings of equal length."""
    faces = []
    for k in range(len(first)):
        m = (k + 1) % len(first)
        faces += [(first[k], first[m], second[m]), (first[k], second[m], second[k])]
    return faces


def box(x: Pair, y: Pair, z: Pair, name: str) -> Mesh:
    """Return a box between low and high values on each axis."""
    return wedge(x, y, z, x, y, name)


def wedge(x: Pair, y: Pair, z: Pair, x_top: Pair, y_top: Pair, name: str) -> Mesh:
    """Return a box whose top may be smaller, larger or shifted against its bottom."""
    rings = [
        [(xs[0], ys[0], h), (xs[1], ys[0], h), (xs[1], ys[1], h), (xs[0], ys[1], h)]
        for xs, ys, h in ((x, y, z[0]), (x_top, y_top, z[1]))
    ]
    low, high = range(4), range(4, 8)
    return _mesh(rings, [*_fan(low), *_fan(high), *_strip(low, high)], name)


def polygon(points: Sequence[Point], name: str) -> Mesh:
    """Return a flat convex polygon."""
    return _mesh(points, _fan(range(len(points))), name)


def pane(
    corners: Sequence[Point], across: Pair, up: Pair, lift: Point, name: str = "glass_car"
) -> Mesh:
    """Return a part of a four-cornered face, shifted.

    Args:
        corners: of the face, in turn: low first, low last, high last, high first.
        across: from and to, in shares of the face's width.
        up: from and to, in shares of its height.
        lift: shift that keeps the pane before the face, metres.
        name: of the material.
    """
    low_first, low_last, high_last, high_first = (np.array(c, np.float64) for c in corners)
    points: list[Point] = []
    for s, t in ((across[0], up[0]), (across[1], up[0]), (across[1], up[1]), (across[0], up[1])):
        low = low_first + s * (low_last - low_first)
        high = high_first + s * (high_last - high_first)
        x, y, z = low + t * (high - low) + lift
        points.append((float(x), float(y), float(z)))
    return polygon(points, name)


def prism(outline: Sequence[Pair], half_widths: Sequence[float], name: str) -> Mesh:
    """Return a side view pulled apart to the left and the right.

    Args:
        outline: (x, z) of a polygon that all its corners can be seen from the first.
        half_widths: y of the right side at each corner.
        name: of the material.
    """
    count = len(outline)
    right = [(x, w, z) for (x, z), w in zip(outline, half_widths, strict=True)]
    left = [(x, -y, z) for x, y, z in right]
    first, second = range(count), range(count, 2 * count)
    return _mesh(right + left, [*_fan(first), *_fan(second), *_strip(first, second)], name)


def frustum(start: Point, end: Point, radius: float | Pair, name: str, sides: int = 6) -> Mesh:
    """Return a capped cone between two points: tube, limb, wheel or pole.

    Args:
        start: centre of one end.
        end: centre of the other.
        radius: of both ends, or of each.
        name: of the material.
        sides: of the polygon that stands for the circle.
    """
    radii = radius if isinstance(radius, tuple) else (radius, radius)
    axis = np.subtract(end, start, dtype=np.float64)
    axis /= np.linalg.norm(axis)
    helper = (0.0, 0.0, 1.0) if abs(axis[2]) < 0.9 else (1.0, 0.0, 0.0)
    aside = np.cross(axis, helper)
    aside /= np.linalg.norm(aside)
    around = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    circle = np.outer(np.cos(around), aside) + np.outer(np.sin(around), np.cross(axis, aside))
    rings = [np.asarray(p) + r * circle for p, r in zip((start, end), radii, strict=True)]
    low, high = range(sides), range(sides, 2 * sides)
    return _mesh(rings, [*_fan(low), *_fan(high), *_strip(low, high)], name)


def lathe(profile: Sequence[Pair], name: str, sides: int = 10, center: Pair = (0.0, 0.0)) -> Mesh:
    """Return an upright solid of revolution.

    Args:
        profile: (radius, z) from bottom to top.
        name: of the material.
        sides: of the polygon that stands for the circle.
        center: x, y of the axis.
    """
    around = np.arange(sides) * 2 * np.pi / sides
    circle = np.stack([np.cos(around), np.sin(around), np.zeros(sides)], axis=1)
    rings = [circle * r + (*center, z) for r, z in profile]
    rows = [range(k * sides, (k + 1) * sides) for k in range(len(profile))]
    faces = [*_fan(rows[0]), *_fan(rows[-1])]
    for low, high in pairwise(rows):
        faces += _strip(low, high)
    return _mesh(rings, faces, name)


def ball(center: Point, radii: Point, name: str, sides: int = 8, rings: int = 5) -> Mesh:
    """Return an ellipsoid."""
    turn = np.linspace(-np.pi / 2, np.pi / 2, rings + 2)
    mesh = lathe([(float(np.cos(t)), float(np.sin(t))) for t in turn], name, sides)
    placed = mesh.vertices * np.asarray(radii) + np.asarray(center)
    return Mesh(placed.astype(np.float32), mesh.triangles, mesh.materials, mesh.objects)


def mirrored(mesh: Mesh) -> Mesh:
    """Return a mesh together with its image on the other side of the xz plane."""
    flipped = mesh.vertices * np.array([1, -1, 1], np.float32)
    return Mesh.join([mesh, Mesh(flipped, mesh.triangles, mesh.materials, mesh.objects)])


def fit(mesh: Mesh, size: Point, bottom: float = 0.0) -> Mesh:
    """Return a mesh stretched to fill a box exactly, x and y centred.

    Args:
        mesh: at least a little extended on each axis.
        size: length, width and height, metres.
        bottom: z of the box's underside.
    """
    vertices = mesh.vertices.astype(np.float64)
    low, high = vertices.min(axis=0), vertices.max(axis=0)
    share = (vertices - low) / np.maximum(high - low, 1e-9)
    floor = np.array([-size[0] / 2, -size[1] / 2, bottom])
    placed = floor + share * np.asarray(size)
    return Mesh(placed.astype(np.float32), mesh.triangles, mesh.materials, mesh.objects)
