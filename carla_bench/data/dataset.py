"""Reading a dataset. Files are untrusted: what is wrong with them is a `DatasetError`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from carla_bench.core.files import read_json, reason
from carla_bench.core.labels import tag_names
from carla_bench.data.clips import read_clip_info
from carla_bench.data.schema import (
    CLIPS,
    FORMAT_VERSION,
    FRAMES,
    IMAGES,
    OBJECTS,
    decode_depth,
    decode_image,
)
from carla_bench.errors import ConfigError, DatasetError

__all__ = ["Clip", "Dataset"]


@dataclass(frozen=True, slots=True)
class Clip:
    """One clip on disk."""

    folder: Path
    id: str
    town: str
    split: str
    frames: int
    cameras: tuple[str, ...]

    def load(self, kind: str, camera: str | None = None) -> NDArray[Any]:
        """Return all images of a kind.

        Args:
            kind: one of `schema.IMAGES`.
            camera: name; the first of the rig if None.

        Returns:
            (T, H, W, 3) uint8 for rgb; (T, H, W) uint8 for semantic and unknown, uint16 for
            instance, float32 metres with inf for depth.

        Raises:
            ConfigError: no such kind or camera.
            DatasetError: an image is missing or damaged.
        """
        name = self._camera(camera)
        if kind not in IMAGES:
            raise ConfigError(f"{self.id} has no {kind} images. Choices: {', '.join(IMAGES)}.")
        paths = [self.folder / name / kind / f"{index:06}.png" for index in range(self.frames)]
        images = [decode_image(path, kind) for path in paths]
        if len({image.shape for image in images}) != 1:
            raise DatasetError(f"{self.folder / name / kind} holds images of different sizes.")
        stack = np.stack(images)
        return decode_depth(stack.astype(np.uint16)) if kind == "depth" else stack

    def frame_table(self) -> pd.DataFrame:
        """Return frames.parquet: one row a frame and camera, columns of `schema.FRAMES`."""
        return _read_table(self.folder / "frames.parquet", FRAMES)

    def object_table(self) -> pd.DataFrame:
        """Return objects.parquet: one row a frame and actor, columns of `schema.OBJECTS`."""
        return _read_table(self.folder / "objects.parquet", OBJECTS)

    def cameras_of(self, camera: str | None = None) -> tuple[NDArray[Any], NDArray[Any]]:
        """Return intrinsics (T, 3, 3) [pixels] and world_from_camera (T, 4, 4), float64.

        Raises:
            ConfigError: no such camera.
            DatasetError: the table of frames is damaged.
        """
        name = self._camera(camera)
        table = self.frame_table()
        rows = table[table["camera"] == name].sort_values("index")
        if list(rows["index"]) != list(range(self.frames)):
            raise DatasetError(
                f"{self.folder / 'frames.parquet'} is damaged: expected {self.frames} frames of "
                f"camera {name!r}, got {len(rows)}."
            )
        matrices = np.zeros((len(rows), 3, 3))
        matrices[:, 0, 0], matrices[:, 1, 1] = rows["fx"], rows["fy"]
        matrices[:, 0, 2], matrices[:, 1, 2], matrices[:, 2, 2] = rows["cx"], rows["cy"], 1.0
        return matrices, np.stack(list(rows["world_from_camera"])).reshape(-1, 4, 4)

    def _camera(self, name: str | None) -> str:
        """Return the name of a camera, that of the first one for None."""
        if name is not None and name not in self.cameras:
            raise ConfigError(
                f"{self.id} has no camera {name!r}. Choices: {', '.join(self.cameras)}."
            )
        return name or self.cameras[0]


@dataclass(frozen=True, slots=True)
class Dataset:
    """A dataset on disk."""

    path: Path
    clips: tuple[Clip, ...]
    server_version: str
    """decides what the semantic tags mean"""

    @property
    def towns(self) -> tuple[str, ...]:
        """Names of the towns, sorted."""
        return tuple(sorted({clip.town for clip in self.clips}))

    @classmethod
    def open(cls, path: Path) -> Dataset:
        """Return the dataset in a folder, after a check that it is complete.

        Raises:
            DatasetError: no dataset, an incomplete one, or one from a newer format.
        """
        if not (path / "dataset.json").is_file():
            raise DatasetError(f"{path} is no dataset: it has no dataset.json.")
        content = read_json(path / "dataset.json", DatasetError)
        version = content.get("format_version")
        if not isinstance(version, int) or version < 1:
            raise DatasetError(f"{path / 'dataset.json'} is damaged: no format version.")
        if version > FORMAT_VERSION:
            raise DatasetError(
                f"{path} has format version {version}, this carla-bench reads up to "
                f"{FORMAT_VERSION}. Update carla-bench."
            )
        cameras = _camera_names(path, content)
        if not (path / "clips.parquet").is_file():
            raise DatasetError(f"{path} is incomplete: no clips.parquet. Run `record` again.")
        ids = list(_read_table(path / "clips.parquet", CLIPS)["id"])
        if not ids:
            raise DatasetError(f"{path} has no clips. Run `record` again.")
        clips = tuple(_open_clip(path / "clips" / str(id_), cameras) for id_ in ids)
        return cls(path, clips, _server_version(path, content))


def _camera_names(path: Path, content: dict[str, Any]) -> tuple[str, ...]:
    try:
        names = tuple(str(camera["name"]) for camera in content["rig"])
    except (KeyError, TypeError):
        names = ()
    if not names or any(name in ("", "..") or Path(name).name != name for name in names):
        raise DatasetError(f"{path / 'dataset.json'} is damaged: no valid rig.")
    return names


def _server_version(path: Path, content: dict[str, Any]) -> str:
    version = content.get("server_version")
    try:
        tag_names(str(version))
    except ConfigError:
        raise DatasetError(
            f"{path / 'dataset.json'} is damaged: no valid server_version, got {version!r}."
        ) from None
    return str(version)


def _open_clip(folder: Path, cameras: tuple[str, ...]) -> Clip:
    if folder.parent.name != "clips" or not folder.is_dir():
        raise DatasetError(f"The dataset is incomplete: {folder} is missing. Run `record` again.")
    info = read_clip_info(folder)
    if info["frames"] < 1 or info["frames"] is True:
        raise DatasetError(f"{folder / 'clip.json'} is damaged: {info['frames']} frames.")
    for file in info["sha256"]:
        if ".." in Path(file).parts or not (folder / file).is_file():
            raise DatasetError(
                f"The dataset is incomplete: {folder / file} is missing. Remove the folder of the "
                "clip and run `record` again."
            )
    return Clip(folder, info["id"], info["town"], info["split"], info["frames"], cameras)


def _read_table(path: Path, schema: pa.Schema) -> pd.DataFrame:
    try:
        content = pq.read_table(path, schema=schema)
        table: pd.DataFrame = content.to_pandas()
    except (OSError, pa.ArrowException, ValueError, KeyError) as error:
        raise DatasetError(f"Cannot read {path}: {reason(error)}.") from None
    # Arrow fills a column that the file lacks with nulls; the format has none.
    if holes := [name for name in schema.names if content.column(name).null_count]:
        raise DatasetError(f"{path} is damaged: values are missing in {', '.join(holes)}.")
    return table
