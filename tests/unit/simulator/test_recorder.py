"""Recording a small world, the texts about it, and replaying it."""

import contextlib
from types import SimpleNamespace

import carla
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carla_bench.core.geometry import Pose
from carla_bench.simulator.collision import Collision
from carla_bench.simulator.recorder import cast
from carla_bench.simulator.recorder.codec import BrokenRecording
from carla_bench.simulator.recorder.log_file import frames
from carla_bench.simulator.recorder.recorder import Recorder
from carla_bench.simulator.recorder.records import Packet
from carla_bench.simulator.recorder.replay import ReplayPlan
from carla_bench.simulator.recorder.reports import actors_blocked, collisions, file_info
from carla_bench.simulator.traffic.lights import State
from carla_bench.simulator.world import World

STEP_S = 0.05


ROAD = """
<OpenDRIVE><header revMajor="1" revMinor="4"/>
<road name="" length="90" id="1" junction="-1">
  <planView><geometry s="0" x="0" y="0" hdg="0" length="90"><line/></geometry></planView>
  <lanes><laneSection s="0">
    <center><lane id="0" type="none" level="false"/></center>
    <right><lane id="-1" type="driving" level="false"><width sOffset="0" a="3.5" b="0" c="0" d="0"/>
    </lane></right></laneSection></lanes>
  <signals><signal id="7" name="" s="50" t="-5" zOffset="0" hOffset="0" dynamic="yes"
    orientation="+" type="1000001" subtype="-1" value="-1" height="1" width="1">
    <validity fromLane="-1" toLane="-1"/></signal></signals>
</road></OpenDRIVE>
"""
MAP = carla.Map("Town02", ROAD)


class FlatGround:
    """The plane z = 0."""

    def cast(self, origins, directions, limit):
        down = directions[:, 2] < -1e-6
        distance = np.where(down, -origins[:, 2] / np.where(down, directions[:, 2], 1), np.inf)
        normal = np.tile([0.0, 0.0, 1.0], (len(origins), 1))
        tag = np.ones(len(origins), np.uint8)
        return SimpleNamespace(distance=distance.astype(np.float32), normal=normal, tag=tag)


def small_world():
    """Return a world with one traffic light."""
    town = SimpleNamespace(name="Town02", spawn_points=(), map=MAP, opendrive=ROAD)
    return World(town, FlatGround())


def light_of(world):
    return next(actor for actor in world.actors.values() if actor.sign is not None)


def step(recorder, world, count=1):
    for _ in range(count):
        world.step(STEP_S)
        recorder.after_step(world)


@pytest.fixture
def recorder(tmp_path):
    return Recorder(tmp_path)


def recorded(recorder, *, additional=False):
    """Record two seconds: a car that drives off after one, a hero, a walker and a sensor."""
    world = small_world()
    path = recorder.folder.path("drive.log")
    recorder.record(path, world, additional=additional)
    hero = world.spawn("vehicle.tesla.model3", {"role_name": "hero"}, Pose(x=-20.0))
    car = world.spawn("vehicle.audi.tt", {}, Pose(x=1.0, y=2.0, yaw=170.0))
    walker = world.spawn("walker.pedestrian.0001", {}, Pose(x=9.0, y=9.0, z=1.0))
    camera = world.spawn("sensor.camera.rgb", {}, Pose(z=2.0), parent=car)
    for actor in (hero, car, walker):
        actor.simulate_physics = False
    track = []
    for number in range(41):
        moved = max(number - 20, 0)
        car.pose = Pose(x=1.0 + 0.5 * moved, y=2.0, yaw=(170.0 + moved + 180) % 360 - 180)
        car.drive = type(car.drive)(throttle=0.5, steer=0.25)
        car.light_flags = 2 if moved else 0
        world.step(STEP_S)
        world.collisions = []
        if number in (5, 6, 8):
            world.collisions = [Collision(car, hero, 14, (1.0, 0.0, 0.0)),
                                Collision(hero, car, 14, (-1.0, 0.0, 0.0)),
                                Collision(car, None, 3, (1.0, 0.0, 0.0))]  # fmt: skip
        if number == 30:
            world.destroy(walker.id)
        recorder.after_step(world)
        track.append(car.pose)
    recorder.stop_recording()
    return SimpleNamespace(path=path, hero=hero, car=car, walker=walker, camera=camera, track=track)


def test_a_recording_has_the_events_of_its_frames(recorder):
    log = recorded(recorder)
    reel = list(frames(log.path))
    assert len(reel) == 41
    added = [record.type_id for record in reel[0].records(Packet.EVENT_ADD)]
    assert added[:2] == ["spectator", "traffic.traffic_light"]
    assert added[2:] == ["vehicle.tesla.model3", "vehicle.audi.tt", "walker.pedestrian.0001",
                         "sensor.camera.rgb"]  # fmt: skip
    assert reel[0].records(Packet.EVENT_PARENT) == [(log.camera.id, log.car.id)]
    assert reel[30].records(Packet.EVENT_DEL) == [(log.walker.id,)]
    assert [frame.start.elapsed_s for frame in reel] == pytest.approx(np.arange(41) * STEP_S)


def test_a_pair_that_touches_is_recorded_once(recorder):
    log = recorded(recorder)
    contacts = list(frames(log.path))[5].records(Packet.COLLISION)
    assert contacts == [
        (0, log.car.id, log.hero.id, False, True),
        (1, log.car.id, 0xFFFFFFFF, False, False),
    ]


def test_only_additional_data_hold_velocities_and_boxes(recorder):
    extra = {Packet.KINEMATICS, Packet.BOUNDING_BOX, Packet.PLATFORM_TIME}
    for additional in (False, True):
        log = recorded(recorder, additional=additional)
        first = {packet for packet, _ in next(frames(log.path)).packets}
        assert (extra <= first) == additional
        assert bool(extra & first) == additional


def test_nothing_is_written_without_a_recording(recorder, tmp_path):
    step(recorder, small_world(), 3)
    assert not list(tmp_path.iterdir())


def test_a_new_town_ends_the_recording(recorder):
    world = small_world()
    path = recorder.folder.path("a.log")
    recorder.record(path, world, additional=False)
    step(recorder, world, 2)
    other = small_world()
    other.episode = 2
    step(recorder, other, 5)
    assert len(list(frames(path))) == 2


def test_the_info_tells_events_in_carlas_words(recorder):
    log = recorded(recorder)
    text = file_info(log.path, show_all=False)
    assert text.startswith("Version: 2\nMap: Town02\nDate: ")
    assert text.endswith("\nFrames: 41\nDuration: 2 seconds\n")
    assert f" Create {log.car.id}: vehicle.audi.tt (1) at (100, 200, 0)\n" in text
    assert "  role_name = hero\n" in text
    assert f" Parenting {log.camera.id} with {log.car.id} (parent)\n" in text
    assert f" Collision id 0 between {log.car.id} with {log.hero.id} (hero)\n" in text
    assert f"Frame 31 at 1.5 seconds\n Destroy {log.walker.id}\n" in text
    assert "Positions" not in text


def test_the_whole_info_tells_states_too(recorder):
    log = recorded(recorder, additional=True)
    light = light_of(small_world()).id
    text = file_info(log.path, show_all=True)
    assert " Positions: 4\n" in text
    assert f"  Id: {log.car.id} Steering: 0.25 Throttle: 0.5 Brake: 0 Handbrake: 0 Gear: 0" in text
    assert f"  Id: {light} state: 2 frozen: 0 elapsedTime: 0.5\n" in text
    assert f"  Id: {light} green_time: 10 yellow_time: 3 red_time: 2\n" in text
    assert f"  Id: {log.car.id} LowBeam\n" in text
    assert " Actor bounding boxes: 5\n" in text
    assert text.count("\nFrame ") == 41


def test_a_collision_is_listed_when_it_begins(recorder):
    log = recorded(recorder)
    rows = collisions(log.path, "a", "a").splitlines()[5:-3]
    assert [(row.split()[0], row.split()[1:3], row.split()[3]) for row in rows] == [
        (time, ["v", other], str(log.car.id)) for time in ("0", "0") for other in ("v", "o")
    ]  # frames 6 and 7 are one collision, frame 9 is another
    assert len(collisions(log.path, "v", "h").splitlines()[5:-3]) == 2
    assert not collisions(log.path, "w", "a").splitlines()[5:-3]


def test_blocked_actors_are_listed_the_longest_first(recorder):
    log = recorded(recorder)
    rows = [row.split() for row in actors_blocked(log.path, 0.9, 10.0).splitlines()[5:-3]]
    assert [row[1] for row in rows][-1] == str(log.car.id)
    assert {int(row[1]) for row in rows} >= {log.hero.id, log.walker.id, log.car.id}
    assert [float(row[-1]) for row in rows] == sorted(
        (float(row[-1]) for row in rows), reverse=True
    )
    assert "vehicle.audi.tt" in actors_blocked(log.path, 0.9, 10.0)


def replaying(recorder, log, world=None, **options):
    plan = {"start_s": 0.0, "end_s": 2.0, **options}
    world = world or small_world()
    recorder.replay(ReplayPlan(path=log.path, **plan), world)
    return world


def of_type(world, prefix):
    return next(
        (actor for actor in world.actors.values() if actor.type_id.startswith(prefix)), None
    )


def assert_same(pose, other):
    assert [pose.x, pose.y, pose.z] == pytest.approx([other.x, other.y, other.z], abs=1e-3)
    assert (pose.yaw - other.yaw + 180) % 360 - 180 == pytest.approx(0.0, abs=1e-3)


def test_a_replay_moves_actors_as_they_moved(recorder):
    log = recorded(recorder)
    world = replaying(recorder, log)
    car = of_type(world, "vehicle.audi.tt")
    assert_same(car.pose, log.track[0])
    for number in range(1, 40):
        step(recorder, world)
        assert_same(car.pose, log.track[number])
    assert car.velocity == pytest.approx((10.0, 0.0, 0.0), abs=1e-2)
    assert (car.drive.throttle, car.light_flags) == (0.5, 2)


def test_a_replay_at_half_speed_lies_between_frames(recorder):
    log = recorded(recorder)
    recorder.choices.time_factor = 0.5
    world = replaying(recorder, log, start_s=1.45)
    step(recorder, world)
    car = of_type(world, "vehicle.audi.tt")
    assert car.pose.x == pytest.approx((log.track[29].x + log.track[30].x) / 2, abs=1e-3)
    assert car.pose.yaw == pytest.approx(179.5, abs=1e-3)  # between 179 and -180


def test_who_has_gone_before_the_start_is_not_there(recorder):
    log = recorded(recorder)
    assert of_type(replaying(recorder, log, start_s=1.0), "walker.") is not None
    assert of_type(replaying(recorder, log, start_s=1.6), "walker.") is None


def test_sensors_come_back_when_they_are_asked_for(recorder):
    log = recorded(recorder)
    assert of_type(replaying(recorder, log), "sensor.") is None
    world = replaying(recorder, log, sensors=True)
    camera = of_type(world, "sensor.")
    step(recorder, world, 35)
    assert camera.parent.type_id == "vehicle.audi.tt"
    above = camera.pose.position - camera.parent.pose.position
    assert above == pytest.approx([0, 0, 2], abs=1e-3)


def test_a_hero_can_be_left_out(recorder):
    log = recorded(recorder)
    assert of_type(replaying(recorder, log), "vehicle.tesla") is not None
    recorder.choices.ignore_hero = True
    assert of_type(replaying(recorder, log), "vehicle.tesla") is None


def test_the_spectator_follows_an_actor(recorder):
    log = recorded(recorder)
    world = replaying(recorder, log, follow=log.car.id, offset=Pose(x=-10.0, z=5.0, pitch=-25.0))
    step(recorder, world, 30)
    car, spectator = of_type(world, "vehicle.audi.tt"), world.spectator
    local = np.linalg.inv(car.pose.matrix) @ spectator.pose.matrix
    assert local == pytest.approx(Pose(x=-10.0, z=5.0, pitch=-25.0).matrix, abs=1e-6)


def test_the_spectator_moves_only_when_it_is_asked_to(recorder):
    log = recorded(recorder)
    for ignore in (True, False):
        recorder.choices.ignore_spectator = ignore
        world = small_world()
        world.place(world.spectator, Pose(x=500.0))
        replaying(recorder, log, world)
        step(recorder, world)
        assert (world.spectator.pose.x == 500.0) == ignore


def test_traffic_lights_show_what_they_showed(recorder):
    world = small_world()
    path = recorder.folder.path("a.log")
    recorder.record(path, world, additional=True)
    light = light_of(world).sign
    light.state, light.controller.group.frozen = State.YELLOW, True
    light.controller.group.elapsed_s = 1.5
    step(recorder, world, 3)
    recorder.stop_recording()
    again = small_world()
    again.spawn("static.prop.bin", {}, Pose())  # so that ids differ
    recorder.replay(ReplayPlan(path=path, start_s=0.0, end_s=0.1), again)
    shown = light_of(again).sign
    assert shown.state == State.YELLOW
    assert shown.controller.group.frozen
    assert shown.controller.group.elapsed_s == 1.5


def test_afterwards_actors_stay_and_stand(recorder):
    log = recorded(recorder)
    world = replaying(recorder, log)
    step(recorder, world, 41)
    car = of_type(world, "vehicle.audi.tt")
    assert_same(car.pose, log.track[-1])
    assert car.simulate_physics
    assert car.drive.throttle == 0.0
    assert car.velocity == pytest.approx((0.0, 0.0, 0.0), abs=1e-3)


@pytest.mark.parametrize("keep", [True, False])
def test_a_replay_that_is_stopped_keeps_its_actors_or_not(recorder, keep):
    world = replaying(recorder, recorded(recorder))
    own = world.spawn("vehicle.audi.a2", {}, Pose(x=100.0))
    step(recorder, world, 3)
    recorder.stop_replay(keep_actors=keep)
    assert (of_type(world, "vehicle.audi.tt") is not None) == keep
    assert own.id in world.actors


def test_an_actor_that_a_client_destroys_is_no_harm(recorder):
    world = replaying(recorder, recorded(recorder))
    world.destroy(of_type(world, "vehicle.audi.tt").id)
    step(recorder, world, 41)
    assert of_type(world, "vehicle.audi.tt") is None


def test_a_log_that_breaks_at_its_start_leaves_nobody(recorder):
    log = recorded(recorder)
    log.path.write_bytes(log.path.read_bytes()[:-400])
    world = small_world()
    before = set(world.actors)
    with pytest.raises(BrokenRecording):
        recorder.replay(ReplayPlan(path=log.path, start_s=1.99, end_s=2.0), world)
    assert set(world.actors) == before


@pytest.mark.parametrize(("count", "fits"), [(3, True), (4, False)])
def test_a_log_cannot_fill_the_world(recorder, monkeypatch, count, fits):
    monkeypatch.setattr(cast, "_MOST_ACTORS", 3)
    world = small_world()
    path = recorder.folder.path("crowd.log")
    recorder.record(path, world, additional=False)
    for number in range(count):
        world.spawn("static.prop.bin", {}, Pose(x=5.0 * number))
    step(recorder, world, 2)
    recorder.stop_recording()
    plan = ReplayPlan(path=path, start_s=0.0, end_s=1.0)
    with contextlib.nullcontext() if fits else pytest.raises(BrokenRecording, match="more than 3"):
        recorder.replay(plan, small_world())


@pytest.fixture(scope="module")
def content(tmp_path_factory):
    return recorded(Recorder(tmp_path_factory.mktemp("logs")), additional=True).path.read_bytes()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_a_damaged_log_ends_the_replay_and_nothing_else(recorder, content, data):
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(45, len(content) - 1))] = data.draw(st.integers(0, 255))
    path = recorder.folder.path("damaged.log")
    path.write_bytes(damaged)
    world = small_world()
    try:
        recorder.replay(ReplayPlan(path=path, start_s=0.0, end_s=2.0, sensors=True), world)
    except BrokenRecording:
        return
    step(recorder, world, 45)
    for actor in world.actors.values():
        assert np.isfinite(actor.pose.matrix).all()
        assert len(actor.record()) == 119
