"""Meshes of animals that stand on the road, looking along x; as in `props_roadworks`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    ball,
    frustum,
    lathe,
    mirrored,
)
from carla_bench.simulator.graphics.solids import rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["MESHES"]


class _Build(NamedTuple):
    """Proportions of a four-legged animal, metres."""

    coat: str
    belly: str
    trunk: Point
    """half length, half width and half height of the trunk"""
    withers: float
    """height of the trunk's middle"""
    head: Point
    """x, z of the head's middle and its half length"""
    thigh: float
    """radius of a leg at the trunk"""
    snout: str
    tail: tuple[Point, ...]
    """points of the tail"""
    ears: Pair = (0.04, 0.10)
    """half width and length"""


def _quadruped(build: _Build) -> list[Mesh]:
    length, width, depth = build.trunk
    chest = (length * 0.52, 0.0, build.withers)
    parts = [
        ball((0, 0, build.withers), (length * 0.95, width * 0.92, depth * 0.88), build.coat, 10, 6),
        ball(chest, (length * 0.46, width, depth), build.coat, 10, 6),
        ball(
            (-length * 0.58, 0, build.withers + depth * 0.05),
            (length * 0.42, width, depth * 0.95),
            build.coat,
            10,
            6,
        ),
        ball(
            (0, 0, build.withers - depth * 0.25),
            (length * 0.6, width * 0.8, depth * 0.72),
            build.belly,
            8,
            4,
        ),
        *_head(build),
        rod(build.tail, build.thigh * 0.32, build.coat, 5),
    ]
    for x, stride in ((length * 0.62, 0.05), (-length * 0.68, -0.06)):
        parts += _legs(build, x, width * 0.58, stride * length)
    return parts


def _head(build: _Build) -> list[Mesh]:
    length, _width, depth = build.trunk
    x, z, half = build.head
    neck = ((length * 0.62, 0.0, build.withers + depth * 0.25), (x - half * 0.35, 0.0, z))
    droop = half * 0.42
    ear = (x - half * 0.45, half * 0.30, z + half * 0.40)
    tip = (ear[0] - build.ears[1] * 0.3, ear[1] + build.ears[0], ear[2] + build.ears[1])
    eye = ball(
        (x + half * 0.15, half * 0.40, z + half * 0.15), (half * 0.09,) * 3, "prop_black", 6, 2
    )
    return [
        frustum(neck[0], neck[1], (depth * 0.72, half * 0.46), build.coat, 8),
        ball((x, 0, z), (half * 0.72, half * 0.46, half * 0.50), build.coat, 8, 5),
        frustum(
            (x + half * 0.2, 0, z - droop * 0.1),
            (x + half, 0, z - droop),
            (half * 0.38, half * 0.22),
            build.coat,
            8,
        ),
        ball(
            (x + half * 0.98, 0, z - droop),
            (half * 0.12, half * 0.2, half * 0.17),
            build.snout,
            6,
            3,
        ),
        mirrored(frustum(ear, tip, (build.ears[0], build.ears[0] * 0.2), build.coat, 5)),
        mirrored(eye),
    ]


def _legs(build: _Build, x: float, y: float, stride: float) -> list[Mesh]:
    """Return a pair of legs, one a little before the other."""
    top, knee = build.withers - build.trunk[2] * 0.25, build.withers * 0.42
    parts = []
    for side in (1.0, -1.0):
        foot = x + stride * side
        bend = (x + foot) / 2 + (0.04 if x > 0 else -0.06) * build.trunk[0]
        parts += [
            frustum(
                (x, y * side, top),
                (bend, y * side, knee),
                (build.thigh, build.thigh * 0.5),
                build.coat,
                7,
            ),
            frustum(
                (bend, y * side, knee),
                (foot, y * side, 0.03),
                (build.thigh * 0.5, build.thigh * 0.34),
                build.coat,
                6,
            ),
            frustum(
                (foot, y * side, 0.0),
                (foot + 0.01, y * side, 0.05),
                (build.thigh * 0.5, build.thigh * 0.36),
                build.snout,
                6,
            ),
        ]
    return parts


def _dog() -> Mesh:
    build = _Build(
        "prop_brown",
        "prop_beige",
        (0.34, 0.12, 0.14),
        0.47,
        (0.42, 0.62, 0.13),
        0.075,
        "prop_black",
        ((-0.33, 0, 0.52), (-0.46, 0, 0.62), (-0.52, 0, 0.72)),
        (0.035, -0.10),
    )
    collar = frustum((0.27, 0, 0.54), (0.30, 0, 0.56), 0.095, "prop_red", 8)
    return Mesh.join([*_quadruped(build), collar])


def _cat() -> Mesh:
    build = _Build(
        "prop_dark",
        "prop_white",
        (0.19, 0.065, 0.07),
        0.20,
        (0.23, 0.27, 0.065),
        0.036,
        "prop_pink",
        ((-0.18, 0, 0.22), (-0.29, 0, 0.24), (-0.33, 0, 0.33)),
        (0.022, 0.05),
    )
    return Mesh.join(_quadruped(build))


def _fox() -> Mesh:
    build = _Build(
        "prop_orange",
        "prop_white",
        (0.30, 0.09, 0.095),
        0.31,
        (0.38, 0.40, 0.12),
        0.05,
        "prop_black",
        ((-0.28, 0, 0.33), (-0.40, 0, 0.28)),
        (0.03, 0.09),
    )
    brush = frustum((-0.36, 0, 0.29), (-0.60, 0, 0.18), (0.035, 0.075), "prop_orange", 8)
    tip = frustum((-0.60, 0, 0.18), (-0.70, 0, 0.13), (0.075, 0.01), "prop_white", 8)
    return Mesh.join([*_quadruped(build), brush, tip])


def _deer() -> Mesh:
    build = _Build(
        "prop_brown",
        "prop_beige",
        (0.58, 0.19, 0.22),
        0.92,
        (0.78, 1.32, 0.19),
        0.12,
        "prop_black",
        ((-0.58, 0, 0.98), (-0.68, 0, 0.88)),
        (0.05, 0.14),
    )
    beam = [(0.70, 0.06, 1.40), (0.58, 0.18, 1.55), (0.62, 0.25, 1.72)]
    tines = [
        ((0.62, 0.13, 1.50), (0.78, 0.15, 1.58)),
        ((0.58, 0.18, 1.56), (0.46, 0.22, 1.68)),
        ((0.60, 0.22, 1.64), (0.72, 0.24, 1.72)),
    ]
    antlers = Mesh.join(
        [
            rod(beam, 0.02, "prop_beige"),
            *(frustum(a, b, (0.016, 0.006), "prop_beige", 4) for a, b in tines),
        ]
    )
    rump = ball((-0.72, 0, 0.95), (0.12, 0.15, 0.15), "prop_white", 7, 4)
    return Mesh.join([*_quadruped(build), mirrored(antlers), rump])


def _boar() -> Mesh:
    build = _Build(
        "prop_dark",
        "prop_dark",
        (0.52, 0.21, 0.25),
        0.55,
        (0.58, 0.50, 0.25),
        0.10,
        "prop_pink",
        ((-0.52, 0, 0.62), (-0.64, 0, 0.52)),
        (0.05, 0.10),
    )
    tusk = frustum((0.74, 0.07, 0.40), (0.80, 0.10, 0.50), (0.02, 0.004), "prop_white", 4)
    mane = [
        frustum(
            (0.5 - 0.14 * k, 0, 0.72), (0.44 - 0.14 * k, 0, 0.86), (0.06, 0.01), "prop_black", 4
        )
        for k in range(6)
    ]
    return Mesh.join([*_quadruped(build), mirrored(tusk), *mane])


def _cow() -> Mesh:
    build = _Build(
        "prop_white",
        "prop_white",
        (0.85, 0.34, 0.36),
        1.00,
        (1.12, 1.18, 0.30),
        0.17,
        "prop_pink",
        ((-0.84, 0, 1.15), (-0.96, 0, 0.95), (-0.94, 0, 0.55)),
        (0.06, 0.08),
    )
    patches = [
        ball((0.30, 0.0, 1.12), (0.26, 0.352, 0.26), "prop_black", 9, 5),
        ball((-0.45, 0.02, 1.10), (0.32, 0.36, 0.28), "prop_black", 9, 5),
        ball((1.05, 0.0, 1.24), (0.17, 0.15, 0.16), "prop_black", 8, 4),
        ball((-0.35, 0, 0.66), (0.16, 0.14, 0.12), "prop_pink", 8, 4),
        ball((-0.94, 0, 0.5), (0.05, 0.05, 0.12), "prop_black", 6, 3),
    ]
    horn = rod([(1.00, 0.10, 1.34), (1.02, 0.24, 1.40), (1.08, 0.26, 1.50)], 0.028, "prop_beige")
    return Mesh.join([*_quadruped(build), *patches, mirrored(horn)])


def _sheep() -> Mesh:
    build = _Build(
        "prop_white",
        "prop_white",
        (0.42, 0.20, 0.22),
        0.60,
        (0.56, 0.76, 0.14),
        0.06,
        "prop_black",
        ((-0.42, 0, 0.62), (-0.52, 0, 0.5)),
        (0.03, 0.05),
    )
    wool = [
        ball((-0.36 + 0.18 * i, y, 0.62 + lift), (0.16, 0.14, 0.15), "prop_white", 7, 4)
        for i in range(5)
        for y, lift in ((-0.12, 0.0), (0.12, 0.0), (0.0, 0.12))
    ]
    face = [
        ball((0.58, 0, 0.75), (0.12, 0.075, 0.08), "prop_black", 8, 4),
        ball((0.48, 0, 0.84), (0.09, 0.09, 0.06), "prop_white", 7, 3),
    ]
    return Mesh.join([*_quadruped(build), *wool, *face])


def _horse() -> Mesh:
    build = _Build(
        "prop_brown",
        "prop_brown",
        (0.80, 0.28, 0.32),
        1.28,
        (1.14, 1.86, 0.30),
        0.17,
        "prop_black",
        ((-0.80, 0, 1.45), (-0.98, 0, 1.25), (-0.98, 0, 0.7)),
        (0.04, 0.13),
    )
    tail = frustum((-0.92, 0, 1.32), (-1.0, 0, 0.65), (0.05, 0.10), "prop_black", 7)
    mane = [
        frustum(
            (0.55 + 0.1 * k, 0, 1.58 + 0.09 * k),
            (0.42 + 0.1 * k, 0, 1.52 + 0.09 * k),
            (0.10, 0.03),
            "prop_black",
            5,
        )
        for k in range(5)
    ]
    return Mesh.join([*_quadruped(build), tail, *mane])


def _bird(coat: str, head: str, beak: str, long_neck: bool) -> Mesh:
    top = (0.17, 0.0, 0.31) if long_neck else (0.14, 0.0, 0.27)
    wing = placed(ball((0, 0, 0), (0.15, 0.03, 0.07), coat, 8, 4), (-0.03, 0.085, 0.18), pitch=-12)
    return Mesh.join(
        [
            placed(
                ball((0, 0, 0), (0.17, 0.095, 0.095), "prop_white" if long_neck else coat, 9, 5),
                (0, 0, 0.17),
                pitch=12,
            ),
            mirrored(wing),
            frustum((0.11, 0, 0.20), top, (0.06, 0.035), head, 7),
            ball(top, (0.055, 0.045, 0.045), head, 8, 4),
            frustum(
                (top[0] + 0.04, 0, top[2]),
                (top[0] + 0.12, 0, top[2] - 0.015),
                (0.022, 0.006),
                beak,
                5,
            ),
            frustum((-0.13, 0, 0.17), (-0.28, 0, 0.14), (0.05, 0.07), coat, 6),
            mirrored(
                ball(
                    (top[0] + 0.025, 0.038, top[2] + 0.012), (0.01, 0.01, 0.01), "prop_black", 5, 2
                )
            ),
            mirrored(
                rod([(0.0, 0.035, 0.10), (0.01, 0.04, 0.01), (0.07, 0.045, 0.0)], 0.009, beak, 4)
            ),
        ]
    )


def _ball() -> Mesh:
    """A football."""
    patches = [
        placed(lathe([(0.045, 0.109), (0.03, 0.120)], "prop_black", 5), (0, 0, 0.12), roll=r, yaw=y)
        for r, y in (
            (0, 0),
            (63, 0),
            (63, 72),
            (63, 144),
            (63, 216),
            (63, 288),
            (117, 36),
            (117, 108),
            (117, 180),
            (117, 252),
            (117, 324),
            (180, 0),
        )
    ]
    return Mesh.join([ball((0, 0, 0.12), (0.12, 0.12, 0.12), "prop_white", 14, 9), *patches])


MESHES: dict[str, Callable[[], Mesh]] = {
    "dog": _dog,
    "cat": _cat,
    "fox": _fox,
    "deer": _deer,
    "boar": _boar,
    "cow": _cow,
    "sheep": _sheep,
    "horse": _horse,
    "bird": lambda: _bird("prop_dark", "prop_dark", "prop_yellow", long_neck=False),
    "duck": lambda: _bird("prop_brown", "prop_green", "prop_yellow", long_neck=True),
    "ball": _ball,
}
