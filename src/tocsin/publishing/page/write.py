"""Filling the template of the page."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tocsin import __version__
from tocsin.privacy import Masker
from tocsin.publishing.entries import Row
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.page.choosing import first_subjects, likely_to_fit, numbered
from tocsin.publishing.page.covering import Covering
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.lists import lists
from tocsin.publishing.page.material import Material
from tocsin.publishing.page.parts import Parts
from tocsin.publishing.page.report_parts import ReportParts
from tocsin.publishing.page.search import search_words
from tocsin.publishing.wording import checked_lines, day_words, harmless
from tocsin.records import Case

if TYPE_CHECKING:  # a second of numerical libraries, for pages with a picture alone
    from tocsin.publishing.page.picture import PictureSection
    from tocsin.publishing.picture import Picture

MOST_BYTES = 25_000_000


def write_page(
    path: Path,
    case: Case,
    rows: Sequence[Row],
    masker: Masker,
    options: OutputOptions,
    picture: Picture | None = None,
) -> None:
    """Write index.html."""
    text = render(case, rows, masker, options, picture)
    path.write_text(text, "utf-8", "replace", newline="\n")


def render(
    case: Case,
    rows: Sequence[Row],
    masker: Masker,
    options: OutputOptions,
    picture: Picture | None = None,
) -> str:
    """The page as text: the first subjects and their reports, as many as fit."""
    wanted = [] if options.share else first_subjects(case.entries)
    kept = likely_to_fit(wanted, rows, case, MOST_BYTES)
    html = _render(case, rows, masker, options, kept, picture)
    while len(html.encode("utf-8", "replace")) > MOST_BYTES and kept:
        kept = kept[: len(kept) * 2 // 3]
        html = _render(case, rows, masker, options, kept, picture)
    return html


def _render(
    case: Case,
    rows: Sequence[Row],
    masker: Masker,
    options: OutputOptions,
    kept: Sequence[str],
    picture: Picture | None,
) -> str:
    anchors = Anchors(case, masker, frozenset(kept), numbered(kept, rows, case))
    environment = _environment()
    material = Material(case, masker, anchors)
    parts, reports = Parts(material, rows), ReportParts(material)
    part, report = environment.get_template("part.html"), environment.get_template("report.html")
    style, scripts = _with_banner(asset("page.css"), case, options), [asset("page.js")]
    pictures = None
    if picture:
        from tocsin.publishing.page.network_view import network_script, network_style
        from tocsin.publishing.page.picture import PictureSection

        pictures = PictureSection(picture, case, anchors, options.policy)
        style, scripts = style + network_style(), [*scripts, network_script()]
    return environment.get_template("page.html").render(
        options=options,
        purpose=options.purpose or case.purpose or "not stated",
        operator=options.operator or case.operator,
        as_of=day_words(case.as_of),
        version=__version__,
        style=Markup(style),
        scripts=[Markup(script) for script in scripts],
        policy=_content_policy(style, scripts),
        coverage=Covering(case, anchors, options).view(),
        checks=checked_lines(case.checks),
        lists=lists(case, rows, anchors),
        picture=_picture(pictures),
        parts=[
            Markup(
                part.render(
                    part=parts.part(p),
                    often=pictures.often(p) if pictures else "",
                    around=pictures.around(p) if pictures else "",
                )
            )
            for p in kept
        ],
        reports=[Markup(report.render(report=reports.report(r))) for r in anchors.numbers],
        complete=len(kept) == len({entry.person_id for entry in case.entries}),
        shown=len(kept),
        words=search_words(rows, anchors.parts),
    )


def _picture(pictures: PictureSection | None) -> Markup:
    """The section of pictures; left out of what is shared, where small numbers would tell."""
    if pictures is None:
        return Markup("")
    template = _environment().get_template("picture.html")
    return Markup(template.render(picture=pictures.view(), explore=pictures.explore()))


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


def _content_policy(style: str, scripts: Sequence[str]) -> str:
    """What the page may do: run its own script and style, and nothing else; no network at all."""
    run = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src {run}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
