"""What `report` can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["ReportConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConfig:
    """Make one HTML page of a bench: scores, pictures, the loss curve, a film.

    Examples
        carla-bench report --bench runs/bench --model runs/model --out report.html
    """

    bench: Path
    """Folder that `bench` wrote."""
    model: Path
    """Folder that `train` wrote."""
    out: Path
    """The HTML file."""
