"""Which mesh stands for which prop, by fragments of the blueprint's name."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.primitives import Point, box
from carla_bench.simulator.mesh import Mesh

from . import props_loose as loose
from . import props_roadworks as works
from . import props_street as street

__all__ = ["prop"]


def prop(name: str, size: Point) -> Mesh:
    """Return the mesh of a prop; a plain box for names that say nothing.

    Args:
        name: blueprint id, such as `static.prop.trafficcone01`.
        size: length, width, height, metres.
    """
    short = name.rsplit(".", 1)[-1].lower()
    for fragments, build in _BUILDERS:
        if any(fragment in short for fragment in fragments):
            return build(size)
    return _box(size)


def _box(size: Point) -> Mesh:
    return box((-1, 1), (-1, 1), (0, 1), "prop_brown")


def _grey_box(size: Point) -> Mesh:
    return box((-1, 1), (-1, 1), (0, 1), "prop_grey")


_BUILDERS: tuple[tuple[tuple[str, ...], Callable[[Point], Mesh]], ...] = (
    (("trafficcone02",), works.delineator),
    (("cone",), works.cone),
    (("streetbarrier",), works.street_barrier),
    (("chainbarrierend",), works.chain_end),
    (("chainbarrier",), works.chain_barrier),
    (("trafficwarning",), works.traffic_warning),
    (("warning",), works.warning_sign),
    (("barrel",), works.barrel),
    (("trashcan",), street.trashcan),
    (("trashbag", "plasticbag", "shoppingbag", "purse"), loose.bag),
    (("clothcontainer", "glasscontainer", "container"), street.container),
    (("foodcart",), loose.food_cart),
    (("shoppingcart", "shoppingtrolley"), loose.cart),
    (("travelcase", "briefcase", "guitarcase"), loose.case),
    (("bench", "swingcouch", "plasticchair"), street.bench),
    (("table",), street.table),
    (("advertisement",), street.advertisement),
    (("atm", "vendingmachine"), street.machine),
    (("mailbox",), street.mailbox),
    (("plantpot",), loose.plant_pot),
    (("busstop", "pergola"), street.shelter),
    (("kiosk", "doghouse"), street.kiosk),
    (("streetsign",), street.sign),
    (("debris", "garbage"), loose.debris),
    (("tile", "plank"), loose.slab),
    (("can", "helmet", "gnome", "fountain"), loose.can),
    (("haybale",), loose.hay),
    (("palm",), loose.palm),
    (("cypress",), loose.cypress),
    (("tree",), loose.broad_tree),
    (("bin",), street.bin),
    (("atm", "mobile", "calibrator", "barbeque"), _grey_box),
)
"""Fragments of names, the more particular first."""
