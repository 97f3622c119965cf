"""Writing a dataset, clip by clip: a clip is there whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from carla_bench import __version__
from carla_bench.core.files import read_json, write_json
from carla_bench.core.frame import Frame
from carla_bench.core.labels import UNKNOWN_CATEGORIES, tag_names
from carla_bench.core.sensors import Rig
from carla_bench.data.clips import write_clips_table
from carla_bench.data.schema import (
    FORMAT_VERSION,
    FRAMES,
    OBJECTS,
    Pixels,
    encode_image,
    images_of,
)
from carla_bench.data.tables import frame_rows, object_rows
from carla_bench.errors import DatasetError

__all__ = ["ClipInfo", "ClipWriter", "DatasetWriter"]

_ENCODERS = 2
_DTYPES = {"rgb": "uint8", "semantic": "uint8", "instance": "uint16", "depth": "float32"}
_PARTIAL = ".partial-"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipInfo:
    """What a clip is, besides its frames."""

    id: str
    town: str
    scenario: str
    parameters: Mapping[str, Any]
    """of the scenario, as JSON values"""
    weather: str
    """short text"""
    seed: int
    split: str
    unknown_objects: int
    server_version: str
    server_kind: str
    """embedded or real"""


class DatasetWriter:
    """A dataset that is being written, new or continued.

    Raises:
        DatasetError: the folder is something else, or a dataset of other arguments.
    """

    def __init__(
        self, path: Path, rig: Rig, server_version: str, arguments: Mapping[str, Any]
    ) -> None:
        self._path, self._rig = path, rig
        self._clips = path / "clips"
        content = {
            "format_version": FORMAT_VERSION,
            "carla_bench": __version__,
            "server_version": server_version,
            "tags": list(tag_names(server_version)),
            "unknown_categories": list(UNKNOWN_CATEGORIES),
            "rig": [asdict(camera) for camera in rig.cameras],
            "arguments": dict(arguments),
        }
        _check_target(path, content)
        self._clips.mkdir(parents=True, exist_ok=True)
        for leftover in self._clips.glob(f"{_PARTIAL}*"):
            shutil.rmtree(leftover)
        write_json(path / "dataset.json", content)

    def has(self, clip_id: str) -> bool:
        """Return whether a clip is there, whole."""
        return (self._clips / clip_id / "clip.json").is_file()

    def clip(self, info: ClipInfo) -> ClipWriter:
        """Return the context in which a clip is written; leaving it commits the clip.

        Raises:
            DatasetError: the clip is there already, or its id cannot name a folder.
        """
        if not info.id or Path(info.id).name != info.id or info.id.startswith("."):
            raise DatasetError(f"Expected a clip id that can name a folder, got {info.id!r}.")
        if (self._clips / info.id).exists():
            raise DatasetError(f"{self._clips / info.id} is there already; clips never change.")
        return ClipWriter(self._clips, info, self._rig)

    def close(self) -> None:
        """Rebuild the table of clips; a dataset that got none is removed."""
        if any(self._clips.iterdir()):
            write_clips_table(self._path)
            return
        for file in ("dataset.json", "clips.parquet"):
            (self._path / file).unlink(missing_ok=True)
        self._clips.rmdir()
        if not any(self._path.iterdir()):
            self._path.rmdir()


class ClipWriter:
    """One clip; `add` frames, and leaving the context gives it its final name.

    After an exception nothing of it is left.
    """

    def __init__(self, clips: Path, info: ClipInfo, rig: Rig) -> None:
        self._info, self._rig = info, rig
        self._folder = clips / f"{_PARTIAL}{info.id}"
        self._final = clips / info.id
        self._frame_rows: list[dict[str, Any]] = []
        self._object_rows: list[dict[str, Any]] = []
        self._last_frame = -1
        self._count = 0
        self._checksums: dict[str, str] = {}
        self._encoders = ThreadPoolExecutor(_ENCODERS, thread_name_prefix="encode")
        self._pending: list[Future[tuple[str, str]]] = []

    def __enter__(self) -> ClipWriter:
        """Make the folder."""
        self._folder.mkdir()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Commit the clip, or remove it after an exception."""
        try:
            if error is None:
                self._commit()
        except BaseException:
            error = error or DatasetError("not committed")
            raise
        finally:
            self._encoders.shutdown(cancel_futures=True)
            if error is not None:
                shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, frame: Frame) -> None:
        """Append a frame; its images are encoded in the background.

        Raises:
            DatasetError: not newer than the last one, or not what the rig delivers.
        """
        if frame.frame <= self._last_frame:
            raise DatasetError(f"Frame {frame.frame} came after frame {self._last_frame}.")
        self._check(frame)
        self._last_frame = frame.frame
        self._settle(keep=8)
        for name, camera in frame.cameras.items():
            for image_kind, image in images_of(camera).items():
                file = f"{name}/{image_kind}/{self._count:06}.png"
                self._pending.append(self._encoders.submit(self._store, file, image))
        self._frame_rows += frame_rows(self._count, frame)
        self._object_rows += object_rows(self._count, frame)
        self._count += 1

    def _check(self, frame: Frame) -> None:
        if set(frame.cameras) != {camera.name for camera in self._rig.cameras}:
            raise DatasetError(f"Frame {frame.frame} has other cameras than the rig.")
        for spec in self._rig.cameras:
            for modality in spec.modalities:
                image = getattr(frame.cameras[spec.name], modality)
                channels = (3,) if modality == "rgb" else ()
                if (
                    image is None
                    or image.shape != (spec.height, spec.width, *channels)
                    or image.dtype != _DTYPES[modality]
                ):
                    raise DatasetError(
                        f"Frame {frame.frame}: camera {spec.name} has no {modality} image of "
                        f"{spec.width}x{spec.height} in {_DTYPES[modality]}."
                    )

    def _store(self, file: str, image: Pixels) -> tuple[str, str]:
        """Write an image and return its name and checksum."""
        return file, self._write(file, encode_image(image))

    def _write(self, file: str, data: bytes) -> str:
        path = self._folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return hashlib.sha256(data).hexdigest()

    def _settle(self, keep: int) -> None:
        """Wait until at most `keep` images are being encoded, so that memory stays bounded."""
        while len(self._pending) > keep:
            file, checksum = self._pending.pop(0).result()
            self._checksums[file] = checksum

    def _commit(self) -> None:
        if not self._count:
            raise DatasetError(f"Clip {self._info.id} has no frames.")
        self._settle(keep=0)
        for file, rows, schema in (
            ("frames.parquet", self._frame_rows, FRAMES),
            ("objects.parquet", self._object_rows, OBJECTS),
        ):
            sink = pa.BufferOutputStream()
            pq.write_table(pa.Table.from_pylist(rows, schema=schema), sink)
            self._checksums[file] = self._write(file, sink.getvalue().to_pybytes())
        content = {
            "format_version": FORMAT_VERSION,
            **asdict(self._info),
            "frames": self._count,
            "sha256": dict(sorted(self._checksums.items())),
        }
        write_json(self._folder / "clip.json", content)
        self._folder.rename(self._final)


def _check_target(path: Path, content: Mapping[str, Any]) -> None:
    """Raise DatasetError unless the folder is new, empty, or the same dataset unfinished."""
    if not path.exists():
        return
    if not path.is_dir():
        raise DatasetError(f"{path} is not a folder; choose another --out.")
    if not (path / "dataset.json").exists():
        if any(path.iterdir()):
            raise DatasetError(f"{path} holds other things than a dataset; choose another --out.")
        return
    there = read_json(path / "dataset.json", DatasetError)
    if there.get("format_version") != FORMAT_VERSION:
        raise DatasetError(f"{path} has another format version; choose another --out.")
    comparable = json.loads(json.dumps(dict(content)))
    if {**there, "carla_bench": __version__} != comparable:
        raise DatasetError(
            f"{path} was recorded with other arguments; choose another --out, or repeat them."
        )
