"""Replay: a log moves actors through a world."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.recorder.cast import Cast, finite, pose_of
from carla_bench.simulator.recorder.codec import BrokenRecording
from carla_bench.simulator.recorder.log_file import Frame, frames
from carla_bench.simulator.recorder.records import (
    Packet,
    Position,
    TrafficLight,
    Triple,
    VehicleAnimation,
)
from carla_bench.simulator.traffic.lights import Light, State
from carla_bench.simulator.world import World

__all__ = ["BEHIND", "Replay", "ReplayChoices", "ReplayPlan"]

BEHIND = Pose(x=-10.0, z=5.0, pitch=-25.0)
"""where CARLA's client lets the spectator follow an actor, in the actor's frame"""

_CALM: Triple = (0.0, 0.0, 0.0)


@dataclass(slots=True)
class ReplayChoices:
    """What stays set from one replay to the next. The defaults are CARLA's."""

    time_factor: float = 1.0
    """recorded seconds for each simulated one"""
    ignore_hero: bool = False
    """leave out vehicles whose role_name is hero"""
    ignore_spectator: bool = True
    """leave the spectator where it is"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayPlan:
    """Which part of a log to replay, and how."""

    path: Path
    start_s: float
    """since the recording began, and so is the end"""
    end_s: float
    follow: int = 0
    """recorded id of the actor that the spectator follows; 0 for none"""
    offset: Pose = BEHIND
    """of the spectator, in the frame of that actor"""
    sensors: bool = False
    """whether recorded sensors are there again"""


@dataclass(slots=True)
class Replay:
    """A log that is being replayed into one episode of a world."""

    world: World
    plan: ReplayPlan
    choices: ReplayChoices
    is_over: bool = False
    _cast: Cast = field(init=False)
    _reel: _Reel = field(init=False)
    _time_s: float = field(init=False)

    def __post_init__(self) -> None:
        """Go to the beginning: the actors of that moment are there at once.

        Raises:
            BrokenRecording: the log is damaged up to there.
            OSError: it cannot be read.
        """
        self._cast = Cast(self.world, self.choices.ignore_hero, self.plan.sensors)
        self._reel = _Reel(self.plan.path)
        self._time_s = self.plan.start_s
        try:
            self._show(0.0)
        except (BrokenRecording, OSError):
            self.stop(keep_actors=False)
            raise

    def advance(self, delta_s: float) -> None:
        """Move on, after a step of the world of `delta_s` seconds.

        Raises:
            BrokenRecording: the log is damaged here.
            OSError: it can no longer be read.
        """
        self._time_s += delta_s * self.choices.time_factor
        self._show(delta_s)
        if self._time_s >= self.plan.end_s or self._reel.is_at_end:
            self.stop(keep_actors=True)

    def stop(self, *, keep_actors: bool) -> None:
        """End: vehicles and walkers stand still and are simulated again, or all actors go."""
        self.is_over = True
        self._reel.close()
        for actor in self._cast.members():
            if not keep_actors:
                self.world.destroy(actor.id)
            elif actor.is_vehicle or actor.is_walker:
                actor.simulate_physics = True
                actor.velocity = actor.angular_velocity = _CALM
                actor.drive = replace(actor.drive, **_IDLE)
                actor.walk = replace(actor.walk, speed=0.0)

    def _show(self, delta_s: float) -> None:
        for frame in self._reel.wind(self._time_s):
            self._cast.change(frame)
        now, after = self._reel.now, self._reel.after
        if now is None:
            return
        self._move(now, after, delta_s)
        self._animate(now)
        self._follow()

    def _move(self, now: Frame, after: Frame | None, delta_s: float) -> None:
        """Put every actor between where it was recorded before and after this moment."""
        share, later = 0.0, {}
        if after is not None:
            length = after.start.elapsed_s - now.start.elapsed_s
            share = min((self._time_s - now.start.elapsed_s) / length, 1.0) if length > 0 else 1.0
            later = {position.actor: position for position in after.records(Packet.POSITION)}
        for position in now.records(Packet.POSITION):
            actor = self._cast.get(position.actor)
            if actor is None or actor.parent is not None:
                continue
            if actor is self.world.spectator and self.choices.ignore_spectator:
                continue
            pose = _between(position, later.get(position.actor, position), share)
            if delta_s > 0.0:
                actor.velocity = _velocity(actor.pose, pose, delta_s)
            actor.pose = pose
        for actor in self.world.actors.values():
            actor.follow_parent()

    def _animate(self, now: Frame) -> None:
        for animation in now.records(Packet.ANIM_VEHICLE):
            if (actor := self._cast.get(animation.actor)) is not None:
                actor.drive = replace(actor.drive, **_driven(animation))
        for step in now.records(Packet.ANIM_WALKER):
            if (actor := self._cast.get(step.actor)) is not None:
                actor.walk = replace(actor.walk, speed=finite(step.speed))
        for lights in now.records(Packet.VEHICLE_LIGHT):
            if (actor := self._cast.get(lights.actor)) is not None:
                actor.light_flags = lights.flags
        for state in now.records(Packet.STATE):
            if (actor := self._cast.get(state.actor)) is not None:
                _show_light(actor, state)

    def _follow(self) -> None:
        actor = self._cast.get(self.plan.follow)
        if actor is not None and actor is not self.world.spectator:
            matrix = actor.pose.matrix @ self.plan.offset.matrix
            self.world.spectator.pose = Pose.from_matrix(matrix)


class _Reel:
    """The frames of a log, forwards."""

    def __init__(self, path: Path) -> None:
        self._frames = frames(path)
        self.now: Frame | None = None
        """the last frame that begins before the time that it was wound to, or then"""
        self.after: Frame | None = next(self._frames, None)

    def close(self) -> None:
        """Close the file."""
        self._frames.close()

    @property
    def is_at_end(self) -> bool:
        """Whether no frame comes any more."""
        return self.after is None

    def wind(self, time_s: float) -> Iterable[Frame]:
        """Go on to a time, and yield every frame that begins meanwhile."""
        while self.after is not None and self.after.start.elapsed_s <= time_s + 1e-9:
            self.now, self.after = self.after, next(self._frames, None)
            yield self.now


def _between(first: Position, second: Position, share: float) -> Pose:
    """Return the pose a share of the way, each angle the shorter way round."""
    start = pose_of(first[1:4], first[4:7])
    end = pose_of(second[1:4], second[4:7])
    values = [
        a + share * (b - a)
        for a, b in ((start.x, end.x), (start.y, end.y), (start.z, end.z))
    ]  # fmt: skip
    angles = [
        a + share * ((b - a + 180.0) % 360.0 - 180.0)
        for a, b in ((start.pitch, end.pitch), (start.yaw, end.yaw), (start.roll, end.roll))
    ]
    return Pose(*values, *angles)


def _velocity(before: Pose, now: Pose, delta_s: float) -> Triple:
    x, y, z = (now.position - before.position) / delta_s
    return float(x), float(y), float(z)


def _driven(animation: VehicleAnimation) -> dict[str, Any]:
    """Return the fields of a VehicleControl."""
    return {
        "throttle": finite(animation.throttle),
        "steer": finite(animation.steer),
        "brake": finite(animation.brake),
        "hand_brake": animation.hand_brake,
        "reverse": animation.gear < 0,
        "gear": min(max(animation.gear, -1), 8),
    }


def _show_light(actor: Actor, state: TrafficLight) -> None:
    if isinstance(actor.sign, Light):
        actor.sign.state = State(min(state.state, State.UNKNOWN))
        group = actor.sign.controller.group
        group.frozen, group.elapsed_s = state.frozen, finite(state.elapsed_s)


_IDLE = _driven(VehicleAnimation(0, 0.0, 0.0, 0.0, False, 1))
