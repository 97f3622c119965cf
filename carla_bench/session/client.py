"""The `carla` client: connecting, versions, towns, and its errors as ours."""

from __future__ import annotations

import contextlib
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path

import carla

from carla_bench.core.geometry import Pose
from carla_bench.errors import (
    ConfigError,
    ConnectionLost,
    SimulatorError,
    UnknownEntry,
    VersionMismatch,
)
from carla_bench.session.server import Address

__all__ = ["client_version", "connect", "enter_town", "pose_of", "server_errors", "transform_of"]


def client_version() -> str:
    """Return the version of the `carla` package."""
    return importlib.metadata.version("carla")


@contextlib.contextmanager
def server_errors(doing: str) -> Iterator[None]:
    """Turn the client's RuntimeErrors into SimulatorErrors that say what was being done."""
    try:
        yield
    except RuntimeError as error:
        if "time-out" in str(error):
            raise ConnectionLost(f"The server stopped answering while {doing}.") from error
        raise SimulatorError(f"The server refused while {doing}: {error}.") from error


def connect(address: Address, timeout_s: float) -> carla.Client:
    """Return a client whose server has answered with the right version.

    Raises:
        ConnectionLost: something listens there, but it does not answer like CARLA.
        VersionMismatch: a CARLA of another version.
    """
    client = carla.Client(address.host, address.port)
    client.set_timeout(5.0)
    try:
        version = client.get_server_version()
    except RuntimeError:
        raise ConnectionLost(f"What listens at {address} is not a CARLA server.") from None
    if version.split("-")[0] != client_version():
        raise VersionMismatch(
            f"The server at {address} is CARLA {version}, the client package is "
            f"{client_version()}. Start a server of version {client_version()}."
        )
    client.set_timeout(timeout_s)
    return client


def enter_town(client: carla.Client, town: str) -> carla.World:
    """Return the world of a town, loading it unless it is there already.

    Args:
        client: client.
        town: name, or path of an ``.xodr`` file.

    Raises:
        ConfigError: no such town or file.
    """
    with server_errors(f"loading {town}"):
        world = client.get_world()
        current = world.get_map().name.rsplit("/", 1)[-1]
        if current == (Path(town).stem if town.endswith(".xodr") else town):
            return world
        if town.endswith(".xodr"):
            return client.generate_opendrive_world(_read(Path(town)), reset_settings=False)
        known = {name.rsplit("/", 1)[-1] for name in client.get_available_maps()}
        if town not in known:
            # CARLA also lists each map under a second name, for switchable layers.
            plain = {name for name in known if not name.endswith("_Opt")}
            raise UnknownEntry("town", town, plain)
        return client.load_world(town, reset_settings=False)


def pose_of(transform: carla.Transform) -> Pose:
    """Return a Transform as a Pose."""
    location, rotation = transform.location, transform.rotation
    return Pose(location.x, location.y, location.z, rotation.pitch, rotation.yaw, rotation.roll)


def transform_of(pose: Pose) -> carla.Transform:
    """Return a Pose as a Transform."""
    return carla.Transform(
        carla.Location(pose.x, pose.y, pose.z), carla.Rotation(pose.pitch, pose.yaw, pose.roll)
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"Cannot read {path}: {error}.") from None
