"""Construction: a warning sign, cones and barriers close part of the ego lane."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from carla_bench.core.route import Route
from carla_bench.specs import Placement, RouteSource, ScenarioPlan, ScenarioSpec, Weather

__all__ = ["SCENARIO", "ConstructionConfig"]

_CONES = ("static.prop.constructioncone", "static.prop.trafficcone01", "static.prop.trafficcone02")
_BARRIERS = ("static.prop.streetbarrier", "static.prop.chainbarrier")
_SIGNS = ("static.prop.warningconstruction", "static.prop.trafficwarning")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstructionConfig:
    """How a construction site looks; pairs are ranges to draw from."""

    route_m: float = 120.0
    """length of the drive"""
    distance_m: tuple[float, float] = (14.0, 30.0)
    """from the start to the first cone"""
    taper_m: tuple[float, float] = (6.0, 10.0)
    """over which the cones run from the kerb into the lane"""
    site_m: tuple[float, float] = (8.0, 16.0)
    """length of the closed part"""
    closed: tuple[float, float] = (0.35, 0.55)
    """share of the lane's width that is closed, from the right"""
    cone_gap_m: tuple[float, float] = (1.6, 2.4)
    speed_mps: tuple[float, float] = (6.0, 9.0)


def _build(
    roads: RouteSource, config: ConstructionConfig, rng: np.random.Generator
) -> ScenarioPlan:
    straight = config.distance_m[1] + config.taper_m[1] + config.site_m[1]
    route = roads.sample_route(rng, config.route_m, straight)
    return ScenarioPlan(
        route=route,
        placements=tuple(_site(route, config, rng)),
        weather=Weather(
            cloudiness=rng.uniform(0.0, 80.0),
            sun_azimuth_angle=rng.uniform(0.0, 360.0),
            sun_altitude_angle=rng.uniform(20.0, 75.0),
            fog_density=rng.uniform(0.0, 15.0),
        ),
        target_speed_mps=rng.uniform(*config.speed_mps),
    )


def _site(route: Route, config: ConstructionConfig, rng: np.random.Generator) -> list[Placement]:
    """Return the sign, the taper of cones, and cones and barriers along the closed part."""
    begin, taper = rng.uniform(*config.distance_m), rng.uniform(*config.taper_m)
    end = begin + taper + rng.uniform(*config.site_m)
    kerb = 0.5 * float(route.lane_width_m[0])
    edge = kerb - rng.uniform(*config.closed) * 2.0 * kerb
    gap, cone = rng.uniform(*config.cone_gap_m), str(rng.choice(_CONES))

    placed = [_put(route, str(rng.choice(_SIGNS)), "warning_sign", begin - 4.0, kerb + 0.9, 0.0)]
    for s in np.arange(begin, end, gap):
        lateral = kerb - 0.2 + (edge - kerb + 0.2) * min(1.0, (s - begin) / taper)
        wobble = rng.normal(0.0, 0.05, 2)
        turn = rng.uniform(0.0, 360.0)
        placed.append(_put(route, cone, "cone", s + wobble[0], lateral + wobble[1], turn))
    for s in np.arange(begin + taper + 0.5, end, rng.uniform(2.5, 4.0)):
        lateral = rng.uniform(edge + 0.9, max(edge + 0.9, kerb - 0.4))
        turn = 90.0 + rng.normal(0.0, 8.0)
        placed.append(_put(route, str(rng.choice(_BARRIERS)), "barrier", s, lateral, turn))
    return placed


def _put(
    route: Route, blueprint: str, unknown: str, s_m: float, lateral_m: float, turn_deg: float
) -> Placement:
    pose = route.pose_at(s_m, lateral_m, turn_deg=turn_deg)
    return Placement(blueprint=blueprint, pose=pose, unknown=unknown)


SCENARIO = ScenarioSpec(
    summary="A warning sign, cones and barriers close part of the ego lane.",
    build=_build,
    config=ConstructionConfig,
    source="Siam et al., Video Class Agnostic Segmentation Benchmark, arXiv:2103.11015, section 3",
)
