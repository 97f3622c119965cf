"""Tags, classes, palettes."""

import carla
import numpy as np
import pytest

from carla_bench.core import labels
from carla_bench.errors import ConfigError


def test_tag_names_are_the_clients():
    for tag, name in enumerate(labels.tag_names("0.9.16")):
        if name == "None":
            name = "NONE"  # a keyword in Python
        assert int(getattr(carla.CityObjectLabel, name)) == tag


@pytest.mark.parametrize(
    ("version", "tag", "name"),
    [
        ("0.9.16", 1, "Road"),
        ("0.9.16", 14, "Vehicles"),
        ("0.9.16", 13, "Pedestrian"),
        ("0.9.16", 24, "Road Line"),
        ("0.9.16", 10, "Ground"),
        ("0.9.13", 7, "Road"),
        ("0.9.13", 10, "Vehicles"),
        ("0.9.13", 22, "Ground"),
    ],
)
def test_class_of_a_tag(version, tag, name):
    assert labels.CLASSES[labels.classes_from_tags(version)[tag]] == name


def test_old_tags_up_to_21_are_the_22_classes_themselves():
    np.testing.assert_array_equal(labels.classes_from_tags("0.9.13")[:22], np.arange(22))


def test_a_tag_that_does_not_exist_is_ignored():
    assert labels.classes_from_tags("0.9.16")[29] == labels.IGNORE


def test_every_class_has_its_own_colour():
    assert len(np.unique(labels.CLASS_PALETTE, axis=0)) == len(labels.CLASSES)


def test_nonsense_version():
    with pytest.raises(ConfigError, match="latest"):
        labels.tag_names("latest")
