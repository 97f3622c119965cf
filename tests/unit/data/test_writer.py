"""Clips are whole or absent, and equal input gives equal bytes."""

import hashlib
import json
from dataclasses import replace

import numpy as np
import pytest

from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.data.writer import DatasetWriter
from carla_bench.errors import DatasetError


def files(path):
    return {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}


def test_the_same_frames_give_the_same_bytes(tmp_path, make):
    assert files(make.dataset(tmp_path / "a")) == files(make.dataset(tmp_path / "b"))


def test_layout(tmp_path, make):
    path = make.dataset(tmp_path / "a")
    names = {name for name in files(path) if "clip-1" not in name}
    images = {
        f"clips/clip-0/front/{kind}/{index:06}.png"
        for kind in ("rgb", "semantic", "instance", "depth", "unknown")
        for index in range(3)
    }
    tables = {f"clips/clip-0/{name}" for name in ("frames.parquet", "objects.parquet", "clip.json")}
    assert names == images | tables | {"dataset.json", "clips.parquet"}


def test_checksums_are_of_the_files(tmp_path, make):
    folder = make.dataset(tmp_path / "a") / "clips" / "clip-0"
    sums = json.loads((folder / "clip.json").read_text())["sha256"]
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {"clip.json"}
    assert set(sums) == there
    for name, checksum in sums.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == checksum


def test_an_exception_leaves_no_clip(tmp_path, make):
    writer = DatasetWriter(tmp_path / "a", make.rig, "0.9.16", {})
    with pytest.raises(ZeroDivisionError), writer.clip(make.clip_info("x")) as clip:
        clip.add(make.frame(1, np.random.default_rng(0)))
        raise ZeroDivisionError
    assert not writer.has("x")
    assert list((tmp_path / "a" / "clips").iterdir()) == []


def test_what_a_killed_recording_left_is_cleared(tmp_path, make):
    path = make.dataset(tmp_path / "a")
    (path / "clips" / ".partial-clip-9").mkdir()
    writer = DatasetWriter(path, make.rig, "0.9.16", {"seed": 0})
    assert writer.has("clip-0")
    assert not (path / "clips" / ".partial-clip-9").exists()


def test_frames_must_rise_and_fit_the_rig(tmp_path, make):
    rng = np.random.default_rng(0)
    writer = DatasetWriter(tmp_path / "a", make.rig, "0.9.16", {})
    with pytest.raises(DatasetError, match="after frame 5"), writer.clip(make.clip_info("x")) as c:
        c.add(make.frame(5, rng))
        c.add(make.frame(5, rng))
    larger = Rig(cameras=(CameraSpec(width=32, height=8),))
    with pytest.raises(DatasetError, match="16x8"), writer.clip(make.clip_info("x")) as clip:
        clip.add(make.frame(6, rng, larger))


@pytest.mark.parametrize(
    ("kind", "image"),
    [
        ("rgb", np.zeros((8, 16, 4), np.uint8)),
        ("instance", np.zeros((8, 16), np.int64)),
        ("depth", np.zeros((8, 16), np.float64)),
        ("semantic", None),
    ],
)
def test_images_of_another_kind_are_refused(tmp_path, make, kind, image):
    frame = make.frame(1, np.random.default_rng(0))
    camera = replace(frame.cameras["front"], **{kind: image})
    writer = DatasetWriter(tmp_path / "a", make.rig, "0.9.16", {})
    with pytest.raises(DatasetError, match=kind), writer.clip(make.clip_info("x")) as clip:
        clip.add(replace(frame, cameras={"front": camera}))
    assert not writer.has("x")


def test_a_clip_is_never_written_twice_nor_elsewhere(tmp_path, make):
    path = make.dataset(tmp_path / "a")
    before = files(tmp_path)
    writer = DatasetWriter(path, make.rig, "0.9.16", {"seed": 0})
    with pytest.raises(DatasetError, match="there already"):
        writer.clip(make.clip_info("clip-0"))
    for name in ("../x", "..", "", ".partial-x", "a/b"):
        with pytest.raises(DatasetError, match="clip id"):
            writer.clip(make.clip_info(name))
    assert files(tmp_path) == before


def test_foreign_folders_are_left_alone(tmp_path, make):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(DatasetError, match="other things"):
        DatasetWriter(tmp_path, make.rig, "0.9.16", {})
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.txt"]


def test_other_arguments_are_refused(tmp_path, make):
    path = make.dataset(tmp_path / "a")
    before = files(path)
    with pytest.raises(DatasetError, match="other arguments"):
        DatasetWriter(path, make.rig, "0.9.16", {"seed": 1})
    assert files(path) == before


def test_a_dataset_that_got_no_clip_is_removed(tmp_path, make):
    DatasetWriter(tmp_path / "a", make.rig, "0.9.16", {}).close()
    assert list(tmp_path.iterdir()) == []
