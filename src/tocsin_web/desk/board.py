"""The board report: how long bodies take to answer, in figures that single nobody out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Sum

from tocsin.privacy import suppressed
from tocsin.publishing.wording import LISTS
from tocsin.records import ListName
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import leads
from tocsin_web.decisions.models import Decision
from tocsin_web.decisions.queries import not_countersigned
from tocsin_web.escalations.engine import Clock, Standing, standings
from tocsin_web.escalations.models import Crossing, Raising, Sending
from tocsin_web.escalations.queries import due_not_sent
from tocsin_web.policies.engine import policy_on
from tocsin_web.reports.models import COMMON
from tocsin_web.reports.queries import common


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: what it counts, of which part, and the value, None where it is too small."""

    section: str
    part: str
    what: str
    value: int | None

    @property
    def shown(self) -> str:
        """As it is printed."""
        return "too few to show" if self.value is None else f"{self.value:,}"


@dataclass(frozen=True, slots=True)
class Board:
    """The whole report, section by section."""

    as_of: datetime
    small_number: int
    cells: tuple[Cell, ...]

    def sections(self) -> Iterator[tuple[str, list[str], list[tuple[str, list[Cell]]]]]:
        """(section, column headings, (part, its cells) rows), in the order of the report."""
        for section in dict.fromkeys(c.section for c in self.cells):
            own = [c for c in self.cells if c.section == section]
            heads = list(dict.fromkeys(c.what for c in own))
            parts = dict.fromkeys(c.part for c in own)
            yield section, heads, [(p, [c for c in own if c.part == p]) for p in parts]


def board(now: datetime) -> Board:
    """Made from the common case alone: nothing of a sealed one is counted, and nobody is named."""
    small = int(policy_on(now)["attention.small_number"])
    cells = [*_lists(small), *_answers(now, small), *_escalations(now, small), *_children(small)]
    cells.append(_cell("Decisions", "All bodies", "Not countersigned", _unsigned(), small))
    return Board(now, small, tuple(cells))


def _lists(small: int) -> Iterator[Cell]:
    rows = Row.objects.filter(compartment=COMMON)
    found = {
        r["list_name"]: r
        for r in rows.values("list_name").annotate(
            subjects=Count("id"), voices=Sum("voices"), unheeded=Sum("unheeded_voices")
        )
    }
    ringing = dict(
        rows.filter(below_the_line=False)
        .values_list("list_name")
        .annotate(Count("id"))
        .values_list("list_name", "id__count")
    )
    for name in ListName:
        row = found.get(name.value)
        section, part = "Who is reported", LISTS[name]
        subjects = row["subjects"] if row else 0
        yield _cell(section, part, "Subjects", subjects, small)
        for what, value in (
            ("Voices", row["voices"] if row else 0),
            ("Voices without an answer", row["unheeded"] if row else 0),
        ):
            few = suppressed(subjects, small) is None
            yield Cell(section, part, what, None if few else suppressed(value, small))
        yield _cell(section, part, "Ask for an answer now", ringing.get(name.value, 0), small)


def _answers(now: datetime, small: int) -> Iterator[Cell]:
    """By the agency of whoever answered, or owns what is open; in order of name, not of merit."""
    answered: dict[str, list[int]] = {}
    waiting: dict[str, list[int]] = {}
    questions = Attention.objects.filter(compartment=COMMON).order_by("opened_at")
    for s in standings(questions, now):
        (waiting if s.is_open else answered).setdefault(_body(s), []).append(s.waited_days)
    for agency in sorted(answered.keys() | waiting.keys()):
        days, open_days = answered.get(agency, []), waiting.get(agency, [])
        section = "Time to answer"
        yield _cell(section, agency, "Answered", len(days), small)
        enough = len(days) >= small
        yield Cell(section, agency, "Median days", percentile(days, 50) if enough else None)
        yield Cell(
            section, agency, "90th percentile days", percentile(days, 90) if enough else None
        )
        yield _cell(section, agency, "Open now", len(open_days), small)
        oldest = max(open_days, default=0) if len(open_days) >= small or not open_days else None
        yield Cell(section, agency, "Oldest open, days", oldest)


def _body(s: Standing) -> str:
    return s.owner.agency.name if s.owner and s.owner.agency else "Nobody owned it"


def percentile(values: Sequence[int], share: int) -> int:
    """The smallest value that at least `share` in a hundred do not exceed (nearest rank).

    >>> percentile([1, 2, 3, 4, 100], 50), percentile([1, 2, 3, 4, 100], 90)
    (3, 100)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered) / 100) - 1)]


def _escalations(now: datetime, small: int) -> Iterator[Cell]:
    section = "Escalations"
    ladder = Clock.read().ladder_at(now)
    own = Crossing.objects.filter(attention__compartment=COMMON)
    for rung in ladder.rungs[1:]:
        part = f"Level {rung.level}: {rung.name}"
        at = own.filter(level=rung.level)
        yield _cell(section, part, "Sent on by silence", at.filter(is_by_hand=False).count(), small)
        yield _cell(section, part, "Raised by hand", at.filter(is_by_hand=True).count(), small)
    here = {"attention__compartment": COMMON}
    outside = Attention.objects.filter(compartment=COMMON)
    section = "Beyond the bodies concerned"
    for what, count in (
        ("Raised in confidence", Raising.objects.filter(is_confidential=True, **here).count()),
        ("Sent outside", Sending.objects.filter(**here).count()),
        ("Due outside, not sent", due_not_sent(outside, len(ladder.rungs) - 1).count()),
    ):
        yield _cell(section, "All bodies", what, count, small)


def _children(small: int) -> Iterator[Cell]:
    """Children reported to be at risk about whom no support decision is recorded."""
    today = leads(common())
    supported = {
        today.get(number, number)
        for number in Decision.objects.filter(compartment=COMMON, kind="support").values_list(
            "number", flat=True
        )
    }
    rows = Row.objects.filter(compartment=COMMON, list_name=ListName.CHILDREN_AT_RISK.value)
    without = [r for r in rows.only("number", "below_the_line") if r.number not in supported]
    section, part = "Children", "Reported to be at risk"
    yield _cell(section, part, "Without a support decision", len(without), small)
    ringing = sum(not row.below_the_line for row in without)
    yield _cell(section, part, "Of these, an answer is asked for now", ringing, small)


def _unsigned() -> int:
    return not_countersigned().filter(compartment=COMMON).count()


def _cell(section: str, part: str, what: str, count: int, small: int) -> Cell:
    return Cell(section, part, what, suppressed(count, small))
