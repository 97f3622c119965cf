"""Weather, the light it makes and the sky that one sees in it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.patterns import SIZE, blotches

__all__ = ["Light", "Weather", "light_of", "sky_color", "smooth_noise"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]


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
    """What shading needs to know of the weather. Colours are (3,) linear."""

    source: Array
    """(3,) unit vector to the sun, or at night to the moon"""
    sun: Floats
    above: Floats
    """what falls from the sky on a level surface"""
    below: Floats
    """what the ground throws back"""
    zenith: Floats
    horizon: Floats
    glow: Floats
    """around the sun"""
    cloud: Floats
    fog: Floats
    cover: float
    """share of the sky under clouds"""
    haze: float
    """share of colour lost per metre"""
    clear_m: float
    """metres before haze begins"""
    night: float
    """0 by day, 1 in the dark"""
    wet: float
    """of the ground, 0 to 1"""
    rain: float
    """0 to 1"""


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
    high = _ramp(2, 28, altitude)
    dull = _ramp(25, 100, weather.cloudiness)
    up, around = np.deg2rad(altitude), np.deg2rad(weather.sun_azimuth_angle)
    source = _color(np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up))
    sun = _mix(_color(3.0, 1.35, 0.5), _color(3.1, 2.85, 2.45), high) * _ramp(-3, 10, altitude)
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
    return Light(
        source=source,
        sun=_single(sun),
        above=_single(above),
        below=_single(below),
        zenith=_single(zenith),
        horizon=_single(horizon),
        glow=_single(glow),
        cloud=_single(_mix(cloud, grey * 0.95 * max(day, 0.03), dull)),
        fog=_single(horizon),
        cover=0.04 + 0.96 * _ramp(0, 90, weather.cloudiness),
        haze=0.0005 + 0.011 * density**1.6 + 0.002 * weather.precipitation / 100,
        clear_m=weather.fog_distance,
        night=1 - _ramp(-6, 6, altitude),
        wet=max(weather.wetness, weather.precipitation_deposits, weather.precipitation) / 100,
        rain=weather.precipitation / 100,
    )


def _mix(first: Array, second: Array, share: float) -> Array:
    return first + (second - first) * share


def _single(values: Array) -> Floats:
    return values.astype(np.float32)


def sky_color(light: Light, directions: Floats, time_s: float = 0.0) -> Floats:
    """Return (3, n) linear colour of the sky.

    Args:
        light: of the weather.
        directions: (3, n) unit vectors; below the horizon the horizon's colour goes on.
        time_s: moves the clouds.
    """
    height = np.maximum(directions[2], 0)
    toward = np.maximum(light.source.astype(np.float32) @ directions, 0)
    climb = np.sqrt(height)
    near = toward**2
    near = near * near
    disc = near**8
    disc = np.minimum(disc**4 * 0.6 + np.clip((toward - 0.9994) * 6000, 0, 12), 14)
    density = _clouds(light, directions, height, time_s)
    clear = 1 - density
    lit = near * 0.25 + 1
    color = np.empty_like(directions)
    for c in range(3):
        blue = climb * (light.zenith[c] - light.horizon[c]) + light.horizon[c]
        blue += (near * 0.35 * (1 - climb * 0.6) + disc) * light.glow[c]
        color[c] = blue * clear + (lit * light.cloud[c]) * density
    return color


def _clouds(light: Light, directions: Floats, height: Floats, time_s: float) -> Floats:
    """Return (n,) how much of the sky behind is hidden, 0 to 1."""
    reach = 90 / (height + 0.13)
    drift = np.float32(time_s % 1e4 * 0.6)
    u, v = directions[0] * reach + drift, directions[1] * reach
    noise = smooth_noise(u, v) + 0.35 * smooth_noise(u * 3.7, v * 3.7)
    threshold = 1.0 - 2.0 * light.cover
    density = np.clip((noise - threshold) * 1.6, 0, 1)
    # Towards the horizon clouds merge into haze.
    density *= np.minimum(height * 9, 1) * np.float32(0.55 + 0.4 * light.cover)
    return np.asarray(density, np.float32)


def smooth_noise(u: Floats, v: Floats) -> Floats:
    """Return (n,) noise between the texels of `blotches`."""
    left, low = np.floor(u), np.floor(v)
    across, up = u - left, v - low
    column, row = left.astype(np.int32), low.astype(np.int32)
    mask = SIZE - 1
    column, next_column = column & mask, (column + 1) & mask
    row, next_row = (row & mask) * SIZE, ((row + 1) & mask) * SIZE
    noise = blotches()
    first = noise[row + column] * (1 - across) + noise[row + next_column] * across
    second = noise[next_row + column] * (1 - across) + noise[next_row + next_column] * across
    return np.asarray(first * (1 - up) + second * up)
