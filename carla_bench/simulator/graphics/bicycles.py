"""Meshes of bicycles with their riders; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    box,
    frustum,
    wedge,
)
from carla_bench.simulator.graphics.riders import Clothes, Ride, rider, spoked_wheel
from carla_bench.simulator.graphics.solids import arc, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["bicycle"]


def bicycle(model: str, length: float, width: float, height: float) -> Mesh:
    """Return a bicycle with its rider.

    Args:
        model: blueprint id without ``vehicle.``: a road bike, a roadster or a cross bike.
        length: metres, and so are the others.
        width: between the ends of the handlebar.
        height: from the ground to the rider's head.
    """
    radius = 0.33
    axle = length / 2 - radius
    road, roadster = "century" in model, "omafiets" in model
    seat = (-0.18, 0.92) if not roadster else (-0.24, 0.88)
    bar = (axle - 0.16, 0.90) if road else (axle - 0.28, 1.04 if roadster else 0.98)
    ride = Ride(axle, radius, seat, bar, (0.10, 0.17), 0.30 if road else 0.04 if roadster else 0.17)
    frame, head_low = _frame(axle, radius, seat, bar, roadster)
    name, hands = "bicycle", width / 2 - 0.03
    bar_top = (bar[0] + 0.04, 0.0, bar[1])
    parts = [
        *spoked_wheel(-axle, radius, 0.024, name, 10),
        *spoked_wheel(axle, radius, 0.024, name, 10),
        *(frustum(a, b, 0.020, name, 6) for a, b in frame),
        rod([(axle, 0, radius), head_low, bar_top], 0.018, name, 6),
        rod(
            [(bar[0], -width / 2, bar[1]), bar_top, (bar[0], width / 2, bar[1])],
            0.014,
            "bicycle_black",
            5,
        ),
        wedge(
            (seat[0] - 0.13, seat[0] + 0.14),
            (-0.08, 0.08),
            (seat[1] - 0.03, seat[1] + 0.02),
            (seat[0] - 0.12, seat[0] + 0.13),
            (-0.05, 0.05),
            "bicycle_brown",
        ),
        frustum((0, -0.06, 0.29), (0, 0.06, 0.29), 0.08, "bicycle_steel", 8),
        box((0.05, 0.15), (0.08, 0.16), (0.14, 0.16), "bicycle_black"),
        box((-0.15, -0.05), (-0.16, -0.08), (0.42, 0.44), "bicycle_black"),
        box(
            (seat[0] - 0.12, seat[0] - 0.06),
            (-0.03, 0.03),
            (seat[1] - 0.16, seat[1] - 0.09),
            "bicycle_red",
        ),
        rider(
            ride,
            height,
            hands,
            _clothes(road, roadster),
        ),
    ]
    if roadster:
        parts += _roadster_parts(axle, radius)
    return Mesh.join(parts)


def _frame(
    axle: float, radius: float, seat: Pair, bar: Pair, roadster: bool
) -> tuple[list[tuple[Point, Point]], Point]:
    """Return the ends of the frame's tubes, and the lower end of the steering tube."""
    crank, head_low = (0.0, 0.0, 0.29), (axle - 0.10, 0.0, 0.62)
    high = (-0.06, 0.0, 0.42) if roadster else (seat[0] * 0.82, 0.0, seat[1] * 0.80)
    tubes: list[tuple[Point, Point]] = [
        (head_low, crank),
        (crank, (seat[0], 0.0, seat[1] - 0.04)),
        (crank, (-axle, 0.0, radius)),
        ((-axle, 0.0, radius), (seat[0] * 0.86, 0.0, seat[1] * 0.78)),
        (head_low if roadster else (bar[0] + 0.05, 0.0, 0.78), high),
    ]
    return tubes, head_low


def _clothes(road: bool, roadster: bool) -> Clothes:
    if road:
        return Clothes("rider_red", "rider_black", "rider_white", "rider_white")
    if roadster:
        return Clothes("rider_white", "rider_navy", "rider_white", "")
    return Clothes("rider", "rider_navy", "rider_white", "rider_red")


def _roadster_parts(axle: float, radius: float) -> list[Mesh]:
    """Return mudguard, carrier and basket."""
    mud = [(u, 0.0, v) for u, v in arc((-axle, radius), radius + 0.02, 30, 170, 6)]
    return [
        rod(mud, 0.03, "bicycle", 4),
        box((-axle - 0.2, -axle + 0.25), (-0.08, 0.08), (0.72, 0.75), "bicycle_black"),
        box((axle - 0.05, axle + 0.22), (-0.16, 0.16), (0.78, 0.98), "bicycle_brown"),
    ]
