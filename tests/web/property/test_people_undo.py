"""Rules 5 and 8 over random histories of what people do on the pages."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.web.conftest import AS_OF
from tests.web.test_people_judging import TWO
from tocsin.pipeline import run_case
from tocsin.records import Judged, Reading, Role
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Row
from tocsin_web.intake.engine import settings_of
from tocsin_web.intake.projecting import project
from tocsin_web.people.judging import judge, last_of, undo
from tocsin_web.people.models import Placement, SearchKey, Subject, ToJudge
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Mending
from tocsin_web.reports.queries import common
from tocsin_web.reports.sharing import mend

Signed = Callable[[User], Client]

_PERSONS = ("P1:0-11:person", "P2:0-11:person", "P3:0-11:person")
_PAIRS = tuple(itertools.combinations(_PERSONS, 2))
_SLOW = settings(
    max_examples=6,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # each example joins a case anew
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture
def three(db: None) -> Compartment:
    """Three reports that name one name."""
    compartment = common()
    for report in TWO:
        receive(report, compartment=compartment, by=None)
    return compartment


def bring_up_to_date(compartment: Compartment) -> None:
    """What the worker does, at once."""
    told = settings_of(compartment, as_of=AS_OF)
    project(compartment, run_case(Reading(reports=TWO), told))


State = tuple[object, ...]


def state(compartment: Compartment) -> State:
    """Everything pages are made from, as it stands."""
    placed = Placement.objects.filter(compartment=compartment)
    rows = Row.objects.filter(compartment=compartment)
    keys = SearchKey.objects.filter(compartment=compartment)
    asked = ToJudge.objects.filter(compartment=compartment)
    there = Subject.objects.filter(compartment=compartment, leads_to="")
    numbers = set(placed.values_list("subject", flat=True))
    return (
        sorted(placed.values_list("mention_id", "subject", "core", "status", "probability")),
        sorted(rows.values_list("list_name", "number", "voices", "voices_certain")),
        sorted(keys.values_list("kind", "key", "subject")),
        sorted(asked.values_list("left", "right", "stake")),
        sorted(n for n in there.values_list("number", flat=True) if n in numbers),
    )


@_SLOW
@given(
    before=st.lists(st.tuples(st.sampled_from(_PAIRS), st.sampled_from(list(Judged))), max_size=2),
    after=st.lists(
        st.tuples(st.sampled_from(_PAIRS), st.sampled_from(list(Judged))), min_size=1, max_size=2
    ),
)
def test_undoing_judgements_restores_exactly_what_was_there(
    three: Compartment,
    dana: User,
    before: list[tuple[tuple[str, str], Judged]],
    after: list[tuple[tuple[str, str], Judged]],
) -> None:
    """Placements, numbers, lists, search and queue: after the last word is taken back, and the one
    before it, all is as it was, with a full joining in between."""
    bring_up_to_date(three)
    for pair, word in before:
        judge(three, left=pair[0], right=pair[1], word=word, reason="seen", by=dana)
    bring_up_to_date(three)
    bring_up_to_date(three)
    was = state(three)
    for pair, word in after:
        judge(three, left=pair[0], right=pair[1], word=word, reason="then", by=dana)
    bring_up_to_date(three)
    for _ in after:
        last = last_of(dana, three)
        assert last is not None
        undo(last, by=dana)
    bring_up_to_date(three)
    assert state(three) == was


@_SLOW
@given(
    roles=st.lists(
        st.tuples(st.sampled_from(_PERSONS), st.sampled_from([Role.REPORTER, Role.PROFESSIONAL])),
        min_size=1,
        max_size=3,
    ),
    words=st.lists(st.tuples(st.sampled_from(_PAIRS), st.sampled_from(list(Judged))), max_size=1),
)
def test_reporters_and_professionals_are_never_on_lists_or_in_drawings(
    three: Compartment,
    dana: User,
    signed_in: Signed,
    roles: list[tuple[str, Role]],
    words: list[tuple[tuple[str, str], Judged]],
) -> None:
    """Whoever is only ever mended to be one of them stands on no list, beside nobody, and a
    reporter is found by no name."""
    last = dict(roles)
    for mention, role in roles:
        reference, span, _ = mention.rsplit(":", 2)
        start, end = map(int, span.split("-"))
        report = three.reports.get(reference=reference)
        mend(report, start=start, end=end, kind="person", role=role.value, by=dana)
    for pair, word in words:
        judge_where_there(three, pair, word, dana)
    bring_up_to_date(three)
    placed = Placement.objects.filter(compartment=three)
    by_number: dict[str, set[str]] = {}
    for number, role in placed.exclude(subject="").values_list("subject", "role"):
        by_number.setdefault(number, set()).add(role)
    hidden = {n for n, r in by_number.items() if r <= {"reporter", "professional"}}
    assert not Row.objects.filter(compartment=three, number__in=hidden).exists()
    browser = signed_in(dana)
    for number in sorted(by_number.keys() - hidden):
        shown = browser.get(reverse("desk:subject", args=[number])).content.decode()
        assert not any(f"/subjects/{n}/" in shown for n in hidden)
    reporters = {n for n, r in by_number.items() if r == {"reporter"}}
    assert not SearchKey.objects.filter(compartment=three, subject__in=reporters).exists()
    assert Mending.objects.count() >= len(last)


def judge_where_there(
    compartment: Compartment, pair: tuple[str, str], word: Judged, by: User
) -> None:
    """A word on two mentions, where both stand in the case."""
    bring_up_to_date(compartment)
    if Placement.objects.filter(compartment=compartment, mention_id__in=pair).count() == 2:
        judge(compartment, left=pair[0], right=pair[1], word=word, reason="seen", by=by)
