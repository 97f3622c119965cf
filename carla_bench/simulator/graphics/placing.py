"""Finished meshes put somewhere else, in other colours or under another semantic tag."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose
from carla_bench.simulator.graphics.primitives import Point
from carla_bench.simulator.materials import MATERIALS, material
from carla_bench.simulator.mesh import Mesh

__all__ = ["placed", "renamed", "retagged", "under_kind"]

_PREFIXES = {20: "prop", 21: "loose", 22: "heap"}
"""Families of materials that hold the same colours under different tags."""


def placed(
    mesh: Mesh,
    shift: Point = (0.0, 0.0, 0.0),
    *,
    yaw: float = 0.0,
    pitch: float = 0.0,
    roll: float = 0.0,
    scale: float | Point = 1.0,
) -> Mesh:
    """Return a mesh scaled, then turned (degrees, CARLA's senses), then shifted (metres)."""
    turn = Pose(pitch=pitch, yaw=yaw, roll=roll).matrix[:3, :3]
    vertices = (mesh.vertices * np.asarray(scale)) @ turn.T + np.asarray(shift)
    return dataclasses.replace(mesh, vertices=vertices.astype(np.float32))


def renamed(mesh: Mesh, names: Mapping[str, str]) -> Mesh:
    """Return a mesh with some materials exchanged for others."""
    table = np.arange(len(MATERIALS), dtype=np.uint8)
    for old, new in names.items():
        table[material(old)] = material(new)
    return dataclasses.replace(mesh, materials=table[mesh.materials])


def retagged(mesh: Mesh, tag: int) -> Mesh:
    """Return a mesh designed in the `prop_` colours under the tag static, dynamic or other."""
    if tag not in _PREFIXES:
        return mesh
    return dataclasses.replace(mesh, materials=_family(tag)[mesh.materials])


@cache
def _family(tag: int) -> NDArray[np.uint8]:
    """Return (materials,) the index of the same colour under a tag."""
    index = {entry.name: number for number, entry in enumerate(MATERIALS)}
    table = np.arange(len(MATERIALS), dtype=np.uint8)
    for number, entry in enumerate(MATERIALS):
        prefix, _, color = entry.name.partition("_")
        if prefix in _PREFIXES.values():
            table[number] = index.get(f"{_PREFIXES[tag]}_{color}", number)
    return table


def under_kind(mesh: Mesh, kind: str) -> Mesh:
    """Return a mesh designed in the materials of cars in those of a truck or bus."""
    return dataclasses.replace(mesh, materials=_vehicle_family(kind)[mesh.materials])


@cache
def _vehicle_family(kind: str) -> NDArray[np.uint8]:
    """Return (materials,) the index of the same surface on a kind of vehicle."""
    index = {entry.name: number for number, entry in enumerate(MATERIALS)}
    special = {"glass_car": "dark", "tyre_car": "trim", "rim_car": "chrome"}
    table = np.arange(len(MATERIALS), dtype=np.uint8)
    for number, entry in enumerate(MATERIALS):
        if entry.name.endswith("_car"):
            stem = special.get(entry.name, entry.name.removesuffix("_car"))
            table[number] = index.get(f"{stem}_{kind}", number)
        elif entry.name.startswith("car_"):
            table[number] = index.get(f"{kind}_{entry.name.removeprefix('car_')}", number)
    return table
