"""Fuzzes the RPC calls of the embedded simulator, in one process, without sockets.

    python tests/fuzz/rpc.py --inputs 1000000 --seed 0

Every input is a good request with some parts broken (`mutation`). What must hold: each one is
answered in CARLA's format, none takes longer than a second, the clock still ticks afterwards
with finite poses, and memory does not grow. Fails with the first input that breaks this.
"""

from __future__ import annotations

import argparse
import asyncio
import math
import random
import resource
import sys
import time
from pathlib import Path

import msgpack

sys.path.insert(0, str(Path(__file__).parent))

from corpus import Ids, requests
from mutation import mutated

from carla_bench.simulator.calls import answer
from carla_bench.simulator.maps import MapLibrary
from carla_bench.simulator.server import Simulator
from carla_bench.simulator.world import Settings

_SLOWEST_S = 1.0
_LONG = (
    "load_new_episode", "copy_opendrive_to_file", "replay_file", "get_required_files",
    "request_file",
)  # fmt: skip
"""calls that may load a town or build its navigation mesh"""
_TICK_EVERY = 200
_FRESH_EVERY = 5_000


class Fuzzer:
    """Feeds a simulator."""

    def __init__(self, town: str, seed: int) -> None:
        self.rng = random.Random(seed)
        self.simulator = Simulator(
            MapLibrary(), town, Settings(synchronous=True, fixed_delta_s=0.05)
        )
        self.inputs = 0
        self.refused = 0

    async def fresh(self) -> None:
        """Start over with a new episode and a few actors."""
        name = self.simulator.world.town.name
        self.simulator.load(name, Settings(synchronous=True, fixed_delta_s=0.05))
        spots = self.simulator.world.town.spawn_points
        kinds = ("vehicle.tesla.model3", "walker.pedestrian.0001", "static.prop.trafficcone01")
        world = self.simulator.world
        ids = [world.spawn(kind, {}, spots[i]).id for i, kind in enumerate(kinds)]
        ids.append(world.spawn("sensor.camera.rgb", {}, spots[3]).id)
        lights = [a.id for a in world.actors.values() if a.type_id == "traffic.traffic_light"]
        self.corpus = requests(Ids(*ids, lights[0] if lights else 0))

    async def one(self) -> None:
        """Send one broken request and check the reply."""
        name, arguments = self.rng.choice(self.corpus)
        broken = mutated(arguments, self.rng)
        broken = broken if isinstance(broken, list) else [broken]
        started = time.perf_counter()
        try:
            # Only what msgpack can carry arrives at a server.
            sent = msgpack.unpackb(msgpack.packb(broken), strict_map_key=False)
        except (OverflowError, ValueError):
            return
        reply = await answer(self.simulator, name, sent)
        msgpack.packb(reply)
        self.inputs += 1
        self.refused += _is_refusal(reply)
        took = time.perf_counter() - started
        if took > _SLOWEST_S and name not in _LONG:
            raise AssertionError(f"{name}{broken!r} took {took:.1f} s")

    async def tick(self) -> None:
        """Let time pass and check that all poses are numbers."""
        await answer(self.simulator, "tick_cue", [])
        for actor in self.simulator.world.actors.values():
            pose = actor.pose
            if not all(map(math.isfinite, (pose.x, pose.y, pose.z, pose.pitch, pose.yaw))):
                raise AssertionError(f"{actor.type_id} is at {pose}")

    async def run(self, inputs: int) -> None:
        """Send many."""
        await self.fresh()
        while self.inputs < inputs:
            if self.inputs % _FRESH_EVERY == _FRESH_EVERY - 1:
                await self.fresh()
            state = self.rng.getstate()
            try:
                await self.one()
                if self.inputs % _TICK_EVERY == 0:
                    await self.tick()
            except Exception:
                self.rng.setstate(state)
                name, arguments = self.rng.choice(self.corpus)
                print(f"input {self.inputs}: {name} {mutated(arguments, self.rng)!r}")
                raise


def _is_refusal(reply: object) -> bool:
    """Return whether a reply is an error: ``[[0, text]]``, or ``[[True, text]]`` of a void call."""
    first = reply[0] if isinstance(reply, list) and reply else None
    return isinstance(first, list) and len(first) == 2 and (first[0] is True or first[0] == 0)


def main() -> None:
    """Fuzz, and print what was done."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--town", default="Town02")
    options = parser.parse_args()
    fuzzer = Fuzzer(options.town, options.seed)
    begun, early = time.perf_counter(), 0
    while fuzzer.inputs < options.inputs:
        asyncio.run(fuzzer.run(min(fuzzer.inputs + 20_000, options.inputs)))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        early = early or peak
        print(
            f"{fuzzer.inputs} inputs, {fuzzer.refused} refused, peak memory {peak} MiB "
            f"({peak - early:+d}), {time.perf_counter() - begun:.0f} s",
            flush=True,
        )


if __name__ == "__main__":
    main()
