"""Which mesh stands for which vehicle."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.ambulance import ambulance
from carla_bench.simulator.graphics.bicycles import bicycle
from carla_bench.simulator.graphics.buses import bus
from carla_bench.simulator.graphics.cars import car
from carla_bench.simulator.graphics.cybertruck import cybertruck
from carla_bench.simulator.graphics.lorries import cola_truck, fire_engine, heavy_truck
from carla_bench.simulator.graphics.motorcycles import motorcycle
from carla_bench.simulator.graphics.primitives import Point
from carla_bench.simulator.graphics.vans import panel_van
from carla_bench.simulator.mesh import Mesh

__all__ = ["vehicle"]

_Build = Callable[[float, float, float], Mesh]
_MODELS: dict[str, _Build] = {
    "carlamotors.carlacola": cola_truck,
    "carlamotors.european_hgv": heavy_truck,
    "carlamotors.firetruck": fire_engine,
    "tesla.cybertruck": cybertruck,
    "ford.ambulance": ambulance,
    "mercedes.sprinter": panel_van,
}
_CLASSES: dict[str, _Build] = {"truck": heavy_truck, "bus": bus}


def vehicle(type_id: str, size: Point, base_type: str) -> Mesh:
    """Return the design of a vehicle, not yet stretched to its box.

    Args:
        type_id: blueprint id.
        size: length, width, height of the box, metres.
        base_type: car, van, truck, bus, motorcycle or bicycle; for models without a design.
    """
    name, kind = type_id.removeprefix("vehicle."), base_type.lower()
    if kind in ("motorcycle", "bicycle"):
        return {"motorcycle": motorcycle, "bicycle": bicycle}[kind](name, *size)
    build = _MODELS.get(name) or _CLASSES.get(kind)
    return build(*size) if build else car(name, *size)
