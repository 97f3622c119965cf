"""The renderer: one ray per pixel finds what it shows, a second pass colours it."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import box_corners
from carla_bench.simulator.graphics.casting import all_squares, cast_picture
from carla_bench.simulator.graphics.embree import coherent
from carla_bench.simulator.graphics.labelling import dim_contacts, flow, label, normals
from carla_bench.simulator.graphics.lamps import LampGrid, beams_of, lit_lamps
from carla_bench.simulator.graphics.painting import Atmosphere, Lens, Scratch, paint
from carla_bench.simulator.graphics.sky import Weather, light_of, sky_table
from carla_bench.simulator.graphics.smoothing import average, edge_squares, finer_axes
from carla_bench.simulator.graphics.stage import Stage
from carla_bench.simulator.graphics.strokes import Stroke, draw_strokes
from carla_bench.simulator.graphics.texturing import textures
from carla_bench.simulator.graphics.tone import tone_curve
from carla_bench.simulator.graphics.view import Body, Buffers, Channel, View, screen_rectangle

__all__ = ["Renderer"]

Array = NDArray[np.float64]

_SQUARES = 1024
"""squares worked on at a time: enough parts to share, each as large as the cache likes"""
_BAND_ROWS = 16
"""rows worked on at a time, for the same reason"""
_CONTACT_FAR_M = 80.0
_CONTACT_REACH_M = (0.7, 0.7, 0.1)


class Renderer:
    """Draws stages; the same input gives the same bytes with any number of threads.

    Example:
        >>> from carla_bench.simulator.graphics.stage import StaticScene
        >>> from carla_bench.simulator.mesh import Mesh
        >>> stage = Stage(StaticScene(Mesh.join([])), [])
        >>> view = View(np.eye(4), width=4, height=2, fov_deg=90)
        >>> Renderer().render(stage, view, Weather()).depth.shape
        (2, 4)
    """

    def __init__(self, *, threads: int | None = None, smooth: bool = False) -> None:
        """Start the threads.

        Args:
            threads: at most this many; by default one for each core, up to 8.
            smooth: draw edges with four samples a pixel. Depth and labels have always one.
        """
        self._smooth = smooth
        count = threads or min(os.cpu_count() or 1, 8)
        self._pool = ThreadPoolExecutor(count, "render") if count > 1 else None

    def render(
        self,
        stage: Stage,
        view: View,
        weather: Weather,
        *,
        time_s: float = 0.0,
        channels: Channel = Channel.RGB,
        lamps: LampGrid | None = None,
        strokes: Sequence[Stroke] = (),
    ) -> Buffers:
        """Return what a camera sees.

        Args:
            stage: the world with its actors, also the one that carries the camera.
            view: the camera.
            weather: of this moment; any numbers are fine.
            time_s: moves the clouds.
            channels: what is wanted besides depth, tag and instance.
            lamps: street lights; without, those of the stage are all lit.
            strokes: drawn over the colours.
        """
        picture = _Picture(stage, view)
        squares = all_squares(view.height, view.width)
        self._share(squares, picture.look)
        self._by_bands(view.height, picture.label)
        if Channel.RGB in channels:
            picture.prepare_paint(weather, lamps or lit_lamps(stage.static.lamp_places), time_s)
            self._share(squares, picture.paint)
            if self._smooth:
                self._share(picture.prepare_smoothing(), picture.smooth)
            draw_strokes(picture.buffers, view, strokes)
        if Channel.NORMALS in channels:
            self._by_bands(view.height, picture.find_normals)
        if Channel.FLOW in channels:
            picture.prepare_flow()
            self._by_bands(view.height, picture.find_flow)
        return picture.buffers

    def _share(self, squares: NDArray[np.int32], work: Callable[[NDArray[np.int32]], None]) -> None:
        parts = [squares[first : first + _SQUARES] for first in range(0, len(squares), _SQUARES)]
        for _ in map(work, parts) if self._pool is None else self._pool.map(work, parts):
            pass

    def _by_bands(self, height: int, work: Callable[[slice], None]) -> None:
        parts = [slice(top, min(top + _BAND_ROWS, height)) for top in range(0, height, _BAND_ROWS)]
        for _ in map(work, parts) if self._pool is None else self._pool.map(work, parts):
            pass


class _Picture:
    """One picture while it is made."""

    def __init__(self, stage: Stage, view: View) -> None:
        self._stage, self._view = stage, view
        size = (view.height, view.width)
        self.buffers = Buffers(
            depth=np.empty(size, np.float32),
            tag=np.empty(size, np.uint8),
            instance=np.empty(size, np.uint16),
        )
        self._triangle, self._part = np.empty((2, *size), np.int32)
        self._eye = np.ascontiguousarray(view.world_from_sensor[:3, 3], np.float64)
        self._axes = view.axes()

    def look(self, squares: NDArray[np.int32]) -> None:
        """Find out what some squares show."""
        cast_picture(
            self._stage.scene, coherent(), self._eye, self._axes, squares, self.buffers.depth,
            self._triangle, self._part,
        )  # fmt: skip

    def label(self, rows: slice) -> None:
        """Write tags and instances of some rows."""
        stage, out = self._stage, self.buffers
        label(
            self._triangle[rows], self._part[rows], stage.table, stage.static.surface.object,
            stage.slots, out.tag[rows], out.instance[rows],
        )  # fmt: skip

    def prepare_paint(self, weather: Weather, lamps: LampGrid, time_s: float) -> None:
        """Work out what all pixels have in common."""
        lamps = lamps._replace(beams=beams_of(self._stage.bodies, self._eye))
        pictures = textures(sky_table(weather))
        self._air = Atmosphere(light_of(weather), lamps, pictures, time_s)
        self._open = np.ones(self._part.shape, np.float32)
        self._dim_contacts()
        self.buffers.bgra = np.empty((*self._part.shape, 4), np.uint8)

    def paint(self, squares: NDArray[np.int32]) -> None:
        """Colour some squares."""
        assert self.buffers.bgra is not None
        self._paint(
            squares, self._axes, (self.buffers.depth, self._triangle, self._part),
            self.buffers.bgra.view("<u4")[..., 0],
        )  # fmt: skip

    def prepare_smoothing(self) -> NDArray[np.int32]:
        """Return the squares of the finer picture that hold an edge."""
        size = (2 * self._view.height, 2 * self._view.width)
        self._fine = np.empty(size, np.float32), *np.empty((2, *size), np.int32)
        self._fine_bgra = np.empty(size, np.uint32)
        return edge_squares(
            self._triangle, self._part, self.buffers.depth, self._stage.table, self._stage.slots
        )

    def smooth(self, squares: NDArray[np.int32]) -> None:
        """Draw some squares of the finer picture, and average them."""
        assert self.buffers.bgra is not None
        axes = finer_axes(self._axes)
        cast_picture(self._stage.scene, coherent(), self._eye, axes, squares, *self._fine)
        self._paint(squares, axes, self._fine, self._fine_bgra)
        average(squares, self._fine_bgra, self.buffers.bgra.view("<u4")[..., 0])

    def _paint(
        self,
        squares: NDArray[np.int32],
        axes: Array,
        seen: tuple[NDArray[np.float32], NDArray[np.int32], NDArray[np.int32]],
        bgra: NDArray[np.uint32],
    ) -> None:
        first, right, down = (_triple(column) for column in axes.T)
        pixel = float(np.linalg.norm(axes[:, 1]))
        paint(
            self._stage.scene, coherent(), self._stage.table, self._stage.slots,
            Lens(_triple(self._eye), first, right, down, pixel), squares, *seen, self._open,
            self._air, tone_curve(), Scratch.fresh(), bgra,
        )  # fmt: skip

    def find_normals(self, rows: slice) -> None:
        """Work out the normals of some rows."""
        if self.buffers.normals is None:
            self.buffers.normals = np.empty((*self._part.shape, 3), np.float32)
        stage = self._stage
        normals(
            self._triangle[rows], self._part[rows], stage.table, stage.slots, self._axes,
            rows.start, self.buffers.normals[rows],
        )  # fmt: skip

    def prepare_flow(self) -> None:
        """Work out where everything was one frame earlier."""
        view, bodies = self._view, self._stage.bodies
        before = view.world_from_sensor if view.before is None else view.before
        self._before = _inverse(before)[None], view.focal
        self._moves = np.array([_move(body) for body in bodies]).reshape(-1, 4, 4)
        self.buffers.flow = np.empty((*self._part.shape, 2), np.float32)

    def find_flow(self, rows: slice) -> None:
        """Work out how some rows moved."""
        assert self.buffers.flow is not None
        lens = (self._eye, self._axes)
        size = (self._view.width, self._view.height)
        flow(
            self.buffers.depth[rows], self._part[rows], lens, self._before, self._moves,
            rows.start, size, self.buffers.flow[rows],
        )  # fmt: skip

    def _dim_contacts(self) -> None:
        bodies = self._stage.bodies
        if not bodies:
            return
        sensor_from_world = _inverse(self._view.world_from_sensor)
        boxes = np.array([(body.shape.center, body.shape.extent) for body in bodies])
        matrices = sensor_from_world @ np.array([body.world_from_body for body in bodies])
        corners = np.einsum("bij,bcj->bci", matrices[:, :3, :3], _feet(boxes))
        corners += matrices[:, None, :3, 3]
        near = np.linalg.norm(matrices[:, :3, 3], axis=1) < _CONTACT_FAR_M
        ranks = np.flatnonzero(near & (corners[:, :, 0] > 0).any(axis=1))
        areas = np.array(
            [screen_rectangle(self._view, corners[rank]) for rank in ranks], np.int64
        ).reshape(-1, 4)
        seen = (areas[:, 0] < areas[:, 1]) & (areas[:, 2] < areas[:, 3])
        dim_contacts(
            self.buffers.depth, (self._eye, self._axes), areas[seen], ranks[seen],
            boxes[ranks[seen]], self._stage.slots, self._open,
        )  # fmt: skip


def _triple(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _inverse(rigid: Array) -> Array:
    return np.asarray(np.linalg.inv(rigid), np.float64)


def _move(body: Body) -> Array:
    """Return (4, 4) from where a point of a body is now to where it was."""
    if body.before is None:
        return np.eye(4)
    return np.asarray(body.before @ _inverse(body.world_from_body))


def _feet(boxes: Array) -> Array:
    """Return (k, 8, 3) corners of the lower halves of boxes and what is around them.

    Args:
        boxes: (k, 2, 3) centres and half sizes in the bodies' frames, metres.
    """
    signs = box_corners((1.0, 1.0, 1.0), (0.0, 0.0, 0.0))
    corners = boxes[:, :1] + signs * (boxes[:, 1:] + _CONTACT_REACH_M)
    corners[:, :, 2] = np.minimum(corners[:, :, 2], boxes[:, :1, 2])
    return np.asarray(corners)
