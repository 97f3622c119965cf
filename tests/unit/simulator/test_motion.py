"""How vehicles, walkers and things move and collide, on grounds that the tests make up."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from carla_bench.core.geometry import Pose
from carla_bench.simulator.actor import Actor, Pushes, WalkerControl
from carla_bench.simulator.blueprints import blueprint_library
from carla_bench.simulator.motion.controls import Drive
from carla_bench.simulator.motion.motion import Motion

STEP_S = 0.05
FLOOR = Drive(throttle=1.0)
CARS = [
    "audi.a2", "audi.tt", "bmw.grandtourer", "dodge.charger_2020", "ford.mustang",
    "jeep.wrangler_rubicon", "lincoln.mkz_2020", "mini.cooper_s", "nissan.patrol",
    "seat.leon", "tesla.model3", "toyota.prius", "volkswagen.t2", "mercedes.sprinter",
]  # fmt: skip


@dataclass
class Hits:
    distance: np.ndarray
    normal: np.ndarray
    tag: np.ndarray


@dataclass
class Plain:
    """A plane that may slope along x, with walls across it."""

    slope: float = 0.0
    walls: tuple[float, ...] = ()

    def cast(self, origins, directions, limit):
        length = np.hypot(1.0, self.slope)
        up = np.array([-self.slope, 0.0, 1.0]) / length
        planes = [(up, 0.0, 1)]
        planes += [(np.array([-1.0, 0.0, 0.0]), -x, 3) for x in self.walls]
        distance = np.full(len(origins), np.inf, np.float32)
        normal = np.zeros((len(origins), 3), np.float32)
        tag = np.zeros(len(origins), np.uint8)
        for axis, offset, kind in planes:
            with np.errstate(all="ignore"):
                along = (offset - origins @ axis) / (directions @ axis)
            nearer = (along > 0) & (along < distance) & (along <= limit)
            distance[nearer], normal[nearer], tag[nearer] = along[nearer], axis, kind
        return Hits(distance, normal, tag)


def actor(type_id, number=1, **place):
    blueprint = blueprint_library()[type_id]
    made = Actor(number, type_id, blueprint, blueprint.values({}), Pose(**place))
    return made


def car(model="tesla.model3", number=1, **place):
    return actor(f"vehicle.{model}", number, **{"z": 0.05, **place})


def run(motion, actors, seconds, step_s=STEP_S):
    collisions = []
    for _ in range(round(seconds / step_s)):
        collisions += motion.step(actors, step_s, 5)
    return collisions


def speed(vehicle):
    return math.hypot(*vehicle.velocity[:2])


def seconds_to(motion, vehicle, wanted_mps, most_s=40.0):
    for tick in range(round(most_s / STEP_S)):
        motion.step([vehicle], STEP_S, 5)
        if speed(vehicle) >= wanted_mps:
            return (tick + 1) * STEP_S
    return math.inf


@pytest.mark.parametrize("model", CARS)
def test_full_throttle_full_brake_and_the_turning_circle(model):
    motion, vehicle = Motion(Plain()), car(model)
    run(motion, [vehicle], 1.0)
    vehicle.drive = FLOOR
    limit = 22.0 if model == "volkswagen.t2" else 14.0
    assert 3.5 <= seconds_to(motion, vehicle, 100 / 3.6) <= limit
    vehicle.drive = Drive(brake=1.0)
    start = vehicle.pose.x
    run(motion, [vehicle], 6.0)
    assert speed(vehicle) < 0.05
    assert 35.0 <= vehicle.pose.x - start <= 60.0
    slow, turning = Motion(Plain()), car(model)
    turning.drive = Drive(throttle=0.25, steer=1.0)
    run(slow, [turning], 2.0)
    places = []
    for _ in range(600):
        if speed(turning) > 2.5:
            turning.drive = Drive(throttle=0.0, steer=1.0)
        elif speed(turning) < 2.0:
            turning.drive = Drive(throttle=0.35, steer=1.0)
        slow.step([turning], STEP_S, 5)
        places.append((turning.pose.x, turning.pose.y))
    circle = np.ptp(np.array(places[-400:]), axis=0).mean() + 2 * turning.extent[1]
    assert 8.5 <= circle <= 14.5


@pytest.mark.parametrize(
    ("model", "most_s"),
    [("carlamotors.european_hgv", 45), ("mitsubishi.fusorosa", 45), ("yamaha.yzf", 6)],
)
def test_heavy_and_light_vehicles_reach_speed(model, most_s):
    motion, vehicle = Motion(Plain()), car(model)
    run(motion, [vehicle], 1.0)
    vehicle.drive = FLOOR
    assert seconds_to(motion, vehicle, 80 / 3.6, most_s) < most_s


def test_a_car_stands_on_a_slope_with_its_brake_and_rolls_without():
    motion, vehicle = Motion(Plain(slope=-0.1)), car(z=0.3)
    vehicle.drive = Drive(brake=1.0)
    run(motion, [vehicle], 3.0)
    start = vehicle.pose.x
    run(motion, [vehicle], 5.0)
    assert abs(vehicle.pose.x - start) < 0.05
    vehicle.drive = Drive()
    run(motion, [vehicle], 3.0)
    assert vehicle.pose.x > start + 1.0
    assert vehicle.pose.pitch == pytest.approx(math.degrees(math.atan(-0.1)), abs=1.5)


def test_reverse_goes_backwards():
    motion, vehicle = Motion(Plain()), car()
    vehicle.drive = Drive(throttle=0.5, reverse=True)
    run(motion, [vehicle], 3.0)
    assert vehicle.pose.x < -1.0


@pytest.mark.parametrize("speed_kmh", [30, 90, 150])
def test_no_car_ends_up_behind_a_wall(speed_kmh):
    motion, vehicle = Motion(Plain(walls=(60.0,))), car()
    run(motion, [vehicle], 1.0)
    vehicle.velocity = (speed_kmh / 3.6, 0.0, 0.0)
    collisions = run(motion, [vehicle], 8.0)
    assert vehicle.pose.x + vehicle.extent[0] < 60.2
    walls = [collision for collision in collisions if collision.other is None]
    assert walls
    assert {collision.tag for collision in walls} == {3}
    assert max(math.hypot(*c.impulse[:2]) for c in walls) > 1000


def test_momentum_is_kept_and_energy_does_not_grow_when_cars_meet():
    motion = Motion(Plain())
    first, second = car(number=1), car("carlamotors.european_hgv", number=2, x=14.0, yaw=180.0)
    run(motion, [first, second], 1.0)
    first.velocity, second.velocity = (15.0, 0.0, 0.0), (-8.0, 0.0, 0.0)
    masses = [one.physics.mass for one in (first, second)]

    def momentum():
        return sum(m * one.velocity[0] for m, one in zip(masses, (first, second), strict=True))

    def energy():
        return sum(m * speed(one) ** 2 for m, one in zip(masses, (first, second), strict=True))

    before, energy_before = momentum(), energy()
    collisions = []
    while not collisions:
        before, energy_before = momentum(), energy()
        collisions = motion.step([first, second], STEP_S, 5)
    # Tyres brake a little during the step.
    assert momentum() == pytest.approx(before, abs=0.04 * sum(masses))
    assert energy() < energy_before
    impulses = {c.actor.id: c.impulse[0] for c in collisions}
    assert impulses[1] == pytest.approx(-impulses[2])
    assert impulses[1] == pytest.approx(masses[0] * (first.velocity[0] - 15.0), rel=0.2)
    assert first.pose.x < second.pose.x - first.extent[0] - second.extent[0] + 0.3


def test_a_pushed_car_slides_and_stops():
    motion = Motion(Plain())
    first, second = car(number=1), car(number=2, x=12.0)
    second.drive = Drive(hand_brake=True)
    run(motion, [first, second], 1.0)
    first.velocity = (12.0, 0.0, 0.0)
    run(motion, [first, second], 10.0)
    assert second.pose.x > 12.5
    assert speed(second) < 0.1
    assert second.pose.x - first.pose.x > first.extent[0] + second.extent[0] - 0.1


def test_things_stop_cars_until_they_are_let_go():
    for loose in (False, True):
        motion = Motion(Plain())
        vehicle, box = car(), actor("static.prop.box01", 2, x=12.0)
        box.simulate_physics = loose
        run(motion, [vehicle, box], 1.0)
        vehicle.velocity = (10.0, 0.0, 0.0)
        run(motion, [vehicle, box], 2.0)
        assert (box.pose.x > 12.5) == loose
        if not loose:
            assert vehicle.pose.x < 12.0 - vehicle.extent[0]


def test_actors_without_collisions_pass_through():
    motion = Motion(Plain())
    first, second = car(number=1), car(number=2, x=10.0)
    second.collides = False
    run(motion, [first, second], 1.0)
    first.velocity = (15.0, 0.0, 0.0)
    assert not run(motion, [first, second], 1.0)
    assert first.pose.x > 12.0


def test_walkers_walk_and_are_stopped_by_walls():
    motion, walker = Motion(Plain(walls=(5.0,))), actor("walker.pedestrian.0001", z=0.93)
    walker.walk = WalkerControl((1.0, 0.0, 0.0), 1.5)
    run(motion, [walker], 2.0)
    assert walker.pose.x == pytest.approx(3.0, abs=0.2)
    assert walker.pose.z == pytest.approx(0.93, abs=0.03)
    run(motion, [walker], 4.0)
    assert walker.pose.x < 5.0


def test_an_impulse_and_a_force_for_one_step_do_the_same():
    speeds = []
    for one in (Pushes(impulse=(3000.0, 0.0, 0.0)), Pushes(force=(3000.0 / STEP_S, 0.0, 0.0))):
        motion, vehicle = Motion(Plain()), car()
        run(motion, [vehicle], 1.0)
        vehicle.pushes = one
        motion.step([vehicle], STEP_S, 5)
        speeds.append(speed(vehicle))
    assert speeds[0] == pytest.approx(3000.0 / vehicle.physics.mass, rel=0.1)
    assert speeds[1] == pytest.approx(speeds[0], rel=0.1)


def test_a_car_falls_and_lands():
    motion, vehicle = Motion(Plain()), car(z=5.0)
    motion.step([vehicle], STEP_S, 5)
    assert vehicle.velocity[2] < 0
    run(motion, [vehicle], 3.0)
    assert vehicle.pose.z == pytest.approx(0.0, abs=0.05)
    assert abs(vehicle.velocity[2]) < 0.05


def test_same_inputs_same_bits():
    def drive():
        motion = Motion(Plain(slope=0.02, walls=(80.0,)))
        cars = [car(number=n, x=9.0 * n, y=0.3 * n) for n in range(6)]
        states = []
        for tick in range(200):
            for one in cars:
                one.drive = Drive(throttle=1.0, steer=0.3 * math.sin(tick / 9 + one.id))
            motion.step(cars, STEP_S, 5)
            states.append([(one.pose, one.velocity) for one in cars])
        return states

    assert drive() == drive()


numbers = st.one_of(st.floats(allow_nan=True, allow_infinity=True), st.floats(-2, 2))


@settings(max_examples=40, deadline=None)
@given(
    st.tuples(numbers, numbers, numbers),
    st.tuples(*3 * [st.booleans()]),
    st.integers(-3, 12),
    st.floats(0.001, 0.1),
    st.floats(-0.3, 0.3),
)
def test_any_control_keeps_states_finite(pedals, flags, gear, step_s, slope):
    motion, vehicle = Motion(Plain(slope=slope, walls=(30.0,))), car(z=0.5)
    vehicle.drive = Drive(*pedals, *flags, gear)
    for _ in range(40):
        motion.step([vehicle], step_s, max(1, round(step_s / 0.01)))
        pose = vehicle.pose
        values = [pose.x, pose.y, pose.z, pose.pitch, pose.yaw, pose.roll, *vehicle.velocity]
        assert all(map(math.isfinite, values))
        assert speed(vehicle) < 120
