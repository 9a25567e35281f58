"""The section for a strategic reader: five plain sentences, and what they are drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from tocsin.pictures.networks import draw_ego
from tocsin.policies import Policy
from tocsin.publishing.page.covering import MOST_ROWS
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.network_view import explore_html
from tocsin.publishing.page.picture_drawings import FEWEST, Drawings, Drawn, inline, stated
from tocsin.publishing.page.view import FigureView, row
from tocsin.publishing.picture import Picture
from tocsin.publishing.wording import counted
from tocsin.records import Case, Entry, ListName

_AROUND = 60
"""Subjects drawn with those around them: each drawing is some ten kilobytes of page."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the five: what is so, how it is known, what it must not be taken for."""

    text: str
    how: str
    caution: str = ""
    opens: FigureView | None = None
    """The rows its figure counts."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """All of the section."""

    sentences: tuple[Sentence, ...]
    drawings: tuple[Drawn, ...]
    notes: tuple[str, ...]


class PictureSection:
    """Lays out the pictures of a case; names are masked as everywhere."""

    def __init__(self, picture: Picture, case: Case, anchors: Anchors, policy: Policy) -> None:
        self._picture, self._case, self._anchors, self._policy = picture, case, anchors, policy
        self._drawings = Drawings(picture, case, anchors, policy)
        self._flows = {flow.person_id: flow for flow in picture.trends.flows}
        self._drawn_left = _AROUND

    def view(self) -> PictureView:
        """The section as plain values."""
        return PictureView(
            sentences=(
                self._unanswered(),
                self._scale(),
                self._rising(),
                self._late(),
                self._grouped(),
            ),
            drawings=tuple(self._drawings.all()),
            notes=self._picture.trends.statements,
        )

    def often(self, person_id: str) -> str:
        """How often a subject is named beside others that the same agency reports; no figure of
        chance, and nothing of a child or anybody affected."""
        flow = self._flows.get(person_id)
        if flow is None or flow.more_often_than is None:
            return ""
        return (
            f"Named more often than {flow.more_often_than} % of the subjects of its kind that"
            f" {flow.agency} reports."
        )

    def around(self, person_id: str) -> Markup:
        """The subject and those it is named with, drawn; empty where it is named with nobody."""
        network = self._picture.network
        if person_id not in network.positions or not self._drawn_left:
            return Markup("")
        if not network.ties_of(person_id):
            return Markup("")
        self._drawn_left -= 1
        return inline(draw_ego(network, person_id, names=self._drawings.names, policy=self._policy))

    def explore(self) -> Markup:
        """The view that grows from one subject, for whoever has a script running."""
        return explore_html(
            self._picture.network, self._drawings.names, self._policy, self._anchors.anchor
        )

    def _unanswered(self) -> Sentence:
        rung = _continually(self._case.entries)
        waiting = [e for e in rung if e.figures["unheeded_voices"].value]
        told = [e for e in waiting if e.unanswered_if]
        fewer = f"or {len(waiting) - len(told):,}" if told else "and as many"
        text = (
            f"{len(waiting):,} of {counted(len(rung), 'subject')} that keep being mentioned have no"
            f" answer recorded to what was told last, {fewer} if every decision that a report tells"
            " of is confirmed."
            if rung
            else "Nobody keeps being mentioned by the policy in the material read."
        )
        return Sentence(
            text,
            "Counted on the lists above, from decisions recorded; the second figure takes decisions"
            " told in reports for true.",
            "No answer recorded in the material read is not the same as nothing done.",
            self._opened(waiting) if waiting else None,
        )

    def _opened(self, entries: Sequence[Entry]) -> FigureView:
        rows = tuple(row([self._drawings.named(e.person_id)]) for e in entries)
        noun = "subject without a recorded answer" if len(rows) == 1 else (
            "subjects without a recorded answer"
        )  # fmt: skip
        if len(rows) > MOST_ROWS:  # the lists hold them all; a second copy would swamp the page
            return FigureView("unanswered", len(rows), noun, shown=f"{len(rows):,}")
        return FigureView("unanswered", len(rows), noun, rows)

    def _scale(self) -> Sentence:
        scale = self._picture.scale
        ran = sum(method.ran for method in scale.methods)
        how = (
            f"From {counted(scale.seen or 0, 'child', 'children')} whom first-hand reports of"
            f" {counted(len(scale.lists), 'sector')} name: {counted(ran, 'method')},"
            f" grade {scale.grade.value}. {' '.join(scale.reasons)}"
        )
        return Sentence(
            stated(scale),
            how.strip(),
            "Every method rests on an assumption about how the sectors’ lists depend on each other"
            " that no table can test. Some who know the field hold that no such total should be"
            " given.",
        )

    def _rising(self) -> Sentence:
        trends = self._picture.trends
        how = (
            "Reports a week beside the same weeks of earlier years (three years of reports or"
            " more) or the weeks just before; copies and retellings are not counted."
        )
        if not trends.alarms:
            lately = f"{trends.series[0].sentence} " if trends.series else ""
            return Sentence(
                f"{lately}No stream of reports is above its limit.",
                how,
                "A quiet stream may be one that stopped reporting.",
            )
        alarm = trends.alarms[0]
        return Sentence(
            alarm.sentence,
            how,
            " ".join(alarm.cautions) or "A reporting drive looks the same as more harm.",
            FigureView(
                "alarm",
                len(alarm.report_ids),
                "report" if len(alarm.report_ids) == 1 else "reports",
                self._anchors.rows(alarm.report_ids),
            ),
        )

    def _late(self) -> Sentence:
        delays = self._picture.trends.delays
        text = delays[0].sentence if delays else "How late reports come cannot be told."
        return Sentence(
            text,
            "From reports that say on which day things happened: days until they were received.",
            "The last weeks are not quiet, they are late.",
        )

    def _grouped(self) -> Sentence:
        groups = [g for g in self._picture.groups.groups if len(g.members) >= FEWEST]
        how = (
            f"Reports drawn anew {self._picture.groups.runs} times, and groups looked for each"
            " time; a subject stands in the group it was mostly found in."
        )
        if not groups:
            return Sentence("No group of subjects holds when reports are drawn anew.", how)
        inside = sum(len(g.members) for g in groups)
        unsure = sum(g.may_not_belong for g in groups)
        return Sentence(
            f"{counted(inside, 'subject')} stand in {counted(len(groups), 'group')} that hold when"
            f" reports are drawn anew; about {unsure:,.0f} of them may not belong there.",
            how,
            "Named together is not acting together: a bus station, a school run or an analyst’s"
            " list make groups of people who never met.",
        )


def _continually(entries: Iterable[Entry]) -> list[Entry]:
    """Each subject that keeps being mentioned, once, by the list that speaks for it."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.continually_mentioned and entry.list is not ListName.READ_NOW:
            found.setdefault(entry.person_id, entry)
    return list(found.values())
