"""Binary records: sizes from the protocol's tables, decoding transcribed independently."""

import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from carla_bench.core.geometry import Pose
from carla_bench.simulator import messages


def test_sizes_of_records():
    record = messages.actor_record(1, Pose(), (0, 0, 0), (0, 0, 0), (0, 0, 0), b"")
    assert len(record) == 119
    assert len(messages.world_state(1, 0.0, 0.05, 1, 0.0, False, [record])) == 48 + 36 + 119


def test_fields_of_an_actor_record():
    pose = Pose(1, 2, 3, 4, 5, 6)
    record = messages.actor_record(77, pose, (7, 8, 9), (10, 11, 12), (13, 14, 15), b"abc")
    assert struct.unpack_from("<IB15f", record) == (77, 1, *map(float, range(1, 16)))
    assert record[65:68] == b"abc"


@given(st.floats(0, 2000, width=32))
def test_depth_is_24_bits_with_red_low(depth):
    b, g, r, a = (int(v) for v in messages.depth_pixels(np.full((1, 1), depth, np.float32))[0, 0])
    decoded = (r + 256 * g + 65536 * b) / (2**24 - 1) * 1000
    assert a == 255
    assert abs(decoded - min(depth, 1000.0)) <= 0.5 * 1000 / (2**24 - 1) + 1e-9


def test_sky_is_the_far_plane():
    pixels = messages.depth_pixels(np.full((1, 1), np.inf, np.float32))
    assert pixels.tolist() == [[[255, 255, 255, 255]]]


@given(st.integers(0, 65535), st.integers(0, 28))
def test_instance_bytes(instance, tag):
    pixels = messages.label_pixels(
        np.full((1, 1), tag, np.uint8), np.full((1, 1), instance, np.uint16)
    )
    b, g, r, a = (int(v) for v in pixels[0, 0])
    assert (r, g + 256 * b, a) == (tag, instance, 255)


def test_a_measurement_starts_with_type_frame_time_pose_and_size():
    head = messages.header(13, 9, 1.5, Pose(x=4, roll=2)) + messages.image_size(3, 2, 90.0)
    assert struct.unpack("<QQd6fIIf", head) == (13, 9, 1.5, 4, 0, 0, 0, 0, 2, 3, 2, 90.0)
