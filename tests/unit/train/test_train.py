"""Training on a small synthetic dataset, and checkpoints that are not to be trusted."""

import json
import pickle
import signal
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import torch

from carla_bench.core.labels import CLASSES
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.data.dataset import Dataset
from carla_bench.data.schema import encode_image
from carla_bench.errors import ConfigError, DatasetError, UnknownEntry
from carla_bench.train.checkpoint import build_untrained, load_trained
from carla_bench.train.config import TrainConfig
from carla_bench.train.module import SegmentationModule
from carla_bench.train.run import train
from carla_bench.train.windows import Windows

RIG = Rig(cameras=(CameraSpec(width=32, height=16),))


@pytest.fixture(scope="module")
def trained(tmp_path_factory, make_module):
    """A dataset and a model trained on it for two epochs."""
    path = tmp_path_factory.mktemp("train")
    dataset = make_module.dataset(path / "dataset", clips=3, frames=5, rig=RIG)
    out = train(TrainConfig(dataset=dataset, out=path / "model", epochs=2, width=32, height=16))
    return dataset, out


def test_windows_pair_pictures_with_their_classes(trained):
    dataset = Dataset.open(trained[0])
    windows = Windows(dataset.clips, "0.9.16", (32, 16), 4)
    assert len(windows) == 3
    window = windows[0]
    assert window["video"].shape == (4, 3, 16, 32)
    rgb = dataset.clips[0].load("rgb")[:4]
    expected = torch.from_numpy(rgb).permute(0, 3, 1, 2) / 255
    torch.testing.assert_close(window["video"], expected)
    tags = dataset.clips[0].load("semantic")[:4]
    roads = window["classes"] == CLASSES.index("Road")
    np.testing.assert_array_equal(roads.numpy(), tags == 1)
    assert int(windows.class_pixels()[CLASSES.index("Road")]) == sum(
        int((clip.load("semantic") == 1).sum()) for clip in dataset.clips
    )


def test_mirroring_keeps_picture_and_classes_together(trained):
    clips = Dataset.open(trained[0]).clips
    plain = Windows(clips, "0.9.16", (32, 16), 4)[0]
    generator = torch.Generator().manual_seed(0)
    augmented = Windows(clips, "0.9.16", (32, 16), 4, generator)
    mirrored = 0
    for _ in range(8):
        window = augmented[0]
        flipped = not torch.equal(window["classes"], plain["classes"])
        mirrored += flipped
        video = window["video"].flip(-1) if flipped else window["video"]
        classes = window["classes"].flip(-1) if flipped else window["classes"]
        assert torch.equal(classes, plain["classes"])
        flat = torch.stack([video.flatten(), plain["video"].flatten()])
        assert torch.corrcoef(flat)[0, 1] > 0.95
    assert 0 < mirrored < 8


def test_what_a_model_folder_holds(trained):
    _, out = trained
    assert {path.name for path in out.iterdir()} == {"model.pt", "model.json", "losses.csv"}
    info = json.loads((out / "model.json").read_text())
    assert (info["towns"], info["frames"], info["epochs"]) == (["Town01"], 15, 2)
    losses = pd.read_csv(out / "losses.csv")
    assert set(losses["split"]) == {"train", "validation"}
    assert np.isfinite(losses["loss"]).all()


def test_the_same_seed_trains_the_same_weights(trained, tmp_path):
    dataset, out = trained
    again = train(TrainConfig(dataset=dataset, out=tmp_path / "m", epochs=2, width=32, height=16))
    first, second = (torch.load(p / "model.pt", weights_only=True) for p in (out, again))
    assert all(torch.equal(first[name], second[name]) for name in first)


def test_a_loaded_model_answers_and_an_untrained_one_differs(trained):
    model, info = load_trained(trained[1])
    assert not model.training
    video = torch.rand(1, 2, 3, 16, 32)
    with torch.inference_mode():
        state_before = torch.random.get_rng_state()
        untrained = build_untrained(info)
        assert torch.equal(torch.random.get_rng_state(), state_before)
        assert not torch.equal(model(video)[0], untrained(video)[0])


def copied(out, path):
    path.mkdir()
    for file in out.iterdir():
        (path / file.name).write_bytes(file.read_bytes())
    return path


class _Evil:
    def __reduce__(self):
        return (print, ("this must never run",))


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda p: (p / "model.json").unlink(), "model.json"),
        (lambda p: (p / "model.json").write_text("[]"), "JSON object"),
        (lambda p: (p / "model.pt").unlink(), "model.pt"),
        (lambda p: (p / "model.pt").write_bytes(b"nonsense"), "model.pt"),
        (lambda p: (p / "model.pt").write_bytes(pickle.dumps(_Evil(), protocol=2)), "model.pt"),
        (lambda p: torch.save({"a": torch.zeros(1)}, p / "model.pt"), "model.pt"),
        (lambda p: torch.save([1, 2], p / "model.pt"), "model.pt"),
        (lambda p: edit(p, format_version=2), "Update"),
        (lambda p: edit(p, config={"nonsense": 1}), "does not fit"),
        (lambda p: edit(p, classes=["Road"]), "other classes"),
        (lambda p: edit(p, width="wide"), "width"),
        (lambda p: edit(p, width=-5), "input size"),
        (lambda p: edit(p, height=True), "input size"),
        (lambda p: edit(p, class_pixels=["a"] * 22), "class_pixels"),
    ],
)
def test_damaged_checkpoints_are_one_line(trained, tmp_path, damage, words, capsys):
    path = copied(trained[1], tmp_path / "copy")
    damage(path)
    with pytest.raises(ConfigError, match=words) as caught:
        load_trained(path)
    assert "\n" not in str(caught.value)
    assert "must never run" not in capsys.readouterr().out


def edit(path, **changes):
    content = json.loads((path / "model.json").read_text())
    (path / "model.json").write_text(json.dumps({**content, **changes}))


def test_wrong_input(trained, tmp_path):
    dataset, _ = trained
    ok = {"dataset": dataset, "out": tmp_path / "m"}
    for changes, kind, words in (
        ({"epochs": 0}, ConfigError, "--epochs"),
        ({"batch_size": 0}, ConfigError, "--batch-size"),
        ({"learning_rate": 0.0}, ConfigError, "--learning-rate"),
        ({"model": "magic"}, UnknownEntry, "temporal"),
        ({"dataset": tmp_path / "none"}, DatasetError, "none"),
        ({"window": 9}, ConfigError, "--window"),
        ({"seed": 2**32}, ConfigError, "--seed"),
        ({"out": dataset / "dataset.json" / "m"}, ConfigError, "Cannot write"),
    ):
        with pytest.raises(kind, match=words):
            train(TrainConfig(**{**ok, **changes}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("beside", [(), ("model.json", "model.pt")])
def test_foreign_folders_are_left_alone(trained, tmp_path, beside):
    for name in ("thesis.txt", *beside):
        (tmp_path / name).write_text("years of work")
    with pytest.raises(ConfigError, match="no model"):
        train(TrainConfig(dataset=trained[0], out=tmp_path))
    assert (tmp_path / "thesis.txt").exists()


SMALL = {"epochs": 1, "width": 32, "height": 16}


def test_the_folder_one_stands_in_will_do(trained, tmp_path, monkeypatch):
    (tmp_path / "m").mkdir()
    monkeypatch.chdir(tmp_path / "m")
    train(TrainConfig(dataset=trained[0], out=Path(), **SMALL))
    assert (tmp_path / "m" / "model.pt").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["m"]


def test_one_clip_is_enough(tmp_path, make):
    dataset = make.dataset(tmp_path / "d", clips=1, frames=4, rig=RIG)
    train(TrainConfig(dataset=dataset, out=tmp_path / "m", **SMALL))
    assert set(pd.read_csv(tmp_path / "m" / "losses.csv")["split"]) == {"train"}


def test_pixels_without_a_class_are_nothing_to_learn_from(tmp_path, make):
    dataset = make.dataset(tmp_path / "d", clips=2, frames=4, rig=RIG)
    for path in dataset.rglob("semantic/*.png"):
        path.write_bytes(encode_image(np.full((16, 32), 200, np.uint8)))
    with pytest.raises(ConfigError, match="nothing to learn"):
        train(TrainConfig(dataset=dataset, out=tmp_path / "m", **SMALL))


def test_an_interrupt_stays_one_and_leaves_nothing(trained, tmp_path, monkeypatch):
    def interrupted(*_):
        signal.raise_signal(signal.SIGINT)

    handler = signal.getsignal(signal.SIGINT)
    monkeypatch.setattr(SegmentationModule, "validation_step", interrupted)
    with pytest.raises(KeyboardInterrupt):
        train(TrainConfig(dataset=trained[0], out=tmp_path / "m", **SMALL))
    assert signal.getsignal(signal.SIGINT) is handler
    assert list(tmp_path.iterdir()) == []


def test_a_checkpoint_does_not_decide_what_code_runs(trained, tmp_path):
    path, evil = copied(trained[1], tmp_path / "copy"), tmp_path / "evil.py"
    evil.write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    edit(path, model=str(evil))
    with pytest.raises(ConfigError, match="--model-code"):
        load_trained(path)
    assert not (tmp_path / "ran").exists()
