"""When a question is opened: once, by policy, and again when a later voice asks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.web.conftest import Made
from tocsin.policies import shipped
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.attention import actions
from tocsin_web.attention.actions import open_due, open_from_backlog, take
from tocsin_web.attention.models import Attention, Recusal, Row
from tocsin_web.attention.queries import owner_of, today_of, waiting_backlog
from tocsin_web.decisions.models import Decision, Settlement
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.models import Leaf
from tocsin_web.people.models import Subject
from tocsin_web.policies.models import Site
from tocsin_web.reports.models import Compartment, Report

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
"""A Monday."""
KOWAL = "T-9GB90WY"


def _settle(attention: Attention, by: User, at: datetime) -> Decision:
    decision = Decision(
        compartment=attention.compartment,
        attention=attention,
        number=attention.number,
        kind="disruption",
        reason="A joint visit was made.",
        owner=by,
        taken_on=at.date(),
        decided_by=by,
    )
    append(decision, "decision")
    Settlement.objects.create(attention=attention, decision=decision, settled_at=at)
    return decision


def _of(number: str) -> list[Attention]:
    return list(Attention.objects.filter(number=number).order_by("ordinal"))


def test_each_row_that_rings_opens_one_question(small: Compartment) -> None:
    """Three rows ring: three questions with their leaf, and none a second time."""
    opened = open_due(small, now=NOW)
    assert sorted(a.list_name for a in opened) == ["adults_named", "children_at_risk", "vehicles"]
    assert open_due(small, now=NOW + timedelta(days=1)) == []
    assert Leaf.objects.filter(kind="attention").count() == 3
    assert opened[0].basis and "no answer recorded" in opened[0].why


def test_below_the_line_nothing_opens(small: Compartment) -> None:
    """Who was named once is passed on, and no clock runs."""
    open_due(small, now=NOW)
    below = Row.objects.filter(compartment=small, below_the_line=True)
    assert not Attention.objects.filter(number__in=below.values("number")).exists()


def test_before_the_go_live_date_nothing_opens_by_itself(small: Compartment) -> None:
    """The place has said it starts later."""
    Site.objects.create(id=1, go_live_on=date(2026, 12, 1))
    assert open_due(small, now=NOW) == []
    assert len(open_due(small, now=datetime(2026, 12, 1, 9, tzinfo=UTC))) == 3


def test_a_backlog_opens_a_few_a_week_and_by_hand(
    small: Compartment, asha: User, dana: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What only old reports ring waits in the triage, opens by hand for who decides, and never
    waits for ever: some open each week."""
    with connection.cursor() as cursor:  # the door for a fixture: append-only rows refuse an update
        cursor.execute("UPDATE reports_report SET is_backlog = %s", [True])
    assert len(waiting_backlog(small)) == 3
    row = Row.objects.get(compartment=small, number=KOWAL)
    with pytest.raises(PermissionDenied):
        open_from_backlog(row, by=dana, now=NOW)
    assert open_from_backlog(row, by=asha, now=NOW) is not None
    assert open_from_backlog(row, by=asha, now=NOW) is None
    assert len(waiting_backlog(small)) == 2
    monkeypatch.setattr(
        actions, "policy_on", lambda _now: shipped().with_values({"escalations.backlog_a_week": 2})
    )
    assert len(open_due(small, now=NOW)) == 1
    assert open_due(small, now=NOW + timedelta(days=3)) == []
    assert len(open_due(small, now=NOW + timedelta(days=8))) == 1


def test_a_later_voice_opens_a_new_question(small: Compartment, asha: User) -> None:
    """A settled question stays settled; what came after asks again, once."""
    for report in Report.objects.all():
        _move(report, NOW - timedelta(days=1))
    first = next(a for a in open_due(small, now=NOW) if a.number == KOWAL)
    _settle(first, asha, NOW + timedelta(hours=1))
    assert open_due(small, now=NOW + timedelta(hours=2)) == []  # a row made before the decision
    row = Row.objects.get(compartment=small, number=KOWAL)
    later = Report(
        reference="R6", compartment=small, text="Seen again.", received="2026-11-20",
        received_last_on=date(2026, 11, 20),
    )  # fmt: skip
    append(later, "report")
    _move(later, NOW + timedelta(days=4))
    row.entry["figures"]["unheeded_voices"] = ["R6"]
    row.save()
    again = open_due(small, now=NOW + timedelta(days=4))
    assert [(a.number, a.ordinal, a.basis) for a in again] == [(KOWAL, 2, ["R6"])]
    assert open_due(small, now=NOW + timedelta(days=5)) == []


def test_what_the_decision_left_unanswered_is_asked_again(small: Compartment, asha: User) -> None:
    """A row that knows of the decision and still rings is not silenced by it."""
    first = next(a for a in open_due(small, now=NOW) if a.number == KOWAL)
    decision = _settle(first, asha, NOW + timedelta(hours=1))
    row = Row.objects.get(compartment=small, number=KOWAL)
    row.entry["decisions"] = [{"decision": {"decision_id": str(decision.pk)}}]
    row.save()
    assert [a.ordinal for a in open_due(small, now=NOW + timedelta(hours=2))] == [2]


def test_two_questions_of_subjects_that_became_one_both_stay(
    small: Compartment, asha: User
) -> None:
    """A join closes nothing, adds nothing, and the number follows."""
    opened = open_due(small, now=NOW)
    child = next(a for a in opened if a.list_name == "children_at_risk")
    former = Attention(
        compartment=small, number="T-AAAAAAA", list_name=child.list_name, opened_at=NOW, why="x"
    )
    append(former, "attention")
    Subject.objects.create(
        compartment=small, number="T-AAAAAAA", kind="person", leads_to=child.number
    )
    assert today_of(former) == child.number
    assert open_due(small, now=NOW + timedelta(days=1)) == []
    _settle(child, asha, NOW + timedelta(days=1))
    assert open_due(small, now=NOW + timedelta(days=2)) == []  # the other one is still open
    assert not hasattr(Attention.objects.get(pk=former.pk), "settlement")


def test_whoever_decides_takes_or_gives_and_nobody_else(
    small: Compartment, asha: User, dana: User, make_user: Made
) -> None:
    """An analyst owns nothing; a question is given to somebody who may decide."""
    attention = open_due(small, now=NOW)[0]
    with pytest.raises(PermissionDenied):
        take(attention=attention, owner=dana, by=dana)
    take(attention=attention, owner=asha, by=asha)
    tunde = make_user("tunde", Role.DECISION_MAKER)
    take(attention=attention, owner=tunde, by=asha, reason="On leave")
    assert owner_of(attention) == tunde


def test_whom_it_complains_of_neither_takes_nor_gives(
    small: Compartment, asha: User, make_user: Made
) -> None:
    """Neither the person nor anybody of the agency complained of."""
    mehmet = make_user("mehmet", Role.DECISION_MAKER, agency="Culverport Council")
    attention = open_due(small, now=NOW)[0]
    append(Recusal(attention=attention, agency=asha.agency, noted_at=NOW), "recusal")
    with pytest.raises(PermissionDenied):
        take(attention=attention, owner=asha, by=asha)
    with pytest.raises(PermissionDenied):
        take(attention=attention, owner=asha, by=mehmet)
    with pytest.raises(PermissionDenied):
        take(attention=attention, owner=mehmet, by=asha)
    take(attention=attention, owner=mehmet, by=mehmet)


def _move(report: Report, at: datetime) -> None:
    """Make a report recorded at a moment: append-only rows refuse an update."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_report SET recorded_at = %s WHERE reference = %s",
            [at.replace(tzinfo=None) if connection.vendor == "sqlite" else at, report.reference],
        )
