"""What rays can hit at one moment: the static world and the actors."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.view import Body

__all__ = ["CastHits", "SegmentHits", "Stage"]


class CastHits(NamedTuple):
    """What n rays met."""

    distance: NDArray[np.float32]
    tag: NDArray[np.uint8]
    instance: NDArray[np.uint16]
    cosine: NDArray[np.float32]
    body: NDArray[np.intp]


class SegmentHits(NamedTuple):
    """All that a ray met, in order."""

    distance: NDArray[np.float32]
    """(k,) metres"""
    tag: NDArray[np.uint8]
    """(k,)"""


class Stage:
    """Everything that rays can hit."""

    def __init__(self, renderer: Renderer, bodies: Sequence[Body]) -> None:
        self._renderer, self._bodies = renderer, bodies

    def cast(
        self, origins: NDArray[np.float64], directions: NDArray[np.float64], limit: float = np.inf
    ) -> CastHits:
        """Return the first hits."""
        hits = self._renderer.cast(origins, directions, self._bodies)
        miss = hits.distance > limit
        hits.distance[miss] = np.inf
        body = np.full(len(hits.tag), -1)
        for i, b in enumerate(self._bodies):
            body[(hits.instance == b.id & 0xFFFF) & ~miss] = i
        return CastHits(
            hits.distance,
            np.where(miss, 0, hits.tag).astype(np.uint8),
            hits.instance,
            hits.cosine,
            body,
        )

    def cast_all(
        self, origin: NDArray[np.float64], direction: NDArray[np.float64], limit: float
    ) -> SegmentHits:
        """Return all hits along a unit direction."""
        found: list[tuple[float, int]] = []
        begin = 0.0
        while begin < limit:
            start = (origin + begin * direction)[None]
            hits = self.cast(start, direction[None], limit - begin)
            if not np.isfinite(hits.distance[0]):
                break
            found.append((begin + float(hits.distance[0]), int(hits.tag[0])))
            begin = found[-1][0] + 1e-3
        return SegmentHits(
            np.array([d for d, _ in found], np.float32), np.array([t for _, t in found], np.uint8)
        )
