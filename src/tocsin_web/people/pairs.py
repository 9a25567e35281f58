"""Two mentions side by side, with what speaks for and against, and how a subject grew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from markupsafe import Markup

from tocsin.publishing.page.picture_drawings import inline
from tocsin.publishing.waterfall import Step, picture
from tocsin.publishing.wording import ROLES, joined
from tocsin.records import JoinStatus
from tocsin_web.accounts.models import User
from tocsin_web.people.engine import MOST_REPORTS, weighed
from tocsin_web.people.masking import called_by
from tocsin_web.people.models import Join, Placement, Subject
from tocsin_web.people.queries import known_of, placements_of_mentions
from tocsin_web.reports.models import Compartment, Report
from tocsin_web.reports.reading import quoted, told_on

_OUTCOMES = {
    JoinStatus.CERTAIN.value: "Joined for certain",
    JoinStatus.POSSIBLE.value: "Joined as possible",
    JoinStatus.ALONE.value: "Compared, and not joined",
}
_NOT_COMPARED = "Not compared when the lists were made; weighed now, without ages and ties"
_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two."""

    mention: str
    number: str
    name: str
    role: str
    told: str
    report: Any
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two, and the evidence."""

    left: Side
    right: Side
    outcome: str
    steps: tuple[tuple[float, str], ...]
    drawing: Markup
    none: str = ""
    """Why nothing could be compared."""
    compartment: Compartment | None = None

    @property
    def sides(self) -> tuple[Side, Side]:
        """Left and right."""
        return self.left, self.right

    def reports(self, user: User) -> list[Report]:
        """Reports that name either, as far as this person may open them; none where too many."""
        rows = Placement.objects.filter(
            compartment=self.compartment,
            subject__in=[n for n in (self.left.number, self.right.number) if n],
            report__in=Report.objects.visible_to(user),
        )
        pks = sorted(set(rows.values_list("report_id", flat=True)), key=str)
        if len(pks) > MOST_REPORTS:
            return []
        found = Report.objects.filter(pk__in=pks).select_related("held_by", "provenance")
        return list(found.order_by("received_last_on", "reference"))


def pair_of(
    user: User, compartment: Compartment, left: str, right: str, *, names_shown: bool
) -> Pair | None:
    """Two mentions, for somebody who may open the reports of both; else None."""
    placed = placements_of_mentions(user, compartment, [left, right])
    if len(placed) != 2:
        return None
    numbers = {p.subject for p in placed.values() if p.subject}
    if len(known_of(user, compartment, numbers)) != len(numbers):
        return None
    sides = [_side(compartment, placed[m], names_shown=names_shown) for m in (left, right)]
    join = Join.objects.filter(
        Q(left=left, right=right) | Q(left=right, right=left), compartment=compartment
    ).first()
    if join is not None:
        rows = [(float(bits), str(words)) for _, _, bits, words in join.evidence]
        outcome, none = _OUTCOMES[join.status], ""
    else:
        rows, outcome, none = _now(compartment, placed[left], placed[right])
    rows = [(bits, _masked(words, placed.values(), names_shown)) for bits, words in rows]
    drawn = Markup("")
    if rows:
        title = f"{sides[0].name} and {sides[1].name}"
        steps = [Step(words, bits) for bits, words in rows]
        drawn = inline(picture(title, steps, sum(bits for bits, _ in rows), outcome))
    return Pair(sides[0], sides[1], outcome, tuple(rows), drawn, none, compartment)


def _now(
    compartment: Compartment, left: Placement, right: Placement
) -> tuple[list[tuple[float, str]], str, str]:
    """Two that were not compared, weighed from their two reports."""
    reports = [left.report, right.report]
    rows = Placement.objects.filter(compartment=compartment, report__in=reports)
    found = weighed(reports, rows, [left.mention_id], [right.mention_id])
    if found.join is None:
        return [], "Not compared", found.why_none
    return [(e.weight_bits, e.sentence) for e in found.join.evidence], _NOT_COMPARED, ""


def _masked(words: str, placed: Any, names_shown: bool) -> str:
    if names_shown:
        return words
    for p in placed:
        words = words.replace(p.text, called_by(p.kind, [p.text], "", False))
    return words


def _side(compartment: Compartment, placed: Placement, *, names_shown: bool) -> Side:
    report = placed.report
    around = list(
        Placement.objects.filter(compartment=compartment, report=report).order_by("start", "end")
    )
    return Side(
        mention=placed.mention_id,
        number=placed.subject,
        name=called_by(placed.kind, [placed.text], placed.subject, names_shown),
        role=ROLES[placed.role],
        told=told_on(report),
        report=report,
        pieces=tuple(quoted(report, around, placed, names_shown=names_shown)),
    )


@dataclass(frozen=True, slots=True)
class Grown:
    """One mention in the growth of a subject, and what tied it to those before."""

    side: Side
    why: str


def grown(
    user: User, compartment: Compartment, subject: Subject, *, names_shown: bool
) -> list[Grown]:
    """How a subject came to be: its mentions in order of receipt, each with its strongest tie."""
    rows = Placement.objects.filter(
        compartment=compartment,
        subject=subject.number,
        report__in=Report.objects.visible_to(user),
    ).select_related("report__held_by")
    placed = list(rows.order_by("report__received_last_on", "report__reference", "start"))
    joins = Join.objects.filter(
        compartment=compartment, left_subject=subject.number, right_subject=subject.number
    ).exclude(status=JoinStatus.ALONE)
    ties: dict[str, list[Join]] = {}
    for join in joins:
        ties.setdefault(join.left, []).append(join)
        ties.setdefault(join.right, []).append(join)
    before: set[str] = set()
    steps = []
    for p in placed[:_MOST_STEPS]:
        asked = [
            j
            for j in ties.get(p.mention_id, ())
            if (j.right if j.left == p.mention_id else j.left) in before
        ]
        best = min(
            asked, key=lambda j: (j.status != JoinStatus.CERTAIN, -j.weight, j.left), default=None
        )
        side = _side(compartment, p, names_shown=names_shown)
        steps.append(Grown(side, _why(best, p.mention_id, first=not before)))
        before.add(p.mention_id)
    return steps


def _why(join: Join | None, mention: str, *, first: bool) -> str:
    if join is None:
        return "The first mention." if first else "Tied by mentions after it, or within its report."
    other = join.right if join.left == mention else join.left
    speaks = [words for kind, _, bits, words in join.evidence if bits > 0 and kind != "prior"]
    return f"{_OUTCOMES[join.status]}, with {other.rsplit(':', 2)[0]}: {joined(speaks)}."
