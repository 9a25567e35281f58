"""The lists of the page, and what stands above every one of them: what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tocsin.privacy import suppressed
from tocsin.publishing.entries import Row
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.page.links import Anchors, figures, opened_sentence
from tocsin.publishing.page.parts import date_line_of, drawing, span_of
from tocsin.publishing.page.view import (
    AgencyView,
    CoverageView,
    FigureView,
    ItemView,
    ListView,
    RowView,
)
from tocsin.publishing.wording import (
    ABOUT_LISTS,
    KINDS,
    LISTS,
    READ_NOW,
    day_words,
    joined,
    span_words,
    years_words,
)
from tocsin.records import AgencyCoverage, Case, ListName, Report

MOST_ROWS = 2_000
"""Rows a number opens on the page; beyond this it says where to look instead."""
_FEW_REPORTS = 8
_SHORT = 8


def lists(case: Case, rows: Sequence[Row], anchors: Anchors) -> list[ListView]:
    """Every list, in order, whether or not anybody stands on it."""
    by_list: dict[str, list[Row]] = {name: [] for name in ListName}
    for row in rows:
        by_list[row["list"]].append(row)
    return [_list(case, name, found, anchors) for name, found in by_list.items()]


def _list(case: Case, name: str, rows: list[Row], anchors: Anchors) -> ListView:
    span = span_of(case)
    above = [row for row in rows if not row["below_the_line"]]
    below = [row for row in rows if row["below_the_line"]]
    shown = [_item(row, anchors, span, case) for row in above[:MOST_ROWS]]
    passed_on = [_item(row, anchors, span, case) for row in below[:MOST_ROWS]]
    noun = "stands below the line" if len(below) == 1 else "stand below the line"
    return ListView(
        key=name,
        heading=LISTS[name],
        about=ABOUT_LISTS[name],
        items=tuple(shown),
        below=tuple(passed_on),
        below_figure=_figure("below", len(below), noun),
    )


def _item(row: Row, anchors: Anchors, span: tuple[date, date], case: Case) -> ItemView:
    person_id = row["person_id"]
    on_page = person_id in anchors.parts
    name, *also = row["names"] or [person_id]
    key = f"{person_id}-{row['list']}" if on_page else ""
    shared = "evidence" not in row
    shown = figures(row, anchors, key) if on_page or shared else ()
    away = row.get("points_away", [])
    chronology = row.get("chronology", [])
    links = () if on_page else tuple(map(anchors.report, row["report_ids"][:_FEW_REPORTS]))
    noun = "things point away" if len(away) > 1 else "thing points away"
    return ItemView(
        person_id=person_id,
        name=name,
        also=tuple(also[:4]),
        anchor=person_id if on_page else "",
        kind=KINDS[row["kind"]],
        years=years_words(row["first_on"], row["last_on"]),
        reason=opened_sentence(row["reason"], shown),
        figures=shown,
        away=FigureView("away", len(away), noun, anchor=f"{person_id}-away")
        if away and on_page
        else None,
        drawing=drawing(row if on_page else {**row, "chronology": []}, span, _years(chronology)),
        date_line=date_line_of(row),
        unanswered_if=row["unanswered_if"],
        read_now=tuple(
            (READ_NOW.get(now["reason"], now["reason"]), anchors.report(now["report_id"]))
            for now in row.get("read_now", ())
        ),
        find=_find(row, case),
        report_links=links,
        more_reports=not on_page and len(row["report_ids"]) > _FEW_REPORTS,
    )


def _years(chronology: Iterable[Row]) -> str:
    years = dict.fromkeys(line["on"][:4] for line in chronology if line["on"])
    return f"Timeline: named in {joined(list(years))}." if years else "Timeline: no dates."


def _find(row: Row, case: Case) -> dict[str, str]:
    """What search and filters look at."""
    reports = [case.reports[r] for r in row["report_ids"] if r in case.reports]
    years = sorted({str(r.received.first.year) for r in reports if r.received})
    return {
        "names": "|".join(row["names"]),
        "ids": "|".join([row["person_id"], *row["identifiers"]]),
        "agencies": "|".join(row["agency_names"]),
        "years": "|".join(years),
        "roles": "|".join(sorted(row["role_counts"])),
    }


def coverage(
    case: Case, anchors: Anchors, options: OutputOptions, restricted: Iterable[Report]
) -> CoverageView:
    """What was read: by agency, with its gaps; what was not, and why."""
    covered = case.coverage
    agencies = tuple(_agency(agency, case, anchors, options) for agency in covered.agencies)
    first = min((a.first_on.iso() for a in covered.agencies if a.first_on), default=None)
    last = max((a.last_on.iso() for a in covered.agencies if a.last_on), default=None)
    rejected = tuple(
        RowView((), " ".join(filter(None, (r.source_file, r.place, r.what, r.remedy))))
        for r in case.reading.rejected
    )
    aside = tuple(
        RowView((), f"{s.source_file} {s.place}: {s.why}") for s in case.reading.set_aside
    )
    words = [
        f"{a.agency or 'agency not known'} "
        f"({years_words(*(d.iso() if d else None for d in (a.first_on, a.last_on)))})"
        for a in covered.agencies
    ]
    gaps = [f"{view.name}: {gap}" for view in agencies for gap in view.gaps]
    bodies = tuple(RowView((), view.name) for view in agencies)
    return CoverageView(
        agencies=agencies,
        reports=_opened("reports", anchors.rows(case.reports), "report", options),
        bodies=_opened("bodies", bodies, "agency", options, "agencies"),
        span=span_words(first, last),
        rejected=_opened(
            "rejected",
            rejected,
            "file, page or row that could not be read",
            options,
            "files, pages or rows that could not be read",
        ),
        undated=_opened(
            "undated",
            anchors.rows(covered.undated),
            "report without a date",
            options,
            "reports without a date",
        ),
        not_yet=_opened(
            "not_yet",
            anchors.rows(covered.not_yet),
            "report left out of this view",
            options,
            "reports left out of this view",
        ),
        set_aside=_opened(
            "aside",
            aside,
            "hidden or deleted text set aside",
            options,
            "hidden or deleted texts set aside",
        ),
        restricted=_opened(
            "restricted",
            anchors.rows(r.report_id for r in restricted),
            "report with handling conditions: words withheld",
            options,
            "reports with handling conditions: words withheld",
        ),
        sentence=_sentence(words, gaps, case),
        one_agency=len(agencies) == 1,
        held_by=case.held_by,
    )


def _sentence(words: list[str], gaps: list[str], case: Case) -> str:
    named = words[:_SHORT]
    if len(words) > _SHORT:
        named.append("others named under What was read")
    sentence = f"Read: {joined(named)}." if named else "Nothing was read."
    if gaps:
        more = " and others" if len(gaps) > _SHORT else ""
        sentence += f" Gaps of more than a year: {'; '.join(gaps[:_SHORT])}{more}."
    if case.reading.rejected:
        sentence += " Some of what was supplied could not be read."
    return sentence


def _agency(
    agency: AgencyCoverage, case: Case, anchors: Anchors, options: OutputOptions
) -> AgencyView:
    told = [r.report_id for r in case.reports.values() if r.agency == agency.agency]
    first, last = (d.iso() if d else None for d in (agency.first_on, agency.last_on))
    return AgencyView(
        name=agency.agency or "agency not known",
        figure=_opened("agency", anchors.rows(told), "report", options),
        span=span_words(first, last),
        gaps=tuple(f"{day_words(begun)} to {day_words(ended)}" for begun, ended in agency.gaps),
    )


def _opened(
    key: str, rows: tuple[RowView, ...], one: str, options: OutputOptions, many: str = ""
) -> FigureView:
    """A number with its rows; withheld when small and shared, unopened when there are too many."""
    value: int | None = len(rows)
    if options.share:
        value = suppressed(len(rows), options.small_number)
    noun = one if len(rows) == 1 else many or f"{one}s"
    if value is None:
        return FigureView(key, 0, noun, shown=f"fewer than {options.small_number}")
    if options.share or len(rows) > MOST_ROWS:
        return FigureView(key, value, noun, shown=f"{value:,}")
    return FigureView(key, value, noun, rows)


def _figure(key: str, value: int, noun: str) -> FigureView:
    return FigureView(key, value, noun, shown=f"{value:,}" if value > MOST_ROWS else "")
