"""What one tick of the simulation gives: images, ego state, objects, all of one frame number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose

__all__ = ["CameraFrame", "Control", "Frame", "ObjectState"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What the driver does: CARLA's `VehicleControl` without gears."""

    throttle: float = 0.0
    """0 to 1"""
    steer: float = 0.0
    """-1 to 1, right is positive"""
    brake: float = 0.0
    """0 to 1"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectState:
    """One actor at one frame."""

    id: int
    """actor id"""
    blueprint: str
    pose: Pose
    """in the world"""
    center: tuple[float, float, float]
    """of the box, in the frame of the actor, metres"""
    extent: tuple[float, float, float]
    """half sizes of the box, metres"""
    velocity_mps: tuple[float, float, float]
    """in world axes"""
    unknown: str = ""
    """category of an unknown object, empty for everything else"""

    @property
    def speed_mps(self) -> float:
        """Length of the velocity."""
        return float(np.linalg.norm(self.velocity_mps))


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraFrame:
    """What one camera saw. Modalities that the rig does not ask for are None."""

    intrinsics: NDArray[np.float64]
    """(3, 3), pixels"""
    world_from_camera: NDArray[np.float64]
    """(4, 4), from OpenCV camera points to the world"""
    rgb: NDArray[np.uint8] | None = None
    """(H, W, 3)"""
    semantic: NDArray[np.uint8] | None = None
    """(H, W) raw CARLA tag"""
    instance: NDArray[np.uint16] | None = None
    """(H, W) id as the server gives it, 0 = none"""
    depth: NDArray[np.float32] | None = None
    """(H, W) metres along the optical axis, inf for sky"""
    unknown: NDArray[np.uint8] | None = None
    """(H, W) 0 = known, else 1 + index of the category in `labels.UNKNOWN_CATEGORIES`"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One tick: every part of it carries the same simulation frame number."""

    frame: int
    """simulation frame number"""
    time_s: float
    """simulated seconds since the episode began"""
    cameras: dict[str, CameraFrame]
    ego: ObjectState
    control: Control
    """what the vehicle was told when this frame was simulated"""
    objects: tuple[ObjectState, ...]
    """all other vehicles, walkers and props"""
