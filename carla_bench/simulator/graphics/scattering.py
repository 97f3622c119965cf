"""Sunlight in a clear atmosphere: the colours of the sky, and of the sun behind the air.

Source: Nishita et al., "Display of the Earth Taking into Account Atmospheric Scattering",
SIGGRAPH 1993: single scattering by air (Rayleigh) and by aerosols (Mie).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["ROWS", "TURNS", "ClearSky", "clear_sky"]

Array = NDArray[np.float64]

ROWS, TURNS = 28, 16
"""Resolution of the sky: heights above the horizon, and turns away from the sun."""

_EARTH_M, _TOP_M = 6.371e6, 80e3
_AIR = np.array([5.8e-6, 13.5e-6, 33.1e-6])
"""scattering of red, green, blue at sea level, 1/m"""
_AEROSOL = 4e-6
_OZONE = np.array([1.3e-6, 3.8e-6, 0.17e-6])
"""absorption, 1/m, as if it thinned with height like air"""
_AIR_HEIGHT_M, _AEROSOL_HEIGHT_M = 8000.0, 1200.0
_STEPS = 20
_AGAIN = 0.035
"""light that has been scattered before, as a share of the sunlight at that height"""
_SUN = 20.0
"""brightness of the sun above the air"""


class ClearSky(NamedTuple):
    """What comes from a clear sky, linear."""

    air: Array
    """(ROWS, TURNS, 3) light from each direction, without the sun's halo. Row r is at the height
    (r / (ROWS - 1))² as the z of a unit vector, column t at the cosine 1 - 2 t / (TURNS - 1)
    of the turn from the sun"""
    halo: Array
    """(ROWS, TURNS, 3) what aerosols add, to be multiplied with `halo_phase`"""
    sun: Array
    """(3,) direct light"""


def clear_sky(altitude_rad: float, air: float, aerosol: float) -> ClearSky:
    """Return the light of the sun at an altitude.

    Args:
        altitude_rad: of the sun above the horizon.
        air: how much air there is, 1 as usual.
        aerosol: the same of aerosols.
    """
    z = np.linspace(0, 1, ROWS)[:, None] ** 2
    turn = np.linspace(1, -1, TURNS)[None]
    toward = z * np.sin(altitude_rad) + np.sqrt(1 - z**2) * turn * np.cos(altitude_rad)
    # Steps along each ray, short ones first, where the air is dense.
    reach = _reach(z[:, 0])[:, None]
    share = np.linspace(0, 1, _STEPS + 1)[None] ** 2.5
    place = 0.5 * (share[:, 1:] + share[:, :-1]) * reach
    step = np.diff(share, axis=1) * reach
    climb = z * place
    height = np.maximum(climb + place**2 * (1 - z**2) / (2 * _EARTH_M), 0)
    air_here = np.exp(-height / _AIR_HEIGHT_M)
    aerosol_here = np.exp(-height / _AEROSOL_HEIGHT_M)
    passed = _absorbed(
        np.cumsum(air_here * step, axis=1), np.cumsum(aerosol_here * step, axis=1), air, aerosol
    )
    # The sun stands lower for far points of a ray that leads away from it.
    lean = place[:, None] / _EARTH_M * (np.sqrt(1 - z**2) * turn)[..., None] * np.cos(altitude_rad)
    sine = np.sin(altitude_rad) + lean
    sunlight = np.exp(
        -passed[:, None]
        - _sun_depth(np.broadcast_to(height[:, None], sine.shape), sine, air, aerosol)
    )
    phase = 3 / (16 * np.pi) * (1 + toward**2)
    near = (air_here * step)[:, None, :, None] * sunlight
    dust = (aerosol_here * step)[:, None, :, None] * sunlight
    again = _AGAIN * np.exp(
        -passed
        - _sun_depth(
            height * 0 + 4000.0, np.full_like(height, np.sin(altitude_rad) + 0.08), air, aerosol
        )
    )
    second = ((air * _AIR) * (air_here * step)[..., None] * again).sum(axis=1)
    second += aerosol * _AEROSOL * ((aerosol_here * step)[..., None] * again).sum(axis=1)
    return ClearSky(
        air=_SUN * (air * _AIR * near.sum(axis=2) * phase[..., None] + second[:, None]),
        halo=_SUN * aerosol * _AEROSOL * dust.sum(axis=2),
        sun=_SUN
        * np.exp(-_sun_depth(np.zeros(1), np.array([np.sin(altitude_rad)]), air, aerosol))[0],
    )


def _reach(z: Array) -> Array:
    """Return how far rays run to the top of the atmosphere, metres."""
    up = _EARTH_M * z
    return np.asarray(np.sqrt(up**2 + 2 * _EARTH_M * _TOP_M + _TOP_M**2) - up)


def _absorbed(air_m: Array, aerosol_m: Array, air: float, aerosol: float) -> Array:
    """Return (..., 3) the optical depth of so many metres of sea-level air and aerosols."""
    thin = air * (_AIR + _OZONE) * air_m[..., None]
    return np.asarray(thin + 1.1 * aerosol * _AEROSOL * aerosol_m[..., None])


def _sun_depth(height: Array, sine: Array, air: float, aerosol: float) -> Array:
    """Return (..., 3) the optical depth from points to the sun.

    Args:
        height: (...) metres.
        sine: (...) of the sun's altitude.
        air: as in `clear_sky`.
        aerosol: as in `clear_sky`.
    """
    return _absorbed(
        _AIR_HEIGHT_M * _chapman(height, sine, _AIR_HEIGHT_M),
        _AEROSOL_HEIGHT_M * _chapman(height, sine, _AEROSOL_HEIGHT_M),
        air,
        aerosol,
    )


def _chapman(height: Array, sine: Array, scale_m: float) -> Array:
    """Return the air mass towards the sun.

    Source: Schüler, "An Approximation to the Chapman Grazing-Incidence Function for Atmospheric
    Scattering", GPU Pro 3, 2012.
    """
    earth, above = _EARTH_M / scale_m, height / scale_m
    c = np.sqrt(earth + above)
    day = c / (c * np.abs(sine) + 1) * np.exp(-above)
    lowest = np.maximum(np.sqrt(np.maximum(1 - sine**2, 0)) * (earth + above), 1.0)
    night = 2 * np.sqrt(lowest) * np.exp(np.minimum(earth - lowest, 60.0)) - day
    return np.asarray(np.where(sine >= 0, day, np.maximum(night, day)))
