"""Where recordings lie. Their names come from clients, so they cannot lead anywhere else."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["NameRefused", "RecordingFolder", "default_folder"]

_LONGEST_NAME = 1024


class NameRefused(ValueError):
    """A name of a client would lead out of the folder; the message says so."""


def default_folder() -> Path:
    """Return the folder for recordings below the user's state directory (XDG)."""
    state = os.environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local/state") / "carla-bench/recordings"


class RecordingFolder:
    """Turns names of recordings into files of one folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Choose the folder; it is made when it is needed."""
        self._folder = folder or default_folder()

    def path(self, name: str) -> Path:
        """Return where a recording is or will be.

        Args:
            name: file name, or a path that ends in the folder, such as the one that a recording
                returned when it was started. CARLA writes and reads wherever a client says; of
                other absolute paths this server takes the last part.

        Raises:
            NameRefused: it is empty, or leads out of the folder.
        """
        folder = self._folder.resolve()
        try:
            path = Path(name)
            if path.is_absolute() and not path.resolve().is_relative_to(folder):
                path = Path(path.name)
            path = (folder / path).resolve()  # follows links
            # What exists and is no file, such as a pipe, would let the server hang.
            usable = path != folder and (path.is_file() or not path.exists())
            inside = usable and path.is_relative_to(folder)
        except (OSError, ValueError, RuntimeError):
            inside = False
        if not inside or len(name) > _LONGEST_NAME:
            raise NameRefused(
                f"Recordings stay in the server's folder {folder}; expected a plain file name "
                f"such as 'drive.log', got {name[:100]!r}."
            )
        return path
