"""Compiled: what colour a point of a surface has, and how it mirrors."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import inlined
from carla_bench.simulator.graphics.lamps import LampGrid, lamp_light
from carla_bench.simulator.graphics.patterns import Ground
from carla_bench.simulator.graphics.sky import Light, smooth_noise
from carla_bench.simulator.graphics.slots import Slot
from carla_bench.simulator.graphics.surface import Column, Kind
from carla_bench.simulator.graphics.texturing import Textures, texel_at

__all__ = ["Point", "Shade", "Triple", "dot", "point_at", "shade", "surface_row"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Triple = tuple[float, float, float]

_NORMAL, _COLOR = int(Column.NORMAL), int(Column.COLOR)
_GRAIN, _BLOTCH, _GLOSS = int(Column.GRAIN), int(Column.BLOTCH), int(Column.GLOSS)
_EMISSION, _KIND, _LAMP = int(Column.EMISSION), int(Column.KIND), int(Column.LAMP)
_TINTABLE, _CURVED, _BEND = int(Column.TINTABLE), int(Column.CURVED), int(Column.BEND)
_PAINT, _LAMPS, _FIRST = int(Slot.PAINT), int(Slot.LAMPS), int(Slot.FIRST)
_ASPHALT, _LEAVES = int(Kind.ASPHALT), int(Kind.LEAVES)
_GROUND, _COAT = int(Kind.GROUND), int(Kind.COAT)
_STAIN, _WEAR, _HOLLOW = int(Ground.STAIN), int(Ground.WEAR), int(Ground.HOLLOW)
_STAINS_A_M, _WEAR_A_M, _HOLLOW_A_M = 2.3, 13.0, 6.0
"""texels of the ground's noise per metre"""


class Point(NamedTuple):
    """A point of a surface."""

    place: Triple
    """in the world, metres"""
    local: Triple
    """in the mesh's frame"""
    flat: Triple
    """normal of the triangle in the world, towards the eye"""
    normal: Triple
    """the same, bent where the surface is round"""


class Shade(NamedTuple):
    """How a point looks."""

    color: Triple
    """linear light that it sends to the eye, without reflections"""
    mirror: float
    """share of the light that is reflected instead, 0 to 1"""
    rough: float
    """of the mirror: 0 sharp, 1 a blur"""


# Compiled functions take arrays and plain numbers apart from each other: every array in a tuple,
# and every slice of an array, would cost a reference count per pixel.


@inlined
def dot(first: Triple, second: Triple) -> float:
    """Return the scalar product."""
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


@inlined
def surface_row(slots: Array, triangle: int, part: int) -> int:
    """Return the row of a triangle's surface in the table."""
    return triangle if part == 0 else int(slots[part - 1, _FIRST]) + triangle


@inlined
def point_at(
    table: Floats, slots: Array, row: int, part: int, eye: Triple, ray: Triple, depth: float
) -> Point:
    """Return where a ray met a surface.

    Args:
        table: of surfaces, and slots of bodies: see `Stage`.
        slots: see table.
        row: of the table.
        part: 0 for the static world.
        eye: start of the ray, metres.
        ray: of any length.
        depth: in lengths of the ray.
    """
    x, y, z = eye[0] + ray[0] * depth, eye[1] + ray[1] * depth, eye[2] + ray[2] * depth
    flat = (
        float(table[row, _NORMAL]),
        float(table[row, _NORMAL + 1]),
        float(table[row, _NORMAL + 2]),
    )
    local = (x, y, z)
    if part > 0:
        k = part - 1
        dx, dy, dz = x - slots[k, 0], y - slots[k, 1], z - slots[k, 2]
        local = (
            slots[k, 3] * dx + slots[k, 6] * dy + slots[k, 9] * dz,
            slots[k, 4] * dx + slots[k, 7] * dy + slots[k, 10] * dz,
            slots[k, 5] * dx + slots[k, 8] * dy + slots[k, 11] * dz,
        )
    normal = flat
    if table[row, _CURVED] > 0:
        normal = _bent(table, row, local)
    if part > 0:
        flat, normal = _turned(slots, part - 1, flat), _turned(slots, part - 1, normal)
    if dot(flat, ray) > 0:
        flat = (-flat[0], -flat[1], -flat[2])
        normal = (-normal[0], -normal[1], -normal[2])
    return Point((x, y, z), local, flat, normal)


@inlined
def _bent(table: Floats, row: int, local: Triple) -> Triple:
    x, y, z = local
    b = _BEND
    nx = table[row, b] * x + table[row, b + 1] * y + table[row, b + 2] * z + table[row, b + 3]
    ny = table[row, b + 4] * x + table[row, b + 5] * y + table[row, b + 6] * z + table[row, b + 7]
    nz = table[row, b + 8] * x + table[row, b + 9] * y + table[row, b + 10] * z + table[row, b + 11]
    scale = 1 / math.sqrt(nx * nx + ny * ny + nz * nz + 1e-12)
    return nx * scale, ny * scale, nz * scale


@inlined
def _turned(slots: Array, k: int, vector: Triple) -> Triple:
    return (
        slots[k, 3] * vector[0] + slots[k, 4] * vector[1] + slots[k, 5] * vector[2],
        slots[k, 6] * vector[0] + slots[k, 7] * vector[1] + slots[k, 8] * vector[2],
        slots[k, 9] * vector[0] + slots[k, 10] * vector[1] + slots[k, 11] * vector[2],
    )


@inlined
def _albedo(table: Floats, slots: Array, row: int, part: int) -> Triple:
    """Return the linear colour of a surface without its pattern."""
    if part > 0 and table[row, _TINTABLE] > 0 and slots[part - 1, _PAINT] >= 0:
        k = part - 1
        return slots[k, _PAINT], slots[k, _PAINT + 1], slots[k, _PAINT + 2]
    return float(table[row, _COLOR]), float(table[row, _COLOR + 1]), float(table[row, _COLOR + 2])


@inlined
def _glow(table: Floats, slots: Array, row: int, part: int, night: float) -> float:
    """Return how much light a surface gives off."""
    emission = float(table[row, _EMISSION])
    if emission == 0:
        return 0.0
    mask = int(table[row, _LAMP])
    if mask == 0:
        return emission * (0.1 + 0.9 * night)
    if part > 0 and int(slots[part - 1, _LAMPS]) & mask:
        return emission
    return 0.0


@inlined
def _incoming(light: Light, kind: int, normal: Triple, sunlit: float, open_: float) -> Triple:
    """Return the linear light of sky and sun that falls on a surface."""
    upward = (0.5 + 0.5 * normal[2]) * open_
    facing = dot(normal, light.source)
    sun = max(facing, 0.0) * sunlit
    if kind == _LEAVES:
        # Thin leaves pass light on; crowns scatter it.
        sun = sunlit * (0.22 + 0.62 * max(facing, 0.0)) + 0.16
    below, above, source = light.below, light.above, light.sun
    return (
        below[0] * open_ + upward * (above[0] - below[0]) + sun * source[0],
        below[1] * open_ + upward * (above[1] - below[1]) + sun * source[1],
        below[2] * open_ + upward * (above[2] - below[2]) + sun * source[2],
    )


@inlined
def shade(
    table: Floats,
    slots: Array,
    row: int,
    part: int,
    point: Point,
    cosine: float,
    spread: float,
    light: Light,
    lamps: LampGrid,
    pictures: Textures,
    sunlit: float,
    open_: float,
    dither: float,
) -> Shade:
    """Return how a point of a surface looks.

    Args:
        table: of surfaces, and slots of bodies: see `Stage`.
        slots: see table.
        row: of the table.
        part: 0 for the static world.
        point: on the surface.
        cosine: between the normal and the direction to the eye, 0 to 1.
        spread: metres of the surface that a pixel covers.
        light: of the weather.
        lamps: that are lit.
        pictures: textures.
        sunlit: share of the sun that arrives, 0 to 1.
        open_: share of the light from above that arrives, 0 to 1.
        dither: 0 to 1, at random.
    """
    local, place = point.local, point.place
    texel = texel_at(pictures, table, row, local[0], local[1], local[2], spread, dither)
    albedo = _albedo(table, slots, row, part)
    kind = int(table[row, _KIND])
    grain = float(table[row, _GRAIN])
    tone = 1.0
    if table[row, _BLOTCH] > 0:
        stain = smooth_noise(
            pictures.ground, _STAIN, (place[0] + 0.7 * place[2]) * _STAINS_A_M,
            (place[1] + 0.7 * place[2]) * _STAINS_A_M,
        )  # fmt: skip
        tone += table[row, _BLOTCH] * stain
    if kind == _ASPHALT:
        wear = smooth_noise(pictures.ground, _WEAR, place[0] * _WEAR_A_M, place[1] * _WEAR_A_M)
        tone *= wear
    mirror, rough = texel.mirror + table[row, _GLOSS], 0.0
    flatness = (1 - cosine) * (1 - cosine)
    flatness *= flatness * (1 - cosine)
    share = mirror * (0.06 + 0.94 * flatness) if mirror > 0 else 0.0
    if light.wet > 0 and (kind == _ASPHALT or kind == _GROUND):
        puddle = _puddle(light, pictures.ground, point)
        tone *= 1 - light.wet * (0.42 + 0.2 * puddle)
        film = 0.5 * light.wet * (1 - puddle) + puddle
        share, rough = film * (0.03 + 0.97 * flatness), (1 - puddle) * 0.6 + 0.15 * light.rain
    red, green, blue = _incoming(light, kind, point.normal, sunlit, open_)
    if light.night > 0.02:
        near = lamp_light(lamps, place, point.normal)
        red += near[0] * light.night
        green += near[1] * light.night
        blue += near[2] * light.night
    glow = _glow(table, slots, row, part, light.night)
    plain = 1 - grain
    color = (
        albedo[0] * (plain + grain * texel.red) * tone * red + glow * albedo[0],
        albedo[1] * (plain + grain * texel.green) * tone * green + glow * albedo[1],
        albedo[2] * (plain + grain * texel.blue) * tone * blue + glow * albedo[2],
    )
    if texel.pane >= 0:
        color = _furnish(color, texel.pane, int(place[0] * 0.02) + int(place[1] * 0.02), light)
    return Shade(color, share, rough)


@inlined
def _puddle(light: Light, ground: Floats, point: Point) -> float:
    """Return how much of a puddle stands on the ground at a point, 0 to 1."""
    if light.puddles <= 0 or point.flat[2] < 0.96:
        return 0.0
    hollow = smooth_noise(
        ground, _HOLLOW, point.place[0] * _HOLLOW_A_M, point.place[1] * _HOLLOW_A_M
    )
    return min(max((hollow - (0.62 - 0.85 * light.puddles)) * 5, 0.0), 1.0)


@inlined
def _furnish(color: Triple, pane: int, block: int, light: Light) -> Triple:
    """Hang a curtain behind some windows and light some at night."""
    mixed = (pane * 2654435761 + block * 40503) & 0xFFFFFFFF
    mixed = (mixed ^ (mixed >> 15)) * 2246822519 & 0xFFFFFFFF
    dwelling = ((mixed >> 13) & 0xFFFF) / 65535.0
    curtain = max(0.4 - dwelling, 0.0) * 0.4
    lamp = 0.0
    if dwelling > 0.66:
        lamp = light.night * (0.12 + 1.3 * (dwelling - 0.66))
    warm = 0.45 + 0.3 * ((mixed & 255) / 255.0)
    return (
        color[0] + curtain * light.above[0] + lamp,
        color[1] + curtain * light.above[1] + lamp * (0.35 + 0.6 * warm),
        color[2] + curtain * light.above[2] + lamp * warm * warm,
    )
