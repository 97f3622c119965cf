"""Meshes of traffic lights and signs, in the frame of their actors.

The origin is the foot of the pole on the ground. Signs and lamps look along -x, at drivers who
come along +x and have the pole on their right; the arm of a traffic light reaches to the -y
side, their left, over the road. A pedestal reaches below the ground, which need not be level.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from carla_bench.simulator.graphics.primitives import Pair, Point, box, frustum, lathe, polygon
from carla_bench.simulator.graphics.solids import arc, extruded
from carla_bench.simulator.mesh import Mesh

__all__ = ["ARM_M", "CLEARANCE_M", "POST", "traffic_light", "traffic_sign"]

ARM_M = 5.0
"""Usual reach of a traffic light's arm over the road."""
CLEARANCE_M = 5.0
"""Usual height of the heads' lower edges above the road."""
POST = "post"
"""Variant of `traffic.traffic_light` without an arm, for narrow roads."""

_FOOT_M = 0.3
_HEAD_M = 1.05
_BOARD_Z = 2.25
"""Middle of a sign's board above the ground."""
_STROKES = {
    "0": "abcdef",
    "1": "m",
    "2": "abged",
    "3": "abgcd",
    "4": "fgbc",
    "5": "afgcd",
    "6": "afgedc",
    "7": "abc",
    "8": "abcdefg",
    "9": "gfabcd",
    "S": "afgcd",
    "T": "am",
    "O": "abcdef",
    "P": "abgef",
}
"""Bars of characters, named as those of a calculator: a on top, then clockwise, g in the middle;
m stands upright in the middle."""


def traffic_light(arm_m: float = ARM_M, clearance_m: float = CLEARANCE_M) -> Mesh:
    """Return a traffic light.

    Args:
        arm_m: how far the arm reaches to the left; 0 for a post with one head on top.
        clearance_m: height of the lower edge of the heads over the road.
    """
    if arm_m <= 0:
        top = 2.4
        return Mesh.join([*_pole(top + 0.1, 0.06), *_head(0.0, top)])
    beam = clearance_m + 0.6 * _HEAD_M
    reach = frustum((0.0, 0.0, beam), (0.0, -arm_m, beam + 0.1), (0.075, 0.05), "pole", 8)
    brace = frustum((0.0, 0.0, beam + 0.55), (0.0, -0.45 * arm_m, beam + 0.06), 0.02, "pole", 5)
    heads = [*_head(-arm_m + 0.25, clearance_m), *_head(-0.0, 2.5, aside=True)]
    if arm_m > 4.0:
        heads += _head(-0.5 * arm_m, clearance_m)
    return Mesh.join([*_pole(beam + 0.6, 0.10), reach, brace, *heads])


def _pole(height: float, radius: float) -> list[Mesh]:
    base = lathe([(0.19, -_FOOT_M), (0.19, 0.18), (radius, 0.26)], "pole", 10)
    return [base, lathe([(radius, 0.2), (radius * 0.85, height)], "pole", 10)]


def _head(y: float, low: float, aside: bool = False) -> list[Mesh]:
    """Return a head with red above yellow above green; low is the z of its lower edge.

    Args:
        y: of its middle, metres.
        low: metres.
        aside: it hangs beside the pole, before it in the driver's eyes.
    """
    x = -0.20 if aside else -0.10
    half, depth = 0.17, 0.20
    parts = [
        box((x - depth, x), (y - half, y + half), (low, low + _HEAD_M), "signal_housing"),
        box(
            (x - 0.02, x + 0.005),
            (y - half - 0.09, y + half + 0.09),
            (low - 0.09, low + _HEAD_M + 0.09),
            "signal_housing",
        ),
        box(
            (x, 0.02),
            (y - 0.03, y + 0.03),
            (low + 0.6 * _HEAD_M - 0.03, low + 0.6 * _HEAD_M + 0.03),
            "signal_housing",
        ),
    ]
    front = x - depth
    for k, name in enumerate(("signal_green", "signal_yellow", "signal_red")):
        z = low + (k + 0.5) * _HEAD_M / 3
        parts.append(frustum((front - 0.025, y, z), (front, y, z), (0.085, 0.12), name, 14))
        hood = arc((y, z), 0.14, 0, 180, 7)
        for (y0, z0), (y1, z1) in pairwise(hood):
            visor: list[Point] = [
                (front, y0, z0),
                (front, y1, z1),
                (front - 0.16, y1, z1 - 0.02),
                (front - 0.16, y0, z0 - 0.02),
            ]
            parts.append(polygon(visor, "signal_housing"))
    return parts


def traffic_sign(kind: str) -> Mesh:
    """Return a sign on its pole.

    Args:
        kind: what follows ``traffic.`` in the id: stop, yield or speed_limit.N.
    """
    if kind == "stop":
        return _on_pole(_stop())
    if kind == "yield":
        return _on_pole(_yield())
    limit = kind.removeprefix("speed_limit.")
    if limit != kind and limit.isdecimal():
        return _on_pole(_limit(limit))
    return _on_pole([_plate(_square(0.34), 0, "sign_blue"), _plate(_square(0.30), 1, "sign_white")])


def _on_pole(board: Sequence[Mesh]) -> Mesh:
    pole = lathe([(0.035, -_FOOT_M), (0.035, _BOARD_Z + 0.3)], "pole", 8)
    return Mesh.join([pole, *board])


def _plate(outline: Sequence[Pair], layer: int, name: str) -> Mesh:
    """Return a board of an (y, z) outline around its middle; each layer lies before the last."""
    front = -0.045 - 0.006 * layer
    shifted = [(y, z + _BOARD_Z) for y, z in outline]
    board = extruded(shifted, front, front + 0.004, name, "x")
    if layer:
        return board
    return Mesh.join([board, extruded(shifted, front + 0.004, front + 0.01, "sign_grey", "x")])


def _square(half: float) -> list[Pair]:
    return [(-half, -half), (half, -half), (half, half), (-half, half)]


def _stop() -> list[Mesh]:
    outer, inner = (arc((0.0, 0.0), radius, 22.5, 337.5, 7) for radius in (0.42, 0.385))
    return [
        _plate(outer, 0, "sign_white"),
        _plate(inner, 1, "sign_red"),
        *_text("STOP", 0.56, 0.24, "sign_white"),
    ]


def _yield() -> list[Mesh]:
    def triangle(size: float) -> list[Pair]:
        return [(-size, 0.55 * size), (0.0, -1.15 * size), (size, 0.55 * size)]

    return [_plate(triangle(0.45), 0, "sign_red"), _plate(triangle(0.29), 1, "sign_white")]


def _limit(text: str) -> list[Mesh]:
    ring, face = (arc((0.0, 0.0), radius, 0, 345, 23) for radius in (0.40, 0.315))
    return [
        _plate(ring, 0, "sign_red"),
        _plate(face, 1, "sign_white"),
        *_text(text, 0.16 * len(text) + 0.06, 0.28, "sign_black"),
    ]


def _text(text: str, width: float, height: float, name: str) -> list[Mesh]:
    """Return letters and digits of flat bars in the middle of a board.

    Its reader looks along +x and so has +y on the right: text runs along +y.
    """
    advance = width / len(text)
    bars = []
    for k, sign in enumerate(text):
        middle = -width / 2 + advance * (k + 0.5)
        bars += [
            _bar(stroke, middle, 0.36 * advance, height / 2, name) for stroke in _STROKES[sign]
        ]
    return bars


def _bar(stroke: str, y: float, half: float, rise: float, name: str) -> Mesh:
    """Return one bar of a letter that is 2 half wide and 2 rise high around y."""
    thick = 0.26 * half
    ends = {
        "a": ((-half, rise), (half, rise)),
        "b": ((half, rise), (half, 0.0)),
        "c": ((half, 0.0), (half, -rise)),
        "d": ((-half, -rise), (half, -rise)),
        "e": ((-half, 0.0), (-half, -rise)),
        "f": ((-half, rise), (-half, 0.0)),
        "g": ((-half, 0.0), (half, 0.0)),
        "m": ((0.0, rise), (0.0, -rise)),
    }
    (y0, z0), (y1, z1) = ends[stroke]
    low, high = min(z0, z1) - thick, max(z0, z1) + thick
    outline = [
        (y + min(y0, y1) - thick, low),
        (y + max(y0, y1) + thick, low),
        (y + max(y0, y1) + thick, high),
        (y + min(y0, y1) - thick, high),
    ]
    return _plate(outline, 2, name)
