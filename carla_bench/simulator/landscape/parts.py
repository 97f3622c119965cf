"""Named pieces of the static world, and how they become one mesh with instance ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["Part", "StaticObject", "assemble", "quads"]

_FIRST_ID = 65535
_LAST_ID = 32768
"""ids below are left to actors, which count up"""
_HALVES = np.array([[0, 1, 2], [0, 2, 3]], np.int32)
"""corners of the two triangles of a quadrilateral"""


@dataclass(frozen=True, slots=True)
class Part:
    """One static object before it has an id."""

    name: str
    """kind and number, such as ``Building_12``"""
    tag: int
    """CARLA semantic tag of the object as a whole"""
    mesh: Mesh
    """its `objects` are ignored"""


@dataclass(frozen=True, slots=True)
class StaticObject:
    """What an instance id of the static world stands for."""

    id: int
    tag: int
    """CARLA semantic tag"""
    name: str
    center: tuple[float, float, float]
    """of the axis-aligned box in the world, metres"""
    extent: tuple[float, float, float]
    """half sizes, metres"""


def assemble(parts: Sequence[Part]) -> tuple[Mesh, tuple[StaticObject, ...]]:
    """Return one mesh of all parts, and the object of each instance id.

    Ids count down from 65535. When there are more parts than ids, parts of a kind share one.
    """
    parts = [part for part in parts if len(part.mesh.triangles)]
    names = [part.name for part in parts]
    if len(set(names)) > _FIRST_ID - _LAST_ID + 1:
        names = [name.split("_")[0] for name in names]
    groups: dict[str, list[Part]] = {}
    for name, part in zip(names, parts, strict=True):
        groups.setdefault(name, []).append(part)
    meshes, objects = [], []
    for rank, (name, members) in enumerate(groups.items()):
        mesh = Mesh.join([part.mesh for part in members])
        ids = np.full(len(mesh.triangles), _FIRST_ID - rank, np.uint16)
        meshes.append(Mesh(mesh.vertices, mesh.triangles, mesh.materials, ids))
        objects.append(_object(_FIRST_ID - rank, members[0].tag, name, mesh))
    return Mesh.join(meshes), tuple(objects)


def _object(identity: int, tag: int, name: str, mesh: Mesh) -> StaticObject:
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    center, extent = (low + high) / 2, (high - low) / 2
    return StaticObject(
        id=identity,
        tag=tag,
        name=name,
        center=(float(center[0]), float(center[1]), float(center[2])),
        extent=(float(extent[0]), float(extent[1]), float(extent[2])),
    )


def quads(corners: Iterable[ArrayLike], material_name: str) -> Mesh:
    """Return quadrilaterals as triangles.

    Args:
        corners: four times (n, 3), in order around each quadrilateral.
        material_name: of all of them.
    """
    a, b, c, d = (np.asarray(corner, np.float32).reshape(-1, 3) for corner in corners)
    count = len(a)
    first = 4 * np.arange(count, dtype=np.int32)[:, None]
    triangles: NDArray[np.int32] = np.concatenate([first + corners for corners in _HALVES])
    return Mesh(
        np.stack([a, b, c, d], axis=1).reshape(-1, 3),
        triangles,
        np.full(2 * count, material(material_name), np.uint8),
        np.zeros(2 * count, np.uint16),
    )
