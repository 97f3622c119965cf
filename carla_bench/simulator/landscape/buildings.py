"""Buildings: houses and blocks, each around the middle of its footprint with the street at -y."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from carla_bench.simulator.landscape.solids import box, gable
from carla_bench.simulator.materials import FACADE_BURIED_M, FACADE_STOREY_M
from carla_bench.simulator.mesh import Mesh

__all__ = ["Plot", "building"]

_FACADES = ("facade_cream", "facade_red", "facade_grey", "facade_ochre", "facade_blue", "brick")


@dataclass(frozen=True, slots=True)
class Plot:
    """Room for a building, metres."""

    width_m: float
    """along the street"""
    depth_m: float
    storeys: int
    pitched: bool


def building(plot: Plot, rng: np.random.Generator) -> Mesh:
    """Return a building that fills the plot."""
    facade = str(rng.choice(_FACADES))
    height = plot.storeys * FACADE_STOREY_M + rng.uniform(0.4, 1.2)
    x, y = plot.width_m / 2, plot.depth_m / 2
    meshes = [box((-x, -y, -FACADE_BURIED_M), (x, y, height), facade, "roof_flat")]
    if plot.pitched:
        meshes += _pitched(plot, height, facade, rng)
    else:
        meshes += _flat(plot, height, facade, rng)
    if plot.storeys >= 3 and rng.random() < 0.45:
        meshes += _balconies(plot, rng)
    elif rng.random() < 0.5:
        meshes.append(_canopy(plot, rng))
    return Mesh.join(meshes)


def _pitched(plot: Plot, height: float, facade: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a tiled roof over the eaves and a chimney."""
    x, y = plot.width_m / 2, plot.depth_m / 2
    rise = y * rng.uniform(0.6, 0.95)
    roof = gable(x, y + 0.4, height - 0.2, rise, ("roof_tile", facade))
    side = rng.uniform(-0.6, 0.6) * x
    base, top = height + 0.2 * rise, height + rise + 0.6
    chimney = box((side - 0.35, 0.1 * y, base), (side + 0.35, 0.1 * y + 0.7, top), "brick")
    return [roof, chimney]


def _flat(plot: Plot, height: float, facade: str, rng: np.random.Generator) -> list[Mesh]:
    """Return a cornice and, on some roofs, a recessed storey or a stair head."""
    x, y = plot.width_m / 2, plot.depth_m / 2
    cornice = box(
        (-x - 0.05, -y - 0.25, height - 0.1), (x + 0.05, y + 0.25, height + 0.35), "roof_flat"
    )
    low = height + 0.3
    if plot.storeys >= 4 and rng.random() < 0.5:
        inset = rng.uniform(1.2, 2.2)
        corner = (x - inset, y - inset, low + FACADE_STOREY_M)
        return [cornice, box((-corner[0], -corner[1], low), corner, facade, "roof_flat")]
    side = rng.uniform(-0.5, 0.5) * x
    head = box((side - 1.5, 0.0, low), (side + 1.5, min(3.0, y - 0.5), low + 2.4), "facade_grey")
    return [cornice, head]


def _balconies(plot: Plot, rng: np.random.Generator) -> list[Mesh]:
    """Return balconies above one another on the street side."""
    half, reach = 1.3, 1.0
    columns = max(1, int(plot.width_m // 7))
    meshes = []
    for column in range(columns):
        middle = plot.width_m * ((column + 0.5) / columns - 0.5)
        for storey in range(1, min(plot.storeys, 6)):
            z = storey * FACADE_STOREY_M + 0.3
            low = (middle - half, -plot.depth_m / 2 - reach, z)
            high = (middle + half, -plot.depth_m / 2, z + 1.0)
            meshes.append(box(low, high, "roof_flat", bottom=True))
    return meshes if rng.random() < 0.8 else meshes[: len(meshes) // columns]


def _canopy(plot: Plot, rng: np.random.Generator) -> Mesh:
    """Return a canopy over the ground floor."""
    half = plot.width_m * rng.uniform(0.12, 0.3)
    middle = rng.uniform(-0.5, 0.5) * (plot.width_m / 2 - half)
    front = -plot.depth_m / 2
    return box(
        (middle - half, front - 0.9, 2.9), (middle + half, front, 3.1), "roof_flat", bottom=True
    )
