"""On which list a subject stands, and which of its mentions speak for it there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from tocsin.attention.ages import was_a_child
from tocsin.attention.material import ASKED_ABOUT, Material
from tocsin.attention.things import thing_counts
from tocsin.policies.answers import Answers
from tocsin.records import Extraction, Kind, ListName, Mention, Role, Subject, Voice

_AFFECTED = frozenset({Role.AFFECTED})
_ALLEGED = frozenset({Role.ALLEGED})
_UNKNOWN = frozenset({Role.UNKNOWN})
_ANY = frozenset[Role]()
_LIST_OF_KIND = {
    Kind.PREMISES: ListName.PLACES,
    Kind.ADDRESS: ListName.PLACES,
    Kind.ORGANISATION: ListName.PLACES,
    Kind.VEHICLE: ListName.VEHICLES,
    Kind.PHONE: ListName.OTHERS,
    Kind.HANDLE: ListName.OTHERS,
}
"""Numbers of record systems are the way back to a record, not subjects of a list."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A place on a list: the roles whose mentions count there, and which voices ask."""

    list: ListName
    roles: frozenset[Role]
    """Empty: every mention that is not negated, for things."""
    is_child: bool = False
    hits: tuple[tuple[str, str, int, int], ...] = ()
    """Why to read it now: (reason, report_id, start, end)."""

    @property
    def answered_as(self) -> ListName:
        """The list whose kinds of decision answer here."""
        if self.list is not ListName.READ_NOW:
            return self.list
        return ListName.CHILDREN_AT_RISK if self.is_child else ListName.ADULTS_AT_RISK


def standings(
    subject: Subject,
    mentions: Sequence[Mention],
    material: Material,
    answers: Answers,
    *,
    adult_age: int,
) -> tuple[Standing, ...]:
    """The lists a subject stands on: none; one; two for an adult who is named as alleged and as
    affected; and `read_now` besides, where one report is enough."""
    if subject.set_apart:
        return ()
    if subject.kind is not Kind.PERSON:
        return _of_a_thing(subject, mentions, material, answers)
    roles = {m.role for m in mentions if not m.negated}
    if not roles & (ASKED_ABOUT | _UNKNOWN):
        return ()
    is_child = was_a_child(mentions, material, adult_age=adult_age)
    own = (
        (Standing(ListName.CHILDREN_AT_RISK, ASKED_ABOUT, is_child=True),)
        if is_child
        else _of_an_adult(mentions, roles, material, answers)
    )
    affected = ASKED_ABOUT if is_child else _AFFECTED
    hits = _hits(mentions, affected, material, is_child=is_child)
    if not hits:
        return own
    own = tuple(replace(s, hits=hits) if s.roles & _AFFECTED else s for s in own)
    return (Standing(ListName.READ_NOW, affected, is_child=is_child, hits=hits), *own)


def _hits(
    mentions: Iterable[Mention], roles: frozenset[Role], material: Material, *, is_child: bool
) -> tuple[tuple[str, str, int, int], ...]:
    """By rule, without a count: what in their reports says that it cannot wait.

    A concern about a child under 13 is never about an adult named beside the child.
    """
    own = {m.mention_id: m.report_id for m in mentions if m.role in roles and not m.negated}
    return tuple(
        (reason, report_id, start, end)
        for report_id in sorted(set(own.values()))
        for reason, start, end in material.extractions[report_id].read_now
        if (is_child or reason != "under_13")
        and _is_about((reason, start, end), material.extractions[report_id], own, material)
    )


def _is_about(
    hit: tuple[str, int, int],
    extraction: Extraction,
    own: Mapping[str, str],
    material: Material,
) -> bool:
    """An age is about the one whose age it is; danger and disclosure about all affected."""
    reason, start, end = hit
    if reason != "under_13":
        return True
    owners = {d.of for d in extraction.details if d.start < end and start < d.end}
    asked = {
        m for m in owners if m in material.mentions and material.mentions[m].role in ASKED_ABOUT
    }
    return not asked or not asked.isdisjoint(own)


def _of_an_adult(
    mentions: Sequence[Mention], roles: Set[Role], material: Material, answers: Answers
) -> tuple[Standing, ...]:
    found = []
    if _asked_about(mentions, Role.AFFECTED, material, answers):
        found.append(Standing(ListName.ADULTS_AT_RISK, _AFFECTED))
    if _asked_about(mentions, Role.ALLEGED, material, answers):
        found.append(Standing(ListName.ADULTS_NAMED, _ALLEGED))
    rest = frozenset(roles & ASKED_ABOUT) or _UNKNOWN
    return tuple(found) or (Standing(ListName.OTHERS, rest),)


def _of_a_thing(
    subject: Subject, mentions: Iterable[Mention], material: Material, answers: Answers
) -> tuple[Standing, ...]:
    where = _LIST_OF_KIND.get(subject.kind)
    if where is None or not any(thing_counts(m, material, answers) for m in mentions):
        return ()
    return (Standing(where, _ANY),)


def _asked_about(
    mentions: Iterable[Mention], role: Role, material: Material, answers: Answers
) -> bool:
    return any(
        answers.asking & material.concerns_of(m)
        for m in mentions
        if m.role is role and not m.negated
    )


def voice_asks(
    standing: Standing, subject: Subject, material: Material, answers: Answers
) -> Callable[[Voice], bool]:
    """Whether a voice is about something that asks for an answer, for this standing."""
    read_now = {report_id for _, report_id, _, _ in standing.hits}

    def of_a_person(voice: Voice) -> bool:
        if not read_now.isdisjoint(voice.report_ids):
            return True
        return not answers.asking.isdisjoint(about(voice, material))

    def of_a_thing(voice: Voice) -> bool:
        return any(
            thing_counts(material.mentions[m], material, answers)
            for m in voice.mention_ids
            if m in material.mentions
        )

    if standing.roles == _UNKNOWN:
        return lambda _voice: False
    return of_a_person if subject.kind is Kind.PERSON else of_a_thing


def about(voice: Voice, material: Material) -> frozenset[str]:
    """The concerns of a voice: those of its mentions, or of the reports that say none of them."""
    mentions = [material.mentions[m] for m in voice.mention_ids if m in material.mentions]
    return frozenset().union(*(material.concerns_of(m) for m in mentions))
