"""The parts of an OpenDRIVE document, ready to be written down."""

from __future__ import annotations

from dataclasses import dataclass, field

from carla_bench.simulator.towns.curves import Piece, length
from carla_bench.simulator.towns.kinds import Mark
from carla_bench.simulator.towns.profiles import Cubic

__all__ = [
    "Connection",
    "Controller",
    "Crosswalk",
    "Junction",
    "Lane",
    "Link",
    "Road",
    "Section",
    "Signal",
]


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane of one section."""

    id: int
    kind: str
    widths: tuple[float, float]
    """at the start and at the end of the section, metres"""
    marks: tuple[tuple[float, Mark], ...] = ()
    """from how many metres into the section on, what is painted on the outer edge"""
    predecessor: int | None = None
    """lane in the section or road before"""
    successor: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of road with the same lanes."""

    s: float
    """metres"""
    lanes: tuple[Lane, ...]
    """without the centre lane"""
    centre: tuple[tuple[float, Mark], ...] = ()
    """as `Lane.marks`, on the reference line"""


@dataclass(frozen=True, slots=True)
class Link:
    """What a road leads to at one of its ends."""

    element: int
    at_end: bool | None = None
    """which end of a road it is; None for a junction"""


@dataclass(frozen=True, slots=True)
class Signal:
    """A traffic light or a sign."""

    id: int
    type: str
    """1000001 light, 206 stop, 205 yield, 274 speed limit"""
    name: str
    s: float
    """metres, and so is t"""
    t: float
    lanes: tuple[int, int]
    """lowest and highest lane id that it is for, both of one sign"""
    z_offset_m: float
    value: float = -1.0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """A rectangle across a road where people walk."""

    id: int
    s: float
    """of its middle, metres"""
    half_width_m: float
    """along the road"""
    span: tuple[float, float]
    """lowest and highest t, metres"""


@dataclass(frozen=True, slots=True)
class Road:
    """A road, or a way through a junction."""

    id: int
    course: list[Piece]
    heights: tuple[Cubic, ...]
    sections: tuple[Section, ...]
    links: tuple[Link, Link]
    """what it comes from and what it leads to"""
    speed_kmh: int
    junction: int = -1
    type: str = "town"
    signals: tuple[Signal, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()

    @property
    def length(self) -> float:
        """Metres."""
        return length(self.course)


@dataclass(frozen=True, slots=True)
class Connection:
    """How lanes of a road reach a way through a junction."""

    incoming: int
    connecting: int
    lanes: tuple[tuple[int, int], ...]
    """pairs of lane ids: of the incoming road, of the connecting road"""


@dataclass(frozen=True, slots=True)
class Controller:
    """Traffic lights that show green together."""

    id: int
    sequence: int
    """place in the junction's cycle"""
    signals: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Junction:
    """A junction with its controllers."""

    id: int
    name: str
    connections: tuple[Connection, ...] = field(default=())
    controllers: tuple[Controller, ...] = ()
