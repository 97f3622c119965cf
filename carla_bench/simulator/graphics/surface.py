"""What shading reads of each triangle: one row of numbers."""

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.bending import bent_normals
from carla_bench.simulator.graphics.mapping import map_tiles
from carla_bench.simulator.materials import MATERIALS, TAGS, Material
from carla_bench.simulator.mesh import Mesh

__all__ = ["COLUMNS", "Column", "Kind", "Surface", "linear"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]


class Column(IntEnum):
    """Columns of a table whose rows are triangles."""

    U = 0
    """four numbers that make texels across of a point [x y z 1] in the mesh's frame"""
    V = 4
    """four more, for texels up"""
    NORMAL = 8
    """three: a unit vector in the mesh's frame, of either sign"""
    COLOR = 11
    """three: linear albedo"""
    TILE = 14
    GRAIN = 15
    """strength of the tile"""
    BLOTCH = 16
    """strength of large stains"""
    EMISSION = 17
    """light given off, times albedo; lamps only while they are lit"""
    GLOSS = 18
    """how much of a mirror, 0 to 1"""
    KIND = 19
    """member of `Kind`"""
    DENSITY = 20
    """texels per metre"""
    LAMP = 21
    """bits of the lamp mask that make it glow, 0 for what is no lamp"""
    TINTABLE = 22
    """1 where the actor's paint goes"""
    TAG = 23
    """semantic tag"""
    CURVED = 24
    """1 where the normal varies"""
    BEND = 25
    """twelve: rows that turn a point [x y z 1] into the normal, where it varies"""


class Kind(IntEnum):
    """How a surface takes weather and light, beyond its numbers."""

    PLAIN = 0
    GROUND = 1
    """darkens when wet and carries puddles"""
    ASPHALT = 2
    """ground with cracks and patches"""
    LEAVES = 3
    """lets light through"""
    COAT = 4
    """paint or glass under a smooth surface, which mirrors more the flatter one looks at it"""


COLUMNS = 37
"""how many there are"""

_BLOTCH_BY_TAG = {1: 0.13, 2: 0.10, 24: 0.12, 10: 0.30, 25: 0.22, 3: 0.05, 4: 0.12, 9: 0.25}
_GLOSS = {
    "paint_car": 0.45, "glass_car": 0.9, "paint_truck": 0.3, "dark_truck": 0.7,
    "paint_bus": 0.35, "dark_bus": 0.8, "lamp_front_car": 0.6, "motorcycle": 0.35,
    "sign_red": 0.12, "sign_blue": 0.12, "guard_rail": 0.2,
}  # fmt: skip
_GLOSS_BY_KIND = {"car": 0.35, "truck": 0.25, "chrome": 0.7, "motorcycle": 0.3}
_GLOSS_BY_TAG = {23: 0.95}
_COAT_GLOSS = 0.2
_STREET_LAMP, _LAMP = 3.0, 4.0
"""emission"""
_VARIED_TAGS = (3, 4, 5, 9)
"""Objects of these differ a little in colour from their neighbours."""
_MARKING_TAG = 24
_KIND_BY_TAG = {1: Kind.ASPHALT, 24: Kind.ASPHALT, 2: Kind.GROUND, 25: Kind.GROUND}


def linear(color: NDArray[np.generic]) -> Floats:
    """Return linear light of sRGB values, 0 to 255."""
    share = np.asarray(color, np.float32) / 255
    return np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


class Surface:
    """The triangles of a mesh, ready to be shaded."""

    def __init__(self, mesh: Mesh) -> None:
        """Work out all that depends on neither camera nor light."""
        corners = mesh.vertices[mesh.triangles].astype(np.float64)
        normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        length = np.linalg.norm(normal, axis=1, keepdims=True)
        normal = np.where(length > 0, normal / np.maximum(length, 1e-30), (0, 0, 1.0))
        tiles = map_tiles(mesh, normal)
        table = _material_rows()[mesh.materials]
        table[:, Column.U : Column.V + 4] = tiles.axes.reshape(-1, 8)
        table[:, Column.NORMAL : Column.NORMAL + 3] = normal
        table[:, Column.TILE] = tiles.tile
        plane = np.concatenate([tiles.axes[:, :, :3], normal[:, None]], axis=1)
        table[:, Column.DENSITY] = np.sqrt(np.abs(np.linalg.det(plane)))
        bends = bent_normals(mesh, normal)
        table[bends.rows, Column.CURVED] = 1
        table[bends.rows, Column.BEND : Column.BEND + 12] = bends.axes.reshape(-1, 12)
        _vary(table, mesh)
        self.table: Floats = table
        """(m, columns), as `Column` says"""
        self.tag: NDArray[np.uint8] = TAGS[mesh.materials]
        """(m,) semantic tag"""
        self.object: NDArray[np.uint16] = mesh.objects
        """(m,) instance id"""

    def only(self, triangles: NDArray[np.bool_]) -> Surface:
        """Return some of the triangles, given by an (m,) mask."""
        part = object.__new__(Surface)
        part.table = self.table[triangles]
        part.tag = self.tag[triangles]
        part.object = self.object[triangles]
        return part

    def __len__(self) -> int:
        """Return the number of triangles."""
        return len(self.tag)

    @property
    def normal(self) -> Floats:
        """(m, 3) unit normals of either sign."""
        return self.table[:, Column.NORMAL : Column.NORMAL + 3]


def _vary(table: Floats, mesh: Mesh) -> None:
    """Give neighbouring houses and trees slightly different colours."""
    varied = np.isin(table[:, Column.TAG], _VARIED_TAGS)
    turn = mesh.objects.astype(np.float64) * 0.61803398875 % 1
    warm = mesh.objects.astype(np.float64) * 0.7548776662 % 1
    shade = np.where(varied, 0.86 + 0.28 * turn, 1)
    tint = np.where(varied, 0.07 * (warm - 0.5), 0)
    factors = np.stack([shade * (1 + tint), shade, shade * (1 - tint)], axis=1)
    table[:, Column.COLOR : Column.COLOR + 3] *= factors


def _kind(entry: Material) -> Kind:
    word = entry.name.split("_")[0]
    if word in ("leaves", "hedge"):
        return Kind.LEAVES
    if _gloss(entry) >= _COAT_GLOSS:
        return Kind.COAT
    return _KIND_BY_TAG.get(entry.tag, Kind.PLAIN)


def _gloss(entry: Material) -> float:
    kind = entry.name.rsplit("_", 1)[0]
    named = _GLOSS.get(entry.name, _GLOSS_BY_KIND.get(kind, 0.0))
    return max(named, _GLOSS_BY_TAG.get(entry.tag, 0.0))


def _material_rows() -> Floats:
    """Return (materials, columns) with the columns that depend on the material alone."""
    rows = np.zeros((len(MATERIALS), COLUMNS), np.float32)
    for row, entry in zip(rows, MATERIALS, strict=True):
        row[Column.COLOR : Column.COLOR + 3] = linear(np.array(entry.color))
        row[Column.GRAIN] = min(1.0, entry.grain * (2.0 if entry.pattern == 1 else 1.25))
        row[Column.BLOTCH] = _BLOTCH_BY_TAG.get(entry.tag, 0.0)
        row[Column.EMISSION] = (
            _LAMP if entry.lamp else _STREET_LAMP * (entry.name in ("lamp", "lamp_warning"))
        )
        row[Column.GLOSS] = _gloss(entry)
        row[Column.KIND] = _kind(entry)
        row[Column.LAMP] = entry.lamp
        row[Column.TINTABLE] = entry.tintable
        row[Column.TAG] = entry.tag
        if entry.tag == _MARKING_TAG:
            row[Column.GRAIN] = 1.0  # worn down to the asphalt
        if entry.name == "barrier_stripes":
            row[Column.COLOR : Column.COLOR + 3] = 1.0  # the tile holds both of its colours
    return rows
