"""From a plan of streets to OpenDRIVE: nodes and paths in, roads with junctions out.

Plans lie in OpenDRIVE's axes: x east, y north, metres. A node that three or more streets
meet at becomes a junction, any other node a smooth bend of the road through it.
"""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise

from scenariogeneration import xodr

from carla_bench.simulator.towns.curves import Piece, Point, fillet_polyline, heading, plan_view
from carla_bench.simulator.towns.turns import Arm, Turn, mouth_distances, turns

__all__ = ["StreetKind", "StreetPlan"]

_GEO_REFERENCE = "+proj=tmerc +lat_0={lat} +lon_0={lon} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m"
_MARK_WIDTH_M = 0.12
_CROSSWALK_M = 3.0
_CROSSWALK_SETBACK_M = 2.5
"""from the junction to the middle of a crosswalk"""
_CROSSWALK_MIN_ROAD_M = 25.0


@dataclass(frozen=True, slots=True)
class StreetKind:
    """Cross section and speed limit of a street."""

    lanes: int = 1
    """driving lanes each way"""
    lane_width_m: float = 3.5
    sidewalk_m: float = 3.0
    speed_mph: int = 20
    divided: bool = False
    """double solid centre line instead of a broken one"""


@dataclass(frozen=True, slots=True)
class StreetPlan:
    """A town on paper."""

    nodes: dict[str, Point]
    """name to x, y [m]"""
    streets: tuple[tuple[StreetKind, str], ...]
    """kind, and the nodes it runs through, separated by blanks; ends lie on junctions"""
    kerb_radius_m: float = 6.0
    """radius of the kerb at the tightest corner of a junction"""
    bend_radius_m: float = 20.0
    """radius of the centre line in bends"""
    latitude_deg: float = 48.2
    longitude_deg: float = 11.6

    def opendrive(self, name: str) -> str:
        """Return OpenDRIVE text, the same bytes each time.

        Args:
            name: of the town, for the header.
        """
        document = xodr.OpenDrive(
            name, geo_reference=_GEO_REFERENCE.format(lat=self.latitude_deg, lon=self.longitude_deg)
        )
        chains = self._chains()
        arms = self._arms(chains)
        junctions = {node: len(chains) + rank for rank, node in enumerate(sorted(arms))}
        mouths = {node: mouth_distances(arms[node], self.kerb_radius_m) for node in arms}
        cuts = {
            (arm.road, arm.at_end): cut
            for node in arms
            for arm, cut in zip(arms[node], mouths[node], strict=True)
        }
        for road_id, (kind, nodes) in enumerate(chains):
            ends = cuts[road_id, False], cuts[road_id, True]
            road = _street(road_id, kind, self._course(nodes, *ends))
            road.add_predecessor(xodr.ElementType.junction, junctions[nodes[0]])
            road.add_successor(xodr.ElementType.junction, junctions[nodes[-1]])
            document.add_road(road)
        next_id = len(chains) + len(junctions)
        for node, junction_id in junctions.items():
            junction = xodr.Junction(f"Junction{node}", junction_id)
            for turn in turns(self.nodes[node], arms[node], mouths[node]):
                document.add_road(_connecting_road(next_id, junction_id, turn))
                junction.add_connection(_connection(next_id, turn))
                next_id += 1
            document.add_junction(junction)
        root = document.get_element()
        for element, (kind, _) in zip(root.iterfind("road"), chains, strict=False):
            _add_crosswalks(element, kind)
        return _text(root)

    def _chains(self) -> list[tuple[StreetKind, list[str]]]:
        """Return the roads: streets cut at the junctions, as lists of nodes."""
        paths = [(kind, path.split()) for kind, path in self.streets]
        degree = dict.fromkeys(self.nodes, 0)
        for _, path in paths:
            for a, b in pairwise(path):
                degree[a] += 1
                degree[b] += 1
        chains = []
        for kind, path in paths:
            cuts = [i for i, node in enumerate(path) if degree[node] >= 3]
            assert [cuts[0], cuts[-1]] == [0, len(path) - 1], f"{path}: ends off a junction"
            chains += [(kind, path[a : b + 1]) for a, b in pairwise(cuts)]
        return chains

    def _arms(self, chains: list[tuple[StreetKind, list[str]]]) -> dict[str, list[Arm]]:
        """Return the arms of each junction, anticlockwise."""
        arms: dict[str, list[Arm]] = {}
        for road_id, (kind, nodes) in enumerate(chains):
            for at_end, (node, towards) in enumerate([nodes[:2], nodes[:-3:-1]]):
                angle = heading(self.nodes[node], self.nodes[towards])
                profile = kind.lanes, kind.lane_width_m, kind.sidewalk_m
                arms.setdefault(node, []).append(Arm(road_id, bool(at_end), angle, *profile))
        return {node: sorted(entries, key=lambda arm: arm.angle) for node, entries in arms.items()}

    def _course(self, nodes: list[str], start_cut: float, end_cut: float) -> list[Piece]:
        points = [self.nodes[node] for node in nodes]
        first, last = heading(points[0], points[1]), heading(points[-1], points[-2])
        (x0, y0), (x1, y1) = points[0], points[-1]
        points[0] = (x0 + start_cut * math.cos(first), y0 + start_cut * math.sin(first))
        points[-1] = (x1 + end_cut * math.cos(last), y1 + end_cut * math.sin(last))
        return fillet_polyline(points, self.bend_radius_m)


def _paint(
    lane: xodr.Lane,
    kind: xodr.RoadMarkType,
    length: float,
    color: xodr.RoadMarkColor = xodr.RoadMarkColor.white,
) -> None:
    """Paint the edge of a lane, except across the crosswalks at the ends of the road."""
    pause = 0.0
    if length >= _CROSSWALK_MIN_ROAD_M and kind != xodr.RoadMarkType.solid:
        pause = _CROSSWALK_SETBACK_M + _CROSSWALK_M / 2 + 0.5
        lane.add_roadmark(xodr.RoadMark(xodr.RoadMarkType.none))
    lane.add_roadmark(xodr.RoadMark(kind, _MARK_WIDTH_M, color=color, soffset=pause))
    if pause:
        lane.add_roadmark(xodr.RoadMark(xodr.RoadMarkType.none, soffset=length - pause))


def _street(road_id: int, kind: StreetKind, course: list[Piece]) -> xodr.Road:
    """Return a road with driving lanes and sidewalks on both sides."""
    marks = xodr.RoadMarkType
    length = sum(piece.length for piece in course)
    centre = xodr.Lane(lane_type=xodr.LaneType.none)
    centre_mark = marks.solid_solid if kind.divided else marks.broken
    _paint(centre, centre_mark, length, xodr.RoadMarkColor.yellow)
    section = xodr.LaneSection(0, centre)
    for add in (section.add_left_lane, section.add_right_lane):
        for number in range(1, kind.lanes + 1):
            lane = xodr.Lane(xodr.LaneType.driving, a=kind.lane_width_m)
            _paint(lane, marks.solid if number == kind.lanes else marks.broken, length)
            add(lane)
        add(xodr.Lane(xodr.LaneType.sidewalk, a=kind.sidewalk_m))
    lanes = xodr.Lanes()
    lanes.add_lanesection(section)
    road = xodr.Road(road_id, plan_view(course), lanes, name=f"Road{road_id}")
    road.add_type(xodr.RoadType.town, speed=kind.speed_mph, speed_unit="mph")
    return road


def _connecting_road(road_id: int, junction_id: int, turn: Turn) -> xodr.Road:
    """Return the road of one lane through a junction."""
    section = xodr.LaneSection(0, xodr.Lane(lane_type=xodr.LaneType.none))
    length = sum(piece.length for piece in turn.course)
    numbers = [(turn.lane_in, turn.lane_out)]
    widths = [(xodr.LaneType.driving, turn.source.lane_width_m, turn.target.lane_width_m)]
    if turn.hugs_corner:
        numbers.append((turn.source.lanes + 1, turn.target.lanes + 1))
        widths.append((xodr.LaneType.sidewalk, turn.source.sidewalk_m, turn.target.sidewalk_m))
    for (lane_in, lane_out), (lane_type, start, end) in zip(numbers, widths, strict=True):
        lane = xodr.Lane(lane_type, a=start, b=(end - start) / length)
        lane.add_link("predecessor", turn.source.incoming(lane_in))
        lane.add_link("successor", turn.target.outgoing(lane_out))
        section.add_right_lane(lane)
    lanes = xodr.Lanes()
    lanes.add_lanesection(section)
    road = xodr.Road(road_id, plan_view(turn.course), lanes, junction_id, f"Road{road_id}")
    contact = {True: xodr.ContactPoint.end, False: xodr.ContactPoint.start}
    for add, arm in ((road.add_predecessor, turn.source), (road.add_successor, turn.target)):
        add(xodr.ElementType.road, arm.road, contact[arm.at_end])
    return road


def _connection(road_id: int, turn: Turn) -> xodr.Connection:
    connection = xodr.Connection(turn.source.road, road_id, xodr.ContactPoint.start)
    connection.add_lanelink(turn.source.incoming(turn.lane_in), -1)
    if turn.hugs_corner:
        connection.add_lanelink(turn.source.incoming(turn.source.lanes + 1), -2)
    return connection


def _add_crosswalks(road: ET.Element, kind: StreetKind) -> None:
    """Add a crosswalk at both ends of a road.

    Not with `xodr.Object`, whose ids depend on what the process has built before.
    """
    length = float(road.attrib["length"])
    if length < _CROSSWALK_MIN_ROAD_M:
        return
    u, v = _CROSSWALK_M / 2, kind.lanes * kind.lane_width_m - 0.3
    objects = ET.SubElement(road, "objects")
    for end, s in enumerate((_CROSSWALK_SETBACK_M, length - _CROSSWALK_SETBACK_M)):
        identity = str(2 * int(road.attrib["id"]) + end)
        place = {"id": identity, "s": f"{s:.3f}", "t": "0", "zOffset": "0", "hdg": "0"}
        labels = {"type": "crosswalk", "name": f"Crosswalk{identity}", "orientation": "none"}
        outline = ET.SubElement(ET.SubElement(objects, "object", place | labels), "outline")
        for a, b in ((-u, -v), (u, -v), (u, v), (-u, v), (-u, -v)):
            ET.SubElement(outline, "cornerLocal", {"u": f"{a:.3f}", "v": f"{b:.3f}", "z": "0"})


def _text(root: ET.Element) -> str:
    header = root.find("header")
    assert header is not None
    header.set("date", "")  # the library writes the present time here
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"
