"""What stands along streets: lights, signs, fences, walls and guard rails."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.parts import quads
from carla_bench.simulator.landscape.solids import box, rod
from carla_bench.simulator.materials import material
from carla_bench.simulator.mesh import Mesh

__all__ = ["barrier", "guard_rail", "street_light", "traffic_sign"]

_RAIL_LOW_M, _RAIL_HIGH_M = 0.45, 0.8
_POST_EVERY = 2
"""points of the line"""


def street_light(reach_m: float) -> Mesh:
    """Return a street light on the origin, its arm reaching over -y."""
    height = 6.5
    lamp = box(
        (-0.15, -reach_m - 0.4, height - 0.12), (0.15, -reach_m + 0.4, height), "lamp", bottom=True
    )
    return Mesh.join(
        [
            rod((0, 0, -0.3), (0, 0, height), (0.09, 0.06), 6, "pole"),
            rod((0, 0, height - 0.1), (0, -reach_m, height + 0.02), (0.05, 0.04), 4, "pole"),
            lamp,
        ]
    )


def traffic_sign(rng: np.random.Generator) -> Mesh:
    """Return a sign on the origin that faces -x: round, triangular or rectangular."""
    kind = int(rng.integers(3))
    height = rng.uniform(2.3, 2.6)
    post = rod((0, 0, -0.3), (0, 0, height + 0.3), (0.04, 0.04), 5, "pole")
    if kind == 2:
        plate = box((-0.07, -0.3, height - 0.45), (-0.045, 0.3, height + 0.35), "sign_blue")
        return Mesh.join([post, plate])
    corners, turn = (12, 0.0) if kind == 0 else (3, np.pi / 2)
    rim = _plate(corners, 0.38, turn, (-0.05, height), "sign_red")
    face = _plate(corners, 0.28, turn, (-0.06, height), "sign_white")
    return Mesh.join([post, rim, face])


def barrier(kind: str, length_m: float) -> Mesh:
    """Return a garden fence or wall along x around the origin.

    Args:
        kind: material: ``wall``, ``fence_wood`` or ``fence_metal``.
        length_m: metres.
    """
    thick, height = (0.12, 1.1) if kind == "wall" else (0.03, 1.25)
    half = length_m / 2
    return box((-half, -thick, -0.5), (half, thick, height), kind)


def guard_rail(line: NDArray[np.float64]) -> Mesh:
    """Return a guard rail along (n, 3) points at road level."""
    low, high = (line + np.array([0, 0, z]) for z in (_RAIL_LOW_M, _RAIL_HIGH_M))
    rail = quads([low[:-1], low[1:], high[1:], high[:-1]], "guard_rail")
    feet = line[::_POST_EVERY]
    along = np.gradient(line, axis=0)[::_POST_EVERY]
    along *= 0.06 / np.maximum(np.linalg.norm(along, axis=-1, keepdims=True), 1e-6)
    down, up = np.array([0, 0, -0.6]), np.array([0, 0, _RAIL_LOW_M])
    posts = quads(
        [feet - along + down, feet + along + down, feet + along + up, feet - along + up],
        "guard_rail",
    )
    return Mesh.join([rail, posts])


def _plate(corners: int, radius: float, turn: float, place: tuple[float, float], name: str) -> Mesh:
    """Return a regular polygon that faces -x.

    Args:
        corners: how many.
        radius: metres.
        turn: direction of the first corner from y towards z, radians.
        place: x, z of its middle, metres.
        name: material.
    """
    angles = turn + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    ring = np.stack(
        [
            np.full(corners, place[0]),
            radius * np.cos(angles),
            place[1] + radius * np.sin(angles),
        ],
        axis=-1,
    )
    count = corners - 2
    fan = np.array([(0, i + 1, i + 2) for i in range(count)], np.int32)
    return Mesh(
        ring.astype(np.float32),
        fan,
        np.full(count, material(name), np.uint8),
        np.zeros(count, np.uint16),
    )
