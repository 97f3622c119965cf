"""Leaves have gaps: a filter that lets rays through them, whoever casts.

Because the ray caster itself asks the filter, depth, labels, pictures, lidar and shadows agree
on every gap.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numba
import numba.extending
import numpy as np
from numba import types
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from carla_bench.simulator.graphics.embree import Sieve
from carla_bench.simulator.graphics.patterns import SIZE, TILE_LENGTH, Tile, atlas
from carla_bench.simulator.graphics.surface import Column, Surface
from carla_bench.simulator.mesh import Mesh

__all__ = ["foliage"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]

# Typed for Python, where they are never called.
_array: Any = numba.carray  # type: ignore[attr-defined]
_callback: Any = numba.cfunc
_intrinsic: Any = numba.extending.intrinsic

_MASK = SIZE - 1
_SHELLS = ((0.0, 0.55), (0.22, 0.38), (0.5, 0.08))
"""how far inside the crown, metres, and the share of gaps"""
_LEAF = 8
"""numbers that the filter reads of each triangle: row, gaps, and texels of its three corners"""
# Rows of RTCHitN.
_U, _V, _PRIMITIVE, _HIT_ROWS = 3, 4, 5, 8
# Words of RTCFilterFunctionNArguments.
_VALID, _DATA, _HIT, _COUNT = 0, 1, 4, 5


def foliage(mesh: Mesh, surface: Surface) -> Sieve | None:
    """Return the leaves of a mesh, None if it has none.

    Each crown becomes several shells, one inside the other and the outer ones thinner, so that
    its outline is ragged and one looks into it.
    """
    rows = np.flatnonzero(surface.table[:, Column.TILE] == Tile.LEAVES)
    if not len(rows):
        return None
    corners = mesh.vertices[mesh.triangles[rows]].astype(np.float64)
    center, half = _crowns(corners)
    axes = surface.table[rows, Column.U : Column.V + 4].reshape(-1, 2, 4).astype(np.float64)
    shells, leaves = [], []
    for number, (inset_m, gaps) in enumerate(_SHELLS):
        shrink = 1 - np.minimum(inset_m, 0.45 * half) / np.maximum(half, 1e-6)
        shell = center[:, None] + (corners - center[:, None]) * shrink[:, None]
        texels = np.einsum("mak,mck->mca", axes[:, :, :3], shell) + axes[:, None, :, 3]
        texels -= np.floor(texels[:, :1] / SIZE) * SIZE  # small numbers keep their digits
        texels += number * SIZE / 3  # no gap behind a gap
        what = np.stack([rows, np.full(len(rows), 255 * gaps)], axis=1)
        leaves.append(np.concatenate([what, texels.reshape(-1, 6)], axis=1))
        shells.append(shell)
    data = np.concatenate([_thickness(), np.concatenate(leaves).ravel().astype(np.float32)])
    return Sieve(rows, np.concatenate(shells).astype(np.float32), int(_let_through.address), data)


def _crowns(corners: Array) -> tuple[Array, Array]:
    """Return (m, 3) middle and (m, 3) half size of the box around what each triangle is part of.

    Args:
        corners: (m, 3, 3) metres.
    """
    _, vertex = np.unique(np.round(corners.reshape(-1, 3), 3), axis=0, return_inverse=True)
    vertex = vertex.reshape(-1, 3)
    links = np.concatenate([vertex[:, :2], vertex[:, 1:]]).T
    size = int(vertex.max()) + 1
    joined = coo_array((np.ones(links.shape[1]), (links[0], links[1])), (size, size))
    count, group = connected_components(joined, directed=False)
    group = group[vertex[:, 0]]
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, group, corners.min(axis=1))
    np.maximum.at(high, group, corners.max(axis=1))
    return ((low + high) / 2)[group], ((high - low) / 2)[group]


@cache
def _thickness() -> Floats:
    """Return (SIZE * SIZE,) 0 to 255: rays pass where it is below the share of gaps."""
    start = Tile.LEAVES * TILE_LENGTH
    return atlas()[start : start + SIZE * SIZE, 3].astype(np.float32)


def _pointer_to(kind: Any) -> Any:  # noqa: ANN401, numba is untyped
    """Return a compiled conversion from an address to a pointer."""

    @_intrinsic  # type: ignore[untyped-decorator]
    def pointer(typing: Any, address: Any) -> Any:  # noqa: ANN401
        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401
            target = context.get_value_type(signature.return_type)
            return builder.inttoptr(arguments[0], target)

        return types.CPointer(kind)(types.uintp), generate  # type: ignore[no-untyped-call]

    return pointer


_floats_at = _pointer_to(types.float32)
_integers_at = _pointer_to(types.int32)
_words_at = _pointer_to(types.uint64)


@_callback(types.void(types.uintp), cache=True)  # type: ignore[untyped-decorator]
def _let_through(arguments: int) -> None:
    """Refuse hits in gaps, and number the others by the rows of the mesh."""
    words = _array(_words_at(arguments), 6)
    count = np.int64(words[_COUNT] & np.uint64(0xFFFFFFFF))
    valid = _array(_integers_at(words[_VALID]), count)
    thickness = _array(_floats_at(words[_DATA]), SIZE * SIZE)
    leaves = _array(_floats_at(words[_DATA] + np.uint64(SIZE * SIZE * 4)), (1 << 28, _LEAF))
    hit = _array(_floats_at(words[_HIT]), _HIT_ROWS * count)
    numbers = _array(_integers_at(words[_HIT]), _HIT_ROWS * count)
    for lane in range(count):
        if valid[lane] != -1:
            continue
        rank = numbers[_PRIMITIVE * count + lane]
        u, v = hit[_U * count + lane], hit[_V * count + lane]
        across = (1 - u - v) * leaves[rank, 2] + u * leaves[rank, 4] + v * leaves[rank, 6]
        up = (1 - u - v) * leaves[rank, 3] + u * leaves[rank, 5] + v * leaves[rank, 7]
        texel = (int(np.floor(up)) & _MASK) * SIZE + (int(np.floor(across)) & _MASK)
        if thickness[texel] < leaves[rank, 1]:
            valid[lane] = 0
        else:
            numbers[_PRIMITIVE * count + lane] = np.int32(leaves[rank, 0])
