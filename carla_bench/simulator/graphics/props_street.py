"""Meshes of street furniture; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    ball,
    box,
    frustum,
    lathe,
    mirrored,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _bench(number: int) -> Mesh:
    """A bench along y: of slats with a back, of steel rods, or of stone without a back."""
    if number == 3:
        return Mesh.join(
            [
                box((-0.26, 0.26), (-1.0, 1.0), (0.38, 0.48), "prop_grey"),
                *(
                    box((-0.20, 0.20), (y - 0.14, y + 0.14), (0, 0.38), "prop_dark")
                    for y in (-0.7, 0.7)
                ),
                *(
                    box((x - 0.05, x + 0.05), (-0.95, 0.95), (0.48, 0.485), "prop_wood")
                    for x in (-0.16, 0.0, 0.16)
                ),
            ]
        )
    name = "prop_wood" if number == 1 else "prop_green"
    slats = [
        box((x, x + 0.09), (-0.9, 0.9), (0.42, 0.45), name) for x in (-0.31, -0.19, -0.07, 0.05)
    ]
    slats += [
        placed(box((-0.015, 0.015), (-0.9, 0.9), (z, z + 0.1), name), (0.16, 0, 0.42), pitch=-12.0)
        for z in (0.08, 0.22, 0.36)
    ]
    side = rod([(-0.28, 0.78, 0.0), (-0.28, 0.78, 0.62), (0.2, 0.78, 0.62)], 0.024, "prop_black", 6)
    back = rod([(0.26, 0.78, 0.0), (0.17, 0.78, 0.42), (0.28, 0.78, 0.86)], 0.024, "prop_black", 6)
    return Mesh.join(
        [
            *slats,
            mirrored(side),
            mirrored(back),
            mirrored(box((-0.28, 0.2), (0.76, 0.80), (0.38, 0.42), "prop_black")),
        ]
    )


def _advertisement() -> Mesh:
    """A lit board with a poster on both sides, facing -x."""
    parts = [
        box((-0.20, 0.20), (-0.75, 0.75), (0.55, 2.60), "prop_dark"),
        box((-0.12, 0.12), (-0.30, 0.30), (0.0, 0.55), "prop_grey"),
    ]
    for x in (-0.205, 0.205):
        near = 0.004 if x > 0 else -0.004
        parts += [
            box((min(x, x + near), max(x, x + near)), (-0.66, 0.66), (0.68, 2.48), "prop_sky"),
            box(
                (min(x, x + 2 * near), max(x, x + 2 * near)),
                (-0.66, 0.66),
                (0.68, 1.15),
                "prop_yellow",
            ),
            placed(
                lathe([(0.30, -0.01), (0.30, 0.01)], "prop_red", 16),
                (x + near, 0.15, 1.75),
                pitch=90.0,
            ),
            box((min(x, x + 3 * near), max(x, x + 3 * near)), (-0.5, 0.3), (0.8, 0.9), "prop_navy"),
            box(
                (min(x, x + 3 * near), max(x, x + 3 * near)), (-0.5, 0.1), (0.96, 1.04), "prop_navy"
            ),
        ]
    return Mesh.join(parts)


def _atm() -> Mesh:
    """A cash machine with screen and keys, facing -x."""
    shelf = extruded(
        [(-0.43, 0.86), (-0.22, 0.98), (-0.22, 0.78), (-0.36, 0.78)], -0.36, 0.36, "prop_steel"
    )
    keys = [
        box(
            (-0.36 + 0.035 * i, -0.34 + 0.035 * i),
            (0.02 + 0.06 * j, 0.06 + 0.06 * j),
            (0.925 + 0.02 * i, 0.945 + 0.02 * i),
            "prop_white",
        )
        for i in range(3)
        for j in range(3)
    ]
    return Mesh.join(
        [
            box((-0.24, 0.43), (-0.46, 0.46), (0, 1.95), "prop_blue"),
            box((-0.30, -0.24), (-0.46, 0.46), (1.58, 1.95), "prop_blue"),
            box((-0.305, -0.30), (-0.34, 0.34), (1.68, 1.85), "prop_white"),
            box((-0.26, -0.24), (-0.38, 0.38), (1.00, 1.52), "prop_steel"),
            box((-0.27, -0.26), (-0.28, 0.10), (1.12, 1.46), "prop_sky"),
            box((-0.27, -0.26), (0.18, 0.32), (1.30, 1.34), "prop_black"),
            shelf,
            *keys,
            box((-0.26, -0.24), (-0.3, 0.3), (0.55, 0.66), "prop_black"),
        ]
    )


def _vending_machine() -> Mesh:
    """A drinks machine with rows of cans behind glass, facing -x."""
    colors = ("prop_red", "prop_orange", "prop_green", "prop_sky", "prop_yellow")
    cans = [
        frustum(
            (-0.405, -0.40 + 0.125 * k, 0.62 + 0.26 * row),
            (-0.405, -0.40 + 0.125 * k, 0.80 + 0.26 * row),
            0.04,
            colors[(k + 2 * row) % 5],
            6,
        )
        for row in range(4)
        for k in range(6)
    ]
    shelves = [
        box((-0.43, -0.38), (-0.47, 0.29), (0.585 + 0.26 * row, 0.615 + 0.26 * row), "prop_steel")
        for row in range(5)
    ]
    return Mesh.join(
        [
            box((-0.38, 0.44), (-0.54, 0.54), (0, 1.92), "prop_red"),
            box((-0.44, -0.38), (-0.54, -0.47), (0, 1.92), "prop_red"),
            box((-0.44, -0.38), (0.29, 0.54), (0, 1.92), "prop_red"),
            box((-0.44, -0.38), (-0.47, 0.29), (1.68, 1.92), "prop_white"),
            box((-0.44, -0.38), (-0.47, 0.29), (0.0, 0.55), "prop_red"),
            box((-0.385, -0.38), (-0.47, 0.29), (0.55, 1.68), "prop_dark"),
            *cans,
            *shelves,
            box((-0.445, -0.44), (-0.30, 0.12), (0.22, 0.40), "prop_black"),
            box((-0.445, -0.44), (0.34, 0.48), (1.15, 1.45), "prop_black"),
            box((-0.445, -0.44), (0.38, 0.44), (0.95, 1.05), "prop_steel"),
        ]
    )


def _bus_stop(advert: str) -> Mesh:
    """A shelter along y with a bench and a poster; open towards -x."""
    posts = [
        box((x - 0.04, x + 0.04), (y - 0.04, y + 0.04), (0, 2.5), "prop_dark")
        for x in (-0.5, 0.65)
        for y in (-1.9, 1.9)
    ]
    panes = [box((0.63, 0.65), (y, y + 1.16), (0.3, 2.3), "prop_sky") for y in (-1.85, -0.58, 0.69)]
    rails = [box((0.61, 0.68), (-1.9, 1.9), (z, z + 0.05), "prop_dark") for z in (0.25, 2.3)]
    roof = extruded(
        [(-0.85, 2.50), (-0.85, 2.56), (0.0, 2.65), (0.85, 2.58), (0.85, 2.50)],
        -2.1,
        2.1,
        "prop_dark",
    )
    return Mesh.join(
        [
            *posts,
            *panes,
            *rails,
            roof,
            box((-0.55, 0.65), (1.80, 1.98), (0.25, 2.3), "prop_dark"),
            box((-0.42, 0.52), (1.785, 1.80), (0.40, 2.15), advert),
            box((-0.42, 0.52), (1.98, 1.995), (0.40, 2.15), advert),
            box((-0.30, 0.35), (1.78, 1.998), (0.6, 1.1), "prop_white"),
            box((0.15, 0.5), (-1.6, 1.2), (0.45, 0.5), "prop_wood"),
            *(box((0.3, 0.36), (y - 0.03, y + 0.03), (0, 0.45), "prop_dark") for y in (-1.3, 0.9)),
            box((-0.87, -0.85), (-0.5, 0.5), (2.48, 2.62), "prop_yellow"),
        ]
    )


def _fountain() -> Mesh:
    """A round basin with a bowl on a column and falling water."""
    jets = [
        rod(
            [
                (0, 0, 2.1),
                (0.45 * x, 0.45 * y, 2.05),
                (0.85 * x, 0.85 * y, 1.3),
                (1.0 * x, 1.0 * y, 0.42),
            ],
            0.035,
            "prop_white",
            4,
        )
        for x, y in arc((0.0, 0.0), 1.0, 0, 300, 5)
    ]
    return Mesh.join(
        [
            lathe([(2.3, 0), (2.3, 0.5), (2.25, 0.55), (2.05, 0.55)], "prop_beige", 20),
            lathe([(2.05, 0.55), (2.0, 0.40)], "prop_grey", 20),
            lathe([(2.05, 0.42), (2.05, 0.43)], "prop_sky", 20),
            lathe(
                [(0.5, 0.4), (0.25, 0.7), (0.2, 1.35), (0.9, 1.6), (0.95, 1.68)], "prop_beige", 16
            ),
            lathe([(0.88, 1.66), (0.88, 1.67)], "prop_sky", 16),
            lathe(
                [(0.15, 1.66), (0.12, 2.1), (0.2, 2.15), (0.1, 2.35), (0.0, 2.7)], "prop_beige", 12
            ),
            *jets,
        ]
    )


def _drinking_fountain() -> Mesh:
    """A drinking fountain of cast iron with a bowl towards -x."""
    return Mesh.join(
        [
            lathe(
                [(0.2, 0), (0.2, 0.06), (0.12, 0.12), (0.10, 0.80), (0.15, 0.86)], "prop_green", 12
            ),
            lathe(
                [(0.15, 0.86), (0.15, 0.92), (0.10, 1.02), (0.03, 1.06), (0.0, 1.10)],
                "prop_green",
                12,
            ),
            placed(
                lathe([(0.05, 0), (0.16, 0.08), (0.17, 0.12)], "prop_steel", 12), (-0.17, 0, 0.52)
            ),
            lathe([(0.14, 0.635), (0.14, 0.637)], "prop_sky", 12, (-0.17, 0.0)),
            rod([(-0.08, 0, 0.78), (-0.18, 0, 0.80), (-0.20, 0, 0.74)], 0.018, "prop_yellow", 6),
        ]
    )


def _kiosk() -> Mesh:
    """A newsstand with an open counter, magazines and an awning towards -x."""
    colors = ("prop_red", "prop_yellow", "prop_sky", "prop_pink", "prop_white")
    papers = [
        box(
            (-1.235, -1.22),
            (-1.25 + 0.3 * k, -1.03 + 0.3 * k),
            (0.30 + 0.35 * row, 0.58 + 0.35 * row),
            colors[(k + row) % 5],
        )
        for row in range(2)
        for k in range(9)
    ]
    awning = [
        extruded([(-1.5, 2.05), (-1.2, 2.45), (-1.2, 2.40), (-1.5, 2.0)], y, y + 0.4, name)
        for k in range(7)
        for y, name in [(-1.4 + 0.4 * k, ("prop_white", "prop_green")[k % 2])]
    ]
    return Mesh.join(
        [
            box((-1.2, 1.3), (-1.4, 1.4), (0, 1.05), "prop_green"),
            box((-1.2, 1.3), (-1.4, -1.2), (1.05, 2.5), "prop_green"),
            box((-1.2, 1.3), (1.2, 1.4), (1.05, 2.5), "prop_green"),
            box((1.1, 1.3), (-1.4, 1.4), (1.05, 2.5), "prop_green"),
            box((-1.2, 1.2), (-1.2, 1.2), (2.2, 2.5), "prop_dark"),
            box((0.4, 1.1), (-1.2, 1.2), (1.05, 2.2), "prop_brown"),
            box((-1.4, -0.9), (-1.3, 1.3), (1.03, 1.10), "prop_wood"),
            box((-1.5, 1.5), (-1.6, 1.6), (2.5, 2.65), "prop_dark"),
            wedge((-1.4, 1.4), (-1.5, 1.5), (2.65, 3.05), (-0.3, 0.3), (-0.3, 0.3), "prop_green"),
            ball((0, 0, 3.1), (0.12, 0.12, 0.1), "prop_yellow", 8, 3),
            *papers,
            *awning,
        ]
    )


def _mailbox() -> Mesh:
    """A letter box with a round top on legs, its slot towards -x."""
    body = extruded(
        [(-0.30, 0.30), (0.30, 0.30), *arc((0.0, 1.05), 0.30, 0, 180, 8)],
        -0.26,
        0.24,
        "prop_blue",
        "x",
    )
    return Mesh.join(
        [
            body,
            *(
                box((x - 0.03, x + 0.03), (y - 0.03, y + 0.03), (0, 0.3), "prop_dark")
                for x in (-0.18, 0.18)
                for y in (-0.22, 0.22)
            ),
            box((-0.27, -0.26), (-0.2, 0.2), (1.02, 1.08), "prop_black"),
            box((-0.275, -0.26), (-0.2, 0.2), (0.68, 0.90), "prop_white"),
            box((-0.28, -0.26), (-0.12, 0.12), (0.73, 0.85), "prop_red"),
        ]
    )


def _map_table() -> Mesh:
    """A board with a town map under a small roof, facing -x."""
    board = [
        box((-0.06, 0.06), (-0.68, 0.68), (0.85, 1.75), "prop_wood"),
        box((-0.065, -0.06), (-0.62, 0.62), (0.91, 1.69), "prop_beige"),
        box((-0.068, -0.06), (-0.62, 0.62), (1.22, 1.28), "prop_white"),
        box((-0.068, -0.06), (-0.12, -0.06), (0.91, 1.69), "prop_white"),
        box((-0.068, -0.06), (0.15, 0.5), (1.35, 1.62), "prop_leaf"),
        box((-0.068, -0.06), (-0.55, -0.2), (0.95, 1.15), "prop_sky"),
        ball((-0.07, 0.02, 1.25), (0.012, 0.03, 0.03), "prop_red", 6, 2),
    ]
    roof = extruded([(-0.30, 1.76), (0, 1.95), (0.30, 1.76), (0, 1.82)], -0.75, 0.75, "prop_brown")
    posts = [box((-0.05, 0.05), (y - 0.05, y + 0.05), (0, 1.85), "prop_wood") for y in (-0.7, 0.7)]
    return Mesh.join([*board, *posts, roof])


def _hydrant() -> Mesh:
    """A fire hydrant with two outlets."""
    return Mesh.join(
        [
            lathe(
                [(0.16, 0), (0.16, 0.05), (0.11, 0.07), (0.11, 0.58), (0.14, 0.60)], "prop_red", 12
            ),
            lathe(
                [(0.14, 0.60), (0.14, 0.64), (0.11, 0.75), (0.04, 0.80), (0.04, 0.86)],
                "prop_red",
                12,
            ),
            frustum((0, -0.22, 0.48), (0, 0.22, 0.48), 0.055, "prop_yellow", 8),
            frustum((-0.2, 0, 0.42), (0, 0, 0.42), 0.075, "prop_yellow", 8),
            lathe([(0.125, 0.30), (0.125, 0.34)], "prop_red", 12),
        ]
    )


def _calibrator() -> Mesh:
    """A board of black and white squares on a stand, facing -x."""
    squares = [
        box(
            (-0.03, -0.02),
            (-0.8 + 0.2 * i, -0.6 + 0.2 * i),
            (0.4 + 0.2 * j, 0.6 + 0.2 * j),
            ("prop_white", "prop_black")[(i + j) % 2],
        )
        for i in range(8)
        for j in range(8)
    ]
    return Mesh.join(
        [
            *squares,
            box((-0.02, 0.02), (-0.8, 0.8), (0.4, 2.0), "prop_steel"),
            *(
                rod([(-0.2, y, 0), (0, y, 0.5), (0.2, y, 0)], 0.025, "prop_dark")
                for y in (-0.5, 0.5)
            ),
        ]
    )


def _street_sign(kind: str) -> Mesh:
    """A street's name, a round ban or a direction on a post, facing -x."""
    post = frustum((0.02, 0, 0), (0.02, 0, 2.9), 0.035, "pole", 8)
    if kind == "name":
        boards = [
            box((-0.02, 0.0), (-0.45, 0.45), (2.55, 2.80), "sign_blue"),
            box((-0.028, -0.02), (-0.36, 0.36), (2.64, 2.71), "sign_white"),
            box((-0.015, 0.055), (-0.05, 0.05), (2.85, 2.9), "sign_white"),
        ]
    elif kind == "ban":
        boards = [
            placed(
                lathe([(0.38, -0.012), (0.38, 0.012)], "sign_red", 20), (-0.03, 0, 2.37), pitch=90
            ),
            box((-0.055, -0.04), (-0.26, 0.26), (2.31, 2.43), "sign_white"),
        ]
    else:
        arrow = [(-0.55, 2.70), (-0.35, 2.50), (0.55, 2.50), (0.55, 2.90), (-0.35, 2.90)]
        boards = [
            extruded(arrow, -0.04, -0.015, "sign_blue", "x"),
            box((-0.048, -0.04), (-0.30, 0.42), (2.74, 2.80), "sign_white"),
            box((-0.048, -0.04), (-0.30, 0.30), (2.60, 2.66), "sign_white"),
        ]
    return Mesh.join([post, *boards])


MESHES: dict[str, Callable[[], Mesh]] = {
    "bench01": lambda: _bench(1),
    "bench02": lambda: _bench(2),
    "bench03": lambda: _bench(3),
    "advertisement": _advertisement,
    "atm": _atm,
    "vendingmachine": _vending_machine,
    "busstop": lambda: _bus_stop("prop_red"),
    "busstoplb": lambda: _bus_stop("prop_green"),
    "fountain": _fountain,
    "streetfountain": _drinking_fountain,
    "kiosk_01": _kiosk,
    "mailbox": _mailbox,
    "maptable": _map_table,
    "hydrant": _hydrant,
    "calibrator": _calibrator,
    "streetsign": lambda: _street_sign("name"),
    "streetsign01": lambda: _street_sign("ban"),
    "streetsign04": lambda: _street_sign("way"),
}
