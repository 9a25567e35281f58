"""Clocks: where an unanswered question stands, worked out from moments alone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.errors import UsageError
from tocsin.escalations import Answer, Crossing, Question, climb, ladder_of
from tocsin.policies import Policy, shipped
from tocsin.values.working_days import Calendar

LADDER = ladder_of(shipped())
OPENED = datetime(2026, 3, 2, 10, tzinfo=UTC)
"""A Monday."""


def _at(day: int, hour: int = 12) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-02T10:00", 1, "2026-03-03T17:00"),
        ("2026-03-06T23:30", 1, "2026-03-09T17:00"),  # Friday night: Monday
        ("2026-03-07T09:00", 1, "2026-03-09T17:00"),  # Saturday: Monday
        ("2026-04-02T09:00", 1, "2026-04-07T16:00"),  # over Easter, and in summer time
        ("2026-12-24T09:00", 2, "2026-12-30T17:00"),  # over Christmas, Boxing Day on Monday
    ],
)
def test_due_at_the_end_of_a_working_day(start: str, days: int, due: str) -> None:
    """Weekends, bank holidays and summer time are counted as people live them."""
    moment = datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert Calendar().due_at(moment, days).strftime("%Y-%m-%dT%H:%M") == due


def test_scotland_works_when_england_does_not() -> None:
    """Easter Monday is a holiday in England alone."""
    easter_monday = date(2026, 4, 6)
    assert not Calendar().is_working_day(easter_monday)
    assert Calendar(subdivision="SCT").is_working_day(easter_monday)


def test_a_moment_without_a_zone_is_refused() -> None:
    """Nobody knows when a naive moment is."""
    with pytest.raises(ValueError, match="time zone"):
        Calendar().due_at(datetime(2026, 3, 2, 10), 1)  # noqa: DTZ001 — the point of the test


def test_silence_climbs_to_the_top_and_outside() -> None:
    """Unanswered, a question goes up level by level, and the last two are independent."""
    found = climb(Question(OPENED, OPENED), LADDER, as_of=OPENED + timedelta(days=90))
    assert [c.level for c in found.crossings] == [1, 2, 3, 4, 5, 6]
    assert found.is_overdue and LADDER.leads_outside
    assert found.crossings[0] == Crossing(1, _at(3, 17))
    assert [LADDER.rungs[c.level].is_independent for c in found.crossings][-2:] == [True, True]


def test_what_nobody_owns_is_overdue_at_once() -> None:
    """A question without an owner does not wait for one."""
    found = climb(Question(OPENED, None), LADDER, as_of=OPENED)
    assert found.level == 1 and found.crossings == (Crossing(1, OPENED),)


def test_noted_is_not_an_answer() -> None:
    """A reply that says nothing leaves the clock running; one with an outcome stops it."""
    noted = [Answer(_at(3), 0, "Noted.")]
    outcome = [*noted, Answer(_at(3, 13), 0, "strategy meeting on 9 March")]
    late = _at(31)
    assert climb(Question(OPENED, OPENED), LADDER, answers=noted, as_of=late).level > 3
    found = climb(Question(OPENED, OPENED), LADDER, answers=outcome, as_of=late)
    assert found.level == 0 and found.due_at is None and not found.crossings


def test_an_answer_from_below_does_not_stop_what_went_higher() -> None:
    """Once managers are asked, the practitioner who was silent cannot answer for them."""
    late = [Answer(_at(5), 0, "we met")]
    found = climb(Question(OPENED, OPENED), LADDER, answers=late, as_of=_at(31))
    assert found.level > 2


def test_a_decision_stops_the_clock_and_takes_nothing_back() -> None:
    """That it had to be escalated stays on record."""
    question = Question(OPENED, OPENED, settled_at=_at(5))
    found = climb(question, LADDER, as_of=_at(31))
    assert found.due_at is None
    assert [c.level for c in found.crossings] == [1, 2]


def test_in_danger_levels_are_skipped_by_hand() -> None:
    """Whoever sees danger raises it to any level at once."""
    question = Question(OPENED, OPENED, raised=((_at(2, 11), 4),))
    found = climb(question, LADDER, as_of=_at(2, 12))
    assert found.level == 4 and found.crossings == (Crossing(4, _at(2, 11), by_hand=True),)


def test_a_ladder_without_time_to_answer_is_refused() -> None:
    """A level of no days would send everything on unread."""
    tables = dict(shipped().tables)
    tables["escalations"] = {
        **tables["escalations"],
        "ladder": [{"name": "owner", "who": "x", "working_days": 0}],
    }
    with pytest.raises(UsageError, match="working day"):
        ladder_of(Policy(tables))


_hours = st.integers(0, 24 * 60).map(lambda h: OPENED + timedelta(hours=h))
_answers = st.lists(
    st.builds(
        Answer,
        at=_hours,
        level=st.integers(0, 6),
        outcome=st.sampled_from(("noted", "Acknowledged", "action agreed", "")),
    ),
    max_size=4,
)
_questions = st.builds(
    Question,
    opened_at=st.just(OPENED),
    owned_at=st.sampled_from((None, OPENED)),
    settled_at=st.one_of(st.none(), _hours),
    raised=st.lists(st.tuples(_hours, st.integers(1, 6)), max_size=2).map(tuple),
)


@given(_questions, _answers, _hours, _hours)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_what_had_been_crossed_stays_crossed(
    question: Question, answers: list[Answer], one: datetime, other: datetime
) -> None:
    """Asked later, the earlier crossings come first, the same to the second: they can be recorded
    once by any number of workers, and a clock set back finds nothing new."""
    early, late = sorted((one, other))
    before = climb(question, LADDER, answers=answers, as_of=early)
    after = climb(question, LADDER, answers=answers, as_of=late)
    assert after.crossings[: len(before.crossings)] == before.crossings
    assert after.level >= before.level


@given(_questions, _answers, _hours)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_levels_only_rise_in_time(
    question: Question, answers: list[Answer], as_of: datetime
) -> None:
    """Each crossing is later and higher than the one before, and none lies ahead of `as_of`."""
    found = climb(question, LADDER, answers=answers, as_of=as_of)
    levels, moments = [c.level for c in found.crossings], [c.at for c in found.crossings]
    assert levels == sorted(set(levels)) and moments == sorted(moments)
    assert all(at <= as_of for at in moments)


def test_a_promise_holds_the_clock_until_its_day() -> None:
    """A promise moves the due time, and when it is not kept the question goes on."""
    promise = Answer(_at(4), 1, "a visit will be made", until=_at(20, 17))
    asked = Question(OPENED, OPENED)
    held = climb(asked, LADDER, answers=[promise], as_of=_at(19))
    assert (held.level, held.due_at) == (1, _at(20, 17))
    assert climb(asked, LADDER, answers=[promise], as_of=_at(21)).level == 2


def test_a_promise_made_too_late_takes_no_crossing_back() -> None:
    """What had gone up before it was said stays up."""
    promise = Answer(_at(10), 1, "a visit will be made", until=_at(20, 17))
    late = climb(Question(OPENED, OPENED), LADDER, answers=[promise], as_of=_at(11))
    assert late.level == climb(Question(OPENED, OPENED), LADDER, as_of=_at(11)).level
