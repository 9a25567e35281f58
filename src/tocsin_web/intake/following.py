"""The rows of whoever changed, and no others: what the worker writes after each addition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.db.models import Q

from tocsin.live import Update
from tocsin.records import Extraction, Subject
from tocsin_web.attention.engine import row_of
from tocsin_web.attention.models import Row
from tocsin_web.intake.engine.living import World, ends_of, number_of
from tocsin_web.intake.projecting import (
    NONE,
    Place,
    best_ties,
    join_row,
    keep_numbers,
    placed,
    places_in,
    voices_of,
)
from tocsin_web.people.judging import renew_queue
from tocsin_web.people.models import Join, Placement
from tocsin_web.people.models import Subject as RegisteredSubject
from tocsin_web.people.searching import renew as renew_keys
from tocsin_web.reports.models import COMMON, Report

_AT_ONCE = 400
_ENTRY = tuple(
    f.attname
    for f in Row._meta.concrete_fields
    if f.name not in {"id", "compartment", "list_name", "number"}
)


def write(world: World, update: Update) -> None:
    """Bring the rows of a compartment in line with one change, in the caller's transaction."""
    compartment = world.compartment
    listed = {number: world.entries_of(number) for number in update.listed}
    changed = {s.person_id for s in update.subjects}
    children = {n for n in changed | set(listed) if any(e.is_child for e in world.entries_of(n))}
    keep_numbers(compartment, update.subjects, update.redirects, children)
    _write_children(world, set(listed) - changed, children)
    _write_placements(world, update)
    _write_joins(world, update)
    gone = Q(pk__in=())
    for number, name in update.gone_entries:
        gone |= Q(number=number, list_name=name.value)
    Row.objects.filter(gone, compartment=compartment).delete()
    rows = [
        row_of(entry, compartment=compartment, as_of=world.live.as_of) for entry in update.entries
    ]
    Row.objects.bulk_create(
        rows,
        batch_size=_AT_ONCE,
        update_conflicts=True,
        unique_fields=["compartment", "list_name", "number"],
        update_fields=list(_ENTRY),
    )
    _write_search_and_queue(world, changed | set(listed) | set(update.redirects))


def _write_search_and_queue(world: World, numbers: set[str]) -> None:
    """What subjects are found by, and the joins about them that wait for a human."""
    renew_keys(world.compartment, numbers)
    renew_queue(
        world.compartment,
        numbers,
        lambda asked: voices_of(e for n in asked for e in world.entries_of(n)),
    )


def _write_children(world: World, listed: set[str], children: set[str]) -> None:
    for part in _parts(sorted(listed)):
        rows = RegisteredSubject.objects.filter(compartment=world.compartment, number__in=part)
        now = [n for n in part if n in children]
        rows.filter(number__in=now, is_child=False).update(is_child=True)
        rows.exclude(number__in=now).filter(is_child=True).update(is_child=False)


def _write_placements(world: World, update: Update) -> None:
    place: dict[str, Place] = {}
    ties = best_ties(update.joins)
    for subject in update.subjects:
        place |= places_in(subject, ties)
    fresh = {m.mention_id for extraction in update.extractions for m in extraction.mentions}
    _insert(world, update.extractions, place)
    moved: dict[Place, list[str]] = defaultdict(list)
    wanted = sorted(place.keys() - fresh)
    for mention_id, before in _stored(world, wanted):
        if place[mention_id] != before:
            moved[place[mention_id]].append(mention_id)
    for (number, core, status, probability), mention_ids in moved.items():
        for part in _parts(mention_ids):
            Placement.objects.filter(compartment=world.compartment, mention_id__in=part).update(
                subject=number, core=core, status=status, probability=probability
            )


def _insert(world: World, read: Iterable[Extraction], place: dict[str, Place]) -> None:
    extractions = list(read)
    if not extractions:
        return
    references = [e.report_id for e in extractions]
    worlds = {COMMON, world.compartment.pk}
    pk_of = dict(
        Report.objects.filter(compartment__in=worlds, reference__in=references).values_list(
            "reference", "pk"
        )
    )
    Placement.objects.filter(
        compartment=world.compartment, report__in=list(pk_of.values())
    ).delete()
    Placement.objects.bulk_create(
        (
            placed(world.compartment, pk_of[e.report_id], m, place.get(m.mention_id, NONE))
            for e in extractions
            for m in e.mentions
        ),
        batch_size=_AT_ONCE,
    )


def _stored(world: World, mention_ids: list[str]) -> Iterator[tuple[str, Place]]:
    for part in _parts(mention_ids):
        rows = Placement.objects.filter(compartment=world.compartment, mention_id__in=part)
        told = rows.values_list("mention_id", "subject", "core", "status", "probability")
        for mention_id, number, core, status, probability in told:
            yield mention_id, (number, core, status, probability)


def _write_joins(world: World, update: Update) -> None:
    compartment = world.compartment
    number = number_of(update.subjects)
    for part in _parts(sorted(_people(update.subjects))):
        around = Q(left__in=part) | Q(right__in=part)
        Join.objects.filter(around, compartment=compartment).delete()
    for part in _parts(sorted(number)):
        rows = Placement.objects.filter(compartment=compartment, mention_id__in=part)
        for side in ("left", "right"):
            _renumber(world, side, dict(rows.values_list("mention_id", "subject")))
    ends = sorted(ends_of(update.joins) - number.keys())
    for m, place in _stored(world, ends):
        number[m] = place[0]
    seen = {(j.left, j.right): j for j in update.joins}
    Join.objects.bulk_create(
        (join_row(compartment, join, number) for _, join in sorted(seen.items())),
        batch_size=_AT_ONCE,
    )


def _renumber(world: World, side: str, number: dict[str, str]) -> None:
    rows = Join.objects.filter(compartment=world.compartment, **{f"{side}__in": list(number)})
    wrong = [r for r in rows if getattr(r, f"{side}_subject") != number[getattr(r, side)]]
    for row in wrong:
        setattr(row, f"{side}_subject", number[getattr(row, side)])
    Join.objects.bulk_update(wrong, [f"{side}_subject"], batch_size=_AT_ONCE)


def _people(subjects: Iterable[Subject]) -> set[str]:
    return {m for s in subjects if s.kind.value == "person" for m in s.mention_ids}


def _parts(values: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(values), _AT_ONCE):
        yield values[start : start + _AT_ONCE]
