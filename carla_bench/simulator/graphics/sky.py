"""Weather, the light it makes and the sky that one sees in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, fields
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import inlined
from carla_bench.simulator.graphics.patterns import GROUND_CHANNELS, SIZE, Ground
from carla_bench.simulator.graphics.scattering import ROWS, TURNS, ClearSky, clear_sky

__all__ = [
    "Light",
    "Weather",
    "fade",
    "horizon_color",
    "light_of",
    "sky_color",
    "sky_table",
    "smooth_noise",
]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Triple = tuple[float, float, float]

_CLOUD = int(Ground.CLOUD)


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
    mie_scattering_scale: float = 0.03
    """aerosols in the air: a whiter sky"""
    rayleigh_scattering_scale: float = 0.0331
    """air: a bluer sky, redder sunsets"""
    dust_storm: float = 0.0

    def sane(self) -> Weather:
        """Return finite values within CARLA's ranges; what is not a number becomes the default."""
        ranges = {
            "sun_altitude_angle": (-90.0, 90.0),
            "sun_azimuth_angle": (-1e4, 1e4),
            "fog_distance": (0.0, 1e4),
            "fog_falloff": (0.0, 10.0),
            "mie_scattering_scale": (0.0, 1.0),
            "rayleigh_scattering_scale": (0.0, 1.0),
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
    heading: tuple[float, float]
    """of the source, unit vector"""
    sun: Triple
    above: Triple
    """what falls from the sky on a level surface"""
    below: Triple
    """what the ground throws back"""
    disc: Triple
    """of sun or moon, as one sees it"""
    cloud: Triple
    """where the source shines on it"""
    cloud_below: Triple
    """where it is in its own shadow"""
    cover: float
    """share of the sky under clouds"""
    haze: float
    """share of colour lost per metre"""
    clear_m: float
    """metres before haze begins"""
    night: float
    """0 by day, 1 in the dark"""
    stars: float
    """how bright, 0 to 1"""
    haze_falloff: float
    """how fast haze thins with height, 1/m"""
    veil: float
    """optical depth of the haze, looking straight up"""
    wet: float
    """of the ground, 0 to 1"""
    puddles: float
    """share of the ground that is under water, 0 to 1"""
    rain: float
    """0 to 1"""
    drift: float
    """of the clouds, texels a second"""
    slant: float
    """of falling rain: sideways by so much of its way down"""


_AIR, _AEROSOL, _EVENING = 1.35, 1.5, 1.6
"""How much air there is: more than on a clear day, and still more while the sun is low."""
_USUAL_AIR, _USUAL_AEROSOL = 0.0331, 0.03
_EXPOSURE, _ADAPTION, _WIDEST = 0.5, 0.55, 7.0
"""At noon; how much of a darkening eyes make up for; and how far at most."""
_LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
_MOON = np.array([0.42, 0.3, 0.857])
_MOONLIGHT = np.array([0.055, 0.068, 0.100])
_NIGHT_ZENITH, _NIGHT_HORIZON = np.array([0.007, 0.011, 0.026]), np.array([0.040, 0.042, 0.056])
_NIGHT_ABOVE = np.array([0.068, 0.080, 0.112])
_DUST = np.array([0.70, 0.47, 0.26])
_FILL = 2.6
_PALER = 0.45
"""Light from the sky counts more than measured, and is less blue: houses light each other."""


def _ramp(low: float, high: float, value: float) -> float:
    """Return 0 below low, 1 above high and a smooth step between."""
    share = min(max((value - low) / (high - low), 0.0), 1.0)
    return share * share * (3 - 2 * share)


class _Air(NamedTuple):
    """The sky of a weather and what of it falls on the ground."""

    table: Floats
    """(ROWS, TURNS, 6): what comes from a direction, and the halo of the sun"""
    sun: Array
    sun_on_clouds: Array
    above: Array


@lru_cache(maxsize=8)
def _air(weather: Weather) -> _Air:
    """Return the sky of a weather with sane numbers."""
    sky = _exposed(weather)
    dull = _ramp(20, 100, weather.cloudiness)
    storm = weather.dust_storm / 100
    day = _ramp(-10, 1, weather.sun_altitude_angle)
    z = np.linspace(0, 1, ROWS)[:, None] ** 2
    above = 2 * np.einsum("rk,r->k", sky.air.mean(axis=1), np.gradient(z[:, 0]) * z[:, 0])
    sun = sky.sun / np.pi
    beneath = float(np.sin(np.deg2rad(max(weather.sun_altitude_angle, 0.0))))
    # What clouds keep from the sun they spread, in grey.
    spread = 0.45 * dull * sun * beneath
    grey = float(_LUMINANCE @ (above * 1.3 + spread))
    overcast = grey * np.array([0.98, 1.0, 1.03]) * (1 - 0.30 * weather.precipitation / 100)
    table = sky.air + (overcast * (0.75 + 0.35 * z[..., None]) - sky.air) * (0.85 * dull)
    night = _NIGHT_HORIZON + (_NIGHT_ZENITH - _NIGHT_HORIZON) * np.sqrt(z)
    table = table + (night * (1 + 0.6 * dull))[:, None] * (1 - day)
    table += (_DUST * max(grey, 0.02) * 1.25 - table) * (0.95 * storm)
    above += (float(_LUMINANCE @ above) - above) * _PALER
    above = (above * _FILL + (overcast * 1.5 - above * _FILL) * dull) + (1 - day) * _NIGHT_ABOVE
    above += (_DUST * float(_LUMINANCE @ above) * 1.3 - above) * (0.9 * storm)
    halo = sky.halo * (1 - dull) * (1 - storm)
    return _Air(
        table=np.concatenate([table, halo], axis=2).astype(np.float32),
        sun=sun * (1 - 0.95 * dull) * (1 - 0.93 * storm),
        sun_on_clouds=sun * (1 - 0.75 * dull) * (1 - storm),
        above=above,
    )


def _exposed(weather: Weather) -> ClearSky:
    """Return the clear sky as eyes see it that adapt to the light."""
    low = 1 - _ramp(2, 32, weather.sun_altitude_angle)
    air = (_AIR + _EVENING * low) * weather.rayleigh_scattering_scale / _USUAL_AIR
    aerosol = _AEROSOL * weather.mie_scattering_scale / _USUAL_AEROSOL
    altitude = np.deg2rad(weather.sun_altitude_angle)
    sky = clear_sky(altitude, air, aerosol)
    bright = _brightness(sky, altitude)
    usual = _brightness(clear_sky(np.pi / 4, _AIR, _AEROSOL), np.pi / 4)
    adapted = min((usual / max(bright, 1e-6)) ** _ADAPTION, _WIDEST)
    return ClearSky(*(part * _EXPOSURE * adapted for part in sky))


def _brightness(sky: ClearSky, altitude: float) -> float:
    light = sky.sun * max(np.sin(altitude), 0.0) / np.pi + sky.air.mean(axis=(0, 1))
    return float(_LUMINANCE @ light)


def sky_table(weather: Weather) -> Floats:
    """Return (ROWS, TURNS, 6) the sky without clouds, sun and stars: see `ClearSky`."""
    return _air(weather.sane()).table


def light_of(weather: Weather) -> Light:
    """Return the light of a weather, whatever numbers it holds."""
    weather = weather.sane()
    air = _air(weather)
    altitude, rain = weather.sun_altitude_angle, weather.precipitation / 100
    dull, storm = _ramp(20, 100, weather.cloudiness), weather.dust_storm / 100
    up, around = np.deg2rad(altitude), np.deg2rad(weather.sun_azimuth_angle)
    source = np.array([np.cos(up) * np.cos(around), np.cos(up) * np.sin(around), np.sin(up)])
    heading = float(np.cos(around)), float(np.sin(around))
    sun, disc = air.sun * _ramp(-2, 1.5, altitude), air.sun * 6
    if altitude < -3:
        source, sun = _MOON, _MOONLIGHT * (1 - 0.9 * dull)
        disc = np.array([1.0, 1.0, 0.95]) * (1 - dull)
    below = 0.24 * air.above + 0.10 * sun * max(float(source[2]), 0)
    haze = 0.00035 + 0.024 * (weather.fog_density / 100) ** 1.5 + 0.0035 * rain + 0.06 * storm
    falloff = 0.1 * weather.fog_falloff * (1 - storm)
    return Light(
        source=_triple(source),
        heading=heading,
        sun=_triple(sun),
        above=_triple(air.above),
        below=_triple(below),
        disc=_triple(disc),
        cloud=_triple(0.45 * air.sun_on_clouds + 0.85 * air.above),
        cloud_below=_triple(air.above * (0.62 - 0.14 * rain)),
        cover=0.02 + 0.98 * _ramp(0, 95, weather.cloudiness),
        haze=haze,
        clear_m=weather.fog_distance,
        night=1 - _ramp(-6, 6, altitude),
        stars=(1 - _ramp(-12, -4, altitude)) * (1 - dull) ** 2,
        haze_falloff=falloff,
        veil=min(haze / max(falloff, 0.004), 50.0),
        wet=max(weather.wetness, weather.precipitation_deposits, weather.precipitation) / 100,
        puddles=weather.precipitation_deposits / 100,
        rain=rain,
        drift=0.2 + 0.04 * weather.wind_intensity,
        slant=0.25 * weather.wind_intensity / 100,
    )


def _triple(values: Array) -> Triple:
    return float(values[0]), float(values[1]), float(values[2])


@inlined
def fade(depth: float) -> float:
    """Return how much light passes an optical depth from 0 on.

    Nearly exp(-depth), which compiled code would have to call a library for: 1.5 % more at 1.
    """
    power = 1 / (1 + depth * (1 / 32))
    power *= power
    power *= power
    power *= power
    power *= power
    return power * power


@inlined
def _table_place(light: Light, x: float, y: float, z: float) -> tuple[int, int, float, float]:
    """Return row and column of `sky_table` below a direction, and how far beyond them it is."""
    level = math.sqrt(x * x + y * y) + 1e-9
    turn = (x * light.heading[0] + y * light.heading[1]) / level
    column = (1 - turn) * (0.5 * (TURNS - 1))
    row = math.sqrt(max(z, 0.0)) * (ROWS - 1)
    first, left = min(int(row), ROWS - 2), min(max(int(column), 0), TURNS - 2)
    return first, left, row - first, column - left


@inlined
def horizon_color(light: Light, sky: Floats, x: float, y: float) -> Triple:
    """Return the linear colour of far haze in a direction.

    Args:
        light: of the weather.
        sky: `sky_table`.
        x: of the direction, as is y.
        y: see x.
    """
    _, left, _, beyond = _table_place(light, x, y, 0.0)
    return (
        sky[1, left, 0] + beyond * (sky[1, left + 1, 0] - sky[1, left, 0]),
        sky[1, left, 1] + beyond * (sky[1, left + 1, 1] - sky[1, left, 1]),
        sky[1, left, 2] + beyond * (sky[1, left + 1, 2] - sky[1, left, 2]),
    )


@inlined
def sky_color(light: Light, sky: Floats, noise: Floats, direction: Triple, time_s: float) -> Triple:
    """Return the linear colour of the sky.

    Args:
        light: of the weather.
        sky: `sky_table`.
        noise: `patterns.ground_noise`.
        direction: unit vector; below the horizon the horizon's colour goes on.
        time_s: moves the clouds.
    """
    x, y, z = direction
    row, column, up, beyond = _table_place(light, x, y, max(z, 0.004))
    source = light.source
    toward = source[0] * x + source[1] * y + source[2] * z
    # Henyey and Greenstein, "Diffuse radiation in the galaxy", 1941, with g = 0.76.
    spread = 1.5776 - 1.52 * toward
    halo = 0.0336 / (spread * math.sqrt(spread))
    disc = min(max((toward - 0.99985) * 16000, 0.0), 1.0) if z > 0 else 0.0
    star = _stars(x, y, z) * light.stars if light.stars > 0 else 0.0
    red = _sky_channel(sky, row, column, up, beyond, 0, halo) + star + disc * light.disc[0]
    green = _sky_channel(sky, row, column, up, beyond, 1, halo) + star + disc * light.disc[1]
    blue = _sky_channel(sky, row, column, up, beyond, 2, halo) + star + disc * light.disc[2]
    density, shine = _clouds(light, noise, x, y, z, time_s)
    if density > 0:
        shine *= 1 + 0.8 * max(toward, 0.0) ** 8
        below, lit = light.cloud_below, light.cloud
        red += density * (below[0] + shine * (lit[0] - below[0]) - red)
        green += density * (below[1] + shine * (lit[1] - below[1]) - green)
        blue += density * (below[2] + shine * (lit[2] - below[2]) - blue)
    return red, green, blue


@inlined
def _sky_channel(
    sky: Floats, row: int, column: int, up: float, beyond: float, channel: int, halo: float
) -> float:
    low = sky[row, column, channel] + halo * sky[row, column, channel + 3]
    low_next = sky[row, column + 1, channel] + halo * sky[row, column + 1, channel + 3]
    high = sky[row + 1, column, channel] + halo * sky[row + 1, column, channel + 3]
    high_next = sky[row + 1, column + 1, channel] + halo * sky[row + 1, column + 1, channel + 3]
    low += beyond * (low_next - low)
    high += beyond * (high_next - high)
    return float(low + up * (high - low))


@inlined
def _clouds(
    light: Light, noise: Floats, x: float, y: float, z: float, time_s: float
) -> tuple[float, float]:
    """Return how much of the sky behind is hidden, and how brightly its cloud is lit, 0 to 1."""
    if z <= 0.01:
        return 0.0, 0.0
    reach = 100 / (z + 0.12)
    u, v = x * reach + time_s % 1e4 * light.drift, y * reach
    cloud = smooth_noise(noise, _CLOUD, u, v) + 0.38 * smooth_noise(noise, _CLOUD, 3.1 * u, 3.1 * v)
    threshold = 1.15 - 2.2 * light.cover
    density = min(max((cloud - threshold) * 1.9, 0.0), 1.0)
    if density <= 0:
        return 0.0, 0.0
    # Thinner towards the sun: the rim is lit. Below a thick cloud it is dark.
    aside = smooth_noise(noise, _CLOUD, u + 9 * light.heading[0], v + 9 * light.heading[1])
    thick = min(max(cloud - threshold, 0.0), 1.4)
    shine = min(max(1.05 - 0.55 * thick + 0.35 * (cloud - 1.3 * aside), 0.0), 1.0)
    # Towards the horizon clouds merge into haze.
    density *= min(z * 9, 1.0) * fade(0.5 * light.veil / z)
    return density, shine


@inlined
def _stars(x: float, y: float, z: float) -> float:
    """Return the brightness of the star in a direction, mostly 0."""
    if z <= 0.03:
        return 0.0
    column, row, layer = int(x * 330 + 400), int(y * 330 + 400), int(z * 330)
    mixed = (column * 73856093) ^ (row * 19349663) ^ (layer * 83492791)
    mixed = ((mixed ^ (mixed >> 13)) * 1274126177 >> 5) & 0xFFFF
    return 0.5 * ((mixed - 65200) / 335.0) ** 3 * min(z * 4, 1.0) if mixed > 65200 else 0.0


@inlined
def smooth_noise(noise: Floats, channel: int, u: float, v: float) -> float:
    """Return one channel of `patterns.ground_noise` between its texels; it repeats."""
    left, low = math.floor(u), math.floor(v)
    across, up = u - left, v - low
    column, row = int(left) & (SIZE - 1), (int(low) & (SIZE - 1)) * SIZE
    right, above = (column + 1) & (SIZE - 1), (row + SIZE) & (SIZE * SIZE - 1)
    first = noise[(row + column) * GROUND_CHANNELS + channel]
    first += across * (noise[(row + right) * GROUND_CHANNELS + channel] - first)
    second = noise[(above + column) * GROUND_CHANNELS + channel]
    second += across * (noise[(above + right) * GROUND_CHANNELS + channel] - second)
    return float(first + up * (second - first))
