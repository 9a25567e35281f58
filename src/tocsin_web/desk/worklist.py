"""What needs an answer now: rows of the lists, and the questions open about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from tocsin.records import ListName
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Row
from tocsin_web.attention.queries import attentions_visible_to, leads, unsettled, walled_numbers
from tocsin_web.escalations.engine import Standing, standings
from tocsin_web.people.models import Dispute
from tocsin_web.reports.models import Compartment, Wall

_HELD = F("unheeded_since").asc(nulls_last=True)


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the desk: the rows it holds, those that waited longest first."""

    key: str
    words: str
    rows: Callable[[QuerySet[Row]], QuerySet[Row]]
    is_urgent: bool = False


def _above(rows: QuerySet[Row]) -> QuerySet[Row]:
    return rows.filter(below_the_line=False)


def _waiting(rows: QuerySet[Row]) -> QuerySet[Row]:
    return _above(rows).filter(unheeded_voices__gt=0)


SECTIONS: tuple[Section, ...] = (
    Section("read_now", "Read now", lambda r: r.filter(list_name=ListName.READ_NOW), True),
    Section(
        "children",
        "Children at risk",
        lambda r: _above(r).filter(list_name=ListName.CHILDREN_AT_RISK),
    ),
    Section(
        "again", "Mentioned again after a decision", lambda r: _waiting(r).filter(
            is_answered_before=True
        ),
    ),
    Section("unheeded", "No answer recorded, longest first", _waiting),
    Section("below", "Named; pass on", lambda r: r.filter(below_the_line=True)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """What somebody asked to see."""

    section: Section
    list_name: str = ""
    waiting_days: int = 0
    order: str = "waiting"


def rows_for(user: User, compartment: Compartment) -> QuerySet[Row]:
    """Rows this person may see: those the conflict wall keeps from them are not there."""
    rows = Row.objects.filter(compartment=compartment)
    walled = walled_numbers(user, compartment)
    return rows.exclude(number__in=sorted(walled)) if walled else rows


def chosen(rows: QuerySet[Row], choice: Choice, *, as_of: date) -> QuerySet[Row]:
    """The rows of a choice, in its order."""
    found = choice.section.rows(rows)
    if choice.list_name:
        found = found.filter(list_name=choice.list_name)
    if choice.waiting_days:
        since = date.fromordinal(as_of.toordinal() - choice.waiting_days)
        found = found.filter(unheeded_since__lte=since)
    if choice.order == "voices":
        return found.order_by("-unheeded_voices", _HELD, "number", "list_name")
    return found.order_by(_HELD, "-unheeded_voices", "number", "list_name")


def counts(rows: QuerySet[Row]) -> dict[str, int]:
    """How many rows each section holds, for the numbers that open them."""
    return {section.key: section.rows(rows).count() for section in SECTIONS}


@dataclass(frozen=True, slots=True)
class Open:
    """The questions open in a compartment, as one person may know of them."""

    by_subject: Mapping[tuple[str, str], Standing]
    """(today's number, list) → where it stands."""

    @classmethod
    def read(cls, user: User, compartment: Compartment, now: datetime) -> Open:
        """As they stand now."""
        asked = unsettled() & attentions_visible_to(user).filter(compartment=compartment)
        today = leads(compartment)
        found = {}
        for one in standings(asked.order_by("opened_at"), now):
            number = one.attention.number
            found[(today.get(number, number), one.attention.list_name)] = one
        return cls(found)

    def overdue(self) -> list[Standing]:
        """Nobody owns them, or the owner's time ran out; longest first."""
        rows = [one for one in self.by_subject.values() if one.is_overdue]
        return sorted(rows, key=lambda one: one.first_due_at)

    def owned_by(self, user: User) -> list[Standing]:
        """Those somebody owns, due first."""
        rows = [one for one in self.by_subject.values() if one.owner == user]
        return sorted(rows, key=lambda one: one.first_due_at)


@dataclass(frozen=True, slots=True)
class Line:
    """A row as it is shown to one person."""

    row: Row
    voices: int
    unheeded: int
    certain: int
    waiting_days: int | None
    question: Standing | None
    is_disputed: bool


def disputed(compartment: Compartment) -> frozenset[str]:
    """Numbers of today whose subject somebody disputes to be, or disputes what is said of."""
    today = leads(compartment)
    said = Dispute.objects.filter(compartment=compartment).values_list("number", flat=True)
    return frozenset(today.get(number, number) for number in said)


def lines(
    rows: Iterable[Row],
    asked: Open,
    hidden: frozenset[str],
    marked: frozenset[str],
    *,
    as_of: date,
) -> list[Line]:
    """Rows with their figures as this person may count them.

    Args:
        rows: in their order.
        asked: the questions open about them.
        hidden: references of reports that this person may not count.
        marked: numbers somebody disputes.
        as_of: today.
    """
    return [_line(row, asked, hidden, row.number in marked, as_of) for row in rows]


def _line(row: Row, asked: Open, hidden: frozenset[str], is_disputed: bool, as_of: date) -> Line:
    since = row.unheeded_since
    return Line(
        row=row,
        voices=_seen(row, "voices", hidden),
        unheeded=_seen(row, "unheeded_voices", hidden),
        certain=_seen(row, "voices_certain", hidden),
        waiting_days=(as_of - since).days if since else None,
        question=asked.by_subject.get((row.number, row.list_name)),
        is_disputed=is_disputed,
    )


def _seen(row: Row, figure: str, hidden: frozenset[str]) -> int:
    rested_on = row.entry["figures"][figure]
    return sum(1 for reference in rested_on if reference not in hidden)


def hidden_from(user: User) -> frozenset[str]:
    """References of the reports the conflict wall keeps from this person: counted nowhere."""
    walls = Wall.objects.filter(user=user)
    return frozenset(walls.values_list("report__reference", flat=True))


def asks_for_subjects(user: User) -> bool:
    """Whether the lists are for this person at all."""
    return user.may(Permission.READ_SUBJECTS)
