"""Mesh of an angular pickup; as in `cars`."""

from __future__ import annotations

from collections.abc import Sequence

from carla_bench.simulator.graphics.car_parts import sided, wheels
from carla_bench.simulator.graphics.placing import under_kind
from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    box,
    mirrored,
    pane,
    polygon,
    prism,
)
from carla_bench.simulator.graphics.solids import arc
from carla_bench.simulator.mesh import Mesh

__all__ = ["cybertruck"]


def cybertruck(length: float, width: float, height: float) -> Mesh:
    """Return an angular pickup of bare steel whose roof peaks over the driver."""
    half = width / 2 - 0.10
    radius, nose = 0.44, length / 2
    axles = (-0.30 * length, 0.315 * length)
    outline = _with_arches(length, height, axles, radius)
    widths = [half * (0.94 if z < 0.3 * height else 1.0) for _, z in outline]
    peak = (0.05 * length, height)
    cab = [
        (-0.495 * length, 0.60 * height),
        (-0.01 * length, 0.985 * height),
        peak,
        (0.40 * length, 0.515 * height),
    ]
    base, roof = half * 0.985, half * 0.70
    mirrors = box(
        (0.255 * length, 0.275 * length),
        (half, width / 2),
        (0.54 * height, 0.62 * height),
        "trim_car",
    )
    whole = Mesh.join(
        [
            *_sliced(outline, widths, height),
            prism(cab, [base, roof, roof, base], "car_steel"),
            *_glazing(cab, base, roof),
            _lights(nose, half, height),
            mirrored(mirrors),
            box(
                (nose - 0.1, nose + 0.003),
                (-half * 0.9, half * 0.9),
                (0.19 * height, 0.29 * height),
                "trim_car",
            ),
            box(
                (-nose - 0.003, -nose + 0.1),
                (-half * 0.9, half * 0.9),
                (0.20 * height, 0.29 * height),
                "trim_car",
            ),
            *_flares(axles, half, radius),
            box(
                (-0.45 * length, 0.45 * length),
                (-half + 0.3, half - 0.3),
                (0.2 * height, 0.5 * height),
                "trim_car",
            ),
            *wheels(axles, radius, half + 0.02, 0.28),
        ]
    )
    return under_kind(whole, "truck")


def _glazing(cab: Sequence[Pair], base: float, roof: float) -> list[Mesh]:
    """Return windscreen, glass roof, cover of the bed and side windows.

    Args:
        cab: (x, z) of the rear end, two points of the roof and the front end, metres.
        base: half width below, metres.
        roof: half width above, metres.
    """
    peak = cab[2]
    screen: list[Point] = [
        (cab[3][0], -base, cab[3][1]),
        (cab[3][0], base, cab[3][1]),
        (peak[0], roof, peak[1]),
        (peak[0], -roof, peak[1]),
    ]
    vault: list[Point] = [
        (cab[1][0], -roof, cab[1][1]),
        (cab[1][0], roof, cab[1][1]),
        (cab[0][0], base, cab[0][1]),
        (cab[0][0], -base, cab[0][1]),
    ]
    front = (0.75 * cab[3][0], base, 0.545 * peak[1])
    window: list[Point] = [
        (0.40 * cab[0][0], base, cab[0][1]),
        front,
        (peak[0] + 0.05, roof, 0.985 * peak[1]),
        (cab[1][0] - 0.12, roof, 0.96 * peak[1]),
    ]
    flank = [
        mirrored(pane(window, span, (0.10, 0.90), (0, 0.012, 0.006)))
        for span in ((0.03, 0.44), (0.48, 0.97))
    ]
    return [
        pane(screen, (0.04, 0.96), (0.06, 0.97), (0.014, 0, 0.014)),
        pane(vault, (0.04, 0.96), (0.02, 0.20), (-0.005, 0, 0.012)),
        pane(vault, (0.06, 0.94), (0.24, 0.96), (-0.005, 0, 0.012), "trim_car"),
        *flank,
    ]


def _lights(nose: float, half: float, height: float) -> Mesh:
    """Return lamps as bars across front and tail; nose is half the length, metres."""
    return sided(
        Mesh.join(
            [
                box(
                    (nose - 0.05, nose + 0.004),
                    (0.0, half * 0.97),
                    (0.42 * height, 0.445 * height),
                    "lamp_front_car",
                ),
                box(
                    (nose - 0.06, nose + 0.002),
                    (half * 0.80, half * 0.94),
                    (0.31 * height, 0.35 * height),
                    "lamp_right_car",
                ),
                box(
                    (-nose - 0.004, -nose + 0.05),
                    (half * 0.3, half * 0.97),
                    (0.545 * height, 0.575 * height),
                    "lamp_rear_car",
                ),
                box(
                    (-nose - 0.004, -nose + 0.05),
                    (0.0, half * 0.3),
                    (0.545 * height, 0.575 * height),
                    "lamp_brake_car",
                ),
                box(
                    (-nose - 0.002, -nose + 0.05),
                    (half * 0.7, half * 0.94),
                    (0.30 * height, 0.335 * height),
                    "lamp_right_car",
                ),
                box(
                    (-nose - 0.002, -nose + 0.05),
                    (half * 0.5, half * 0.68),
                    (0.30 * height, 0.335 * height),
                    "lamp_reverse_car",
                ),
            ]
        )
    )


def _with_arches(length: float, height: float, axles: Pair, radius: float) -> list[Pair]:
    """Return the lower edge (x, z) of the body from tail to nose, angular over the wheels."""
    low = 0.20 * height
    edge = [(-0.5 * length, low + 0.1)]
    for x in axles:
        reach = radius * 1.22
        edge += [
            (x - reach, low),
            (x - reach * 0.7, radius * 1.95),
            (x + reach * 0.7, radius * 1.95),
            (x + reach, low),
        ]
    return [*edge, (0.5 * length, low + 0.1)]


def _sliced(edge: list[Pair], widths: list[float], height: float) -> list[Mesh]:
    """Return the body above an edge, slice by slice because an arch hides corners."""
    length = edge[-1][0] - edge[0][0]
    parts = []
    for (x0, z0), (x1, z1), w0, w1 in zip(edge, edge[1:], widths, widths[1:], strict=False):
        top = [height * (0.61 - 0.12 * (x / length + 0.5)) for x in (x0, x1)]
        outline = [(x0, z0), (x1, z1), (x1, top[1]), (x0, top[0])]
        wide = max(w0, w1)
        parts.append(prism(outline, [w0, w1, wide, wide], "car_steel"))
    return parts


def _flares(axles: Pair, half: float, radius: float) -> list[Mesh]:
    """Return the dark angular frames around the wheels."""
    parts = []
    for x in axles:
        inner, outer = radius * 1.12, radius * 1.42
        ring = [arc((x, radius), reach, 180, 0, 5) for reach in (inner, outer)]
        for k in range(5):
            corners = [ring[0][k], ring[0][k + 1], ring[1][k + 1], ring[1][k]]
            points = [(u, half + 0.008, v) for u, v in corners]
            parts.append(mirrored(polygon(points, "trim_car")))
    return parts
