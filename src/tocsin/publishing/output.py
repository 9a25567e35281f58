"""Writing a case to its output folder."""

from __future__ import annotations

import gc
import hashlib
import json
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tocsin import __version__
from tocsin.privacy import Masker, masker_for
from tocsin.publishing.columns import write_tables
from tocsin.publishing.entries import Row, entry_row
from tocsin.publishing.folder import PROGRAM, replaced
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.page import on_page, write_page
from tocsin.publishing.spreadsheets import people_table, write_rejected
from tocsin.records import Case

if TYPE_CHECKING:  # a second of numerical libraries, for a run alone
    from tocsin.publishing.picture import Picture

_JSON = json.JSONEncoder(ensure_ascii=False)


def write_output(
    case: Case,
    out: Path,
    options: OutputOptions | None = None,
    picture: Picture | None = None,
) -> None:
    """Write every file of a case beside `out`, then let it take the place of `out`.

    The same case and options give the same bytes, `timings` in run.json aside. Shared, the folder
    holds the page, the lists and run.json alone: the other files hold names and texts as read.

    Raises:
        OutputError: `out` is not Tocsin's own, or cannot be written.
    """
    options = options or OutputOptions()
    started = time.perf_counter()
    masker = masker_for(case, show_sources=options.show_sources, share=options.share)
    with _without_collecting(), replaced(out) as folder:
        shown = _write_entries(folder, case, masker, options)
        if not options.share:
            write_tables(folder, case, masker.protected)
            write_rejected(folder / "rejected.csv", case.reading.rejected)
        _write_bytes(folder / "model.json", _model(case, options))
        write_page(folder / "index.html", case, shown, masker, options, picture)
        seconds = round(time.perf_counter() - started, 3)
        run = run_record(case, options, {**case.timings, "output": seconds})
        _write_bytes(folder / "run.json", _pretty(run))


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Leave garbage for later: nothing here makes cycles, and looking for them in a large case
    takes a quarter of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _write_entries(folder: Path, case: Case, masker: Masker, options: OutputOptions) -> list[Row]:
    """Write people.json and people.csv entry by entry, and keep the rows that the page shows."""
    wanted = on_page(case.entries)
    shown: list[Row] = []

    def rows() -> Iterator[Row]:
        for number, entry in enumerate(case.entries):
            row = entry_row(entry, case, masker, options)
            if number in wanted:
                shown.append(row)
            yield row

    with (
        (folder / "people.json").open("w", encoding="utf-8", errors="replace", newline="") as json_,
        people_table(folder / "people.csv") as write_row,
    ):
        for piece in _pieces(rows(), write_row):
            json_.write(piece)
    return shown


def people_json(case: Case, options: OutputOptions | None = None) -> str:
    """The text of people.json, as `write_output` writes it."""
    options = options or OutputOptions()
    masker = masker_for(case, show_sources=options.show_sources, share=options.share)
    return "".join(_pieces(entry_row(entry, case, masker, options) for entry in case.entries))


def _pieces(rows: Iterable[Row], also: Callable[[Row], None] | None = None) -> Iterator[str]:
    """One array, one entry a line, so that two runs can be compared line by line."""
    before = "[\n"
    for row in rows:
        if also:
            also(row)
        yield before + _JSON.encode(row)
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def run_record(case: Case, options: OutputOptions, timings: Mapping[str, float]) -> Row:
    """run.json: what ran, on what, for whom and what for."""
    return {
        "program": PROGRAM,
        "versions": {
            "tocsin": __version__,
            "python": platform.python_version(),
            "model": case.joining.model_version,
        },
        "as_of": case.as_of.isoformat(),
        "held_by": case.held_by,
        "operator": options.operator or case.operator,
        "purpose": options.purpose or case.purpose,
        "marking": options.marking,
        "show_sources": options.show_sources and not options.share,
        "shared": options.share,
        "hashes": {
            "policy": case.policy_fingerprint,
            "model": hashlib.sha256(_model(case, options)).hexdigest(),
            "input": case.reading.input_hash,
        },
        "counts": {} if options.share else _counts(case),
        "coverage": {} if options.share else _coverage(case),
        **({} if options.share else _numbers(case)),
        "timings": {name: round(seconds, 3) for name, seconds in timings.items()},
    }


def _numbers(case: Case) -> Row:
    """What became of former numbers, and judgements that could not be heeded."""
    joining, today = case.joining, case.as_of.isoformat()
    changed = sorted({*joining.redirects, *joining.splits})
    return {
        "redirects": dict(sorted(joining.redirects.items())),
        "splits": {old: list(now) for old, now in sorted(joining.splits.items())},
        "changed_on": {old: joining.changed_on.get(old, today) for old in changed},
        "judgements_contradicted": [list(pair) for pair in joining.contradicted],
    }


def _counts(case: Case) -> Row:
    above = Counter(e.list.value for e in case.entries if not e.below_the_line)
    below = Counter(e.list.value for e in case.entries if e.below_the_line)
    return {
        "reports": len(case.reports),
        "rejected": len(case.reading.rejected),
        "set_aside": len(case.reading.set_aside),
        "notices": len(case.reading.notices),
        "mentions": sum(len(found.mentions) for found in case.extractions.values()),
        "subjects": len(case.joining.subjects),
        "joins": len(case.joining.joins),
        "echoes": len(case.echoes),
        "decisions": len(case.decisions),
        "restricted": sum(report.restricted for report in case.reports.values()),
        "lists": dict(sorted(above.items())),
        "below_the_line": dict(sorted(below.items())),
    }


def _coverage(case: Case) -> Row:
    coverage = case.coverage
    return {
        "reports": coverage.reports,
        "agencies": [
            {
                "agency": agency.agency,
                "reports": agency.reports,
                "first_on": agency.first_on.iso() if agency.first_on else None,
                "last_on": agency.last_on.iso() if agency.last_on else None,
                "gaps": [[first.isoformat(), last.isoformat()] for first, last in agency.gaps],
            }
            for agency in coverage.agencies
        ],
        "undated": list(coverage.undated),
        "not_yet": list(coverage.not_yet),
        "notices": [
            {"file": n.source_file, "place": n.place, "what": n.what} for n in case.reading.notices
        ],
    }


def _model(case: Case, options: OutputOptions) -> bytes:
    """The model the joins were weighed with, or its version alone."""
    if options.model:
        return options.model.encode("utf-8")
    return _pretty({"version": case.joining.model_version})


def _pretty(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace")


def _write_bytes(path: Path, content: bytes) -> None:
    path.write_bytes(content)
