"""Trees and hedges."""

from __future__ import annotations

import numpy as np

from carla_bench.simulator.landscape.solids import blob, box, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["hedge", "tree"]

_LEAVES = ("leaves_dark", "leaves_light")


def tree(height_m: float, rng: np.random.Generator) -> Mesh:
    """Return a tree on the origin: a trunk and three or four balls of leaves.

    Args:
        height_m: of the whole tree; its crown stays above 2.4 m when that exceeds 6 m.
        rng: for its shape.
    """
    leaves = str(rng.choice(_LEAVES))
    crown = 0.55 * height_m
    bottom = height_m - crown
    radius = crown * rng.uniform(0.36, 0.46)
    middle = bottom + 0.5 * crown
    meshes = [
        rod((0, 0, -0.5), (0, 0, middle), (0.035 * height_m * 0.6, 0.05), 5, "bark"),
        blob((0, 0, middle), (radius, radius, 0.52 * crown), leaves, rng),
    ]
    for angle in rng.uniform(0, 2 * np.pi) + np.array([0, 2.1, 4.2])[: rng.integers(2, 4)]:
        reach = 0.5 * radius
        size = radius * rng.uniform(0.55, 0.75)
        place = (
            reach * np.cos(angle),
            reach * np.sin(angle),
            middle + rng.uniform(-0.1, 0.2) * crown,
        )
        meshes.append(blob(place, (size, size, size), leaves, rng))
    return Mesh.join(meshes)


def hedge(length_m: float, height_m: float) -> Mesh:
    """Return a clipped hedge along x around the origin."""
    half, thick = length_m / 2, 0.35
    return box((-half, -thick, -0.5), (half, thick, height_m), "hedge")
