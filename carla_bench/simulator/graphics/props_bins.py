"""Meshes of bins and containers; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    Point,
    box,
    frustum,
    lathe,
    mirrored,
    polygon,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod, wires
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _wheelie_bin() -> Mesh:
    """A household's bin on two wheels, its lid opening towards -x."""
    lid = extruded(
        [(-0.26, 0.98), (-0.27, 1.01), (-0.05, 1.06), (0.24, 1.04), (0.27, 0.98)],
        -0.31,
        0.31,
        "prop_green",
    )
    wheel = frustum((0.20, 0.24, 0.10), (0.20, 0.31, 0.10), 0.10, "prop_black", 12)
    return Mesh.join(
        [
            wedge(
                (-0.17, 0.19),
                (-0.21, 0.21),
                (0.04, 0.98),
                (-0.25, 0.24),
                (-0.29, 0.29),
                "prop_green",
            ),
            lid,
            wedge(
                (-0.265, 0.25),
                (-0.30, 0.30),
                (0.88, 0.98),
                (-0.265, 0.25),
                (-0.30, 0.30),
                "prop_dark",
            ),
            frustum((0.265, -0.24, 0.94), (0.265, 0.24, 0.94), 0.025, "prop_black", 6),
            mirrored(wheel),
            box((-0.262, -0.235), (-0.1, 0.1), (0.55, 0.72), "prop_white"),
        ]
    )


def _drum() -> Mesh:
    """A drum under a roof."""
    return Mesh.join(
        [
            lathe([(0.25, 0), (0.28, 0.06), (0.28, 0.70)], "prop_green", 14),
            lathe([(0.30, 0.70), (0.30, 0.75)], "prop_dark", 14),
            *(
                rod([(0.24 * x, 0.24 * y, 0.7), (0.24 * x, 0.24 * y, 0.85)], 0.02, "prop_dark")
                for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
            ),
            lathe([(0.30, 0.84), (0.22, 0.92), (0.0, 0.95)], "prop_dark", 14),
        ]
    )


def _slatted_bin() -> Mesh:
    """A drum behind wooden slats."""
    slats = [
        placed(box((0.235, 0.26), (-0.045, 0.045), (0.06, 0.90), "prop_wood"), yaw=24.0 * k)
        for k in range(15)
    ]
    rings = [lathe([(0.24, z), (0.24, z + 0.03)], "prop_black", 14) for z in (0.08, 0.84)]
    return Mesh.join([*slats, *rings, lathe([(0.2, 0), (0.22, 0.88)], "prop_black", 12)])


def _hooded_bin() -> Mesh:
    """A box with a hood that has a hole."""
    return Mesh.join(
        [
            box((-0.29, 0.29), (-0.27, 0.27), (0.05, 0.74), "prop_steel"),
            box((-0.31, 0.31), (-0.29, 0.29), (0, 0.05), "prop_dark"),
            wedge(
                (-0.30, 0.30),
                (-0.28, 0.28),
                (0.74, 1.02),
                (-0.05, 0.28),
                (-0.26, 0.26),
                "prop_dark",
            ),
            polygon(
                [
                    (-0.285, -0.2, 0.78),
                    (-0.285, 0.2, 0.78),
                    (-0.13, 0.2, 0.95),
                    (-0.13, -0.2, 0.95),
                ],
                "prop_black",
            ),
            box((-0.295, -0.29), (-0.15, 0.15), (0.3, 0.55), "prop_blue"),
        ]
    )


def _post_bin() -> Mesh:
    """A bucket on a post."""
    return Mesh.join(
        [
            frustum((0.22, 0, 0), (0.22, 0, 0.95), 0.035, "prop_dark", 8),
            lathe([(0.04, 0.18), (0.2, 0.2), (0.25, 0.78)], "prop_orange", 14, (-0.05, 0.0)),
            lathe([(0.26, 0.78), (0.26, 0.82)], "prop_dark", 14, (-0.05, 0.0)),
            lathe([(0.23, 0.79), (0.23, 0.83)], "prop_black", 14, (-0.05, 0.0)),
            box((0.15, 0.30), (-0.12, 0.12), (0, 0.03), "prop_dark"),
        ]
    )


def _mesh_bin() -> Mesh:
    """A basket of wire."""
    mesh = []
    for k in range(10):
        a, b = (_circle(0.24, 0.05)[k], _circle(0.28, 0.9)[k])
        c, d = (_circle(0.28, 0.9)[(k + 1) % 10], _circle(0.24, 0.05)[(k + 1) % 10])
        mesh.append(wires([a, d, c, b], 2, 4, 0.006, "prop_dark"))
    fill = lathe([(0.2, 0.06), (0.22, 0.45), (0.1, 0.55)], "prop_white", 9)
    foot = lathe([(0.24, 0), (0.24, 0.05)], "prop_dark", 10)
    return Mesh.join([*mesh, fill, foot, lathe([(0.28, 0.89), (0.28, 0.92)], "prop_dark", 10)])


def _circle(radius: float, z: float) -> list[Point]:
    """Return ten points on a level circle."""
    return [(x, y, z) for x, y in arc((0.0, 0.0), radius, 0, 324, 9)]


def _container() -> Mesh:
    """A large waste container on castors with a sloping lid."""
    tub = wedge(
        (-0.80, 0.80), (-0.36, 0.36), (0.18, 1.30), (-0.93, 0.93), (-0.48, 0.48), "prop_green"
    )
    ribs = [
        wedge(
            (x - 0.04, x + 0.04),
            (-0.38, 0.38),
            (0.2, 1.3),
            (x * 1.12 - 0.04, x * 1.12 + 0.04),
            (-0.50, 0.50),
            "prop_green",
        )
        for x in (-0.6, -0.2, 0.2, 0.6)
    ]
    lid = [
        extruded(
            [(-0.50, 1.30), (-0.50, 1.36), (-0.1, 1.70), (0.2, 1.71), (0.50, 1.40), (0.5, 1.3)],
            low,
            high,
            "prop_dark",
            "x",
        )
        for low, high in ((-0.95, -0.01), (0.01, 0.95))
    ]
    castors = [
        Mesh.join(
            [
                frustum((x - 0.04, y, 0.09), (x + 0.04, y, 0.09), 0.09, "prop_black", 10),
                box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (0.12, 0.22), "prop_grey"),
            ]
        )
        for x in (-0.68, 0.68)
        for y in (-0.3, 0.3)
    ]
    pins = [
        frustum((x * 0.93, 0.0, 1.1), (x * 0.965, 0.0, 1.1), 0.05, "prop_grey", 8) for x in (-1, 1)
    ]
    return Mesh.join([tub, *ribs, *lid, *castors, *pins])


def _cloth_container() -> Mesh:
    """A bank for old clothes with a chute towards -x."""
    return Mesh.join(
        [
            box((-0.55, 0.6), (-0.57, 0.57), (0.08, 1.75), "prop_white"),
            wedge(
                (-0.55, 0.6), (-0.57, 0.57), (1.75, 1.95), (-0.35, 0.45), (-0.5, 0.5), "prop_steel"
            ),
            box((-0.565, -0.55), (-0.57, 0.57), (0.4, 0.62), "prop_red"),
            wedge(
                (-0.60, -0.55),
                (-0.40, 0.40),
                (1.20, 1.60),
                (-0.60, -0.55),
                (-0.40, 0.40),
                "prop_steel",
            ),
            frustum((-0.60, -0.3, 1.3), (-0.60, 0.3, 1.3), 0.025, "prop_black", 6),
            box((-0.565, -0.55), (-0.25, 0.25), (0.75, 1.08), "prop_blue"),
            *(box((x - 0.06, x + 0.06), (-0.5, 0.5), (0, 0.08), "prop_black") for x in (-0.4, 0.4)),
        ]
    )


def _glass_container() -> Mesh:
    """A bell for bottles with round holes."""
    bell = [(0.66, 0.0), (0.72, 0.1), (0.72, 0.6), (0.62, 1.1), (0.40, 1.42), (0.16, 1.54)]
    holes = [
        placed(frustum((0.55, 0, 1.03), (0.70, 0, 1.08), 0.11, name, 10), yaw=turn)
        for turn, name in (
            (0, "prop_black"),
            (90, "prop_black"),
            (180, "prop_black"),
            (270, "prop_black"),
        )
    ]
    ring = [(0.0, y, z) for y, z in arc((0.0, 1.56), 0.085, 0, 360, 8)]
    return Mesh.join(
        [
            lathe(bell, "prop_leaf", 16),
            lathe([(0.735, 0.28), (0.735, 0.46)], "prop_white", 16),
            lathe([(0.69, 0), (0.735, 0.04), (0.735, 0.1)], "prop_dark", 16),
            *holes,
            rod(ring, 0.022, "prop_steel", 5),
        ]
    )


MESHES: dict[str, Callable[[], Mesh]] = {
    "bin": _wheelie_bin,
    "trashcan01": _drum,
    "trashcan02": _slatted_bin,
    "trashcan03": _hooded_bin,
    "trashcan04": _post_bin,
    "trashcan05": _mesh_bin,
    "container": _container,
    "clothcontainer": _cloth_container,
    "glasscontainer": _glass_container,
}
