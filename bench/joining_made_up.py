"""Tables of made-up people who live together, move, share phones and are written down badly.

    python bench/joining_made_up.py RECORDS SEED OUT.parquet [sparse|census]

Names follow the shipped lists (common ones often, rare ones seldom). No public table has phones,
vehicles and families with the truth at size; this one tests speed and shape, and gives weights to
fields that no public table holds. Figures on it say little about real records.
"""

from __future__ import annotations

import random
import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.values.name_lists import entries, first_name_count, surname_count
from tocsin.values.names import forms

COLUMNS = (
    "record_id", "entity_id", "first_name", "middle_name", "surname", "date_of_birth", "age", "sex",
    "phone", "email", "address", "postcode", "place", "vehicle", "occupation", "identifier",
)  # fmt: skip
_BATCH = 50_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_STREETS = ("Road", "Street", "Lane", "Avenue", "Close", "Terrace", "Drive", "Rise")
_JOBS = [
    "cook",
    "driver",
    "cleaner",
    "teacher",
    "nurse",
    "carer",
    "builder",
    "clerk",
    "porter",
    "barber",
    "student",
    "retired",
    "none",
    "mechanic",
    "plumber",
    "electrician",
    "waiter",
    "baker",
    "gardener",
    "painter",
    "tailor",
    "joiner",
    "roofer",
    "fitter",
]


@dataclass(frozen=True)
class Shape:
    """How a table is kept."""

    records_each: tuple[int, ...]
    """Weights of 1, 2, 3 ... records a person."""
    missing: tuple[float, float]
    """Least and most share of cells left empty, drawn for each column."""
    typo: float
    nickname: float
    moves: float
    columns: tuple[str, ...] = COLUMNS


SHAPES = {
    "sparse": Shape((3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1), (0.35, 0.7), 0.05, 0.15, 0.25),
    "census": Shape((6, 5, 1), (0.01, 0.15), 0.03, 0.05, 0.3),
}


class _Words:
    """Words drawn as often as they are counted."""

    def __init__(self, counted: Sequence[tuple[str, float]]) -> None:
        self._words = [w for w, _ in counted]
        self._sums = list(accumulate(n for _, n in counted))

    def draw(self, rng: random.Random) -> str:
        return self._words[bisect(self._sums, rng.random() * self._sums[-1])]


def _listed() -> tuple[_Words, _Words]:
    words = sorted(w for w in entries() if w.isalpha() and len(w) > 2)
    first = [(w.capitalize(), float(n) ** 0.8) for w in words if (n := first_name_count(w)) > 3000]
    last = [(w.capitalize(), float(n) ** 0.9) for w in words if (n := surname_count(w)) > 60]
    return _Words(first), _Words(last)


@dataclass
class _Person:
    first: str
    middle: str
    surname: str
    born: date
    sex: str
    phone: str
    email: str
    home: tuple[str, str, str]
    car: str
    job: str
    number: str
    homes: list[tuple[str, str, str]] = field(default_factory=list)


def rows(records: int, seed: int, shape: Shape) -> Iterator[dict[str, str | None]]:
    """Records of made-up people, in an order that tells nothing of who is who."""
    rng = random.Random(seed)
    first, last = _listed()
    towns = [f"{w}{end}" for w in ("Ash", "Elm", "Mill", "Stan", "Wes", "Hard", "Cold", "Lin")
             for end in ("ford", "ton", "by", "ham", "wick", "ley")]  # fmt: skip
    crowded = [f"0114 496 {n:04d}" for n in range(max(1, records // 20_000))]
    missing = {c: rng.uniform(*shape.missing) for c in COLUMNS[2:]}
    missing["surname"] *= 0.4
    missing["first_name"] *= 0.3
    found: list[dict[str, str | None]] = []
    people = 0
    while len(found) < records:
        for person in _household(rng, first, last, towns, crowded):
            people += 1
            count = rng.choices(range(1, len(shape.records_each) + 1), shape.records_each)[0]
            for _ in range(count):
                written = _written(person, rng, shape)
                for column, share in missing.items():
                    if rng.random() < share:
                        written[column] = None
                found.append({"entity_id": f"p{people}", **written})
    rng.shuffle(found)
    for number, row in enumerate(found[:records], start=1):
        yield {"record_id": f"r{number}", **row}


def _household(
    rng: random.Random, first: _Words, last: _Words, towns: Sequence[str], crowded: Sequence[str]
) -> list[_Person]:
    surname, size = last.draw(rng), rng.choices((1, 2, 3, 4, 5, 6), (5, 5, 3, 3, 1, 1))[0]
    home, car = _home(rng, last, towns), _plate(rng)
    line = f"01632 960 {rng.randrange(1000):03d} {rng.randrange(100):02d}"
    found = []
    for place in range(size):
        given, sex = first.draw(rng), rng.choice("MF")
        if place > 1 and rng.random() < 0.04:
            given = found[0].first  # a child named for a parent
        years = rng.uniform(20, 80) if place < 2 else rng.uniform(1, 30)
        born = date(2020, 1, 1) - timedelta(days=int(years * 365.25))
        if place > 2 and rng.random() < 0.04:
            born = found[-1].born  # twins
        family = last.draw(rng) if rng.random() < (0.35 if place == 1 else 0.05) else surname
        own = f"07700 900 {rng.randrange(1000):03d} {rng.randrange(1000):03d}"
        phone = rng.choices((own, line, rng.choice(crowded), ""), (60, 15, 1, 24))[0]
        email = f"{given}.{family}{rng.randrange(100)}@example.org".lower()
        person = _Person(
            given, first.draw(rng) if rng.random() < 0.5 else "", family, born, sex, phone,
            email if rng.random() < 0.5 else "", home, car if rng.random() < 0.5 else "",
            rng.choice(_JOBS), f"{rng.randrange(10**8):08d}" if rng.random() < 0.6 else "",
        )  # fmt: skip
        found.append(person)
    moved = _home(rng, last, towns)
    for person in found:
        person.homes = [home, moved if rng.random() < 0.6 else _home(rng, last, towns)]
    return found


def _home(rng: random.Random, last: _Words, towns: Sequence[str]) -> tuple[str, str, str]:
    town = towns[min(int(rng.expovariate(0.12)), len(towns) - 1)]
    # A postcode is of one street; the district of one town.
    street = rng.randrange(2000)
    word = last.draw(random.Random(street * 97 + 13))
    letters = _LETTERS[street % 20] + _LETTERS[street // 90]
    code = f"{town[:2]}{street % 30 + 1} {street % 9}{letters}"
    return f"{rng.randrange(1, 150)} {word} {_STREETS[street % 8]}", code.upper(), town


def _plate(rng: random.Random) -> str:
    return "".join(rng.choices("ABCDEFGHKLMN", k=2)) + f"{rng.randrange(51, 75)}" + "".join(
        rng.choices("ABCDEFGHKLMNPRSTVWXY", k=3)
    )  # fmt: skip


def _written(p: _Person, rng: random.Random, shape: Shape) -> dict[str, str | None]:
    """One record of a person, as somebody in a hurry wrote it."""
    home = p.homes[1] if rng.random() < shape.moves else p.homes[0]
    first, surname, middle = p.first, p.surname, p.middle
    if rng.random() < shape.nickname and (short := sorted(forms(first.lower()))):
        first = rng.choice(short).capitalize()
    if rng.random() < 0.02:
        first = first[0]
    if rng.random() < 0.02 and middle:
        first, middle = middle, first
    if p.sex == "F" and rng.random() < 0.02:
        surname = f"{surname} {p.surname[::-1].capitalize()}"
    first, surname = _slip(first, rng, shape.typo), _slip(surname, rng, shape.typo)
    if rng.random() < 0.015:
        first, surname = surname, first
    born = p.born.isoformat()
    if rng.random() < 0.03:
        born = f"{born[:5]}{born[8:10]}-{born[5:7]}"
    elif rng.random() < 0.01:
        born = f"{born[:4]}-01-01"
    return {
        "first_name": first,
        "middle_name": middle[:1] if rng.random() < 0.5 else middle,
        "surname": surname,
        "date_of_birth": _slip(born, rng, shape.typo, "0123456789"),
        "age": str(2020 - p.born.year + rng.choice((0, 0, 0, 1, -1, 2))),
        "sex": p.sex,
        "phone": _slip(p.phone, rng, 0.02, "0123456789"),
        "email": _slip(p.email, rng, 0.02),
        "address": _slip(home[0], rng, shape.typo),
        "postcode": _slip(home[1], rng, 0.02, "ABCDEFGH123"),
        "place": _slip(home[2], rng, 0.02),
        "vehicle": _slip(p.car, rng, 0.03, "ABCDEF0123"),
        "occupation": p.job if rng.random() < 0.8 else rng.choice(_JOBS),
        "identifier": _slip(p.number, rng, 0.02, "0123456789"),
    }


def _slip(text: str, rng: random.Random, share: float, letters: str = _LETTERS) -> str:
    """A letter left out, added, changed or two of them turned."""
    if len(text) < 3 or rng.random() >= share:
        return text
    at, kind = rng.randrange(1, len(text) - 1), rng.randrange(4)
    letter = rng.choice(letters)
    if kind == 0 or text[at] in "- @.":
        return text[: at + 1] + letter + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + letter + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def write(records: int, seed: int, out: Path, shape: Shape) -> None:
    """Write a table, batch by batch."""
    schema = pa.schema([(c, pa.string()) for c in shape.columns])
    waiting: list[dict[str, str | None]] = []
    with pq.ParquetWriter(out, schema) as writer:
        for row in rows(records, seed, shape):
            waiting.append({c: row[c] or None for c in shape.columns})
            if len(waiting) == _BATCH:
                writer.write_table(pa.Table.from_pylist(waiting, schema))
                waiting.clear()
        writer.write_table(pa.Table.from_pylist(waiting, schema))


def without(shape: Shape, *columns: str) -> Shape:
    """The same table without some columns."""
    return replace(shape, columns=tuple(c for c in COLUMNS if c not in columns))


if __name__ == "__main__":
    kind = sys.argv[4] if len(sys.argv) > 4 else "sparse"
    write(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), SHAPES[kind])
