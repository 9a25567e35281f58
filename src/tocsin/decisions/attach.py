"""Which decisions stand about which subject, and how surely."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.records import (
    AttachedDecision,
    Decision,
    Extraction,
    Joining,
    JoinStatus,
    Kind,
    Role,
    Subject,
)

_CERTAIN, _POSSIBLE = JoinStatus.CERTAIN, JoinStatus.POSSIBLE
_NOT_CONFIRMED = (
    "Read from the words of a report and not confirmed: it counts once decisions.csv has it."
)
_POSSIBLY_JOINED = (
    "The words that tell of it are joined to this subject only possibly: it answers what is joined"
    " to them for certain, and the rest once a judgement joins it or decisions.csv gives the"
    " person_id."
)
_NAME_ALONE = (
    "It gives a name and nothing else: it counts once decisions.csv gives the person_id, or the"
    " report that tells of it."
)
_NOT_IN_ITS_REPORT = (
    "The name is not found among the people of the report it gives: it counts once decisions.csv"
    " gives the person_id."
)
_SELDOM = frozenset({Role.PROFESSIONAL, Role.REPORTER})
_IDENTIFYING = frozenset({Kind.PHONE, Kind.VEHICLE, Kind.HANDLE, Kind.ADDRESS})


@dataclass(frozen=True, slots=True)
class _Hit:
    """A subject a decision may be about."""

    person_id: str
    status: JoinStatus
    why_not: str = ""
    certain_about: tuple[str, ...] = ()


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
    finder = _Finder(joining, extractions)
    found: dict[str, list[AttachedDecision]] = {}
    for decision in sorted(decisions, key=_in_order):
        for hit in finder.hits(decision):
            found.setdefault(hit.person_id, []).append(_attached(decision, hit))
    return {person_id: _confirm(found[person_id]) for person_id in sorted(found)}


def unattached(
    decisions: Iterable[Decision], attached: Mapping[str, Sequence[AttachedDecision]]
) -> tuple[Decision, ...]:
    """The decisions that could be tied to no subject: shown, because they answer nobody."""
    tied = {a.decision.decision_id for rows in attached.values() for a in rows}
    return tuple(d for d in decisions if d.decision_id not in tied)


def _attached(decision: Decision, hit: _Hit) -> AttachedDecision:
    status, about = hit.status, hit.certain_about
    counts = decision.confirmed and (status is _CERTAIN or bool(about))
    why_not = hit.why_not
    if not decision.confirmed and (status is _CERTAIN or about):
        why_not = _NOT_CONFIRMED
    return AttachedDecision(decision, status, counts, why_not, about)


def _confirm(rows: list[AttachedDecision]) -> tuple[AttachedDecision, ...]:
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
    return tuple(sorted(final, key=lambda a: _in_order(a.decision)))


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
    return _attached(decision, _Hit("", surest.join_status, row.why_not, about))


def _now_confirmed(told: AttachedDecision) -> AttachedDecision:
    decision = replace(told.decision, confirmed=True)
    why_not = "" if told.join_status is _CERTAIN else _POSSIBLY_JOINED
    return _attached(decision, _Hit("", told.join_status, why_not, told.certain_about))


class _Finder:
    """Finds the subjects a decision is about."""

    def __init__(self, joining: Joining, extractions: Mapping[str, Extraction]) -> None:
        self._by_id = {s.person_id: s for s in joining.subjects}
        self._redirects = joining.redirects
        self._of_mention = joining.subject_of()
        self._extractions = extractions
        self._subjects = joining.subjects
        self._by_name: dict[tuple[str, ...], list[str]] | None = None

    def hits(self, decision: Decision) -> list[_Hit]:
        """The subjects this decision is about, each once, the surest way it was found."""
        best: dict[str, _Hit] = {}
        for about in decision.about:
            for hit in self._of_one(about, decision):
                known = best.get(hit.person_id)
                if known is None or (known.status is not _CERTAIN and hit.status is _CERTAIN):
                    best[hit.person_id] = hit
        return [best[person_id] for person_id in sorted(best)]

    def _of_one(self, about: str, decision: Decision) -> list[_Hit]:
        if subject := self._of_mention.get(about):
            return [_hit(subject, {about, *self._cited(subject, decision.cites)})]
        number = self._redirects.get(about, about)
        if number in self._by_id:
            return [_Hit(number, _CERTAIN)]
        gives_reports = bool(decision.report_id or decision.cites)
        why_not = _NOT_IN_ITS_REPORT if gives_reports else _NAME_ALONE
        return self._in_its_reports(about, decision) or self._by_words(about, why_not)

    def _cited(self, subject: Subject, cites: Iterable[str]) -> set[str]:
        own = set(subject.mention_ids)
        return {m for report_id in cites for m in self._mentions(report_id) if m in own}

    def _mentions(self, report_id: str) -> list[str]:
        extraction = self._extractions.get(report_id)
        if extraction is None:
            return []
        return [m.mention_id for m in extraction.mentions if m.role not in _SELDOM]

    def _in_its_reports(self, name: str, decision: Decision) -> list[_Hit]:
        """Subjects that fit the name and are named in the report that tells of it, or cited."""
        words = name_words(name)
        fitting: dict[str, set[str]] = {}
        for report_id in (decision.report_id, *decision.cites):
            for mention_id, written in self._written(report_id):
                subject = self._of_mention.get(mention_id)
                if subject and _fits(words, written, subject):
                    fitting.setdefault(subject.person_id, set()).add(mention_id)
        exact = [person_id for person_id in sorted(fitting) if self._is_named(person_id, words)]
        chosen = exact if len(exact) == 1 else sorted(fitting)
        if len(chosen) == 1:
            return [_hit(self._by_id[chosen[0]], fitting[chosen[0]])]
        return [_Hit(person_id, _POSSIBLE, _several(len(chosen))) for person_id in chosen]

    def _written(self, report_id: str) -> list[tuple[str, tuple[str, ...]]]:
        extraction = self._extractions.get(report_id)
        if extraction is None:
            return []
        return [
            (m.mention_id, name_words(m.text)) for m in extraction.mentions if m.role not in _SELDOM
        ]

    def _is_named(self, person_id: str, words: tuple[str, ...]) -> bool:
        return any(name_words(n) == words for n in self._by_id[person_id].names)

    def _by_words(self, written: str, why_not: str) -> list[_Hit]:
        """Subjects of that very name (never certain) or of that very number, plate or handle."""
        if self._by_name is None:
            self._by_name = _index(self._subjects)
        found = sorted(set(self._by_name.get(name_words(written), ())))
        exact = sorted(set(self._by_name.get(("=", _squeezed(written)), ())))
        if len(exact) == 1:
            return [_Hit(exact[0], _CERTAIN)]
        if len(found) == 1:
            return [_Hit(found[0], _POSSIBLE, why_not)]
        return [_Hit(p, _POSSIBLE, _several(len(found))) for p in found]


def _index(subjects: Iterable[Subject]) -> dict[tuple[str, ...], list[str]]:
    index: dict[tuple[str, ...], list[str]] = {}
    for subject in subjects:
        for name in subject.names:
            index.setdefault(name_words(name), []).append(subject.person_id)
        if subject.kind in _IDENTIFYING:
            for written in (*subject.names, *subject.identifiers):
                index.setdefault(("=", _squeezed(written)), []).append(subject.person_id)
    return index


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, marks or order.

    >>> name_words("OFORI, Kwabena") == name_words("Kwabena Ofori")
    True
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    kept = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    return tuple(sorted(kept.split()))


def _squeezed(written: str) -> str:
    return "".join(c for c in written.casefold() if c.isalnum())


def _fits(words: tuple[str, ...], written: tuple[str, ...], subject: Subject) -> bool:
    """Whether a name fits a mention: the same words, or one within the other, or a known name."""
    if not words:
        return False
    wanted, here = set(words), set(written)
    if here and (wanted <= here or here <= wanted) and any(len(w) > 1 for w in wanted & here):
        return True
    return any(name_words(n) == words for n in subject.names)


def _hit(subject: Subject, told_of: set[str]) -> _Hit:
    """How surely a decision that tells of these mentions is about the whole subject."""
    largest = subject.cores[0] if subject.cores else subject.mention_ids
    if not told_of.isdisjoint(largest):
        return _Hit(subject.person_id, _CERTAIN)
    cores = [core for core in subject.cores if not told_of.isdisjoint(core)]
    about = tuple(sorted(m for core in cores for m in core))
    return _Hit(subject.person_id, _POSSIBLE, _POSSIBLY_JOINED, about)


def _several(count: int) -> str:
    return (
        f"The name fits {count} subjects: it counts for one of them once decisions.csv gives"
        " the person_id."
    )


def _in_order(decision: Decision) -> tuple[bool, str, str, str]:
    on = decision.on
    return (
        on is None,
        on.first.isoformat() if on else "",
        decision.report_id,
        decision.decision_id,
    )
