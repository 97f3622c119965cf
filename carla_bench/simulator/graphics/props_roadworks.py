"""Meshes of cones, barriers and warning boards.

Designs are in metres with the ground at z = 0; the caller stretches them to the exact box of the
blueprint, so only proportions matter. Boards face backward, towards traffic that comes along x.
"""

from __future__ import annotations

from carla_bench.simulator.graphics.primitives import (
    Point,
    along_longer,
    ball,
    box,
    frustum,
    lathe,
    polygon,
)
from carla_bench.simulator.mesh import Mesh

__all__ = [
    "barrel",
    "chain_barrier",
    "chain_end",
    "cone",
    "delineator",
    "street_barrier",
    "traffic_warning",
    "warning_sign",
]


def cone(size: Point) -> Mesh:
    """Return a striped traffic cone."""

    def radius(z: float) -> float:
        return 0.135 - 0.115 * z

    bands = (
        (0.06, 0.30, "cone_orange"),
        (0.30, 0.50, "prop_white"),
        (0.50, 0.66, "cone_orange"),
        (0.66, 0.80, "prop_white"),
        (0.80, 1.0, "cone_orange"),
    )
    parts = [
        frustum((0, 0, low), (0, 0, high), (radius(low), radius(high)), name, 8)
        for low, high, name in bands
    ]
    return Mesh.join([box((-0.2, 0.2), (-0.2, 0.2), (0, 0.06), "prop_black"), *parts])


def delineator(size: Point) -> Mesh:
    """Return a slim striped post on a round foot."""
    bands = (
        (0.08, 0.45, "cone_orange"),
        (0.45, 0.6, "prop_white"),
        (0.6, 0.75, "cone_orange"),
        (0.75, 0.9, "prop_white"),
        (0.9, 1.0, "cone_orange"),
    )
    parts = [
        frustum((0, 0, low), (0, 0, high), 0.07 - 0.02 * low, name, 8) for low, high, name in bands
    ]
    base = lathe([(0.2, 0), (0.19, 0.05), (0.08, 0.09)], "prop_black", 10)
    return Mesh.join([base, *parts])


def street_barrier(size: Point) -> Mesh:
    """Return two striped boards on posts."""
    feet = [
        box((-0.18, 0.18), (y - 0.03, y + 0.03), (0, 0.05), "prop_black") for y in (-0.45, 0.45)
    ]
    posts = [
        box((-0.02, 0.02), (y - 0.03, y + 0.03), (0.05, 1.0), "prop_grey") for y in (-0.45, 0.45)
    ]
    boards = [
        box((-0.035, -0.015), (-0.6, 0.6), z, "barrier_stripes")
        for z in ((0.82, 1.02), (0.45, 0.65))
    ]
    return along_longer(Mesh.join([*feet, *posts, *boards]), size)


def chain_barrier(size: Point) -> Mesh:
    """Return two posts with a chain between."""
    posts = [part for y in (-0.65, 0.65) for part in _chain_post(y)]
    chain = []
    steps = 6
    for k in range(steps):
        ends = []
        for t in (k / steps, (k + 1) / steps):
            ends.append((0.0, -0.65 + 1.3 * t, 0.78 - 0.9 * t * (1 - t)))
        chain.append(frustum(ends[0], ends[1], 0.015, ("prop_red", "prop_white")[k % 2], 4))
    return along_longer(Mesh.join([*posts, *chain]), size)


def chain_end(size: Point) -> Mesh:
    """Return the last post of a chain."""
    return Mesh.join(_chain_post(0.0))


def _chain_post(y: float) -> list[Mesh]:
    return [
        lathe([(0.12, 0), (0.11, 0.04), (0.04, 0.07)], "prop_black", 8, (0.0, y)),
        frustum((0, y, 0.05), (0, y, 0.45), 0.03, "prop_red", 8),
        frustum((0, y, 0.45), (0, y, 0.70), 0.03, "prop_white", 8),
        frustum((0, y, 0.70), (0, y, 0.89), 0.03, "prop_red", 8),
    ]


def traffic_warning(size: Point) -> Mesh:
    """Return a trailer with a large board: an arrow of lamps above stripes."""
    arrow = [(-0.3, y, 2.45 + abs(y) * 0.9) for y in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    lamps = [ball((-0.32, y, z), (0.05, 0.08, 0.08), "prop_yellow", 6, 3) for _, y, z in arrow]
    lamps += [
        ball((-0.32, 0, z), (0.05, 0.08, 0.08), "prop_yellow", 6, 3) for z in (2.7, 2.95, 3.2)
    ]
    wheels = [
        frustum((0.2, y, 0.3), (0.2, y + 0.2, 0.3), 0.3, "prop_black", 10) for y in (-0.9, 0.7)
    ]
    return Mesh.join(
        [
            box((-0.6, 0.9), (-0.7, 0.7), (0.3, 0.45), "prop_grey"),
            box((0.9, 1.6), (-0.06, 0.06), (0.3, 0.4), "prop_grey"),
            *wheels,
            box((-0.25, -0.15), (-0.9, 0.9), (0.9, 1.9), "barrier_stripes"),
            box((-0.28, -0.15), (-1.1, 1.1), (2.0, 3.5), "prop_black"),
            box((-0.15, -0.05), (-0.08, 0.08), (0.45, 3.4), "prop_grey"),
            *lamps,
        ]
    )


def warning_sign(size: Point) -> Mesh:
    """Return a triangle on folding legs."""
    legs = [
        frustum((x, y, 0), (0, y * 0.2, 1.0), 0.02, "prop_grey", 4)
        for x in (-0.5, 0.5)
        for y in (-0.45, 0.45)
    ]
    rim = _triangle(0.0, 0.55, 0.75, 1.80, "prop_red")
    face = _triangle(-0.03, 0.38, 0.86, 1.60, "prop_white")
    mark = box((-0.045, -0.04), (-0.04, 0.04), (1.05, 1.38), "prop_black")
    dot = box((-0.045, -0.04), (-0.04, 0.04), (0.92, 1.0), "prop_black")
    return Mesh.join([*legs, rim, face, mark, dot])


def _triangle(x: float, half: float, low: float, high: float, name: str) -> Mesh:
    front = [(x - 0.015, -half, low), (x - 0.015, half, low), (x - 0.015, 0.0, high)]
    back = [(x + 0.015, y, z) for _, y, z in front]
    return Mesh.join([polygon(front, name), polygon(back, name)])


def barrel(size: Point) -> Mesh:
    """Return a striped barrel."""
    bands = (
        (0, 0.2, "cone_orange"),
        (0.2, 0.4, "prop_white"),
        (0.4, 0.6, "cone_orange"),
        (0.6, 0.8, "prop_white"),
        (0.8, 1.0, "cone_orange"),
    )
    return Mesh.join(
        [
            lathe([(0.29 - 0.03 * low, low), (0.29 - 0.03 * high, high)], name, 12)
            for low, high, name in bands
        ]
    )
