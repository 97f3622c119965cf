"""The navigation mesh of a town, as a file that clients fetch."""

from __future__ import annotations

import asyncio
import hashlib
import logging
import re
import threading
from concurrent.futures import Future

import carla
import numpy as np

from carla_bench.simulator.landscape.cross_sections import survey
from carla_bench.simulator.landscape.roads import KERB_M
from carla_bench.simulator.navigation.areas import Area, walking_areas
from carla_bench.simulator.navigation.detour import MAX_POLYGONS, tile_set
from carla_bench.simulator.navigation.polygons import convex_parts

__all__ = ["Navigation", "navigation_file"]

log = logging.getLogger(__name__)


class Navigation:
    """The file of one town, made by a thread: every client asks for it as soon as it connects.

    Args:
        name: of the town.
        carla_map: its map.
    """

    def __init__(self, name: str, carla_map: carla.Map) -> None:
        self._files: Future[dict[str, bytes]] = Future()
        self._files.set_running_or_notify_cancel()  # clients that leave do not cancel it
        thread = threading.Thread(target=self._make, args=(name, carla_map), daemon=True)
        thread.start()

    async def files(self) -> dict[str, bytes]:
        """Return contents by name: one file, or none if there is nowhere to walk.

        Clients keep files by name for ever, so the name changes with the content.
        """
        return await asyncio.wrap_future(self._files)

    def _make(self, name: str, carla_map: carla.Map) -> None:
        try:
            content = navigation_file(carla_map)
        except Exception:  # whatever a map holds, it can be driven without people
            log.exception("no navigation mesh for %s", name)
            content = b""
        title = f"{re.sub(r'[^A-Za-z0-9]', '_', name)}_{hashlib.sha256(content).hexdigest()[:16]}"
        self._files.set_result({f"{title}.bin": content} if content else {})


def navigation_file(carla_map: carla.Map) -> bytes:
    """Return the tile set of a map's walking areas; empty if there are none."""
    areas = walking_areas(carla_map, survey(carla_map), KERB_M)
    faces = list(areas.faces)
    mesh = convex_parts([face for _, face in faces])
    if len(mesh.polygons) > MAX_POLYGONS:  # a very large map does without jaywalkers
        faces = [(kind, face) for kind, face in faces if kind is not Area.ROAD]
        mesh = convex_parts([face for _, face in faces])
    if not 0 < len(mesh.polygons) <= MAX_POLYGONS:
        return b""
    kinds = [faces[face][0] for face in mesh.faces]
    # A kerb has two levels, so polygons of different kinds have vertices of their own.
    keys = {
        (kind, corner): None
        for kind, loop in zip(kinds, mesh.polygons, strict=True)
        for corner in loop
    }
    number = {key: index for index, key in enumerate(keys)}
    vertices = np.empty((len(keys), 3))
    vertices[:, :2] = mesh.corners[[corner for _, corner in keys]]
    for kind in Area:
        own = [index for (other, _), index in number.items() if other is kind]
        if own:
            vertices[own, 2] = areas.heights(kind, vertices[own, :2])
    polygons = [
        tuple(number[kind, corner] for corner in loop)
        for kind, loop in zip(kinds, mesh.polygons, strict=True)
    ]
    return tile_set(vertices, polygons, mesh.neighbours(), kinds)
