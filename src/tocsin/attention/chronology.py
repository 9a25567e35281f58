"""A subject's dated story: reports, echoes, decisions, and what points away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tocsin.attention.against import PointsAway
from tocsin.attention.material import UNLISTED, Material
from tocsin.attention.sentences import about, decided, named_as
from tocsin.records import (
    AttachedDecision,
    ChronologyEntry,
    Kind,
    Mention,
    Report,
    Subject,
    Voice,
)

_ORDER = {"report": 0, "echo": 1, "points_away": 2, "decision": 3}


def chronology(
    subject: Subject,
    mentions: Sequence[Mention],
    voices: Sequence[Voice],
    decisions: Iterable[AttachedDecision],
    away: Iterable[PointsAway],
    material: Material,
    *,
    is_child: bool,
) -> tuple[ChronologyEntry, ...]:
    """Oldest first; what has no known date stands last."""
    lines = [*_told(subject, mentions, voices, material, is_child=is_child)]
    lines += [_decision(a) for a in decisions]
    for sentence, report_id, _start, _end in away:
        on = material.reports[report_id].received if report_id in material.reports else None
        lines.append(ChronologyEntry(on, "points_away", report_id, sentence))
    return tuple(sorted(set(lines), key=_in_order))


def _told(
    subject: Subject,
    mentions: Sequence[Mention],
    voices: Sequence[Voice],
    material: Material,
    *,
    is_child: bool,
) -> Iterable[ChronologyEntry]:
    numbered = _numbers(voices)
    by_report: dict[str, list[Mention]] = {}
    for m in mentions:
        if not m.negated and m.role not in UNLISTED:
            by_report.setdefault(m.report_id, []).append(m)
    for report_id, named in by_report.items():
        report = material.reports[report_id]
        number, opening = numbered.get(report_id, (None, ""))
        said = named_as((m.role for m in named), is_child=is_child, is_person=_is_person(subject))
        sentence = f"{_who(report)}: {said}{about(m.concern for m in named)}"
        if opening and opening != report_id:
            yield ChronologyEntry(
                report.received, "echo", report_id, f"{sentence}; repeats {opening}.", number
            )
        else:
            yield ChronologyEntry(report.received, "report", report_id, f"{sentence}.", number)


def _numbers(voices: Sequence[Voice]) -> Mapping[str, tuple[int, str]]:
    """report_id → the voice it opens or repeats, and the report that opens that voice."""
    numbered: dict[str, tuple[int, str]] = {}
    for number, voice in enumerate(voices, start=1):
        for report_id in voice.report_ids:
            numbered.setdefault(report_id, (number, voice.report_id))
    return numbered


def _decision(attached: AttachedDecision) -> ChronologyEntry:
    decision = attached.decision
    said = decided(decision)
    sentence = f"Decision: {said}." if attached.counts else f"Perhaps a decision: {said}."
    if attached.decision.confirmed and not attached.counts:
        sentence = f"Decision: {said}. It does not count here: {attached.why_not}"
    return ChronologyEntry(decision.on, "decision", decision.report_id, sentence)


def _who(report: Report) -> str:
    return report.agency or "Agency not known"


def _is_person(subject: Subject) -> bool:
    return subject.kind is Kind.PERSON


def _in_order(line: ChronologyEntry) -> tuple[bool, str, int, str, str]:
    on = line.on
    return (
        on is None,
        on.last.isoformat() if on else "",
        _ORDER[line.what],
        line.report_id,
        line.sentence,
    )
