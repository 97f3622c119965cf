"""The session: frames in step, truth that fits together, and a server left as it was found."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import carla
import numpy as np
import pytest

from carla_bench import catalogue
from carla_bench.core.frame import Control
from carla_bench.core.geometry import project, transform_points, unproject
from carla_bench.core.labels import UNKNOWN_CATEGORIES
from carla_bench.core.seeding import generator
from carla_bench.core.sensors import CameraSpec, Rig
from carla_bench.errors import ConfigError, ConnectionLost, SimulatorError, VersionMismatch
from carla_bench.session.session import Session, SessionConfig
from carla_bench.simulator.rpc import RpcServer

SMALL = Rig(cameras=(CameraSpec(width=256, height=128),))


def plan_for(session, seed=0):
    scenario = catalogue.load("scenario", "construction")
    return scenario.build(session.roads, scenario.config(), generator(seed, "test"))


@pytest.fixture(scope="module")
def drive():
    """An open session and the frames of a short drive through a construction site."""
    agent_spec = catalogue.load("agent", "route_follower")
    agent = agent_spec.build(agent_spec.config())
    with Session(SessionConfig(town="Town02", rig=SMALL)) as session:
        plan = plan_for(session)
        agent.setup(plan)
        frames = [session.begin(plan)]
        for _ in range(120):
            frames.append(session.tick(agent.run_step(frames[-1])))
        yield session, plan, frames


def test_every_tick_is_one_frame(drive):
    _, _, frames = drive
    numbers = [frame.frame for frame in frames]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    steps = np.diff([frame.time_s for frame in frames])
    np.testing.assert_allclose(steps, 0.05, atol=1e-6)


def test_the_car_is_where_the_camera_says(drive):
    _, _, frames = drive
    spec = SMALL.cameras[0]
    for frame in frames[::20]:
        expected = transform_points(frame.ego.pose.matrix, spec.pose.position)
        camera = frame.cameras["front"].world_from_camera
        np.testing.assert_allclose(camera[:3, 3], expected, atol=1e-3)


def test_unknown_pixels_are_those_of_the_placed_objects(drive):
    _, plan, frames = drive
    seen = 0
    for frame in frames:
        view = frame.cameras["front"]
        of_id = {state.id % 2**16: state.unknown for state in frame.objects if state.unknown}
        expected = np.zeros(view.instance.shape, np.uint8)
        for number, category in of_id.items():
            expected[view.instance == number] = 1 + UNKNOWN_CATEGORIES.index(category)
        np.testing.assert_array_equal(view.unknown, expected)
        seen += int((expected > 0).sum())
    assert len(of_id) == len(plan.placements)
    assert seen > 1000


def world_points(view):
    """Return (H, W, 3) world positions of all pixels; the sky is put far behind the camera."""
    depth = np.where(np.isfinite(view.depth), view.depth, -1e3)
    return transform_points(view.world_from_camera, unproject(depth, view.intrinsics))


def test_pixels_of_an_object_lie_in_its_box(drive):
    _, _, frames = drive
    checked = 0
    for frame in frames[::10]:
        view = frame.cameras["front"]
        points = world_points(view)
        for state in frame.objects:
            mask = view.instance == state.id % 2**16
            local = transform_points(np.linalg.inv(state.pose.matrix), points[mask])
            outside = np.abs(local - state.center) > np.array(state.extent) + 0.02
            assert not outside.any(), state
            checked += int(mask.sum())
    assert checked > 100


def reprojected_agreement(now, then):
    """Return the share of static, unoccluded pixels that meet their own instance later."""
    points = world_points(now)
    uvz = project(transform_points(np.linalg.inv(then.world_from_camera), points), then.intrinsics)
    height, width = now.depth.shape
    with np.errstate(invalid="ignore"):
        inside = (
            np.isfinite(now.depth) & (uvz[..., 2] > 0)
            & (uvz[..., 0] >= 0) & (uvz[..., 0] < width)
            & (uvz[..., 1] >= 0) & (uvz[..., 1] < height)
        )  # fmt: skip
    rows, columns = (uvz[inside][:, 1].astype(int), uvz[inside][:, 0].astype(int))
    z, there = uvz[inside][:, 2], then.depth[rows, columns]
    # Unoccluded: what the later camera sees at that pixel is as far away as the point. A pixel
    # of a slanted surface covers a range of depths, which depth's own slope in the image bounds.
    slope = np.abs(np.gradient(np.where(np.isinf(then.depth), 1000.0, then.depth)))
    visible = np.abs(there - z) < 0.02 * z + np.minimum(slope.max(axis=0)[rows, columns], 0.05 * z)
    same = now.instance[inside] == then.instance[rows, columns]
    return float(same[visible].mean()), int(visible.sum())


def test_depth_and_extrinsics_carry_pixels_to_the_same_instance_in_the_next_frame(drive):
    _, _, frames = drive
    shares = []
    for now, then in zip(frames[10:-1:10], frames[11::10], strict=False):
        share, count = reprojected_agreement(now.cameras["front"], then.cameras["front"])
        assert count > 5000
        shares.append(share)
    assert min(shares) >= 0.98


def test_the_agent_passes_the_site_without_touching_it(drive):
    _, _, frames = drive
    assert frames[-1].ego.speed_mps > 2.0
    for frame in frames:
        inverse = np.linalg.inv(frame.ego.pose.matrix)
        for state in frame.objects:
            local = transform_points(inverse, state.pose.position)
            gap = np.abs(local[:2]) - np.array(frame.ego.extent[:2])
            assert gap.max() > 0.0, state


def test_a_second_episode_clears_the_first(drive):
    session, _, _ = drive
    plan = plan_for(session, seed=1)
    frame = session.begin(plan)
    assert sum(bool(state.unknown) for state in frame.objects) == len(plan.placements)
    assert frame.ego.speed_mps == pytest.approx(plan.target_speed_mps, abs=0.5)


def test_a_server_that_is_not_ours_is_left_as_it_was(port):
    client = carla.Client("127.0.0.1", port)
    client.set_timeout(20.0)
    world = client.get_world()
    world.wait_for_tick()
    before = {actor.id for actor in world.get_actors()}
    with pytest.raises(ZeroDivisionError):
        with Session(SessionConfig(sim=f"127.0.0.1:{port}", town="Town02", rig=SMALL)) as session:
            session.begin(plan_for(session))
            assert world.get_settings().synchronous_mode
            raise ZeroDivisionError
    assert not world.get_settings().synchronous_mode
    assert world.get_settings().fixed_delta_seconds is None
    world.wait_for_tick()
    world.wait_for_tick()
    assert {actor.id for actor in world.get_actors()} == before


def test_interrupting_leaves_no_process_behind(tmp_path):
    script = """
        import os, sys, time
        from carla_bench.session.session import Session, SessionConfig
        try:
            with Session(SessionConfig(town="Town02")) as session:
                print(session.server.port, flush=True)
                time.sleep(60)
        except KeyboardInterrupt:
            print("left", flush=True)
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)], stdout=subprocess.PIPE, text=True
    )
    port = int(process.stdout.readline())
    os.kill(process.pid, signal.SIGINT)
    assert process.stdout.readline() == "left\n"
    assert process.wait(10) == 0
    process.stdout.close()
    with pytest.raises(ConnectionLost, match=f"127.0.0.1:{port}"):
        Session(SessionConfig(sim=f"127.0.0.1:{port}")).__enter__()


def test_a_broken_map_is_one_line(tmp_path):
    path = tmp_path / "broken.xodr"
    for text in ("<OpenDRIVE", "<OpenDRIVE/>", "no xml"):
        path.write_text(text)
        with pytest.raises(ConfigError, match="broken"), Session(SessionConfig(town=str(path))):
            pass


def test_an_unknown_town_names_the_choices(port):
    for sim in ("embedded", f"127.0.0.1:{port}"):
        with pytest.raises(ConfigError, match="Town01, Town02"):
            Session(SessionConfig(sim=sim, town="Town99")).__enter__()


def test_something_that_is_no_carla_server():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ConnectionLost, match="not a CARLA server"):
            Session(SessionConfig(sim=f"127.0.0.1:{port}")).__enter__()


def test_a_real_carla_town_drives():
    path = Path(__file__).parents[2] / "../shared/maps/Town10HD.xodr"
    if not path.exists():
        pytest.skip("the real towns are not here")
    with Session(SessionConfig(town=str(path.resolve()), rig=SMALL)) as session:
        plan = plan_for(session)
        frame = session.begin(plan)
        for _ in range(10):
            frame = session.tick(Control(throttle=0.5))
    assert session.town == "Town10HD"
    assert np.isin([1, 11], frame.cameras["front"].semantic).all()


def test_a_server_of_another_version():
    async def old_server(name, arguments):
        return [[1, "0.9.15"]]

    async def meet():
        server = RpcServer(old_server)
        listener = socket.create_server(("127.0.0.1", 0))
        await server.start(listener)
        port = listener.getsockname()[1]
        session = Session(SessionConfig(sim=f"127.0.0.1:{port}"))
        try:
            await asyncio.to_thread(session.__enter__)
        finally:
            await server.close()

    with pytest.raises(VersionMismatch, match=r"0\.9\.15.*0\.9\.16"):
        asyncio.run(meet())


def test_a_server_that_dies_is_noticed_and_mourned_quickly():
    with pytest.raises(SimulatorError) as caught:
        with Session(SessionConfig(town="Town02", rig=SMALL)) as session:
            session.begin(plan_for(session))
            os.kill(server_process_of(os.getpid()), signal.SIGKILL)
            begun = time.monotonic()
            for _ in range(3):
                session.tick(Control())
    assert time.monotonic() - begun < 30.0
    assert "\n" not in str(caught.value)


def server_process_of(parent):
    """Return the embedded server among the child processes of a process."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    servers = [
        int(child)
        for child in children
        if "carla_bench.simulator" in Path(f"/proc/{child}/cmdline").read_text()
    ]
    return max(servers)
