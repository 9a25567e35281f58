"""The one door to a question, and what stands open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tocsin.records import ListName
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention, Recusal, Row, Taking
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.people.models import Subject, SubjectWall
from tocsin_web.reports.models import COMMON, Compartment, Report

_AT_ONCE = 500


def leads(compartment: Compartment) -> dict[str, str]:
    """Former number → the number that holds today what it held, through every step."""
    steps = dict(
        Subject.objects.filter(compartment=compartment)
        .exclude(leads_to="")
        .values_list("number", "leads_to")
    )
    return {number: follow(number, steps) for number in steps}


def follow(number: str, steps: Mapping[str, str]) -> str:
    """The end of the way from a number; a circle, which there should not be, ends where it began.

    >>> follow("A", {"A": "B", "B": "C"}), follow("A", {"A": "B", "B": "A"}), follow("C", {})
    ('C', 'A', 'C')
    """
    seen = {number}
    at = number
    while at in steps:
        at = steps[at]
        if at in seen:
            return number
        seen.add(at)
    return at


def today_of(attention: Attention) -> str:
    """The number under which the subject of a question stands today."""
    return leads(attention.compartment).get(attention.number, attention.number)


def attentions_visible_to(user: User) -> QuerySet[Attention]:
    """Questions this person may know of: of the common case and of sealed ones they are a member
    of, without those about somebody they are walled from."""
    if not user.may(Permission.READ_CHRONOLOGIES):
        return Attention.objects.none()
    mine = Q(compartment=COMMON) | Q(compartment__in=user.compartments.all())
    found: QuerySet[Attention] = Attention.objects.filter(mine)
    for compartment_id, numbers in _walled(user).items():
        found = found.exclude(compartment_id=compartment_id, number__in=sorted(numbers))
    return found


def is_walled(user: User, attention: Attention) -> bool:
    """Whether the conflict wall keeps this person from the question."""
    return attention.number in _walled(user).get(attention.compartment_id, set())


def walled_numbers(user: User, compartment: Compartment) -> set[str]:
    """Numbers of one compartment that the conflict wall keeps from this person."""
    return _walled(user).get(compartment.pk, set())


def _walled(user: User) -> dict[UUID, set[str]]:
    """Per compartment, every number, former or present, of whoever the wall keeps them from."""
    walls = SubjectWall.objects.filter(user=user).select_related("compartment")
    found: dict[UUID, set[str]] = {}
    for wall in walls:
        whole = leads(wall.compartment)
        end = whole.get(wall.number, wall.number)
        same = {former for former, now in whole.items() if now == end}
        found.setdefault(wall.compartment_id, set()).update({wall.number, end}, same)
    return found


def attention_for(user: User, attention_id: UUID) -> Attention:
    """A question, for somebody who may see it; the reading is audited.

    Raises:
        Http404: there is none, or none for them.
    """
    found = (
        attentions_visible_to(user).select_related("compartment").filter(id=attention_id).first()
    )
    event = Event.READ if found else Event.READ_REFUSED
    record(event, about=f"attention:{attention_id}", by=user)
    if found is None:
        raise Http404
    return found


def unsettled() -> QuerySet[Attention]:
    """Questions that no decision has settled."""
    found: QuerySet[Attention] = Attention.objects.filter(settlement__isnull=True)
    return found


def owner_of(attention: Attention) -> User | None:
    """Who owns a question: the last who took it or was given it."""
    last = attention.takings.select_related("owner__agency").order_by("taken_at", "id").last()
    return last.owner if last else None


def owners_of(attentions: Iterable[Attention]) -> dict[UUID, User]:
    """Attention id → owner, in one query; without those nobody owns."""
    ids = [a.pk for a in attentions]
    takings = Taking.objects.filter(attention__in=ids).select_related("owner__agency")
    return {t.attention_id: t.owner for t in takings.order_by("taken_at", "id")}


def is_recused(user: User, attention: Attention) -> bool:
    """Whether the question complains of this person or their agency."""
    return bool(
        attention.recusals.filter(
            Q(user=user) | (Q(agency=user.agency_id) if user.agency_id else Q(pk__in=()))
        ).exists()
    )


def recused_from(user: User) -> set[UUID]:
    """Ids of all questions that complain of this person or their agency."""
    of = Q(user=user) | (Q(agency=user.agency_id) if user.agency_id else Q(pk__in=()))
    return set(Recusal.objects.filter(of).values_list("attention_id", flat=True))


def row_of_today(attention: Attention) -> Row | None:
    """The row of the lists on which the subject stands today, if it still does."""
    found: Row | None = Row.objects.filter(
        compartment=attention.compartment,
        number=today_of(attention),
        list_name=attention.list_name,
    ).first()
    return found


def ringing(compartment: Compartment) -> list[Row]:
    """Rows that ask for an answer, what cannot wait first, then most pressing."""
    rows = Row.objects.filter(compartment=compartment, below_the_line=False)
    return sorted(rows, key=_most_pressing)


def _most_pressing(row: Row) -> tuple[bool, int, bool, str, str]:
    since = row.unheeded_since
    return (
        row.list_name != ListName.READ_NOW,
        -row.unheeded_voices,
        since is None,
        since.isoformat() if since else "",
        row.number,
    )


def unheeded_references(row: Row) -> tuple[str, ...]:
    """References of the reports whose voices nobody answered."""
    return tuple(row.entry.get("figures", {}).get("unheeded_voices", ()))


def waiting_backlog(compartment: Compartment) -> list[Row]:
    """Rows rung by old reports alone that nobody has been asked about yet."""
    asked = Asked.of(compartment)
    rows = [row for row in ringing(compartment) if not asked.about(row)]
    new = recent_references(r for row in rows for r in unheeded_references(row))
    return [row for row in rows if new.isdisjoint(unheeded_references(row))]


def recent_references(references: Iterable[str]) -> set[str]:
    """Those of the references that are of no backlog."""
    asked = sorted(set(references))
    found: set[str] = set()
    for start in range(0, len(asked), _AT_ONCE):
        part = asked[start : start + _AT_ONCE]
        rows = Report.objects.filter(reference__in=part, is_backlog=False)
        found.update(rows.values_list("reference", flat=True))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions ever opened in a compartment, by whom they are about today."""

    by_subject: Mapping[tuple[str, str], tuple[Attention, ...]]
    """(today's number, list) → its questions in the order they were opened."""

    @classmethod
    def of(cls, compartment: Compartment) -> Asked:
        """As they stand now."""
        today = leads(compartment)
        found: dict[tuple[str, str], tuple[Attention, ...]] = {}
        rows = Attention.objects.filter(compartment=compartment).select_related("settlement")
        for attention in rows.order_by("opened_at", "ordinal"):
            key = (today.get(attention.number, attention.number), attention.list_name)
            found[key] = (*found.get(key, ()), attention)
        return cls(found)

    def about(self, row: Row) -> tuple[Attention, ...]:
        """The questions about whoever stands in a row, on that list."""
        return self.by_subject.get((row.number, row.list_name), ())
