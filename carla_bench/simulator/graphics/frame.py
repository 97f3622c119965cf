"""The first pass over a picture: which surface each pixel shows, and how far away it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import box_corners, transform_points
from carla_bench.simulator.graphics.scene import RayScene
from carla_bench.simulator.graphics.view import Body, Rectangle, View, screen_rectangle

__all__ = ["Drawn", "Frame", "Workers", "bands", "body_corners", "draw_bodies", "look"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Item = TypeVar("Item")
Result = TypeVar("Result")

FAR_M = 300.0
"""Actors beyond are not drawn."""
BAND = 32768
"""Pixels worked on at a time: few enough for the cache, the same for any number of threads."""


class Workers:
    """Threads that share the work on a picture."""

    def __init__(self, count: int) -> None:
        """Start at most `count` threads; one means none besides the caller's."""
        self._pool = ThreadPoolExecutor(count, "render") if count > 1 else None

    def map(self, work: Callable[[Item], Result], items: Iterable[Item]) -> list[Result]:
        """Return the results in the order of the items."""
        return list(map(work, items) if self._pool is None else self._pool.map(work, items))


@dataclass(frozen=True, slots=True)
class Frame:
    """What is known of all n pixels of one picture, row by row."""

    view: View
    sensor_from_world: Array
    """(4, 4)"""
    eye: Array
    """(3,) metres"""
    rays: Floats
    """(3, n) in the world, 1 m long along the optical axis"""
    depth: Floats
    """(n,) metres along the optical axis, `inf` where sky"""
    triangle: NDArray[np.intp]
    """(n,) row of the static mesh, or of the drawn bodies' meshes laid end to end; -1 in the sky"""
    owner: NDArray[np.int16]
    """(n,) 1 + index of the drawn body, 0 for the static mesh and the sky"""

    def points(self, pixels: NDArray[np.intp] | slice) -> Floats:
        """Return (3, k) world positions of what some pixels show."""
        return self.eye.astype(np.float32)[:, None] + self.rays[:, pixels] * self.depth[pixels]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A body that shows up in the picture, with the k pixels where it is before the static mesh."""

    body: Body
    pixels: NDArray[np.intp]
    triangle: NDArray[np.intp]
    """(k,) row of its mesh"""
    depth: Floats
    """(k,) metres"""


def bands(count: int) -> list[slice]:
    """Return the parts that the pixels of a picture are worked on in."""
    return [slice(start, min(start + BAND, count)) for start in range(0, count, BAND)]


def body_corners(body: Body) -> Array:
    """Return (8, 3) corners of the bounding box in the body's frame, metres."""
    return body.shape.center + box_corners(_triple(body.shape.extent), (0.0, 0.0, 0.0))


def look(scene: RayScene, view: View, workers: Workers) -> Frame:
    """Cast all pixels into the static world."""
    rays = view.directions(view.world_from_sensor[:3, :3])
    eye = view.world_from_sensor[:3, 3]

    def cast(part: slice) -> tuple[Floats, NDArray[np.intp]]:
        directions = rays[:, part].T
        return scene.cast(np.broadcast_to(eye.astype(np.float32), directions.shape), directions)

    found = workers.map(cast, bands(rays.shape[1]))
    return Frame(
        view=view,
        sensor_from_world=np.asarray(np.linalg.inv(view.world_from_sensor), np.float64),
        eye=eye,
        rays=rays,
        depth=np.concatenate([distance for distance, _ in found]),
        triangle=np.concatenate([triangle for _, triangle in found]),
        owner=np.zeros(rays.shape[1], np.int16),
    )


def draw_bodies(frame: Frame, bodies: Sequence[Body], workers: Workers) -> list[Drawn]:
    """Put bodies into a frame that shows the static world; return those in sight."""

    def draw(body: Body) -> Drawn | None:
        sensor_from_body = frame.sensor_from_world @ body.world_from_body
        corners = transform_points(sensor_from_body, body_corners(body))
        if np.linalg.norm(corners.mean(axis=0)) > FAR_M:
            return None
        area = screen_rectangle(frame.view, corners)
        return None if area.empty else _cast_body(frame, body, sensor_from_body, area)

    drawn = [one for one in workers.map(draw, bodies) if one is not None and len(one.pixels)]
    start = 0
    for number, one in enumerate(drawn, start=1):
        nearer = one.depth < frame.depth[one.pixels]
        pixels = one.pixels[nearer]
        frame.depth[pixels] = one.depth[nearer]
        frame.triangle[pixels] = one.triangle[nearer] + start
        frame.owner[pixels] = number
        start += len(one.body.shape.surface)
    return drawn


def _cast_body(frame: Frame, body: Body, sensor_from_body: Array, area: Rectangle) -> Drawn:
    """Cast the pixels of an area into a body, in its own frame."""
    pixels = area.pixels(frame.view.width)
    turn = sensor_from_body[:3, :3].T
    eye = (-turn @ sensor_from_body[:3, 3]).astype(np.float32)
    rays = frame.view.directions(turn, area).T
    depth, triangle = body.shape.scene.cast(
        np.broadcast_to(eye, rays.shape), rays, frame.depth[pixels]
    )
    hit = triangle >= 0
    return Drawn(body, pixels[hit], triangle[hit], depth[hit])


def _triple(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])
