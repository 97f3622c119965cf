"""The towns as CARLA's client sees them; their text is checked in test_town_documents.py."""

import math
from collections import defaultdict

import carla
import numpy as np
import pytest
from scipy.spatial import cKDTree

from carla_bench.errors import ConfigError, UnknownEntry
from carla_bench.simulator import towns
from carla_bench.simulator.town import load_town
from carla_bench.simulator.towns.curves import Ray, connect, fillet_polyline, wrap
from carla_bench.simulator.towns.kinds import StreetKind
from carla_bench.simulator.towns.layout import Street
from carla_bench.simulator.towns.streets import StreetPlan

MAPS = {name: carla.Map(name, towns.opendrive(name)) for name in towns.TOWNS}
every_town = pytest.mark.parametrize("name", towns.TOWNS)
SMALL = pytest.mark.parametrize("name", ["Town01", "Town02"])


def turn_deg(a, b):
    change = b.transform.rotation.yaw - a.transform.rotation.yaw
    return abs((change + 180) % 360 - 180)


def lane_of(waypoint):
    return waypoint.road_id, waypoint.section_id, waypoint.lane_id


def neighbours(waypoint):
    """Return where a driver may change lanes to."""
    permitted = int(waypoint.lane_change)
    sides = (1, waypoint.get_right_lane()), (2, waypoint.get_left_lane())
    return [
        side
        for bit, side in sides
        if permitted & bit
        and side
        and side.lane_type == carla.LaneType.Driving
        and side.lane_id * waypoint.lane_id > 0
    ]


def test_the_towns_are_those_of_carla():
    assert towns.TOWNS == (*(f"Town0{number}" for number in range(1, 8)), "Town10HD")
    assert all(20 < len(towns.summary(name)) < 100 for name in towns.TOWNS)
    assert len(
        {
            carla_map.transform_to_geolocation(carla.Location()).latitude
            for carla_map in MAPS.values()
        }
    ) == len(towns.TOWNS)


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
            assert 1.0 < distance < 3.0
            assert turn_deg(waypoint, other) < 25


@every_town
def test_one_can_drive_on_for_kilometres(name):
    rng = np.random.default_rng(5)
    for start in MAPS[name].generate_waypoints(25.0)[::10]:
        waypoint = start
        for _ in range(400):
            following = waypoint.next(5.0)
            waypoint = following[rng.integers(len(following))]


@every_town
def test_every_lane_can_be_reached_from_every_other(name):
    following, before = defaultdict(set), defaultdict(set)

    def link(start, end):
        following[start].add(end)
        before[end].add(start)

    for a, b in MAPS[name].get_topology():
        link(lane_of(a), lane_of(b))
    for waypoint in MAPS[name].generate_waypoints(5.0):
        for other in neighbours(waypoint):
            link(lane_of(waypoint), lane_of(other))
    first = next(iter(following))
    for links in (following, before):
        seen, pending = {first}, [first]
        while pending:
            new = links[pending.pop()] - seen
            seen |= new
            pending += new
        assert seen == set(following)


@every_town
def test_roads_of_one_level_do_not_overlap(name):
    waypoints = [w for w in MAPS[name].generate_waypoints(2.0)]
    places = np.array([(w.transform.location.x, w.transform.location.y) for w in waypoints])
    heights = np.array([w.transform.location.z for w in waypoints])
    roads = np.array([w.road_id for w in waypoints])
    junctions = np.array([w.junction_id if w.is_junction else -1 for w in waypoints])
    a, b = cKDTree(places).query_pairs(2.6, output_type="ndarray").T
    apart = np.abs(heights[a] - heights[b])
    elsewhere = (roads[a] != roads[b]) & (junctions[a] == -1) & (junctions[b] == -1)
    ways = (junctions[a] != junctions[b]) & (junctions[a] != -1) & (junctions[b] != -1)
    assert not np.any((elsewhere | ways) & (apart < 4.5))
    crossing = (roads[a] != roads[b]) & (apart > 0.5)
    assert crossing.any() == (name in ("Town03", "Town04", "Town06"))
    assert np.all(apart[crossing] > 6.4)  # 5.5 m clear and a deck


@every_town
def test_towns_are_of_a_size_for_research(name):
    places = [w.transform.location for w in MAPS[name].generate_waypoints(5.0)]
    for values in ([p.x for p in places], [p.y for p in places]):
        assert 180 < max(values) - min(values) < 1600


@SMALL
def test_both_sides_of_a_street_have_a_sidewalk(name):
    for waypoint in MAPS[name].generate_waypoints(10.0):
        outer = waypoint
        while outer.lane_type == carla.LaneType.Driving and not outer.is_junction:
            outer = outer.get_right_lane()
        assert outer.is_junction or outer.lane_type == carla.LaneType.Sidewalk


@every_town
def test_crosswalks_lie_at_the_ends_of_streets_with_sidewalks(name):
    corners = MAPS[name].get_crosswalks()
    assert len(corners) % 5 == 0
    assert (len(corners) >= 5 * 12) == (name != "Town07")
    for corner in corners[::5]:
        near = MAPS[name].get_waypoint(corner)
        assert near.transform.location.distance(corner) < 6.0


@every_town
def test_lane_changes_follow_the_paint(name):
    for waypoint in MAPS[name].generate_waypoints(7.0):
        if waypoint.is_junction:
            continue
        for bit, side, mark in (
            (1, waypoint.get_right_lane(), waypoint.right_lane_marking),
            (2, waypoint.get_left_lane(), waypoint.left_lane_marking),
        ):
            permitted = bool(int(waypoint.lane_change) & bit)
            assert permitted == (
                mark.type == carla.LaneMarkingType.Broken
                and mark.color == carla.LaneMarkingColor.White
            )
            if permitted:
                assert side.lane_type == carla.LaneType.Driving
                assert side.lane_id * waypoint.lane_id > 0


@SMALL
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


@SMALL
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


def test_a_large_car_fits_at_every_spawn_point_at_once():
    spawn_points = load_town("Town05", towns.opendrive("Town05")).spawn_points
    assert len(spawn_points) > 300
    for index, one in enumerate(spawn_points):
        for other in spawn_points[:index]:
            if math.hypot(other.x - one.x, other.y - one.y) > 8.0:
                continue
            ahead, aside, up = one.matrix[:3, :3].T @ (other.position - one.position)
            turn = math.radians(other.yaw - one.yaw)
            length = 3.2 + 3.2 * abs(math.cos(turn)) + 1.2 * abs(math.sin(turn))
            width = 1.2 + 3.2 * abs(math.sin(turn)) + 1.2 * abs(math.cos(turn))
            if max(abs(ahead) / length, abs(aside) / width, abs(up) / 3.0) < 1.0:
                # Boxes around each other in one frame overlap; so must they in the other's.
                back = other.matrix[:3, :3].T @ (one.position - other.position)
                assert abs(back[0]) >= length or abs(back[1]) >= width


@pytest.mark.parametrize("text", ["", "not xml", "<OpenDRIVE/>", "<html><body/></html>"])
def test_text_without_roads_is_refused_in_one_line(text):
    with pytest.raises(ConfigError) as caught:
        load_town("Nowhere", text)
    assert "Nowhere" in str(caught.value)
    assert "\n" not in str(caught.value)


def follow(pieces):
    """Return the end of a course by small steps along its curvature."""
    x, y, angle = pieces[0].x, pieces[0].y, pieces[0].heading
    for piece in pieces:
        assert (x, y) == pytest.approx((piece.x, piece.y), abs=1e-5)
        assert wrap(angle - piece.heading) == pytest.approx(0, abs=1e-9)
        step = piece.length / 2000
        middles = angle + piece.curvature * step * (np.arange(2000) + 0.5)
        x, y = x + step * np.cos(middles).sum(), y + step * np.sin(middles).sum()
        angle += piece.curvature * piece.length
    return x, y, angle


def test_corners_of_a_polyline_are_rounded_without_a_kink():
    pieces = fillet_polyline([(0, 0), (50, 0), (50, 60), (20, 60), (0, 60)], 12.0)
    assert sum(piece.curvature != 0 for piece in pieces) == 2
    x, y, angle = follow(pieces)
    assert (x, y) == pytest.approx((0, 60), abs=1e-5)
    assert wrap(angle - math.pi) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    "end",
    [
        Ray(20, 0, 0),
        Ray(20, 4, 0),
        Ray(15, 15, math.pi / 2),
        Ray(30, -2, -0.3),
        Ray(4, 30, 2.0),
        Ray(40, 3, -1e-8),
    ],
)
def test_connections_meet_both_rays(end):
    x, y, angle = follow(connect(Ray(0, 0, 0), end))
    assert (x, y) == pytest.approx(end.point, abs=1e-4)
    assert wrap(angle - end.heading) == pytest.approx(0, abs=1e-6)


def test_four_way_junction_has_twelve_ways_and_four_corners():
    nodes = {"N": (0, 60), "E": (60, 0), "S": (0, -60), "W": (-60, 0), "X": (0, 0)}
    corners = {"NE": (60, 60), "SE": (60, -60), "SW": (-60, -60), "NW": (-60, 60)}
    kind = StreetKind()
    paths = ("N NE E SE S SW W NW N", "N X S", "W X E")
    plan = StreetPlan("cross", nodes | corners, tuple(Street(kind, path) for path in paths))
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
