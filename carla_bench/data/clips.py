"""The clips of a dataset as a table, made from the clip folders."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from carla_bench.core.files import read_json, write_bytes
from carla_bench.data.schema import CLIPS, FORMAT_VERSION
from carla_bench.errors import DatasetError

__all__ = ["read_clip_info", "write_clips_table"]

_REQUIRED = {
    "id": str, "town": str, "scenario": str, "weather": str, "seed": int, "split": str,
    "frames": int, "unknown_objects": int, "sha256": dict, "format_version": int,
}  # fmt: skip


def read_clip_info(folder: Path) -> dict[str, Any]:
    """Return the content of a clip's clip.json.

    Raises:
        DatasetError: missing, damaged, or from a newer format.
    """
    content = read_json(folder / "clip.json", DatasetError)
    for name, kind in _REQUIRED.items():
        if not isinstance(content.get(name), kind):
            raise DatasetError(f"{folder / 'clip.json'} is damaged: no valid {name!r}.")
    if content["format_version"] > FORMAT_VERSION:
        raise DatasetError(
            f"{folder} has format version {content['format_version']}, this carla-bench reads up "
            f"to {FORMAT_VERSION}. Update carla-bench."
        )
    return content


def write_clips_table(dataset: Path) -> None:
    """Write clips.parquet from the clip folders.

    Raises:
        DatasetError: a clip is damaged.
    """
    rows = []
    for folder in sorted((dataset / "clips").iterdir()):
        if folder.name.startswith("."):
            continue
        content = read_clip_info(folder)
        row = {name: content[name] for name in CLIPS.names if name != "checksum"}
        row["checksum"] = hashlib.sha256((folder / "clip.json").read_bytes()).hexdigest()
        rows.append(row)
    sink = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=CLIPS), sink)
    write_bytes(dataset / "clips.parquet", sink.getvalue().to_pybytes())
