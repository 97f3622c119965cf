"""Meshes of things that stand on or beside the road, by fragments of their blueprint's name.

Designs are in metres with the ground at z = 0; the caller stretches them to the exact box, so
that only proportions matter. Signs and boards face x backward, towards traffic that comes along.
"""

from __future__ import annotations

from collections.abc import Callable

from ..mesh import Mesh
from .primitives import Pair, ball, box, frustum, lathe, polygon, wedge

__all__ = ["prop"]

Size = tuple[float, float, float]


def prop(name: str, size: Size) -> Mesh:
    """Return the mesh of a prop; a plain box for names that say nothing.

    Args:
        name: blueprint id, such as `static.prop.trafficcone01`.
        size: length, width, height, metres.
    """
    short = name.rsplit(".", 1)[-1].lower()
    for fragments, build in _BUILDERS:
        if any(fragment in short for fragment in fragments):
            return build(size)
    return _box(size)


def _box(size: Size) -> Mesh:
    return box((-1, 1), (-1, 1), (0, 1), "prop_brown")


def _grey_box(size: Size) -> Mesh:
    return box((-1, 1), (-1, 1), (0, 1), "prop_grey")


def _cone(size: Size) -> Mesh:
    def radius(z: float) -> float:
        return 0.135 - 0.115 * z

    bands = ((0.06, 0.30, "cone_orange"), (0.30, 0.50, "prop_white"), (0.50, 0.66, "cone_orange"),
             (0.66, 0.80, "prop_white"), (0.80, 1.0, "cone_orange"))  # fmt: skip
    parts = [frustum((0, 0, low), (0, 0, high), (radius(low), radius(high)), name, 8)
             for low, high, name in bands]  # fmt: skip
    return Mesh.join([box((-0.2, 0.2), (-0.2, 0.2), (0, 0.06), "prop_black"), *parts])


def _delineator(size: Size) -> Mesh:
    bands = ((0.08, 0.45, "cone_orange"), (0.45, 0.6, "prop_white"), (0.6, 0.75, "cone_orange"),
             (0.75, 0.9, "prop_white"), (0.9, 1.0, "cone_orange"))  # fmt: skip
    parts = [frustum((0, 0, low), (0, 0, high), 0.07 - 0.02 * low, name, 8)
             for low, high, name in bands]  # fmt: skip
    base = lathe([(0.2, 0), (0.19, 0.05), (0.08, 0.09)], "prop_black", 10)
    return Mesh.join([base, *parts])


def _street_barrier(size: Size) -> Mesh:
    feet = [
        box((-0.18, 0.18), (y - 0.03, y + 0.03), (0, 0.05), "prop_black") for y in (-0.45, 0.45)
    ]
    posts = [
        box((-0.02, 0.02), (y - 0.03, y + 0.03), (0.05, 1.0), "prop_grey") for y in (-0.45, 0.45)
    ]
    boards = [box((-0.035, -0.015), (-0.6, 0.6), z, "barrier_stripes")
              for z in ((0.82, 1.02), (0.45, 0.65))]  # fmt: skip
    return _along_longer(Mesh.join([*feet, *posts, *boards]), size)


def _chain_barrier(size: Size) -> Mesh:
    posts = [part for y in (-0.65, 0.65) for part in _chain_post(y)]
    chain = []
    steps = 6
    for k in range(steps):
        ends = []
        for t in (k / steps, (k + 1) / steps):
            ends.append((0.0, -0.65 + 1.3 * t, 0.78 - 0.9 * t * (1 - t)))
        chain.append(frustum(ends[0], ends[1], 0.015, ("prop_red", "prop_white")[k % 2], 4))
    return _along_longer(Mesh.join([*posts, *chain]), size)


def _chain_end(size: Size) -> Mesh:
    return Mesh.join(_chain_post(0.0))


def _chain_post(y: float) -> list[Mesh]:
    return [
        lathe([(0.12, 0), (0.11, 0.04), (0.04, 0.07)], "prop_black", 8, (0.0, y)),
        frustum((0, y, 0.05), (0, y, 0.45), 0.03, "prop_red", 8),
        frustum((0, y, 0.45), (0, y, 0.70), 0.03, "prop_white", 8),
        frustum((0, y, 0.70), (0, y, 0.89), 0.03, "prop_red", 8),
    ]


def _traffic_warning(size: Size) -> Mesh:
    """A trailer with a large board: an arrow of lamps above stripes."""
    arrow = [(-0.3, y, 2.45 + abs(y) * 0.9) for y in (-0.5, -0.25, 0.0, 0.25, 0.5)]
    lamps = [ball((-0.32, y, z), (0.05, 0.08, 0.08), "prop_yellow", 6, 3) for _, y, z in arrow]
    lamps += [
        ball((-0.32, 0, z), (0.05, 0.08, 0.08), "prop_yellow", 6, 3) for z in (2.7, 2.95, 3.2)
    ]
    wheels = [
        frustum((0.2, y, 0.3), (0.2, y + 0.2, 0.3), 0.3, "prop_black", 10) for y in (-0.9, 0.7)
    ]
    return Mesh.join(
        [
            box((-0.6, 0.9), (-0.7, 0.7), (0.3, 0.45), "prop_grey"),
            box((0.9, 1.6), (-0.06, 0.06), (0.3, 0.4), "prop_grey"),
            *wheels,
            box((-0.25, -0.15), (-0.9, 0.9), (0.9, 1.9), "barrier_stripes"),
            box((-0.28, -0.15), (-1.1, 1.1), (2.0, 3.5), "prop_black"),
            box((-0.15, -0.05), (-0.08, 0.08), (0.45, 3.4), "prop_grey"),
            *lamps,
        ]
    )  # fmt: skip


def _warning_sign(size: Size) -> Mesh:
    """A triangle on folding legs."""
    legs = [frustum((x, y, 0), (0, y * 0.2, 1.0), 0.02, "prop_grey", 4)
            for x in (-0.5, 0.5) for y in (-0.45, 0.45)]  # fmt: skip
    rim = _triangle(0.0, 0.55, 0.75, 1.80, "prop_red")
    face = _triangle(-0.03, 0.38, 0.86, 1.60, "prop_white")
    mark = box((-0.045, -0.04), (-0.04, 0.04), (1.05, 1.38), "prop_black")
    dot = box((-0.045, -0.04), (-0.04, 0.04), (0.92, 1.0), "prop_black")
    return Mesh.join([*legs, rim, face, mark, dot])


def _triangle(x: float, half: float, low: float, high: float, name: str) -> Mesh:
    front = [(x - 0.015, -half, low), (x - 0.015, half, low), (x - 0.015, 0.0, high)]
    back = [(x + 0.015, y, z) for _, y, z in front]
    return Mesh.join([polygon(front, name), polygon(back, name)])


def _barrel(size: Size) -> Mesh:
    bands = ((0, 0.2, "cone_orange"), (0.2, 0.4, "prop_white"), (0.4, 0.6, "cone_orange"),
             (0.6, 0.8, "prop_white"), (0.8, 1.0, "cone_orange"))  # fmt: skip
    return Mesh.join([lathe([(0.29 - 0.03 * low, low), (0.29 - 0.03 * high, high)], name, 12)
                      for low, high, name in bands])  # fmt: skip


def _bin(size: Size) -> Mesh:
    wheels = [frustum((0.22, y, 0.09), (0.22, y + 0.06, 0.09), 0.09, "prop_black", 8)
              for y in (-0.26, 0.2)]  # fmt: skip
    return Mesh.join(
        [
            wedge((-0.2, 0.2), (-0.22, 0.22), (0.05, 0.92), (-0.26, 0.26), (-0.28, 0.28), "prop_green"),
            wedge((-0.29, 0.28), (-0.3, 0.3), (0.92, 1.05), (-0.2, 0.25), (-0.26, 0.26), "prop_black"),
            *wheels,
        ]
    )  # fmt: skip


def _trashcan(size: Size) -> Mesh:
    return Mesh.join(
        [
            lathe([(0.24, 0), (0.28, 0.72)], "prop_grey", 10),
            lathe([(0.31, 0.72), (0.31, 0.80)], "prop_black", 10),
            lathe([(0.29, 0.80), (0.2, 0.92), (0.0, 0.95)], "prop_black", 10),
        ]
    )


def _container(size: Size) -> Mesh:
    ribs = [
        box((x - 0.04, x + 0.04), (-0.5, 0.5), (0.2, 1.3), "prop_grey") for x in (-0.6, 0.0, 0.6)
    ]
    return Mesh.join(
        [
            wedge((-0.85, 0.85), (-0.4, 0.4), (0.15, 1.35), (-0.95, 0.95), (-0.49, 0.49), "prop_green"),
            wedge((-0.97, 0.97), (-0.5, 0.5), (1.35, 1.7), (-0.9, 0.9), (-0.25, 0.25), "prop_black"),
            *ribs,
            *(box((x - 0.1, x + 0.1), (-0.4, 0.4), (0, 0.15), "prop_black") for x in (-0.7, 0.7)),
        ]
    )  # fmt: skip


def _cart(size: Size) -> Mesh:
    wheels = [ball((x, y, 0.07), (0.07, 0.03, 0.07), "prop_black", 6, 3)
              for x in (-0.4, 0.4) for y in (-0.25, 0.25)]  # fmt: skip
    bars = [frustum((x, y, 0.1), (x * 1.1, y * 1.1, 0.95), 0.015, "prop_grey", 4)
            for x in (-0.45, 0.45) for y in (-0.27, 0.27)]  # fmt: skip
    return _along_longer(
        Mesh.join(
            [
                *wheels,
                *bars,
                box((-0.5, 0.5), (-0.3, 0.3), (0.12, 0.16), "prop_grey"),
                wedge((-0.42, 0.45), (-0.26, 0.26), (0.45, 0.92), (-0.5, 0.5), (-0.3, 0.3), "prop_grey"),
                box((-0.62, -0.56), (-0.3, 0.3), (1.0, 1.05), "prop_red"),
                frustum((-0.48, 0, 0.9), (-0.6, 0, 1.02), 0.02, "prop_grey", 4),
            ]
        ),
        (size[1], size[0], size[2]),
    )  # fmt: skip


def _food_cart(size: Size) -> Mesh:
    return Mesh.join(
        [
            box((-0.8, 0.8), (-2.0, 2.0), (0.5, 1.3), "prop_red"),
            box((-0.8, 0.8), (-2.0, 2.0), (2.6, 2.75), "prop_white"),
            wedge((-1.2, 1.2), (-2.3, 2.3), (2.75, 3.5), (-0.2, 0.2), (-1.6, 1.6), "prop_red"),
            *(box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (1.3, 2.7), "prop_grey")
              for x in (-0.7, 0.7) for y in (-1.9, 1.9)),
            *(frustum((x, y, 0.4), (x, y + 0.15, 0.4), 0.4, "prop_black", 10)
              for x in (-0.5, 0.5) for y in (-2.1, 1.9)),
        ]
    )  # fmt: skip


def _bag(size: Size) -> Mesh:
    body = [(0.3, 0.0), (0.5, 0.15), (0.52, 0.4), (0.35, 0.7), (0.1, 0.85), (0.2, 1.0)]
    return lathe(body, "prop_black", 9)


def _case(size: Size) -> Mesh:
    return Mesh.join(
        [
            box((-1, 1), (-1, 1), (0.04, 0.75), "prop_black"),
            *(
                box((x - 0.05, x + 0.05), (-0.1, 0.1), (0.75, 0.97), "prop_grey")
                for x in (-0.6, 0.6)
            ),
            box((-0.65, 0.65), (-0.12, 0.12), (0.97, 1.0), "prop_black"),
            *(box((x - 0.2, x + 0.2), (-1, 1), (0, 0.05), "prop_grey") for x in (-0.7, 0.7)),
        ]
    )


def _bench(size: Size) -> Mesh:
    slats = [
        box((x, x + 0.12), (-0.75, 0.75), (0.42, 0.46), "prop_brown") for x in (-0.25, -0.1, 0.05)
    ]
    back = [box((0.22, 0.25), (-0.75, 0.75), (z, z + 0.12), "prop_brown") for z in (0.6, 0.78)]
    legs = [box((-0.25, 0.25), (y - 0.04, y + 0.04), (0, 0.42), "prop_black") for y in (-0.6, 0.6)]
    stays = [
        box((0.18, 0.22), (y - 0.03, y + 0.03), (0.42, 0.9), "prop_black") for y in (-0.6, 0.6)
    ]
    return _along_longer(Mesh.join([*slats, *back, *legs, *stays]), size)


def _table(size: Size) -> Mesh:
    legs = [box((x - 0.05, x + 0.05), (y - 0.05, y + 0.05), (0, 0.9), "prop_grey")
            for x in (-0.8, 0.8) for y in (-0.8, 0.8)]  # fmt: skip
    return Mesh.join([box((-1, 1), (-1, 1), (0.9, 1.0), "prop_white"), *legs])


def _advertisement(size: Size) -> Mesh:
    return _along_longer(
        Mesh.join(
            [
                box((-0.15, 0.15), (-0.7, 0.7), (0.3, 2.5), "prop_grey"),
                box((-0.17, 0.17), (-0.6, 0.6), (0.4, 2.4), "prop_white"),
                box((-0.18, 0.18), (-0.5, 0.5), (0.9, 1.7), "prop_red"),
                box((-0.12, 0.12), (-0.25, 0.25), (0, 0.3), "prop_black"),
            ]
        ),
        size,
    )


def _machine(size: Size) -> Mesh:
    return Mesh.join(
        [
            box((-0.4, 0.4), (-0.5, 0.5), (0, 1.9), "prop_red"),
            box((-0.42, -0.4), (-0.4, 0.2), (0.6, 1.7), "prop_black"),
            box((-0.42, -0.4), (0.26, 0.42), (0.9, 1.4), "prop_grey"),
            box((-0.42, -0.4), (-0.4, 0.42), (0.2, 0.4), "prop_black"),
        ]
    )


def _mailbox(size: Size) -> Mesh:
    return Mesh.join(
        [
            frustum((0, 0, 0), (0, 0, 0.7), 0.06, "prop_grey", 6),
            box((-0.2, 0.2), (-0.25, 0.25), (0.7, 1.2), "prop_yellow"),
            box((-0.21, -0.2), (-0.18, 0.18), (1.03, 1.08), "prop_black"),
            wedge(
                (-0.2, 0.2), (-0.25, 0.25), (1.2, 1.3), (-0.05, 0.05), (-0.25, 0.25), "prop_yellow"
            ),
        ]
    )


def _plant_pot(size: Size) -> Mesh:
    return Mesh.join(
        [
            lathe([(0.28, 0), (0.4, 0.45)], "prop_brown", 10),
            ball((0, 0, 0.68), (0.42, 0.42, 0.32), "prop_green", 8, 4),
        ]
    )


def _shelter(size: Size) -> Mesh:
    return _along_longer(
        Mesh.join(
            [
                box((-0.7, 0.7), (-2, 2), (2.4, 2.55), "prop_grey"),
                box((0.6, 0.65), (-1.9, 1.9), (0.2, 2.4), "prop_black"),
                box((0.2, 0.55), (-1.5, 1.5), (0.42, 0.5), "prop_brown"),
                *(box((x - 0.04, x + 0.04), (y - 0.04, y + 0.04), (0, 2.4), "prop_grey")
                  for x in (-0.6, 0.6) for y in (-1.9, 1.9)),
            ]
        ),
        size,
    )  # fmt: skip


def _kiosk(size: Size) -> Mesh:
    return Mesh.join(
        [
            box((-1, 1), (-1, 1), (0, 2.3), "prop_green"),
            box((-1.01, 1.01), (-0.7, 0.7), (1.0, 1.9), "prop_black"),
            wedge((-1.25, 1.25), (-1.25, 1.25), (2.3, 2.8), (-0.5, 0.5), (-0.5, 0.5), "prop_grey"),
        ]
    )


def _sign(size: Size) -> Mesh:
    pole = frustum((0, 0, 0), (0, 0, 2.6), 0.04, "prop_grey", 6)
    plate = frustum((-0.05, 0, 2.2), (-0.08, 0, 2.2), 0.4, "prop_red", 12)
    face = frustum((-0.08, 0, 2.2), (-0.09, 0, 2.2), 0.3, "prop_white", 12)
    return Mesh.join([pole, plate, face])


def _debris(size: Size) -> Mesh:
    lumps: tuple[tuple[float, float, float], ...] = (
        (0, 0, 1.0), (-0.55, 0.3, 0.6), (0.5, 0.4, 0.7), (0.45, -0.5, 0.5), (-0.4, -0.5, 0.65),
    )  # fmt: skip
    return Mesh.join(
        [lathe([(0.6, 0), (0.4, h * 0.6), (0.12, h)], "prop_brown", 7, (x, y)) for x, y, h in lumps]
    )


def _slab(size: Size) -> Mesh:
    return wedge((-1, 1), (-1, 1), (0, 1), (-0.92, 0.92), (-0.92, 0.92), "prop_grey")


def _can(size: Size) -> Mesh:
    return lathe([(0.9, 0), (1, 0.1), (1, 0.9), (0.9, 1)], "prop_red", 8)


def _hay(size: Size) -> Mesh:
    return frustum((0, -1, 1), (0, 1, 1), 1.0, "prop_yellow", 14)


def _broad_tree(size: Size) -> Mesh:
    crowns = (((0.0, 0.0, 0.68), 0.33), ((0.2, 0.12, 0.6), 0.24), ((-0.18, -0.15, 0.62), 0.25))
    return Mesh.join(
        [
            frustum((0, 0, 0), (0, 0, 0.6), (0.035, 0.02), "bark", 7),
            *(ball(place, (r, r, r * 0.9), "leaves_dark", 9, 5) for place, r in crowns),
        ]
    )


def _palm(size: Size) -> Mesh:
    fronds = []
    for x, y in (
        (1, 0),
        (-1, 0),
        (0, 1),
        (0, -1),
        (0.7, 0.7),
        (-0.7, 0.7),
        (0.7, -0.7),
        (-0.7, -0.7),
    ):
        fronds.append(polygon([(0, 0, 0.93), (x * 0.2 - y * 0.05, y * 0.2 + x * 0.05, 1.0),
                               (x * 0.42, y * 0.42, 0.78),
                               (x * 0.2 + y * 0.05, y * 0.2 - x * 0.05, 1.0)], "leaves_light"))  # fmt: skip
    trunk = frustum((0, 0, 0), (0, 0, 0.94), (0.03, 0.018), "bark", 7)
    return Mesh.join([trunk, *fronds])


def _cypress(size: Size) -> Mesh:
    crown: list[Pair] = [(0.05, 0.08), (0.2, 0.2), (0.22, 0.4), (0.12, 0.75), (0.0, 1.0)]
    return Mesh.join(
        [frustum((0, 0, 0), (0, 0, 0.1), 0.04, "bark", 6), lathe(crown, "leaves_dark", 9)]
    )


def _along_longer(mesh: Mesh, size: Size) -> Mesh:
    """Return a mesh that is long on y, turned by a right angle when the box is long on x."""
    if size[1] >= size[0]:
        return mesh
    turned = mesh.vertices[:, [1, 0, 2]].copy()
    return Mesh(turned, mesh.triangles, mesh.materials, mesh.objects)


_BUILDERS: tuple[tuple[tuple[str, ...], Callable[[Size], Mesh]], ...] = (
    (("trafficcone02",), _delineator),
    (("cone",), _cone),
    (("streetbarrier",), _street_barrier),
    (("chainbarrierend",), _chain_end),
    (("chainbarrier",), _chain_barrier),
    (("trafficwarning",), _traffic_warning),
    (("warning",), _warning_sign),
    (("barrel",), _barrel),
    (("trashcan",), _trashcan),
    (("trashbag", "plasticbag", "shoppingbag", "purse"), _bag),
    (("clothcontainer", "glasscontainer", "container"), _container),
    (("foodcart",), _food_cart),
    (("shoppingcart", "shoppingtrolley"), _cart),
    (("travelcase", "briefcase", "guitarcase"), _case),
    (("bench", "swingcouch", "plasticchair"), _bench),
    (("table",), _table),
    (("advertisement",), _advertisement),
    (("atm", "vendingmachine"), _machine),
    (("mailbox",), _mailbox),
    (("plantpot",), _plant_pot),
    (("busstop", "pergola"), _shelter),
    (("kiosk", "doghouse"), _kiosk),
    (("streetsign",), _sign),
    (("debris", "garbage"), _debris),
    (("tile", "plank"), _slab),
    (("can", "helmet", "gnome", "fountain"), _can),
    (("haybale",), _hay),
    (("palm",), _palm),
    (("cypress",), _cypress),
    (("tree",), _broad_tree),
    (("bin",), _bin),
    (("atm", "mobile", "calibrator", "barbeque"), _grey_box),
)
"""Fragments of names, the more particular first."""
