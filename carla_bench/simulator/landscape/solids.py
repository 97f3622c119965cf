"""Simple solids for scenery, each around its own origin with z up, and how they are placed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.parts import quads
from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["blob", "box", "gable", "placed", "rod"]

_BOX_FACES = {
    "sides": ((0, 1, 5, 4), (1, 3, 7, 5), (3, 2, 6, 7), (2, 0, 4, 6)),
    "top": ((4, 5, 7, 6),),
    "bottom": ((0, 1, 3, 2),),
}

_PHI = (1 + 5**0.5) / 2
_ICOSAHEDRON = np.array(
    [np.roll((0, a, b), shift) for shift in range(3) for a in (-1.0, 1.0) for b in (-_PHI, _PHI)]
) / np.sqrt(1 + _PHI**2)
"""(12, 3) corners at distance 1"""


def _icosahedron_faces() -> NDArray[np.int32]:
    """Return (20, 3) corners: every three that are neighbours of one another."""
    distance = np.linalg.norm(_ICOSAHEDRON[:, None] - _ICOSAHEDRON[None], axis=-1)
    near = (distance > 0) & (distance < 1.1)
    faces = [
        (i, j, k)
        for i in range(12)
        for j in range(i + 1, 12)
        for k in range(j + 1, 12)
        if near[i, j] and near[j, k] and near[i, k]
    ]
    return np.array(faces, np.int32)


_BLOB_FACES = _icosahedron_faces()


def box(
    low: tuple[float, float, float],
    high: tuple[float, float, float],
    sides: str,
    top: str | None = None,
    *,
    bottom: bool = False,
) -> Mesh:
    """Return an axis-aligned box.

    Args:
        low: corner, metres.
        high: opposite corner, metres.
        sides: material of the walls.
        top: material of the top, if it is another.
        bottom: whether it can be seen from below.
    """
    corners = np.array([[x, y, z] for z in (0, 1) for y in (0, 1) for x in (0, 1)], np.float64)
    corners = np.asarray(low) + corners * (np.asarray(high) - np.asarray(low))
    meshes = []
    for part, name in (("sides", sides), ("top", top or sides), ("bottom", sides)):
        if part != "bottom" or bottom:
            faces = corners[np.array(_BOX_FACES[part])]
            meshes.append(quads(list(faces.transpose(1, 0, 2)), name))
    return Mesh.join(meshes)


def gable(
    half_length: float, half_depth: float, base: float, height: float, names: tuple[str, str]
) -> Mesh:
    """Return a pitched roof with its ridge along x.

    Args:
        half_length: along the ridge, metres.
        half_depth: across it, metres.
        base: height of the eaves, metres.
        height: of the ridge above the eaves, metres.
        names: materials of the roof and of the gable walls.
    """
    x, y, ridge = half_length, half_depth, base + height
    slopes = [
        [(-x, -y, base), (x, -y, base), (x, 0, ridge), (-x, 0, ridge)],
        [(-x, y, base), (x, y, base), (x, 0, ridge), (-x, 0, ridge)],
    ]
    roof = quads(list(np.array(slopes, np.float64).transpose(1, 0, 2)), names[0])
    ends = np.array([[(s, -y, base), (s, y, base), (s, 0, ridge)] for s in (-x, x)], np.float32)
    walls = Mesh(
        ends.reshape(-1, 3),
        np.arange(6, dtype=np.int32).reshape(2, 3),
        np.full(2, material(names[1]), np.uint8),
        np.zeros(2, np.uint16),
    )
    return Mesh.join([roof, walls])


def rod(
    start: tuple[float, float, float],
    end: tuple[float, float, float],
    radii: tuple[float, float],
    sides: int,
    name: str,
) -> Mesh:
    """Return an open tube between two points, for trunks and poles.

    Args:
        start: metres.
        end: metres.
        radii: at both ends, metres.
        sides: corners of its cross section.
        name: material.
    """
    a, b = np.asarray(start, np.float64), np.asarray(end, np.float64)
    axis = (b - a) / np.linalg.norm(b - a)
    helper = np.array([0.0, 0, 1]) if abs(axis[2]) < 0.9 else np.array([1.0, 0, 0])
    u = np.cross(axis, helper)
    u /= np.linalg.norm(u)
    angles = np.linspace(0, 2 * np.pi, sides, endpoint=False)[:, None]
    ring = np.cos(angles) * u + np.sin(angles) * np.cross(axis, u)
    low, high = a + radii[0] * ring, b + radii[1] * ring
    return quads([low, np.roll(low, -1, 0), np.roll(high, -1, 0), high], name)


def blob(
    center: tuple[float, float, float],
    radii: tuple[float, float, float],
    name: str,
    rng: np.random.Generator,
) -> Mesh:
    """Return an uneven ball of 20 triangles: foliage.

    Args:
        center: metres.
        radii: along x, y, z, metres.
        name: material.
        rng: for the unevenness and the orientation.
    """
    turn = rng.uniform(0, 2 * np.pi)
    spin = np.array([[np.cos(turn), -np.sin(turn), 0], [np.sin(turn), np.cos(turn), 0], [0, 0, 1]])
    points = _ICOSAHEDRON @ spin.T * rng.uniform(0.8, 1.15, (12, 1)) * np.asarray(radii)
    return Mesh(
        (points + np.asarray(center)).astype(np.float32),
        _BLOB_FACES,
        np.full(20, material(name), np.uint8),
        np.zeros(20, np.uint16),
    )


def placed(mesh: Mesh, position: NDArray[np.float64], yaw_rad: float) -> Mesh:
    """Return the mesh turned about z and moved.

    Args:
        mesh: around its own origin.
        position: (3,) metres.
        yaw_rad: from x towards y.
    """
    cos, sin = np.cos(yaw_rad), np.sin(yaw_rad)
    turn = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]])
    vertices = (mesh.vertices @ turn.T + position).astype(np.float32)
    return Mesh(vertices, mesh.triangles, mesh.materials, mesh.objects)
