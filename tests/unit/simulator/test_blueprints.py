"""The blueprint library holds what CARLA 0.9.16 lists, in the form that its client reads."""

from __future__ import annotations

import pytest

from carla_bench.simulator.blueprints import (
    Kind,
    actor_size,
    actor_tags,
    actor_variant,
    blueprint_library,
    prop_size,
)
from carla_bench.simulator.blueprints.props import EXTRA_MESHES, PROPS, mesh_name, prop_tags

LIBRARY = blueprint_library()


def ids(prefix):
    return [id_ for id_ in LIBRARY if id_.startswith(prefix)]


def attributes(id_):
    return {entry.id: entry for entry in LIBRARY[id_].attributes}


def test_how_many_there_are():
    assert len(ids("vehicle.")) == 41
    assert len(ids("walker.pedestrian.")) == 52
    assert len(PROPS) == 98
    assert len(ids("static.prop.")) == 99
    assert len(ids("sensor.camera.")) == 8
    assert len(ids("sensor.")) == 18
    rest = {"static.trigger.friction", "util.actor.empty", "controller.ai.walker"}
    assert rest <= set(LIBRARY)


def test_numbers_count_up_from_one():
    assert [entry.uid for entry in LIBRARY.values()] == list(range(1, len(LIBRARY) + 1))
    assert all(entry.id == id_ for id_, entry in LIBRARY.items())


@pytest.mark.parametrize("id_", LIBRARY)
def test_values_are_of_their_type(id_):
    entry = LIBRARY[id_]
    names = [attribute.id for attribute in entry.attributes]
    assert names[:2] == ["role_name", "ros_name"]
    assert len(set(names)) == len(names)
    for attribute in entry.attributes:
        for text in (attribute.value, *attribute.recommended):
            if attribute.type == Kind.BOOL:
                assert text in ("true", "false")
            elif attribute.type == Kind.INT:
                int(text)
            elif attribute.type == Kind.FLOAT:
                float(text)
            elif attribute.type == Kind.COLOR:
                assert all(0 <= int(part) <= 255 for part in text.split(","))
        if attribute.recommended and attribute.modifiable:
            assert attribute.value == attribute.recommended[0]
    encoded = entry.encoded()
    assert encoded[:3] == [entry.uid, id_, id_.replace(".", ",")]
    assert all(len(attribute) == 6 for attribute in encoded[3])


def test_cameras_and_ranging_sensors():
    camera = attributes("sensor.camera.depth")
    assert camera["image_size_x"].value == "800"
    assert camera["fov"].value == "90.0"
    assert camera["lens_k"].value == "-1.0"
    assert "gamma" not in camera
    rgb = attributes("sensor.camera.rgb")
    assert len(rgb) == 2 + 1 + 9 + 31
    assert rgb["exposure_mode"].restricted
    assert attributes("sensor.camera.dvs")["refractory_period_ns"].type == Kind.INT
    lidar = attributes("sensor.lidar.ray_cast")
    assert (lidar["channels"].type, lidar["range"].value) == (Kind.INT, "10.0")
    assert "dropoff_general_rate" not in attributes("sensor.lidar.ray_cast_semantic")
    for id_ in ("sensor.other.collision", "sensor.other.lane_invasion"):
        assert set(attributes(id_)) == {"role_name", "ros_name"}


def test_vehicles_say_what_they_are():
    police = attributes("vehicle.dodge.charger_police_2020")
    assert police["special_type"].value == "emergency"
    assert police["has_lights"].value == police["has_dynamic_doors"].value == "true"
    assert not police["base_type"].modifiable
    assert attributes("vehicle.bh.crossbike")["number_of_wheels"].value == "2"
    assert "driver_id" in attributes("vehicle.vespa.zx125")
    assert "color" not in attributes("vehicle.tesla.cybertruck")
    assert LIBRARY["vehicle.vespa.zx125"].tags == (18, 13)


def test_walkers_have_ages_and_three_speeds():
    children = {
        n for n in range(1, 53) if attributes(f"walker.pedestrian.{n:04}")["age"].value == "child"
    }
    assert children == {9, 10, 11, 12, 13, 14, 48, 49}
    for id_ in ids("walker.pedestrian."):
        still, walk, run = (float(text) for text in attributes(id_)["speed"].recommended)
        assert 0 == still < walk < run
    assert LIBRARY["walker.pedestrian.0048"].size == (0.5, 0.5, 1.1)


def test_clients_change_only_what_they_may():
    entry = LIBRARY["vehicle.audi.tt"]
    values = entry.values({"color": "1,2,3", "base_type": "bus", "nonsense": "x"})
    assert values["color"] == "1,2,3"
    assert values["base_type"] == "car"
    assert "nonsense" not in values


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/Game/Carla/Static/Dynamic/Trash/SM_Barrel.SM_Barrel", "barrel"),
        ("/Game/Carla/Static/Vegetation/Trees/SM_OakTree_L_2.SM_OakTree_L_2", "aporosatree"),
        ("dog", "dog"),
        ("/Game/Ours/Deer.Deer", "deer"),
        ("SM_Bench01", "bench01"),
        ("SM_Bollard01", "bollard"),
        ("", "crate"),
        ("/../..//", "crate"),
    ],
)
def test_mesh_paths(path, name):
    assert mesh_name(path) == name


@pytest.mark.parametrize(("scale", "factor"), [("2", 2.0), ("x", 1.0), ("nan", 1.0), ("-5", 0.01)])
def test_scales(scale, factor):
    size = prop_size("static.prop.mesh", {"mesh_path": "dog", "scale": scale})
    assert size == pytest.approx([factor * side for side in EXTRA_MESHES["dog"].size])


def test_what_has_no_body():
    for id_ in ("static.trigger.friction", "util.actor.empty", "sensor.other.imu"):
        assert LIBRARY[id_].size == (0.0, 0.0, 0.0)
        assert LIBRARY[id_].tags == ()
    assert prop_tags("static.prop.streetsign") == (6, 8)


def test_an_actor_is_what_its_attributes_say():
    mesh = LIBRARY["static.prop.mesh"]
    hydrant = mesh.values({"mesh_path": "SM_FireHdrant", "scale": "0.5"})
    assert actor_size(mesh, hydrant) == pytest.approx((0.2, 0.22, 0.43))
    assert actor_tags(mesh, hydrant) == (20,)
    assert actor_variant(mesh, hydrant) == "SM_FireHdrant"
    bus = LIBRARY["vehicle.mitsubishi.fusorosa"]
    assert actor_size(bus, bus.values({})) == bus.size
    assert actor_tags(bus, bus.values({})) == (16,)
    assert actor_variant(bus, bus.values({})) == "bus"
