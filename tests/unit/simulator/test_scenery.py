from functools import cache
from pathlib import Path

import carla
import numpy as np
import pytest
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from carla_bench.core.seeding import generator
from carla_bench.simulator import towns
from carla_bench.simulator.landscape.parts import Part, assemble
from carla_bench.simulator.landscape.scenery import scenery_mesh
from carla_bench.simulator.landscape.solids import blob, box, rod
from carla_bench.simulator.materials import TAGS
from carla_bench.simulator.mesh import Mesh
from carla_bench.simulator.town import load_town

REAL_MAPS = Path(__file__).parents[3] / "../shared/maps"
every_town = pytest.mark.parametrize("name", ["Town01", "Town02"])
ROAD_TAGS = (1, 24)
CARLA_TAGS = {"Building": 3, "Tree": 9, "StreetLight": 6, "TrafficSign": 8, "Terrain": 10}


@cache
def town(name):
    if name in towns.TOWNS:
        return load_town(name, towns.opendrive(name))
    path = REAL_MAPS / f"{name.removeprefix('real ')}.xodr"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return load_town(name, path.read_text())


def cast(mesh, origins, directions):
    scene = EmbreeScene()
    TriangleMesh(scene, mesh.vertices, mesh.triangles)
    found = scene.run(np.asarray(origins, np.float32), np.asarray(directions, np.float32), output=1)
    hit = found["tfar"] < 1e30
    triangle = np.where(hit, found["primID"], 0)
    return np.where(hit, TAGS[mesh.materials[triangle]], 0), found["tfar"]


def lanes(carla_map, spacing):
    """Yield waypoint, location and unit vectors forward and right as arrays."""
    for waypoint in carla_map.generate_waypoints(spacing):
        transform = waypoint.transform
        yield (
            waypoint,
            *(
                np.array([v.x, v.y, v.z])
                for v in (
                    transform.location,
                    transform.get_forward_vector(),
                    transform.get_right_vector(),
                )
            ),
        )


@pytest.mark.parametrize(
    "name", ["Town01", "Town02", "real Town01", "real Town10HD", "real Town04"]
)
def test_nothing_hangs_or_lies_over_a_lane(name):
    loaded = town(name)
    places = [
        at + side * width.lane_width * right
        for width, at, _, right in lanes(loaded.map, 2.0)
        for side in (-0.45, 0, 0.45)
    ]
    above = np.array(places) + np.array([0, 0, 3.0])
    tags, distance = cast(loaded.mesh, above, np.tile([0, 0, -1], (len(above), 1)))
    on_road = np.isin(tags, ROAD_TAGS) & (np.abs(distance - 3.0) < 0.2)
    assert on_road.mean() > (0.998 if name.startswith("real") else 0.999999)


@every_town
def test_nothing_stands_in_a_lane(name):
    loaded = town(name)
    starts, directions = [], []
    for waypoint, at, forward, right in lanes(loaded.map, 3.0):
        for side in (-0.4, 0.0, 0.4):
            for height in (0.25, 1.5, 2.9):
                starts.append(at + side * waypoint.lane_width * right + [0, 0, height])
                directions.append(forward)
    _, distance = cast(loaded.mesh, starts, directions)
    assert distance.min() > 1.9  # in a bend a ray runs off the lane sooner or later


@every_town
def test_no_foot_of_anything_is_on_a_lane(name):
    """Rays miss thin trunks and poles; their lowest corners do not lie."""
    loaded = town(name)
    ground = ("Road", "Sidewalk", "RoadMarking", "Crosswalk", "Terrain", "Apron")
    standing = [o.id for o in loaded.objects if o.name.split("_")[0] not in ground]
    triangles = loaded.mesh.triangles[np.isin(loaded.mesh.objects, standing)]
    corners = loaded.mesh.vertices[np.unique(triangles)]
    low = corners[corners[:, 2] < 3.0].astype(float)
    assert len(low) > 2000
    for x, y, _ in low:
        spot = carla.Location(x, y, 0)
        assert loaded.map.get_waypoint(spot, False, carla.LaneType.Driving) is None


@every_town
def test_no_hole_in_the_ground(name):
    loaded = town(name)
    at = np.array([(pose.x, pose.y) for pose in loaded.spawn_points])
    rng = generator(1, "holes")
    spots = rng.uniform(at.min(axis=0) - 300, at.max(axis=0) + 300, (20_000, 2))
    above = np.c_[spots, np.full(len(spots), 100.0)]
    tags, _ = cast(loaded.mesh, above, np.tile([0, 0, -1], (len(above), 1)))
    assert (tags != 0).all()


@every_town
def test_streets_are_lined(name):
    """Most rays to the side, above the hedges, meet a building or a tree within 40 m."""
    loaded = town(name)
    starts, directions = [], []
    for waypoint, at, _, right in lanes(loaded.map, 4.0):
        if not waypoint.is_junction:
            starts.append(at + np.array([0, 0, 2.2]))
            directions.append(right)
    tags, distance = cast(loaded.mesh, starts, directions)
    assert (np.isin(tags, (3, 9)) & (distance < 40)).mean() > 0.6


@every_town
def test_every_instance_is_described(name):
    loaded = town(name)
    ids = np.unique(loaded.mesh.objects)
    assert sorted(entry.id for entry in loaded.objects) == ids.tolist()
    assert ids.min() > 32768
    kinds = {entry.name.split("_")[0] for entry in loaded.objects}
    assert {"Road", "Sidewalk", "RoadMarking", "Crosswalk"} | set(CARLA_TAGS) <= kinds
    corners = loaded.mesh.vertices[loaded.mesh.triangles]
    for entry in loaded.objects[:: len(loaded.objects) // 40]:
        mine = corners[loaded.mesh.objects == entry.id].reshape(-1, 3)
        np.testing.assert_allclose((mine.max(0) + mine.min(0)) / 2, entry.center, atol=1e-3)
        np.testing.assert_allclose(np.ptp(mine, axis=0) / 2, entry.extent, atol=1e-3)
        assert CARLA_TAGS.get(entry.name.split("_")[0], entry.tag) == entry.tag


def test_scenery_is_the_same_for_the_same_seed_only():
    carla_map = town("Town02").map
    first, second, other = (scenery_mesh(carla_map, generator(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first.vertices, second.vertices)
    np.testing.assert_array_equal(first.objects, second.objects)
    assert first.vertices.shape != other.vertices.shape
    assert len(scenery_mesh(town("Town01").map, generator(0)).triangles) <= 60_000


def test_town_is_the_same_each_time():
    text = towns.opendrive("Town02")
    first, second = load_town("Town02", text), load_town("Town02", text)
    np.testing.assert_array_equal(first.mesh.vertices, second.mesh.vertices)
    np.testing.assert_array_equal(first.mesh.objects, second.mesh.objects)
    assert first.objects == second.objects
    assert first.spawn_points == second.spawn_points


def test_ids_are_shared_by_kind_when_they_run_out():
    cube = box((0, 0, 0), (1, 1, 1), "wall")
    parts = [Part(f"{'Wall' if i % 2 else 'Fence'}_{i}", 4, cube) for i in range(32_769)]
    mesh, objects = assemble(parts)
    assert [entry.name for entry in objects] == ["Fence", "Wall"]
    assert np.unique(mesh.objects).tolist() == [65534, 65535]


def solids():
    rng = np.random.default_rng(0)
    yield "box", box((-1, -2, 0), (1, 2, 3), "wall", bottom=True), (2, 4, 3)
    yield "rod", rod((0, 0, 0), (0, 0, 5), (0.5, 0.5), 8, "pole"), (1, 1, 5)
    yield "blob", blob((0, 0, 4), (1, 1, 1), "hedge", rng), None


@pytest.mark.parametrize(("name", "mesh", "size"), [pytest.param(*s, id=s[0]) for s in solids()])
def test_solids_have_no_empty_triangles(name, mesh, size):
    assert isinstance(mesh, Mesh)
    corners = mesh.vertices[mesh.triangles]
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=-1
    )
    assert area.min() > 1e-3
    if size:
        np.testing.assert_allclose(np.ptp(mesh.vertices, axis=0), size, atol=0.01)


def test_a_map_with_hills_has_no_ground_above_its_roads():
    loaded = town("real Town04")
    terrain = next(entry.id for entry in loaded.objects if entry.name == "Terrain")
    mine = loaded.mesh.objects == terrain
    mesh = Mesh(
        loaded.mesh.vertices,
        loaded.mesh.triangles[mine],
        loaded.mesh.materials[mine],
        loaded.mesh.objects[mine],
    )
    points = np.array([at for _, at, _, _ in lanes(loaded.map, 3.0)])
    heights = points[:, 2].max() + 50
    above = np.c_[points[:, :2], np.full(len(points), heights)]
    _, distance = cast(mesh, above, np.tile([0, 0, -1], (len(above), 1)))
    assert (heights - distance < points[:, 2]).all()
