"""The bones of a walker, under the names of CARLA's skeleton.

Places are shares of the body's height in a standing pose: good enough to draw a skeleton over a
picture of our pedestrians, who are simpler than CARLA's.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from carla_bench.core.geometry import Pose

__all__ = ["BONES", "Bone", "bone_poses"]

Point = tuple[float, float, float]


class Bone(NamedTuple):
    """One bone."""

    name: str
    parent: int
    """its index, -1 for the root"""
    place: Point
    """x forward, y right, z up from between the feet, in body heights"""


_FINGERS = ("Thumb", "Index", "Middle", "Ring", "Pinky")


@cache
def _skeleton() -> tuple[Bone, ...]:
    bones: list[Bone] = []
    index: dict[str, int] = {}

    def add(name: str, parent: str | None, place: Point) -> None:
        index[name] = len(bones)
        bones.append(Bone(name, -1 if parent is None else index[parent], place))

    add("crl_root", None, (0.0, 0.0, 0.0))
    add("crl_hips__C", "crl_root", (0.0, 0.0, 0.53))
    add("crl_spine__C", "crl_hips__C", (0.0, 0.0, 0.60))
    add("crl_spine01__C", "crl_spine__C", (0.0, 0.0, 0.70))
    add("crl_neck__C", "crl_spine01__C", (0.0, 0.0, 0.83))
    add("crl_Head__C", "crl_neck__C", (0.01, 0.0, 0.88))
    for letter, side in (("L", -1.0), ("R", 1.0)):
        add(f"crl_eye__{letter}", "crl_Head__C", (0.05, 0.017 * side, 0.94))
        add(f"crl_shoulder__{letter}", "crl_spine01__C", (0.0, 0.03 * side, 0.81))
        add(f"crl_arm__{letter}", f"crl_shoulder__{letter}", (0.0, 0.10 * side, 0.81))
        add(f"crl_foreArm__{letter}", f"crl_arm__{letter}", (0.0, 0.12 * side, 0.64))
        add(f"crl_hand__{letter}", f"crl_foreArm__{letter}", (0.02, 0.125 * side, 0.50))
        for number, finger in enumerate(_FINGERS):
            shift = 0.022 - 0.011 * number
            chain = f"crl_hand__{letter}"
            for joint, suffix in enumerate(("", "01", "02", "End")):
                name = f"crl_hand{finger}{suffix}__{letter}"
                add(name, chain, (0.02 + shift, 0.125 * side, 0.475 - 0.017 * joint))
                chain = name
    for letter, side in (("L", -1.0), ("R", 1.0)):
        add(f"crl_thigh__{letter}", "crl_hips__C", (0.0, 0.05 * side, 0.50))
        add(f"crl_leg__{letter}", f"crl_thigh__{letter}", (0.01, 0.05 * side, 0.28))
        add(f"crl_foot__{letter}", f"crl_leg__{letter}", (-0.01, 0.05 * side, 0.05))
        add(f"crl_toe__{letter}", f"crl_foot__{letter}", (0.07, 0.05 * side, 0.01))
        add(f"crl_toeEnd__{letter}", f"crl_toe__{letter}", (0.11, 0.05 * side, 0.01))
    return tuple(bones)


BONES = _skeleton()
"""Parents come before their children."""


def bone_poses(walker: Pose, height_m: float) -> list[tuple[str, Pose, Pose, Pose]]:
    """Return name and poses in the world, in the walker's frame and in the parent bone's.

    Args:
        walker: pose of the walker, whose origin is in the middle of the body.
        height_m: of the body.
    """
    found = []
    for bone in BONES:
        x, y, z = (height_m * share for share in bone.place)
        component = Pose(x, y, z - height_m / 2)
        start = BONES[bone.parent].place if bone.parent >= 0 else (0.0, 0.0, 0.5)
        a, b, c = (height_m * share for share in start)
        relative = Pose(x - a, y - b, z - c)
        world = Pose.from_matrix(walker.matrix @ component.matrix)
        found.append((bone.name, world, component, relative))
    return found
