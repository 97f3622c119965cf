"""The ConvGRU against a transcription of its equations, one convolution a term."""

import torch
import torch.nn.functional as F
from carla_bench.models.temporal.net import ConvGRUCell


def test_equals_the_equations():
    torch.manual_seed(0)
    c = 6
    cell = ConvGRUCell(c).double()
    x, h = torch.randn(2, 2, c, 5, 7, dtype=torch.float64).unbind(0)
    w_z, w_r = cell.gates.weight[:c], cell.gates.weight[c:]
    b_z, b_r = cell.gates.bias[:c], cell.gates.bias[c:]
    w_n, b_n = cell.candidate.weight, cell.candidate.bias

    def conv(image, kernel):
        return F.conv2d(image, kernel, padding=1)

    def bias(values):
        return values[None, :, None, None]

    z = torch.sigmoid(conv(x, w_z[:, :c]) + conv(h, w_z[:, c:]) + bias(b_z))
    r = torch.sigmoid(conv(x, w_r[:, :c]) + conv(h, w_r[:, c:]) + bias(b_r))
    n = torch.tanh(conv(x, w_n[:, :c]) + conv(r * h, w_n[:, c:]) + bias(b_n))
    torch.testing.assert_close(cell(x, h), h - z * h + z * n, atol=1e-12, rtol=0)


def test_without_a_state_it_starts_at_zero():
    cell, x = ConvGRUCell(4), torch.randn(1, 4, 3, 3)
    torch.testing.assert_close(cell(x), cell(x, torch.zeros_like(x)))
