"""What else would make a count rise: a drive to report, one busy author, old papers handed in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cached_property

from tocsin.pictures.trends.found import Stream
from tocsin.pictures.trends.material import Material, Told
from tocsin.pictures.trends.wording import among, counted, share_words

_YEAR = 52
_OLD_DAYS = 56
_HALF = 0.5
_ENOUGH = 0.25
"""An author of fewer is not what made the rise, though it lay within the limit without them."""
_DRIVE = 1.5
"""How many times as many of all other reports make a drive."""
_KINDS = 3
"""A drive shows in at least this many concerns."""
_MOST_OF_IT = 0.6
DRIVE, ONE_TELLER, OLD_PAPERS = "drive", "one_teller", "old_papers"


@dataclass(frozen=True)
class Explainer:
    """Looks for plainer reasons, among all that was told."""

    material: Material

    @cached_property
    def _by_week(self) -> dict[int, list[Told]]:
        found: dict[int, list[Told]] = {}
        for told in self.material.told:
            found.setdefault(told.week, []).append(told)
        return found

    def _between(self, first: int, last: int) -> Iterable[Told]:
        for week in range(first, last + 1):
            yield from self._by_week.get(week, ())

    def explain(
        self, report_ids: Collection[str], limit: float, stream: Stream, weeks: Collection[int]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(what would explain it, the sentences that say so) for a rise above `limit`.

        `weeks` are those the reports were counted in; the year before the first of them says what
        is usual.
        """
        told = [self.material.by_id[r] for r in report_ids]
        found = [
            (ONE_TELLER, self._one_teller(told, limit, stream, weeks)),
            (DRIVE, self._drive(told, limit, stream, weeks)),
            (OLD_PAPERS, _old_papers(told)),
        ]
        reasons = tuple(name for name, sentence in found if sentence)
        return reasons, (*(s for _, s in found if s), *_one_agency(told))

    def _one_teller(
        self, told: list[Told], limit: float, stream: Stream, weeks: Collection[int]
    ) -> str:
        tellers = Counter((t.teller, t.agency) for t in told if t.teller)
        if not tellers:
            return ""
        (teller, agency), most = min(tellers.items(), key=lambda item: (-item[1], item[0]))
        first = min(weeks)
        before = sum(
            t.teller == teller and _is_of(t, stream)
            for t in self._between(first - _YEAR, first - 1)
        )
        usual = before / _YEAR * len(weeks)
        if most < max(2, _ENOUGH * len(told)) or len(told) - (most - usual) > limit:
            return ""
        return (
            f"One author of {agency} wrote {most} of the {counted(len(told), 'report')}, where "
            f"{share_words(usual)} would be usual; without that rise the count would stay within "
            "its limit."
        )

    def _drive(self, told: list[Told], limit: float, stream: Stream, weeks: Collection[int]) -> str:
        agencies = {t.agency for t in told}
        first = min(weeks)
        now = [t for w in weeks for t in self._by_week.get(w, ()) if t.agency in agencies]
        before = [t for t in self._between(first - _YEAR, first - 1) if t.agency in agencies]
        scale = len(weeks) / _YEAR
        if not stream.concern and not stream.area:
            return _spread(now, before, scale)
        others = sum(not _is_of(t, stream) for t in now)
        usual = sum(not _is_of(t, stream) for t in before) * scale
        rose = others / usual if usual else 0.0
        if rose < _DRIVE or others - usual < _KINDS or len(told) > limit * rose:
            return ""
        return (
            f"{among(sorted(agencies))} sent in {others} other reports in the same time, where "
            f"{share_words(usual)} would be usual: a drive to report would explain it."
        )


def _is_of(told: Told, stream: Stream) -> bool:
    return (
        stream.agency in ("", told.agency)
        and (not stream.concern or stream.concern in told.concerns)
        and (not stream.area or stream.area in told.areas)
    )


def _spread(now: list[Told], before: list[Told], scale: float) -> str:
    """A rise that all kinds of concern share."""
    seen = Counter(c for t in now for c in t.concerns)
    usual = Counter(c for t in before for c in t.concerns)
    over = {c: n - usual[c] * scale for c, n in seen.items()}
    rose = [c for c, n in seen.items() if usual[c] and n >= _DRIVE * usual[c] * scale]
    total = sum(max(v, 0.0) for v in over.values())
    if len(rose) < _KINDS or max(over.values()) > _MOST_OF_IT * total:
        return ""
    return (
        f"It is spread over {len(rose)} kinds of concern alike, as a drive to report or a new way "
        "of recording would make it."
    )


def _old_papers(told: list[Told]) -> str:
    dated = [t for t in told if t.occurred is not None]
    old = [t for t in dated if t.occurred is not None and t.day - t.occurred > _OLD_DAYS]
    if len(old) < 2 or len(old) <= _HALF * len(told):
        return ""
    return (
        f"{len(old)} of the {len(told)} tell of days more than eight weeks before they were "
        "received: old papers handed in would explain it."
    )


def _one_agency(told: list[Told]) -> tuple[str, ...]:
    agencies = {t.agency for t in told}
    if len(agencies) != 1 or len(told) < 2:
        return ()
    return (f"All of it comes from {next(iter(agencies))}; nobody else has said so.",)
