"""Files of navigation meshes: a set with one tile, as the Detour library reads them.

Source: the public layout of Detour's tiles, version 7 (recastnavigation), behind the header of
a tile set as CARLA's client expects it.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.navigation.polygons import MAX_CORNERS

__all__ = ["MAX_POLYGONS", "tile_set"]

MAX_POLYGONS = 0x7FFE
"""of a tile: neighbours are 15 bits, and count from 1"""

_SET = struct.Struct("<3i5f2i")
_TILE = struct.Struct("<2I")
_HEADER = struct.Struct("<5iI9i3f3f3ff")
_SET_MAGIC, _SET_VERSION = 0x4D534554, 1
_TILE_MAGIC, _TILE_VERSION = 0x444E4156, 7
_AGENT = (1.8, 0.3, 0.5)
"""height, radius and climb of a walker, metres"""
_ROOM_M = 1.0
_LINKS_PER_POLYGON = 2 * MAX_CORNERS

_POLYGON = np.dtype(
    [
        ("first_link", "<u4"),
        ("corners", "<u2", MAX_CORNERS),
        ("neighbours", "<u2", MAX_CORNERS),
        ("flags", "<u2"),
        ("count", "u1"),
        ("area", "u1"),
    ]
)
_DETAIL = np.dtype(
    [
        ("first_vertex", "<u4"),
        ("first_triangle", "<u4"),
        ("vertices", "u1"),
        ("triangles", "u1"),
        ("pad", "<u2"),
    ]
)


def tile_set(
    vertices: NDArray[np.float64],
    polygons: Sequence[tuple[int, ...]],
    neighbours: Sequence[Sequence[int]],
    areas: Sequence[int],
) -> bytes:
    """Return the file.

    Args:
        vertices: (n, 3) in CARLA's axes, metres; Detour has y up.
        polygons: indices of the corners of each, at most six, x towards y negative.
        neighbours: for each edge the polygon behind it, or -1.
        areas: number of the kind of ground of each polygon; its flag is 2 to this power.
    """
    count = len(polygons)
    assert 0 < count <= MAX_POLYGONS
    assert len(vertices) <= 0xFFFF
    table = np.zeros(count, _POLYGON)
    details = np.zeros(count, _DETAIL)
    triangles: list[tuple[int, int, int, int]] = []
    for number, (loop, behind) in enumerate(zip(polygons, neighbours, strict=True)):
        fan = _fan(len(loop))
        table[number]["corners"][: len(loop)] = loop
        table[number]["neighbours"][: len(loop)] = [other + 1 for other in behind]
        table[number]["count"] = len(loop)
        details[number] = (0, len(triangles), 0, len(fan), 0)
        triangles += fan
    table["area"] = areas
    table["flags"] = 1 << table["area"].astype(np.uint16)
    points = vertices[:, [0, 2, 1]].astype("<f4")
    low, high = points.min(axis=0) - _ROOM_M, points.max(axis=0) + _ROOM_M
    links = count * _LINKS_PER_POLYGON
    header = _HEADER.pack(
        _TILE_MAGIC, _TILE_VERSION, 0, 0, 0, 0, count, len(points), links, count, 0,
        len(triangles), 0, 0, count, *_AGENT, *low, *high, 1.0,
    )  # fmt: skip
    tile = b"".join(
        [
            header,
            points.tobytes(),
            table.tobytes(),
            bytes(12 * links),
            details.tobytes(),
            np.array(triangles, np.uint8).tobytes(),
        ]
    )
    bits = max(1, (count - 1).bit_length())
    size = high - low
    front = _SET.pack(_SET_MAGIC, _SET_VERSION, 1, *low, size[0], size[2], 1, 1 << bits)
    first_salt = 1
    return front + _TILE.pack(first_salt << bits, len(tile)) + tile


def _fan(corners: int) -> list[tuple[int, int, int, int]]:
    """Return triangles of a polygon, each with two bits an edge: 1 on the polygon's border."""
    last = corners - 2
    return [
        (0, k, k + 1, (1 if k == 1 else 0) | 1 << 2 | (1 << 4 if k == last else 0))
        for k in range(1, corners - 1)
    ]
