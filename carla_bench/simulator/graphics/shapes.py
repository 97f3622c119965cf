"""Actors' meshes, prepared for ray casting."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.graphics.embree import Triangles
from carla_bench.simulator.graphics.foliage import foliage
from carla_bench.simulator.graphics.people import STRIDE_LENGTH_M, STRIDES, pedestrian, stride_at
from carla_bench.simulator.graphics.primitives import fit
from carla_bench.simulator.graphics.props import prop
from carla_bench.simulator.graphics.surface import Surface
from carla_bench.simulator.graphics.traffic import (
    ARM_M,
    CLEARANCE_M,
    POST,
    traffic_light,
    traffic_sign,
)
from carla_bench.simulator.graphics.vehicles import vehicle
from carla_bench.simulator.mesh import Mesh

__all__ = ["STRIDES", "STRIDE_LENGTH_M", "Shape", "actor_mesh", "shape_of", "stride_at"]

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A mesh in an actor's own frame with what casting and shading need of it."""

    mesh: Mesh
    triangles: Triangles
    surface: Surface
    center: Array
    """(3,) of the bounding box, metres"""
    extent: Array
    """(3,) half sizes of the bounding box, metres"""

    @classmethod
    def of(cls, mesh: Mesh) -> Shape:
        """Prepare a mesh."""
        low = mesh.vertices.min(axis=0).astype(np.float64)
        high = mesh.vertices.max(axis=0).astype(np.float64)
        surface = Surface(mesh)
        return cls(
            mesh=mesh,
            triangles=Triangles(mesh.vertices, mesh.triangles, foliage(mesh, surface)),
            surface=surface,
            center=(low + high) / 2,
            extent=(high - low) / 2,
        )


def actor_mesh(
    type_id: str, size: tuple[float, float, float], variant: str = "", stride: int = 0
) -> Mesh:
    """Return the mesh of an actor, filling its bounding box exactly.

    Args:
        type_id: blueprint id, such as `vehicle.tesla.model3`.
        size: length, width, height of the box, metres. Traffic lights and signs have their own
            size; of lights, width is the reach of the arm and height the clearance below, 0 for
            the usual.
        variant: what an attribute chooses: `base_type` of vehicles (car, van, truck, bus,
            motorcycle or bicycle), `mesh_path` of `static.prop.mesh`; `post` for a
            traffic light without an arm.
        stride: pose of walkers, see `stride_at`; 0 stands.

    Returns:
        x and y centred on the origin; z from 0, for walkers centred as well. Traffic lights and
        signs stand with the foot of their pole at the origin, see `traffic`.
    """
    if type_id == "traffic.traffic_light":
        arm = 0.0 if variant == POST else size[1] or ARM_M
        return traffic_light(arm, size[2] or CLEARANCE_M)
    if type_id.startswith("traffic."):
        return traffic_sign(type_id.removeprefix("traffic."))
    size = (max(size[0], 1e-3), max(size[1], 1e-3), max(size[2], 1e-3))
    if type_id.startswith("walker."):
        return pedestrian(type_id, size, stride)
    if type_id.startswith("vehicle."):
        return fit(vehicle(type_id, size, variant), size)
    return fit(prop(type_id, variant), size)


@cache
def shape_of(
    type_id: str, size: tuple[float, float, float], variant: str = "", stride: int = 0
) -> Shape:
    """Return the prepared mesh of an actor; the same object for the same arguments."""
    return Shape.of(actor_mesh(type_id, size, variant, stride))
