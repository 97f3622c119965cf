"""Traffic lights and signs, on maps of a few lines."""

import json
import struct
import subprocess
import sys
import time
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import carla
import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.traffic.lights import Box, Controller, Group, Light, State, lamps_of
from carla_bench.simulator.traffic.signals import Spot, controllers_of, mended, read_signals
from carla_bench.simulator.traffic.traffic import Traffic, face_pose
from carla_bench.simulator.traffic.triggers import fronts_in, rectangles_of

MAPS = Path(__file__).parents[4] / "shared" / "maps"
RED, YELLOW, GREEN = State.RED, State.YELLOW, State.GREEN

LANE = '<lane id="{}" type="driving"><width sOffset="0" a="3.5" b="0" c="0" d="0"/></lane>'
LIGHT = """<signal id="{}" s="{}" t="{}" zOffset="0" type="1000001" orientation="{}" dynamic="yes"
name="l"><validity fromLane="{lane}" toLane="{lane}"/></signal>"""
LIMIT = """<signal id="{}" s="{}" t="-5" zOffset="2" type="274" value="{}" orientation="+"
dynamic="no" name="s"><validity fromLane="-1" toLane="-1"/></signal>"""
CONTROL = '<controller id="{0}"><control signalId="{0}1"/><control signalId="{0}2"/></controller>'


def road_text(signals="", others=""):
    """A straight road along x of 100 m; lane -1 runs along x at y = 1.75, lane 1 against it."""
    return f"""<OpenDRIVE><header revMajor="1" revMinor="4"/>
    <road name="" length="100" id="1" junction="-1"><planView>
    <geometry s="0" x="0" y="0" hdg="0" length="100"><line/></geometry></planView>
    <lanes><laneSection s="0"><left>{LANE.format(1)}</left>
    <center><lane id="0" type="none"/></center><right>{LANE.format(-1)}</right></laneSection>
    </lanes><signals>{signals}</signals></road>{others}</OpenDRIVE>"""


def traffic_of(text, ground=0.0):
    numbers = count(1)
    actors = []

    def add(type_id, pose):
        actors.append(Actor(next(numbers), type_id, None, {}, pose))
        return actors[-1]

    made = Traffic(carla.Map("a", text), text, lambda points: [ground] * len(points), add)
    return made, actors


def car(x, y=1.75, yaw=0.0):
    blueprint = blueprint_library()["vehicle.tesla.model3"]
    return Actor(99, blueprint.id, blueprint, {}, Pose(x, y, 0.0, 0.0, yaw, 0.0))


# --- cycles ------------------------------------------------------------------


def light(name="a"):
    return Light(name, Box(), 3.0)


def run(group, seconds, delta_s=0.05):
    """Return the states of all lights once a second."""
    seen = []
    for tick in range(round(seconds / delta_s)):
        if tick % round(1 / delta_s) == 0:
            seen.append(tuple(entry.state for entry in group.lights))
        group.step(delta_s)
    return seen


def test_controllers_take_turns():
    group = Group([Controller([light(), light()]), Controller([light()])])
    seen = run(group, 60)
    turn = [GREEN] * 10 + [YELLOW] * 3 + [RED] * 17
    assert [state for state, _, _ in seen] == 2 * turn
    assert [state for _, _, state in seen] == 2 * (turn[15:] + turn[:15])
    assert all(first == second for first, second, _ in seen)
    assert [entry.pole for entry in group.lights] == [0, 1, 2]


def test_never_two_green_controllers():
    group = Group([Controller([light()], green_s=n, yellow_s=0.5, red_s=0.0) for n in range(3)])
    for states in run(group, 30):
        assert sum(state != RED for state in states) <= 1


def test_reset_begins_anew_and_freezing_stops_the_time():
    group = Group([Controller([light()]), Controller([light()])])
    first = run(group, 17.3)
    group.reset()
    assert run(group, 17.3) == first
    group.frozen = True
    before = group.elapsed_s
    assert len(set(run(group, 30))) == 1
    assert group.elapsed_s == before


def test_a_state_set_by_hand_lasts_until_the_controllers_turn():
    group = Group([Controller([light()]), Controller([light()])])
    group.lights[1].state = GREEN
    assert [state for _, state in run(group, 15)] == [GREEN] * 15
    assert [state for _, state in run(group, 15)] == [GREEN] * 10 + [YELLOW] * 3 + [RED] * 2


def test_lamps():
    assert [lamps_of(state) for state in State] == [1, 2, 4, 0, 0]


# --- reading -----------------------------------------------------------------


def test_a_light_stands_on_the_ground_and_looks_at_its_drivers():
    text = road_text(LIGHT.format("5", 50, -5, "+", lane=-1))
    traffic, (actor,) = traffic_of(text, ground=0.3)
    assert actor.type_id == "traffic.traffic_light"
    assert (actor.pose.y, actor.pose.z) == pytest.approx((5.0, 0.3))
    face = face_pose(actor.pose)
    np.testing.assert_allclose(face.matrix[:3, 0], [1, 0, 0], atol=1e-6)  # drivers go along +x
    box = actor.sign.trigger
    middle = actor.pose.matrix @ [*box.center, 1]
    np.testing.assert_allclose(middle[:2], [47, 1.75], atol=0.01)  # 3 m before the signal's s
    assert box.extent[:2] == pytest.approx((3.5 / 4, 1.5))
    assert len(traffic.groups) == 1


def test_signs_and_what_they_are_called():
    stop = LIGHT.format("7", 20, -5, "+", lane=-1).replace("1000001", "206")
    other = LIGHT.format("8", 30, -5, "+", lane=-1).replace("1000001", "999")
    give_way = LIGHT.format("9", 40, 5, "-", lane=1).replace("1000001", "205")
    _, actors = traffic_of(road_text(stop + other + give_way + LIMIT.format("6", 60, 90)))
    assert [actor.type_id for actor in actors] == [
        "traffic.speed_limit.90", "traffic.stop", "traffic.unknown", "traffic.yield",
    ]  # fmt: skip
    assert actors[0].record()[65:].rstrip(b"\0") == b"6"


def test_groups_follow_junctions_and_sequences():
    controllers = "".join(CONTROL.format(n) for n in (1, 2, 3))
    junction = (
        '<junction id="9" name=""><controller id="2" sequence="0"/>'
        '<controller id="1" sequence="1"/><controller id="77"/></junction>'
    )
    ids = controllers_of(road_text(others=controllers + junction))
    assert ids == [[["21", "22"], ["11", "12"]], [["31", "32"]]]


def test_lights_without_a_controller_are_alone():
    signals = "".join(LIGHT.format(n, 10 * n, -5, "+", lane=-1) for n in (1, 2, 3))
    controller = '<controller id="4"><control signalId="1"/><control signalId="3"/></controller>'
    traffic, _ = traffic_of(road_text(signals, controller))
    assert [[entry.id for entry in group.lights] for group in traffic.groups] == [["1", "3"], ["2"]]


def test_the_record_of_a_light():
    traffic, (actor,) = traffic_of(road_text(LIGHT.format("5", 50, -5, "+", lane=-1)))
    actor.sign.controller.green_s = 7.0
    traffic.step(1.5)
    details = struct.unpack("<32s4fI?B", actor.record()[65:])
    assert details == (b"5".ljust(32, b"\0"), 7.0, 3.0, 2.0, 1.5, 0, False, 2)


@pytest.mark.skipif(not MAPS.exists(), reason="CARLA's maps are not here")
@pytest.mark.parametrize(("name", "lights", "groups"), [("Town01", 36, 12), ("Town10HD", 17, 7)])
def test_real_maps(name, lights, groups):
    traffic, actors = traffic_of((MAPS / f"{name}.xodr").read_text())
    assert sum(actor.type_id == "traffic.traffic_light" for actor in actors) == lights
    assert len(traffic.groups) == groups
    for group in traffic.groups:
        assert len({entry.state for entry in group.lights}) == min(2, len(group.controllers))


# --- vehicles ----------------------------------------------------------------


def test_a_vehicle_notices_its_light_between_the_edges_of_the_box():
    text = road_text(LIGHT.format("5", 50, -5, "+", lane=-1))
    traffic, (actor,) = traffic_of(text)
    vehicle = car(0.0)
    reach = vehicle.extent[0]
    noticed = []
    for x in np.arange(30.0, 60.0, 0.25):
        vehicle.pose = Pose(x, 1.75)
        traffic.watch([vehicle])
        if vehicle.light is actor:
            noticed.append(x)
    # The box reaches from 45.5 m to 48.5 m; the front half of the vehicle counts.
    assert noticed[0] == pytest.approx(45.5 - reach, abs=0.25)
    assert noticed[-1] == pytest.approx(48.5, abs=0.25)
    assert len(noticed) == pytest.approx((3 + reach) / 0.25, abs=1)


def test_other_lanes_and_other_ways_do_not_matter():
    traffic, _ = traffic_of(road_text(LIGHT.format("5", 50, -5, "+", lane=-1)))
    for other in (car(46, -1.75, 180), car(47, 1.75, 180), car(47, 1.75, 90), car(46, 4.0)):
        traffic.watch([other])
        assert other.light is None


def test_what_a_vehicle_reports():
    _, (actor,) = traffic_of(road_text(LIGHT.format("5", 50, -5, "+", lane=-1)))
    vehicle = car(46.0)
    layout = struct.Struct("<fB?I")
    assert layout.unpack_from(vehicle.record(), 65 + 19) == (30.0, 2, False, 0)
    vehicle.light, actor.sign.state, vehicle.speed_limit_kmh = actor, RED, 90.0
    assert layout.unpack_from(vehicle.record(), 65 + 19) == (90.0, 0, True, actor.id)


def test_a_limit_counts_from_its_sign_on():
    traffic, _ = traffic_of(road_text(LIMIT.format("6", 50, 90)))
    vehicle = car(0.0)
    seen = []
    for x in np.arange(30.0, 80.0, 2.4):  # 48 m/s in steps of 0.05 s
        vehicle.pose = Pose(x, 1.75)
        traffic.watch([vehicle])
        seen.append(vehicle.speed_limit_kmh)
    assert (seen[0], seen[-1]) == (30.0, 90.0)
    assert seen == sorted(seen)


coordinate = st.floats(-8, 8)


@settings(max_examples=300, deadline=None)
@given(coordinate, coordinate, st.floats(-180, 180), st.floats(-180, 180), st.floats(0.5, 4))
def test_touching_against_many_points_on_the_front_half(x, y, yaw, heading, reach):
    spot = Spot(1.0, -2.0, 0.0, heading, 1.5, 0.9)
    angle, turn = np.deg2rad(yaw), np.deg2rad(heading)
    front = reach * np.array([np.cos(angle), np.sin(angle)])
    found = fronts_in(np.array([[x, y, 0.0, *front]]), rectangles_of([spot]))[0]
    points = np.array([x - 1, y + 2]) + np.linspace(0, 1, 2001)[:, None] * front
    along = points @ [np.cos(turn), np.sin(turn)]
    beside = points @ [-np.sin(turn), np.cos(turn)]
    same_way = np.cos(angle - turn)
    slack = 0.01
    surely = ((abs(along) < 1.5 - slack) & (abs(beside) < 0.9 - slack)).any()
    maybe = ((abs(along) < 1.5 + slack) & (abs(beside) < 0.9 + slack)).any()
    if surely and same_way > 0.5 + slack:
        assert found == 0
    if not maybe or same_way < 0.5 - slack:
        assert found == -1


def test_watching_fifty_vehicles_is_cheap():
    signals = "".join(LIMIT.format(n, 1 + n / 4, 50) for n in range(390))
    traffic, _ = traffic_of(road_text(signals))
    vehicles = [car(2.0 * n, -1.75, 180) for n in range(50)]
    traffic.watch(vehicles)
    times = []
    for _ in range(50):
        start = time.perf_counter()
        traffic.watch(vehicles)
        times.append(time.perf_counter() - start)
    assert np.median(times) < 1e-3  # 0.2 ms on an idle machine


# --- text that is wrong --------------------------------------------------------


def test_a_reference_to_a_missing_signal_is_dropped():
    text = road_text(
        '<signalReference id="9" s="3" t="0" orientation="+"/>' + LIMIT.format(6, 5, 50)
    )
    better = mended(text, ElementTree.fromstring(text))
    assert "signalReference" not in better
    assert [signal.id for signal in read_signals(carla.Map("a", better))] == ["6"]
    fine = road_text(LIMIT.format(6, 5, 50))
    assert mended(fine, ElementTree.fromstring(fine)) is fine


READ = """
import json, sys, carla
from itertools import count
from carla_bench.errors import ConfigError
from carla_bench.simulator import town
from carla_bench.simulator.actor import Actor
from carla_bench.simulator.traffic.traffic import Traffic
for text in json.load(sys.stdin):
    try:
        checked = town._checked("a", text)
        carla_map = town._parse("a", checked)
    except ConfigError:
        print("refused")
        continue
    numbers = count(1)
    made = Traffic(carla_map, checked, lambda points: [None] * len(points),
                   lambda type_id, pose: Actor(next(numbers), type_id, None, {}, pose))
    made.step(0.05)
    print(sum(len(actor.record()) for actor in made._actors))
"""

odd = st.sampled_from(
    ["", "x", "-1", "0", "1e3", "1e30", "-99999999", "+", "none", "5", "274", "1000001", "&#233;"]
)


NAMES = ["id", "t", "type", "orientation", "value", "zOffset", "hOffset", "name", "unit"]
VALIDITIES = ["", "<validity/>", '<validity fromLane="x"/>',
              '<validity fromLane="-99999999" toLane="99999999"/>']  # fmt: skip


@st.composite
def broken_signals(draw):
    parts = []
    for _ in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), unique=True))
        attributes = " ".join(f'{name}="{draw(odd)}"' for name in names)
        tag, s = (
            draw(st.sampled_from(["signal", "signalReference"])),
            draw(st.sampled_from([0, 99])),
        )
        validity = draw(st.sampled_from(VALIDITIES))
        parts.append(f'<{tag} s="{s}" {attributes}>{validity}</{tag}>')
    controller = draw(odd)
    others = (
        f'<controller id="{controller}"><control signalId="{draw(odd)}"/></controller>'
        f'<junction id="3" name=""><controller id="{controller}" sequence="{draw(odd)}"/>'
        "</junction>"
    )
    return road_text("".join(parts), draw(st.sampled_from(["", others])))


@settings(
    max_examples=2, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)  # shrinking takes minutes
@given(st.lists(broken_signals(), min_size=30, max_size=30))
def test_odd_signals_never_crash(texts):
    """In a process of its own, because `carla.Map` is C++."""
    done = subprocess.run(
        [sys.executable, "-c", READ],
        input=json.dumps(texts), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
