"""Parts that cars share: wheels, lamps, mirrors, plates, seams, light bars."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from carla_bench.simulator.graphics.car_body import Frame
from carla_bench.simulator.graphics.placing import placed, renamed
from carla_bench.simulator.graphics.primitives import (
    Pair,
    ball,
    box,
    frustum,
    lathe,
    mirrored,
    polygon,
)
from carla_bench.simulator.graphics.solids import arc, decal
from carla_bench.simulator.mesh import Mesh

__all__ = ["lamps", "light_bar", "mirror", "seams", "sided", "third_brake_lamp", "wheel", "wheels"]


def wheel(radius: float, width: float, spokes: int = 5) -> Mesh:
    """Return a wheel that rolls along x, its outer face at y = 0 and its foot at z = 0."""
    tyre = [
        (radius * 0.95, -width),
        (radius, -width * 0.75),
        (radius, -width * 0.25),
        (radius * 0.92, 0.0),
    ]
    near, far = radius * 0.12, radius * 0.68
    hub = [(x, y, 0.007) for x, y in arc((0.0, 0.0), radius * 0.17, 0, 300, 5)]
    blade = [
        (near, -near, 0.006),
        (far, -near * 1.2, 0.006),
        (far, near * 1.2, 0.006),
        (near, near, 0.006),
    ]
    parts = [lathe(tyre, "tyre_car", 13), polygon(hub, "rim_car")]
    parts += [placed(polygon(blade, "rim_car"), yaw=360.0 / spokes * k) for k in range(spokes)]
    # The lathe's axis is z: turn its top towards +y, where the world sees it.
    return placed(Mesh.join(parts), (0.0, 0.0, radius), roll=90.0)


def wheels(axles: Sequence[float], radius: float, half: float, width: float = 0.22) -> list[Mesh]:
    """Return a pair of wheels for each axle.

    Args:
        axles: x of each, metres.
        radius: metres.
        half: y of the outer faces, metres.
        width: of a tyre, metres.
    """
    one = wheel(radius, width)
    return [mirrored(placed(one, (x, half, 0.0))) for x in axles]


def _quad(y: Pair, z: Pair) -> list[Pair]:
    return [(y[0], z[0]), (y[1], z[0]), (y[1], z[1]), (y[0], z[1])]


def sided(mesh: Mesh) -> Mesh:
    """Return a part of the right side with its image on the left, blinkers exchanged."""
    other = mirrored(mesh)
    half = len(mesh.triangles)
    left = Mesh(
        other.vertices, other.triangles[half:], other.materials[half:], other.objects[half:]
    )
    return Mesh.join([mesh, renamed(left, {"lamp_right_car": "lamp_left_car"})])


def lamps(
    body: Mesh, frame: Frame, front: tuple[Pair, Pair], rear: tuple[Pair, Pair]
) -> list[Mesh]:
    """Return lamps, plates and grille, clinging to a body.

    Args:
        body: the hull.
        frame: its measures.
        front: (y from, to) as shares of the half width and (z from, to) as shares of the height
            of a head lamp.
        rear: the same of a tail lamp.
    """
    half, height = frame.half, frame.height
    (y0, y1), (z0, z1) = _metres(front, half, height)
    (v0, v1), (w0, w1) = _metres(rear, half, height)
    third, fifth = (w1 - w0) / 3, (v1 - v0) / 5
    bumper = frame.style.sill * height + 0.075 * height
    plate = (-0.25, 0.25)
    parts = [
        sided(
            Mesh.join(
                [
                    decal(body, _quad((y0, y1), (z0, z1)), "front", "lamp_front_car", steps=(5, 2)),
                    decal(
                        body,
                        _quad((y1 - 0.22 * (y1 - y0), y1), (z0 - 0.02, z0)),
                        "front",
                        "lamp_right_car",
                        steps=(3, 1),
                    ),
                    decal(
                        body,
                        _quad((0.55 * half, 0.72 * half), (bumper, bumper + 0.06)),
                        "front",
                        "lamp_fog_car",
                    ),
                    decal(
                        body,
                        _quad((v0, v1), (w0 + third, w1)),
                        "back",
                        "lamp_rear_car",
                        steps=(5, 2),
                    ),
                    decal(
                        body, _quad((v0 + fifth, v1), (w0, w0 + third)), "back", "lamp_right_car"
                    ),
                    decal(
                        body, _quad((v0, v0 + fifth), (w0, w0 + third)), "back", "lamp_reverse_car"
                    ),
                ]
            )
        ),
        decal(body, _quad(plate, (w0 - 0.05 * height, w0 + 0.02 * height)), "back", "plate_car"),
        decal(body, _quad(plate, (bumper + 0.02, bumper + 0.13)), "front", "plate_car", lift=0.012),
    ]
    if frame.style.grille:
        mouth = _quad((-0.46 * half, 0.46 * half), (z0 - 0.10 * height, z0 + 0.6 * (z1 - z0)))
        low = _quad((-0.62 * half, 0.62 * half), (bumper - 0.01, bumper + 0.05 * height))
        parts += [
            decal(body, mouth, "front", frame.style.grille, steps=(6, 2)),
            decal(body, low, "front", "trim_car", steps=(6, 1)),
        ]
        middle = z0 + 0.25 * (z1 - z0) - 0.05 * height
        bars = _quad((-0.45 * half, 0.45 * half), (middle, middle + 0.012))
        parts.append(decal(body, bars, "front", "chrome_car", steps=(6, 1), lift=0.010))
    return [part for part in parts if len(part.triangles)]


def third_brake_lamp(cabin: Mesh, frame: Frame) -> Mesh:
    """Return the lamp in the upper edge of the rear window."""
    belt, height = frame.style.belt * frame.height, frame.height
    z = belt + 0.80 * (height - belt)
    return decal(cabin, _quad((-0.16, 0.16), (z, z + 0.03)), "back", "lamp_brake_car", steps=(2, 1))


def _metres(span: tuple[Pair, Pair], half: float, height: float) -> tuple[Pair, Pair]:
    (y0, y1), (z0, z1) = span
    return (y0 * half, y1 * half), (z0 * height, z1 * height)


def seams(body: Mesh, frame: Frame, doors: Sequence[float]) -> list[Mesh]:
    """Return the gaps of the doors and their handles.

    Args:
        body: the hull.
        frame: its measures.
        doors: x of the gaps from front to rear, shares of the length.
    """
    length, height, style = frame.length, frame.height, frame.style
    low, high = (style.sill + 0.07) * height, (style.belt - 0.03) * height
    parts = []
    for share in doors:
        x = share * length
        parts.append(
            decal(
                body, _quad((x - 0.007, x + 0.007), (low, high)), "right", "trim_car", steps=(1, 4)
            )
        )
    for share in doors[1:]:
        x = share * length
        parts.append(
            decal(
                body,
                _quad((x + 0.05, x + 0.22), (high - 0.10, high - 0.07)),
                "right",
                "chrome_car",
                steps=(1, 1),
                lift=0.02,
            )
        )
    return [mirrored(part) for part in parts if len(part.triangles)]


def mirror(frame: Frame, reach: float) -> Mesh:
    """Return both outer mirrors.

    Args:
        frame: of the car.
        reach: y of their outer ends, metres.
    """
    x = frame.style.glass[3] * frame.length - 0.10 * frame.length
    z = frame.style.belt * frame.height + 0.07
    start = frame.half * 0.86
    middle, size = (reach + frame.half * 0.95) / 2, (reach - frame.half * 0.95) / 2
    shell = ball((x, middle, z), (0.07, max(size, 0.03), 0.065), "paint_car", 8, 4)
    glass = box(
        (x - 0.072, x - 0.062),
        (middle - size * 0.7, middle + size * 0.7),
        (z - 0.04, z + 0.04),
        "glass_car",
    )
    arm = frustum((x, start, z - 0.05), (x, middle, z - 0.03), 0.022, "trim_car", 5)
    return mirrored(Mesh.join([shell, glass, arm]))


def light_bar(x: float, z: float, half: float, right: str = "lamp_red_car") -> Mesh:
    """Return a bar with emergency lamps across a roof, its underside at z."""
    parts = [box((x - 0.10, x + 0.10), (-half, half), (z, z + 0.03), "trim_car")]
    edges = np.linspace(-half, half, 7)
    for k in range(6):
        name = "lamp_blue_car" if k < 3 else right
        if k in (2, 3):
            name = "car_white" if k == 2 else "lamp_blue_car"
        span = (float(edges[k]) + 0.01, float(edges[k + 1]) - 0.01)
        parts.append(box((x - 0.09, x + 0.09), span, (z + 0.03, z + 0.11), name))
    return Mesh.join(parts)
