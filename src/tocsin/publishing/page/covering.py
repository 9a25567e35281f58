"""What stands above every list: what was read, by agency, with its gaps, and what was not."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.privacy import suppressed
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.view import AgencyView, CoverageView, FigureView, RowView, row
from tocsin.publishing.wording import day_words, joined, span_words, years_words
from tocsin.records import AgencyCoverage, Case

MOST_ROWS = 2_000
"""Reports of a case whose numbers open on the page; beyond this reports.parquet holds them."""
_SHORT = 8

_NOUNS: dict[str, tuple[str, str]] = {
    "reports": ("report", "reports"),
    "bodies": ("agency", "agencies"),
    "rejected": (
        "file, page or row that could not be read",
        "files, pages or rows that could not be read",
    ),
    "undated": ("report without a date of receipt", "reports without a date of receipt"),
    "not_yet": ("report left out of this view", "reports left out of this view"),
    "set_aside": ("hidden or deleted text set aside", "hidden or deleted texts set aside"),
    "notices": ("note on how it was read", "notes on how it was read"),
    "restricted": (
        "report with handling conditions: words withheld",
        "reports with handling conditions: words withheld",
    ),
}


class Covering:
    """Numbers of what was read, each with its rows where they fit."""

    def __init__(self, case: Case, anchors: Anchors, options: OutputOptions) -> None:
        self._case, self._anchors, self._options = case, anchors, options
        self._told_by: dict[str, list[str]] = {}
        for report in case.reports.values():
            self._told_by.setdefault(report.agency, []).append(report.report_id)

    def view(self) -> CoverageView:
        """All of it."""
        covered = self._case.coverage
        agencies = tuple(map(self._agency, covered.agencies))
        first = min((a.first_on.iso() for a in covered.agencies if a.first_on), default=None)
        last = max((a.last_on.iso() for a in covered.agencies if a.last_on), default=None)
        restricted = [r.report_id for r in self._case.reports.values() if r.restricted]
        reading = self._case.reading
        refused = [(r.source_file, r.place, r.what, r.remedy) for r in reading.rejected]
        aside = [(s.source_file, s.place, s.why) for s in reading.set_aside]
        notes = [(n.source_file, n.place, n.what) for n in reading.notices]
        return CoverageView(
            agencies=agencies,
            reports=self._reports("reports", tuple(self._case.reports)),
            bodies=self._words("bodies", [(view.name,) for view in agencies]),
            span=span_words(first, last),
            rejected=self._words("rejected", refused),
            undated=self._reports("undated", covered.undated),
            not_yet=self._reports("not_yet", covered.not_yet),
            set_aside=self._words("set_aside", aside),
            restricted=self._reports("restricted", restricted),
            notices=self._words("notices", notes),
            sentence=self._sentence(),
            one_agency=len(agencies) == 1,
            held_by=self._case.held_by,
        )

    def _agency(self, agency: AgencyCoverage) -> AgencyView:
        first, last = (d.iso() if d else None for d in (agency.first_on, agency.last_on))
        return AgencyView(
            name=agency.agency or "agency not known",
            figure=self._reports("reports", self._told(agency)),
            span=span_words(first, last),
            gaps=tuple(f"{day_words(begun)} to {day_words(ended)}" for begun, ended in agency.gaps),
        )

    def _told(self, agency: AgencyCoverage) -> list[str]:
        """The reports of an agency; those that name none stand under a word of the pipeline's."""
        return self._told_by.get(agency.agency) or self._told_by.get("", [])

    def _sentence(self) -> str:
        """All of it in one line: who supplied what, who has gaps, what could not be read."""
        supplied, gaps = [], []
        for agency in self._case.coverage.agencies:
            name = agency.agency or "agency not known"
            dates = (d.iso() if d else None for d in (agency.first_on, agency.last_on))
            supplied.append(f"{name} ({years_words(*dates)})")
            gaps += [name] if agency.gaps else []
        sentence = f"Read: {_short(supplied)}." if supplied else "Nothing was read."
        if gaps:
            sentence += f" Gaps of more than a year: {_short(gaps)}."
        if self._case.reading.rejected:
            sentence += " Some of what was supplied could not be read."
        return sentence

    def _reports(self, key: str, report_ids: Sequence[str]) -> FigureView:
        fits = len(self._case.reports) <= MOST_ROWS and not self._options.share
        return self._figure(key, len(report_ids), self._anchors.rows(report_ids) if fits else ())

    def _words(self, key: str, lines: Sequence[tuple[str, ...]]) -> FigureView:
        rows = tuple(row([], " ".join(filter(None, line))) for line in lines[:MOST_ROWS])
        return self._figure(key, len(lines), rows)

    def _figure(self, key: str, count: int, rows: tuple[RowView, ...]) -> FigureView:
        """A number with its rows; withheld when small and shared, closed where they do not fit."""
        one, many = _NOUNS[key]
        noun = one if count == 1 else many
        if self._options.share:
            value = suppressed(count, self._options.small_number)
            fewer = f"fewer than {self._options.small_number}"
            return FigureView(key, value or 0, noun, shown=fewer if value is None else f"{value:,}")
        if len(rows) != count:
            return FigureView(key, count, noun, shown=f"{count:,}")
        return FigureView(key, count, noun, rows)


def _short(names: list[str]) -> str:
    more = ["others"] if len(names) > _SHORT else []
    return joined([*names[:_SHORT], *more])
