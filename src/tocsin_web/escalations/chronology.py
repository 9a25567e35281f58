"""The chronology an outsider can read: what was told, what was done, and how long nothing was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise

from django.utils import timezone

from tocsin.privacy.masking import Mask, cover, initials
from tocsin.publishing.wording import DECISIONS, counted, date_words, day_words, harmless
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import leads, row_of_today, today_of
from tocsin_web.audit.models import Entry, Event
from tocsin_web.decisions.models import Decision
from tocsin_web.escalations.engine import Standing, says_nothing
from tocsin_web.escalations.models import Crossing
from tocsin_web.escalations.queries import sees_raiser
from tocsin_web.people.models import Placement
from tocsin_web.reports.models import COMMON, Report

_SILENCE_DAYS = 7
_MASKED = ("person", "handle", "phone", "address")


@dataclass(frozen=True, slots=True)
class Line:
    """One dated line."""

    on: date | None
    order: int
    kind: str
    sentence: str
    report: Report | None = None
    words: str = ""
    at: datetime | None = None
    shown_on: str = ""

    @property
    def when(self) -> str:
        """The day as it is read aloud."""
        return self.shown_on or (day_words(self.on) if self.on else "date not known")


@dataclass(frozen=True, slots=True)
class Chronology:
    """The lines, oldest first, with the silences between them."""

    standing: Standing
    number: str
    lines: tuple[Line, ...]
    unopened: int
    """Reports that may be pointed to and not opened."""
    unanswered_since: date | None
    read: tuple[Report, ...] = field(default=())
    """Reports whose words stand in it."""

    @property
    def unanswered_days(self) -> int:
        """Days from the first report nobody answered to now."""
        if self.unanswered_since is None or not self.standing.is_open:
            return 0
        return max(0, (timezone.localdate(self.standing.now) - self.unanswered_since).days)

    def sheet(self) -> str:
        """The whole as plain text; what a recorded sending is the fingerprint of."""
        return "\n".join(
            f"{line.when}\t{line.kind}\t{line.sentence}\t{line.words}" for line in self.lines
        )

    def sha256(self) -> str:
        """The fingerprint of the sheet."""
        return hashlib.sha256(self.sheet().encode()).hexdigest()


def chronology(
    attention: Attention, found: Standing, *, reader: User, with_words: bool
) -> Chronology:
    """The story of one question, for one reader; words only of reports they may open, and with
    people, phones and addresses masked, because it is made to be printed and handed on."""
    references = _references(attention)
    pointed = Report.objects.pointable_to(reader).filter(reference__in=references).distinct()
    opened = set(
        Report.objects.visible_to(reader)
        .filter(reference__in=references)
        .values_list("pk", flat=True)
    )
    reports = list(pointed.select_related("held_by", "compartment"))
    words = _words([r for r in reports if r.pk in opened], attention) if with_words else {}
    lines = [*_told(reports, opened, words), *_done(attention, found, reader)]
    lines.sort(key=lambda line: (line.on is None, line.on or date.min, line.order, line.sentence))
    known = [r.received_last_on for r in reports if r.received_last_on]
    first = min(
        (
            r.received_last_on
            for r in reports
            if r.reference in attention.basis and r.received_last_on
        ),
        default=min(known, default=None),
    )
    return Chronology(
        standing=found,
        number=today_of(attention),
        lines=tuple(_with_silences(lines, found)),
        unopened=len(reports) - len(opened),
        unanswered_since=first,
        read=tuple(r for r in reports if str(r.pk) in words),
    )


def note_reading(found: Chronology, *, by: User) -> None:
    """Every report whose words were shown was read: in the audit, each."""
    Entry.objects.bulk_create(
        Entry(event=Event.READ, about=f"report:{report.pk}", by=by, purpose="Chronology")
        for report in found.read
    )


def _references(attention: Attention) -> list[str]:
    row = row_of_today(attention)
    named = row.entry.get("report_ids", ()) if row else ()
    return sorted({*attention.basis, *named})


def _words(reports: Sequence[Report], attention: Attention) -> dict[str, str]:
    """Report id → its words with everybody masked."""
    spans: dict[object, list[Mask]] = {}
    worlds = {COMMON, attention.compartment_id}
    placed = Placement.objects.filter(
        compartment__in=worlds, report__in=reports, kind__in=_MASKED
    ).order_by("report_id", "start", "-end")
    for p in placed:
        masks = spans.setdefault(p.report_id, [])
        if not masks or p.start >= masks[-1].end:
            shown = initials(p.text) if p.kind == "person" else f"[{p.kind} withheld]"
            masks.append(Mask(p.start, p.end, shown))
    return {str(r.pk): harmless(cover(r.text, spans.get(r.pk, ()))) for r in reports}


def _told(reports: Sequence[Report], opened: set[object], words: dict[str, str]) -> Iterator[Line]:
    for report in reports:
        body = report.held_by.name if report.held_by else "agency not known"
        if report.pk not in opened:
            yield Line(
                report.received_last_on,
                0,
                "report",
                f"A report held by {body}, which you may not open; ask the intelligence unit.",
                shown_on=date_words(report.received or None),
            )
            continue
        yield Line(
            report.received_last_on,
            0,
            "report",
            f"{body} was told (report {report.reference}).",
            report=report,
            words=words.get(str(report.pk), ""),
            shown_on=date_words(report.received or None),
        )


def _done(attention: Attention, found: Standing, reader: User) -> Iterator[Line]:
    yield _line(attention.opened_at, 1, "opened", f"The question was opened: {attention.why}")
    for taking in attention.takings.all():
        reason = f": {taking.reason}" if taking.reason else ""
        yield _line(taking.taken_at, 2, "taken", f"{taking.owner.shown_name} owns it{reason}.")
    for crossing in Crossing.objects.filter(attention=attention):
        rung = found.ladder.rungs[min(crossing.level, len(found.ladder.rungs) - 1)]
        why = "Somebody sent it" if crossing.is_by_hand else "Unanswered in its time, it went"
        if not crossing.is_by_hand and crossing.crossed_at <= attention.opened_at:
            why = "Nobody owned it, so it went at once"
        sentence = f"{why} to level {crossing.level}: {rung.name} ({rung.who})."
        yield _line(crossing.crossed_at, 3, "crossed", sentence)
    for raising in attention.raisings.select_related("raised_by__agency"):
        who = (
            raising.raised_by.shown_name
            if sees_raiser(reader, raising)
            else "Somebody, in confidence,"
        )
        danger = " Somebody is in danger." if raising.is_in_danger else ""
        yield _line(
            raising.raised_at, 4, "raised",
            f"{who} asked for level {raising.to_level}: {raising.reason}{danger}",
        )  # fmt: skip
    for response in attention.responses.select_related("responded_by__agency"):
        empty = " This answers nothing." if says_nothing(response.outcome, found.ladder) else ""
        by = f" By {day_words(response.by_when)}." if response.by_when else ""
        yield _line(
            response.responded_at, 5, "response",
            f"{response.responded_by.shown_name}, level {response.level}: {response.outcome}. "
            f"{response.reason.rstrip('.')}.{by}{empty}",
        )  # fmt: skip
    for sending in attention.sendings.select_related("sent_by__agency"):
        yield _line(
            sending.sent_at, 6, "sent",
            f"{sending.sent_by.shown_name} sent it to {sending.to_name}.",
        )  # fmt: skip
    yield from _decided(attention)


def _decided(attention: Attention) -> Iterator[Line]:
    numbers = {attention.number, today_of(attention)}
    same = {f for f, now in leads(attention.compartment).items() if now in numbers}
    rows = Decision.objects.filter(
        compartment__in={COMMON, attention.compartment_id}, number__in=sorted(numbers | same)
    ).select_related("owner__agency", "countersignature")
    for row in rows:
        unsigned = row.needs_countersign and not hasattr(row, "countersignature")
        state = " Not countersigned, so it answers nothing yet." if unsigned else ""
        kind = DECISIONS.get(row.kind, row.kind)
        sentence = f"{kind}; owner {row.owner.shown_name}: {row.reason}{state}"
        yield Line(row.taken_on, 7, "decision", sentence)


def _line(at: datetime, order: int, kind: str, sentence: str) -> Line:
    return Line(timezone.localdate(at), order, kind, sentence, at=at)


def _with_silences(lines: Sequence[Line], found: Standing) -> Iterator[Line]:
    """The lines, and between them how long nothing was recorded."""
    for line, following in pairwise(lines):
        yield line
        if line.on and following.on:
            yield from _silence(line.on, following.on)
    if lines:
        yield lines[-1]
        if found.is_open and lines[-1].on:
            yield from _silence(lines[-1].on, timezone.localdate(found.now))


def _silence(first: date, last: date) -> Iterator[Line]:
    days = (last - first).days
    if days >= _SILENCE_DAYS:
        yield Line(first, 9, "silence", f"Nothing is recorded here for {counted(days, 'day')}.")
