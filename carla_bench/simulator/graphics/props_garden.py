"""Meshes of gardens, playgrounds and farms; as in `props_roadworks`."""

from __future__ import annotations

import itertools
from collections.abc import Callable

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    ball,
    box,
    frustum,
    lathe,
    mirrored,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


def _barbecue() -> Mesh:
    """A round grill with its lid half open on a trolley."""
    bowl = lathe([(0.06, 0.56), (0.22, 0.62), (0.30, 0.80)], "prop_black", 14)
    lid = placed(
        lathe([(0.30, 0), (0.24, 0.14), (0.08, 0.20), (0.0, 0.21)], "prop_red", 14),
        (0.06, 0, 0.84),
        pitch=-20.0,
    )
    legs = [
        rod([(0.18 * x, 0.20 * y, 0.62), (0.28 * x, 0.32 * y, 0.0)], 0.018, "prop_steel")
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return Mesh.join(
        [
            bowl,
            lid,
            lathe([(0.28, 0.80), (0.28, 0.81)], "prop_steel", 14),
            *legs,
            box((-0.25, 0.25), (-0.28, 0.28), (0.20, 0.23), "prop_wood"),
            box((-0.22, 0.22), (0.32, 0.58), (0.78, 0.81), "prop_wood"),
            mirrored(frustum((0.27, 0.30, 0.09), (0.27, 0.35, 0.09), 0.09, "prop_black", 10)),
            rod([(0.0, -0.06, 1.05), (0.0, 0.06, 1.05)], 0.015, "prop_black", 4),
            box((-0.2, 0.2), (-0.57, -0.32), (0.78, 0.81), "prop_wood"),
        ]
    )


def _clothesline() -> Mesh:
    """A rack along y with lines and drying clothes."""
    parts = []
    for y in (-1.25, 1.25):
        parts += [
            rod([(-0.85, y, 0.0), (0.0, y, 1.1), (0.85, y, 1.83)], 0.025, "prop_steel"),
            rod([(0.85, y, 0.0), (0.0, y, 1.1), (-0.85, y, 1.83)], 0.025, "prop_steel"),
        ]
    colors = ("prop_white", "prop_red", "prop_sky", "prop_yellow", "prop_pink", "prop_navy")
    for k, x in enumerate((-0.8, -0.4, 0.0, 0.4, 0.8)):
        z = 1.1 + 0.86 * abs(x)
        parts.append(frustum((x, -1.3, z), (x, 1.3, z), 0.008, "prop_white", 3))
        for m in range(3):
            y, low = -1.0 + 0.75 * m + 0.1 * (k % 2), z - 0.42 - 0.12 * ((k + m) % 3)
            parts.append(
                box((x - 0.01, x + 0.01), (y, y + 0.52), (low, z), colors[(k + 2 * m) % 6])
            )
    return Mesh.join(parts)


def _doghouse() -> Mesh:
    """A kennel with a gable roof, its door towards -x."""
    gable = [(-0.40, 0.0), (0.40, 0.0), (0.40, 0.60), (0.0, 0.95), (-0.40, 0.60)]
    door = [(-0.17, 0.02), (0.17, 0.02), *arc((0.0, 0.38), 0.17, 0, 180, 6)]
    slopes = [
        extruded(
            [(0.0, 0.98), (0.0, 1.05), (0.475, 0.60), (0.475, 0.54)], -0.575, 0.575, "prop_red", "x"
        )
    ]
    return Mesh.join(
        [
            extruded(gable, -0.52, 0.52, "prop_wood", "x"),
            extruded(door, -0.53, -0.515, "prop_black", "x"),
            *(mirrored(slope) for slope in slopes),
            box((-0.54, -0.52), (-0.20, 0.20), (0.60, 0.68), "prop_white"),
        ]
    )


def _garden_lamp() -> Mesh:
    """A lantern on a post."""
    return Mesh.join(
        [
            lathe(
                [(0.12, 0), (0.11, 0.05), (0.035, 0.09), (0.03, 0.78), (0.1, 0.82)],
                "prop_black",
                10,
            ),
            lathe([(0.09, 0.82), (0.125, 1.02)], "lamp_warning", 8),
            lathe([(0.14, 1.02), (0.05, 1.10), (0.02, 1.15)], "prop_black", 8),
            *(
                placed(
                    frustum((0.09, 0, 0.82), (0.125, 0, 1.02), 0.01, "prop_black", 4), yaw=45.0 * k
                )
                for k in range(8)
            ),
        ]
    )


def _gnome() -> Mesh:
    """A garden gnome with a red cap and a white beard, facing -x."""
    return Mesh.join(
        [
            box((-0.11, 0.04), (-0.09, -0.01), (0, 0.05), "prop_brown"),
            box((-0.11, 0.04), (0.01, 0.09), (0, 0.05), "prop_brown"),
            lathe([(0.10, 0.04), (0.115, 0.14), (0.085, 0.28)], "prop_blue", 10),
            lathe([(0.113, 0.14), (0.113, 0.16)], "prop_black", 10),
            ball((0, 0, 0.33), (0.075, 0.075, 0.07), "prop_pink", 10, 5),
            ball((-0.055, 0, 0.27), (0.05, 0.065, 0.075), "prop_white", 8, 4),
            ball((-0.078, 0, 0.335), (0.022, 0.018, 0.018), "prop_pink", 6, 3),
            lathe([(0.09, 0.36), (0.06, 0.45), (0.0, 0.58)], "prop_red", 10),
            rod([(0, 0.10, 0.24), (-0.05, 0.12, 0.15)], 0.028, "prop_blue"),
            rod([(0, -0.10, 0.24), (-0.05, -0.12, 0.15)], 0.028, "prop_blue"),
        ]
    )


def _hay_bale(upright: bool) -> Mesh:
    """A round bale, on its rim or on its flat side, with rings of straw."""
    if upright:
        rings = [
            lathe(
                [(0.55 - 0.11 * k, 1.185), (0.53 - 0.11 * k, 1.19 + 0.003 * k)],
                ("prop_beige", "prop_yellow")[k % 2],
                18,
            )
            for k in range(5)
        ]
        bands = [
            lathe([(0.612, z), (0.612, z + 0.03)], "prop_wood", 18) for z in (0.25, 0.55, 0.85)
        ]
        return Mesh.join(
            [
                lathe([(0.58, 0), (0.61, 0.1), (0.61, 1.1), (0.57, 1.19)], "prop_beige", 18),
                *rings,
                *bands,
            ]
        )
    parts = [
        frustum((0, -0.52, 0.6), (0, 0.52, 0.6), 0.6, "prop_beige", 18),
        frustum((0, -0.595, 0.6), (0, -0.52, 0.6), (0.55, 0.6), "prop_beige", 18),
        frustum((0, 0.52, 0.6), (0, 0.595, 0.6), (0.6, 0.55), "prop_beige", 18),
    ]
    for k in range(5):
        radius = 0.50 - 0.10 * k
        y = 0.596 + 0.002 * k
        parts.append(
            frustum((0, -y, 0.6), (0, y, 0.6), radius, ("prop_wood", "prop_yellow")[k % 2], 16)
        )
    parts += [
        frustum((0, y, 0.6), (0, y + 0.03, 0.6), 0.604, "prop_wood", 18) for y in (-0.3, 0.0, 0.3)
    ]
    return Mesh.join(parts)


def _pergola() -> Mesh:
    """Posts and beams with climbing leaves."""
    posts = [
        box((x - 0.08, x + 0.08), (y - 0.08, y + 0.08), (0, 2.4), "prop_wood")
        for x in (-1.35, 1.35)
        for y in (-1.7, 1.7)
    ]
    beams = [
        box((x - 0.06, x + 0.06), (-2.0, 2.0), (2.4, 2.55), "prop_wood") for x in (-1.35, 1.35)
    ]
    rafters = [
        box((-1.6, 1.6), (y - 0.03, y + 0.03), (2.55, 2.68), "prop_wood")
        for y in (-1.8, -1.2, -0.6, 0.0, 0.6, 1.2, 1.8)
    ]
    leaves = [
        ball(
            (-1.35 + 0.45 * (k % 4), -1.8 + 0.5 * (k // 4), 2.55),
            (0.34, 0.30, 0.14),
            "prop_leaf",
            7,
            3,
        )
        for k in range(0, 24, 2)
    ]
    leaves += [
        ball((-1.35, -1.7, z), (0.18, 0.18, 0.3), "prop_leaf", 7, 3) for z in (0.4, 1.1, 1.8)
    ]
    return Mesh.join([*posts, *beams, *rafters, *leaves])


def _plastic_chair() -> Mesh:
    """A white garden chair with arms, facing -x."""
    arm = rod(
        [(-0.24, 0.27, 0.0), (-0.22, 0.27, 0.64), (0.20, 0.27, 0.68), (0.27, 0.25, 0.0)],
        0.02,
        "prop_white",
    )
    slats = [
        placed(
            box((-0.012, 0.012), (y - 0.035, y + 0.035), (0.0, 0.44), "prop_white"),
            (0.17, 0, 0.43),
            pitch=-14.0,
        )
        for y in (-0.18, -0.06, 0.06, 0.18)
    ]
    return Mesh.join(
        [
            box((-0.25, 0.2), (-0.24, 0.24), (0.40, 0.43), "prop_white"),
            *slats,
            placed(
                box((-0.02, 0.02), (-0.24, 0.24), (0.36, 0.44), "prop_white"),
                (0.17, 0, 0.43),
                pitch=-14.0,
            ),
            mirrored(arm),
            box((-0.26, -0.20), (-0.29, 0.29), (0.36, 0.40), "prop_white"),
        ]
    )


def _plastic_table() -> Mesh:
    """A round white garden table."""
    legs = [
        rod([(0.15 * x, 0.15 * y, 0.70), (0.32 * x, 0.32 * y, 0.0)], 0.028, "prop_white", 6)
        for x in (-1, 1)
        for y in (-1, 1)
    ]
    return Mesh.join(
        [
            lathe([(0.46, 0.69), (0.475, 0.71), (0.475, 0.74)], "prop_white", 20),
            *legs,
            lathe([(0.04, 0.2), (0.04, 0.7)], "prop_white", 8),
        ]
    )


def _picnic_table() -> Mesh:
    """A long wooden table with crossed legs."""
    planks = [
        box((x, x + 0.17), (-0.9, 0.9), (0.72, 0.76), "prop_wood")
        for x in (-0.47, -0.285, -0.10, 0.085, 0.27)
    ]
    legs = [
        rod([(x, y, 0.0), (-x * 0.7, y, 0.72)], 0.04, "prop_brown", 4)
        for x in (-0.4, 0.4)
        for y in (-0.65, 0.65)
    ]
    return Mesh.join(
        [*planks, *legs, box((-0.03, 0.03), (-0.65, 0.65), (0.33, 0.40), "prop_brown")]
    )


def _slide() -> Mesh:
    """A playground slide down towards +x with a ladder behind."""
    run = [
        (-1.15, 1.50),
        (-0.85, 1.48),
        (1.25, 0.35),
        (1.95, 0.25),
        (1.95, 0.20),
        (1.2, 0.28),
        (-0.9, 1.40),
        (-1.15, 1.42),
    ]
    rail = [(-1.15, 0.38, 1.75), (-0.85, 0.38, 1.68), (1.25, 0.38, 0.52), (1.95, 0.38, 0.42)]
    side = []
    for (x0, _, z0), (x1, _, z1) in itertools.pairwise(rail):
        outline = [(x0, z0 - 0.27), (x1, z1 - 0.25), (x1, z1), (x0, z0)]
        side.append(extruded(outline, 0.36, 0.40, "prop_red"))
    strips = []
    for k in range(3):
        outline = [run[k], run[k + 1], run[6 - k], run[7 - k]]
        strips.append(extruded(outline, -0.38, 0.38, "prop_yellow"))
    ladder = rod(
        [(-1.95, 0.33, 0.0), (-1.2, 0.33, 1.5), (-1.2, 0.33, 2.1), (-0.9, 0.38, 1.7)],
        0.035,
        "prop_blue",
    )
    rungs = [
        frustum(
            (-1.95 + 0.15 * k, -0.33, 0.3 * k),
            (-1.95 + 0.15 * k, 0.33, 0.3 * k),
            0.025,
            "prop_blue",
            5,
        )
        for k in range(1, 5)
    ]
    legs = rod([(-0.95, 0.40, 0.0), (-0.95, 0.40, 1.5)], 0.035, "prop_blue")
    post = rod([(1.3, 0.4, 0.0), (1.3, 0.4, 0.35)], 0.035, "prop_blue")
    parts = [*side, ladder, legs, post, box((-0.01, 0.01), (0.43, 0.45), (0.0, 0.01), "prop_blue")]
    return Mesh.join([*strips, *rungs, mirrored(Mesh.join(parts))])


def _swing() -> Mesh:
    """Two seats on chains below a beam along y."""
    frame = Mesh.join(
        [rod([(x, 1.75, 0.0), (0.0, 1.6, 2.30)], 0.05, "prop_red", 6) for x in (-0.95, 0.95)]
    )
    parts = [mirrored(frame), frustum((0, -1.7, 2.3), (0, 1.7, 2.3), 0.05, "prop_blue", 8)]
    for y, x in ((-0.75, 0.12), (0.75, -0.2)):
        parts.append(box((x - 0.12, x + 0.12), (y - 0.24, y + 0.24), (0.48, 0.52), "prop_yellow"))
        parts += [
            frustum((0, y + d, 2.28), (x, y + d, 0.5), 0.014, "prop_steel", 4)
            for d in (-0.22, 0.22)
        ]
    return Mesh.join(parts)


def _swing_couch() -> Mesh:
    """A couch that hangs below a striped roof, along y, facing -x."""
    frame = Mesh.join(
        [
            rod([(-0.65, 1.0, 0.0), (0.0, 0.98, 1.7), (0.65, 1.0, 0.0)], 0.03, "prop_dark", 6),
            frustum((0.0, 0.9, 1.7), (0.0, 0.75, 0.5), 0.012, "prop_steel", 4),
        ]
    )
    roof = [
        extruded(
            [(-0.66, 1.58), (0.0, 1.80), (0.66, 1.62), (0.66, 1.58)],
            y,
            y + 0.3,
            ("prop_green", "prop_white")[k % 2],
        )
        for k, y in enumerate(-1.05 + 0.3 * n for n in range(7))
    ]
    seat = [
        box((-0.35, 0.25), (-0.8, 0.8), (0.42, 0.56), "prop_green"),
        placed(
            box((-0.06, 0.06), (-0.8, 0.8), (0.0, 0.55), "prop_green"), (0.24, 0, 0.5), pitch=-15.0
        ),
        *(
            box((-0.36, -0.1), (y - 0.22, y + 0.22), (0.56, 0.60), "prop_white")
            for y in (-0.4, 0.4)
        ),
    ]
    return Mesh.join([mirrored(frame), *roof, *seat])


def _trampoline() -> Mesh:
    """A round trampoline inside a net."""
    rim = lathe([(1.50, 0.80), (1.55, 0.84), (1.50, 0.90), (1.22, 0.90)], "prop_blue", 20)
    posts = []
    for x, y in arc((0.0, 0.0), 1.5, 0, 300, 5):
        posts.append(rod([(x, y, 0.0), (x, y, 2.48)], 0.03, "prop_steel", 5))
        posts.append(lathe([(0.05, 0.95), (0.05, 2.45)], "prop_green", 6, (x, y)))
    rings = []
    for z in (1.3, 1.7, 2.1, 2.5):
        points = [(x, y, z) for x, y in arc((0.0, 0.0), 1.5, 0, 360, 20)]
        rings.append(rod(points, 0.012, "prop_black", 3))
    strings = [
        frustum((x, y, 0.9), (x, y, 2.5), 0.008, "prop_black", 3)
        for x, y in arc((0.0, 0.0), 1.5, 0, 348, 29)
    ]
    mat = lathe([(1.24, 0.87), (1.24, 0.88)], "prop_black", 20)
    return Mesh.join([rim, mat, *posts, *rings, *strings])


def _watering_can() -> Mesh:
    """A watering can, its rose towards +x."""
    handle = [(x - 0.06, 0.0, z) for x, z in arc((0.0, 0.24), (0.11, 0.15), 0, 180, 8)]
    return Mesh.join(
        [
            lathe([(0.10, 0.0), (0.11, 0.02), (0.10, 0.24)], "prop_green", 12, (-0.06, 0.0)),
            lathe([(0.085, 0.241), (0.085, 0.243)], "prop_dark", 12, (-0.06, 0.0)),
            rod([(0.02, 0, 0.08), (0.18, 0, 0.30)], 0.022, "prop_green", 6),
            frustum((0.18, 0, 0.29), (0.25, 0, 0.32), (0.022, 0.055), "prop_steel", 8),
            rod(handle, 0.014, "prop_green", 5),
            rod([(-0.15, 0, 0.20), (-0.26, 0, 0.16), (-0.16, 0, 0.06)], 0.014, "prop_green", 5),
        ]
    )


MESHES: dict[str, Callable[[], Mesh]] = {
    "barbeque": _barbecue,
    "clothesline": _clothesline,
    "doghouse": _doghouse,
    "gardenlamp": _garden_lamp,
    "gnome": _gnome,
    "haybale": lambda: _hay_bale(upright=False),
    "haybalelb": lambda: _hay_bale(upright=True),
    "pergola": _pergola,
    "plasticchair": _plastic_chair,
    "plastictable": _plastic_table,
    "table": _picnic_table,
    "slide": _slide,
    "swing": _swing,
    "swingcouch": _swing_couch,
    "trampoline": _trampoline,
    "wateringcan": _watering_can,
}
