"""Everything that is known of one subject, as one person may see it.

Figures are counted from the reports the reader may be pointed to; of those they may not open only
the number is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from tocsin.publishing.page.links import NOUNS
from tocsin.publishing.wording import (
    ECHOES,
    LISTS,
    READ_NOW,
    ROLES,
    counted,
    date_line_words,
    date_words,
    harmless,
    joined,
    other_names,
    years_words,
)
from tocsin.records import JoinStatus, Kind
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention, Row
from tocsin_web.decisions.models import Decision
from tocsin_web.desk.dossier_parts import (
    Core,
    FigureShown,
    LineShown,
    Quote,
    Ref,
    Standing,
    VoiceShown,
)
from tocsin_web.people.masking import called, called_by
from tocsin_web.people.models import Join, Judgement, Placement, Subject
from tocsin_web.people.queries import former_numbers, known_of
from tocsin_web.reports.models import Compartment, Report
from tocsin_web.reports.reading import quoted

MOST_QUOTED = 40
"""Mentions quoted on the page; the reports stand there all the same."""
MOST_LISTED = 200


_WHAT = {
    "report": "Report",
    "echo": "Repeats an earlier report",
    "decision": "Decision",
    "points_away": "Points away",
}


class Dossier:
    """The page of a subject."""

    def __init__(
        self, user: User, compartment: Compartment, subject: Subject, *, names_shown: bool
    ) -> None:
        self.user, self.compartment, self.subject = user, compartment, subject
        self.names_shown = names_shown
        self.name = called(subject, names_are_shown=names_shown)
        written = [called_by(subject.kind, [n], "", names_shown) for n in subject.names]
        self.also = other_names([w for w in written if w], self.name)[:20]
        self.identifiers = [harmless(i) for i in subject.identifiers]

    @cached_property
    def rows(self) -> list[Row]:
        """Places on lists, the most pressing list first."""
        order = {name: at for at, name in enumerate(LISTS)}
        rows = Row.objects.filter(compartment=self.compartment, number=self.subject.number)
        return sorted(rows, key=lambda r: order.get(r.list_name, 99))

    @cached_property
    def placements(self) -> list[Placement]:
        """Its mentions in reports that may be pointed to, in order of receipt."""
        rows = Placement.objects.filter(
            compartment=self.compartment,
            subject=self.subject.number,
            report__in=Report.objects.pointable_to(self.user),
        )
        return list(
            rows.select_related("report__held_by").defer("report__text")
            .order_by("report__received_last_on", "report__reference", "start")
        )  # fmt: skip

    @cached_property
    def reports(self) -> dict[str, Report]:
        """Reference → report that may be pointed to and names it, or stands behind a figure."""
        found = {p.report.reference: p.report for p in self.placements}
        asked = {r for row in self.rows for r in row.entry["report_ids"]} - found.keys()
        if asked:
            more = Report.objects.pointable_to(self.user).filter(reference__in=sorted(asked))
            found |= {r.reference: r for r in more.select_related("held_by").defer("text")}
        return found

    @cached_property
    def open(self) -> frozenset[str]:
        """References that may be opened."""
        pks = [r.pk for r in self.reports.values()]
        seen = Report.objects.visible_to(self.user).filter(pk__in=pks)
        return frozenset(seen.values_list("reference", flat=True))

    def ref(self, reference: str) -> Ref:
        """A report as it may be pointed to."""
        report = self.reports[reference]
        agency = report.held_by.name if report.held_by else "agency not known"
        told = f"{date_words(report.received or None)}, {agency}"
        return Ref(reference, report.pk if reference in self.open else None, told)

    def refs(self, references: Iterable[str]) -> tuple[Ref, ...]:
        """Those of the references that may be pointed to."""
        return tuple(self.ref(r) for r in references if r in self.reports)

    @cached_property
    def closed(self) -> int:
        """Reports that may be pointed to and not opened."""
        return len(self.reports) - len(self.open)

    @cached_property
    def listed(self) -> list[Ref]:
        """Its reports, in order of receipt."""
        return list(self.refs(dict.fromkeys(p.report.reference for p in self.placements)))

    @cached_property
    def standings(self) -> list[Standing]:
        """Its places on lists."""
        return [self._standing(row) for row in self.rows]

    def _standing(self, row: Row) -> Standing:
        entry = row.entry
        cut = any(r not in self.reports for r in entry["report_ids"])
        figures = tuple(self._figures(entry))
        line = entry["date_line"]
        read_now = tuple(
            (READ_NOW.get(why, why), self.ref(r))
            for why, r in dict.fromkeys((w, r) for w, r, _s, _e in entry["read_now"])
            if r in self.reports
        )
        return Standing(
            heading=LISTS[row.list_name],
            sentence=_sentence(figures) if cut else entry["reason"],
            below=row.below_the_line,
            date_line="" if cut else date_line_words(line["together_on"], dict(line["alone_on"])),
            unanswered_if="" if cut else entry["unanswered_if"],
            figures=figures,
            read_now=read_now,
            is_cut=cut,
        )

    def _figures(self, entry: Mapping[str, Any]) -> Iterable[FigureShown]:
        voices = [v for v in entry["voices"] if v["report_id"] in self.reports]
        for key, (one, many) in NOUNS.items():
            rests_on = entry["figures"].get(key, [])
            if key == "agencies":
                names = sorted({v["agency"] for v in voices if v["agency"]} & set(rests_on))
                if len(self.reports) >= len(entry["report_ids"]):
                    names = rests_on
                yield FigureShown(key, len(names), one if len(names) == 1 else many, (),
                                  tuple(names))  # fmt: skip
                continue
            if key.startswith("sources_"):
                told = {v["origin"] for v in voices} & set(rests_on)
                whole = len(voices) == len(entry["voices"])
                value = len(rests_on) if whole else len(told)
                words = (f"{counted(len(voices), 'voice')} counted by who told them.",)
                yield FigureShown(key, value, one if value == 1 else many, (), words)
                continue
            refs = self.refs(rests_on)
            closed = sum(r.pk is None for r in refs)
            noun = one if len(refs) == 1 else many
            yield FigureShown(key, len(refs), noun, refs, (), closed)

    @cached_property
    def main(self) -> Mapping[str, Any]:
        """The entry of the list that says most: its chronology and voices stand on the page."""
        return max((r.entry for r in self.rows), key=lambda e: len(e["chronology"]), default={})

    @cached_property
    def chronology(self) -> list[LineShown]:
        """Dated lines, oldest first; without words where the report may not be opened."""
        lines = []
        for line in self.main.get("chronology", ())[:MOST_LISTED]:
            reference = line["report_id"]
            if reference and reference not in self.reports:
                continue
            ref = self.ref(reference) if reference else None
            hidden = ref is not None and ref.pk is None
            words = "Words withheld." if hidden else self._masked(line["sentence"])
            voice = f"voice {line['voice']}" if line["voice"] else ""
            lines.append(LineShown(date_words(line["on"]), _WHAT.get(line["what"], line["what"]),
                                   words, voice, ref))  # fmt: skip
        return lines

    def _masked(self, sentence: str) -> str:
        """A sentence of ours, without the names of the subject while names are masked."""
        if self.names_shown:
            return harmless(sentence)
        for name in sorted(self.subject.names, key=len, reverse=True):
            sentence = sentence.replace(name, called_by(Kind.PERSON, [name], "", False))
        return harmless(sentence)

    @cached_property
    def voices(self) -> list[VoiceShown]:
        """Voices, and which report repeats which."""
        found = []
        for number, voice in enumerate(self.main.get("voices", ()), start=1):
            if voice["report_id"] not in self.reports:
                continue
            notes = [] if voice["counts"] else ["hearsay or suspected false: it does not count"]
            notes += [] if voice["certain"] else ["possibly this subject"]
            repeats = [r for r in voice["report_ids"] if r != voice["report_id"]]
            shown = tuple((ECHOES["retelling"], ref) for ref in self.refs(repeats))
            note = joined([ROLES.get(voice["role"], ""), *notes])
            found.append(VoiceShown(number, self.ref(voice["report_id"]), note, shown))
        return found

    @cached_property
    def points_away(self) -> list[tuple[str, Ref]]:
        """Denials, corrections, namesakes, excluded joins."""
        found: dict[tuple[str, str], None] = {}
        for row in self.rows:
            for sentence, reference, _start, _end in row.entry["points_away"]:
                found[(sentence, reference)] = None
        return [
            (self._masked(s) if r in self.open else "Words withheld.", self.ref(r))
            for s, r in found
            if r in self.reports
        ]

    @cached_property
    def quotes(self) -> list[Quote]:
        """Its mentions with the words around them, from reports that may be opened."""
        shown = [p for p in self.placements if p.report.reference in self.open][:MOST_QUOTED]
        texts = Report.objects.filter(pk__in={p.report_id for p in shown}).in_bulk()
        around: dict[Any, list[Placement]] = {}
        rows = Placement.objects.filter(compartment=self.compartment, report__in=texts)
        for p in rows.order_by("start", "end", "kind"):
            around.setdefault(p.report_id, []).append(p)
        found = []
        for p in shown:
            words = quoted(texts[p.report_id], around[p.report_id], p, names_shown=self.names_shown)
            found.append(Quote(p.mention_id, self.ref(p.report.reference), ROLES[p.role],
                               tuple(words)))  # fmt: skip
        return found

    @cached_property
    def seen_with(self) -> list[tuple[Subject, str, int]]:
        """Others in the same reports, by number: no order of weight, and no rank for anybody."""
        mine = {p.report_id for p in self.placements}
        rows = Placement.objects.filter(
            compartment=self.compartment, report__in=mine, negated=False
        ).exclude(subject__in=["", self.subject.number])
        rows = rows.exclude(role__in=["reporter", "professional"])
        together: dict[str, set[Any]] = {}
        for number, report in rows.values_list("subject", "report_id"):
            together.setdefault(number, set()).add(report)
        known = known_of(self.user, self.compartment, together)
        return [
            (known[n], called(known[n], names_are_shown=self.names_shown), len(together[n]))
            for n in sorted(together, key=lambda n: (known[n].kind if n in known else "", n))
            if n in known and not known[n].set_apart
        ][:MOST_LISTED]

    @cached_property
    def decisions(self) -> list[Decision]:
        """Answers recorded here, under whatever number it had."""
        rows = Decision.objects.filter(compartment=self.compartment, number__in=self.numbers)
        return list(rows.select_related("owner__agency", "decided_by__agency", "countersignature"))

    @cached_property
    def read_decisions(self) -> list[tuple[str, str, str, Ref | None]]:
        """Answers that reports tell of: (what, when, state, report)."""
        found: dict[str, tuple[str, str, str, Ref | None]] = {}
        for row in self.rows:
            for attached in row.entry["decisions"]:
                decision = attached["decision"]
                reference = decision["report_id"]
                if not reference or reference not in self.reports:
                    continue
                state = "counts" if attached["counts"] else attached["why_not"]
                words = decision["kind"].replace("_", " ").capitalize()
                found[decision["decision_id"]] = (
                    words, date_words(decision["on"]), state, self.ref(reference)
                )  # fmt: skip
        return list(found.values())

    @cached_property
    def attentions(self) -> list[Attention]:
        """Questions that were opened about it, the latest first."""
        rows = Attention.objects.filter(compartment=self.compartment, number__in=self.numbers)
        return list(rows.select_related("settlement__decision").order_by("-opened_at"))

    @cached_property
    def numbers(self) -> list[str]:
        """Today's number and those that lead here."""
        return [self.subject.number, *former_numbers(self.compartment, self.subject.number)]

    @cached_property
    def cores(self) -> list[Core]:
        """Groups that hang together for certain, and what ties each mention."""
        grouped: dict[int, list[Placement]] = {}
        for p in self.placements:
            grouped.setdefault(p.core, []).append(p)
        ids = {p.mention_id: p for p in self.placements}
        joins = Join.objects.filter(
            compartment=self.compartment,
            left_subject=self.subject.number,
            right_subject=self.subject.number,
        ).exclude(status=JoinStatus.ALONE)
        tied: dict[int, list[str]] = {}
        for join in joins.order_by("left", "right")[:MOST_LISTED]:
            left, right = ids.get(join.left), ids.get(join.right)
            if left is None or right is None:
                continue
            tied.setdefault(right.core, []).append(
                f"{left.report.reference} and {right.report.reference}: {_said(join)}"
            )
        return [
            Core(
                counted(len(members), "mention")
                + (" joined for certain" if at == 0 else ", possibly the same, counted apart"),
                tuple(tied.get(at, ())),
            )
            for at, members in sorted(grouped.items())
        ]

    @cached_property
    def judgements(self) -> list[Judgement]:
        """What humans said of its mentions."""
        ids = [p.mention_id for p in self.placements]
        rows = Judgement.objects.filter(compartment=self.compartment, left__in=ids) | (
            Judgement.objects.filter(compartment=self.compartment, right__in=ids)
        )
        return list(rows.select_related("judged_by__agency").order_by("judged_at"))

    @property
    def years(self) -> str:
        """From when to when it is named."""
        return years_words(self.main.get("first_on"), self.main.get("last_on"))

    @property
    def below(self) -> bool:
        """Named, and on no list above the line."""
        return bool(self.rows) and all(r.below_the_line for r in self.rows)


def _said(join: Join) -> str:
    """What speaks for a join in words, the weightiest first; no figure."""
    speaks = [(bits, words) for kind, _level, bits, words in join.evidence
              if kind != "prior" and bits > 0]  # fmt: skip
    words = [w for _, w in sorted(speaks, key=lambda s: -s[0])]
    sure = "for certain" if join.status == JoinStatus.CERTAIN else "possibly"
    return f"{sure}; {joined(words)}" if words else sure


def _sentence(figures: Iterable[FigureShown]) -> str:
    """A sentence from the figures this reader may count."""
    by = {f.key: f for f in figures}
    voices, open_ = by["voices"].value, by["unheeded_voices"].value
    return (
        f"{counted(voices, 'voice')} that you may be pointed to; "
        f"{counted(open_, 'voice')} without a recorded answer."
    )
