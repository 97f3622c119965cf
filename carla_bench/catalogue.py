"""Finds scenarios, agents and models by name, or by the path of a user's own file.

The catalogue lies in the packages `carla_bench.scenarios`, `.agents` and `.models`; an entry
is a file or a folder there, and importing happens only when an entry is loaded.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import pkgutil
import sys
from pathlib import Path
from types import ModuleType
from typing import Literal, overload

from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.specs import AgentSpec, ModelSpec, ScenarioSpec

__all__ = ["Kind", "Spec", "load", "names", "summaries"]

Kind = Literal["scenario", "agent", "model"]
Spec = ScenarioSpec | AgentSpec | ModelSpec

_TYPES: dict[Kind, type[Spec]] = {
    "scenario": ScenarioSpec,
    "agent": AgentSpec,
    "model": ModelSpec,
}


def names(kind: Kind) -> list[str]:
    """Return the names of all entries of a kind, sorted."""
    return sorted(module.name for module in pkgutil.iter_modules(_folders(kind)))


def summaries(kind: Kind) -> dict[str, str]:
    """Return the first line of every entry's docstring by name, importing none of them."""
    found = {}
    for name in names(kind):
        spec = importlib.util.find_spec(f"{_package(kind)}.{name}")
        assert spec is not None
        assert spec.origin is not None
        docstring = ast.get_docstring(ast.parse(Path(spec.origin).read_text(encoding="utf-8")))
        found[name] = (docstring or "").split("\n", 1)[0]
    return found


@overload
def load(kind: Literal["scenario"], name: str) -> ScenarioSpec: ...
@overload
def load(kind: Literal["agent"], name: str) -> AgentSpec: ...
@overload
def load(kind: Literal["model"], name: str) -> ModelSpec: ...
def load(kind: Kind, name: str) -> Spec:
    """Return an entry.

    Args:
        kind: kind of entry.
        name: name in the catalogue, or path of a Python file that exposes the constant.

    Raises:
        UnknownEntry: the catalogue has no such entry.
        ConfigError: the file is missing, cannot be imported or exposes no such constant.
    """
    if name.endswith(".py"):
        module = _import_file(Path(name))
    elif name in names(kind):
        module = importlib.import_module(f"{_package(kind)}.{name}")
    else:
        raise UnknownEntry(kind, name, names(kind))
    entry = getattr(module, kind.upper(), None)
    if not isinstance(entry, _TYPES[kind]):
        raise ConfigError(
            f"{name} exposes no {kind.upper()} = {_TYPES[kind].__name__}(...); see "
            f"{kind}s/README.md."
        )
    return entry


def _package(kind: Kind) -> str:
    return f"carla_bench.{kind}s"


def _folders(kind: Kind) -> list[str]:
    return list(importlib.import_module(_package(kind)).__path__)


def _import_file(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"carla_bench_user_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(f"No such file: {path}.")
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ConfigError(f"Cannot import {path}: {type(error).__name__}: {error}") from error
    return module
