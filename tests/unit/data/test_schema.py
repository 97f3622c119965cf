"""Encodings of images."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from carla_bench.data import schema
from carla_bench.errors import DatasetError


@given(st.floats(0, 655.25, width=32))
def test_depth_survives_to_half_a_centimetre(metres):
    depth = np.full((1, 1), metres, np.float32)
    back = schema.decode_depth(schema.encode_depth(depth))
    assert abs(float(back[0, 0]) - metres) <= 0.005 + 1e-4


@pytest.mark.parametrize("metres", [655.35, 800.0, 1e9, np.inf])
def test_far_is_infinite(metres):
    stored = schema.encode_depth(np.full((1, 1), metres, np.float32))
    assert stored[0, 0] == 65535
    assert np.isinf(schema.decode_depth(stored)[0, 0])


@pytest.mark.parametrize(
    ("kind", "shape", "dtype"),
    [("rgb", (8, 6, 3), np.uint8), ("semantic", (8, 6), np.uint8), ("instance", (8, 6), np.uint16)],
)
def test_images_survive_bit_by_bit(tmp_path, kind, shape, dtype):
    image = np.random.default_rng(0).integers(0, np.iinfo(dtype).max + 1, shape).astype(dtype)
    path = tmp_path / "a.png"
    path.write_bytes(schema.encode_image(image))
    back = schema.decode_image(path, kind)
    assert back.dtype == dtype
    np.testing.assert_array_equal(back, image)


def test_damaged_and_wrong_images_are_named(tmp_path):
    path = tmp_path / "a.png"
    whole = schema.encode_image(np.zeros((64, 64), np.uint8))
    for content in (b"", b"no picture", whole[: len(whole) // 2]):
        path.write_bytes(content)
        with pytest.raises(DatasetError, match=r"a\.png"):
            schema.decode_image(path, "semantic")
    path.write_bytes(whole)
    with pytest.raises(DatasetError, match="no rgb image"):
        schema.decode_image(path, "rgb")
