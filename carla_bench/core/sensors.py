"""Cameras and the rig that carries them, as data."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.geometry import Pose, intrinsics
from carla_bench.errors import ConfigError, UnknownEntry

__all__ = ["MODALITIES", "CameraSpec", "Rig"]

MODALITIES = ("rgb", "semantic", "instance", "depth")
"""What a camera can record; each is one CARLA sensor at the same pose."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSpec:
    """One camera of a rig: where it is mounted and what it records."""

    name: str = "front"
    width: int = 512
    """pixels"""
    height: int = 256
    """pixels"""
    fov_deg: float = 90.0
    """horizontal field of view, degrees"""
    pose: Pose = field(default_factory=lambda: Pose(x=1.5, z=1.6))
    """in the frame of the vehicle"""
    modalities: tuple[str, ...] = MODALITIES

    def __post_init__(self) -> None:
        """Raise ConfigError when the camera cannot exist."""
        if not (1 <= self.width <= 8192 and 1 <= self.height <= 8192):
            raise ConfigError(f"Expected 1 to 8192 pixels a side, got {self.width}x{self.height}.")
        if not 1.0 <= self.fov_deg <= 170.0:
            raise ConfigError(f"Expected a field of view of 1 to 170 degrees, got {self.fov_deg}.")
        for modality in self.modalities:
            if modality not in MODALITIES:
                raise UnknownEntry("modality", modality, MODALITIES)

    @property
    def intrinsics(self) -> NDArray[np.float64]:
        """(3, 3) pinhole matrix, pixels."""
        return intrinsics(self.width, self.height, self.fov_deg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rig:
    """The cameras of one vehicle."""

    cameras: tuple[CameraSpec, ...] = (CameraSpec(),)

    def __post_init__(self) -> None:
        """Raise ConfigError when two cameras share a name."""
        names = [camera.name for camera in self.cameras]
        if len(set(names)) != len(names):
            raise ConfigError(f"Expected camera names to differ, got {', '.join(names)}.")
