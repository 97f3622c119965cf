"""Meshes of cones, barriers and warning boards.

Designs are in metres with the ground at z = 0, in the colours of the family `prop_`; the caller
stretches them to the exact box of the blueprint and gives them their semantic tag. Boards face
backward, towards traffic that comes along x.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    ball,
    box,
    frustum,
    lathe,
    polygon,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]

_Band = tuple[float, float, str]


def _banded(radius: Callable[[float], float], bands: Sequence[_Band], sides: int = 14) -> Mesh:
    """Return a round body whose rings have different colours."""
    return Mesh.join(
        [
            lathe([(radius(low), low), (radius(high), high)], name, sides)
            for low, high, name in bands
        ]
    )


def _cone() -> Mesh:
    """A large cone with two reflective bands."""
    bands = (
        (0.06, 0.42, "cone_orange"),
        (0.42, 0.58, "prop_white"),
        (0.58, 0.72, "cone_orange"),
        (0.72, 0.84, "prop_white"),
        (0.84, 1.10, "cone_orange"),
    )
    return Mesh.join(
        [
            wedge((-0.44, 0.44), (-0.44, 0.44), (0, 0.04), (-0.4, 0.4), (-0.4, 0.4), "prop_black"),
            lathe([(0.36, 0.04), (0.31, 0.07)], "cone_orange", 14),
            _banded(lambda z: 0.30 - 0.225 * z, bands),
            lathe([(0.052, 1.10), (0.045, 1.13)], "prop_black", 14),
        ]
    )


def _small_cone() -> Mesh:
    """A cone for quick works, all orange but for one band."""
    bands = (
        (0.03, 0.30, "cone_orange"),
        (0.30, 0.44, "prop_white"),
        (0.44, 0.59, "cone_orange"),
    )
    base = wedge(
        (-0.17, 0.17), (-0.17, 0.17), (0, 0.03), (-0.155, 0.155), (-0.155, 0.155), "cone_orange"
    )
    return Mesh.join([base, _banded(lambda z: 0.125 - 0.165 * z, bands, 12)])


def _delineator() -> Mesh:
    """A slim post with a ring to carry it by, on an oblong foot."""
    bands = (
        (0.07, 0.50, "cone_orange"),
        (0.50, 0.63, "prop_white"),
        (0.63, 0.74, "cone_orange"),
        (0.74, 0.87, "prop_white"),
        (0.87, 1.06, "cone_orange"),
    )
    foot = wedge(
        (-0.23, 0.23), (-0.195, 0.195), (0, 0.07), (-0.19, 0.19), (-0.15, 0.15), "prop_black"
    )
    ring = [(0.0, y, z) for y, z in arc((0.0, 1.11), 0.055, -90, 270, 8)]
    return Mesh.join(
        [
            foot,
            _banded(lambda z: 0.085 - 0.035 * z, bands, 12),
            rod(ring, 0.016, "cone_orange", 4),
        ]
    )


def _street_barrier() -> Mesh:
    """Two striped boards on a frame with feet; long on x."""
    parts = []
    for x in (-0.5, 0.5):
        parts += [
            box((x - 0.04, x + 0.04), (-0.185, 0.185), (0, 0.05), "prop_black"),
            box((x - 0.025, x + 0.025), (-0.02, 0.02), (0.05, 1.05), "prop_steel"),
            lathe([(0.05, 1.0), (0.05, 1.07)], "prop_yellow", 8, (x, 0.0)),
        ]
    for low, high in ((0.78, 1.0), (0.40, 0.62)):
        parts.append(box((-0.605, 0.605), (-0.035, 0.035), (low, high), "barrier_stripes"))
    return Mesh.join(parts)


def _chain_post(x: float) -> list[Mesh]:
    return [
        lathe([(0.12, 0), (0.11, 0.03), (0.035, 0.07)], "prop_black", 12, (x, 0.0)),
        lathe([(0.03, 0.05), (0.03, 0.35)], "prop_red", 8, (x, 0.0)),
        lathe([(0.03, 0.35), (0.03, 0.60)], "prop_white", 8, (x, 0.0)),
        lathe([(0.03, 0.60), (0.03, 0.83)], "prop_red", 8, (x, 0.0)),
        ball((x, 0.0, 0.85), (0.045, 0.045, 0.04), "prop_red", 8, 3),
    ]


def _chain_barrier() -> Mesh:
    """Two posts with a sagging chain of red and white links; long on x."""
    steps, links = 14, []
    for k in range(steps):
        t = (k + 0.5) / steps
        x, z = -0.60 + 1.20 * t, 0.76 - 1.1 * t * (1 - t)
        flat = k % 2
        size = (0.062, 0.012 if flat else 0.026, 0.026 if flat else 0.012)
        links.append(ball((x, 0.0, z), size, ("prop_red", "prop_white")[k // 2 % 2], 6, 2))
    return Mesh.join([*_chain_post(-0.62), *_chain_post(0.62), *links])


def _chain_end() -> Mesh:
    """The last post of a chain."""
    return Mesh.join(_chain_post(0.0))


def _lamp(y: float, z: float, x: float = 0.0, size: float = 0.11) -> list[Mesh]:
    """Return a warning lamp that looks along -x."""
    return [
        frustum((x, y, z), (x + 0.06, y, z), size, "prop_black", 10),
        frustum((x - 0.035, y, z), (x, y, z), (size * 0.6, size * 0.85), "lamp_warning", 10),
    ]


def _trafficwarning() -> Mesh:
    """A trailer with a large board: an arrow of lamps above stripes."""
    arrow = [(y, 2.30 + abs(y) * 0.75) for y in (-0.8, -0.53, -0.27, 0.0, 0.27, 0.53, 0.8)]
    arrow += [(0.0, z) for z in (2.62, 2.90, 3.18)]
    parts = [part for y, z in arrow for part in _lamp(y, z, -0.36, 0.10)]
    parts += [part for y in (-1.25, 1.25) for part in _lamp(y, 3.35, -0.36, 0.16)]
    for y in (-0.95, 0.95):
        parts += [
            frustum((0.15, y - 0.10, 0.32), (0.15, y + 0.10, 0.32), 0.32, "prop_black", 14),
            frustum((0.15, y - 0.11, 0.32), (0.15, y + 0.11, 0.32), 0.15, "prop_steel", 8),
            box((-0.16, 0.46), (y - 0.13, y + 0.13), (0.62, 0.67), "prop_orange"),
            rod([(0.7, y * 0.6, 0.45), (-0.2, y * 0.6, 1.6)], 0.03, "prop_grey"),
        ]
    return Mesh.join(
        [
            *parts,
            box((-0.7, 0.95), (-0.75, 0.75), (0.38, 0.50), "prop_orange"),
            box((0.95, 1.67), (-0.05, 0.05), (0.38, 0.46), "prop_grey"),
            rod([(1.35, 0, 0.4), (1.35, 0, 0.0)], 0.04, "prop_grey"),
            box((-0.30, -0.20), (-1.43, 1.43), (0.85, 1.95), "barrier_stripes"),
            box((-0.32, -0.20), (-1.43, 1.43), (2.02, 3.57), "prop_black"),
            *(box((-0.20, -0.10), (y - 0.06, y + 0.06), (0.5, 3.4), "prop_grey") for y in (-1, 1)),
        ]
    )


def _triangle(x: float, half: float, low: float, high: float, name: str) -> Mesh:
    return extruded([(-half, low), (half, low), (0.0, high)], x - 0.012, x + 0.012, name, "x")


def _pictogram(shapes: Sequence[Sequence[Pair]], x: float, name: str = "prop_black") -> Mesh:
    """Return flat (y, z) polygons just before a board."""
    return Mesh.join([polygon([(x, y, z) for y, z in shape], name) for shape in shapes])


_EXCLAMATION = (
    [(-0.055, 1.42), (0.055, 1.42), (0.03, 1.08), (-0.03, 1.08)],
    arc((0.0, 0.99), 0.05, 0, 315, 7),
)
_DIGGER = (
    arc((-0.06, 1.40), 0.055, 0, 315, 7),  # head
    [(-0.10, 1.34), (-0.02, 1.34), (0.05, 1.12), (-0.05, 1.12)],  # trunk
    [(-0.05, 1.14), (0.02, 1.14), (-0.06, 0.92), (-0.13, 0.92)],  # legs
    [(0.0, 1.14), (0.06, 1.12), (0.08, 0.92), (0.01, 0.92)],
    [(-0.04, 1.30), (-0.02, 1.27), (0.20, 1.02), (0.18, 1.00)],  # shovel
    [(0.12, 0.92), (0.32, 0.92), (0.22, 1.04)],  # heap
)


def _warning_sign(shapes: Sequence[Sequence[Pair]], face: str) -> Mesh:
    """A triangle on folding legs with a lamp at each lower corner and on top."""
    legs = [
        rod([(x, y, 0.0), (0.0, y * 0.75, 0.95)], 0.022, "prop_grey", 4)
        for x in (-0.64, 0.64)
        for y in (-0.40, 0.40)
    ]
    lamps = [part for y in (-0.44, 0.44) for part in _lamp(y, 0.74, -0.03, 0.085)]
    feet = [box((x - 0.04, x + 0.04), (-0.46, 0.46), (0, 0.04), "prop_black") for x in (-0.6, 0.6)]
    return Mesh.join(
        [
            *legs,
            *feet,
            *lamps,
            *_lamp(0.0, 1.76, -0.03, 0.10),
            _triangle(0.0, 0.53, 0.78, 1.72, "prop_red"),
            _triangle(-0.014, 0.41, 0.85, 1.58, face),
            _pictogram(shapes, -0.030),
        ]
    )


def _jersey_barrier() -> Mesh:
    """A concrete barrier; long on x."""
    half = [(0.30, 0.0), (0.30, 0.08), (0.17, 0.32), (0.09, 0.85)]
    section = [*half, *((-y, z) for y, z in reversed(half))]
    return Mesh.join(
        [
            extruded(section, -1.0, 1.0, "prop_grey", "x"),
            *(box((x - 0.1, x + 0.1), (-0.31, 0.31), (0, 0.06), "prop_dark") for x in (-0.6, 0.6)),
        ]
    )


def _water_barrier() -> Mesh:
    """A plastic barrier with holes for forks, every other one red and white; long on x."""
    half = [(0.26, 0.0), (0.26, 0.30), (0.16, 0.42), (0.13, 0.95)]
    section = [*half, *((-y, z) for y, z in reversed(half))]
    edges = [(-0.8 + 0.4 * k, -0.4 + 0.4 * k) for k in range(4)]
    parts = [
        extruded(section, low, high, ("prop_red", "prop_white")[k % 2], "x")
        for k, (low, high) in enumerate(edges)
    ]
    holes = [
        box((x - 0.12, x + 0.12), (-0.262, 0.262), (0.05, 0.16), "prop_black") for x in (-0.4, 0.4)
    ]
    return Mesh.join([*parts, *holes])


def _road_closed() -> Mesh:
    """A gate of three striped boards with lamps, across the road."""
    parts = [part for y in (-0.75, 0.75) for part in _lamp(y, 1.45, -0.03, 0.10)]
    for y in (-0.75, 0.75):
        parts += [
            box((-0.02, 0.04), (y - 0.03, y + 0.03), (0, 1.4), "prop_steel"),
            box((-0.30, 0.30), (y - 0.05, y + 0.05), (0, 0.05), "prop_black"),
        ]
    for low in (0.35, 0.72, 1.09):
        parts.append(box((-0.05, -0.02), (-0.9, 0.9), (low, low + 0.22), "barrier_stripes"))
    return Mesh.join(parts)


def _barrel() -> Mesh:
    """A steel drum with ribs and bungs."""
    profile: list[Point | Pair] = [(0.225, 0.0), (0.235, 0.02), (0.225, 0.04), (0.225, 0.26)]
    profile += [(0.236, 0.275), (0.225, 0.29), (0.225, 0.52), (0.236, 0.535), (0.225, 0.55)]
    profile += [(0.225, 0.77), (0.235, 0.79), (0.235, 0.81)]
    rings = [(float(p[0]), float(p[1])) for p in profile]
    return Mesh.join(
        [
            lathe(rings[:4], "prop_blue", 16),
            lathe(rings[3:7], "prop_blue", 16),
            lathe([(0.228, 0.30), (0.228, 0.51)], "prop_white", 16),
            lathe(rings[6:], "prop_blue", 16),
            lathe([(0.21, 0.795), (0.21, 0.797)], "prop_dark", 16),
            lathe([(0.03, 0.79), (0.03, 0.808)], "prop_steel", 8, (0.12, 0.05)),
            lathe([(0.02, 0.79), (0.02, 0.808)], "prop_steel", 8, (-0.13, -0.06)),
        ]
    )


def _pole() -> Mesh:
    """A reflector post of a work zone, lying nowhere: it stands."""
    bands = [(0.4 * k, 0.4 * k + 0.4, ("prop_red", "prop_white")[k % 2]) for k in range(8)]
    return _banded(lambda z: 0.08, bands, 10)


def _bollard() -> Mesh:
    """A short post with a reflecting ring."""
    return Mesh.join(
        [
            lathe([(0.11, 0), (0.09, 0.05), (0.085, 0.72)], "prop_dark", 12),
            lathe([(0.088, 0.72), (0.088, 0.84)], "prop_white", 12),
            lathe([(0.085, 0.84), (0.09, 0.92), (0.06, 0.98), (0.0, 1.0)], "prop_dark", 12),
        ]
    )


MESHES: dict[str, Callable[[], Mesh]] = {
    "constructioncone": _small_cone,
    "trafficcone01": _cone,
    "trafficcone02": _delineator,
    "streetbarrier": _street_barrier,
    "chainbarrier": _chain_barrier,
    "chainbarrierend": _chain_end,
    "trafficwarning": _trafficwarning,
    "warningaccident": lambda: _warning_sign(_EXCLAMATION, "prop_white"),
    "warningconstruction": lambda: _warning_sign(_DIGGER, "prop_yellow"),
    "barrel": _barrel,
    "jerseybarrier": _jersey_barrier,
    "waterbarrier": _water_barrier,
    "roadclosed": _road_closed,
    "pole": _pole,
    "bollard": _bollard,
}
