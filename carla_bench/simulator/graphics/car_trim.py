"""What single models wear: liveries, light bars, rails, spoilers, spare wheels."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_body import Frame
from carla_bench.simulator.graphics.car_parts import light_bar, wheel
from carla_bench.simulator.graphics.placing import placed
from carla_bench.simulator.graphics.primitives import box, mirrored, wedge
from carla_bench.simulator.graphics.solids import decal, rod
from carla_bench.simulator.mesh import Mesh

__all__ = [
    "police",
    "roof_rails",
    "spare_wheel",
    "spoiler",
    "stripes",
    "taxi",
    "two_tone",
]


def _flank(
    body: Mesh,
    frame: Frame,
    x: tuple[float, float],
    z: tuple[float, float],
    name: str,
    steps: tuple[int, int] = (6, 2),
) -> Mesh:
    """Return a field on both flanks; x in shares of the length, z in shares of the height."""
    (x0, x1), (z0, z1) = x, z
    corners = [(x0, z0), (x1, z0), (x1, z1), (x0, z1)]
    metres = [(u * frame.length, v * frame.height) for u, v in corners]
    return mirrored(decal(body, metres, "right", name, steps=steps, lift=0.004))


def police(body: Mesh, frame: Frame) -> list[Mesh]:
    """White doors with a blue line, a light bar and a push bar in front."""
    nose, height, half = frame.length / 2, frame.height, frame.half
    x = (frame.style.glass[1] + frame.style.glass[2]) / 2 * frame.length
    bar = [
        rod(
            [
                (nose, y, 0.22 * height),
                (nose + 0.10, y, 0.24 * height),
                (nose + 0.10, y, 0.50 * height),
            ],
            0.025,
            "trim_car",
        )
        for y in (-0.3, 0.3)
    ]
    return [
        _flank(body, frame, (-0.20, 0.20), (0.25, 0.60), "car_white"),
        _flank(body, frame, (-0.14, 0.12), (0.42, 0.50), "car_blue"),
        *bar,
        box(
            (nose + 0.08, nose + 0.12),
            (-half * 0.55, half * 0.55),
            (0.32 * height, 0.38 * height),
            "trim_car",
        ),
        light_bar(x, height - 0.01, 0.58),
    ]


def taxi(body: Mesh, frame: Frame) -> list[Mesh]:
    """A sign on the roof and a line of black and white squares."""
    length, height = frame.length, frame.height
    x = (frame.style.glass[1] + frame.style.glass[2]) / 2 * length
    squares = [
        _flank(
            body,
            frame,
            (-0.19 + 0.02 * k, -0.17 + 0.02 * k),
            (0.46 + 0.025 * (k % 2), 0.485 + 0.025 * (k % 2)),
            "car_black",
            (1, 1),
        )
        for k in range(18)
    ]
    sign = wedge(
        (x - 0.12, x + 0.12),
        (-0.34, 0.34),
        (height - 0.02, height + 0.13),
        (x - 0.06, x + 0.06),
        (-0.30, 0.30),
        "car_white",
    )
    word = [
        box(
            (x + side * 0.095 - 0.03, x + side * 0.095 + 0.03),
            (-0.2, 0.2),
            (height + 0.035, height + 0.075),
            "car_black",
        )
        for side in (-1, 1)
    ]
    return [sign, *word, *squares]


def roof_rails(body: Mesh, frame: Frame) -> list[Mesh]:
    """A rail along both edges of the roof."""
    rear, front = frame.style.glass[1] * frame.length, frame.style.glass[2] * frame.length
    y, z = frame.half * frame.style.lean * 0.86, frame.height
    points = [
        (rear + 0.1, y, z - 0.03),
        (rear + 0.2, y, z + 0.025),
        (front - 0.25, y, z + 0.025),
        (front - 0.12, y, z - 0.03),
    ]
    return [mirrored(rod(points, 0.02, "trim_car", 4))]


def spoiler(body: Mesh, frame: Frame) -> list[Mesh]:
    """A lip above the boot or the rear window."""
    tall = frame.style.glass[0] < -0.47
    x = (frame.style.glass[1] - 0.03) * frame.length if tall else -0.485 * frame.length
    z = 0.955 * frame.height if tall else 0.715 * frame.height
    half = frame.half * (frame.style.lean * 0.9 if tall else 0.80)
    lip = wedge(
        (x - 0.06, x + 0.16),
        (-half, half),
        (z, z + 0.02),
        (x - 0.10, x + 0.10),
        (-half, half),
        "paint_car",
    )
    if tall:
        return [lip]
    posts = box((x + 0.02, x + 0.07), (half * 0.7, half * 0.75), (z - 0.10, z), "paint_car")
    return [lip, mirrored(posts)]


def spare_wheel(body: Mesh, frame: Frame) -> list[Mesh]:
    """A spare wheel on the tail."""
    tail = frame.style.deck[0][0] * frame.length
    spare = placed(wheel(frame.radius * 0.95, 0.20), (0, 0, 0), yaw=90.0)
    return [placed(spare, (tail - 0.2, 0.05, frame.height * 0.58 - frame.radius * 0.95))]


def stripes(body: Mesh, frame: Frame) -> list[Mesh]:
    """Two stripes along the bonnet."""
    front, base = 0.47 * frame.length, (frame.style.glass[3] + 0.02) * frame.length
    corners = [(base, 0.10), (front, 0.10), (front, 0.28), (base, 0.28)]
    return [mirrored(decal(body, corners, "top", "car_white", steps=(5, 1)))]


def two_tone(body: Mesh, frame: Frame) -> list[Mesh]:
    """A roof in white."""
    style = frame.style
    x = ((style.glass[1] + 0.03) * frame.length, (style.glass[2] - 0.015) * frame.length)
    half = frame.half * style.lean * 0.82
    z = frame.height - 0.002
    return [box(x, (-half, half), (z, z + 0.008), "car_white")]
