"""What `sim` can be told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

__all__ = ["SimConfig"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimConfig:
    """Serve a town to CARLA 0.9.16 clients until interrupted.

    Examples
        carla-bench sim --port 2000
        carla-bench sim --town roads/my_town.xodr --host 0.0.0.0
    """

    town: str = "Town01"
    """Name of a town, or path of an .xodr file."""
    maps: Path | None = None
    """Folder of CARLA's own .xodr files, which come before our towns of the same name; without
    it, the folder in the environment variable CARLA_ROOT is searched."""
    recordings: Path | None = None
    """Folder for the files of CARLA's recorder, which clients can neither leave nor choose;
    without it, carla-bench/recordings below your state directory (XDG_STATE_HOME)."""
    quality: Literal["low", "epic"] = "epic"
    """Of pictures: low draws one sample a pixel, epic smooths edges."""
    threads: int | None = None
    """That draw; as many as there are cores, up to 8, by default."""
    port: int = 2000
    """Port of the RPC server; the streams are on the next one."""
    host: str = "127.0.0.1"
    """Address to listen on; 0.0.0.0 lets other machines in, and they can do anything."""
