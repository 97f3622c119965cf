"""The bicycle model against closed forms."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from carla_bench.simulator.vehicle import Drive, Motion, advance

DELTA = 0.05
WHEELBASE = 2.8


def drive(drive_, seconds, speed=0.0):
    motion = Motion(0.0, 0.0, 0.0, speed)
    for _ in range(round(seconds / DELTA)):
        motion = advance(motion, drive_, WHEELBASE, DELTA)
    return motion


def test_full_throttle_reaches_100_kmh_like_a_car():
    speed, seconds = 0.0, 0.0
    motion = Motion(0.0, 0.0, 0.0, speed)
    while motion.speed_mps < 100 / 3.6:
        motion = advance(motion, Drive(throttle=1.0), WHEELBASE, DELTA)
        seconds += DELTA
    assert 5.0 < seconds < 14.0


def test_full_brake_stops_and_stays():
    motion = drive(Drive(brake=1.0), 10.0, speed=100 / 3.6)
    assert motion.speed_mps == 0.0
    assert 35.0 < motion.x < 60.0


def test_circle_has_the_radius_of_the_wheel_angle():
    # The centre of a bicycle with tan(wheel angle) = t circles at L·sqrt(1 / t² + 1 / 4).
    steer = 0.3
    tangent = math.tan(steer * math.radians(70.0))
    radius = WHEELBASE * math.sqrt(1 / tangent**2 + 0.25)
    motion = Motion(0.0, 0.0, 0.0, 2.0)
    points = []
    for _ in range(2000):
        motion = advance(motion, Drive(steer=steer, throttle=0.05), WHEELBASE, 0.01)
        points.append((motion.x, motion.y))
    width = max(x for x, _ in points) - min(x for x, _ in points)
    assert width == pytest.approx(2 * radius, rel=0.01)


def test_right_steer_turns_clockwise_from_above():
    assert drive(Drive(steer=0.2, throttle=0.3), 1.0).yaw_rad > 0.0


def test_reverse_goes_backwards():
    assert drive(Drive(throttle=0.5, reverse=True), 2.0).x < -1.0


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.booleans(), st.floats(-8, 50))
def test_grip_limits_lateral_acceleration_and_nothing_explodes(steer, throttle, brake, back, speed):
    motion = Motion(0.0, 0.0, 0.0, speed)
    for _ in range(20):
        motion = advance(motion, Drive(throttle, steer, brake, reverse=back), WHEELBASE, DELTA)
        assert abs(motion.yaw_rate_radps * motion.speed_mps) < 9.0
        assert abs(motion.speed_mps) <= 50.0
