"""Counting one subject's voices on one list: which to show, which count, how many tellers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.attention.standing import Standing
from tocsin.attention.threshold import Among, Count
from tocsin.records import Role, Subject, Voice, Voices

VoicesOf = Callable[..., Voices]
"""`voices_of(subject, roles, among=None)`: the voices about a subject in some roles."""

_NOBODY = Count((), 0, 0)
_UNKNOWN = frozenset({Role.UNKNOWN})


@dataclass(frozen=True, slots=True)
class SubjectCounter:
    """Counts the voices that ask for an answer about one subject."""

    voices_of: VoicesOf
    subject: Subject
    standing: Standing
    asks: Callable[[Voice], bool]

    def shown(self) -> tuple[tuple[Voice, ...], Count]:
        """The voices to show, and those that count: hearsay alone is shown and not counted."""
        return self._among(None)

    def count(self, among: Among) -> Count:
        """What counts among some reports."""
        return self._among(among)[1]

    def only(self, voices: tuple[Voice, ...]) -> Count:
        """Some of the subject's voices, with the tellers of those alone."""
        if not voices:
            return _NOBODY
        within = {report_id for v in voices for report_id in v.report_ids}
        found = self.voices_of(
            self.subject, self.standing.roles, among=lambda report: report.report_id in within
        )
        return Count(voices, found.sources_min, found.sources_max)

    def unknown(self, heard: frozenset[str]) -> list[Voice]:
        """Voices in which the subject's part is not said, where no report of `heard` speaks."""
        found = self.voices_of(self.subject, _UNKNOWN, among=None).voices
        return [v for v in found if heard.isdisjoint(v.report_ids)]

    def _among(self, among: Among) -> tuple[tuple[Voice, ...], Count]:
        if self.standing.roles == _UNKNOWN:
            return (), _NOBODY
        found = self.voices_of(self.subject, self.standing.roles, among=among)
        shown = tuple(v for v in found.voices if self.asks(v))
        kept = tuple(v for v in shown if v.counts)
        if len(kept) == len(found.voices):
            return shown, Count(kept, found.sources_min, found.sources_max)
        return shown, self.only(kept)
