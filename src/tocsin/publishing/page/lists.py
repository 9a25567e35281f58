"""The lists of the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from tocsin.publishing.entries import Row
from tocsin.publishing.page.choosing import MOST_LISTED
from tocsin.publishing.page.links import Anchors, figures, reasons, sentence_of
from tocsin.publishing.page.parts import date_line_of, drawing, span_of
from tocsin.publishing.page.view import (
    FigureView,
    ItemView,
    ListView,
)
from tocsin.publishing.wording import (
    ABOUT_LISTS,
    KINDS,
    LISTS,
    heading_name,
    joined,
    other_names,
    years_words,
)
from tocsin.records import Case, ListName

_FEW_REPORTS = 8


def lists(case: Case, rows: Sequence[Row], anchors: Anchors) -> list[ListView]:
    """Every list, in order, whether or not anybody stands on it."""
    by_list: dict[str, list[Row]] = {name: [] for name in ListName}
    for row in rows:
        by_list[row["list"]].append(row)
    below = Counter(entry.list.value for entry in case.entries if entry.below_the_line)
    return [_list(case, n, found, anchors, below[n]) for n, found in by_list.items()]


def _list(case: Case, name: str, rows: list[Row], anchors: Anchors, all_below: int) -> ListView:
    span = span_of(case)
    above = [row for row in rows if not row["below_the_line"]]
    below = [row for row in rows if row["below_the_line"]]
    shown = [_item(row, anchors, span, case) for row in above[:MOST_LISTED]]
    passed_on = [_item(row, anchors, span, case) for row in below[:MOST_LISTED]]
    noun = "stands below the line" if all_below == 1 else "stand below the line"
    return ListView(
        key=name,
        heading=LISTS[name],
        about=ABOUT_LISTS[name],
        items=tuple(shown),
        below=tuple(passed_on),
        below_figure=_figure("below", all_below, noun, len(passed_on)),
    )


def _item(row: Row, anchors: Anchors, span: tuple[date, date], case: Case) -> ItemView:
    person_id = row["person_id"]
    on_page = person_id in anchors.parts
    name = heading_name(row["names"], person_id)
    also = other_names(row["names"], name)
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
        reason=sentence_of(row, shown, key),
        figures=shown,
        away=FigureView("away", len(away), noun, anchor=f"{person_id}-away")
        if away and on_page
        else None,
        drawing=drawing(row if on_page else {**row, "chronology": []}, span, _years(chronology)),
        date_line=date_line_of(row),
        unanswered_if=row["unanswered_if"],
        read_now=reasons(row, anchors),
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


def _figure(key: str, value: int, noun: str, rows: int) -> FigureView:
    """A number that opens its rows, where the page holds all of them."""
    return FigureView(key, value, noun, shown="" if rows == value else f"{value:,}")
