"""Rows of numbers that the compiled loops work on: one a body, and one more a vehicle.

Frames: world and body axes are CARLA's (x forward, y right, z up), angles are radians with the
signs of `Pose` (nose up, clockwise from above, right side down).
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "BODY",
    "CAR",
    "CURVE_POINTS",
    "GEARS",
    "WHEELS",
    "Array",
    "Cars",
    "Gearing",
    "Kind",
    "Row",
    "Rows",
    "new_cars",
]

Array = NDArray[np.float64]
Rows = NDArray[Any]
"""structured"""
Row = Any
"""one element of structured rows, which the compiled loops read and write by attribute"""


class Kind(IntEnum):
    """What moves a body."""

    OBSTACLE = 0
    """nothing"""
    VEHICLE = 1
    WALKER = 2
    THING = 3
    """only pushes and gravity"""


BODY = np.dtype(
    [
        ("kind", "i8"),
        ("collides", "?"),
        ("moves", "?"),  # the simulation moves it; otherwise only clients do
        ("falls", "?"),  # gravity pulls
        # pose, metres and radians
        *[(name, "f8") for name in ("x", "y", "z", "yaw", "pitch", "roll")],
        # m/s in world axes, rad/s
        *[(name, "f8") for name in ("vx", "vy", "vz", "yaw_rate", "pitch_rate", "roll_rate")],
        # box: half sizes, and its bottom and top above the origin, metres
        *[(name, "f8") for name in ("half_length", "half_width", "low", "high")],
        ("inverse_mass", "f8"),  # 1/kg, 0 for what cannot be pushed
        ("inverse_inertia", "f8"),  # about the vertical, 1/(kg m²)
        # accelerations by forces of clients during this step, m/s² and rad/s²
        *[(name, "f8") for name in ("push_x", "push_y", "push_z", "push_yaw")],
        # ground below: height at (ground_x, ground_y) and its slopes
        ("has_ground", "?"),
        *[(name, "f8") for name in ("ground_x", "ground_y", "ground_z", "slope_x", "slope_y")],
        ("foot", "f8"),  # of its lowest point above the origin, metres
        # walkers: velocity that they want, m/s, and whether they jump or have been knocked down
        *[(name, "f8") for name in ("want_x", "want_y")],
        ("jumps", "?"),
        ("fallen", "?"),
        ("on_ground", "?"),
    ]
)

CAR = np.dtype(
    [
        ("body", "i8"),
        # chassis
        ("mass", "f8"),
        ("front", "f8"),  # of the front axle ahead of the origin, metres
        ("rear", "f8"),  # of the rear axle behind it
        ("front_load", "f8"),  # share of the weight at rest
        ("half_track", "f8"),  # 0 for two-wheelers
        ("height", "f8"),  # of the centre of mass above the ground, metres
        ("inverse_roll_inertia", "f8"),
        ("inverse_pitch_inertia", "f8"),
        ("air", "f8"),  # drag force over speed squared, N s²/m²
        ("rolling", "f8"),  # rolling resistance over load
        # tyres and brakes
        ("wheel_radius", "f8"),
        ("grip_front", "f8"),  # friction coefficients
        ("grip_rear", "f8"),
        ("stiffness_front", "f8"),  # side force over load, per radian
        ("stiffness_rear", "f8"),
        ("brake_force", "f8"),  # of all wheels, N
        ("hand_brake_force", "f8"),
        ("max_steer", "f8"),  # wheel angle at full steer, radians
        ("lock", "f8"),  # where the wheels stop turning
        # engine and gearbox
        ("max_engine_speed", "f8"),  # rad/s
        ("engine_inertia", "f8"),
        ("friction_full", "f8"),  # N m s/rad
        ("friction_zero", "f8"),
        ("autobox", "?"),
        ("switch_time", "f8"),
        ("gears", "i8"),
        ("final_ratio", "f8"),
        ("drive_front", "f8"),  # share of the drive force
        # control
        ("throttle", "f8"),
        ("steer", "f8"),
        ("brake", "f8"),
        ("hand_brake", "?"),
        ("reverse", "?"),
        ("manual", "?"),
        ("wanted_gear", "i8"),
        ("constant", "?"),  # velocity held whatever happens
        ("constant_forward", "f8"),  # m/s
        ("constant_right", "f8"),
        # state
        ("gear", "i8"),
        ("switching", "f8"),  # seconds until the new gear drives
        ("engine_speed", "f8"),  # rad/s
        ("wheel_angle", "f8"),  # radians, right is positive
        # what the tyres do now, N in the axes of the wheels
        ("forward_front", "f8"),
        ("forward_rear", "f8"),
        ("right_front", "f8"),
        ("right_rear", "f8"),
        ("slip_front", "f8"),  # angles, radians
        ("slip_rear", "f8"),
        ("torque", "f8"),  # of the engine, N m
    ]
)

CURVE_POINTS = 16
GEARS = 12
WHEELS = 4
"""Places where a vehicle touches the ground: front left, front right, rear left, rear right.
Two-wheelers have them in pairs."""


class Gearing(IntEnum):
    """Columns of `Cars.gearing`."""

    RATIO = 0
    DOWN = 1
    UP = 2


class Cars(NamedTuple):
    """All vehicles."""

    rows: Rows
    """(n,) CAR"""
    torque: Array
    """(n, CURVE_POINTS, 2) engine speed [rad/s] and torque [N m], rising, padded with the last"""
    steering: Array
    """(n, CURVE_POINTS, 2) speed [m/s] and share of the wheel angle"""
    gearing: Array
    """(n, GEARS, 3) of the forward gears"""
    ground: Array
    """(n, WHEELS, 3) x, y and height of the ground where it was probed; nan height without"""
    load: Array
    """(n, WHEELS) N"""


def new_cars(count: int) -> Cars:
    """Return rows of zeros."""
    return Cars(
        np.zeros(count, CAR),
        np.zeros((count, CURVE_POINTS, 2)),
        np.zeros((count, CURVE_POINTS, 2)),
        np.zeros((count, GEARS, 3)),
        np.full((count, WHEELS, 3), np.nan),
        np.zeros((count, WHEELS)),
    )
