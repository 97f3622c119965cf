"""Cameras: from the actors of the world to the messages of their streams."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from carla_bench.core.geometry import Pose
from carla_bench.simulator import messages
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.blueprints import actor_size, actor_variant
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.shapes import shape_of
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.view import Body, Buffers, View
from carla_bench.simulator.streams import Message

__all__ = ["Picture", "Shot", "bodies_of", "camera_size", "capture", "shot_of"]
_MAX_SIDE = 8192


@dataclass(frozen=True, slots=True)
class Shot:
    """One image that is due."""

    stream: int
    blueprint: str
    pose: Pose
    width: int
    height: int
    fov_deg: float

    @property
    def view(self) -> tuple[Pose, int, int, float]:
        """What it shares with the other cameras at its place."""
        return self.pose, self.width, self.height, self.fov_deg


@dataclass(frozen=True, slots=True)
class Picture:
    """All images that are due at one frame, and what they show."""

    shots: Sequence[Shot]
    bodies: Sequence[Body]
    weather: tuple[float, ...]
    """CARLA's WeatherParameters, in their order"""
    frame: int
    time_s: float


def camera_size(attributes: dict[str, str]) -> tuple[int, int, float]:
    """Return width, height [pixels] and horizontal field of view [degrees].

    Raises:
        ValueError: not numbers, or out of range.
    """
    width, height = int(attributes["image_size_x"]), int(attributes["image_size_y"])
    fov = float(attributes["fov"])
    if not (1 <= width <= _MAX_SIDE and 1 <= height <= _MAX_SIDE and 1.0 <= fov <= 170.0):
        raise ValueError(f"no camera of {width}x{height} pixels and {fov} degrees")
    return width, height, fov


def shot_of(actor: Actor) -> Shot:
    """Return the image that a camera takes where it is now."""
    return Shot(actor.stream, actor.type_id, actor.pose, *camera_size(actor.attributes))


def bodies_of(actors: Iterable[Actor]) -> list[Body]:
    """Return what cameras can see of the actors."""
    return [
        Body(
            actor.id,
            shape_of(
                actor.type_id,
                actor_size(actor.blueprint, actor.attributes),
                actor_variant(actor.blueprint, actor.attributes),
            ),
            actor.pose.matrix,
            actor.color,
        )
        for actor in actors
        if actor.blueprint is not None and actor.extent[0] > 0
    ]


def capture(renderer: Renderer, picture: Picture) -> list[tuple[int, Message]]:
    """Return stream and message of every shot; cameras at one place share one cast."""
    groups: dict[tuple[Pose, int, int, float], list[Shot]] = defaultdict(list)
    for shot in picture.shots:
        groups[shot.view].append(shot)
    sent: list[tuple[int, Message]] = []
    for (pose, width, height, fov), group in groups.items():
        buffers = renderer.render(
            View(pose.matrix, width, height, fov),
            picture.bodies,
            _weather(picture.weather),
            time_s=picture.time_s,
            rgb=any(shot.blueprint == "sensor.camera.rgb" for shot in group),
        )
        for shot in group:
            pixels = _pixels(shot.blueprint, buffers)
            message = messages.image(
                shot.blueprint, picture.frame, picture.time_s, pose, fov, pixels
            )
            sent.append((shot.stream, message))
    return sent


def _pixels(blueprint: str, buffers: Buffers) -> messages.Pixels:
    if blueprint == "sensor.camera.depth":
        return messages.depth_pixels(buffers.depth)
    if blueprint == "sensor.camera.semantic_segmentation":
        return messages.label_pixels(buffers.tag)
    if blueprint == "sensor.camera.instance_segmentation":
        return messages.label_pixels(buffers.tag, buffers.instance)
    assert buffers.rgb is not None
    return messages.color_pixels(buffers.rgb)


def _weather(values: tuple[float, ...]) -> Weather:
    return Weather(
        cloudiness=values[0],
        precipitation=values[1],
        precipitation_deposits=values[2],
        sun_azimuth_angle=values[4],
        sun_altitude_angle=values[5],
        fog_density=values[6],
        fog_distance=values[7],
        fog_falloff=values[8],
        wetness=values[9],
    )
