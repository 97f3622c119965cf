"""JSON files: read without trust, written whole."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from carla_bench.errors import DatasetError

__all__ = ["read_json", "write_bytes", "write_json"]


def read_json(path: Path) -> dict[str, Any]:
    """Return the object in a JSON file.

    Raises:
        DatasetError: missing, damaged, or not an object.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DatasetError(f"Cannot read {path}: {_reason(error)}.") from None
    if not isinstance(content, dict):
        raise DatasetError(f"Cannot read {path}: expected a JSON object.")
    return content


def write_json(path: Path, content: Mapping[str, object]) -> None:
    """Write a JSON file; the same bytes for the same content."""
    write_bytes(path, (json.dumps(content, indent=1) + "\n").encode())


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, then give it its own."""
    partial = path.with_name(f".partial-{path.name}")
    partial.write_bytes(data)
    os.replace(partial, path)


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
