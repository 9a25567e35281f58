"""Which column of a table is read as what, and why: shown before use, changed by the user."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from tocsin.errors import UsageError
from tocsin.policies import Policy
from tocsin.reports.options import FIELDS, ReadingOptions
from tocsin.values.dates import Precision
from tocsin.values.written_dates import NotADateError, parse_written_date

LINE, LEFT_OUT = "line", "left_out"
_SIGNS = re.compile(r"[^0-9a-zà-ɏ]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SAMPLE_CHARACTERS = 40
_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the user's, and what it is read as."""

    name: str
    reads_as: str
    """One of FIELDS, `line` (joined to the text as "Name: value") or `left_out`."""
    because: str
    sample: str = ""


@dataclass(frozen=True, slots=True)
class TableSeen:
    """A table met while reading, for the preview."""

    place: str
    columns: tuple[Column, ...]


def fold(name: str) -> str:
    """A column's name without case and signs: `Date_Received ` and `dateReceived` are one."""
    words = _SIGNS.sub(" ", _HUMP.sub(" ", name.strip()).lower()).split()
    return " ".join(word for word in words if word not in {"and", "the"})


@dataclass(frozen=True, slots=True)
class Names:
    """The lists of policies/reading.yaml, ready for look-up."""

    fields: Mapping[str, tuple[str, int]]
    """Folded name → (field, rank); a lower rank is a better name for it."""
    plain_dates: frozenset[str]
    left_out: frozenset[str]
    line_words: frozenset[str]
    labels: Mapping[str, str]
    """Folded label of a line → field."""
    no_value: frozenset[str]
    forward_words: frozenset[str]


def names_of(policy: Policy) -> Names:
    """The names this policy knows."""
    return _names(_Key(policy))


class _Key:
    """A policy as a cache key: by identity, for it is frozen and not hashable."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __hash__(self) -> int:
        return id(self.policy)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.policy is self.policy


@lru_cache(maxsize=4)
def _names(key: _Key) -> Names:
    table: dict[str, Any] = key.policy.table("reading")
    fields: dict[str, tuple[str, int]] = {}
    for field, variants in table["columns"].items():
        for rank, variant in enumerate(variants):
            fields.setdefault(fold(str(variant)), (field, rank))
    return Names(
        fields,
        frozenset(fold(name) for name in table["plain_dates"]),
        frozenset(fold(name) for name in table["left_out"]),
        frozenset(table["line_words"]),
        {fold(str(label)): field for field, found in table["labels"].items() for label in found},
        frozenset(table["no_value"]),
        frozenset(table["forward_words"]),
    )


def recognise(
    header: Sequence[str], rows: Sequence[Sequence[str]], options: ReadingOptions
) -> list[Column]:
    """Say what each column is read as, from its name first and its first rows second."""
    names = names_of(options.policy)
    passed_over = _repeating(header, rows, names) | _undated(header, rows, names)
    read_as, because = _by_name(header, names, options.mapping, passed_over)
    if "text" not in read_as.values():
        prose = [i for i in range(len(header)) if i not in read_as and _is_prose(i, rows, options)]
        if len(prose) == 1:
            read_as[prose[0]] = "text"
            because[prose[0]] = "the one column of sentences"
    columns = []
    for index, name in enumerate(header):
        if index not in read_as:
            read_as[index], because[index] = _by_values(index, name, rows, names, options)
        columns.append(Column(name, read_as[index], because[index], _first_value(index, rows)))
    return columns


def names_columns(cells: Sequence[str], options: ReadingOptions) -> int:
    """How many of the cells are names of columns we, or the user, know."""
    names = names_of(options.policy)
    known = names.fields.keys() | names.left_out | {fold(theirs) for theirs in options.mapping}
    return len({fold(cell) for cell in cells} & known)


def is_row_of_values(cells: Sequence[str], options: ReadingOptions) -> bool:
    """Whether a first row is no header: no name we know, but a date or a sentence in it."""
    if names_columns(cells, options):
        return False
    if {w for cell in cells for w in fold(cell).split()} & names_of(options.policy).line_words:
        return any(_is_day(cell) for cell in cells)
    longest = options.limit("prose_characters")
    return any(_is_day(cell) or len(cell.strip()) >= longest for cell in cells)


def _is_day(cell: str) -> bool:
    try:
        return parse_written_date(cell).precision is Precision.DAY
    except NotADateError:
        return False


def _by_name(
    header: Sequence[str], names: Names, mapping: Mapping[str, str], passed_over: frozenset[int]
) -> tuple[dict[int, str], dict[int, str]]:
    read_as: dict[int, str] = {}
    because: dict[int, str] = {}
    ranked: list[tuple[int, int, str]] = []
    asked = {fold(theirs): ours for theirs, ours in mapping.items()}
    for index, name in enumerate(header):
        folded = fold(name)
        if folded in asked:
            read_as[index] = _field_asked(asked[folded])
            because[index] = "you said so"
        elif folded in names.left_out:
            read_as[index], because[index] = LEFT_OUT, "a working column"
        elif folded in names.fields and index not in passed_over:
            field, rank = names.fields[folded]
            ranked.append((rank, index, field))
    taken = set(read_as.values())
    for _, index, field in sorted(ranked):
        wanted = _or_event(field, fold(header[index]), taken, names)
        if wanted not in taken:
            taken.add(wanted)
        elif wanted == "text":
            wanted = LINE
        else:
            continue
        read_as[index], because[index] = wanted, "its name"
    return read_as, because


def _repeating(
    header: Sequence[str], rows: Sequence[Sequence[str]], names: Names
) -> frozenset[int]:
    """Columns named like a report's number whose values repeat: the number of a case."""
    found = set()
    for index, name in enumerate(header):
        if names.fields.get(fold(name), ("", 0))[0] == "report_id":
            values = [row[index] for row in rows if index < len(row) and row[index].strip()]
            if len(values) >= _ENOUGH and len(set(values)) * 2 < len(values):
                found.add(index)
    return frozenset(found)


def _undated(header: Sequence[str], rows: Sequence[Sequence[str]], names: Names) -> frozenset[int]:
    """Columns named like a date that mostly hold words: "Sent: yes", "When: at night"."""
    found = set()
    for index, name in enumerate(header):
        if names.fields.get(fold(name), ("", 0))[0] in {"received", "occurred"}:
            values = [row[index] for row in rows if index < len(row)]
            told = [v for v in values if v.strip() and v.strip().lower() not in names.no_value]
            if sum(any(map(str.isdigit, value)) for value in told) * 2 < len(told):
                found.add(index)
    return frozenset(found)


def _or_event(field: str, folded: str, taken: set[str], names: Names) -> str:
    """A plain "date" beside a better column of receipt is the day of the event."""
    if field == "received" and folded in names.plain_dates and "received" in taken:
        return "occurred"
    return field


def _field_asked(ours: str) -> str:
    folded = ours.strip().lower().removesuffix("_on")
    if folded not in (*FIELDS, LINE, LEFT_OUT):
        raise UsageError(
            f"There is no field '{ours}' to map to.",
            remedy=f"Use one of: {', '.join((*FIELDS, LINE, LEFT_OUT))}.",
        )
    return folded


def _by_values(
    index: int, name: str, rows: Sequence[Sequence[str]], names: Names, options: ReadingOptions
) -> tuple[str, str]:
    if _is_prose(index, rows, options):
        return LINE, "sentences"
    if set(fold(name).split()) & names.line_words:
        return LINE, "its name"
    values = [row[index] for row in rows if index < len(row) and row[index].strip()]
    telling = [v for v in values if any(c.isalpha() for c in v) or sum(map(str.isdigit, v)) > 5]
    kinds = len(set(telling))
    if kinds * 5 >= len(values) and (kinds > 1 or 0 < len(values) <= 2):
        return LINE, "values that differ"
    return LEFT_OUT, "codes or nothing"


def _is_prose(index: int, rows: Sequence[Sequence[str]], options: ReadingOptions) -> bool:
    lengths = [len(row[index]) for row in rows if index < len(row) and row[index].strip()]
    wanted = options.limit("prose_characters")
    return bool(lengths) and sum(lengths) / len(lengths) >= wanted


def _first_value(index: int, rows: Sequence[Sequence[str]]) -> str:
    for row in rows:
        if index < len(row) and row[index].strip():
            value = " ".join(row[index].split())
            return (
                value if len(value) <= _SAMPLE_CHARACTERS else value[: _SAMPLE_CHARACTERS - 1] + "…"
            )
    return ""
