"""What CARLA tells about a recording: everything, collisions, or actors that were blocked.

Source: the examples in https://carla.readthedocs.io/en/0.9.15/adv_recorder, whose columns these
texts have.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from carla_bench.simulator.recorder.log_file import Frame, frames, read_header
from carla_bench.simulator.recorder.records import (
    ActorKind,
    Addition,
    Collision,
    FrameStart,
    Packet,
    Position,
)
from carla_bench.simulator.recorder.telling import tell

__all__ = ["actors_blocked", "collisions", "file_info"]

_LONGEST_REPORT = 16 * 2**20
"""characters; clients take 40 MB in one reply"""
_LATEST_S = 2**33
_CATEGORIES: dict[int, str] = {
    ActorKind.VEHICLE: "v",
    ActorKind.WALKER: "w",
    ActorKind.TRAFFIC_LIGHT: "t",
}


def file_info(path: Path, *, show_all: bool) -> str:
    """Return the events of every frame.

    Args:
        path: of a recording.
        show_all: also where everything is and what it does.

    Raises:
        BrokenRecording: the recording is damaged.
        OSError: it cannot be read.
    """

    def rows(reel: Iterable[Frame]) -> Iterator[str]:
        for frame in reel:
            told = [line for packet in frame.packets for line in tell(*packet, show_all=show_all)]
            if told or show_all:
                start = frame.start
                yield f"Frame {start.number} at {start.elapsed_s:g} seconds"
                yield from told
                yield ""

    return _report(path, [], rows)


def collisions(path: Path, first: str, second: str) -> str:
    """Return a table of collisions, each when it begins.

    Args:
        path: of a recording.
        first: category of one actor: h hero, v vehicle, w walker, t traffic light, o other,
            a any.
        second: category of the other.

    Raises:
        BrokenRecording: the recording is damaged.
        OSError: it cannot be read.
    """

    def rows(reel: Iterable[Frame]) -> Iterator[str]:
        actors: dict[int, Addition] = {}
        touching: set[tuple[int, int]] = set()
        for frame in reel:
            actors.update((new.actor, new) for new in frame.records(Packet.EVENT_ADD))
            before, touching = touching, set()
            for collision in frame.records(Packet.COLLISION):
                sides = _sides(collision, actors)
                if sides[0].fits(first) and sides[1].fits(second):
                    touching.add((collision.first, collision.second))
                    if (collision.first, collision.second) not in before:
                        yield _collision_row(frame.start, *sides)

    title = f"{'Time':>8} {'Types':>6} {'Id':>6} {'Actor 1':<35} {'Id':>6} {'Actor 2':<35}"
    return _report(path, [title], rows)


def actors_blocked(path: Path, min_time_s: float, min_distance_cm: float) -> str:
    """Return a table of actors that stood still, the longest first.

    Args:
        path: of a recording.
        min_time_s: for how long at least.
        min_distance_cm: who moves less than this has not moved.

    Raises:
        BrokenRecording: the recording is damaged.
        OSError: it cannot be read.
    """

    def rows(reel: Iterable[Frame]) -> Iterator[str]:
        names: dict[int, str] = {}
        standing: dict[int, _Rest] = {}
        rests: list[_Rest] = []
        for frame in reel:
            names.update((new.actor, new.type_id) for new in frame.records(Packet.EVENT_ADD))
            for place in frame.records(Packet.POSITION):
                rest = standing.get(place.actor)
                if rest is None or not math.dist(rest.place, place[1:4]) < min_distance_cm:
                    rest = _Rest(names.get(place.actor, ""), place, frame.start.elapsed_s)
                    standing[place.actor] = rest
                    rests.append(rest)
                rest.duration_s += max(frame.start.duration_s, 0.0)
            rests = [rest for rest in rests if rest.is_worth(min_time_s, standing)]
        long = [rest for rest in rests if rest.duration_s >= min_time_s]
        for rest in sorted(long, key=lambda rest: -rest.duration_s):
            yield rest.row()

    title = f"{'Time':>8} {'Id':>6} {'Actor':<35} {'Duration':>10}"
    return _report(path, [title], rows)


def _report(path: Path, title: list[str], rows: Callable[[Iterable[Frame]], Iterable[str]]) -> str:
    header = read_header(path)
    moment = time.localtime(min(max(header.date_s, 0), _LATEST_S))
    lines = [
        f"Version: {header.version}",
        f"Map: {header.town}",
        f"Date: {time.strftime('%m/%d/%y %H:%M:%S', moment)}",
        "",
        *title,
    ]
    last = FrameStart(0, 0.0, 0.0)

    def reel() -> Iterator[Frame]:
        nonlocal last
        for frame in frames(path):
            last = frame.start
            yield frame

    running = reel()
    size = 0
    for row in rows(running):
        size += len(row) + 1
        if size > _LONGEST_REPORT:
            lines.append("The rest is too long to be shown.")
            break
        lines.append(row)
    for _ in running:  # to the end, whose number and time come last
        pass
    lines += ["", f"Frames: {last.number}", f"Duration: {last.elapsed_s:g} seconds", ""]
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Side:
    """One partner of a collision."""

    id: int
    category: str
    type_id: str
    hero: bool

    def fits(self, category: str) -> bool:
        """Return whether a filter lets it through."""
        return category in ("a", self.category) or (category == "h" and self.hero)


def _sides(collision: Collision, actors: dict[int, Addition]) -> tuple[_Side, _Side]:
    sides = []
    for actor_id, hero in (
        (collision.first, collision.first_is_hero),
        (collision.second, collision.second_is_hero),
    ):
        actor = actors.get(actor_id)
        category = _CATEGORIES.get(actor.kind, "o") if actor is not None else "o"
        sides.append(_Side(actor_id, category, actor.type_id if actor else "", hero))
    return sides[0], sides[1]


def _collision_row(start: FrameStart, first: _Side, second: _Side) -> str:
    categories = f"{first.category} {second.category}"
    return (
        f"{start.elapsed_s:>8.0f}   {categories}  {_id(first.id):>6} {first.type_id:<35} "
        f"{_id(second.id):>6} {second.type_id:<35}"
    )


def _id(number: int) -> str:
    return str(number if number < 2**31 else number - 2**32)  # -1 for what is no actor


@dataclass(slots=True)
class _Rest:
    """An actor at a place, until it has left it."""

    name: str
    where: Position
    since_s: float
    duration_s: float = 0.0

    @property
    def place(self) -> tuple[float, float, float]:
        """Where it was when the rest began, centimetres."""
        return self.where.x, self.where.y, self.where.z

    def is_worth(self, min_time_s: float, standing: dict[int, _Rest]) -> bool:
        """Return whether it is long enough, or may still become so."""
        return self.duration_s >= min_time_s or standing[self.where.actor] is self

    def row(self) -> str:
        """Return its line."""
        return (
            f"{self.since_s:>8.0f} {self.where.actor:>6} {self.name:<35} {self.duration_s:>10.0f}"
        )
