"""Recording: what is different in each frame goes into a log."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from carla_bench.core.geometry import transform_points
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.recorder.log_file import LogWriter
from carla_bench.simulator.recorder.records import (
    ActorKind,
    Addition,
    Box,
    Collision,
    Kinematics,
    LightTimes,
    Packet,
    Parenting,
    Position,
    Removal,
    Time,
    TrafficLight,
    VehicleAnimation,
    VehicleLights,
    WalkerAnimation,
)
from carla_bench.simulator.traffic.lights import Controller, Light, Sign
from carla_bench.simulator.world import World

__all__ = ["CM_PER_M", "NO_ACTOR", "Recording", "is_hero", "kind_of"]

CM_PER_M = 100.0
NO_ACTOR = 0xFFFFFFFF
"""stands for what is hit and is no actor"""

_Packets = list[tuple[Packet, Sequence[Any]]]


def kind_of(actor: Actor) -> ActorKind:
    """Return CARLA's kind of an actor."""
    for prefix, kind in _KINDS.items():
        if actor.type_id.startswith(prefix):
            return kind
    return ActorKind.OTHER


def is_hero(attributes: Iterable[tuple[str, str]]) -> bool:
    """Return whether names and values of attributes are those of a hero vehicle."""
    return ("role_name", "hero") in attributes


class Recording:
    """A log that is being written, of one episode of a world."""

    def __init__(self, path: Path, world: World, *, additional: bool = False) -> None:
        """Create the file.

        Args:
            path: of the file; an old one is replaced.
            world: recorded from its next step on.
            additional: also write velocities, boxes and times, as CARLA does when asked.

        Raises:
            OSError: the file cannot be written.
        """
        self._log = LogWriter(path, world.town.name, int(time.time()))
        self._additional = additional
        self._started_s = time.monotonic()
        self._known: dict[int, Actor] = {}
        self._collisions = 0

    def record(self, world: World) -> None:
        """Append the frame that a step has made.

        Raises:
            OSError: the disk is full.
        """
        new = [actor for actor in world.actors.values() if actor.id not in self._known]
        packets: _Packets = [(Packet.VISUAL_TIME, [Time(world.time_s)])]
        packets += self._events(world, new)
        packets += _positions(world)
        packets += _lights(world)
        packets += _animations(world)
        if self._additional:
            packets += self._details(world, new)
        self._log.add(world.delta_s, packets)
        self._known = dict(world.actors)

    def close(self) -> None:
        """Finish the file."""
        self._log.close()

    def _events(self, world: World, new: list[Actor]) -> _Packets:
        """Return who appeared, went, was attached and collided; empty packets are left out."""
        gone = [Removal(actor_id) for actor_id in self._known if actor_id not in world.actors]
        attached = [Parenting(actor.id, actor.parent.id) for actor in new if actor.parent]
        events: _Packets = [
            (Packet.EVENT_ADD, [_addition(actor) for actor in new]),
            (Packet.EVENT_DEL, gone),
            (Packet.EVENT_PARENT, attached),
            (Packet.COLLISION, self._contacts(world)),
        ]
        return [(packet, records) for packet, records in events if records]

    def _contacts(self, world: World) -> list[Collision]:
        """Return each pair that touches once, though both partners report it."""
        pairs: dict[frozenset[int], tuple[Actor, Actor | None, int]] = {}
        for collision in world.collisions:
            first, other = collision.actor, collision.other
            second = NO_ACTOR if other is None else other.id
            pairs.setdefault(frozenset((first.id, second)), (first, other, second))
        contacts = []
        for first, other, second in pairs.values():
            heroes = [
                actor is not None and is_hero(actor.attributes.items()) for actor in (first, other)
            ]
            contacts.append(Collision(self._collisions, first.id, second, heroes[0], heroes[1]))
            self._collisions += 1
        return contacts

    def _details(self, world: World, new: list[Actor]) -> _Packets:
        moving = [actor for actor in world.actors.values() if actor.is_vehicle or actor.is_walker]
        motions = [
            Kinematics(actor.id, *actor.velocity, *actor.angular_velocity) for actor in moving
        ]
        boxes = [_box(actor) for actor in new if actor.sign is None]
        volumes = [_volume(actor, actor.sign) for actor in new if actor.sign is not None]
        times = [
            _times(actor.id, actor.sign.controller)
            for actor in new
            if isinstance(actor.sign, Light)
        ]
        details: _Packets = [
            (Packet.KINEMATICS, motions),
            (Packet.BOUNDING_BOX, boxes),
            (Packet.TRIGGER_VOLUME, volumes),
            (Packet.PLATFORM_TIME, [Time(time.monotonic() - self._started_s)]),
            (Packet.TRAFFIC_LIGHT_TIME, times),
        ]
        return [(packet, records) for packet, records in details if records]


_KINDS = {
    "vehicle.": ActorKind.VEHICLE,
    "walker.": ActorKind.WALKER,
    "traffic.traffic_light": ActorKind.TRAFFIC_LIGHT,
    "traffic.": ActorKind.TRAFFIC_SIGN,
    "sensor.": ActorKind.SENSOR,
}
_MOVING = (ActorKind.VEHICLE, ActorKind.WALKER, ActorKind.OTHER)


def _positions(world: World) -> _Packets:
    positions = [
        Position(
            actor.id,
            CM_PER_M * actor.pose.x,
            CM_PER_M * actor.pose.y,
            CM_PER_M * actor.pose.z,
            actor.pose.roll,
            actor.pose.pitch,
            actor.pose.yaw,
        )
        for actor in world.actors.values()
        if kind_of(actor) in _MOVING
    ]
    return [(Packet.POSITION, positions)]


def _animations(world: World) -> _Packets:
    """Return what drivers and walkers do, and which lights are on."""
    vehicles = [actor for actor in world.actors.values() if actor.is_vehicle]
    walkers = [actor for actor in world.actors.values() if actor.is_walker]
    drives = [
        VehicleAnimation(
            actor.id,
            actor.drive.steer,
            actor.drive.throttle,
            actor.drive.brake,
            actor.drive.hand_brake,
            actor.drive.gear,
        )
        for actor in vehicles
    ]
    return [
        (Packet.ANIM_VEHICLE, drives),
        (Packet.ANIM_WALKER, [WalkerAnimation(actor.id, actor.walk.speed) for actor in walkers]),
        (Packet.VEHICLE_LIGHT, [VehicleLights(actor.id, actor.light_flags) for actor in vehicles]),
    ]


def _addition(actor: Actor) -> Addition:
    pose, blueprint = actor.pose, actor.blueprint
    attributes = tuple(
        (blueprint.type_of(name) if blueprint else 4, name, value)
        for name, value in actor.attributes.items()
    )
    return Addition(
        actor.id,
        kind_of(actor),
        (CM_PER_M * pose.x, CM_PER_M * pose.y, CM_PER_M * pose.z),
        (pose.roll, pose.pitch, pose.yaw),
        blueprint.uid if blueprint else 0,
        actor.type_id,
        attributes,
    )


def _box(actor: Actor) -> Box:
    """Return the box in the actor's frame."""
    center, extent = ((CM_PER_M * part for part in row) for row in (actor.center, actor.extent))
    return Box(actor.id, *center, *extent)


def _volume(actor: Actor, sign: Sign) -> Box:
    """Return where a light or sign concerns drivers, in the world."""
    center = transform_points(actor.pose.matrix, np.array(sign.trigger.center))
    values = (CM_PER_M * part for part in (*center.tolist(), *sign.trigger.extent))
    return Box(actor.id, *values)


def _lights(world: World) -> _Packets:
    """Return what every traffic light shows."""
    states = [
        TrafficLight(
            actor.id,
            actor.sign.controller.group.frozen,
            actor.sign.controller.group.elapsed_s,
            actor.sign.state,
        )
        for actor in world.actors.values()
        if isinstance(actor.sign, Light)
    ]
    return [(Packet.STATE, states)] if states else []


def _times(actor_id: int, controller: Controller) -> LightTimes:
    return LightTimes(actor_id, controller.green_s, controller.yellow_s, controller.red_s)
