"""What points away from a subject: denials, corrections, namesakes, excluded joins."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from tocsin.attention.material import Material
from tocsin.records import Judged, Judgement, Kind, Mention, RelationKind, Role, Subject

PointsAway = tuple[str, str, int, int]
"""(sentence, report_id, start, end)."""

_NAMESAKES = 5
"""More bearers of one name than this are told as a number."""


class Against:
    """Finds what speaks against counting a subject's mentions, or against its being one."""

    def __init__(
        self,
        material: Material,
        subjects: Iterable[Subject],
        judgements: Iterable[Judgement] = (),
    ) -> None:
        self._material = material
        self._judged: dict[str, list[tuple[str, Judgement]]] = {}
        self.heed(judgements)
        self._bearers: dict[str, set[str]] = {}
        for subject in subjects:
            self.enter(subject)

    def heed(self, judgements: Iterable[Judgement]) -> None:
        """Take in all that humans said, in place of what they had said before; the latest word on
        a pair counts."""
        latest: dict[frozenset[str], Judgement] = {}
        for judgement in sorted(judgements, key=lambda j: j.at):
            latest[frozenset((judgement.left, judgement.right))] = judgement
        self._judged = {}
        for judgement in latest.values():
            if judgement.judgement is Judged.DIFFERENT:
                left, right = judgement.left, judgement.right
                self._judged.setdefault(left, []).append((right, judgement))
                self._judged.setdefault(right, []).append((left, judgement))

    def enter(self, subject: Subject) -> None:
        """Let a subject stand among those who bear its names."""
        for name in names_borne(subject):
            self._bearers.setdefault(name, set()).add(subject.person_id)

    def leave(self, subject: Subject) -> None:
        """Let a subject stand there no more."""
        for name in names_borne(subject):
            self._bearers[name].discard(subject.person_id)

    def told_of(self, subject: Subject) -> set[str]:
        """Those of whom it may be told that this subject has their name, or is judged another."""
        names = {_folded(n) for n in subject.names}
        found = {p for n in names for p in self._bearers.get(n, ())}
        for key in (subject.person_id, *subject.mention_ids):
            for other, _ in self._judged.get(key, ()):
                found.add(self._material.subject_of.get(other, other))
        return found

    def of(self, subject: Subject, mentions: Sequence[Mention]) -> tuple[PointsAway, ...]:
        """Every one of them, in order of receipt of its report."""
        found = [*self._denials(subject, mentions), *self._told_apart(mentions)]
        found += [*self._judged_apart(subject, mentions), *self._namesakes(subject)]
        reports = self._material.reports
        return tuple(sorted(set(found), key=lambda row: (*_receipt(row[1], reports), *row)))

    def _denials(self, subject: Subject, mentions: Iterable[Mention]) -> list[PointsAway]:
        rows = []
        for m in mentions:
            if m.negated:
                what = "says it was not so, or not them"
            elif m.role is Role.OTHER and subject.kind is Kind.PERSON:
                what = "names them only as excluded, denied or standing by"
            else:
                continue
            rows.append((f"{m.report_id} {what}.", m.report_id, m.start, m.end))
        return rows

    def _told_apart(self, mentions: Iterable[Mention]) -> list[PointsAway]:
        rows = []
        for m in mentions:
            for relation in self._material.relations.get(m.mention_id, ()):
                if relation.kind is RelationKind.NOT_SAME:
                    sentence = (
                        f"{m.report_id} says that two people of this kind of name are not one."
                    )
                    rows.append((sentence, m.report_id, relation.start, relation.end))
        return rows

    def _judged_apart(self, subject: Subject, mentions: Sequence[Mention]) -> list[PointsAway]:
        """Joins a human has excluded, at the words they excluded."""
        own = {m.mention_id: m for m in mentions}
        rows = []
        for key in (subject.person_id, *own):
            for other, judgement in self._judged.get(key, ()):
                at = own.get(key) or (mentions[0] if mentions else None)
                if at is not None:
                    on = f" on {judgement.at[:10]}" if judgement.at else ""
                    number = self._material.subject_of.get(other, other)
                    sentence = f"Judged{on} to be another than {number}."
                    rows.append((sentence, at.report_id, at.start, at.end))
        return rows

    def _namesakes(self, subject: Subject) -> list[PointsAway]:
        names = {_folded(n) for n in subject.names}
        others = sorted({p for n in names for p in self._bearers.get(n, ())} - {subject.person_id})
        rows = []
        for person_id in others[:_NAMESAKES]:
            founding = self._founding(person_id)
            if founding is not None:
                more = len(others) - _NAMESAKES
                rest = f", and {more} more" if more > 0 else ""
                sentence = f"{person_id} has the same name and is kept apart{rest}."
                rows.append((sentence, founding.report_id, founding.start, founding.end))
        return rows

    def _founding(self, person_id: str) -> Mention | None:
        found = self._material.mentions_of(self._material.subjects[person_id])
        return found[0] if found else None


def names_borne(subject: Subject) -> frozenset[str]:
    """The full names of a person by which namesakes are told."""
    if subject.kind is not Kind.PERSON or subject.set_apart:
        return frozenset()
    return frozenset(_folded(n) for n in subject.names if " " in n.strip())


def _receipt(report_id: str, reports: Mapping[str, object]) -> tuple[bool, str]:
    report = reports.get(report_id)
    received = getattr(report, "received", None)
    return (received is None, received.last.isoformat() if received else "")


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(c for c in plain if not unicodedata.combining(c)).split())
