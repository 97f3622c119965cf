"""Meshes of cars and vans, by proportion; the caller stretches them to the exact box.

Designs are in metres, x forward, y right, z up, ground at z = 0, centred on x = y = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from carla_bench.simulator.graphics.primitives import Pair, box, frustum, mirrored, pane, prism
from carla_bench.simulator.mesh import Mesh

__all__ = ["car", "van", "wheels"]


class _CarStyle(NamedTuple):
    """Side view of a car in shares: x of the length from -0.5 to 0.5, z of the height."""

    body: tuple[Pair, ...]
    """outline below the windows, from behind the rear wheel over the top to the front"""
    cabin: tuple[Pair, Pair, Pair, Pair]
    """rear base, rear roof, front roof, front base of the windows"""
    axles: Pair
    """x of rear and front wheels"""
    windows: tuple[Pair, ...] = ((0.10, 0.50), (0.53, 0.93))
    """side windows, in shares of the cabin's length"""


_SEDAN = _CarStyle(
    body=(
        (-0.47, 0.16),
        (-0.5, 0.30),
        (-0.495, 0.58),
        (-0.46, 0.68),
        (-0.33, 0.70),
        (0.20, 0.66),
        (0.42, 0.56),
        (0.485, 0.47),
        (0.5, 0.30),
        (0.48, 0.16),
    ),
    cabin=((-0.40, 0.69), (-0.22, 0.985), (0.03, 0.985), (0.23, 0.65)),
    axles=(-0.30, 0.31),
)
_HATCHBACK = _CarStyle(
    body=(
        (-0.47, 0.16),
        (-0.5, 0.30),
        (-0.49, 0.60),
        (-0.45, 0.66),
        (0.24, 0.64),
        (0.43, 0.54),
        (0.49, 0.45),
        (0.5, 0.28),
        (0.48, 0.16),
    ),
    cabin=((-0.465, 0.65), (-0.38, 0.985), (0.06, 0.985), (0.28, 0.63)),
    axles=(-0.31, 0.31),
)
_SUV = _CarStyle(
    body=(
        (-0.48, 0.20),
        (-0.5, 0.32),
        (-0.49, 0.62),
        (-0.47, 0.66),
        (0.20, 0.65),
        (0.44, 0.58),
        (0.49, 0.50),
        (0.5, 0.30),
        (0.48, 0.20),
    ),
    cabin=((-0.475, 0.65), (-0.43, 0.985), (0.07, 0.985), (0.21, 0.645)),
    axles=(-0.30, 0.31),
)
_VAN = _CarStyle(
    body=(
        (-0.49, 0.14),
        (-0.5, 0.24),
        (-0.495, 0.55),
        (-0.49, 0.58),
        (0.34, 0.56),
        (0.46, 0.46),
        (0.495, 0.38),
        (0.5, 0.22),
        (0.49, 0.14),
    ),
    cabin=((-0.49, 0.57), (-0.475, 0.985), (0.20, 0.985), (0.37, 0.55)),
    axles=(-0.30, 0.33),
    windows=((0.70, 0.94),),
)


def car(length: float, width: float, height: float) -> Mesh:
    """Return a saloon, or what the proportions say: a small car or an off-roader."""
    if height > 1.74:
        return _styled(_SUV, length, width, height)
    return _styled(_SEDAN if length > 4.35 else _HATCHBACK, length, width, height)


def van(length: float, width: float, height: float) -> Mesh:
    """Return a van with a short nose; windows only in front and at the doors."""
    return _styled(_VAN, length, width, height)


def _styled(style: _CarStyle, length: float, width: float, height: float) -> Mesh:
    half = width / 2 - 0.02
    outline = [(x * length, z * height) for x, z in style.body]
    # The flanks are widest at half height and lean inwards above.
    widths = [half * (0.94 if z < 0.25 else 1.0 if z < 0.62 else 0.93) for _, z in style.body]
    cabin = [(x * length, z * height) for x, z in style.cabin]
    base, roof = half * 0.90, half * 0.74
    parts = [
        prism(outline, widths, "paint_car"),
        prism(cabin, [base, roof, roof, base], "paint_car"),
        *_windows(cabin, base, roof, style.windows),
        *_car_lamps(length, half, height),
        *wheels(style.axles, length, width, height),
        box(
            (0.497 * length, 0.5 * length),
            (-half * 0.5, half * 0.5),
            (0.24 * height, 0.36 * height),
            "glass_car",
        ),
    ]
    mirror = box(
        (0.17 * length, 0.21 * length),
        (base, half + 0.01),
        (0.66 * height, 0.74 * height),
        "paint_car",
    )
    return Mesh.join([*parts, mirrored(mirror)])


def _windows(cabin: Sequence[Pair], base: float, roof: float, doors: Sequence[Pair]) -> list[Mesh]:
    """Return panes a finger's breadth before the faces of a cabin.

    Args:
        cabin: (x, z) as in `_CarStyle`, metres.
        base: half width at its lower edge, metres.
        roof: half width at its upper edge, metres.
        doors: from and to of the side windows, in shares of the cabin's length.
    """
    rear_base, rear_roof, front_roof, front_base = cabin
    front = [
        (front_base[0], -base, front_base[1]),
        (front_base[0], base, front_base[1]),
        (front_roof[0], roof, front_roof[1]),
        (front_roof[0], -roof, front_roof[1]),
    ]
    back = [
        (rear_base[0], -base, rear_base[1]),
        (rear_base[0], base, rear_base[1]),
        (rear_roof[0], roof, rear_roof[1]),
        (rear_roof[0], -roof, rear_roof[1]),
    ]
    side = [
        (rear_base[0], base, rear_base[1]),
        (front_base[0], base, front_base[1]),
        (front_roof[0], roof, front_roof[1]),
        (rear_roof[0], roof, rear_roof[1]),
    ]
    return [
        pane(front, (0.06, 0.94), (0.06, 0.92), (0.012, 0, 0.008)),
        pane(back, (0.08, 0.92), (0.15, 0.90), (-0.012, 0, 0.008)),
        *(mirrored(pane(side, door, (0.10, 0.86), (0, 0.012, 0.004))) for door in doors),
    ]


def _car_lamps(length: float, half: float, height: float) -> list[Mesh]:
    front = box(
        (0.45 * length, 0.494 * length),
        (half * 0.56, half * 0.93),
        (0.40 * height, 0.485 * height),
        "lamp_front_car",
    )
    rear = box(
        (-0.499 * length, -0.46 * length),
        (half * 0.58, half * 0.96),
        (0.46 * height, 0.57 * height),
        "lamp_rear_car",
    )
    return [mirrored(front), mirrored(rear)]


def wheels(
    axles: Sequence[float],
    length: float,
    width: float,
    height: float,
    names: tuple[str, str] = ("tyre_car", "rim_car"),
) -> list[Mesh]:
    """Return wheels on both sides that reach the box's flanks.

    Args:
        axles: x of each, in shares of the length from -0.5 to 0.5.
        length: of the vehicle, metres, and so are the next two.
        width: between the outer faces of the wheels.
        height: sets the size of the wheels.
        names: materials of tyres and rims.
    """
    radius = float(np.clip(0.22 * height, 0.28, 0.52))
    half = width / 2
    wheels = []
    for share in axles:
        x = share * length
        hub = (x, half - 0.012, radius)
        wheels += [
            frustum(
                (x, half - 0.018, radius * 1.08),
                (x, half - 0.24, radius * 1.08),
                radius * 1.13,
                names[0],
                12,
            ),
            frustum((x, half - 0.23, radius), hub, radius, names[0], 12),
            frustum(hub, (x, half, radius), (radius * 0.62, radius * 0.5), names[1], 8),
        ]
    return [mirrored(wheel) for wheel in wheels]
