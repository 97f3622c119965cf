"""Layers, environment objects and street lights through the real client."""

import queue

import carla
import numpy as np


def pictures(world, kind, place, count=3):
    """Return the last of some pictures, (H, W, 4), of a camera hung up somewhere."""
    blueprint = world.get_blueprint_library().find(f"sensor.camera.{kind}")
    blueprint.set_attribute("image_size_x", "200")
    blueprint.set_attribute("image_size_y", "200")
    camera = world.spawn_actor(blueprint, place)
    images = queue.Queue()
    camera.listen(images.put)
    while images.qsize() < count:
        world.tick()
    camera.destroy()
    image = [images.get() for _ in range(count)][-1]
    return np.frombuffer(image.raw_data, np.uint8).reshape(200, 200, 4)


def shares(world):
    """Return the share of pixels by tag, seen from high above a street."""
    spot = world.get_map().get_spawn_points()[5]
    place = carla.Transform(spot.location + carla.Location(z=80), carla.Rotation(pitch=-90))
    tags = pictures(world, "semantic_segmentation", place)[..., 2]
    return np.bincount(tags.ravel(), minlength=30) / tags.size


def test_hidden_objects_are_gone_and_come_back(world):
    buildings = world.get_environment_objects(carla.CityObjectLabel.Buildings)
    assert len(buildings) > 10
    before = shares(world)
    world.enable_environment_objects({entry.id for entry in buildings}, False)
    without = shares(world)
    world.enable_environment_objects({entry.id for entry in buildings}, True)
    after = shares(world)
    assert before[3] > 0.05
    assert without[3] == 0
    assert after[3] == before[3]


def test_layers_of_maps_with_switchable_layers(client):
    client.load_world("Town02_Opt", False, carla.MapLayer.Buildings)
    world = client.get_world()
    assert world.get_map().name.endswith("Town02_Opt")
    first = shares(world)
    assert first[3] > 0.05
    assert first[9] == 0
    world.load_map_layer(carla.MapLayer.Foliage)
    world.unload_map_layer(carla.MapLayer.Buildings)
    second = shares(world)
    assert second[3] == 0
    assert second[9] > 0
    client.load_world("Town02", False)
    client.get_world().unload_map_layer(carla.MapLayer.Buildings)
    assert shares(client.get_world())[3] > 0.05


def test_street_lights_go_on_at_night_and_can_be_switched(world):
    manager = world.get_lightmanager()
    world.set_weather(carla.WeatherParameters.ClearNoon)
    world.tick()
    assert not any(light.is_on for light in manager.get_all_lights())
    world.set_weather(carla.WeatherParameters.ClearNight)
    for _ in range(3):
        world.tick()
    lights = manager.get_all_lights(carla.LightGroup.Street)
    assert len(lights) > 10
    assert all(light.is_on for light in lights)
    below = lights[0].location
    place = carla.Transform(below + carla.Location(z=5), carla.Rotation(pitch=-90))
    lit = pictures(world, "rgb", place)[..., :3].mean()
    manager.turn_off(lights)
    world.tick()
    world.tick()
    assert not any(light.is_on for light in manager.get_all_lights())
    assert pictures(world, "rgb", place)[..., :3].mean() < 0.7 * lit
    world.set_weather(carla.WeatherParameters.ClearNoon)
    world.tick()
