"""Servers for the tests: every one on its own free port, ended with the test that needed it."""

import contextlib
import json
import subprocess
import sys

import carla
import pytest


@contextlib.contextmanager
def embedded_server(**options):
    """Yield the port of an embedded server in a process of its own."""
    options = {"town": "Town02", "port": 0, "end_with_stdin": True, **options}
    process = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator", json.dumps(options)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd="/",
    )
    try:
        yield json.loads(process.stdout.readline())["port"]
    finally:
        process.stdin.close()
        process.stdout.close()
        assert process.wait(10) == 0


@pytest.fixture(scope="module")
def port():
    """Port of a server that starts asynchronous, as CARLA's does; shared within a module."""
    with embedded_server() as number:
        yield number


@pytest.fixture
def client(port):
    """A client of the shared server, in synchronous mode; its actors are gone afterwards."""
    client = carla.Client("127.0.0.1", port)
    client.set_timeout(20.0)
    world = client.get_world()
    settings = world.get_settings()
    settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
    world.apply_settings(settings)
    yield client
    world = client.get_world()
    world.tick()  # the client lists an actor only once it has seen it in a frame
    for kind in ("sensor.", "vehicle.", "walker.", "static."):  # children before parents
        for actor in world.get_actors():
            if actor.type_id.startswith(kind):
                actor.destroy()
    settings.synchronous_mode, settings.fixed_delta_seconds = False, None
    world.apply_settings(settings)


@pytest.fixture
def world(client):
    return client.get_world()
