"""Calls about parts of actors: components, bones, sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.core.geometry import Pose
from carla_bench.simulator import wire
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.calls.actors import find
from carla_bench.simulator.calls.registry import CallRefused, call
from carla_bench.simulator.skeleton import bone_poses

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_WHEELS = ("Wheel_Front_Left", "Wheel_Front_Right", "Wheel_Rear_Left", "Wheel_Rear_Right")
_BODY = "Vehicle_Base"


def _parts(actor: Actor) -> dict[str, Pose]:
    """Return the parts of an actor by name, in its frame: the bones of walkers and vehicles."""
    length, width, height = (2 * half for half in actor.extent)
    if actor.is_walker:
        return {name: pose for name, _, pose, _ in bone_poses(Pose(), height)}
    if not actor.is_vehicle:
        return {}
    axle, track, radius = 0.3 * length, 0.42 * width, 0.22 * height
    places = [(axle, -track), (axle, track), (-axle, -track), (-axle, track)]
    if actor.attributes["number_of_wheels"] == "2":
        places = [(axle, 0.0), (-axle, 0.0)]
    wheels = {name: Pose(x, y, radius) for name, (x, y) in zip(_WHEELS, places, strict=False)}
    return {_BODY: Pose(), **wheels}


def _in_world(actor: Actor, pose: Pose) -> list[list[float]]:
    return wire.transform(Pose.from_matrix(actor.pose.matrix @ pose.matrix))


def _part(
    simulator: Simulator, actor_id: object, name: object, function: str
) -> tuple[Actor, Pose]:
    actor = find(simulator, actor_id, function)
    pose = _parts(actor).get(wire.text(name))
    if pose is None:
        raise CallRefused(
            f"Responding error from function {function}: Component could not be found in this "
            f"actor.  Actor Id: {actor_id}"
        )
    return actor, pose


@call("get_actor_component_names")
def _component_names(simulator: Simulator, actor_id: object) -> list[str]:
    return list(_parts(find(simulator, actor_id, "get_actor_component_names")))


@call("get_actor_component_world_transform")
def _component_in_world(simulator: Simulator, actor_id: object, name: object) -> object:
    return _in_world(*_part(simulator, actor_id, name, "get_actor_component_world_transform"))


@call("get_actor_component_relative_transform")
def _component(simulator: Simulator, actor_id: object, name: object) -> object:
    _, pose = _part(simulator, actor_id, name, "get_actor_component_relative_transform")
    return wire.transform(pose)


@call("get_actor_bone_names")
def _bone_names(simulator: Simulator, actor_id: object) -> list[str]:
    return list(_parts(find(simulator, actor_id, "get_actor_bone_names")))


@call("get_actor_bone_world_transforms")
def _bones_in_world(simulator: Simulator, actor_id: object) -> list[object]:
    actor = find(simulator, actor_id, "get_actor_bone_world_transforms")
    return [_in_world(actor, pose) for pose in _parts(actor).values()]


@call("get_actor_bone_relative_transforms")
def _bones(simulator: Simulator, actor_id: object) -> list[object]:
    actor = find(simulator, actor_id, "get_actor_bone_relative_transforms")
    return [wire.transform(pose) for pose in _parts(actor).values()]


@call("get_vehicle_bone_world_transforms")
def _vehicle_bones(simulator: Simulator, actor_id: object) -> list[object]:
    actor = find(simulator, actor_id, "get_vehicle_bone_world_transforms")
    return [_in_world(actor, pose) for pose in _parts(actor).values()]


@call("get_actor_socket_names")
def _socket_names(simulator: Simulator, actor_id: object) -> list[str]:
    find(simulator, actor_id, "get_actor_socket_names")
    return []


@call("get_actor_socket_world_transforms")
def _sockets_in_world(simulator: Simulator, actor_id: object) -> list[object]:
    find(simulator, actor_id, "get_actor_socket_world_transforms")
    return []


@call("get_actor_socket_relative_transforms")
def _sockets(simulator: Simulator, actor_id: object) -> list[object]:
    find(simulator, actor_id, "get_actor_socket_relative_transforms")
    return []


@call("get_bones_transform")
def _walker_bones(simulator: Simulator, actor_id: object) -> list[object]:
    walker = find(simulator, actor_id, "get_bones_transform")
    return [
        [
            [name, *(wire.transform(pose) for pose in poses)]
            for name, *poses in bone_poses(walker.pose, 2 * walker.extent[2])
        ]
    ]
