"""What the engine found, written down as rows that pages read: made again at any time, the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.db import transaction

from tocsin.records import Case, Entry, JoinStatus, Kind, Mention
from tocsin.records import Join as EngineJoin
from tocsin.records import Subject as EngineSubject
from tocsin_web.attention.engine import row_of
from tocsin_web.attention.models import Row
from tocsin_web.people.judging import Voices, rebuild_crowded, rebuild_queue
from tocsin_web.people.models import Join, Placement, Subject
from tocsin_web.people.searching import rebuild as rebuild_keys
from tocsin_web.people.walls import raise_walls
from tocsin_web.reports.models import COMMON, Compartment, Report

_BATCH = 2000


@transaction.atomic
def project(compartment: Compartment, case: Case) -> None:
    """Replace all rows of a compartment by what `case` says; numbers once given stay."""
    keep_numbers(compartment, case.joining.subjects, case.joining.redirects, _children(case))
    for model in (Placement, Join, Row):
        model.objects.filter(compartment=compartment).delete()
    placements = list(_placements(compartment, case))
    joins = list(_joins(compartment, case))
    Placement.objects.bulk_create(placements, batch_size=_BATCH)
    Join.objects.bulk_create(joins, batch_size=_BATCH)
    rows = (row_of(entry, compartment=compartment, as_of=case.as_of) for entry in case.entries)
    Row.objects.bulk_create(rows, batch_size=_BATCH)
    rebuild_keys(compartment, placements)
    rebuild_queue(compartment, joins, placements, voices_of(case.entries))
    rebuild_crowded(compartment, case.joining.too_common)
    raise_walls()


def keep_numbers(
    compartment: Compartment,
    subjects: Iterable[EngineSubject],
    redirects: Mapping[str, str],
    children: set[str],
) -> None:
    """Bring the registry of numbers up to date: new ones come in, former ones lead on."""
    rows = [
        Subject(
            compartment=compartment,
            number=s.person_id,
            kind=s.kind.value,
            names=list(s.names),
            identifiers=list(s.identifiers),
            set_apart=s.set_apart,
            is_child=s.person_id in children,
            leads_to="",
        )
        for s in subjects
    ]
    standing = {r.number for r in rows}
    Subject.objects.bulk_create(
        rows,
        batch_size=500,
        update_conflicts=True,
        unique_fields=["compartment", "number"],
        update_fields=["kind", "names", "identifiers", "set_apart", "is_child", "leads_to"],
    )
    former = Subject.objects.filter(compartment=compartment, number__in=list(redirects))
    gone = [s for s in former if s.number not in standing]
    for subject in gone:
        subject.leads_to = redirects[subject.number]
    Subject.objects.bulk_update(gone, ["leads_to"], batch_size=500)


def voices_of(entries: Iterable[Entry]) -> dict[str, Voices]:
    """number → what its main row says, for the order of the joins to judge."""
    found: dict[str, Voices] = {}
    for entry in entries:
        voices = entry.figures["voices"].value
        above = not entry.below_the_line or found.get(entry.person_id, Voices()).above
        found[entry.person_id] = Voices(voices, entry.figures["voices_certain"].value, above)
    return found


def _children(case: Case) -> set[str]:
    return {entry.person_id for entry in case.entries if entry.is_child}


def _placements(compartment: Compartment, case: Case) -> Iterator[Placement]:
    worlds = {COMMON, compartment.pk}
    pk_of = dict(
        Report.objects.filter(compartment__in=worlds).values_list("reference", "pk").iterator()
    )
    ties = best_ties(case.joining.joins)
    home = {m: place for s in case.joining.subjects for m, place in places_in(s, ties).items()}
    for report_id, extraction in case.extractions.items():
        for mention in extraction.mentions:
            yield placed(compartment, pk_of[report_id], mention, home.get(mention.mention_id, NONE))


Place = tuple[str, int, str, float]
"""(number, core, how it hangs there, the best probability that ties it)."""
NONE: Place = ("", 0, JoinStatus.ALONE.value, 1.0)


def places_in(subject: EngineSubject, ties: Mapping[str, float]) -> dict[str, Place]:
    """mention_id → its place in a subject. A chance is told of people alone: things are equal or
    are not."""
    size = len(subject.mention_ids)
    found: dict[str, Place] = {}
    for number, core in enumerate(subject.cores):
        status = _status(number, core, size)
        for m in core:
            tied = subject.kind is Kind.PERSON and status is not JoinStatus.ALONE
            chance = ties.get(m, 1.0) if tied else 1.0
            found[m] = (subject.person_id, number, status.value, chance)
    return found


def best_ties(joins: Iterable[EngineJoin]) -> dict[str, float]:
    """mention_id → the best probability of the joins that were made with it."""
    found: dict[str, float] = {}
    for join in joins:
        if join.status is not JoinStatus.ALONE:
            for m in (join.left, join.right):
                found[m] = max(found.get(m, 0.0), join.match_probability)
    return found


def placed(compartment: Compartment, report_pk: UUID, m: Mention, place: Place) -> Placement:
    """The row of one mention."""
    number, core, status, probability = place
    return Placement(
        compartment=compartment,
        report_id=report_pk,
        mention_id=m.mention_id,
        start=m.start,
        end=m.end,
        text=m.text[:300],
        value=m.value[:300],
        kind=m.kind.value,
        role=m.role.value,
        concern=m.concern,
        negated=m.negated,
        hearsay=m.hearsay,
        subject=number,
        core=core,
        status=status,
        probability=probability,
    )


def join_row(compartment: Compartment, join: EngineJoin, number: Mapping[str, str]) -> Join:
    """The row of one join."""
    return Join(
        compartment=compartment,
        left=join.left,
        right=join.right,
        left_subject=number.get(join.left, ""),
        right_subject=number.get(join.right, ""),
        weight=join.match_weight,
        probability=join.match_probability,
        status=join.status.value,
        evidence=[[e.comparison, e.level, e.weight_bits, e.sentence] for e in join.evidence],
    )


def _joins(compartment: Compartment, case: Case) -> Iterator[Join]:
    number = {m: s.person_id for s in case.joining.subjects for m in s.mention_ids}
    for join in case.joining.joins:
        yield join_row(compartment, join, number)


def _status(number: int, core: tuple[str, ...], size: int) -> JoinStatus:
    if size == 1:
        return JoinStatus.ALONE
    return JoinStatus.CERTAIN if number == 0 and len(core) > 1 else JoinStatus.POSSIBLE
