"""The lights and signs of an episode: their actors, their time, and what vehicles notice."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

import carla
import numpy as np

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor, Vector
from carla_bench.simulator.traffic.lights import Box, Controller, Group, Light, Sign
from carla_bench.simulator.traffic.signals import Signal, Spot, controllers_of, read_signals
from carla_bench.simulator.traffic.triggers import fronts_in, rectangles_of

__all__ = ["Traffic", "face_pose"]

_SEARCH_M = 2.0  # above the level of the road, for the ground below a pole
_MIN_ARM_M, _MAX_ARM_M = 2.5, 9.0


class Traffic:
    """All traffic lights and signs of a map.

    The start value of a vehicle's speed limit is 30 km/h, as in CARLA, whose server looks at
    signs only: the speeds of the map's road types change nothing until a sign is passed.

    Args:
        carla_map: map.
        opendrive: its text.
        ground: gives the height of the ground below points, None where there is none.
        add: puts an actor with this type id and pose into the world.
    """

    def __init__(
        self,
        carla_map: carla.Map,
        opendrive: str,
        ground: Callable[[list[Vector]], Sequence[float | None]],
        add: Callable[[str, Pose], Actor],
    ) -> None:
        signals = read_signals(carla_map)
        feet = _feet(carla_map, signals, ground)
        self._actors = [add(signal.type_id, _actor_pose(foot)) for signal, foot in zip(
            signals, feet, strict=True)]  # fmt: skip
        for signal, actor in zip(signals, self._actors, strict=True):
            actor.sign = _sign(signal, actor.pose)
        self.groups = _groups([a.sign for a in self._actors], controllers_of(opendrive))
        lit = [(actor, spot) for signal, actor in zip(signals, self._actors, strict=True)
               if signal.is_light for spot in signal.spots]  # fmt: skip
        limited = [(signal.limit_kmh, spot) for signal in signals
                   if signal.limit_kmh is not None for spot in signal.spots]  # fmt: skip
        self._light_of = [actor for actor, _ in lit]
        self._light_spots = rectangles_of([spot for _, spot in lit])
        self._limit_of = [limit for limit, _ in limited]
        self._limit_spots = rectangles_of([spot for _, spot in limited])
        self._give_way_spots = rectangles_of(
            [spot for signal in signals if signal.gives_way for spot in signal.spots]
        )

    def step(self, delta_s: float) -> None:
        """Let the lights' time pass."""
        for group in self.groups:
            group.step(delta_s)

    def reset(self) -> None:
        """Begin all cycles anew."""
        for group in self.groups:
            group.reset()

    def freeze(self, frozen: bool) -> None:
        """Stop the time of all lights, or let it go on."""
        for group in self.groups:
            group.frozen = frozen

    def actors_of(self, lights: Iterable[Light]) -> list[Actor]:
        """Return the actors of some lights, in the same order."""
        actors = {id(actor.sign): actor for actor in self._actors}
        return [actors[id(light)] for light in lights]

    def watch(self, vehicles: Sequence[Actor]) -> None:
        """Tell vehicles where they stand: at a light, a limit, a stop or yield sign."""
        if not vehicles:
            return
        fronts = np.array([_front(vehicle) for vehicle in vehicles])
        lights = fronts_in(fronts, self._light_spots).tolist()
        limits = fronts_in(fronts, self._limit_spots).tolist()
        waits = (fronts_in(fronts, self._give_way_spots) >= 0).tolist()
        for vehicle, light, limit, wait in zip(vehicles, lights, limits, waits, strict=True):
            vehicle.gives_way = wait
            vehicle.light = self._light_of[light] if light >= 0 else None
            if limit >= 0:
                vehicle.speed_limit_kmh = self._limit_of[limit]


def face_pose(pose: Pose) -> Pose:
    """Return the pose to draw a light or sign with, whose mesh looks along -x.

    As in CARLA, x of the actor's own pose runs across the road: clients search for stop lines
    along it.
    """
    return Pose(pose.x, pose.y, pose.z, 0.0, pose.yaw - 90.0, 0.0)


def _actor_pose(foot: Pose) -> Pose:
    return Pose(foot.x, foot.y, foot.z, 0.0, (foot.yaw + 270.0) % 360.0 - 180.0, 0.0)


def _front(vehicle: Actor) -> tuple[float, float, float, float, float]:
    pose, reach, yaw = vehicle.pose, vehicle.extent[0], math.radians(vehicle.pose.yaw)
    return pose.x, pose.y, pose.z, reach * math.cos(yaw), reach * math.sin(yaw)


def _feet(
    carla_map: carla.Map,
    signals: list[Signal],
    ground: Callable[[list[Vector]], Sequence[float | None]],
) -> list[Pose]:
    """Return where the poles of the signals meet the ground."""
    levels = []
    for signal in signals:
        nearest = carla_map.get_waypoint(
            carla.Location(signal.pose.x, signal.pose.y, signal.pose.z)
        )
        levels.append(signal.pose.z if nearest is None else nearest.transform.location.z)
    places = [
        (signal.pose.x, signal.pose.y, level + _SEARCH_M)
        for signal, level in zip(signals, levels, strict=True)
    ]
    heights = ground(places) if places else []
    return [
        Pose(signal.pose.x, signal.pose.y, level if height is None else height, 0.0,
             signal.pose.yaw, 0.0)
        for signal, level, height in zip(signals, levels, heights, strict=True)
    ]  # fmt: skip


def _sign(signal: Signal, pose: Pose) -> Sign:
    trigger = _trigger(signal.spots, pose)
    if not signal.is_light:
        return Sign(signal.id, trigger)
    across = -trigger.center[0] if signal.spots else 0.0
    return Light(signal.id, trigger, min(max(across, _MIN_ARM_M), _MAX_ARM_M))


def _trigger(spots: Sequence[Spot], pose: Pose) -> Box:
    """Return the box around the spots in the frame of the actor."""
    if not spots:
        return Box()
    places = np.array([(spot.x - pose.x, spot.y - pose.y, spot.z - pose.z) for spot in spots])
    yaw = math.radians(pose.yaw)
    cos, sin = math.cos(yaw), math.sin(yaw)
    local = places @ np.array([[cos, -sin, 0.0], [sin, cos, 0.0], [0.0, 0.0, 1.0]])
    room = np.array([max(s.half_width_m for s in spots), max(s.half_length_m for s in spots), 1.0])
    low, high = local.min(axis=0) - room, local.max(axis=0) + room
    center, extent = (low + high) / 2, (high - low) / 2
    return Box(tuple(center.tolist()), tuple(extent.tolist()))


def _groups(signs: Iterable[Sign | None], ids: list[list[list[str]]]) -> list[Group]:
    """Return the groups of the lights among the signs; a light without a controller is alone."""
    free = {sign.id: sign for sign in signs if isinstance(sign, Light)}
    groups = []
    for junction in [*ids, *([[id_]] for id_ in list(free))]:
        turns = [[free.pop(id_) for id_ in dict.fromkeys(turn) if id_ in free] for turn in junction]
        controllers = [Controller(lights) for lights in turns if lights]
        if controllers:
            groups.append(Group(controllers))
    return groups
