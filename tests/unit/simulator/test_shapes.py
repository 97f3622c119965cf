"""Actors fill their bounding boxes, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.blueprints.props import EXTRA_MESHES, prop_size, prop_tags
from carla_bench.simulator.graphics.shapes import (
    STRIDE_LENGTH_M,
    STRIDES,
    actor_mesh,
    shape_of,
    stride_at,
)
from carla_bench.simulator.graphics.traffic import POST
from carla_bench.simulator.materials import MATERIALS, TAGS

LIBRARY = {id_: entry for id_, entry in blueprint_library().items() if entry.size[0] > 0}
VEHICLES = [id_ for id_ in LIBRARY if id_.startswith("vehicle.")]
WALKERS = [id_ for id_ in LIBRARY if id_.startswith("walker.")]
PROPS = [id_ for id_ in LIBRARY if id_.startswith("static.")]


def assert_fills(mesh, size, bottom):
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    length, width, height = size
    np.testing.assert_allclose(low, [-length / 2, -width / 2, bottom], atol=1e-5)
    np.testing.assert_allclose(high, [length / 2, width / 2, bottom + height], atol=1e-5)
    assert np.isfinite(mesh.vertices).all()
    assert mesh.triangles.min() >= 0
    assert mesh.triangles.max() < len(mesh.vertices)
    assert len(mesh.materials) == len(mesh.objects) == len(mesh.triangles)


def mesh_of(id_):
    entry = LIBRARY[id_]
    return actor_mesh(id_, entry.size, entry.base_type)


@pytest.mark.parametrize("id_", VEHICLES)
def test_vehicles(id_):
    entry, mesh = LIBRARY[id_], mesh_of(id_)
    assert_fills(mesh, entry.size, 0.0)
    assert 200 < len(mesh.triangles) < 3000
    assert set(TAGS[mesh.materials]) == set(entry.tags)


@pytest.mark.parametrize("id_", WALKERS)
def test_walkers_stand_around_their_origin(id_):
    entry, mesh = LIBRARY[id_], mesh_of(id_)
    assert_fills(mesh, entry.size, -entry.size[2] / 2)
    assert set(TAGS[mesh.materials]) == {12}


@pytest.mark.parametrize("id_", PROPS)
def test_props(id_):
    entry, mesh = LIBRARY[id_], mesh_of(id_)
    assert_fills(mesh, entry.size, 0.0)
    assert len(mesh.triangles) < 3000
    assert set(TAGS[mesh.materials]) == set(entry.tags)


@pytest.mark.parametrize("name", EXTRA_MESHES)
def test_meshes_without_a_blueprint(name):
    attributes = {"mesh_path": f"/Game/Ours/{name}.{name}", "scale": "1.5"}
    size = prop_size("static.prop.mesh", attributes)
    assert size == pytest.approx([1.5 * side for side in EXTRA_MESHES[name].size])
    mesh = actor_mesh("static.prop.mesh", size, attributes["mesh_path"])
    assert_fills(mesh, size, 0.0)
    assert set(TAGS[mesh.materials]) == set(prop_tags("static.prop.mesh", attributes))


def test_thin_boxes_and_unknown_names():
    mesh = actor_mesh("static.prop.whatever", (0.0, 0.0, 0.0))
    assert np.ptp(mesh.vertices, axis=0) == pytest.approx([1e-3] * 3, abs=1e-5)


def test_kinds_of_things_look_different():
    meshes = [mesh_of(id_) for id_ in PROPS]
    looks = {(mesh.vertices.tobytes(), mesh.materials.tobytes()) for mesh in meshes}
    assert len(looks) == len(PROPS)


def test_a_car_looks_ahead():
    mesh = actor_mesh("vehicle.tesla.model3", (4.79, 2.16, 1.49), "car")
    names = np.array([MATERIALS[index].name for index in mesh.materials])
    middle = mesh.vertices[mesh.triangles].mean(axis=1)
    assert middle[names == "lamp_front_car", 0].min() > 1.7
    assert middle[names == "lamp_rear_car", 0].max() < -1.7


def test_shapes_are_made_once():
    first = shape_of("static.prop.box01", (0.65, 0.65, 0.65))
    assert first is shape_of("static.prop.box01", (0.65, 0.65, 0.65))
    np.testing.assert_allclose(first.center, [0, 0, 0.325], atol=1e-6)
    np.testing.assert_allclose(first.extent, [0.325] * 3, atol=1e-6)


@pytest.mark.parametrize("id_", ["walker.pedestrian.0001", "walker.pedestrian.0048"])
def test_walkers_walk_inside_their_box(id_):
    size = LIBRARY[id_].size
    poses = [actor_mesh(id_, size, stride=stride) for stride in range(STRIDES + 1)]
    half = np.array(size) / 2
    for mesh in poses:
        assert np.all(np.abs(mesh.vertices) <= half + 1e-5)
        # The lower foot is on the ground in every pose: nobody floats.
        assert mesh.vertices[:, 2].min() == pytest.approx(-half[2], abs=1e-4)
    assert len({mesh.vertices.tobytes() for mesh in poses}) == STRIDES + 1


def test_legs_swing_by_turns():
    id_ = "walker.pedestrian.0002"
    apart = []
    for stride in range(1, STRIDES + 1):
        mesh = actor_mesh(id_, LIBRARY[id_].size, stride=stride)
        low = mesh.vertices[:, 2] < -0.8
        right = mesh.vertices[low & (mesh.vertices[:, 1] > 0.01), 0].mean()
        left = mesh.vertices[low & (mesh.vertices[:, 1] < -0.01), 0].mean()
        apart.append(right - left)
    assert max(apart) > 0.08
    assert min(apart) < -0.08
    half = STRIDES // 2
    np.testing.assert_allclose(apart[half:], [-gap for gap in apart[:half]], atol=0.03)


def test_poses_follow_the_way():
    assert stride_at(0.0) == 1
    assert stride_at(STRIDE_LENGTH_M * 0.999) == STRIDES
    assert stride_at(STRIDE_LENGTH_M * 7.5) == 1 + STRIDES // 2


def lamps(mesh):
    """Bits of each lit surface and the middle of its triangles."""
    bits = np.array([MATERIALS[index].lamp for index in mesh.materials])
    return bits, mesh.vertices[mesh.triangles].mean(axis=1)


@pytest.mark.parametrize(
    "id_", [id_ for id_ in VEHICLES if "bicycle" not in LIBRARY[id_].base_type]
)
def test_blinkers_are_on_their_side(id_):
    bits, middle = lamps(mesh_of(id_))
    assert middle[bits == 16, 1].min() > 0
    assert middle[bits == 32, 1].max() < 0
    brake = (bits & 8) > 0
    assert middle[brake, 0].max() < 0
    assert middle[(bits & 4) > 0, 0].min() > 0


def test_a_traffic_light_has_three_lamps_over_the_road():
    mesh = actor_mesh("traffic.traffic_light", (0.0, 6.0, 5.5))
    bits, middle = lamps(mesh)
    assert set(TAGS[mesh.materials]) == {6, 7}
    heights = [middle[(bits == bit) & (middle[:, 1] < -5), 2].mean() for bit in (4, 2, 1)]
    assert 5.5 < heights[0] < heights[1] < heights[2]
    assert mesh.vertices[:, 1].min() == pytest.approx(-6.0, abs=0.3)
    # Lamps stand before the housing, towards a driver who comes along +x.
    assert np.all(middle[bits > 0, 0] < -0.2)
    post = actor_mesh("traffic.traffic_light", (0.0, 0.0, 0.0), POST)
    assert np.abs(post.vertices[:, 1]).max() < 0.5


def test_signs_face_backward_and_differ():
    kinds = ["stop", "yield", *(f"speed_limit.{n}" for n in (30, 40, 50, 60, 80, 90, 100, 130))]
    looks = set()
    for kind in kinds:
        mesh = actor_mesh(f"traffic.{kind}", (0.0, 0.0, 0.0))
        assert set(TAGS[mesh.materials]) == {6, 8}
        grey = np.array([MATERIALS[index].name == "sign_grey" for index in mesh.materials])
        board = TAGS[mesh.materials] == 8
        x = mesh.vertices[mesh.triangles].mean(axis=1)[:, 0]
        assert x[board & ~grey].min() < x[board & grey].min() < 0
        looks.add(mesh.vertices.tobytes())
    assert len(looks) == len(kinds)
