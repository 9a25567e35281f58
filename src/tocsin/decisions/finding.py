"""The subjects that a decision may be about: by mention, by number, by name."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tocsin.records import Decision, Extraction, JoinStatus, Kind, Role, Subject

_CERTAIN, _POSSIBLE = JoinStatus.CERTAIN, JoinStatus.POSSIBLE
POSSIBLY_JOINED = (
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

Written = tuple[str, ...]
"""The words of a name; or `=` and a number, plate or handle."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A subject a decision may be about."""

    person_id: str
    status: JoinStatus
    why_not: str = ""
    certain_about: tuple[str, ...] = ()


class Finder:
    """Finds the subjects a decision is about."""

    def __init__(
        self,
        subjects: Mapping[str, Subject],
        subject_of: Callable[[str], Subject | None],
        redirects: Mapping[str, str],
        extractions: Mapping[str, Extraction],
        by_name: Callable[[], Mapping[Written, Iterable[str]]],
    ) -> None:
        """Look among these subjects.

        Args:
            subjects: by person_id.
            subject_of: gives the subject of a mention.
            redirects: numbers that lead on.
            extractions: by report_id.
            by_name: gives person_ids by what is written of them; asked for when first needed.
        """
        self._by_id = subjects
        self._redirects = redirects
        self._of_mention = subject_of
        self._extractions = extractions
        self._by_name = by_name

    def hits(self, decision: Decision) -> list[Hit]:
        """The subjects this decision is about, each once, the surest way it was found."""
        best: dict[str, Hit] = {}
        for about in decision.about:
            for hit in self._of_one(about, decision):
                known = best.get(hit.person_id)
                if known is None or (known.status is not _CERTAIN and hit.status is _CERTAIN):
                    best[hit.person_id] = hit
        return [best[person_id] for person_id in sorted(best)]

    def _of_one(self, about: str, decision: Decision) -> list[Hit]:
        if subject := self._of_mention(about):
            return [_hit(subject, {about, *self._cited(subject, decision.cites)})]
        number = self._redirects.get(about, about)
        if number in self._by_id:
            return [Hit(number, _CERTAIN)]
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

    def _in_its_reports(self, name: str, decision: Decision) -> list[Hit]:
        """Subjects that fit the name and are named in the report that tells of it, or cited."""
        words = name_words(name)
        fitting: dict[str, set[str]] = {}
        for report_id in (decision.report_id, *decision.cites):
            for mention_id, written in self._written(report_id):
                subject = self._of_mention(mention_id)
                if subject and _fits(words, written, subject):
                    fitting.setdefault(subject.person_id, set()).add(mention_id)
        exact = [person_id for person_id in sorted(fitting) if self._is_named(person_id, words)]
        chosen = exact if len(exact) == 1 else sorted(fitting)
        if len(chosen) == 1:
            return [_hit(self._by_id[chosen[0]], fitting[chosen[0]])]
        return [Hit(person_id, _POSSIBLE, _several(len(chosen))) for person_id in chosen]

    def _written(self, report_id: str) -> list[tuple[str, tuple[str, ...]]]:
        extraction = self._extractions.get(report_id)
        if extraction is None:
            return []
        return [
            (m.mention_id, name_words(m.text)) for m in extraction.mentions if m.role not in _SELDOM
        ]

    def _is_named(self, person_id: str, words: tuple[str, ...]) -> bool:
        return any(name_words(n) == words for n in self._by_id[person_id].names)

    def _by_words(self, written: str, why_not: str) -> list[Hit]:
        """Subjects of that very name (never certain) or of that very number, plate or handle."""
        by_name = self._by_name()
        found = sorted(set(by_name.get(name_words(written), ())))
        exact = sorted(set(by_name.get(("=", _squeezed(written)), ())))
        if len(exact) == 1:
            return [Hit(exact[0], _CERTAIN)]
        if len(found) == 1:
            return [Hit(found[0], _POSSIBLE, why_not)]
        return [Hit(p, _POSSIBLE, _several(len(found))) for p in found]


def by_name(subjects: Iterable[Subject]) -> dict[Written, list[str]]:
    """person_ids by what is written of them."""
    index: dict[Written, list[str]] = {}
    for subject in subjects:
        for written in written_of(subject):
            index.setdefault(written, []).append(subject.person_id)
    return index


def written_of(subject: Subject) -> list[Written]:
    """A subject's names, each as its words; of things also the very number, plate or handle."""
    found = [name_words(name) for name in subject.names]
    if subject.kind in _IDENTIFYING:
        found += [("=", _squeezed(w)) for w in (*subject.names, *subject.identifiers)]
    return found


def asked_as(about: str) -> tuple[Written, Written]:
    """What a decision's words may be written as: a name, or a number, plate or handle."""
    return name_words(about), ("=", _squeezed(about))


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


def _hit(subject: Subject, told_of: set[str]) -> Hit:
    """How surely a decision that tells of these mentions is about the whole subject."""
    largest = subject.cores[0] if subject.cores else subject.mention_ids
    if not told_of.isdisjoint(largest):
        return Hit(subject.person_id, _CERTAIN)
    cores = [core for core in subject.cores if not told_of.isdisjoint(core)]
    about = tuple(sorted(m for core in cores for m in core))
    return Hit(subject.person_id, _POSSIBLE, POSSIBLY_JOINED, about)


def _several(count: int) -> str:
    return (
        f"The name fits {count} subjects: it counts for one of them once decisions.csv gives"
        " the person_id."
    )
