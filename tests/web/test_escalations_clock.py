"""The clock: crossings recorded once, whatever the workers do, and notices that tell nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from tests.web.conftest import Made
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.attention.actions import open_due, take
from tocsin_web.attention.models import Attention, Recusal
from tocsin_web.decisions.models import Decision, Settlement
from tocsin_web.escalations.actions import raise_question, respond, run_clock, send_outward
from tocsin_web.escalations.engine import standing
from tocsin_web.escalations.models import Crossing, Notice, Sending
from tocsin_web.escalations.queries import due_not_sent
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.models import Leaf
from tocsin_web.reports.models import Compartment

NOW = datetime(2026, 11, 16, 10, tzinfo=UTC)
"""A Monday."""
LEVELS = [1, 2, 3, 4, 5, 6]


@pytest.fixture
def question(small: Compartment) -> Attention:
    """The question about the child named by three agencies."""
    return next(a for a in open_due(small, now=NOW) if a.list_name == "children_at_risk")


def _levels(attention: Attention) -> list[int]:
    return list(
        Crossing.objects.filter(attention=attention)
        .order_by("level")
        .values_list("level", flat=True)
    )


def _settle(attention: Attention, by: User, at: datetime) -> None:
    decision = Decision(
        compartment=attention.compartment, attention=attention, number=attention.number,
        kind="support", reason="A worker was named.", owner=by, taken_on=at.date(), decided_by=by,
    )  # fmt: skip
    append(decision, "decision")
    Settlement.objects.create(attention=attention, decision=decision, settled_at=at)


def test_what_nobody_owns_is_overdue_at_once(question: Attention) -> None:
    """It stands with the first level above the owner from the moment it opens."""
    found = standing(question, NOW)
    assert found.is_overdue and found.level == 1 and found.owner is None
    run_clock(NOW)
    assert _levels(question) == [1]


def test_taking_it_does_not_turn_the_clock_back(question: Attention, asha: User) -> None:
    """The owner has the first working day, and the levels run on from the opening."""
    run_clock(NOW)
    take(attention=question, owner=asha, by=asha)
    again = Attention.objects.get(pk=question.pk)
    assert standing(again, NOW + timedelta(days=14)).level >= standing(again, NOW).level == 1


def test_silence_is_recorded_level_by_level_once(question: Attention) -> None:
    """Run twice, after missed weeks, and with the clock set back: each level stands there once."""
    run_clock(NOW)
    run_clock(NOW + timedelta(days=90))
    run_clock(NOW + timedelta(days=90))
    run_clock(NOW - timedelta(days=3))
    run_clock(NOW + timedelta(days=91))
    assert _levels(question) == LEVELS
    rows = Crossing.objects.filter(attention=question).order_by("level")
    moments = [row.crossed_at for row in rows]
    assert moments == sorted(moments) and moments[0] == NOW
    assert moments[1] == datetime(2026, 11, 17, 17, tzinfo=UTC)
    assert Leaf.objects.filter(kind="crossing").count() == Crossing.objects.count()


def test_a_missed_day_is_made_good_also_after_the_decision(question: Attention, asha: User) -> None:
    """What was crossed before the decision stays on record although the clock ran only later."""
    run_clock(NOW - timedelta(days=1))
    _settle(question, asha, NOW + timedelta(days=2))
    run_clock(NOW + timedelta(days=20))
    assert _levels(question) == [1, 2]
    assert not standing(Attention.objects.get(pk=question.pk), NOW + timedelta(days=20)).is_open


def test_noted_holds_no_clock_and_an_outcome_holds_it_until_its_day(
    question: Attention, asha: User, oksana: User
) -> None:
    """ "Noted" is kept; an outcome needs a day, holds the clock until then, and no longer."""
    later = NOW + timedelta(days=1)
    respond(attention=question, outcome="Noted", reason="", by=asha, now=later)
    assert standing(question, later).due_at == standing(question, NOW).due_at
    with pytest.raises(ValidationError):
        respond(attention=question, outcome="action ordered", reason="x", by=asha, now=later)
    with pytest.raises(ValidationError):
        respond(
            attention=question, outcome="action ordered", reason="x", by=asha, now=later,
            by_when=date(2027, 6, 1),
        )  # fmt: skip
    respond(
        attention=question, outcome="action ordered", reason="A visit", by=asha, now=later,
        by_when=date(2026, 11, 30),
    )  # fmt: skip
    again = Attention.objects.get(pk=question.pk)
    assert again.responses.count() == 2
    held = standing(again, NOW + timedelta(days=10))
    assert held.level == 1 and held.is_open
    assert held.due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)
    assert standing(again, NOW + timedelta(days=20)).level > 1


def test_whoever_owns_it_cannot_hold_its_clock(question: Attention, asha: User) -> None:
    """Nobody silences the bell about their own silence."""
    take(attention=question, owner=asha, by=asha)
    said = respond(
        attention=question, outcome="action ordered", reason="Soon", by=asha,
        now=NOW + timedelta(days=1), by_when=date(2026, 11, 30),
    )  # fmt: skip
    assert said.level == 0
    again = Attention.objects.get(pk=question.pk)
    assert standing(again, NOW + timedelta(days=10)).level > 1


def test_by_hand_to_the_next_level_and_in_danger_to_any(
    question: Attention, ben: User, cat: User
) -> None:
    """Without danger one level at a time; in danger any; for nobody without the role."""
    raised = {"attention": question, "reason": "A child is missing", "now": NOW}
    with pytest.raises(PermissionDenied):
        raise_question(**raised, to_level=2, by=cat)
    with pytest.raises(ValidationError):
        raise_question(**raised, to_level=5, by=ben)
    raise_question(**raised, to_level=5, by=ben, is_in_danger=True)
    row = Crossing.objects.get(attention=question, level=5)
    assert row.is_by_hand and row.crossed_at == NOW
    assert standing(Attention.objects.get(pk=question.pk), NOW).level == 5


def test_whom_it_complains_of_can_not_answer(
    question: Attention, asha: User, ben: User, make_user: Made
) -> None:
    """Raised against an agency, nobody of it answers; others do."""
    jelena = make_user("jelena", Role.DECISION_MAKER, agency="Culverport Council")
    raise_question(
        attention=question, to_level=2, reason="No reply", by=ben, now=NOW,
        is_confidential=True, complained_of=[asha.agency],
    )  # fmt: skip
    assert Recusal.objects.get(attention=question).agency == asha.agency
    again = Attention.objects.get(pk=question.pk)
    said = {"outcome": "resolved", "reason": "x", "now": NOW, "by_when": date(2026, 11, 20)}
    with pytest.raises(PermissionDenied):
        respond(attention=again, by=asha, **said)
    assert respond(attention=again, by=jelena, **said).level == 4


def test_due_outside_and_not_sent_until_a_named_person_sent_it(
    question: Attention, asha: User, dana: User
) -> None:
    """The last level is told by hand; until then it stands as due and not sent."""
    run_clock(NOW + timedelta(days=120))
    everything = Attention.objects.all()
    assert question.pk in due_not_sent(everything, 6).values_list("attention", flat=True)
    given = {
        "attention": question, "to_name": "The regulator", "to_address": "", "how": "post",
        "sheet_sha256": "0" * 64, "now": NOW + timedelta(days=121),
    }  # fmt: skip
    with pytest.raises(PermissionDenied):
        send_outward(**given, by=dana)
    send_outward(**given, by=asha)
    assert question.pk not in due_not_sent(everything, 6).values_list("attention", flat=True)
    assert Leaf.objects.filter(kind="disclosure").count() == Sending.objects.count() == 1


def test_each_person_asked_is_told_once_by_a_link_alone(
    question: Attention, asha: User, oksana: User
) -> None:
    """E-mails go out once, and an account without an address shows as not sent."""
    User.objects.filter(pk=asha.pk).update(email="asha@example.org")
    run_clock(NOW)
    run_clock(NOW)
    assert len(mail.outbox) == Attention.objects.count() == 3
    assert str(question.pk) in "".join(str(m.body) for m in mail.outbox)
    assert Notice.objects.filter(state="sent").count() == 3
    run_clock(NOW + timedelta(days=60))
    assert Notice.objects.filter(to=oksana, state="no_address").exists()


def test_a_mail_server_that_is_away_loses_nothing(
    question: Attention, asha: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The notice stays due, says which error, and goes out at the next run."""
    User.objects.filter(pk=asha.pk).update(email="asha@example.org")

    def away(*_: object, **__: object) -> None:
        raise ConnectionRefusedError("asha@example.org refused")

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", away)
        run_clock(NOW)
    notice = Notice.objects.filter(crossing__attention=question).get()
    assert (notice.state, notice.failed_because) == ("due", "ConnectionRefusedError")
    run_clock(NOW + timedelta(minutes=1))
    assert Notice.objects.get(pk=notice.pk).state == "sent"
