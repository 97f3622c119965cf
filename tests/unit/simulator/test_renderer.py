"""Depth, tags and instances against closed forms and against brute force."""

from __future__ import annotations

import dataclasses
import functools

import numpy as np
import pytest

from carla_bench.core.geometry import Pose
from carla_bench.simulator.graphics.primitives import box
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.shapes import Shape, shape_of
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.stage import Stage, StaticScene
from carla_bench.simulator.graphics.view import Body, Channel, View
from carla_bench.simulator.materials import SKY_TAG, TAGS, material
from carla_bench.simulator.mesh import Mesh

NOON = Weather()
NOTHING_MORE = Channel(0)


def draw(mesh: Mesh, camera: View, bodies=(), channels=NOTHING_MORE, threads=2, time_s=0.0):
    stage = Stage(StaticScene(mesh), list(bodies))
    renderer = renderer_with(threads)
    return renderer.render(stage, camera, NOON, time_s=time_s, channels=channels)


@functools.cache
def renderer_with(threads: int) -> Renderer:
    return Renderer(threads=threads)


def labelled(mesh: Mesh, instance: int) -> Mesh:
    return dataclasses.replace(mesh, objects=np.full(len(mesh.triangles), instance, np.uint16))


def ground(name: str = "asphalt", instance: int = 7, half: float = 2000.0) -> Mesh:
    return labelled(box((-half, half), (-half, half), (-1.0, 0.0), name), instance)


def view(pose: Pose, width: int = 96, height: int = 64, fov_deg: float = 90.0) -> View:
    return View(pose.matrix, width, height, fov_deg)


def plane_depth(camera: View, normal: np.ndarray, offset: float) -> np.ndarray:
    """Depth at which each pixel's ray meets normal . p = offset, written out on its own."""
    focal = camera.width / 2 / np.tan(np.radians(camera.fov_deg) / 2)
    v, u = np.mgrid[: camera.height, : camera.width] + 0.5
    right, up = (u - camera.width / 2) / focal, (camera.height / 2 - v) / focal
    axes = camera.world_from_sensor[:3, :3]
    rays = axes[:, 0] + right[..., None] * axes[:, 1] + up[..., None] * axes[:, 2]
    with np.errstate(divide="ignore"):
        return (offset - normal @ camera.world_from_sensor[:3, 3]) / (rays @ normal)


@pytest.mark.parametrize("yaw", [0.0, 37.0, 180.0])
def test_level_ground_has_the_depth_of_the_plane(yaw):
    camera = view(Pose(x=480, y=-490, z=1.6, yaw=yaw, pitch=-3, roll=2))
    buffers = draw(ground(), camera)
    expected = plane_depth(camera, np.array([0, 0, 1.0]), 0.0)
    below = (expected > 0) & (expected < 500)
    assert below.mean() > 0.4
    error = np.abs(buffers.depth[below] - expected[below])
    assert np.all(error < 1e-3 + 1e-5 * expected[below])
    assert np.all(buffers.tag[below] == 1)
    assert np.all(buffers.instance[below] == 7)


def test_above_the_horizon_is_sky():
    camera = view(Pose(z=1.6))
    buffers = draw(ground(), camera)
    assert np.all(np.isinf(buffers.depth[:32]))
    assert np.all(buffers.tag[:32] == SKY_TAG)
    assert np.all(buffers.instance[:32] == 0)


def test_wall_far_from_the_origin_has_one_depth():
    wall = labelled(box((500.0, 501.0), (480.0, 520.0), (-20.0, 20.0), "brick"), 9)
    camera = view(Pose(x=493.3, y=500.1, z=0.7))
    depth = draw(wall, camera).depth
    assert np.abs(depth - 6.7).max() < 1e-3


def test_body_stands_before_or_behind_a_wall():
    wall = labelled(box((10.0, 10.5), (-30.0, 30.0), (-30.0, 30.0), "brick"), 3)
    cube = Shape.of(box((-0.5, 0.5), (-0.5, 0.5), (-0.5, 0.5), "paint_car"))
    camera = view(Pose())
    near = draw(wall, camera, [Body(70001, cube, Pose(x=6).matrix)])
    inside = plane_depth(camera, np.array([1.0, 0, 0]), 5.5)
    middle = (slice(30, 34), slice(46, 50))
    np.testing.assert_allclose(near.depth[middle], inside[middle], atol=1e-3)
    assert np.all(near.tag[middle] == 14)
    assert np.all(near.instance[middle] == 70001 % 65536)
    # The face is 1 m wide at 5.5 m: 48 / 5.5 = 8.7 pixels around the middle hold 8 centres.
    assert (near.instance != 3).sum() == 64
    far = draw(wall, camera, [Body(5, cube, Pose(x=14).matrix)])
    assert np.all(far.instance == 3)


def test_body_around_the_camera_is_seen_from_inside():
    hull = Shape.of(box((-2.0, 2.0), (-1.0, 1.0), (0.0, 1.5), "paint_car"))
    camera = view(Pose(x=100, z=1.0, yaw=30))
    body = Body(4, hull, Pose(x=100, yaw=30).matrix)
    depth = draw(ground(), camera, [body]).depth
    # The front is 2 m ahead, the flanks 1 m aside, floor 1 m below and roof 0.5 m above.
    faces = [((1.0, 0, 0), 2.0), ((0, 1.0, 0), 1.0), ((0, -1.0, 0), 1.0), ((0, 0, -1.0), 1.0)]
    faces.append(((0, 0, 1.0), 0.5))
    local = view(Pose())
    expected = np.stack([plane_depth(local, np.array(n), o) for n, o in faces])
    expected[expected < 0] = np.inf
    np.testing.assert_allclose(depth, expected.min(axis=0), atol=1e-3)


def moved(body: Body) -> Mesh:
    mesh = body.shape.mesh
    turn, shift = body.world_from_body[:3, :3], body.world_from_body[:3, 3]
    vertices = (mesh.vertices @ turn.T + shift).astype(np.float32)
    return labelled(dataclasses.replace(mesh, vertices=vertices), body.id)


def crowd(seed: int) -> list[Body]:
    rng = np.random.default_rng(seed)
    kinds = [
        ("vehicle.tesla.model3", (4.79, 2.16, 1.49), "car"),
        ("vehicle.carlamotors.firetruck", (8.47, 2.89, 3.83), "truck"),
        ("vehicle.bh.crossbike", (1.51, 0.87, 1.61), "bicycle"),
        ("walker.pedestrian.0001", (0.375, 0.375, 1.86), ""),
        ("static.prop.trafficwarning", (2.37, 2.87, 3.57), ""),
        ("static.prop.streetbarrier", (1.21, 0.37, 1.07), ""),
    ]
    bodies = []
    for number in range(24):
        name, size, base = kinds[number % len(kinds)]
        x, y = rng.uniform(5, 45) * rng.choice([1, 1, 1, -1]), rng.uniform(-14, 14)
        pitch, yaw = rng.uniform(-8, 8), rng.uniform(0, 360)
        pose = Pose(x=x, y=y, z=rng.uniform(0, 0.3), pitch=pitch, yaw=yaw, roll=5)
        bodies.append(Body(100 + number, shape_of(name, size, base), pose.matrix))
    return bodies


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_bodies_look_as_if_they_belonged_to_the_static_world(seed):
    bodies = crowd(seed)
    camera = view(Pose(z=1.4, yaw=3, pitch=-4), 240, 160)
    whole = Mesh.join([ground(), *(moved(body) for body in bodies)])
    expected = draw(whole, camera)
    got = draw(ground(), camera, bodies)
    assert len(np.unique(expected.instance)) > 8
    # Edges fall on the other side of a pixel's centre now and then: the vertices were rounded.
    same = (got.instance == expected.instance) & (got.tag == expected.tag)
    assert same.mean() > 0.9995
    close = np.isclose(got.depth, expected.depth, atol=1e-3, rtol=1e-4)
    assert close.mean() > 0.999


def test_labels_and_depth_agree():
    bodies = crowd(5)
    got = draw(ground(), view(Pose(z=1.4), 160, 100), bodies, Channel.RGB)
    sky = np.isinf(got.depth)
    np.testing.assert_array_equal(sky, got.tag == SKY_TAG)
    np.testing.assert_array_equal(sky, got.instance == 0)
    assert got.bgra is not None
    for body in bodies:
        own = got.instance == body.id
        assert set(got.tag[own]) <= set(TAGS[body.shape.mesh.materials])


def test_threads_and_repetition_change_nothing():
    bodies = crowd(3)
    camera = view(Pose(z=1.4), 320, 200)
    pictures = []
    for threads in (1, 2, 2, 5):
        got = draw(ground("grass"), camera, bodies, ~NOTHING_MORE, threads, 3.0)
        pictures.append((got.depth, got.tag, got.instance, got.bgra, got.normals, got.flow))
    for other in pictures[1:]:
        for first, second in zip(pictures[0], other, strict=True):
            assert first.tobytes() == second.tobytes()


@pytest.mark.parametrize(("width", "height"), [(1, 1), (1, 7), (5, 1)])
def test_smallest_pictures(width, height):
    camera = view(Pose(z=1.6, pitch=-5), width, height)
    got = draw(ground(), camera, crowd(0), Channel.RGB)
    assert got.depth.shape == got.tag.shape == got.instance.shape == (height, width)
    assert got.bgra is not None
    assert got.bgra.shape == (height, width, 4)


def test_an_empty_world_is_all_sky():
    got = draw(Mesh.join([]), view(Pose()), [], Channel.RGB)
    assert np.all(got.tag == SKY_TAG)
    got = draw(Mesh.join([]), view(Pose(x=-12, z=1)), crowd(0), Channel.RGB)
    assert (got.tag != SKY_TAG).any()


def test_cast_measures_metres_along_any_direction():
    stage = Stage(StaticScene(ground()), [])
    origins = np.array([[3.0, 4.0, 2.0], [0.0, 0.0, 5.0], [0.0, 0.0, 5.0], [0.0, 0.0, 5.0]])
    directions = np.array([[0.0, 0.0, -0.1], [3.0, 0.0, -3.0], [0.0, 0.0, 2.0], [0.0, 0.0, -9.0]])
    hits = stage.cast(origins, directions, np.array([9.0, 9.0, 9.0, 4.9]))
    np.testing.assert_allclose(hits.distance, [2.0, 5 * np.sqrt(2), np.inf, np.inf], atol=1e-4)
    np.testing.assert_array_equal(hits.tag, [1, 1, 0, 0])
    np.testing.assert_array_equal(hits.instance, [7, 7, 0, 0])
    np.testing.assert_allclose(hits.cosine, [1.0, np.sqrt(0.5), 0.0, 0.0], atol=1e-5)
    np.testing.assert_allclose(hits.normal, [[0, 0, 1], [0, 0, 1], [0, 0, 0], [0, 0, 0]], atol=1e-6)
    np.testing.assert_array_equal(hits.body, [-1, -1, -1, -1])


def test_cast_meets_bodies():
    cube = Shape.of(box((-1.0, 1.0), (-1.0, 1.0), (0.0, 2.0), "skin"))
    body = Body(77, cube, Pose(x=10, yaw=30).matrix)
    origins = np.array([[0.0, 0.0, 1.0], [0.0, 5.0, 1.0], [10.0, 0.0, 9.0]])
    directions = np.array([[4.0, 0, 0], [4.0, 0, 0], [0, 0, -2.0]])
    hits = Stage(StaticScene(ground()), [body]).cast(origins, directions)
    face = 10 - 1 / np.cos(np.radians(30))
    np.testing.assert_allclose(hits.distance, [face, np.inf, 7.0], atol=1e-4)
    np.testing.assert_array_equal(hits.tag, [12, 0, 12])
    np.testing.assert_array_equal(hits.instance, [77, 0, 77])
    np.testing.assert_array_equal(hits.body, [0, -1, 0])
    outward = [-np.cos(np.radians(30)), -np.sin(np.radians(30)), 0]
    np.testing.assert_allclose(hits.normal[0], outward, atol=1e-6)


def test_cast_all_meets_everything_in_order():
    walls = [box((x, x + 0.5), (-3.0, 3.0), (0.0, 3.0), "brick") for x in (4.0, 9.0)]
    stage = Stage(StaticScene(Mesh.join([ground(), *walls])), [])
    hits = stage.cast_all(np.array([0.0, 0.0, 1.0]), np.array([1.0, 0, 0]), 9.2)
    np.testing.assert_allclose(hits.distance, [4.0, 4.5, 9.0], atol=1e-3)
    assert set(hits.tag) == {int(TAGS[material("brick")])}


def test_normals_point_to_the_eye():
    cube = Shape.of(box((-1.0, 1.0), (-1.0, 1.0), (0.0, 2.0), "skin"))
    camera = view(Pose(z=1.0, yaw=0))
    body = Body(8, cube, Pose(x=6, yaw=90).matrix)
    got = draw(ground(), camera, [body], Channel.NORMALS)
    np.testing.assert_allclose(got.normals[got.instance == 8].mean(axis=0), [-1, 0, 0], atol=1e-6)
    np.testing.assert_allclose(got.normals[got.tag == 1].mean(axis=0), [0, 0, 1], atol=1e-6)
    assert not got.normals[got.tag == SKY_TAG].any()


def test_flow_of_a_body_that_moves_before_a_camera_that_stands():
    cube = Shape.of(box((-1.0, 1.0), (-1.0, 1.0), (0.0, 2.0), "skin"))
    camera = dataclasses.replace(view(Pose(z=1.0)), before=Pose(z=1.0).matrix)
    body = Body(8, cube, Pose(x=6, y=0.3).matrix, before=Pose(x=6).matrix)
    got = draw(ground(), camera, [body], Channel.FLOW)
    own = got.instance == 8
    # 0.3 m to the right at 5 m: 0.06 focal lengths of half a width each, so 0.06 of 2 units wide.
    np.testing.assert_allclose(got.flow[own], np.tile([0.06, 0.0], (own.sum(), 1)), atol=1e-4)
    assert np.abs(got.flow[~own]).max() < 1e-5


def test_flow_of_the_sky_follows_the_rotation():
    camera = dataclasses.replace(view(Pose(x=5, z=1.0, yaw=2)), before=Pose(z=1.0).matrix)
    got = draw(Mesh.join([]), camera, [], Channel.FLOW)
    # Turning right by 2 degrees moves the middle of the picture left by tan(2 degrees) of 45.
    middle = got.flow[32, 47:49].mean(axis=0)
    np.testing.assert_allclose(middle, [-np.tan(np.radians(2)), 0.0], atol=1e-3)
