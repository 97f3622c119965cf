"""Those who ride motorcycles and bicycles, and the wheels below them."""

from __future__ import annotations

from typing import NamedTuple

from carla_bench.simulator.graphics.figure import foot, head, limb, torso
from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    ball,
    frustum,
    mirrored,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["Clothes", "Ride", "rider", "spoked_wheel"]


class Ride(NamedTuple):
    """How a machine is sat on, metres; x of the wheels is plus and minus `axle`."""

    axle: float
    radius: float
    """of the wheels"""
    seat: Pair
    """x, z"""
    bar: Pair
    """x, z of the hands"""
    foot: Pair
    """x, z"""
    lean: float
    """how far the shoulders are before the hips"""


class Clothes(NamedTuple):
    """What a rider wears; names are of materials."""

    upper: str
    lower: str
    shoes: str
    helmet: str
    """"" for none"""
    visor: bool = False


def rider(ride: Ride, top: float, wide: float, clothes: Clothes) -> Mesh:
    """Return someone who sits on a machine.

    Args:
        ride: where seat, hands and feet are.
        top: z of the head's top, metres.
        wide: y of the hands, metres.
        clothes: names of materials.
    """
    (sx, sz), (bx, bz), (fx, fz) = ride.seat, ride.bar, ride.foot
    size = 0.115
    neck = (sx + ride.lean, 0.0, top - 2.35 * size)
    hips = (sx, 0.0, sz + 0.06)
    trunk = torso(
        hips,
        neck,
        [
            (0.0, 0.12, 0.15),
            (0.4, 0.115, 0.145),
            (0.78, 0.12, 0.185),
            (0.93, 0.09, 0.15),
            (1.0, 0.05, 0.06),
        ],
        clothes.upper,
    )
    knee: Point = ((sx + fx) / 2 + 0.20, 0.15, (sz + fz) / 2 + 0.10)
    leg = limb(
        ((sx + 0.02, 0.10, sz + 0.03), knee, (fx - 0.02, 0.12, fz + 0.07)),
        (0.085, 0.06, 0.045),
        (clothes.lower, clothes.lower),
    )
    shoulder: Point = (neck[0] - 0.01, 0.17, neck[2] - 0.05)
    elbow: Point = ((shoulder[0] + bx) / 2 - 0.02, wide * 0.5 + 0.13, (shoulder[2] + bz) / 2 - 0.07)
    hand: Point = (bx, wide, bz + 0.02)
    arm = limb((shoulder, elbow, hand), (0.058, 0.046, 0.036), (clothes.upper, clothes.upper))
    limbs = [
        *leg,
        *arm,
        foot((fx - 0.02, 0.12, fz + 0.07), 0.26, 0.0, clothes.shoes),
        ball(hand, (0.045, 0.04, 0.04), "rider_skin" if not clothes.visor else "rider_black", 6, 3),
    ]
    return Mesh.join([trunk, mirrored(Mesh.join(limbs)), *_rider_head(neck, top, size, clothes)])


def _rider_head(neck: Point, top: float, size: float, clothes: Clothes) -> list[Mesh]:
    x, z = neck[0] + 0.05, top - size * 1.10
    if clothes.visor:
        shell = ball((x, 0, z), (size * 1.12, size * 0.98, size * 1.08), clothes.helmet, 10, 6)
        visor = extruded(
            arc((x, 0.0), (size * 1.16, size * 1.0), -65, 65, 6),
            z - 0.2 * size,
            z + 0.35 * size,
            "rider_black",
            "z",
        )
        return [shell, visor]
    hair = "" if clothes.helmet else "rider_brown"
    parts = head((x, 0, z), size, "rider_skin", hair, False)
    if clothes.helmet:
        parts.append(
            ball(
                (x - 0.15 * size, 0, z + 0.36 * size),
                (size * 1.05, size * 0.86, size * 0.72),
                clothes.helmet,
                10,
                5,
            )
        )
    return parts


def spoked_wheel(x: float, radius: float, thick: float, name: str, spokes: int) -> list[Mesh]:
    """Return a wheel with a tyre, spokes and a hub."""
    tyre, metal = f"{name}_black", f"{name}_steel"
    ring = [(u, 0.0, v) for u, v in arc((x, radius), radius - thick, 0, 360, 13)]
    ends = arc((x, radius), radius - thick, 0, 360 - 360 / spokes, spokes - 1)
    return [
        rod(ring, thick, tyre, 4),
        frustum((x, -0.04, radius), (x, 0.04, radius), 0.03 + thick * 0.6, metal, 6),
        *(frustum((x, 0, radius), (u, 0, v), 0.006 + thick * 0.12, metal, 3) for u, v in ends),
    ]
