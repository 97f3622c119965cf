"""Figures of the report."""

from __future__ import annotations

import io

import pandas as pd
from matplotlib.figure import Figure

__all__ = ["loss_curve"]


def loss_curve(losses: pd.DataFrame) -> bytes:
    """Return a PNG of the loss by training step.

    Args:
        losses: columns step, split (``train`` or ``validation``), loss.
    """
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    axes = figure.add_subplot()
    for split, rows in losses.groupby("split"):
        marker = "o" if len(rows) < 50 else ""
        axes.plot(rows["step"], rows["loss"], label=split, marker=marker, linewidth=1.5)
    axes.set_xlabel("training step")
    axes.set_ylabel("cross-entropy")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    buffer = io.BytesIO()
    # The date would make two equal reports differ.
    figure.savefig(buffer, format="png", dpi=150, metadata={"Software": None})
    return buffer.getvalue()
