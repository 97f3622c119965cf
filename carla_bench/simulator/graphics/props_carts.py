"""Meshes of what people push along; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    Point,
    ball,
    box,
    frustum,
    lathe,
    mirrored,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod, wires
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _bag(color: str, size: Point, place: Point) -> Mesh:
    """Return a full shopping bag that bulges and is tied on top."""
    body = [(0.7, 0.0), (0.95, 0.15), (1.0, 0.4), (0.8, 0.72), (0.25, 0.88), (0.42, 1.0)]
    return placed(lathe(body, color, 8), place, scale=(size[0], size[1], size[2]))


def _wheel(x: float, y: float, radius: float, width: float, rim: float = 0.55) -> list[Mesh]:
    """Return a wheel that rolls along x."""
    low, high = y - width / 2, y + width / 2
    return [
        frustum((x, low, radius), (x, high, radius), radius, "prop_black", 12),
        frustum((x, low - 0.005, radius), (x, high + 0.005, radius), radius * rim, "prop_steel", 8),
    ]


def _shopping_cart() -> Mesh:
    """A supermarket's cart of wire, narrower in front, full of bags; pushed along +y."""
    low = [(-0.22, 0.50, 0.50), (0.22, 0.50, 0.50), (0.27, -0.38, 0.44), (-0.27, -0.38, 0.44)]
    top = [(-0.25, 0.56, 0.88), (0.25, 0.56, 0.88), (0.31, -0.42, 0.98), (-0.31, -0.42, 0.98)]
    parts = [wires(low, 4, 6, 0.007, "prop_steel")]
    for k in range(4):
        m = (k + 1) % 4
        parts.append(wires([low[k], low[m], top[m], top[k]], 5, 3, 0.006, "prop_steel"))
    parts.append(rod([*top, top[0]], 0.014, "prop_steel", 4))
    for side in (-1.0, 1.0):
        parts += [
            rod(
                [
                    (0.30 * side, -0.42, 0.96),
                    (0.27 * side, -0.40, 0.14),
                    (0.20 * side, 0.50, 0.14),
                    (0.20 * side, 0.42, 0.50),
                ],
                0.016,
                "prop_steel",
                5,
            ),
            rod([(0.31 * side, -0.40, 0.96), (0.31 * side, -0.58, 1.05)], 0.014, "prop_steel", 5),
        ]
        for y, x in ((-0.38, 0.26), (0.46, 0.20)):
            parts += [
                frustum(
                    (x * side - 0.02, y, 0.06), (x * side + 0.02, y, 0.06), 0.06, "prop_black", 10
                ),
            ]
    parts += [
        frustum((-0.335, -0.59, 1.05), (0.335, -0.59, 1.05), 0.022, "prop_red", 8),
        box((-0.21, 0.21), (-0.38, 0.48), (0.16, 0.18), "prop_steel"),
        _bag("prop_white", (0.17, 0.16, 0.46), (-0.08, -0.18, 0.50)),
        _bag("prop_yellow", (0.15, 0.16, 0.50), (0.09, 0.18, 0.50)),
        _bag("prop_green", (0.13, 0.13, 0.40), (-0.09, 0.26, 0.50)),
        box((0.0, 0.2), (-0.3, -0.05), (0.5, 0.86), "prop_beige"),
        _bag("prop_blue", (0.14, 0.14, 0.22), (0.0, 0.1, 0.18)),
    ]
    return Mesh.join(parts)


def _shopping_trolley() -> Mesh:
    """A bag of cloth on two wheels with a handle to pull it by."""
    bag = wedge(
        (-0.20, 0.14), (-0.15, 0.15), (0.14, 0.70), (-0.22, 0.12), (-0.165, 0.165), "prop_red"
    )
    flap = extruded(
        [(-0.23, 0.66), (-0.235, 0.80), (-0.05, 0.84), (0.125, 0.72), (0.125, 0.66)],
        -0.165,
        0.165,
        "prop_navy",
    )
    frame = [
        rod([(0.16, y, 0.08), (0.17, y, 0.85), (0.24, y * 0.9, 1.06)], 0.014, "prop_steel", 5)
        for y in (-0.11, 0.11)
    ]
    return Mesh.join(
        [
            bag,
            flap,
            box((-0.21, -0.20), (-0.12, 0.12), (0.20, 0.45), "prop_navy"),
            *frame,
            frustum((0.245, -0.12, 1.07), (0.245, 0.12, 1.07), 0.02, "prop_black", 6),
            *_wheel(0.16, -0.14, 0.09, 0.035),
            *_wheel(0.16, 0.14, 0.09, 0.035),
            rod([(-0.18, 0, 0.16), (-0.2, 0, 0.02)], 0.02, "prop_black", 5),
            box((-0.24, 0.18), (-0.13, 0.13), (0.11, 0.14), "prop_steel"),
        ]
    )


def _food_cart() -> Mesh:
    """A stall on wheels with a striped awning; it sells along -x."""
    awning = []
    for k in range(8):
        y = -2.32 + 0.58 * k
        name = ("prop_red", "prop_white")[k % 2]
        awning.append(
            wedge((-1.14, 1.14), (y, y + 0.58), (2.65, 2.72), (-1.0, 1.0), (y, y + 0.58), name)
        )
        awning.append(
            wedge((-1.0, 1.0), (y, y + 0.58), (2.72, 3.2), (-0.2, 0.2), (y, y + 0.58), name)
        )
    posts = [
        box((x - 0.04, x + 0.04), (y - 0.04, y + 0.04), (0.5, 2.7), "prop_steel")
        for x in (-0.8, 0.8)
        for y in (-1.9, 1.9)
    ]
    goods = [
        ball(
            (-0.4 + 0.35 * (k % 3), -1.5 + 0.42 * (k // 3), 1.42),
            (0.16, 0.16, 0.13),
            ("prop_orange", "prop_yellow", "prop_green", "prop_red")[k % 4],
            7,
            3,
        )
        for k in range(21)
    ]
    return Mesh.join(
        [
            box((-0.82, 0.82), (-1.95, 1.95), (0.45, 1.25), "prop_red"),
            box((-0.84, -0.82), (-1.8, 1.8), (0.65, 1.05), "prop_yellow"),
            box((-0.95, 0.9), (-2.0, 2.0), (1.25, 1.32), "prop_wood"),
            *posts,
            *awning,
            *goods,
            box((-0.06, 0.06), (-1.2, 1.2), (3.15, 3.57), "prop_yellow"),
            *(
                part
                for y in (-2.02, 2.02)
                for x in (-0.45, 0.45)
                for part in _wheel(x, y, 0.4, 0.1)
            ),
            rod(
                [(0.8, 0.7, 0.7), (1.1, 0.7, 0.9), (1.1, -0.7, 0.9), (0.8, -0.7, 0.7)],
                0.03,
                "prop_steel",
            ),
        ]
    )


def _wheelbarrow() -> Mesh:
    """A barrow with soil, its wheel in front."""
    tub = wedge(
        (-0.28, 0.32), (-0.20, 0.20), (0.26, 0.56), (-0.42, 0.55), (-0.32, 0.32), "prop_green"
    )
    soil = placed(ball((0, 0, 0), (0.44, 0.28, 0.16), "prop_brown", 9, 3), (0.06, 0, 0.55))
    bar = rod(
        [(0.60, 0.05, 0.18), (0.1, 0.2, 0.27), (-0.35, 0.28, 0.42), (-0.8, 0.30, 0.60)],
        0.022,
        "prop_black",
    )
    leg = rod([(-0.30, 0.24, 0.38), (-0.36, 0.24, 0.0)], 0.02, "prop_black")
    return Mesh.join([tub, soil, mirrored(bar), mirrored(leg), *_wheel(0.58, 0.0, 0.18, 0.08)])


def _stroller() -> Mesh:
    """A pushchair with a hood, driving along +x."""
    hood = extruded(
        [(-0.18, 0.62), *arc((-0.18, 0.62), 0.36, 20, 165, 6)], -0.21, 0.21, "prop_navy"
    )
    seat = extruded(
        [(-0.30, 0.78), (-0.36, 0.74), (-0.22, 0.42), (0.18, 0.38), (0.20, 0.46), (-0.14, 0.52)],
        -0.20,
        0.20,
        "prop_navy",
    )
    frame = rod([(-0.46, 0.25, 1.04), (-0.2, 0.25, 0.62), (0.30, 0.25, 0.12)], 0.018, "prop_steel")
    rear = rod([(-0.05, 0.25, 0.46), (-0.32, 0.25, 0.13)], 0.018, "prop_steel")
    return Mesh.join(
        [
            hood,
            seat,
            mirrored(frame),
            mirrored(rear),
            frustum((-0.46, -0.26, 1.04), (-0.46, 0.26, 1.04), 0.022, "prop_black", 6),
            mirrored(
                Mesh.join([*_wheel(-0.33, 0.27, 0.14, 0.05), *_wheel(0.34, 0.27, 0.10, 0.05)])
            ),
            box((-0.25, 0.15), (-0.2, 0.2), (0.2, 0.24), "prop_black"),
            box((0.16, 0.24), (-0.16, 0.16), (0.2, 0.42), "prop_black"),
        ]
    )


def _wheelchair() -> Mesh:
    """An empty wheelchair, facing +x."""
    wheel = Mesh.join(
        [
            rod(
                [(x - 0.12, 0.29, z) for x, z in arc((0, 0.31), 0.295, 0, 360, 16)],
                0.02,
                "prop_black",
                4,
            ),
            *(
                rod([(-0.12, 0.29, 0.31), (x - 0.12, 0.29, z)], 0.006, "prop_steel", 3)
                for x, z in arc((0, 0.31), 0.29, 0, 315, 7)
            ),
            *_wheel(0.36, 0.24, 0.09, 0.04),
            rod(
                [
                    (-0.5, 0.22, 0.92),
                    (-0.32, 0.22, 0.92),
                    (-0.28, 0.22, 0.45),
                    (0.30, 0.22, 0.45),
                    (0.42, 0.22, 0.10),
                    (0.55, 0.2, 0.08),
                ],
                0.016,
                "prop_steel",
            ),
            box((-0.28, 0.1), (0.2, 0.25), (0.66, 0.70), "prop_black"),
        ]
    )
    return Mesh.join(
        [
            mirrored(wheel),
            box((-0.30, 0.16), (-0.21, 0.21), (0.44, 0.49), "prop_navy"),
            box((-0.33, -0.29), (-0.21, 0.21), (0.46, 0.90), "prop_navy"),
            box((0.42, 0.56), (-0.18, 0.18), (0.06, 0.08), "prop_black"),
        ]
    )


def _scooter() -> Mesh:
    """A kick scooter on its stand."""
    return Mesh.join(
        [
            *_wheel(-0.46, 0.0, 0.10, 0.05),
            *_wheel(0.46, 0.0, 0.10, 0.05),
            box((-0.42, 0.30), (-0.075, 0.075), (0.12, 0.16), "prop_green"),
            rod([(0.28, 0, 0.14), (0.38, 0, 0.24)], 0.035, "prop_green"),
            rod([(0.47, 0, 0.10), (0.34, 0, 1.12)], 0.03, "prop_black", 6),
            frustum((0.33, -0.24, 1.15), (0.33, 0.24, 1.15), 0.02, "prop_black", 6),
            rod([(-0.1, 0.05, 0.13), (-0.16, 0.2, 0.0)], 0.012, "prop_steel"),
        ]
    )


MESHES: dict[str, Callable[[], Mesh]] = {
    "shoppingcart": _shopping_cart,
    "shoppingtrolley": _shopping_trolley,
    "foodcart": _food_cart,
    "wheelbarrow": _wheelbarrow,
    "stroller": _stroller,
    "wheelchair": _wheelchair,
    "scooter": _scooter,
}
