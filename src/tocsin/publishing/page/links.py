"""Where things stand on the page: anchors of parts and reports, and the rows behind numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tocsin.privacy import Masker
from tocsin.publishing.entries import Row
from tocsin.publishing.page.view import FigureView, Link, RowView, link, row
from tocsin.publishing.wording import READ_NOW, date_words, heading_name
from tocsin.records import Case, Report, Subject

NOUNS: dict[str, tuple[str, str]] = {
    "reports": ("report", "reports"),
    "voices": ("voice", "voices"),
    "voices_certain": ("of them joined for certain", "of them joined for certain"),
    "unheeded_voices": ("without a recorded answer", "without a recorded answer"),
    "unknown_voices": ("voice in a part not known", "voices in a part not known"),
    "agencies": ("agency", "agencies"),
    "sources_min": ("teller at least", "tellers at least"),
    "sources_max": ("teller at most", "tellers at most"),
}
"""Figures in the order they are shown."""


@dataclass(slots=True)
class Anchors:
    """Which reports and subjects are on the page, and the words of links to them."""

    case: Case
    masker: Masker
    parts: frozenset[str] = frozenset()
    numbers: dict[str, int] = field(default_factory=dict)
    """Reports on the page and the number of their anchor."""
    _links: dict[str, Link] = field(default_factory=dict)
    _rows: dict[str, RowView] = field(default_factory=dict)

    def anchor(self, report_id: str) -> str:
        """The anchor of a report; empty where it is not on the page."""
        number = self.numbers.get(report_id)
        return f"report-{number}" if number is not None else ""

    def report(self, report_id: str) -> Link:
        """A link to a report: its number, then when and from whom."""
        if report_id not in self._links:
            report = self.case.reports.get(report_id)
            more = told(report) if report else ""
            self._links[report_id] = link(report_id, self.anchor(report_id), more)
        return self._links[report_id]

    def number(self, report_id: str) -> Link:
        """A link to a report by its number alone, where the rest stands beside it."""
        return link(report_id, self.anchor(report_id))

    def subject(self, subject: Subject) -> Link:
        """A link to a subject's part, under the name shown of it."""
        names = self.masker.names(subject.person_id, subject.names, subject.kind)
        anchor = subject.person_id if subject.person_id in self.parts else ""
        if not names:
            return link(subject.person_id, anchor)
        return link(heading_name(names, ""), anchor, subject.person_id)

    def rows(self, report_ids: Iterable[str]) -> tuple[RowView, ...]:
        """A row for each report."""
        return tuple(map(self._row, report_ids))

    def _row(self, report_id: str) -> RowView:
        if report_id not in self._rows:
            self._rows[report_id] = row([self.report(report_id)])
        return self._rows[report_id]


def told(report: Report) -> str:
    """When a report was received, and by whom."""
    when = date_words(report.received.iso() if report.received else None)
    return ", ".join(filter(None, (when, report.agency, report.channel)))


def figures(entry: Row, anchors: Anchors, key: str = "") -> tuple[FigureView, ...]:
    """The figures of an entry, each with the rows it counts; zero is not shown, but for answers."""
    shown = []
    told_by = entry["sources_min"] if entry["sources_min"] == entry["sources_max"] else -1
    for name, (one, many) in NOUNS.items():
        value = entry[name]
        if value == told_by and name.startswith("sources_"):
            if name == "sources_min":
                continue
            one, many = "teller", "tellers"
        if value is None:
            shown.append(FigureView(name, 0, many, shown="few"))
        elif value or name == "unheeded_voices":
            rows = _rows(name, entry, anchors)
            noun = one if value == 1 else many
            if "evidence" not in entry:
                shown.append(FigureView(name, value, noun, shown=f"{value:,}"))
                continue
            shown.append(FigureView(name, value, noun, rows, anchor=f"{key}-{name}" if key else ""))
    return tuple(shown)


def _rows(name: str, entry: Row, anchors: Anchors) -> tuple[RowView, ...]:
    if "evidence" not in entry:  # shared: numbers are not opened
        return ()
    evidence: list[str] = entry["evidence"].get(name, [])
    if name == "agencies":
        return tuple(_agency(agency, entry, anchors) for agency in evidence)
    if name.startswith("sources_"):
        return _tellers(entry, len(evidence), anchors)
    return anchors.rows(evidence)


def _agency(agency: str, entry: Row, anchors: Anchors) -> RowView:
    reports = anchors.case.reports
    told_by = [r for r in entry["report_ids"] if r in reports and reports[r].agency == agency]
    return row([anchors.report(r) for r in told_by], agency)


def _tellers(entry: Row, count: int, anchors: Anchors) -> tuple[RowView, ...]:
    """A row for each distinct teller: numbered, never named; the unnamed together are one."""
    by_teller: dict[int | None, list[Row]] = {}
    for voice in entry["voice_list"]:
        by_teller.setdefault(voice["teller"], []).append(voice)
    unnamed = by_teller.pop(None, [])
    shown = [
        row([anchors.report(v["report_id"]) for v in voices], f"Teller {number}")
        for number, voices in by_teller.items()
    ]
    if unnamed:
        links = [anchors.report(v["report_id"]) for v in unnamed]
        shown.append(row(links, "Tellers who are not named, counted as one"))
    while len(shown) < count:
        shown.append(row([], f"Teller {len(shown) + 1}"))
    return tuple(shown[:count])


def reasons(entry: Row, anchors: Anchors) -> tuple[tuple[str, Link], ...]:
    """Why it is to be read now: each report once, with its reasons."""
    by_report: dict[str, dict[str, None]] = {}
    for now in entry.get("read_now", ()):
        words = READ_NOW.get(now["reason"], now["reason"])
        by_report.setdefault(now["report_id"], {})[words] = None
    return tuple(("; ".join(why), anchors.report(r)) for r, why in by_report.items())


def sentence_of(
    entry: Row, shown: Sequence[FigureView], key: str = ""
) -> tuple[tuple[str, str], ...]:
    """The one sentence of an entry, its numbers tied to the rows they open."""
    now = len({now["report_id"] for now in entry.get("read_now", ())})
    urgent = FigureView("read_now", now, "", anchor=f"{key}-read_now" if key else "")
    return opened_sentence(entry["reason"], [*shown, urgent])


_COUNTED = re.compile(
    r"\b(\d+)(?=\s+(?:\w+\s+){0,2}?(voices?|reports?|agenc(?:y|ies)|bod(?:y|ies)|tellers?|sources?))"
)
_MEANT = {
    "voice": ("voices", "unheeded_voices", "voices_certain", "unknown_voices"),
    "repor": ("read_now", "reports"),
    "agenc": ("agencies",),
    "body": ("agencies",),
    "bodie": ("agencies",),
    "telle": ("sources_min", "sources_max"),
    "sourc": ("sources_min", "sources_max"),
}


def opened_sentence(sentence: str, shown: Sequence[FigureView]) -> tuple[tuple[str, str], ...]:
    """The sentence in pieces, each number of it tied to the figure that opens it."""
    by_key = {figure.key: figure for figure in shown}
    found, at = [], 0
    for match in _COUNTED.finditer(sentence):
        for key in _MEANT[match[2][:5]]:
            figure = by_key.get(key)
            if figure and figure.anchor and figure.value == int(match[1]):
                found += [(sentence[at : match.start()], ""), (match[0], figure.anchor)]
                at = match.end()
                break
    found.append((sentence[at:], ""))
    return tuple(piece for piece in found if piece[0])
