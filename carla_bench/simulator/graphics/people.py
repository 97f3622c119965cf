"""Meshes of people on foot.

A walk cycle has `STRIDES` poses. The hip of each leg swings like a pendulum and the knee bends
while the leg comes forward; the arms swing against the legs. Boxes of CARLA's pedestrians are
narrow, so their steps are short.
"""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.blueprints.walkers import WALKERS, walker_row
from carla_bench.simulator.graphics.accessories import Body, bag, hat
from carla_bench.simulator.graphics.figure import foot, head, limb, torso
from carla_bench.simulator.graphics.looks import Look, look_of
from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import Point, ball, wedge
from carla_bench.simulator.graphics.solids import rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["STRIDES", "STRIDE_LENGTH_M", "pedestrian", "stride_at"]

Array = NDArray[np.float64]

STRIDES = 12
"""Poses of a walk cycle, numbered from 1; pose 0 stands still."""
STRIDE_LENGTH_M = 1.4
"""Way that one cycle of two steps covers, metres."""

_HIP_SWING = np.deg2rad(15.0)
_KNEE_BEND = np.deg2rad(42.0)
_ARM_SWING = np.deg2rad(17.0)


_ADULT = Body(hip=0.505, shoulder=0.800, neck=0.845, head=0.067, across=0.088)
_CHILD = Body(hip=0.450, shoulder=0.715, neck=0.765, head=0.092, across=0.105)
_TODDLER = _CHILD._replace(head=0.105, shoulder=0.69, neck=0.74, across=0.115, spread=0.075)
_BROAD = 0.4
"""Boxes at least so wide against their height are those of the smallest."""


def stride_at(distance_m: float) -> int:
    """Return the pose, 1 to `STRIDES`, of someone who has walked a way, metres."""
    return 1 + int(distance_m / STRIDE_LENGTH_M * STRIDES) % STRIDES


def pedestrian(type_id: str, size: Point, stride: int = 0) -> Mesh:
    """Return a person facing x, in a box around the origin.

    Standing people fill the box exactly. Walking ones keep their build and stay inside: what
    reaches out before and behind the trunk is shortened.

    Args:
        type_id: blueprint id.
        size: length, width and height of the box, metres.
        stride: 0 to stand, 1 to `STRIDES` to walk.
    """
    look = look_of(walker_row(type_id))
    body = _ADULT if not look.child else _TODDLER if size[1] > _BROAD * size[2] else _CHILD
    low, high = _bounds(_figure(look, body, size[2], 0))
    mesh = _figure(look, body, size[2], stride)
    vertices = ((mesh.vertices - low) / (high - low) - 0.5) * np.asarray(size)
    if stride:
        vertices[:, 0] = _shortened(vertices[:, 0], size[0] / 2, _reach(body) * size[0])
    vertices = np.clip(vertices, -0.5 * np.asarray(size), 0.5 * np.asarray(size))
    return dataclasses.replace(mesh, vertices=vertices.astype(np.float32))


def _shortened(x: Array, half: float, far: float) -> Array:
    """Return (n,) coordinates that reached up to far, squeezed into the box beyond the trunk."""
    trunk = 0.6 * half
    beyond = np.maximum(np.abs(x) - trunk, 0) * (half - trunk) / max(far - trunk, half - trunk)
    return np.asarray(np.sign(x) * (np.minimum(np.abs(x), trunk) + beyond))


@cache
def _reach(body: Body) -> float:
    """Return how far anyone of a build reaches from the middle when walking.

    Returns:
        A share of the length of the standing figure.
    """
    look = look_of(WALKERS[1])
    low, high = _bounds(_figure(look, body, 1.0, 0))
    middle, length = (low[0] + high[0]) / 2, high[0] - low[0]
    ends = [_bounds(_figure(look, body, 1.0, pose)) for pose in range(1, STRIDES + 1)]
    far = max(max(middle - end[0][0], end[1][0] - middle) for end in ends)
    return float(far / length)


def _bounds(mesh: Mesh) -> tuple[Array, Array]:
    return (
        mesh.vertices.min(axis=0).astype(np.float64),
        mesh.vertices.max(axis=0).astype(np.float64),
    )


def _figure(look: Look, body: Body, h: float, stride: int) -> Mesh:
    """Return a person of height h in a pose, feet at z = 0."""
    phase = 2 * np.pi * (stride - 1) / STRIDES
    walking = stride > 0
    legs, drop = _legs(look, body, h, phase, walking)
    upper = Mesh.join(
        [
            *_trunk(look, body, h),
            *_arms(look, body, h, phase, walking),
            *hat(look, body, h),
            *bag(look, body, h),
        ]
    )
    return Mesh.join([placed(legs, (0, 0, -drop)), placed(upper, (0, 0, -drop))])


def _legs(look: Look, body: Body, h: float, phase: float, walking: bool) -> tuple[Mesh, float]:
    """Return legs and shoes below unmoved hips, and how far all must sink to touch the ground."""
    thigh, ankle = 0.5 * (body.hip - 0.04) * h, 0.042 * h
    names = {
        "trousers": (look.lower, look.lower),
        "shorts": (look.lower, look.skin),
        "skirt": (look.skin, look.skin),
    }[look.legs]
    parts, soles = [], []
    for side, turn in ((1.0, phase), (-1.0, phase + np.pi)):
        swing = _HIP_SWING * np.cos(turn) if walking else 0.0
        bend = _KNEE_BEND * max(0.0, -np.sin(turn)) + 0.04 if walking else 0.0
        y = side * 0.5 * body.across * h
        hip = (-0.01 * h, y, body.hip * h)
        knee = (hip[0] + thigh * float(np.sin(swing)), y, hip[2] - thigh * float(np.cos(swing)))
        shin = knee[2] - ankle if not walking else thigh
        heel = (
            knee[0] + shin * float(np.sin(swing - bend)),
            y,
            knee[2] - shin * float(np.cos(swing - bend)),
        )
        radii = (0.052 * h, 0.038 * h, 0.027 * h)
        sole = foot(heel, 0.145 * h, -0.7 * bend, look.shoes)
        parts += [*limb((hip, knee, heel), radii, names), sole]
        soles.append(float(sole.vertices[:, 2].min()))
    return Mesh.join(parts), min(soles)


def _trunk(look: Look, body: Body, h: float) -> list[Mesh]:
    wide, deep = (body.across + 0.012) * h, 0.062 * h * look.girth
    base, top = (0.0, 0.0, (body.hip - 0.03) * h), (0.0, 0.0, body.neck * h)
    rings = [
        (0.0, deep * 0.95, wide * 0.86),
        (0.25, deep * 1.02, wide * 0.84),
        (0.5, deep, wide * 0.84),
        (0.75, deep * 1.08, wide * 0.98),
        (0.9, deep * 0.85, wide * 0.92),
        (1.0, deep * 0.45, wide * 0.34),
    ]
    if look.child:
        rings = [(share, depth * 1.25, width) for share, depth, width in rings]
    size = body.head * h
    parts = [
        torso(base, top, rings, look.upper),
        torso(
            (0, 0, (body.hip - 0.05) * h),
            (0, 0, (body.hip + 0.05) * h),
            [(0.0, deep * 0.93, wide * 0.88), (1.0, deep * 0.88, wide * 0.76)],
            look.lower,
        ),
        *head((0.012 * h, 0.0, h - size * 1.08), size, look.skin, look.hair, look.long_hair),
    ]
    if look.coat:
        parts.append(
            torso(
                (0, 0, 0.34 * h),
                (0, 0, 0.60 * h),
                [(0.0, deep * 1.45, wide * 1.14), (1.0, deep * 1.10, wide * 1.04)],
                look.upper,
            )
        )
    if look.legs == "skirt":
        parts.append(
            torso(
                (0, 0, 0.30 * h),
                (0, 0, 0.56 * h),
                [(0.0, deep * 1.55, wide * 1.08), (1.0, deep * 1.05, wide * 0.86)],
                look.lower,
            )
        )
    return parts


def _arms(look: Look, body: Body, h: float, phase: float, walking: bool) -> list[Mesh]:
    parts = []
    upper, lower = 0.165 * h, 0.150 * h
    if look.child:
        upper, lower = 0.145 * h, 0.135 * h
    for side, turn in ((1.0, phase + np.pi), (-1.0, phase)):
        swing = _ARM_SWING * np.cos(turn) if walking else -0.02
        bend = 0.22 + 0.18 * max(0.0, np.cos(turn)) if walking else 0.16
        y = side * body.across * h
        shoulder = (0.0, y, (body.shoulder - 0.005) * h)
        elbow = (
            upper * float(np.sin(swing)),
            y + side * 0.6 * body.spread * h,
            shoulder[2] - upper * float(np.cos(swing)),
        )
        hand = (
            elbow[0] + lower * float(np.sin(swing + bend)),
            y + side * body.spread * h,
            elbow[2] - lower * float(np.cos(swing + bend)),
        )
        sleeve = look.skin if look.bare_arms else look.upper
        parts += [
            *limb((shoulder, elbow, hand), (0.032 * h, 0.025 * h, 0.019 * h), (look.upper, sleeve)),
            ball(
                (hand[0] + 0.006 * h, hand[1], hand[2] - 0.02 * h),
                (0.022 * h, 0.014 * h, 0.030 * h),
                look.skin,
                6,
                3,
            ),
        ]
        if look.cane and side > 0:
            parts.append(
                rod(
                    [(hand[0] + 0.02, hand[1], hand[2]), (hand[0] + 0.03, hand[1], 0.04 * h)],
                    0.012,
                    "person_brown",
                    5,
                )
            )
        if look.bag == "shopping" and side < 0:
            parts.append(
                wedge(
                    (hand[0] - 0.07, hand[0] + 0.07),
                    (y - 0.03, y + 0.03),
                    (hand[2] - 0.36, hand[2] - 0.06),
                    (hand[0] - 0.06, hand[0] + 0.06),
                    (y - 0.02, y + 0.02),
                    "person_white",
                )
            )
    return parts
