"""Commands in the documentation are commands that exist."""

import re
from pathlib import Path

import pytest

from carla_bench import cli

ROOT = Path(__file__).parents[2]
SOURCES = [*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *(ROOT / "carla_bench").rglob("config.py")]
VERBS = "quickstart|doctor|sim|record|train|bench|report"
COMMAND = re.compile(rf"^ *(?:.*&& )?carla-bench ((?:{VERBS})\b.*)$", re.M)
COMMANDS = sorted(
    {
        match.group(1).strip()
        for path in (*SOURCES, ROOT / "carla_bench/cli.py", ROOT / "carla_bench/quickstart.py")
        for match in COMMAND.finditer(path.read_text())
    }
)


def test_there_are_commands_to_check():
    assert {command.split()[0] for command in COMMANDS} >= {"quickstart", "record", "sim"}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_documented_command_parses(command):
    cli.parse(command.split("#")[0].split())


def test_the_readme_begins_with_the_two_commands():
    lines = (ROOT / "README.md").read_text().splitlines()
    assert "pip install . && carla-bench quickstart" in lines[:20]
    assert "pip install '.[test]' && pytest" in lines[:20]
    assert len(lines) <= 150


def test_pictures_and_pages_that_the_documentation_names_are_there():
    for path in [*ROOT.glob("*.md"), *ROOT.glob("*/*.md"), *ROOT.glob("*/*/*.md")]:
        for target in re.findall(r"\]\((?!http)([^)#]+)", path.read_text()):
            assert (path.parent / target).exists(), f"{path}: {target}"
