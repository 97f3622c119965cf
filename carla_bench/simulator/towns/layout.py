"""Where the roads of a plan run, and which of them meet."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from carla_bench.simulator.towns.arms import Arm
from carla_bench.simulator.towns.curves import (
    Piece,
    Point,
    Ray,
    fillet_polyline,
    heading,
    length,
    trim,
)
from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.profiles import Cubic, profile
from carla_bench.simulator.towns.ramps import GORE_M, gore, is_ramp_junction, ramp_arm
from carla_bench.simulator.towns.turns import mouth_distances

__all__ = ["Layout", "Node", "Street", "Stretch", "lay_out"]

Node = tuple[float, float] | tuple[float, float, float]
"""x, y, and height if it is not 0, metres"""

_RAMP_RUN_M = 25.0
"""a ramp goes straight on this far from the gore before it bends as planned"""
_PROJECTION_STEP_M = 0.5
_MIN_ROAD_M = 4.0
_ODD_M = 0.0137
"""keeps lengths from being whole metres, where `next_until_lane_end(1.0)` of CARLA fails"""


@dataclass(frozen=True, slots=True)
class Street:
    """A street on paper."""

    kind: StreetKind
    path: str
    """the nodes it runs through, separated by blanks; a one-way street's left edge"""
    bend_radius_m: float | None = None
    """of its line in bends; None: the plan's"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A street between two junctions: a road to be."""

    kind: StreetKind
    nodes: tuple[str, ...]
    """from junction to junction"""
    course: list[Piece]
    levels: tuple[float, float]
    """height at the start and at the end, metres"""
    heights: tuple[Cubic, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Roads, and the junctions that they end in."""

    stretches: list[Stretch]
    """by road id"""
    arms: dict[str, list[Arm]]
    """junction's node to its arms, anticlockwise, with rays at their mouths"""


@dataclass(frozen=True, slots=True)
class _Chain:
    kind: StreetKind
    nodes: tuple[str, ...]
    radius_m: float


def lay_out(
    nodes: Mapping[str, Node],
    streets: tuple[Street, ...],
    *,
    kerb_radius_m: float,
    bend_radius_m: float,
) -> Layout:
    """Return the roads of a plan and what meets at its junctions.

    Args:
        nodes: name to place.
        streets: kinds and paths.
        kerb_radius_m: least radius of the kerbs in junctions.
        bend_radius_m: of centre lines, where the street does not say.
    """
    chains = _chains(streets, bend_radius_m)
    arms = _arms(nodes, chains)
    gores, cuts = {}, {}
    for entries in arms.values():
        if is_ramp_junction(entries):
            ramp = ramp_arm(entries)
            gores[ramp.road, ramp.at_end] = gore(entries)
            distances = [GORE_M * (a.kind.motorway and a.at_end == ramp.at_end) for a in entries]
        else:
            distances = [cut + _ODD_M for cut in mouth_distances(entries, kerb_radius_m)]
        for arm, distance in zip(entries, distances, strict=True):
            cuts[arm.road, arm.at_end] = distance
    stretches = []
    for road, chain in enumerate(chains):
        points = _corners(nodes, chain, gores.get((road, False)), gores.get((road, True)))
        whole = fillet_polyline(points, chain.radius_m)
        course = trim(whole, cuts[road, False], cuts[road, True])
        assert length(course) >= _MIN_ROAD_M, f"no room for a road along {chain.nodes}"
        z = [_height(nodes[node]) for node in chain.nodes]
        heights = profile(_stations(nodes, chain, course), z)
        stretches.append(Stretch(chain.kind, chain.nodes, course, (z[0], z[-1]), heights))
    mouths = {
        node: [replace(arm, ray=_mouth(stretches[arm.road].course, arm)) for arm in entries]
        for node, entries in arms.items()
    }
    return Layout(stretches, mouths)


def _chains(streets: tuple[Street, ...], bend_radius_m: float) -> list[_Chain]:
    """Return the streets cut at the junctions."""
    paths = [street.path.split() for street in streets]
    degree = Counter(node for path in paths for pair in pairwise(path) for node in pair)
    ends = {node for path in paths for node in (path[0], path[-1])}
    lonely = [node for node in ends if degree[node] < 2]
    assert not lonely, f"dead ends: {lonely}"
    chains = []
    for street, path in zip(streets, paths, strict=True):
        cuts = [i for i, node in enumerate(path) if node in ends or degree[node] > 2]
        radius = street.bend_radius_m or bend_radius_m
        chains += [_Chain(street.kind, tuple(path[a : b + 1]), radius) for a, b in pairwise(cuts)]
    return chains


def _arms(nodes: Mapping[str, Node], chains: list[_Chain]) -> dict[str, list[Arm]]:
    """Return the arms of each junction, anticlockwise, with rays at its node."""
    arms: dict[str, list[Arm]] = {}
    for road, chain in enumerate(chains):
        for at_end in (False, True):
            node, towards = chain.nodes[:2] if not at_end else chain.nodes[:-3:-1]
            x, y = nodes[node][:2]
            ray = Ray(x, y, heading((x, y), nodes[towards][:2]))
            arms.setdefault(node, []).append(Arm(road, at_end, chain.kind, ray.heading, ray))
    return {
        node: sorted(entries, key=lambda arm: arm.bearing) for node, entries in sorted(arms.items())
    }


def _corners(
    nodes: Mapping[str, Node], chain: _Chain, start: Ray | None, end: Ray | None
) -> list[Point]:
    """Return the polyline of a road, from and to the gores if it is a ramp."""
    points = [nodes[node][:2] for node in chain.nodes]
    if start:
        points[:1] = [start.point, start.moved(_RAMP_RUN_M).point]
    if end:
        points[-1:] = [end.moved(-_RAMP_RUN_M).point, end.point]
    return points


def _mouth(course: list[Piece], arm: Arm) -> Ray:
    if arm.at_end:
        return course[-1].at(course[-1].length).turned(math.pi)
    return course[0].at(0.0)


def _height(node: Node) -> float:
    return node[2] if len(node) == 3 else 0.0


def _stations(nodes: Mapping[str, Node], chain: _Chain, course: list[Piece]) -> list[float]:
    """Return where along a road its nodes lie, in metres."""
    inner = [_station(course, nodes[node][:2]) for node in chain.nodes[1:-1]]
    return [0.0, *inner, length(course)]


def _station(course: list[Piece], point: Point) -> float:
    """Return where the course comes nearest to a point, in metres from its start."""
    s: list[float] = []
    places: list[Point] = []
    first = 0.0
    for piece in course:
        for along in np.arange(0.0, piece.length, _PROJECTION_STEP_M).tolist():
            s.append(first + along)
            places.append(piece.at(along).point)
        first += piece.length
    return s[int(np.hypot(*(np.array(places) - point).T).argmin())]
