"""One entry of the blueprint library and its attributes, as they travel to clients."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

__all__ = ["Attribute", "Blueprint", "Kind", "Size", "fixed"]

Size = tuple[float, float, float]
"""length, width, height of a box, metres"""


class Kind(IntEnum):
    """Type of an attribute's value."""

    BOOL = 1
    INT = 2
    FLOAT = 3
    STRING = 4
    COLOR = 5
    """red,green,blue from 0 to 255"""


@dataclass(frozen=True, slots=True)
class Attribute:
    """One attribute; all values travel as text."""

    id: str
    type: Kind
    value: str
    recommended: tuple[str, ...] = ()
    modifiable: bool = True
    restricted: bool = False
    """only recommended values are allowed; the client sees to that"""

    def encoded(self) -> list[object]:
        """Return the msgpack ActorAttribute."""
        return [
            self.id, int(self.type), self.value, list(self.recommended), self.modifiable,
            self.restricted,
        ]  # fmt: skip


def fixed(id_: str, kind: Kind, value: object) -> Attribute:
    """Return an attribute that clients can read but not change."""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return Attribute(id_, kind, text, modifiable=False)


@dataclass(frozen=True, slots=True)
class Blueprint:
    """One thing that can be spawned."""

    uid: int
    id: str
    attributes: tuple[Attribute, ...]
    size: Size = (0.0, 0.0, 0.0)
    """of its box, metres; zero for what has no body"""
    tags: tuple[int, ...] = ()
    """semantic tags of its parts"""
    base_type: str = ""
    """class of a vehicle"""
    _by_id: dict[str, Attribute] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the attributes."""
        object.__setattr__(self, "_by_id", {entry.id: entry for entry in self.attributes})

    def encoded(self) -> list[object]:
        """Return the msgpack ActorDefinition."""
        attributes = [entry.encoded() for entry in self.attributes]
        return [self.uid, self.id, self.id.replace(".", ","), attributes]

    def values(self, requested: dict[str, str]) -> dict[str, str]:
        """Return the value of every attribute, where a client may change the modifiable ones."""
        return {
            entry.id: requested.get(entry.id, entry.value) if entry.modifiable else entry.value
            for entry in self.attributes
        }

    def type_of(self, attribute: str) -> int:
        """Return the type number of an attribute."""
        return int(self._by_id[attribute].type)
