"""A town: the map, the static world as triangles, and where vehicles start."""

from __future__ import annotations

from dataclasses import dataclass
from xml.etree import ElementTree

import carla
import numpy as np

from carla_bench.core.geometry import Pose
from carla_bench.core.seeding import generator
from carla_bench.errors import ConfigError
from carla_bench.simulator.landscape.cross_sections import survey
from carla_bench.simulator.landscape.parts import StaticObject, assemble
from carla_bench.simulator.landscape.roads import road_parts
from carla_bench.simulator.landscape.scenery import scenery_parts
from carla_bench.simulator.mesh import Mesh
from carla_bench.simulator.traffic.signals import mended

__all__ = ["StaticObject", "Town", "load_town"]

_SPAWN_SPACING_M = 25.0
_SPAWN_HEIGHT_M = 0.3
_SPAWN_ROOM_M = np.array([3.25, 1.35])
"""half length and width that are free at a spawn point: all cars and vans fit"""
_SPAWN_NEAR_M = np.array([7.1, 7.1, 3.0])
"""poses that are farther apart along an axis do not touch"""
_SPAWN_CLEARANCE_M = 8.0
"""from the ends of a lane, so that nobody starts in a junction"""


@dataclass(frozen=True, slots=True)
class Town:
    """The static world."""

    name: str
    """such as ``Town01``"""
    opendrive: str
    map: carla.Map
    mesh: Mesh
    """everything that does not move; `objects` holds instance ids"""
    objects: tuple[StaticObject, ...]
    """one for each instance id, ids descending from 65535"""
    spawn_points: tuple[Pose, ...]
    """on lane centres, outside junctions"""


def load_town(name: str, opendrive: str) -> Town:
    """Return the town of an OpenDRIVE text, the same each time.

    Args:
        name: seeds what is left to chance.
        opendrive: text.

    Raises:
        ConfigError: the text is not OpenDRIVE, or has no road to drive on.
    """
    opendrive = _checked(name, opendrive)
    carla_map = _parse(name, opendrive)
    stretches = survey(carla_map)
    if not stretches:
        raise ConfigError(f"The OpenDRIVE of {name!r} has no driving lane; expected at least one.")
    scenery = scenery_parts(stretches, generator(0, "scenery", name))
    mesh, objects = assemble([*road_parts(carla_map, stretches), *scenery])
    return Town(name, opendrive, carla_map, mesh, objects, _spawn_points(carla_map))


def _checked(name: str, opendrive: str) -> str:
    """Return the text without what `carla.Map` dies of."""
    try:
        # CARLA prints lines of its own about text that is not XML or empty; ours is enough.
        root = ElementTree.fromstring(opendrive)
    except ElementTree.ParseError as error:
        raise ConfigError(f"The OpenDRIVE of {name!r} is broken: {error}.") from None
    if root.find("road") is None:
        raise ConfigError(f"The OpenDRIVE of {name!r} has no road; expected at least one.")
    return mended(opendrive, root)


def _parse(name: str, opendrive: str) -> carla.Map:
    try:
        return carla.Map(name, opendrive)
    except RuntimeError as error:
        reason = str(error).strip().splitlines()
        detail = f": {reason[-1]}" if reason else ""
        raise ConfigError(f"CARLA cannot read the OpenDRIVE of {name!r}{detail}.") from error


def _spawn_points(carla_map: carla.Map) -> tuple[Pose, ...]:
    """Return poses along every lane outside junctions, with room for a large car at each."""
    found = []
    for start, _ in carla_map.get_topology():
        if start.is_junction:
            continue
        lane = [start, *start.next_until_lane_end(1.0)]
        room = len(lane) - 2 * _SPAWN_CLEARANCE_M
        if room < 0:
            continue
        count = 1 + int(room // _SPAWN_SPACING_M)
        places = np.linspace(_SPAWN_CLEARANCE_M, len(lane) - 1 - _SPAWN_CLEARANCE_M, count + 2)
        found += [_pose(lane[round(place)]) for place in places[1:-1]]
    return _apart(found)


def _apart(poses: list[Pose]) -> tuple[Pose, ...]:
    """Return the poses without those where a car would touch one at an earlier pose.

    Lanes come together where roads widen and before junctions. CARLA's users put a vehicle at
    every spawn point at once.
    """
    kept: list[Pose] = []
    places = np.empty((len(poses), 3))
    for pose in poses:
        near = np.abs(places[: len(kept)] - pose.position) < _SPAWN_NEAR_M
        if not any(_touch(pose, kept[index]) for index in np.flatnonzero(near.all(axis=1))):
            places[len(kept)] = pose.position
            kept.append(pose)
    return tuple(kept)


def _touch(first: Pose, second: Pose) -> bool:
    """Return whether large cars at two poses overlap from above (separating axes)."""
    sides = [pose.matrix[:2, :2] for pose in (first, second)]  # columns: along and across
    offset = second.position[:2] - first.position[:2]
    for axis in np.hstack(sides).T:
        reach = sum(np.abs(axis @ side) @ _SPAWN_ROOM_M for side in sides)
        if abs(axis @ offset) >= reach:
            return False
    return True


def _pose(waypoint: carla.Waypoint) -> Pose:
    at, turn = waypoint.transform.location, waypoint.transform.rotation
    pitch, yaw, roll = (
        (angle + 180.0) % 360.0 - 180.0 for angle in (turn.pitch, turn.yaw, turn.roll)
    )
    return Pose(at.x, at.y, at.z + _SPAWN_HEIGHT_M, pitch, yaw, roll)
