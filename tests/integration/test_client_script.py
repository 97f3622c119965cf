"""What scripts written with nothing but the `carla` package do."""

import queue

import carla
import numpy as np
import pytest

SENSORS = {
    "rgb": "sensor.camera.rgb",
    "depth": "sensor.camera.depth",
    "semantic": "sensor.camera.semantic_segmentation",
    "instance": "sensor.camera.instance_segmentation",
}


def spawn_car(world, index=0, model="vehicle.tesla.model3"):
    blueprint = world.get_blueprint_library().find(model)
    return world.spawn_actor(blueprint, world.get_map().get_spawn_points()[index])


def attach_cameras(world, car, width=128, height=64):
    streams = {}
    for name, blueprint_id in SENSORS.items():
        blueprint = world.get_blueprint_library().find(blueprint_id)
        blueprint.set_attribute("image_size_x", str(width))
        blueprint.set_attribute("image_size_y", str(height))
        place = carla.Transform(carla.Location(x=1.5, z=1.6))
        sensor = world.spawn_actor(blueprint, place, attach_to=car)
        images = queue.Queue()
        sensor.listen(images.put)
        streams[name] = (sensor, images)
    return streams


def images_of(streams, frame, timeout=10.0):
    found = {}
    for name, (_, images) in streams.items():
        while name not in found:
            image = images.get(timeout=timeout)
            assert image.frame <= frame
            if image.frame == frame:
                found[name] = image
    return found


def tick_until_all_deliver(world, streams):
    for _ in range(20):
        frame = world.tick()
        try:
            return images_of(streams, frame, timeout=0.5)
        except queue.Empty:
            continue
    raise AssertionError("the cameras never delivered a whole frame")


def pixels(image):
    return np.frombuffer(image.raw_data, np.uint8).reshape(image.height, image.width, 4)


def test_connects_to_the_right_version(client):
    assert client.get_server_version() == client.get_client_version() == "0.9.16"


def test_a_car_drives_while_cameras_see_it_all_in_the_same_frame(world):
    car = spawn_car(world)
    streams = attach_cameras(world, car)
    start = tick_until_all_deliver(world, streams)["rgb"].transform.location
    car.apply_control(carla.VehicleControl(throttle=0.7))
    for _ in range(20):
        images = images_of(streams, world.tick())
    assert images["rgb"].transform.location.distance(start) > 0.5
    tags = pixels(images["semantic"])[..., 2]
    assert {1, 11} <= set(np.unique(tags)), "road and sky"
    np.testing.assert_array_equal(pixels(images["instance"])[..., 2], tags)
    far = (pixels(images["depth"])[..., :3] == 255).all(axis=-1)
    np.testing.assert_array_equal(far, tags == 11)
    for sensor, _ in streams.values():
        sensor.destroy()
    assert car.destroy()


def test_an_actor_in_view_has_its_id_in_the_instance_image(world):
    car = spawn_car(world)
    streams = attach_cameras(world, car)
    world.tick()
    place = car.get_transform()
    forward = place.get_forward_vector()
    place.location += carla.Location(8 * forward.x, 8 * forward.y, 0)
    cone = world.spawn_actor(world.get_blueprint_library().find("static.prop.trafficcone01"), place)
    world.tick()
    image = pixels(tick_until_all_deliver(world, streams)["instance"])
    ids = image[..., 1].astype(int) + 256 * image[..., 0].astype(int)
    assert (ids == cone.id % 2**16).sum() > 10


def test_wheels_turn_right_to_the_right(world):
    car = spawn_car(world)
    world.tick()
    yaw = car.get_transform().rotation.yaw
    car.apply_control(carla.VehicleControl(throttle=0.6, steer=0.3))
    for _ in range(20):
        world.tick()
    turned = (car.get_transform().rotation.yaw - yaw + 180) % 360 - 180
    assert turned > 3.0


def test_bounding_box_of_a_car_stands_on_the_ground(world):
    box = spawn_car(world).bounding_box
    assert box.extent.x == pytest.approx(4.79 / 2, abs=0.01)
    assert box.location.z == pytest.approx(box.extent.z, abs=0.01)


def test_spawning_into_another_car_is_refused(world):
    spawn_car(world)
    world.tick()
    with pytest.raises(RuntimeError, match="Spawn failed because of collision at spawn position"):
        spawn_car(world)


def test_destroying_a_car_destroys_what_it_carries(world):
    car = spawn_car(world)
    blueprint = world.get_blueprint_library().find("sensor.camera.rgb")
    camera = world.spawn_actor(blueprint, carla.Transform(), attach_to=car)
    world.tick()
    car.destroy()
    world.tick()
    assert world.get_actors().find(camera.id) is None


def test_attached_actors_follow(world):
    car = spawn_car(world)
    blueprint = world.get_blueprint_library().find("sensor.camera.rgb")
    offset = carla.Transform(carla.Location(x=2.0, y=1.0, z=3.0), carla.Rotation(pitch=-10))
    camera = world.spawn_actor(blueprint, offset, attach_to=car)
    world.tick()
    expected = car.get_transform().transform(carla.Location(x=2.0, y=1.0, z=3.0))
    assert camera.get_location().distance(expected) < 0.01
    assert camera.parent.id == car.id


def test_teleport_and_target_velocity(world):
    car = spawn_car(world)
    world.tick()
    place = world.get_map().get_spawn_points()[3]
    forward = place.get_forward_vector()
    car.set_transform(place)
    car.set_target_velocity(carla.Vector3D(5 * forward.x, 5 * forward.y, 0))
    world.tick()
    assert car.get_location().distance(place.location) < 1.0
    velocity = car.get_velocity()
    assert (velocity.x, velocity.y) == pytest.approx((5 * forward.x, 5 * forward.y), abs=0.1)


def test_a_walker_walks(world):
    blueprint = world.get_blueprint_library().find("walker.pedestrian.0001")
    place = world.get_map().get_spawn_points()[1]
    place.location.z += 1.0
    walker = world.spawn_actor(blueprint, place)
    walker.apply_control(carla.WalkerControl(carla.Vector3D(1, 0, 0), 1.5))
    for _ in range(20):  # it was put above the ground
        world.tick()
    before = walker.get_location()
    for _ in range(20):
        world.tick()
    assert walker.get_location().x - before.x == pytest.approx(1.5, abs=0.01)


def test_weather_comes_back_as_it_was_set(world):
    before = world.get_weather()
    evening = carla.WeatherParameters.WetCloudySunset
    evening.sun_azimuth_angle = 250.0  # in the preset it is -1: as the map has it
    world.set_weather(evening)
    assert world.get_weather() == evening
    world.set_weather(before)


def test_spectator_moves(world):
    world.tick()
    spectator = world.get_spectator()
    place = carla.Transform(carla.Location(1, 2, 30), carla.Rotation(pitch=-90))
    spectator.set_transform(place)
    world.tick()
    assert spectator.get_location().distance(place.location) < 1e-3


def test_batches(client, world):
    blueprint = world.get_blueprint_library().find("vehicle.audi.tt")
    places = world.get_map().get_spawn_points()
    spawn = carla.command.SpawnActor
    drive = carla.command.ApplyVehicleControl(
        carla.command.FutureActor, carla.VehicleControl(throttle=0.8)
    )
    commands = [spawn(blueprint, places[0]).then(drive), spawn(blueprint, places[0])]
    replies = client.apply_batch_sync(commands, True)
    assert [bool(reply.error) for reply in replies] == [False, True]
    car = world.get_actor(replies[0].actor_id)
    for _ in range(10):
        world.tick()
    assert car.get_velocity().length() > 1.0
    (reply,) = client.apply_batch_sync([carla.command.DestroyActor(car.id)], True)
    assert not reply.error
    assert world.get_actors().find(car.id) is None


def test_autopilot_of_the_clients_own_traffic_manager(client, world):
    manager = client.get_trafficmanager(8123)
    manager.set_synchronous_mode(True)
    manager.set_random_device_seed(0)
    car = spawn_car(world, 2)
    world.tick()
    start = car.get_location()
    car.set_autopilot(True, 8123)
    for _ in range(100):
        world.tick()
    moved = car.get_location().distance(start)
    car.set_autopilot(False, 8123)
    manager.shut_down()
    assert moved > 10.0
    lane = world.get_map().get_waypoint(car.get_location()).transform.location
    assert car.get_location().distance_squared_2d(lane) < 1.0**2


def test_lane_invasion_is_noticed_by_the_client(world):
    car = spawn_car(world)
    blueprint = world.get_blueprint_library().find("sensor.other.lane_invasion")
    sensor = world.spawn_actor(blueprint, carla.Transform(), attach_to=car)
    events = queue.Queue()
    sensor.listen(events.put)
    world.tick()
    car.apply_control(carla.VehicleControl(throttle=0.7, steer=-0.15))
    for _ in range(60):
        world.tick()
    assert events.get(timeout=5).crossed_lane_markings
    sensor.destroy()


def test_maps_can_be_changed(client):
    assert "/Game/Carla/Maps/Town01" in client.get_available_maps()
    world = client.load_world("Town01", reset_settings=False)
    assert world.get_map().name.endswith("Town01")
    world.tick()
    assert not world.get_actors().filter("vehicle.*")
    world = client.load_world("Town02", reset_settings=False)
    assert world.get_map().name.endswith("Town02")
    with pytest.raises(RuntimeError, match="Map 'Town99' not found"):
        client.load_world("Town99")


def test_a_world_from_opendrive_text(client):
    text = client.get_world().get_map().to_opendrive()
    world = client.generate_opendrive_world(text, reset_settings=False)
    assert world.get_map().name.endswith("OpenDriveMap")
    assert world.get_map().get_spawn_points()
    with pytest.raises(RuntimeError, match="opendrive could not be correctly parsed"):
        client.generate_opendrive_world("<nonsense", reset_settings=False)
    client.load_world("Town02", reset_settings=False)


def test_environment_objects(world):
    buildings = world.get_environment_objects(carla.CityObjectLabel.Buildings)
    assert len(buildings) > 5
    assert all(entry.bounding_box.extent.z > 1.0 for entry in buildings)
    assert len(world.get_level_bbs(carla.CityObjectLabel.Buildings)) == len(buildings)


def test_debug_shapes_show_up_in_pictures_and_vanish(world):
    car = spawn_car(world)
    streams = attach_cameras(world, car, 256, 128)
    before = pixels(tick_until_all_deliver(world, streams)["rgb"]).copy()
    place = car.get_transform()
    middle = place.transform(carla.Location(x=10.0, z=1.5))
    green = carla.Color(0, 255, 0)
    box = carla.BoundingBox(middle, carla.Vector3D(1.0, 1.0, 1.0))
    world.debug.draw_box(box, place.rotation, 0.1, green, 0.12)
    world.debug.draw_arrow(place.location, middle, 0.05, 0.3, green, 0.12)
    world.debug.draw_point(middle, 0.3, green, 0.12)
    world.debug.draw_string(middle, "hello", False, green, 0.12)

    def is_green(image):
        bgra = pixels(image).astype(int)
        return (bgra[..., 1] == 255) & (bgra[..., 0] == 0) & (bgra[..., 2] == 0)

    drawn = images_of(streams, world.tick())
    assert is_green(drawn["rgb"]).sum() > 100
    assert not is_green(drawn["semantic"]).any()
    for _ in range(5):
        after = images_of(streams, world.tick())
    assert not is_green(after["rgb"]).any()
    assert before.shape == pixels(after["rgb"]).shape
