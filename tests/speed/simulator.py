"""How fast the embedded simulator is, as ratios in one run on one machine.

    pip install pybullet
    python tests/speed/simulator.py [--frames 200] [--out docs/speed.md]

Rows, in the order of the table:
- the whole loop to the Python client in Town10HD: 30 vehicles of the TrafficManager, 30 walkers,
  a rig of RGB, semantic, instance and depth of 512x256; and its frame time over the bare cast of
  the same primary and shadow rays, once with embreex's Python interface, once with the packets
  that the renderer itself uses;
- one picture (RGB with shadows, depth, labels) of 25,000 and of 250,000 triangles against
  PyBullet's TinyRenderer (RGB with shadows, depth, labels), which draws the same triangles;
- ten times the triangles;
- a tick without cameras and 50 vehicles;
- two servers at once, each on a core of its own with one thread, against one.
"""

from __future__ import annotations

import argparse
import os
import platform
import queue
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import carla
import numpy as np
from embreex.mesh_construction import TriangleMesh
from embreex.rtcore_scene import EmbreeScene

from carla_bench.core.geometry import Pose
from carla_bench.simulator.graphics.casting import all_squares, cast_picture
from carla_bench.simulator.graphics.embree import coherent
from carla_bench.simulator.graphics.primitives import box
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.sky import Weather, light_of
from carla_bench.simulator.graphics.stage import Stage, StaticScene
from carla_bench.simulator.graphics.view import View
from carla_bench.simulator.maps import MapLibrary
from carla_bench.simulator.mesh import Mesh

sys.path.insert(0, str(Path(__file__).parents[1] / "studies"))

from servers import embedded_server

WIDTH, HEIGHT, FOV = 512, 256, 90.0
KINDS = ("rgb", "depth", "semantic_segmentation", "instance_segmentation")


def fastest(work: Callable[[], object], times: int = 10) -> float:
    """Return the seconds of the quickest of some runs: the others were disturbed."""
    work()
    best = np.inf
    for _ in range(times):
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return float(best)


# --- the whole loop --------------------


class Drive:
    """A client with traffic, walkers and, if wanted, a rig."""

    def __init__(self, port: int, *, vehicles: int, walkers: int, rig: bool) -> None:
        self.client = carla.Client("127.0.0.1", port)
        self.client.set_timeout(120.0)
        self.world = self.client.get_world()
        settings = self.world.get_settings()
        settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
        self.world.apply_settings(settings)
        rng = random.Random(0)
        library = self.world.get_blueprint_library()
        spots = self.world.get_map().get_spawn_points()
        rng.shuffle(spots)
        cars = [b for b in library.filter("vehicle.*") if b.get_attribute("base_type") == "car"]
        self.manager = self.client.get_trafficmanager(port + 2)
        self.manager.set_synchronous_mode(True)
        self.manager.set_random_device_seed(0)
        self.cars = [self.world.spawn_actor(rng.choice(cars), spot) for spot in spots[:vehicles]]
        people = library.filter("walker.pedestrian.*")
        self.walkers = []
        for spot in spots[vehicles:]:
            if len(self.walkers) == walkers:
                break
            beside = spot.transform(carla.Location(y=4.5, z=1.0))
            walker = self.world.try_spawn_actor(rng.choice(people), carla.Transform(beside))
            if walker is not None:
                control = carla.WalkerControl(spot.get_forward_vector(), 1.4)
                walker.apply_control(control)
                self.walkers.append(walker)
        self.world.tick()
        for car in self.cars:
            car.set_autopilot(True, port + 2)
        self.streams = [self._camera(library, kind) for kind in KINDS] if rig else []

    def _camera(
        self, library: carla.BlueprintLibrary, kind: str
    ) -> tuple[carla.Actor, queue.Queue]:
        blueprint = library.find(f"sensor.camera.{kind}")
        blueprint.set_attribute("image_size_x", str(WIDTH))
        blueprint.set_attribute("image_size_y", str(HEIGHT))
        place = carla.Transform(carla.Location(x=1.5, z=1.8))
        camera = self.world.spawn_actor(blueprint, place, attach_to=self.cars[0])
        images: queue.Queue = queue.Queue()
        camera.listen(images.put)
        return camera, images

    def tick(self) -> None:
        """Step and wait for all images."""
        frame = self.world.tick()
        for _, images in self.streams:
            while images.get(timeout=30).frame < frame:
                pass

    def rate(self, frames: int) -> float:
        """Return frames/s, after a while of driving."""
        for _ in range(40):
            self.world.tick()
        for _, images in self.streams:
            while not images.empty():
                images.get()
        begun = time.perf_counter()
        for _ in range(frames):
            self.tick()
        return frames / (time.perf_counter() - begun)


def loop_rate(frames: int) -> float:
    """Return frames/s of the whole loop in Town10HD."""
    with embedded_server(town="Town10HD") as port:
        drive = Drive(port, vehicles=30, walkers=30, rig=True)
        rate = drive.rate(frames)
        drive.manager.shut_down()
    return rate


def tick_ms(frames: int) -> float:
    """Return ms of a tick without cameras and 50 vehicles that drive, nobody computing but us."""
    with embedded_server(town="Town10HD") as port:
        drive = Drive(port, vehicles=50, walkers=0, rig=False)
        for _ in range(100):
            drive.world.tick()
        for car in drive.cars:
            car.set_autopilot(False, port + 2)
        drive.manager.shut_down()
        rate = drive.rate(frames)
    return 1e3 / rate


# --- bare casts --------------------


def bare_casts_ms(town: str) -> tuple[float, float]:
    """Return ms of the primary and shadow rays of one picture: embreex's interface, our packets."""
    loaded = MapLibrary().load(town)
    spot = loaded.spawn_points[0]
    view = View(Pose(spot.x, spot.y, spot.z + 1.5, 0.0, spot.yaw).matrix, WIDTH, HEIGHT, FOV)
    mesh = loaded.mesh
    scene = EmbreeScene()
    TriangleMesh(scene, mesh.vertices, mesh.triangles)
    v, u = np.mgrid[:HEIGHT, :WIDTH]
    axes = view.axes()
    rays = (axes[:, 0] + u[..., None] * axes[:, 1] + v[..., None] * axes[:, 2]).reshape(-1, 3)
    rays = rays.astype(np.float32)
    eyes = np.tile(view.world_from_sensor[:3, 3].astype(np.float32), (len(rays), 1))
    found = scene.run(eyes, rays, output=1)
    hit = found["primID"] >= 0
    origins = (eyes + rays * (found["tfar"][:, None] - 0.01))[hit]
    toward = np.tile(np.array(light_of(Weather()).source, np.float32), (len(origins), 1))
    plain = fastest(lambda: scene.run(eyes, rays, output=1))
    plain += fastest(lambda: scene.run(origins, toward, query="OCCLUDED"))
    stage = Stage(StaticScene(mesh), [])
    depth = np.empty((HEIGHT, WIDTH), np.float32)
    triangle, part = np.empty((2, HEIGHT, WIDTH), np.int32)
    squares, eye = all_squares(HEIGHT, WIDTH), view.world_from_sensor[:3, 3].copy()
    packets = fastest(
        lambda: cast_picture(stage.around, coherent(), eye, axes, squares, depth, triangle, part)
    )
    return 1e3 * plain, 1e3 * 2 * packets  # a shadow ray costs what a primary ray costs


# --- against TinyRenderer ------------------------------------------------------------------------


def city(triangles: int) -> Mesh:
    """Return houses on a plain, about so many triangles."""
    rng = np.random.default_rng(0)
    side = int(np.sqrt(triangles / 10))
    houses = [box((-500.0, 500.0), (-500.0, 500.0), (-1.0, 0.0), "asphalt")]
    step = 1000.0 / side
    for row in range(side):
        for column in range(side):
            x, y = -500 + (column + 0.5) * step, -500 + (row + 0.5) * step
            if abs(y) < 8:
                continue
            half, height = 0.3 * step, rng.uniform(2, 20)
            sides = (x - half, x + half), (y - half, y + half), (0.0, height)
            houses.append(box(*sides, "facade_cream"))
    return Mesh.join(houses)


def our_ms(mesh: Mesh, threads: int) -> float:
    """Return ms of one picture."""
    renderer, stage = Renderer(threads=threads), Stage(StaticScene(mesh), [])
    view = View(Pose(z=1.8).matrix, WIDTH, HEIGHT, FOV)
    return 1e3 * fastest(lambda: renderer.render(stage, view, Weather()))


def tiny_ms(mesh: Mesh) -> float:
    """Return ms of one picture of the same triangles with PyBullet's TinyRenderer."""
    import pybullet

    server = pybullet.connect(pybullet.DIRECT)
    for part in np.array_split(mesh.triangles, len(mesh.triangles) // 4000 + 1):
        used, indices = np.unique(part, return_inverse=True)
        shape = pybullet.createVisualShape(
            pybullet.GEOM_MESH,
            vertices=mesh.vertices[used].tolist(),
            indices=indices.ravel().tolist(),
            normals=[[0, 0, 1]] * len(used),
        )
        pybullet.createMultiBody(baseVisualShapeIndex=shape)
    looking = pybullet.computeViewMatrix([0, 0, 1.8], [1, 0, 1.8], [0, 0, 1])
    vertical = 2 * np.degrees(np.arctan(HEIGHT / WIDTH * np.tan(np.radians(FOV) / 2)))
    lens = pybullet.computeProjectionMatrixFOV(vertical, WIDTH / HEIGHT, 0.1, 1000.0)

    def draw() -> None:
        pybullet.getCameraImage(
            WIDTH, HEIGHT, looking, lens, shadow=1, lightDirection=[1, 1, 1],
            renderer=pybullet.ER_TINY_RENDERER,
        )  # fmt: skip

    took = fastest(draw, 4)
    pybullet.disconnect(server)
    return 1e3 * took


# --- two servers --------------------

_ONE = """
import os, sys
os.sched_setaffinity(0, {int(sys.argv[1])})
sys.path[:0] = sys.argv[3:]
from simulator import Drive
from servers import embedded_server
with embedded_server(town="Town02", threads=1) as port:
    drive = Drive(port, vehicles=5, walkers=0, rig=True)
    print("ready", flush=True)
    sys.stdin.readline()
    print(drive.rate(int(sys.argv[2])), flush=True)
    drive.manager.shut_down()
"""


def servers_rate(count: int, frames: int) -> float:
    """Return frames/s of all together; server and client of each share one core."""
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "studies")]
    workers = [
        subprocess.Popen(
            [sys.executable, "-c", _ONE, str(core), str(frames), *folders],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for core in range(count)
    ]  # fmt: skip
    for worker in workers:
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        worker.stdin.write("\n")
        worker.stdin.flush()
    rates = [float(worker.stdout.readline()) for worker in workers]
    for worker in workers:
        worker.communicate()
    return sum(rates)


# --- the table --------------------


def table(frames: int) -> str:
    """Return everything as markdown."""
    rows = []

    def row(what: str, value: str, target: str) -> None:
        rows.append(f"| {what} | {value} | {target} |")
        print(rows[-1], file=sys.stderr, flush=True)

    rate = loop_rate(frames)
    row("whole loop, Town10HD, 30 vehicles, 30 walkers, rig of four", f"{rate:.1f} frames/s", "20")
    plain, packets = bare_casts_ms("Town10HD")
    frame = 1e3 / rate
    row(
        "that frame over the bare cast by embreex's interface, one thread",
        f"{frame:.0f} ms / {plain:.0f} ms = {frame / plain:.1f}",
        "at most 2.5",
    )
    row(
        "the same over the renderer's own packets, one thread",
        f"{frame:.0f} ms / {packets:.0f} ms = {frame / packets:.1f}",
        "",
    )
    times = {}
    for triangles, target in ((25_000, "at least 2"), (250_000, "at least 8")):
        mesh = city(triangles)
        ours, peer = our_ms(mesh, os.cpu_count() or 1), tiny_ms(mesh)
        times[triangles] = ours
        row(
            f"TinyRenderer over ours, {len(mesh.triangles):,} triangles",
            f"{peer:.0f} ms / {ours:.1f} ms = {peer / ours:.1f}",
            target,
        )
    ratio = times[250_000] / times[25_000]
    row("ten times the triangles", f"{ratio:.2f} times the time", "at most 1.6")
    row("tick without cameras, 50 vehicles", f"{tick_ms(frames):.1f} ms", "at most 5")
    one, two = servers_rate(1, frames), servers_rate(2, frames)
    row(
        "a second server on the second core",
        f"{one:.1f} -> {two:.1f} frames/s, {two / one - 1:+.0%}",
        "at least +80 %",
    )
    head = (
        f"`python tests/speed/simulator.py --frames {frames}` on {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}.\n\n"
        "| what | measured | target |\n|---|---|---|\n"
    )
    return head + "\n".join(rows) + "\n"


def main() -> None:
    """Measure, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    text = table(options.frames)
    if options.out:
        options.out.write_text(text)
    else:
        print(text)


if __name__ == "__main__":
    main()
