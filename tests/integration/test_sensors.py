"""Sensors through the real client: what they tell agrees with the world and with each other."""

import queue

import carla
import numpy as np
import pytest

PLACE = carla.Transform(carla.Location(x=0.5, z=2.0))
WIDTH, HEIGHT, FOV = 256, 128, 90.0


class Rig:
    """A car with sensors at one place, and what they deliver by frame."""

    def __init__(self, world, kinds, car_index=0, **attributes):
        self.world = world
        library = world.get_blueprint_library()
        spot = world.get_map().get_spawn_points()[car_index]
        self.car = world.spawn_actor(library.find("vehicle.tesla.model3"), spot)
        self.sensors, self.data = {}, {}
        for kind in kinds:
            blueprint = library.find(f"sensor.{kind}")
            for name, value in {**self._size(kind), **attributes.get(kind, {})}.items():
                blueprint.set_attribute(name, str(value))
            sensor = world.spawn_actor(blueprint, PLACE, attach_to=self.car)
            self.data[kind] = queue.Queue()
            sensor.listen(self.data[kind].put)
            self.sensors[kind] = sensor
        self.tick_until_all_deliver()

    @staticmethod
    def _size(kind):
        if not kind.startswith("camera."):
            return {}
        return {"image_size_x": WIDTH, "image_size_y": HEIGHT, "fov": FOV}

    def tick_until_all_deliver(self):
        for _ in range(20):
            frame = self.world.tick()
            try:
                return self.collect(frame, timeout=0.3)
            except queue.Empty:
                continue
        raise AssertionError("some sensor never delivered")

    def collect(self, frame, timeout=10.0):
        found = {}
        for kind, items in self.data.items():
            while kind not in found:
                item = items.get(timeout=timeout)
                assert item.frame <= frame
                if item.frame == frame:
                    found[kind] = item
        return found

    def tick(self):
        return self.collect(self.world.tick())

    def drive(self, ticks, **control):
        self.car.apply_control(carla.VehicleControl(**control))
        for _ in range(ticks):
            data = self.tick()
        return data


def array(image, channels=4):
    raw = np.frombuffer(image.raw_data, np.uint8)
    return raw.reshape(image.height, image.width, channels)


def depth_of(image):
    bgra = array(image).astype(np.float64)
    return (bgra[..., 2] + 256 * bgra[..., 1] + 65536 * bgra[..., 0]) / (2**24 - 1) * 1000


def tags_of(image):
    return array(image)[..., 2]


def instances_of(image):
    bgra = array(image).astype(np.uint16)
    return bgra[..., 1] + 256 * bgra[..., 0]


def pixel_points(depth):
    """(H, W, 3) x forward, y right, z up in the camera's frame, transcribed for this test."""
    focal = WIDTH / (2 * np.tan(np.radians(FOV) / 2))
    u, v = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    return np.stack(
        [depth, (u - WIDTH / 2) / focal * depth, (HEIGHT / 2 - v) / focal * depth], axis=-1
    )


def matrix(transform):
    return np.array(transform.get_matrix())


def with_ones(points):
    return np.concatenate([points, np.ones((*points.shape[:-1], 1))], axis=-1)


LIDAR = {
    "channels": 32, "range": 80, "points_per_second": 200_000, "rotation_frequency": 20,
    "upper_fov": 15, "lower_fov": -25, "dropoff_general_rate": 0, "dropoff_intensity_limit": 0,
    "dropoff_zero_intensity": 0,
}  # fmt: skip
SEMANTIC = {key: value for key, value in LIDAR.items() if not key.startswith("dropoff")}


def lidar_points(data):
    return np.frombuffer(data.raw_data, np.float32).reshape(-1, 4)


def test_depth_lidar_and_cast_ray_agree(world):
    rig = Rig(
        world,
        ["camera.depth", "lidar.ray_cast", "lidar.ray_cast_semantic"],
        **{"lidar.ray_cast": LIDAR, "lidar.ray_cast_semantic": SEMANTIC},
    )
    data = rig.drive(10, throttle=0.5)
    points = lidar_points(data["lidar.ray_cast"])[:, :3].astype(np.float64)
    assert len(points) > 1000
    compare_with_rays(world, points[::37], matrix(data["lidar.ray_cast"].transform))
    depth = depth_of(data["camera.depth"])
    seen = pixel_points(depth)[depth < 150]
    assert len(seen) > 5000
    compare_with_rays(world, seen[::211], matrix(data["camera.depth"].transform))
    labelled = data["lidar.ray_cast_semantic"]
    assert len(labelled) > 1000
    eye = labelled.transform.location
    turn = matrix(labelled.transform)
    for number in range(0, len(labelled), 97):
        point = labelled[number]
        local = np.array([point.point.x, point.point.y, point.point.z, 1.0])
        hits = world.cast_ray(
            eye, carla.Location(*map(float, (turn @ (local * [1.001, 1.001, 1.001, 1]))[:3]))
        )
        assert hits
        assert int(hits[0].label) == point.object_tag


def compare_with_rays(world, points, world_from_sensor):
    """A ray through each of (n, 3) points in the sensor's frame meets something just there."""
    origin = world_from_sensor[:3, 3]
    for point in points:
        target = (world_from_sensor @ [*(point * 1.01), 1.0])[:3]
        hits = world.cast_ray(
            carla.Location(*map(float, origin)), carla.Location(*map(float, target))
        )
        first = np.array([hits[0].location.x, hits[0].location.y, hits[0].location.z])
        assert np.linalg.norm(first - origin) == pytest.approx(np.linalg.norm(point), abs=0.02)


def test_optical_flow_agrees_with_depth_and_motion(world):
    rig = Rig(world, ["camera.depth", "camera.optical_flow", "camera.semantic_segmentation"])
    rig.drive(30, throttle=0.7, steer=0.1)
    before = rig.tick()
    now = rig.tick()
    flow = np.frombuffer(now["camera.optical_flow"].raw_data, np.float32).reshape(HEIGHT, WIDTH, 2)
    depth = depth_of(now["camera.depth"])
    still = (depth < 200) & ~np.isin(tags_of(now["camera.semantic_segmentation"]), [12, 13, 14])
    world_points = with_ones(pixel_points(depth)) @ matrix(now["camera.depth"].transform).T
    old = world_points @ np.linalg.inv(matrix(before["camera.depth"].transform)).T
    focal = WIDTH / (2 * np.tan(np.radians(FOV) / 2))
    still &= old[..., 0] > 0.5
    u, v = np.meshgrid(np.arange(WIDTH) + 0.5, np.arange(HEIGHT) + 0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved_u = u - (old[..., 1] / old[..., 0] * focal + WIDTH / 2)
        moved_v = v - (HEIGHT / 2 - old[..., 2] / old[..., 0] * focal)
    du, dv = flow[..., 0] * WIDTH / 2, -flow[..., 1] * HEIGHT / 2
    error = np.hypot(du - moved_u, dv - moved_v)[still]
    assert still.mean() > 0.3
    assert np.hypot(moved_u, moved_v)[still].max() > 1.0
    assert error.max() < 0.5, np.quantile(error, [0.5, 0.9, 0.99, 1])


def test_instance_pixels_lie_in_the_box_of_their_actor(world):
    rig = Rig(world, ["camera.depth", "camera.instance_segmentation"])
    library = world.get_blueprint_library()
    forward = rig.car.get_transform()
    props = ["static.prop.trafficcone01", "static.prop.shoppingcart", "walker.pedestrian.0005"]
    for number, prop in enumerate(props):
        spot = carla.Transform(
            forward.transform(carla.Location(x=9.0 + 2 * number, y=1.5 * number - 1.5, z=1.0)),
            forward.rotation,
        )
        world.spawn_actor(library.find(prop), spot)
    for _ in range(3):
        data = rig.tick()
    depth, ids = depth_of(data["camera.depth"]), instances_of(data["camera.instance_segmentation"])
    points = with_ones(pixel_points(depth)) @ matrix(data["camera.depth"].transform).T
    seen = 0
    for actor in world.get_actors():
        mine = ids == actor.id & 0xFFFF
        if not mine.any() or actor.type_id.startswith("traffic."):
            continue
        seen += 1
        box = actor.bounding_box
        local = points[mine] @ np.linalg.inv(matrix(actor.get_transform())).T
        offset = np.abs(local[:, :3] - [box.location.x, box.location.y, box.location.z])
        assert (offset <= np.array([box.extent.x, box.extent.y, box.extent.z]) + 0.03).all()
    assert seen >= 3


def test_two_runs_give_the_same_streams(client):
    def run():
        client.reload_world(False)
        world = client.get_world()
        world.tick()
        rig = Rig(
            world,
            ["camera.rgb", "camera.dvs", "lidar.ray_cast", "other.radar", "other.gnss"],
            **{"other.gnss": {"noise_lat_stddev": 0.001, "noise_seed": 3}},
        )
        rig.data.pop("camera.dvs")  # it may have nothing to tell in a frame
        while world.get_snapshot().elapsed_seconds < 1.99:  # clients begin to listen at any tick
            rig.tick()
        data = rig.drive(5, throttle=0.8)
        position = data.pop("other.gnss")
        return [bytes(item.raw_data) for item in data.values()], position.latitude

    assert run() == run()


def test_imu_and_gnss_tell_the_motion(world):
    rig = Rig(world, ["other.imu", "other.gnss"])
    still = rig.drive(80, brake=1.0)["other.imu"]
    assert still.accelerometer.z == pytest.approx(9.81, abs=0.05)
    assert abs(still.accelerometer.x) < 0.05
    yaw = np.radians(rig.car.get_transform().rotation.yaw)
    assert np.cos(still.compass - (yaw + np.pi / 2)) == pytest.approx(1.0, abs=1e-3)
    data = rig.drive(30, throttle=1.0)
    assert data["other.imu"].accelerometer.x > 0.5
    place = rig.sensors["other.gnss"].get_transform().location
    expected = world.get_map().transform_to_geolocation(place)
    measured = data["other.gnss"]
    assert (measured.latitude, measured.longitude) == pytest.approx(
        (expected.latitude, expected.longitude), abs=1e-9
    )


def test_radar_sees_a_car_that_comes_nearer(world):
    rig = Rig(world, ["other.radar"], **{"other.radar": {"points_per_second": 40_000}})
    place = rig.car.get_transform()
    ahead = carla.Transform(place.transform(carla.Location(x=15.0, z=0.3)), place.rotation)
    other = world.try_spawn_actor(world.get_blueprint_library().find("vehicle.audi.tt"), ahead)
    other.set_simulate_physics(False)
    data = rig.drive(15, throttle=0.8)["other.radar"]
    speed = rig.car.get_velocity().length()
    assert speed > 1
    velocities = np.array([detection.velocity for detection in data])
    assert velocities.min() == pytest.approx(-speed, abs=0.3)
    assert all(abs(detection.azimuth) <= np.radians(15.01) for detection in data)


def test_obstacle_detector_names_what_is_ahead(world):
    rig = Rig(world, [])
    library = world.get_blueprint_library()
    place = rig.car.get_transform()
    spot = carla.Transform(place.transform(carla.Location(x=8.0, z=0.3)), place.rotation)
    cart = world.spawn_actor(library.find("static.prop.shoppingcart"), spot)
    blueprint = library.find("sensor.other.obstacle")
    blueprint.set_attribute("distance", "10")
    blueprint.set_attribute("only_dynamics", "True")
    events = queue.Queue()
    at_bumper = carla.Transform(carla.Location(x=2.5, z=0.7))
    detector = world.spawn_actor(blueprint, at_bumper, attach_to=rig.car)
    detector.listen(events.put)
    world.tick()
    world.tick()
    event = events.get(timeout=5)
    assert event.other_actor.id == cart.id
    assert event.actor.id == rig.car.id
    assert event.distance == pytest.approx(8.0 - 2.5 - 0.6, abs=0.7)


def test_events_come_where_the_picture_changes(world):
    rig = Rig(world, ["camera.rgb"])
    blueprint = world.get_blueprint_library().find("sensor.camera.dvs")
    blueprint.set_attribute("image_size_x", str(WIDTH))
    blueprint.set_attribute("image_size_y", str(HEIGHT))
    events = queue.Queue()
    camera = world.spawn_actor(blueprint, PLACE, attach_to=rig.car)
    camera.listen(events.put)
    rig.drive(20, throttle=1.0)
    batch = events.get(timeout=5)
    times = [event.t for event in batch]
    assert times == sorted(times)
    assert {event.pol for event in batch} == {True, False}
    assert all(0 <= event.x < WIDTH and 0 <= event.y < HEIGHT for event in batch)
