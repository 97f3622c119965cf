"""Reading: what was written comes back, and what is wrong is said in one line."""

import json
import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from carla_bench.data.dataset import Dataset
from carla_bench.errors import ConfigError, DatasetError


def test_images_and_tables_come_back(tmp_path, make):
    dataset = Dataset.open(make.dataset(tmp_path / "a"))
    rng = np.random.default_rng(0)
    frames = [make.frame(index, rng) for index in range(3)]
    clip = dataset.clips[0]
    views = [frame.cameras["front"] for frame in frames]
    for kind in ("rgb", "semantic", "instance", "unknown"):
        np.testing.assert_array_equal(clip.load(kind), [getattr(view, kind) for view in views])
    truth = np.stack([view.depth for view in views])
    truth[truth > 655.34] = np.inf
    np.testing.assert_allclose(clip.load("depth"), truth, atol=0.0051)
    matrices, poses = clip.cameras_of()
    np.testing.assert_array_equal(matrices, [view.intrinsics for view in views])
    np.testing.assert_array_equal(poses, [view.world_from_camera for view in views])
    objects = clip.object_table()
    cone = objects[objects["id"] == 65543].iloc[0]
    assert cone["unknown"] == "cone"
    assert cone["visible_pixels"] == (views[0].instance == 7).sum()
    assert (dataset.towns, dataset.server_version) == (("Town01",), "0.9.16")


def test_no_dataset(tmp_path):
    with pytest.raises(DatasetError, match=r"no dataset\.json"):
        Dataset.open(tmp_path)
    with pytest.raises(DatasetError, match="nowhere"):
        Dataset.open(tmp_path / "nowhere")


def edit(path, **changes):
    content = json.loads(path.read_text())
    path.write_text(json.dumps({**content, **changes}))


def drop(path, column):
    pq.write_table(pq.read_table(path).drop_columns([column]), path)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda p: edit(p / "dataset.json", format_version=2), "format version 2.*Update"),
        (lambda p: edit(p / "dataset.json", format_version="x"), "format version"),
        (lambda p: edit(p / "dataset.json", rig=[{"name": "../../etc"}]), "rig"),
        (lambda p: edit(p / "dataset.json", rig=[{"name": ".."}]), "rig"),
        (lambda p: edit(p / "dataset.json", server_version=None), "server_version"),
        (lambda p: (p / "dataset.json").write_text("{"), r"dataset\.json"),
        (lambda p: drop(p / "clips.parquet", "id"), r"clips\.parquet.*id"),
        (lambda p: (p / "clips.parquet").unlink(), "incomplete.*clips.parquet"),
        (lambda p: (p / "clips.parquet").write_bytes(b"PAR1"), "clips.parquet"),
        (lambda p: shutil.rmtree(p / "clips" / "clip-1"), "incomplete.*clip-1"),
        (lambda p: (p / "clips/clip-1/clip.json").unlink(), r"clip\.json"),
        (lambda p: edit(p / "clips/clip-1/clip.json", format_version=2), "Update"),
        (lambda p: edit(p / "clips/clip-1/clip.json", frames=None), "frames"),
        (lambda p: edit(p / "clips/clip-1/clip.json", frames=0), "frames"),
        (lambda p: edit(p / "clips/clip-1/clip.json", frames=True), "frames"),
        (lambda p: (p / "clips/clip-0/front/rgb/000001.png").unlink(), "incomplete.*000001"),
        (lambda p: edit(p / "clips/clip-0/clip.json", sha256={"../../x": ""}), "incomplete"),
    ],
)
def test_incomplete_newer_and_damaged_datasets(tmp_path, make, damage, words):
    path = make.dataset(tmp_path / "a")
    damage(path)
    with pytest.raises(DatasetError, match=words) as caught:
        Dataset.open(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "damage",
    [
        lambda p: p.write_bytes(b"nonsense"),
        lambda p: drop(p, "world_from_camera"),
        lambda p: drop(p, "fx"),
        lambda p: pq.write_table(pq.read_table(p).slice(1), p),
        lambda p: pq.write_table(pq.read_table(p).slice(0, 0), p),
    ],
)
def test_a_damaged_table_is_named(tmp_path, make, damage):
    dataset = Dataset.open(make.dataset(tmp_path / "a"))
    damage(dataset.clips[0].folder / "frames.parquet")
    with pytest.raises(DatasetError, match=r"frames\.parquet"):
        dataset.clips[0].cameras_of()


def test_unknown_kind_or_camera(tmp_path, make):
    clip = Dataset.open(make.dataset(tmp_path / "a")).clips[0]
    with pytest.raises(ConfigError, match="smell"):
        clip.load("smell")
    with pytest.raises(ConfigError, match="rear"):
        clip.load("rgb", "rear")
    with pytest.raises(ConfigError, match="rear"):
        clip.cameras_of("rear")
