"""Draws the contact sheet of docs/: every town in several weathers, as a client's camera sees it.

python tests/studies/contact_sheet.py --out docs/contact-sheet.jpg
python tests/studies/contact_sheet.py --all-weathers Town10HD --out docs/weathers.jpg
"""

from __future__ import annotations

import argparse
import queue
import random
from pathlib import Path

import carla
import numpy as np
from PIL import Image, ImageDraw
from servers import embedded_server

_TOWNS = (*(f"Town0{number}" for number in range(1, 8)), "Town10HD")
_WEATHERS = (
    "ClearNoon", "CloudySunset", "WetNoon", "HardRainNoon", "ClearSunset", "WetNight", "DustStorm",
)  # fmt: skip
_PRESETS = tuple(
    f"{kind}{time}"
    for time in ("Noon", "Sunset")
    for kind in ("Clear", "Cloudy", "Wet", "WetCloudy", "SoftRain", "Mid", "HardRain")
)
_NAMES = {"MidNoon": "MidRainyNoon", "MidSunset": "MidRainSunset"}
_SIZE = (320, 160)
_PLACE = carla.Transform(carla.Location(x=0.3, z=1.7), carla.Rotation(pitch=-3))


class Stage:
    """A car with a camera in some traffic."""

    def __init__(self, port: int, spot: int) -> None:
        self.client = carla.Client("127.0.0.1", port)
        self.client.set_timeout(60.0)
        self.world = self.client.get_world()
        settings = self.world.get_settings()
        settings.synchronous_mode, settings.fixed_delta_seconds = True, 0.05
        self.world.apply_settings(settings)
        rng = random.Random(spot)
        library = self.world.get_blueprint_library()
        spots = self.world.get_map().get_spawn_points()
        start = spots[spot % len(spots)]
        car = self.world.spawn_actor(library.find("vehicle.tesla.model3"), start)
        self._populate(rng, library, start, spots)
        blueprint = library.find("sensor.camera.rgb")
        blueprint.set_attribute("image_size_x", str(_SIZE[0]))
        blueprint.set_attribute("image_size_y", str(_SIZE[1]))
        blueprint.set_attribute("fov", "90")
        self.camera = self.world.spawn_actor(blueprint, _PLACE, attach_to=car)
        self.images: queue.Queue[carla.Image] = queue.Queue()
        self.camera.listen(self.images.put)

    def _populate(
        self,
        rng: random.Random,
        library: carla.BlueprintLibrary,
        start: carla.Transform,
        spots: list[carla.Transform],
    ) -> None:
        near = [s for s in spots if 5 < s.location.distance(start.location) < 70]
        models = [b for b in library.filter("vehicle.*") if b.get_attribute("base_type") != ""]
        for spot in near[:14]:
            vehicle = self.world.try_spawn_actor(rng.choice(models), spot)
            if vehicle is not None:
                vehicle.set_light_state(carla.VehicleLightState(3))
        ahead = carla.Location(x=11, y=2.4, z=1.0)
        for kind, shift in (("trafficcone01", 0.0), ("streetbarrier", 2.0), ("barrel", 4.0)):
            place = start.transform(ahead + carla.Location(x=shift))
            spot = carla.Transform(place, start.rotation)
            self.world.try_spawn_actor(library.find(f"static.prop.{kind}"), spot)

    def picture(self, weather: str) -> Image.Image:
        """Return what the camera sees in a weather."""
        parameters = getattr(carla.WeatherParameters, weather)
        self.world.set_weather(parameters)
        for _ in range(3):
            frame = self.world.tick()
        while True:
            image = self.images.get(timeout=30)
            if image.frame == frame:
                break
        pixels = np.frombuffer(image.raw_data, np.uint8).reshape(_SIZE[1], _SIZE[0], 4)
        return Image.fromarray(np.ascontiguousarray(pixels[..., 2::-1]))


def sheet(rows: list[tuple[str, list[Image.Image]]], columns: list[str]) -> Image.Image:
    """Return pictures in rows and columns with their names."""
    width, height = _SIZE
    whole = Image.new("RGB", (width * len(columns), (height + 2) * len(rows) + 16), "white")
    draw = ImageDraw.Draw(whole)
    for column, name in enumerate(columns):
        draw.text((column * width + 4, 2), name, fill="black")
    for row, (name, pictures) in enumerate(rows):
        for column, picture in enumerate(pictures):
            whole.paste(picture, (column * width, 16 + row * (height + 2)))
        draw.text(
            (5, 20 + row * (height + 2)), name, fill="white", stroke_width=1, stroke_fill="black"
        )
    return whole


def main() -> None:
    """Draw the sheet."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=Path("docs/contact-sheet.jpg"))
    parser.add_argument("--towns", nargs="*", default=_TOWNS)
    parser.add_argument("--all-weathers", metavar="TOWN", help="all 14 presets in one town")
    parser.add_argument("--spot", type=int, default=7, help="spawn point to look from")
    options = parser.parse_args()
    rows = []
    if options.all_weathers:
        columns = [_NAMES.get(name, name) for name in _PRESETS[:7]]
        with embedded_server(town=options.all_weathers) as port:
            stage = Stage(port, options.spot)
            for half in (_PRESETS[:7], _PRESETS[7:]):
                names = [_NAMES.get(name, name) for name in half]
                rows.append((names[0][-6:], [stage.picture(name) for name in names]))
    else:
        columns = list(_WEATHERS)
        for town in options.towns:
            with embedded_server(town=town) as port:
                stage = Stage(port, options.spot)
                rows.append((town, [stage.picture(name) for name in columns]))
    sheet(rows, columns).save(options.out, quality=85)


if __name__ == "__main__":
    main()
