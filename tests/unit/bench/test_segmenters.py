"""Segmenters in the loop: sizes, memory, and its absence."""

import numpy as np
import torch

from carla_bench import catalogue
from carla_bench.bench.segmenters import ConstantSegmenter, ModelSegmenter


def model():
    torch.manual_seed(0)
    spec = catalogue.load("model", "temporal")
    return spec.build(spec.config()).eval()


def frames(count):
    rng = np.random.default_rng(0)
    return [rng.integers(0, 256, (40, 80, 3), dtype=np.uint8) for _ in range(count)]


def test_answers_have_the_size_of_the_picture():
    segmenter = ModelSegmenter(model(), (64, 32), memory=True)
    answer = segmenter.segment(frames(1)[0])
    assert answer.shape == (40, 80)
    assert answer.dtype == torch.int64


def test_memory_changes_answers_until_reset():
    first, second = frames(2)
    net = model()
    with_memory = ModelSegmenter(net, (64, 32), memory=True)
    without = ModelSegmenter(net, (64, 32), memory=False)
    fresh = without.segment(second)
    assert torch.equal(with_memory.segment(first), without.segment(first))
    assert not torch.equal(with_memory.segment(second), fresh)
    assert torch.equal(without.segment(second), fresh)
    with_memory.reset()
    assert torch.equal(with_memory.segment(second), fresh)


def test_constant():
    assert (ConstantSegmenter(7).segment(frames(1)[0]) == 7).all()
