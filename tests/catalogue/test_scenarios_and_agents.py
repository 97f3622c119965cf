"""The contracts of scenarios and agents, without a simulator."""

import dataclasses

import numpy as np
import pytest

from carla_bench import catalogue
from carla_bench.core.frame import Control, Frame, ObjectState
from carla_bench.core.geometry import Pose
from carla_bench.core.labels import UNKNOWN_CATEGORIES
from carla_bench.core.route import Route
from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.specs import Placement, ScenarioPlan


class StraightRoad:
    """A road along x."""

    def sample_route(self, rng, length_m, straight_m):
        count = int(length_m) + 1
        points = np.zeros((count, 3))
        points[:, 0] = np.arange(count)
        return Route(
            points=points,
            lane_width_m=np.full(count, 3.5),
            in_junction=np.zeros(count, bool),
        )


def plan_of(name, seed):
    spec = catalogue.load("scenario", name)
    return spec.build(StraightRoad(), spec.config(), np.random.default_rng(seed))


@pytest.mark.parametrize("name", catalogue.names("scenario"))
def test_a_seed_decides_a_scenario(name):
    def comparable(plan):
        return plan.placements, plan.weather, plan.target_speed_mps

    assert comparable(plan_of(name, 0)) == comparable(plan_of(name, 0))
    assert comparable(plan_of(name, 0)) != comparable(plan_of(name, 1))


@pytest.mark.parametrize("name", catalogue.names("scenario"))
def test_placements_are_along_the_route(name):
    for seed in range(20):
        plan = plan_of(name, seed)
        for placement in plan.placements:
            assert placement.unknown in ("", *UNKNOWN_CATEGORIES)
            s, lateral = plan.route.locate(placement.pose.x, placement.pose.y)
            assert 0 < s < plan.route.length_m
            assert abs(lateral) < 6.0


def test_construction_leaves_part_of_the_lane_and_closes_part():
    for seed in range(20):
        plan = plan_of("construction", seed)
        lateral = [plan.route.locate(p.pose.x, p.pose.y)[1] for p in plan.placements]
        kinds = {p.unknown for p in plan.placements}
        assert kinds == set(UNKNOWN_CATEGORIES)
        assert -1.0 < min(lateral) < 1.0, "the closed part reaches into the lane, not across it"


def state(x, y=0.0, speed=8.0, id_=1, extent=(2.4, 1.0, 0.7)):
    return ObjectState(
        id=id_, blueprint="vehicle.tesla.model3", pose=Pose(x=x, y=y), center=(0.0, 0.0, 0.7),
        extent=extent, velocity_mps=(speed, 0.0, 0.0),
    )  # fmt: skip


def frame(ego, *objects):
    return Frame(
        frame=1, time_s=0.0, cameras={}, ego=ego, control=Control(), objects=tuple(objects)
    )


def follower(*placements):
    spec = catalogue.load("agent", "route_follower")
    agent = spec.build(spec.config())
    route = StraightRoad().sample_route(None, 200, 0)
    agent.setup(ScenarioPlan(route=route, placements=placements))
    return agent


@pytest.mark.parametrize("name", catalogue.names("agent"))
def test_controls_are_in_range(name):
    spec = catalogue.load("agent", name)
    agent = spec.build(spec.config())
    agent.setup(ScenarioPlan(route=StraightRoad().sample_route(None, 100, 0)))
    for x, y in ((1.0, 0.0), (50.0, 2.0), (99.0, -3.0)):
        control = agent.run_step(frame(state(x, y)))
        for field in dataclasses.fields(control):
            assert -1.0 <= getattr(control, field.name) <= 1.0
    agent.destroy()


def test_the_follower_steers_back_to_the_lane():
    assert follower().run_step(frame(state(20.0, 1.0))).steer < 0
    assert follower().run_step(frame(state(20.0, -1.0))).steer > 0


def test_the_follower_goes_left_round_what_stands_on_the_right():
    cone = state(40.0, 0.8, 0.0, 2, (0.2, 0.2, 0.3))
    agent = follower()
    for _ in range(20):
        control = agent.run_step(frame(state(20.0), cone))
    assert control.steer < 0


def test_the_follower_stops_when_there_is_no_way_round():
    wall = state(32.0, 0.0, 0.0, 2, (0.3, 6.0, 1.0))
    control = follower().run_step(frame(state(25.0), wall))
    assert control.brake > 0.3
    assert control.throttle == 0.0


def test_catalogue_errors(tmp_path):
    with pytest.raises(UnknownEntry, match=r"Did you mean 'construction'\? Choices: construction"):
        catalogue.load("scenario", "constructoin")
    for content, words in (("", "exposes no AGENT"), ("1/0", "ZeroDivisionError")):
        path = tmp_path / "mine.py"
        path.write_text(content)
        with pytest.raises(ConfigError, match=words):
            catalogue.load("agent", str(path))
    with pytest.raises(ConfigError, match="No such file"):
        catalogue.load("model", str(tmp_path / "none.py"))


def test_an_entry_of_ones_own(tmp_path):
    path = tmp_path / "mine.py"
    path.write_text(
        "from dataclasses import dataclass\n"
        "from carla_bench.specs import ScenarioSpec\n"
        "@dataclass(frozen=True)\nclass C: pass\n"
        "SCENARIO = ScenarioSpec(summary='x', build=lambda r, c, g: None, config=C, source='me')\n"
    )
    assert catalogue.load("scenario", str(path)).source == "me"


def test_placement_defaults_to_known():
    assert Placement(blueprint="static.prop.box01", pose=Pose()).unknown == ""
    with pytest.raises(UnknownEntry, match="barrier, cone, warning_sign"):
        Placement(blueprint="static.prop.box01", pose=Pose(), unknown="ghost")
