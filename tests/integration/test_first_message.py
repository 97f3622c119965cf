"""A sensor that listens gets the message of the very next tick."""

import queue
import time

import carla


def test_no_message_is_lost_between_listening_and_the_next_tick(world):
    blueprint = world.get_blueprint_library().find("sensor.other.gnss")
    for _ in range(100):
        measured = queue.Queue()
        sensor = world.spawn_actor(blueprint, carla.Transform())
        sensor.listen(measured.put)
        assert world.tick() == measured.get(timeout=2.0).frame
        sensor.destroy()


def test_a_listener_that_never_comes_is_not_waited_for_again(world):
    sensor = world.spawn_actor(
        world.get_blueprint_library().find("sensor.other.gnss"), carla.Transform()
    )
    sensor.listen(lambda _: None)
    sensor.stop()
    world.tick()
    begun = time.monotonic()
    for _ in range(20):
        world.tick()
    assert time.monotonic() - begun < 1.0
