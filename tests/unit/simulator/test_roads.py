from functools import cache
from pathlib import Path
from time import perf_counter

import carla
import numpy as np
import pytest
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from carla_bench.simulator import towns
from carla_bench.simulator.landscape.cross_sections import survey
from carla_bench.simulator.landscape.junctions import obstructed
from carla_bench.simulator.landscape.rasters import rectangles
from carla_bench.simulator.landscape.roads import KERB_M, road_mesh
from carla_bench.simulator.materials import MATERIALS, TAGS

REAL_MAPS = Path(__file__).parents[3] / "../shared/maps"
REAL = ("Town01", "Town04", "Town10HD")
NAMES = np.array([entry.name for entry in MATERIALS])
ON_ROAD = ("asphalt", "marking_white", "marking_yellow")
every_town = pytest.mark.parametrize("name", ["Town01", "Town02"])


@cache
def town(name):
    carla_map = carla.Map(name, towns.opendrive(name))
    return carla_map, road_mesh(carla_map)


def real_map(name):
    path = REAL_MAPS / f"{name}.xodr"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return carla.Map(name, path.read_text())


def look_down(mesh, points, height=3.0):
    """Return (material name or "", height above the point) of what is first below."""
    scene = EmbreeScene()
    TriangleMesh(scene, mesh.vertices, mesh.triangles)
    origins = np.asarray(points, np.float32) + np.array([0, 0, height], np.float32)
    down = np.tile(np.array([0, 0, -1], np.float32), (len(origins), 1))
    found = scene.run(origins, down, output=1)
    hit = found["tfar"] < 1e30
    names = np.where(hit, NAMES[mesh.materials[np.where(hit, found["primID"], 0)]], "")
    return names, height - found["tfar"]


def lane_points(carla_map, spacing=1.0, shares=(-0.45, -0.2, 0.03, 0.2, 0.45)):
    """Return (n, 3) points across all driving lanes."""
    points = []
    for waypoint in carla_map.generate_waypoints(spacing):
        at, right = waypoint.transform.location, waypoint.transform.get_right_vector()
        for share in shares:
            side = share * waypoint.lane_width
            points.append((at.x + side * right.x, at.y + side * right.y, at.z))
    return np.array(points)


@every_town
def test_asphalt_lies_under_every_driving_lane(name):
    carla_map, mesh = town(name)
    points = lane_points(carla_map)
    names, heights = look_down(mesh, points)
    assert np.isin(names, ON_ROAD).all(), points[~np.isin(names, ON_ROAD)][:5]
    assert np.abs(heights).max() < 0.03


@every_town
def test_junctions_have_no_holes(name):
    carla_map, mesh = town(name)
    inside = [w for w in carla_map.generate_waypoints(1.0) if w.is_junction]
    at = np.array([(w.transform.location.x, w.transform.location.y) for w in inside])
    a, b = np.random.default_rng(0).integers(len(at), size=(2, 200_000))
    near = np.linalg.norm(at[a] - at[b], axis=-1) < 10
    assert near.sum() > 1000
    for share in (0.25, 0.5):
        between = share * at[a[near]] + (1 - share) * at[b[near]]
        names, _ = look_down(mesh, np.c_[between, np.zeros(len(between))])
        assert (names != "").all(), between[names == ""]


@every_town
def test_sidewalks_are_raised_and_go_round_the_corners(name):
    carla_map, mesh = town(name)
    points = []
    for waypoint in carla_map.generate_waypoints(2.0):
        side = waypoint.get_right_lane()
        if side is not None and side.lane_type == carla.LaneType.Sidewalk:
            at = side.transform.location
            points.append((at.x, at.y, at.z))
    names, heights = look_down(mesh, points)
    assert (names == "pavement").all()
    np.testing.assert_allclose(heights, KERB_M, atol=0.01)


def test_centre_line_is_painted_and_broken():
    carla_map, mesh = town("Town02")
    straight = [w for w in carla_map.generate_waypoints(0.5) if not w.is_junction]
    points = []
    for waypoint in straight:
        at, right = waypoint.transform.location, waypoint.transform.get_right_vector()
        points.append((at.x - 1.75 * right.x, at.y - 1.75 * right.y, at.z))
    names, _ = look_down(mesh, points)
    assert 0.25 < (names == "marking_yellow").mean() < 0.4


def test_edge_lines_keep_clear_of_the_kerb():
    carla_map, mesh = town("Town01")
    points = lane_points(carla_map, 2.0, [(1.75 - 0.2) / 3.5])
    names, _ = look_down(mesh, points)
    assert (names == "marking_white").mean() > 0.5


@every_town
def test_mesh_is_small_valid_and_the_same_each_time(name):
    carla_map, mesh = town(name)
    again = road_mesh(carla_map)
    for field in ("vertices", "triangles", "materials", "objects"):
        np.testing.assert_array_equal(getattr(mesh, field), getattr(again, field))
    assert len(mesh.triangles) < 30_000
    assert mesh.vertices.dtype == np.float32
    assert mesh.triangles.dtype == np.int32
    assert mesh.triangles.max() < len(mesh.vertices)
    assert np.isfinite(mesh.vertices).all()


def test_an_instance_is_of_one_road_and_kind():
    mesh = town("Town01")[1]
    ids = np.unique(mesh.objects)
    assert ids.max() == 65535
    assert len(ids) == 1 + 65535 - int(ids.min())
    for identity in ids:
        assert len(np.unique(TAGS[mesh.materials[mesh.objects == identity]])) == 1


@pytest.mark.parametrize("name", REAL)
def test_real_towns_have_asphalt_under_every_lane(name):
    carla_map = real_map(name)
    start = perf_counter()
    mesh = road_mesh(carla_map)
    assert perf_counter() - start < 10
    assert len(mesh.triangles) < 300_000
    points = lane_points(carla_map, 3.0, (-0.35, 0.03, 0.35))
    names, heights = look_down(mesh, points, height=2.0)
    assert np.isin(names, ON_ROAD).mean() > 0.998
    assert np.quantile(np.abs(heights), 0.99) < 0.1


def test_lanes_across_others_are_cut_away_in_junctions():
    stretches = survey(real_map("Town10HD"))
    cut = [cells.any() for cells in obstructed(stretches)]
    inside = [stretch.junction is not None for stretch in stretches]
    assert any(cut)
    assert not any(a and not b for a, b in zip(cut, inside, strict=True))


def test_corners_without_sidewalk_in_the_map_are_paved():
    carla_map = real_map("Town10HD")
    at = np.array([[-58.0, 4.0, 0.0], [-36.0, 36.0, 0.0], [-33.0, 58.0, 0.0]])
    names, heights = look_down(road_mesh(carla_map), at)
    assert names.tolist() == ["pavement"] * 3
    np.testing.assert_allclose(heights, KERB_M, atol=0.02)


def test_long_straights_take_few_stations():
    stretches = survey(town("Town01")[0])
    few = [s for s in stretches if s.junction is None and len(s.s) <= 6]
    assert max(s.s[-1] for s in few) > 60


@pytest.mark.parametrize("limit", [None, 3])
def test_rectangles_cover_a_mask_once(limit):
    mask = np.random.default_rng(4).random((40, 31)) < 0.7
    covered = np.zeros(mask.shape, int)
    for x0, y0, x1, y1 in rectangles(mask, limit).astype(int):
        covered[x0:x1, y0:y1] += 1
        assert limit is None or max(x1 - x0, y1 - y0) <= limit
    np.testing.assert_array_equal(covered, mask.astype(int))
