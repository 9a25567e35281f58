"""Made-up people: names of many origins in equal parts, and the forms they are written in."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml


@cache
def load(file: str) -> Any:
    """A word list that ships beside this module."""
    return yaml.safe_load((resources.files("tocsin.synthetic") / file).read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class OriginNames:
    """First names and surnames of one origin."""

    origin: str
    male: tuple[str, ...]
    female: tuple[str, ...]
    surnames: tuple[str, ...]
    family_first: bool


@cache
def origins() -> tuple[OriginNames, ...]:
    """All origins, in the order of the file."""
    return tuple(
        OriginNames(
            origin,
            tuple(lists["male"].split()),
            tuple(lists["female"].split()),
            tuple(lists["surnames"].split()),
            bool(lists.get("family_first")),
        )
        for origin, lists in load("names.yaml").items()
    )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody made up; `mistaken` are spellings others use for the first name and surname."""

    id: str
    first: str
    surname: str
    origin: str
    role: str
    born: int | None
    nickname: str = ""
    mistaken: tuple[str, str] = ("", "")
    family_first: bool = False
    title: str = ""

    @property
    def full(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.surname}"

    @property
    def initials(self) -> str:
        """Both initials, without stops."""
        return f"{self.first[0]}{self.surname[0]}"


class Registry:
    """Gives each new person the next origin in turn, for each role by itself."""

    def __init__(self, namesakes: float = 0.0) -> None:
        """`namesakes`: the share of people who have the full name of somebody made before, of
        their origin and sex, whom they do not know."""
        self._namesakes = namesakes
        self._named: dict[tuple[str, bool], list[tuple[str, str]]] = {}
        self._made: Counter[str] = Counter()
        self._given: Counter[str] = Counter()

    def number(self, letter: str) -> str:
        """The next number for a subject of one kind."""
        self._made[letter] += 1
        return f"{letter}{self._made[letter]}"

    def person(
        self,
        rng: random.Random,
        role: str,
        *,
        born: int | None = None,
        female: bool | None = None,
        like: Person | None = None,
    ) -> Person:
        """A new person; `like` a relative, with the same surname and origin."""
        names = origins()[self._given[role] % len(origins())]
        if like is None:
            self._given[role] += 1
        else:
            names = next(n for n in origins() if n.origin == like.origin)
        is_female = rng.random() < 0.5 if female is None else female
        first = rng.choice(names.female if is_female else names.male)
        surname = like.surname if like else rng.choice(names.surnames)
        if self._namesakes and like is None and role != "professional":
            first, surname = self._maybe_again(rng, (names.origin, is_female), (first, surname))
        return Person(
            id=self.number("P"),
            first=first,
            surname=surname,
            origin=names.origin,
            role=role,
            born=born,
            nickname=_nickname(rng, first) if role == "alleged" else "",
            mistaken=(misspelt(rng, first), misspelt(rng, surname)),
            family_first=names.family_first,
        )

    def _maybe_again(
        self, rng: random.Random, kind: tuple[str, bool], fresh: tuple[str, str]
    ) -> tuple[str, str]:
        """A name somebody has already, in so many cases of a hundred; else the fresh one."""
        taken = self._named.setdefault(kind, [])
        if taken and rng.random() < self._namesakes:
            return rng.choice(taken)
        taken.append(fresh)
        return fresh


_SLIPS = (("ph", "f"), ("ee", "i"), ("ou", "u"), ("ck", "k"), ("y", "i"), ("ie", "y"), ("z", "s"))
_VOWELS = "aeiou"


def misspelt(rng: random.Random, name: str) -> str:
    """A spelling somebody might write who only heard the name."""
    slips = [slip for slip in _SLIPS if slip[0] in name[1:]]
    if slips:
        written, heard = rng.choice(slips)
        return name[0] + name[1:].replace(written, heard, 1)
    places = [i for i in range(1, len(name)) if name[i] in _VOWELS]
    if not places:
        return name + "e"
    at = rng.choice(places)
    return name[:at] + rng.choice(_VOWELS.replace(name[at], "")) + name[at + 1 :]


def _nickname(rng: random.Random, first: str) -> str:
    if rng.random() < 0.5:
        return str(rng.choice(load("grammar.yaml")["nicknames"]))
    return first[:3].rstrip("-") + rng.choice(("y", "o", "z"))
