"""Whom and what a subject is reported beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from tocsin.attention.material import UNLISTED, Material
from tocsin.records import Kind, Role

_SILENT = UNLISTED | {Role.OTHER, Role.WITNESS}
"""Whoever tells, works, stands by or is excluded is nobody's company."""


class Beside:
    """Counts reports in common; never ranks anybody by it."""

    def __init__(self, material: Material, *, shown: int, crowd: int) -> None:
        self._material = material
        self._shown = shown
        self._crowd = crowd
        self._in_report: dict[str, frozenset[str]] = {}

    def of(self, person_id: str, report_ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """(person_id, reports in common), most first; crowded reports say nothing."""
        counts: Counter[str] = Counter()
        for report_id in report_ids:
            counts.update(self._named_in(report_id))
        counts.pop(person_id, None)
        ordered = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        return tuple(ordered[: self._shown])

    def forget(self, report_ids: Iterable[str]) -> None:
        """Reports in which somebody is now another subject."""
        for report_id in report_ids:
            self._in_report.pop(report_id, None)

    def _named_in(self, report_id: str) -> frozenset[str]:
        found = self._in_report.get(report_id)
        if found is None:
            found = frozenset(self._look(report_id))
            if len(found) > self._crowd:
                found = frozenset()
            self._in_report[report_id] = found
        return found

    def _look(self, report_id: str) -> Iterable[str]:
        material = self._material
        for m in material.extractions[report_id].mentions:
            person_id = material.subject_of.get(m.mention_id)
            if person_id is None or m.negated or m.role in _SILENT or m.kind is Kind.IDENTIFIER:
                continue
            if not material.subjects[person_id].set_apart:
                yield person_id
