"""From actors to what rays can hit of them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from carla_bench.simulator.actor import Actor
from carla_bench.simulator.blueprints import Blueprint, actor_size, actor_variant
from carla_bench.simulator.graphics.shapes import shape_of, stride_at
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.view import Body
from carla_bench.simulator.traffic.lights import Light, Sign, lamps_of
from carla_bench.simulator.traffic.traffic import face_pose

__all__ = ["bodies_of", "weather_of"]

_STANDING_MPS = 0.05


def bodies_of(actors: Iterable[Actor]) -> list[Body]:
    """Return the bodies of all actors that have one."""
    bodies = []
    for actor in actors:
        if isinstance(actor.sign, Sign):
            bodies.append(_sign_body(actor, actor.sign))
        elif actor.blueprint is not None and actor.extent[0] > 0:
            bodies.append(_body(actor, actor.blueprint))
    return bodies


def _body(actor: Actor, blueprint: Blueprint) -> Body:
    size = actor_size(blueprint, actor.attributes)
    variant = actor_variant(blueprint, actor.attributes)
    return Body(
        actor.id,
        shape_of(actor.type_id, size, variant, _stride(actor)),
        actor.pose.matrix,
        actor.color,
        before=actor.before.matrix,
        velocity=actor.velocity,
        lamps=actor.light_flags,
    )


def _sign_body(actor: Actor, sign: Sign) -> Body:
    """Return the body of a traffic light or sign: they stand still."""
    arm_m, lamps = 0.0, 0
    if isinstance(sign, Light):
        # Half metres, so that few meshes serve all lights.
        arm_m, lamps = round(2 * sign.arm_m) / 2, lamps_of(sign.state)
    pose = face_pose(actor.pose).matrix
    shape = shape_of(actor.type_id, (0.0, arm_m, 0.0))
    return Body(actor.id, shape, pose, before=pose, lamps=lamps)


def _stride(actor: Actor) -> int:
    """Return the pose of someone who walks, 0 for all others."""
    moving = actor.is_walker and math.hypot(*actor.velocity[:2]) > _STANDING_MPS
    return stride_at(actor.walked_m) if moving else 0


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
        mie_scattering_scale=values[11],
        rayleigh_scattering_scale=values[12],
        dust_storm=values[13],
    )
