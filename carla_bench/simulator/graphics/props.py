"""Which mesh stands for which thing, fitted to its box."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.blueprints.props import mesh_name, prop_row
from carla_bench.simulator.graphics import (
    animals,
    props_bins,
    props_boxes,
    props_carts,
    props_debris,
    props_garden,
    props_lost,
    props_plants,
    props_roadworks,
    props_street,
)
from carla_bench.simulator.graphics.placing import retagged
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES", "prop"]

_TABLES = (
    props_roadworks.MESHES,
    props_carts.MESHES,
    props_bins.MESHES,
    props_boxes.MESHES,
    props_debris.MESHES,
    props_street.MESHES,
    props_garden.MESHES,
    props_plants.MESHES,
    props_lost.MESHES,
    animals.MESHES,
)
MESHES: dict[str, Callable[[], Mesh]] = {
    name: build for table in _TABLES for name, build in table.items()
}
"""Design of each thing, by blueprint id without ``static.prop.`` and by mesh name."""


def prop(type_id: str, mesh_path: str = "") -> Mesh:
    """Return the design of a thing under its semantic tag, not yet stretched to its box.

    Args:
        type_id: blueprint id; `static.prop.mesh` takes its mesh from the path.
        mesh_path: attribute of that blueprint.
    """
    name = type_id.removeprefix("static.prop.")
    if name not in MESHES:
        name = mesh_name(mesh_path)
    return retagged(MESHES[name](), prop_row(type_id, {"mesh_path": mesh_path}).tag)
