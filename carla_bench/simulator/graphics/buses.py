"""Meshes of buses; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_parts import sided, wheels
from carla_bench.simulator.graphics.lorries import tail_lamps
from carla_bench.simulator.graphics.placing import placed, under_kind
from carla_bench.simulator.graphics.primitives import Pair, box, frustum, mirrored, pane, prism
from carla_bench.simulator.graphics.solids import extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["bus"]


def bus(length: float, width: float, height: float) -> Mesh:
    """Return a bus with a band of windows, doors on the right and a number in front."""
    half, nose = width / 2 - 0.36, length / 2 - 0.03
    low, belt, top, eaves = (share * height for share in (0.11, 0.44, 0.80, 0.90))
    radius = 0.125 * height
    section: list[Pair] = [
        (half * 0.94, low),
        (half, low + 0.15),
        (half, belt),
        (half * 0.95, eaves),
        (half * 0.84, height - 0.06),
        (half * 0.5, height),
    ]
    outline = [*section, *((-y, z) for y, z in reversed(section))]
    hull = Mesh.join(
        [
            extruded(outline, -nose + 0.05, nose - 0.12, "paint_car", "x"),
            *_bus_front(nose, half, low, belt, top, height),
        ]
    )
    band = box(
        (-nose + 0.06, nose - 0.2), (half, half + 0.008), (belt - 0.32, belt - 0.16), "car_white"
    )
    arches = [
        frustum((x, y, radius), (x, y + 0.016, radius), radius * 1.16, "trim_car", 16)
        for x in (-0.27 * length, 0.29 * length)
        for y in (-half - 0.010, half - 0.006)
    ]
    tail = [
        box((-nose + 0.03, -nose + 0.05), (-half * 0.8, half * 0.8), (belt, top), "glass_car"),
        placed(tail_lamps(0.0, half * 0.95, low + 0.45), (-nose + 0.03, 0, 0)),
    ]
    vents = [
        box((x, x + 1.4), (-half * 0.4, half * 0.4), (height - 0.02, height + 0.08), "car_white")
        for x in (-0.2 * length, 0.1 * length)
    ]
    arm = Mesh.join(
        [
            rod([(nose - 0.2, half * 0.9, top), (nose + 0.02, half + 0.18, top)], 0.03, "trim_car"),
            box(
                (nose - 0.04, nose + 0.03),
                (half + 0.06, half + 0.35),
                (top - 0.55, top),
                "trim_car",
            ),
        ]
    )
    whole = Mesh.join(
        [
            hull,
            *(mirrored(part) for part in (band, arm)),
            *_windows(nose, half, (low, belt, top, eaves)),
            *arches,
            *tail,
            *vents,
            *wheels((-0.27 * length, 0.29 * length), radius, half + 0.012, 0.34),
        ]
    )
    return under_kind(whole, "bus")


def _windows(nose: float, half: float, levels: tuple[float, float, float, float]) -> list[Mesh]:
    """Return the windows of both sides and the doors on the right.

    Args:
        nose: half the length, metres, and so are the others.
        half: y of the right side.
        levels: z of the underside, of the windows' lower and upper edge and of the eaves.
    """
    low, belt, top, eaves = levels
    count = max(int((2 * nose - 2.2) / 1.35), 2)
    pitch = (2 * nose - 2.2) / count
    panes = []
    for k in range(count):
        x0, x1 = -nose + 0.5 + pitch * k + 0.06, -nose + 0.5 + pitch * (k + 1) - 0.06
        lean = half * 0.05 * (top - belt) / (eaves - belt)
        face = [(x0, half, belt), (x1, half, belt), (x1, half - lean, top), (x0, half - lean, top)]
        panes.append(pane(face, (0, 1), (0.04, 1), (0, 0.012, 0)))
    driver = box(
        (nose - 1.45, nose - 0.35), (-half - 0.012, -half + 0.02), (belt - 0.1, top), "glass_car"
    )
    door = [
        box(
            (nose - 1.45 + 0.56 * k, nose - 0.95 + 0.56 * k),
            (half - 0.02, half + 0.014),
            (low + 0.12, top),
            "glass_car",
        )
        for k in range(2)
    ]
    return [*(mirrored(part) for part in panes), driver, *door]


def _bus_front(
    nose: float, half: float, low: float, belt: float, top: float, height: float
) -> list[Mesh]:
    """Return the bent front with screen, number, lamps and bumper; all in metres."""
    back = nose - 0.12
    outline = [
        (back - 0.02, low),
        (nose, low + 0.1),
        (nose, belt - 0.1),
        (nose - 0.10, height * 0.88),
        (back - 0.1, height - 0.04),
    ]
    widths = [half * 0.94, half * 0.95, half * 0.97, half * 0.93, half * 0.6]
    screen = [
        (nose, -half * 0.97, belt - 0.1),
        (nose, half * 0.97, belt - 0.1),
        (nose - 0.10, half * 0.93, height * 0.88),
        (nose - 0.10, -half * 0.93, height * 0.88),
    ]
    lamps = sided(
        Mesh.join(
            [
                box(
                    (nose - 0.05, nose + 0.02),
                    (half * 0.62, half * 0.90),
                    (low + 0.45, low + 0.70),
                    "lamp_front_car",
                ),
                box(
                    (nose - 0.05, nose + 0.02),
                    (half * 0.62, half * 0.90),
                    (low + 0.72, low + 0.80),
                    "lamp_right_car",
                ),
                box(
                    (nose - 0.05, nose + 0.02),
                    (half * 0.65, half * 0.80),
                    (low + 0.2, low + 0.3),
                    "lamp_fog_car",
                ),
            ]
        )
    )
    return [
        prism(outline, widths, "paint_car"),
        pane(screen, (0.03, 0.97), (0.03, 0.82), (0.012, 0, 0.004)),
        pane(screen, (0.18, 0.82), (0.85, 0.97), (0.014, 0, 0.004), "trim_car"),
        pane(screen, (0.30, 0.70), (0.88, 0.94), (0.018, 0, 0.004), "plate_car"),
        box(
            (nose - 0.03, nose + 0.022),
            (-half * 0.93, half * 0.93),
            (low + 0.02, low + 0.2),
            "trim_car",
        ),
        box(
            (nose - 0.03, nose + 0.014),
            (-half * 0.5, half * 0.5),
            (low + 0.5, low + 0.66),
            "trim_car",
        ),
        box((nose, nose + 0.026), (-0.28, 0.28), (low + 0.05, low + 0.17), "plate_car"),
        lamps,
    ]
