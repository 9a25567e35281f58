"""Which subjects the page holds: the first of each list, and as many as fit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tocsin.publishing.columns import clean
from tocsin.publishing.entries import Row
from tocsin.publishing.page.parts import first_reports
from tocsin.publishing.page.report_parts import MOST_TEXT
from tocsin.publishing.standing import main_row
from tocsin.records import Case, Entry, ListName

MOST_SUBJECTS = 200
MOST_LISTED = 500
"""Subjects of a list that the page names, above its line and below it; people.csv holds all."""

_SPARE = 4_000_000
"""Bytes kept for the lists and everything else that is not a part or a report."""

_A_REPORT, _A_MENTION, _A_ROW = 1_200, 1_450, 620
"""Bytes around a report's text; of a report's mention, line and join in a part; and of its rows
behind the numbers: measured on simulated towns, rounded up."""


def first_subjects(entries: Sequence[Entry]) -> list[str]:
    """The subjects that get a part: the first of each list in turn, above the line before below."""
    return list(dict.fromkeys(_in_turn(entries)))[:MOST_SUBJECTS]


def _in_turn(entries: Sequence[Entry]) -> Iterator[str]:
    for below in (False, True):
        by_list: dict[str, list[str]] = {name: [] for name in ListName}
        for entry in entries:
            if entry.below_the_line is below:
                by_list[entry.list].append(entry.person_id)
        for rank in zip_longest(*by_list.values()):
            yield from (person_id for person_id in rank if person_id)


def on_page(entries: Sequence[Entry]) -> frozenset[int]:
    """Places of the entries that the page shows, on its lists or in a part."""
    subjects = set(first_subjects(entries))
    counts: dict[tuple[str, bool], int] = {}
    wanted = set()
    for number, entry in enumerate(entries):
        place = (entry.list, entry.below_the_line)
        counts[place] = counts.get(place, 0) + 1
        if counts[place] <= MOST_LISTED or entry.person_id in subjects:
            wanted.add(number)
    return frozenset(wanted)


def likely_to_fit(wanted: Sequence[str], rows: Sequence[Row], case: Case, most: int) -> list[str]:
    """The subjects whose parts and reports should fit into `most` bytes, by their likely size."""
    reports_of = _reports_of(rows)
    size = _SPARE
    kept: list[str] = []
    held: set[str] = set()
    for person_id in wanted:
        mine = [r for r in reports_of[person_id] if r in case.reports]
        told = first_reports(mine)
        new = [r for r in told if r not in held]
        size += sum(len(clean(case.reports[r].text[:MOST_TEXT]).encode()) + _A_REPORT for r in new)
        size += len(told) * _A_MENTION + len(mine) * _A_ROW
        if size > most and kept:
            break
        kept.append(person_id)
        held.update(new)
    return kept


def numbered(kept: Sequence[str], rows: Sequence[Row], case: Case) -> dict[str, int]:
    """The reports on the page, numbered in order of receipt: their own names may hold anything."""
    reports_of = _reports_of(rows)
    held = {r for person_id in kept for r in first_reports(reports_of[person_id])}
    ordered = (report_id for report_id in case.reports if report_id in held)
    return {report_id: number for number, report_id in enumerate(ordered, 1)}


def _reports_of(rows: Sequence[Row]) -> dict[str, list[str]]:
    """person_id → the reports of its main entry."""
    by_person: dict[str, list[Row]] = {}
    for row in rows:
        by_person.setdefault(row["person_id"], []).append(row)
    return {person_id: main_row(found)["report_ids"] for person_id, found in by_person.items()}
