"""Lights that matter at night: street lamps in a grid, and the beams of headlights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import borrowing, inlined
from carla_bench.simulator.graphics.view import Body

__all__ = ["LampGrid", "beams_of", "lamp_light", "lit_lamps"]

Array = NDArray[np.float64]
Triple = tuple[float, float, float]

_REACH_M = 26.0
"""of a street lamp"""
_CELL_M = 16.0
_BEAM_REACH_M = 70.0
_BEAM_FAR_M, _MOST_BEAMS = 140.0, 12
_FRONT_LIGHTS = 2 | 4  # low and high beam of CARLA's VehicleLightState
_HIGH_BEAM = 4
_WARM = (1.0, 0.78, 0.5)
_LAMP_POWER, _BEAM_POWER = 60.0, 260.0
_BEAM_COS = math.cos(math.radians(24))


class LampGrid(NamedTuple):
    """Street lamps, found by place, and headlights."""

    place: Array
    """(k, 3) metres"""
    color: Array
    """(k, 3) linear; zeros for those that are off"""
    low: Array
    """(2,) corner of the grid, metres"""
    start: NDArray[np.int64]
    """(rows, columns + 1) where the lamps near a cell begin in `near`"""
    near: NDArray[np.int64]
    """ranks of lamps"""
    beams: Array
    """(b, 7) place, unit direction and strength of headlights"""


def lit_lamps(place: Array, color: Array | None = None, beams: Array | None = None) -> LampGrid:
    """Return lamps sorted into a grid.

    Args:
        place: (k, 3) metres.
        color: (k, 3) linear colour times brightness, 1 on average; warm white if None.
        beams: of `beams_of`.
    """
    place = np.asarray(place, np.float64).reshape(-1, 3)
    color = np.tile(_WARM, (len(place), 1)) if color is None else color
    low = place[:, :2].min(axis=0) - _REACH_M if len(place) else np.zeros(2)
    high = place[:, :2].max(axis=0) + _REACH_M if len(place) else np.zeros(2)
    columns, rows = (int(span) for span in (high - low) // _CELL_M + 1)
    y, x = np.mgrid[:rows, :columns]
    middle = low + (np.stack([x, y], axis=-1).reshape(-1, 2) + 0.5) * _CELL_M
    reach = _REACH_M + _CELL_M * 0.71
    near: list[NDArray[np.int64]] = []
    for cell in middle:
        near.append(np.flatnonzero(np.hypot(*(place[:, :2] - cell).T) < reach))
    counts = np.array([len(some) for some in near], np.int64)
    ends = np.cumsum(counts)
    return LampGrid(
        place=place,
        color=np.asarray(color, np.float64),
        low=low,
        start=np.stack([ends - counts, ends], axis=1).reshape(rows, columns, 2),
        near=np.concatenate(near).astype(np.int64) if near else np.zeros(0, np.int64),
        beams=np.zeros((0, 7)) if beams is None else beams,
    )


def beams_of(bodies: Sequence[Body], eye: Array) -> Array:
    """Return (b, 7) place, direction and strength of the headlights that matter.

    Args:
        bodies: some of them with lit headlights.
        eye: (3,) from where they are seen, metres.
    """
    lit = [body for body in bodies if body.lamps & _FRONT_LIGHTS]
    lit.sort(key=lambda body: float(np.linalg.norm(body.world_from_body[:3, 3] - eye)))
    rows = []
    for body in lit[:_MOST_BEAMS]:
        if np.linalg.norm(body.world_from_body[:3, 3] - eye) < _BEAM_FAR_M:
            matrix, extent = body.world_from_body, body.shape.extent
            place = matrix @ np.array([body.shape.center[0] + extent[0], 0.0, 0.7, 1.0])
            tilt = 0.01 if body.lamps & _HIGH_BEAM else -0.035
            along = matrix[:3, :3] @ np.array([1.0, 0.0, tilt])
            strength = 2.0 if body.lamps & _HIGH_BEAM else 1.0
            rows.append([*place[:3], *(along / np.linalg.norm(along)), strength])
    return np.array(rows, np.float64).reshape(-1, 7)


@borrowing
def lamp_light(lamps: LampGrid, point: Triple, normal: Triple) -> Triple:
    """Return the linear light that lamps throw on a surface; nothing stands in their way."""
    red = green = blue = 0.0
    column = int((point[0] - lamps.low[0]) // _CELL_M)
    row = int((point[1] - lamps.low[1]) // _CELL_M)
    if 0 <= row < lamps.start.shape[0] and 0 <= column < lamps.start.shape[1]:
        for item in range(lamps.start[row, column, 0], lamps.start[row, column, 1]):
            lamp = lamps.near[item]
            light = _street_light(lamps.place[lamp], point, normal)
            red += light * lamps.color[lamp, 0]
            green += light * lamps.color[lamp, 1]
            blue += light * lamps.color[lamp, 2]
    for beam in lamps.beams:
        light = _beam_light(beam, point, normal)
        red += light
        green += light * 0.95
        blue += light * 0.85
    return red, green, blue


@inlined
def _street_light(place: Array, point: Triple, normal: Triple) -> float:
    x, y, z = place[0] - point[0], place[1] - point[1], place[2] - point[2]
    square = x * x + y * y + z * z
    if square > _REACH_M * _REACH_M or z <= 0:
        return 0.0
    distance = math.sqrt(square) + 1e-6
    facing = max((x * normal[0] + y * normal[1] + z * normal[2]) / distance, 0.0)
    fade = 1 - square / (_REACH_M * _REACH_M)
    steep = min(2 * z / distance, 1.0)
    return float(_LAMP_POWER * facing * fade * fade * steep / (square + 4))


@inlined
def _beam_light(beam: Array, point: Triple, normal: Triple) -> float:
    x, y, z = point[0] - beam[0], point[1] - beam[1], point[2] - beam[2]
    square = x * x + y * y + z * z
    along = x * beam[3] + y * beam[4] + z * beam[5]
    if along <= 0 or square > _BEAM_REACH_M * _BEAM_REACH_M:
        return 0.0
    distance = math.sqrt(square) + 1e-6
    # Wide and flat: what is above the beam gets little.
    lift = z - along * beam[5]
    cone = along / math.sqrt(square - min(lift * lift * (9.0 if lift > 0 else -1.0), square * 0.9))
    if cone < _BEAM_COS or lift > 0.25 * along:
        return 0.0
    facing = max(-(x * normal[0] + y * normal[1] + z * normal[2]) / distance, 0.0)
    edge = (cone - _BEAM_COS) / (1 - _BEAM_COS)
    fade = 1 - square / (_BEAM_REACH_M * _BEAM_REACH_M)
    power = _BEAM_POWER * beam[6] * (0.15 + facing) * min(edge, 1.0)
    return float(power * fade / (square + 30))
