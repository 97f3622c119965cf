"""Malformed, oversized and nonsensical messages close or refuse that connection, nothing else."""

import socket
import struct

import carla
import msgpack
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st


@pytest.fixture
def talk(port):
    """Send raw bytes to the RPC port and return what comes back until the server closes."""

    def send(data, wait_for_reply=False):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(data)
            if not wait_for_reply:
                connection.shutdown(socket.SHUT_WR)
            return connection.recv(65536)

    return send


def is_alive(port):
    client = carla.Client("127.0.0.1", port)
    client.set_timeout(10.0)
    return client.get_server_version() == "0.9.16"


def request(name, *arguments, number=1):
    return msgpack.packb([0, number, name, [[False], *arguments]])


@pytest.mark.parametrize(
    "data",
    [
        b"GET / HTTP/1.1\r\n\r\n",
        b"\xc1",
        msgpack.packb([1, 2, 3]),
        msgpack.packb({"a": 1}),
        msgpack.packb([0, "1", "version", [[False]]]),
        b"\xdd\xff\xff\xff\xff",  # an array of four thousand million elements
        b"\x91" * 100_000,  # nested a hundred thousand deep
    ],
)
def test_what_is_no_request_closes_the_connection(talk, port, data):
    assert talk(data, wait_for_reply=True) == b""
    assert is_alive(port)


def send_until_refused(connection, size):
    for _ in range(size // 1_000_000):
        connection.sendall(bytes(1_000_000))
    if connection.recv(1) == b"":
        raise ConnectionResetError


def test_an_oversized_message_closes_the_connection(port):
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        head = b"\x94\x00\x01\xa7version\x92\x91\xc2\xc6" + struct.pack(">I", 200_000_000)
        connection.sendall(head)
        with pytest.raises(ConnectionError):
            send_until_refused(connection, 100_000_000)
    assert is_alive(port)


def test_an_unknown_call_gets_an_rpc_error(talk):
    kind, number, error, result = msgpack.unpackb(talk(request("no_such_call"), True))
    assert (kind, number, result) == (1, 1, None)
    assert "no_such_call" in error


def test_an_unsupported_call_gets_carlas_kind_of_error(talk):
    value = msgpack.unpackb(talk(request("get_navigation_mesh"), True))
    nothing = msgpack.unpackb(talk(request("apply_color_texture_to_objects"), True))
    why = "is not supported by the embedded simulator"
    assert value[2:] == [None, [[0, [f"get_navigation_mesh {why}"]]]]
    assert nothing[2:] == [None, [[True, [f"apply_color_texture_to_objects {why}"]]]]


NOWHERE = [[0, 0, 0], [0, 0, 0]]
IMPOSSIBLE = [["image_size_x", 2, "-5"], ["image_size_y", 2, "1e9"], ["fov", 3, "nan"]]


@pytest.mark.parametrize(
    "call",
    [
        ("spawn_actor",),
        ("spawn_actor", [1, "vehicle.audi.tt", [["color", 5, 7]]], NOWHERE),
        ("spawn_actor", [1, "sensor.camera.rgb", []], NOWHERE),
        ("spawn_actor", [1, "sensor.camera.rgb", IMPOSSIBLE], NOWHERE),
        ("get_sensor_token", "x"),
        ("set_actor_transform", 1, [[float("nan")] * 3, [float("inf")] * 3]),
        ("set_actor_transform", 1, [[1e300] * 3, [1e300] * 3]),
        ("set_weather_parameters", [float("nan")] * 14),
        ("set_episode_settings", [True, False, [True, -1.0]]),
        ("apply_batch", [[[0, []]], 7, [[99, [1]]]], False),
    ],
)
def test_nonsense_arguments_are_answered(talk, port, call):
    kind, number, error, _ = msgpack.unpackb(talk(request(*call), True))
    assert (kind, number, error) == (1, 1, None)
    world = carla.Client("127.0.0.1", port).get_world()
    settings = carla.WorldSettings()
    world.apply_settings(settings)  # back to a clock that runs by itself
    world.set_weather(carla.WeatherParameters.ClearNoon)
    assert world.wait_for_tick(5.0)


_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats() | st.text(max_size=5)
    | st.binary(max_size=30),
    lambda inner: st.lists(inner, max_size=4),
    max_leaves=8,
)  # fmt: skip
_CALLS = (
    "spawn_actor spawn_actor_with_parent destroy_actor apply_batch set_actor_transform "
    "set_actor_target_velocity get_actors_by_id get_actor_bounding_box apply_control_to_vehicle "
    "apply_control_to_walker set_vehicle_light_state get_sensor_token load_new_episode "
    "set_weather_parameters get_environment_objects add_traffic_manager_running request_file "
    "copy_opendrive_to_file get_required_files draw_debug_shape query_lights_state"
).split()


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(_CALLS), st.lists(_values, max_size=4))
def test_fuzzed_calls_always_get_a_reply(talk, call, arguments):
    kind, number, error, _ = msgpack.unpackb(talk(request(call, *arguments), True))
    assert (kind, number, error) == (1, 1, None)


def test_streams_that_do_not_exist_stay_silent(port):
    with socket.create_connection(("127.0.0.1", port + 1), timeout=5) as connection:
        connection.sendall(struct.pack("<I", 4_000_000_000))
        connection.settimeout(0.5)
        with pytest.raises(TimeoutError):
            connection.recv(1)
