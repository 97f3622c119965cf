"""The second pass over a picture, compiled: light, shadow, reflections, haze and the tone curve."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import borrowing, inlined
from carla_bench.simulator.graphics.casting import (
    DIRECTION,
    FAR,
    GEOMETRY,
    INSTANCE,
    LANES,
    MASK,
    NEAR,
    NOTHING,
    ORIGIN,
    PRIMITIVE,
    ROWS,
    SIDE,
    aligned,
)
from carla_bench.simulator.graphics.embree import intersect_1, occluded_16
from carla_bench.simulator.graphics.lamps import LampGrid, lamp_light
from carla_bench.simulator.graphics.sky import Light, sky_color, smooth_noise
from carla_bench.simulator.graphics.slots import Slot
from carla_bench.simulator.graphics.surface import Column
from carla_bench.simulator.graphics.texturing import Textures, texel_at
from carla_bench.simulator.graphics.tone import BRIGHTEST, STEPS

__all__ = ["Atmosphere", "Lens", "Scratch", "paint"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]
Triple = tuple[float, float, float]

_NORMAL, _COLOR = int(Column.NORMAL), int(Column.COLOR)
_GRAIN, _BLOTCH, _GLOSS = int(Column.GRAIN), int(Column.BLOTCH), int(Column.GLOSS)
_EMISSION, _POROUS, _LAMP = int(Column.EMISSION), int(Column.POROUS), int(Column.LAMP)
_TINTABLE = int(Column.TINTABLE)
_PAINT, _LAMPS, _FIRST = int(Slot.PAINT), int(Slot.LAMPS), int(Slot.FIRST)
_SHADOW_REACH_M = 1000.0
_MIRROR_REACH_M = 200.0
_REAL_MIRROR = 0.25
"""mirrors at least so strong show the scene, weaker ones the sky alone"""


class Lens(NamedTuple):
    """Where a picture is seen from."""

    eye: Triple
    """metres"""
    first: Triple
    """ray of the first pixel, 1 m long along the optical axis, in the world"""
    right: Triple
    """what is added to it for a pixel to the right"""
    down: Triple
    """what is added to it for a pixel down"""
    pixel: float
    """size of a pixel at a depth of 1 m, metres"""


class Atmosphere(NamedTuple):
    """What lies between the surfaces and the eye, and lights them."""

    light: Light
    lamps: LampGrid
    pictures: Textures
    time_s: float


class Scratch(NamedTuple):
    """Room for rays; the first two and the last two are the same bytes."""

    valid: NDArray[np.int32]
    """(16,)"""
    packet: NDArray[np.uint32]
    packet_numbers: Floats
    single: NDArray[np.uint32]
    single_numbers: Floats

    @classmethod
    def fresh(cls) -> Scratch:
        """Return new room."""
        packet, single = aligned(ROWS * LANES), aligned(ROWS + 8)
        valid = aligned(LANES).view(np.int32)
        return cls(valid, packet, packet.view(np.float32), single, single.view(np.float32))


class _Point(NamedTuple):
    """A point of a surface."""

    place: Triple
    """in the world, metres"""
    local: Triple
    """in the mesh's frame"""
    normal: Triple
    """in the world, towards the eye"""


# Compiled functions below take arrays and plain numbers apart from each other: every array in a
# tuple, and every slice of an array, would cost a reference count per pixel.


@borrowing
def paint(
    scene: int,
    arguments: int,
    table: Floats,
    slots: Array,
    lens: Lens,
    squares: NDArray[np.int32],
    depth: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    open_: Floats,
    air: Atmosphere,
    tone: NDArray[np.uint8],
    scratch: Scratch,
    bgra: NDArray[np.uint32],
) -> None:
    """Colour some squares of a picture.

    Args:
        scene: Embree's handle.
        arguments: of `embree.coherent`.
        table: of surfaces, and slots of bodies: see `Stage`.
        slots: see table.
        lens: of the picture.
        squares: (k, 2) as in `casting.cast_picture`.
        depth: (height, width), as are triangle and part: results of `casting.cast_picture`.
        triangle: see depth.
        part: see depth.
        open_: (height, width) share of the light from above that arrives, 0 to 1; or half as
            high and wide.
        air: light and weather.
        tone: `tone.tone_curve`.
        scratch: room for rays, of this thread alone.
        bgra: (height, width) result, sRGB, blue in the lowest byte.
    """
    height, width = depth.shape
    shrink = 1 if open_.shape[0] == height else 2
    light, lamps, pictures, time_s = air
    valid, shadow, reach, single, single_ray = scratch
    for square in range(len(squares)):
        top, left = squares[square, 0], squares[square, 1]
        _cast_shadows(
            scene, arguments, table, slots, lens, light, (top, left), depth, triangle, part,
            valid, shadow, reach,
        )  # fmt: skip
        for lane in range(LANES):
            x, y = left + lane % SIDE, top + lane // SIDE
            if x >= width or y >= height:
                continue
            ray = _ray(lens, x, y)
            owner = part[y, x]
            if owner < 0:
                color = sky_color(light, pictures.stains, _unit(ray), time_s)
            else:
                sunlit = valid[lane] != 0 and reach[FAR * LANES + lane] >= 0
                row = _row(slots, triangle[y, x], owner)
                color = _surface_color(
                    scene, table, slots, row, owner, lens, light, lamps, pictures, time_s, ray,
                    depth[y, x], sunlit, open_[y // shrink, x // shrink], _dither(x, y), single,
                    single_ray,
                )  # fmt: skip
            bgra[y, x] = _packed(color, tone)


@inlined
def _ray(lens: Lens, x: int, y: int) -> Triple:
    """Return the ray of a pixel, 1 m long along the optical axis."""
    first, right, down = lens.first, lens.right, lens.down
    return (
        first[0] + right[0] * x + down[0] * y,
        first[1] + right[1] * x + down[1] * y,
        first[2] + right[2] * x + down[2] * y,
    )


@inlined
def _unit(vector: Triple) -> Triple:
    length = math.sqrt(vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2)
    return vector[0] / length, vector[1] / length, vector[2] / length


@inlined
def _dot(first: Triple, second: Triple) -> float:
    return first[0] * second[0] + first[1] * second[1] + first[2] * second[2]


@inlined
def _dither(x: int, y: int) -> float:
    """Return a number from 0 to 1 that looks random from pixel to pixel."""
    value = x * 0.7548776662 + y * 0.5698402910
    return (value - math.floor(value)) * 0.999


@inlined
def _row(slots: Array, triangle: int, part: int) -> int:
    """Return the row of a triangle's surface."""
    return triangle if part == 0 else int(slots[part - 1, _FIRST]) + triangle


@inlined
def _point(
    table: Floats, slots: Array, row: int, part: int, eye: Triple, ray: Triple, depth: float
) -> _Point:
    """Return where a ray met a surface."""
    x, y, z = eye[0] + ray[0] * depth, eye[1] + ray[1] * depth, eye[2] + ray[2] * depth
    a, b, c = (
        float(table[row, _NORMAL]),
        float(table[row, _NORMAL + 1]),
        float(table[row, _NORMAL + 2]),
    )
    u, v, w = x, y, z
    if part > 0:
        k = part - 1
        dx, dy, dz = x - slots[k, 0], y - slots[k, 1], z - slots[k, 2]
        u = slots[k, 3] * dx + slots[k, 6] * dy + slots[k, 9] * dz
        v = slots[k, 4] * dx + slots[k, 7] * dy + slots[k, 10] * dz
        w = slots[k, 5] * dx + slots[k, 8] * dy + slots[k, 11] * dz
        a, b, c = (
            slots[k, 3] * a + slots[k, 4] * b + slots[k, 5] * c,
            slots[k, 6] * a + slots[k, 7] * b + slots[k, 8] * c,
            slots[k, 9] * a + slots[k, 10] * b + slots[k, 11] * c,
        )
    if a * ray[0] + b * ray[1] + c * ray[2] > 0:
        a, b, c = -a, -b, -c
    return _Point((x, y, z), (u, v, w), (a, b, c))


@borrowing
def _cast_shadows(
    scene: int,
    arguments: int,
    table: Floats,
    slots: Array,
    lens: Lens,
    light: Light,
    corner: tuple[int, int],
    depth: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    valid: NDArray[np.int32],
    bits: NDArray[np.uint32],
    ray: Floats,
) -> None:
    """Find out which pixels of one square the sun reaches; only lanes turned to it are valid."""
    top, left = corner
    height, width = depth.shape
    source = light.source
    wanted = False
    for lane in range(LANES):
        valid[lane] = 0
        x, y = left + lane % SIDE, top + lane // SIDE
        if x >= width or y >= height or part[y, x] < 0:
            continue
        row = _row(slots, triangle[y, x], part[y, x])
        along = _ray(lens, x, y)
        # A little before the surface, which would shade itself otherwise.
        back = depth[y, x] * (1 - 2e-4) - 2e-3
        point = _point(table, slots, row, part[y, x], lens.eye, along, back)
        if _dot(point.normal, source) <= 0:
            continue
        valid[lane] = -1
        wanted = True
        for axis in range(3):
            ray[(ORIGIN + axis) * LANES + lane] = point.place[axis]
            ray[(DIRECTION + axis) * LANES + lane] = source[axis]
        ray[NEAR * LANES + lane] = 0
        ray[FAR * LANES + lane] = _SHADOW_REACH_M
        bits[MASK * LANES + lane] = NOTHING
    if wanted:
        occluded_16(valid.ctypes.data, scene, bits.ctypes.data, arguments)


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
        return emission * (0.35 + 0.65 * night)
    if part > 0 and int(slots[part - 1, _LAMPS]) & mask:
        return emission
    return 0.0


@inlined
def _incoming(light: Light, normal: Triple, sunlit: float, open_: float) -> Triple:
    """Return the linear light of sky and sun that falls on a surface."""
    upward = 0.5 + 0.5 * normal[2]
    sun = max(_dot(normal, light.source), 0.0) * sunlit
    below, above = light.below, light.above
    return (
        (below[0] + upward * (above[0] - below[0])) * open_ + sun * light.sun[0],
        (below[1] + upward * (above[1] - below[1])) * open_ + sun * light.sun[1],
        (below[2] + upward * (above[2] - below[2])) * open_ + sun * light.sun[2],
    )


@inlined
def _surface_color(
    scene: int,
    table: Floats,
    slots: Array,
    row: int,
    part: int,
    lens: Lens,
    light: Light,
    lamps: LampGrid,
    pictures: Textures,
    time_s: float,
    ray: Triple,
    depth: float,
    sunlit: bool,
    open_: float,
    dither: float,
    single: NDArray[np.uint32],
    single_ray: Floats,
) -> Triple:
    """Return the linear colour of a surface as the eye sees it, with the air in between."""
    point = _point(table, slots, row, part, lens.eye, ray, depth)
    length = math.sqrt(_dot(ray, ray))
    cosine = -_dot(point.normal, ray) / length
    spread = lens.pixel * depth / math.sqrt(max(cosine, 0.02))
    local = point.local
    texel = texel_at(pictures, table, row, local[0], local[1], local[2], spread, dither)
    albedo = _albedo(table, slots, row, part)
    grain = float(table[row, _GRAIN])
    shade = 1 + table[row, _BLOTCH] * texel.stain
    mirror = texel.mirror + table[row, _GLOSS]
    if light.wet > 0 and table[row, _POROUS] > 0:
        shade *= 1 - 0.45 * light.wet
        mirror += _wet_mirror(light, pictures.stains, point, texel.stain)
    red, green, blue = _incoming(light, point.normal, 1.0 if sunlit else 0.0, open_)
    if light.night > 0.05:
        near = lamp_light(lamps, point.place, point.normal)
        red += near[0] * light.night
        green += near[1] * light.night
        blue += near[2] * light.night
    glow = _glow(table, slots, row, part, light.night)
    color = (
        albedo[0] * (1 - grain + grain * texel.red) * shade * (red + glow),
        albedo[1] * (1 - grain + grain * texel.green) * shade * (green + glow),
        albedo[2] * (1 - grain + grain * texel.blue) * shade * (blue + glow),
    )
    if texel.pane >= 0:
        color = _furnish(color, texel.pane, row, light)
    if mirror > 0.02:
        unit = (ray[0] / length, ray[1] / length, ray[2] / length)
        bounce = _bounce(unit, point.normal, cosine)
        # Schlick, "An Inexpensive BRDF Model", 1994, with the third power for rough surfaces.
        share = mirror * (0.10 + 0.80 * (1 - min(max(cosine, 0.0), 1.0)) ** 3)
        found = (-1.0, 0.0, 0.0)
        if mirror > _REAL_MIRROR and point.normal[2] > 0.9:
            found = _mirrored(scene, table, slots, light, point, bounce, single, single_ray)
        if found[0] < 0:
            found = _mirrored_sky(light, pictures.stains, bounce, time_s)
        glint = 0.0
        if sunlit:
            glint = max(_dot(bounce, light.source), 0.0) ** 64 * share * 4
        color = (
            color[0] + (found[0] - color[0]) * share + glint * light.sun[0],
            color[1] + (found[1] - color[1]) * share + glint * light.sun[1],
            color[2] + (found[2] - color[2]) * share + glint * light.sun[2],
        )
    return _through_air(light, lens.eye[2], ray[2] / length, depth * length, color)


@inlined
def _bounce(ray: Triple, normal: Triple, cosine: float) -> Triple:
    """Return the direction of a mirrored ray."""
    return (
        ray[0] + 2 * cosine * normal[0],
        ray[1] + 2 * cosine * normal[1],
        ray[2] + 2 * cosine * normal[2],
    )


@inlined
def _wet_mirror(light: Light, stains: Floats, point: _Point, stain: float) -> float:
    """Return how much of a mirror rain makes of the ground."""
    if point.normal[2] < 0.9:
        return 0.1 * light.wet
    hollow = smooth_noise(stains, point.place[0] * 5, point.place[1] * 5) + 0.15 * stain
    puddle = min(max((hollow - (0.85 - 0.9 * light.puddles)) * 4, 0.0), 1.0)
    return 0.12 * light.wet + 0.55 * puddle * min(light.puddles * 4, 1.0)


@inlined
def _furnish(color: Triple, pane: int, row: int, light: Light) -> Triple:
    """Hang a curtain behind some windows and light some at night."""
    mixed = (pane * 2654435761 + (row >> 5) * 40503) & 0xFFFFFFFF
    dwelling = ((mixed ^ (mixed >> 15)) & 0xFFFF) / 65535.0
    curtain = max(0.4 - dwelling, 0.0) * 0.5
    lamp = max(dwelling - 0.6, 0.0) * light.night * 1.6
    return (
        color[0] + curtain * light.above[0] + lamp,
        color[1] + curtain * light.above[1] + lamp * 0.74,
        color[2] + curtain * light.above[2] + lamp * 0.42,
    )


@inlined
def _mirrored_sky(light: Light, stains: Floats, bounce: Triple, time_s: float) -> Triple:
    """Return what a ray from a mirror meets if nothing is in its way."""
    sky = sky_color(light, stains, bounce, time_s)
    # What lies below the horizon is not the sky but the street, which is darker.
    street = min(max(0.5 + bounce[2] * 6, 0.25), 1.0)
    return min(sky[0] * street, 1.6), min(sky[1] * street, 1.6), min(sky[2] * street, 1.6)


@borrowing
def _mirrored(
    scene: int,
    table: Floats,
    slots: Array,
    light: Light,
    point: _Point,
    bounce: Triple,
    bits: NDArray[np.uint32],
    ray: Floats,
) -> Triple:
    """Return the plain colour of what a ray from a mirror meets, or (-1, 0, 0) for the sky."""
    for axis in range(3):
        ray[ORIGIN + axis] = point.place[axis] + point.normal[axis] * 5e-3
        ray[DIRECTION + axis] = bounce[axis]
    ray[NEAR] = 0
    ray[FAR] = _MIRROR_REACH_M
    bits[MASK] = NOTHING
    bits[GEOMETRY] = NOTHING
    intersect_1(scene, bits.ctypes.data, 0)
    if bits[GEOMETRY] == NOTHING:
        return -1.0, 0.0, 0.0
    part = int(bits[INSTANCE])
    row = _row(slots, int(bits[PRIMITIVE]), part)
    met = _point(table, slots, row, part, point.place, bounce, float(ray[FAR]))
    albedo = _albedo(table, slots, row, part)
    incoming = _incoming(light, met.normal, 0.5, 0.9)
    glow = _glow(table, slots, row, part, light.night)
    return (
        albedo[0] * (incoming[0] + glow),
        albedo[1] * (incoming[1] + glow),
        albedo[2] * (incoming[2] + glow),
    )


@inlined
def _through_air(light: Light, eye_z: float, rise: float, distance: float, color: Triple) -> Triple:
    """Return a colour faded into the haze, which thins with height.

    Source: Quilez, "Better fog", 2010: the integral of an exponential density along a ray.
    """
    way = max(distance - light.clear_m, 0.0)
    density = light.haze * math.exp(-light.haze_falloff * max(eye_z, 0.0))
    slope = light.haze_falloff * rise
    amount = way
    if abs(slope * way) > 1e-4:
        amount = (1 - math.exp(-min(max(slope * way, -30.0), 30.0))) / slope
    through = math.exp(-min(density * amount, 50.0))
    fog = light.fog
    return (
        fog[0] + (color[0] - fog[0]) * through,
        fog[1] + (color[1] - fog[1]) * through,
        fog[2] + (color[2] - fog[2]) * through,
    )


@inlined
def _packed(color: Triple, tone: NDArray[np.uint8]) -> np.uint32:
    """Return a linear colour as sRGB in one number, blue in the lowest byte, opaque."""
    red = tone[int(min(max(color[0], 0.0), BRIGHTEST) * STEPS)]
    green = tone[int(min(max(color[1], 0.0), BRIGHTEST) * STEPS)]
    blue = tone[int(min(max(color[2], 0.0), BRIGHTEST) * STEPS)]
    return np.uint32(0xFF000000) | np.uint32(red) << 16 | np.uint32(green) << 8 | np.uint32(blue)
