"""Signals of an OpenDRIVE map: what stands where, which lanes it concerns, who controls it.

Geometry is asked of `carla.Map`, which also reads the speed limits that CARLA's own maps hold
as objects. Numbers in the text are not trusted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import carla

from carla_bench.core.geometry import Pose

__all__ = ["Signal", "Spot", "controllers_of", "mended", "read_signals"]

_LIGHT, _STOP, _YIELD, _SPEED_LIMIT = "1000001", "206", "205", "274"
_MAX_SIGNALS = 4096
_MAX_LANE = 32
_MAX_SPOTS = 64  # of one signal
_BEFORE_LIGHT_M = 3.0
_LIGHT_HALF_LENGTH_M = 1.5
_LIGHT_HALF_WIDTH = 0.25  # of the lane's width, as are the next two
_LIMIT_HALF_SIZE = 0.35
_STOP_HALF_SIZE = 0.45


@dataclass(frozen=True, slots=True)
class Spot:
    """A rectangle on a lane in which vehicles notice a signal."""

    x: float
    y: float
    z: float
    yaw_deg: float
    """the way vehicles go"""
    half_length_m: float
    half_width_m: float


@dataclass(frozen=True, slots=True)
class Signal:
    """One light or sign."""

    id: str
    type_id: str
    """of its actor, such as ``traffic.speed_limit.60``"""
    pose: Pose
    """where the map has it; x points the way that the drivers who read it go"""
    spots: tuple[Spot, ...]
    limit_kmh: float | None = None
    """of a speed limit"""

    @property
    def is_light(self) -> bool:
        """Whether it is a traffic light."""
        return self.type_id == "traffic.traffic_light"

    @property
    def gives_way(self) -> bool:
        """Whether drivers wait here for others."""
        return self.type_id in ("traffic.stop", "traffic.yield")


def read_signals(carla_map: carla.Map) -> list[Signal]:
    """Return the signals of a map in the order of their ids, at most 4096."""
    uses: dict[str, list[carla.Landmark]] = defaultdict(list)
    for landmark in carla_map.get_all_landmarks():
        uses[landmark.id].append(landmark)
    return [_signal(carla_map, uses[id_]) for id_ in sorted(uses)[:_MAX_SIGNALS]]


def controllers_of(opendrive: str) -> list[list[list[str]]]:
    """Return the ids of signals, by junction and there by controller in the order of turns.

    A controller that no junction claims has a group of its own.
    """
    root = ElementTree.fromstring(opendrive)
    signals = {
        controller.get("id", ""): [part.get("signalId", "") for part in controller.iter("control")]
        for controller in root.findall("controller")
    }
    groups = []
    for junction in root.findall("junction"):
        turns = sorted(junction.findall("controller"), key=_sequence)
        ids = [turn.get("id", "") for turn in turns]
        groups.append([signals.pop(id_) for id_ in ids if id_ in signals])
    return [*groups, *([ids] for ids in signals.values())]


def mended(opendrive: str, root: ElementTree.Element) -> str:
    """Return the text without references to signals that are missing: `carla.Map` dies of them.

    Args:
        opendrive: text.
        root: the same, parsed; it may be changed.
    """
    known = {signal.get("id") for signal in root.iter("signal")} - {None}
    broken = [
        (parent, child)
        for parent in [*root.iter("signals"), *root.iter("controller")]
        for child in parent
        if (child.tag == "signalReference" and child.get("id") not in known)
        or (child.tag == "control" and child.get("signalId") not in known)
    ]
    if not broken:
        return opendrive
    for parent, child in broken:
        parent.remove(child)
    return ElementTree.tostring(root, encoding="unicode")


def _sequence(turn: ElementTree.Element) -> int:
    text = turn.get("sequence", "")
    return int(text) if text.isdecimal() and len(text) < 9 else 0


def _signal(carla_map: carla.Map, uses: list[carla.Landmark]) -> Signal:
    """Return a signal from its landmarks: one for each road on which it counts."""
    first = uses[0]
    at, turn = first.transform.location, first.transform.rotation
    spots = {
        (round(spot.x, 1), round(spot.y, 1)): spot
        for landmark in uses
        for spot in _spots(carla_map, landmark)
    }
    limit = min(max(first.value, 1.0), 300.0) if first.type == _SPEED_LIMIT else None
    return Signal(
        id=first.id,
        type_id=_type_id(first.type, limit),
        pose=Pose(at.x, at.y, at.z, 0.0, (turn.yaw + 180.0) % 360.0 - 180.0, 0.0),
        spots=tuple(spots.values())[:_MAX_SPOTS],
        limit_kmh=limit,
    )


def _type_id(kind: str, limit_kmh: float | None) -> str:
    if limit_kmh is not None:
        return f"traffic.speed_limit.{round(limit_kmh)}"
    names = {_LIGHT: "traffic_light", _STOP: "stop", _YIELD: "yield"}
    return f"traffic.{names.get(kind, 'unknown')}"


def _spots(carla_map: carla.Map, landmark: carla.Landmark) -> Iterator[Spot]:
    """Yield where vehicles notice a signal on one road; sizes as in CARLA."""
    for lane in _lanes(landmark):
        waypoint = carla_map.get_waypoint_xodr(landmark.road_id, lane, landmark.s)
        if waypoint is None or waypoint.lane_type != carla.LaneType.Driving:
            continue
        if landmark.type == _LIGHT:
            for before in waypoint.previous(_BEFORE_LIGHT_M) or [waypoint]:
                width = _LIGHT_HALF_WIDTH * before.lane_width
                yield _spot(before, _LIGHT_HALF_LENGTH_M, width)
        else:
            share = _LIMIT_HALF_SIZE if landmark.type == _SPEED_LIMIT else _STOP_HALF_SIZE
            half = share * waypoint.lane_width
            yield _spot(waypoint, half, half)


def _lanes(landmark: carla.Landmark) -> list[int]:
    lanes: set[int] = set()
    for first, last in landmark.get_lane_validities():
        low, high = min(first, last), max(first, last)
        lanes.update(range(max(low, -_MAX_LANE), min(high, _MAX_LANE) + 1))
    return sorted(lanes - {0})


def _spot(waypoint: carla.Waypoint, half_length_m: float, half_width_m: float) -> Spot:
    at, yaw = waypoint.transform.location, waypoint.transform.rotation.yaw
    return Spot(at.x, at.y, at.z, yaw, half_length_m, max(half_width_m, 0.1))
