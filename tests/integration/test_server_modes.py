"""Asynchronous mode, several clients, clients that vanish, and the end of the process."""

import os
import signal
import subprocess
import sys
import time

import carla
import pytest


def connect(port):
    client = carla.Client("127.0.0.1", port)
    client.set_timeout(20.0)
    return client


def test_asynchronous_mode_runs_by_itself_in_real_time(port):
    world = connect(port).get_world()
    first, begun = world.wait_for_tick(), time.monotonic()
    while time.monotonic() - begun < 1.0:
        last = world.wait_for_tick()
    elapsed = last.timestamp.elapsed_seconds - first.timestamp.elapsed_seconds
    assert elapsed == pytest.approx(time.monotonic() - begun, rel=0.3)


def test_a_camera_delivers_in_asynchronous_mode(port):
    world = connect(port).get_world()
    blueprint = world.get_blueprint_library().find("sensor.camera.rgb")
    blueprint.set_attribute("image_size_x", "64")
    blueprint.set_attribute("image_size_y", "32")
    camera = world.spawn_actor(blueprint, world.get_map().get_spawn_points()[0])
    images = []
    camera.listen(images.append)
    deadline = time.monotonic() + 10
    while len(images) < 5 and time.monotonic() < deadline:
        world.wait_for_tick()
    camera.destroy()
    frames = [image.frame for image in images]
    assert len(frames) >= 5
    assert frames == sorted(set(frames))


def test_all_clients_see_the_same_world(client, port):
    other = connect(port).get_world()
    world = client.get_world()
    car = world.spawn_actor(
        world.get_blueprint_library().find("vehicle.audi.tt"),
        world.get_map().get_spawn_points()[0],
    )
    frame = other.tick()
    assert other.get_actor(car.id).type_id == "vehicle.audi.tt"
    assert world.wait_for_tick(5.0).frame >= frame if world.get_snapshot().frame < frame else True


_VANISHING = """
import sys, time, carla
world = carla.Client("127.0.0.1", int(sys.argv[1])).get_world()
camera = world.spawn_actor(world.get_blueprint_library().find("sensor.camera.rgb"),
                           world.get_map().get_spawn_points()[0])
camera.listen(lambda image: None)
print(camera.id, flush=True)
time.sleep(60)
"""


def test_a_client_that_is_killed_leaves_nothing_hanging(client, port):
    process = subprocess.Popen(
        [sys.executable, "-c", _VANISHING, str(port)], stdout=subprocess.PIPE, text=True
    )
    camera_id = int(process.stdout.readline())
    world = client.get_world()
    world.tick()
    process.kill()
    process.wait()
    process.stdout.close()
    begun = time.monotonic()
    for _ in range(10):
        world.tick()
    assert time.monotonic() - begun < 5.0
    assert world.get_actor(camera_id) is not None, "actors stay, as with CARLA"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_server_and_free_its_port(number):
    process = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator", '{"town": "Town02", "port": 0}'],
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    process.stdout.readline()
    os.kill(process.pid, number)
    assert process.wait(10) == 0
    process.stdout.close()
