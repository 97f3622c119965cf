"""Meshes of boxes, bags and cases; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    Pair,
    ball,
    box,
    frustum,
    lathe,
    polygon,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _box(number: int) -> Mesh:
    """A cardboard box: taped, with open flaps, or with print."""
    half = 0.325
    sides = (-half, half)
    top = 0.65 if number != 2 else 0.50
    parts = [box(sides, sides, (0, top), "prop_beige")]
    if number == 2:
        parts.append(box((-0.30, 0.30), (-0.30, 0.30), (0.40, 0.503), "prop_brown"))
        for turn in (0, 90, 180, 270):
            flap = polygon(
                [
                    (half, -half, 0.5),
                    (half, half, 0.5),
                    (half - 0.06, 0.30, 0.65),
                    (half - 0.06, -0.30, 0.65),
                ],
                "prop_wood",
            )
            parts.append(placed(flap, yaw=turn))
    else:
        tape = "prop_wood" if number == 1 else "prop_red"
        parts += [
            box((-half - 0.002, half + 0.002), (-0.04, 0.04), (0.42, 0.653), tape),
            box((-0.327, -0.32), (-0.22, -0.06), (0.12, 0.30), "prop_white"),
        ]
    if number == 3:
        arrows = [
            [
                (y, 0.2),
                (y + 0.05, 0.2),
                (y + 0.05, 0.32),
                (y + 0.08, 0.32),
                (y + 0.025, 0.4),
                (y - 0.03, 0.32),
                (y, 0.32),
            ]
            for y in (0.08, 0.2)
        ]
        parts += [extruded(arrow, -0.329, -0.325, "prop_black", "x") for arrow in arrows]
        parts.append(box(sides, (0.323, 0.328), (0.45, 0.55), "prop_red"))
    return Mesh.join(parts)


def _creased_box(number: int) -> Mesh:
    """A box that was run over or rained on: crooked, with torn flaps."""
    lean = (0.08, -0.12, 0.16)[number - 1]
    high = (0.42, 0.34, 0.26)[number - 1]
    body = wedge(
        (-0.32, 0.32),
        (-0.30, 0.30),
        (0, high),
        (-0.30 + lean, 0.30 + lean),
        (-0.24 - lean / 3, 0.28),
        "prop_beige",
    )
    dent = polygon(
        [
            (-0.2, -0.305, 0.03),
            (0.22, -0.29, 0.10),
            (0.1, -0.27, high * 0.8),
            (-0.15, -0.29, high * 0.7),
        ],
        "prop_brown",
    )
    return Mesh.join([body, dent, *_torn_flaps(lean, high)])


def _torn_flaps(lean: float, high: float) -> list[Mesh]:
    """Return the flaps of a creased box; lean is the shift of its top, high that one's z."""
    return [
        polygon(
            [
                (-0.30 + lean, -0.24, high),
                (0.30 + lean, -0.24, high),
                (0.26, -0.36, high + 0.08),
                (-0.2, -0.38, high - 0.05),
            ],
            "prop_wood",
        ),
        polygon(
            [
                (-0.30 + lean, 0.27, high),
                (0.30 + lean, 0.28, high),
                (0.2, 0.42, high + 0.10),
                (-0.22, 0.36, high + 0.14),
            ],
            "prop_wood",
        ),
        polygon(
            [
                (0.30 + lean, -0.24, high),
                (0.30 + lean, 0.28, high),
                (0.42, 0.2, high - 0.12),
                (0.44, -0.16, high - 0.1),
            ],
            "prop_beige",
        ),
        polygon(
            [
                (-0.25 + lean, -0.2, high + 0.004),
                (0.25 + lean, -0.2, high + 0.004),
                (0.25 + lean, 0.22, high + 0.004),
                (-0.25 + lean, 0.22, high + 0.004),
            ],
            "prop_dark",
        ),
        polygon(
            [(-0.34, -0.1, 0.01), (-0.31, 0.2, 0.02), (-0.43, 0.24, 0.0), (-0.45, -0.02, 0.0)],
            "prop_beige",
        ),
    ]


def _sack() -> Mesh:
    """A tied rubbish sack with a smaller one leaning on it."""
    body = [
        (0.5, 0.0),
        (0.95, 0.12),
        (1.0, 0.35),
        (0.78, 0.62),
        (0.32, 0.80),
        (0.12, 0.86),
        (0.30, 1.0),
    ]
    big = placed(lathe(body, "prop_black", 9), (0.0, 0.02, 0.0), scale=(0.29, 0.27, 0.66))
    small = placed(lathe(body, "prop_dark", 8), (-0.16, -0.16, 0), scale=(0.18, 0.16, 0.36), yaw=30)
    return Mesh.join([big, small, ball((0.0, 0.02, 0.56), (0.05, 0.05, 0.02), "prop_red", 7, 2)])


def _handles(x: float, low: float, high: float, name: str) -> Mesh:
    loop = [(x, y, z) for y, z in arc((0.0, low), (0.08, high - low), 0, 180, 6)]
    return rod(loop, 0.008, name, 4)


def _plastic_bag() -> Mesh:
    """A thin carrier bag, half full."""
    body = [(0.6, 0), (0.95, 0.1), (1.0, 0.35), (0.7, 0.62), (0.55, 0.75)]
    bag = placed(lathe(body, "prop_white", 9), scale=(0.17, 0.11, 0.40))
    print_ = placed(
        lathe([(1.01, 0.2), (1.02, 0.35), (0.92, 0.45)], "prop_sky", 9), scale=(0.17, 0.11, 0.40)
    )
    return Mesh.join([bag, print_, *(_handles(x, 0.28, 0.40, "prop_white") for x in (-0.06, 0.06))])


def _shopping_bag() -> Mesh:
    """A paper bag with cords and a print, long on x."""
    loops = []
    for y in (-0.06, 0.06):
        loops.append(
            rod(
                [(x, y, z) for x, z in arc((0, 0.33), (0.08, 0.11), 0, 180, 6)],
                0.006,
                "prop_black",
                4,
            )
        )
    return Mesh.join(
        [
            wedge(
                (-0.17, 0.17), (-0.07, 0.07), (0, 0.34), (-0.18, 0.18), (-0.08, 0.08), "prop_pink"
            ),
            box((-0.10, 0.10), (-0.079, 0.079), (0.10, 0.22), "prop_purple"),
            box((-0.165, 0.165), (-0.065, 0.065), (0.33, 0.345), "prop_dark"),
            *loops,
        ]
    )


def _purse() -> Mesh:
    """A handbag with a flap and a strap, long on x."""
    strap = [(x, 0.0, z) for x, z in arc((0.0, 0.16), (0.13, 0.14), 0, 180, 8)]
    flap = extruded(
        [(-0.15, 0.20), (0.15, 0.20), (0.12, 0.10), (-0.12, 0.10)], -0.073, 0.0, "prop_red"
    )
    return Mesh.join(
        [
            wedge(
                (-0.16, 0.16), (-0.07, 0.07), (0, 0.20), (-0.13, 0.13), (-0.04, 0.04), "prop_red"
            ),
            flap,
            box((-0.02, 0.02), (-0.08, -0.07), (0.10, 0.13), "prop_yellow"),
            rod(strap, 0.011, "prop_brown", 4),
        ]
    )


def _briefcase() -> Mesh:
    """A briefcase with locks and a handle, long on x."""
    handle = [(-0.06, 0, 0.32), (-0.06, 0, 0.36), (0.06, 0, 0.36), (0.06, 0, 0.32)]
    return Mesh.join(
        [
            box((-0.23, 0.23), (-0.065, 0.065), (0.01, 0.32), "prop_brown"),
            box((-0.232, 0.232), (-0.008, 0.008), (0.0, 0.325), "prop_black"),
            *(
                box((x - 0.02, x + 0.02), (-0.07, 0.07), (0.26, 0.30), "prop_yellow")
                for x in (-0.14, 0.14)
            ),
            rod(handle, 0.013, "prop_black", 5),
        ]
    )


def _guitar_case() -> Mesh:
    """A case with a guitar's waist, standing, wide on x."""
    half = [
        (0.10, 0.0),
        (0.20, 0.08),
        (0.21, 0.20),
        (0.15, 0.36),
        (0.17, 0.48),
        (0.12, 0.60),
        (0.06, 0.66),
        (0.055, 0.95),
        (0.075, 0.98),
        (0.07, 1.12),
    ]
    outline = [*half, *((-x, z) for x, z in reversed(half))]
    rim = [(x * 1.03, z) for x, z in outline]
    return Mesh.join(
        [
            *_waisted(outline, -0.085, 0.085, "prop_black"),
            *_waisted(rim, -0.01, 0.01, "prop_steel"),
            *(
                box((x - 0.02, x + 0.02), (-0.09, 0.09), (0.2, 0.23), "prop_steel")
                for x in (-0.2, 0.2)
            ),
            rod(
                [(0.16, 0, 0.42), (0.205, 0, 0.42), (0.205, 0, 0.30), (0.2, 0, 0.28)],
                0.012,
                "prop_brown",
                4,
            ),
        ]
    )


def _waisted(outline: list[Pair], low: float, high: float, name: str) -> list[Mesh]:
    """Return a plate of a tall symmetric outline, in slices because its waist hides corners."""
    count = len(outline) // 2
    slices = []
    for k in range(count - 1):
        corners = [outline[k], outline[k + 1], outline[-k - 2], outline[-k - 1]]
        slices.append(extruded(corners, low, high, name))
    return slices


def _travel_case() -> Mesh:
    """A suitcase on wheels with its handle pulled out, wide on x."""
    wheels = [
        frustum((x, y - 0.02, 0.035), (x, y + 0.02, 0.035), 0.035, "prop_black", 8)
        for x in (-0.22, 0.22)
        for y in (-0.11, 0.11)
    ]
    ribs = [
        box((x - 0.02, x + 0.02), (-0.165, 0.165), (0.09, 0.79), "prop_sky")
        for x in (-0.18, -0.06, 0.06, 0.18)
    ]
    shell = extruded(
        [
            (-0.285, 0.12),
            (-0.24, 0.06),
            (0.24, 0.06),
            (0.285, 0.12),
            (0.285, 0.77),
            (0.24, 0.82),
            (-0.24, 0.82),
            (-0.285, 0.77),
        ],
        -0.15,
        0.15,
        "prop_blue",
    )
    return Mesh.join(
        [
            shell,
            *ribs,
            *wheels,
            box((-0.287, 0.287), (-0.01, 0.01), (0.12, 0.77), "prop_black"),
            *(rod([(x, 0.1, 0.8), (x, 0.1, 1.24)], 0.012, "prop_steel", 5) for x in (-0.13, 0.13)),
            frustum((-0.14, 0.1, 1.24), (0.14, 0.1, 1.24), 0.02, "prop_black", 6),
        ]
    )


MESHES: dict[str, Callable[[], Mesh]] = {
    "box01": lambda: _box(1),
    "box02": lambda: _box(2),
    "box03": lambda: _box(3),
    "creasedbox01": lambda: _creased_box(1),
    "creasedbox02": lambda: _creased_box(2),
    "creasedbox03": lambda: _creased_box(3),
    "trashbag": _sack,
    "plasticbag": _plastic_bag,
    "shoppingbag": _shopping_bag,
    "purse": _purse,
    "briefcase": _briefcase,
    "guitarcase": _guitar_case,
    "travelcase": _travel_case,
}
