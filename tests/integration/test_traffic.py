"""Traffic lights, signs and people's ways as CARLA's client sees them, on CARLA's own Town10HD."""

from pathlib import Path

import carla
import pytest

MAP = Path(__file__).parents[3] / "shared" / "maps" / "Town10HD.xodr"
pytestmark = pytest.mark.skipif(not MAP.exists(), reason="CARLA's maps are not here")
RED, GREEN = carla.TrafficLightState.Red, carla.TrafficLightState.Green


@pytest.fixture(scope="module")
def downtown(port):
    """The world of the map, synchronous."""
    client = carla.Client("127.0.0.1", port)
    client.set_timeout(20.0)
    world = client.generate_opendrive_world(MAP.read_text())
    settings = world.get_settings()
    settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
    world.apply_settings(settings)
    world.tick()
    yield client, world
    settings.synchronous_mode, settings.fixed_delta_seconds = False, None
    world.apply_settings(settings)


@pytest.fixture
def lights(downtown):
    """The lights, their cycles begun anew."""
    _, world = downtown
    world.freeze_all_traffic_lights(False)
    world.reset_all_traffic_lights()
    world.tick()
    return sorted(world.get_actors().filter("traffic.traffic_light"), key=lambda light: light.id)


def test_every_landmark_has_its_actor(downtown, lights):
    _, world = downtown
    for landmark in world.get_map().get_all_landmarks():
        find = world.get_traffic_light if landmark.type == "1000001" else world.get_traffic_sign
        assert find(landmark) is not None
    assert {actor.type_id for actor in world.get_actors().filter("traffic.*")} == {
        "traffic.traffic_light", "traffic.stop", "traffic.yield",
    }  # fmt: skip
    assert len({light.get_opendrive_id() for light in lights}) == len(lights) == 17


def test_stop_lines_are_on_the_lanes_before_the_affected_ones(lights):
    for light in lights:
        stops = {(w.road_id, w.lane_id) for w in light.get_stop_waypoints()}
        affected = {(w.road_id, w.lane_id) for w in light.get_affected_lane_waypoints()}
        before = {
            (w.road_id, w.lane_id)
            for waypoint in light.get_affected_lane_waypoints()
            for distance in (2.0, 5.0, 8.0)
            for w in waypoint.previous(distance)
        }
        assert stops
        assert stops & (before | affected)


def test_groups_cycle_and_freeze(downtown, lights):
    _, world = downtown
    group = lights[0].get_group_traffic_lights()
    assert lights[0].id in {light.id for light in group}
    assert sorted(light.get_pole_index() for light in group) == list(range(len(group)))
    green = [light for light in group if light.state == GREEN]
    assert green
    for light in green:
        light.set_green_time(1.0)
    for _ in range(21):
        world.tick()
    assert all(light.state == carla.TrafficLightState.Yellow for light in green)
    world.freeze_all_traffic_lights(True)
    for _ in range(100):
        world.tick()
    assert green[0].is_frozen()
    assert all(light.state == carla.TrafficLightState.Yellow for light in green)
    for light in green:
        light.set_green_time(10.0)
    assert [len(light.get_light_boxes()) > 0 for light in lights] == [True] * len(lights)


def test_the_traffic_manager_stops_at_red_and_goes_at_green(downtown, lights, port):
    client, world = downtown
    light, stop = next(
        (light, stop)
        for light in lights
        for stop in light.get_stop_waypoints()
        if all(w.road_id == stop.road_id for w in stop.previous(25.0))
    )
    start = stop.previous(25.0)[0].transform
    start.location.z += 0.3
    car = world.spawn_actor(world.get_blueprint_library().find("vehicle.tesla.model3"), start)
    manager = client.get_trafficmanager(port + 2)
    manager.set_synchronous_mode(True)
    manager.set_random_device_seed(0)
    try:
        car.set_autopilot(True, manager.get_port())
        manager.auto_lane_change(car, False)
        world.freeze_all_traffic_lights(True)
        light.set_state(RED)
        for _ in range(300):
            world.tick()
        assert car.is_at_traffic_light()
        assert car.get_traffic_light_state() == RED
        assert car.get_traffic_light().id == light.id
        assert car.get_velocity().length() < 0.05
        assert car.get_location().distance(stop.transform.location) < 8.0
        light.set_state(GREEN)
        for _ in range(120):
            world.tick()
        assert car.get_location().distance(stop.transform.location) > 8.0
        assert car.get_traffic_light_state() == GREEN
        assert car.get_speed_limit() == 30.0
    finally:
        # A manager whose server has gone ends the whole process.
        manager.shut_down()
        car.destroy()
        world.tick()


def test_people_have_somewhere_to_go(downtown):
    _, world = downtown
    carla_map = world.get_map()
    places = [world.get_random_location_from_navigation() for _ in range(100)]
    kinds = carla.LaneType.Sidewalk
    near = 0
    for place in places:
        waypoint = carla_map.get_waypoint(place, lane_type=kinds)
        apart = place.distance(waypoint.transform.location)
        assert abs(place.z - waypoint.transform.location.z - 0.15) < 0.05 or apart > 5
        near += apart < waypoint.lane_width / 2 + 0.1
    assert near > 60  # the others are on the corners of junctions


def test_people_walk_over_the_crosswalk(downtown, lights):
    _, world = downtown
    world.freeze_all_traffic_lights(True)
    for light in lights:
        light.set_state(RED)  # the client's walkers wait until vehicles have red
    library = world.get_blueprint_library()
    if not library.filter("controller.ai.walker"):
        pytest.skip("no controller of walkers yet")
    place = carla.Transform(carla.Location(-118.8, -1.0, 1.1))
    walker = world.spawn_actor(library.find("walker.pedestrian.0005"), place)
    world.tick()
    control = world.spawn_actor(library.find("controller.ai.walker"), carla.Transform(), walker)
    world.tick()
    control.start()
    control.set_max_speed(2.0)
    control.go_to_location(carla.Location(-98.0, 3.0, 0.15))
    feet = []
    for _ in range(250):
        world.tick()
        feet.append(walker.get_location().z - walker.bounding_box.extent.z)
    control.stop()
    assert walker.get_location().x > -103.0
    assert min(feet) == pytest.approx(0.0, abs=0.02)  # on the asphalt
    assert max(feet[5:]) == pytest.approx(0.15, abs=0.02)  # on the sidewalk
    control.destroy()
    walker.destroy()
    world.tick()


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "", "Nav", "Town10HD.bin", "a\0b"]
)
def test_no_other_file_can_be_fetched(downtown, name, tmp_path):
    client, _ = downtown
    client.set_files_base_folder(str(tmp_path))
    with pytest.raises(RuntimeError, match="File"):
        client.request_file(name)
    assert not list(tmp_path.rglob("*.*"))
