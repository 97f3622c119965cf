"""Temporal segmenter: a convolutional encoder, a ConvGRU memory, a decoder with skips."""

from __future__ import annotations

from carla_bench.specs import ModelSpec

from .net import TemporalConfig, TemporalSegmenter

__all__ = ["MODEL", "TemporalConfig", "TemporalSegmenter"]

MODEL = ModelSpec(
    summary="A small segmenter with a ConvGRU memory at its bottleneck.",
    build=TemporalSegmenter,
    config=TemporalConfig,
    source=(
        "Ballas et al., Delving Deeper into Convolutional Networks for Learning Video "
        "Representations, arXiv:1511.06432 (the ConvGRU); the small encoder and decoder are ours"
    ),
)
