"""The world at one frame, as the sensors see it while the simulation goes on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from carla_bench.simulator.actor import Actor
from carla_bench.simulator.collision import Collision
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.stage import Stage
from carla_bench.simulator.graphics.strokes import Stroke
from carla_bench.simulator.graphics.view import Body, Buffers, Channel
from carla_bench.simulator.level import Scenery
from carla_bench.simulator.sensors.sensor import Mount, Sensor
from carla_bench.simulator.sensors.sight import Seeing, Sight
from carla_bench.simulator.streams import Message

__all__ = ["Moment"]


@dataclass(slots=True, kw_only=True)
class Moment:
    """What a frame looks like, and which sensors measure it. Calls do not change it any more."""

    renderer: Renderer
    scenery: Scenery
    """the town as it is"""
    due: Sequence[tuple[Sensor, Mount]]
    """sensors that measure this frame"""
    frame: int
    tick: int
    """frames since the episode began"""
    time_s: float
    """simulated seconds since the episode began"""
    delta_s: float
    weather: Weather
    gravity_mps2: float
    """that inertial sensors feel"""
    bodies: Sequence[Body]
    """what rays can hit of the actors"""
    actors: Mapping[int, Actor]
    """by id; only what never changes may be read from them"""
    strokes: Sequence[Stroke]
    """what clients draw for debugging"""
    collisions: Sequence[Collision]
    stream_port: int
    """belongs into the description of actors"""
    _stage: Stage | None = field(init=False, default=None)
    _pictures: dict[Sight, Buffers] = field(init=False, default_factory=dict)

    def measure(self) -> list[tuple[int, Message]]:
        """Return stream and message of all that the due sensors have to tell."""
        return [
            (mount.actor.stream, message)
            for sensor, mount in self.due
            for message in sensor.measure(self, mount)
        ]

    @property
    def stage(self) -> Stage:
        """Everything that rays can hit."""
        if self._stage is None:
            self._stage = Stage(self.scenery.static, self.bodies)
        return self._stage

    def stage_without(self, actor_id: int) -> Stage:
        """Return what rays can hit besides one actor."""
        return Stage(self.scenery.static, [body for body in self.bodies if body.id != actor_id])

    def picture(self, sight: Sight) -> Buffers:
        """Return what a camera sees, rendered once for all cameras with the same sight."""
        if sight not in self._pictures:
            channels = Channel(0)
            for sensor, mount in self.due:
                if isinstance(sensor, Seeing) and sensor.sight(mount) == sight:
                    channels |= sensor.channels
            self._pictures[sight] = self.renderer.render(
                self.stage,
                sight.view,
                self.weather,
                time_s=self.time_s,
                channels=channels,
                lamps=self.scenery.lamps,
                strokes=self.strokes,
            )
        return self._pictures[sight]
