"""The call that carries out many commands at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from carla_bench.simulator import wire
from carla_bench.simulator.actor import WalkerControl
from carla_bench.simulator.calls import actors, traffic, vehicles
from carla_bench.simulator.calls.registry import CallRefused, call

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_MAX_NESTING = 8


@call("apply_batch")
async def _apply_batch(simulator: Simulator, commands: object, do_tick: object = False) -> object:
    replies = [_reply(simulator, command) for command in wire.items(commands)]
    if wire.boolean(do_tick):
        await simulator.tick()
    return replies


def _reply(simulator: Simulator, command: object) -> list[object]:
    try:
        return wire.success(_carry_out(simulator, command))
    except (CallRefused, wire.BadValue) as error:
        return wire.failure(str(error))


def _carry_out(simulator: Simulator, command: object, new_id: int = 0, depth: int = 0) -> int:
    """Carry out one command and return the id of its actor.

    Args:
        simulator: simulator.
        command: ``[[index, payload]]``.
        new_id: stands in for id 0 in the commands that follow a spawn.
        depth: how many spawns this command follows.
    """
    index, payload = wire.items(wire.items(command, 1)[0], 2)[:2]
    if index == _SPAWN and depth < _MAX_NESTING:
        return _spawn(simulator, wire.items(payload, 6), depth)
    action = _ACTIONS.get(wire.integer(index))
    if action is None:
        raise CallRefused(f"command {index} is not supported by the embedded simulator")
    actor_id, *arguments = wire.items(payload, 1)
    target = wire.integer(actor_id) or new_id
    action(simulator, target, *arguments)
    return target


def _spawn(simulator: Simulator, payload: Sequence[Any], depth: int) -> int:
    description, pose, parent, _, _, after = payload[:6]
    given = wire.items(parent, 1)
    parent_id = wire.integer(given[1]) if wire.boolean(given[0]) and len(given) > 1 else 0
    actor = actors.spawn(simulator, description, pose, parent_id)
    for command in wire.items(after):
        try:
            _carry_out(simulator, command, actor.id, depth + 1)
        except (CallRefused, wire.BadValue):
            pass  # as in CARLA, what follows a spawn has no result of its own
    return actor.id


def _destroy(simulator: Simulator, actor_id: int) -> None:
    if not simulator.world.destroy(actor_id):
        raise CallRefused("unable to destroy actor: not found")


def _transform(simulator: Simulator, actor_id: int, transform: object) -> None:
    actors.teleport(simulator, actor_id, wire.pose(transform), "ApplyTransform")


def _walker_state(simulator: Simulator, actor_id: int, transform: object, speed: object) -> None:
    """Move a walker whose feet the client has led over the navigation mesh."""
    walker = actors.find(simulator, actor_id, "ApplyWalkerState")
    if not walker.is_walker:
        raise CallRefused("ApplyWalkerState: Actor is not a Walker")
    feet = wire.pose(transform)
    simulator.world.place(walker, replace(feet, z=feet.z + walker.extent[2]))
    x, y, z = walker.pose.matrix[:3, 0].tolist()
    walker.walk = WalkerControl((x, y, z), wire.number(speed))
    walker.velocity = (walker.walk.speed * x, walker.walk.speed * y, walker.walk.speed * z)


def _autopilot(simulator: Simulator, actor_id: int, enabled: object) -> None:
    actors.find(simulator, actor_id, "SetAutopilot")
    wire.boolean(enabled)  # the client hands the vehicle to its own TrafficManager


_SPAWN = 0
_ACTIONS: dict[int, Callable[..., None]] = {
    1: _destroy,
    2: vehicles.drive,
    4: vehicles.walk,
    6: _transform,
    7: _walker_state,
    8: actors.set_velocity,
    14: actors.set_physics,
    16: _autopilot,
    18: vehicles.set_lights,
    21: traffic.set_light_state,
}
