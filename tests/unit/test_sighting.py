"""Sightings: what pictures are drawn from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.pipeline import Settings, run_case
from tocsin.publishing import write_output
from tocsin.publishing.saved import open_output
from tocsin.records import Case, Reading, Report, Role, Sighting
from tocsin.values.dates import PartialDate

_TELLINGS = (
    "Amina Noor (14) was given gifts by Piotr Wrona, who drives KX05 ABC.",
    "Piotr Wrona was seen again outside Elm Bar with Amina Noor, aged 14.",
    "PC 1234 Hughes spoke to Comfort Asante, whose daughter Amina Noor (14) was missing.",
    "It was not Piotr Wrona who drove the car.",
    "Gift Okoro was offered lifts by Piotr Wrona outside Elm Bar.",
)
_AGENCIES = ("Police", "School", "Youth project")


def _case(told: Iterable[tuple[int, int]]) -> Case:
    reports = tuple(
        Report(
            report_id=f"R{number}",
            text=_TELLINGS[which],
            received=PartialDate.of_day(date(2010, 1 + number % 12, 5)),
            agency=_AGENCIES[agency],
            author=f"worker {agency}",
        )
        for number, (which, agency) in enumerate(told)
    )
    return run_case(Reading(reports), Settings(as_of=date(2012, 1, 1)))


_told = st.lists(
    st.tuples(st.integers(0, len(_TELLINGS) - 1), st.integers(0, 2)), min_size=1, max_size=6
)
_FEW = settings(
    max_examples=6, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


@given(_told)
@_FEW
def test_no_picture_ever_holds_a_professional_or_a_negated_mention(
    told: list[tuple[int, int]],
) -> None:
    """Rule 8: who writes or works on a report stands in no picture; who is ruled out does not."""
    case = _case(told)
    negated = {
        (m.report_id, m.start, m.end)
        for found in case.extractions.values()
        for m in found.mentions
        if m.negated
    }
    for row in case.sightings.rows:
        assert row.role not in {Role.PROFESSIONAL, Role.REPORTER}
        assert negated.isdisjoint((row.report_id, *span) for span in row.spans)


@given(_told)
@_FEW
def test_rows_that_open_a_voice_are_the_voices_of_the_lists(told: list[tuple[int, int]]) -> None:
    """A picture counts no voice that the lists do not count."""
    case = _case(told)
    for entry in case.entries:
        for voice in entry.voices:
            rows = [r for r in case.sightings.rows if r.person_id == entry.person_id]
            assert any(r.opens_voice and r.report_id == voice.report_id for r in rows)


def test_a_child_and_whoever_is_affected_is_shielded() -> None:
    """Rule 9: what may never be ranked is marked in every row, whatever its role there."""
    case = _case([(0, 0), (1, 1), (4, 2)])
    children = {entry.person_id for entry in case.entries if entry.is_child}
    affected = {r.person_id for r in case.sightings.rows if r.role is Role.AFFECTED}
    assert children
    for row in case.sightings.rows:
        assert row.is_shielded == (row.person_id in children | affected)


def test_what_is_read_back_is_what_was_written(tmp_path: Path) -> None:
    """Commands draw from the output folder what the run drew from the case."""
    case = _case([(0, 0), (1, 1), (2, 2), (0, 1)])
    write_output(case, tmp_path / "out")
    found = open_output(tmp_path / "out").sightings()
    assert found.ties == case.sightings.ties
    assert [_plain(row) for row in found.rows] == [_plain(row) for row in case.sightings.rows]


def _plain(row: Sighting) -> tuple[object, ...]:
    dates = (row.received.iso() if row.received else "", row.occurred.iso() if row.occurred else "")
    return (row.person_id, row.role, row.report_id, row.spans, row.teller, row.opens_voice, dates)
