"""Fills the land along the roads: buildings, gardens, trees, lights and signs on the ground."""

from __future__ import annotations

from dataclasses import dataclass

import carla
import numpy as np

from carla_bench.simulator.landscape.buildings import Plot, building
from carla_bench.simulator.landscape.cross_sections import Stretch, survey
from carla_bench.simulator.landscape.frontages import Frontage, frontages
from carla_bench.simulator.landscape.occupancy import Occupancy, rectangle
from carla_bench.simulator.landscape.parts import Part, assemble, quads
from carla_bench.simulator.landscape.plants import hedge, tree
from carla_bench.simulator.landscape.roads import KERB_M
from carla_bench.simulator.landscape.site import Site
from carla_bench.simulator.landscape.solids import placed
from carla_bench.simulator.landscape.street_furniture import (
    barrier,
    guard_rail,
    street_light,
    traffic_sign,
)
from carla_bench.simulator.materials import TAGS, material
from carla_bench.simulator.mesh import Mesh

__all__ = ["scenery_mesh", "scenery_parts"]

_EVERYTHING = Occupancy.ROAD | Occupancy.SIDEWALK | Occupancy.OBJECT
_OFF_ROAD = Occupancy.ROAD | Occupancy.OBJECT
_LIGHT_SPACING_M = 30.0
_TREE_SIDEWALK_M = 2.2
"""narrower sidewalks get no trees"""
_LAND_TREE_SPACING_M = 42.0
"""along the sides of the roads"""
_LAND_TREE_REACH_M = 70.0
_RAIL_STEP = 4
"""points of a frontage"""
_MIN_RAIL_POINTS = 6
_APRON_STEP = 8
"""points of a frontage"""
_BARRIER_M = 5.0
"""length of the pieces that hedges and fences follow bends with"""


@dataclass(frozen=True, slots=True)
class _Style:
    """How one side of a street is built up."""

    widths_m: tuple[float, float]
    depths_m: tuple[float, float]
    storeys: tuple[int, int]
    pitched: float
    """share of pitched roofs"""
    setback_m: tuple[float, float]
    gap: float
    """share of buildings with a gap after them"""
    gap_m: tuple[float, float]


_DENSE = _Style((12, 22), (11, 15), (4, 7), 0.15, (0.2, 0.6), 0.15, (3.0, 5.0))
_TERRACE = _Style((8, 14), (9, 12), (2, 4), 0.7, (0.2, 1.2), 0.25, (3.0, 6.0))
_GARDEN = _Style((9, 14), (8, 11), (2, 2), 0.85, (3.5, 6.0), 0.9, (3.0, 7.0))


def scenery_mesh(carla_map: carla.Map, rng: np.random.Generator) -> Mesh:
    """Return all that stands beside the roads of a map; instance ids as in `parts.assemble`."""
    return assemble(scenery_parts(survey(carla_map), rng))[0]


def scenery_parts(stretches: list[Stretch], rng: np.random.Generator) -> list[Part]:
    """Return the ground and every object on it."""
    site = Site(stretches, rng)
    sides = frontages(stretches)
    for side in sides:
        if side.sidewalk_m:
            _furnish(site, side)
    for side in sides:
        if side.sidewalk_m:
            _build_up(site, side, _style(side, rng))
        else:
            _fence_off(site, side)
    _scatter_trees(site, sides)
    ground = site.ground.mesh(site.occupancy, rng)
    return [Part("Terrain", int(TAGS[material("grass")]), ground), *site.parts]


def _style(side: Frontage, rng: np.random.Generator) -> _Style:
    if side.lanes > 1:
        return _DENSE
    return (_DENSE, _TERRACE, _GARDEN)[rng.choice(3, p=(0.2, 0.45, 0.35))]


def _furnish(site: Site, side: Frontage) -> None:
    """Put lights, signs and trees on a sidewalk."""
    rng, length = site.rng, side.length_m
    for distance in np.arange(rng.uniform(6, 14), length - 4, _LIGHT_SPACING_M):
        light = street_light(1.8 if side.lanes == 1 else 2.6)
        _put_at_kerb(site, side, (distance, 0.5), ("StreetLight", "pole", light))
    for distance in (length - rng.uniform(3, 6), rng.uniform(15, 30)):
        if 3 < distance < length and rng.random() < 0.6:
            sign = ("TrafficSign", "sign_white", traffic_sign(rng))
            _put_at_kerb(site, side, (distance, 0.6), sign)
    spacing = 12.0 if side.lanes > 1 else float(rng.choice([0.0, 11.0, 16.0]))
    if side.sidewalk_m < _TREE_SIDEWALK_M or not spacing:
        return
    for distance in np.arange(9.0, length - 8.0, spacing):
        plant = tree(rng.uniform(6.5, 9.0), rng)
        _put_at_kerb(site, side, (distance, 0.9), ("Tree", "bark", plant))


def _put_at_kerb(
    site: Site, side: Frontage, place: tuple[float, float], thing: tuple[str, str, Mesh]
) -> None:
    """Put a thing on the sidewalk if there is room.

    Args:
        site: the town.
        side: of which street.
        place: metres along the street, and from the kerb.
        thing: kind, material that tags it, and mesh.
    """
    distance, inset = place
    kind, material_name, mesh = thing
    index = side.index(distance)
    spot = side.kerb[index, :2] + inset * side.outward(index)
    room = rectangle(spot, 0.0, (0.6, 0.6))
    if side.sidewalk_m > inset + 0.3 and site.claim(room, _OFF_ROAD):
        position = np.array([*spot, side.kerb[index, 2] + KERB_M])
        site.add(kind, material_name, placed(mesh, position, float(side.yaw[index])))


def _build_up(site: Site, side: Frontage, style: _Style) -> None:
    """Put a row of buildings along one side of a street."""
    rng = site.rng
    position = rng.uniform(0.0, 1.5)
    while position < side.length_m - 6:
        plot = Plot(
            width_m=min(rng.uniform(*style.widths_m), side.length_m - position),
            depth_m=rng.uniform(*style.depths_m),
            storeys=int(rng.integers(style.storeys[0], style.storeys[1] + 1)),
            pitched=bool(rng.random() < style.pitched),
        )
        setback = rng.uniform(*style.setback_m)
        built = _place_building(site, side, position, plot, setback)
        if built is None:
            position += 2.5
            continue
        gap = rng.uniform(*style.gap_m) if rng.random() < style.gap else 0.0
        _front_garden(site, side, (position, position + built + gap), setback)
        position += built + gap


def _place_building(
    site: Site, side: Frontage, start: float, plot: Plot, setback: float
) -> float | None:
    """Put a building, a smaller one if it does not fit, and return its width or None."""
    for shrink in (1.0, 0.75, 0.55):
        width, depth = plot.width_m * (shrink + 1) / 2, plot.depth_m * shrink
        if width < 5.5 or depth < 5.0:
            break
        index = side.index(start + width / 2)
        yaw = float(side.yaw[index])
        # On the inside of a bend the ends of the facade come closer to the road than its middle.
        for extra in (0.0, 1.0, 2.5):
            center = side.beyond(index, setback + extra + depth / 2 + 0.5)
            footprint = rectangle(center, yaw, (width - 1.0, depth))
            if not site.claim(footprint, _EVERYTHING):
                continue
            lower = Plot(width, depth, plot.storeys, plot.pitched)
            ground = np.array([*center, site.stand(footprint)])
            site.add(
                "Building", "roof_flat", placed(building(lower, site.rng), ground, yaw + np.pi)
            )
            if setback + extra < 2:
                _apron(site, side, (start, start + width), setback + extra + 0.5)
            return width
    return None


def _apron(site: Site, side: Frontage, span: tuple[float, float], depth: float) -> None:
    """Pave the strip between a sidewalk and the facades behind it."""
    first, last = (side.index(distance) for distance in span)
    height = site.stand(side.edge[[first, last], :2]) + 0.02
    near, far = (
        np.stack([[*side.beyond(i, reach), height] for i in range(first, last + 1, _APRON_STEP)])
        for reach in (-0.1, depth)
    )
    if len(near) > 1:
        site.add("Apron", "pavement", quads([near[:-1], near[1:], far[1:], far[:-1]], "pavement"))


def _front_garden(site: Site, side: Frontage, span: tuple[float, float], setback: float) -> None:
    """Put a hedge, fence or wall on the edge of the sidewalk, with a gate in it."""
    rng = site.rng
    if setback < 2.0:
        return
    kind = str(rng.choice(["hedge", "fence_wood", "fence_metal", "wall"]))
    gate, height = rng.uniform(0.3, 0.7), rng.uniform(0.9, 1.6)
    middle = span[0] + gate * (span[1] - span[0])
    for start, end in ((span[0], middle - 0.8), (middle + 0.8, span[1])):
        for low in np.arange(start, end - 0.5, _BARRIER_M):
            length = min(_BARRIER_M, end - low)
            index = side.index(low + length / 2)
            spot = side.beyond(index, 0.45)
            ground = rectangle(spot, float(side.yaw[index]), (length - 0.8, 0.3))
            if not site.claim(ground, _OFF_ROAD):
                continue
            mesh = hedge(length, height) if kind == "hedge" else barrier(kind, length)
            position = np.array([*spot, site.stand(ground)])
            name = {"hedge": "Hedge", "wall": "Wall"}.get(kind, "Fence")
            site.add(name, kind, placed(mesh, position, float(side.yaw[index])))


def _fence_off(site: Site, side: Frontage) -> None:
    """Put a guard rail along a road without sidewalk, where no other road joins."""
    line = side.edge[::_RAIL_STEP].copy()
    yaw = side.yaw[::_RAIL_STEP]
    outward = np.stack([-np.sin(yaw), np.cos(yaw)], axis=-1)
    line[:, :2] += 0.7 * outward
    free = [site.occupancy.free(point[None], _EVERYTHING) for point in line[:, :2]]
    ends = np.flatnonzero(np.diff(np.r_[0, np.array(free, np.int8), 0])).reshape(-1, 2)
    for first, last in ends:
        if last - first >= _MIN_RAIL_POINTS:
            site.add("GuardRail", "guard_rail", guard_rail(line[first:last]))
            site.occupancy.mark(line[first:last, :2], Occupancy.OBJECT)


def _scatter_trees(site: Site, sides: list[Frontage]) -> None:
    """Put trees on the land that is left, near the roads."""
    rng = site.rng
    lengths = np.array([side.length_m for side in sides])
    count = int(lengths.sum() / _LAND_TREE_SPACING_M)
    for number in rng.choice(len(sides), size=3 * count, p=lengths / lengths.sum()):
        if count <= 0:
            break
        side = sides[number]
        index = int(rng.integers(len(side.edge)))
        spot = side.beyond(index, 3.0 + _LAND_TREE_REACH_M * rng.random() ** 1.5)
        if not site.claim(rectangle(spot, 0.0, (4.0, 4.0)), _EVERYTHING):
            continue
        height = rng.uniform(5.0, 12.0)
        position = np.array([*spot, site.stand(spot[None])])
        site.add("Tree", "bark", placed(tree(height, rng), position, 0.0))
        count -= 1
