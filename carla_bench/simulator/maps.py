"""Which maps a server offers: the own towns, and CARLA's road networks if they are at hand."""

from __future__ import annotations

import os
from pathlib import Path

from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.simulator.town import Town, load_town
from carla_bench.simulator.towns import TOWNS, opendrive

__all__ = ["OPTIONAL_LAYERS", "MapLibrary", "read_text"]

OPTIONAL_LAYERS = "_Opt"
"""suffix of CARLA's maps whose layers can be switched"""
_MOST_FILES = 1000


class MapLibrary:
    """Loads towns by name. A file of the same name comes before an own town."""

    def __init__(self, folder: Path | None = None) -> None:
        """Look for ``.xodr`` files.

        Args:
            folder: searched with all that is below it. Without one, the folder that the
                environment variable CARLA_ROOT names is searched, if it is set.

        Raises:
            ConfigError: there is no such folder, or no map in it.
        """
        if folder is None and os.environ.get("CARLA_ROOT"):
            folder = Path(os.environ["CARLA_ROOT"])
        self._files: dict[str, Path] = {}
        if folder is None:
            return
        if not folder.is_dir():
            raise ConfigError(f"There is no folder {folder} to take maps from.")
        for path in sorted(folder.rglob("*.xodr"))[:_MOST_FILES]:
            self._files.setdefault(path.stem, path)
        if not self._files:
            raise ConfigError(f"Found no .xodr file in {folder}.")

    @property
    def names(self) -> tuple[str, ...]:
        """Every map, as CARLA names it: each also with switchable layers."""
        plain = sorted({*TOWNS, *self._files})
        return (*plain, *(name + OPTIONAL_LAYERS for name in plain))

    def load(self, name: str) -> Town:
        """Return a town.

        Args:
            name: one of `names`, or the path of an ``.xodr`` file.

        Raises:
            UnknownEntry: no such map.
            ConfigError: the file cannot be read or makes no town.
        """
        if name.endswith(".xodr"):
            return load_town(Path(name).stem, read_text(Path(name)))
        plain = name.removesuffix(OPTIONAL_LAYERS)
        if plain in self._files:
            return load_town(plain, read_text(self._files[plain]))
        if plain not in TOWNS:
            raise UnknownEntry("town", name, [*TOWNS, *self._files])
        return load_town(plain, opendrive(plain))


def read_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        ConfigError: it cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ConfigError(f"Cannot read {path}: {reason.lower()}.") from None
