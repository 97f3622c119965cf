"""Meshes of vehicles, by class and proportion; the caller stretches them to the exact box.

Designs are given in metres for x forward, y right, z up, ground at z = 0, centred on x = y = 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..mesh import Mesh
from .people import rider
from .primitives import Pair, Point, box, frustum, mirrored, polygon, prism, wedge

__all__ = ["bus", "car", "pickup", "truck", "two_wheeler", "van"]


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
        *_wheels(style.axles, length, width, height),
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
        _pane(front, (0.06, 0.94), (0.06, 0.92), (0.012, 0, 0.008)),
        _pane(back, (0.08, 0.92), (0.15, 0.90), (-0.012, 0, 0.008)),
        *(mirrored(_pane(side, door, (0.10, 0.86), (0, 0.012, 0.004))) for door in doors),
    ]


def _pane(
    corners: Sequence[Point], across: Pair, up: Pair, lift: Point, name: str = "glass_car"
) -> Mesh:
    """Return a part of a four-cornered face, shifted; corners run round from the lower first."""
    low_first, low_last, high_last, high_first = (np.array(c, np.float64) for c in corners)
    points = []
    for s, t in ((across[0], up[0]), (across[1], up[0]), (across[1], up[1]), (across[0], up[1])):
        low = low_first + s * (low_last - low_first)
        high = high_first + s * (high_last - high_first)
        x, y, z = low + t * (high - low) + lift
        points.append((float(x), float(y), float(z)))
    return polygon(points, name)


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


def _wheels(
    axles: Sequence[float],
    length: float,
    width: float,
    height: float,
    names: tuple[str, str] = ("tyre_car", "rim_car"),
) -> list[Mesh]:
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


def truck(length: float, width: float, height: float) -> Mesh:
    """Return a lorry: cab in front, box body behind."""
    half = width / 2 - 0.02
    nose = 0.5 * length
    cab = nose - min(2.0, 0.34 * length)
    deck = 0.22 * height
    windscreen = [
        (nose - 0.04, -half * 0.94, 0.47 * height),
        (nose - 0.04, half * 0.94, 0.47 * height),
        (nose - 0.12, half * 0.9, 0.74 * height),
        (nose - 0.12, -half * 0.9, 0.74 * height),
    ]
    side = [
        (cab + 0.1, half * 0.97, 0.48 * height),
        (nose - 0.1, half * 0.97, 0.48 * height),
        (nose - 0.2, half * 0.95, 0.74 * height),
        (cab + 0.1, half * 0.95, 0.74 * height),
    ]
    lamp = box(
        (nose - 0.05, nose),
        (half * 0.6, half * 0.92),
        (0.24 * height, 0.31 * height),
        "lamp_front_truck",
    )
    tail = box(
        (-nose, -nose + 0.05),
        (half * 0.66, half * 0.9),
        (0.24 * height, 0.29 * height),
        "lamp_rear_truck",
    )
    axles = (-0.33, 0.33) if length < 7 else (-0.36, -0.22, 0.34)
    return Mesh.join(
        [
            wedge(
                (cab, nose - 0.02),
                (-half * 0.96, half * 0.96),
                (0.14 * height, 0.46 * height),
                (cab, nose - 0.02),
                (-half * 0.96, half * 0.96),
                "paint_truck",
            ),
            wedge(
                (cab, nose - 0.02),
                (-half * 0.96, half * 0.96),
                (0.46 * height, 0.80 * height),
                (cab, nose - 0.14),
                (-half * 0.92, half * 0.92),
                "paint_truck",
            ),
            _pane(windscreen, (0.04, 0.96), (0.04, 0.96), (0.03, 0, 0), "dark_truck"),
            mirrored(_pane(side, (0.1, 0.9), (0.05, 0.9), (0, 0.02, 0), "dark_truck")),
            box((-nose + 0.02, cab - 0.08), (-half, half), (deck, height), "paint_truck"),
            box(
                (-nose + 0.04, cab), (-half * 0.8, half * 0.8), (0.12 * height, deck), "dark_truck"
            ),
            box(
                (nose - 0.03, nose),
                (-half * 0.5, half * 0.5),
                (0.24 * height, 0.40 * height),
                "dark_truck",
            ),
            mirrored(lamp),
            mirrored(tail),
            *_wheels(axles, length, width, min(height, 2.2), ("dark_truck", "dark_truck")),
        ]
    )


def pickup(length: float, width: float, height: float) -> Mesh:
    """Return an angular pickup whose roof peaks over the driver."""
    half = width / 2 - 0.02
    outline = [
        (x * length, z * height)
        for x, z in ((-0.49, 0.22), (-0.5, 0.58), (0.5, 0.46), (0.49, 0.22))
    ]
    cabin = [
        (-0.49 * length, 0.575 * height),
        (-0.02 * length, height),
        (0.02 * length, height),
        (0.42 * length, 0.47 * height),
    ]
    base, roof = half * 0.95, half * 0.7
    front = [
        (cabin[3][0], -base, cabin[3][1]),
        (cabin[3][0], base, cabin[3][1]),
        (cabin[2][0], roof, cabin[2][1]),
        (cabin[2][0], -roof, cabin[2][1]),
    ]
    window = [
        (-0.16 * length, base, 0.58 * height),
        (0.24 * length, base, 0.53 * height),
        (0.03 * length, roof, 0.98 * height),
        (-0.03 * length, roof, 0.98 * height),
    ]
    bar = box(
        (0.49 * length, 0.5 * length),
        (-half, half),
        (0.40 * height, 0.43 * height),
        "lamp_front_truck",
    )
    tail = box(
        (-0.5 * length, -0.49 * length),
        (-half, half),
        (0.52 * height, 0.55 * height),
        "lamp_rear_truck",
    )
    return Mesh.join(
        [
            prism(outline, [half * 0.95, half, half, half * 0.95], "paint_truck"),
            prism(cabin, [base, roof, roof, base], "paint_truck"),
            _pane(front, (0.05, 0.95), (0.12, 0.92), (0.02, 0, 0.02), "dark_truck"),
            mirrored(_pane(window, (0.05, 0.95), (0.08, 0.85), (0, 0.02, 0.01), "dark_truck")),
            bar,
            tail,
            *_wheels((-0.31, 0.32), length, width, height, ("dark_truck", "dark_truck")),
        ]
    )


def bus(length: float, width: float, height: float) -> Mesh:
    """Return a bus with a band of windows."""
    half, nose = width / 2 - 0.02, length / 2
    low, belt, top = 0.10 * height, 0.42 * height, 0.80 * height
    panes = []
    count = max(int(length / 1.5), 2)
    for k in range(count):
        start = -nose + 0.3 + k * (length - 0.6) / count
        panes.append(
            box(
                (start + 0.05, start + (length - 0.6) / count - 0.05),
                (half, half + 0.01),
                (belt, top),
                "dark_bus",
            )
        )
    lamp = box(
        (nose - 0.05, nose),
        (half * 0.62, half * 0.92),
        (0.18 * height, 0.25 * height),
        "lamp_front_bus",
    )
    tail = box(
        (-nose, -nose + 0.05),
        (half * 0.7, half * 0.92),
        (0.20 * height, 0.32 * height),
        "lamp_rear_bus",
    )
    return Mesh.join(
        [
            box((-nose + 0.02, nose - 0.03), (-half, half), (low, 0.9 * height), "paint_bus"),
            wedge(
                (-nose + 0.02, nose - 0.03),
                (-half, half),
                (0.9 * height, height),
                (-nose + 0.2, nose - 0.25),
                (-half * 0.9, half * 0.9),
                "paint_bus",
            ),
            box(
                (nose - 0.03, nose - 0.01),
                (-half * 0.93, half * 0.93),
                (0.36 * height, 0.86 * height),
                "dark_bus",
            ),
            box((-nose, -nose + 0.02), (-half * 0.85, half * 0.85), (belt, top), "dark_bus"),
            mirrored(Mesh.join(panes)),
            mirrored(lamp),
            mirrored(tail),
            *_wheels((-0.28, 0.30), length, width, min(height, 2.2), ("dark_bus", "dark_bus")),
        ]
    )


def two_wheeler(length: float, width: float, height: float, name: str) -> Mesh:
    """Return a motorcycle or bicycle with its rider.

    Args:
        length: metres, and so are the others.
        width: between the ends of the handlebar.
        height: from the ground to the rider's head.
        name: of the material, "motorcycle" or "bicycle".
    """
    motor = name == "motorcycle"
    radius = min(0.33, length * 0.19)
    thick = 0.07 if motor else 0.025
    axle = length / 2 - radius
    seat = 0.50 * height if motor else 0.56 * height
    bar = (axle * 0.62, seat + (0.18 if motor else 0.12))
    wheels = [
        frustum((x, -thick, radius), (x, thick, radius), radius, name, 14) for x in (-axle, axle)
    ]
    parts = [
        *wheels,
        frustum((axle, 0, radius), (bar[0], 0, bar[1]), 0.03, name),
        frustum((bar[0], -width / 2, bar[1]), (bar[0], width / 2, bar[1]), 0.018, name),
        frustum((bar[0], 0, bar[1] - 0.1), (-0.2, 0, seat - 0.06), 0.028, name),
        frustum((-axle, 0, radius), (-0.2, 0, seat - 0.06), 0.025, name),
        frustum((-axle, 0, radius), (0.0, 0, radius * 0.9), 0.025, name),
        frustum((0.0, 0, radius * 0.9), (bar[0], 0, bar[1] - 0.1), 0.028, name),
        box((-0.36, -0.06), (-0.07, 0.07), (seat - 0.05, seat), name),
        rider(seat, height, bar[0], radius * 0.75),
    ]
    if motor:
        parts += [
            wedge(
                (-0.3, 0.38),
                (-0.15, 0.15),
                (radius * 0.8, seat - 0.02),
                (-0.45, 0.32),
                (-0.1, 0.1),
                name,
            ),
            wedge(
                (bar[0] - 0.05, bar[0] + 0.22),
                (-0.17, 0.17),
                (bar[1] - 0.28, bar[1] + 0.05),
                (bar[0] - 0.05, bar[0] + 0.08),
                (-0.12, 0.12),
                name,
            ),
        ]
    return Mesh.join(parts)
