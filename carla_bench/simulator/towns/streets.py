"""From a plan of streets to OpenDRIVE: nodes and paths in, roads with junctions out.

Plans lie in OpenDRIVE's axes: x east, y north, metres. A node that three or more streets
meet at, or where a street ends, becomes a junction; any other node is a smooth bend of the
road through it. Junctions are level, so that all their ways agree in height.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count

from carla_bench.simulator.towns.arms import Arm
from carla_bench.simulator.towns.controls import LIGHT, light_phases, post, sign_types, speed_sign
from carla_bench.simulator.towns.curves import length
from carla_bench.simulator.towns.elements import (
    Connection,
    Controller,
    Junction,
    Link,
    Road,
    Signal,
)
from carla_bench.simulator.towns.layout import Layout, Node, Street, Stretch, lay_out
from carla_bench.simulator.towns.profiles import Cubic
from carla_bench.simulator.towns.ramps import is_ramp_junction, ramp_ways
from carla_bench.simulator.towns.sections import (
    SETBACK_M,
    crosswalks,
    street_sections,
    way_section,
)
from carla_bench.simulator.towns.turns import Way, crossing_ways
from carla_bench.simulator.towns.writing import opendrive_text

__all__ = ["StreetPlan"]

_BARE_SETBACK_M = 1.5
"""stop line to junction on a road without a crosswalk"""
_SPEED_SIGN_M = 18.0
_SPEED_SIGN_MIN_ROAD_M = 60.0


@dataclass(frozen=True, slots=True)
class StreetPlan:
    """A town on paper."""

    summary: str
    """what it looks like, in a line"""
    nodes: Mapping[str, Node]
    streets: tuple[Street, ...]
    lights: str = ""
    """nodes with traffic lights, separated by blanks"""
    kerb_radius_m: float = 6.0
    """radius of the kerb at the tightest corner of a junction"""
    bend_radius_m: float = 20.0
    """radius of the centre line in bends, where the street has none of its own"""
    latitude_deg: float = 48.2
    longitude_deg: float = 11.6

    def opendrive(self, name: str) -> str:
        """Return OpenDRIVE text, the same bytes each time.

        Args:
            name: of the town, for the header.
        """
        radii = {"kerb_radius_m": self.kerb_radius_m, "bend_radius_m": self.bend_radius_m}
        layout = lay_out(self.nodes, self.streets, **radii)
        roads, junctions = _assemble(layout, frozenset(self.lights.split()))
        return opendrive_text(name, (self.latitude_deg, self.longitude_deg), roads, junctions)


def _assemble(layout: Layout, lights: frozenset[str]) -> tuple[list[Road], list[Junction]]:
    """Return roads and junctions; no two of them, and no two signals, share an id."""
    unknown = sorted(lights - layout.arms.keys())
    assert not unknown, f"lights where no streets meet: {unknown}"
    ids = count(len(layout.stretches))
    junction_ids = {node: next(ids) for node in layout.arms}
    ways: list[Road] = []
    connections: dict[str, list[Connection]] = defaultdict(list)
    for node, arms in layout.arms.items():
        for way in (ramp_ways if is_ramp_junction(arms) else crossing_ways)(arms):
            ways.append(_connecting_road(next(ids), junction_ids[node], way, layout))
            connections[node].append(_connection(ways[-1].id, way))
    signals: dict[int, list[Signal]] = defaultdict(list)
    junctions = []
    for node, arms in layout.arms.items():
        controllers = _controlled(layout, arms, ids, signals, lit=node in lights)
        entry = junction_ids[node], f"Junction{node}", tuple(connections[node]), controllers
        junctions.append(Junction(*entry))
    streets = [
        _street(road, stretch, junction_ids, tuple(signals[road]))
        for road, stretch in enumerate(layout.stretches)
    ]
    return [*streets, *ways], junctions


def _street(
    road: int, stretch: Stretch, junction_ids: dict[str, int], signals: tuple[Signal, ...]
) -> Road:
    """Return the road of a stretch between two junctions."""
    total = length(stretch.course)
    return Road(
        road,
        stretch.course,
        stretch.heights,
        street_sections(stretch.kind, total),
        (Link(junction_ids[stretch.nodes[0]]), Link(junction_ids[stretch.nodes[-1]])),
        stretch.kind.speed_kmh,
        type=stretch.kind.road_type,
        signals=signals,
        crosswalks=crosswalks(2 * road, stretch.kind, total),
    )


def _controlled(
    layout: Layout,
    arms: list[Arm],
    ids: count[int],
    signals: dict[int, list[Signal]],
    *,
    lit: bool,
) -> tuple[Controller, ...]:
    """Add the signals of a junction's arms to those of their roads and return its controllers."""
    waits = {} if is_ramp_junction(arms) else sign_types(arms)
    if lit:
        waits = {i: LIGHT for i, arm in enumerate(arms) if arm.lanes(inbound=True)}
    light_of: dict[int, int] = {}
    for i, arm in enumerate(arms):
        stretch = layout.stretches[arm.road]
        total = length(stretch.course)
        if i in waits:
            walked = crosswalks(0, stretch.kind, total)
            setback = min(SETBACK_M if walked else _BARE_SETBACK_M, total / 2)
            signals[arm.road].append(post(next(ids), arm, waits[i], setback, total))
            light_of[i] = signals[arm.road][-1].id
        if arm.lanes(inbound=False) and total >= _SPEED_SIGN_MIN_ROAD_M:
            signals[arm.road].append(speed_sign(next(ids), arm, _SPEED_SIGN_M, total))
    if not lit:
        return ()
    phases = light_phases(arms)
    return tuple(
        Controller(next(ids), sequence, tuple(light_of[arms.index(arm)] for arm in phase))
        for sequence, phase in enumerate(phases)
    )


def _connecting_road(road: int, junction: int, way: Way, layout: Layout) -> Road:
    """Return the road of a way through a junction."""
    stretch = layout.stretches[way.source.road]
    links = tuple(Link(arm.road, arm.at_end) for arm in (way.source, way.target))
    return Road(
        road,
        way.course,
        (Cubic(0.0, stretch.levels[way.source.at_end]),),
        (way_section(way),),
        (links[0], links[1]),
        stretch.kind.speed_kmh,
        junction,
        stretch.kind.road_type,
    )


def _connection(road: int, way: Way) -> Connection:
    lanes = [
        (lane.incoming, -number)
        for number, lane in enumerate(way.lanes, start=1)
        if lane.incoming is not None
    ]
    return Connection(way.source.road, road, tuple(lanes))
