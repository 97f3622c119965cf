"""What motion asks of the static world: where rays meet it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ground", "Hits"]

Array = NDArray[np.float64]


class Hits(Protocol):
    """What n rays met."""

    @property
    def distance(self) -> NDArray[np.float32]:
        """(n,) metres; `inf` for a miss."""

    @property
    def normal(self) -> NDArray[np.float32]:
        """(n, 3) unit normals of either sign; anything for a miss."""

    @property
    def tag(self) -> NDArray[np.uint8]:
        """(n,) semantic tags; anything for a miss."""


class Ground(Protocol):
    """The static world: roads, terrain, buildings, poles. Actors are no part of it."""

    def cast(self, origins: Array, directions: Array, limit: float) -> Hits:
        """Return the first hit of each ray.

        Args:
            origins: (n, 3) metres.
            directions: (n, 3) unit vectors.
            limit: metres; what is farther is a miss.
        """
