"""Normals that vary over a triangle, so that barrels, bodies and crowns look round."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.mesh import Mesh

__all__ = ["Bends", "bent_normals"]

Array = NDArray[np.float64]

_CREASE = float(np.cos(np.deg2rad(46.0)))
"""Edges that turn by more stay sharp."""
_FLAT = 0.9999
"""Corners whose normals differ less are as good as flat."""
_WELD_M = 1e-3
"""Vertices nearer to each other are one."""


class Bends(NamedTuple):
    """The k triangles of a mesh that are not flat."""

    rows: NDArray[np.intp]
    """(k,)"""
    axes: Array
    """(k, 3, 4) rows that turn a point [x y z 1] into the normal, not of unit length"""


def bent_normals(mesh: Mesh, normal: Array) -> Bends:
    """Return how normals vary over a mesh.

    Args:
        mesh: triangles.
        normal: (m, 3) unit normals of either sign.
    """
    corners = mesh.vertices[mesh.triangles].astype(np.float64)
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    across = np.cross(first, second)
    square = np.einsum("mk,mk->m", across, across)
    smooth = _corner_normals(_welded(mesh), normal, np.sqrt(square))
    cosine = np.einsum("mck,mk->mc", smooth, normal).min(axis=1)
    rows = np.flatnonzero((cosine < _FLAT) & (square > 1e-14))
    # Barycentric coordinates are linear in the point, and the normal is linear in them.
    scale = 1 / square[rows, None]
    slopes = np.empty((len(rows), 3, 3))
    slopes[:, 1] = np.cross(second[rows], across[rows]) * scale
    slopes[:, 2] = np.cross(across[rows], first[rows]) * scale
    slopes[:, 0] = -slopes[:, 1] - slopes[:, 2]
    axes = np.zeros((len(rows), 3, 4))
    axes[:, :, :3] = np.einsum("mcn,mck->mnk", smooth[rows], slopes)
    axes[:, :, 3] = smooth[rows, 0] - np.einsum("mnk,mk->mn", axes[:, :, :3], corners[rows, 0])
    return Bends(rows, axes)


def _welded(mesh: Mesh) -> NDArray[np.int64]:
    """Return (m, 3) vertex indices in which vertices of one object at one place are one."""
    owner = np.zeros(len(mesh.vertices), np.int64)
    owner[mesh.triangles] = mesh.objects[:, None]
    place = np.round(mesh.vertices.astype(np.float64) / _WELD_M).astype(np.int64)
    key = (place[:, 0] * 73856093) ^ (place[:, 1] * 19349663) ^ (place[:, 2] * 83492791)
    _, welded = np.unique(key * 65536 + owner, return_inverse=True)
    return np.asarray(welded.reshape(-1)[mesh.triangles], np.int64).reshape(-1, 3)


@compiled
def _corner_normals(triangles: NDArray[np.int64], normal: Array, area: Array) -> Array:
    """Return (m, 3, 3) normals of the corners: the mean of the neighbours that differ little."""
    start, around = _neighbours(triangles)
    smooth = np.empty((len(triangles), 3, 3))
    total = np.empty(3)
    for t in range(len(triangles)):
        for c in range(3):
            total[:] = 0
            vertex = triangles[t, c]
            for other in around[start[vertex] : start[vertex + 1]]:
                cosine = np.sum(normal[t] * normal[other])
                if abs(cosine) > _CREASE:
                    total += normal[other] * (area[other] * np.sign(cosine))
            length = np.sqrt(np.sum(total * total))
            smooth[t, c] = total / length if length > 1e-12 else normal[t]
    return smooth


@compiled
def _neighbours(triangles: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the list of each vertex starts and ends, and the lists of their triangles."""
    start = np.zeros(3 * len(triangles) + 2, np.int64)
    for vertex in triangles.ravel():
        start[vertex + 1] += 1
    start = np.cumsum(start)
    filled = start.copy()
    around = np.empty(3 * len(triangles), np.int64)
    for t in range(len(triangles)):
        for vertex in triangles[t]:
            around[filled[vertex]] = t
            filled[vertex] += 1
    return start, around
