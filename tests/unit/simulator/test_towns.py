import math
from collections import defaultdict
from itertools import pairwise

import carla
import pytest

from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.simulator import towns
from carla_bench.simulator.town import load_town
from carla_bench.simulator.towns.curves import fillet_polyline, wrap
from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

MAPS = {name: carla.Map(name, towns.opendrive(name)) for name in towns.TOWNS}
every_town = pytest.mark.parametrize("name", towns.TOWNS)


def turn_deg(a, b):
    change = b.transform.rotation.yaw - a.transform.rotation.yaw
    return abs((change + 180) % 360 - 180)


@every_town
def test_text_is_the_same_in_every_run(name):
    text = towns.opendrive(name)
    assert text == towns._PLANS[name].opendrive(name)
    assert 'date=""' in text


def test_unknown_town_names_the_choices():
    with pytest.raises(UnknownEntry, match=r"Did you mean 'Town01'.*Town01, Town02"):
        towns.opendrive("Town1")


@every_town
def test_lanes_lead_on_without_jumps(name):
    for waypoint in MAPS[name].generate_waypoints(2.0):
        following = waypoint.next(2.0)
        assert following
        for other in following:
            distance = waypoint.transform.location.distance(other.transform.location)
            assert 1.0 < distance < 2.5
            assert turn_deg(waypoint, other) < 25


@every_town
def test_one_can_drive_on_from_every_lane_whichever_way_one_turns(name):
    for start, _ in MAPS[name].get_topology():
        for choice in (0, -1):
            waypoint = start
            for _ in range(150):
                waypoint = waypoint.next(2.0)[choice]


@every_town
def test_every_lane_can_be_reached_from_every_other(name):
    following, before = defaultdict(set), defaultdict(set)
    for a, b in MAPS[name].get_topology():
        start, end = (a.road_id, a.lane_id), (b.road_id, b.lane_id)
        following[start].add(end)
        before[end].add(start)
    first = next(iter(following))
    for links in (following, before):
        seen, pending = {first}, [first]
        while pending:
            new = links[pending.pop()] - seen
            seen |= new
            pending += new
        assert seen == set(following)


@every_town
def test_lane_widths_are_those_of_the_plan(name):
    kinds = {street.kind for street in towns._PLANS[name].streets}
    sidewalks = [kind.sidewalk_m for kind in kinds]
    for waypoint in MAPS[name].generate_waypoints(5.0):
        assert waypoint.lane_width == pytest.approx(3.5, abs=1e-6)
        side = waypoint.get_right_lane()
        if side and side.lane_type == carla.LaneType.Sidewalk:
            assert min(sidewalks) - 1e-6 < side.lane_width < max(sidewalks) + 1e-6


@every_town
def test_both_sides_of_a_street_have_a_sidewalk(name):
    for waypoint in MAPS[name].generate_waypoints(10.0):
        outer = waypoint
        while outer.lane_type == carla.LaneType.Driving and not outer.is_junction:
            outer = outer.get_right_lane()
        assert outer.is_junction or outer.lane_type == carla.LaneType.Sidewalk


def test_towns_differ():
    spans = {}
    for name, carla_map in MAPS.items():
        x = [waypoint.transform.location.x for waypoint in carla_map.generate_waypoints(5.0)]
        spans[name] = max(x) - min(x)
    assert 350 < spans["Town01"] < 450
    assert 180 < spans["Town02"] < 260


@every_town
def test_crosswalks_lie_before_junctions(name):
    assert len(MAPS[name].get_crosswalks()) >= 5 * 12


def test_arcs_join_without_a_kink():
    pieces = fillet_polyline([(0, 0), (50, 0), (50, 60), (0, 60)], 12.0)
    for piece, after in pairwise(pieces):
        turned = piece.heading + piece.curvature * piece.length
        if piece.curvature:
            chord = 2 / piece.curvature * math.sin(piece.curvature * piece.length / 2)
        else:
            chord = piece.length
        middle = (piece.heading + turned) / 2
        end = piece.x + chord * math.cos(middle), piece.y + chord * math.sin(middle)
        assert end == pytest.approx((after.x, after.y), abs=1e-9)
        assert wrap(turned - after.heading) == pytest.approx(0, abs=1e-9)
    assert sum(piece.curvature != 0 for piece in pieces) == 2


def test_four_way_junction_has_twelve_ways_and_four_corners():
    nodes = {"N": (0, 60), "E": (60, 0), "S": (0, -60), "W": (-60, 0), "X": (0, 0)}
    corners = {"NE": (60, 60), "SE": (60, -60), "SW": (-60, -60), "NW": (-60, 60)}
    kind = StreetKind()
    ring = Street(kind, "N NE E SE S SW W NW N")
    plan = StreetPlan("", nodes | corners, (ring, Street(kind, "N X S"), Street(kind, "W X E")))
    carla_map = carla.Map("cross", plan.opendrive("cross"))
    here = [w for w in carla_map.generate_waypoints(1.0) if w.is_junction]
    middle = [w for w in here if math.hypot(w.transform.location.x, w.transform.location.y) < 9]
    by_junction = defaultdict(set)
    for waypoint in here:
        by_junction[waypoint.junction_id].add(waypoint.road_id)
    ways = by_junction[middle[0].junction_id]
    assert len(ways) == 12
    hugging = {w.road_id for w in here if w.road_id in ways and w.get_right_lane() is not None}
    assert len(hugging) == 4


@every_town
def test_spawn_points_lie_in_lanes_and_point_along_them(name):
    town = load_town(name, towns.opendrive(name))
    assert len(town.spawn_points) == len(set(town.spawn_points)) >= 50
    for pose in town.spawn_points:
        waypoint = town.map.get_waypoint(carla.Location(pose.x, pose.y, pose.z))
        assert not waypoint.is_junction
        at = waypoint.transform.location
        assert math.hypot(at.x - pose.x, at.y - pose.y) < 0.1
        assert abs((waypoint.transform.rotation.yaw - pose.yaw + 180) % 360 - 180) < 2
        assert pose.z == pytest.approx(at.z + 0.3, abs=1e-3)
    places = [(pose.x, pose.y) for pose in town.spawn_points]
    nearest = [min(math.dist(a, b) for b in places if b != a) for a in places]
    assert min(nearest) > 3.4


@pytest.mark.parametrize("text", ["", "not xml", "<OpenDRIVE/>", "<html><body/></html>"])
def test_text_without_roads_is_refused_in_one_line(text):
    with pytest.raises(ConfigError) as caught:
        load_town("Nowhere", text)
    assert "Nowhere" in str(caught.value)
    assert "\n" not in str(caught.value)


@every_town
def test_centre_lines_pause_at_crosswalks(name):
    for road, lane in {(w.road_id, w.lane_id) for w, _ in MAPS[name].get_topology()}:
        at_end = MAPS[name].get_waypoint_xodr(road, lane, 1.0)
        if at_end.is_junction or at_end.next_until_lane_end(1.0)[20:] == []:
            continue
        marks = [
            MAPS[name].get_waypoint_xodr(road, lane, s).left_lane_marking.type for s in (1.0, 12.0)
        ]
        assert marks[0] == carla.LaneMarkingType.NONE
        assert marks[1] != carla.LaneMarkingType.NONE
