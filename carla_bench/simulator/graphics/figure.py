"""Parts of a human body, shared by those who walk and those who ride."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from carla_bench.simulator.graphics.primitives import Pair, Point, ball, frustum, wedge
from carla_bench.simulator.graphics.solids import loft
from carla_bench.simulator.mesh import Mesh

__all__ = ["foot", "head", "limb", "torso"]


def torso(base: Point, top: Point, rings: Sequence[tuple[float, float, float]], name: str) -> Mesh:
    """Return a trunk of oval slices.

    Args:
        base: middle of the lowest slice, metres.
        top: middle of the highest.
        rings: (share of the way up, half depth, half width) of each slice, metres.
        name: of the material.
    """
    turns = np.arange(10) * 2 * np.pi / 10
    start, end = np.asarray(base), np.asarray(top)
    slices = []
    for share, depth, width in rings:
        oval = np.stack([depth * np.cos(turns), width * np.sin(turns), 0 * turns], axis=1)
        slices.append(oval + start + share * (end - start))
    return loft(slices, name)


def limb(
    joints: Sequence[Point], radii: Sequence[float], names: Sequence[str], sides: int = 6
) -> list[Mesh]:
    """Return an arm or leg through its joints, with a name for each bone."""
    parts = []
    for k, name in enumerate(names):
        parts.append(frustum(joints[k], joints[k + 1], (radii[k], radii[k + 1]), name, sides))
        parts.append(ball(joints[k], (radii[k],) * 3, name, sides, 2))
    return parts


def foot(ankle: Point, length: float, pitch: float, name: str) -> Mesh:
    """Return a shoe below an ankle; a pitch below zero points its toe down, radians."""
    x, y, z = ankle
    half, low, high = length * 0.20, z - length * 0.28, z + length * 0.05
    shoe = wedge(
        (x - length * 0.28, x + length * 0.72),
        (y - half, y + half),
        (low, high),
        (x - length * 0.25, x + length * 0.30),
        (y - half * 0.7, y + half * 0.7),
        name,
    )
    c, s = np.cos(pitch), np.sin(pitch)
    u, w = shoe.vertices[:, 0] - x, shoe.vertices[:, 2] - z
    shoe.vertices[:, 0], shoe.vertices[:, 2] = x + u * c - w * s, z + u * s + w * c
    return shoe


def head(center: Point, half: float, skin: str, hair: str, long_hair: bool) -> list[Mesh]:
    """Return a head that looks along x, with hair; half is half its height, metres."""
    x, y, z = center
    oval: Point = (half * 0.80, half * 0.68, half)
    parts = [
        ball(center, oval, skin, 9, 6),
        ball(
            (x + half * 0.80, y, z - half * 0.08),
            (half * 0.16, half * 0.12, half * 0.18),
            skin,
            5,
            3,
        ),
        frustum(
            (x - half * 0.1, y, z - half * 1.45),
            (x - half * 0.1, y, z - half * 0.5),
            half * 0.42,
            skin,
            7,
        ),
    ]
    eyes: tuple[Pair, ...] = ((0.27, 0.12), (-0.27, 0.12))
    parts += [
        ball(
            (x + half * 0.70, y + half * u, z + half * w),
            (half * 0.10,) * 3,
            "person_black" if skin.startswith("skin") else "rider_black",
            5,
            2,
        )
        for u, w in eyes
    ]
    if hair:
        parts.append(
            ball(
                (x - half * 0.16, y, z + half * 0.22),
                (half * 0.78, half * 0.76, half * 0.86),
                hair,
                9,
                5,
            )
        )
    if hair and long_hair:
        parts.append(
            frustum(
                (x - half * 0.34, y, z + half * 0.3),
                (x - half * 0.42, y, z - half * 1.5),
                (half * 0.72, half * 0.50),
                hair,
                8,
            )
        )
    return parts
