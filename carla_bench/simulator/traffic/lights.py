"""The state of lights and signs, and how the lights of a junction take turns.

Source: behaviour of CARLA's traffic light groups: one controller after the other goes from green
over yellow to red, while the rest stay red.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["HEAD_EXTENT", "Box", "Controller", "Group", "Light", "Sign", "State", "lamps_of"]

HEAD_EXTENT = (0.1, 0.17, 0.525)
"""half sizes of a box with three lamps, metres"""
_SIGN_ID_BYTES = 31  # of 32, so that the text always ends with a zero
_LIGHT = struct.Struct("<32s4fI?B")
_TOLERANCE_S = 1e-6  # steps of 0.05 s add up to 10 s only nearly


class State(IntEnum):
    """CARLA's TrafficLightState."""

    RED = 0
    YELLOW = 1
    GREEN = 2
    OFF = 3
    UNKNOWN = 4


def lamps_of(state: int) -> int:
    """Return which lamps shine: bit 1 red, 2 yellow, 4 green."""
    return 1 << state if state <= State.GREEN else 0


@dataclass(frozen=True, slots=True)
class Box:
    """An upright box in the frame of its actor, metres."""

    center: tuple[float, float, float] = (0.0, 0.0, 0.0)
    extent: tuple[float, float, float] = (0.0, 0.0, 0.0)
    """half sizes"""


@dataclass(slots=True, eq=False)
class Sign:
    """What a traffic sign knows."""

    id: str
    """of the OpenDRIVE signal"""
    trigger: Box
    """where it concerns vehicles: x across the approach, y along it"""

    def details(self) -> bytes:
        """Return its part of the world state."""
        return self.id.encode()[:_SIGN_ID_BYTES]


@dataclass(slots=True, eq=False)
class Light(Sign):
    """A traffic light; its controller sets its state, and clients may."""

    arm_m: float
    """how far its arm reaches over the road"""
    state: State = State.RED
    pole: int = 0
    """number within its group"""
    controller: Controller = field(init=False, repr=False)

    @property
    def heads(self) -> list[tuple[float, float, float]]:
        """Middles of the boxes with lamps as the mesh has them, in the frame of `face_pose`."""
        half = HEAD_EXTENT[2]
        beside, above = (-0.3, 0.0, 2.5 + half), 5.0 + half
        middle = [(-0.2, -0.5 * self.arm_m, above)] if self.arm_m > 4.0 else []
        return [beside, *middle, (-0.2, 0.25 - self.arm_m, above)]

    def details(self) -> bytes:
        """Return its part of the world state."""
        controller = self.controller
        group = controller.group
        return _LIGHT.pack(
            self.id.encode()[:_SIGN_ID_BYTES], controller.green_s, controller.yellow_s,
            controller.red_s, group.elapsed_s, self.pole, group.frozen, self.state,
        )  # fmt: skip


@dataclass(slots=True, eq=False)
class Controller:
    """Lights that always show the same, and for how long."""

    lights: list[Light]
    green_s: float = 10.0
    yellow_s: float = 3.0
    red_s: float = 2.0
    """until the next controller of the group gets green"""
    group: Group = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Tell the lights."""
        for light in self.lights:
            light.controller = self

    def show(self, state: State) -> None:
        """Set all its lights."""
        for light in self.lights:
            light.state = state


@dataclass(slots=True, eq=False)
class Group:
    """The controllers of one junction, in the order of their turns."""

    controllers: list[Controller]
    frozen: bool = False
    elapsed_s: float = 0.0
    """since the last change"""
    _turn: int = 0
    _phase: State = State.GREEN

    def __post_init__(self) -> None:
        """Number the lights and begin."""
        for controller in self.controllers:
            controller.group = self
        for number, light in enumerate(self.lights):
            light.pole = number
        self.reset()

    @property
    def lights(self) -> list[Light]:
        """All its lights, by turn."""
        return [light for controller in self.controllers for light in controller.lights]

    def reset(self) -> None:
        """Begin anew: the first controller turns green."""
        for controller in self.controllers:
            controller.show(State.RED)
        self._turn, self._phase, self.elapsed_s = 0, State.GREEN, 0.0
        self.controllers[0].show(State.GREEN)

    def step(self, delta_s: float) -> None:
        """Let time pass; there is at most one change in a step."""
        if self.frozen:
            return
        self.elapsed_s += delta_s
        controller = self.controllers[self._turn]
        times = {
            State.GREEN: controller.green_s,
            State.YELLOW: controller.yellow_s,
            State.RED: controller.red_s,
        }
        if self.elapsed_s < times[self._phase] - _TOLERANCE_S:
            return
        self.elapsed_s = 0.0
        if self._phase is State.RED:
            self._turn = (self._turn + 1) % len(self.controllers)
            controller = self.controllers[self._turn]
        self._phase = _NEXT[self._phase]
        controller.show(self._phase)


_NEXT = {State.GREEN: State.YELLOW, State.YELLOW: State.RED, State.RED: State.GREEN}
