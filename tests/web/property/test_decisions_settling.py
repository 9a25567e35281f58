"""Rules 3 and 9 over random histories: what a decision settles, and what never."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.policies import shipped
from tocsin.policies.answers import Answers
from tocsin.records import DecisionKind
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention, Row
from tocsin_web.decisions.engine import settles
from tocsin_web.decisions.models import Countersignature, Decision

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 1, 1)
CHILDREN = "children_at_risk"
KINDS = [k.value for k in DecisionKind]
CONCERNS = ["exploitation", "weapon", "drugs", "theft", ""]

days = st.integers(0, 60).map(lambda n: BEGIN + timedelta(days=n))
voices = st.lists(st.tuples(days, st.sampled_from(CONCERNS)), min_size=1, max_size=6)
at_leisure = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
"""The database is only asked for the policy that holds."""


def question(list_name: str, told: Sequence[tuple[date, str]]) -> tuple[Attention, Row]:
    """A question that every one of these voices opened."""
    entry = {
        "voices": [
            {
                "person_id": "T-A",
                "role": "alleged",
                "report_id": f"R{i}",
                "report_ids": [f"R{i}"],
                "mention_ids": [f"R{i}:0-1:person"],
                "agency": "Culverport Police",
                "origin": f"teller {i}",
                "received": day.isoformat(),
                "occurred": None,
                "concerns": [concern] if concern else [],
                "counts": True,
                "certain": True,
            }
            for i, (day, concern) in enumerate(told)
        ]
    }
    attention = Attention(
        number="T-A",
        list_name=list_name,
        opened_at=datetime(2026, 3, 5, tzinfo=UTC),
        basis=[f"R{i}" for i in range(len(told))],
    )
    return attention, Row(list_name=list_name, is_child=list_name == CHILDREN, entry=entry)


def decision(kind: str, on: date, *, concern: str = "", signed: bool = True) -> Decision:
    """A decision of that day, which names no report as its basis."""
    made = Decision(
        number="T-A",
        kind=kind,
        concern=concern,
        owner=User(username="asha"),
        taken_on=on,
        needs_countersign=kind == "no_further_action",
    )
    if signed and made.needs_countersign:
        made.countersignature = Countersignature(decision=made)
    return made


def today() -> date:
    """After every history."""
    return BEGIN + timedelta(days=400)


@at_leisure
@given(voices, days, st.sampled_from(KINDS), st.sampled_from(CONCERNS), st.booleans())
def test_a_decision_settles_only_what_was_known_when_it_was_taken(
    told: list[tuple[date, str]], on: date, kind: str, concern: str, signed: bool
) -> None:
    """Signed, of a kind that answers, about what was told, and every voice received before it."""
    attention, row = question("adults_named", told)
    answers = Answers.of(shipped())
    made = decision(kind, on, concern=concern, signed=signed)
    due = (
        (signed or kind != "no_further_action")
        and answers.kind_answers(kind, "adults_named")
        and all(answers.covers(concern, [c] if c else []) and day < on for day, c in told)
    )
    assert settles(made, attention, row, as_of=today()) is due


@at_leisure
@given(voices, days, st.sampled_from(KINDS))
def test_one_later_voice_always_keeps_the_question_open(
    told: list[tuple[date, str]], on: date, kind: str
) -> None:
    """Whatever was decided before it."""
    later = (on + timedelta(days=1), "exploitation")
    attention, row = question("adults_named", [*told, later])
    assert not settles(decision(kind, on), attention, row, as_of=today())


@at_leisure
@given(voices, st.sampled_from(["arrest", "charge", "caution", "disruption", "action"]))
def test_what_is_done_about_an_adult_never_answers_a_child(
    told: list[tuple[date, str]], kind: str
) -> None:
    """On the list of children, and where a child must be read now."""
    for list_name in (CHILDREN, "read_now"):
        attention, row = question(list_name, told)
        row.is_child = True
        made = decision(kind, today())
        assert not settles(made, attention, row, as_of=today())
        assert settles(decision("support", today()), attention, row, as_of=today())
