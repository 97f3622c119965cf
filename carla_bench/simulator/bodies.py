"""From actors to what rays can hit of them."""

from __future__ import annotations

from collections.abc import Iterable

from carla_bench.simulator.actor import Actor
from carla_bench.simulator.graphics.shapes import shape_of
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.view import Body

__all__ = ["bodies_of", "weather_of"]


def bodies_of(actors: Iterable[Actor]) -> list[Body]:
    """Return the bodies of all actors that have one."""
    return [
        Body(
            actor.id,
            shape_of(actor.type_id, actor.blueprint.size, actor.blueprint.base_type),
            actor.pose.matrix,
            actor.color,
            before=actor.before.matrix,
            velocity=actor.velocity,
            lamps=actor.light_flags,
        )
        for actor in actors
        if actor.blueprint is not None and actor.extent[0] > 0
    ]


def weather_of(values: tuple[float, ...]) -> Weather:
    """Return what the renderer uses of CARLA's WeatherParameters, given in their order."""
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
        wind_intensity=values[3],
        dust_storm=values[13],
    )
