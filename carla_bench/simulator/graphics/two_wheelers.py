"""Meshes of motorcycles and bicycles with their riders; as in `cars`."""

from __future__ import annotations

from typing import NamedTuple

from carla_bench.simulator.graphics.car_parts import sided
from carla_bench.simulator.graphics.figure import foot, head, limb, torso
from carla_bench.simulator.graphics.placing import renamed
from carla_bench.simulator.graphics.primitives import (
    Pair,
    Point,
    ball,
    box,
    frustum,
    mirrored,
    prism,
    wedge,
)
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["bicycle", "motorcycle"]


class _Ride(NamedTuple):
    """How a machine is sat on, metres; x of the wheels is plus and minus `axle`."""

    axle: float
    radius: float
    """of the wheels"""
    seat: Pair
    """x, z"""
    bar: Pair
    """x, z of the hands"""
    foot: Pair
    """x, z"""
    lean: float
    """how far the shoulders are before the hips"""


class _Clothes(NamedTuple):
    upper: str
    lower: str
    shoes: str
    helmet: str
    """"" for none"""
    visor: bool = False


def _rider(ride: _Ride, top: float, wide: float, clothes: _Clothes) -> Mesh:
    """Return someone who sits on a machine.

    Args:
        ride: where seat, hands and feet are.
        top: z of the head's top, metres.
        wide: y of the hands, metres.
        clothes: names of materials.
    """
    (sx, sz), (bx, bz), (fx, fz) = ride.seat, ride.bar, ride.foot
    size = 0.115
    neck = (sx + ride.lean, 0.0, top - 2.35 * size)
    hips = (sx, 0.0, sz + 0.06)
    trunk = torso(
        hips,
        neck,
        [
            (0.0, 0.12, 0.15),
            (0.4, 0.115, 0.145),
            (0.78, 0.12, 0.185),
            (0.93, 0.09, 0.15),
            (1.0, 0.05, 0.06),
        ],
        clothes.upper,
    )
    knee: Point = ((sx + fx) / 2 + 0.20, 0.15, (sz + fz) / 2 + 0.10)
    leg = limb(
        ((sx + 0.02, 0.10, sz + 0.03), knee, (fx - 0.02, 0.12, fz + 0.07)),
        (0.085, 0.06, 0.045),
        (clothes.lower, clothes.lower),
    )
    shoulder: Point = (neck[0] - 0.01, 0.17, neck[2] - 0.05)
    elbow: Point = ((shoulder[0] + bx) / 2 - 0.02, wide * 0.5 + 0.13, (shoulder[2] + bz) / 2 - 0.07)
    hand: Point = (bx, wide, bz + 0.02)
    arm = limb((shoulder, elbow, hand), (0.058, 0.046, 0.036), (clothes.upper, clothes.upper))
    limbs = [
        *leg,
        *arm,
        foot((fx - 0.02, 0.12, fz + 0.07), 0.26, 0.0, clothes.shoes),
        ball(hand, (0.045, 0.04, 0.04), "rider_skin" if not clothes.visor else "rider_black", 6, 3),
    ]
    return Mesh.join([trunk, mirrored(Mesh.join(limbs)), *_rider_head(neck, top, size, clothes)])


def _rider_head(neck: Point, top: float, size: float, clothes: _Clothes) -> list[Mesh]:
    x, z = neck[0] + 0.05, top - size * 1.10
    if clothes.visor:
        shell = ball((x, 0, z), (size * 1.12, size * 0.98, size * 1.08), clothes.helmet, 10, 6)
        visor = extruded(
            arc((x, 0.0), (size * 1.16, size * 1.0), -65, 65, 6),
            z - 0.2 * size,
            z + 0.35 * size,
            "rider_black",
            "z",
        )
        return [shell, visor]
    hair = "" if clothes.helmet else "rider_brown"
    parts = head((x, 0, z), size, "rider_skin", hair, False)
    if clothes.helmet:
        parts.append(
            ball(
                (x - 0.15 * size, 0, z + 0.36 * size),
                (size * 1.05, size * 0.86, size * 0.72),
                clothes.helmet,
                10,
                5,
            )
        )
    return parts


def _wheel(x: float, radius: float, thick: float, name: str, spokes: int) -> list[Mesh]:
    """Return a wheel with a tyre, spokes and a hub."""
    tyre, metal = f"{name}_black", f"{name}_steel"
    ring = [(u, 0.0, v) for u, v in arc((x, radius), radius - thick, 0, 360, 14)]
    ends = arc((x, radius), radius - thick, 0, 360 - 360 / spokes, spokes - 1)
    return [
        rod(ring, thick, tyre, 5),
        frustum((x, -0.04, radius), (x, 0.04, radius), 0.03 + thick * 0.6, metal, 6),
        *(frustum((x, 0, radius), (u, 0, v), 0.006 + thick * 0.12, metal, 3) for u, v in ends),
    ]


def bicycle(model: str, length: float, width: float, height: float) -> Mesh:
    """Return a bicycle with its rider.

    Args:
        model: blueprint id without ``vehicle.``: a road bike, a roadster or a cross bike.
        length: metres, and so are the others.
        width: between the ends of the handlebar.
        height: from the ground to the rider's head.
    """
    radius = 0.33
    axle = length / 2 - radius
    road, roadster = "century" in model, "omafiets" in model
    seat = (-0.18, 0.92) if not roadster else (-0.24, 0.88)
    bar = (axle - 0.16, 0.90) if road else (axle - 0.28, 1.04 if roadster else 0.98)
    ride = _Ride(
        axle, radius, seat, bar, (0.10, 0.17), 0.30 if road else 0.04 if roadster else 0.17
    )
    crank, head_low = (0.0, 0.0, 0.29), (axle - 0.10, 0.0, 0.62)
    seat_top, bar_top = (seat[0], 0.0, seat[1] - 0.04), (bar[0] + 0.04, 0.0, bar[1])
    name, hands = "bicycle", width / 2 - 0.03
    frame = [
        (head_low, crank),
        (crank, seat_top),
        (crank, (-axle, 0.0, radius)),
        ((-axle, 0.0, radius), (seat[0] * 0.86, 0.0, seat[1] * 0.78)),
    ]
    high = (seat[0] * 0.82, 0.0, seat[1] * 0.80) if not roadster else (-0.06, 0.0, 0.42)
    frame.append((head_low if roadster else (bar[0] + 0.05, 0.0, 0.78), high))
    parts = [
        *_wheel(-axle, radius, 0.024, name, 10),
        *_wheel(axle, radius, 0.024, name, 10),
        *(frustum(a, b, 0.020, name, 6) for a, b in frame),
        rod([(axle, 0, radius), head_low, bar_top], 0.018, name, 6),
        rod(
            [(bar[0], -width / 2, bar[1]), bar_top, (bar[0], width / 2, bar[1])],
            0.014,
            "bicycle_black",
            5,
        ),
        wedge(
            (seat[0] - 0.13, seat[0] + 0.14),
            (-0.08, 0.08),
            (seat[1] - 0.03, seat[1] + 0.02),
            (seat[0] - 0.12, seat[0] + 0.13),
            (-0.05, 0.05),
            "bicycle_brown",
        ),
        frustum((0, -0.06, 0.29), (0, 0.06, 0.29), 0.08, "bicycle_steel", 8),
        box((0.05, 0.15), (0.08, 0.16), (0.14, 0.16), "bicycle_black"),
        box((-0.15, -0.05), (-0.16, -0.08), (0.42, 0.44), "bicycle_black"),
        box(
            (seat[0] - 0.12, seat[0] - 0.06),
            (-0.03, 0.03),
            (seat[1] - 0.16, seat[1] - 0.09),
            "bicycle_red",
        ),
        _rider(
            ride,
            height,
            hands,
            _Clothes(
                "rider_red" if road else "rider_white" if roadster else "rider",
                "rider_black" if road else "rider_navy",
                "rider_white",
                "rider_white" if road else "" if roadster else "rider_red",
            ),
        ),
    ]
    if roadster:
        mud = [(u, 0.0, v) for u, v in arc((-axle, radius), radius + 0.02, 30, 170, 6)]
        parts += [
            rod(mud, 0.03, name, 4),
            box((-axle - 0.2, -axle + 0.25), (-0.08, 0.08), (0.72, 0.75), "bicycle_black"),
            box((axle - 0.05, axle + 0.22), (-0.16, 0.16), (0.78, 0.98), "bicycle_brown"),
        ]
    return Mesh.join(parts)


def motorcycle(model: str, length: float, width: float, height: float) -> Mesh:
    """Return a motorcycle with its rider.

    Args:
        model: blueprint id without ``vehicle.``: a cruiser, a scooter or a sports machine.
        length: metres, and so are the others.
        width: between the ends of the handlebar.
        height: from the ground to the rider's head.
    """
    if "vespa" in model:
        radius = 0.23
        ride = _Ride(length / 2 - radius, radius, (-0.30, 0.76), (0.42, 1.02), (0.22, 0.30), 0.06)
        clothes = _Clothes("rider_olive", "rider_navy", "rider_brown", "rider_white")
        body = _scooter_body(ride, width)
    elif "harley" in model:
        radius = 0.32
        ride = _Ride(length / 2 - radius, radius, (-0.34, 0.66), (0.28, 1.06), (0.42, 0.32), 0.02)
        clothes = _Clothes("rider_black", "rider_navy", "rider_black", "rider_black")
        body = _cruiser_body(ride, width)
    else:
        radius = 0.30
        ride = _Ride(length / 2 - radius, radius, (-0.28, 0.80), (0.40, 0.88), (-0.22, 0.36), 0.40)
        clothes = _Clothes(
            "rider_white" if "yzf" in model else "rider_black",
            "rider_black",
            "rider_black",
            "rider_red",
            visor=True,
        )
        body = _sports_body(ride, width)
    thick = 0.075 if "vespa" not in model else 0.055
    lamps = sided(
        Mesh.join(
            [
                ball(
                    (ride.axle * 0.6, 0.14, ride.radius + 0.46),
                    (0.03, 0.03, 0.03),
                    "lamp_right_car",
                    6,
                    2,
                ),
                ball(
                    (-ride.axle * 0.95, 0.14, ride.radius + 0.38),
                    (0.03, 0.03, 0.03),
                    "lamp_right_car",
                    6,
                    2,
                ),
            ]
        )
    )
    return Mesh.join(
        [
            *_wheel(-ride.axle, ride.radius, thick, "motorcycle", 6),
            *_wheel(ride.axle, ride.radius, thick, "motorcycle", 6),
            *body,
            renamed(
                lamps,
                {
                    "lamp_right_car": "lamp_right_motorcycle",
                    "lamp_left_car": "lamp_left_motorcycle",
                },
            ),
            box(
                (-ride.axle - 0.12, -ride.axle - 0.08),
                (-0.09, 0.09),
                (ride.radius + 0.22, ride.radius + 0.34),
                "motorcycle_steel",
            ),
            _rider(ride, height, width / 2 - 0.05, clothes),
        ]
    )


def _fork(ride: _Ride, width: float, rise: float) -> list[Mesh]:
    """Return fork, handlebar, headlamp and tail lamp."""
    bar_x, bar_z = ride.bar
    grip = width / 2
    low, high = (ride.axle, 0.09, ride.radius), (bar_x + 0.10, 0.09, bar_z - rise)
    return [
        mirrored(frustum(low, high, 0.028, "motorcycle_steel", 6)),
        rod(
            [
                (bar_x, -grip, bar_z),
                (bar_x + 0.08, -0.12, bar_z - rise * 0.3),
                (bar_x + 0.08, 0.12, bar_z - rise * 0.3),
                (bar_x, grip, bar_z),
            ],
            0.018,
            "motorcycle_black",
            6,
        ),
        mirrored(
            rod(
                [(bar_x + 0.02, grip * 0.75, bar_z), (bar_x + 0.04, grip * 0.85, bar_z + 0.12)],
                0.010,
                "motorcycle_black",
                4,
            )
        ),
        mirrored(
            ball(
                (bar_x + 0.04, grip * 0.86, bar_z + 0.15),
                (0.015, 0.05, 0.035),
                "motorcycle_black",
                6,
                3,
            )
        ),
        box(
            (-ride.axle - 0.10, -ride.axle - 0.04),
            (-0.07, 0.07),
            (ride.radius + 0.36, ride.radius + 0.43),
            "lamp_rear_motorcycle",
        ),
    ]


def _engine(ride: _Ride) -> list[Mesh]:
    pipe = rod(
        [(0.16, 0.14, 0.36), (0.05, 0.17, 0.24), (-ride.axle - 0.12, 0.19, 0.30)],
        0.042,
        "motorcycle_steel",
        7,
    )
    fins = [
        box((-0.16, 0.22), (-0.15, 0.15), (z, z + 0.025), "motorcycle_steel")
        for z in (0.32, 0.38, 0.44)
    ]
    return [
        box((-0.18, 0.24), (-0.13, 0.13), (0.22, 0.50), "motorcycle_black"),
        *fins,
        pipe,
        mirrored(
            rod(
                [(-0.15, 0.12, 0.34), (-ride.axle, 0.12, ride.radius)], 0.035, "motorcycle_black", 5
            )
        ),
    ]


def _cruiser_body(ride: _Ride, width: float) -> list[Mesh]:
    """A low machine with a drop-shaped tank, wide mudguards and a round lamp."""
    tank = ball((0.14, 0, 0.74), (0.30, 0.15, 0.13), "motorcycle", 10, 6)
    guards = [
        extruded(
            [
                *arc((x, ride.radius), ride.radius + 0.05, start, stop, 6),
                *reversed(arc((x, ride.radius), ride.radius + 0.02, start, stop, 6)),
            ],
            -0.09,
            0.09,
            "motorcycle",
        )
        for x, start, stop in ((-ride.axle, 40, 175),)
    ]
    front = [
        rod(
            [(u, 0.0, v) for u, v in arc((ride.axle, ride.radius), ride.radius + 0.03, 30, 130, 5)],
            0.06,
            "motorcycle",
            5,
        )
    ]
    seat = wedge(
        (-0.62, -0.06),
        (-0.17, 0.17),
        (0.58, 0.66),
        (-0.66, -0.10),
        (-0.12, 0.12),
        "motorcycle_brown",
    )
    lamp = [
        frustum((0.52, 0, 0.86), (0.66, 0, 0.86), (0.07, 0.10), "motorcycle_steel", 10),
        frustum((0.66, 0, 0.86), (0.68, 0, 0.86), 0.09, "lamp_front_motorcycle", 10),
    ]
    bags = mirrored(
        box((-ride.axle - 0.22, -ride.axle + 0.22), (0.14, 0.26), (0.40, 0.62), "motorcycle_black")
    )
    return [tank, *guards, *front, seat, *lamp, bags, *_engine(ride), *_fork(ride, width, 0.20)]


def _sports_body(ride: _Ride, width: float) -> list[Mesh]:
    """A machine in a fairing with a pointed nose and a raised tail."""
    nose = ride.axle + 0.05
    fairing = [
        (0.06, 0.26),
        (0.42, 0.28),
        (nose - 0.12, 0.62),
        (nose, 0.72),
        (nose - 0.10, 0.86),
        (0.40, 0.96),
        (0.20, 0.84),
    ]
    widths = [0.13, 0.16, 0.14, 0.05, 0.11, 0.14, 0.17]
    tail = [
        (-0.30, 0.70),
        (0.0, 0.66),
        (-0.10, 0.80),
        (-0.55, 0.86),
        (-ride.axle - 0.12, 0.94),
        (-ride.axle - 0.10, 0.88),
    ]
    screen = [(0.36, 0.95), (nose - 0.14, 0.87), (0.50, 1.06), (0.38, 1.05)]
    return [
        prism(fairing, widths, "motorcycle"),
        prism(tail, [0.13, 0.13, 0.11, 0.11, 0.05, 0.07], "motorcycle"),
        prism(screen, [0.13, 0.09, 0.09, 0.11], "motorcycle_black"),
        ball((0.10, 0, 0.80), (0.28, 0.15, 0.12), "motorcycle", 9, 5),
        wedge(
            (-0.52, -0.10),
            (-0.12, 0.12),
            (0.76, 0.82),
            (-0.50, -0.12),
            (-0.10, 0.10),
            "motorcycle_black",
        ),
        mirrored(
            wedge(
                (nose - 0.13, nose - 0.03),
                (0.02, 0.10),
                (0.70, 0.78),
                (nose - 0.14, nose - 0.06),
                (0.02, 0.10),
                "lamp_front_motorcycle",
            )
        ),
        rod(
            [(u, 0.0, v) for u, v in arc((ride.axle, ride.radius), ride.radius + 0.03, 40, 140, 4)],
            0.05,
            "motorcycle",
            4,
        ),
        *_engine(ride),
        *_fork(ride, width, 0.16),
    ]


def _scooter_body(ride: _Ride, width: float) -> list[Mesh]:
    """A scooter with a leg shield, a flat floor and round flanks."""
    shield = [(0.34, 0.26), (0.40, 0.26), (0.50, 0.92), (0.42, 0.92)]
    flank = ball((-0.42, 0.13, 0.48), (0.36, 0.13, 0.22), "motorcycle", 9, 5)
    front = [(u, 0.0, v) for u, v in arc((ride.axle, ride.radius), ride.radius + 0.03, 10, 170, 6)]
    return [
        prism(shield, [0.20, 0.20, 0.16, 0.16], "motorcycle"),
        box((-0.12, 0.38), (-0.16, 0.16), (0.24, 0.29), "motorcycle_black"),
        mirrored(flank),
        wedge(
            (-0.66, -0.08), (-0.16, 0.16), (0.30, 0.68), (-0.66, -0.10), (-0.13, 0.13), "motorcycle"
        ),
        wedge(
            (-0.66, -0.06),
            (-0.15, 0.15),
            (0.68, 0.76),
            (-0.62, -0.10),
            (-0.12, 0.12),
            "motorcycle_brown",
        ),
        rod(front, 0.07, "motorcycle", 5),
        frustum((0.44, 0, 0.90), (0.46, 0, 1.02), (0.09, 0.08), "motorcycle", 8),
        frustum((0.50, 0, 0.98), (0.54, 0, 0.98), 0.07, "lamp_front_motorcycle", 10),
        *_fork(ride, width, 0.06),
    ]
