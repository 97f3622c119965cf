"""The shell of a car: a skin over ribs along x below, over ribs along z above.

Lengths are shares of the car's length from -0.5 (tail) to 0.5 (nose), heights shares of its
height, so that one style serves models of different size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.primitives import Pair, box
from carla_bench.simulator.graphics.solids import loft
from carla_bench.simulator.mesh import Mesh

__all__ = ["BodyStyle", "Frame", "cabin", "hull"]

Array = NDArray[np.float64]


class BodyStyle(NamedTuple):
    """What makes a class of cars."""

    deck: tuple[Pair, ...]
    """(x, z) of the upper edge of the body below the windows, from tail to nose"""
    glass: tuple[float, float, float, float]
    """x of the cabin: rear base, rear roof, front roof, front base"""
    belt: float
    """z of the windows' lower edge"""
    axles: Pair
    """x of rear and front wheels"""
    doors: tuple[tuple[float, str], ...]
    """the cabin's side from front to rear: share where each part ends, and its material"""
    sill: float = 0.17
    """z of the underside"""
    plan: tuple[Pair, ...] = (
        (-0.5, 0.80),
        (-0.47, 0.93),
        (-0.36, 1.0),
        (0.36, 1.0),
        (0.45, 0.92),
        (0.485, 0.82),
        (0.5, 0.66),
    )
    """(x, share of the half width) seen from above"""
    lean: float = 0.76
    """half width of the roof as a share of that of the body"""
    wheel: float = 0.225
    """radius of a wheel as a share of the height"""
    grille: str = "trim_car"
    """material of the mouth in front, "" for none"""


class Frame(NamedTuple):
    """A style in metres."""

    style: BodyStyle
    length: float
    half: float
    """half width of the body without mirrors"""
    height: float

    @property
    def radius(self) -> float:
        """Of the wheels, metres."""
        return float(np.clip(self.style.wheel * self.height, 0.24, 0.50))

    def width_at(self, x: float) -> float:
        """Return the half width at x, metres."""
        share, width = zip(*self.style.plan, strict=True)
        return float(np.interp(x / self.length, share, width)) * self.half

    def top_at(self, x: float) -> float:
        """Return the upper edge of the body at x, metres."""
        share, top = zip(*self.style.deck, strict=True)
        return float(np.interp(x / self.length, share, top)) * self.height


_ARCH = 1.14
"""Radius of a wheel arch over that of its wheel."""


def hull(frame: Frame) -> Mesh:
    """Return the body below the windows, with wheel arches and a dark underside."""
    rings = [_rib(frame, x) for x in _stations(frame)]
    count = len(rings[0])
    # A dark band runs along the sills and below the bumpers.
    strips = ["trim_car", *["paint_car"] * (count - 3), "trim_car", "trim_car"]
    inner = frame.half - 0.24
    chassis = box(
        (-0.43 * frame.length, 0.43 * frame.length),
        (-inner, inner),
        (frame.style.sill * frame.height, min(0.46 * frame.height, 2.3 * frame.radius)),
        "trim_car",
    )
    return Mesh.join([loft(rings, strips, cap="paint_car"), chassis])


def _stations(frame: Frame) -> list[float]:
    length, arch = frame.length, frame.radius * _ARCH
    stations = {x * length for x, _ in (*frame.style.deck, *frame.style.plan)}
    wheels = []
    for share in frame.style.axles:
        middle = share * length
        wheels += [middle + arch * s for s in (-1, -0.88, -0.5, 0.0, 0.5, 0.88, 1)]
        wheels += [middle - arch - 0.012, middle + arch + 0.012]
        stations = {x for x in stations if abs(x - middle) > arch + 0.03}
    ends = 0.5 * length
    return sorted({round(x, 4) for x in (*stations, *wheels) if -ends <= x <= ends})


def _rib(frame: Frame, x: float) -> Array:
    """Return (11, 3) the outline of the body at x: right flank, top, left flank."""
    low, top, half = _underside(frame, x), frame.top_at(x), frame.width_at(x)
    rise = top - low
    flank = [
        (0.955 * half, low),
        (0.995 * half, low + min(0.08 * frame.height, 0.3 * rise)),
        (half, low + 0.55 * rise),
        (0.975 * half, top - min(0.05 * frame.height, 0.25 * rise)),
        (0.89 * half, top),
    ]
    points = [*flank, (0.0, top + 0.012 * frame.height), *((-y, z) for y, z in reversed(flank))]
    return np.array([(x, y, z) for y, z in points])


def _underside(frame: Frame, x: float) -> float:
    """Return the lower edge of the flank at x: the sill, or the arch above a wheel."""
    radius, arch = frame.radius, frame.radius * _ARCH
    bumper = 0.06 * frame.height * max(0.0, abs(x) / frame.length - 0.44) / 0.06
    low = frame.style.sill * frame.height + bumper
    for share in frame.style.axles:
        off = abs(x - share * frame.length)
        if off <= arch + 1e-6:
            low = max(low, radius * 0.98 + float(np.sqrt(max(arch**2 - off**2, 0.0))) * 0.98)
    return min(low, frame.top_at(x) - 0.03)


def cabin(frame: Frame) -> Mesh:
    """Return windows, pillars and roof."""
    style, height = frame.style, frame.height
    belt, names = style.belt * height, _strips(style.doors)
    # share of the way up, inset of the half width and of the ends at the roof's edge
    levels = ((-0.10, 0.0), (0.02, 0.0), (0.86, 0.0), (0.95, 0.03), (1.0, 0.16))
    rings = [_outline(frame, belt, up, inset) for up, inset in levels]
    return loft(rings, names, rows=["paint_car", "", "paint_car", "paint_car"], cap="paint_car")


def _strips(doors: Sequence[tuple[float, str]]) -> list[str]:
    """Return the materials around the cabin, from the windscreen over the right side."""
    side = ["paint_car", *(name for _, name in doors), "paint_car"]
    return ["glass_car", *side, "glass_car", "glass_car", *reversed(side), "glass_car"]


def _outline(frame: Frame, belt: float, up: float, inset: float) -> Array:
    """Return (n, 3) a level cut through the cabin.

    Args:
        frame: the car.
        belt: height of the windows' lower edge, metres.
        up: share of the way from there to the roof.
        inset: how much smaller than the walls lead to, as a share.
    """
    style, length = frame.style, frame.length
    rear_base, rear_roof, front_roof, front_base = (x * length for x in style.glass)
    share = min(up, 0.95)
    rear = rear_base + share * (rear_roof - rear_base)
    front = front_base + share * (front_roof - front_base)
    shrink = inset * (front - rear) * 0.5
    rear, front = rear + shrink, front - shrink
    base = 0.90 * min(frame.half, frame.width_at(rear_base) / 0.9)
    half = (base + share * (style.lean * frame.half - base)) * (1 - inset)
    corner, bulge = 0.055 * length * 0.6, 0.012 * length
    first, last = front - bulge - corner, rear + bulge + corner * 0.9
    z = belt + up * (frame.height - belt)
    side = [(front, 0.0), (front - bulge, 0.84 * half), (first, half)]
    side += [(first + end * (last - first), half) for end, _ in style.doors]
    side += [(rear + bulge, 0.84 * half), (rear, 0.0)]
    left = [(x, -y) for x, y in reversed(side[1:-1])]
    return np.array([(x, y, z) for x, y in (*side, *left)])
