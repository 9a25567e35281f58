"""Tables from outside: counts by pattern, one row a person, or lists of people, as csv.

Six shapes are read, told apart by their columns:

    police,school,count     police,school     person,list      police,school     pattern,count
    1,0,40                  1,0               P1,police        P1,P2             10,40
    1,1,6                   1,1               P1,school        P2,               police+school,6

and the third with one row a person whose lists stand together in one cell ("police; school").
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tocsin.errors import NothingReadError, UsageError
from tocsin.pictures.scale.captures import ANSWERS, Captures, from_lists, make_captures
from tocsin.policies import Policy, shipped

Rows = list[list[str]]

_COUNT = {"count", "counts", "n", "freq", "frequency", "number", "cases", "total", "people"}
_PATTERN = {"pattern", "history", "capture history", "lists", "combination", "overlap"}
_LIST = {"list", "sector", "agency", "source", "organisation", "organization", "register"}
_PERSON = {"person", "person_id", "id", "case", "case_id", "child", "child_id", "individual"}
_PERSON |= {"name", "ref", "reference", "identifier", "pseudonym", "record_id"}
_YES = {"1", "yes", "y", "true", "x", "on", "ja", "1.0"}
_NO = {"0", "no", "n", "false", "", "-", "off", "na", "nan", "null", "none", "0.0"}
_MEGABYTES = 50
_JOINED = re.compile(r"\s*[;+&|:,/]\s*")
_REMEDY = "docs/how-to/how-many.md shows each shape of table that can be read."


def read_table(path: Path, policy: Policy | None = None) -> Captures:
    """Read a table of counts or of people, whichever shape it has.

    Raises:
        NothingReadError: the file cannot be read, holds no row, or a cell is not what its column
            says; the message names the row.
        UsageError: a shape that is not known.
    """
    rows = _rows(path)
    head = [cell.strip().strip("\ufeff") for cell in rows[0]]
    reader = _Reader(path.name, head, rows[1:], policy or shipped())
    return reader.read()


def _rows(path: Path) -> Rows:
    where = path.name
    try:
        if path.stat().st_size > _MEGABYTES * 1_000_000:
            raise NothingReadError(f"The table is over {_MEGABYTES} MB.", where=where)
        raw = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        raise NothingReadError(f"The table cannot be read: {reason}.", where=where) from None
    if _is_binary(raw):
        raise NothingReadError(
            "This is not a csv file.", where=where, remedy="Save the sheet as csv and give that."
        )
    text = _decoded(raw)
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    mark = ""
    if lines and lines[0].casefold().startswith("sep=") and len(lines[0].strip()) == 5:
        mark = lines.pop(0).strip()[4]
    mark = mark or _separator(lines[:1])
    rows = [row for row in csv.reader(io.StringIO("\n".join(lines)), delimiter=mark) if any(row)]
    if len(rows) < 2:
        raise NothingReadError("The table holds no row.", where=where, remedy=_REMEDY)
    return rows


def _is_binary(raw: bytes) -> bool:
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    packed = raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"PAR1"))
    return packed or (not wide and b"\0" in raw[:4000])


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _separator(first: Sequence[str]) -> str:
    line = first[0] if first else ""
    return max((",", ";", "\t", "|"), key=line.count)


class _Reader:
    """One table, its columns known."""

    def __init__(self, name: str, head: list[str], rows: Rows, policy: Policy) -> None:
        self._name = name
        self._head = head
        self._folded = [cell.casefold().strip() for cell in head]
        self._rows = [row + [""] * (len(head) - len(row)) for row in rows]
        self._most = int(policy["scale.most_people"])
        self._notes: list[str] = []

    def read(self) -> Captures:
        """The table, by whichever shape its columns tell."""
        for at, row in enumerate(self._rows, start=2):
            if any(cell.strip() for cell in row[len(self._head) :]):
                raise self._refused(at, "has more cells than the heading.")
        count, pattern = self._column(_COUNT), self._column(_PATTERN)
        person, list_ = self._column(_PERSON), self._column(_LIST)
        if list_ is not None and person is not None:
            return self._long(person, list_)
        if pattern is not None and len(self._head) <= 2:
            return self._patterns(pattern, count)
        return self._wide(count, person)

    def _wide(self, count: int | None, person: int | None) -> Captures:
        columns = [i for i in range(len(self._head)) if i not in (count, person)]
        columns = [i for i in columns if self._head[i] or any(row[i].strip() for row in self._rows)]
        if not columns:
            raise UsageError("No column is a list.", where=self._name, remedy=_REMEDY)
        if unnamed := [i for i in columns if not self._head[i]]:
            if unnamed != [0]:
                raise UsageError(f"Column {unnamed[0] + 1} has no name.", where=self._name)
            columns.remove(0)  # the numbers of rows that some programs write
        cells = {row[i].strip().casefold() for row in self._rows for i in columns}
        if count is None and person is None and len(cells - _YES - _NO) > len(cells) / 2:
            return self._lists_side_by_side(columns)
        rows = []
        for at, row in enumerate(self._rows, start=2):
            number = 1 if count is None else self._whole(at, row[count])
            rows.append((self._pattern_of(at, row, columns), number))
        return self._made([self._head[i] for i in columns], rows)

    def _pattern_of(self, at: int, row: list[str], columns: list[int]) -> int:
        pattern = 0
        for bit, i in enumerate(columns):
            cell = row[i].strip().casefold()
            if cell in _YES:
                pattern |= 1 << bit
            elif cell not in _NO:
                raise self._refused(
                    at, f"column '{self._head[i]}' is neither 1 nor 0.", "Write 1 for on the list."
                )
        return pattern

    def _lists_side_by_side(self, columns: list[int]) -> Captures:
        members = {
            self._head[i]: {row[i].strip() for row in self._rows if row[i].strip()} for i in columns
        }
        if len(members) < len(columns):
            raise UsageError("Two lists have one name.", where=self._name)
        return from_lists(members)

    def _long(self, person: int, list_: int) -> Captures:
        members: dict[str, set[str]] = {}
        without = 0
        for row in self._rows:
            who = row[person].strip()
            names = [name for name in re.split(r"\s*[;|+]\s*", row[list_].strip()) if name]
            if not who or not names:
                without += 1
                continue
            for name in names:
                members.setdefault(name, set()).add(who)
        if without:
            self._notes.append(f"{without:,} rows without a person or a list are left out.")
        found = from_lists(members)
        return replace(found, notes=tuple(self._notes))

    def _patterns(self, pattern: int, count: int | None) -> Captures:
        numbers = [
            1 if count is None else self._whole(at, row[count])
            for at, row in enumerate(self._rows, start=2)
        ]
        texts = [row[pattern].strip() for row in self._rows]
        if all(re.fullmatch(r"[01]+", text) for text in texts):
            width = max(map(len, texts))
            names = [f"list {i + 1}" for i in range(width)]
            if ragged := [at for at, text in enumerate(texts, start=2) if len(text) != width]:
                raise self._refused(
                    ragged[0],
                    f"'{texts[ragged[0] - 2]}' is a pattern of another length.",
                    "Leading zeros may have been lost: save that column as text.",
                )
            masks = [sum(1 << i for i, sign in enumerate(text) if sign == "1") for text in texts]
            return self._made(names, list(zip(masks, numbers, strict=True)))
        parts = [[p for p in _JOINED.split(text) if p] for text in texts]
        names = sorted({name for row in parts for name in row})
        masks = [sum(1 << names.index(name) for name in set(row)) for row in parts]
        return self._made(names, list(zip(masks, numbers, strict=True)))

    def _made(self, names: list[str], rows: list[tuple[int, int]]) -> Captures:
        for at, (pattern, number) in enumerate(rows, start=2):
            if not pattern and number:
                self._notes.append(
                    f"Row {at} counts people on no list: that is what is being estimated, "
                    "so it is left out."
                )
        several = sum(n > 1 for n in Counter(pattern for pattern, _ in rows).values())
        if several and len(rows) <= 1 << len(names):
            self._notes.append(f"{several} patterns stand in several rows: they are added up.")
        if not any(pattern and number for pattern, number in rows):
            raise NothingReadError("Nobody is on any list.", where=self._name, remedy=_REMEDY)
        try:
            return make_captures(names, rows, notes=self._notes)
        except UsageError as error:
            raise UsageError(error.what, where=self._name, remedy=error.remedy) from None

    def _whole(self, at: int, cell: str) -> int:
        """A count: whole, not negative, not beyond what people can be."""
        text = cell.strip().replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
        if not text:
            return 0
        try:
            number = float(text)
        except ValueError:
            raise self._refused(at, "the count is not a number.", "Write whole numbers.") from None
        if number != number or number < 0:
            raise self._refused(at, f"the count {text} is not a number of people.")
        if number > self._most:
            raise self._refused(
                at, f"the count is over {self._most:,}: not a count of people on lists."
            )
        if number != int(number):
            raise self._refused(
                at, f"the count {text} is not whole.", "Count people; give no weights or means."
            )
        return int(number)

    def _column(self, names: set[str]) -> int | None:
        found = [i for i, cell in enumerate(self._folded) if cell in names]
        return found[-1] if found else None

    def _refused(self, at: int, what: str, remedy: str = "") -> NothingReadError:
        return NothingReadError(f"row {at}, {what}", where=self._name, remedy=remedy)


def read_answers(path: Path) -> Iterator[tuple[str, str, str]]:
    """What sectors say of each other: `left,right,answer` with refer, exclude or neither.

    Raises:
        NothingReadError, UsageError: as `read_table`.
    """
    for at, (left, right, said) in _columns(path, ("left", "right", "answer")):
        if (answer := said.casefold()) not in ANSWERS:
            raise NothingReadError(
                f"row {at}, '{said}' is no answer.",
                where=path.name,
                remedy=f"Write {', '.join(ANSWERS[:-1])} or {ANSWERS[-1]}.",
            )
        yield left, right, answer


def read_sectors(path: Path) -> Iterator[tuple[str, str]]:
    """Which sector each agency belongs to: `agency,sector`.

    Raises:
        NothingReadError, UsageError: as `read_table`.
    """
    for at, (agency, sector) in _columns(path, ("agency", "sector")):
        if not agency or not sector:
            raise NothingReadError(f"row {at}, agency or sector is empty.", where=path.name)
        yield agency, sector


def _columns(path: Path, names: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The number of each row, and its cells in these columns."""
    rows = _rows(path)
    head = [cell.strip().casefold() for cell in rows[0]]
    if not set(names) <= set(head):
        raise UsageError(
            f"The columns are not {', '.join(names)}.", where=path.name, remedy=_REMEDY
        )
    places = [head.index(name) for name in names]
    for at, row in enumerate(rows[1:], start=2):
        full = row + [""] * (len(head) - len(row))
        yield at, [full[place].strip() for place in places]
