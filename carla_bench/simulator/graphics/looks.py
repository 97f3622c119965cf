"""How each pedestrian of the blueprint library looks: fixed by the number in its id."""

from __future__ import annotations

from typing import NamedTuple

from carla_bench.simulator.blueprints.walkers import WalkerRow

__all__ = ["Look", "look_of"]


class Look(NamedTuple):
    """Clothes and build; names are of materials."""

    skin: str
    hair: str
    upper: str
    lower: str
    shoes: str
    long_hair: bool = False
    bare_arms: bool = False
    """short sleeves"""
    legs: str = "trousers"
    """trousers, shorts or skirt"""
    coat: bool = False
    """reaches down to the thighs"""
    hat: str = ""
    """cap, police, sun or nothing"""
    bag: str = ""
    """backpack, shoulder, shopping or nothing"""
    girth: float = 1.0
    """depth of the trunk against the usual"""
    cane: bool = False
    child: bool = False


_SKINS = ("skin", "skin_fair", "skin_brown", "skin_dark", "skin_fair", "skin")
_HAIRS = ("hair", "hair_black", "hair_blond", "hair", "hair_black", "hair_red", "hair_blond")
_UPPERS = (
    "person_red", "person_white", "person_blue", "person_green", "person_black", "person_yellow",
    "person_grey", "person_purple", "person_sky", "person_orange", "person_olive", "person_pink",
    "person_beige",
)  # fmt: skip
_LOWERS = (
    "person_navy", "person_black", "person_blue", "person_grey", "person_beige", "person_brown",
    "person_olive",
)  # fmt: skip
_SHOES = ("shoes", "person_white", "person_brown", "person_black", "person_red")
_POLICE = (30, 32)


def look_of(row: WalkerRow) -> Look:
    """Return the look of a person.

    The strides through the tables have no common factor with their lengths, so neighbours differ.
    """
    n, child = row.number, row.age == "child"
    skin = _SKINS[n * 5 % len(_SKINS)] if n % 3 else "skin"
    if n in _POLICE:
        return Look(skin, "hair_black", "person_navy", "person_navy", "person_black", hat="police",
                    girth=1.1)  # fmt: skip
    female, elderly = row.gender == "female", row.age == "elderly"
    cold = n % 4 == 1 and not child
    return Look(
        skin=skin,
        hair="hair_grey" if elderly else _HAIRS[n * 3 % len(_HAIRS)],
        upper=_UPPERS[n * 5 % len(_UPPERS)],
        lower=_LOWERS[n * 3 % len(_LOWERS)],
        shoes=_SHOES[n * 2 % len(_SHOES)],
        long_hair=female and n % 5 != 0,
        bare_arms=not cold and n % 2 == 0,
        legs=_legs(n, female, child, cold),
        coat=cold,
        hat=_hat(n, elderly, child),
        bag=_bag(n, female, child),
        girth=1.0 + 0.14 * (n % 4 == 2) + 0.10 * elderly,
        cane=elderly and n % 2 == 1,
        child=child,
    )


def _legs(n: int, female: bool, child: bool, cold: bool) -> str:
    if female and n % 3 == 0:
        return "skirt"
    return "shorts" if (child or not cold) and n % 5 in (1, 3) else "trousers"


def _hat(n: int, elderly: bool, child: bool) -> str:
    if elderly and n % 3 == 0:
        return "sun"
    return "cap" if n % 6 == 4 or (child and n % 2) else ""


def _bag(n: int, female: bool, child: bool) -> str:
    if n % 7 in (1, 4) or (child and n % 4 == 0):
        return "backpack"
    if female and n % 4 == 3:
        return "shoulder"
    return "shopping" if n % 9 == 2 else ""
