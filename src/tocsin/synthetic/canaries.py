"""Ten made-up stories planted into a copy of a case, to see whether a run finds them there."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tocsin.errors import OutputError, UsageError
from tocsin.synthetic.names import load, origins
from tocsin.values.names import fold

AGENCIES = {"A": "Canary Police Post", "B": "Canary High School", "C": "Canary Youth Project"}
_FILE, _KEY = "canaries.jsonl", "canaries.json"
_STREET_NAMES = ("Kestrel", "Domino", "Biscuit", "Falcon", "Ringo", "Pilot")
_STREETS = ("Copperbeech Lane", "Larkspur Row", "Foxglove Rise", "Tansy Close")
_PLACES = ("Marigold Grill", "Bluebell Arcade", "Sycamore Snooker Hall", "Juniper Cafe")


@dataclass(frozen=True, slots=True)
class Canary:
    """Somebody who does not exist, in the forms the stories need."""

    first: str
    surname: str
    nick: str = ""
    respelt: str = ""

    @property
    def full(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.surname}"


_SHORT = (("William", "Bill"), ("Elizabeth", "Liz"), ("Robert", "Bob"), ("Margaret", "Peggy"))
_SPELT = (
    ("Mohammed", "Muhamad"),
    ("Oleksandr", "Aleksander"),
    ("Yusuf", "Yousef"),
    ("Katarzyna", "Catarzyna"),
)


def plant(case: Path, out: Path, *, seed: int) -> int:
    """Copy a case to `out/input`, add the stories, and write what should be found beside it.

    Returns:
        How many reports were planted.

    Raises:
        UsageError: `case` is no folder, or `out` holds something.
        OutputError: the copy cannot be written.
    """
    if not case.is_dir():
        raise UsageError("There is no such folder.", where=case.name, remedy="Give the case.")
    if out.exists() and any(out.iterdir()):
        raise UsageError("The folder is not empty.", where=out.name, remedy="Give a new one.")
    stories = list(_stories(_words_of(case), random.Random(seed)))
    rows = [row for story in stories for row in story["reports"]]
    try:
        shutil.copytree(case, out / "input", symlinks=False)
        lines = [json.dumps(row, ensure_ascii=False) for row in rows]
        (out / "input" / _FILE).write_text("\n".join(lines) + "\n", "utf-8")
        key = [
            {name: story[name] for name in ("name", "about", "expect", "ids")} for story in stories
        ]
        (out / _KEY).write_text(json.dumps(key, ensure_ascii=False, indent=1) + "\n", "utf-8")
    except OSError as error:
        raise OutputError("The copy cannot be written.", where=out.name) from error
    return len(rows)


def read_planted(folder: Path) -> list[dict[str, Any]]:
    """What should be found: rows with `name`, `about`, `expect` and the `ids` of the reports.

    Raises:
        UsageError: nothing was planted there.
    """
    try:
        found: list[dict[str, Any]] = json.loads((folder / _KEY).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError(
            "Nothing was planted here.", where=folder.name, remedy="Run `tocsin plant` first."
        ) from error
    return found


def _words_of(case: Path) -> frozenset[str]:
    """Words that stand in the case's plain files: a canary bears a name that none of them holds.

    Office files are not opened; their names may meet a canary's, and then both are looked at.
    """
    found: set[str] = set()
    for path in sorted(case.rglob("*")):
        if path.is_file() and path.suffix in {".txt", ".csv", ".jsonl", ".json", ".eml", ".md"}:
            found |= set(fold(path.read_text("utf-8", errors="replace")).split())
    return frozenset(found)


def _stories(taken: frozenset[str], rng: random.Random) -> Iterator[dict[str, Any]]:
    told: Mapping[str, Mapping[str, Any]] = load("canaries.yaml")
    people = _people(taken, rng)
    for number, (name, story) in enumerate(told.items()):
        words = _words(name, number, people, rng)
        start = date(2004, 3, 1) + timedelta(days=97 * number)
        reports = [
            {
                "report_id": f"CANARY-{number + 1:02}-{place}",
                "received": (start + timedelta(days=days)).isoformat(),
                "agency": AGENCIES[agency],
                "author": f"canary worker {agency}",
                "text": text.format(**words),
            }
            for place, (days, agency, text) in enumerate(story["reports"], 1)
        ]
        yield {
            "name": name,
            "about": story["about"],
            "reports": reports,
            "ids": [row["report_id"] for row in reports],
            "expect": _filled(story["expect"], words),
        }


def _words(name: str, number: int, people: Iterator[Canary], rng: random.Random) -> dict[str, Any]:
    chosen = [next(people) for _ in range(3)]
    f, g, h = chosen
    if name == "nickname":
        full, short = rng.choice(_SHORT)
        f = Canary(full, f.surname, nick=short)
    if name == "spelling":
        first, other = rng.choice(_SPELT)
        f = Canary(first, f.surname, respelt=f"{other} {f.surname}")
    letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
    end = "".join(rng.choice(letters) for _ in range(2))
    return {
        "f": f,
        "g": g,
        "h": h,
        "phone": f"07700 900{100 + number * 7:03}",
        "plate": f"KO{51 + number} {end}O",
        "plate_misread": f"K0{51 + number} {end}0",
        "street": rng.choice(_STREETS),
        "place": rng.choice(_PLACES),
        "street_name": rng.choice(_STREET_NAMES),
    }


def _people(taken: frozenset[str], rng: random.Random) -> Iterator[Canary]:
    """New people, one origin of names after the other, with names that no report holds."""
    used = set(taken)
    while True:
        for origin in origins():
            first = [n for n in (*origin.male, *origin.female) if fold(n) not in used]
            last = [n for n in origin.surnames if used.isdisjoint(fold(n).split())]
            if first and last:
                person = Canary(rng.choice(first), rng.choice(last))
                used |= {fold(person.first), *fold(person.surname).split()}
                yield person
        if not any(_left(used)):
            used = set(taken)  # a case with every name we know: they must be used again


def _left(used: set[str]) -> Iterable[bool]:
    return (
        any(fold(n) not in used for n in (*o.male, *o.female))
        and any(used.isdisjoint(fold(n).split()) for n in o.surnames)
        for o in origins()
    )


def _filled(value: Any, words: Mapping[str, Any]) -> Any:
    if isinstance(value, str):
        return value.format(**words)
    if isinstance(value, list):
        return [_filled(each, words) for each in value]
    if isinstance(value, Mapping):
        return {key: _filled(each, words) for key, each in value.items()}
    return value
