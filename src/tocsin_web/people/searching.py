"""Finding a subject: keys kept with the placements, and what a box full of words asks for."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet

from tocsin.records import Kind, Role
from tocsin.values.identifiers import identifier_key, phone_digits, plate_key
from tocsin.values.names import fold, sound_keys
from tocsin.values.names.roots import forms
from tocsin_web.accounts.models import User
from tocsin_web.people.models import Placement, SearchKey, Subject
from tocsin_web.people.queries import has_walls, known_of
from tocsin_web.reports.models import Compartment, Report

_LONGEST = 120
_LEAST = 3
"""Letters or digits a part must have to be looked for as a part."""
_LAST = "\U0010ffff"
_PLACES = frozenset({Kind.ADDRESS, Kind.PREMISES, Kind.ORGANISATION})

Key = tuple[str, str]
"""(kind of key, key)."""


def keys_of(placements: Iterable[Placement]) -> Iterator[tuple[str, str, str]]:
    """(kind, key, subject) of placements, each once; who reported is never found by name."""
    seen: set[tuple[str, str, str]] = set()
    for p in placements:
        if not p.subject or p.role == Role.REPORTER:
            continue
        for kind, key in _keys(p):
            row = (kind, key[:_LONGEST], p.subject)
            if key and row not in seen:
                seen.add(row)
                yield row


def _keys(p: Placement) -> Iterator[Key]:
    written = p.value or p.text
    match p.kind:
        case Kind.PERSON:
            for word in fold(p.text).split():
                yield "name", word
                if len(word) >= _LEAST:
                    yield from (("sound", key) for key in sorted(sound_keys(word)))
        case Kind.PHONE:
            yield "phone", re.sub(r"\D", "", written)[::-1]
        case Kind.VEHICLE:
            plate = plate_key(written)
            yield from (("plate", plate[i:]) for i in range(max(1, len(plate) - _LEAST + 1)))
        case Kind.IDENTIFIER:
            yield "number", identifier_key(written)
        case Kind.HANDLE:
            yield "handle", written.casefold().lstrip("@")
        case kind if kind in _PLACES:
            yield from (("place", word) for word in fold(p.text).split())


def rebuild(compartment: Compartment, placements: Iterable[Placement]) -> None:
    """Make the keys of a compartment anew from its placements."""
    SearchKey.objects.filter(compartment=compartment).delete()
    rows = (
        SearchKey(compartment=compartment, kind=kind, key=key, subject=subject)
        for kind, key, subject in keys_of(placements)
    )
    SearchKey.objects.bulk_create(rows, batch_size=2000)


@dataclass(frozen=True, slots=True)
class Found:
    """A subject, and what it was found by."""

    subject: Subject
    by: str


@dataclass(frozen=True, slots=True)
class Asked:
    """One way to read what was asked: every group must hold one of its keys."""

    words: str
    groups: tuple[tuple[tuple[str, str, bool], ...], ...]
    """Per word alternatives of (kind, key, whether the key only begins so)."""


def readings(query: str) -> Iterator[Asked]:
    """Ways to read a query, the surest first.

    >>> [a.words for a in readings("BD51 K")]
    ['as written', 'part of a plate', 'a form of the name', 'sounds alike']
    """
    words = fold(query).split()[:8]
    if not words:
        return
    yield Asked("as written", tuple(_exact(word) for word in words))
    flat = "".join(words).upper()
    digits = phone_digits(query)
    if len(digits) >= _LEAST and digits.isdigit() and not re.search(r"[a-z]", query.casefold()):
        yield Asked("part of a phone number", ((("phone", digits[::-1], True),),))
    if _LEAST <= len(flat) <= 8 and any(c.isdigit() for c in flat):
        yield Asked("part of a plate", ((("plate", flat, True),),))
    if len(words) > 1 or any(c.isdigit() for c in flat):
        yield Asked("record number", ((("number", identifier_key(query), False),),))
    if query.strip().startswith("@") or "@" in query:
        handle = query.strip().casefold().lstrip("@")
        yield Asked("online name", ((("handle", handle, True),),))
    yield Asked("a form of the name", tuple(_formed(word) for word in words))
    yield Asked("sounds alike", tuple(_sounding(word) for word in words))


def _exact(word: str) -> tuple[tuple[str, str, bool], ...]:
    part = len(word) > _LEAST
    return (("name", word, part), ("place", word, part), ("handle", word, False))


def _formed(word: str) -> tuple[tuple[str, str, bool], ...]:
    return (("name", word, False), *(("name", form, False) for form in sorted(forms(word))))


def _sounding(word: str) -> tuple[tuple[str, str, bool], ...]:
    if len(word) < _LEAST or not word.isalpha():
        return (("name", word, True),)
    return tuple(("sound", key, False) for key in sorted(sound_keys(word)) if key)


def subjects_for(
    user: User, query: str, *, compartment: Compartment, most: int
) -> tuple[list[Found], bool]:
    """Subjects this person may be pointed to, the surest way of finding them first, and whether
    there are more. Whom they may not know of is no part of it, not even of where it is cut."""
    found: dict[str, Found] = {}
    checks = has_walls(user)
    for asked in readings(query):
        for numbers in _batches(_matching(asked, compartment), skip=found):
            known = known_of(user, compartment, numbers)
            if checks:
                known = _still_found(user, compartment, known, asked)
            for number in numbers:
                if number in known and number not in found:
                    found[number] = Found(known[number], asked.words)
            if len(found) > most:
                return list(found.values())[:most], True
    return list(found.values()), False


def _matching(asked: Asked, compartment: Compartment) -> QuerySet[SearchKey, str]:
    """Keys whose subject holds one key of every group, once a subject, in order of number."""
    first, *others = (
        SearchKey.objects.filter(_any(group), compartment=compartment) for group in asked.groups
    )
    for other in others:
        first = first.filter(subject__in=other.values("subject"))
    return first.order_by("subject").values_list("subject", flat=True).distinct()


def _any(group: Iterable[tuple[str, str, bool]]) -> Q:
    wanted = Q(pk__in=())
    for kind, key, begins in group:
        wanted |= Q(kind=kind) & (_begins(key) if begins else Q(key=key))
    return wanted


def _begins(key: str) -> Q:
    """Keys that begin so, in the form each database has an index for."""
    if connection.vendor == "postgresql":
        return Q(key__startswith=key)
    return Q(key__gte=key, key__lt=key + _LAST)


def _batches(numbers: QuerySet[SearchKey, str], *, skip: Collection[str]) -> Iterator[list[str]]:
    at = 0
    while part := list(numbers[at : at + 200]):
        at += 200
        yield [str(n) for n in part if str(n) not in skip]


def _still_found(
    user: User, compartment: Compartment, known: dict[str, Subject], asked: Asked
) -> dict[str, Subject]:
    """Those found also without the reports kept from this person: a wall leaves no trace."""
    seen: dict[str, set[Key]] = {}
    rows = Placement.objects.filter(
        compartment=compartment,
        subject__in=known,
        report__in=Report.objects.pointable_to(user),
    )
    for kind, key, subject in keys_of(rows):
        seen.setdefault(subject, set()).add((kind, key))
    return {n: s for n, s in known.items() if _holds(seen.get(n, set()), asked)}


def _holds(keys: set[Key], asked: Asked) -> bool:
    return all(
        any(
            k == kind and (has.startswith(key) if begins else has == key)
            for kind, key, begins in group
            for k, has in keys
        )
        for group in asked.groups
    )


def is_own_name(user: User, query: str, declared: Iterable[str]) -> bool:
    """Whether somebody looks for themselves, or for whom they declared to be close to."""
    asked = set(fold(query).split())
    named = (f"{user.first_name} {user.last_name}", *declared)
    for name in named:
        words = set(fold(name).split())
        if words and (words <= asked or (len(words) > 1 and len(asked) > 1 and asked <= words)):
            return True
    return False


def renew(compartment: Compartment, numbers: Collection[str]) -> None:
    """Make the keys of some subjects anew from their placements, where the rest stayed."""
    asked = sorted(numbers)
    for start in range(0, len(asked), 500):
        part = asked[start : start + 500]
        SearchKey.objects.filter(compartment=compartment, subject__in=part).delete()
        rows = Placement.objects.filter(compartment=compartment, subject__in=part)
        SearchKey.objects.bulk_create(
            (
                SearchKey(compartment=compartment, kind=kind, key=key, subject=subject)
                for kind, key, subject in keys_of(rows)
            ),
            batch_size=2000,
        )
