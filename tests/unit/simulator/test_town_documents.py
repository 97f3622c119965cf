"""The OpenDRIVE of the towns, read without CARLA: joints, grades, signals, character."""

import math
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from functools import cache
from typing import NamedTuple

import carla
import numpy as np
import pytest

from carla_bench.simulator import towns
from carla_bench.simulator.towns.profiles import profile

every_town = pytest.mark.parametrize("name", towns.TOWNS)
LIGHT, STOP, YIELD, SPEED = "1000001", "206", "205", "274"


class Point(NamedTuple):
    x: float
    y: float
    z: float
    heading: float


@cache
def document(name):
    return ET.fromstring(towns.opendrive(name))


@cache
def roads(name):
    return {road.get("id"): road for road in document(name).iter("road")}


@cache
def client_map(name):
    return carla.Map(name, towns.opendrive(name))


def number(element, key):
    return float(element.get(key))


def polynomial(element, s):
    return sum(number(element, key) * s**power for power, key in enumerate("abcd"))


def reference(road, *, at_end):
    """Return an end of the reference line; arcs are followed in small steps."""
    geometry = road.findall("planView/geometry")[-1 if at_end else 0]
    reach = number(geometry, "length") if at_end else 0.0
    arc = geometry.find("arc")
    curvature = number(arc, "curvature") if arc is not None else 0.0
    middles = reach * (np.arange(500) + 0.5) / 500
    angles = number(geometry, "hdg") + curvature * middles
    x = number(geometry, "x") + reach * np.cos(angles).mean()
    y = number(geometry, "y") + reach * np.sin(angles).mean()
    s = number(road, "length") if at_end else 0.0
    height = [e for e in road.iter("elevation") if number(e, "s") <= s][-1]
    z = polynomial(height, s - number(height, "s"))
    return Point(x, y, z, number(geometry, "hdg") + curvature * reach)


def lane_end(road, lane, *, at_end):
    """Return centre and width of a lane at an end of its road, heading along s."""
    sections = road.findall("lanes/laneSection")
    section = sections[-1 if at_end else 0]
    end = number(road, "length") - number(section, "s") if at_end else 0.0
    widths = {
        int(entry.get("id")): polynomial(entry.find("width"), end)
        for entry in section.iter("lane")
        if entry.get("id") != "0"
    }
    sign = int(math.copysign(1, lane))
    t = sign * (sum(widths[sign * k] for k in range(1, abs(lane))) + widths[lane] / 2)
    at = reference(road, at_end=at_end)
    x, y = at.x - t * math.sin(at.heading), at.y + t * math.cos(at.heading)
    return Point(x, y, at.z, at.heading), widths[lane]


def apart_deg(a, b):
    return abs((math.degrees(a - b) + 180) % 360 - 180)


@every_town
def test_text_is_the_same_in_every_run_and_not_too_long(name):
    text = towns.opendrive(name)
    assert text == towns._PLANS[name].opendrive(name)
    assert 'date=""' in text
    assert len(text) < 1_500_000


@every_town
def test_ids_are_unique(name):
    root = document(name)
    for kinds in (("road", "junction"), ("signal",), ("controller",), ("object",)):
        ids = [e.get("id") for kind in kinds for e in root.iter(kind)]
        if kinds == ("controller",):
            ids = [e.get("id") for e in root.findall("controller")]
        assert len(ids) == len(set(ids))


@every_town
def test_pieces_of_a_road_join(name):
    for road in roads(name).values():
        s = 0.0
        for geometry in road.iter("geometry"):
            assert number(geometry, "s") == pytest.approx(s, abs=1e-6)
            s += number(geometry, "length")
        assert number(road, "length") == pytest.approx(s, abs=1e-6)


@every_town
def test_roads_agree_where_they_join(name):
    by_id, joints = roads(name), 0
    for way in by_id.values():
        if way.get("junction") == "-1":
            continue
        for tag, at_end in (("predecessor", False), ("successor", True)):
            link = way.find(f"link/{tag}")
            other, other_end = by_id[link.get("elementId")], link.get("contactPoint") == "end"
            for lane in way.iter("lane"):
                if (target := lane.find(f"link/{tag}")) is None:
                    continue
                here, width = lane_end(way, int(lane.get("id")), at_end=at_end)
                there, beyond = lane_end(other, int(target.get("id")), at_end=other_end)
                assert math.dist(here[:3], there[:3]) < 0.02
                assert width == pytest.approx(beyond, abs=1e-6)
                facing = 0.0 if at_end != other_end else math.pi
                assert apart_deg(here.heading, there.heading + facing) < 0.5
                joints += 1
    assert joints > 50


@every_town
def test_junctions_name_their_ways(name):
    by_id = roads(name)
    for junction in document(name).iter("junction"):
        for connection in junction.iter("connection"):
            way = by_id[connection.get("connectingRoad")]
            assert way.get("junction") == junction.get("id")
            before = way.find("link/predecessor").get("elementId")
            assert before == connection.get("incomingRoad")
            for link in connection.iter("laneLink"):
                lane = way.find(f".//lane[@id='{link.get('to')}']")
                assert lane.find("link/predecessor").get("id") == link.get("from")


def steepest(name):
    """Return the greatest grade of a town."""
    worst = 0.0
    for road in roads(name).values():
        entries = list(road.iter("elevation"))
        ends = [number(e, "s") for e in entries[1:]] + [number(road, "length")]
        for entry, end in zip(entries, ends, strict=True):
            ds = np.linspace(0.0, end - number(entry, "s"), 50)
            b, c, d = (number(entry, key) for key in "bcd")
            worst = max(worst, np.abs(b + 2 * c * ds + 3 * d * ds**2).max())
    return worst


@every_town
def test_grades_are_gentle(name):
    assert steepest(name) <= (0.08 if name == "Town07" else 0.06)


def test_profiles_pass_through_their_heights_smoothly():
    stations, heights = [0.0, 40.0, 60.0, 130.0], [0.0, 3.0, 4.0, 4.0]
    cubics = profile(stations, heights)
    slopes = [0.0]
    for cubic, start, end in zip(cubics, stations, stations[1:], strict=False):
        ds = end - start
        assert cubic.a == pytest.approx(heights[stations.index(start)])
        assert cubic.b == pytest.approx(slopes[-1])
        value = cubic.a + cubic.b * ds + cubic.c * ds**2 + cubic.d * ds**3
        assert value == pytest.approx(heights[stations.index(end)])
        slopes.append(cubic.b + 2 * cubic.c * ds + 3 * cubic.d * ds**2)
    assert slopes == pytest.approx([0.0, 2 * 0.075 * 0.05 / 0.125, 0.0, 0.0])


@every_town
def test_controllers_name_the_lights_of_their_junction(name):
    root = document(name)
    lights = {s.get("id") for s in root.iter("signal") if s.get("type") == LIGHT}
    controllers = {c.get("id"): c for c in root.findall("controller")}
    named, used = Counter(), Counter()
    for junction in root.iter("junction"):
        own = junction.findall("controller")
        assert [int(c.get("sequence")) for c in own] == list(range(len(own)))
        for entry in own:
            used[entry.get("id")] += 1
            named.update(c.get("signalId") for c in controllers[entry.get("id")])
        if own:
            assert 2 <= len(own) <= 4
    assert set(used) == set(controllers)
    assert set(named) == lights
    assert {*named.values(), *used.values()} <= {1}


@every_town
def test_landmarks_stand_beside_the_lanes_they_are_for(name):
    carla_map = client_map(name)
    landmarks = carla_map.get_all_landmarks()
    assert len(landmarks) == sum(1 for _ in document(name).iter("signal"))
    for landmark in landmarks:
        ((first, last),) = landmark.get_lane_validities()
        assert first <= last
        assert first * last > 0
        for lane in range(first, last + 1):
            waypoint = carla_map.get_waypoint_xodr(landmark.road_id, lane, landmark.s)
            assert waypoint.lane_type == carla.LaneType.Driving
            there, here = landmark.transform, waypoint.transform
            assert apart_deg(*map(math.radians, (there.rotation.yaw, here.rotation.yaw))) < 1
            offset = there.location - here.location
            right = here.get_right_vector()
            assert offset.x * right.x + offset.y * right.y > waypoint.lane_width / 2
            forward = here.get_forward_vector()
            assert abs(offset.x * forward.x + offset.y * forward.y) < 0.3
            assert offset.z == pytest.approx(landmark.z_offset, abs=1e-3)
        outer = first if first < 0 else last
        edge = carla_map.get_waypoint_xodr(landmark.road_id, outer, landmark.s)
        assert edge.transform.location.distance(landmark.transform.location) < 9
        assert edge.get_right_lane() is None or edge.get_right_lane().lane_type != edge.lane_type


@every_town
def test_nothing_stands_on_a_lane(name):
    carla_map = client_map(name)
    for landmark in carla_map.get_all_landmarks():
        place = landmark.transform.location
        place.z = carla_map.get_waypoint_xodr(
            landmark.road_id, landmark.get_lane_validities()[0][0], landmark.s
        ).transform.location.z
        nearest = carla_map.get_waypoint(place, lane_type=carla.LaneType.Driving)
        gap = nearest.transform.location.distance(place) - nearest.lane_width / 2
        assert gap > 0.6


@every_town
def test_junctions_answer_the_client(name):
    carla_map = client_map(name)
    inside = {w.junction_id: w for w in carla_map.generate_waypoints(3.0) if w.is_junction}
    for waypoint in inside.values():
        junction = waypoint.get_junction()
        pairs = junction.get_waypoints(carla.LaneType.Driving)
        assert len(pairs) >= 3
        assert all(end.road_id == begin.road_id for begin, end in pairs)
        box = junction.bounding_box
        assert box.location.distance(waypoint.transform.location) < box.extent.x + box.extent.y


@every_town
def test_drivers_find_the_signal_ahead(name):
    carla_map = client_map(name)
    for kind in (LIGHT, STOP, YIELD):
        for landmark in carla_map.get_all_landmarks_of_type(kind):
            ((lane, _),) = landmark.get_lane_validities()
            before = carla_map.get_waypoint_xodr(landmark.road_id, lane, landmark.s).previous(6.0)
            ahead = before[0].get_landmarks(10.0)
            assert landmark.id in {found.id for found in ahead}
            assert not before[0].is_junction


@every_town
def test_long_roads_start_with_their_speed_limit(name):
    for road in roads(name).values():
        signs = [s for s in road.iter("signal") if s.get("type") == SPEED]
        limit = road.find("type/speed").get("max")
        assert limit in {"30", "40", "50", "60", "90", "100", "120", "130"}
        assert {(s.get("value"), s.get("unit")) for s in signs} <= {(limit, "km/h")}
        if road.get("junction") == "-1" and number(road, "length") > 61:
            lanes = [int(e.get("id")) for e in road.iterfind(".//lane[@type='driving']")]
            assert len(signs) == len({lane > 0 for lane in lanes})


def driving(road):
    """Return the greatest number of driving lanes to the right and to the left."""
    counts = [
        Counter(int(e.get("id")) > 0 for e in section.iterfind(".//lane[@type='driving']"))
        for section in road.iter("laneSection")
    ]
    return max(c[False] for c in counts), max(c[True] for c in counts)


def arms(name):
    """Return junction id to the roads that end there, one entry for each end."""
    ends = defaultdict(list)
    for road in roads(name).values():
        for link in road.find("link"):
            if link.get("elementType") == "junction":
                ends[link.get("elementId")].append(road)
    return ends


def lane_types(name):
    return Counter(lane.get("type") for lane in document(name).iter("lane"))


def ramps(name):
    """Return how many ways leave motorways, and how many enter them."""
    by_id, kinds = roads(name), Counter()
    for way in by_id.values():
        if way.get("junction") != "-1":
            ends = (by_id[link.get("elementId")] for link in way.find("link"))
            kinds[tuple(end.find("type").get("type") == "motorway" for end in ends)] += 1
    return kinds[True, False], kinds[False, True]


@pytest.mark.parametrize("name", ["Town01", "Town02"])
def test_small_towns_have_t_junctions(name):
    assert {len(entries) for entries in arms(name).values()} == {3}


def test_town02_is_smaller_than_town01():
    totals = [
        sum(number(road, "length") for road in roads(name).values()) for name in towns.TOWNS[:2]
    ]
    assert totals[1] < 0.6 * totals[0]


def test_town03_has_a_roundabout_and_a_large_junction():
    large = [
        entries
        for entries in arms("Town03").values()
        if len(entries) == 4 and all(driving(road) == (3, 3) for road in entries)
    ]
    assert len(large) == 1
    start = client_map("Town03").get_waypoint(carla.Location(160 + 35, -250, 0))
    waypoint, turned = start, 0.0
    for _ in range(250):  # keeps left all the way
        following = waypoint.next(1.0)
        changes = [
            (w.transform.rotation.yaw - waypoint.transform.rotation.yaw + 180) % 360 - 180
            for w in following
        ]
        turned += min(changes)
        waypoint = following[int(np.argmin(changes))]
        middle = carla.Location(160, -250, 0)
        assert 30 < waypoint.transform.location.distance(middle) < 42
    assert turned < -360


def test_town04_has_a_ring_with_exits_and_entries():
    assert ramps("Town04") == (4, 4)
    carla_map = client_map("Town04")
    for y in (10.0, -10.0):
        start = carla_map.get_waypoint(carla.Location(120, y, 0))
        waypoint, driven = start, 0.0
        while driven < 100 or waypoint.transform.location.distance(start.transform.location) > 12:
            following = waypoint.next(4.0)
            waypoint = max(following, key=lambda w: -w.road_id if w.is_junction else 0)
            driven += 4
            assert driven < 5000
        assert driven > 2500


def test_town05_has_avenues_and_bicycle_lanes():
    assert lane_types("Town05")["biking"] > 20
    assert sum(driving(road) == (3, 3) for road in roads("Town05").values()) >= 8


def test_town06_has_wide_motorways_with_many_ramps():
    assert ramps("Town06") == (6, 6)
    widths = {
        driving(road)[0]
        for road in roads("Town06").values()
        if road.find("type").get("type") == "motorway" and road.get("junction") == "-1"
    }
    assert widths == {4, 5}


def test_town07_is_hilly_narrow_and_bare():
    assert not {"sidewalk", "parking", "shoulder"} & set(lane_types("Town07"))
    waypoints = client_map("Town07").generate_waypoints(10.0)
    heights = [w.transform.location.z for w in waypoints]
    assert 8 < max(heights) - min(heights) < 20
    assert np.mean([w.lane_width for w in waypoints]) < 3.45
    unpainted = [w for w in waypoints if w.left_lane_marking.type == carla.LaneMarkingType.NONE]
    assert len(unpainted) > len(waypoints) / 3
    assert not client_map("Town07").get_crosswalks()


def test_town10_has_parked_cars_wide_sidewalks_and_a_median():
    types = lane_types("Town10HD")
    assert types["parking"] > 15
    assert types["median"] >= 8
    widths = [
        number(lane.find("width"), "a")
        for lane in document("Town10HD").iterfind(".//lane[@type='sidewalk']")
    ]
    assert min(widths) >= 4.0
