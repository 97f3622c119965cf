"""Meshes of people: on foot, and riding."""

from __future__ import annotations

from carla_bench.simulator.graphics.primitives import ball, box, frustum, mirrored
from carla_bench.simulator.mesh import Mesh

__all__ = ["pedestrian", "rider"]


def pedestrian(height: float) -> Mesh:
    """Return a person in mid-stride facing x, feet at z = 0.

    Args:
        height: metres; children have larger heads.
    """
    head = height * (0.066 if height > 1.5 else 0.085)
    neck = height - 2.15 * head
    return Mesh.join([*_legs(height), *_trunk(height, neck, head), *_arms(height, neck)])


def _legs(h: float) -> list[Mesh]:
    """Return one leg before and one behind, of a person of height h."""
    parts = []
    for side, knee, foot in ((0.055, 0.05, 0.03), (-0.055, 0.0, -0.06)):
        y = side * h
        middle = (knee * h, y, 0.26 * h)
        heel = foot * h
        parts += [
            frustum((0.0, y, 0.48 * h), middle, (0.052 * h, 0.038 * h), "clothes_lower"),
            frustum(middle, (heel, y, 0.03 * h), (0.038 * h, 0.028 * h), "clothes_lower"),
            box(
                (heel - 0.04 * h, heel + 0.07 * h),
                (y - 0.025 * h, y + 0.025 * h),
                (0.0, 0.035 * h),
                "shoes",
            ),
        ]
    return parts


def _trunk(h: float, neck: float, head: float) -> list[Mesh]:
    """Return the body above the legs without arms.

    Args:
        h: of the person, metres.
        neck: height of the neck, metres.
        head: half the height of the head, metres.
    """
    waist, shoulder = (0.0, 0.0, 0.62 * h), (0.0, 0.0, neck - 0.03 * h)
    top, face = (0.0, 0.0, neck), h - head * 1.08
    return [
        frustum((0.0, 0.0, 0.46 * h), waist, (0.085 * h, 0.080 * h), "clothes_upper", 8),
        frustum(waist, shoulder, (0.080 * h, 0.100 * h), "clothes_upper", 8),
        frustum(shoulder, top, (0.100 * h, 0.040 * h), "clothes_upper", 8),
        frustum((0.0, 0.0, neck - 0.01 * h), (0.0, 0.0, neck + 0.02 * h), 0.028 * h, "skin"),
        ball((0.0, 0.0, face), (head * 0.95, head * 0.8, head * 1.05), "skin"),
        ball(
            (-0.012 * h, 0.0, h - head * 0.95),
            (head * 0.92, head * 0.88, head * 0.95),
            "hair",
            rings=4,
        ),
    ]


def _arms(h: float, neck: float) -> list[Mesh]:
    """Return arms that swing against the legs."""
    parts = []
    for side, swing in ((1.0, -0.05), (-1.0, 0.05)):
        shoulder = (0.0, side * 0.095 * h, neck - 0.035 * h)
        elbow = (swing * h * 0.6, side * 0.125 * h, 0.62 * h)
        hand = (swing * h, side * 0.120 * h, 0.47 * h)
        parts += [
            frustum(shoulder, elbow, (0.032 * h, 0.026 * h), "clothes_upper"),
            frustum(elbow, hand, (0.026 * h, 0.020 * h), "clothes_upper"),
            ball(hand, (0.022 * h, 0.016 * h, 0.028 * h), "skin", 6, 3),
        ]
    return parts


def rider(seat: float, top: float, reach: float, foot: float) -> Mesh:
    """Return a person sitting at x = -0.15, hands before, for two-wheelers.

    Args:
        seat: height of the seat, metres.
        top: height of the head, metres.
        reach: x of the hands, metres.
        foot: height of the feet, metres.
    """
    trunk = top - seat - 0.22
    shoulder = (0.08 + 0.1 * reach, 0.0, seat + trunk * 0.92)
    leg = mirrored(
        Mesh.join(
            [
                frustum(
                    (-0.15, 0.10, seat + 0.05), (0.22, 0.14, seat - 0.12), (0.085, 0.065), "rider"
                ),
                frustum((0.22, 0.14, seat - 0.12), (0.06, 0.14, foot), (0.062, 0.045), "rider"),
                frustum(
                    (shoulder[0], 0.18, shoulder[2] - 0.04),
                    (reach, 0.24, seat + trunk * 0.45),
                    (0.055, 0.04),
                    "rider",
                ),
            ]
        )
    )
    return Mesh.join(
        [
            leg,
            frustum((-0.15, 0.0, seat), shoulder, (0.15, 0.19), "rider", 8),
            ball((shoulder[0] + 0.04, 0.0, top - 0.13), (0.12, 0.10, 0.13), "rider_skin"),
            ball((shoulder[0] + 0.02, 0.0, top - 0.10), (0.13, 0.115, 0.10), "rider", 8, 4),
        ]
    )
