"""Semantic tags of CARLA by server version, the 22 training classes, palettes, unknown objects.

Tags are what the server writes and what lies on disk; classes are what models learn.

Source: tags 0.9.14+ from CARLA's `ObjectLabel.h` and the palette from its client's
`CityScapesPalette`; tags up to 0.9.13 from CARLA's pull request 3251; the 22 classes
from the project page "Video Segmentation & Understanding of Automotive Scenes".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from carla_bench.errors import ConfigError

__all__ = [
    "CLASSES",
    "CLASS_PALETTE",
    "IGNORE",
    "TAG_PALETTE",
    "UNKNOWN_CATEGORIES",
    "classes_from_tags",
    "tag_names",
]

IGNORE = 255
"""Class index of pixels that count neither in losses nor in scores."""

CLASSES = (
    "Unlabeled", "Building", "Fence", "Other", "Pedestrian", "Pole", "Road Line", "Road",
    "Sidewalk", "Vegetation", "Vehicles", "Wall", "Traffic Sign", "Sky", "Ground", "Bridge",
    "Rail Track", "Guard Rail", "Traffic Light", "Static", "Dynamic", "Water",
)  # fmt: skip
"""The 22 classes, by class index."""

UNKNOWN_CATEGORIES = ("cone", "barrier", "warning_sign")
"""Unknown object categories; the number in an unknown mask is the index here plus 1."""

_TAGS_0_9_14 = (
    "None", "Roads", "Sidewalks", "Buildings", "Walls", "Fences", "Poles", "TrafficLight",
    "TrafficSigns", "Vegetation", "Terrain", "Sky", "Pedestrians", "Rider", "Car", "Truck",
    "Bus", "Train", "Motorcycle", "Bicycle", "Static", "Dynamic", "Other", "Water",
    "RoadLines", "Ground", "Bridge", "RailTrack", "GuardRail",
)  # fmt: skip

_TAGS_0_9_13 = (
    "Unlabeled", "Building", "Fence", "Other", "Pedestrian", "Pole", "RoadLine", "Road",
    "Sidewalk", "Vegetation", "Vehicle", "Wall", "TrafficSign", "Sky", "Ground", "Bridge",
    "RailTrack", "GuardRail", "TrafficLight", "Static", "Dynamic", "Water", "Terrain",
)  # fmt: skip

_CLASS_OF_TAG = {
    "None": "Unlabeled", "Roads": "Road", "Sidewalks": "Sidewalk", "Buildings": "Building",
    "Walls": "Wall", "Fences": "Fence", "Poles": "Pole", "TrafficLight": "Traffic Light",
    "TrafficSigns": "Traffic Sign", "Pedestrians": "Pedestrian", "Rider": "Pedestrian",
    "Car": "Vehicles", "Truck": "Vehicles", "Bus": "Vehicles", "Train": "Vehicles",
    "Motorcycle": "Vehicles", "Bicycle": "Vehicles", "Vehicle": "Vehicles",
    "RoadLines": "Road Line", "RoadLine": "Road Line", "RailTrack": "Rail Track",
    "GuardRail": "Guard Rail", "TrafficSign": "Traffic Sign",
    # The 22 classes have no terrain; soil and grass are the ground beside the road.
    "Terrain": "Ground",
}  # fmt: skip

TAG_PALETTE: NDArray[np.uint8] = np.array(
    [
        (0, 0, 0), (128, 64, 128), (244, 35, 232), (70, 70, 70), (102, 102, 156),
        (190, 153, 153), (153, 153, 153), (250, 170, 30), (220, 220, 0), (107, 142, 35),
        (152, 251, 152), (70, 130, 180), (220, 20, 60), (255, 0, 0), (0, 0, 142), (0, 0, 70),
        (0, 60, 100), (0, 80, 100), (0, 0, 230), (119, 11, 32), (110, 190, 160),
        (170, 120, 50), (55, 90, 80), (45, 60, 150), (157, 234, 50), (81, 0, 81),
        (150, 100, 100), (230, 150, 140), (180, 165, 180),
    ],
    dtype=np.uint8,
)  # fmt: skip
"""(29, 3) RGB by tag of 0.9.14 and newer."""


def tag_names(version: str) -> tuple[str, ...]:
    """Return the tag names of a CARLA version such as ``"0.9.16"``, by tag.

    Raises:
        ConfigError: not a version number.
    """
    try:
        numbers = tuple(int(part) for part in version.split(".")[:3])
    except ValueError:
        raise ConfigError(f"Expected a CARLA version like 0.9.16, got {version!r}.") from None
    return _TAGS_0_9_14 if numbers >= (0, 9, 14) else _TAGS_0_9_13


def classes_from_tags(version: str = "0.9.16") -> NDArray[np.uint8]:
    """Return the (256,) uint8 table from raw tag to class index; no such tag gives IGNORE."""
    table = np.full(256, IGNORE, dtype=np.uint8)
    for tag, name in enumerate(tag_names(version)):
        table[tag] = CLASSES.index(_CLASS_OF_TAG.get(name, name))
    return table


def _class_palette() -> NDArray[np.uint8]:
    palette = np.zeros((len(CLASSES), 3), dtype=np.uint8)
    table = classes_from_tags()
    # Backwards, so that a class takes the colour of its first tag (a car, not a bicycle).
    for tag in reversed(range(len(TAG_PALETTE))):
        if _TAGS_0_9_14[tag] not in ("Rider", "Terrain"):
            palette[table[tag]] = TAG_PALETTE[tag]
    return palette


CLASS_PALETTE: NDArray[np.uint8] = _class_palette()
"""(22, 3) RGB by class index."""
