"""What all sensors have in common: where they are mounted, and how they read attributes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from carla_bench.core.geometry import Pose
from carla_bench.core.seeding import generator
from carla_bench.simulator.actor import Actor, Vector
from carla_bench.simulator.streams import Message

if TYPE_CHECKING:
    from carla_bench.simulator.sensors.moment import Moment

__all__ = ["Attributes", "Mount", "Noise", "Sensor"]


@dataclass(frozen=True, slots=True)
class Mount:
    """A sensor's place at one frame."""

    actor: Actor
    """the sensor; only what never changes may be read from it: its id, its parent"""
    pose: Pose
    """in the world"""
    before: Pose
    """in the world, one frame earlier"""
    velocity: Vector
    """m/s, world axes"""
    angular_velocity: Vector
    """degrees/s, world axes"""

    @classmethod
    def of(cls, actor: Actor) -> Mount:
        """Return where a sensor is now."""
        return cls(actor, actor.pose, actor.before, actor.velocity, actor.angular_velocity)

    @property
    def carrier(self) -> Actor:
        """The actor that the sensor is attached to, or the sensor itself."""
        return self.actor.parent or self.actor


@dataclass(frozen=True, slots=True)
class Noise:
    """Where a sensor's random numbers come from.

    They depend on the tick alone, not on when a client began to listen.
    """

    seed: int
    type_id: str
    actor_id: int
    """tells two sensors with one seed apart"""

    def at(self, tick: int) -> np.random.Generator:
        """Return the generator for one tick of the episode."""
        return generator(self.seed, self.type_id, self.actor_id, tick)


class Sensor(Protocol):
    """Measures one stream. Made when the actor is spawned; called in one thread, in order."""

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the messages of one frame; most kinds give one, some none or several."""


@dataclass(frozen=True, slots=True)
class Attributes:
    """Attribute values of a blueprint, which a client may have set to anything."""

    values: Mapping[str, str]

    def number(self, name: str, low: float, high: float) -> float:
        """Return a number.

        Raises:
            ValueError: it is none, or not between `low` and `high`.
        """
        value = float(self.values[name])
        if not (math.isfinite(value) and low <= value <= high):
            raise ValueError(f"Expected {name} from {low} to {high}, got {value}.")
        return value

    def integer(self, name: str, low: int, high: int) -> int:
        """Return a whole number; raises like `number`."""
        return int(self.number(name, low, high))

    def flag(self, name: str) -> bool:
        """Return a truth value."""
        return self.values[name].lower() in ("true", "1")
