"""Route follower: follows the route, steers around what stands in the way, or stops for it.

It is privileged: it knows the true boxes of all objects.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from carla_bench.core.frame import Control, Frame, ObjectState
from carla_bench.core.geometry import box_corners, transform_points
from carla_bench.core.route import Route
from carla_bench.specs import Agent, AgentSpec, ScenarioPlan

__all__ = ["AGENT", "RouteFollower", "RouteFollowerConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteFollowerConfig:
    """How the agent drives."""

    lookahead_s: float = 0.9
    """time to the point that it steers for"""
    min_lookahead_m: float = 5.0
    horizon_m: float = 28.0
    """how far ahead it looks for obstacles"""
    margin_m: float = 0.35
    """room that it leaves beside an obstacle"""
    max_offset_m: float = 3.2
    """how far it leaves the lane centre; to the left is one lane"""
    shift_mps: float = 1.6
    """how fast it moves sideways"""
    careful_mps: float = 5.0
    """speed while it passes obstacles"""
    lateral_limit_mps2: float = 2.5
    """how hard it corners"""


class RouteFollower:
    """Pure pursuit of the route, shifted sideways to the nearest free offset.

    Source: Coulter, Implementation of the Pure Pursuit Path Tracking Algorithm, CMU-RI-TR-92-01.
    """

    _DELTA_S = 0.05
    _OFFSET_STEP_M = 0.2
    _BRAKING_MPS2 = 3.0
    _MAX_WHEEL_ANGLE_RAD = math.radians(70.0)
    _REACH_BEHIND_M = 4.0

    def __init__(self, config: RouteFollowerConfig) -> None:
        self._config = config

    def setup(self, plan: ScenarioPlan) -> None:
        """Start on the lane centre of the plan's route."""
        self._route: Route = plan.route
        self._target_mps = plan.target_speed_mps
        self._offset_m = 0.0

    def run_step(self, frame: Frame) -> Control:
        """Return the control for the next step."""
        ego = frame.ego
        s, _ = self._route.locate(ego.pose.x, ego.pose.y)
        boxes = self._obstacles(frame, s)
        wanted = self._free_offset(boxes, ego.extent[1])
        if wanted is not None:
            step = self._config.shift_mps * self._DELTA_S
            self._offset_m += float(np.clip(wanted - self._offset_m, -step, step))
        speed = self._speed(s, wanted, boxes, ego)
        return self._control(ego, s, speed)

    def destroy(self) -> None:
        """Nothing to let go of."""

    def _obstacles(self, frame: Frame, s: float) -> NDArray[np.float64]:
        """Return (n, 4) boxes along the route ahead: s from, s to, lateral from, lateral to."""
        ego = frame.ego.pose
        boxes = []
        for other in frame.objects:
            if math.hypot(other.pose.x - ego.x, other.pose.y - ego.y) > self._config.horizon_m + 10:
                continue
            corners = transform_points(other.pose.matrix, box_corners(other.extent, other.center))
            along, across = np.array([self._route.locate(x, y) for x, y, _ in corners[::2]]).T
            if s - self._REACH_BEHIND_M < along.max() and along.min() < s + self._config.horizon_m:
                boxes.append([along.min(), along.max(), across.min(), across.max()])
        return np.array(boxes).reshape(-1, 4)

    def _free_offset(self, boxes: NDArray[np.float64], half_width: float) -> float | None:
        """Return the free offset nearest to the lane centre, or None if all are blocked."""
        reach = half_width + self._config.margin_m
        steps = int(self._config.max_offset_m / self._OFFSET_STEP_M)
        # Left first: it is where a driver passes, and the kerb is on the right.
        candidates = [-k * self._OFFSET_STEP_M for k in range(steps + 1)]
        candidates += [k * self._OFFSET_STEP_M for k in range(1, steps // 4)]
        for offset in candidates:
            if not np.any((boxes[:, 2] < offset + reach) & (boxes[:, 3] > offset - reach)):
                return offset
        return None

    def _speed(
        self, s: float, wanted: float | None, boxes: NDArray[np.float64], ego: ObjectState
    ) -> float:
        speed = min(self._target_mps, self._corner_speed(s), self._end_speed(s))
        reach = ego.extent[1] + 0.5 * self._config.margin_m
        inside = (boxes[:, 2] < self._offset_m + reach) & (boxes[:, 3] > self._offset_m - reach)
        ahead = inside & (boxes[:, 0] > s)
        if ahead.any():  # not yet beside it, or no way round: be able to stop in front
            gap = float(boxes[ahead, 0].min()) - s - ego.extent[0] - 2.0
            speed = min(speed, math.sqrt(2 * self._BRAKING_MPS2 * max(gap, 0.0)))
        if wanted != 0.0:
            speed = min(speed, self._config.careful_mps)
        return speed

    def _corner_speed(self, s: float) -> float:
        """Return the speed at which the sharpest bend of the next metres is comfortable."""
        poses = [self._route.pose_at(s + ahead).yaw for ahead in (2.0, 6.0, 10.0, 14.0)]
        turns = np.abs((np.diff(poses) + 180.0) % 360.0 - 180.0)
        curvature = max(math.radians(float(turns.max())) / 4.0, 1e-4)
        return math.sqrt(self._config.lateral_limit_mps2 / curvature)

    def _end_speed(self, s: float) -> float:
        left = max(self._route.length_m - s - 3.0, 0.0)
        return math.sqrt(2 * self._BRAKING_MPS2 * left)

    def _control(self, ego: ObjectState, s: float, speed: float) -> Control:
        lookahead = max(self._config.min_lookahead_m, self._config.lookahead_s * ego.speed_mps)
        goal = self._route.pose_at(s + lookahead, self._offset_m)
        bearing = math.atan2(goal.y - ego.pose.y, goal.x - ego.pose.x)
        angle = (bearing - math.radians(ego.pose.yaw) + math.pi) % (2 * math.pi) - math.pi
        distance = max(math.hypot(goal.x - ego.pose.x, goal.y - ego.pose.y), 1.0)
        wheelbase = 1.2 * ego.extent[0]
        wheel = math.atan(2 * wheelbase * math.sin(angle) / distance)
        error = speed - ego.speed_mps
        return Control(
            throttle=float(np.clip(0.35 * error + 0.05, 0.0, 0.8)) if speed > 0.1 else 0.0,
            steer=float(np.clip(wheel / self._MAX_WHEEL_ANGLE_RAD, -1.0, 1.0)),
            brake=float(np.clip(-0.25 * error - 0.1, 0.0, 1.0)) if speed > 0.1 else 1.0,
        )


def _build(config: RouteFollowerConfig) -> Agent:
    return RouteFollower(config)


AGENT = AgentSpec(
    summary="Follows the route; steers around obstacles or stops for them. Privileged.",
    build=_build,
    config=RouteFollowerConfig,
    source="carla-bench",
)
