"""Actors fill their bounding boxes, whatever they are."""

from __future__ import annotations

import numpy as np
import pytest

from carla_bench.simulator.graphics.shapes import actor_mesh, shape_of
from carla_bench.simulator.materials import MATERIALS, TAGS

VEHICLES = [
    ("audi.a2", "car", (3.71, 1.79, 1.55)),
    ("bmw.grandtourer", "car", (4.61, 2.24, 1.67)),
    ("chevrolet.impala", "car", (5.36, 2.03, 1.41)),
    ("ford.mustang", "car", (4.72, 1.89, 1.30)),
    ("jeep.wrangler_rubicon", "car", (3.87, 1.91, 1.88)),
    ("micro.microlino", "car", (2.21, 1.48, 1.38)),
    ("nissan.patrol_2021", "car", (5.57, 2.15, 2.05)),
    ("tesla.model3", "car", (4.79, 2.16, 1.49)),
    ("carlamotors.carlacola", "truck", (5.20, 2.63, 2.47)),
    ("carlamotors.european_hgv", "truck", (7.94, 2.89, 3.46)),
    ("carlamotors.firetruck", "truck", (8.47, 2.89, 3.83)),
    ("tesla.cybertruck", "truck", (6.27, 2.39, 2.10)),
    ("ford.ambulance", "van", (6.37, 2.35, 2.43)),
    ("mercedes.sprinter", "van", (5.92, 1.99, 2.56)),
    ("volkswagen.t2_2021", "van", (4.44, 1.77, 1.99)),
    ("mitsubishi.fusorosa", "bus", (10.27, 3.94, 4.25)),
    ("harley-davidson.low_rider", "motorcycle", (2.35, 0.77, 1.65)),
    ("vespa.zx125", "motorcycle", (1.82, 0.87, 1.59)),
    ("bh.crossbike", "bicycle", (1.51, 0.87, 1.61)),
    ("diamondback.century", "bicycle", (1.66, 0.58, 1.62)),
    ("gazelle.omafiets", "bicycle", (1.84, 0.66, 1.78)),
]
WALKERS = [(0.375, 0.375, 1.86), (0.5, 0.5, 1.1), (0.375, 0.375, 1.3)]
PROPS = {
    "constructioncone": (0.34, 0.34, 0.59), "trafficcone01": (0.88, 0.88, 1.13),
    "trafficcone02": (0.46, 0.39, 1.18), "streetbarrier": (1.21, 0.37, 1.07),
    "chainbarrier": (1.49, 0.24, 0.89), "chainbarrierend": (0.24, 0.24, 0.89),
    "trafficwarning": (2.37, 2.87, 3.57), "warningaccident": (1.31, 1.06, 1.86),
    "warningconstruction": (1.31, 1.06, 1.86), "dirtdebris01": (1.86, 1.51, 0.15),
    "brokentile01": (0.15, 0.15, 0.15), "ironplank": (1.45, 1.17, 0.02),
    "platformgarbage01": (3.63, 1.71, 0.33), "box01": (0.65, 0.65, 0.65),
    "creasedbox02": (0.65, 0.65, 0.65), "shoppingcart": (0.67, 1.21, 1.08),
    "shoppingtrolley": (0.51, 0.33, 1.09), "foodcart": (2.28, 4.64, 3.57),
    "bin": (0.55, 0.64, 1.06), "trashcan03": (0.6, 0.55, 0.95), "container": (1.93, 1.01, 1.71),
    "clothcontainer": (1.9, 1.2, 1.8), "barrel": (0.46, 0.47, 0.81), "trashbag": (0.5, 0.5, 0.6),
    "travelcase": (0.57, 0.33, 1.26), "colacan": (0.07, 0.07, 0.12), "garbage04": (0.4, 0.3, 0.1),
    "advertisement": (0.4, 1.5, 2.6), "atm": (0.9, 0.8, 1.9), "bench02": (1.5, 0.6, 0.9),
    "busstop": (3.5, 1.6, 2.6), "fountain": (3.0, 3.0, 2.0), "kiosk_01": (3.0, 3.0, 3.0),
    "mailbox": (0.5, 0.5, 1.3), "streetsign01": (0.4, 0.9, 2.8), "haybale": (1.25, 1.19, 1.19),
    "vendingmachine": (0.9, 1.1, 1.9), "plantpot05": (0.8, 0.8, 1.0), "slide": (4.1, 0.9, 2.0),
    "table": (2.0, 1.0, 0.8), "aporosatree": (5.0, 5.0, 6.0), "coconutpalm": (5.0, 5.0, 7.0),
    "cypresstree": (2.0, 2.0, 7.0), "bike helmet": (0.3, 0.2, 0.2), "calibrator": (1.0, 1.0, 1.0),
}  # fmt: skip


def assert_fills(mesh, size, bottom):
    low, high = mesh.vertices.min(axis=0), mesh.vertices.max(axis=0)
    length, width, height = size
    np.testing.assert_allclose(low, [-length / 2, -width / 2, bottom], atol=1e-5)
    np.testing.assert_allclose(high, [length / 2, width / 2, bottom + height], atol=1e-5)
    assert np.isfinite(mesh.vertices).all()
    assert mesh.triangles.min() >= 0
    assert mesh.triangles.max() < len(mesh.vertices)
    assert len(mesh.materials) == len(mesh.objects) == len(mesh.triangles)


@pytest.mark.parametrize(("name", "base", "size"), VEHICLES)
def test_vehicles(name, base, size):
    mesh = actor_mesh(f"vehicle.{name}", size, base)
    assert_fills(mesh, size, 0.0)
    assert 200 < len(mesh.triangles) < 1000
    expected = {"car": {14}, "van": {14}, "truck": {15}, "bus": {16}}
    expected |= {"motorcycle": {18, 13}, "bicycle": {19, 13}}
    assert set(TAGS[mesh.materials]) == expected[base]
    assert any(MATERIALS[index].tintable for index in mesh.materials)


@pytest.mark.parametrize("size", WALKERS)
def test_walkers_stand_around_their_origin(size):
    mesh = actor_mesh("walker.pedestrian.0001", size)
    assert_fills(mesh, size, -size[2] / 2)
    assert set(TAGS[mesh.materials]) == {12}


@pytest.mark.parametrize("name", PROPS)
def test_props(name):
    mesh = actor_mesh(f"static.prop.{name}", PROPS[name])
    assert_fills(mesh, PROPS[name], 0.0)
    assert len(mesh.triangles) < 800
    assert set(TAGS[mesh.materials]) <= {9, 20}


def test_unknown_props_and_thin_boxes_are_boxes():
    assert_fills(actor_mesh("static.prop.mesh", (1.0, 2.0, 3.0)), (1.0, 2.0, 3.0), 0.0)
    mesh = actor_mesh("static.prop.whatever", (0.0, 0.0, 0.0))
    assert np.ptp(mesh.vertices, axis=0) == pytest.approx([1e-3] * 3, abs=1e-5)


def test_a_car_looks_ahead():
    mesh = actor_mesh("vehicle.tesla.model3", (4.79, 2.16, 1.49), "car")
    names = np.array([MATERIALS[index].name for index in mesh.materials])
    middle = mesh.vertices[mesh.triangles].mean(axis=1)
    assert middle[names == "lamp_front_car", 0].min() > 2.0
    assert middle[names == "lamp_rear_car", 0].max() < -2.0


def test_shapes_are_made_once():
    first = shape_of("static.prop.box01", (0.65, 0.65, 0.65))
    assert first is shape_of("static.prop.box01", (0.65, 0.65, 0.65))
    np.testing.assert_allclose(first.center, [0, 0, 0.325], atol=1e-6)
    np.testing.assert_allclose(first.extent, [0.325] * 3, atol=1e-6)
