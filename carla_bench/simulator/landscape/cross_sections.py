"""Cross sections of every road of a map: the lattice that road surfaces are made from.

Everything is asked of `carla.Map`, so whatever OpenDRIVE the client can read will do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import carla
import numpy as np
from numpy.typing import NDArray

__all__ = ["PAVED", "RAISED", "Mark", "Stretch", "survey"]

_STEP_M = 1.0
_TOLERANCE_M = 0.015
_JOINT_OVERLAP_M = 0.02
_JUNCTION_STEP = 2
"""stations: lanes that collide inside junctions are cut away in pieces of this length"""

_Type = carla.LaneType
_NOT_PAVED = (_Type.NONE, _Type.Sidewalk, _Type.Border, _Type.Median, _Type.Shoulder, _Type.Rail)
PAVED: frozenset[int] = frozenset(
    int(kind) for kind in _Type.values.values() if kind not in _NOT_PAVED
)
"""`int(carla.LaneType)` of lanes that vehicles may be on: asphalt."""
RAISED: frozenset[int] = frozenset({int(_Type.Sidewalk)})
"""`int(carla.LaneType)` of lanes that lie a kerb above the asphalt."""


class Mark(NamedTuple):
    """The line along the edge of a lane."""

    kind: carla.LaneMarkingType
    color: carla.LaneMarkingColor
    width_m: float


@dataclass(frozen=True, slots=True)
class Stretch:
    """One lane section of one road; lanes are ordered from left to right along s."""

    road: int
    junction: int | None
    lane_types: tuple[int, ...]
    """`int(carla.LaneType)` of each lane"""
    s: NDArray[np.float64]
    """(n,) stations along the reference line, metres"""
    edges: NDArray[np.float64]
    """(n, lanes + 1, 3) boundaries between lanes in the world, metres"""
    marks: tuple[tuple[Mark | None, ...], ...]
    """[boundary][station] what is painted from that station on"""


def survey(carla_map: carla.Map) -> list[Stretch]:
    """Return the stretches of all roads that have a driving lane, ordered by road and section."""
    seeds: dict[tuple[int, int], carla.Waypoint] = {}
    for waypoint in carla_map.generate_waypoints(2.0):
        seeds.setdefault((waypoint.road_id, waypoint.section_id), waypoint)
    stretches = (_stretch(carla_map, seeds[key]) for key in sorted(seeds))
    return [stretch for stretch in stretches if stretch is not None]


def _stretch(carla_map: carla.Map, seed: carla.Waypoint) -> Stretch | None:
    """Return the stretch around a waypoint, or None if it is too short to matter."""
    first, last = (_limit(carla_map, seed, sign) for sign in (-1, 1))
    if last - first < 2 * _JOINT_OVERLAP_M:
        return None
    s = np.linspace(first, last, 1 + max(2, int(np.ceil((last - first) / _STEP_M))))
    lanes = _lane_ids(carla_map, seed)
    rows = [
        [carla_map.get_waypoint_xodr(seed.road_id, lane, station) for lane in lanes]
        for station in s.tolist()
    ]
    complete = [i for i, row in enumerate(rows) if None not in row]
    if len(complete) < 2:
        return None
    s, rows = s[complete], [rows[i] for i in complete]
    centre = sum(lane > 0 for lane in lanes)
    edges = _edges(rows, centre)
    marks = [_boundary_marks(row, centre) for row in rows]
    changes = [a != b for a, b in zip(marks[1:], marks[:-1], strict=True)]
    junction = seed.junction_id if seed.is_junction else None
    keep = _simplify(edges, np.r_[False, changes])
    if junction is not None:
        keep[::_JUNCTION_STEP] = True
    return Stretch(
        road=seed.road_id,
        junction=junction,
        lane_types=tuple(int(waypoint.lane_type) for waypoint in rows[0]),
        s=s[keep],
        edges=_overlapping_ends(edges[keep]),
        marks=tuple(zip(*(marks[i] for i in np.flatnonzero(keep)), strict=True)),
    )


def _limit(carla_map: carla.Map, seed: carla.Waypoint, sign: int) -> float:
    """Return the last s of the seed's lane section towards `sign`, to a tenth of a millimetre."""

    def inside(s: float) -> bool:
        found = carla_map.get_waypoint_xodr(seed.road_id, seed.lane_id, s) if s >= 0 else None
        return found is not None and found.section_id == seed.section_id

    near: float = seed.s
    step = 2.0
    while inside(near + sign * step):
        near += sign * step
    while step > 1e-4:
        step /= 2
        if inside(near + sign * step):
            near += sign * step
    return near


def _lane_ids(carla_map: carla.Map, seed: carla.Waypoint) -> list[int]:
    """Return the ids of all lanes abreast of a waypoint, from left to right."""
    ids: list[int] = []
    for sign in (1, -1):
        lane = sign
        while carla_map.get_waypoint_xodr(seed.road_id, lane, seed.s) is not None:
            ids.append(lane)
            lane += sign
    return sorted(ids, reverse=True)


def _edges(rows: list[list[carla.Waypoint]], centre: int) -> NDArray[np.float64]:
    """Return (n, lanes + 1, 3) lane boundaries.

    Args:
        rows: waypoints [station][lane].
        centre: number of lanes on the left of the reference line.
    """
    data = np.array([[_place(waypoint) for waypoint in row] for row in rows])
    points, half = data[..., :3], data[..., 4:] / 2
    yaw = np.deg2rad(data[..., 3])
    right = np.stack([-np.sin(yaw), np.cos(yaw), np.zeros_like(yaw)], axis=-1)
    right[:, :centre] *= -1  # the lanes on the left run against s
    outer = np.concatenate(
        [
            points[:, :centre] - half[:, :centre] * right[:, :centre],
            points[:, centre:] + half[:, centre:] * right[:, centre:],
        ],
        axis=1,
    )
    if centre < points.shape[1]:
        middle = points[:, centre] - half[:, centre] * right[:, centre]
    else:
        middle = points[:, -1] + half[:, -1] * right[:, -1]
    return np.insert(outer, centre, middle, axis=1)


def _place(waypoint: carla.Waypoint) -> tuple[float, float, float, float, float]:
    transform = waypoint.transform
    at = transform.location
    return at.x, at.y, at.z, transform.rotation.yaw, waypoint.lane_width


def _boundary_marks(row: list[carla.Waypoint], centre: int) -> list[Mark | None]:
    """Return what is painted on each lane boundary of one cross section."""
    inner = row[min(centre, len(row) - 1)].left_lane_marking
    outer = [_mark(waypoint.right_lane_marking) for waypoint in row]
    return [*outer[:centre], _mark(inner), *outer[centre:]]


def _mark(marking: carla.LaneMarking | None) -> Mark | None:
    if marking is None or marking.type == carla.LaneMarkingType.NONE:
        return None
    return Mark(marking.type, marking.color, round(marking.width, 3))


def _simplify(edges: NDArray[np.float64], keep: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which stations are needed: Douglas and Peucker's method on all edges at once.

    Args:
        edges: (n, boundaries, 3).
        keep: (n,) stations that must stay.
    """
    keep = keep.copy()
    keep[[0, -1]] = True
    fixed = np.flatnonzero(keep).tolist()
    pending = list(pairwise(fixed))
    while pending:
        first, last = pending.pop()
        if last - first < 2:
            continue
        share = (np.arange(first, last + 1) - first) / (last - first)
        chord = edges[first] + share[:, None, None] * (edges[last] - edges[first])
        error = np.linalg.norm(edges[first : last + 1] - chord, axis=-1).max(axis=1)
        worst = int(error.argmax())
        if error[worst] > _TOLERANCE_M:
            keep[first + worst] = True
            pending += [(first, first + worst), (first + worst, last)]
    return keep


def _overlapping_ends(edges: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the edges, reaching a little over the ends so that no crack stays between roads."""
    edges = edges.copy()
    for end, inward in ((0, 1), (-1, -2)):
        along = edges[end] - edges[inward]
        length = np.linalg.norm(along, axis=-1, keepdims=True)
        edges[end] += _JOINT_OVERLAP_M * along / np.maximum(length, 1e-6)
    return edges
