"""Meshes of lorries; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_parts import light_bar, sided, wheels
from carla_bench.simulator.graphics.placing import under_kind
from carla_bench.simulator.graphics.primitives import (
    box,
    frustum,
    mirrored,
    pane,
    prism,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["cola_truck", "fire_engine", "heavy_truck", "tail_lamps"]


def _cab(back: float, nose: float, half: float, roof: float, low: float) -> list[Mesh]:
    """Return a cab over the engine.

    Args:
        back: x where it ends, metres, and so are the others.
        nose: x of its front.
        half: y of its flank.
        roof: z of its roof.
        low: z of its lower edge.
    """
    sill = low + 0.40 * (roof - low)
    outline = [
        (back, low),
        (nose - 0.03, low),
        (nose, low + 0.25),
        (nose, sill),
        (nose - 0.22, roof - 0.12),
        (nose - 0.45, roof),
        (back, roof),
    ]
    widths = [half, half, half, half, half * 0.94, half * 0.86, half * 0.90]
    screen = [
        (nose, -half, sill),
        (nose, half, sill),
        (nose - 0.22, half * 0.94, roof - 0.12),
        (nose - 0.22, -half * 0.94, roof - 0.12),
    ]
    door = [
        (back, half, sill),
        (nose, half, sill),
        (nose - 0.22, half * 0.94, roof - 0.12),
        (back, half * 0.93, roof - 0.12),
    ]
    return [
        prism(outline, widths, "paint_car"),
        pane(screen, (0.04, 0.96), (0.06, 0.96), (0.012, 0, 0.004)),
        mirrored(pane(door, (0.22, 0.92), (0.06, 0.92), (0, 0.012, 0))),
        *(
            box(
                (nose - 0.02, nose + 0.01),
                (-half * 0.55, half * 0.55),
                (low + z, low + z + 0.07),
                "trim_car",
            )
            for z in (0.14, 0.24, 0.34)
        ),
        box((nose - 0.04, nose + 0.012), (-half * 0.9, half * 0.9), (low, low + 0.12), "trim_car"),
        box((nose, nose + 0.018), (-0.26, 0.26), (low + 0.01, low + 0.11), "plate_car"),
        _cab_lamps(nose, half, low),
        mirrored(Mesh.join(_cab_flank(back, nose, half, (low, sill, roof)))),
    ]


def _cab_lamps(nose: float, half: float, low: float) -> Mesh:
    """Return the lamps in front; as in `_cab`."""
    lamp = (low + 0.22, low + 0.40)
    return sided(
        Mesh.join(
            [
                box(
                    (nose - 0.06, nose + 0.015), (half * 0.60, half * 0.95), lamp, "lamp_front_car"
                ),
                box(
                    (nose - 0.06, nose + 0.015),
                    (half * 0.60, half * 0.95),
                    (lamp[1], lamp[1] + 0.05),
                    "lamp_right_car",
                ),
                box(
                    (nose - 0.05, nose + 0.012),
                    (half * 0.62, half * 0.85),
                    (low + 0.04, low + 0.12),
                    "lamp_fog_car",
                ),
            ]
        )
    )


def _cab_flank(
    back: float, nose: float, half: float, levels: tuple[float, float, float]
) -> list[Mesh]:
    """Return mirror, seam, handle and step of the right door; levels are low, sill and roof."""
    low, sill, roof = levels
    mirrors = Mesh.join(
        [
            rod(
                [(nose - 0.18, half * 0.92, roof - 0.3), (nose + 0.02, half + 0.16, roof - 0.3)],
                0.02,
                "trim_car",
            ),
            box(
                (nose - 0.04, nose + 0.04),
                (half + 0.04, half + 0.20),
                (sill + 0.12, roof - 0.28),
                "trim_car",
            ),
        ]
    )
    seam = box(
        (back + 0.16, back + 0.175), (half - 0.01, half + 0.006), (low + 0.1, sill), "trim_car"
    )
    handle = box(
        (back + 0.22, back + 0.42), (half, half + 0.025), (sill - 0.18, sill - 0.14), "chrome_car"
    )
    step = box(
        (nose - 1.0, nose - 0.4), (half * 0.9, half + 0.004), (low + 0.02, low + 0.09), "trim_car"
    )
    return [mirrors, seam, handle, step]


def tail_lamps(x: float, half: float, z: float) -> Mesh:
    """Return the lamps and the plate at the end of a frame; z is that of the lamps."""
    lamps = sided(
        Mesh.join(
            [
                box(
                    (x - 0.01, x + 0.04), (half * 0.72, half * 0.95), (z, z + 0.12), "lamp_rear_car"
                ),
                box(
                    (x - 0.01, x + 0.04),
                    (half * 0.55, half * 0.70),
                    (z, z + 0.12),
                    "lamp_right_car",
                ),
                box(
                    (x - 0.01, x + 0.04),
                    (half * 0.42, half * 0.53),
                    (z, z + 0.12),
                    "lamp_reverse_car",
                ),
            ]
        )
    )
    return Mesh.join(
        [
            lamps,
            box((x - 0.012, x + 0.04), (-0.26, 0.26), (z, z + 0.12), "plate_car"),
            box(
                (x + 0.01, x + 0.05), (-half * 0.98, half * 0.98), (z - 0.05, z + 0.17), "trim_car"
            ),
        ]
    )


def _chassis(tail: float, nose: float, half: float, low: float, deck: float) -> list[Mesh]:
    """Return the frame with tanks and guards below a load."""
    guard = Mesh.join(
        [
            box((tail * 0.35, nose * 0.35), (half - 0.06, half - 0.03), (z, z + 0.09), "chrome_car")
            for z in (low, low + 0.17)
        ]
    )
    tank = frustum(
        (0.02 * nose, half - 0.32, low + 0.2),
        (0.32 * nose, half - 0.32, low + 0.2),
        0.22,
        "chrome_car",
        10,
    )
    return [
        box((tail + 0.05, nose - 0.6), (-half * 0.55, half * 0.55), (low + 0.12, deck), "trim_car"),
        mirrored(guard),
        mirrored(tank),
    ]


def heavy_truck(length: float, width: float, height: float) -> Mesh:
    """Return a lorry with a sleeper cab, a wind deflector and a box."""
    half, nose = width / 2 - 0.20, length / 2 - 0.02
    back, deck, low = nose - 2.15, 0.33 * height, 0.11 * height
    load = (-nose + 0.02, back - 0.12)
    ribs = [
        box((x, x + 0.05), (-half - 0.012, half + 0.012), (deck, height - 0.04), "car_white")
        for x in (load[0], load[0] + 1.8, load[0] + 3.6, load[1] - 0.05)
    ]
    deflector = extruded(
        [
            (back, 0.86 * height),
            (nose - 0.6, 0.86 * height),
            (back + 0.4, 0.985 * height),
            (back, 0.985 * height),
        ],
        -half * 0.8,
        half * 0.8,
        "paint_car",
    )
    doors = [
        box((load[0] - 0.012, load[0]), (y0, y1), (deck + 0.1, height - 0.1), "car_white")
        for y0, y1 in ((-half + 0.05, -0.02), (0.02, half - 0.05))
    ]
    stripe = box(
        (load[0] + 0.1, load[1] - 0.1),
        (half, half + 0.006),
        (0.60 * height, 0.74 * height),
        "paint_car",
    )
    axles = (-0.33 * length, -0.20 * length, 0.355 * length)
    return under_kind(
        Mesh.join(
            [
                *_cab(back, nose, half, 0.87 * height, low),
                deflector,
                box(load, (-half, half), (deck, height), "car_white"),
                *ribs,
                *doors,
                mirrored(stripe),
                *_chassis(-nose, nose, half, low + 0.2, deck),
                tail_lamps(-nose, half, deck - 0.32),
                *wheels(axles, 0.50, half, 0.32),
            ]
        ),
        "truck",
    )


def cola_truck(length: float, width: float, height: float) -> Mesh:
    """Return a small delivery lorry in one colour with a white wave and shelves of crates."""
    half, nose = width / 2 - 0.20, length / 2 - 0.02
    back, deck, low = nose - 1.45, 0.34 * height, 0.14 * height
    load = (-nose + 0.02, back - 0.06)
    wave = []
    steps = 8
    for k in range(steps):
        x0, x1 = (load[0] + (load[1] - load[0]) * (k + d) / steps for d in (0, 1))
        z0, z1 = (
            height * (0.60 + 0.06 * (1 if m % 4 in (1, 2) else -1) * (m % 2 or 0.4))
            for m in (k, k + 1)
        )
        wave.append(
            extruded(
                [(x0, z0), (x1, z1), (x1, z1 + 0.14), (x0, z0 + 0.14)],
                half,
                half + 0.006,
                "car_white",
            )
        )
    shutters = [
        box((x, x + 0.02), (half - 0.01, half + 0.008), (deck + 0.05, height - 0.12), "car_steel")
        for x in (load[0] + 0.05, load[0] + 1.1, load[0] + 2.15, load[1] - 0.1)
    ]
    label = [
        extruded(
            arc(((load[0] + load[1]) / 2, 0.80 * height), (0.46, 0.16), 0, 330, 11),
            half,
            half + 0.009,
            "car_white",
        ),
        extruded(
            arc(((load[0] + load[1]) / 2, 0.80 * height), (0.34, 0.09), 0, 330, 11),
            half,
            half + 0.012,
            "car_red",
        ),
    ]
    axles = (-0.30 * length, 0.34 * length)
    return under_kind(
        Mesh.join(
            [
                *_cab(back, nose, half * 0.98, 0.90 * height, low),
                box(load, (-half, half), (deck, height - 0.05), "paint_car"),
                wedge(
                    load,
                    (-half, half),
                    (height - 0.05, height),
                    (load[0] + 0.1, load[1] - 0.1),
                    (-half + 0.1, half - 0.1),
                    "car_white",
                ),
                mirrored(Mesh.join([*wave, *shutters, *label])),
                *_chassis(-nose, nose, half, low + 0.08, deck),
                tail_lamps(-nose, half, deck - 0.25),
                *wheels(axles, 0.40, half, 0.26),
            ]
        ),
        "truck",
    )


def fire_engine(length: float, width: float, height: float) -> Mesh:
    """Return a fire engine with shutters, hoses and a ladder on its roof."""
    half, nose = width / 2 - 0.20, length / 2 - 0.02
    back, deck, low = nose - 2.7, 0.27 * height, 0.12 * height
    top = 0.80 * height
    load = (-nose + 0.02, back - 0.05)
    doors = []
    count = 3
    pitch = (load[1] - load[0] - 0.2) / count
    for k in range(count):
        x = load[0] + 0.1 + pitch * k
        doors.append(
            box(
                (x + 0.05, x + pitch - 0.05),
                (half, half + 0.008),
                (deck + 0.12, top - 0.2),
                "car_steel",
            )
        )
        doors += [
            box(
                (x + 0.05, x + pitch - 0.05),
                (half + 0.008, half + 0.012),
                (z, z + 0.015),
                "trim_car",
            )
            for z in (deck + 0.4, deck + 0.7, deck + 1.0)
        ]
    band = box((load[0], nose - 0.5), (half, half + 0.01), (deck - 0.06, deck + 0.06), "car_white")
    strip = box(
        (load[0], nose - 0.5), (half, half + 0.012), (deck - 0.01, deck + 0.02), "car_yellow"
    )
    rear_window = [(back + 0.12, back + 0.62), (back + 0.75, back + 1.25)]
    panes = [
        box(x, (half * 0.95, half * 0.955 + 0.02), (0.50 * height, 0.68 * height), "glass_car")
        for x in rear_window
    ]
    axles = (-0.30 * length, 0.335 * length)
    return under_kind(
        Mesh.join(
            [
                *_cab(back, nose, half, 0.78 * height, low),
                box(load, (-half, half), (deck, top), "paint_car"),
                mirrored(Mesh.join([*doors, band, strip, *panes])),
                *_ladder(load[0] + 0.1, nose - 1.1, top, height),
                *_chassis(-nose, nose, half, low + 0.1, deck),
                tail_lamps(-nose, half, deck - 0.18),
                box(
                    (load[0] - 0.01, load[0]),
                    (-half * 0.6, half * 0.6),
                    (deck + 0.2, top - 0.2),
                    "car_steel",
                ),
                light_bar(nose - 0.7, 0.78 * height, half * 0.8, "lamp_blue_car"),
                *wheels(axles, 0.50, half, 0.32),
            ]
        ),
        "truck",
    )


def _ladder(tail: float, nose: float, low: float, high: float) -> list[Mesh]:
    """Return a turntable with a ladder that rises a little towards the front."""
    rails = []
    for y in (-0.34, 0.34):
        for z in (0.0, 0.32):
            rails.append(
                rod([(tail, y, low + 0.22 + z), (nose, y, high - 0.36 + z)], 0.035, "car_steel", 4)
            )
    rungs = []
    count = 16
    for k in range(count + 1):
        t = k / count
        x, z = tail + (nose - tail) * t, low + 0.22 + (high - 0.36 - low - 0.22) * t
        rungs.append(frustum((x, -0.34, z), (x, 0.34, z), 0.025, "car_steel", 4))
        rungs += [
            frustum((x, y, z), (x, y, z + 0.32), 0.018, "car_steel", 3) for y in (-0.34, 0.34)
        ]
    table = frustum((tail + 1.2, 0, low), (tail + 1.2, 0, low + 0.25), 0.75, "trim_car", 14)
    rest = box((nose - 0.9, nose - 0.8), (-0.4, 0.4), (low, high - 0.42), "trim_car")
    basket = box((nose - 0.02, nose + 0.5), (-0.45, 0.45), (high - 0.42, high), "car_red")
    return [*rails, *rungs, table, rest, basket]
