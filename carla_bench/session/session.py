"""One car with cameras in one town: everything that recording and scoring need of a server."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

import carla
import numpy as np

from carla_bench.core import labels
from carla_bench.core.frame import Control, Frame, ObjectState
from carla_bench.core.sensors import Rig
from carla_bench.errors import ConfigError, SpawnFailed, TickTimeout
from carla_bench.session.client import (
    client_version,
    connect,
    enter_town,
    pose_of,
    server_errors,
    transform_of,
)
from carla_bench.session.rig import CameraRig
from carla_bench.session.roads import Roads
from carla_bench.session.server import Address, open_server
from carla_bench.specs import Placement, ScenarioPlan, Weather

__all__ = ["Session", "SessionConfig"]

log = logging.getLogger(__name__)

_SETTLED_FRAME = 30
_WARM_UP_TICKS = 5
_FAREWELL_S = 3.0
_TICK_TIMEOUT_S = 20.0
_HOLD = Control(brake=1.0)
_OBJECTS = ("vehicle.", "walker.", "static.prop.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionConfig:
    """What to connect to and what to drive."""

    sim: str = "embedded"
    """``embedded`` or ``HOST:PORT``"""
    town: str = "Town01"
    """name, or path of an ``.xodr`` file"""
    rig: Rig = field(default_factory=Rig)
    delta_s: float = 0.05
    """simulated time of one tick, seconds"""
    seed: int = 0
    vehicle: str = "vehicle.tesla.model3"
    timeout_s: float = 60.0
    """how long the server may take to load a town; a tick has 20 s"""


class Session:
    """A context manager; on any exit the server is as it was before.

    Example:
        with Session(SessionConfig(town="Town02")) as session:
            frame = session.begin(plan)
            while driving:
                frame = session.tick(agent.run_step(frame))

    Raises:
        SimulatorError: from any method, when the server refuses or vanishes.
    """

    def __init__(self, config: SessionConfig) -> None:
        self.config = config
        self._exits = contextlib.ExitStack()
        self._placed: list[carla.Actor] = []
        self._boxes: dict[int, carla.BoundingBox] = {}
        self._unknown: dict[int, str] = {}
        self._unknown_of_id = np.zeros(2**16, np.uint8)

    def __enter__(self) -> Session:
        """Connect, load the town, take the clock, spawn the car and its cameras."""
        try:
            self._open()
        except BaseException:
            self._exits.close()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Destroy our actors, restore the settings, end the server if it is ours."""
        self._exits.close()

    @property
    def server(self) -> Address:
        """The server at the other end."""
        return self._address

    @property
    def server_version(self) -> str:
        """CARLA version of the server, checked to be the client's."""
        return client_version()

    @property
    def town(self) -> str:
        """Short name of the town; CARLA calls every town that comes from a file the same."""
        if self.config.town.endswith(".xodr"):
            return Path(self.config.town).stem
        return str(self._map.name.rsplit("/", 1)[-1])

    @property
    def roads(self) -> Roads:
        """The lanes of the town."""
        return Roads(self._map)

    def begin(self, plan: ScenarioPlan) -> Frame:
        """Set up an episode and return its first frame, with the car already at speed.

        Raises:
            SpawnFailed: an object could not be placed.
        """
        with server_errors("setting up an episode"):
            self._clear_placed()
            self._set_weather(plan.weather)
            start = plan.route.pose_at(0.0)
            self._ego.set_transform(transform_of(start))
            self._ego.set_target_velocity(carla.Vector3D())
            for placement in plan.placements:
                self._place(placement)
        for _ in range(_WARM_UP_TICKS):
            self.tick(_HOLD)
        forward = start.matrix[:3, 0] * plan.target_speed_mps
        self._ego.set_target_velocity(carla.Vector3D(*forward))
        return self.tick(Control())

    def tick(self, control: Control) -> Frame:
        """Drive one step and return what it led to.

        Raises:
            TickTimeout: an image of the new frame did not arrive.
        """
        with server_errors("simulating a frame"):
            self._ego.apply_control(
                carla.VehicleControl(control.throttle, control.steer, control.brake)
            )
            number = self._world.tick(_TICK_TIMEOUT_S)
            snapshot = self._world.get_snapshot()
            if snapshot.frame != number:
                raise TickTimeout(
                    f"The server is at frame {snapshot.frame} instead of {number}: another client "
                    "ticks it too. Use a server of your own."
                )
            cameras = self._rig.read(number, _TICK_TIMEOUT_S, self._unknown_of_id)
            states = self._states(snapshot)
        return Frame(
            frame=number,
            time_s=snapshot.timestamp.elapsed_seconds,
            cameras=cameras,
            ego=states.pop(self._ego.id),
            control=control,
            objects=tuple(states.values()),
        )

    # --- opening and closing ---------------------------------------------------

    def _open(self) -> None:
        config, exits = self.config, self._exits
        self._address = exits.enter_context(open_server(config.sim, config.town, config.delta_s))
        self._client = connect(self._address, config.timeout_s)
        self._world = enter_town(self._client, config.town)
        self._map = self._world.get_map()
        with server_errors("connecting"):
            before = self._world.get_settings()
            exits.callback(self._farewell, self._world.apply_settings, before)
            self._take_clock()
            self._ego = self._spawn_ego()
            exits.callback(self._farewell, self._ego.destroy)
            exits.callback(self._farewell, self._clear_placed)
            cameras = config.rig.cameras
            self._rig = CameraRig(self._world, self._ego, cameras, self._address)
            exits.callback(self._farewell, self._rig.destroy)
            exits.callback(self._rig.stop)
            self._settle()
            self._client.set_timeout(_TICK_TIMEOUT_S)

    def _take_clock(self) -> None:
        settings = self._world.get_settings()
        settings.synchronous_mode = True
        settings.fixed_delta_seconds = self.config.delta_s
        self._world.apply_settings(settings)
        self._world.set_pedestrians_seed(self.config.seed)

    def _spawn_ego(self) -> carla.Vehicle:
        library = self._world.get_blueprint_library()
        try:
            blueprint = library.find(self.config.vehicle)
        except IndexError:
            raise ConfigError(f"The server has no vehicle {self.config.vehicle!r}.") from None
        blueprint.set_attribute("role_name", "hero")
        for transform in self._map.get_spawn_points():
            actor = self._world.try_spawn_actor(blueprint, transform)
            if actor is not None:
                return actor
        raise SpawnFailed(f"{self.town} has no free spawn point for the car.")

    def _settle(self) -> None:
        """Tick until every camera delivers, and on to a fixed frame number.

        How many ticks connecting takes depends on timing. A recording must not: on a server
        that nobody ticked before us it always begins at the same frame.
        """
        for attempt in range(2 * _SETTLED_FRAME):
            number = self._world.tick(self.config.timeout_s)
            try:
                self._rig.read(number, 2.0, self._unknown_of_id)
            except TickTimeout as error:
                log.debug("settling, attempt %d: %s", attempt, error)
                continue
            if number >= _SETTLED_FRAME:
                return
        raise TickTimeout("The cameras delivered no complete frame; is the server rendering?")

    def _farewell(self, action: Callable[..., object], *arguments: object) -> None:
        """Carry out an action on the way out; a server that is gone needs none."""
        if not self._address.answers():
            return
        self._client.set_timeout(_FAREWELL_S)
        try:
            action(*arguments)
        except RuntimeError as error:
            log.debug("while leaving the server: %s", error)

    # --- the episode -----------------------------------------------------------

    def _place(self, placement: Placement) -> None:
        library = self._world.get_blueprint_library()
        try:
            blueprint = library.find(placement.blueprint)
        except IndexError:
            raise SpawnFailed(f"The server has no blueprint {placement.blueprint!r}.") from None
        actor = self._world.try_spawn_actor(blueprint, transform_of(placement.pose))
        if actor is None:
            raise SpawnFailed(f"{placement.blueprint} could not be placed at {placement.pose}.")
        self._placed.append(actor)
        if placement.unknown:
            self._unknown[actor.id] = placement.unknown
            category = labels.UNKNOWN_CATEGORIES.index(placement.unknown)
            self._unknown_of_id[actor.id % 2**16] = category + 1

    def _clear_placed(self) -> None:
        while self._placed:
            self._placed.pop().destroy()
        self._unknown.clear()
        self._unknown_of_id[:] = 0

    def _set_weather(self, weather: Weather) -> None:
        parameters = self._world.get_weather()
        parameters.cloudiness = weather.cloudiness
        parameters.sun_azimuth_angle = weather.sun_azimuth_angle
        parameters.sun_altitude_angle = weather.sun_altitude_angle
        parameters.fog_density = weather.fog_density
        self._world.set_weather(parameters)

    def _states(self, snapshot: carla.WorldSnapshot) -> dict[int, ObjectState]:
        return {
            actor.id: self._state(actor, moment)
            for actor in sorted(self._world.get_actors(), key=lambda actor: actor.id)
            if actor.type_id.startswith(_OBJECTS)
            and (moment := snapshot.find(actor.id)) is not None
        }

    def _state(self, actor: carla.Actor, moment: carla.ActorSnapshot) -> ObjectState:
        if actor.id not in self._boxes:
            self._boxes[actor.id] = actor.bounding_box
        box, velocity = self._boxes[actor.id], moment.get_velocity()
        return ObjectState(
            id=actor.id,
            blueprint=actor.type_id,
            pose=pose_of(moment.get_transform()),
            center=(box.location.x, box.location.y, box.location.z),
            extent=(box.extent.x, box.extent.y, box.extent.z),
            velocity_mps=(velocity.x, velocity.y, velocity.z),
            unknown=self._unknown.get(actor.id, ""),
        )
