"""Windows of consecutive frames, ready for a video model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray
from torch import Tensor
from torch.utils import data

from carla_bench.core.labels import CLASSES, classes_from_tags
from carla_bench.data.dataset import Clip

__all__ = ["Window", "Windows"]


class Window(TypedDict):
    """One window; batches have a B in front."""

    video: Tensor
    """(T, 3, H, W) float32 RGB in [0, 1]"""
    classes: Tensor
    """(T, H, W) int64 class indices"""


class Windows(data.Dataset[Window]):
    """All windows of some clips, in memory as bytes at the size of the model's input.

    Args:
        clips: where the frames are.
        server_version: decides what the semantic tags mean.
        size: (width, height) of the model's input, pixels.
        length: frames in a window.
        generator: if given, windows are mirrored and their light is changed at random.
    """

    def __init__(
        self,
        clips: Sequence[Clip],
        server_version: str,
        size: tuple[int, int],
        length: int,
        generator: torch.Generator | None = None,
    ) -> None:
        table = classes_from_tags(server_version)
        self._rgb = [_resized_rgb(clip.load("rgb"), size) for clip in clips]
        self._classes = [_resized_labels(table[clip.load("semantic")], size) for clip in clips]
        self._length = length
        self._generator = generator
        self._starts = [
            (index, start)
            for index, rgb in enumerate(self._rgb)
            for start in range(0, len(rgb) - length + 1, length)
        ]

    def __len__(self) -> int:
        """Number of windows: those of a clip follow each other without overlap."""
        return len(self._starts)

    def __getitem__(self, index: int) -> Window:
        """Return a window."""
        clip, start = self._starts[index]
        part = slice(start, start + self._length)
        video_TCHW = self._rgb[clip][part].float() / 255
        classes_THW = self._classes[clip][part].long()
        if self._generator is not None:
            video_TCHW, classes_THW = _augmented(video_TCHW, classes_THW, self._generator)
        return {"video": video_TCHW, "classes": classes_THW}

    def class_pixels(self) -> Tensor:
        """Return (22,) int64: pixels of each class in all clips."""
        counts = torch.zeros(256, dtype=torch.int64)
        for classes in self._classes:
            counts += torch.bincount(classes.flatten().long(), minlength=256)
        return counts[: len(CLASSES)]


def _resized_rgb(rgb_THWC: NDArray[np.uint8], size: tuple[int, int]) -> Tensor:
    """Return (T, 3, height, width) uint8."""
    frames = [
        F.interpolate(
            torch.from_numpy(frame).permute(2, 0, 1)[None].float(),
            (size[1], size[0]),
            mode="bilinear",
            antialias=True,
        )
        for frame in rgb_THWC
    ]
    return torch.cat(frames).round().clamp(0, 255).to(torch.uint8)


def _resized_labels(classes_THW: NDArray[np.uint8], size: tuple[int, int]) -> Tensor:
    """Return (T, height, width) uint8, nearest neighbour."""
    labels = torch.from_numpy(classes_THW)[:, None].float()
    return F.interpolate(labels, (size[1], size[0]), mode="nearest-exact")[:, 0].to(torch.uint8)


def _augmented(
    video_TCHW: Tensor, classes_THW: Tensor, generator: torch.Generator
) -> tuple[Tensor, Tensor]:
    """Return the window mirrored or not, in another light; the same for all its frames."""
    mirror, gain, lift = torch.rand(3, generator=generator).tolist()
    if mirror < 0.5:
        video_TCHW, classes_THW = video_TCHW.flip(-1), classes_THW.flip(-1)
    video_TCHW = (video_TCHW * (0.8 + 0.4 * gain) + 0.1 * (lift - 0.5)).clamp(0, 1)
    return video_TCHW, classes_THW
