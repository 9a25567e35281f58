"""The sheets two readers mark, what they mark them in, and the key that tells what the run said."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from tocsin.errors import NotFoundError, UsageError
from tocsin.evaluation.checks.drawing import ASKED, Draw, Item, Question

READERS = ("a", "b")
_HEADER = ("number", "mark", "note")
_KEY = "key.json"
_SETTLED = "settled.csv"
_YES, _NO = frozenset({"y", "yes"}), frozenset({"n", "no"})
_UNSURE = frozenset({"?", "unsure"})


@dataclass(frozen=True, slots=True)
class Marked:
    """One item as both readers marked it; None: not marked, or a reader could not tell."""

    number: int
    question: Question
    said: str
    marks: tuple[int | None, ...]
    """One a reader: 1 yes, 0 no, or the number counted in a passage."""
    settled: int | None = None
    """What the two agreed on afterwards."""

    @property
    def agreed(self) -> int | None:
        """The mark both gave, or the one they settled on."""
        if self.settled is not None:
            return self.settled
        first, *others = self.marks
        return first if all(mark == first for mark in others) else None

    @property
    def differs(self) -> bool:
        """Both marked it, not alike, and nothing is settled."""
        return self.settled is None and None not in self.marks and len(set(self.marks)) > 1


def write_sheets(draw: Draw, folder: Path, about: Mapping[str, Any]) -> None:
    """Write a sheet to print and a table to fill in for each reader, and the key.

    Raises:
        UsageError: the folder holds something.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("The folder is not empty.", where=folder.name, remedy="Give a new one.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for reader in READERS:
        items = _order_for(reader, draw.items)
        _write(folder / f"reader-{reader}.html", _page(reader, items, about))
        _write(folder / f"reader-{reader}.csv", _table(items))
    key = {
        "about": dict(about),
        "populations": {name: round(size, 2) for name, size in sorted(draw.populations.items())},
        "items": [{"number": i.number, "question": i.question, "said": i.said} for i in draw.items],
    }
    _write(folder / _KEY, json.dumps(key, ensure_ascii=False, indent=1) + "\n")


def read_key(folder: Path) -> dict[str, Any]:
    """The key of a folder of sheets.

    Raises:
        NotFoundError: there is none.
    """
    try:
        found: dict[str, Any] = json.loads((folder / _KEY).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotFoundError(
            "This folder holds no sheets.",
            where=folder.name,
            remedy="Give the folder that `tocsin check OUT --draw` wrote.",
        ) from error
    return found


def read_marks(folder: Path) -> tuple[Marked, ...]:
    """Take the marked tables back.

    Raises:
        NotFoundError: a table is missing.
        UsageError: a mark is none of those asked for, or an item stands twice.
    """
    key = read_key(folder)
    questions = {row["number"]: Question(row["question"]) for row in key["items"]}
    by_reader = [_marks(folder / f"reader-{reader}.csv", questions) for reader in READERS]
    settled = folder / _SETTLED
    agreed = _marks(settled, questions) if settled.is_file() else {}
    return tuple(
        Marked(
            row["number"],
            questions[row["number"]],
            row["said"],
            tuple(marks.get(row["number"]) for marks in by_reader),
            agreed.get(row["number"]),
        )
        for row in key["items"]
    )


def _marks(path: Path, questions: Mapping[int, Question]) -> dict[int, int | None]:
    try:
        rows = list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"))))
    except (OSError, UnicodeDecodeError) as error:
        raise NotFoundError("This table cannot be read.", where=path.name) from error
    found: dict[int, int | None] = {}
    for line, row in enumerate(rows, 2):
        number = (row.get("number") or "").strip()
        if not number.isdigit() or int(number) not in questions:
            raise UsageError(f"line {line} has no number of an item.", where=path.name)
        if int(number) in found:
            raise UsageError(f"item {number} stands twice.", where=path.name, remedy="Keep one.")
        found[int(number)] = _mark(row.get("mark"), questions[int(number)], path.name, number)
    return found


def _mark(written: str | None, question: Question, file: str, number: str) -> int | None:
    word = (written or "").strip().casefold()
    if not word or word in _UNSURE:
        return None
    if question is Question.PASSAGE and word.isdigit():
        return int(word)
    if question is not Question.PASSAGE and word in _YES | _NO:
        return int(word in _YES)
    raise UsageError(
        f"item {number} has a mark that was not asked for.",
        where=file,
        remedy=f"Write {ASKED[question][1]}.",
    )


def _order_for(reader: str, items: Sequence[Item]) -> list[Item]:
    """Each reader meets the items of a question in an order of their own."""
    rng = random.Random(f"reader {reader}")
    mixed: list[Item] = []
    for _question, group in groupby(items, key=lambda item: item.question):
        some = list(group)
        rng.shuffle(some)
        mixed += some
    return mixed


def _table(items: Sequence[Item]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    writer.writerows((item.number, "", "") for item in items)
    return text.getvalue()


def _page(reader: str, items: Sequence[Item], about: Mapping[str, Any]) -> str:
    environment = Environment(
        loader=PackageLoader("tocsin.evaluation.checks"), autoescape=True, undefined=StrictUndefined
    )
    groups = [
        (*ASKED[question], [asdict(item) for item in group])
        for question, group in groupby(items, key=lambda item: item.question)
    ]
    return environment.get_template("sheet.html").render(
        reader=reader.upper(), groups=groups, about=about
    )


def _write(path: Path, text: str) -> None:
    path.write_text(text, "utf-8", errors="replace")
    path.chmod(0o600)
