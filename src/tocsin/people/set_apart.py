"""Things kept out of joining: institutions, an agency's own address, office numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from tocsin.policies import Policy
from tocsin.records import Extraction, Kind, Mention, RelationKind, Report, Role
from tocsin.values.identifiers import address_key, identifier_key, phone_digits, plate_key
from tocsin.values.names import fold

_OF_CONCERN = frozenset({Role.ALLEGED, Role.AFFECTED})
_AT_WORK = frozenset({Role.PROFESSIONAL, Role.REPORTER})


class Value(Protocol):
    """All mentions of one written value."""

    kind: Kind
    key: str
    mentions: list[Mention]


def reasons_to_set_apart(
    values: Sequence[Value],
    extractions: Mapping[str, Extraction],
    reports: Mapping[str, Report],
    policy: Policy,
) -> dict[int, str]:
    """Which values are set apart, and why."""
    table = policy.table("people")
    wanted = {key for v in table["set_apart"] for key in _written(str(v))}
    spared = {key for v in table["never_set_apart"] for key in _written(str(v))}
    institutions = frozenset(fold(str(w)) for w in table["institutions"])
    agencies = {fold(r.agency) for r in reports.values() if r.agency}
    at_work = _people_at_work(extractions)
    limit = int(policy["people.office_number"])
    found: dict[int, str] = {}
    for i, value in enumerate(values):
        written = {(None, value.key.replace(" ", "").casefold()), (value.kind, value.key)}
        if written & spared:
            continue
        if written & wanted:
            found[i] = "Named in the policy as not to be joined on"
        elif value.kind is Kind.PHONE:
            tied = {who for m in value.mentions for who in at_work.get(m.mention_id, ())}
            if tied and (len(tied) >= limit or _only_at_work(value, at_work)):
                found[i] = "An office number: people at work give it"
        elif value.kind in (Kind.PREMISES, Kind.ORGANISATION) and (
            is_institution(value.key, institutions)
            or (is_agency(value.key, agencies) and not _is_told_of(value, extractions, reports))
        ):
            found[i] = "An institution: it says where, and joins nobody"
    return found


def _written(value: str) -> set[tuple[Kind | None, str]]:
    """A value as mentions of it may be written: "+44 7700 900555" is 07700 900555."""
    found: set[tuple[Kind | None, str]] = {(None, fold(value).replace(" ", ""))}
    for kind, key in (
        (Kind.PHONE, phone_digits(value)),
        (Kind.VEHICLE, plate_key(value)),
        (Kind.ADDRESS, address_key(value)),
        (Kind.IDENTIFIER, identifier_key(value)),
        (Kind.HANDLE, value.strip().casefold()),
    ):
        if key:
            found.add((kind, key))
    return found


def is_institution(key: str, words: frozenset[str]) -> bool:
    """Whether a name holds a word of an institution."""
    tokens = f" {key} "
    return any(f" {word} " in tokens for word in words)


def is_agency(key: str, agencies: set[str]) -> bool:
    """Whether a name is that of an agency, or begins it, or begins with it."""
    return any(key == a or a.startswith(f"{key} ") or key.startswith(f"{a} ") for a in agencies)


def _is_told_of(
    value: Value, extractions: Mapping[str, Extraction], reports: Mapping[str, Report]
) -> bool:
    """Another agency names it beside somebody alleged or affected: a hotel that reports is a place
    that is reported, too."""
    for mention in value.mentions:
        own = is_agency(value.key, {fold(reports[mention.report_id].agency)})
        people = extractions[mention.report_id].mentions
        if not own and any(m.role in _OF_CONCERN for m in people):
            return True
    return False


def _people_at_work(extractions: Mapping[str, Extraction]) -> dict[str, frozenset[str]]:
    """mention_id of a thing → people at work whom the report ties to it."""
    found: dict[str, set[str]] = {}
    for extraction in extractions.values():
        roles = {m.mention_id: m for m in extraction.mentions if m.kind is Kind.PERSON}
        for relation in extraction.relations:
            if relation.kind is not RelationKind.USES_PHONE:
                continue
            for person, thing in ((relation.left, relation.right), (relation.right, relation.left)):
                mention = roles.get(person)
                if mention and mention.role in _AT_WORK:
                    found.setdefault(thing, set()).add(fold(mention.text))
    return {thing: frozenset(people) for thing, people in found.items()}


def _only_at_work(value: Value, at_work: Mapping[str, frozenset[str]]) -> bool:
    """Given by people at work alone, in more than one report."""
    reports = {m.report_id for m in value.mentions}
    return len(reports) > 1 and all(m.mention_id in at_work for m in value.mentions)
