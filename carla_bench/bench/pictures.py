"""What a person looks at after a bench: strips of frames, and the film of the drive."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

import imageio.v2
import numpy as np
from numpy.typing import NDArray

from carla_bench.core.labels import CLASS_PALETTE, IGNORE

__all__ = ["Film", "colored", "write_strip"]

Image = NDArray[np.uint8]


def colored(classes: NDArray[Any]) -> Image:
    """Return the (H, W, 3) picture of (H, W) class indices; ignored pixels are black."""
    palette = np.zeros((IGNORE + 1, 3), np.uint8)
    palette[: len(CLASS_PALETTE)] = CLASS_PALETTE
    picture: Image = palette[classes]
    return picture


def write_strip(path: Path, rgb: Image, truth: Image, prediction: Image) -> None:
    """Write RGB, true classes and predicted classes side by side, (H, W, 3) each, as a PNG."""
    imageio.v2.imwrite(path, np.concatenate([rgb, truth, prediction], axis=1))


class Film:
    """An MP4: what the camera saw, above what the model made of it.

    Args:
        path: of the file.
        fps: frames per second.
    """

    def __init__(self, path: Path, fps: int) -> None:
        # imageio's older interface is the one that takes the codec's options.
        self._writer = imageio.v2.get_writer(
            path, format="FFMPEG", fps=fps, codec="libx264", pixelformat="yuv420p",
            macro_block_size=2,
        )  # fmt: skip

    def __enter__(self) -> Film:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Finish the file."""
        self._writer.close()

    def add(self, rgb: Image, prediction: Image) -> None:
        """Append a frame from two (H, W, 3) pictures."""
        overlay = (0.45 * rgb + 0.55 * prediction).astype(np.uint8)
        self._writer.append_data(np.concatenate([rgb, overlay]))
