"""Meshes of street furniture and waste bins; as in `props_roadworks`."""

from __future__ import annotations

from carla_bench.simulator.graphics.primitives import (
    Point,
    along_longer,
    box,
    frustum,
    lathe,
    wedge,
)
from carla_bench.simulator.mesh import Mesh

__all__ = [
    "advertisement",
    "bench",
    "bin",
    "container",
    "kiosk",
    "machine",
    "mailbox",
    "shelter",
    "sign",
    "table",
    "trashcan",
]


def bin(size: Point) -> Mesh:
    """Return a bin on wheels."""
    wheels = [
        frustum((0.22, y, 0.09), (0.22, y + 0.06, 0.09), 0.09, "prop_black", 8)
        for y in (-0.26, 0.2)
    ]
    return Mesh.join(
        [
            wedge(
                (-0.2, 0.2), (-0.22, 0.22), (0.05, 0.92), (-0.26, 0.26), (-0.28, 0.28), "prop_green"
            ),
            wedge(
                (-0.29, 0.28), (-0.3, 0.3), (0.92, 1.05), (-0.2, 0.25), (-0.26, 0.26), "prop_black"
            ),
            *wheels,
        ]
    )


def trashcan(size: Point) -> Mesh:
    """Return a round bin with a lid."""
    return Mesh.join(
        [
            lathe([(0.24, 0), (0.28, 0.72)], "prop_grey", 10),
            lathe([(0.31, 0.72), (0.31, 0.80)], "prop_black", 10),
            lathe([(0.29, 0.80), (0.2, 0.92), (0.0, 0.95)], "prop_black", 10),
        ]
    )


def container(size: Point) -> Mesh:
    """Return a waste container."""
    ribs = [
        box((x - 0.04, x + 0.04), (-0.5, 0.5), (0.2, 1.3), "prop_grey") for x in (-0.6, 0.0, 0.6)
    ]
    return Mesh.join(
        [
            wedge(
                (-0.85, 0.85), (-0.4, 0.4), (0.15, 1.35), (-0.95, 0.95), (-0.49, 0.49), "prop_green"
            ),
            wedge(
                (-0.97, 0.97), (-0.5, 0.5), (1.35, 1.7), (-0.9, 0.9), (-0.25, 0.25), "prop_black"
            ),
            *ribs,
            *(box((x - 0.1, x + 0.1), (-0.4, 0.4), (0, 0.15), "prop_black") for x in (-0.7, 0.7)),
        ]
    )


def bench(size: Point) -> Mesh:
    """Return a bench."""
    slats = [
        box((x, x + 0.12), (-0.75, 0.75), (0.42, 0.46), "prop_brown") for x in (-0.25, -0.1, 0.05)
    ]
    back = [box((0.22, 0.25), (-0.75, 0.75), (z, z + 0.12), "prop_brown") for z in (0.6, 0.78)]
    legs = [box((-0.25, 0.25), (y - 0.04, y + 0.04), (0, 0.42), "prop_black") for y in (-0.6, 0.6)]
    stays = [
        box((0.18, 0.22), (y - 0.03, y + 0.03), (0.42, 0.9), "prop_black") for y in (-0.6, 0.6)
    ]
    return along_longer(Mesh.join([*slats, *back, *legs, *stays]), size)


def table(size: Point) -> Mesh:
    """Return a table."""
    legs = [
        box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (0, 0.9), "prop_grey")
        for x in (-0.8, 0.8)
        for y in (-0.8, 0.8)
    ]
    return Mesh.join([box((-1, 1), (-1, 1), (0.9, 1.0), "prop_white"), *legs])


def advertisement(size: Point) -> Mesh:
    """Return an advertising board."""
    return along_longer(
        Mesh.join(
            [
                box((-0.15, 0.15), (-0.7, 0.7), (0.3, 2.5), "prop_grey"),
                box((-0.17, 0.17), (-0.6, 0.6), (0.4, 2.4), "prop_white"),
                box((-0.18, 0.18), (-0.5, 0.5), (0.9, 1.7), "prop_red"),
                box((-0.12, 0.12), (-0.25, 0.25), (0, 0.3), "prop_black"),
            ]
        ),
        size,
    )


def machine(size: Point) -> Mesh:
    """Return a vending machine."""
    return Mesh.join(
        [
            box((-0.4, 0.4), (-0.5, 0.5), (0, 1.9), "prop_red"),
            box((-0.42, -0.4), (-0.4, 0.2), (0.6, 1.7), "prop_black"),
            box((-0.42, -0.4), (0.26, 0.42), (0.9, 1.4), "prop_grey"),
            box((-0.42, -0.4), (-0.4, 0.42), (0.2, 0.4), "prop_black"),
        ]
    )


def mailbox(size: Point) -> Mesh:
    """Return a letter box on a post."""
    return Mesh.join(
        [
            frustum((0, 0, 0), (0, 0, 0.7), 0.06, "prop_grey", 6),
            box((-0.2, 0.2), (-0.25, 0.25), (0.7, 1.2), "prop_yellow"),
            box((-0.21, -0.2), (-0.18, 0.18), (1.03, 1.08), "prop_black"),
            wedge(
                (-0.2, 0.2), (-0.25, 0.25), (1.2, 1.3), (-0.05, 0.05), (-0.25, 0.25), "prop_yellow"
            ),
        ]
    )


def shelter(size: Point) -> Mesh:
    """Return a roof on posts with a bench."""
    return along_longer(
        Mesh.join(
            [
                box((-0.7, 0.7), (-2, 2), (2.4, 2.55), "prop_grey"),
                box((0.6, 0.65), (-1.9, 1.9), (0.2, 2.4), "prop_black"),
                box((0.2, 0.55), (-1.5, 1.5), (0.42, 0.5), "prop_brown"),
                *(
                    box((x - 0.04, x + 0.04), (y - 0.04, y + 0.04), (0, 2.4), "prop_grey")
                    for x in (-0.6, 0.6)
                    for y in (-1.9, 1.9)
                ),
            ]
        ),
        size,
    )


def kiosk(size: Point) -> Mesh:
    """Return a kiosk."""
    return Mesh.join(
        [
            box((-1, 1), (-1, 1), (0, 2.3), "prop_green"),
            box((-1.01, 1.01), (-0.7, 0.7), (1.0, 1.9), "prop_black"),
            wedge((-1.25, 1.25), (-1.25, 1.25), (2.3, 2.8), (-0.5, 0.5), (-0.5, 0.5), "prop_grey"),
        ]
    )


def sign(size: Point) -> Mesh:
    """Return a round road sign."""
    pole = frustum((0, 0, 0), (0, 0, 2.6), 0.04, "prop_grey", 6)
    plate = frustum((-0.05, 0, 2.2), (-0.08, 0, 2.2), 0.4, "prop_red", 12)
    face = frustum((-0.08, 0, 2.2), (-0.09, 0, 2.2), 0.3, "prop_white", 12)
    return Mesh.join([pole, plate, face])
