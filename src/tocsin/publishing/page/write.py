"""Filling the template of the page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from itertools import zip_longest
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin import __version__
from tocsin.privacy import Masker
from tocsin.publishing.columns import clean
from tocsin.publishing.entries import Row
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.lists import coverage, lists
from tocsin.publishing.page.parts import MOST_TEXT, Parts
from tocsin.publishing.page.search import search_words
from tocsin.publishing.wording import day_words, harmless
from tocsin.records import Case, ListName

MOST_SUBJECTS = 200
MOST_BYTES = 25_000_000
_SPARE = 3_000_000
"""Bytes kept for the lists and everything else that is not a part or a report."""


def write_page(
    path: Path, case: Case, rows: Sequence[Row], masker: Masker, options: OutputOptions
) -> None:
    """Write index.html."""
    path.write_text(render(case, rows, masker, options), "utf-8", "replace", newline="\n")


def render(case: Case, rows: Sequence[Row], masker: Masker, options: OutputOptions) -> str:
    """The page as text: the first subjects and their reports, as many as fit."""
    anchors = Anchors(case, names={r["person_id"]: r["names"][0] for r in rows if r["names"]})
    environment = _environment()
    chosen = [] if options.share else list(first_subjects(rows))
    parts = Parts(case, rows, masker, anchors)
    parts_html, reports_html = _fitting(chosen, rows, parts, anchors, environment)
    style, script = asset("page.css"), asset("page.js")
    restricted = [r for r in case.reports.values() if r.restricted]
    return environment.get_template("page.html").render(
        options=options,
        purpose=options.purpose or case.purpose or "not stated",
        operator=options.operator or case.operator,
        as_of=day_words(case.as_of),
        version=__version__,
        style=Markup(_with_banner(style, case, options)),
        script=Markup(script),
        policy=_content_policy(_with_banner(style, case, options), script),
        coverage=coverage(case, anchors, options, restricted),
        lists=lists(case, rows, anchors),
        parts=parts_html,
        reports=reports_html,
        complete=len(anchors.parts) == len({r["person_id"] for r in rows}),
        shown=len(anchors.parts),
        words=search_words(rows, anchors.parts),
    )


def first_subjects(rows: Sequence[Row]) -> Iterator[str]:
    """The subjects that get a part: the first of each list in turn, above the line before below."""
    for below in (False, True):
        by_list: dict[str, list[str]] = {name: [] for name in ListName}
        for row in rows:
            if row["below_the_line"] is below:
                by_list[row["list"]].append(row["person_id"])
        for rank in zip_longest(*by_list.values()):
            yield from (person_id for person_id in rank if person_id)


def _fitting(
    chosen: Sequence[str],
    rows: Sequence[Row],
    parts: Parts,
    anchors: Anchors,
    environment: Environment,
) -> tuple[list[Markup], list[Markup]]:
    """Render parts and their reports until the page is full."""
    wanted = list(dict.fromkeys(chosen))[:MOST_SUBJECTS]
    reports_of: dict[str, dict[str, None]] = {}
    for row in rows:
        reports_of.setdefault(row["person_id"], {}).update(dict.fromkeys(row["report_ids"]))
    kept = _kept(wanted, reports_of, anchors)
    anchors.parts = frozenset(kept)
    part, report = environment.get_template("part.html"), environment.get_template("report.html")
    return (
        [Markup(part.render(part=parts.part(person_id))) for person_id in kept],
        [Markup(report.render(report=parts.report(report_id))) for report_id in anchors.numbers],
    )


_MARKUP_A_REPORT = 1_500
_MARKUP_A_ROW = 900
"""Bytes around a report's text, and around each place a report is named in a part: measured on
simulated towns, rounded up."""


def _kept(
    wanted: Sequence[str], reports_of: dict[str, dict[str, None]], anchors: Anchors
) -> list[str]:
    """The subjects that fit, numbering their reports in order of receipt."""
    case, size = anchors.case, _SPARE
    kept: list[str] = []
    on_page: set[str] = set()
    for person_id in wanted:
        mine = [r for r in reports_of[person_id] if r in case.reports]
        new = [r for r in mine if r not in on_page]
        size += sum(
            len(clean(case.reports[r].text[:MOST_TEXT]).encode()) + _MARKUP_A_REPORT for r in new
        )
        size += len(mine) * _MARKUP_A_ROW * 4
        if size > MOST_BYTES and kept:
            break
        kept.append(person_id)
        on_page.update(new)
    ordered = (r for r in case.reports if r in on_page)
    anchors.numbers = {report_id: number for number, report_id in enumerate(ordered, 1)}
    return kept


def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("tocsin.publishing.page", "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_harmless,
    )


def _harmless(value: Any) -> Any:
    """Names and texts on the page cannot turn the direction of what stands around them."""
    return harmless(value) if type(value) is str else value


@cache
def asset(name: str) -> str:
    """The style or the script of the page."""
    return (resources.files("tocsin.publishing.page") / "templates" / name).read_text("utf-8")


def _with_banner(style: str, case: Case, options: OutputOptions) -> str:
    """The style with marking, date and purpose for the head and foot of every printed page."""
    purpose = options.purpose or case.purpose or "not stated"
    head = _css_string(f"{options.marking} · as of {day_words(case.as_of)}")
    foot = _css_string(f"Purpose: {purpose}. A count is not a finding.")
    return style.replace('"HEAD"', head).replace('"FOOT"', foot)


def _css_string(text: str) -> str:
    """Text as a CSS string; whatever is not a plain letter or digit is written as its number."""
    shown = (c if c.isalnum() or c in " .,:-" else f"\\{ord(c):x} " for c in text)
    return f'"{"".join(shown)}"'


def _content_policy(style: str, script: str) -> str:
    """What the page may do: run its own script and style, and nothing else; no network at all."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
