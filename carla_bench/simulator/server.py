"""The simulator: both ports, the clock, and the path from actors to sensor messages.

One event loop owns the world. Rendering works on what a tick left behind (a `Moment`
is a value), in a thread of its own, so that calls are answered meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import ClassVar

import numpy as np

from carla_bench.simulator import messages
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.bodies import bodies_of, weather_of
from carla_bench.simulator.calls import answer
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.sky import Weather
from carla_bench.simulator.graphics.stage import Stage
from carla_bench.simulator.graphics.view import Channel, View
from carla_bench.simulator.level import MapLayer, Scenery
from carla_bench.simulator.maps import OPTIONAL_LAYERS, MapLibrary
from carla_bench.simulator.navigation.mesh import Navigation
from carla_bench.simulator.recorder.recorder import Recorder
from carla_bench.simulator.rpc import RpcServer
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Mount
from carla_bench.simulator.sensors.sight import Seeing
from carla_bench.simulator.streams import Message, StreamServer
from carla_bench.simulator.town import Town, load_town
from carla_bench.simulator.world import Settings, World

__all__ = ["Simulator"]

log = logging.getLogger(__name__)

_IDLE_DELTA_S = 1 / 30
_OPENDRIVE_TOWN = "OpenDriveMap"  # CARLA's name for a town made from a client's text


class Simulator:
    """An embedded CARLA server."""

    WORLD_STREAM: ClassVar[int] = 0

    def __init__(
        self,
        library: MapLibrary,
        town: str = "Town01",
        settings: Settings | None = None,
        recordings: Path | None = None,
        renderer: Renderer | None = None,
    ) -> None:
        """Enter a town.

        Args:
            library: maps that clients can load.
            town: name in the library, or path of an ``.xodr`` file.
            settings: of the first episode.
            recordings: folder for the recorder's files; by default one of the user's.
            renderer: draws what cameras see.

        Raises:
            ConfigError: the town cannot be made.
        """
        self.library = library
        self.recorder = Recorder(recordings)
        self.traffic_managers: dict[int, tuple[str, int]] = {}
        self.stream_port = 0
        self._streams = StreamServer()
        self._rpc = RpcServer(lambda name, arguments: answer(self, name, arguments))
        self._render_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="render")
        self._renderer = renderer or Renderer()
        self._capturing: asyncio.Task[None] | None = None
        self._ticking = asyncio.Lock()
        self._clock_changed = asyncio.Event()
        self._episode = 0
        self.world: World
        self.navigation: Navigation
        self._map_changed = False
        self.lights_changed = False
        """whether clients should ask for the street lights again"""
        self._last_tick_s = time.monotonic()
        self._own_opendrive: Town | None = None
        self._enter(library.load(town), settings or Settings())
        self.map_name = self.world.town.name
        """as clients know it"""
        self._compile()

    def _compile(self) -> None:
        """Draw a small picture, so that no client waits for the compiler."""
        view = View(np.eye(4), 16, 16, 90.0)
        self._renderer.render(self.stage(), view, Weather(), channels=~Channel(0))

    async def run(self, rpc: socket.socket, streams: socket.socket) -> None:
        """Serve on two bound sockets until cancelled."""
        self.stream_port = streams.getsockname()[1]
        await self._streams.start(streams)
        await self._rpc.start(rpc)
        try:
            await self._run_clock()
        finally:
            self.recorder.stop_recording()
            await self._rpc.close()
            await self._streams.close()
            self._render_thread.shutdown()

    def load(self, name: str, settings: Settings, layers: int = MapLayer.ALL) -> None:
        """Switch to another town; all actors are gone then.

        Args:
            name: of a map, or empty for the same again.
            settings: of the new episode.
            layers: those that are wanted, if the name stands for a map with switchable layers.

        Raises:
            UnknownEntry: no such town.
        """
        name = name or self.map_name
        plain = name.removesuffix(OPTIONAL_LAYERS)
        if name == _OPENDRIVE_TOWN and self._own_opendrive is not None:
            town = self._own_opendrive
        elif plain == self.world.town.name:
            town = self.world.town
        else:
            town = self.library.load(name)
        self._enter(town, settings, layers if name != plain else MapLayer.ALL)
        self.map_name = name

    def keep_opendrive(self, text: str) -> None:
        """Make a town of OpenDRIVE text, to be loaded by the name that CARLA gives it.

        Raises:
            ConfigError: the text makes no town.
        """
        self._own_opendrive = load_town(_OPENDRIVE_TOWN, text)

    def show_layers(self, layers: int, *, visible: bool) -> None:
        """Show or hide layers; as in CARLA, only of maps loaded by their ``_Opt`` name."""
        if self.map_name.endswith(OPTIONAL_LAYERS):
            self.scenery.show_layers(layers, visible)

    def change_settings(self, settings: Settings) -> None:
        """Change the settings of the episode, for all clients."""
        self.world.settings = settings
        self._clock_changed.set()

    def stage(self) -> Stage:
        """Return what rays can hit now."""
        return Stage(self.scenery.static, bodies_of(self.world.actors.values()))

    def expect_listener(self, stream: int) -> None:
        """Note that a client is about to listen to a sensor; the next tick waits for it."""
        actor = self.world.actors.get(stream)
        if actor is not None and actor.stream == stream:
            self._streams.expect(stream)

    async def tick(self) -> int:
        """Simulate one frame and return its number; its images follow."""
        async with self._ticking:
            if self._capturing is not None:
                await self._capturing
            if self.world.settings.synchronous:
                await self._streams.all_here()
            now, world = time.monotonic(), self.world
            lossless = world.settings.synchronous
            world.step(world.settings.fixed_delta_s or min(max(now - self._last_tick_s, 1e-3), 0.1))
            self._last_tick_s = now
            self.recorder.after_step(world)
            # Taken at once: calls may move actors before the picture is rendered.
            frame, moment = world.frame, self._moment()
            state = self._state()
            self._map_changed = self.lights_changed = False
            await self._streams.send(self.WORLD_STREAM, state, lossless=lossless)
            if moment is not None:
                self._capturing = asyncio.create_task(self._capture(moment, lossless=lossless))
            return frame

    def _enter(self, town: Town, settings: Settings, layers: int = MapLayer.ALL) -> None:
        frame = self.world.frame if self._episode else 0
        self.scenery = Scenery(town, layers)
        if not self._episode or town is not self.world.town:
            self.navigation = Navigation(town.name, town.map)
        self._episode += 1
        self.world = World(
            town, self.scenery, episode=self._episode, frame=frame, settings=settings
        )
        self._map_changed = True
        self._state()
        self._clock_changed.set()

    async def _run_clock(self) -> None:
        """Tick by itself in asynchronous mode, in real time; wait for clients in synchronous."""
        while True:
            self._clock_changed.clear()
            if self.world.settings.synchronous:
                await self._clock_changed.wait()
                continue
            due = time.monotonic() + (self.world.settings.fixed_delta_s or _IDLE_DELTA_S)
            await self.tick()
            await asyncio.sleep(max(0.0, due - time.monotonic()))

    def _state(self) -> Message:
        world = self.world
        state = messages.world_state(
            world.frame,
            world.time_s,
            world.delta_s,
            world.episode,
            time.time(),
            1 * self._map_changed | 2 * self.lights_changed,
            [actor.record() for actor in world.actors.values()],
        )
        # In synchronous mode a client that connects between two ticks would see an empty world.
        self._streams.greet(self.WORLD_STREAM, [state])
        return [state]

    def _moment(self) -> Moment | None:
        """Return what the sensors see now, to be measured later, or None if nobody listens."""
        world = self.world
        due = [
            (actor.sensor, Mount.of(actor))
            for actor in world.actors.values()
            if actor.sensor is not None and self._is_due(actor)
        ]
        if not due:
            return None
        return Moment(
            renderer=self._renderer,
            scenery=self.scenery,
            due=due,
            frame=world.frame,
            tick=world.tick,
            time_s=world.time_s,
            delta_s=world.delta_s,
            weather=weather_of(world.weather),
            gravity_mps2=world.gravity_mps2,
            bodies=bodies_of(world.actors.values()),
            actors=dict(world.actors),
            strokes=[drawing.stroke for drawing in world.drawings],
            collisions=world.collisions,
            stream_port=self.stream_port,
        )

    async def _capture(self, moment: Moment, *, lossless: bool) -> None:
        """Measure and send."""
        loop = asyncio.get_running_loop()
        try:
            sent = await loop.run_in_executor(self._render_thread, moment.measure)
        except Exception:  # measurements are lost, the simulation goes on
            log.exception("frame %d could not be measured", moment.frame)
            return
        for stream, message in sent:
            await self._streams.send(stream, message, lossless=lossless)

    def _is_due(self, actor: Actor) -> bool:
        """Return whether a sensor measures this frame."""
        if not self._streams.is_heard(actor.stream):
            return False
        if isinstance(actor.sensor, Seeing) and self.world.settings.no_rendering:
            return False
        try:
            period = float(actor.attributes.get("sensor_tick", 0.0))
        except ValueError:
            period = 0.0
        if self.world.time_s - actor.last_capture_s < period - 1e-6:
            return False
        actor.last_capture_s = self.world.time_s
        return True
