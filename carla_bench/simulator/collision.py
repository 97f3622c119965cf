"""What hit what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from carla_bench.simulator.actor import Actor, Vector

__all__ = ["Collision"]


@dataclass(frozen=True, slots=True)
class Collision:
    """One partner's view of a collision during one frame."""

    actor: Actor
    other: Actor | None
    """None for scenery"""
    tag: int
    """semantic tag of what was hit"""
    impulse: Vector
    """on `actor`, N s, world axes"""
