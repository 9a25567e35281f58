"""Laying a truth over reports as a run read them: other numbers, other line ends, same words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from tocsin.evaluation.found import Found, FoundMention
from tocsin.evaluation.overlap import shingles
from tocsin.evaluation.truth import Truth, TruthEcho, TruthMention

_SPACE = re.compile(r"\s+")
_ENOUGH_SHARED = 0.6
"""Share of word triples two readings of one report have in common at the very least."""


def aligned(truth: Truth, found: Found) -> tuple[Truth, Found, tuple[str, ...]]:
    """The same truth in the run's report numbers and offsets, and the reports that were not read.

    Where the run's text of a report is the truth's, nothing changes. A case rendered into other
    formats is recognised by its words; what a run then finds in headings and forms around them is
    left out of what it found, since the truth does not speak of it.
    """
    number = _numbers(truth, found)
    if all(n == r and found.texts[n] == truth.reports[r].text for r, n in number.items()) and len(
        number
    ) == len(truth.reports):
        return truth, found, ()
    unread = tuple(r for r in truth.reports if r not in number)
    reports = {
        number.get(r, r): replace(
            report, report_id=number.get(r, r), text=found.texts.get(number.get(r, r), report.text)
        )
        for r, report in truth.reports.items()
    }
    mentions = [_moved(m, truth, found, number) for m in truth.mentions]
    return (
        replace(
            truth,
            reports=reports,
            mentions=tuple(mentions),
            echoes=tuple(_renumbered(e, number) for e in truth.echoes),
            decisions=tuple(
                replace(d, report_id=number.get(d.report_id, d.report_id)) for d in truth.decisions
            ),
        ),
        _within(truth, found, number),
        unread,
    )


def _within(truth: Truth, found: Found, number: Mapping[str, str]) -> Found:
    """What was found inside the words the truth speaks of."""
    spoken: dict[str, tuple[int, int]] = {}
    for report_id, there in number.items():
        words = r"\s+".join(map(re.escape, truth.reports[report_id].text.split()))
        place = re.search(words, found.texts[there])
        if place:
            spoken[there] = place.span()

    def is_inside(mention: FoundMention) -> bool:
        start, end = spoken.get(mention.report_id, (0, mention.end))
        return start <= mention.start and mention.end <= end

    return replace(found, mentions=tuple(filter(is_inside, found.mentions)))


def _numbers(truth: Truth, found: Found) -> dict[str, str]:
    """True report → the run's report with the same words."""
    folded = defaultdict(list)
    for report_id in sorted(found.texts):
        folded[_fold(found.texts[report_id])].append(report_id)
    number: dict[str, str] = {}
    for report_id, report in truth.reports.items():
        same = folded.get(_fold(report.text), [])
        if report_id in found.texts and (report_id in same or not same):
            number[report_id] = report_id
        elif same:
            number[report_id] = same.pop(0)
    left = [r for r in truth.reports if r not in number]
    if left:
        number.update(_by_words(left, truth, found, set(number.values())))
    return number


def _by_words(left: list[str], truth: Truth, found: Found, taken: set[str]) -> dict[str, str]:
    at: Mapping[tuple[str, ...], list[str]] = _index(found, taken)
    number = {}
    for report_id in left:
        own = shingles(truth.reports[report_id].text, 3)
        shared: dict[str, int] = defaultdict(int)
        for shingle in own:
            for other in at.get(shingle, ()):
                shared[other] += 1
        best = min(shared, key=lambda other: (-shared[other], other), default="")
        if best and best not in taken and shared[best] >= _ENOUGH_SHARED * len(own):
            number[report_id] = best
            taken.add(best)
    return number


def _index(found: Found, taken: set[str]) -> dict[tuple[str, ...], list[str]]:
    at: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for report_id in sorted(found.texts):
        if report_id not in taken:
            for shingle in shingles(found.texts[report_id], 3):
                at[shingle].append(report_id)
    return at


def _fold(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _renumbered(echo: TruthEcho, number: Mapping[str, str]) -> TruthEcho:
    parents = tuple(number.get(parent, parent) for parent in echo.parents)
    return replace(echo, report_id=number.get(echo.report_id, echo.report_id), parents=parents)


def _moved(
    mention: TruthMention, truth: Truth, found: Found, number: Mapping[str, str]
) -> TruthMention:
    here = truth.reports.get(mention.report_id)
    there = number.get(mention.report_id)
    if here is None or there is None:
        return mention
    text = found.texts[there]
    if text == here.text:
        return replace(mention, report_id=there)
    span = _span_in(text, here.text, mention.start, mention.end)
    if span is None:  # the words are withheld there, or were read otherwise: the offsets stay
        return replace(mention, report_id=there)
    return replace(mention, report_id=there, start=span[0], end=span[1])


def _span_in(text: str, original: str, start: int, end: int) -> tuple[int, int] | None:
    """Where `original[start:end]` stands in `text`: the place whose surroundings agree best."""
    words = r"\s+".join(map(re.escape, original[start:end].split()))
    places = [m.span() for m in re.finditer(words, text)] if words else []
    if not places:
        return None
    if len(places) == 1:
        return places[0]
    before, after = _fold(original[max(0, start - 40) : start]), _fold(original[end : end + 40])

    def agreement(place: tuple[int, int]) -> float:
        left, right = _fold(text[max(0, place[0] - 40) : place[0]]), _fold(text[place[1] :][:40])
        return (
            SequenceMatcher(None, before, left, autojunk=False).ratio()
            + SequenceMatcher(None, after, right, autojunk=False).ratio()
        )

    return max(places, key=lambda place: (agreement(place), -place[0]))
