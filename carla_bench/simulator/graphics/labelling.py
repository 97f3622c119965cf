"""Compiled loops over pixels that need no light: labels, normals, flow, contacts."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import borrowing, compiled, inlined
from carla_bench.simulator.graphics.slots import Slot
from carla_bench.simulator.graphics.surface import Column
from carla_bench.simulator.materials import SKY_TAG

__all__ = ["dim_contacts", "flow", "label", "normals"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

Triple = tuple[float, float, float]

_NORMAL, _TAG = int(Column.NORMAL), int(Column.TAG)
_TURN, _FIRST, _ID = int(Slot.TURN), int(Slot.FIRST), int(Slot.ID)
_CONTACT_M = 0.7
"""Around an actor's foot, less light arrives from the sky."""


@borrowing
def label(
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    table: Floats,
    objects: NDArray[np.uint16],
    slots: Array,
    tag: NDArray[np.uint8],
    instance: NDArray[np.uint16],
) -> None:
    """Write semantic tags and instances of all pixels.

    Args:
        triangle: (rows, width), as is part: results of `casting.cast_picture`.
        part: see triangle.
        table: of surfaces, and slots of bodies: see `Stage`.
        objects: (m,) instances of the static triangles.
        slots: see table.
        tag: (rows, width) result.
        instance: (rows, width) result, 0 for the sky.
    """
    for y in range(part.shape[0]):
        for x in range(part.shape[1]):
            owner = part[y, x]
            if owner < 0:
                tag[y, x] = SKY_TAG
                instance[y, x] = 0
            elif owner == 0:
                tag[y, x] = np.uint8(table[triangle[y, x], _TAG])
                instance[y, x] = objects[triangle[y, x]]
            else:
                row = int(slots[owner - 1, _FIRST]) + triangle[y, x]
                tag[y, x] = np.uint8(table[row, _TAG])
                instance[y, x] = np.uint16(slots[owner - 1, _ID])


@borrowing
def normals(
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    table: Floats,
    slots: Array,
    axes: Array,
    first_row: int,
    out: Floats,
) -> None:
    """Write unit normals in the world, towards the eye; zeros for the sky.

    Args:
        triangle: as in `label`, and so are the next three.
        part: see triangle.
        table: see triangle.
        slots: see triangle.
        axes: as in `casting.cast_picture`.
        first_row: where the arrays start in the picture.
        out: (rows, width, 3) result.
    """
    for y in range(part.shape[0]):
        for x in range(part.shape[1]):
            owner = part[y, x]
            if owner < 0:
                out[y, x] = 0
                continue
            row = triangle[y, x]
            if owner > 0:
                row += int(slots[owner - 1, _FIRST])
            along = 0.0
            for axis in range(3):
                value = float(table[row, _NORMAL + axis])
                if owner > 0:
                    value = 0.0
                    for column in range(3):
                        turn = slots[owner - 1, _TURN + 3 * axis + column]
                        value += turn * table[row, _NORMAL + column]
                out[y, x, axis] = value
                ray = axes[axis, 0] + axes[axis, 1] * x + axes[axis, 2] * (first_row + y)
                along += value * ray
            if along > 0:
                for axis in range(3):
                    out[y, x, axis] = -out[y, x, axis]


@borrowing
def flow(
    depth: Floats,
    part: NDArray[np.int32],
    lens: tuple[Array, Array],
    before: tuple[Array, float],
    moves: Array,
    first_row: int,
    size: tuple[int, int],
    out: Floats,
) -> None:
    """Write how far each pixel's content moved since the frame before.

    Args:
        depth: (rows, width) metres.
        part: (rows, width).
        lens: eye (3,) and axes (3, 3) of the picture.
        before: (1, 4, 4) sensor from world one frame earlier, and the focal length in pixels.
        moves: (k, 4, 4) what takes a body's points now to where they were in the world.
        first_row: where the arrays start in the picture.
        size: width and height of the picture, pixels.
        out: (rows, width, 2) result: current minus previous position in normalised device
            units, where the picture is 2 wide and 2 high, x right, y up.
    """
    eye, axes = lens
    matrix, focal = before
    width, height = size
    for y in range(part.shape[0]):
        for x in range(part.shape[1]):
            ray = (
                axes[0, 0] + axes[0, 1] * x + axes[0, 2] * (first_row + y),
                axes[1, 0] + axes[1, 1] * x + axes[1, 2] * (first_row + y),
                axes[2, 0] + axes[2, 1] * x + axes[2, 2] * (first_row + y),
            )
            # The sky is so far away that only the rotation counts.
            reach, here = (1.0, 0.0) if part[y, x] < 0 else (float(depth[y, x]), 1.0)
            place = (
                eye[0] * here + ray[0] * reach,
                eye[1] * here + ray[1] * reach,
                eye[2] * here + ray[2] * reach,
            )
            if part[y, x] > 0:
                place = _moved(moves, part[y, x] - 1, place, 1.0)
            seen = _moved(matrix, 0, place, here)
            out[y, x] = 0
            if seen[0] > 1e-3:
                u = seen[1] / seen[0] * focal + width / 2
                v = height / 2 - seen[2] / seen[0] * focal
                out[y, x, 0] = (x + 0.5 - u) * 2 / width
                out[y, x, 1] = -(first_row + y + 0.5 - v) * 2 / height


@inlined
def _moved(matrices: Array, rank: int, place: Triple, weight: float) -> Triple:
    x, y, z = place
    m = rank
    return (
        matrices[m, 0, 0] * x
        + matrices[m, 0, 1] * y
        + matrices[m, 0, 2] * z
        + matrices[m, 0, 3] * weight,
        matrices[m, 1, 0] * x
        + matrices[m, 1, 1] * y
        + matrices[m, 1, 2] * z
        + matrices[m, 1, 3] * weight,
        matrices[m, 2, 0] * x
        + matrices[m, 2, 1] * y
        + matrices[m, 2, 2] * z
        + matrices[m, 2, 3] * weight,
    )


@compiled
def dim_contacts(
    depth: Floats,
    lens: tuple[Array, Array],
    areas: NDArray[np.int64],
    ranks: NDArray[np.int64],
    boxes: Array,
    slots: Array,
    open_: Floats,
) -> None:
    """Darken the ground around the feet of bodies, where less of the sky is in view.

    Args:
        depth: (height, width) metres, of the whole picture.
        lens: eye (3,) and axes (3, 3) of the picture.
        areas: (k, 4) left, right, top, bottom of the pixels to look at.
        ranks: (k,) of the bodies.
        boxes: (k, 2, 3) centres and half sizes in the bodies' frames, metres.
        slots: of all bodies, see `Stage`.
        open_: (height, width) share of the light from above that arrives; changed in place.
    """
    eye, axes = lens
    shift, inside = np.zeros(3), np.zeros(3)
    for item in range(len(ranks)):
        body = ranks[item]
        for y in range(areas[item, 2], areas[item, 3]):
            for x in range(areas[item, 0], areas[item, 1]):
                if not math.isfinite(depth[y, x]):
                    continue
                for axis in range(3):
                    along = axes[axis, 0] + axes[axis, 1] * x + axes[axis, 2] * y
                    shift[axis] = eye[axis] + along * depth[y, x] - slots[body, axis]
                for axis in range(3):
                    inside[axis] = -boxes[item, 0, axis]
                    for row in range(3):
                        inside[axis] += slots[body, _TURN + 3 * row + axis] * shift[row]
                beside = math.hypot(
                    max(abs(inside[0]) - boxes[item, 1, 0], 0.0),
                    max(abs(inside[1]) - boxes[item, 1, 1], 0.0),
                )
                tall = boxes[item, 1, 2]
                above = abs((inside[2] + tall) / max(tall, 0.1))
                if 0.02 < beside < _CONTACT_M and above < 1:
                    dark = (1 - beside / _CONTACT_M) ** 2 * (1 - above)
                    open_[y, x] *= 1 - 0.7 * dark
