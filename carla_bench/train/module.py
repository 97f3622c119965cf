"""The Lightning module: loss, optimiser, and the losses that the report draws."""

from __future__ import annotations

from typing import Any

import lightning
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from carla_bench.core.labels import IGNORE
from carla_bench.train.windows import Window

__all__ = ["LossRow", "SegmentationModule"]

LossRow = dict[str, int | str | float]
"""step, epoch, split (``train`` or ``validation``), loss"""


class SegmentationModule(lightning.LightningModule):
    """Cross-entropy on every frame of a window.

    Args:
        model: a `specs.VideoModel`.
        class_pixels: (classes,) pixels of each class in the training data.
        learning_rate: highest of the schedule.
        steps: how many there will be.
    """

    def __init__(
        self, model: nn.Module, class_pixels: Tensor, learning_rate: float, steps: int
    ) -> None:
        super().__init__()
        self.model = model
        self.losses: list[LossRow] = []
        self._learning_rate, self._steps = learning_rate, steps
        self._validation: list[Tensor] = []
        self.class_weights: Tensor
        self.register_buffer("class_weights", _class_weights(class_pixels))

    def training_step(self, batch: Window, index: int) -> Tensor:
        """Return the loss of a batch."""
        loss = self._loss(batch)
        self._note("train", loss)
        return loss

    def validation_step(self, batch: Window, index: int) -> None:
        """Keep the loss of a batch."""
        self._validation.append(self._loss(batch))

    def on_validation_epoch_end(self) -> None:
        """Note the mean loss."""
        self._note("validation", torch.stack(self._validation).mean())
        self._validation.clear()

    def configure_optimizers(self) -> Any:  # noqa: ANN401, Lightning accepts many shapes
        """Return AdamW with a one-cycle schedule."""
        optimizer = torch.optim.AdamW(self.model.parameters(), self._learning_rate)
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            optimizer, self._learning_rate, total_steps=self._steps
        )
        return [optimizer], [{"scheduler": schedule, "interval": "step"}]

    def _loss(self, batch: Window) -> Tensor:
        logits_BTKHW, _ = self.model(batch["video"])
        return F.cross_entropy(
            logits_BTKHW.flatten(0, 1),
            batch["classes"].flatten(0, 1),
            weight=self.class_weights,
            ignore_index=IGNORE,
        )

    def _note(self, split: str, loss: Tensor) -> None:
        row: LossRow = {"step": self.global_step, "epoch": self.current_epoch, "split": split}
        self.losses.append({**row, "loss": float(loss.detach())})


def _class_weights(class_pixels: Tensor) -> Tensor:
    """Return (classes,) float32: rare classes count more, by the square root of their rarity."""
    share = class_pixels.double() / class_pixels.sum()
    weights = (share.clamp_min(1e-4)).rsqrt()
    weights[class_pixels == 0] = 0.0  # never seen: nothing to learn
    mean = (weights * share).sum()  # so that the weight of an average pixel is 1
    return (weights / mean).float()
