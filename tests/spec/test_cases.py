"""Every case of `cases/*.md` holds, and the page made of them is not stale."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.spec.reading import CASES, Case, read_cases
from tests.spec.render import render
from tests.support.worlds import entries_of
from tocsin.records import Entry

ALL = [case for page in sorted(CASES.glob("*.md")) for case in read_cases(page)]
PAGE = Path(__file__).parents[2] / "docs/reference/spec.md"


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.title)
def test_the_case_holds(case: Case):
    """What the case says should stand on the lists stands there, figure by figure."""
    entries = {(e.list.value, e.person_id): e for e in entries_of(case.world)}
    for row in case.expected:
        key = (row["list"].replace(" ", "_"), row["subject"])
        assert key in entries, f"{key} is missing from {sorted(entries)}"
        found = {column: _shown(entries[key], column) for column in row if column in _COLUMNS}
        assert found == {column: row[column] for column in found}
    listed = {person_id for _, person_id in entries}
    assert not listed & set(case.nowhere)


def test_a_case_that_should_fail_does():
    """The cases can fail: a wrong figure is told."""
    case = next(c for c in ALL if c.expected)
    wrong = {**case.expected[0], "voices": "77"}
    bad = Case(case.title, case.sentence, case.world, (wrong,), ())
    with pytest.raises(AssertionError):
        test_the_case_holds(bad)


def test_the_page_of_cases_is_not_stale():
    """`make spec` has been run since a case last changed."""
    assert PAGE.read_text("utf-8") == render()


_COLUMNS = {
    "voices": lambda e: str(e.figures["voices"].value),
    "certain": lambda e: str(e.figures["voices_certain"].value),
    "reports": lambda e: str(e.figures["reports"].value),
    "unknown": lambda e: str(e.figures["unknown_voices"].value),
    "agencies": lambda e: str(e.figures["agencies"].value),
    "unanswered": lambda e: str(e.figures["unheeded_voices"].value),
    "since": lambda e: e.unheeded_since.iso() if e.unheeded_since else "",
    "rings": lambda e: "no" if e.below_the_line else "yes",
    "continually mentioned": lambda e: "yes" if e.continually_mentioned else "no",
    "together on": lambda e: e.date_line.together_on.iso() if e.date_line.together_on else "never",
    "alone on": lambda e: ", ".join(
        f"{agency} {on.iso() if on else 'never'}" for agency, on in e.date_line.alone_on
    ),
    "if confirmed": lambda e: e.unanswered_if,
    "reason": lambda e: e.reason,
}


def _shown(entry: Entry, column: str) -> str:
    return _COLUMNS[column](entry)
