"""Small junctions by hand: which lanes lead where, who waits, where ramps begin."""

import math

import pytest

from carla_bench.simulator.towns.arms import Arm
from carla_bench.simulator.towns.controls import light_phases, sign_types
from carla_bench.simulator.towns.curves import Ray
from carla_bench.simulator.towns.kinds import LANES, StreetKind
from carla_bench.simulator.towns.ramps import GORE_M, gore, is_ramp_junction
from carla_bench.simulator.towns.sections import street_sections
from carla_bench.simulator.towns.turns import crossing_ways, mouth_distances

ONE, TWO, THREE = (StreetKind(lanes=lanes) for lanes in (1, 2, 3))


def arm(road, degrees, kind, *, at_end=True, reach=40.0):
    """Return a road that ends `reach` metres from a junction at the origin."""
    ray = Ray(0.0, 0.0, math.radians(degrees)).moved(reach)
    return Arm(road, at_end, kind, ray.heading, ray)


def lane_pairs(arms):
    """Return (road in, lane in, road out, lane out) of all driving lanes, counted from inside."""
    return {
        (way.source.road, abs(lane.incoming), way.target.road, abs(lane.outgoing))
        for way in crossing_ways(arms)
        for lane in way.lanes
        if lane.kind == "driving"
    }


def test_lanes_of_a_crossing_go_straight_left_and_right():
    arms = [arm(i, 90 * i, TWO) for i in range(4)]
    assert {pair for pair in lane_pairs(arms) if pair[0] == 0} == {
        (0, 1, 2, 1),
        (0, 2, 2, 2),
        (0, 1, 3, 1),
        (0, 2, 1, 2),
    }


def test_every_lane_of_a_wide_road_that_ends_leads_somewhere():
    arms = [arm(0, 0, ONE), arm(1, 90, THREE), arm(2, 180, ONE)]
    pairs = lane_pairs(arms)
    assert {pair[1] for pair in pairs if pair[0] == 1} == {1, 2, 3}
    assert {pair[3] for pair in pairs if pair[2] == 1} == {1, 2, 3}


def test_one_way_streets_are_entered_only_at_their_start():
    inwards = arm(1, 90, StreetKind(back=0), at_end=True)
    outwards = arm(3, 270, StreetKind(back=0), at_end=False)
    pairs = lane_pairs([arm(0, 0, ONE), inwards, arm(2, 180, ONE), outwards])
    assert {pair[0] for pair in pairs} == {0, 1, 2}
    assert {pair[2] for pair in pairs} == {0, 2, 3}


def test_sidewalks_go_round_every_corner_once():
    outwards = arm(3, 270, StreetKind(back=0), at_end=False)
    arms = [arm(0, 0, ONE), arm(1, 90, TWO), arm(2, 180, ONE), outwards]
    corners = [
        (way.source.road, way.target.road)
        for way in crossing_ways(arms)
        if any(lane.kind == "sidewalk" for lane in way.lanes)
    ]
    assert sorted(corners) == [(0, 1), (1, 2), (2, 3), (3, 0)]


def test_medians_are_joined_by_pavement():
    divided = StreetKind(lanes=2, median_m=4.0)
    arms = [arm(i, 90 * i, TWO if i % 2 else divided) for i in range(4)]
    joined = {
        (way.source.road, way.target.road, way.left[0].widths)
        for way in crossing_ways(arms)
        if way.left
    }
    assert joined == {(0, 2, (2.0, 2.0)), (2, 0, (2.0, 2.0))}


@pytest.mark.parametrize(("angle", "radius"), [(90, 6.0), (60, 8.0), (100, 7.0)])
def test_kerbs_at_a_corner_are_rounded_with_the_radius(angle, radius):
    arms = [arm(0, 0, ONE), arm(1, angle, TWO), arm(2, angle + 130, ONE)]
    here, there, _ = mouth_distances(arms, radius)
    # centre of the rounding: `radius` beyond both kerbs, and abreast of both mouths
    centre = here, 3.5 + radius
    along = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    assert centre[0] * along[0] + centre[1] * along[1] == pytest.approx(there)
    assert centre[0] * along[1] - centre[1] * along[0] == pytest.approx(7.0 + radius)


def test_minor_roads_give_way():
    fast = StreetKind(speed_kmh=50)
    assert sign_types([arm(0, 0, ONE), arm(1, 90, ONE), arm(2, 180, ONE)]) == {1: "205"}
    assert sign_types([arm(0, 0, fast), arm(1, 90, ONE), arm(2, 180, fast)]) == {1: "206"}
    assert sign_types([arm(i, 90 * i, fast if i % 2 else ONE) for i in range(4)]) == {
        0: "206",
        2: "206",
    }
    assert set(sign_types([arm(i, 90 * i, ONE) for i in range(4)])) == {0, 1, 2, 3}
    assert sign_types([arm(0, 0, ONE), arm(1, 180, TWO)]) == {}


def test_opposite_approaches_are_green_together():
    arms = [arm(i, 90 * i, ONE) for i in range(4)]
    assert [[a.road for a in phase] for phase in light_phases(arms)] == [[0, 2], [1, 3]]
    assert [[a.road for a in phase] for phase in light_phases(arms[:3])] == [[0, 2], [1]]
    arms[1] = arm(1, 90, StreetKind(back=0), at_end=False)
    assert [[a.road for a in phase] for phase in light_phases(arms[:3])] == [[0], [2]]


def test_a_ramp_starts_beside_the_motorway_and_turns_away():
    wide = StreetKind(lanes=3, back=0, shoulder_m=2.0, sidewalk_m=0.0, motorway=True)
    narrow = StreetKind(lanes=2, back=0, shoulder_m=2.0, sidewalk_m=0.0, motorway=True)
    ramp = StreetKind(back=0, shoulder_m=1.0, sidewalk_m=0.0)
    arms = [
        arm(0, 180, wide, reach=0.0),
        arm(1, 0, narrow, at_end=False, reach=0.0),
        arm(2, -20, ramp, at_end=False, reach=0.0),
    ]
    assert is_ramp_junction(arms)
    start = gore(arms)
    assert start.x == pytest.approx(GORE_M)
    assert start.y == pytest.approx(-(7.0 + 2.0 + 1.0 + 0.6))
    # an arc that leaves along the motorway: tangents at both ends meet halfway
    aside = 10.6 - 7.0
    assert start.heading == pytest.approx(-2 * math.atan(aside / GORE_M))


def test_parking_ends_and_lines_are_solid_before_a_junction():
    kind = StreetKind(lanes=2, back=0, parking_m=2.3)
    sections = street_sections(kind, 100.0)
    assert [section.s for section in sections] == [0.0, 15.0, 85.0]
    types = [[lane.kind for lane in section.lanes if lane.id == -3] for section in sections]
    assert types == [["shoulder"], ["parking"], ["shoulder"]]
    inner = [next(lane for lane in section.lanes if lane.id == -1) for section in sections]
    assert inner[0].marks[1] == (4.5, LANES)
    assert inner[1].marks[-1] == (63.0, StreetKind().strips(right=True)[0].mark)
    assert inner[2].marks[-1][1].kind == "none"
    assert [(lane.predecessor, lane.successor) for lane in inner] == [
        (None, -1),
        (-1, -1),
        (-1, None),
    ]


def test_medians_leave_crosswalks_open():
    sections = street_sections(StreetKind(lanes=2, median_m=4.0, parking_m=2.0), 100.0)
    assert [section.s for section in sections] == [0.0, 5.0, 15.0, 85.0, 95.0]
    types = [{lane.kind for lane in section.lanes if abs(lane.id) == 1} for section in sections]
    assert types == [{"restricted"}, *[{"median"}] * 3, {"restricted"}]
