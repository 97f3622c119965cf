"""Segmentation scores against a transcription in numpy and a case by hand."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from carla_bench.core.labels import CLASSES, IGNORE
from carla_bench.metrics.segmentation import SegmentationScore

ROAD, SKY, WALL = (CLASSES.index(name) for name in ("Road", "Sky", "Wall"))


def score(*frames):
    result = SegmentationScore()
    for prediction, target in frames:
        result.update(torch.as_tensor(prediction), torch.as_tensor(target))
    return result.compute()


def test_by_hand():
    # Road: 2 right, 1 missed, 1 false: 2 / 4. Sky: 1 right, 1 false, 1 missed: 1 / 3.
    target = [[ROAD, ROAD, ROAD], [SKY, SKY, IGNORE]]
    prediction = [[ROAD, ROAD, SKY], [SKY, ROAD, WALL]]
    result = score((prediction, target))
    assert result["iou"]["Road"] == pytest.approx(2 / 4)
    assert result["iou"]["Sky"] == pytest.approx(1 / 3)
    assert result["iou"]["Wall"] is None
    assert result["miou"] == pytest.approx((2 / 4 + 1 / 3) / 2)
    assert result["pixel_accuracy"] == pytest.approx(3 / 5)
    assert result["frames"] == 1


def test_the_set_counts_and_not_the_mean_of_its_frames():
    sparse = ([[ROAD, SKY, SKY, SKY]], [[ROAD, ROAD, SKY, SKY]])
    dense = ([[ROAD] * 4], [[ROAD] * 4])
    assert score(sparse, dense)["iou"]["Road"] == pytest.approx(5 / 6)


def test_a_class_that_is_only_predicted_counts_as_zero():
    result = score(([[ROAD, WALL]], [[ROAD, ROAD]]))
    assert result["iou"]["Wall"] == 0.0
    assert result["miou"] == pytest.approx(0.25)


pictures = hnp.arrays(np.int64, (6, 5), elements=st.integers(0, len(CLASSES) - 1))


@given(st.lists(st.tuples(pictures, pictures, hnp.arrays(bool, (6, 5))), min_size=1, max_size=3))
def test_equals_a_transcription_in_numpy(frames):
    hits, truths, answers, right, counted = np.zeros((5, 22))
    pairs = []
    for prediction, target, ignored in frames:
        target = np.where(ignored, IGNORE, target)
        pairs.append((prediction, target))
        for c in range(22):
            valid = target != IGNORE
            hits[c] += np.sum((prediction == c) & (target == c))
            truths[c] += np.sum(target == c)
            answers[c] += np.sum((prediction == c) & valid)
        right += np.sum(prediction == target)
        counted += np.sum(target != IGNORE)
    if counted[0] == 0:
        return
    union = truths + answers - hits
    expected = np.mean(hits[union > 0] / union[union > 0])
    result = score(*pairs)
    assert result["miou"] == pytest.approx(expected, abs=1e-6)
    assert result["pixel_accuracy"] == pytest.approx(right[0] / counted[0], abs=1e-6)
