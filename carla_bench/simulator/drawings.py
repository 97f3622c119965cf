"""Debug shapes that clients draw into the world."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose, box_corners, transform_points
from carla_bench.simulator import wire
from carla_bench.simulator.graphics.strokes import Stroke

__all__ = ["Drawing", "decoded"]

Array = NDArray[np.float64]

_BOX_EDGES = np.array(
    [(a, b) for a in range(8) for b in range(a + 1, 8) if (a ^ b) in (1, 2, 4)], np.intp
)


class Drawing(NamedTuple):
    """One shape."""

    stroke: Stroke
    ends_s: float
    """simulated time when it vanishes; `inf` for never"""


def decoded(shape: object, now_s: float) -> Drawing:
    """Return the drawing of a msgpack DebugShape.

    Args:
        shape: ``[primitive, color, life_time, persistent_lines]``.
        now_s: simulated time.

    Raises:
        BadValue: it is not a shape.
    """
    primitive, color, life_time, _ = wire.items(shape, 4)[:4]
    kind, payload = wire.items(primitive, 2)[:2]
    make = _SHAPES.get(wire.integer(kind))
    if make is None:
        raise wire.BadValue("Expected a shape from 0 to 8.")
    segments, width_m, text = make(wire.items(payload, 2))
    red, green, blue = (wire.integer(part) & 255 for part in wire.items(color, 3)[:3])
    life_s = wire.number(life_time)
    ends_s = now_s + life_s if life_s >= 0 else np.inf
    return Drawing(Stroke(segments, width_m, (red, green, blue), text), ends_s)


_Strokes = tuple[Array, float, str]


def _point(payload: Sequence[object]) -> _Strokes:
    center, size = np.array(wire.vector(payload[0])), wire.number(payload[1])
    half = max(size, 0.0) / 2
    up = np.array([0.0, 0.0, half])
    return np.array([[center - up, center + up]]), 2 * half, ""


def _line(payload: Sequence[object]) -> _Strokes:
    begin, end, thickness = wire.items(payload, 3)[:3]
    return np.array([[wire.vector(begin), wire.vector(end)]]), wire.number(thickness), ""


def _arrow(payload: Sequence[object]) -> _Strokes:
    (segment,), width_m, _ = _line(wire.items(payload[0], 3))
    size = max(wire.number(payload[1]), 0.0)
    begin, end = segment
    along = end - begin
    length = float(np.linalg.norm(along))
    if length < 1e-9:
        return segment[None], width_m, ""
    along = along / length
    across = np.cross(along, [0.0, 0.0, 1.0] if abs(along[2]) < 0.9 else [1.0, 0.0, 0.0])
    across /= np.linalg.norm(across)
    head = [
        [end, end - size * along + 0.5 * size * side]
        for side in (across, -across, np.cross(along, across), -np.cross(along, across))
    ]
    return np.array([segment, *head]), width_m, ""


def _box(payload: Sequence[object]) -> _Strokes:
    box, rotation, thickness = wire.items(payload, 3)[:3]
    center, extent = (wire.vector(part) for part in wire.items(box, 2)[:2])
    turn = Pose(*center, *wire.vector(rotation)).matrix
    corners = transform_points(turn, box_corners(extent, (0.0, 0.0, 0.0)))
    return corners[_BOX_EDGES], wire.number(thickness), ""


def _string(payload: Sequence[object]) -> _Strokes:
    place = np.array(wire.vector(payload[0]))
    return np.array([[place, place]]), 0.0, wire.text(payload[1])[:_MAX_TEXT]


_MAX_TEXT = 256
# The second five are the same for a head-up display, which a camera does not tell apart.
_SHAPES: dict[int, Callable[[Sequence[object]], _Strokes]] = {
    0: _point, 1: _line, 2: _arrow, 3: _box, 4: _string, 5: _point, 6: _line, 7: _arrow, 8: _box,
}  # fmt: skip
