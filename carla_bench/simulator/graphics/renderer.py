"""The renderer: one ray per pixel finds depth, tag, instance and the surface to shade."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.frame import Drawn, Frame, Workers, draw_bodies, look
from carla_bench.simulator.graphics.painter import paint
from carla_bench.simulator.graphics.scene import RayScene
from carla_bench.simulator.graphics.sky import Weather, light_of
from carla_bench.simulator.graphics.surface import Surface
from carla_bench.simulator.graphics.view import Body, Buffers, View
from carla_bench.simulator.materials import SKY_TAG
from carla_bench.simulator.mesh import Mesh

__all__ = ["CastHits", "Renderer"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Value = TypeVar("Value", bound=np.generic)


class CastHits(NamedTuple):
    """What n single rays met."""

    distance: Floats
    """(n,) metres; `inf` for a miss"""
    tag: NDArray[np.uint8]
    """(n,) semantic tag; 0 for a miss"""
    instance: NDArray[np.uint16]
    """(n,) as in `Buffers`; 0 for a miss"""
    cosine: Floats
    """(n,) of the angle between the ray and the surface's normal, 0 to 1; 0 for a miss"""
    normal: Floats
    """(n, 3) unit vectors of either sign, in the world; zero for a miss"""


class Renderer:
    """Draws a static world with actors in it; the same input gives the same bytes.

    Example:
        >>> renderer = Renderer(Mesh.join([]))
        >>> view = View(np.eye(4), width=4, height=2, fov_deg=90)
        >>> renderer.render(view, [], Weather()).depth.shape
        (2, 4)
    """

    def __init__(self, static: Mesh, *, threads: int | None = None) -> None:
        """Prepare the immovable part of the world.

        Args:
            static: all that does not move; its `objects` are instance ids.
            threads: at most this many; by default one for each core, up to 8.
        """
        self._workers = Workers(threads or min(os.cpu_count() or 1, 8))
        self._scene = RayScene(static.vertices, static.triangles)
        self._surface = Surface(static)

    def render(
        self,
        view: View,
        bodies: Sequence[Body],
        weather: Weather,
        *,
        time_s: float = 0.0,
        rgb: bool = True,
    ) -> Buffers:
        """Return what a camera sees.

        Args:
            view: the camera.
            bodies: actors, also the one that carries the camera.
            weather: of this moment; any numbers are fine.
            time_s: moves the clouds.
            rgb: without it, only geometry is worked out, which is quicker.
        """
        frame = look(self._scene, view, self._workers)
        drawn = draw_bodies(frame, bodies, self._workers)
        tag, instance = self._labels(frame, drawn)
        size = (view.height, view.width)
        picture = None
        if rgb:
            picture = paint(
                frame,
                instance,
                (self._scene, self._surface),
                bodies,
                drawn,
                light_of(weather),
                time_s,
                self._workers,
            ).reshape(*size, 3)
        return Buffers(
            frame.depth.reshape(size), tag.reshape(size), instance.reshape(size), picture
        )

    def cast(self, origins: Array, directions: Array, bodies: Sequence[Body] = ()) -> CastHits:
        """Return what single rays hit first.

        Args:
            origins: (n, 3) metres.
            directions: (n, 3) of any length but zero.
            bodies: actors that stop rays, besides the static world.
        """
        origins = np.asarray(origins, np.float64)
        directions = np.asarray(directions, np.float64)
        directions = directions / np.linalg.norm(directions, axis=1, keepdims=True)
        distance, triangle = self._scene.cast(
            origins.astype(np.float32), directions.astype(np.float32)
        )
        hits = CastHits(
            distance,
            _pick(self._surface.tag, triangle),
            _pick(self._surface.object, triangle),
            _cosines(self._surface, triangle, directions),
            _normals(self._surface, triangle),
        )
        for body in bodies:
            _cast_body(hits, body, origins, directions)
        return hits

    def _labels(
        self, frame: Frame, drawn: Sequence[Drawn]
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint16]]:
        """Return (n,) tags and (n,) instances of all pixels."""
        tag = _pick(self._surface.tag, frame.triangle, SKY_TAG)
        instance = _pick(self._surface.object, frame.triangle)
        if drawn:
            rows = np.flatnonzero(frame.owner)
            tags = np.concatenate([one.body.shape.surface.tag for one in drawn])
            ids = np.array([one.body.id & 0xFFFF for one in drawn], np.uint16)
            tag[rows] = tags[frame.triangle[rows]]
            instance[rows] = ids[frame.owner[rows] - 1]
        return tag, instance


def _pick(values: NDArray[Value], rows: NDArray[np.intp], otherwise: int = 0) -> NDArray[Value]:
    """Return the value of each row, and another one for rows below 0 or not there."""
    padded = np.append(values, values.dtype.type(otherwise))
    return np.asarray(padded[np.where(rows < len(values), rows, -1)])


def _cosines(surface: Surface, triangle: NDArray[np.intp], directions: Array) -> Floats:
    """Return (n,) between unit directions and normals, 0 for misses."""
    cosine = np.zeros(len(triangle), np.float32)
    hit = triangle >= 0
    normals = surface.normal[triangle[hit]]
    cosine[hit] = np.abs(np.einsum("nk,nk->n", normals, directions[hit]))
    return cosine


def _normals(surface: Surface, triangle: NDArray[np.intp]) -> Floats:
    """Return (n, 3) normals of the triangles, zero for misses."""
    normals = np.zeros((len(triangle), 3), np.float32)
    hit = triangle >= 0
    normals[hit] = surface.normal[triangle[hit]]
    return normals


def _cast_body(hits: CastHits, body: Body, origins: Array, directions: Array) -> None:
    """Overwrite hits where a body is nearer; unit directions."""
    turn = body.world_from_body[:3, :3]
    local = (origins - body.world_from_body[:3, 3]) @ turn
    along = directions @ turn
    # Only rays that come near the box's sphere are worth a cast.
    offset = body.shape.center - local
    closest = np.maximum(np.einsum("nk,nk->n", offset, along), 0)
    miss = np.linalg.norm(offset - closest[:, None] * along, axis=1)
    rows = np.flatnonzero(miss <= np.linalg.norm(body.shape.extent) + 1e-3)
    distance, triangle = body.shape.scene.cast(
        local[rows].astype(np.float32), along[rows].astype(np.float32), hits.distance[rows]
    )
    hit = triangle >= 0
    rows, triangle = rows[hit], triangle[hit]
    hits.distance[rows] = distance[hit]
    hits.tag[rows] = body.shape.surface.tag[triangle]
    hits.instance[rows] = body.id & 0xFFFF
    hits.cosine[rows] = _cosines(body.shape.surface, triangle, along[rows])
    hits.normal[rows] = _normals(body.shape.surface, triangle) @ turn.T
