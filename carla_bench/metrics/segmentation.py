"""Scores of semantic segmentation over a whole set of frames."""

from __future__ import annotations

from typing import TypedDict

import torch
from torch import Tensor
from torchmetrics.classification import MulticlassAccuracy, MulticlassJaccardIndex

from carla_bench.core.labels import CLASSES, IGNORE
from carla_bench.errors import ConfigError

__all__ = ["SegmentationResult", "SegmentationScore"]


class SegmentationResult(TypedDict):
    """Scores as JSON values."""

    miou: float
    """mean of the IoU of all classes that appear in truth or prediction"""
    pixel_accuracy: float
    """share of pixels that are right"""
    iou: dict[str, float | None]
    """by class; None where neither truth nor prediction has the class"""
    frames: int


class SegmentationScore:
    """IoU and accuracy from one confusion matrix over all frames.

    Not the mean of the IoU of each frame: a class that is rare in a frame would count too much
    there. Pixels whose truth is `labels.IGNORE` do not count.
    """

    def __init__(self) -> None:
        classes = len(CLASSES)
        self._iou = MulticlassJaccardIndex(
            classes, average=None, ignore_index=IGNORE, validate_args=False
        )
        self._accuracy = MulticlassAccuracy(
            classes, average="micro", ignore_index=IGNORE, validate_args=False
        )
        self._frames = 0

    def update(self, prediction_HW: Tensor, target_HW: Tensor) -> None:
        """Add a frame: (H, W) int64 class indices each."""
        self._iou.update(prediction_HW, target_HW)
        self._accuracy.update(prediction_HW, target_HW)
        self._frames += 1

    def compute(self) -> SegmentationResult:
        """Return the scores of all frames so far.

        Raises:
            ConfigError: no pixel so far has a true class.
        """
        iou = self._iou.compute()
        # torchmetrics gives classes without a pixel a zero, which would pull the mean down.
        matrix = self._iou.confmat
        if not matrix.any():
            raise ConfigError("No pixel of any frame has a known class; there is nothing to score.")
        present = (matrix.sum(dim=0) + matrix.sum(dim=1)) > 0
        values = {
            name: float(value) if there else None
            for name, value, there in zip(CLASSES, iou, present, strict=True)
        }
        return {
            "miou": float(torch.mean(iou[present].double())),
            "pixel_accuracy": float(self._accuracy.compute()),
            "iou": values,
            "frames": self._frames,
        }
