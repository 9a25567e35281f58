"""A small made-up case, as a run would hand it to publishing; every person in it is invented.

It does by hand, in a few plain lines, what the stages do properly: enough for its figures to be
true of its words, so that what is published can be checked against what was put in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date

from tests.support.made_up_reports import ECHOES, PEOPLE, ROWS
from tocsin.evaluation.marked import unmark
from tocsin.records import (
    AgencyCoverage,
    AttachedDecision,
    Case,
    ChronologyEntry,
    Coverage,
    DateLine,
    Decision,
    DecisionKind,
    Echo,
    EchoType,
    Entry,
    Evidence,
    Extraction,
    Figure,
    Grade,
    Join,
    Joining,
    JoinStatus,
    Kind,
    ListName,
    Mention,
    Reading,
    Rejection,
    Report,
    Role,
    Subject,
    Voice,
)
from tocsin.values.dates import PartialDate

AS_OF = date(2012, 6, 30)
_NEVER_LISTED = frozenset({Role.REPORTER, Role.PROFESSIONAL, Role.OTHER, Role.RELATIVE})


def made_up_case() -> Case:
    """Fourteen reports by five agencies about a dozen people, two places and a vehicle."""
    return build_case(ROWS, PEOPLE, ECHOES)


def build_case(
    rows: list[dict[str, str]],
    people: dict[str, tuple[str, ListName, bool]],
    echoes: list[tuple[str, str, str]],
) -> Case:
    """A case from marked rows, the cast (number, list, is_child) and who repeats whom."""
    reports, extractions, subject_of = {}, {}, {}
    for row in rows:
        marked = unmark(row)
        reports[row["report_id"]] = _report(marked.row)
        mentions = tuple(map(_dressed, marked.mentions))
        extractions[row["report_id"]] = Extraction(row["report_id"], mentions)
        subject_of |= marked.subject_of
    linked = tuple(
        Echo(child, parent, EchoType(kind), 0.93, (f"Says where it comes from: {parent}.",))
        for child, parent, kind in echoes
    )
    joining = _joining(extractions, subject_of, people)
    entries = _entries(reports, extractions, joining, linked, people)
    return Case(
        as_of=AS_OF,
        reading=Reading(
            tuple(reports.values()),
            rejected=(Rejection("scan.pdf", "page 2", "No text on this page.", "It needs OCR."),),
            input_hash="0" * 64,
        ),
        reports=reports,
        extractions=extractions,
        joining=joining,
        echoes=linked,
        decisions=tuple(d.decision for e in entries for d in e.decisions),
        entries=entries,
        coverage=_coverage(reports),
        timings={"mentions": 0.1},
        policy_fingerprint="f" * 64,
        operator="Asha",
        purpose="Review of twelve years of files",
    )


def _report(row: dict[str, str]) -> Report:
    grade = Grade(row["grade"], "3x5x2", *row["grade"]) if row.get("grade") else None
    return Report(
        row["report_id"],
        row["text"],
        received=_day(row["received_on"]),
        received_known_by="column",
        occurred=_day(row["received_on"]),
        occurred_known_by="column",
        agency=row["agency"],
        author=row.get("author", ""),
        channel=row.get("channel", ""),
        grade=grade,
        source_file="reports.jsonl",
        place=f"row {row['report_id'][1:].lstrip('0')}",
    )


def _dressed(mention: Mention) -> Mention:
    concern = "exploitation" if mention.role in {Role.ALLEGED, Role.AFFECTED} else ""
    return replace(mention, value=mention.text, concern=concern, found_by="made up")


def _joining(
    extractions: dict[str, Extraction],
    subject_of: dict[str, str],
    people: dict[str, tuple[str, ListName, bool]],
) -> Joining:
    mentions: dict[str, list[Mention]] = {}
    for found in extractions.values():
        for mention in found.mentions:
            mentions.setdefault(subject_of[mention.mention_id], []).append(mention)
    subjects, joins, status_of, probability_of = [], [], {}, {}
    for member, named in mentions.items():
        ids = tuple(m.mention_id for m in named)
        joined = len(ids) > 1
        cut = len(ids) - 1 if joined and len(ids) > 3 else len(ids)
        cores = tuple(core for core in (ids[:cut], ids[cut:]) if core)
        names = tuple(name for name, _ in Counter(m.text for m in named).most_common())
        subjects.append(Subject(people[member][0], named[0].kind, ids, cores, names))
        for number, mention in enumerate(named):
            status = JoinStatus.CERTAIN if number < cut else JoinStatus.POSSIBLE
            status_of[mention.mention_id] = status if joined else JoinStatus.ALONE
            probability_of[mention.mention_id] = 0.9 if joined else 1.0
        joins += [_join(ids[0], other, status_of[other]) for other in ids[1:]]
    return Joining(
        tuple(sorted(subjects, key=lambda s: s.person_id)),
        tuple(joins),
        status_of,
        probability_of,
        model_version="made-up-1",
    )


def _join(left: str, right: str, status: JoinStatus) -> Join:
    evidence = [Evidence("name", 2, 6.5, "The names agree but for spelling.")]
    if status is JoinStatus.CERTAIN:
        evidence.append(Evidence("phone", 1, 9.25, "Both are tied to one phone."))
    left, right = sorted((left, right))
    return Join(left, right, 8.5, 0.9, status, tuple(evidence))


def _entries(
    reports: dict[str, Report],
    extractions: dict[str, Extraction],
    joining: Joining,
    echoes: tuple[Echo, ...],
    people: dict[str, tuple[str, ListName, bool]],
) -> tuple[Entry, ...]:
    mention_of = {m.mention_id: m for found in extractions.values() for m in found.mentions}
    listed = {number: (where, child) for number, where, child in people.values()}
    entries = []
    for subject in joining.subjects:
        where, child = listed[subject.person_id]
        named = [mention_of[i] for i in subject.mention_ids]
        if not {m.role for m in named} <= _NEVER_LISTED:
            entries.append(_entry(subject, where, child, named, reports, joining, echoes))
    children = [e for e in entries if e.list is ListName.CHILDREN_AT_RISK][:1]
    entries += [replace(child, list=ListName.READ_NOW) for child in _urgent(children)]
    order = list(ListName)
    return tuple(
        sorted(
            entries,
            key=lambda e: (
                order.index(e.list),
                -e.figures["unheeded_voices"].value,
                e.unheeded_since or PartialDate.of_day(AS_OF),
                -e.figures["voices_certain"].value,
                e.person_id,
            ),
        )
    )


def _urgent(entries: list[Entry]) -> list[Entry]:
    return [replace(e, read_now=(("disclosure", e.report_ids[0], 0, 12),)) for e in entries]


def _entry(
    subject: Subject,
    where: ListName,
    child: bool,
    named: list[Mention],
    reports: dict[str, Report],
    joining: Joining,
    echoes: tuple[Echo, ...],
) -> Entry:
    in_reports = tuple(dict.fromkeys(m.report_id for m in named))
    parents = {e.report_id: e.parent_id for e in echoes}
    opening = [r for r in in_reports if parents.get(r) not in in_reports]
    voices = tuple(_voice(subject, r, in_reports, parents, named, reports) for r in opening)
    certain = tuple(
        v.report_id
        for v in voices
        if joining.status_of[v.mention_ids[0]] is not JoinStatus.POSSIBLE
    )
    answered = _decisions(subject, in_reports, reports) if len(voices) > 4 else ()
    agencies = tuple(sorted({reports[r].agency for r in in_reports}))
    days = [reports[r].received for r in in_reports if reports[r].received]
    first, last = min(days), max(days)
    continual = len(voices) >= 3
    return Entry(
        list=where,
        person_id=subject.person_id,
        kind=subject.kind,
        names=subject.names,
        identifiers=("07700 900418",) if len(voices) > 4 else (),
        role_counts=dict(Counter(m.role.value for m in named)),
        concerns=tuple(sorted({m.concern for m in named if m.concern})),
        figures={
            "reports": Figure(in_reports),
            "voices": Figure(tuple(v.report_id for v in voices)),
            "voices_certain": Figure(certain),
            "unknown_voices": Figure(()),
            "agencies": Figure(agencies),
            "unheeded_voices": Figure(tuple(v.report_id for v in voices)),
            "sources_min": Figure(agencies),
            "sources_max": Figure(tuple(v.origin for v in voices)),
        },
        voices=voices,
        agency_names=agencies,
        first_on=first,
        last_on=last,
        unheeded_since=first,
        unheeded_days=(AS_OF - first.last).days,
        decisions=answered,
        continually_mentioned=continual,
        below_the_line=not continual,
        reason=f"{len(voices)} voices from {len(agencies)} agencies since {first.iso()[:4]}; no "
        "answer is recorded in the material read.",
        report_ids=in_reports,
        date_line=DateLine(days[2] if continual else None, tuple((a, None) for a in agencies)),
        points_away=_points_away(subject, named),
        seen_with=_seen_with(subject, in_reports, joining),
        chronology=tuple(_line(r, voices, reports) for r in in_reports),
        is_child=child,
        unanswered_if="Unanswered since 2000; if R006 is a decision, since 2003."
        if answered
        else "",
    )


def _voice(
    subject: Subject,
    opening: str,
    in_reports: tuple[str, ...],
    parents: dict[str, str],
    named: list[Mention],
    reports: dict[str, Report],
) -> Voice:
    told_in = (opening, *(r for r in in_reports if parents.get(r) == opening))
    report = reports[opening]
    return Voice(
        subject.person_id,
        named[0].role,
        opening,
        told_in,
        tuple(m.mention_id for m in named if m.report_id in told_in),
        report.agency,
        f"{report.agency}|{report.author}|{opening}",
        report.received,
        report.occurred,
        ("exploitation",),
    )


def _decisions(
    subject: Subject, in_reports: tuple[str, ...], reports: dict[str, Report]
) -> tuple[AttachedDecision, ...]:
    told = reports[in_reports[2]]
    decision = Decision(
        "D1",
        DecisionKind.NO_FURTHER_ACTION,
        (subject.mention_ids[0],),
        told.received,
        reason="File closed, no complaint made.",
        owner="Duty sergeant",
        report_id=told.report_id,
        source="report",
        start=0,
        end=20,
    )
    return (
        AttachedDecision(
            decision, JoinStatus.POSSIBLE, counts=False, why_not="No human has confirmed it."
        ),
    )


def _points_away(subject: Subject, named: list[Mention]) -> tuple[tuple[str, str, int, int], ...]:
    if subject.kind is Kind.PERSON and len(named) > 3:
        last = named[-1]
        words = "One report says it may be another man of the same name."
        return ((words, last.report_id, last.start, last.end),)
    return ()


def _seen_with(
    subject: Subject, in_reports: tuple[str, ...], joining: Joining
) -> tuple[tuple[str, int], ...]:
    shared: Counter[str] = Counter()
    for other in joining.subjects:
        if other.person_id != subject.person_id:
            common = {i.split(":")[0] for i in other.mention_ids} & set(in_reports)
            if common:
                shared[other.person_id] = len(common)
    return tuple(sorted(shared.items(), key=lambda pair: (-pair[1], pair[0]))[:5])


def _line(report_id: str, voices: tuple[Voice, ...], reports: dict[str, Report]) -> ChronologyEntry:
    for number, voice in enumerate(voices, 1):
        if report_id in voice.report_ids:
            what = "report" if voice.report_id == report_id else "echo"
            report = reports[report_id]
            return ChronologyEntry(
                report.received, what, report_id, f"{report.agency} reports it.", number
            )
    raise AssertionError(report_id)


def _coverage(reports: dict[str, Report]) -> Coverage:
    agencies = []
    for agency in sorted({r.agency for r in reports.values()}):
        days = [r.received for r in reports.values() if r.agency == agency and r.received]
        agencies.append(AgencyCoverage(agency, len(days), min(days), max(days)))
    return Coverage(tuple(agencies), len(reports))


def _day(written: str) -> PartialDate:
    return PartialDate.of_day(date.fromisoformat(written), written)
