"""What is scored: a trained model, the same without memory, and the baselines beside it."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from carla_bench.specs import VideoModel

__all__ = ["ConstantSegmenter", "ModelSegmenter", "Segmenter"]


class Segmenter(Protocol):
    """Labels the frames of a drive, one after the other."""

    def reset(self) -> None:
        """Forget the drive so far."""
        ...

    def segment(self, rgb: NDArray[np.uint8]) -> torch.Tensor:
        """Return (H, W) int64 class indices of an (H, W, 3) picture."""
        ...


class ModelSegmenter:
    """A video model, fed frame by frame.

    Args:
        model: the module, in evaluation mode.
        size: (width, height) of its input, pixels; answers are scaled back.
        memory: carry the state from frame to frame, or start afresh at each.
    """

    def __init__(self, model: torch.nn.Module, size: tuple[int, int], *, memory: bool) -> None:
        self._model: VideoModel = model
        self._device = next(model.parameters()).device
        self._size, self._memory = size, memory
        self._state: torch.Tensor | None = None

    def reset(self) -> None:
        """Forget the drive so far."""
        self._state = None

    @torch.inference_mode()
    def segment(self, rgb: NDArray[np.uint8]) -> torch.Tensor:
        """Return (H, W) int64 class indices of an (H, W, 3) picture."""
        height, width = rgb.shape[:2]
        x_CHW = torch.from_numpy(rgb).to(self._device).permute(2, 0, 1).float() / 255
        x_BCHW = F.interpolate(
            x_CHW[None], (self._size[1], self._size[0]), mode="bilinear", antialias=True
        )
        logits_BTKHW, state = self._model(x_BCHW[None], self._state)
        self._state = state if self._memory else None
        logits_BKHW = F.interpolate(logits_BTKHW[0], (height, width), mode="bilinear")
        return logits_BKHW[0].argmax(dim=0).cpu()


class ConstantSegmenter:
    """Answers the same class everywhere."""

    def __init__(self, class_index: int) -> None:
        self._class = class_index

    def reset(self) -> None:
        """Nothing to forget."""

    def segment(self, rgb: NDArray[np.uint8]) -> torch.Tensor:
        """Return (H, W) int64, all the same class."""
        return torch.full(rgb.shape[:2], self._class, dtype=torch.int64)
