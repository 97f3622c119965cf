"""Actors fill their bounding boxes, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.blueprints.props import EXTRA_MESHES, prop_size, prop_tags
from carla_bench.simulator.graphics.shapes import actor_mesh, shape_of
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
