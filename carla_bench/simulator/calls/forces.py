"""Calls that push actors, or hold their velocity."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from carla_bench.simulator import wire
from carla_bench.simulator.actor import Actor, Pushes, Vector
from carla_bench.simulator.calls.actors import find
from carla_bench.simulator.calls.registry import call

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["add_angular_impulse", "add_force", "add_impulse", "add_torque", "set_angular_velocity",
           "set_gravity"]  # fmt: skip


def _pushes(actor: Actor) -> Pushes:
    if actor.pushes is None:
        actor.pushes = Pushes()
    return actor.pushes


def _sum(first: Vector, second: Vector) -> Vector:
    return first[0] + second[0], first[1] + second[1], first[2] + second[2]


def _twist(actor: Actor, push: Vector, place: Vector) -> float:
    """Return the moment about the vertical of a push at a place in the world."""
    x, y, _ = np.subtract(place, (actor.pose.x, actor.pose.y, actor.pose.z))
    return float(x * push[1] - y * push[0])


@call("add_actor_impulse")
def add_impulse(simulator: Simulator, actor_id: object, impulse: object) -> None:
    """Push an actor at once, N s in world axes."""
    pushes = _pushes(find(simulator, actor_id, "add_actor_impulse"))
    pushes.impulse = _sum(pushes.impulse, wire.vector(impulse))


@call("add_actor_impulse_at_location")
def _add_impulse_at(simulator: Simulator, actor_id: object, impulse: object, place: object) -> None:
    actor = find(simulator, actor_id, "add_actor_impulse_at_location")
    add_impulse(simulator, actor_id, impulse)
    twist = _twist(actor, wire.vector(impulse), wire.vector(place))
    _pushes(actor).angular_impulse += twist


@call("add_actor_force")
def add_force(simulator: Simulator, actor_id: object, force: object) -> None:
    """Push an actor during the next frame, N in world axes."""
    pushes = _pushes(find(simulator, actor_id, "add_actor_force"))
    pushes.force = _sum(pushes.force, wire.vector(force))


@call("add_actor_force_at_location")
def _add_force_at(simulator: Simulator, actor_id: object, force: object, place: object) -> None:
    actor = find(simulator, actor_id, "add_actor_force_at_location")
    add_force(simulator, actor_id, force)
    _pushes(actor).torque += _twist(actor, wire.vector(force), wire.vector(place))


@call("add_actor_angular_impulse")
def add_angular_impulse(simulator: Simulator, actor_id: object, impulse: object) -> None:
    """Turn an actor at once, N m s; it turns about the vertical only."""
    pushes = _pushes(find(simulator, actor_id, "add_actor_angular_impulse"))
    pushes.angular_impulse += wire.vector(impulse)[2]


@call("add_actor_torque")
def add_torque(simulator: Simulator, actor_id: object, torque: object) -> None:
    """Turn an actor during the next frame, N m; about the vertical only."""
    pushes = _pushes(find(simulator, actor_id, "add_actor_torque"))
    pushes.torque += wire.vector(torque)[2]


@call("set_actor_target_angular_velocity")
def set_angular_velocity(simulator: Simulator, actor_id: object, velocity: object) -> None:
    """Set how fast an actor turns, degrees/s in world axes."""
    actor = find(simulator, actor_id, "set_actor_target_angular_velocity")
    actor.angular_velocity = wire.vector(velocity)


@call("enable_actor_constant_velocity")
def _hold_velocity(simulator: Simulator, actor_id: object, velocity: object) -> None:
    actor = find(simulator, actor_id, "enable_actor_constant_velocity")
    actor.constant_velocity = wire.vector(velocity)


@call("disable_actor_constant_velocity")
def _release_velocity(simulator: Simulator, actor_id: object) -> None:
    find(simulator, actor_id, "disable_actor_constant_velocity").constant_velocity = None


@call("set_actor_enable_gravity")
def set_gravity(simulator: Simulator, actor_id: object, enabled: object) -> None:
    """Let gravity pull an actor, or not."""
    find(simulator, actor_id, "set_actor_enable_gravity").gravity = wire.boolean(enabled)


@call("set_actor_dead")
def _knock_down(simulator: Simulator, actor_id: object) -> None:
    find(simulator, actor_id, "set_actor_dead").dead = True
