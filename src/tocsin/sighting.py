"""Who is named in which report, as pictures read it: joins, voices and children already known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from tocsin.echoes import VoiceCounter
from tocsin.records import (
    Entry,
    Extraction,
    Joining,
    Mention,
    Report,
    Role,
    Sighting,
    Sightings,
    StatedTie,
    Subject,
    Voice,
)
from tocsin.records.mentions import RelationKind

_NEVER_DRAWN = frozenset({Role.PROFESSIONAL, Role.REPORTER})
_NO_TIE = frozenset({RelationKind.SAME, RelationKind.NOT_SAME})
"""What they say is about who is who, not about two who belong together."""


def sightings_of(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    joining: Joining,
    entries: Iterable[Entry],
    counter: VoiceCounter,
) -> Sightings:
    """One row for each subject, role and report that names it, and the ties that reports state.

    Professionals and reporters are left out, as are negated mentions and whatever is set apart.
    Which row opens a voice is what the lists count by, so that a picture never says more than
    they do.
    """
    named = {m.mention_id: m for m in _drawn(extractions)}
    return sightings_around(
        joining.subjects, reports, extractions, joining.subject_of().get, entries, counter, named
    )


def sightings_around(
    subjects: Iterable[Subject],
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    subject_of: Callable[[str], Subject | None],
    entries: Iterable[Entry],
    counter: VoiceCounter,
    named: Mapping[str, Mention],
) -> Sightings:
    """The rows of some subjects, and the ties that some reports state.

    Args:
        subjects: whose rows are asked for.
        reports: in order of receipt; those that name them at the least.
        extractions: the reports whose ties are asked for.
        subject_of: gives the subject of a mention.
        entries: those of the subjects asked for, at the least.
        counter: counts voices.
        named: mention_id → mention, of those that are drawn.
    """
    children = {entry.person_id for entry in entries if entry.is_child}
    position = {report_id: number for number, report_id in enumerate(reports)}
    rows = [
        row
        for subject in subjects
        if not subject.set_apart
        for row in _rows(subject, named, reports, counter, subject.person_id in children)
    ]
    rows.sort(key=lambda r: (position[r.report_id], r.spans[0], r.person_id, r.role))
    return Sightings(tuple(rows), tuple(_ties(extractions, subject_of, named)))


def is_drawn(mention: Mention) -> bool:
    """Whether a mention has a place in pictures."""
    return not mention.negated and mention.role not in _NEVER_DRAWN


def _drawn(extractions: Mapping[str, Extraction]) -> Iterator[Mention]:
    for found in extractions.values():
        yield from filter(is_drawn, found.mentions)


def _rows(
    subject: Subject,
    named: Mapping[str, Mention],
    reports: Mapping[str, Report],
    counter: VoiceCounter,
    is_child: bool,
) -> Iterator[Sighting]:
    by_role: dict[Role, dict[str, list[Mention]]] = {}
    for mention_id in subject.mention_ids:
        if mention := named.get(mention_id):
            in_role = by_role.setdefault(mention.role, {})
            in_role.setdefault(mention.report_id, []).append(mention)
    shielded = is_child or Role.AFFECTED in by_role
    for role, by_report in by_role.items():
        voices = counter.voices(subject, frozenset({role})).voices
        opened = {voice.report_id: voice for voice in voices}
        within = {report_id: voice for voice in voices for report_id in voice.report_ids}
        for report_id, mentions in by_report.items():
            yield Sighting(
                person_id=subject.person_id,
                kind=subject.kind,
                role=role,
                report_id=report_id,
                agency=reports[report_id].agency,
                teller=counter.teller(report_id).key,
                received=reports[report_id].received,
                occurred=reports[report_id].occurred,
                concerns=tuple(sorted({m.concern for m in mentions if m.concern})),
                spans=tuple(sorted((m.start, m.end) for m in mentions)),
                is_child=is_child,
                is_shielded=shielded,
                opens_voice=report_id in opened,
                counts=_holds(within.get(report_id), "counts"),
                is_certain=_holds(within.get(report_id), "certain"),
            )


def _holds(voice: Voice | None, what: str) -> bool:
    return voice is not None and bool(getattr(voice, what))


def _ties(
    extractions: Mapping[str, Extraction],
    subject_of: Callable[[str], Subject | None],
    named: Mapping[str, Mention],
) -> Iterator[StatedTie]:
    for report_id, found in extractions.items():
        for relation in found.relations:
            if relation.kind in _NO_TIE or not {relation.left, relation.right} <= named.keys():
                continue
            left, right = subject_of(relation.left), subject_of(relation.right)
            if left and right and left is not right and not (left.set_apart or right.set_apart):
                yield StatedTie(left.person_id, right.person_id, relation.kind, report_id)
