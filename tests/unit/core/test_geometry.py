"""Geometry against CARLA's own client, and against closed forms."""

import carla
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carla_bench.core.geometry import (
    Pose,
    box_corners,
    intrinsics,
    pixel_rays,
    project,
    transform_points,
    unproject,
    world_from_camera,
)

angles = st.floats(-180, 180)
metres = st.floats(-500, 500)


@given(metres, metres, metres, angles, angles, angles)
def test_matrix_equals_carlas(x, y, z, pitch, yaw, roll):
    theirs = carla.Transform(carla.Location(x, y, z), carla.Rotation(pitch, yaw, roll))
    ours = Pose(x, y, z, pitch, yaw, roll).matrix
    np.testing.assert_allclose(ours, theirs.get_matrix(), atol=5e-5)


@given(metres, metres, metres, st.floats(-89, 89), angles, angles)
def test_pose_survives_its_matrix(x, y, z, pitch, yaw, roll):
    matrix = Pose(x, y, z, pitch, yaw, roll).matrix
    np.testing.assert_allclose(Pose.from_matrix(matrix).matrix, matrix, atol=1e-9)


def test_camera_looks_along_x_with_y_to_the_right_and_z_up():
    to_world = world_from_camera(np.eye(4))
    right_down_forward = np.eye(3)
    expected = [[0, 1, 0], [0, 0, -1], [1, 0, 0]]
    np.testing.assert_array_equal(transform_points(to_world, right_down_forward), expected)


def test_field_of_view_spans_the_width():
    matrix = intrinsics(512, 256, 90.0)
    edge = project(np.array([1.0, 0.0, 1.0]), matrix)  # 45 degrees to the right
    np.testing.assert_allclose(edge, [512.0, 128.0, 1.0])


@given(st.integers(1, 64), st.integers(1, 64), st.floats(20, 150), st.floats(0.1, 900))
def test_unproject_then_project_returns_the_pixel_centres(width, height, fov, depth):
    matrix = intrinsics(width, height, fov)
    back = project(unproject(np.full((height, width), depth), matrix), matrix)
    u, v = np.meshgrid(np.arange(width) + 0.5, np.arange(height) + 0.5)
    np.testing.assert_allclose(back[..., 0], u, atol=1e-6)
    np.testing.assert_allclose(back[..., 1], v, atol=1e-6)
    np.testing.assert_allclose(back[..., 2], depth)


def test_rays_have_unit_depth():
    assert (pixel_rays(4, 2, intrinsics(4, 2, 90.0))[..., 2] == 1).all()


def test_points_behind_the_camera_have_no_pixel():
    assert np.isnan(project(np.array([0.0, 0.0, -1.0]), intrinsics(4, 4, 90.0))[:2]).all()


def test_box_corners_match_carlas_order():
    box = carla.BoundingBox(carla.Location(1, 2, 3), carla.Vector3D(4, 5, 6))
    theirs = [[v.x, v.y, v.z] for v in box.get_local_vertices()]
    np.testing.assert_allclose(box_corners((4, 5, 6), (1, 2, 3)), theirs)


@pytest.mark.parametrize("yaw", [0.0, 90.0, -135.0])
def test_yaw_turns_x_towards_y(yaw):
    forward = Pose(yaw=yaw).matrix[:3, 0]
    np.testing.assert_allclose(forward[:2], [np.cos(np.deg2rad(yaw)), np.sin(np.deg2rad(yaw))])
