"""Lines and texts drawn over a picture, hidden by what is nearer."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from carla_bench.core.geometry import transform_points
from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.graphics.view import Buffers, View

__all__ = ["Stroke", "draw_strokes"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

_NEAR_M = 0.05
_BEFORE_M = 0.03
"""lines that lie on a surface are seen"""
_WIDEST = 200.0
"""pixels"""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Straight lines of one kind, or a text."""

    segments: Array
    """(n, 2, 3) ends of the lines in the world, metres"""
    width_m: float
    color: tuple[int, int, int]
    """sRGB"""
    text: str = ""
    """written at the first end instead of lines, if not empty"""


def draw_strokes(buffers: Buffers, view: View, strokes: Sequence[Stroke]) -> None:
    """Draw over the colours of a picture.

    Args:
        buffers: with colours, which are changed, and depth.
        view: of the picture.
        strokes: what to draw.
    """
    assert buffers.bgra is not None
    if not strokes:
        return
    pixels = buffers.bgra.view("<u4")[..., 0]
    sensor_from_world = np.asarray(np.linalg.inv(view.world_from_sensor), np.float64)
    for stroke in strokes:
        ends = transform_points(sensor_from_world, stroke.segments.reshape(-1, 3))
        if stroke.text:
            _write(pixels, buffers.depth, view, stroke, ends[0])
            continue
        _draw_lines(
            pixels, buffers.depth, np.ascontiguousarray(ends).reshape(-1, 2, 3), stroke.width_m,
            view.focal, _packed(stroke.color),
        )  # fmt: skip


def _packed(color: tuple[int, int, int]) -> np.uint32:
    red, green, blue = color
    return np.uint32(0xFF000000 | red << 16 | green << 8 | blue)


def _write(
    pixels: NDArray[np.uint32], depth: Floats, view: View, stroke: Stroke, place: Array
) -> None:
    """Write a text in small letters of fixed size, as CARLA does."""
    if place[0] < _NEAR_M:
        return
    u = int(place[1] / place[0] * view.focal + view.width / 2)
    v = int(view.height / 2 - place[2] / place[0] * view.focal)
    if not (-1000 < u < view.width and -100 < v < view.height):
        return
    mask = Image.new("L", (view.width, view.height))
    ImageDraw.Draw(mask).text((u, v), stroke.text, fill=255)
    shown = (np.asarray(mask) > 96) & (depth > place[0] - _BEFORE_M)
    pixels[shown] = _packed(stroke.color)


@compiled
def _draw_lines(
    pixels: NDArray[np.uint32],
    depth: Floats,
    ends: Array,
    width_m: float,
    focal: float,
    color: np.uint32,
) -> None:
    """Draw lines as chains of squares; ends (n, 2, 3) in the sensor's frame."""
    height, width = depth.shape
    for line in range(len(ends)):
        near, far = ends[line, 0].copy(), ends[line, 1].copy()
        if near[0] > far[0]:
            near, far = far, near
        if far[0] < _NEAR_M:
            continue
        if near[0] < _NEAR_M:
            near += (far - near) * ((_NEAR_M - near[0]) / (far[0] - near[0]))
        u0, v0 = near[1] / near[0] * focal + width / 2, height / 2 - near[2] / near[0] * focal
        u1, v1 = far[1] / far[0] * focal + width / 2, height / 2 - far[2] / far[0] * focal
        steps = int(min(max(abs(u1 - u0), abs(v1 - v0)) + 1, 20_000.0))
        for step in range(steps + 1):
            share = step / max(steps, 1)
            u, v = u0 + share * (u1 - u0), v0 + share * (v1 - v0)
            # One over the distance is linear along the picture of a line.
            distance = 1 / ((1 - share) / near[0] + share / far[0])
            half = min(max(width_m * focal / distance, 1.0), _WIDEST) / 2
            for y in range(max(math.ceil(v - half - 0.5), 0), min(int(v + half + 0.5), height)):
                for x in range(max(math.ceil(u - half - 0.5), 0), min(int(u + half + 0.5), width)):
                    if distance - _BEFORE_M < depth[y, x]:
                        pixels[y, x] = color
