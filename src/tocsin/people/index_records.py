"""Records as plain lists and back: only what joining reads of them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from tocsin.people.facts import Facts
from tocsin.people.profiles import Profile
from tocsin.records import (
    Detail,
    Echo,
    EchoType,
    Extraction,
    Judged,
    Judgement,
    Kind,
    Mended,
    Mention,
    Relation,
    RelationKind,
    Report,
    Role,
)
from tocsin.values.dates import PartialDate
from tocsin.values.names import Name

_Row = list[Any]


def report_row(report: Report) -> _Row:
    """A report as joining reads it: what it says, from whom, when."""
    received = report.received.iso() if report.received else None
    return [report.report_id, report.text, received, report.agency]


def report_of(row: _Row) -> Report:
    """The reverse of `report_row`."""
    report_id, text, received, agency = row
    return Report(
        report_id, text, PartialDate.from_iso(received) if received else None, agency=agency
    )


def extraction_row(found: Extraction) -> _Row:
    """Mentions, details and relations of one report."""
    return [
        found.report_id,
        [_mention_row(m) for m in found.mentions],
        [[d.kind, d.of, d.value, d.birth.iso() if d.birth else None] for d in found.details],
        [[r.left, r.right, r.kind.value, r.word] for r in found.relations],
    ]


def extraction_of(row: _Row) -> Extraction:
    """The reverse of `extraction_row`."""
    report_id, mentions, details, relations = row
    return Extraction(
        report_id,
        tuple(_mention_of(report_id, m) for m in mentions),
        tuple(
            Detail(
                report_id, 0, 0, "", kind, of, value,
                PartialDate.from_iso(birth) if birth else None,
            )
            for kind, of, value, birth in details
        ),
        tuple(
            Relation(report_id, left, right, RelationKind(kind), 0, 0, word)
            for left, right, kind, word in relations
        ),
    )  # fmt: skip


def echo_row(echo: Echo) -> _Row:
    """An echo without its evidence."""
    return [echo.report_id, echo.parent_id, echo.type.value, echo.probability]


def echo_of(row: _Row) -> Echo:
    """The reverse of `echo_row`."""
    report_id, parent_id, kind, probability = row
    return Echo(report_id, parent_id, EchoType(kind), probability)


def judgement_row(said: Judgement) -> _Row:
    """A judgement."""
    return [said.left, said.right, said.judgement.value, said.by, said.at, said.reason]


def judgement_of(row: _Row) -> Judgement:
    """The reverse of `judgement_row`."""
    left, right, word, by, at, reason = row
    return Judgement(left, right, Judged(word), by, at, reason)


def mended_row(row: Mended) -> _Row:
    """A corrected mention that says who it is."""
    kind = row.kind.value if row.kind else None
    return [row.report_id, row.start, row.end, kind, row.person_id, row.by, row.at]


def mended_of(row: _Row) -> Mended:
    """The reverse of `mended_row`."""
    report_id, start, end, kind, person_id, by, at = row
    return Mended(
        report_id, start, end, kind=Kind(kind) if kind else None, person_id=person_id, by=by, at=at
    )


def profile_row(profile: Profile) -> _Row:
    """One person in one report, as far as joining reads it."""
    birth = [day.toordinal() for day in profile.birth] if profile.birth else None
    first = min((profile.index, *profile.associates))
    return [
        profile.report_id,
        [_mention_row(m) for m in profile.mentions],
        [[list(n.givens), n.family, n.generation, n.sure] for n in profile.names],
        profile.agency,
        profile.on.toordinal() if profile.on else None,
        birth,
        profile.sex,
        first,
        len(profile.associates) + 1,
    ]


def profile_of(slot: int, row: _Row) -> Profile:
    """The reverse of `profile_row`."""
    report_id, mentions, names, agency, on, birth, sex, first, count = row
    return Profile(
        index=slot,
        report_id=report_id,
        mentions=tuple(_mention_of(report_id, m) for m in mentions),
        names=tuple(_name_of(tuple(givens), *rest) for givens, *rest in names),
        roles=frozenset(Role(m[4]) for m in mentions),
        agency=agency,
        on=date.fromordinal(on) if on else None,
        birth=(date.fromordinal(birth[0]), date.fromordinal(birth[1])) if birth else None,
        sex=sex,
        associates=tuple(i for i in range(first, first + count) if i != slot),
    )


def facts_row(facts: Facts) -> _Row:
    """What surrounds one person in one report."""
    return [
        facts.own, facts.near, facts.homes, facts.places,
        facts.companions, facts.acquaintances, facts.part, facts.surnames,
    ]  # fmt: skip


def facts_at(_: int, row: _Row) -> Facts:
    """The reverse of `facts_row`."""
    own, near, homes, places, companions, acquaintances, part, surnames = row
    return Facts(
        tuple(own), tuple(near), tuple(homes), tuple(places),
        tuple(companions), tuple(acquaintances), part, tuple(surnames),
    )  # fmt: skip


def slots_at(_: int, row: _Row) -> tuple[int, ...]:
    """Numbers of profiles."""
    return tuple(row)


def _mention_row(m: Mention) -> _Row:
    return [m.start, m.end, m.text, m.kind.value, m.role.value, m.concern, m.value, m.is_partial]


def _mention_of(report_id: str, row: _Row) -> Mention:
    start, end, text, kind, role, concern, value, partial = row
    return Mention(
        report_id, start, end, text, Kind(kind), Role(role), concern,
        value=value, is_partial=partial,
    )  # fmt: skip


@lru_cache(maxsize=200_000)
def _name_of(givens: tuple[str, ...], family: str, generation: str, sure: bool) -> Name:
    return Name(givens, family, generation, sure)
