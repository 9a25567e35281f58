"""What a user lays beside the reports: decisions, judgements, extra names, corrections, settings.

Found at the root of a PATH by name and header, or given by flag; columns may stand in any order.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from tocsin.errors import RejectedInputError, UnreadableFileError, UsageError
from tocsin.records import (
    Checked,
    Decision,
    DecisionKind,
    ExtraName,
    Judged,
    Judgement,
    Kind,
    Mended,
    Rejection,
    Role,
)
from tocsin.reports.accounts import Source, check_size
from tocsin.reports.texts import decode, one_line
from tocsin.values.written_dates import NotADateError, parse_written_date

HEADERS = {
    "decisions.csv": ({"about", "kind"}, {"on", "concern", "reason", "owner", "report_id"}),
    "judgements.csv": ({"left", "right", "judgement"}, {"by", "at", "reason"}),
    "names.csv": ({"name"}, {"kind", "note"}),
    "mended.csv": (
        {"report_id", "start", "end"},
        {"kind", "role", "concern", "person_id", "by", "at"},
    ),
    "checks.csv": ({"what", "measure", "share", "low", "high", "marked", "checked_on"}, set()),
}
_SETTINGS = "tocsin.yaml"
_MEGABYTES = 50
_T = TypeVar("_T")
Row = Mapping[str, str]


class _BadCellError(Exception):
    """A cell of a row that cannot be used."""


def settings_file_of(source: Source) -> str:
    """The name of the settings file this is, told by name and header; empty for a report."""
    name = source.name.lower()
    if source.path is None:
        return ""
    if name == _SETTINGS:
        return name
    if name not in HEADERS:
        return ""
    try:
        with source.open() as stream:
            text, _ = decode(stream.read(4096))
    except OSError:
        return ""
    line = text.lstrip("\ufeff\r\n ").split("\n", 1)[0]
    return name if HEADERS[name][0] <= {_fold(cell) for cell in _split(line)} else ""


def read_decisions(path: Path) -> tuple[tuple[Decision, ...], tuple[Rejection, ...]]:
    """Read `decisions.csv`: answers a human confirms."""
    return _read(path, "decisions.csv", _decision)


def read_judgements(path: Path) -> tuple[tuple[Judgement, ...], tuple[Rejection, ...]]:
    """Read `judgements.csv`: what humans said about two mentions or subjects."""
    return _read(path, "judgements.csv", _judgement)


def read_names(path: Path) -> tuple[tuple[ExtraName, ...], tuple[Rejection, ...]]:
    """Read `names.csv`: names the lists may not know."""
    return _read(path, "names.csv", _name)


def read_mended(path: Path) -> tuple[tuple[Mended, ...], tuple[Rejection, ...]]:
    """Read `mended.csv`: mentions put right by a human."""
    return _read(path, "mended.csv", _mended)


def read_checks(path: Path) -> tuple[tuple[Checked, ...], tuple[Rejection, ...]]:
    """Read `checks.csv`: how right earlier runs were, by two readers."""
    return _read(path, "checks.csv", _check)


def read_settings(path: Path) -> dict[str, Any]:
    """Read `tocsin.yaml`.

    Raises:
        UsageError: it is no mapping of settings.
    """
    if path.is_file() and not path.stat().st_size:
        return {}
    try:
        found = yaml.safe_load(decode(_bytes(path))[0])
    except (yaml.YAMLError, RecursionError) as error:
        raise UsageError("this is not valid yaml.", where=path.name) from error
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise UsageError(
            "it must name settings.",
            where=path.name,
            remedy="Write lines like 'as_of: 2026-03-09'.",
        )
    return found


def _bytes(path: Path) -> bytes:
    source = Source(path.name, path)
    try:
        check_size(source, _MEGABYTES)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFileError(
            "the file cannot be opened.", where=path.name, remedy="Check the path and the rights."
        ) from error


def _read(
    path: Path, name: str, build: Callable[[Row], _T]
) -> tuple[tuple[_T, ...], tuple[Rejection, ...]]:
    built: list[_T] = []
    rejected: list[Rejection] = []
    try:
        for number, row in _rows(path, name):
            try:
                built.append(build(row))
            except _BadCellError as error:
                text = ",".join(row.values())
                rejected.append(Rejection(name, f"row {number}", str(error), _wanted(name), text))
    except RejectedInputError as error:
        what = error.what[:1].upper() + error.what[1:]
        rejected.append(Rejection(name, "", what, error.remedy or _wanted(name)))
    return tuple(dict.fromkeys(built)), tuple(rejected)


def _rows(path: Path, name: str) -> Iterator[tuple[int, Row]]:
    text, _ = decode(_bytes(path))
    delimiter = max(",;\t", key=text.split("\n", 1)[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [_fold(cell) for cell in next(reader, [])]
        missing = sorted(HEADERS[name][0] - set(header))
        if missing:
            raise UnreadableFileError(
                f"columns are missing: {', '.join(missing)}.", remedy=_wanted(name)
            )
        for number, cells in enumerate(reader, start=2):
            if any(cell.strip() for cell in cells):
                values = (one_line(cell, 2000) for cell in cells)
                yield number, dict(zip(header, values, strict=False))
    except csv.Error as error:
        raise UnreadableFileError("its rows are broken.", remedy=_wanted(name)) from error


def _wanted(name: str) -> str:
    needed, may = HEADERS[name]
    return f"Needed: {', '.join(sorted(needed))}; may be: {', '.join(sorted(may))}."


def _split(line: str) -> list[str]:
    delimiter = max(",;\t", key=line.count)
    return next(csv.reader([line], delimiter=delimiter), [])


def _fold(cell: str) -> str:
    return cell.strip().strip("\ufeff\"'").lower().replace(" ", "_").replace("-", "_")


def _needed(row: Row, column: str) -> str:
    value = row.get(column, "")
    if not value:
        raise _BadCellError(f"Column '{column}' is empty.")
    return value


def _one_of(row: Row, column: str, kinds: type[Any]) -> Any:
    value = _needed(row, column).lower().replace(" ", "_").replace("-", "_")
    try:
        return kinds(value)
    except ValueError:
        known = ", ".join(str(kind) for kind in kinds)
        raise _BadCellError(f"Column '{column}' must be one of: {known}.") from None


_SHORT = {"nfa": "no_further_action", "no_action": "no_further_action", "none": "no_further_action"}


def _decision(row: Row) -> Decision:
    folded = _needed(row, "kind").lower().replace(" ", "_").replace("-", "_")
    kind = _one_of({"kind": _SHORT.get(folded, folded)}, "kind", DecisionKind)
    about = tuple(part.strip() for part in _needed(row, "about").split(";") if part.strip())
    try:
        on = parse_written_date(row["on"]) if row.get("on") else None
    except NotADateError:
        raise _BadCellError(
            "Column 'on' is not a date. Write 2026-03-09, 2026-03 or 2026."
        ) from None
    told = (*about, kind.value, on.iso() if on else "")
    concern = row.get("concern", "").lower()
    told += (concern, *(row.get(c, "") for c in ("reason", "owner", "report_id")))
    number = hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]
    return Decision(
        f"D-{number}",
        kind,
        about,
        on,
        row.get("reason", ""),
        row.get("owner", ""),
        concern,
        row.get("report_id", ""),
        confirmed=True,
        source="decisions.csv",
    )


def _judgement(row: Row) -> Judgement:
    return Judgement(
        _needed(row, "left"),
        _needed(row, "right"),
        _one_of(row, "judgement", Judged),
        row.get("by", ""),
        row.get("at", ""),
        row.get("reason", ""),
    )


def _name(row: Row) -> ExtraName:
    kind = _one_of(row, "kind", Kind) if row.get("kind") else Kind.PERSON
    return ExtraName(_needed(row, "name"), kind, row.get("note", ""))


def _mended(row: Row) -> Mended:
    start, end = _number(row, "start"), _number(row, "end")
    if not start < end:
        raise _BadCellError("'start' must be less than 'end'.")
    return Mended(
        _needed(row, "report_id"),
        start,
        end,
        _one_of(row, "kind", Kind) if row.get("kind") else None,
        _one_of(row, "role", Role) if row.get("role") else None,
        row.get("concern", ""),
        row.get("person_id", ""),
        row.get("by", ""),
        row.get("at", ""),
    )


def _check(row: Row) -> Checked:
    try:
        share, low, high = (float(_needed(row, column)) for column in ("share", "low", "high"))
        day = date.fromisoformat(_needed(row, "checked_on"))
    except ValueError:
        raise _BadCellError("A share is not a number, or 'checked_on' is not a date.") from None
    if not 0 <= low <= share <= high <= 1:
        raise _BadCellError("'share' must lie between 'low' and 'high', and all between 0 and 1.")
    marked = _number(row, "marked")
    return Checked(_needed(row, "what"), _needed(row, "measure"), share, low, high, marked, day)


def _number(row: Row, column: str) -> int:
    value = _needed(row, column)
    if not value.isdecimal() or len(value) > 9:
        raise _BadCellError(f"Column '{column}' must be a whole number.")
    return int(value)
