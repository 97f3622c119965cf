"""OpenDRIVE 1.4 text, with the attributes that CARLA's own maps use."""

from __future__ import annotations

import math
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from carla_bench.simulator.towns.curves import Piece
from carla_bench.simulator.towns.elements import (
    Crosswalk,
    Junction,
    Lane,
    Link,
    Road,
    Section,
    Signal,
)
from carla_bench.simulator.towns.kinds import Mark

__all__ = ["opendrive_text"]

_GEO_REFERENCE = "+proj=tmerc +lat_0={:g} +lon_0={:g} +k=1 +x_0=0 +y_0=0 +datum=WGS84 +units=m"
_MARK_WIDTH_M = 0.12


def opendrive_text(
    name: str,
    place: tuple[float, float],
    roads: Iterable[Road],
    junctions: Iterable[Junction],
) -> str:
    """Return a document.

    Args:
        name: for the header.
        place: latitude and longitude of the origin, degrees.
        roads: in the order in which they are written, and so are
        junctions: with their controllers.
    """
    root = ET.Element("OpenDRIVE")
    labels = {"revMajor": "1", "revMinor": "4", "name": name, "version": "1", "date": ""}
    header = ET.SubElement(root, "header", labels | {"vendor": "carla-bench"})
    ET.SubElement(header, "geoReference").text = _GEO_REFERENCE.format(*place)
    for road in roads:
        _write_road(root, road)
    junctions = tuple(junctions)
    for junction in junctions:
        for controller in junction.controllers:
            identity = str(controller.id)
            labels = {"id": identity, "name": f"ctrl{identity}"}
            entry = ET.SubElement(
                root, "controller", labels | {"sequence": str(controller.sequence)}
            )
            for signal in controller.signals:
                ET.SubElement(entry, "control", {"signalId": str(signal), "type": ""})
    for junction in junctions:
        _write_junction(root, junction)
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _add(parent: ET.Element, tag: str, **numbers: float) -> ET.Element:
    """Add an element with numbers of full precision but no minus zero."""
    texts = {key: f"{value + 0.0:.12g}" for key, value in numbers.items()}
    return ET.SubElement(parent, tag, texts)


def _write_road(root: ET.Element, road: Road) -> None:
    labels = {"name": f"Road{road.id}", "length": f"{road.length:.12g}"}
    element = ET.SubElement(
        root, "road", labels | {"id": str(road.id), "junction": str(road.junction)}
    )
    link = ET.SubElement(element, "link")
    for tag, target in zip(("predecessor", "successor"), road.links, strict=True):
        ET.SubElement(link, tag, _link(target))
    kind = ET.SubElement(element, "type", {"s": "0", "type": road.type})
    ET.SubElement(kind, "speed", {"max": str(road.speed_kmh), "unit": "km/h"})
    _write_course(ET.SubElement(element, "planView"), road.course)
    heights = ET.SubElement(element, "elevationProfile")
    for cubic in road.heights:
        _add(heights, "elevation", s=cubic.s, a=cubic.a, b=cubic.b, c=cubic.c, d=cubic.d)
    lanes = ET.SubElement(element, "lanes")
    for section in road.sections:
        _write_section(lanes, section, _end(road, section) - section.s)
    if road.crosswalks:
        objects = ET.SubElement(element, "objects")
        for crosswalk in road.crosswalks:
            _write_crosswalk(objects, crosswalk)
    if road.signals:
        signals = ET.SubElement(element, "signals")
        for signal in road.signals:
            _write_signal(signals, signal)


def _end(road: Road, section: Section) -> float:
    return min((other.s for other in road.sections if other.s > section.s), default=road.length)


def _link(target: Link) -> dict[str, str]:
    if target.at_end is None:
        return {"elementType": "junction", "elementId": str(target.element)}
    contact = "end" if target.at_end else "start"
    return {"elementType": "road", "elementId": str(target.element), "contactPoint": contact}


def _write_course(view: ET.Element, course: list[Piece]) -> None:
    s = 0.0
    for piece in course:
        place = {"x": piece.x, "y": piece.y, "hdg": piece.heading, "length": piece.length}
        geometry = _add(view, "geometry", s=s, **place)
        if piece.curvature:
            _add(geometry, "arc", curvature=piece.curvature)
        else:
            ET.SubElement(geometry, "line")
        s += piece.length


def _write_section(parent: ET.Element, section: Section, length: float) -> None:
    element = _add(parent, "laneSection", s=section.s)
    by_id = {lane.id: lane for lane in section.lanes}
    sides = {
        "left": sorted((i for i in by_id if i > 0), reverse=True),
        "center": [0],
        "right": sorted((i for i in by_id if i < 0), reverse=True),
    }
    by_id[0] = Lane(0, "none", (0.0, 0.0), section.centre)
    for side, ids in sides.items():
        if ids:
            group = ET.SubElement(element, side)
            for identity in ids:
                _write_lane(group, by_id[identity], length)


def _write_lane(parent: ET.Element, lane: Lane, length: float) -> None:
    labels = {"id": str(lane.id), "type": lane.kind, "level": "false"}
    element = ET.SubElement(parent, "lane", labels)
    link = ET.SubElement(element, "link")
    for tag, target in (("predecessor", lane.predecessor), ("successor", lane.successor)):
        if target is not None:
            ET.SubElement(link, tag, {"id": str(target)})
    if lane.id:
        start, end = lane.widths
        _add(element, "width", sOffset=0, a=start, b=(end - start) / length, c=0, d=0)
    for offset, mark in lane.marks:
        _write_mark(element, offset, mark)


def _write_mark(lane: ET.Element, offset: float, mark: Mark) -> None:
    labels = {"sOffset": f"{offset:.6g}", "type": mark.kind, "weight": "standard"}
    labels |= {"color": mark.color, "material": "standard", "laneChange": mark.crossing}
    if mark.kind != "none":
        labels["width"] = str(_MARK_WIDTH_M)
    ET.SubElement(lane, "roadMark", labels)


def _write_crosswalk(objects: ET.Element, crosswalk: Crosswalk) -> None:
    identity = str(crosswalk.id)
    place = {"id": identity, "s": f"{crosswalk.s:.3f}", "t": "0", "zOffset": "0", "hdg": "0"}
    labels = {"type": "crosswalk", "name": f"Crosswalk{identity}", "orientation": "none"}
    outline = ET.SubElement(ET.SubElement(objects, "object", place | labels), "outline")
    u, (low, high) = crosswalk.half_width_m, crosswalk.span
    for a, b in ((-u, low), (u, low), (u, high), (-u, high), (-u, low)):
        ET.SubElement(outline, "cornerLocal", {"u": f"{a:.3f}", "v": f"{b:.3f}", "z": "0"})


def _write_signal(signals: ET.Element, signal: Signal) -> None:
    """Write a signal whose heading is that of the traffic it is for.

    CARLA's maps call the direction of the right lanes "-", unlike the standard.
    """
    left = signal.lanes[0] > 0
    element = _add(signals, "signal", s=signal.s, t=signal.t, zOffset=signal.z_offset_m)
    light = signal.type == "1000001"
    labels = {
        "name": signal.name,
        "id": str(signal.id),
        "hOffset": f"{math.pi:.12g}" if left else "0",
        "roll": "0",
        "pitch": "0",
        "orientation": "+" if left else "-",
        "dynamic": "yes" if light else "no",
        "country": "OpenDRIVE",
        "type": signal.type,
        "subtype": "-1",
        "value": f"{signal.value:g}",
        "text": "",
        "height": "1.16" if light else "1",
        "width": "0.52" if light else "1",
    }
    if signal.unit:
        labels["unit"] = signal.unit
    element.attrib.update(labels)
    low, high = signal.lanes
    ET.SubElement(element, "validity", {"fromLane": str(low), "toLane": str(high)})


def _write_junction(root: ET.Element, junction: Junction) -> None:
    element = ET.SubElement(root, "junction", {"id": str(junction.id), "name": junction.name})
    for number, connection in enumerate(junction.connections):
        labels = {"id": str(number), "incomingRoad": str(connection.incoming)}
        labels |= {"connectingRoad": str(connection.connecting), "contactPoint": "start"}
        entry = ET.SubElement(element, "connection", labels)
        for before, after in connection.lanes:
            ET.SubElement(entry, "laneLink", {"from": str(before), "to": str(after)})
    for controller in junction.controllers:
        labels = {"id": str(controller.id), "type": "0", "sequence": str(controller.sequence)}
        ET.SubElement(element, "controller", labels)
