"""The counting, against a written case whose author counted by hand."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from tests.support.gold_case import differences, gold_entries

from tocsin.records import ListName

DATA = os.environ.get("TOCSIN_REFERENCE_DATA", "")
CASE = Path(DATA) / "cases/town-a"

pytestmark = pytest.mark.skipif(not DATA, reason="TOCSIN_REFERENCE_DATA is not set")

SUPPORT_FOR_SOMEBODY_ELSE = {"P11 left open: 2, not 0", "P11 rings: True, not False"}
"""One row for a woman named and a child: `support` answers the child, and never the woman."""
DISRUPTION_OF_SOMEBODY_ELSE = {"P32 left open: 2, not 0"}
"""One row for a man and a girl: `disruption` answers the man, and never the girl."""


def test_counts_dates_and_answers_are_those_of_the_author():
    """All figures agree but where one row holds one kind for an adult and a child."""
    compared, wrong = differences(CASE, gold_entries(CASE, as_of=date(2012, 12, 1)))
    assert compared > 150
    assert set(wrong) <= SUPPORT_FOR_SOMEBODY_ELSE | DISRUPTION_OF_SOMEBODY_ELSE


def test_the_traps_of_the_lists_hold():
    """No child among adults, no professional, no bystander above the line."""
    entries = gold_entries(CASE, as_of=date(2012, 12, 1))
    people = {e.person_id: e for e in entries if e.list is not ListName.READ_NOW}
    children = {f"P{n}" for n in (*range(17, 33), 70)}
    assert {p for p, e in people.items() if e.is_child} <= children
    assert not {f"P{n}" for n in range(33, 49)} & set(people)
    ringing = {p for p, e in people.items() if p.startswith("P") and not e.below_the_line}
    assert ringing <= {f"P0{n}" for n in range(1, 10)} | children
