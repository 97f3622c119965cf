"""Traffic on every town: does anybody leave the road, get stuck, or crash?

    python tests/studies/traffic.py [--towns Town01 Town02] [--ticks 2000] [--maps DIR]

In the style of CARLA's traffic example: vehicles driven by the client's TrafficManager and
walkers driven by the client's pedestrian AI, synchronous at 20 ticks/s, one seed. For each map
it counts vehicles farther than half a lane from any driving lane, walkers that left the walkable
ground's height, vehicles that stood still for 60 s with neither a red light nor something in the
way, and collisions (events within 2 s between the same two are one) per vehicle-hour. Prints a
markdown table and fails if a map breaks a limit.
"""

from __future__ import annotations

import argparse
import random
import sys
from dataclasses import dataclass, field
from pathlib import Path

import carla
import numpy as np
from servers import embedded_server

_STEP_S = 0.05
_STUCK_S = 60.0
_SAME_CRASH_S = 2.0
_TOWNS = (*(f"Town0{number}" for number in range(1, 8)), "Town10HD")


@dataclass
class Verdict:
    """What happened on one map."""

    town: str
    vehicles: int = 0
    walkers: int = 0
    off_road: set[int] = field(default_factory=set)
    lost_walkers: set[int] = field(default_factory=set)
    stuck: set[int] = field(default_factory=set)
    crashes: list[str] = field(default_factory=list)
    distance_m: float = 0.0
    walked_m: float = 0.0
    hours: float = 0.0

    @property
    def crashes_per_hour(self) -> float:
        return len(self.crashes) / self.hours if self.hours else 0.0

    @property
    def good(self) -> bool:
        return not (self.off_road or self.lost_walkers or self.stuck) and self.crashes_per_hour < 1

    def row(self) -> str:
        return (
            f"| {self.town} | {self.vehicles} | {self.walkers} | {self.distance_m:.0f} | "
            f"{self.walked_m:.0f} | {len(self.off_road)} | {len(self.lost_walkers)} | "
            f"{len(self.stuck)} | {self.crashes_per_hour:.2f} | {'yes' if self.good else 'NO'} |"
        )


HEAD = (
    "| map | vehicles | walkers | m driven each | m walked each | left the road | "
    "walkers lost | stuck | collisions per vehicle-hour | good |\n"
    "|---|---|---|---|---|---|---|---|---|---|"
)


class Study:
    """Fifty vehicles and thirty walkers on one map."""

    def __init__(self, port: int, town: str, vehicles: int, walkers: int, seed: int) -> None:
        self.rng = random.Random(seed)
        self.client = carla.Client("127.0.0.1", port)
        self.client.set_timeout(120.0)
        self.world = self.client.get_world()
        settings = self.world.get_settings()
        settings.synchronous_mode, settings.fixed_delta_seconds = True, _STEP_S
        self.world.apply_settings(settings)
        self.map = self.world.get_map()
        self.manager = self.client.get_trafficmanager(port + 2)
        self.manager.set_synchronous_mode(True)
        self.manager.set_random_device_seed(seed)
        self.manager.set_global_distance_to_leading_vehicle(2.5)
        self.verdict = Verdict(town)
        self.cars = self._spawn_cars(vehicles, port + 2)
        self.walkers, self.controllers = self._spawn_walkers(walkers, seed)
        self.still_s: dict[int, float] = {}
        self.places: dict[int, np.ndarray] = {}
        self.recent: dict[tuple[int, int], float] = {}
        self.time_s = 0.0

    def _spawn_cars(self, count: int, manager_port: int) -> list[carla.Actor]:
        library = self.world.get_blueprint_library()
        models = [
            blueprint
            for blueprint in library.filter("vehicle.*")
            if blueprint.get_attribute("base_type") == "car"
        ]
        spots = self.map.get_spawn_points()
        self.rng.shuffle(spots)
        batch = []
        for spot in spots[:count]:
            blueprint = self.rng.choice(models)
            blueprint.set_attribute("role_name", "autopilot")
            batch.append(
                carla.command.SpawnActor(blueprint, spot).then(
                    carla.command.SetAutopilot(carla.command.FutureActor, True, manager_port)
                )
            )
        replies = self.client.apply_batch_sync(batch, True)
        ids = [reply.actor_id for reply in replies if not reply.error]
        cars = list(self.world.get_actors(ids))
        detector = library.find("sensor.other.collision")
        self.detectors = [
            self.world.spawn_actor(detector, carla.Transform(), attach_to=car) for car in cars
        ]
        for sensor in self.detectors:
            sensor.listen(self._crashed)
        self.verdict.vehicles = len(cars)
        return cars

    def _spawn_walkers(self, count: int, seed: int) -> tuple[list[carla.Actor], list[carla.Actor]]:
        library = self.world.get_blueprint_library()
        self.world.set_pedestrians_seed(seed)
        controller = library.find("controller.ai.walker")
        walkers, controllers = [], []
        for _ in range(4 * count):
            place = self.world.get_random_location_from_navigation()
            if place is None or len(walkers) == count:
                break
            place.z += 1.0
            blueprint = self.rng.choice(library.filter("walker.pedestrian.*"))
            walker = self.world.try_spawn_actor(blueprint, carla.Transform(place))
            if walker is not None:
                walkers.append(walker)
        self.world.tick()
        for walker in walkers:
            controllers.append(self.world.spawn_actor(controller, carla.Transform(), walker))
        self.world.tick()
        for guide in controllers:
            guide.start()
            guide.go_to_location(self.world.get_random_location_from_navigation())
            guide.set_max_speed(1.2 + 0.6 * self.rng.random())
        self.verdict.walkers = len(walkers)
        return walkers, controllers

    def _crashed(self, event: carla.CollisionEvent) -> None:
        pair = event.actor.id, event.other_actor.id
        last = self.recent.get(pair, -1e9)
        self.recent[pair] = self.recent[pair[::-1]] = event.timestamp
        if event.timestamp - last > _SAME_CRASH_S:
            self.verdict.crashes.append(
                f"{event.timestamp:.1f} s: {event.actor.type_id} {pair[0]} hit "
                f"{event.other_actor.type_id} {pair[1]}"
            )

    def run(self, ticks: int) -> Verdict:
        """Let the traffic flow and return what happened."""
        for _ in range(ticks):
            self.world.tick()
            self.time_s += _STEP_S
            snapshot = self.world.get_snapshot()
            for car in self.cars:
                self._watch_car(car, snapshot.find(car.id))
            for walker in self.walkers:
                self._watch_walker(walker, snapshot.find(walker.id))
        self.verdict.hours = len(self.cars) * self.time_s / 3600
        self.verdict.distance_m /= max(len(self.cars), 1)
        self.verdict.walked_m /= max(len(self.walkers), 1)
        for guide in self.controllers:
            guide.stop()
        self.manager.shut_down()
        return self.verdict

    def _moved(self, actor_id: int, place: carla.Location) -> float:
        now = np.array([place.x, place.y])
        before = self.places.get(actor_id, now)
        self.places[actor_id] = now
        return float(np.linalg.norm(now - before))

    def _watch_car(self, car: carla.Actor, seen: carla.ActorSnapshot | None) -> None:
        if seen is None:
            return  # the TrafficManager takes vehicles away at dead ends
        place = seen.get_transform().location
        self.verdict.distance_m += self._moved(car.id, place)
        lane = self.map.get_waypoint(place)
        beside = lane.transform.location.distance(
            carla.Location(place.x, place.y, lane.transform.location.z)
        )
        if beside > lane.lane_width / 2 + 1.0 or abs(place.z - lane.transform.location.z) > 2.0:
            self.verdict.off_road.add(car.id)
        moving = seen.get_velocity().length() > 0.1
        excused = moving or car.is_at_traffic_light() or self._is_behind_somebody(car, seen)
        self.still_s[car.id] = 0.0 if excused else self.still_s.get(car.id, 0.0) + _STEP_S
        if self.still_s[car.id] > _STUCK_S:
            self.verdict.stuck.add(car.id)

    def _is_behind_somebody(self, car: carla.Actor, seen: carla.ActorSnapshot) -> bool:
        pose = seen.get_transform()
        ahead = pose.get_forward_vector()
        here = pose.location
        for other_id, place in self.places.items():
            dx, dy = place[0] - here.x, place[1] - here.y
            along = dx * ahead.x + dy * ahead.y
            if other_id != car.id and 0 < along < 15 and abs(dx * ahead.y - dy * ahead.x) < 4:
                return True
        return False

    def _watch_walker(self, walker: carla.Actor, seen: carla.ActorSnapshot | None) -> None:
        if seen is None:
            self.verdict.lost_walkers.add(walker.id)
            return
        place = seen.get_transform().location
        self.verdict.walked_m += self._moved(walker.id, place)
        ground = self.map.get_waypoint(place, lane_type=carla.LaneType.Any).transform.location
        if abs(place.z - ground.z) > 3.0:
            self.verdict.lost_walkers.add(walker.id)


def main() -> int:
    """Run the study and return 1 if a map breaks a limit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--towns", nargs="*", default=_TOWNS)
    parser.add_argument("--maps", type=Path, help="folder of CARLA's .xodr files, tried as well")
    parser.add_argument("--ticks", type=int, default=2000)
    parser.add_argument("--vehicles", type=int, default=50)
    parser.add_argument("--walkers", type=int, default=30)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    towns = [
        *options.towns,
        *(sorted(map(str, options.maps.glob("*.xodr"))) if options.maps else []),
    ]
    verdicts = []
    print(HEAD)
    for town in towns:
        with embedded_server(town=town) as port:
            name = f"{Path(town).stem} (CARLA's)" if town.endswith(".xodr") else town
            study = Study(port, name, options.vehicles, options.walkers, options.seed)
            verdicts.append(study.run(options.ticks))
            print(verdicts[-1].row(), flush=True)
            for crash in verdicts[-1].crashes[:10]:
                print(f"    {crash}", file=sys.stderr)
    return int(not all(verdict.good for verdict in verdicts))


if __name__ == "__main__":
    sys.exit(main())
