"""The surface of the roads: asphalt, sidewalks with kerbs, shoulders and junction areas."""

from __future__ import annotations

from collections import defaultdict

import carla
import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.landscape.cross_sections import PAVED, RAISED, Stretch, survey
from carla_bench.simulator.landscape.junctions import corner_pavements, infill, obstructed
from carla_bench.simulator.landscape.markings import crosswalk_meshes, marking_meshes
from carla_bench.simulator.landscape.parts import Part, assemble, quads
from carla_bench.simulator.materials import MATERIALS
from carla_bench.simulator.mesh import Mesh

__all__ = ["KERB_M", "road_mesh", "road_parts"]

KERB_M = 0.15
"""height of sidewalks above the asphalt"""
_KERB_TOP_M = 0.18
_SKIRT_M = 0.5
"""how far the outer faces of a road reach down, so that it never floats above the ground"""
_BESIDE_M = -0.005
"""level of shoulders: below the asphalt that they meet in junctions"""
_MIN_WIDTH_M = 0.02

_Type = carla.LaneType
_BESIDE = {
    int(_Type.Shoulder): "asphalt",
    int(_Type.Border): "shoulder",
    int(_Type.Rail): "shoulder",
    int(_Type.Median): "grass",
    int(_Type.NONE): "grass",
}


def road_mesh(carla_map: carla.Map) -> Mesh:
    """Return the road surface of a map; instance ids as in `parts.assemble`."""
    return assemble(road_parts(carla_map, survey(carla_map)))[0]


def road_parts(carla_map: carla.Map, stretches: list[Stretch]) -> list[Part]:
    """Return the surface of each road, its sidewalks, what is beside it and its markings.

    The roads through one junction overlap and are one part.

    Args:
        carla_map: for its crosswalks.
        stretches: from `survey`.
    """
    meshes: dict[str, list[Mesh]] = defaultdict(list)
    blocked = obstructed(stretches)
    for stretch, cells in zip(stretches, blocked, strict=True):
        area = f"{stretch.road}" if stretch.junction is None else f"Junction{stretch.junction}"
        for kind, mesh in [*_lanes(stretch, ~cells), *_outer_faces(stretch, ~cells)]:
            meshes[f"{kind}_{area}"].append(mesh)
        meshes[f"RoadMarking_{area}"] += marking_meshes(stretch)
    for junction, mesh in infill(stretches).items():
        meshes[f"Road_Junction{junction}"].append(mesh)
    for junction, mesh in corner_pavements(stretches, KERB_M).items():
        meshes[f"Sidewalk_Junction{junction}"].append(mesh)
    for number, mesh in enumerate(crosswalk_meshes(carla_map)):
        meshes[f"Crosswalk_{number}"].append(mesh)
    joined = {name: Mesh.join(entries) for name, entries in meshes.items()}
    return [
        Part(name, MATERIALS[mesh.materials[0]].tag, mesh)
        for name, mesh in joined.items()
        if len(mesh.triangles)
    ]


def _lanes(stretch: Stretch, free: NDArray[np.bool_]) -> list[tuple[str, Mesh]]:
    """Return (kind, mesh) of each lane of a stretch.

    Args:
        stretch: with n stations.
        free: (lanes, n - 1) cells that are to be drawn.
    """
    found: list[tuple[str, Mesh]] = []
    for lane, lane_type in enumerate(stretch.lane_types):
        left, right = stretch.edges[:, lane], stretch.edges[:, lane + 1]
        wide = np.linalg.norm(right - left, axis=-1) > _MIN_WIDTH_M
        cells = free[lane] & (wide[1:] | wide[:-1])
        if lane_type in PAVED:
            found.append(("Road", _strip(left, right, cells, "asphalt")))
        elif lane_type in RAISED:
            found.append(("Sidewalk", _sidewalk(stretch, lane, cells)))
        else:
            inside = stretch.junction is not None
            material_name = "asphalt" if inside else _BESIDE.get(lane_type, "shoulder")
            level = np.array([0, 0, _BESIDE_M])
            found.append(("Verge", _strip(left + level, right + level, cells, material_name)))
    return found


def _sidewalk(stretch: Stretch, lane: int, cells: NDArray[np.bool_]) -> Mesh:
    """Return the raised top of a lane, with kerb stones towards lower lanes."""
    up = np.array([0, 0, KERB_M])
    low = [stretch.edges[:, lane], stretch.edges[:, lane + 1]]
    across = low[1] - low[0]
    width = np.linalg.norm(across, axis=-1, keepdims=True)
    kerb = across * np.minimum(_KERB_TOP_M / np.maximum(width, 1e-6), 0.5)
    top = [low[0] + up, low[1] + up]
    meshes = []
    for side, neighbour in enumerate((lane - 1, lane + 1)):
        if not 0 <= neighbour < len(stretch.lane_types):
            continue
        if stretch.lane_types[neighbour] in RAISED:
            continue
        inner = top[side] + (kerb if side == 0 else -kerb)
        meshes.append(_strip(low[side] - up, top[side], cells, "kerb"))
        meshes.append(_strip(top[side], inner, cells, "kerb"))
        top[side] = inner
    meshes.append(_strip(top[0], top[1], cells, "pavement"))
    return Mesh.join(meshes)


def _outer_faces(stretch: Stretch, free: NDArray[np.bool_]) -> list[tuple[str, Mesh]]:
    """Return (kind, mesh) of the faces that close the road towards the ground beside it."""
    rise = np.abs(np.diff(stretch.edges[:, 0, 2])) / np.maximum(np.diff(stretch.s), 1e-3)
    depth = np.array([0, 0, _SKIRT_M + 12 * rise.max()])
    faces = []
    for lane, edge in ((0, 0), (len(stretch.lane_types) - 1, -1)):
        raised = stretch.lane_types[lane] in RAISED
        if stretch.junction is not None and not raised:
            continue  # an edge inside the junction
        line = stretch.edges[:, edge]
        top = line + np.array([0, 0, KERB_M if raised else 0])
        name = "kerb" if raised else "shoulder"
        kind = "Sidewalk" if raised else "Verge"
        faces.append((kind, _strip(line - depth, top, free[lane], name)))
    return faces


def _strip(
    left: NDArray[np.float64],
    right: NDArray[np.float64],
    cells: NDArray[np.bool_],
    material_name: str,
) -> Mesh:
    """Return the quads between two lines of n points, in the n - 1 cells that are set."""
    corners = (left[:-1], right[:-1], right[1:], left[1:])
    return quads([corner[cells] for corner in corners], material_name)
