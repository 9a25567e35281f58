"""One report being written: words in an agency's style, with every mention's place kept."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from tocsin.synthetic.names import Person, load
from tocsin.synthetic.town import Agency, Thing, street

Mark = tuple[int, int, str, str, str]
"""(start, end, kind, subject, role)."""

_SLOT = re.compile(r"\{(\w+)\}")
_MISTAKES = 0.06
_ROLES = {
    "adult": "alleged",
    "adult2": "alleged",
    "child": "affected",
    "mother": "relative",
    "witness": "witness",
    "namesake": "other",
    "resident": "other",
    "resident2": "other",
    "staff": "professional",
    "staff2": "professional",
}


@cache
def pieces(template: str) -> tuple[tuple[str, str], ...]:
    """(words, slot after them); the last slot is empty."""
    parts = _SLOT.split(template)
    return tuple(zip(parts[0::2], [*parts[1::2], ""], strict=True))


@cache
def things_in(template: str) -> frozenset[str]:
    """The slots of a template that only some stories can fill."""
    return frozenset(_SLOT.findall(template)) & frozenset(
        ("adult2", "phone", "vehicle", "address", "premises", "handle", "mother", "witness")
    )


class Scribe:
    """Writes sentences one after another and keeps where each mention stands."""

    def __init__(self, rng: random.Random, agency: Agency) -> None:
        self._rng = rng
        self._agency = agency
        case = agency.style["case"]
        self._case: Callable[[str], str] = {"upper": str.upper, "lower": str.lower}.get(case, str)
        self._told: list[str] = []
        self._length = 0
        self._met: set[str] = set()
        self.marks: list[Mark] = []

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(self._told)

    def say(self, template: str, slots: Mapping[str, Person | Thing | str]) -> None:
        """Write one sentence; slots that `slots` does not fill are filled with words."""
        if not template:
            return
        if self._length and not self._told[-1].endswith("\n"):
            self._add(" ")
        for words, slot in pieces(template):
            self._add(self._case(words))
            if slot:
                self._fill(slot, slots.get(slot))

    def quote(self, text: str, marks: Sequence[Mark]) -> None:
        """Take over another report word for word, with its mentions."""
        if self._length and not self._told[-1].endswith("\n"):
            self._add("\n")
        at = self._length
        self.marks += [(s + at, e + at, kind, subject, role) for s, e, kind, subject, role in marks]
        self._add(text)

    def _add(self, words: str) -> None:
        self._told.append(words)
        self._length += len(words)

    def _fill(self, slot: str, value: Person | Thing | str | None) -> None:
        if isinstance(value, Person):
            before, name = self._called(value)
            self._add(self._case(before))
            self._mark(name, "person", value.id, _ROLES.get(slot, "other"))
            self._met.add(value.id)
        elif isinstance(value, Thing):
            self._mark(value.written, value.kind, value.id, "unknown")
        elif value is not None:
            self._add(self._case(value))
        elif slot == "street_words":
            self._add(self._case(street(self._rng)))
        elif slot == "area":
            self._add(self._case(self._rng.choice(self._agency.areas)))
        elif slot == "ref":
            self._add(str(self._rng.randrange(100, 9999)))
        else:
            self._add(self._case(self._rng.choice(load("grammar.yaml")["words"][slot])))

    def _mark(self, words: str, kind: str, subject: str, role: str) -> None:
        start = self._length
        self._add(self._case(words))
        self.marks.append((start, self._length, kind, subject, role))

    def _called(self, person: Person) -> tuple[str, str]:
        """(title outside the name, the name as this agency writes it)."""
        rng, style = self._rng, self._agency.style["names"]
        first, surname = person.first, person.surname
        if rng.random() < _MISTAKES and person.role != "professional":
            first, surname = rng.choice(
                ((person.mistaken[0], surname), (first, person.mistaken[1]))
            )
        whole = f"{first} {surname}"
        if person.family_first and rng.random() < 0.5:
            whole = f"{surname} {first}"
        again = person.id in self._met
        if person.role == "professional":
            return f"{person.title} " if person.title else "", surname if again else whole
        return _FORMS[style](rng, person, _Name(first, surname, whole), again)


class _Name(NamedTuple):
    first: str
    surname: str
    whole: str


def _police(rng: random.Random, p: Person, name: _Name, again: bool) -> tuple[str, str]:
    if again:
        return "", name.surname.upper()
    if p.nickname and rng.random() < 0.15:
        return "", p.nickname
    caps = name.surname.upper()
    return "", f"{caps}, {name.first}" if rng.random() < 0.6 else f"{name.first} {caps}"


def _formal(rng: random.Random, p: Person, name: _Name, again: bool) -> tuple[str, str]:
    if p.role == "affected":
        return "", name.first if again else (p.initials if rng.random() < 0.1 else name.whole)
    if again or rng.random() < 0.25:
        return rng.choice(("Mr ", "Ms ")) if p.role != "relative" else "Mrs ", name.surname
    return "", name.whole


def _school(rng: random.Random, p: Person, name: _Name, again: bool) -> tuple[str, str]:
    if p.role == "affected":
        return "", name.first if again or rng.random() < 0.3 else name.whole
    if p.nickname and rng.random() < 0.25:
        return "", p.nickname
    return "", name.first if again else name.whole


def _informal(rng: random.Random, p: Person, name: _Name, again: bool) -> tuple[str, str]:
    if p.nickname and rng.random() < 0.45:
        return "", p.nickname
    if again or rng.random() < 0.5:
        return "", name.first
    return "", name.whole if rng.random() < 0.6 else f"{name.first} {name.surname[0]}"


_FORMS = {"police": _police, "formal": _formal, "school": _school, "informal": _informal}
