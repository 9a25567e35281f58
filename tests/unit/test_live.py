"""Judgements, decisions, corrections and days taken in by a case held in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pytest
from tests.support.live_store import Store, slowly, unnumbered

from tocsin.gathering import Gathered, gather
from tocsin.live import LiveCase
from tocsin.pipeline import Settings, run_case
from tocsin.policies import shipped
from tocsin.records import (
    Decision,
    DecisionKind,
    Judged,
    Judgement,
    Kind,
    ListName,
    Mended,
    Reading,
    Report,
    Role,
    Update,
)
from tocsin.values.dates import PartialDate

AS_OF = date(2010, 6, 1)
TEXTS = (
    ("2009-01-05", "Police", "PC Kaya",
     "Amina Noor, aged 15, says that Tariq Mahmood gives her drink and she is afraid of him."
     " He drives KX05 ABC."),
    ("2009-03-07", "School", "J. Osei",
     "Amina Noor was collected by Tariq Mahmood in a car, KX05 ABC, and came back upset."
     " He has hurt her before."),
    ("2009-06-09", "Clinic", "R. Wrona",
     "Amina Noor told the nurse that Tariq Mahmood makes her have sex with his friends."
     " Phone 07700 900222."),
    ("2009-08-02", "Youth Project", "L. Keogh",
     "A girl called Comfort Asante, 14, is seen with Tariq Mahmood near the Elm Bar."
     " He gives her money and she goes missing."),
    ("2009-11-02", "Police", "PC Kaya",
     "Piotr Wrona was cautioned for theft of a bicycle on 1 November 2009."),
)  # fmt: skip


def _reports() -> list[Report]:
    return [
        Report(f"R{i}", text, PartialDate.from_iso(on), agency=agency, author=author)
        for i, (on, agency, author, text) in enumerate(TEXTS, start=1)
    ]


@cache
def _read() -> Gathered:
    reports = {r.report_id: r for r in _reports()}
    return gather(
        reports, names=(), mode="full", policy=shipped(), mended=(), workers=1,
        tell=lambda _stage, _done, _of: None,
    )  # fmt: skip


class Grown:
    """A live case beside a store that takes in whatever it says."""

    def __init__(self, live: LiveCase) -> None:
        self.live = live
        self.store = Store.of(live.case())

    def takes(self, update: Update, settings: Settings) -> None:
        """Take an update in; case, store and the slow way agree."""
        self.store.take(update)
        case = self.live.case()
        assert (case.entries, case.sightings) == slowly(case, settings)
        self.store.same_as(case)

    def number(self, name: str) -> str:
        """The number of whoever bears a name."""
        return next(s.person_id for s in self.live.case().joining.subjects if name in s.names)


@pytest.fixture
def grown() -> Iterator[Grown]:
    """Five reports, in view on a day when all of them had come."""
    live = LiveCase.build(_reports(), Settings(AS_OF), gathered=_read())
    yield Grown(live)
    live.close()


def _later(report_id: str, text: str, on: str) -> Report:
    return Report(report_id, text, PartialDate.from_iso(on), agency="School", author="J. Osei")


def _decision(about: str, on: str, **more: object) -> Decision:
    return Decision(
        "D1", DecisionKind.ARREST, (about,), PartialDate.from_iso(on), reason="Arrested.",
        owner="Ben", confirmed=True, source="decisions.csv", **more,
    )  # fmt: skip


def test_a_decision_answers_its_subject_and_nobody_else(grown: Grown):
    """Only the entries of whom it is about are told anew, and what it leaves open is less."""
    tariq = grown.number("Tariq Mahmood")
    before = {e.list: e for e in grown.live.entries_of(tariq)}
    decision = _decision(tariq, "2009-09-01")
    update = grown.live.decide(decision)
    grown.takes(update, Settings(AS_OF, decisions=(decision,)))
    assert update.listed == (tariq,)
    after = {e.list: e for e in grown.live.entries_of(tariq)}
    named = ListName.ADULTS_NAMED
    assert before[named].figures["unheeded_voices"].value > 0
    assert after[named].figures["unheeded_voices"].value == 0
    assert [a.decision for a in after[named].decisions] == [decision]


def test_a_decision_in_place_of_another_takes_the_first_one_back(grown: Grown):
    """A decision of the same id replaces what stood there, also for whom it no longer is about."""
    tariq, amina = grown.number("Tariq Mahmood"), grown.number("Amina Noor")
    grown.store.take(grown.live.decide(_decision(tariq, "2009-09-01")))
    corrected = _decision(amina, "2009-09-01")
    update = grown.live.decide(corrected)
    grown.takes(update, Settings(AS_OF, decisions=(corrected,)))
    assert set(update.listed) == {tariq, amina}
    assert not any(e.decisions for e in grown.live.entries_of(tariq))


def test_a_decision_by_name_finds_whoever_comes_later(grown: Grown):
    """What nobody bore when it was written is attached once a report names them."""
    grown.live.close()
    decision = _decision("Comfort Asante", "2009-12-01")
    asked = Settings(AS_OF, decisions=(decision,))
    late = _reports()[3]
    live = LiveCase.build([r for r in _reports() if r != late], asked)
    assert live.case().unattached == (decision,)
    other = Grown(live)
    other.takes(live.add(late), asked)
    assert live.case().unattached == ()
    live.close()


def test_a_judgement_and_its_undoing(grown: Grown):
    """`different` parts two mentions and says so on both; `unsure` restores what was there."""
    before = grown.live.case()
    tariq = next(s for s in before.joining.subjects if "Tariq Mahmood" in s.names)
    left, right = tariq.mention_ids[0], tariq.mention_ids[-1]
    apart = Judgement(left, right, Judged.DIFFERENT, "Asha", "2010-01-02T10:00Z", "Two men.")
    update = grown.live.judge(apart)
    grown.takes(update, Settings(AS_OF, judgements=(apart,)))
    subject_of = grown.live.case().joining.subject_of()
    assert subject_of[left] != subject_of[right]
    assert {subject_of[left].person_id, subject_of[right].person_id} <= set(update.listed)
    undone = replace(apart, judgement=Judged.UNSURE, at="2010-01-03T10:00Z")
    grown.takes(grown.live.judge(undone), Settings(AS_OF, judgements=(apart, undone)))
    after = grown.live.case()
    assert unnumbered(after) == unnumbered(before)


def test_two_plates_judged_one_are_one_vehicle(grown: Grown):
    """What humans say of things is heeded, too, and a number given up leads on."""
    report = _later("R9", "A man in KX09 XYZ waits for Amina Noor.", "2010-02-03")
    grown.store.take(grown.live.add(report))
    vehicles = [s for s in grown.live.case().joining.subjects if s.kind is Kind.VEHICLE]
    assert len(vehicles) == 2
    left, right = (v.mention_ids[0] for v in vehicles)
    same = Judgement(left, right, Judged.SAME, "Asha", "2010-02-04T10:00Z")
    update = grown.live.judge(same)
    grown.takes(update, Settings(AS_OF, judgements=(same,)))
    (one,) = (s for s in grown.live.case().joining.subjects if s.kind is Kind.VEHICLE)
    (lost,) = {v.person_id for v in vehicles} - {one.person_id}
    assert lost in update.gone
    assert update.redirects[lost] == one.person_id
    assert grown.live.entries_of(lost) == grown.live.entries_of(one.person_id)


def test_a_mended_mention_is_respected(grown: Grown):
    """Whoever is said to be affected and was not stands on no list as such any more, and the
    correction outlives a refresh."""
    report = _reports()[4]
    start = report.text.index("Piotr Wrona")
    row = Mended("R5", start, start + len("Piotr Wrona"), Kind.PERSON, Role.WITNESS, by="Asha")
    asked = Settings(AS_OF, mended=(row,))
    update = grown.live.mend(row)
    grown.takes(update, asked)
    assert [e.report_id for e in update.extractions] == ["R5"]
    piotr = grown.number("Piotr Wrona")
    assert all(e.role_counts == {"witness": 1} for e in grown.live.entries_of(piotr))
    grown.takes(grown.live.refresh(), asked)
    whole = run_case(Reading(tuple(_reports())), asked)
    assert unnumbered(grown.live.case()) == unnumbered(whole)


def test_clocks_move_with_the_day(grown: Grown):
    """The next day every open entry has waited a day longer, and nothing else is told anew."""
    before = {(e.person_id, e.list): e for e in grown.live.case().entries}
    tomorrow = AS_OF + timedelta(days=1)
    update = grown.live.at(tomorrow)
    grown.takes(update, Settings(tomorrow))
    assert update.entries
    for entry in update.entries:
        was = before[entry.person_id, entry.list]
        assert entry == replace(was, unheeded_days=was.unheeded_days + 1)


def test_what_is_dated_ahead_waits_for_its_day(grown: Grown):
    """A report, a judgement and a decision of tomorrow are taken in tomorrow."""
    ahead = AS_OF + timedelta(days=3)
    tariq = grown.number("Tariq Mahmood")
    report = _later("R8", "Tariq Mahmood hit Comfort Asante.", ahead.isoformat())
    decision = _decision(tariq, ahead.isoformat())
    assert grown.live.add(report) == Update()
    assert grown.live.decide(decision) == Update()
    assert "R8" in grown.live.case().coverage.not_yet
    asked = Settings(ahead, decisions=(decision,))
    update = grown.live.at(ahead)
    grown.takes(update, asked)
    assert [e.report_id for e in update.extractions] == ["R8"]
    assert any(e.decisions for e in grown.live.entries_of(tariq))
    whole = run_case(Reading((*_reports(), report)), asked)
    assert unnumbered(grown.live.case()) == unnumbered(whole)


def test_a_report_that_is_here_is_left_as_it_stands(grown: Grown):
    """Sent again, it changes nothing."""
    assert grown.live.add(_reports()[0]) == Update()


def test_an_echo_that_comes_first_is_known_when_its_source_arrives(grown: Grown):
    """A report that arrives late may be what a stored one repeats: the echo is told, and the
    voice is one."""
    source = _later(
        "S1",
        "Liam Keogh said he met Tariq Mahmood outside the Elm Bar at nine and was asked to bring"
        " girls to the flat above it for a hundred pounds.",
        "2010-03-01",
    )
    forwarded = "Forwarded from Police. " + source.text
    copy = replace(_later("S2", forwarded, "2010-03-03"), agency="Clinic", is_forward=True)
    grown.store.take(grown.live.add(copy))
    update = grown.live.add(source)
    grown.takes(update, Settings(AS_OF))
    assert [(e.report_id, e.parent_id) for e in update.echoes] == [("S2", "S1")]
    told = grown.live.entries_of(grown.number("Liam Keogh"))
    assert all(e.figures["voices"].value <= 1 for e in told)
