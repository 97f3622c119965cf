"""Positions along a route."""

import numpy as np
import pytest

from carla_bench.core.route import Route


def straight_then_right():
    points = [[float(x), 0.0, 0.0] for x in range(11)]
    points += [[10.0, float(y), 0.0] for y in range(1, 11)]
    n = len(points)
    return Route(
        points=np.array(points), lane_width_m=np.full(n, 3.5), in_junction=np.zeros(n, bool)
    )


def test_length():
    assert straight_then_right().length_m == pytest.approx(20.0)


@pytest.mark.parametrize(
    ("s", "lateral", "x", "y", "yaw"),
    [(2.5, 0.0, 2.5, 0.0, 0.0), (2.5, 1.0, 2.5, 1.0, 0.0), (15.0, 2.0, 8.0, 5.0, 90.0)],
)
def test_pose_and_location_are_inverse(s, lateral, x, y, yaw):
    route = straight_then_right()
    pose = route.pose_at(s, lateral)
    assert (pose.x, pose.y, pose.yaw) == pytest.approx((x, y, yaw))
    assert route.locate(pose.x, pose.y) == pytest.approx((s, lateral))


def test_ends_are_clipped():
    assert straight_then_right().pose_at(99.0).y == pytest.approx(10.0)
