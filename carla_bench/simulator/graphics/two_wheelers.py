"""Meshes of motorcycles and bicycles with their riders; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.people import rider
from carla_bench.simulator.graphics.primitives import box, frustum, wedge
from carla_bench.simulator.mesh import Mesh

__all__ = ["two_wheeler"]


def motorcycle(model: str, length: float, width: float, height: float) -> Mesh:
    return two_wheeler(length, width, height, "motorcycle")


def bicycle(model: str, length: float, width: float, height: float) -> Mesh:
    return two_wheeler(length, width, height, "bicycle")


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
