"""Meshes of vans and pickups whose shape is their own; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_body import BodyStyle, Frame, cabin, hull
from carla_bench.simulator.graphics.car_parts import lamps, light_bar, mirror, seams, sided, wheels
from carla_bench.simulator.graphics.placing import under_kind
from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    box,
    frustum,
    mirrored,
    pane,
    polygon,
    prism,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, decal
from carla_bench.simulator.mesh import Mesh

__all__ = ["ambulance", "cybertruck", "panel_van"]

_SPRINTER = BodyStyle(
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
_CAB = _SPRINTER._replace(
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


def panel_van(length: float, width: float, height: float) -> Mesh:
    """Return a high van with windows only in front."""
    frame = Frame(_SPRINTER, length, width / 2 - 0.06, height)
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
    middle = (-nose + front) / 2
    side = [
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
    rear = [
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
    tails = sided(
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
            mirrored(Mesh.join(side)),
            *rear,
            tails,
            *arches,
            *lamps(body, frame, ((0.62, 0.94), (0.36, 0.44)), ((0.84, 0.97), (0.28, 0.46))),
            *wheels(axles, frame.radius, half + 0.01),
            mirror(frame, width / 2),
            light_bar(front + 0.25, 0.885 * height, 0.7),
            light_bar(-nose + 0.3, height - 0.105, 0.6),
        ]
    )


def cybertruck(length: float, width: float, height: float) -> Mesh:
    """Return an angular pickup of bare steel whose roof peaks over the driver."""
    half = width / 2 - 0.10
    radius = 0.44
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
    front = (0.30 * length, base, 0.545 * height)
    window: list[Point] = [
        (-0.20 * length, base, 0.60 * height),
        front,
        (peak[0] + 0.05, roof, 0.985 * height),
        (-0.03 * length, roof, 0.96 * height),
    ]
    flank = [
        mirrored(pane(window, span, (0.10, 0.90), (0, 0.012, 0.006)))
        for span in ((0.03, 0.44), (0.48, 0.97))
    ]
    nose = length / 2
    lights = sided(
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
            pane(screen, (0.04, 0.96), (0.06, 0.97), (0.014, 0, 0.014)),
            pane(vault, (0.04, 0.96), (0.02, 0.20), (-0.005, 0, 0.012)),
            pane(vault, (0.06, 0.94), (0.24, 0.96), (-0.005, 0, 0.012), "trim_car"),
            *flank,
            lights,
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
