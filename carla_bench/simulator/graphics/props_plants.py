"""Meshes of potted plants and trees; as in `props_roadworks`."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    Point,
    ball,
    box,
    frustum,
    lathe,
    polygon,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]

_GOLDEN = 2.39996
"""Angle that spreads leaves evenly, radians."""


def _blades(
    count: int, reach: float, low: float, high: float, width: float, name: str
) -> list[Mesh]:
    """Return narrow leaves that bend outwards from the middle."""
    leaves = []
    for k in range(count):
        turn = k * _GOLDEN
        c, s = float(np.cos(turn)), float(np.sin(turn))
        far = reach * (0.65 + 0.35 * ((k * 7) % 5) / 4)
        mid, tip = far * 0.55, far
        rise = high - (high - low) * 0.25 * ((k * 3) % 4) / 3
        leaves.append(
            polygon(
                [
                    (0.03 * c, 0.03 * s, low),
                    (mid * c - width * s, mid * s + width * c, rise),
                    (tip * c, tip * s, rise - (high - low) * 0.35),
                    (mid * c + width * s, mid * s - width * c, rise),
                ],
                name,
            )
        )
    return leaves


def _clumps(places: list[tuple[Point, float]], name: str) -> list[Mesh]:
    return [ball(at, (r, r, r * 0.85), name, 8, 5) for at, r in places]


def _flowers(radius: float, z: float, count: int, names: tuple[str, ...]) -> list[Mesh]:
    """Return blossoms spread over a disc."""
    blossoms = []
    for k in range(count):
        far, turn = radius * float(np.sqrt((k + 0.5) / count)), k * _GOLDEN
        at = (far * float(np.cos(turn)), far * float(np.sin(turn)), z - 0.25 * far * far / radius)
        blossoms.append(ball(at, (0.05, 0.05, 0.04), names[k % len(names)], 6, 2))
    return blossoms


def _pot_with_bush() -> Mesh:
    pot = lathe([(0.20, 0), (0.28, 0.38), (0.30, 0.40), (0.30, 0.46)], "prop_orange", 12)
    crown: list[tuple[Point, float]] = [
        ((0, 0, 0.68), 0.27),
        ((0.1, 0.08, 0.6), 0.2),
        ((-0.1, -0.1, 0.6), 0.2),
    ]
    return Mesh.join([pot, *_clumps(crown, "prop_leaf")])


def _trough() -> Mesh:
    """A long box with flowers along y."""
    tub = wedge((-0.18, 0.18), (-0.60, 0.60), (0, 0.45), (-0.24, 0.24), (-0.65, 0.65), "prop_wood")
    bushes: list[tuple[Point, float]] = [((0, y, 0.56), 0.20) for y in (-0.45, -0.15, 0.15, 0.45)]
    flowers = [
        placed(
            Mesh.join(_flowers(0.2, 0.78, 6, ("prop_red", "prop_pink", "prop_white"))), (0, y, 0)
        )
        for y in (-0.42, 0.0, 0.42)
    ]
    return Mesh.join([tub, *_clumps(bushes, "prop_leaf"), *flowers])


def _agave() -> Mesh:
    pot = lathe([(0.24, 0), (0.30, 0.1), (0.34, 0.5)], "prop_white", 14)
    return Mesh.join([pot, *_blades(18, 0.36, 0.45, 1.28, 0.045, "prop_green")])


def _small_pot() -> Mesh:
    pot = lathe([(0.16, 0), (0.22, 0.3), (0.24, 0.3), (0.24, 0.34)], "prop_brown", 12)
    crown: list[tuple[Point, float]] = [((0, 0, 0.46), 0.21)]
    return Mesh.join(
        [pot, *_clumps(crown, "prop_leaf"), *_flowers(0.17, 0.66, 9, ("prop_yellow",))]
    )


def _planter() -> Mesh:
    """A square planter with a clipped hedge."""
    return Mesh.join(
        [
            box((-0.55, 0.55), (-0.55, 0.55), (0, 0.45), "prop_grey"),
            box((-0.49, 0.49), (-0.49, 0.49), (0.44, 0.46), "prop_brown"),
            wedge(
                (-0.44, 0.44),
                (-0.44, 0.44),
                (0.46, 0.95),
                (-0.42, 0.42),
                (-0.42, 0.42),
                "prop_leaf",
            ),
            wedge(
                (-0.42, 0.42),
                (-0.42, 0.42),
                (0.95, 1.0),
                (-0.36, 0.36),
                (-0.36, 0.36),
                "prop_green",
            ),
        ]
    )


def _topiary() -> Mesh:
    """Two clipped balls on a stem."""
    crown: list[tuple[Point, float]] = [((0, 0, 0.82), 0.25), ((0, 0, 1.38), 0.23)]
    return Mesh.join(
        [
            wedge((-0.2, 0.2), (-0.2, 0.2), (0, 0.42), (-0.27, 0.27), (-0.27, 0.27), "prop_black"),
            frustum((0, 0, 0.4), (0, 0, 1.4), 0.025, "prop_brown", 6),
            *_clumps(crown, "prop_leaf"),
        ]
    )


def _fern() -> Mesh:
    pot = lathe([(0.28, 0), (0.36, 0.25), (0.30, 0.5), (0.32, 0.52)], "prop_blue", 14)
    return Mesh.join([pot, *_blades(22, 0.40, 0.48, 1.14, 0.07, "prop_leaf")])


def _bowl() -> Mesh:
    bowl = lathe([(0.18, 0), (0.22, 0.08), (0.42, 0.34), (0.45, 0.40)], "prop_beige", 16)
    crown: list[tuple[Point, float]] = [((0, 0, 0.36), 0.34)]
    colors = ("prop_purple", "prop_white", "prop_pink")
    return Mesh.join([bowl, *_clumps(crown, "prop_leaf"), *_flowers(0.36, 0.58, 16, colors)])


def _broad_tree() -> Mesh:
    """A tree with a wide crown of many clumps on forked boughs."""
    boughs = [
        frustum(
            (0, 0, 2.2),
            (1.5 * float(np.cos(t)), 1.5 * float(np.sin(t)), 4.6),
            (0.16, 0.06),
            "bark",
            6,
        )
        for t in (0.3, 1.6, 2.8, 4.1, 5.3)
    ]
    clumps = []
    for k in range(26):
        z = 3.7 + 3.4 * ((k * 11) % 26) / 25
        far = 2.35 * float(np.sqrt(max(1 - ((z - 5.1) / 2.6) ** 2, 0.08)))
        turn = k * _GOLDEN
        at = (far * float(np.cos(turn)), far * float(np.sin(turn)), z)
        name = ("leaves_dark", "leaves_light")[k % 3 == 0]
        clumps.append(ball(at, (0.95, 0.95, 0.75), name, 7, 4))
    clumps.append(ball((0, 0, 5.6), (1.9, 1.9, 1.8), "leaves_dark", 9, 6))
    trunk = [
        frustum((0, 0, 0), (0.05, 0, 0.5), (0.34, 0.22), "bark", 9),
        frustum((0.05, 0, 0.5), (0, 0, 5.0), (0.22, 0.12), "bark", 8),
    ]
    return Mesh.join([*trunk, *boughs, *clumps])


def _palm() -> Mesh:
    """A slender, slightly bent palm with drooping fronds and nuts."""
    bends = [
        (0.0, 0.0, 0.0),
        (0.12, 0.0, 2.0),
        (0.32, 0.05, 4.2),
        (0.45, 0.05, 6.4),
        (0.5, 0.0, 8.1),
    ]
    trunk = [
        frustum(a, b, (0.22 - 0.03 * k, 0.20 - 0.03 * k), "bark", 8)
        for k, (a, b) in enumerate(itertools.pairwise(bends))
    ]
    fronds = []
    for k in range(15):
        rise = 0.9 - 0.45 * (k % 3)
        frond = []
        edge = [(0.0, 0.0), (0.8, rise), (1.7, rise * 0.9), (2.6, rise * 0.9 - 1.2)]
        for m, ((x0, z0), (x1, z1)) in enumerate(itertools.pairwise(edge)):
            w0, w1 = (0.08, 0.30, 0.24)[m], (0.30, 0.24, 0.02)[m]
            for side in (1.0, -1.0):
                # Each half hangs down a little from the midrib.
                frond.append(
                    polygon(
                        [
                            (x0, 0, z0),
                            (x1, 0, z1),
                            (x1, side * w1, z1 - 0.4 * w1),
                            (x0, side * w0, z0 - 0.4 * w0),
                        ],
                        ("leaves_light", "leaves_dark")[k % 2],
                    )
                )
        fronds.append(placed(Mesh.join(frond), bends[-1], yaw=360.0 / 15 * k * 7))
    nuts = [
        ball((0.5 + 0.17 * x, 0.17 * y, 7.95), (0.13, 0.13, 0.15), "bark", 7, 3)
        for x, y in arc((0, 0), 1.0, 0, 288, 4)
    ]
    return Mesh.join([*trunk, *fronds, *nuts])


def _cypress() -> Mesh:
    """A dense column of leaves with a ragged outline."""
    parts = [frustum((0, 0, 0), (0, 0, 0.8), (0.16, 0.12), "bark", 7)]
    profile = [
        (0.30, 0.5),
        (0.85, 1.2),
        (0.98, 2.6),
        (0.92, 4.2),
        (0.70, 5.8),
        (0.36, 7.4),
        (0.0, 8.5),
    ]
    parts.append(lathe(profile, "leaves_dark", 11))
    for k in range(30):
        z = 1.0 + 6.4 * k / 29
        far = float(np.interp(z, [p[1] for p in profile], [p[0] for p in profile])) * 0.86
        at = (far * float(np.cos(k * _GOLDEN)), far * float(np.sin(k * _GOLDEN)), z)
        parts.append(ball(at, (0.26, 0.26, 0.6), ("leaves_dark", "leaves_light")[k % 4 == 0], 6, 3))
    return Mesh.join(parts)


MESHES: dict[str, Callable[[], Mesh]] = {
    "plantpot01": _pot_with_bush,
    "plantpot02": _trough,
    "plantpot03": _agave,
    "plantpot04": _small_pot,
    "plantpot05": _planter,
    "plantpot06": _topiary,
    "plantpot07": _fern,
    "plantpot08": _bowl,
    "aporosatree": _broad_tree,
    "coconutpalm": _palm,
    "cypresstree": _cypress,
}
