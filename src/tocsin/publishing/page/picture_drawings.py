"""Drawings of the picture, each with a table that holds the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from tocsin.pictures.networks import Group, draw_group
from tocsin.pictures.scale import Scale, draw_panel
from tocsin.pictures.trends import Series, Stream, draw_delay, draw_series, draw_weeks
from tocsin.policies import Policy
from tocsin.publishing.page.links import Anchors
from tocsin.publishing.page.view import Link, link
from tocsin.publishing.picture import Picture
from tocsin.publishing.wording import KINDS, counted, day_words, heading_name, span_words
from tocsin.records import Case, Subject

_GROUPS_DRAWN = 3
_SERIES_DRAWN = 3
_ROWS = 40
"""Rows of a table: the rest is in the command named under it."""
_REPORTS_NAMED = 6
FEWEST = 3
"""A group of two is a pair, and is shown with the subject."""

Cell = str | Link


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


class Drawings:
    """Draws the pictures of a case; names are masked as everywhere."""

    def __init__(self, picture: Picture, case: Case, anchors: Anchors, policy: Policy) -> None:
        self._picture, self._anchors, self._policy = picture, anchors, policy
        self._subjects = {s.person_id: s for s in case.joining.subjects}
        self.names: Mapping[str, str] = _Names(self._name, self._subjects)

    def all(self) -> Iterable[Drawn]:
        """Every drawing there is something to draw in, in the order of the page."""
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
            inline(draw_panel(scale)),
            stated(scale),
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
            inline(draw_weeks(trends)),
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
            inline(draw_series(series)),
            series.sentence,
            ("Week from", "Reports", "Expected", "Limit"),
            _weeks(series),
        )

    def _delay(self) -> Drawn:
        delay = self._picture.trends.delays[0]
        return Drawn(
            "delay",
            "The last weeks are late",
            inline(draw_delay(delay)),
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
        return self.named(person_id) if person_id else words

    def _reports(self, report_ids: Sequence[str]) -> Link:
        shown = [self._anchors.number(report_id) for report_id in report_ids[:_REPORTS_NAMED]]
        more = len(report_ids) - len(shown)
        html = Markup("; ").join(one.html for one in shown)
        return Link("", html + Markup(f" and {more} more") if more else html)

    def _largest(self) -> list[Group]:
        return [g for g in self._picture.groups.groups if len(g.members) >= FEWEST][:_GROUPS_DRAWN]

    def _group(self, group: Group) -> Drawn:
        network = self._picture.network
        rows = []
        for member in group.members[:_ROWS]:
            node = network.node(member.person_id)
            edge = "" if member.is_shielded else ("at the edge" if member.at_edge else "steady")
            kind = KINDS[member.kind]
            rows.append((self.named(member.person_id), kind, str(node.reports), edge))
        told = (
            f"Named together by {counted(group.voices, 'voice')},"
            f" {span_words(group.first_on or None, group.last_on or None)}; about"
            f" {group.may_not_belong:.0f} of {len(group.members)} may not belong. Of children and"
            " people affected nothing is said beyond that they are named here."
        )
        return Drawn(
            f"group-{group.number}",
            f"Group {group.number}: {counted(len(group.members), 'subject')}",
            inline(draw_group(network, group, names=self.names, policy=self._policy)),
            told,
            ("Subject", "Kind", "Reports", "How steady"),
            tuple(rows),
            f"tocsin network OUT --group {group.number} shows the reports behind each tie.",
        )

    def _between(self) -> Drawn:
        between = self._picture.between
        rows = tuple(
            (self.named(b.person_id), f"{100 * b.share:.0f} %", f"{100 * b.low:.0f} to"
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

    def named(self, person_id: str) -> Link:
        """A link to a subject, under the name shown of it."""
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


def inline(svg: str) -> Markup:
    """A drawing as it stands in a page, where svg needs no name of its own."""
    return Markup(svg.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1))


def stated(scale: Scale) -> str:
    """The one sentence about the scale."""
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
