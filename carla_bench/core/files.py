"""Files and folders: read without trust, written whole or not at all."""

from __future__ import annotations

import contextlib
import fnmatch
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from carla_bench.errors import CarlaBenchError, ConfigError

__all__ = ["check_out", "fresh_folder", "read_json", "reason", "write_bytes", "write_json"]

_PARTIAL = ".partial-"


def read_json(path: Path, error: type[CarlaBenchError]) -> dict[str, Any]:
    """Return the object in a JSON file.

    Args:
        path: of the file.
        error: what to raise if it is missing, damaged, or not an object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as cause:
        raise error(f"Cannot read {path}: {reason(cause)}.") from None
    if not isinstance(content, dict):
        raise error(f"Cannot read {path}: expected a JSON object.")
    return content


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a JSON file; the same bytes for the same content."""
    write_bytes(path, (json.dumps(content, indent=1, allow_nan=False) + "\n").encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, then give it its own."""
    partial = path.with_name(f"{_PARTIAL}{path.name}")
    partial.write_bytes(data)
    os.replace(partial, path)


def check_out(out: Path, ours: Sequence[str], kind: str) -> None:
    """Check, before long work, that a folder can be put there without harm to anything else.

    Args:
        out: where it shall be; may exist if all that it holds is ours.
        ours: patterns of the names of files that may be replaced, such as ``drive_*.mp4``.
        kind: what the folder is, for the message.

    Raises:
        ConfigError: something else is there, or it cannot be written.
    """
    out = out.absolute()
    if out.exists():
        if not out.is_dir() or not all(
            any(fnmatch.fnmatch(path.name, pattern) for pattern in ours) for path in out.iterdir()
        ):
            raise ConfigError(f"{out} exists and is no {kind}; choose another --out.")
        return
    above = next(path for path in out.parents if path.exists())
    if not above.is_dir() or not os.access(above, os.W_OK):
        raise ConfigError(f"Cannot write {out}: {above} is not a folder that can be written to.")


@contextlib.contextmanager
def fresh_folder(out: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `out` at the end; after an error it is gone."""
    out = out.absolute()  # "." has no name of its own
    partial = out.with_name(f"{_PARTIAL}{out.name}")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    try:
        yield partial
        if out.exists():
            shutil.rmtree(out)
        partial.rename(out)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise


def reason(error: Exception) -> str:
    """Return why an operation failed, in a few words on one line."""
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return str(words).splitlines()[0].lower()
