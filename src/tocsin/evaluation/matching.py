"""Which found mention is which true one, and which found subject is which true one."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.evaluation.found import Found, FoundMention
from tocsin.evaluation.truth import Truth, TruthMention

_LEADING = re.compile(
    r"(?:(?:mr|mrs|ms|miss|mx|dr|prof|rev|cllr|sir|lady|pc|dc|ds|di|dci|dsu|wpc|pcso|ps|sgt|insp"
    r"|cons|det|sister|nurse|imam|father|fr|councillor)\b\.?\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"['’]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Match:
    """A true mention and the found one that covers it best."""

    true: TruthMention
    found: FoundMention
    exact: bool


@dataclass(frozen=True, slots=True)
class Matching:
    """One-to-one pairs, and what stays over on either side."""

    matches: tuple[Match, ...]
    missed: tuple[TruthMention, ...]
    spurious: tuple[FoundMention, ...]


def match_mentions(truth: Truth, found: Found) -> Matching:
    """Pair true and found mentions of one kind that overlap, the largest overlap first.

    Leading titles and a closing 's are ignored on both sides when asking whether a span is exact.
    """
    theirs: dict[tuple[str, str], list[FoundMention]] = defaultdict(list)
    for mention in found.mentions:
        theirs[mention.report_id, mention.kind].append(mention)
    ours: dict[tuple[str, str], list[TruthMention]] = defaultdict(list)
    for true in truth.mentions:
        ours[true.report_id, true.kind.value].append(true)
    matches: list[Match] = []
    for key in sorted(ours):
        text = truth.reports[key[0]].text if key[0] in truth.reports else ""
        matches += _pair_up(ours[key], theirs.get(key, ()), text)
    taken_true = {id(match.true) for match in matches}
    taken_found = {match.found.mention_id for match in matches}
    return Matching(
        tuple(matches),
        tuple(t for t in truth.mentions if id(t) not in taken_true),
        tuple(
            f
            for f in found.mentions
            if f.mention_id not in taken_found and f.report_id in truth.reports
        ),
    )


def _pair_up(
    true: Sequence[TruthMention], found: Sequence[FoundMention], text: str
) -> Iterable[Match]:
    pairs = []
    for i, t in enumerate(true):
        for j, f in enumerate(found):
            shared = min(t.end, f.end) - max(t.start, f.start)
            if shared > 0:
                length = max(t.end, f.end) - min(t.start, f.start)
                pairs.append((-shared / length, t.start, f.start, i, j))
    used_true: set[int] = set()
    used_found: set[int] = set()
    for _, _, _, i, j in sorted(pairs):
        if i not in used_true and j not in used_found:
            used_true.add(i)
            used_found.add(j)
            left = bare_span(text, true[i].start, true[i].end)
            right = bare_span(text, found[j].start, found[j].end)
            yield Match(true[i], found[j], left == right)


def bare_span(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the titles before a name and the 's after it."""
    words = text[start:end]
    title = _LEADING.match(words)
    if title and title.end() < len(words):
        start += title.end()
    possessive = _TRAILING.search(text[start:end])
    if possessive and start + possessive.start() > start:
        end = start + possessive.start()
    return start, end


def match_subjects(matching: Matching) -> dict[str, str]:
    """True subject → found subject, one to one, those with the most mentions in common first."""
    shared: Counter[tuple[str, str]] = Counter()
    for match in matching.matches:
        if match.found.person_id:
            shared[match.true.subject, match.found.person_id] += 1
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    sizes = Counter(match.found.person_id for match in matching.matches)
    ranked = sorted(shared.items(), key=lambda kv: (-kv[1], sizes[kv[0][1]], kv[0]))
    for (subject, person_id), _ in ranked:
        if subject not in chosen and person_id not in taken:
            chosen[subject] = person_id
            taken.add(person_id)
    return chosen


def subjects_in(matching: Matching) -> Mapping[str, Counter[str]]:
    """Found subject → how many mentions of which true subjects it holds."""
    held: dict[str, Counter[str]] = defaultdict(Counter)
    for match in matching.matches:
        held[match.found.person_id][match.true.subject] += 1
    return held
