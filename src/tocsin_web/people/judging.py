"""Joins that wait for a human, a human's word on them, and taking it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q

from tocsin.errors import UsageError
from tocsin.publishing.wording import counted
from tocsin.records import Judged, Kind
from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.people.engine import taken_back
from tocsin_web.people.models import CommonValue, Crowded, Join, Judgement, Placement, ToJudge
from tocsin_web.reports.models import COMMON, Compartment
from tocsin_web.reports.rejoining import ask_for_joining

LEAST_LIKELY = 0.5
"""Below it two that were not joined are not asked about; `why not` still answers."""
_LINE = 1000
"""What it weighs that somebody would come on or off a list."""
_UNDO = "Undo: "


@dataclass(frozen=True, slots=True)
class Voices:
    """What a subject's row on the lists says."""

    voices: int = 0
    certain: int = 0
    above: bool = False
    """Whether it stands above the line."""


def queue_of(
    compartment: Compartment,
    joins: Iterable[Join],
    placements: Iterable[Placement],
    voices: Mapping[str, Voices],
) -> list[ToJudge]:
    """Questions for a human: one for each two groups of certain joins that may be one subject.

    Args:
        compartment: whose rows these are.
        joins: as the engine made them.
        placements: where each mention stands.
        voices: number → what its row says.
    """
    core = {p.mention_id: (p.subject, p.core) for p in placements if p.kind == Kind.PERSON}
    best: dict[tuple[tuple[str, int], tuple[str, int]], ToJudge] = {}
    judged = {
        (min(a, b), max(a, b))
        for a, b in ((core.get(one), core.get(other)) for one, other in _judged(compartment))
        if a and b
    }
    for join in joins:
        left, right = core.get(join.left), core.get(join.right)
        if left is None or right is None or left == right or not left[0] or not right[0]:
            continue
        if left[0] != right[0] and join.probability < LEAST_LIKELY:
            continue
        key = (min(left, right), max(left, right))
        if key in judged:
            continue
        asked = best.get(key)
        if asked is None or (-join.probability, join.left) < (-asked.probability, asked.left):
            stake, why = _stake(left[0], right[0], voices)
            best[key] = ToJudge(
                compartment=compartment,
                left=join.left,
                right=join.right,
                left_subject=left[0],
                right_subject=right[0],
                stake=stake,
                probability=join.probability,
                why=why,
                pairs=(asked.pairs if asked else 0) + 1,
            )
        else:
            asked.pairs += 1
    return [best[key] for key in sorted(best)]


def _stake(left: str, right: str, voices: Mapping[str, Voices]) -> tuple[int, str]:
    one, other = voices.get(left, Voices()), voices.get(right, Voices())
    if left == right:
        moved = one.voices - one.certain
        words = (
            f"{counted(one.voices, 'voice')}, {one.certain} of them certain: some may rest on this"
        )
        return moved + (_LINE if one.above else 0), words
    moved = min(one.voices, other.voices)
    words = f"{one.voices} and {other.voices} voices would stand together"
    return moved + (_LINE if one.above or other.above else 0), words


def _judged(compartment: Compartment) -> set[tuple[str, str]]:
    rows = Judgement.objects.filter(compartment__in={COMMON, compartment.pk})
    found: set[tuple[str, str]] = set()
    for row in rows.order_by("judged_at", "id"):
        pair = (min(row.left, row.right), max(row.left, row.right))
        if row.reason.startswith(_UNDO) and row.judgement == Judged.UNSURE:
            found.discard(pair)
        else:
            found.add(pair)
    return found


def rebuild_queue(
    compartment: Compartment,
    joins: Iterable[Join],
    placements: Iterable[Placement],
    voices: Mapping[str, Voices],
) -> None:
    """Make the queue of a compartment anew."""
    ToJudge.objects.filter(compartment=compartment).delete()
    rows = queue_of(compartment, joins, placements, voices)
    ToJudge.objects.bulk_create(rows, batch_size=1000)


def renew_queue(
    compartment: Compartment,
    numbers: Iterable[str],
    voices_of: Callable[[Iterable[str]], Mapping[str, Voices]],
) -> None:
    """Make the questions about some subjects anew, where the rest stayed."""
    asked = sorted(set(numbers))
    about = Q(left_subject__in=asked) | Q(right_subject__in=asked)
    ToJudge.objects.filter(about, compartment=compartment).delete()
    joins = list(Join.objects.filter(about, compartment=compartment))
    ends = sorted({m for j in joins for m in (j.left, j.right)})
    placements = Placement.objects.filter(compartment=compartment, mention_id__in=ends)
    voices = voices_of(sorted({n for j in joins for n in (j.left_subject, j.right_subject)}))
    rows = queue_of(compartment, joins, placements, voices)
    ToJudge.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)


def rebuild_crowded(compartment: Compartment, too_common: Iterable[tuple[str, str, int]]) -> None:
    """Keep the names that too many share, as the engine says them."""
    Crowded.objects.filter(compartment=compartment).delete()
    Crowded.objects.bulk_create(
        (
            Crowded(compartment=compartment, kind=kind[:40], value=value[:300], count=count)
            for kind, value, count in too_common
        ),
        batch_size=1000,
    )


@transaction.atomic
def judge(
    compartment: Compartment, *, left: str, right: str, word: Judged, reason: str, by: User
) -> Judgement:
    """Say whether two mentions are one person; it binds the linker until it is taken back.

    Raises:
        UsageError: one of the two does not stand in the compartment, or both are one mention.
    """
    require(by, Permission.JUDGE_IDENTITIES)
    there = Placement.objects.filter(compartment=compartment, mention_id__in=[left, right])
    if left == right or there.count() != 2:
        raise UsageError(
            "These are not two mentions of this case.", remedy="Open the pair from the queue again."
        )
    said = Judgement(
        compartment=compartment,
        left=min(left, right),
        right=max(left, right),
        judgement=word.value,
        reason=reason,
        judged_by=by,
    )
    append(said, "judgement")
    _after(said, by, word.value)
    return said


@transaction.atomic
def undo(said: Judgement, *, by: User) -> Judgement:
    """Take a judgement back: its pair gets the word it had before, and so the lists.

    Raises:
        PermissionDenied: somebody else's word is taken back by judging anew, not by undoing.
        UsageError: it was taken back already.
    """
    require(by, Permission.JUDGE_IDENTITIES)
    if said.judged_by_id != by.pk:
        raise PermissionDenied("Only who judged takes it back.")
    rows = Judgement.objects.filter(
        compartment=said.compartment, left=said.left, right=said.right
    ).order_by("judged_at", "id")
    back = taken_back(rows, (said.left, said.right))
    if back is None:
        raise UsageError("This was taken back already.")
    row = Judgement(
        compartment=said.compartment,
        left=back.left,
        right=back.right,
        judgement=back.judgement.value,
        reason=back.reason[:500],
        judged_by=by,
    )
    append(row, "judgement")
    _after(row, by, "taken back")
    return row


def _after(said: Judgement, by: User, note: str) -> None:
    ToJudge.objects.filter(
        Q(left=said.left, right=said.right) | Q(left=said.right, right=said.left),
        compartment=said.compartment,
    ).delete()
    record(Event.COMBINED, about=f"judgement:{said.pk}", by=by, note=note)
    ask_for_joining(said.compartment)


def last_of(user: User, compartment: Compartment) -> Judgement | None:
    """The last judgement of somebody that no undo has taken back."""
    rows = Judgement.objects.filter(compartment=compartment, judged_by=user)
    standing: list[Judgement] = []
    for row in rows.order_by("judged_at", "id"):
        if not row.reason.startswith(_UNDO):
            standing.append(row)
            continue
        taken = [i for i, r in enumerate(standing) if (r.left, r.right) == (row.left, row.right)]
        if taken:
            del standing[taken[-1]]
    return standing[-1] if standing else None


@transaction.atomic
def say_of_value(
    compartment: Compartment, *, value: str, word: str, reason: str, by: User
) -> CommonValue:
    """Say of a value that it is too common to join on, or that it is not."""
    require(by, Permission.JUDGE_IDENTITIES)
    said = CommonValue(compartment=compartment, value=value, word=word, reason=reason, said_by=by)
    append(said, "common value")
    record(Event.COMBINED, about=f"value:{said.pk}", by=by, note=word)
    ask_for_joining(compartment)
    return said


def said_of_values(compartment: Compartment) -> dict[str, CommonValue]:
    """value → the last word on it."""
    rows = CommonValue.objects.filter(compartment__in={COMMON, compartment.pk})
    return {row.value: row for row in rows.select_related("said_by").order_by("said_at", "id")}


def kept_out_and_allowed(compartment: Compartment) -> tuple[list[str], list[str]]:
    """What the engine is told: values to keep out, and values that may join all the same."""
    said = said_of_values(compartment)
    out = sorted(v for v, row in said.items() if row.word == CommonValue.Word.KEEP_OUT)
    allowed = sorted(v for v, row in said.items() if row.word == CommonValue.Word.ALLOW)
    return out, allowed
