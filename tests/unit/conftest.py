"""Frames and datasets for tests, without a simulator."""

from types import SimpleNamespace

import numpy as np
import pytest

from carla_bench.core.frame import CameraFrame, Control, Frame, ObjectState
from carla_bench.core.geometry import Pose
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.data.writer import ClipInfo, DatasetWriter

RIG = Rig(cameras=(CameraSpec(width=16, height=8),))
CAR = {"center": (0.0, 0.0, 0.7), "extent": (2.0, 1.0, 0.7), "velocity_mps": (1.0, 0.0, 0.0)}


def make_frame(number, rng, rig=RIG):
    cameras = {}
    for spec in rig.cameras:
        size = (spec.height, spec.width)
        depth = rng.uniform(0.5, 700, size).astype(np.float32)
        depth[0] = np.inf
        cameras[spec.name] = CameraFrame(
            intrinsics=spec.intrinsics,
            world_from_camera=rng.normal(size=(4, 4)),
            rgb=rng.integers(0, 256, (*size, 3), dtype=np.uint8),
            semantic=rng.integers(0, 29, size, dtype=np.uint8),
            instance=rng.integers(0, 9, size, dtype=np.uint16),
            depth=depth,
            unknown=rng.integers(0, 4, size, dtype=np.uint8),
        )
    ego = ObjectState(id=1, blueprint="vehicle.audi.tt", pose=Pose(x=float(number)), **CAR)
    cone = ObjectState(
        id=65536 + 7, blueprint="static.prop.trafficcone01", pose=Pose(x=9.0), unknown="cone",
        **{**CAR, "velocity_mps": (0.0, 0.0, 0.0)},
    )  # fmt: skip
    return Frame(
        frame=number, time_s=0.05 * number, cameras=cameras, ego=ego, objects=(cone,),
        control=Control(throttle=0.5),
    )  # fmt: skip


def write_dataset(path, clips=2, frames=3, seed=0, rig=RIG, **info):
    """Write a small dataset of random frames and return its path."""
    rng = np.random.default_rng(seed)
    writer = DatasetWriter(path, rig, "0.9.16", {"seed": seed})
    for number in range(clips):
        with writer.clip(clip_info(f"clip-{number}", **info)) as clip:
            for frame in range(frames):
                clip.add(make_frame(10 * number + frame, rng, rig))
    writer.close()
    return path


def clip_info(id_, **changes):
    values = {
        "id": id_, "town": "Town01", "scenario": "construction", "parameters": {"a": 1},
        "weather": "clear", "seed": 0, "split": "train", "unknown_objects": 1,
        "server_version": "0.9.16", "server_kind": "embedded",
    }  # fmt: skip
    return ClipInfo(**{**values, **changes})


@pytest.fixture
def make():
    """The builders of this file."""
    return SimpleNamespace(frame=make_frame, dataset=write_dataset, clip_info=clip_info, rig=RIG)


@pytest.fixture(scope="module")
def make_module():
    """The same builders, for fixtures that live as long as a module."""
    return SimpleNamespace(dataset=write_dataset)
