"""Meshes of lost loads that ``static.prop.mesh`` can name; as in `props_roadworks`."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import ball, box, frustum, lathe
from carla_bench.simulator.graphics.solids import arc, loft, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _pallet() -> Mesh:
    deck = [
        box((-0.6, 0.6), (y, y + 0.11), (0.12, 0.145), "prop_wood")
        for y in (-0.4, -0.2275, -0.055, 0.1175, 0.29)
    ]
    feet = [
        box((x - 0.07, x + 0.07), (-0.4, 0.4), (0.0, 0.02), "prop_wood") for x in (-0.53, 0, 0.53)
    ]
    blocks = [
        box((x - 0.07, x + 0.07), (y - 0.05, y + 0.05), (0.02, 0.10), "prop_brown")
        for x in (-0.53, 0, 0.53)
        for y in (-0.35, 0, 0.35)
    ]
    boards = [
        box((x - 0.07, x + 0.07), (-0.4, 0.4), (0.10, 0.12), "prop_wood") for x in (-0.53, 0, 0.53)
    ]
    return Mesh.join([*deck, *feet, *blocks, *boards])


def _tyre() -> Mesh:
    """A worn tyre that lies flat."""
    rings = []
    for radius, z in (
        (0.20, 0.02),
        (0.30, 0.0),
        (0.325, 0.04),
        (0.33, 0.115),
        (0.325, 0.19),
        (0.30, 0.23),
        (0.20, 0.21),
        (0.18, 0.115),
        (0.20, 0.02),
    ):
        rings.append(np.array([(x, y, z) for x, y in arc((0, 0), radius, 0, 342, 19)]))
    body = loft(rings, "prop_black")
    # The skin's two ends coincide: drop the discs that would close the hole.
    keep = len(body.triangles) - 2 * 20
    ring = Mesh(body.vertices, body.triangles[:keep], body.materials[:keep], body.objects[:keep])
    treads = [
        placed(box((0.325, 0.334), (-0.02, 0.02), (0.05, 0.18), "prop_dark"), yaw=18.0 * k)
        for k in range(20)
    ]
    return Mesh.join([ring, *treads])


def _ladder() -> Mesh:
    """An aluminium ladder that lies along x."""
    rails = [box((-1.5, 1.5), (y - 0.02, y + 0.02), (0, 0.1), "prop_steel") for y in (-0.21, 0.21)]
    rungs = [
        frustum((-1.35 + 0.3 * k, -0.2, 0.05), (-1.35 + 0.3 * k, 0.2, 0.05), 0.022, "prop_steel", 6)
        for k in range(10)
    ]
    feet = [
        box((x - 0.03, x + 0.03), (y - 0.025, y + 0.025), (-0.002, 0.102), "prop_black")
        for x in (-1.47, 1.47)
        for y in (-0.21, 0.21)
    ]
    return Mesh.join([*rails, *rungs, *feet])


def _mattress() -> Mesh:
    """A quilted mattress, one corner lifted."""
    parts = [box((-1.0, 1.0), (-0.7, 0.7), (0.02, 0.18), "prop_white")]
    parts += [
        box((-1.005, 1.005), (-0.705, 0.705), (z, z + 0.012), "prop_sky") for z in (0.03, 0.16)
    ]
    parts += [
        ball(
            (-0.75 + 0.375 * i, -0.45 + 0.3 * j, 0.175),
            (0.18, 0.145, 0.035),
            ("prop_sky", "prop_white")[(i + j) % 2],
            7,
            2,
        )
        for i in range(5)
        for j in range(4)
    ]
    mesh = Mesh.join(parts)
    x, y = mesh.vertices[:, 0], mesh.vertices[:, 1]
    mesh.vertices[:, 2] += 0.12 * np.clip((x + y - 0.4) / 1.3, 0, 1) ** 2
    return mesh


def _log() -> Mesh:
    """A sawn trunk along x with the stump of a bough."""
    ends = [(-1.4, 0.19), (-0.5, 0.20), (0.5, 0.175), (1.39, 0.165)]
    trunk = [
        frustum((a, 0, 0.2), (b, 0, 0.2), (r, s), "prop_brown", 11)
        for (a, r), (b, s) in itertools.pairwise(ends)
    ]
    faces = [
        frustum((a, 0, 0.2), (b, 0, 0.2), r, "prop_beige", 11)
        for a, b, r in ((-1.405, -1.395, 0.17), (1.385, 1.395, 0.145))
    ]
    hearts = [
        frustum((a, 0, 0.2), (b, 0, 0.2), 0.07, "prop_wood", 9)
        for a, b in ((-1.408, -1.395), (1.385, 1.398))
    ]
    bough = frustum((0.3, 0.1, 0.28), (0.42, 0.2, 0.42), (0.06, 0.045), "prop_brown", 7)
    return Mesh.join([*trunk, *faces, *hearts, bough])


def _couch(half: float, seats: int) -> Mesh:
    """A sofa or armchair facing -x."""
    pitch = (2 * half - 0.36) / seats
    cushions = [
        box(
            (-0.42, 0.22),
            (-half + 0.19 + pitch * k, -half + 0.17 + pitch * (k + 1)),
            (0.34, 0.50),
            "prop_purple",
        )
        for k in range(seats)
    ]
    backs = [
        placed(
            box(
                (-0.07, 0.07),
                (-half + 0.19 + pitch * k, -half + 0.17 + pitch * (k + 1)),
                (0.0, 0.42),
                "prop_purple",
            ),
            (0.2, 0, 0.48),
            pitch=-10.0,
        )
        for k in range(seats)
    ]
    arms = [
        box((-0.45, 0.4), (y - 0.09, y + 0.09), (0.08, 0.60), "prop_purple")
        for y in (-half + 0.09, half - 0.09)
    ]
    rolls = [
        frustum((-0.46, y, 0.60), (0.4, y, 0.60), 0.10, "prop_purple", 8)
        for y in (-half + 0.1, half - 0.1)
    ]
    feet = [
        box((x - 0.03, x + 0.03), (y - 0.03, y + 0.03), (0, 0.1), "prop_black")
        for x in (-0.38, 0.38)
        for y in (-half + 0.1, half - 0.1)
    ]
    pillow = placed(
        box((-0.06, 0.06), (-0.18, 0.18), (0, 0.32), "prop_yellow"),
        (0.06, half * 0.45, 0.5),
        pitch=-18.0,
    )
    return Mesh.join(
        [
            box((-0.42, 0.46), (-half, half), (0.1, 0.34), "prop_purple"),
            box((0.24, 0.46), (-half + 0.1, half - 0.1), (0.1, 0.80), "prop_purple"),
            *cushions,
            *backs,
            *arms,
            *rolls,
            *feet,
            pillow,
        ]
    )


def _washing_machine() -> Mesh:
    """A washing machine, its door towards -x."""
    door = placed(
        lathe([(0.20, -0.015), (0.20, 0.015)], "prop_steel", 18), (-0.305, 0, 0.42), pitch=90
    )
    glass = placed(
        lathe([(0.15, -0.02), (0.15, 0.02)], "prop_dark", 18), (-0.307, 0, 0.42), pitch=90
    )
    return Mesh.join(
        [
            box((-0.30, 0.30), (-0.30, 0.30), (0, 0.85), "prop_white"),
            box((-0.305, -0.30), (-0.30, 0.30), (0.70, 0.83), "prop_steel"),
            box((-0.309, -0.305), (-0.28, -0.12), (0.72, 0.81), "prop_white"),
            frustum((-0.33, 0.05, 0.765), (-0.305, 0.05, 0.765), 0.035, "prop_black", 10),
            door,
            glass,
        ]
    )


def _fridge() -> Mesh:
    """A fridge with two doors towards -x."""
    return Mesh.join(
        [
            box((-0.30, 0.35), (-0.34, 0.34), (0.04, 1.75), "prop_white"),
            box((-0.345, -0.305), (-0.34, 0.34), (0.06, 1.15), "prop_white"),
            box((-0.345, -0.305), (-0.34, 0.34), (1.17, 1.75), "prop_white"),
            box((-0.305, -0.30), (-0.33, 0.33), (0.05, 1.74), "prop_dark"),
            box((-0.375, -0.345), (-0.30, -0.27), (0.75, 1.10), "prop_dark"),
            box((-0.375, -0.345), (-0.30, -0.27), (1.22, 1.45), "prop_dark"),
            box((-0.28, 0.33), (-0.32, 0.32), (0.0, 0.04), "prop_black"),
        ]
    )


def _pipe() -> Mesh:
    """A concrete pipe along x."""
    rings = []
    for x, radius in (
        (-1.25, 0.17),
        (-1.25, 0.225),
        (-1.0, 0.225),
        (-1.0, 0.205),
        (1.25, 0.205),
        (1.25, 0.17),
        (-1.25, 0.17),
    ):
        rings.append(np.array([(x, y, z) for y, z in arc((0, 0.225), radius, 0, 345, 23)]))
    tube = loft(rings, "prop_grey")
    keep = len(tube.triangles) - 2 * 24
    return Mesh(tube.vertices, tube.triangles[:keep], tube.materials[:keep], tube.objects[:keep])


def _bricks() -> Mesh:
    """A stack of bricks with a few beside it."""
    rng = np.random.default_rng(12)
    parts = []
    for layer in range(6):
        for i in range(4 - layer // 3):
            for j in range(6 - layer // 2):
                x, y = -0.36 + 0.23 * i + rng.uniform(-0.01, 0.01), -0.33 + 0.115 * j
                name = ("prop_red", "prop_orange", "prop_red", "prop_brown")[(i + j + layer) % 4]
                parts.append(
                    box((x, x + 0.22), (y, y + 0.105), (0.085 * layer, 0.085 * layer + 0.075), name)
                )
    fallen = box((-0.11, 0.11), (-0.05, 0.05), (0, 0.075), "prop_orange")
    return Mesh.join(
        [
            *parts,
            placed(fallen, (0.42, 0.28, 0.0), yaw=35.0),
            placed(fallen, (0.44, -0.2, 0.0), yaw=-60.0),
        ]
    )


def _planks() -> Mesh:
    """Planks in a loose pile along x."""
    rng = np.random.default_rng(5)
    parts = []
    for k in range(14):
        plank = box((-1.1, 1.1), (-0.09, 0.09), (0, 0.04), ("prop_wood", "prop_beige")[k % 2])
        at = (rng.uniform(-0.08, 0.08), -0.22 + 0.2 * (k % 3), 0.045 * (k // 3))
        parts.append(placed(plank, at, yaw=float(rng.uniform(-6, 6))))
    return Mesh.join(parts)


def _cable_drum() -> Mesh:
    """A wooden drum of cable that could roll along y."""
    parts = [
        frustum((x - 0.03, 0, 0.6), (x + 0.03, 0, 0.6), 0.6, "prop_wood", 20) for x in (-0.28, 0.28)
    ]
    parts += [
        frustum((x, 0, 0.6), (x + 0.005, 0, 0.6), 0.14, "prop_black", 12) for x in (-0.313, 0.309)
    ]
    parts += [
        frustum((x, 0, 0.6), (x + 0.055, 0, 0.6), 0.43 - 0.01 * (k % 2), "prop_black", 18)
        for k, x in enumerate(np.linspace(-0.25, 0.195, 9).tolist())
    ]
    return Mesh.join(parts)


def _bucket() -> Mesh:
    handle = [(0.0, y, z) for y, z in arc((0.0, 0.30), (0.165, 0.08), 0, 180, 8)]
    return Mesh.join(
        [
            lathe([(0.11, 0), (0.155, 0.29), (0.17, 0.29), (0.17, 0.32)], "prop_white", 14),
            lathe([(0.15, 0.318), (0.15, 0.321)], "prop_sky", 14),
            lathe([(0.135, 0.12), (0.148, 0.22)], "prop_blue", 14),
            rod(handle, 0.008, "prop_steel", 4),
        ]
    )


def _crate() -> Mesh:
    """A plain wooden crate: stands for every mesh path that nobody knows."""
    parts = [box((-0.47, 0.47), (-0.47, 0.47), (0.03, 0.97), "prop_wood")]
    for z in (0.0, 0.9):
        parts.append(box((-0.5, 0.5), (-0.5, 0.5), (z, z + 0.1), "prop_brown"))
    for x in (-0.45, 0.45):
        for y in (-0.45, 0.45):
            parts.append(box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (0.1, 0.9), "prop_brown"))
    brace = rod([(-0.485, -0.42, 0.1), (-0.485, 0.42, 0.9)], 0.035, "prop_brown", 4)
    parts += [placed(brace, yaw=90.0 * k) for k in range(4)]
    return Mesh.join(parts)


def _branch() -> Mesh:
    """A broken bough with leaves, along x."""
    rng = np.random.default_rng(9)
    parts = [
        rod(
            [(-1.15, 0, 0.08), (-0.4, 0.05, 0.12), (0.4, -0.05, 0.18), (1.0, 0.05, 0.25)],
            0.05,
            "prop_brown",
            6,
        )
    ]
    for k in range(9):
        x = -0.7 + 0.2 * k
        side = 1.0 if k % 2 else -1.0
        tip = (x + 0.35, side * rng.uniform(0.3, 0.5), rng.uniform(0.1, 0.55))
        parts.append(frustum((x, 0, 0.13), tip, (0.025, 0.01), "prop_brown", 4))
        parts.append(ball(tip, (0.17, 0.15, 0.13), ("prop_leaf", "prop_green")[k % 2], 6, 3))
    return Mesh.join(parts)


def _rock() -> Mesh:
    rng = np.random.default_rng(2)
    mesh = ball((0, 0, 0.25), (0.45, 0.38, 0.33), "prop_grey", 9, 6)
    mesh.vertices[:] *= rng.uniform(0.86, 1.14, (len(mesh.vertices), 1))
    mesh.vertices[:, 2] = np.maximum(mesh.vertices[:, 2], 0)
    small = placed(ball((0, 0, 0), (0.14, 0.11, 0.1), "prop_dark", 6, 3), (0.36, 0.26, 0.05))
    return Mesh.join([mesh, small])


MESHES: dict[str, Callable[[], Mesh]] = {
    "pallet": _pallet,
    "tyre": _tyre,
    "ladder": _ladder,
    "mattress": _mattress,
    "log": _log,
    "sofa": lambda: _couch(1.0, 3),
    "armchair": lambda: _couch(0.46, 1),
    "washingmachine": _washing_machine,
    "fridge": _fridge,
    "pipe": _pipe,
    "bricks": _bricks,
    "planks": _planks,
    "cabledrum": _cable_drum,
    "bucket": _bucket,
    "crate": _crate,
    "branch": _branch,
    "rock": _rock,
}
