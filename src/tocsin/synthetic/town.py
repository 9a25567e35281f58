"""A made-up town: its agencies, the people who work there, and its places and things."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from tocsin.synthetic.names import Person, Registry, load, origins

_STAFF = 6
_LETTERS = "ABCDEFGHJKLMNPRSTUVWXY"
_AREAS = "ABCDEFGHKLMNPRSVWXY"
"""First letters that registrations have."""


@dataclass(frozen=True, slots=True)
class Agency:
    """Somebody who writes reports, and how they write."""

    name: str
    style: Mapping[str, Any]
    """Its row of grammar.yaml: `case`, `names`, `channels`, `authors`, `opens`, `closes`."""
    staff: tuple[Person, ...]
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """A phone, vehicle, address, premises or handle, as it is written."""

    id: str
    kind: str
    written: str


@dataclass(frozen=True, slots=True)
class Town:
    """Where all the reports of one simulation come from."""

    name: str
    agencies: tuple[Agency, ...]
    areas: tuple[str, ...]


def build_town(rng: random.Random, registry: Registry, agencies: int) -> Town:
    """A town with so many agencies; kinds of agency repeat under other names when they run out."""
    grammar = load("grammar.yaml")
    parts = grammar["town"]
    name = rng.choice(parts["first"]) + rng.choice(parts["last"])
    areas = tuple(f"{first}{rng.choice(parts['last'])}" for first in parts["first"])
    built: list[Agency] = []
    taken: set[str] = set()
    for n in range(agencies):
        style = grammar["agencies"][n % len(grammar["agencies"])]
        area = areas[n % len(areas)]
        called = style["name"].format(town=name, area=area)
        if called in taken:
            called = f"{area} {called}" if f"{area} {called}" not in taken else f"{called} {n + 1}"
        taken.add(called)
        staff = tuple(
            replace(registry.person(rng, "professional"), title=style["title"])
            for _ in range(_STAFF)
        )
        built.append(Agency(called, style, staff, areas))
    return Town(name, tuple(built), areas)


_DRAMA_CITIES = "0113 0114 0115 0116 0117 0118 0121 0131 0141 0151 0161".split()  # noqa: SIM905
_DRAMA_RANGES = (
    "07700 900",
    "07700 900",
    "07700 900",
    "01632 960",
    "020 7946 0",
    "0191 498 0",
    *(
        f"{city} 496 0"
        for city in [
            "0113",
            "0114",
            "0115",
            "0116",
            "0117",
            "0118",
            "0121",
            "0131",
            "0141",
            "0151",
            "0161",
        ]
    ),
)
"""Ranges of numbers kept for drama, three digits short."""


def phone(rng: random.Random) -> Thing:
    """A number of the ranges kept for drama."""
    return _thing("T", "phone", f"{rng.choice(_DRAMA_RANGES)}{rng.randrange(1000):03d}")


def vehicle(rng: random.Random, year: int) -> Thing:
    """A made-up registration of its time."""
    tail = "".join(rng.choice(_LETTERS) for _ in range(3))
    head = rng.choice(_AREAS) + rng.choice(_LETTERS)
    age = max(2, min(year - 2000, 24)) + rng.choice((0, 50))
    return _thing("V", "vehicle", f"{head}{age:02d} {tail}")


def address(rng: random.Random) -> Thing:
    """A house in a street of the town."""
    return _thing("A", "address", f"{rng.randrange(1, 180)} {street(rng)}")


def street(rng: random.Random) -> str:
    """A street name."""
    parts = load("grammar.yaml")["streets"]
    return f"{rng.choice(parts['first'])} {rng.choice(parts['last'])}"


def premises(rng: random.Random, areas: tuple[str, ...]) -> Thing:
    """A shop, hotel or other place open to people: named for a sign, a part of town, an owner."""
    parts = load("grammar.yaml")["premises"]
    if rng.random() < 0.5:
        name = f"{rng.choice(areas)} {rng.choice(parts['first'])}"
    else:
        name = rng.choice(rng.choice(origins()).surnames)
    return _thing("L", "premises", f"{name} {rng.choice(parts['last'])}")


def handle(rng: random.Random, first: str) -> Thing:
    """An online account."""
    return _thing("H", "handle", f"@{first.lower()}_{rng.randrange(100, 1000)}")


def _thing(letter: str, kind: str, written: str) -> Thing:
    """Whatever is written alike is one thing: there is one house of that number in the street."""
    return Thing(letter + re.sub(r"\W", "", written).lower(), kind, written)
