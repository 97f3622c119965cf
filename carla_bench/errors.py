"""The errors that a user can meet. The message is the line that the user sees.

CarlaBenchError            exit code 2
├── ConfigError            a flag, preset or file says something impossible
│   └── UnknownEntry       no town, scenario, agent or model of that name
├── SimulatorError         the server at the other end of the socket
│   ├── ConnectionLost     nobody answers, or nobody answers any more
│   ├── VersionMismatch    a server of another version
│   ├── TickTimeout        a frame or a sensor did not arrive in time
│   └── SpawnFailed        the server refused an actor
└── DatasetError           a dataset that is missing, incomplete or from a newer format
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = [
    "CarlaBenchError",
    "ConfigError",
    "ConnectionLost",
    "DatasetError",
    "SimulatorError",
    "SpawnFailed",
    "TickTimeout",
    "UnknownEntry",
    "VersionMismatch",
]


class CarlaBenchError(ValueError):
    """Base of all errors whose message is meant for the user."""


class ConfigError(CarlaBenchError):
    """A flag, preset or input file says something that cannot be done."""


class UnknownEntry(ConfigError):
    """No entry of that name; the message names the choices."""

    def __init__(self, kind: str, name: str, choices: Iterable[str]) -> None:
        known = sorted(choices)
        near = difflib.get_close_matches(name, known, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        super().__init__(f"Unknown {kind} {name!r}.{hint} Choices: {', '.join(known) or 'none'}.")


class SimulatorError(CarlaBenchError):
    """The server at the other end of the socket refused, vanished or is the wrong one."""


class ConnectionLost(SimulatorError):
    """No server answers at the address."""


class VersionMismatch(SimulatorError):
    """The server is not the version that the client package speaks."""


class TickTimeout(SimulatorError):
    """A frame, or one of its sensors, did not arrive in time."""


class SpawnFailed(SimulatorError):
    """The server refused to spawn an actor."""


class DatasetError(CarlaBenchError):
    """A dataset folder that is missing, incomplete or from a newer format."""
