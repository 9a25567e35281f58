"""Which decisions stand about which subject, and how surely."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from tocsin.decisions.finding import POSSIBLY_JOINED, Finder, Hit, by_name
from tocsin.records import (
    AttachedDecision,
    Decision,
    Extraction,
    Joining,
    JoinStatus,
)

_CERTAIN, _POSSIBLE = JoinStatus.CERTAIN, JoinStatus.POSSIBLE
_NOT_CONFIRMED = (
    "Read from the words of a report and not confirmed: it counts once decisions.csv has it."
)


def attach(
    decisions: Iterable[Decision],
    joining: Joining,
    extractions: Mapping[str, Extraction],
) -> dict[str, tuple[AttachedDecision, ...]]:
    """Say which decisions stand about which subject, and whether each can heed.

    Args:
        decisions: rows of decisions.csv (confirmed) and those told in reports (not yet).
        joining: the subjects; only a mention of the largest certain core is certain.
        extractions: the mentions of every report in view; a row may name one not among them.

    Returns:
        person_id → its decisions, oldest first, undated last. `join_status` is `certain` where
        the decision gives the person_id or an exact number or plate, or tells of or cites a
        mention in the subject's largest certain core; otherwise `possible`, and `certain_about`
        holds the smaller core it does tell of. `counts` says that it is confirmed and certain
        about something; whether its kind answers the list the subject stands on is decided there.

    A name alone is never certain, however rare: two people may carry it.
    """
    finder = Finder(
        {s.person_id: s for s in joining.subjects},
        joining.subject_of().get,
        joining.redirects,
        extractions,
        cache(lambda: by_name(joining.subjects)),
    )
    found: dict[str, list[AttachedDecision]] = {}
    for decision in sorted(decisions, key=in_order):
        for hit in finder.hits(decision):
            found.setdefault(hit.person_id, []).append(as_it_stands(decision, hit))
    return {person_id: confirmed(found[person_id]) for person_id in sorted(found)}


def unattached(
    decisions: Iterable[Decision], attached: Mapping[str, Sequence[AttachedDecision]]
) -> tuple[Decision, ...]:
    """The decisions that could be tied to no subject: shown, because they answer nobody."""
    tied = {a.decision.decision_id for rows in attached.values() for a in rows}
    return tuple(d for d in decisions if d.decision_id not in tied)


def as_it_stands(decision: Decision, hit: Hit) -> AttachedDecision:
    """A decision as it stands for the subject it was found to be about."""
    status, about = hit.status, hit.certain_about
    counts = decision.confirmed and (status is _CERTAIN or bool(about))
    why_not = hit.why_not
    if not decision.confirmed and (status is _CERTAIN or about):
        why_not = _NOT_CONFIRMED
    return AttachedDecision(decision, status, counts, why_not, about)


def confirmed(rows: list[AttachedDecision]) -> tuple[AttachedDecision, ...]:
    """Let rows of decisions.csv confirm what reports tell of the same subject.

    A row confirms a told decision of the same report, or of the same day and kind. Where both
    say the same kind they are shown as one: the row, with the words that tell of it.
    """
    written = [a for a in rows if a.decision.confirmed]
    kept: list[AttachedDecision] = []
    merged: dict[int, AttachedDecision] = {}
    for told in (a for a in rows if not a.decision.confirmed):
        at = next((i for i, row in enumerate(written) if _confirms(row.decision, told)), None)
        if at is None:
            kept.append(told)
        elif written[at].decision.kind is told.decision.kind:
            merged[at] = _merged(merged.get(at, written[at]), told)
        else:
            kept.append(_now_confirmed(told))
    final = [merged.get(i, row) for i, row in enumerate(written)] + kept
    return tuple(sorted(final, key=lambda a: in_order(a.decision)))


def _confirms(row: Decision, told: AttachedDecision) -> bool:
    decision = told.decision
    if row.report_id:
        return row.report_id == decision.report_id
    return (
        row.kind is decision.kind
        and row.on is not None
        and decision.on is not None
        and row.on.may_be(decision.on)
    )


def _merged(row: AttachedDecision, told: AttachedDecision) -> AttachedDecision:
    decision = replace(
        row.decision,
        on=row.decision.on or told.decision.on,
        reason=row.decision.reason or told.decision.reason,
        owner=row.decision.owner or told.decision.owner,
        report_id=row.decision.report_id or told.decision.report_id,
        cites=tuple(sorted({*row.decision.cites, *told.decision.cites})),
        start=told.decision.start,
        end=told.decision.end,
    )
    surest = told if told.join_status is _CERTAIN and row.join_status is not _CERTAIN else row
    about = tuple(sorted({*row.certain_about, *told.certain_about}))
    return as_it_stands(decision, Hit("", surest.join_status, row.why_not, about))


def _now_confirmed(told: AttachedDecision) -> AttachedDecision:
    decision = replace(told.decision, confirmed=True)
    why_not = "" if told.join_status is _CERTAIN else POSSIBLY_JOINED
    return as_it_stands(decision, Hit("", told.join_status, why_not, told.certain_about))


def in_order(decision: Decision) -> tuple[bool, str, str, str]:
    """Oldest first, undated last."""
    on = decision.on
    return (
        on is None,
        on.first.isoformat() if on else "",
        decision.report_id,
        decision.decision_id,
    )
