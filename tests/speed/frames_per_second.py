"""How many frames a second the embedded simulator delivers to the Python client.

    python tests/speed/frames_per_second.py [--frames 200] [--peer]

One camera pose with RGB, semantic, instance and depth of 512x256 each, synchronous mode, the
car driving, a construction site ahead. With ``--peer`` it renders the same number of triangles
at the same size with PyBullet's TinyRenderer (``pip install pybullet``), which gives RGB, depth
and ids on a CPU too, and prints the ratio of both rates in one run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time

import numpy as np

from carla_bench import catalogue
from carla_bench.core.seeding import generator
from carla_bench.session.session import Session, SessionConfig


def embedded_rate(town: str, frames: int) -> float:
    """Return frames/s as a client sees them."""
    scenario = catalogue.load("scenario", "construction")
    spec = catalogue.load("agent", "route_follower")
    agent = spec.build(spec.config())
    with Session(SessionConfig(town=town)) as session:
        plan = scenario.build(session.roads, scenario.config(), generator(0, "speed"))
        agent.setup(plan)
        frame = session.begin(plan)
        begun = time.perf_counter()
        for _ in range(frames):
            frame = session.tick(agent.run_step(frame))
        return frames / (time.perf_counter() - begun)


def peer_rate(town: str, frames: int) -> float:
    """Return frames/s of PyBullet's TinyRenderer on the same static triangles, no network."""
    import pybullet

    from carla_bench.simulator.town import load_town
    from carla_bench.simulator.towns import opendrive

    loaded = load_town(town, opendrive(town))
    mesh, start = loaded.mesh, loaded.spawn_points[0]
    server = pybullet.connect(pybullet.DIRECT)
    # Shapes of at most 16k triangles: PyBullet's limit for a mesh given as arrays.
    for part in np.array_split(mesh.triangles, len(mesh.triangles) // 4000 + 1):
        used, indices = np.unique(part, return_inverse=True)
        shape = pybullet.createVisualShape(
            pybullet.GEOM_MESH,
            vertices=mesh.vertices[used].tolist(),
            indices=indices.ravel().tolist(),
            normals=[[0, 0, 1]] * len(used),
        )
        pybullet.createMultiBody(baseVisualShapeIndex=shape)
    forward = start.matrix[:3, 0]
    eye = start.position + np.array([0.0, 0.0, 1.3])
    view = pybullet.computeViewMatrix(eye.tolist(), (eye + forward).tolist(), [0, 0, 1])
    lens = pybullet.computeProjectionMatrixFOV(53.13, 2.0, 0.1, 1000.0)  # 90 degrees across
    begun = time.perf_counter()
    for _ in range(frames):
        pybullet.getCameraImage(512, 256, view, lens, shadow=1, renderer=pybullet.ER_TINY_RENDERER)
    rate = frames / (time.perf_counter() - begun)
    pybullet.disconnect(server)
    return rate


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--frames", type=int, default=200)
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args()
    result = {"cores": os.cpu_count(), "machine": platform.machine(), "frames": options.frames}
    for town in ("Town01", "Town02"):
        result[town] = {"frames_per_s": round(embedded_rate(town, options.frames), 1)}
        if options.peer:
            peer = peer_rate(town, max(5, options.frames // 10))
            result[town]["tiny_renderer_frames_per_s"] = round(peer, 2)
            result[town]["ratio"] = round(result[town]["frames_per_s"] / peer, 2)
    print(json.dumps(result, indent=1))


if __name__ == "__main__":
    main()
