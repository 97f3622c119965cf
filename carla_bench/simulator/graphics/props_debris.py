"""Meshes of rubbish, rubble and small things; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import ball, box, frustum, lathe, polygon, wedge
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _heap(seed: int) -> Mesh:
    """A flat heap of soil with stones and clods; the seed is that of the kind."""
    rng = np.random.default_rng(seed)
    lumps = [ball((0, 0, 0), (0.70, 0.55, 0.10), "prop_brown", 11, 4)]
    for _ in range(14):
        x, y = rng.uniform(-0.66, 0.66), rng.uniform(-0.52, 0.52)
        r = rng.uniform(0.10, 0.26)
        lumps.append(ball((x, y, 0.01), (r, r * 0.9, rng.uniform(0.06, 0.15)), "prop_brown", 8, 3))
    for _ in range(30):
        x, y, r = rng.uniform(-0.85, 0.85), rng.uniform(-0.68, 0.68), rng.uniform(0.02, 0.055)
        name = ("prop_beige", "prop_grey", "prop_dark")[int(rng.integers(3))]
        lumps.append(
            placed(
                ball((0, 0, 0), (r * 1.3, r, r * 0.8), name, 5, 2),
                (x, y, 0.1 * float(np.exp(-2 * (x * x + y * y))) + 0.01),
                yaw=float(rng.uniform(0, 180)),
            )
        )
    mesh = Mesh.join(lumps)
    mesh.vertices[:, 2] = np.maximum(mesh.vertices[:, 2], 0)
    return mesh


def _shard(number: int) -> Mesh:
    """A piece of a broken roof tile, curved and pointed."""
    rng = np.random.default_rng(40 + number)
    corners = 6
    turns = np.sort(rng.uniform(0, 2 * np.pi, corners))
    outline = [(float(np.cos(t)) * 0.08, float(np.sin(t)) * 0.07) for t in turns]
    tile = extruded(outline, 0.0, 0.018, "prop_orange", "z")
    mesh = Mesh.join(
        [tile, placed(extruded(outline[:4], 0.0, 0.012, "prop_red", "z"), (0.02, 0.01, 0.012))]
    )
    mesh.vertices[:, 2] += 1.8 * mesh.vertices[:, 1] ** 2
    return mesh


def _iron_plank() -> Mesh:
    """A steel plate with raised ribs, as laid over trenches."""
    plate = box((-0.725, 0.725), (-0.585, 0.585), (0, 0.014), "prop_dark")
    ribs = []
    for i in range(9):
        for j in range(7):
            x, y = -0.64 + 0.16 * i, -0.50 + 0.166 * j
            turn = 45.0 if (i + j) % 2 else -45.0
            bar = box((-0.05, 0.05), (-0.012, 0.012), (0.014, 0.02), "prop_grey")
            ribs.append(placed(bar, (x, y, 0), yaw=turn))
    return Mesh.join([plate, *ribs])


def _platform_garbage() -> Mesh:
    """A wooden platform full of rubbish."""
    rng = np.random.default_rng(3)
    parts = [
        box((-1.8, 1.8), (y, y + 0.15), (0.09, 0.12), "prop_wood")
        for y in np.arange(-0.85, 0.8, 0.17).tolist()
    ]
    parts += [
        box((x - 0.06, x + 0.06), (-0.84, 0.84), (0, 0.09), "prop_brown")
        for x in (-1.6, -0.8, 0.0, 0.8, 1.6)
    ]
    names = ("prop_black", "prop_dark", "prop_white", "prop_sky", "prop_beige", "prop_red")
    for k in range(14):
        x, y, r = rng.uniform(-1.5, 1.5), rng.uniform(-0.6, 0.6), rng.uniform(0.09, 0.2)
        parts.append(ball((x, y, 0.12 + r * 0.4), (r * 1.2, r, r * 0.6), names[k % 6], 7, 3))
    for k in range(6):
        item = box((-0.2, 0.2), (-0.13, 0.13), (0, 0.12), ("prop_beige", "prop_wood")[k % 2])
        at = (rng.uniform(-1.4, 1.4), rng.uniform(-0.5, 0.5), 0.13)
        parts.append(placed(item, at, yaw=float(rng.uniform(0, 180)), pitch=8.0))
    return Mesh.join(parts)


def _can(name: str = "prop_red", band: str = "prop_white") -> Mesh:
    """A drinks can."""
    return Mesh.join(
        [
            lathe([(0.026, 0), (0.033, 0.008), (0.033, 0.045)], name, 12),
            lathe([(0.0335, 0.045), (0.0335, 0.07)], band, 12),
            lathe([(0.033, 0.07), (0.033, 0.108), (0.027, 0.118)], name, 12),
            lathe([(0.027, 0.117), (0.026, 0.12)], "prop_steel", 12),
            box((-0.008, 0.008), (-0.005, 0.012), (0.119, 0.122), "prop_steel"),
        ]
    )


def _crumpled(seed: int, name: str) -> Mesh:
    """A crumpled sheet of paper or film."""
    rng = np.random.default_rng(seed)
    side = 6
    x, y = np.meshgrid(np.linspace(-0.14, 0.14, side), np.linspace(-0.11, 0.11, side))
    x, y = x + rng.uniform(-0.02, 0.02, x.shape), y + rng.uniform(-0.02, 0.02, y.shape)
    z = rng.uniform(0, 0.07, x.shape)
    z[0, 0] = 0.0
    at = [
        [(float(a), float(b), float(c)) for a, b, c in zip(*row, strict=True)]
        for row in zip(x, y, z, strict=True)
    ]
    return Mesh.join(
        [
            polygon([at[i][j], at[i][j + 1], at[i + 1][j + 1], at[i + 1][j]], name)
            for i in range(side - 1)
            for j in range(side - 1)
        ]
    )


def _lying(mesh: Mesh, radius: float, yaw: float = 0.0) -> Mesh:
    """Return an upright round thing laid on its side along x."""
    return placed(placed(mesh, pitch=-90.0), (0, 0, radius), yaw=yaw)


def _bottle() -> Mesh:
    """A plastic bottle on its side."""
    bottle = Mesh.join(
        [
            lathe(
                [(0.038, 0), (0.042, 0.02), (0.038, 0.08), (0.042, 0.14), (0.04, 0.2)],
                "prop_sky",
                9,
            ),
            lathe([(0.0425, 0.09), (0.0425, 0.13)], "prop_white", 9),
            lathe([(0.04, 0.2), (0.014, 0.26), (0.014, 0.27)], "prop_sky", 9),
            lathe([(0.017, 0.27), (0.017, 0.295)], "prop_blue", 9),
        ]
    )
    return _lying(bottle, 0.042)


def _newspaper() -> Mesh:
    """An open newspaper with columns and a picture."""
    parts = []
    for side in (1.0, -1.0):
        page = [
            (0.0, -0.1, 0.02),
            (0.13 * side, -0.1, 0.045),
            (0.13 * side, 0.1, 0.045),
            (0.0, 0.1, 0.02),
        ]
        parts.append(polygon(page, "prop_white"))
        for k in range(4):
            y = -0.08 + 0.035 * k
            line = [
                (0.02 * side, y, 0.026),
                (0.11 * side, y, 0.043),
                (0.11 * side, y + 0.015, 0.043),
                (0.02 * side, y + 0.015, 0.026),
            ]
            parts.append(polygon(line, "prop_grey"))
    parts.append(
        polygon(
            [(0.03, 0.06, 0.03), (0.1, 0.06, 0.043), (0.1, 0.09, 0.043), (0.03, 0.09, 0.03)],
            "prop_dark",
        )
    )
    return Mesh.join([*parts, box((-0.13, 0.13), (-0.1, 0.1), (0.0, 0.004), "prop_white")])


def _scraps() -> Mesh:
    """A bag that burst: paper, a can, peel."""
    return Mesh.join(
        [
            placed(_crumpled(7, "prop_white"), (0.1, 0.05, 0)),
            placed(_crumpled(8, "prop_beige"), (-0.1, -0.08, 0)),
            placed(_lying(_can("prop_green"), 0.034), (-0.16, 0.1, 0), yaw=40.0),
            ball((0.12, -0.12, 0.03), (0.05, 0.035, 0.03), "prop_yellow", 7, 3),
            ball((0.0, 0.14, 0.02), (0.04, 0.04, 0.025), "prop_orange", 7, 3),
        ]
    )


def _cup() -> Mesh:
    """A paper cup with a lid and a straw."""
    return Mesh.join(
        [
            lathe([(0.032, 0), (0.044, 0.105)], "prop_white", 12),
            lathe([(0.0385, 0.035), (0.043, 0.08)], "prop_brown", 12),
            lathe([(0.047, 0.105), (0.045, 0.12)], "prop_dark", 12),
            rod([(0.01, 0, 0.12), (0.02, 0, 0.15)], 0.005, "prop_red", 4),
        ]
    )


def _burst_bag() -> Mesh:
    """A torn rubbish bag that spills."""
    body = ball((-0.08, 0, 0.07), (0.16, 0.18, 0.09), "prop_black", 9, 4)
    spill = placed(_scraps(), (0.1, 0, 0), scale=(0.6, 0.9, 1.0))
    neck = lathe([(0.02, 0.12), (0.05, 0.165)], "prop_black", 7, (-0.12, 0.0))
    return Mesh.join([body, spill, neck])


def _mobile() -> Mesh:
    """A telephone, face up."""
    return Mesh.join(
        [
            box((-0.08, 0.08), (-0.04, 0.04), (0, 0.017), "prop_dark"),
            box((-0.07, 0.07), (-0.036, 0.036), (0.017, 0.02), "prop_sky"),
        ]
    )


def _bike_helmet() -> Mesh:
    """A cyclist's helmet with slots, front towards +x."""
    shell = lathe(
        [(0.10, 0.04), (0.118, 0.06), (0.112, 0.11), (0.085, 0.16), (0.04, 0.185), (0, 0.19)],
        "prop_red",
        14,
    )
    slots = [
        placed(
            ball((0, 0, 0), (0.07, 0.012, 0.02), "prop_black", 6, 2),
            (0.05 * x, 0.055 * y, 0.165),
            pitch=-18.0 * x,
        )
        for x in (-1, 1)
        for y in (-1, 0, 1)
    ]
    peak = wedge(
        (0.08, 0.16), (-0.09, 0.09), (0.055, 0.075), (0.08, 0.15), (-0.085, 0.085), "prop_white"
    )
    strap = rod(
        [(0.0, 0.1, 0.05), (0.02, 0.05, 0.0), (0.02, -0.05, 0.0), (0.0, -0.1, 0.05)],
        0.006,
        "prop_black",
        4,
    )
    stretched = placed(Mesh.join([shell, *slots]), scale=(1.25, 0.95, 1.0))
    return Mesh.join([stretched, peak, strap])


def _motor_helmet() -> Mesh:
    """A full-face helmet with its visor towards +x."""
    shell = ball((0, 0, 0.14), (0.165, 0.13, 0.135), "prop_blue", 14, 8)
    visor = extruded(arc((0.0, 0.0), (0.17, 0.132), -68, 68, 8), 0.12, 0.20, "prop_black", "z")
    chin = extruded(arc((0.0, 0.0), (0.172, 0.122), -60, 60, 8), 0.03, 0.09, "prop_white", "z")
    rim = frustum((0, 0, 0.0), (0, 0, 0.04), (0.10, 0.115), "prop_black", 12)
    stripe = extruded(arc((0, 0.14), (0.168, 0.138), 30, 180, 8), -0.02, 0.02, "prop_white")
    return Mesh.join([shell, visor, chin, rim, stripe])


MESHES: dict[str, Callable[[], Mesh]] = {
    "dirtdebris01": lambda: _heap(1),
    "dirtdebris02": lambda: _heap(2),
    "dirtdebris03": lambda: _heap(3),
    "brokentile01": lambda: _shard(1),
    "brokentile02": lambda: _shard(2),
    "brokentile03": lambda: _shard(3),
    "brokentile04": lambda: _shard(4),
    "ironplank": _iron_plank,
    "platformgarbage01": _platform_garbage,
    "colacan": _can,
    "garbage01": lambda: _crumpled(1, "prop_white"),
    "garbage02": _newspaper,
    "garbage03": _bottle,
    "garbage04": _scraps,
    "garbage05": _cup,
    "garbage06": _burst_bag,
    "mobile": _mobile,
    "bike helmet": _bike_helmet,
    "motorhelmet": _motor_helmet,
}
