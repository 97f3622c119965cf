"""Light, shadow and weather in the picture."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from carla_bench.core.geometry import Pose
from carla_bench.simulator.graphics.patterns import TILE_LENGTH, Tile, atlas, ground_noise
from carla_bench.simulator.graphics.primitives import box
from carla_bench.simulator.graphics.renderer import Renderer
from carla_bench.simulator.graphics.shapes import Shape, shape_of
from carla_bench.simulator.graphics.sky import Weather, light_of, sky_color, sky_table
from carla_bench.simulator.graphics.stage import Stage, StaticScene
from carla_bench.simulator.graphics.view import Body, View
from carla_bench.simulator.mesh import Mesh

GROUND = box((-200.0, 200.0), (-200.0, 200.0), (-1.0, 0.0), "sign_white")
CLEAR = Weather(cloudiness=0, fog_density=0)
DOWN = View(Pose(x=4, z=20, pitch=-90).matrix, 160, 160, 60)


RENDERER = Renderer(threads=2)


def draw(mesh: Mesh, camera: View, weather: Weather, bodies=(), time_s=0.0):
    """Return buffers, and the picture as (H, W, 3) RGB."""
    got = RENDERER.render(Stage(StaticScene(mesh), list(bodies)), camera, weather, time_s=time_s)
    return got, got.bgra[..., 2::-1]


def brightness(picture) -> np.ndarray:
    return picture.astype(float).mean(axis=2)


def world_of_pixels(camera: View, depth: np.ndarray) -> np.ndarray:
    focal = camera.width / 2 / np.tan(np.radians(camera.fov_deg) / 2)
    v, u = np.mgrid[: camera.height, : camera.width] + 0.5
    right, up = (u - camera.width / 2) / focal, (camera.height / 2 - v) / focal
    local = np.stack([np.ones_like(u), right, up], axis=-1) * depth[..., None]
    return local @ camera.world_from_sensor[:3, :3].T + camera.world_from_sensor[:3, 3]


@pytest.mark.parametrize("as_body", [False, True])
@pytest.mark.parametrize("azimuth", [180.0, 230.0])
def test_shadow_of_a_pole_falls_where_trigonometry_says(as_body, azimuth):
    pole = box((-0.2, 0.2), (-0.2, 0.2), (0.0, 3.0), "pole")
    weather = dataclasses.replace(CLEAR, sun_altitude_angle=40, sun_azimuth_angle=azimuth)
    if as_body:
        body = Body(5, Shape.of(pole), np.eye(4))
        got, picture = draw(GROUND, DOWN, weather, [body])
    else:
        got, picture = draw(Mesh.join([GROUND, pole]), DOWN, weather)
    points = world_of_pixels(DOWN, got.depth)
    level = np.abs(points[..., 2]) < 0.01
    away = np.radians(azimuth + 180)
    along = points[..., 0] * np.cos(away) + points[..., 1] * np.sin(away)
    aside = np.abs(points[..., 1] * np.cos(away) - points[..., 0] * np.sin(away))
    length = 3.0 / np.tan(np.radians(40))
    light = brightness(picture)
    shadow = level & (along > 0.9) & (along < length - 0.4) & (aside < 0.12)
    beyond = level & (along > length + 0.5) & (along < length + 3) & (aside < 0.4)
    beside = level & (along > 0.9) & (along < length) & (aside > 0.8) & (aside < 2)
    assert shadow.sum() > 15
    assert light[shadow].max() < 0.85 * light[beyond].min()
    assert light[shadow].max() < 0.85 * light[beside].min()


def test_clouds_weaken_shadows():
    pole = Mesh.join([GROUND, box((-1.0, 1.0), (-1.0, 1.0), (3.0, 3.2), "pole")])
    sunny = dataclasses.replace(CLEAR, sun_altitude_angle=60, sun_azimuth_angle=180)
    contrast = []
    for weather in (sunny, dataclasses.replace(sunny, cloudiness=100)):
        light = brightness(draw(pole, DOWN, weather)[1])
        contrast.append(light.max() / light[light > 10].min())
    assert contrast[0] > contrast[1]


def test_a_night_is_darker_than_a_day():
    camera = View(Pose(z=1.6).matrix, 64, 48, 90)
    noon = brightness(draw(GROUND, camera, Weather())[1])
    night = brightness(draw(GROUND, camera, Weather(sun_altitude_angle=-90))[1])
    assert night[:20].mean() < 0.4 * noon[:20].mean()
    assert night[30:].mean() < 0.4 * noon[30:].mean()


def test_fog_swallows_what_is_far():
    camera = View(Pose(z=1.6).matrix, 64, 48, 60)
    dark = box((80.0, 81.0), (-50.0, 50.0), (0.0, 40.0), "prop_black")
    scene = Mesh.join([GROUND, dark])
    clear = brightness(draw(scene, camera, CLEAR)[1])[10:20]
    foggy = brightness(draw(scene, camera, Weather(fog_density=90))[1])[10:20]
    assert foggy.mean() > clear.mean() + 60


def test_paint_takes_the_colour_of_the_actor():
    shape = shape_of("vehicle.tesla.model3", (4.79, 2.16, 1.49), "car")
    camera = View(Pose(z=4, pitch=-30).matrix, 96, 64, 60)
    placed = Pose(x=7, yaw=90).matrix
    for channel in range(3):
        color = tuple(220 if c == channel else 20 for c in range(3))
        got, picture = draw(GROUND, camera, CLEAR, [Body(9, shape, placed, color)])
        own = picture[got.instance == 9].astype(float).mean(axis=0)
        assert own.argmax() == channel
        assert own[channel] > 1.5 * np.delete(own, channel).max()


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, -1.0, 1e30, -1e30])
def test_any_number_makes_a_weather(value):
    fields = {field.name: value for field in dataclasses.fields(Weather)}
    camera = View(Pose(z=1.6).matrix, 40, 30, 90)
    _, picture = draw(GROUND, camera, Weather(**fields), time_s=12.0)
    assert picture.shape == (30, 40, 3)
    for field in fields:
        light = light_of(Weather(**{field: value}))
        assert all(np.isfinite(part).all() for part in light)


def test_the_sun_stands_where_its_angles_say():
    weather = dataclasses.replace(CLEAR, sun_altitude_angle=30, sun_azimuth_angle=70)
    turn, up = np.radians(70), np.radians(30)
    toward = [np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up)]
    aside = [np.cos(up) * np.cos(turn + 1), np.cos(up) * np.sin(turn + 1), np.sin(up)]
    light, table, noise = light_of(weather), sky_table(weather), ground_noise()
    sun, sky = (np.array(sky_color(light, table, noise, tuple(d), 0.0)) for d in (toward, aside))
    assert np.all(sun > 2 * sky)


def test_tiles_keep_the_colour_of_their_material_on_average():
    # The smallest version is the average of the tile; houses are darker because of their windows.
    smallest = atlas()[TILE_LENGTH - 1 :: TILE_LENGTH]
    assert len(smallest) == len(Tile)
    for tile in (Tile.GRAIN, Tile.ASPHALT, Tile.GRASS, Tile.PAVING, Tile.BRICK):
        np.testing.assert_allclose(smallest[tile, :3], 128, atol=26)
    assert smallest[Tile.OFFICE, 3] > smallest[Tile.WINDOW, 3] > 10
