"""Meshes of high vans; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_body import BodyStyle, Frame, cabin, hull
from carla_bench.simulator.graphics.car_parts import lamps, mirror, seams, wheels
from carla_bench.simulator.graphics.primitives import (
    mirrored,
)
from carla_bench.simulator.graphics.solids import decal
from carla_bench.simulator.mesh import Mesh

__all__ = ["SPRINTER", "panel_van"]

SPRINTER = BodyStyle(
    deck=(
        (-0.5, 0.34),
        (-0.497, 0.46),
        (-0.494, 0.50),
        (0.0, 0.50),
        (0.30, 0.50),
        (0.43, 0.42),
        (0.475, 0.37),
        (0.49, 0.32),
        (0.5, 0.26),
    ),
    glass=(-0.494, -0.482, 0.245, 0.36),
    belt=0.495,
    axles=(-0.27, 0.33),
    doors=((0.14, "glass_car"), (0.17, "paint_car"), (1.0, "paint_car")),
    sill=0.13,
    plan=(
        (-0.5, 0.95),
        (-0.49, 0.98),
        (-0.45, 1.0),
        (0.36, 1.0),
        (0.45, 0.94),
        (0.485, 0.85),
        (0.5, 0.72),
    ),
    lean=0.85,
    wheel=0.14,
)


def panel_van(length: float, width: float, height: float) -> Mesh:
    """Return a high van with windows only in front."""
    frame = Frame(SPRINTER, length, width / 2 - 0.06, height)
    body = hull(frame)
    axles = [share * length for share in frame.style.axles]
    flank = cabin(frame)
    rail = [
        mirrored(
            decal(
                flank,
                [(x, z), (x + 0.016, z), (x + 0.016, top), (x, top)],
                "right",
                "trim_car",
                steps=(1, 3),
            )
        )
        for x, z, top in (
            (0.07 * length, 0.52 * height, 0.90 * height),
            (-0.16 * length, 0.52 * height, 0.90 * height),
        )
    ]
    rear = [
        decal(
            flank,
            [
                (y, 0.56 * height),
                (y + 0.55, 0.56 * height),
                (y + 0.55, 0.8 * height),
                (y, 0.8 * height),
            ],
            "back",
            "glass_car",
        )
        for y in (-0.62, 0.07)
    ]
    return Mesh.join(
        [
            body,
            flank,
            *lamps(body, frame, ((0.60, 0.95), (0.31, 0.385)), ((0.84, 0.97), (0.28, 0.46))),
            *seams(body, frame, (0.30, 0.16, -0.03)),
            *wheels(axles, frame.radius, frame.half - 0.005),
            mirror(frame, width / 2),
            *rail,
            *rear,
        ]
    )
