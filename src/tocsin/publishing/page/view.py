"""What the page shows, worked out before the template: plain values, already masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from tocsin.publishing.page.words import Piece
from tocsin.publishing.wording import harmless


@dataclass(frozen=True, slots=True)
class Link:
    """A report, or a subject, with the words of its link."""

    words: str
    html: Markup


@dataclass(frozen=True, slots=True)
class RowView:
    """One row behind a number."""

    html: Markup


def link(words: str, anchor: str = "", more: str = "") -> Link:
    """A link to `anchor`, or its words where that is not on the page; `more` follows: date, agency.

    Written out here once, because a large page holds the same report thousands of times.
    """
    shown = escape(harmless(words))
    html = f'<a href="#{anchor}">{shown}</a>' if anchor else f'<span class="code">{shown}</span>'
    if more:
        html += f' <span class="quiet">{escape(harmless(more))}</span>'
    return Link(words, Markup(html))


def row(links: Sequence[Link] = (), words: str = "") -> RowView:
    """A row: words, links, or both."""
    listed = Markup("; ").join(one.html for one in links)
    if not words:
        return RowView(listed)
    shown = escape(harmless(words))
    return RowView(shown + ": " + listed if links else shown)


@dataclass(frozen=True, slots=True)
class FigureView:
    """A number with its noun and the rows it counts; `shown` stands in where it is withheld."""

    key: str
    value: int
    noun: str
    rows: tuple[RowView, ...] = ()
    shown: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """A mention in its context."""

    link: Link
    role: str
    pieces: tuple[Piece, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """One line of the chronology."""

    on: str
    what: str
    link: Link
    sentence: str
    voice: str


@dataclass(frozen=True, slots=True)
class VoiceView:
    """A voice and the reports that repeat it."""

    number: int
    opening: Link
    teller: str
    counts: bool
    certain: bool
    echoes: tuple[tuple[Link, str], ...] = ()


@dataclass(frozen=True, slots=True)
class JoinView:
    """A mention and why it is taken for this subject."""

    words: str
    link: Link
    status: str
    compared_with: str
    evidence: tuple[tuple[str, str], ...]
    """For or against, and what was compared; the weights are `tocsin why`'s, not the page's."""


@dataclass(frozen=True, slots=True)
class DecisionView:
    """A recorded answer as it stands for this subject."""

    what: str
    on: str
    owner: str
    reason: str
    link: Link | None
    state: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A subject's place on one list: its sentence, figures and date line."""

    list: str
    heading: str
    reason: tuple[tuple[str, str], ...]
    """The sentence in pieces; the second of each pair is the figure its number opens, or empty."""
    unanswered_if: str
    figures: tuple[FigureView, ...]
    date_line: str
    read_now: tuple[tuple[str, Link], ...]
    below: bool


@dataclass(frozen=True, slots=True)
class PartView:
    """The part of the page about one subject."""

    person_id: str
    anchor: str
    name: str
    also: tuple[str, ...]
    kind: str
    masked: bool
    years: str
    identifiers: tuple[str, ...]
    roles: tuple[str, ...]
    standings: tuple[Standing, ...]
    drawing: Markup
    chronology: tuple[LineView, ...]
    voices: tuple[VoiceView, ...]
    quotes: tuple[Quote, ...]
    withheld: tuple[Link, ...]
    """Reports with handling conditions: counted, their words kept back."""
    joins: tuple[JoinView, ...]
    points_away: tuple[tuple[str, Link], ...]
    decisions: tuple[DecisionView, ...]
    seen_with: tuple[tuple[Link, FigureView], ...]
    left_out: int = 0
    """Reports whose words are not on the page."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """A report on the page."""

    anchor: str
    title: str
    when: str
    agency: str
    facts: tuple[tuple[str, str], ...]
    pieces: tuple[Piece, ...]
    withheld: bool
    cut: bool
    echoes: tuple[tuple[str, Link], ...]
    named: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class ItemView:
    """A subject's row on a list."""

    person_id: str
    name: str
    also: tuple[str, ...]
    anchor: str
    kind: str
    years: str
    reason: tuple[tuple[str, str], ...]
    figures: tuple[FigureView, ...]
    away: FigureView | None
    drawing: Markup
    date_line: str
    unanswered_if: str
    read_now: tuple[tuple[str, Link], ...] = ()
    find: dict[str, str] = field(default_factory=dict)
    """What search and filters look at, by attribute."""
    report_links: tuple[Link, ...] = ()
    """For subjects without a part of their own."""
    more_reports: bool = False


@dataclass(frozen=True, slots=True)
class ListView:
    """A list: those above the line, and those named below it."""

    key: str
    heading: str
    about: str
    items: tuple[ItemView, ...]
    below: tuple[ItemView, ...]
    below_figure: FigureView


@dataclass(frozen=True, slots=True)
class AgencyView:
    """What one agency supplied."""

    name: str
    figure: FigureView
    span: str
    gaps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What was read, and what was not."""

    agencies: tuple[AgencyView, ...]
    reports: FigureView
    bodies: FigureView
    span: str
    rejected: FigureView
    undated: FigureView
    not_yet: FigureView
    set_aside: FigureView
    restricted: FigureView
    notices: FigureView
    sentence: str
    """All of it in one line, above every list."""
    one_agency: bool
    held_by: str
