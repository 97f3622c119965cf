"""Hours of use in one go: does the server's memory stay flat and its frame time steady?

    python tests/studies/soak.py [--minutes 60] [--town Town01] [--vehicles 50]

Traffic with the TrafficManager, a rig of cameras and a lidar, walkers and props that come and
go, sensors that are made and destroyed, second clients that connect, look and vanish without a
word (killed in the middle of a stream). Prints a line a minute: resident memory of the server,
median and 99th percentile of the time of a tick with all its measurements at the client, and
the number of threads and sockets. Fails if memory grew by more than 5 % after the first fifth.
"""

from __future__ import annotations

import argparse
import json
import queue
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import carla
import numpy as np

_GROWTH = 1.05
_VISITOR = """
import carla, sys, time
client = carla.Client("127.0.0.1", int(sys.argv[1])); client.set_timeout(30.0)
world = client.get_world()
world.get_actors(); world.get_map(); world.get_blueprint_library()
sensor = next(a for a in world.get_actors() if a.type_id == "sensor.camera.rgb")
sensor.listen(lambda image: None)
print("listening", flush=True)
time.sleep(60)
"""


class Soak:
    """A client that keeps a server busy."""

    def __init__(self, port: int, vehicles: int, seed: int) -> None:
        self.port, self.rng = port, random.Random(seed)
        self.client = carla.Client("127.0.0.1", port)
        self.client.set_timeout(60.0)
        self.world = self.client.get_world()
        settings = self.world.get_settings()
        settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
        self.world.apply_settings(settings)
        self.library = self.world.get_blueprint_library()
        self.manager = self.client.get_trafficmanager(port + 2)
        self.manager.set_synchronous_mode(True)
        self.manager.set_random_device_seed(seed)
        self.spots = self.world.get_map().get_spawn_points()
        self.rng.shuffle(self.spots)
        models = [
            b
            for b in self.library.filter("vehicle.*")
            if int(b.get_attribute("number_of_wheels")) == 4
        ]
        self.cars = [
            self.world.spawn_actor(self.rng.choice(models), spot) for spot in self.spots[:vehicles]
        ]
        self.world.tick()
        for car in self.cars:
            car.set_autopilot(True, port + 2)
        self.passing: list[carla.Actor] = []
        self.streams: dict[str, queue.Queue] = {}
        for kind in (
            "camera.rgb",
            "camera.depth",
            "camera.semantic_segmentation",
            "camera.instance_segmentation",
            "lidar.ray_cast",
        ):
            self._listen(kind)
        self.visitor: subprocess.Popen | None = None

    def _listen(self, kind: str) -> None:
        blueprint = self.library.find(f"sensor.{kind}")
        if kind.startswith("camera."):
            blueprint.set_attribute("image_size_x", "512")
            blueprint.set_attribute("image_size_y", "256")
        place = carla.Transform(carla.Location(x=0.5, z=2.2))
        sensor = self.world.spawn_actor(blueprint, place, attach_to=self.cars[0])
        self.streams[kind] = queue.Queue()
        sensor.listen(self.streams[kind].put)

    def tick(self, number: int) -> float:
        """Step, wait for all measurements, and return the seconds that took."""
        begun = time.perf_counter()
        frame = self.world.tick()
        for items in self.streams.values():
            while True:
                try:
                    if items.get(timeout=5.0).frame >= frame:
                        break
                except queue.Empty:
                    if number > 20:
                        raise
                    break
        took = time.perf_counter() - begun
        if number % 10 == 0:
            self._come_and_go()
        if number % 200 == 100:
            self._visit()
        return took

    def _come_and_go(self) -> None:
        kinds = ("walker.pedestrian.*", "static.prop.*", "sensor.other.gnss", "sensor.camera.depth")
        blueprint = self.rng.choice(self.library.filter(self.rng.choice(kinds)))
        actor = self.world.try_spawn_actor(blueprint, self.rng.choice(self.spots))
        if actor is not None:
            self.passing.append(actor)
            if blueprint.id.startswith("sensor."):
                actor.listen(lambda data: None)
        while len(self.passing) > 20:
            self.passing.pop(self.rng.randrange(len(self.passing))).destroy()

    def _visit(self) -> None:
        """Let a second client come, and kill the one that came before."""
        if self.visitor is not None:
            self.visitor.kill()
            self.visitor.wait()
        self.visitor = subprocess.Popen(
            [sys.executable, "-c", _VISITOR, str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip


def resident_mib(pid: int) -> float:
    """Return the resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise LookupError(pid)


def main() -> int:
    """Soak, and return 1 if memory grew."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--town", default="Town01")
    parser.add_argument("--vehicles", type=int, default=50)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    server = subprocess.Popen(
        [sys.executable, "-m", "carla_bench.simulator",
         json.dumps({"town": options.town, "port": 0, "end_with_stdin": True})],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    soak = Soak(json.loads(server.stdout.readline())["port"], options.vehicles, options.seed)
    begun, ticks, minute = time.monotonic(), 0, 0
    times: list[float] = []
    memory: list[float] = []
    while time.monotonic() - begun < 60 * options.minutes:
        times.append(soak.tick(ticks))
        ticks += 1
        if time.monotonic() - begun > 60 * (minute + 1):
            minute += 1
            memory.append(resident_mib(server.pid))
            descriptors = len(list(Path(f"/proc/{server.pid}/fd").iterdir()))
            threads = len(list(Path(f"/proc/{server.pid}/task").iterdir()))
            middle, slow = np.percentile(times, [50, 99]) * 1e3
            print(
                f"minute {minute}: {ticks} ticks, {memory[-1]:.0f} MiB, tick {middle:.0f} ms "
                f"(99 %: {slow:.0f} ms), {threads} threads, {descriptors} descriptors",
                flush=True,
            )
            times.clear()
    if soak.visitor is not None:
        soak.visitor.kill()
    soak.manager.shut_down()
    server.send_signal(signal.SIGINT)
    ended = server.wait(30)
    start = memory[len(memory) // 5]
    print(
        f"memory {start:.0f} MiB -> {memory[-1]:.0f} MiB ({memory[-1] / start - 1:+.1%}), "
        f"{ticks} ticks, server ended with {ended}"
    )
    return int(memory[-1] > start * _GROWTH or ended != 0)


if __name__ == "__main__":
    sys.exit(main())
