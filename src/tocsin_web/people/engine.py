"""What pages about joins ask of the engine: what an answer would do, and two weighed on demand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.errors import NothingReadError
from tocsin.people.judgements import undone
from tocsin.people.model import shipped_model
from tocsin.people.pairwise import Weighed, weigh_across
from tocsin.pipeline import Settings, run_case
from tocsin.publishing.wording import LISTS, counted
from tocsin.records import Case, Extraction, Judged, Judgement, Kind, Mention, Reading, Role
from tocsin_web.people.models import Join, Placement
from tocsin_web.people.models import Judgement as JudgementRow
from tocsin_web.reports.engine import engine_mended, engine_report
from tocsin_web.reports.models import COMMON, Compartment, Mending, Report

MOST_REPORTS = 60
_PRIOR = 10.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one answer makes of the two: a line each."""

    word: Judged
    lines: tuple[str, ...]


def outcomes(
    compartment: Compartment, reports: Sequence[Report], left: str, right: str, *, as_of: date
) -> list[Outcome]:
    """What same and different would each do to the lists, from the reports that name either.

    Joined apart from the rest of the case: the lists show the whole once the worker has joined it.
    """
    if not reports or len(reports) > MOST_REPORTS:
        return []
    read = Reading(reports=tuple(engine_report(r) for r in reports))
    mended = Mending.objects.filter(report__in=reports).select_related("report")
    rows = JudgementRow.objects.filter(compartment__in={COMMON, compartment.pk})
    before = tuple(map(_plain, rows.order_by("judged_at", "id")))
    found = []
    for word in (Judged.SAME, Judged.DIFFERENT):
        said = Judgement(left, right, word, "", as_of.isoformat(), "")
        settings = Settings(
            as_of=as_of,
            judgements=(*before, said),
            mended=tuple(engine_mended(mended.order_by("mended_at", "id"))),
        )
        try:
            case = run_case(read, settings)
        except NothingReadError:
            return []
        found.append(Outcome(word, _lines(case, left, right)))
    return found


def _lines(case: Case, left: str, right: str) -> tuple[str, ...]:
    home = {m: s.person_id for s in case.joining.subjects for m in s.mention_ids}
    numbers = list(dict.fromkeys(home[m] for m in (left, right) if m in home))
    lines = []
    for at, number in enumerate(numbers, start=1):
        entries = [e for e in case.entries if e.person_id == number]
        who = "Together" if len(numbers) == 1 else ("The left", "The right")[at - 1]
        if not entries:
            lines.append(f"{who}: on no list.")
        for e in entries:
            voices, sure = e.figures["voices"].value, e.figures["voices_certain"].value
            line = "below the line" if e.below_the_line else "above the line"
            told = counted(voices, "voice")
            lines.append(f"{who}: {LISTS[e.list]}, {line}, {told}, {sure} of them certain.")
    return tuple(lines)


def taken_back(rows: Iterable[JudgementRow], pair: tuple[str, str]) -> Judgement | None:
    """The word that takes the last one on a pair back; None where there is none to take back."""
    return undone([_plain(row) for row in rows], pair)


def _plain(row: JudgementRow) -> Judgement:
    return Judgement(
        row.left,
        row.right,
        Judged(row.judgement),
        str(row.judged_by_id),
        row.judged_at.isoformat(),
        row.reason,
    )


def weighed(
    reports: Iterable[Report],
    placements: Iterable[Placement],
    lefts: Iterable[str],
    rights: Iterable[str],
) -> Weighed:
    """Two sets of mentions weighed now, without ages and ties between people and things."""
    read = {r.reference: engine_report(r) for r in reports}
    mentions: dict[str, list[Mention]] = {}
    things: dict[str, str] = {}
    names = []
    for p in placements:
        reference = p.mention_id.rsplit(":", 2)[0]
        mentions.setdefault(reference, []).append(
            Mention(reference, p.start, p.end, p.text, Kind(p.kind), Role(p.role), value=p.value,
                    negated=p.negated, hearsay=p.hearsay)
        )  # fmt: skip
        if p.kind == Kind.PERSON:
            names.append(p.text)
        elif p.subject:
            things[p.mention_id] = f"{p.kind}:{p.subject}"
    return weigh_across(
        read,
        {r: Extraction(r, tuple(mentions.get(r, ()))) for r in read},
        lefts,
        rights,
        things=things,
        names=names,
        prior_bits=_PRIOR,
        model=shipped_model(),
    )


def steps_told(join: Join) -> list[tuple[float, str]]:
    """(bits, sentence) of a stored join, as it was scored."""
    return [(float(bits), str(sentence)) for _, _, bits, sentence in join.evidence]
