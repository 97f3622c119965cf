"""Building blocks of bent and hollow things: rods, wires, plates and skins over ribs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.primitives import Pair, Point, frustum
from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["arc", "decal", "extruded", "loft", "rod", "wires"]

Array = NDArray[np.float64]

_DECAL_DEPTH_M = 0.25
"""What lies further behind the foremost point of a patch belongs to another face."""


def rod(points: Sequence[Point], radius: float, name: str, sides: int = 5) -> Mesh:
    """Return a bent bar along points."""
    return Mesh.join([frustum(a, b, radius, name, sides) for a, b in pairwise(points)])


def arc(
    center: Pair, radius: float | Pair, start_deg: float, end_deg: float, steps: int
) -> list[Pair]:
    """Return points on an arc of a circle or ellipse, both ends included."""
    across, up = radius if isinstance(radius, tuple) else (radius, radius)
    turns = np.deg2rad(np.linspace(start_deg, end_deg, steps + 1))
    return [
        (float(center[0] + across * np.cos(t)), float(center[1] + up * np.sin(t))) for t in turns
    ]


def wires(corners: Sequence[Point], across: int, up: int, radius: float, name: str) -> Mesh:
    """Return a grid of wires.

    Args:
        corners: of the four-sided panel, in turn.
        across: meshes between the first and the second corner.
        up: meshes between the second and the third.
        radius: of a wire, metres.
        name: of the material.
    """
    a, b, c, d = (np.asarray(corner, np.float64) for corner in corners)
    ends = [(a + (b - a) * s, d + (c - d) * s) for s in np.linspace(0, 1, across + 1)]
    ends += [(a + (d - a) * t, b + (c - b) * t) for t in np.linspace(0, 1, up + 1)]
    return Mesh.join([frustum(_point(p), _point(q), radius, name, 3) for p, q in ends])


def extruded(outline: Sequence[Pair], low: float, high: float, name: str, axis: str = "y") -> Mesh:
    """Return a plate of any simple outline that its centre can see all of.

    Args:
        outline: (x, z) for axis y, (y, z) for axis x, (x, y) for axis z.
        low: where the plate begins along the axis, metres.
        high: where it ends.
        name: of the material.
        axis: across the plate.
    """
    where = "xyz".index(axis)
    flat = np.asarray(outline, np.float64)
    rings = []
    for level in (low, high):
        rings.append(np.insert(flat, where, level, axis=1))
    return loft(rings, name)


def loft(
    rings: Sequence[Array],
    names: str | Sequence[str],
    *,
    rows: Sequence[str] | None = None,
    cap: str = "",
) -> Mesh:
    """Return a skin over closed ribs of equal length, with both ends closed.

    Args:
        rings: (n, 3) each, metres.
        names: of the material, or one for each of the n strips along the ribs.
        rows: of the material between neighbouring ribs instead, "" for that of the strip.
        cap: of the material of both ends, "" for that of the first strip.
    """
    count = len(rings[0])
    strips = [names] * count if isinstance(names, str) else list(names)
    first, last = rings[0].mean(axis=0), rings[-1].mean(axis=0)
    vertices = np.concatenate([*rings, [first, last]])
    low, high = count * len(rings), count * len(rings) + 1
    faces: list[tuple[int, int, int]] = []
    skins: list[str] = []
    for row in range(len(rings) - 1):
        for k in range(count):
            a, b = row * count + k, row * count + (k + 1) % count
            faces += [(a, b, b + count), (a, b + count, a + count)]
            skins += [(rows[row] if rows else "") or strips[k]] * 2
    end = (len(rings) - 1) * count
    for k in range(count):
        faces += [(low, k, (k + 1) % count), (high, end + k, end + (k + 1) % count)]
        skins += [cap or strips[0]] * 2
    return Mesh(
        vertices.astype(np.float32),
        np.asarray(faces, np.int32),
        np.array([material(skin) for skin in skins], np.uint8),
        np.zeros(len(faces), np.uint16),
    )


def decal(
    mesh: Mesh,
    corners: Sequence[Pair],
    side: str,
    name: str,
    *,
    steps: tuple[int, int] = (3, 2),
    lift: float = 0.006,
) -> Mesh:
    """Return a patch that clings to the outside of a mesh: a lamp, a plate, a stripe.

    Args:
        mesh: what it is stuck on.
        corners: four in turn: (y, z) on the sides front and back, (x, z) on left and right,
            (x, y) on top, metres. Parts beside the mesh or far behind the rest are left out.
        side: front, back, left, right or top.
        name: of the material.
        steps: quads across and up.
        lift: distance from the mesh, metres.
    """
    axis = {"front": 0, "back": 0, "left": 1, "right": 1, "top": 2}[side]
    sign = -1.0 if side in ("back", "left") else 1.0
    a, b, c, d = (np.asarray(corner, np.float64) for corner in corners)
    s, t = np.meshgrid(np.linspace(0, 1, steps[0] + 1), np.linspace(0, 1, steps[1] + 1))
    s, t = s.ravel()[:, None], t.ravel()[:, None]
    flat = (a * (1 - s) + b * s) * (1 - t) + (d * (1 - s) + c * s) * t
    height = _outermost(mesh, flat, axis, sign)
    far = sign * height < np.nanmax(sign * height, initial=-np.inf) - _DECAL_DEPTH_M
    height[far] = np.nan
    points = np.insert(flat, axis, np.where(np.isfinite(height), height, 0) + sign * lift, axis=1)
    row = steps[0] + 1
    faces = [
        face
        for v in range(steps[1])
        for u in range(steps[0])
        for k in [v * row + u]
        for face in ((k, k + 1, k + row + 1), (k, k + row + 1, k + row))
        if np.isfinite(height[list(face)]).all()
    ]
    return Mesh(
        points.astype(np.float32),
        np.asarray(faces, np.int32).reshape(-1, 3),
        np.full(len(faces), material(name), np.uint8),
        np.zeros(len(faces), np.uint16),
    )


def _outermost(mesh: Mesh, flat: Array, axis: int, sign: float) -> Array:
    """Return (n,) the coordinate on an axis where lines along it first meet a mesh, or nan."""
    keep = [k for k in range(3) if k != axis]
    corners = mesh.vertices[mesh.triangles].astype(np.float64)
    a, b, c = (corners[:, k][:, keep] for k in range(3))
    u, v, p = b - a, c - a, flat[:, None] - a
    area = u[:, 0] * v[:, 1] - u[:, 1] * v[:, 0]
    area = np.where(np.abs(area) > 1e-12, area, np.nan)
    s = (p[..., 0] * v[:, 1] - p[..., 1] * v[:, 0]) / area
    t = (u[:, 0] * p[..., 1] - u[:, 1] * p[..., 0]) / area
    inside = (s >= -1e-6) & (t >= -1e-6) & (s + t <= 1 + 1e-6)
    level = corners[:, 0, axis]
    level = level + s * (corners[:, 1, axis] - level) + t * (corners[:, 2, axis] - level)
    found = np.where(inside, sign * level, -np.inf).max(axis=1)
    return np.asarray(np.where(np.isfinite(found), sign * found, np.nan))


def _point(values: Array) -> Point:
    return float(values[0]), float(values[1]), float(values[2])
