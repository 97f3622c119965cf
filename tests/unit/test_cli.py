"""The command line: help, flags, exit codes, one-line errors."""

import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from carla_bench import cli

VERBS = {
    "quickstart": {"out", "seed", "sim"},
    "sim": {"town", "maps", "recordings", "quality", "threads", "port", "host"},
    "record": {
        "out", "town", "scenario", "agent", "clips", "frames", "width", "height", "split", "seed",
        "sim",
    },
    "bench": {
        "model", "model-code", "out", "towns", "scenario", "agent", "routes", "frames", "width",
        "height", "seed", "sim",
    },
    "train": {
        "dataset", "out", "model", "epochs", "batch-size", "window", "width", "height",
        "learning-rate", "seed",
    },
    "report": {"bench", "model", "out"},
    "doctor": {"sim"},
}  # fmt: skip

RECORD = ["record", "--out", "{tmp}/d"]
TRAIN = ["train", "--dataset", "{tmp}/none", "--out", "{tmp}/m"]
BENCH = ["bench", "--model", "{tmp}", "--out", "{tmp}/b"]
REPORT = ["report", "--bench", "{tmp}", "--model", "{tmp}", "--out", "{tmp}/r.html"]


def run(*arguments):
    return subprocess.run(
        [str(Path(sys.executable).with_name("carla-bench")), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("verb", VERBS)
def test_help_has_every_flag_and_an_example(verb, capsys):
    with pytest.raises(SystemExit) as stop:
        cli.main([verb, "--help"])
    assert stop.value.code == 0
    text = capsys.readouterr().out
    options = text.split("options", 1)[1]
    flags = set(re.findall(r"(?<!\S)--([a-z][a-z-]*)", options))
    assert flags == VERBS[verb] | {"help"}
    assert f"carla-bench {verb}" in text


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([*RECORD, "--town", "Town99"], ["Town99", "Town01", "Town02"]),
        (
            [*RECORD, "--scenario", "constuction"],
            ["'construction'", "Choices"],
        ),
        ([*RECORD, "--agent", "nobody"], ["nobody", "route_follower"]),
        ([*RECORD, "--sim", "nowhere"], ["HOST:PORT", "nowhere"]),
        (
            [*RECORD, "--sim", "127.0.0.1:9"],
            ["No server answers", "127.0.0.1:9"],
        ),
        ([*RECORD, "--clips", "0"], ["--clips", "0"]),
        (TRAIN, ["{tmp}/none"]),
        (
            [*TRAIN, "--model", "magic"],
            ["magic", "temporal"],
        ),
        (BENCH, ["model.json"]),
        ([*BENCH, "--agent", "x"], ["route_follower"]),
        (
            REPORT,
            ["results.json"],
        ),
        (["sim", "--town", "Town99"], ["Town99", "Town01"]),
        (["sim", "--town", "{tmp}/none.xodr"], ["none.xodr"]),
        (["sim", "--port", "99999"], ["99999"]),
    ],
)
def test_wrong_input_is_one_line_and_exit_code_2(arguments, words, tmp_path):
    arguments = [part.replace("{tmp}", str(tmp_path)) for part in arguments]
    result = run(*arguments)
    assert result.returncode == 2, result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    for word in words:
        assert word.replace("{tmp}", str(tmp_path)) in result.stderr
    assert list(tmp_path.iterdir()) == [], "nothing half-written is left behind"


def test_a_port_in_use(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("sim", "--port", str(taken.getsockname()[1]))
    assert result.returncode == 2
    assert "in use" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("text", ["", "<OpenDRIVE", "no xml", "<OpenDRIVE/>"])
def test_a_broken_map_is_one_line(text, tmp_path):
    path = tmp_path / "broken.xodr"
    path.write_text(text)
    result = run("sim", "--town", str(path))
    assert result.returncode == 2
    assert "'broken'" in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
