"""What shading reads for each triangle, in tables that pixels index."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.mapping import map_tiles
from carla_bench.simulator.materials import MATERIALS, TAGS
from carla_bench.simulator.mesh import Mesh

__all__ = ["Lens", "Row", "Surface", "linear"]

Floats = NDArray[np.float32]
Array = NDArray[np.float64]


class Row(IntEnum):
    """Rows of a table; the columns are triangles or pixels."""

    U_X = 0
    """U and V: texels across and up of a world point, to be multiplied with [x y z 1]"""
    U_Y = 1
    U_Z = 2
    U_1 = 3
    V_X = 4
    V_Y = 5
    V_Z = 6
    V_1 = 7
    NORMAL_X = 8
    """NORMAL: unit vector in the world, of either sign"""
    NORMAL_Y = 9
    NORMAL_Z = 10
    RED = 11
    """linear albedo, and so are the next two"""
    GREEN = 12
    BLUE = 13
    TILE = 14
    GRAIN = 15
    """strength of the tile"""
    BLOTCH = 16
    """strength of large stains"""
    EMISSION = 17
    """light given off by night, times albedo"""
    GLOSS = 18
    """how much of a mirror, 0 to 1"""
    POROUS = 19
    """darkens when wet and carries puddles: ground"""

    FACING = 20
    """from here on rows depend on camera and light; 1 when the normal points to the camera's side,
    else -1"""
    UPWARD = 21
    """weight of the light from above, 0 facing down to 1 facing up"""
    SUNWARD = 22
    """cosine towards the sun, 0 where turned away"""
    SHRINK = 23
    """texels per pixel at one metre; grows with depth to the power 1.5"""


class Lens(NamedTuple):
    """What a table needs to know of camera and light."""

    eye: Array
    """(3,) metres"""
    focal: float
    """pixels"""
    source: Array
    """(3,) unit vector towards the sun"""


_BLOTCH_BY_TAG = {1: 0.13, 2: 0.10, 24: 0.12, 10: 0.30, 25: 0.22, 3: 0.05, 4: 0.12, 9: 0.25}
_GLOSS = {
    "paint_car": 0.45, "glass_car": 0.9, "paint_truck": 0.3, "dark_truck": 0.7,
    "paint_bus": 0.35, "dark_bus": 0.8, "lamp_front_car": 0.6, "motorcycle": 0.35,
    "sign_red": 0.12, "sign_blue": 0.12, "guard_rail": 0.2,
}  # fmt: skip
_EMISSION = {"lamp": 3.0, "lamp_front_car": 2.5, "lamp_rear_car": 1.6}
_VARIED_TAGS = (3, 4, 5, 9)
"""Objects of these differ a little in colour from their neighbours."""
_POROUS_TAGS = (1, 2, 24, 25)


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
        self._normal = np.where(length > 0, normal / np.maximum(length, 1e-30), (0, 0, 1.0))
        self._offset = np.einsum("mk,mk->m", self._normal, corners[:, 0])
        tiles = map_tiles(mesh, self._normal)
        self._axes = tiles.axes
        self._density = np.sqrt(np.abs(np.linalg.det(_plane_axes(tiles.axes, self._normal))))
        self._tintable = np.array([m.tintable for m in MATERIALS])[mesh.materials]
        self.tag: NDArray[np.uint8] = TAGS[mesh.materials]
        """(m,) semantic tag"""
        self.object: NDArray[np.uint16] = mesh.objects
        """(m,) instance id"""
        self._fixed = _material_rows()[:, mesh.materials]
        self._fixed[Row.U_X : Row.V_1 + 1] = tiles.axes.reshape(-1, 8).T
        self._fixed[Row.NORMAL_X : Row.NORMAL_Z + 1] = self._normal.T
        self._fixed[Row.TILE] = tiles.tile
        self._vary(mesh)

    def __len__(self) -> int:
        """Return the number of triangles."""
        return len(self.tag)

    @property
    def normal(self) -> Array:
        """(m, 3) unit normals of either sign."""
        return self._normal

    def _vary(self, mesh: Mesh) -> None:
        """Give neighbouring houses and trees slightly different colours."""
        varied = np.isin(self.tag, _VARIED_TAGS)
        turn = mesh.objects.astype(np.float64) * 0.61803398875 % 1
        warm = mesh.objects.astype(np.float64) * 0.7548776662 % 1
        shade = np.where(varied, 0.86 + 0.28 * turn, 1)
        tint = np.where(varied, 0.07 * (warm - 0.5), 0)
        self._fixed[Row.RED] *= shade * (1 + tint)
        self._fixed[Row.GREEN] *= shade
        self._fixed[Row.BLUE] *= shade * (1 - tint)

    def table(self, rows: NDArray[np.intp], lens: Lens) -> Floats:
        """Return (len(Row), k) all that shading needs of some triangles.

        Args:
            rows: (k,) of the mesh, which lies in world axes.
            lens: camera and light in the world.
        """
        table = self._fixed[:, rows]
        self._fill_view(table, rows, lens, np.array([0.0, 0.0, 1.0]))
        return table

    def moved_table(
        self,
        rows: NDArray[np.intp],
        lens: Lens,
        world_from_mesh: Array,
        color: tuple[int, int, int] | None,
    ) -> Floats:
        """Return the same of a mesh that lies somewhere in the world, painted.

        Args:
            rows: (k,) of the mesh.
            lens: camera and light in the world.
            world_from_mesh: (4, 4) rigid.
            color: sRGB of tintable materials; None leaves their own.
        """
        turn = world_from_mesh[:3, :3]
        eye = (lens.eye - world_from_mesh[:3, 3]) @ turn
        table = self._fixed[:, rows]
        self._fill_view(table, rows, Lens(eye, lens.focal, lens.source @ turn), turn[2])
        axes = self._axes[rows] @ _inverse(world_from_mesh)
        table[Row.U_X : Row.V_1 + 1] = axes.reshape(-1, 8).T
        table[Row.NORMAL_X : Row.NORMAL_Z + 1] = turn @ self._normal[rows].T
        if color is not None:
            table[Row.RED : Row.BLUE + 1, self._tintable[rows]] = linear(np.array(color))[:, None]
        return table

    def _fill_view(self, table: Floats, rows: NDArray[np.intp], lens: Lens, up: Array) -> None:
        """Fill the rows that depend on camera and light; all vectors in the mesh's frame."""
        normal = self._normal[rows]
        distance = normal @ lens.eye - self._offset[rows]
        facing = np.where(distance < 0, -1.0, 1.0)
        table[Row.FACING] = facing
        table[Row.UPWARD] = 0.5 + 0.5 * facing * (normal @ up)
        table[Row.SUNWARD] = np.maximum(facing * (normal @ lens.source), 0)
        near = np.maximum(np.abs(distance), 1e-3)
        table[Row.SHRINK] = self._density[rows] / (lens.focal * np.sqrt(near))


def _plane_axes(axes: Array, normal: Array) -> Array:
    """Return (m, 3, 3) texel axes completed by the normal; the determinant is texels per area."""
    return np.concatenate([axes[:, :, :3], normal[:, None]], axis=1)


def _material_rows() -> Floats:
    """Return (rows, materials) with the rows that depend on the material alone."""
    rows = np.zeros((len(Row), len(MATERIALS)), np.float32)
    for index, entry in enumerate(MATERIALS):
        rows[Row.RED : Row.BLUE + 1, index] = linear(np.array(entry.color))
        rows[Row.GRAIN, index] = min(1.0, entry.grain * (2.0 if entry.pattern == 1 else 1.25))
        rows[Row.BLOTCH, index] = _BLOTCH_BY_TAG.get(entry.tag, 0.0)
        rows[Row.EMISSION, index] = _EMISSION.get(entry.name, 0.0)
        rows[Row.GLOSS, index] = _GLOSS.get(entry.name, 0.0)
        rows[Row.POROUS, index] = entry.tag in _POROUS_TAGS
        if entry.name == "barrier_stripes":
            rows[Row.RED : Row.BLUE + 1, index] = 1.0  # the tile holds both of its colours
    return rows


def _inverse(rigid: Array) -> Array:
    """Return the inverse of a (4, 4) rigid matrix."""
    inverse = np.eye(4)
    inverse[:3, :3] = rigid[:3, :3].T
    inverse[:3, 3] = -rigid[:3, :3].T @ rigid[:3, 3]
    return inverse
