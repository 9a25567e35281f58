"""A report's words as one reader may see them: marked by kind and role, names covered or not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tocsin.privacy.masking import Mask, Masker, cover, initials
from tocsin.publishing.page.words import around
from tocsin.publishing.wording import KINDS, ROLES, date_words
from tocsin.records import Kind, Mention, Role
from tocsin_web.accounts.models import User
from tocsin_web.reports.models import Compartment, Report

MOST_SHOWN = 60_000
"""Characters of a report on one page; the rest stands on the pages after it."""

CONDITIONS = {
    "C": "Handling code C: share only as the conditions of its owner allow.",
    "4": "Handling code 4: only within the receiving agency, as its owner specifies.",
    "5": "Handling code 5: no further dissemination; the owner decides each time.",
}
"""What is said of a report instead of its words."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text; `kind` and `role` where it is a mention, `at` its number on the page."""

    text: str
    kind: str = ""
    role: str = ""
    at: int = 0


@dataclass(frozen=True, slots=True)
class Read:
    """One mention as it was read off the report."""

    at: int
    placement: Any
    words: str
    kind: str
    role: str


def conditions_of(report: Report) -> str:
    """Why the words of a restricted report are withheld."""
    written = report.handling.strip().upper() or str(report.grade.get("handling", ""))
    return CONDITIONS.get(written, "Its handling conditions are not met.")


def pointed_to(user: User, report_id: UUID) -> Report | None:
    """A report this person may know of and not open; None for any other."""
    found: Report | None = (
        Report.objects.pointable_to(user).select_related("held_by").filter(pk=report_id).first()
    )
    if found is None or Report.objects.visible_to(user).filter(pk=report_id).exists():
        return None
    return found


def placements_of(report: Report, compartment: Compartment) -> list[Any]:
    """What was read off a report, as it is placed in the lists of a compartment."""
    rows = report.placements.filter(compartment=compartment)
    return list(rows.order_by("start", "end", "kind"))


def masks_of(report: Report, placements: Iterable[Any], *, names_shown: bool) -> list[Mask]:
    """What is covered in the text: whoever reported always, everybody until a purpose is given."""
    mentions = tuple(_mention(report, p) for p in placements)
    reporters = {m.mention_id for m in mentions if m.role is Role.REPORTER}
    masker = Masker(
        protected=frozenset(reporters),
        person_of={m.mention_id: m.mention_id for m in mentions},
        mentions={report.reference: mentions},
        everybody=not names_shown,
    )
    return masker.masks(report.reference, report.text)


def stretches(
    text: str, masks: Sequence[Mask], placements: Sequence[Any], *, start: int, end: int
) -> list[Stretch]:
    """The text from `start` to `end` cut at the edges of mentions, with masks laid over it."""
    shown: list[Stretch] = []
    at = start
    for number, p in enumerate(placements, start=1):
        if p.start < at or p.end > end:
            continue
        shown.append(Stretch(_covered(text, masks, at, p.start)))
        words = _covered(text, masks, p.start, p.end)
        shown.append(Stretch(words, KINDS[p.kind], ROLES[p.role], number))
        at = p.end
    shown.append(Stretch(_covered(text, masks, at, end)))
    return [s for s in shown if s.text]


def read_off(placements: Sequence[Any], *, names_shown: bool) -> list[Read]:
    """The list beside the text, in its order."""
    found = []
    for at, p in enumerate(placements, start=1):
        hide = p.kind == Kind.PERSON and (not names_shown or p.role == Role.REPORTER)
        words = initials(p.text) if hide else p.text
        found.append(Read(at, p, words, KINDS[p.kind], ROLES[p.role]))
    return found


def quoted(
    report: Report, placements: Sequence[Any], of: Any, *, names_shown: bool
) -> list[tuple[str, bool]]:
    """A mention with the words around it: (text, whether it is the mention)."""
    masks = masks_of(report, placements, names_shown=names_shown)
    return [(p.text, p.marked) for p in around(report.text, masks, of.start, of.end)]


def masked_text(report: Report, placements: Iterable[Any], *, names_shown: bool) -> str:
    """The whole text with names covered."""
    return cover(report.text, masks_of(report, placements, names_shown=names_shown))


def place_of(text: str, words: str, occurrence: int = 1) -> tuple[int, int] | None:
    """Where words stand in a text, the `occurrence`-th time; None where they do not."""
    at = -1
    for _ in range(occurrence):
        at = text.find(words, at + 1)
        if at < 0:
            return None
    return at, at + len(words)


def told_on(report: Report) -> str:
    """When it was received and by whom."""
    agency = report.held_by.name if report.held_by else "agency not known"
    return f"{date_words(report.received or None)}, {agency}"


def _mention(report: Report, placed: Any) -> Mention:
    return Mention(
        report_id=report.reference,
        start=placed.start,
        end=placed.end,
        text=report.text[placed.start : placed.end],
        kind=Kind(placed.kind),
        role=Role(placed.role),
    )


def _covered(text: str, masks: Sequence[Mask], start: int, end: int) -> str:
    """A stretch with its masks; a mask that only reaches into it covers its part."""
    inside = [
        Mask(
            max(m.start, start) - start,
            min(m.end, end) - start,
            m.shown if m.start >= start else "",
        )
        for m in masks
        if m.start < end and m.end > start
    ]
    return cover(text[start:end], inside)
