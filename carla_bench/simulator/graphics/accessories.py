"""What people wear on their heads and carry."""

from __future__ import annotations

from typing import NamedTuple

from carla_bench.simulator.graphics.looks import Look
from carla_bench.simulator.graphics.primitives import ball, box, frustum, wedge
from carla_bench.simulator.graphics.solids import arc, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["Body", "bag", "hat"]


class Body(NamedTuple):
    """Measures in shares of the height."""

    hip: float
    shoulder: float
    """height of the shoulder joints"""
    neck: float
    head: float
    """half the height of the head"""
    across: float
    """y of the shoulder joints"""
    spread: float = 0.02
    """how far the hands are further out"""


def hat(look: Look, body: Body, h: float) -> list[Mesh]:
    """Return the hat of a person of height h, if any."""
    build = {"cap": _cap, "police": _police, "sun": _sun_hat}.get(look.hat)
    return build(look, body, h) if build else []


def _cap(look: Look, body: Body, h: float) -> list[Mesh]:
    size = body.head * h
    top, x = h - 0.30 * size, 0.012 * h
    name = "person_red" if look.upper != "person_red" else "person_blue"
    return [
        ball(
            (x - 0.1 * size, 0, h - size * 0.78),
            (size * 0.92, size * 0.82, size * 0.78),
            name,
            9,
            5,
        ),
        wedge(
            (x + 0.5 * size, x + 1.35 * size),
            (-0.55 * size, 0.55 * size),
            (top - 0.52 * size, top - 0.40 * size),
            (x + 0.5 * size, x + 1.25 * size),
            (-0.45 * size, 0.45 * size),
            name,
        ),
    ]


def _police(look: Look, body: Body, h: float) -> list[Mesh]:
    """Return a peaked cap, a badge and a belt."""
    size = body.head * h
    top, x = h - 0.30 * size, 0.012 * h
    return [
        frustum(
            (x, 0, top - 0.40 * size),
            (x, 0, top - 0.10 * size),
            (size * 0.82, size * 0.86),
            "person_black",
            10,
        ),
        frustum(
            (x, 0, top - 0.10 * size),
            (x, 0, top + 0.28 * size),
            (size * 0.90, size * 1.10),
            "person_navy",
            10,
        ),
        wedge(
            (x + 0.4 * size, x + 1.25 * size),
            (-0.5 * size, 0.5 * size),
            (top - 0.46 * size, top - 0.36 * size),
            (x + 0.4 * size, x + 1.1 * size),
            (-0.45 * size, 0.45 * size),
            "person_black",
        ),
        box((0.066 * h, 0.070 * h), (0.02 * h, 0.045 * h), (0.72 * h, 0.75 * h), "person_yellow"),
        frustum(
            (0, 0, (body.hip + 0.03) * h),
            (0, 0, (body.hip + 0.055) * h),
            0.090 * h,
            "person_black",
            10,
        ),
    ]


def _sun_hat(look: Look, body: Body, h: float) -> list[Mesh]:
    size = body.head * h
    top, x = h - 0.30 * size, 0.012 * h
    return [
        frustum(
            (x, 0, top - 0.36 * size),
            (x, 0, top - 0.28 * size),
            size * 1.35,
            "person_beige",
            12,
        ),
        frustum(
            (x, 0, top - 0.28 * size),
            (x, 0, top + 0.28 * size),
            (size * 0.85, size * 0.7),
            "person_beige",
            10,
        ),
    ]


def bag(look: Look, body: Body, h: float) -> list[Mesh]:
    """Return the bag of a person of height h, if any."""
    z, y = body.shoulder * h, body.across * h
    if look.bag == "backpack":
        name = "person_orange" if look.upper != "person_orange" else "person_navy"
        back = -0.058 * h * look.girth
        return [
            wedge(
                (back - 0.06 * h, back),
                (-0.06 * h, 0.06 * h),
                (z - 0.24 * h, z - 0.03 * h),
                (back - 0.035 * h, back),
                (-0.05 * h, 0.05 * h),
                name,
            ),
            *(
                rod(
                    [
                        (back, s * 0.05 * h, z - 0.02 * h),
                        (0.0, s * 0.06 * h, z + 0.028 * h),
                        (0.072 * h, s * 0.05 * h, z - 0.05 * h),
                        (0.02 * h, s * 0.07 * h, z - 0.2 * h),
                    ],
                    0.010 * h,
                    name,
                    4,
                )
                for s in (-1.0, 1.0)
            ),
        ]
    if look.bag == "shoulder":
        loop = [
            (0.03 * h, u, w)
            for u, w in arc((y * 0.1, z - 0.12 * h), (y * 1.05, 0.17 * h), 60, -35, 5)
        ]
        return [
            rod(loop, 0.008 * h, "person_brown", 4),
            box(
                (-0.05 * h, 0.05 * h),
                (y * 0.95, y + 0.035 * h),
                (0.47 * h, 0.55 * h),
                "person_brown",
            ),
        ]
    return []
