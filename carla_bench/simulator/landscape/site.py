"""A town while it is being built."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.cross_sections import Stretch
from carla_bench.simulator.landscape.occupancy import Occupancy
from carla_bench.simulator.landscape.parts import Part
from carla_bench.simulator.landscape.terrain import terrain
from carla_bench.simulator.materials import TAGS, material
from carla_bench.simulator.mesh import Mesh

__all__ = ["Site"]


class Site:
    """The ground, what is taken, and what stands so far."""

    def __init__(self, stretches: list[Stretch], rng: np.random.Generator) -> None:
        self.ground = terrain(stretches)
        self.occupancy = Occupancy(stretches)
        self.rng = rng
        self.parts: list[Part] = []
        self._counts: dict[str, int] = {}

    def add(self, kind: str, material_name: str, mesh: Mesh) -> None:
        """Add an object that is tagged like the material."""
        self._counts[kind] = self._counts.get(kind, 0) + 1
        tag = int(TAGS[material(material_name)])
        self.parts.append(Part(f"{kind}_{self._counts[kind]}", tag, mesh))

    def stand(self, points: NDArray[np.float64]) -> float:
        """Return the height of the lowest ground below (n, 2) points."""
        return float(self.ground.height(points).min())

    def claim(self, points: NDArray[np.float64], layers: int) -> bool:
        """Take the ground below (n, 2) points unless one of the layers is there."""
        if not self.occupancy.free(points, layers):
            return False
        self.occupancy.mark(points, Occupancy.OBJECT)
        return True
