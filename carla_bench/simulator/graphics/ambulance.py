"""Mesh of an ambulance; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_body import Frame, cabin, hull
from carla_bench.simulator.graphics.car_parts import lamps, light_bar, mirror, sided, wheels
from carla_bench.simulator.graphics.primitives import (
    box,
    frustum,
    mirrored,
    wedge,
)
from carla_bench.simulator.graphics.vans import SPRINTER
from carla_bench.simulator.mesh import Mesh

__all__ = ["ambulance"]

_CAB = SPRINTER._replace(
    deck=(
        (-0.5, 0.34),
        (-0.2, 0.50),
        (0.12, 0.50),
        (0.27, 0.49),
        (0.44, 0.45),
        (0.48, 0.41),
        (0.492, 0.34),
        (0.5, 0.26),
    ),
    glass=(0.02, 0.05, 0.145, 0.265),
    doors=((0.80, "glass_car"), (1.0, "paint_car")),
    axles=(-0.29, 0.34),
    grille="chrome_car",
)


def ambulance(length: float, width: float, height: float) -> Mesh:
    """Return a van's cab with a large white box, stripes, crosses and lamps all around."""
    frame = Frame(_CAB, length, width / 2 - 0.13, height * 0.90)
    body = hull(frame)
    nose, half = length / 2, width / 2 - 0.02
    front, low = 0.09 * length, 0.17 * height
    case = wedge(
        (-nose + 0.02, front),
        (-half, half),
        (low, 0.93 * height),
        (-nose + 0.02, front),
        (-half, half),
        "paint_car",
    )
    roof = wedge(
        (-nose + 0.02, front),
        (-half, half),
        (0.93 * height, height - 0.10),
        (-nose + 0.1, front - 0.1),
        (-half + 0.08, half - 0.08),
        "paint_car",
    )
    axles = [share * length for share in frame.style.axles]
    arches = [
        frustum(
            (axles[0], y, frame.radius),
            (axles[0], y + 0.012, frame.radius),
            frame.radius * 1.15,
            "trim_car",
            14,
        )
        for y in (-half - 0.006, half - 0.006)
    ]
    return Mesh.join(
        [
            body,
            cabin(frame),
            case,
            roof,
            mirrored(Mesh.join(_flank(nose, front, half, height))),
            *_rear(nose, half, height),
            *arches,
            *lamps(body, frame, ((0.62, 0.94), (0.36, 0.44)), ((0.84, 0.97), (0.28, 0.46))),
            *wheels(axles, frame.radius, half + 0.01),
            mirror(frame, width / 2),
            light_bar(front + 0.25, 0.885 * height, 0.7),
            light_bar(-nose + 0.3, height - 0.105, 0.6),
        ]
    )


def _flank(nose: float, front: float, half: float, height: float) -> list[Mesh]:
    """Return stripes, cross, window and lamps of the box's right side.

    Args:
        nose: half length of the vehicle, metres, and so are the others.
        front: x where the box ends.
        half: y of its side.
        height: of the vehicle.
    """
    middle = (-nose + front) / 2
    return [
        box(
            (-nose + 0.02, front),
            (half, half + 0.005),
            (0.36 * height, 0.48 * height),
            "car_orange",
        ),
        box(
            (-nose + 0.02, front), (half, half + 0.006), (0.40 * height, 0.43 * height), "car_white"
        ),
        box(
            (middle - 0.10, middle + 0.10),
            (half, half + 0.008),
            (0.55 * height, 0.85 * height),
            "car_blue",
        ),
        box(
            (middle - 0.36, middle + 0.36),
            (half, half + 0.008),
            (0.655 * height, 0.745 * height),
            "car_blue",
        ),
        box(
            (front - 0.9, front - 0.2),
            (half, half + 0.008),
            (0.60 * height, 0.80 * height),
            "glass_car",
        ),
        *(
            box((x, x + 0.22), (half, half + 0.02), (0.87 * height, 0.92 * height), name)
            for x, name in (
                (-nose + 0.1, "lamp_red_car"),
                (middle, "lamp_blue_car"),
                (front - 0.4, "lamp_red_car"),
            )
        ),
    ]


def _rear(nose: float, half: float, height: float) -> list[Mesh]:
    """Return doors, plate and lamps of the box's back; as in `_flank`."""
    doors = [
        *(
            box((-nose, -nose + 0.02), (y, y + 0.42), (0.58 * height, 0.82 * height), "glass_car")
            for y in (-0.55, 0.13)
        ),
        box((-nose, -nose + 0.02), (-half, half), (0.36 * height, 0.48 * height), "car_orange"),
        box(
            (-nose + 0.0, -nose + 0.02), (-0.25, 0.25), (0.27 * height, 0.32 * height), "plate_car"
        ),
        box((-nose - 0.002, -nose + 0.02), (-0.01, 0.01), (0.2 * height, 0.9 * height), "trim_car"),
    ]
    lights = sided(
        Mesh.join(
            [
                box(
                    (-nose - 0.005, -nose + 0.02),
                    (half - 0.2, half - 0.05),
                    (0.26 * height, 0.31 * height),
                    "lamp_rear_car",
                ),
                box(
                    (-nose - 0.005, -nose + 0.02),
                    (half - 0.2, half - 0.05),
                    (0.32 * height, 0.35 * height),
                    "lamp_right_car",
                ),
                box(
                    (-nose - 0.005, -nose + 0.02),
                    (half - 0.36, half - 0.22),
                    (0.26 * height, 0.30 * height),
                    "lamp_reverse_car",
                ),
                box(
                    (-nose - 0.005, -nose + 0.02),
                    (half - 0.4, half - 0.1),
                    (0.86 * height, 0.91 * height),
                    "lamp_blue_car",
                ),
            ]
        )
    )
    return [*doors, lights]
