"""Calls that draw for debugging."""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator.calls.registry import call
from carla_bench.simulator.drawings import decoded

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_MOST = 100_000


@call("draw_debug_shape")
def _draw(simulator: Simulator, shape: object) -> None:
    world = simulator.world
    world.drawings.append(decoded(shape, world.time_s))
    del world.drawings[:-_MOST]


@call("clear_debug_shape")
def _clear_shapes(simulator: Simulator) -> None:
    world = simulator.world
    world.drawings = [drawing for drawing in world.drawings if drawing.stroke.text]


@call("clear_debug_string")
def _clear_texts(simulator: Simulator) -> None:
    world = simulator.world
    world.drawings = [drawing for drawing in world.drawings if not drawing.stroke.text]
