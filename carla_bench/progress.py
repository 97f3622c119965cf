"""Progress bars on standard error, silent when it is not a terminal."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

__all__ = ["Advance", "progress"]

Advance = Callable[[int], None]
"""Moves a bar on by so many units."""


@contextlib.contextmanager
def progress(doing: str, total: int, unit: str) -> Iterator[Advance]:
    """Show a bar with rate and remaining time; yields the function that moves it on.

    Args:
        doing: what is going on, such as ``"Recording Town01"``.
        total: how many units there are.
        unit: what is counted, plural.

    Example:
        >>> with progress("Counting", 3, "sheep") as advance:
        ...     advance(3)
    """
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn(unit),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(doing, total=total, rate="")

        def advance(count: int) -> None:
            speed = bar.tasks[task].speed
            bar.update(task, advance=count, rate=f"{speed:.1f}/s" if speed else "")

        yield advance
