"""Weather, the light it makes and the sky that one sees in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import inlined
from carla_bench.simulator.graphics.patterns import SIZE

__all__ = ["Light", "Weather", "light_of", "sky_color", "smooth_noise"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weather:
    """Part of CARLA's WeatherParameters, under its names; defaults are those of ClearNoon."""

    sun_altitude_angle: float = 45.0
    """degrees above the horizon, -90 at night"""
    sun_azimuth_angle: float = -1.0
    """degrees from the world's x axis towards y"""
    cloudiness: float = 5.0
    """0 to 100, and so are all others without a unit"""
    fog_density: float = 2.0
    fog_distance: float = 0.75
    """metres in front of the camera without fog"""
    fog_falloff: float = 0.1
    """how fast fog thins with height, 1/m"""
    wetness: float = 0.0
    precipitation: float = 0.0
    precipitation_deposits: float = 0.0
    wind_intensity: float = 10.0
    dust_storm: float = 0.0

    def sane(self) -> Weather:
        """Return finite values within CARLA's ranges; what is not a number becomes the default."""
        ranges = {
            "sun_altitude_angle": (-90.0, 90.0),
            "sun_azimuth_angle": (-1e4, 1e4),
            "fog_distance": (0.0, 1e4),
            "fog_falloff": (0.0, 10.0),
        }
        values = {}
        for field in fields(self):
            value = float(getattr(self, field.name))
            value = float(field.default) if np.isnan(value) else value  # type: ignore[arg-type]
            low, high = ranges.get(field.name, (0.0, 100.0))
            values[field.name] = min(max(value, low), high)
        return Weather(**values)


class Light(NamedTuple):
    """What shading needs to know of the weather, in plain numbers. Colours are linear."""

    source: Triple
    """unit vector to the sun, or at night to the moon"""
    sun: Triple
    above: Triple
    """what falls from the sky on a level surface"""
    below: Triple
    """what the ground throws back"""
    zenith: Triple
    horizon: Triple
    glow: Triple
    """around the sun"""
    cloud: Triple
    fog: Triple
    cover: float
    """share of the sky under clouds"""
    haze: float
    """share of colour lost per metre"""
    clear_m: float
    """metres before haze begins"""
    night: float
    """0 by day, 1 in the dark"""
    haze_falloff: float
    """how fast haze thins with height, 1/m"""
    wet: float
    """of the ground, 0 to 1"""
    puddles: float
    """share of the ground that is under water, 0 to 1"""
    rain: float
    """0 to 1"""
    drift: float
    """of the clouds, texels a second"""


def _color(*values: float) -> Array:
    return np.array(values)


def _ramp(low: float, high: float, value: float) -> float:
    """Return 0 below low, 1 above high and a smooth step between."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return share * share * (3 - 2 * share)


def light_of(weather: Weather) -> Light:
    """Return the light of a weather, whatever numbers it holds."""
    weather = weather.sane()
    altitude = weather.sun_altitude_angle
    day = _ramp(-9, 7, altitude)
    high = _ramp(0, 42, altitude)
    dull = _ramp(25, 100, weather.cloudiness)
    up, around = np.deg2rad(altitude), np.deg2rad(weather.sun_azimuth_angle)
    source = _color(np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up))
    sun = _mix(_color(3.2, 1.25, 0.42), _color(3.1, 2.85, 2.45), high) * _ramp(-3, 10, altitude)
    sun = sun * (1 - 0.93 * dull)
    if altitude < -2:
        source, sun = _color(0.42, 0.3, 0.857), _color(0.03, 0.04, 0.065) * (1 - 0.8 * dull)
    zenith = _mix(_color(0.13, 0.20, 0.42), _color(0.12, 0.28, 0.66), high)
    horizon = _mix(_color(0.85, 0.50, 0.34), _color(0.62, 0.76, 0.92), high)
    grey = _mix(_color(0.34, 0.33, 0.36), _color(0.60, 0.63, 0.67), high)
    dark = _color(0.006, 0.010, 0.024)
    zenith = _mix(dark, _mix(zenith, grey * 0.8, dull), day)
    horizon = _mix(dark * 2.2, _mix(horizon, grey, dull), day)
    above = _mix(_color(0.50, 0.50, 0.62), _color(0.62, 0.74, 0.98), high)
    above = _mix(_color(0.050, 0.060, 0.095), _mix(above, _color(0.95, 0.98, 1.04), dull), day)
    below = 0.30 * above + 0.07 * sun * max(float(source[2]), 0)
    glow = _mix(_color(1.6, 0.62, 0.16), _color(0.5, 0.45, 0.35), high) * day * (1 - dull)
    cloud = _mix(dark * 2.5, _mix(_color(0.95, 0.70, 0.58), _color(1.05, 1.05, 1.06), high), day)
    density = weather.fog_density / 100
    storm = weather.dust_storm / 100
    horizon = _mix(horizon, _color(0.62, 0.44, 0.26) * max(day, 0.05), storm)
    return Light(
        source=_triple(source),
        sun=_triple(sun * (1 - 0.9 * storm)),
        above=_triple(_mix(above, above * _color(0.9, 0.7, 0.5), storm)),
        below=_triple(below),
        zenith=_triple(_mix(zenith, horizon, 0.9 * storm)),
        horizon=_triple(horizon),
        glow=_triple(glow * (1 - storm)),
        cloud=_triple(_mix(cloud, grey * 0.95 * max(day, 0.03), dull)),
        fog=_triple(horizon),
        cover=0.04 + 0.96 * _ramp(0, 90, weather.cloudiness),
        haze=0.0005 + 0.011 * density**1.6 + 0.002 * weather.precipitation / 100 + 0.05 * storm,
        clear_m=weather.fog_distance,
        haze_falloff=0.1 * weather.fog_falloff,
        night=1 - _ramp(-6, 6, altitude),
        wet=max(weather.wetness, weather.precipitation_deposits, weather.precipitation) / 100,
        puddles=weather.precipitation_deposits / 100,
        rain=weather.precipitation / 100,
        drift=0.2 + 0.04 * weather.wind_intensity,
    )


def _mix(first: Array, second: Array, share: float) -> Array:
    return first + (second - first) * share


def _triple(values: Array) -> Triple:
    return float(values[0]), float(values[1]), float(values[2])


@inlined
def sky_color(
    light: Light, noise: Floats, direction: Triple, time_s: float
) -> tuple[float, float, float]:
    """Return the linear colour of the sky.

    Args:
        light: of the weather.
        noise: `patterns.blotches`.
        direction: unit vector; below the horizon the horizon's colour goes on.
        time_s: moves the clouds.
    """
    x, y, z = direction
    height = max(z, 0.0)
    source = light.source
    toward = max(source[0] * x + source[1] * y + source[2] * z, 0.0)
    climb = math.sqrt(height)
    near = toward**4
    disc = min(near**32 * 0.6 + min(max((toward - 0.9994) * 6000, 0.0), 12.0), 14.0)
    density = _cloud_cover(light, noise, x, y, height, time_s)
    lit = near * 0.25 + 1
    beam = near * 0.35 * (1 - climb * 0.6) + disc
    star = _stars(x, y, z) * light.night
    red = (light.horizon[0] + climb * (light.zenith[0] - light.horizon[0])) + beam * light.glow[0]
    green = (light.horizon[1] + climb * (light.zenith[1] - light.horizon[1])) + beam * light.glow[1]
    blue = (light.horizon[2] + climb * (light.zenith[2] - light.horizon[2])) + beam * light.glow[2]
    clear = 1 - density
    return (
        (red + star) * clear + lit * light.cloud[0] * density,
        (green + star) * clear + lit * light.cloud[1] * density,
        (blue + star) * clear + lit * light.cloud[2] * density,
    )


@inlined
def _cloud_cover(
    light: Light, noise: Floats, x: float, y: float, height: float, time_s: float
) -> float:
    """Return how much of the sky behind is hidden, 0 to 1."""
    if height <= 0 or light.cover <= 0:
        return 0.0
    reach = 90 / (height + 0.13)
    u, v = x * reach + time_s % 1e4 * light.drift, y * reach
    cloud = smooth_noise(noise, u, v) + 0.35 * smooth_noise(noise, u * 3.7, v * 3.7)
    density = min(max((cloud - (1.0 - 2.0 * light.cover)) * 1.6, 0.0), 1.0)
    # Towards the horizon clouds merge into haze.
    return density * min(height * 9, 1.0) * (0.55 + 0.4 * light.cover)


@inlined
def _stars(x: float, y: float, z: float) -> float:
    """Return the brightness of the star in a direction, mostly 0."""
    if z <= 0.02:
        return 0.0
    column, row, layer = int(x * 190 + 400), int(y * 190 + 400), int(z * 190)
    mixed = (column * 73856093) ^ (row * 19349663) ^ (layer * 83492791)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177 & 0xFFFF
    return 0.35 * (mixed / 65535.0) ** 3 if mixed > 65000 else 0.0


@inlined
def smooth_noise(noise: Floats, u: float, v: float) -> float:
    """Return noise between the texels of `patterns.blotches`, which repeats."""
    left, low = math.floor(u), math.floor(v)
    across, up = u - left, v - low
    column, row = int(left) & (SIZE - 1), int(low) & (SIZE - 1)
    right, above = (column + 1) & (SIZE - 1), (row + 1) & (SIZE - 1)
    first = noise[row * SIZE + column] * (1 - across) + noise[row * SIZE + right] * across
    second = noise[above * SIZE + column] * (1 - across) + noise[above * SIZE + right] * across
    return float(first * (1 - up) + second * up)
