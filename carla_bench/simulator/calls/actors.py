"""Calls about actors of any kind: the library, spawning, moving, boxes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from carla_bench.core.geometry import Pose
from carla_bench.simulator import wire
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.world import SpawnRefused

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["find", "set_physics", "set_velocity", "spawn", "teleport"]


def find(simulator: Simulator, actor_id: object, function: str) -> Actor:
    """Return an actor.

    Raises:
        CallRefused: there is none of that id.
    """
    actor = simulator.world.actors.get(wire.integer(actor_id))
    if actor is None:
        raise CallRefused(
            f"Responding error from function {function}: Actor could not be found in the "
            f"registry.  Actor Id: {actor_id}"
        )
    return actor


def spawn(simulator: Simulator, description: object, pose: object, parent_id: int = 0) -> Actor:
    """Return a new actor from an ActorDescription and a Transform.

    Raises:
        CallRefused: the world refuses it, or there is no such parent.
    """
    _, type_id, attributes = wire.items(description, 3)[:3]
    requested = {}
    for attribute in wire.items(attributes):
        name, _, value = wire.items(attribute, 3)[:3]
        requested[wire.text(name)] = wire.text(value)
    parent = simulator.world.actors.get(parent_id)
    if parent_id and parent is None:
        raise CallRefused("unable to attach actor: parent actor not found")
    try:
        return simulator.world.spawn(wire.text(type_id), requested, wire.pose(pose), parent)
    except SpawnRefused as error:
        raise CallRefused(str(error)) from None


def teleport(simulator: Simulator, actor_id: object, pose: Pose, function: str) -> None:
    """Put an actor somewhere else."""
    simulator.world.place(find(simulator, actor_id, function), pose)


@call("get_actor_definitions")
def _definitions(_: Simulator) -> list[object]:
    return [blueprint.encoded() for blueprint in blueprint_library().values()]


@call("get_spectator")
def _spectator(simulator: Simulator) -> list[object]:
    return simulator.world.spectator.encoded(simulator.stream_port)


@call("get_actors_by_id")
def _actors(simulator: Simulator, ids: object) -> list[object]:
    found = (simulator.world.actors.get(wire.integer(id_)) for id_ in wire.items(ids))
    return [actor.encoded(simulator.stream_port) for actor in found if actor is not None]


@call("spawn_actor")
def _spawn(simulator: Simulator, description: object, pose: object) -> list[object]:
    return spawn(simulator, description, pose).encoded(simulator.stream_port)


@call("spawn_actor_with_parent")
def _spawn_attached(
    simulator: Simulator,
    description: object,
    pose: object,
    parent: object,
    attachment: object = 0,
    socket: object = "",
) -> list[object]:
    del attachment, socket  # rigid; spring arms are a matter of taste, not of data
    actor = spawn(simulator, description, pose, wire.integer(parent))
    return actor.encoded(simulator.stream_port)


@call("destroy_actor")
def _destroy(simulator: Simulator, actor_id: object) -> bool:
    if not simulator.world.destroy(wire.integer(actor_id)):
        raise CallRefused("unable to destroy actor: not found")
    return True


@call("set_actor_location")
def _set_location(simulator: Simulator, actor_id: object, location: object) -> None:
    x, y, z = wire.vector(location)
    actor = find(simulator, actor_id, "set_actor_location")
    simulator.world.place(actor, replace(actor.pose, x=x, y=y, z=z))


@call("set_actor_transform")
def _set_transform(simulator: Simulator, actor_id: object, transform: object) -> None:
    teleport(simulator, actor_id, wire.pose(transform), "set_actor_transform")


@call("set_actor_target_velocity")
def set_velocity(simulator: Simulator, actor_id: object, velocity: object) -> None:
    """Set the velocity of an actor, m/s in world axes."""
    actor = find(simulator, actor_id, "set_actor_target_velocity")
    actor.velocity = wire.vector(velocity)


@call("set_actor_simulate_physics")
def set_physics(simulator: Simulator, actor_id: object, enabled: object) -> None:
    """Let the simulation move an actor, or not. Unknown ids are fine: see the next comment."""
    # The client's background threads make this call for actors that may be gone, and an error
    # would abort the client's process; likewise get_actor_bounding_box and set_actor_collisions.
    actor = simulator.world.actors.get(wire.integer(actor_id))
    if actor is not None:
        actor.simulate_physics = wire.boolean(enabled)


@call("set_actor_collisions")
def _set_collisions(simulator: Simulator, actor_id: object, enabled: object) -> None:
    actor = simulator.world.actors.get(wire.integer(actor_id))
    if actor is not None:
        actor.collides = wire.boolean(enabled)


@call("get_actor_bounding_box")
def _bounding_box(simulator: Simulator, actor_id: object) -> list[object]:
    actor = simulator.world.actors.get(wire.integer(actor_id))
    if actor is None:
        return wire.box((0.0, 0.0, 0.0), (0.0, 0.0, 0.0))
    return actor.encoded_box()
