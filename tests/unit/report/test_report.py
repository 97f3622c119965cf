"""The page: everything inside, nothing from outside, damaged folders in one line."""

import json
import re

import imageio.v2
import numpy as np
import pandas as pd
import pytest

from carla_bench.core.labels import CLASSES
from carla_bench.errors import ConfigError
from carla_bench.report.config import ReportConfig
from carla_bench.report.run import report


@pytest.fixture
def config(tmp_path):
    """A bench and a model folder with one town."""
    bench, model = tmp_path / "bench", tmp_path / "model"
    bench.mkdir()
    model.mkdir()
    iou = {name: None for name in CLASSES} | {"Road": 0.75}
    score = {"miou": 0.5, "pixel_accuracy": 0.9, "iou": iou, "frames": 4}
    town = {
        "routes": 1, "frames": 4, "server": {"version": "0.9.16", "kind": "embedded"},
        "scores": {"trained": score, "untrained": {**score, "miou": 0.1}},
        "film": "film.mp4", "strips": ["strip.png"],
    }  # fmt: skip
    results = {
        "arguments": {"scenario": "<b>bold</b>", "agent": "route_follower", "seed": 1},
        "towns": {"Town02": town},
    }
    (bench / "results.json").write_text(json.dumps(results))
    (bench / "film.mp4").write_bytes(b"film")
    imageio.v2.imwrite(bench / "strip.png", np.zeros((4, 12, 3), np.uint8))
    info = {"model": "temporal", "parameters": 1234567, "towns": ["Town01"], "frames": 336}
    (model / "model.json").write_text(json.dumps(info))
    losses = {"step": [1, 2], "epoch": [0, 0], "split": ["train"] * 2, "loss": [2.0, 1.0]}
    pd.DataFrame(losses).to_csv(model / "losses.csv", index=False)
    return ReportConfig(bench=bench, model=model, out=tmp_path / "new" / "report.html")


def test_the_page_is_self_contained(config):
    page = report(config).read_text()
    links = re.findall(r'(?:src|href)="([^"]{0,40})', page)
    assert len(links) == 3
    assert all(link.startswith(("data:image/png;", "data:video/mp4;")) for link in links)
    assert "http" not in page.replace("http-equiv", "")


def test_the_page_says_what_matters(config):
    page = report(config).read_text()
    for words in ("Town02, never seen in training", "0.5000", "0.1000", "0.750", "1,234,567"):
        assert words in page
    assert "&lt;b&gt;bold" in page
    assert "<b>bold" not in page


def test_two_reports_are_equal(config):
    first = report(config).read_bytes()
    assert report(config).read_bytes() == first


@pytest.mark.parametrize(
    "damage",
    [
        lambda c: (c.bench / "results.json").write_text("{"),
        lambda c: (c.bench / "results.json").write_text('{"towns": {"Town02": {}}}'),
        lambda c: (c.bench / "film.mp4").unlink(),
        lambda c: (c.model / "losses.csv").write_text("nothing"),
        lambda c: (c.model / "model.json").unlink(),
    ],
)
def test_damaged_folders_are_one_line_and_leave_nothing(config, damage):
    damage(config)
    with pytest.raises(ConfigError) as caught:
        report(config)
    assert "\n" not in str(caught.value)
    assert not config.out.exists()


def test_pictures_come_from_the_bench_folder_only(config):
    results = json.loads((config.bench / "results.json").read_text())
    results["towns"]["Town02"]["film"] = "../model/model.json"
    (config.bench / "results.json").write_text(json.dumps(results))
    with pytest.raises(ConfigError, match="damaged"):
        report(config)
