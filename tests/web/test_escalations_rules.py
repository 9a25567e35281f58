"""Rules that never break, over random histories: questions, clocks, notices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.web.test_attention_opening import _settle
from tocsin_web.accounts.models import User
from tocsin_web.attention.actions import open_due
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import follow
from tocsin_web.escalations.models import Crossing, Notice
from tocsin_web.escalations.notices import SUBJECT, message
from tocsin_web.reports.models import Compartment
from tocsin_web.reports.queries import common

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
names = st.text(st.characters(categories=("L", "Zs")), min_size=4, max_size=30).filter(
    lambda name: len(name.strip()) > 3
)
LISTS = ("children_at_risk", "adults_named")


class _RollBack(Exception):
    """Ends an example without a trace in the store."""


@given(name=names, why=names, address=st.emails())
def test_no_notice_holds_personal_data(name: str, why: str, address: str) -> None:
    """Whatever the record and the reader are called, the e-mail is the same but for its link."""
    attention = Attention(number="T-67CDWQE", list_name="children_at_risk", why=why, basis=[name])
    reader = User(username=name, first_name=name, last_name=why, email=address)
    told = message(Notice(crossing=Crossing(attention=attention, level=2), to=reader))
    plain = message(
        Notice(crossing=Crossing(attention=attention, level=5), to=User(email="x@example.org"))
    )
    assert told.subject == SUBJECT and told.to == [address]
    assert told.body == plain.body
    assert str(attention.pk) in str(told.body) and attention.number not in str(told.body)


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.sampled_from("ABCDEFG"), max_size=7))
def test_every_number_leads_somewhere(steps: dict[str, str]) -> None:
    """Whatever was joined and split, the way from a number ends."""
    for number in "ABCDEFG":
        end = follow(number, steps)
        assert end in "ABCDEFG" and (end == number or end not in steps)


events = st.lists(
    st.tuples(st.sampled_from(("told", "open", "settled")), st.sampled_from(LISTS)), max_size=12
)


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=events)
def test_a_decision_answers_only_what_was_known(asha: User, history: list[tuple[str, str]]) -> None:
    """After each settlement a later voice asks again, and nothing else does; never two questions at
    once on one list; what settles an adult's question never settles a child's."""
    with pytest.raises(_RollBack), transaction.atomic():
        _play(common(), asha, history)
        raise _RollBack


def _play(compartment: Compartment, asha: User, history: list[tuple[str, str]]) -> None:
    rows = {
        name: Row.objects.create(
            compartment=compartment, list_name=name, number="T-1", kind="person",
            below_the_line=True, made_as_of=date(2000, 1, 1),
            entry={"figures": {"unheeded_voices": []}, "decisions": [], "reason": "x"},
        )
        for name in LISTS
    }  # fmt: skip
    expected = dict.fromkeys(LISTS, 0)
    for step, (what, name) in enumerate(history):
        at, row = NOW + timedelta(hours=step), rows[name]
        waiting = Attention.objects.filter(list_name=name, settlement__isnull=True)
        before = {n: rows_open(n) for n in LISTS}
        if what == "told":
            row.entry["figures"]["unheeded_voices"].append(f"R{step}")
            row.below_the_line = False
            row.save()
        elif what == "settled" and waiting.exists():
            decision = _settle(waiting.get(), asha, at)
            row.entry["figures"]["unheeded_voices"] = []
            row.entry["decisions"].append({"decision": {"decision_id": str(decision.pk)}})
            row.below_the_line = True
            row.save()
            assert {n: rows_open(n) for n in LISTS if n != name} == {
                n: c for n, c in before.items() if n != name
            }
        elif what == "open":
            opened = open_due(compartment, now=at)
            assert all(rows[a.list_name].entry["figures"]["unheeded_voices"] for a in opened)
            for attention in opened:
                expected[attention.list_name] += 1
                assert attention.ordinal == expected[attention.list_name]
            for n in LISTS:
                assert rows_open(n) == bool(rows[n].entry["figures"]["unheeded_voices"]) or (
                    rows_open(n) == before[n]
                )
        assert all(rows_open(n) <= 1 for n in LISTS)


def rows_open(name: str) -> int:
    """How many questions of a list no decision has settled."""
    return Attention.objects.filter(list_name=name, settlement__isnull=True).count()
