"""Rules of house-style.md that a machine can hold."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = sorted((ROOT / "carla_bench").rglob("*.py"))
KINDS = ("scenarios", "agents", "models")
CATALOGUE = sorted(path for kind in KINDS for path in (ROOT / kind).rglob("*.py"))
SOURCES = LIBRARY + CATALOGUE

GROUND = {"core", "errors", "specs", "catalogue", "progress"}
# What each folder may import besides itself and the shared ground: only what is to its left.
ALLOWED = {
    "core": {"errors"},
    "simulator": {"core", "errors"},
    "session": GROUND,
    "data": GROUND,
    "metrics": GROUND,
    "record": GROUND | {"session", "data"},
    "train": GROUND | {"data"},
    "bench": GROUND | {"session", "data", "metrics", "train"},
    "report": GROUND,
}


def imports(path):
    """Return dotted names that a file imports, those under TYPE_CHECKING and in functions too."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            names.add(node.module)
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def ids(paths):
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.mark.parametrize("folder", sorted(ALLOWED))
def test_imports_point_one_way(folder):
    for path in (ROOT / "carla_bench" / folder).rglob("*.py"):
        for name in imports(path):
            parts = name.split(".")
            if parts[0] == "carla_bench" and len(parts) > 1 and parts[1] != "__version__":
                assert parts[1] in ALLOWED[folder] | {folder}, f"{path}: {name}"


def test_the_library_never_imports_the_catalogue():
    for path in LIBRARY:
        for name in imports(path):
            assert name.split(".")[:2] not in (
                ["carla_bench", "scenarios"], ["carla_bench", "agents"], ["carla_bench", "models"]
            ), f"{path}: {name}"  # fmt: skip


def test_only_session_and_simulator_import_carla():
    for path in SOURCES:
        if path.relative_to(ROOT).parts[:2] not in (
            ("carla_bench", "session"), ("carla_bench", "simulator")
        ):  # fmt: skip
            assert not any(name.split(".")[0] == "carla" for name in imports(path)), path


@pytest.mark.parametrize("path", SOURCES, ids=ids(SOURCES))
def test_files_and_functions_are_short(path):
    text = path.read_text()
    assert len(text.splitlines()) <= 500
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            if body:
                assert body[-1].end_lineno - body[0].lineno < 60, f"{path}: {node.name}"


def test_public_names_are_listed():
    for path in SOURCES:
        tree = ast.parse(path.read_text())
        public = {
            node.name
            for node in tree.body
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            and not node.name.startswith("_")
        }
        listed = {
            element.value
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List)
            if "__all__" in ast.dump(getattr(node, "target", None) or node.targets[0])
            for element in node.value.elts
        }
        if path.name != "__main__.py":
            assert public <= listed, f"{path}: {sorted(public - listed)}"


def test_importing_the_package_is_light():
    code = "import sys, carla_bench, carla_bench.cli; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd="/"
    ).stdout.split()
    assert not {"torch", "carla", "pandas", "lightning"} & set(loaded)


def test_every_package_folder_is_listed_in_pyproject():
    text = (ROOT / "pyproject.toml").read_text()
    for path in SOURCES:
        parts = path.relative_to(ROOT).parts[:-1]
        package = ".".join(parts if parts[0] == "carla_bench" else ("carla_bench", *parts))
        assert f'"{package}"' in text, package


def test_the_top_level_is_what_it_should_be():
    tracked = subprocess.run(
        ["git", "ls-files"], capture_output=True, text=True, cwd=ROOT, check=False
    ).stdout.split()
    if tracked:  # not in an unpacked archive
        visible = {name.split("/")[0] for name in tracked if not name.startswith(".")}
        assert visible <= {
            "pyproject.toml", "README.md", "carla_bench", "scenarios", "agents", "models",
            "tests", "results", "docs",
        }  # fmt: skip
