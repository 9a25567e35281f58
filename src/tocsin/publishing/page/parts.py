"""The part of the page about one subject, and the reports it rests on."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from markupsafe import Markup

from tocsin.publishing.entries import Row
from tocsin.publishing.page.links import figures, reasons, sentence_of
from tocsin.publishing.page.material import Material, report_of
from tocsin.publishing.page.timeline import timeline
from tocsin.publishing.page.view import (
    DecisionView,
    FigureView,
    JoinView,
    LineView,
    Link,
    PartView,
    Quote,
    Standing,
    VoiceView,
)
from tocsin.publishing.page.words import around, pieces
from tocsin.publishing.standing import main_row, weightiest_first
from tocsin.publishing.wording import (
    DECISIONS,
    ECHOES,
    KINDS,
    LISTS,
    ROLES,
    date_line_words,
    date_words,
    heading_name,
    other_names,
    years_words,
)
from tocsin.records import Case, Join, JoinStatus, Kind, Mention, Subject

MOST_REPORTS = 80
"""Reports of one subject shown with their words; the rows behind its numbers name them all."""

_STRONGLY, _PLAINLY = 5.0, 1.5
"""Bits from which evidence is called strong, and plain."""

_WHAT = {
    "report": "Report",
    "echo": "Echo",
    "decision": "Decision",
    "points_away": "Points away",
}
_STATUS = {
    JoinStatus.CERTAIN: "joined for certain",
    JoinStatus.POSSIBLE: "joined as possible: shown apart, and never counted as certain",
    JoinStatus.ALONE: "stands alone",
}


class Parts:
    """Builds the parts of the page; what several of them need is worked out once."""

    def __init__(self, material: Material, rows: Sequence[Row]) -> None:
        self._all = material
        self._rows: dict[str, list[Row]] = {}
        for row in rows:
            self._rows.setdefault(row["person_id"], []).append(row)
        self._span = span_of(material.case)

    def part(self, person_id: str) -> PartView:
        """All that is shown of one subject."""
        rows = self._rows[person_id]
        main = main_row(rows)
        subject = self._all.subjects.get(person_id)
        mentions = [self._all.mentions[i] for i in subject.mention_ids] if subject else []
        told = first_reports(main["report_ids"])
        left_out = len(main["report_ids"]) - len(told)
        roles = dict.fromkeys(m.role for m in mentions if m.kind is Kind.PERSON)
        restricted = main["restricted_report_ids"]
        name = heading_name(main["names"], person_id)
        return PartView(
            person_id=person_id,
            anchor=person_id,
            name=name,
            also=tuple(other_names(main["names"], name)),
            kind=KINDS[main["kind"]],
            masked=main["masked"],
            years=years_words(main["first_on"], main["last_on"]),
            identifiers=tuple(main["identifiers"]),
            roles=tuple(ROLES[role] for role in sorted(roles)),
            standings=tuple(self._standing(row) for row in weightiest_first(rows)),
            drawing=drawing(
                main, self._span, f"Timeline of {name}; the table below says the same."
            ),
            chronology=tuple(
                self._line(line)
                for line in main["chronology"]
                if line["report_id"] in told or line["what"] == "decision"
            ),
            voices=tuple(
                self._voice(number, voice)
                for number, voice in enumerate(main["voice_list"], 1)
                if voice["report_id"] in told
            ),
            quotes=tuple(
                self._quote(m)
                for m in mentions
                if m.report_id in told and m.report_id not in restricted
            ),
            left_out=left_out,
            withheld=tuple(map(self._all.anchors.report, restricted)),
            joins=self._joined(subject, told) if subject else (),
            points_away=tuple(
                (away["sentence"], self._all.anchors.report(away["report_id"]))
                for away in main["points_away"]
            ),
            decisions=tuple(self._decision(d) for d in main["decisions"]),
            seen_with=tuple(
                self._seen(subject, self._all.subjects[other["person_id"]])
                for other in main["seen_with"]
                if subject and other["person_id"] in self._all.subjects
            ),
        )

    def _standing(self, row: Row) -> Standing:
        key = f"{row['person_id']}-{row['list']}"
        shown = figures(row, self._all.anchors, key)
        return Standing(
            list=row["list"],
            heading=LISTS[row["list"]],
            reason=sentence_of(row, shown, key),
            unanswered_if=row["unanswered_if"],
            figures=shown,
            date_line=date_line_of(row),
            read_now=reasons(row, self._all.anchors),
            below=row["below_the_line"],
        )

    def _line(self, line: Row) -> LineView:
        return LineView(
            on=date_words(line["on"]),
            what=_WHAT.get(str(line["what"]), ""),
            link=self._all.anchors.number(line["report_id"]),
            sentence=line["sentence"],
            voice=f"voice {line['voice']}" if line["voice"] else "",
        )

    def _voice(self, number: int, voice: Row) -> VoiceView:
        told_in = set(voice["report_ids"])
        echoes = tuple(
            (self._all.anchors.report(report_id), self._how(report_id, told_in))
            for report_id in voice["report_ids"]
            if report_id != voice["report_id"]
        )
        return VoiceView(
            number=number,
            opening=self._all.anchors.report(voice["report_id"]),
            teller=f"teller {voice['teller']}" if voice["teller"] else "teller not named",
            counts=voice["counts"],
            certain=voice["certain"],
            echoes=echoes,
        )

    def _how(self, report_id: str, told_in: Collection[str]) -> str:
        """What a report repeats, and how that is known; no words of reports kept back."""
        links = [e for e in self._all.echoes.get(report_id, ()) if e.parent_id in told_in]
        said = [f"{ECHOES[echo.type]} {echo.parent_id}" for echo in links]
        for echo in links:
            both = [report_id, echo.parent_id]
            if not any(
                self._all.case.reports[r].restricted for r in both if r in self._all.case.reports
            ):
                said += [self._all.masker.sentence(words, both) for words in echo.evidence]
        return " ".join(f"{words.rstrip('.')}." for words in said)

    def _quote(self, mention: Mention) -> Quote:
        text = self._all.case.reports[mention.report_id].text
        shown = around(text, self._all.masks(mention.report_id), mention.start, mention.end)
        notes = [
            word
            for word, holds in (("said not to be", mention.negated), ("hearsay", mention.hearsay))
            if holds
        ]
        role = ROLES[mention.role] if mention.kind is Kind.PERSON else ""
        link = self._all.anchors.report(mention.report_id)
        return Quote(link, role, tuple(shown), ", ".join(notes))

    def _joined(self, subject: Subject, told: Collection[str]) -> tuple[JoinView, ...]:
        """For each mention the strongest join that ties it to one before it."""
        before: set[str] = set()
        shown = []
        for mention_id in subject.mention_ids:
            mention = self._all.mentions[mention_id]
            ties = [
                j
                for j in self._all.joins.get(mention_id, ())
                if (j.right if j.left == mention_id else j.left) in before
            ]
            before.add(mention_id)
            if mention.report_id not in told:
                continue
            shown.append(self._join(mention, min(ties, key=_strength, default=None), before))
        return tuple(shown)

    def _join(self, mention: Mention, join: Join | None, before: set[str]) -> JoinView:
        text = self._all.case.reports[mention.report_id].text
        masks = self._all.masks(mention.report_id)
        words = "".join(p.text for p in pieces(text, masks, [], mention.start, mention.end))
        link = self._all.anchors.report(mention.report_id)
        if self._all.case.reports[mention.report_id].restricted:
            words = "words withheld"
        if join is None:
            first = "the first mention" if len(before) == 1 else "tied by those after it"
            return JoinView(words, link, first, "", ())
        other = join.right if join.left == mention.mention_id else join.left
        with_report = self._all.mentions[other].report_id
        both = [mention.report_id, with_report]
        shown = [
            (_speaks(e.weight_bits), self._all.masker.sentence(e.sentence, both))
            for e in join.evidence
            if e.comparison != "prior"
        ]
        return JoinView(words, link, _STATUS[join.status], with_report, tuple(shown))

    def _decision(self, decision: Row) -> DecisionView:
        states = [
            "confirmed" if decision["confirmed"] else "read from a report, not confirmed by anyone",
            "counts as an answer" if decision["counts"] else "does not count as an answer",
        ]
        if decision["why_not"]:
            states.append(decision["why_not"].rstrip("."))
        report_id = decision["report_id"]
        return DecisionView(
            what=DECISIONS[decision["kind"]],
            on=date_words(decision["on"]),
            owner=decision["owner"] or "no owner recorded",
            reason=decision["reason"] or "no reason recorded",
            link=self._all.anchors.report(report_id) if report_id else None,
            state="; ".join(states),
        )

    def _seen(self, subject: Subject, other: Subject) -> tuple[Link, FigureView]:
        there = set(map(report_of, other.mention_ids))
        here = dict.fromkeys(map(report_of, subject.mention_ids))
        rows = self._all.anchors.rows(r for r in here if r in there)
        noun = "report names both" if len(rows) == 1 else "reports name both"
        return self._all.anchors.subject(other), FigureView("seen_with", len(rows), noun, rows)


def _speaks(bits: float) -> str:
    """What a piece of evidence says, in words: beside a person's name stands no figure."""
    size = "strongly " if abs(bits) >= _STRONGLY else "" if abs(bits) >= _PLAINLY else "weakly "
    return f"{size}{'for' if bits > 0 else 'against'}"


def first_reports(report_ids: Sequence[str]) -> dict[str, None]:
    """The reports of a subject that the page holds: the first half of them, and the latest."""
    if len(report_ids) <= MOST_REPORTS:
        return dict.fromkeys(report_ids)
    half = MOST_REPORTS // 2
    return dict.fromkeys((*report_ids[:half], *report_ids[-half:]))


def date_line_of(row: Row) -> str:
    """The date line of an entry, in words."""
    line: Mapping[str, str | None] = row["date_line"]["alone_on"]
    return date_line_words(row["date_line"]["together_on"], dict(line))


def drawing(row: Row, span: tuple[date, date], label: str) -> Markup:
    """The timeline of an entry."""
    return timeline(row["chronology"], row["date_line"]["together_on"], *span, label)


def span_of(case: Case) -> tuple[date, date]:
    """From the first day anything was received to `as_of`."""
    days = [r.received.first for r in case.reports.values() if r.received]
    return min([*days, case.as_of]), case.as_of


def _strength(join: Join) -> tuple[bool, float, str, str]:
    return (join.status is not JoinStatus.CERTAIN, -join.match_weight, join.left, join.right)
