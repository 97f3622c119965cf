"""The network.

Shapes: B batch, T time, C channels, H and W image rows and columns, K classes;
h and w are H and W over 16. N = B·T where frames are worked on one by one.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

__all__ = ["ConvGRUCell", "TemporalConfig", "TemporalSegmenter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemporalConfig:
    """Sizes of the network."""

    classes: int = 22
    width: int = 16
    """channels at half resolution; doubled twice on the way down"""
    memory: int = 96
    """channels of the ConvGRU"""


class TemporalSegmenter(nn.Module):
    """Encoder → ConvGRU at 1/16 resolution → decoder with skips from the same frame."""

    def __init__(self, config: TemporalConfig) -> None:
        super().__init__()
        c = config.width
        self.stem = _block(3, c, stride=2)
        self.down4 = nn.Sequential(_block(c, 2 * c, stride=2), _block(2 * c, 2 * c))
        self.down8 = nn.Sequential(_block(2 * c, 3 * c, stride=2), _block(3 * c, 3 * c))
        self.down16 = nn.Sequential(_block(3 * c, 4 * c, stride=2), _block(4 * c, config.memory))
        self.memory = ConvGRUCell(config.memory)
        self.up8 = _block(config.memory + 3 * c, 3 * c)
        self.up4 = _block(3 * c + 2 * c, 2 * c)
        self.up2 = _block(2 * c + c, c)
        self.head = nn.Conv2d(c, config.classes, 1)

    def forward(
        self, video_BTCHW: Tensor, state_BChw: Tensor | None = None
    ) -> tuple[Tensor, Tensor]:
        """Return logits (B, T, K, H, W) and the state (B, C, h, w) after the last frame."""
        B, T, _, H, W = video_BTCHW.shape
        x_NCHW = video_BTCHW.flatten(0, 1) - 0.5
        f2 = self.stem(x_NCHW)
        f4 = self.down4(f2)
        f8 = self.down8(f4)
        f16_NChw = self.down16(f8)
        f16_BTChw = f16_NChw.reshape(B, T, *f16_NChw.shape[1:])
        states = []
        for f16_BChw in f16_BTChw.unbind(1):
            state_BChw = self.memory(f16_BChw, state_BChw)
            states.append(state_BChw)
        y = torch.stack(states, dim=1).flatten(0, 1)
        y = self.up8(_joined(y, f8))
        y = self.up4(_joined(y, f4))
        y = self.up2(_joined(y, f2))
        logits_NKHW = F.interpolate(self.head(y), (H, W), mode="bilinear")
        assert state_BChw is not None
        return logits_NKHW.reshape(B, T, *logits_NKHW.shape[1:]), state_BChw


class ConvGRUCell(nn.Module):
    """A gated recurrent unit whose products are convolutions.

    z = σ(W_z ∗ x + U_z ∗ h)          how much to renew
    r = σ(W_r ∗ x + U_r ∗ h)          how much of the past counts
    n = tanh(W ∗ x + U ∗ (r ⊙ h))     what is new
    h' = (1 − z) ⊙ h + z ⊙ n

    Source: Ballas et al., arXiv:1511.06432, section 3 (the convolutional GRU).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.gates = nn.Conv2d(2 * channels, 2 * channels, 3, padding=1)
        self.candidate = nn.Conv2d(2 * channels, channels, 3, padding=1)

    def forward(self, x_BChw: Tensor, h_BChw: Tensor | None = None) -> Tensor:
        """Return the next state (B, C, h, w); no state is a state of zeros."""
        h_BChw = torch.zeros_like(x_BChw) if h_BChw is None else h_BChw
        gates = torch.sigmoid(self.gates(torch.cat([x_BChw, h_BChw], dim=1)))
        z_BChw, r_BChw = gates.chunk(2, dim=1)
        n_BChw = torch.tanh(self.candidate(torch.cat([x_BChw, r_BChw * h_BChw], dim=1)))
        return (1 - z_BChw) * h_BChw + z_BChw * n_BChw


def _block(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    # Group normalisation: the same for a single frame in the loop as for a batch in training.
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False),
        nn.GroupNorm(8, outputs),
        nn.ReLU(inplace=True),
    )


def _joined(coarse_NCHW: Tensor, skip_NCHW: Tensor) -> Tensor:
    """Return the coarse map at the size of the skip, and the skip, as one map."""
    upsampled = F.interpolate(coarse_NCHW, skip_NCHW.shape[-2:], mode="bilinear")
    return torch.cat([upsampled, skip_NCHW], dim=1)
