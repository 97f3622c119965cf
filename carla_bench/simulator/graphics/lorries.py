"""Meshes of lorries, pickups and buses; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.cars import wheels
from carla_bench.simulator.graphics.primitives import box, mirrored, pane, prism, wedge
from carla_bench.simulator.mesh import Mesh

__all__ = ["bus", "pickup", "truck"]


def truck(length: float, width: float, height: float) -> Mesh:
    """Return a lorry: cab in front, box body behind."""
    half, nose = width / 2 - 0.02, length / 2
    cab = nose - min(2.0, 0.34 * length)
    deck = 0.22 * height
    bed = (-nose + 0.04, cab)
    tail = box(
        (-nose, -nose + 0.05),
        (half * 0.66, half * 0.9),
        (0.24 * height, 0.29 * height),
        "lamp_rear_truck",
    )
    axles = (-0.33, 0.33) if length < 7 else (-0.36, -0.22, 0.34)
    return Mesh.join(
        [
            *_cab(cab, nose, half, height),
            box((-nose + 0.02, cab - 0.08), (-half, half), (deck, height), "paint_truck"),
            box(bed, (-half * 0.8, half * 0.8), (0.12 * height, deck), "dark_truck"),
            mirrored(tail),
            *wheels(axles, length, width, min(height, 2.2), ("dark_truck", "dark_truck")),
        ]
    )


def _cab(back: float, nose: float, half: float, height: float) -> list[Mesh]:
    """Return the cab of a lorry.

    Args:
        back: x where it ends, metres, and so are the others.
        nose: x of its front.
        half: y of its flank.
        height: of the lorry.
    """
    low, sill, roof = 0.14 * height, 0.46 * height, 0.80 * height
    flank, top = (-half * 0.96, half * 0.96), (-half * 0.92, half * 0.92)
    long, short = (back, nose - 0.02), (back, nose - 0.14)
    screen = [
        (nose - 0.02, -half * 0.96, sill),
        (nose - 0.02, half * 0.96, sill),
        (nose - 0.14, half * 0.92, roof),
        (nose - 0.14, -half * 0.92, roof),
    ]
    door = [
        (back, half * 0.96, sill),
        (nose - 0.02, half * 0.96, sill),
        (nose - 0.14, half * 0.92, roof),
        (back, half * 0.92, roof),
    ]
    grille = (0.24 * height, 0.40 * height)
    lamp = (0.24 * height, 0.31 * height)
    return [
        wedge(long, flank, (low, sill), long, flank, "paint_truck"),
        wedge(long, flank, (sill, roof), short, top, "paint_truck"),
        pane(screen, (0.05, 0.95), (0.05, 0.85), (0.02, 0, 0), "dark_truck"),
        mirrored(pane(door, (0.15, 0.9), (0.06, 0.8), (0, 0.02, 0), "dark_truck")),
        box((nose - 0.03, nose), (-half * 0.5, half * 0.5), grille, "dark_truck"),
        mirrored(box((nose - 0.05, nose), (half * 0.6, half * 0.92), lamp, "lamp_front_truck")),
    ]


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
            pane(front, (0.05, 0.95), (0.12, 0.92), (0.02, 0, 0.02), "dark_truck"),
            mirrored(pane(window, (0.05, 0.95), (0.08, 0.85), (0, 0.02, 0.01), "dark_truck")),
            bar,
            tail,
            *wheels((-0.31, 0.32), length, width, height, ("dark_truck", "dark_truck")),
        ]
    )


def bus(length: float, width: float, height: float) -> Mesh:
    """Return a bus with a band of windows."""
    half, nose = width / 2 - 0.02, length / 2
    hull, shrunk = (-nose + 0.02, nose - 0.03), (-nose + 0.2, nose - 0.25)
    sides, narrow = (-half, half), (-half * 0.9, half * 0.9)
    low, belt, top, eaves = (share * height for share in (0.10, 0.42, 0.80, 0.90))
    front, back = (nose - 0.03, nose - 0.01), (-nose, -nose + 0.02)
    head, tail = (0.18 * height, 0.25 * height), (0.20 * height, 0.32 * height)
    count = max(int(length / 1.5), 2)
    pitch = (length - 0.6) / count
    starts = [-nose + 0.3 + k * pitch for k in range(count)]
    windows = [
        box((x + 0.05, x + pitch - 0.05), (half, half + 0.01), (belt, top), "dark_bus")
        for x in starts
    ]
    lamps = [
        box((nose - 0.05, nose), (half * 0.62, half * 0.92), head, "lamp_front_bus"),
        box((-nose, -nose + 0.05), (half * 0.7, half * 0.92), tail, "lamp_rear_bus"),
    ]
    return Mesh.join(
        [
            box(hull, sides, (low, eaves), "paint_bus"),
            wedge(hull, sides, (eaves, height), shrunk, narrow, "paint_bus"),
            box(front, (-half * 0.93, half * 0.93), (0.36 * height, 0.86 * height), "dark_bus"),
            box(back, (-half * 0.85, half * 0.85), (belt, top), "dark_bus"),
            *(mirrored(part) for part in (*windows, *lamps)),
            *wheels((-0.28, 0.30), length, width, min(height, 2.2), ("dark_bus", "dark_bus")),
        ]
    )
