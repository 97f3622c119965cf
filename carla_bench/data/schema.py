"""Dataset format v1.

    DATASET/
      dataset.json          format version, tags, rig, unknown categories, arguments
      clips.parquet         one row a clip; can always be rebuilt from clips/
      clips/<clip id>/
        frames.parquet      one row a frame and camera
        objects.parquet     one row a frame and actor
        clip.json           town, scenario, seed, server, checksums of every file
        <camera>/rgb/000000.png        uint8 RGB
        <camera>/semantic/000000.png   uint8 raw CARLA tag
        <camera>/instance/000000.png   uint16 id as the server gives it, 0 = none
        <camera>/depth/000000.png      uint16 centimetres, 65535 = beyond 655 m or sky
        <camera>/unknown/000000.png    uint8, 0 = known, else the category's number

A clip folder has its final name only when it is whole.
"""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from PIL import Image

from carla_bench.core.frame import CameraFrame, ObjectState
from carla_bench.errors import DatasetError

__all__ = [
    "CLIPS",
    "FORMAT_VERSION",
    "FRAMES",
    "IMAGES",
    "OBJECTS",
    "Pixels",
    "decode_depth",
    "decode_image",
    "encode_depth",
    "encode_image",
    "images_of",
    "object_class",
]

Pixels = NDArray[np.uint8] | NDArray[np.uint16]
"""(H, W) or (H, W, 3)"""

FORMAT_VERSION = 1
IMAGES = ("rgb", "semantic", "instance", "depth", "unknown")
"""Kinds of image, each a folder of a camera."""

_FAR = 65535
_PNG_LEVEL = 1  # three times as fast as the default, and a few percent larger


def _schema(**columns: str) -> pa.Schema:
    """Return a schema from names and types; a type may name several columns with a comma."""
    types = {
        "text": pa.string(), "int": pa.int64(), "float": pa.float64(), "bool": pa.bool_(),
        "matrix": pa.list_(pa.float64(), 16),
    }  # fmt: skip
    return pa.schema([(name, types[kind]) for name, kind in columns.items()])


_POSE = dict.fromkeys(("x", "y", "z", "pitch", "yaw", "roll"), "float")
_VELOCITY = dict.fromkeys(("velocity_x", "velocity_y", "velocity_z"), "float")

FRAMES = _schema(
    index="int", camera="text", frame="int", time_s="float",
    width="int", height="int", fx="float", fy="float", cx="float", cy="float",
    world_from_camera="matrix",
    **{f"ego_{name}": kind for name, kind in (_POSE | _VELOCITY).items()},
    throttle="float", steer="float", brake="float",
)  # fmt: skip
"""Columns of frames.parquet. Metres, degrees, m/s in world axes, pixels; matrix row-major."""

OBJECTS = _schema(
    index="int", frame="int", id="int", blueprint="text", **{"class": "text"}, unknown="text",
    **_POSE,
    **dict.fromkeys(("center_x", "center_y", "center_z"), "float"),
    **dict.fromkeys(("extent_x", "extent_y", "extent_z"), "float"),
    **_VELOCITY,
    moving="bool", visible_pixels="int",
)  # fmt: skip
"""Columns of objects.parquet. Box centre in the actor's frame and half sizes, metres."""

CLIPS = _schema(
    id="text", town="text", scenario="text", weather="text", seed="int", split="text",
    frames="int", unknown_objects="int", checksum="text",
)  # fmt: skip
"""Columns of clips.parquet."""


def object_class(state: ObjectState) -> str:
    """Return ``vehicle``, ``walker`` or ``prop``."""
    kind = state.blueprint.split(".", 1)[0]
    return kind if kind in ("vehicle", "walker") else "prop"


def images_of(camera: CameraFrame) -> dict[str, Pixels]:
    """Return what of a camera's frame is stored as images, by kind."""
    depth = None if camera.depth is None else encode_depth(camera.depth)
    found = {
        "rgb": camera.rgb, "semantic": camera.semantic, "instance": camera.instance,
        "depth": depth, "unknown": camera.unknown,
    }  # fmt: skip
    return {kind: image for kind, image in found.items() if image is not None}


def encode_depth(depth: NDArray[np.float32]) -> NDArray[np.uint16]:
    """Return centimetres as uint16; 65535 is beyond 655 m or sky.

    Args:
        depth: metres, inf for sky.
    """
    centimetres = np.rint(np.minimum(depth.astype(np.float64), 1e6) * 100)
    return np.where(centimetres < _FAR, centimetres, _FAR).astype(np.uint16)


def decode_depth(stored: NDArray[np.uint16]) -> NDArray[np.float32]:
    """Return metres, inf where nothing is near enough; the inverse of `encode_depth`."""
    metres = stored.astype(np.float32) / np.float32(100)
    return np.where(stored == _FAR, np.float32(np.inf), metres)


def encode_image(image: Pixels) -> bytes:
    """Return a PNG of an (H, W) or (H, W, 3) image; the same bytes for the same image."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG", compress_level=_PNG_LEVEL)
    return buffer.getvalue()


def decode_image(path: Path, kind: str) -> Pixels:
    """Return a stored image: (H, W, 3) for rgb, (H, W) else, depth still in centimetres.

    Raises:
        DatasetError: missing, damaged, or not an image of that kind.
    """
    try:
        with Image.open(path, formats=["PNG"]) as picture:
            image = np.array(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DatasetError(f"Cannot read {path}: {error}.") from None
    wide = kind in ("instance", "depth")
    if image.dtype == np.int32 and wide:  # how some versions of Pillow open 16-bit files
        image = image.astype(np.uint16)
    expected = (np.dtype(np.uint16 if wide else np.uint8), 3 if kind == "rgb" else 2)
    if (image.dtype, image.ndim) != expected:
        raise DatasetError(f"{path} is no {kind} image: it holds {image.dtype} of {image.shape}.")
    return image
