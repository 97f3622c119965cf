"""Meshes of motorcycles with their riders; as in `cars`."""

from __future__ import annotations

from carla_bench.simulator.graphics.car_parts import sided
from carla_bench.simulator.graphics.placing import renamed
from carla_bench.simulator.graphics.primitives import (
    ball,
    box,
    frustum,
    mirrored,
    prism,
    wedge,
)
from carla_bench.simulator.graphics.riders import Clothes, Ride, rider, spoked_wheel
from carla_bench.simulator.graphics.solids import arc, extruded, rod
from carla_bench.simulator.mesh import Mesh

__all__ = ["motorcycle"]


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
        ride = Ride(length / 2 - radius, radius, (-0.30, 0.76), (0.42, 1.02), (0.22, 0.30), 0.06)
        clothes = Clothes("rider_olive", "rider_navy", "rider_brown", "rider_white")
        body = _scooter_body(ride, width)
    elif "harley" in model:
        radius = 0.32
        ride = Ride(length / 2 - radius, radius, (-0.34, 0.66), (0.28, 1.06), (0.42, 0.32), 0.02)
        clothes = Clothes("rider_black", "rider_navy", "rider_black", "rider_black")
        body = _cruiser_body(ride, width)
    else:
        radius = 0.30
        ride = Ride(length / 2 - radius, radius, (-0.28, 0.80), (0.40, 0.88), (-0.22, 0.36), 0.40)
        clothes = Clothes(
            "rider_white" if "yzf" in model else "rider_black",
            "rider_black",
            "rider_black",
            "rider_red",
            visor=True,
        )
        body = _sports_body(ride, width)
    thick = 0.075 if "vespa" not in model else 0.055
    return Mesh.join(
        [
            *spoked_wheel(-ride.axle, ride.radius, thick, "motorcycle", 6),
            *spoked_wheel(ride.axle, ride.radius, thick, "motorcycle", 6),
            *body,
            _blinkers(ride),
            box(
                (-ride.axle - 0.12, -ride.axle - 0.08),
                (-0.09, 0.09),
                (ride.radius + 0.22, ride.radius + 0.34),
                "motorcycle_steel",
            ),
            rider(ride, height, width / 2 - 0.05, clothes),
        ]
    )


def _blinkers(ride: Ride) -> Mesh:
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
    return renamed(
        lamps,
        {
            "lamp_right_car": "lamp_right_motorcycle",
            "lamp_left_car": "lamp_left_motorcycle",
        },
    )


def _fork(ride: Ride, width: float, rise: float) -> list[Mesh]:
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


def _engine(ride: Ride) -> list[Mesh]:
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


def _cruiser_body(ride: Ride, width: float) -> list[Mesh]:
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


def _sports_body(ride: Ride, width: float) -> list[Mesh]:
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


def _scooter_body(ride: Ride, width: float) -> list[Mesh]:
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
