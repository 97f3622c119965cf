"""Triangle meshes of the simulator: geometry, and what each triangle is made of and belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Mesh"]


@dataclass(frozen=True, slots=True)
class Mesh:
    """Triangles in CARLA's axes (left-handed, x forward, y right, z up), metres."""

    vertices: NDArray[np.float32]
    """(n, 3)"""
    triangles: NDArray[np.int32]
    """(m, 3) vertex indices; either winding, faces are two-sided"""
    materials: NDArray[np.uint8]
    """(m,) index into `materials.MATERIALS`"""
    objects: NDArray[np.uint16]
    """(m,) object that the triangle belongs to: the instance id in a static mesh, else 0"""

    def only(self, triangles: NDArray[np.bool_]) -> Mesh:
        """Return a mesh of some triangles, given by an (m,) mask; it keeps all vertices."""
        return Mesh(
            self.vertices,
            self.triangles[triangles],
            self.materials[triangles],
            self.objects[triangles],
        )

    @classmethod
    def join(cls, meshes: Sequence[Mesh]) -> Mesh:
        """Return one mesh with all triangles of several."""
        if not meshes:
            return cls(
                np.zeros((0, 3), np.float32),
                np.zeros((0, 3), np.int32),
                np.zeros(0, np.uint8),
                np.zeros(0, np.uint16),
            )
        offsets = np.cumsum([0, *(len(mesh.vertices) for mesh in meshes[:-1])], dtype=np.int32)
        return cls(
            np.concatenate([mesh.vertices for mesh in meshes]),
            np.concatenate([m.triangles + o for m, o in zip(meshes, offsets, strict=True)]),
            np.concatenate([mesh.materials for mesh in meshes]),
            np.concatenate([mesh.objects for mesh in meshes]),
        )
