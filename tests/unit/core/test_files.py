"""Folders that are replaced whole, and never anybody else's."""

import pytest

from carla_bench.core.files import check_out, fresh_folder, read_json
from carla_bench.errors import ConfigError, DatasetError


def test_a_fresh_folder_takes_the_place_of_the_old_one(tmp_path):
    out = tmp_path / "new" / "out"
    for text in ("first", "second"):
        with fresh_folder(out) as folder:
            (folder / f"{text}.txt").write_text(text)
    assert [path.name for path in out.iterdir()] == ["second.txt"]
    assert [path.name for path in out.parent.iterdir()] == ["out"]


def test_after_an_error_the_old_one_stays(tmp_path):
    out = tmp_path / "out"
    with fresh_folder(out) as folder:
        (folder / "kept.txt").write_text("")
    with pytest.raises(ZeroDivisionError), fresh_folder(out):
        raise ZeroDivisionError
    assert [path.name for path in tmp_path.rglob("*")] == ["out", "kept.txt"]


def test_only_our_own_files_may_be_replaced(tmp_path):
    ours = ("results.json", "drive_*.mp4")
    check_out(tmp_path / "nothing" / "yet", ours, "bench")
    check_out(tmp_path, ours, "bench")
    (tmp_path / "drive_Town01.mp4").write_text("")
    check_out(tmp_path, ours, "bench")
    (tmp_path / "thesis.txt").write_text("")
    with pytest.raises(ConfigError, match="is no bench"):
        check_out(tmp_path, ours, "bench")
    with pytest.raises(ConfigError, match="Cannot write"):
        check_out(tmp_path / "thesis.txt" / "out", ours, "bench")


@pytest.mark.parametrize("text", ["", "{", "[1]", '"a"', "[" * 100_000])
def test_what_is_no_object_raises_the_callers_error(tmp_path, text):
    path = tmp_path / "a.json"
    path.write_text(text)
    with pytest.raises(DatasetError, match=r"a\.json"):
        read_json(path, DatasetError)
