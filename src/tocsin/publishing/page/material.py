"""What parts and reports of the page are made from, looked up once."""

from __future__ import annotations

from tocsin.privacy import Masker
from tocsin.privacy.masking import Mask
from tocsin.publishing.page.links import Anchors
from tocsin.records import Case, Echo, Join, Mention


class Material:
    """The case by subject, mention and report, as far as the page shows it."""

    def __init__(self, case: Case, masker: Masker, anchors: Anchors) -> None:
        self.case, self.masker, self.anchors = case, masker, anchors
        self.subjects = {s.person_id: s for s in case.joining.subjects}
        listed = [s for s in case.joining.subjects if s.person_id in anchors.parts]
        self.person_of = {m: s.person_id for s in listed for m in s.mention_ids}
        self.mentions: dict[str, Mention] = {
            m.mention_id: m
            for report_id in dict.fromkeys(map(report_of, self.person_of))
            for m in case.extractions[report_id].mentions
            if m.mention_id in self.person_of
        }
        self.joins: dict[str, list[Join]] = {}
        for join in case.joining.joins:
            if join.left in self.mentions and join.right in self.mentions:
                self.joins.setdefault(join.left, []).append(join)
                self.joins.setdefault(join.right, []).append(join)
        self.echoes: dict[str, list[Echo]] = {}
        for echo in case.echoes:
            self.echoes.setdefault(echo.report_id, []).append(echo)
        self._masks: dict[str, list[Mask]] = {}

    def masks(self, report_id: str) -> list[Mask]:
        """What is covered in a report's text."""
        if report_id not in self._masks:
            text = self.case.reports[report_id].text
            self._masks[report_id] = self.masker.masks(report_id, text)
        return self._masks[report_id]


def report_of(mention_id: str) -> str:
    """The report of a mention: its id is `report_id:start-end:kind`."""
    return mention_id.rsplit(":", 2)[0]
