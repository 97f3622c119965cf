"""The main job, small: record, train, score online, report, through the command line."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from carla_bench.cli import main
from carla_bench.data.dataset import Dataset

RECORD = ["record", "--width", "128", "--height", "64", "--frames", "4", "--town", "Town02"]


def contents(path):
    return {str(p.relative_to(path)): p.read_bytes() for p in path.rglob("*") if p.is_file()}


@pytest.fixture(scope="module")
def recorded(tmp_path_factory):
    """A dataset of three clips."""
    path = tmp_path_factory.mktemp("main") / "dataset"
    assert main([*RECORD, "--out", str(path), "--clips", "3"]) == 0
    return path


def test_recording_twice_gives_the_same_bytes(recorded, tmp_path):
    assert main([*RECORD, "--out", str(tmp_path / "again"), "--clips", "3"]) == 0
    assert contents(tmp_path / "again") == contents(recorded)


def test_another_seed_gives_other_clips(recorded, tmp_path):
    assert main([*RECORD, "--out", str(tmp_path / "b"), "--clips", "1", "--seed", "5"]) == 0
    first, other = (Dataset.open(path).clips[0].load("rgb") for path in (recorded, tmp_path / "b"))
    assert not np.array_equal(first, other)


def test_the_tables_describe_the_images(recorded):
    for clip in Dataset.open(recorded).clips:
        objects, frames = clip.object_table(), clip.frame_table()
        assert list(frames["index"]) == list(range(4))
        instance, unknown = clip.load("instance"), clip.load("unknown")
        for row in objects.itertuples():
            seen = instance[row[1]] == row.id % 2**16
            assert row.visible_pixels == seen.sum()
        placed = set(objects[objects["unknown"] != ""]["id"])
        assert set(np.unique(instance[unknown > 0])) <= placed


def test_train_bench_report(recorded, tmp_path):
    model, bench, page = tmp_path / "model", tmp_path / "bench", tmp_path / "report.html"
    small = ["--width", "64", "--height", "32"]
    train = ["train", "--dataset", str(recorded), "--out", str(model), "--epochs", "4"]
    assert main([*train, *small]) == 0
    score = ["bench", "--model", str(model), "--out", str(bench), "--towns", "Town01"]
    assert main([*score, "--routes", "2", "--frames", "4", *small]) == 0
    assert main(["report", "--bench", str(bench), "--model", str(model), "--out", str(page)]) == 0
    results = json.loads((bench / "results.json").read_text())
    scores = results["towns"]["Town01"]["scores"]
    assert set(scores) == {"trained", "trained, no memory", "untrained", "most frequent class"}
    assert all(score["frames"] == 8 for score in scores.values())
    assert scores["trained"]["miou"] > scores["untrained"]["miou"]
    assert (bench / "drive_Town01.mp4").stat().st_size > 1000
    assert page.read_text().count("data:image/png") == 1 + len(results["towns"]["Town01"]["strips"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_recording_goes_on_where_it_stopped(recorded, tmp_path, number):
    path = tmp_path / "dataset"
    arguments = [*RECORD, "--out", str(path), "--clips", "3"]
    command = str(Path(sys.executable).with_name("carla-bench"))
    process = subprocess.Popen([command, *arguments], stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not list(path.rglob(".partial*")) and time.monotonic() < deadline:
        time.sleep(0.01)
    os.kill(process.pid, number)
    assert process.wait(30) == (-9 if number == signal.SIGKILL else 130)
    assert main(arguments) == 0
    finished = contents(path)
    assert finished.keys() == contents(recorded).keys()
    assert not list(path.rglob(".partial*"))
