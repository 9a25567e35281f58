"""A report as the page shows it."""

from __future__ import annotations

from tocsin.publishing.page.links import told
from tocsin.publishing.page.material import Material
from tocsin.publishing.page.view import ReportView
from tocsin.publishing.page.words import pieces
from tocsin.publishing.wording import ECHOES, date_words
from tocsin.records import Extraction, Report

MOST_TEXT = 20_000
"""Characters of one report shown on the page."""


class ReportParts:
    """Builds the reports of the page."""

    def __init__(self, material: Material) -> None:
        self._all = material

    def report(self, report_id: str) -> ReportView:
        """A report with everybody it names marked, or its words withheld."""
        report = self._all.case.reports[report_id]
        found = self._all.case.extractions.get(report_id, Extraction(report_id))
        text = report.text[:MOST_TEXT]
        marks = [(m.start, m.end) for m in found.mentions if m.end <= len(text)]
        named = dict.fromkeys(
            self._all.person_of[m.mention_id]
            for m in found.mentions
            if m.mention_id in self._all.person_of
        )
        return ReportView(
            anchor=self._all.anchors.anchor(report_id),
            title=report_id,
            when=date_words(report.received.iso() if report.received else None),
            agency=report.agency or "agency not known",
            facts=self._facts(report),
            pieces=()
            if report.restricted
            else tuple(pieces(text, self._all.masks(report_id), marks, 0, len(text))),
            withheld=report.restricted,
            cut=len(report.text) > MOST_TEXT,
            echoes=tuple(
                (ECHOES[echo.type], self._all.anchors.report(echo.parent_id))
                for echo in self._all.echoes.get(report_id, ())
            ),
            named=tuple(self._all.anchors.subject(self._all.subjects[p]) for p in named),
        )

    def _facts(self, report: Report) -> tuple[tuple[str, str], ...]:
        where = f"{report.source_file} {report.place}".strip()
        occurred = date_words(report.occurred.iso()) if report.occurred else ""
        known = f" (known by {report.received_known_by})" if report.received_known_by else ""
        agency = f"{report.agency} (known by {report.agency_known_by})"
        facts = (
            ("Agency", agency if report.agency_known_by else ""),
            ("Received", told(report) + known),
            ("Tells of", occurred),
            ("Grade as written", report.grade.as_written if report.grade else ""),
            ("Handling", report.handling),
            ("Read from", self._all.masker.sentence(where, [report.report_id])),
        )
        return tuple((name, value) for name, value in facts if value)
