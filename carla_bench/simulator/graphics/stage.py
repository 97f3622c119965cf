"""What rays can hit at one moment: the static world and the actors."""

from __future__ import annotations

import threading
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.casting import Surroundings, cast_rays
from carla_bench.simulator.graphics.embree import Assembly, Triangles
from carla_bench.simulator.graphics.shapes import Shape
from carla_bench.simulator.graphics.slots import SLOTS, Slot
from carla_bench.simulator.graphics.surface import COLUMNS, Column, Surface, linear
from carla_bench.simulator.graphics.texturing import textures
from carla_bench.simulator.graphics.view import Body
from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["CastHits", "SegmentHits", "Stage", "StaticScene"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

_ROOM = 60_000
"""rows by which the table of surfaces grows: a hundred shapes or so"""
_SKIN_M = 1e-4
"""hits nearer to one another are one"""


class CastHits(NamedTuple):
    """What n single rays met first."""

    distance: Floats
    """(n,) metres; `inf` for a miss"""
    tag: NDArray[np.uint8]
    """(n,) semantic tag; 0 for a miss"""
    instance: NDArray[np.uint16]
    """(n,) object of the static world or low bits of an actor's id; 0 for a miss"""
    cosine: Floats
    """(n,) of the angle between the ray and the surface's normal, 0 to 1; 0 for a miss"""
    normal: Floats
    """(n, 3) unit vector in the world, towards the ray's origin; zeros for a miss"""
    body: NDArray[np.intp]
    """(n,) rank of the body that was hit; -1 for the static world and for a miss"""


class SegmentHits(NamedTuple):
    """All that one ray met, in order."""

    distance: Floats
    """(k,) metres"""
    tag: NDArray[np.uint8]
    """(k,) semantic tag"""


class _Surfaces:
    """The surfaces of the static world, and behind them of all shapes that were ever on a stage."""

    def __init__(self, static: Surface) -> None:
        self._lock = threading.Lock()
        self._starts: dict[int, int] = {}
        self._shapes: list[Shape] = []  # keeps ids from being used again
        self._length = len(static)
        self.table: Floats = np.zeros((len(static) + _ROOM, COLUMNS), np.float32)
        self.table[: len(static)] = static.table

    def start_of(self, shape: Shape) -> int:
        """Return the row where a shape's triangles begin."""
        start = self._starts.get(id(shape))
        if start is not None:
            return start
        with self._lock:
            start, end = self._length, self._length + len(shape.surface)
            if end > len(self.table):
                # A new array: stages that were made before go on with the old one.
                larger = np.zeros((end + _ROOM, COLUMNS), np.float32)
                larger[:start] = self.table[:start]
                self.table = larger
            self.table[start:end] = shape.surface.table
            self._shapes.append(shape)
            self._starts[id(shape)] = start
            self._length = end
        return start


class StaticScene:
    """The part of the world that does not move, prepared once."""

    def __init__(self, mesh: Mesh, surface: Surface | None = None) -> None:
        """Build the search tree and the table of surfaces.

        Args:
            mesh: all that does not move; its `objects` are instance ids.
            surface: of the mesh, if it is known already.
        """
        self._mesh = mesh
        self.triangles = Triangles(mesh.vertices, mesh.triangles)
        self.surface = surface or Surface(mesh)
        self.surfaces = _Surfaces(self.surface)
        self.lamp_places, self.lamp_owners = _street_lamps(mesh)
        """(k, 3) metres, and (k,) instance ids of the street lights"""

    def without(self, objects: Collection[int]) -> StaticScene:
        """Return the scene without some objects, given by instance id."""
        if not objects:
            return self
        kept = ~np.isin(self._mesh.objects, list(objects))
        return StaticScene(self._mesh.only(kept), self.surface.only(kept))


def _street_lamps(mesh: Mesh) -> tuple[Array, NDArray[np.uint16]]:
    """Return (k, 3) the middle of each street lamp, metres, and (k,) whose it is."""
    rows = np.flatnonzero(mesh.materials == material("lamp"))
    owners, group = np.unique(mesh.objects[rows], return_inverse=True)
    middle = mesh.vertices[mesh.triangles[rows]].mean(axis=1)
    places = np.zeros((len(owners), 3))
    np.add.at(places, group, middle)
    count = np.maximum(np.bincount(group, minlength=len(owners)), 1)
    return places / count[:, None], owners


def _slots(bodies: Sequence[Body], surfaces: _Surfaces) -> Array:
    """Return (k, 18) what compiled loops need to know of bodies."""
    slots = np.empty((len(bodies), SLOTS), np.float64)
    for slot, body in zip(slots, bodies, strict=True):
        slot[Slot.PLACE : Slot.TURN] = body.world_from_body[:3, 3]
        slot[Slot.TURN : Slot.PAINT] = body.world_from_body[:3, :3].ravel()
        slot[Slot.PAINT : Slot.LAMPS] = -1.0 if body.color is None else linear(np.array(body.color))
        slot[Slot.LAMPS] = body.lamps
        slot[Slot.FIRST] = surfaces.start_of(body.shape)
        slot[Slot.ID] = body.id & 0xFFFF
    return slots


class Stage:
    """Everything that rays can hit at one moment. Nothing in it changes any more."""

    def __init__(self, static: StaticScene, bodies: Sequence[Body]) -> None:
        """Put bodies into the static world.

        Args:
            static: the world.
            bodies: actors.
        """
        self.static = static
        self.bodies = bodies
        self.slots = _slots(bodies, static.surfaces)
        """(k, 18) as `Slot` says"""
        self.table = static.surfaces.table
        """(rows, columns) of surfaces, see `Column`: the static world's, then the shapes'"""
        # Part 0 is the static world, part 1 + k the body of rank k.
        self._assembly = Assembly(
            [
                (static.triangles, np.eye(4)),
                *((body.shape.triangles, body.world_from_body) for body in bodies),
            ]
        )
        self.around = Surroundings(self._assembly.scene, self.table, self.slots, textures().atlas)
        """for compiled loops, which must not outlive the stage"""

    def cast(self, origins: Array, directions: Array, limit_m: Floats | float = np.inf) -> CastHits:
        """Return what n single rays hit first.

        Args:
            origins: (n, 3) metres.
            directions: (n, 3) of any length but zero.
            limit_m: how far to look; (n,), or one for all.
        """
        directions = np.asarray(directions, np.float64)
        directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
        count = len(directions)
        distance = np.empty(count, np.float32)
        triangle, part = np.empty((2, count), np.int32)
        cast_rays(
            self.around,
            np.ascontiguousarray(origins, np.float32),
            directions.astype(np.float32),
            np.broadcast_to(np.asarray(limit_m, np.float32), count).copy(),
            distance,
            triangle,
            part,
        )
        rows, instance = self._surfaces(triangle, part)
        normal = rows[:, Column.NORMAL : Column.NORMAL + 3]
        on_body = part > 0
        if on_body.any():
            turn = self.slots[part[on_body] - 1, Slot.TURN : Slot.PAINT].reshape(-1, 3, 3)
            normal[on_body] = np.einsum("nij,nj->ni", turn, normal[on_body])
        along = np.einsum("nk,nk->n", normal, directions)
        normal *= np.where(along > 0, -1, 1)[:, None]
        return CastHits(
            distance=distance,
            tag=rows[:, Column.TAG].astype(np.uint8),
            instance=instance,
            cosine=np.abs(along).astype(np.float32),
            normal=normal,
            body=np.maximum(part, 0).astype(np.intp) - 1,
        )

    def cast_all(self, origin: Array, direction: Array, limit_m: float) -> SegmentHits:
        """Return all that a ray meets, in order.

        Args:
            origin: (3,) metres.
            direction: (3,) unit vector.
            limit_m: how far to look.
        """
        distances: list[float] = []
        tags: list[int] = []
        begin = 0.0
        while begin < limit_m:
            hits = self.cast((origin + begin * direction)[None], direction[None], limit_m - begin)
            if not np.isfinite(hits.distance[0]):
                break
            distances.append(begin + float(hits.distance[0]))
            tags.append(int(hits.tag[0]))
            begin = distances[-1] + max(_SKIN_M, 1e-6 * distances[-1])
        return SegmentHits(np.array(distances, np.float32), np.array(tags, np.uint8))

    def _surfaces(
        self, triangle: NDArray[np.int32], part: NDArray[np.int32]
    ) -> tuple[Floats, NDArray[np.uint16]]:
        """Return (n, columns) rows of the tables, zeros for a miss, and (n,) instances."""
        rows = np.zeros((len(part), COLUMNS), np.float32)
        instance = np.zeros(len(part), np.uint16)
        static, moving = part == 0, part > 0
        rows[static] = self.table[triangle[static]]
        instance[static] = self.static.surface.object[triangle[static]]
        slots = self.slots[part[moving] - 1]
        rows[moving] = self.table[slots[:, Slot.FIRST].astype(np.intp) + triangle[moving]]
        instance[moving] = slots[:, Slot.ID]
        return rows, instance
