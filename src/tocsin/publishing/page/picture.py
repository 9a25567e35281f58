"""The section for a strategic reader: five plain sentences, and what they are drawn from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from tocsin.pictures.networks import Group, draw_ego, draw_group
from tocsin.pictures.scale import Scale, draw_panel
from tocsin.pictures.trends import Series, Stream, draw_delay, draw_series, draw_weeks
from tocsin.policies import Policy
from tocsin.publishing.page.covering import MOST_ROWS
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.network_view import explore_html
from tocsin.publishing.page.view import FigureView, Link, link, row
from tocsin.publishing.picture import Picture
from tocsin.publishing.wording import KINDS, counted, day_words, heading_name, span_words
from tocsin.records import Case, Entry, ListName, Subject

_GROUPS_DRAWN = 3
_AROUND = 60
"""Subjects drawn with those around them: each drawing is some ten kilobytes of page."""
_SERIES_DRAWN = 3
_ROWS = 40
"""Rows of a table: the rest is in the command named under it."""
_REPORTS_NAMED = 6
_FEWEST = 3
"""A group of two is a pair, and is shown with the subject."""

Cell = str | Link


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the five: what is so, how it is known, what it must not be taken for."""

    text: str
    how: str
    caution: str = ""
    opens: FigureView | None = None
    """The rows its figure counts."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing with the table that holds the same."""

    key: str
    heading: str
    svg: Markup
    caution: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    more: str = ""
    """Where the rest is."""


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
        self._subjects = {s.person_id: s for s in case.joining.subjects}
        self._flows = {flow.person_id: flow for flow in picture.trends.flows}
        self._names = _Names(self._name, self._subjects)
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
            drawings=tuple(self._drawings()),
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
        return _inline(draw_ego(network, person_id, names=self._names, policy=self._policy))

    def explore(self) -> Markup:
        """The view that grows from one subject, for whoever has a script running."""
        return explore_html(self._picture.network, self._names, self._policy, self._anchors.anchor)

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
        rows = tuple(row([self._named(e.person_id)]) for e in entries)
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
            _stated(scale),
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
        groups = [g for g in self._picture.groups.groups if len(g.members) >= _FEWEST]
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

    def _drawings(self) -> Iterable[Drawn]:
        yield self._panel()
        yield from self._streams()
        if self._picture.trends.delays and self._picture.trends.delays[0].weeks:
            yield self._delay()
        yield from self._emerging()
        yield from map(self._group, self._largest())
        if self._picture.between.rows:
            yield self._between()

    def _panel(self) -> Drawn:
        scale = self._picture.scale
        rows = tuple(
            (m.name, _whole(m.estimate), f"{_whole(m.low)} to {_whole(m.high)}", m.note)
            for m in scale.methods
        )
        return Drawn(
            "scale",
            "How many children in all, by every method",
            _inline(draw_panel(scale)),
            _stated(scale),
            ("Method", "Estimate", "95 % interval", "Note"),
            rows,
            "tocsin scale OUT --full runs the rest, leaves lists out and merges them in turn.",
        )

    def _streams(self) -> Iterable[Drawn]:
        trends = self._picture.trends
        if not trends.series:
            return
        yield Drawn(
            "weeks",
            "Reports week by week, by concern",
            _inline(draw_weeks(trends)),
            "Counts of what was reported and read here, not of what happened.",
            ("Stream", "Reports in the last four weeks", "What it says"),
            tuple((s.label, str(_lately(s)), s.sentence) for s in trends.series[:_ROWS]),
            "tocsin trends OUT shows every stream, what is new and what stopped.",
        )
        rung = [a.stream for a in trends.alarms]
        for series in [s for s in trends.series if s.stream in rung][:_SERIES_DRAWN]:
            yield self._series(series)

    def _series(self, series: Series) -> Drawn:
        return Drawn(
            f"series-{series.label}",
            series.label[:1].upper() + series.label[1:],
            _inline(draw_series(series)),
            series.sentence,
            ("Week from", "Reports", "Expected", "Limit"),
            _weeks(series),
        )

    def _delay(self) -> Drawn:
        delay = self._picture.trends.delays[0]
        return Drawn(
            "delay",
            "The last weeks are late",
            _inline(draw_delay(delay)),
            delay.sentence,
            ("Week from", "Reported so far", "In the end, about", "90 % interval"),
            tuple(
                (
                    day_words(w.week),
                    str(w.reported),
                    f"{w.in_the_end:.0f}",
                    f"{w.low:.0f} to {w.high:.0f}",
                )
                for w in delay.weeks[-_ROWS:]
            ),
        )

    def _emerging(self) -> Iterable[Drawn]:
        """What is new, what stopped, what stands together: tables alone, each with its reports."""
        trends = self._picture.trends
        told = (
            (
                "new",
                "New in the last month",
                "Hardly there before. A new worker who writes down plates makes plates new.",
                [(self._what(n.person_id, n.word), n.sentence, n.report_ids) for n in trends.new],
            ),
            (
                "stopped",
                "No longer reported",
                "Reported steadily and then not: over, moved, or no longer written down.",
                [
                    (self._what(s.person_id, _stream(s.stream)), s.sentence, s.report_ids)
                    for s in trends.stopped
                ],
            ),
            (
                "pairs",
                "Named together more often than each alone explains",
                "A count of reports, shrunk towards what chance would give; not a finding.",
                [(self._what(p.left, ""), p.sentence, p.report_ids) for p in trends.pairs],
            ),
        )
        for key, heading, caution, rows in told:
            if rows:
                yield Drawn(
                    key,
                    heading,
                    Markup(""),
                    caution,
                    ("What", "What it says", "Reports"),
                    tuple(
                        (what, sentence, self._reports(report_ids))
                        for what, sentence, report_ids in rows[:_ROWS]
                    ),
                    "tocsin trends OUT shows all.",
                )

    def _what(self, person_id: str, words: str) -> Cell:
        return self._named(person_id) if person_id else words

    def _reports(self, report_ids: Sequence[str]) -> Link:
        shown = [self._anchors.number(report_id) for report_id in report_ids[:_REPORTS_NAMED]]
        more = len(report_ids) - len(shown)
        html = Markup("; ").join(one.html for one in shown)
        return Link("", html + Markup(f" and {more} more") if more else html)

    def _largest(self) -> list[Group]:
        return [g for g in self._picture.groups.groups if len(g.members) >= _FEWEST][:_GROUPS_DRAWN]

    def _group(self, group: Group) -> Drawn:
        network = self._picture.network
        rows = []
        for member in group.members[:_ROWS]:
            node = network.node(member.person_id)
            edge = "" if member.is_shielded else ("at the edge" if member.at_edge else "steady")
            kind = KINDS[member.kind]
            rows.append((self._named(member.person_id), kind, str(node.reports), edge))
        told = (
            f"Named together by {counted(group.voices, 'voice')},"
            f" {span_words(group.first_on or None, group.last_on or None)}; about"
            f" {group.may_not_belong:.0f} of {len(group.members)} may not belong. Of children and"
            " people affected nothing is said beyond that they are named here."
        )
        return Drawn(
            f"group-{group.number}",
            f"Group {group.number}: {counted(len(group.members), 'subject')}",
            _inline(draw_group(network, group, names=self._names, policy=self._policy)),
            told,
            ("Subject", "Kind", "Reports", "How steady"),
            tuple(rows),
            f"tocsin network OUT --group {group.number} shows the reports behind each tie.",
        )

    def _between(self) -> Drawn:
        between = self._picture.between
        rows = tuple(
            (self._named(b.person_id), f"{100 * b.share:.0f} %", f"{100 * b.low:.0f} to"
             f" {100 * b.high:.0f} %", str(b.voices))
            for b in between.rows[:_ROWS]
        )  # fmt: skip
        caution = (
            "Share of the shortest ways between two others that run through them, with a 90 %"
            " interval from drawing reports anew. It follows who is watched and who is written"
            " about, and says nothing of what anybody did. Adults named only."
        )
        return Drawn(
            "between",
            "Adults most often reported between others",
            Markup(""),
            f"{between.statement} {caution}".strip(),
            ("Subject", "Share of ways", "Interval", "Voices"),
            rows,
        )

    def _named(self, person_id: str) -> Link:
        subject = self._subjects.get(person_id)
        return self._anchors.subject(subject) if subject else link(person_id)

    def _name(self, person_id: str) -> str:
        subject: Subject | None = self._subjects.get(person_id)
        if subject is None:
            return person_id
        written = subject.names or subject.identifiers
        names = self._anchors.masker.names(person_id, written, subject.kind)
        return heading_name(names, person_id)


class _Names(Mapping[str, str]):
    """What each subject is called, asked for only where it is drawn."""

    def __init__(self, name: Callable[[str], str], subjects: Mapping[str, Subject]) -> None:
        self._name, self._subjects = name, subjects

    def __getitem__(self, person_id: str) -> str:
        if person_id not in self._subjects:
            raise KeyError(person_id)
        return self._name(person_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._subjects)

    def __len__(self) -> int:
        return len(self._subjects)


def _inline(svg: str) -> Markup:
    """A drawing as it stands in a page, where svg needs no name of its own."""
    return Markup(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))


def _continually(entries: Iterable[Entry]) -> list[Entry]:
    """Each subject that keeps being mentioned, once, by the list that speaks for it."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.continually_mentioned and entry.list is not ListName.READ_NOW:
            found.setdefault(entry.person_id, entry)
    return list(found.values())


def _stated(scale: Scale) -> str:
    return scale.headline or scale.statement


def _whole(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


def _stream(stream: Stream) -> str:
    return ", ".join(filter(None, (stream.agency, stream.concern, stream.area))) or "all reports"


def _lately(series: Series) -> int:
    return sum(n or 0 for n in series.counts[-4:])


def _weeks(series: Series) -> tuple[tuple[Cell, ...], ...]:
    rows = zip(series.counts, series.expected, series.limit, strict=True)
    shown = [
        (
            day_words(series.first_week + timedelta(weeks=place)),
            "nothing supplied" if count is None else str(count),
            "–" if expected is None else f"{expected:.1f}",
            "–" if limit is None else f"{limit:.1f}",
        )
        for place, (count, expected, limit) in enumerate(rows)
    ]
    return tuple(shown[-_ROWS:])
