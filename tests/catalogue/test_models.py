"""The contract of every model."""

import pytest
import torch
import torch.nn.functional as F

from carla_bench import catalogue

pytestmark = pytest.mark.parametrize("name", catalogue.names("model"))


def build(name, seed=0):
    torch.manual_seed(seed)
    spec = catalogue.load("model", name)
    return spec.build(spec.config()).eval()


def video(frames=4, height=48, width=64, batch=1):
    generator = torch.Generator().manual_seed(1)
    return torch.rand(batch, frames, 3, height, width, generator=generator)


def test_has_a_summary_and_a_source(name):
    spec = catalogue.load("model", name)
    assert spec.summary
    assert spec.source
    assert catalogue.summaries("model")[name]


@pytest.mark.parametrize("size", [(48, 64), (33, 50), (16, 16)])
@torch.inference_mode()
def test_logits_have_the_size_of_the_video(name, size):
    logits, _ = build(name)(video(3, *size, batch=2))
    assert logits.shape == (2, 3, 22, *size)
    assert logits.dtype == torch.float32


@torch.inference_mode()
def test_frame_by_frame_equals_all_at_once(name):
    model, clip = build(name), video()
    whole, _ = model(clip)
    state, parts = None, []
    for index in range(clip.shape[1]):
        logits, state = model(clip[:, index : index + 1], state)
        parts.append(logits)
    torch.testing.assert_close(torch.cat(parts, dim=1), whole, atol=1e-5, rtol=1e-5)


@torch.inference_mode()
def test_the_future_changes_nothing(name):
    model, clip = build(name), video()
    other = clip.clone()
    other[:, 2:] = 1 - other[:, 2:]
    torch.testing.assert_close(model(clip)[0][:, :2], model(other)[0][:, :2], atol=1e-6, rtol=0)


@torch.inference_mode()
def test_a_seed_decides_everything(name):
    clip = video()
    first, again, other = (build(name, seed)(clip)[0] for seed in (0, 0, 1))
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


def test_learns_one_batch(name):
    model, clip = build(name).train(), video(2)
    # Half the picture dark, half light, and the class follows the light.
    clip[..., :32] *= 0.3
    target = (clip.mean(dim=2) > 0.4).long() * 7
    optimizer = torch.optim.AdamW(model.parameters(), 1e-2)
    losses = []
    for _ in range(25):
        loss = F.cross_entropy(model(clip)[0].flatten(0, 1), target.flatten(0, 1))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.3 * losses[0]
