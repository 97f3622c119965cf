"""Meshes of people: on foot, and riding."""

from __future__ import annotations

from ..mesh import Mesh
from .primitives import ball, box, frustum, mirrored

__all__ = ["pedestrian", "rider"]


def pedestrian(height: float) -> Mesh:
    """Return a person in mid-stride facing x, feet at z = 0.

    Args:
        height: metres; children have larger heads.
    """
    h = height
    head = 0.066 * h if h > 1.5 else 0.085 * h
    neck = h - 2.15 * head
    hip = 0.48 * h
    parts = [
        # legs: one before, one behind
        frustum(
            (0.0, 0.055 * h, hip),
            (0.05 * h, 0.055 * h, 0.26 * h),
            (0.052 * h, 0.038 * h),
            "clothes_lower",
        ),
        frustum(
            (0.05 * h, 0.055 * h, 0.26 * h),
            (0.03 * h, 0.055 * h, 0.03 * h),
            (0.038 * h, 0.028 * h),
            "clothes_lower",
        ),
        frustum(
            (0.0, -0.055 * h, hip),
            (0.0, -0.055 * h, 0.26 * h),
            (0.052 * h, 0.038 * h),
            "clothes_lower",
        ),
        frustum(
            (0.0, -0.055 * h, 0.26 * h),
            (-0.06 * h, -0.055 * h, 0.03 * h),
            (0.038 * h, 0.028 * h),
            "clothes_lower",
        ),
        box((-0.01 * h, 0.10 * h), (0.03 * h, 0.08 * h), (0.0, 0.035 * h), "shoes"),
        box((-0.10 * h, 0.01 * h), (-0.08 * h, -0.03 * h), (0.0, 0.035 * h), "shoes"),
        # trunk
        frustum(
            (0.0, 0.0, hip - 0.02 * h),
            (0.0, 0.0, 0.62 * h),
            (0.085 * h, 0.080 * h),
            "clothes_upper",
            8,
        ),
        frustum(
            (0.0, 0.0, 0.62 * h),
            (0.0, 0.0, neck - 0.03 * h),
            (0.080 * h, 0.100 * h),
            "clothes_upper",
            8,
        ),
        frustum(
            (0.0, 0.0, neck - 0.03 * h),
            (0.0, 0.0, neck),
            (0.100 * h, 0.040 * h),
            "clothes_upper",
            8,
        ),
        frustum((0.0, 0.0, neck - 0.01 * h), (0.0, 0.0, neck + 0.02 * h), 0.028 * h, "skin"),
        ball((0.0, 0.0, h - head * 1.08), (head * 0.95, head * 0.8, head * 1.05), "skin"),
        ball(
            (-0.012 * h, 0.0, h - head * 0.95),
            (head * 0.92, head * 0.88, head * 0.95),
            "hair",
            8,
            4,
        ),
    ]
    shoulder = neck - 0.035 * h
    for side, swing in ((1.0, -0.05), (-1.0, 0.05)):
        elbow = (swing * h * 0.6, side * 0.125 * h, 0.62 * h)
        hand = (swing * h, side * 0.120 * h, 0.47 * h)
        parts += [
            frustum(
                (0.0, side * 0.095 * h, shoulder), elbow, (0.032 * h, 0.026 * h), "clothes_upper"
            ),
            frustum(elbow, hand, (0.026 * h, 0.020 * h), "clothes_upper"),
            ball(hand, (0.022 * h, 0.016 * h, 0.028 * h), "skin", 6, 3),
        ]
    return Mesh.join(parts)


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
