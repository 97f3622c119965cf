"""The second pass over a picture, compiled: shadows, colours, reflections, air and rain."""

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
from carla_bench.simulator.graphics.embree import intersect_16, occluded_16
from carla_bench.simulator.graphics.lamps import LampGrid
from carla_bench.simulator.graphics.shading import (
    Point,
    Triple,
    dot,
    point_at,
    shade,
    surface_row,
)
from carla_bench.simulator.graphics.sky import Light, fade, horizon_color, sky_color
from carla_bench.simulator.graphics.texturing import Textures
from carla_bench.simulator.graphics.tone import BRIGHTEST, STEPS

__all__ = ["Atmosphere", "Lens", "Scratch", "paint"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

_SHADOW_REACH_M = 1000.0
_MIRROR_REACH_M = 250.0
_REAL_MIRROR = 0.10
"""mirrors at least so strong show the scene, weaker ones a mean of it"""
_STEPS_A_ROOT = STEPS / math.sqrt(BRIGHTEST)
# What is kept of each lane of a square between the steps: `_COLOR`, `_BOUNCE` take three.
_COLOR, _BOUNCE, _SHARE, _SUNLIT, _NOTES = 0, 3, 6, 7, 8


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
    """Room for one square: the second and the third are the same bytes."""

    valid: NDArray[np.int32]
    """(16,)"""
    packet: NDArray[np.uint32]
    packet_numbers: Floats
    notes: Array
    """(16, k) of each lane"""

    @classmethod
    def fresh(cls) -> Scratch:
        """Return new room."""
        packet, valid = aligned(ROWS * LANES), aligned(LANES).view(np.int32)
        return cls(valid, packet, packet.view(np.float32), np.zeros((LANES, _NOTES)))


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
    tone: Floats,
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
    light, lamps, pictures, time_s = air
    valid, bits, rays, notes = scratch
    for square in range(len(squares)):
        corner = (squares[square, 0], squares[square, 1])
        _find_sun(
            scene, arguments, table, slots, lens, light, corner, depth, triangle, part, valid,
            bits, rays, notes,
        )  # fmt: skip
        mirrors = _color(
            table, slots, lens, light, lamps, pictures, corner, depth, triangle, part, open_,
            time_s, valid, bits, rays, notes,
        )  # fmt: skip
        if mirrors:
            intersect_16(valid.ctypes.data, scene, bits.ctypes.data, arguments)
            _reflect(table, slots, lens, light, lamps, pictures, time_s, valid, bits, rays, notes)
        _finish(lens, light, pictures.sky, corner, depth, part, time_s, tone, notes, bgra)


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
def _random(x: int, y: int, salt: int) -> float:
    """Return a number from 0 to 1 that looks random from pixel to pixel."""
    mixed = (x * 73856093) ^ (y * 19349663) ^ (salt * 83492791)
    mixed = (mixed ^ (mixed >> 13)) * 1274126177
    return ((mixed >> 7) & 0xFFFF) / 65536.0


@inlined
def _set_ray(
    bits: NDArray[np.uint32], rays: Floats, lane: int, start: Triple, along: Triple, far: float
) -> None:
    for axis in range(3):
        rays[(ORIGIN + axis) * LANES + lane] = start[axis]
        rays[(DIRECTION + axis) * LANES + lane] = along[axis]
    rays[NEAR * LANES + lane] = 0
    rays[FAR * LANES + lane] = far
    bits[MASK * LANES + lane] = NOTHING
    bits[GEOMETRY * LANES + lane] = NOTHING


@borrowing
def _find_sun(
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
    rays: Floats,
    notes: Array,
) -> None:
    """Note of each lane of a square whether the sun reaches it."""
    height, width = depth.shape
    wanted = False
    for lane in range(LANES):
        valid[lane] = 0
        notes[lane, _SUNLIT] = 0
        x, y = corner[1] + lane % SIDE, corner[0] + lane // SIDE
        if x >= width or y >= height or part[y, x] < 0:
            continue
        row = surface_row(slots, triangle[y, x], part[y, x])
        # A little before the surface, which would shade itself otherwise.
        back = depth[y, x] * (1 - 2e-4) - 2e-3
        point = point_at(table, slots, row, part[y, x], lens.eye, _ray(lens, x, y), back)
        if dot(point.flat, light.source) > 0:
            valid[lane] = -1
            wanted = True
            _set_ray(bits, rays, lane, point.place, light.source, _SHADOW_REACH_M)
    if wanted:
        occluded_16(valid.ctypes.data, scene, bits.ctypes.data, arguments)
        for lane in range(LANES):
            if valid[lane] != 0 and rays[FAR * LANES + lane] >= 0:
                notes[lane, _SUNLIT] = 1


@borrowing
def _color(
    table: Floats,
    slots: Array,
    lens: Lens,
    light: Light,
    lamps: LampGrid,
    pictures: Textures,
    corner: tuple[int, int],
    depth: Floats,
    triangle: NDArray[np.int32],
    part: NDArray[np.int32],
    open_: Floats,
    time_s: float,
    valid: NDArray[np.int32],
    bits: NDArray[np.uint32],
    rays: Floats,
    notes: Array,
) -> bool:
    """Note the colour of each lane of a square; return whether a lane mirrors something.

    The rays of those that do are made ready.
    """
    height, width = depth.shape
    shrink = 1 if open_.shape[0] == height else 2
    mirrors = False
    for lane in range(LANES):
        valid[lane] = 0
        x, y = corner[1] + lane % SIDE, corner[0] + lane // SIDE
        if x >= width or y >= height:
            continue
        ray = _ray(lens, x, y)
        scale = 1 / math.sqrt(dot(ray, ray))
        along = (ray[0] * scale, ray[1] * scale, ray[2] * scale)
        owner = part[y, x]
        if owner < 0:
            _note(
                notes, lane, _COLOR, sky_color(light, pictures.sky, pictures.ground, along, time_s)
            )
            continue
        row = surface_row(slots, triangle[y, x], owner)
        point = point_at(table, slots, row, owner, lens.eye, ray, depth[y, x])
        cosine = min(max(-dot(point.normal, along), 0.0), 1.0)
        spread = lens.pixel * depth[y, x] / math.sqrt(max(-dot(point.flat, along), 0.03))
        look = shade(
            table, slots, row, owner, point, cosine, spread, light, lamps, pictures,
            notes[lane, _SUNLIT], open_[y // shrink, x // shrink], _random(x, y, 1),
        )  # fmt: skip
        if look.mirror < _REAL_MIRROR:
            _note(notes, lane, _COLOR, _sheen(light, look.color, look.mirror))
        else:
            _note(notes, lane, _COLOR, look.color)
            valid[lane] = -1
            mirrors = True
            notes[lane, _SHARE] = min(look.mirror, 1.0)
            bounce = _bounce(along, point, look.rough, _random(x, y, 2), _random(x, y, 3))
            _note(notes, lane, _BOUNCE, bounce)
            _set_ray(bits, rays, lane, _above(point), bounce, _MIRROR_REACH_M)
    return mirrors


@inlined
def _sheen(light: Light, color: Triple, share: float) -> Triple:
    """Return a colour with a weak reflection of nothing in particular."""
    share *= 0.5
    above = light.above
    return (
        color[0] + share * above[0],
        color[1] + share * above[1],
        color[2] + share * above[2],
    )


@inlined
def _note(notes: Array, lane: int, column: int, values: Triple) -> None:
    notes[lane, column], notes[lane, column + 1], notes[lane, column + 2] = values


@inlined
def _noted(notes: Array, lane: int, column: int) -> Triple:
    return notes[lane, column], notes[lane, column + 1], notes[lane, column + 2]


@inlined
def _above(point: Point) -> Triple:
    """Return a place just over a surface."""
    place, flat = point.place, point.flat
    return place[0] + flat[0] * 6e-3, place[1] + flat[1] * 6e-3, place[2] + flat[2] * 6e-3


@inlined
def _bounce(along: Triple, point: Point, rough: float, one: float, other: float) -> Triple:
    """Return the unit direction of a mirrored ray; a rough mirror scatters it at random."""
    x, y, z = point.normal
    x, y = x + 0.07 * rough * (one - 0.5), y + 0.07 * rough * (other - 0.5)
    scale = 1 / math.sqrt(x * x + y * y + z * z)
    x, y, z = x * scale, y * scale, z * scale
    twice = -2 * (along[0] * x + along[1] * y + along[2] * z)
    bounce = (along[0] + twice * x, along[1] + twice * y, along[2] + twice * z)
    # Never into the surface itself.
    under = min(dot(bounce, point.flat) - 0.02, 0.0)
    flat = point.flat
    return bounce[0] - under * flat[0], bounce[1] - under * flat[1], bounce[2] - under * flat[2]


@borrowing
def _reflect(
    table: Floats,
    slots: Array,
    lens: Lens,
    light: Light,
    lamps: LampGrid,
    pictures: Textures,
    time_s: float,
    valid: NDArray[np.int32],
    bits: NDArray[np.uint32],
    rays: Floats,
    notes: Array,
) -> None:
    """Mix what mirrors show into the noted colours."""
    for lane in range(LANES):
        if not valid[lane]:
            continue
        bounce = _noted(notes, lane, _BOUNCE)
        color, share = _noted(notes, lane, _COLOR), notes[lane, _SHARE]
        if bits[GEOMETRY * LANES + lane] == NOTHING:
            seen = sky_color(light, pictures.sky, pictures.ground, bounce, time_s)
            # The sun itself is a glint, not a hole in the picture.
            seen = (min(seen[0], 4.0), min(seen[1], 4.0), min(seen[2], 4.0))
        else:
            seen = _mirrored(table, slots, lens, light, lamps, pictures, bits, rays, lane, bounce)
        if notes[lane, _SUNLIT] > 0:
            glint = max(dot(bounce, light.source), 0.0) ** 256 * 5
            seen = (
                seen[0] + glint * light.sun[0],
                seen[1] + glint * light.sun[1],
                seen[2] + glint * light.sun[2],
            )
        color = (
            color[0] + (seen[0] - color[0]) * share,
            color[1] + (seen[1] - color[1]) * share,
            color[2] + (seen[2] - color[2]) * share,
        )
        _note(notes, lane, _COLOR, color)


@borrowing
def _mirrored(
    table: Floats,
    slots: Array,
    lens: Lens,
    light: Light,
    lamps: LampGrid,
    pictures: Textures,
    bits: NDArray[np.uint32],
    rays: Floats,
    lane: int,
    bounce: Triple,
) -> Triple:
    """Return the colour of what a mirrored ray met, without its own shadows and reflections."""
    start = (rays[lane], rays[LANES + lane], rays[2 * LANES + lane])
    reach = float(rays[FAR * LANES + lane])
    part = int(bits[INSTANCE * LANES + lane])
    row = surface_row(slots, int(bits[PRIMITIVE * LANES + lane]), part)
    point = point_at(table, slots, row, part, start, bounce, reach)
    spread = 2 * lens.pixel * (reach + 5)
    look = shade(table, slots, row, part, point, 0.7, spread, light, lamps, pictures, 0.6, 0.9, 0.5)
    horizon = horizon_color(light, pictures.sky, bounce[0], bounce[1])
    return _through_air(light, horizon, start[2], bounce[2], reach, look.color)


@inlined
def _through_air(
    light: Light, horizon: Triple, start_z: float, rise: float, distance: float, color: Triple
) -> Triple:
    """Return a colour faded into the haze, which thins with height: as halfway along the ray."""
    way = max(distance - light.clear_m, 0.0)
    middle = max(start_z + 0.5 * rise * way, 0.0)
    through = fade(light.haze * way * fade(light.haze_falloff * middle))
    return (
        horizon[0] + (color[0] - horizon[0]) * through,
        horizon[1] + (color[1] - horizon[1]) * through,
        horizon[2] + (color[2] - horizon[2]) * through,
    )


@borrowing
def _finish(
    lens: Lens,
    light: Light,
    sky: Floats,
    corner: tuple[int, int],
    depth: Floats,
    part: NDArray[np.int32],
    time_s: float,
    tone: Floats,
    notes: Array,
    bgra: NDArray[np.uint32],
) -> None:
    """Write the noted colours as the eye sees them, through haze and rain."""
    height, width = depth.shape
    middle = _ray(lens, corner[1] + 2, corner[0] + 2)
    horizon = horizon_color(light, sky, middle[0], middle[1])
    for lane in range(LANES):
        x, y = corner[1] + lane % SIDE, corner[0] + lane // SIDE
        if x >= width or y >= height:
            continue
        ray = _ray(lens, x, y)
        length = math.sqrt(dot(ray, ray))
        color = _noted(notes, lane, _COLOR)
        if part[y, x] >= 0:
            way = depth[y, x] * length
            color = _through_air(light, horizon, lens.eye[2], ray[2] / length, way, color)
        if light.rain > 0:
            color = _through_rain(light, x / width, y / width, time_s, color)
        bgra[y, x] = _packed(color, tone, _random(x, y, 4))


@inlined
def _through_rain(light: Light, u: float, v: float, time_s: float, color: Triple) -> Triple:
    """Return a colour behind streaks of falling drops, near ones long and far ones fine."""
    drops = 0.0
    for layer in range(3):
        across = (u + light.slant * v) * (110.0 + 70.0 * layer)
        column = math.floor(across)
        start = _random(int(column), layer, 5)
        fall = v * (4.0 + 4.0 * layer) - time_s * (9.0 + 3 * start) + 37.0 * start
        number = math.floor(fall)
        if _random(int(column), int(number), 6 + layer) < 0.55 * light.rain:
            along, aside = fall - number, abs(across - column - 0.5)
            if along < 0.3:
                drops += max(1 - 3 * aside, 0.0) * (0.20 - 0.04 * layer) * (1 - along / 0.3)
    above = light.above
    bright = 0.9 + 0.5 * light.night
    return (
        color[0] + drops * (bright * above[0] - color[0]),
        color[1] + drops * (bright * above[1] - color[1]),
        color[2] + drops * (bright * above[2] - color[2]),
    )


@inlined
def _packed(color: Triple, tone: Floats, dither: float) -> np.uint32:
    """Return a linear colour as sRGB in one number, blue in the lowest byte, opaque."""
    red = np.uint32(tone[_step(color[0])] + dither)
    green = np.uint32(tone[_step(color[1])] + dither)
    blue = np.uint32(tone[_step(color[2])] + dither)
    return np.uint32(0xFF000000) | red << np.uint32(16) | green << np.uint32(8) | blue


@inlined
def _step(value: float) -> int:
    """Return the step of the tone curve for a linear value."""
    return int(math.sqrt(min(max(value, 0.0), BRIGHTEST)) * _STEPS_A_ROOT)
