"""The recorder, through the real client."""

import carla
import numpy as np
import pytest

from .conftest import embedded_server

TICKS = 100
EXPECTED_M = 0.01


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    return tmp_path_factory.mktemp("recordings")


@pytest.fixture(scope="module")
def port(recordings):
    with embedded_server(recordings=str(recordings)) as number:
        yield number


def place(actor):
    at = actor.get_transform()
    return [at.location.x, at.location.y, at.location.z, at.rotation.yaw]


def drive(world, ticks=TICKS):
    """Let two cars drive, and return where each is after each tick."""
    library, starts = world.get_blueprint_library(), world.get_map().get_spawn_points()
    cars = [
        world.spawn_actor(library.find(name), starts[number])
        for number, name in enumerate(("vehicle.tesla.model3", "vehicle.audi.tt"))
    ]
    cars[0].apply_control(carla.VehicleControl(throttle=0.8, steer=0.1))
    cars[1].apply_control(carla.VehicleControl(throttle=0.4))
    track = []
    for _ in range(ticks):
        world.tick()
        track.append([place(car) for car in cars])
    return cars, np.array(track)


def destroy(world, cars):
    for car in cars:
        car.destroy()
    world.tick()


def vehicles(world):
    return {actor.type_id: actor for actor in world.get_actors().filter("vehicle.*")}


@pytest.fixture
def recorded(client, world, recordings):
    answer = client.start_recorder("drive.log", True)
    assert answer == str(recordings / "drive.log")
    cars, track = drive(world)
    client.stop_recorder()
    ids = [car.id for car in cars]
    destroy(world, cars)
    return ids, track


def test_a_replay_agrees_with_the_drive(client, world, recorded):
    _, track = recorded
    answer = client.replay_file("drive.log", 0.0, 0.0, 0)
    assert "Replaying from 0 s - 4.95 s (4.95 s) at 1.0x\n" in answer
    off = []
    for number in range(1, TICKS - 1):
        world.tick()
        cars = vehicles(world)
        now = [place(cars["vehicle.tesla.model3"]), place(cars["vehicle.audi.tt"])]
        off.append(np.subtract(now, track[number])[:, :3])
    assert np.abs(off).max() < EXPECTED_M
    assert np.linalg.norm(track[-1, 0, :2] - track[0, 0, :2]) > 10.0  # they did drive


def test_the_last_seconds_can_be_replayed_in_slow_motion(client, world, recorded):
    _, track = recorded
    client.set_replayer_time_factor(0.5)
    try:
        assert "at 0.5x" in client.replay_file("drive.log", -1.95, 1.0, 0)
        for _ in range(2):
            world.tick()
        assert place(vehicles(world)["vehicle.audi.tt"])[:3] == pytest.approx(
            track[61, 1, :3], abs=EXPECTED_M
        )
    finally:
        client.set_replayer_time_factor(1.0)
        client.stop_replayer(True)


def test_afterwards_the_cars_can_be_driven(client, world, recorded):
    client.replay_file("drive.log", 4.5, 0.0, 0)
    for _ in range(20):
        world.tick()
    car = vehicles(world)["vehicle.audi.tt"]
    before = np.array(place(car)[:2])
    # The drive ends at an obstacle: back out.
    car.apply_control(carla.VehicleControl(throttle=1.0, reverse=True))
    for _ in range(40):
        world.tick()
    assert np.linalg.norm(place(car)[:2] - before) > 1.0


def test_a_stopped_replay_takes_its_cars_along(client, world, recorded):
    client.replay_file("drive.log", 0.0, 0.0, 0)
    world.tick()
    assert len(vehicles(world)) == 2
    client.stop_replayer(False)
    world.tick()
    assert not vehicles(world)


def test_the_spectator_follows(client, world, recorded):
    ids, _ = recorded
    offset = carla.Transform(carla.Location(x=-8.0, z=4.0), carla.Rotation(pitch=-20.0))
    client.replay_file("drive.log", 1.0, 0.0, ids[0], False, offset)
    world.tick()
    car = vehicles(world)["vehicle.tesla.model3"].get_transform()
    expected = car.transform(carla.Location(x=-8.0, z=4.0))
    at = world.get_spectator().get_location()
    assert at.distance(expected) < EXPECTED_M
    client.stop_replayer(True)


def test_another_town_is_loaded_first(client, world, recorded):
    other = client.load_world("Town01", reset_settings=False)
    other.tick()
    client.replay_file("drive.log", 0.0, 0.0, 0)
    world = client.get_world()
    world.tick()
    assert world.get_map().name.endswith("Town02")
    assert len(vehicles(world)) == 2


def test_the_texts_are_about_the_drive(client, world, recorded):
    ids, _ = recorded
    info = client.show_recorder_file_info("drive.log", False)
    assert f" Create {ids[0]}: vehicle.tesla.model3 (1)" in info
    assert "Frames: 100\n" in info
    assert "Positions: " in client.show_recorder_file_info("drive.log", True)
    assert client.show_recorder_collisions("drive.log", "v", "a").startswith("Version: 2\n")
    assert "Duration: 4.95 seconds" in client.show_recorder_actors_blocked("drive.log", 1, 10)


def test_there_is_one_clear_answer_to_what_cannot_be(client, world, recordings):
    assert "not found on server" in client.show_recorder_file_info("nothing.log", False)
    assert "not found on server" in client.replay_file("nothing.log", 0.0, 0.0, 0)
    (recordings / "noise.log").write_bytes(b"noise" * 100)
    for call in (client.show_recorder_file_info, client.show_recorder_collisions):
        arguments = (False,) if call == client.show_recorder_file_info else ("a", "a")
        with pytest.raises(RuntimeError, match=r"Cannot read .*noise\.log: it is no CARLA"):
            call("noise.log", *arguments)
    for name in ("/", "../outside.log", ""):
        with pytest.raises(RuntimeError, match="Recordings stay in the server's folder"):
            client.start_recorder(name)
        with pytest.raises(RuntimeError, match="Recordings stay in the server's folder"):
            client.replay_file(name, 0.0, 0.0, 0)
    world.tick()
