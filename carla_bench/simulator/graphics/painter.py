"""The second pass over a picture: shadows, then colour."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import transform_points
from carla_bench.simulator.graphics.frame import Drawn, Frame, Workers, bands, body_corners
from carla_bench.simulator.graphics.scene import RayScene
from carla_bench.simulator.graphics.shading import Fragments, shade, tone
from carla_bench.simulator.graphics.sky import Light, sky_color
from carla_bench.simulator.graphics.surface import Lens, Row, Surface
from carla_bench.simulator.graphics.view import Body, screen_rectangle

__all__ = ["paint"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Pixels = NDArray[np.intp]

SHADOW_FAR_M = 120.0
"""Actors beyond throw no shadow."""
SHADOW_LENGTH_M = 60.0
_CONTACT_M = 0.7
"""Around an actor's foot, less light arrives from the sky."""


class _Scenery(NamedTuple):
    """All that colouring pixels needs, n of them."""

    frame: Frame
    scene: RayScene
    """of what does not move"""
    table: Floats
    """(len(Row), k) of the triangles in sight"""
    column: Pixels
    """(n,) of that table; of no meaning in the sky"""
    instance: NDArray[np.uint16]
    """(n,)"""
    light: Light
    time_s: float


def paint(
    frame: Frame,
    instance: NDArray[np.uint16],
    static: tuple[RayScene, Surface],
    bodies: Sequence[Body],
    drawn: Sequence[Drawn],
    light: Light,
    time_s: float,
    workers: Workers,
) -> NDArray[np.uint8]:
    """Return (n, 3) sRGB of a frame.

    Args:
        frame: with the bodies drawn.
        instance: (n,) of the frame.
        static: the world that does not move.
        bodies: all that may throw a shadow.
        drawn: those in sight, in the order of the frame.
        light: of the weather.
        time_s: moves the clouds.
        workers: share the work.
    """
    table, column = _triangles_in_sight(frame, static[1], drawn, light)
    scenery = _Scenery(frame, static[0], table, column, instance, light, time_s)
    parts = bands(len(column))
    sunlit = np.concatenate(workers.map(lambda part: _static_sunlight(scenery, part), parts))
    open_ = np.ones(len(sunlit), np.float32)
    near = [body for body in bodies if _distance(frame, body) < SHADOW_FAR_M]
    for pixels in workers.map(lambda body: _shadow(frame, body, sunlit, light), near):
        sunlit[pixels] = 0
    for pixels, share in workers.map(lambda body: _contact(frame, body), near):
        open_[pixels] *= share
    colors = workers.map(lambda part: tone(_color(scenery, part, sunlit, open_)), parts)
    return np.concatenate(colors)


def _triangles_in_sight(
    frame: Frame, static: Surface, drawn: Sequence[Drawn], light: Light
) -> tuple[Floats, Pixels]:
    """Return a table of the triangles in sight and, for each pixel, its column there.

    A small table is many times faster to index than one of the whole town.
    """
    lens = Lens(frame.eye, frame.view.focal, light.source)
    lengths = [len(static), *(len(one.body.shape.surface) for one in drawn)]
    row = frame.triangle + np.where(frame.owner > 0, len(static), 0)
    seen = np.zeros(sum(lengths) + 1, np.bool_)
    seen[row] = True  # the sky's row is -1: one more triangle that nobody looks up
    column = np.cumsum(seen) - 1
    rows = [np.flatnonzero(part) for part in np.split(seen, np.cumsum(lengths))[:-1]]
    tables = [static.table(rows[0], lens)]
    for one, some in zip(drawn, rows[1:], strict=True):
        body = one.body
        tables.append(body.shape.surface.moved_table(some, lens, body.world_from_body, body.color))
    tables.append(np.zeros((len(Row), 1), np.float32))
    return np.concatenate(tables, axis=1), column[row]


def _distance(frame: Frame, body: Body) -> float:
    return float(np.linalg.norm(body.world_from_body[:3, 3] - frame.eye))


def _static_sunlight(scenery: _Scenery, part: slice) -> Floats:
    """Return (k,) 1 where the sun reaches past the static world, else 0, of one band."""
    frame = scenery.frame
    lit = scenery.table[Row.SUNWARD].take(scenery.column[part]) > 0
    lit &= frame.triangle[part] >= 0
    sunlit: Floats = lit.astype(np.float32)
    rows = np.flatnonzero(lit)
    start = _shadow_origins(frame, rows + part.start)
    hidden = scenery.scene.occluded(start.T, scenery.light.source.astype(np.float32))
    sunlit[rows[hidden]] = 0
    return sunlit


def _shadow_origins(frame: Frame, pixels: Pixels) -> Floats:
    """Return (3, k) points a little before the surfaces that pixels show."""
    depth = frame.depth[pixels]
    back = depth * np.float32(1 - 2e-4) - np.float32(2e-3)
    return np.asarray(frame.eye.astype(np.float32)[:, None] + frame.rays[:, pixels] * back)


def _shadow(frame: Frame, body: Body, sunlit: Floats, light: Light) -> Pixels:
    """Return the pixels from which a body hides the sun."""
    height = 2 * float(body.shape.extent[2]) + 3
    length = min(height / max(float(light.source[2]), 0.02), SHADOW_LENGTH_M)
    corners = transform_points(body.world_from_body, body_corners(body))
    hull = np.concatenate([corners, corners - light.source * length])
    pixels = _pixels_of(frame, hull)
    pixels = pixels[sunlit[pixels] > 0]
    start = _shadow_origins(frame, pixels)
    source = light.source.astype(np.float32)
    middle = corners.mean(axis=0)
    offset = start - middle.astype(np.float32)[:, None]
    along = source @ offset
    radius = float(np.linalg.norm(body.shape.extent))
    aside = np.einsum("kn,kn->n", offset, offset) - along * along
    near = (aside < radius**2) & (along < radius) & (along > -length - radius)
    turn = body.world_from_body[:3, :3]
    local = turn.T @ (start[:, near] - body.world_from_body[:3, 3:])
    hidden = body.shape.scene.occluded(
        local.T.astype(np.float32), (turn.T @ light.source).astype(np.float32)
    )
    return np.asarray(pixels[near][hidden])


def _contact(frame: Frame, body: Body) -> tuple[Pixels, Floats]:
    """Return pixels around a body's foot and the share of sky light that they keep."""
    center, extent = body.shape.center, body.shape.extent
    reach = np.array([_CONTACT_M, _CONTACT_M, 0.1])
    corners = body_corners(body)
    corners = center + (corners - center) * (1 + reach / np.maximum(extent, 1e-3))
    corners[:, 2] = np.minimum(corners[:, 2], center[2])
    pixels = _pixels_of(frame, transform_points(body.world_from_body, corners))
    pixels = pixels[np.isfinite(frame.depth[pixels])]
    turn = body.world_from_body[:3, :3]
    local = turn.T @ (frame.points(pixels) - body.world_from_body[:3, 3:])
    inside = np.abs(local - center[:, None]) - extent[:, None]
    beside = np.hypot(np.maximum(inside[0], 0), np.maximum(inside[1], 0))
    above = (local[2] - center[2] + extent[2]) / max(float(extent[2]), 0.1)
    near = (beside < _CONTACT_M) & (np.abs(above) < 1) & (beside > 0.02)
    dark = (1 - beside[near] / _CONTACT_M) ** 2 * (1 - np.abs(above[near]))
    return pixels[near], (1 - 0.7 * dark).astype(np.float32)


def _pixels_of(frame: Frame, points: Array) -> Pixels:
    """Return the pixels that the hull of (n, 3) world points may cover."""
    area = screen_rectangle(frame.view, transform_points(frame.sensor_from_world, points))
    return area.pixels(frame.view.width)


def _color(scenery: _Scenery, part: slice, sunlit: Floats, open_: Floats) -> Floats:
    """Return (3, k) linear colour of one band."""
    frame = scenery.frame
    hit = frame.triangle[part] >= 0
    if hit.all():
        return _shade(scenery, part, sunlit, open_)
    color = np.empty((3, len(hit)), np.float32)
    above = np.flatnonzero(~hit)
    rays = frame.rays[:, part].take(above, axis=1)
    rays /= np.sqrt(np.einsum("kn,kn->n", rays, rays))
    color[:, above] = sky_color(scenery.light, rays, scenery.time_s)
    if len(above) < len(hit):
        rows = np.flatnonzero(hit)
        color[:, rows] = _shade(scenery, rows + part.start, sunlit, open_)
    return color


def _shade(scenery: _Scenery, pixels: Pixels | slice, sunlit: Floats, open_: Floats) -> Floats:
    """Return (3, k) linear colour of pixels that show a surface."""
    frame = scenery.frame
    fragments = Fragments(
        table=scenery.table.take(scenery.column[pixels], axis=1),
        points=frame.points(pixels),
        rays=frame.rays[:, pixels],
        depth=frame.depth[pixels],
        sunlit=sunlit[pixels],
        open=open_[pixels],
        instance=scenery.instance[pixels],
    )
    return shade(fragments, scenery.light, scenery.time_s)
