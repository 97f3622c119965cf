"""Meshes of things that lie, roll or grow on a road; as in `props_roadworks`."""

from __future__ import annotations

from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    along_longer,
    ball,
    box,
    frustum,
    lathe,
    polygon,
    wedge,
)
from carla_bench.simulator.mesh import Mesh

__all__ = [
    "bag",
    "broad_tree",
    "can",
    "cart",
    "case",
    "cypress",
    "debris",
    "food_cart",
    "hay",
    "palm",
    "plant_pot",
    "slab",
]


def cart(size: Point) -> Mesh:
    """Return a shopping trolley."""
    wheels = [
        ball((x, y, 0.07), (0.07, 0.03, 0.07), "prop_black", 6, 3)
        for x in (-0.4, 0.4)
        for y in (-0.25, 0.25)
    ]
    bars = [
        frustum((x, y, 0.1), (x * 1.1, y * 1.1, 0.95), 0.015, "prop_grey", 4)
        for x in (-0.45, 0.45)
        for y in (-0.27, 0.27)
    ]
    return along_longer(
        Mesh.join(
            [
                *wheels,
                *bars,
                box((-0.5, 0.5), (-0.3, 0.3), (0.12, 0.16), "prop_grey"),
                wedge(
                    (-0.42, 0.45),
                    (-0.26, 0.26),
                    (0.45, 0.92),
                    (-0.5, 0.5),
                    (-0.3, 0.3),
                    "prop_grey",
                ),
                box((-0.62, -0.56), (-0.3, 0.3), (1.0, 1.05), "prop_red"),
                frustum((-0.48, 0, 0.9), (-0.6, 0, 1.02), 0.02, "prop_grey", 4),
            ]
        ),
        (size[1], size[0], size[2]),
    )


def food_cart(size: Point) -> Mesh:
    """Return a stall on wheels."""
    return Mesh.join(
        [
            box((-0.8, 0.8), (-2.0, 2.0), (0.5, 1.3), "prop_red"),
            box((-0.8, 0.8), (-2.0, 2.0), (2.6, 2.75), "prop_white"),
            wedge((-1.2, 1.2), (-2.3, 2.3), (2.75, 3.5), (-0.2, 0.2), (-1.6, 1.6), "prop_red"),
            *(
                box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (1.3, 2.7), "prop_grey")
                for x in (-0.7, 0.7)
                for y in (-1.9, 1.9)
            ),
            *(
                frustum((x, y, 0.4), (x, y + 0.15, 0.4), 0.4, "prop_black", 10)
                for x in (-0.5, 0.5)
                for y in (-2.1, 1.9)
            ),
        ]
    )


def bag(size: Point) -> Mesh:
    """Return a bag tied at its top."""
    body = [(0.3, 0.0), (0.5, 0.15), (0.52, 0.4), (0.35, 0.7), (0.1, 0.85), (0.2, 1.0)]
    return lathe(body, "prop_black", 9)


def case(size: Point) -> Mesh:
    """Return a suitcase."""
    return Mesh.join(
        [
            box((-1, 1), (-1, 1), (0.04, 0.75), "prop_black"),
            *(
                box((x - 0.05, x + 0.05), (-0.1, 0.1), (0.75, 0.97), "prop_grey")
                for x in (-0.6, 0.6)
            ),
            box((-0.65, 0.65), (-0.12, 0.12), (0.97, 1.0), "prop_black"),
            *(box((x - 0.2, x + 0.2), (-1, 1), (0, 0.05), "prop_grey") for x in (-0.7, 0.7)),
        ]
    )


def debris(size: Point) -> Mesh:
    """Return heaps of dirt."""
    lumps: tuple[tuple[float, float, float], ...] = (
        (0, 0, 1.0),
        (-0.55, 0.3, 0.6),
        (0.5, 0.4, 0.7),
        (0.45, -0.5, 0.5),
        (-0.4, -0.5, 0.65),
    )
    return Mesh.join(
        [lathe([(0.6, 0), (0.4, h * 0.6), (0.12, h)], "prop_brown", 7, (x, y)) for x, y, h in lumps]
    )


def slab(size: Point) -> Mesh:
    """Return a thin slab."""
    return wedge((-1, 1), (-1, 1), (0, 1), (-0.92, 0.92), (-0.92, 0.92), "prop_grey")


def can(size: Point) -> Mesh:
    """Return something small and round."""
    return lathe([(0.9, 0), (1, 0.1), (1, 0.9), (0.9, 1)], "prop_red", 8)


def plant_pot(size: Point) -> Mesh:
    """Return a pot with a bush."""
    return Mesh.join(
        [
            lathe([(0.28, 0), (0.4, 0.45)], "prop_brown", 10),
            ball((0, 0, 0.68), (0.42, 0.42, 0.32), "prop_green", 8, 4),
        ]
    )


def broad_tree(size: Point) -> Mesh:
    """Return a tree with a round crown."""
    crowns = (((0.0, 0.0, 0.68), 0.33), ((0.2, 0.12, 0.6), 0.24), ((-0.18, -0.15, 0.62), 0.25))
    return Mesh.join(
        [
            frustum((0, 0, 0), (0, 0, 0.6), (0.035, 0.02), "bark", 7),
            *(ball(place, (r, r, r * 0.9), "leaves_dark", 9, 5) for place, r in crowns),
        ]
    )


def palm(size: Point) -> Mesh:
    """Return a palm."""
    fronds = []
    for x, y in (
        (1, 0),
        (-1, 0),
        (0, 1),
        (0, -1),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.7, -0.7),
        (-0.7, -0.7),
    ):
        fronds.append(
            polygon(
                [
                    (0, 0, 0.93),
                    (x * 0.2 - y * 0.05, y * 0.2 + x * 0.05, 1.0),
                    (x * 0.42, y * 0.42, 0.78),
                    (x * 0.2 + y * 0.05, y * 0.2 - x * 0.05, 1.0),
                ],
                "leaves_light",
            )
        )
    trunk = frustum((0, 0, 0), (0, 0, 0.94), (0.03, 0.018), "bark", 7)
    return Mesh.join([trunk, *fronds])


def cypress(size: Point) -> Mesh:
    """Return a cypress."""
    crown: list[Pair] = [(0.05, 0.08), (0.2, 0.2), (0.22, 0.4), (0.12, 0.75), (0.0, 1.0)]
    return Mesh.join(
        [frustum((0, 0, 0), (0, 0, 0.1), 0.04, "bark", 6), lathe(crown, "leaves_dark", 9)]
    )


def hay(size: Point) -> Mesh:
    """Return a round bale of hay."""
    return frustum((0, -1, 1), (0, 1, 1), 1.0, "prop_yellow", 14)
