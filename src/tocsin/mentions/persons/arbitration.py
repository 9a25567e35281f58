"""Rules and model side by side: who is believed where they differ."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.mentions.persons.candidates import SURE, Candidate
from tocsin.mentions.persons.crf import Model, is_worth_reading, sentences
from tocsin.mentions.persons.cues import after_saint, followed_by_head, is_joined, is_role_noun
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    HEAD,
    LETTER,
    LOWER,
    NEVER,
    NICKNAME,
    NO_WORD,
    PLACE,
    RANK,
    RELATION,
    TITLE,
    UPPER,
)
from tocsin.mentions.persons.scan import MIXED_CASE, Scan

CERTAIN = 0.9
_TABOO = NEVER | TITLE | RANK | RELATION | ACRONYM
_BY_FORM = frozenset(("title", "surname first", "cue", "names.csv", "initials and surname"))


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From policies/persons.yaml."""

    least: float
    """The model alone."""
    doubt: float
    """Below this the model speaks against a find of the rules."""


def arbitrate(
    scan: Scan, named: list[Candidate], model: Model, limits: Thresholds
) -> list[Candidate]:
    """Re-weigh what the rules found, and add what only the model sees."""
    out: list[Candidate] = []
    upcoming = iter(named)
    candidate = next(upcoming, None)
    for first, last in sentences(scan):
        here = []
        while candidate is not None and candidate.first < last:
            here.append(candidate)
            candidate = next(upcoming, None)
        if not here and not is_worth_reading(scan, first, last):
            continue
        seen = model.tag(scan, first, last)
        for rule in here:
            _weigh(scan, rule, model, first, last, limits)
        out += _merged(scan, here, seen, limits)
    return out


def _weigh(
    scan: Scan, rule: Candidate, model: Model, first: int, last: int, limits: Thresholds
) -> None:
    """Half a word each; what has the form of a name is believed whatever the model says."""
    if rule.found_by in _BY_FORM:
        return
    tokens = [
        t for t in range(rule.first, min(rule.last + 1, last)) if scan.word[t].shape != NO_WORD
    ]
    chances = [model.person_at(t - first) for t in tokens]
    mean = sum(chances) / len(chances)
    if rule.score >= CERTAIN:
        return
    if rule.score >= SURE:
        if mean < limits.doubt:
            rule.score = round(0.55 * rule.score + 0.45 * mean, 4)
        return
    unknown = sum(not scan.word[t].known for t in tokens)
    listed = scan.word[rule.first].marks & NICKNAME
    share = 0.65 if listed or (len(tokens) > 1 and unknown > 1) else 0.5
    score = round(share * rule.score + (1 - share) * mean + 0.02, 4)
    word = scan.word[rule.first]
    if rule.first == rule.last and word.marks & PLACE and word.first < 0.6:
        score = min(score, rule.score)
    rule.score = score


def _merged(
    scan: Scan,
    here: list[Candidate],
    seen: list[tuple[int, int, float]],
    limits: Thresholds,
) -> list[Candidate]:
    """The rules' finds, widened or joined by the model's where it adds likely words."""
    out = list(here)
    for start, end, chance in seen:
        start, end = _trimmed(scan, start, end)
        if start > end or chance < limits.least:
            continue
        across = [c for c in out if c.first <= end and start <= c.last]
        if not across:
            if _is_plausible(scan, start, end):
                out.append(_of_model(scan, start, end, chance))
            continue
        strong = [c for c in across if c.score >= 0.5]
        if strong:
            continue
        if _is_plausible(scan, start, end):
            out = [c for c in out if c not in across]
            out.append(_of_model(scan, start, end, chance))
    return sorted(out, key=lambda c: c.first)


def _trimmed(scan: Scan, start: int, end: int) -> tuple[int, int]:
    while start <= end and (
        scan.word[start].shape == NO_WORD or scan.word[start].marks & (TITLE | RANK)
    ):
        start += 1
    while end >= start and scan.word[end].shape == NO_WORD:
        end -= 1
    return start, end


def _is_plausible(scan: Scan, start: int, end: int) -> bool:
    """What the model may not call a person: blocked or never-name words, towns, premises."""
    words = [scan.word[t] for t in range(start, end + 1)]
    if any(scan.blocked[start : end + 1]) or is_joined(scan, start, end):
        return False
    if after_saint(scan, start):
        return False
    if words[0].marks & _TABOO or followed_by_head(scan, end):
        return False
    if len(words) > 1 and words[-1].marks & HEAD and words[-1].last < 0.55:
        return False
    if len(words) == 1:
        word = words[0]
        if word.shape == LETTER or word.marks & HEAD or word.base < 2:
            return False
        if word.common and is_role_noun(word):
            return False
        if word.shape == UPPER and word.base < 4 and scan.style[start] == MIXED_CASE:
            return False  # rather initials
        if word.marks & PLACE and word.first < 0.6:
            return False
        if scan.style[start] == MIXED_CASE and word.shape == LOWER and (word.common or word.marks):
            return False
        if scan.style[start] != MIXED_CASE and word.dictionary and word.first < 0.5:
            return False
    return not all(word.marks & PLACE and word.first < 0.5 for word in words)


def _of_model(scan: Scan, start: int, end: int, chance: float) -> Candidate:
    words = [scan.word[t] for t in range(start, end + 1)]
    if len(words) > 1:
        return Candidate(start, end, "full", "model", chance)
    word = words[0]
    if word.common and word.first < 0.5:
        return Candidate(start, end, "nickname", "model", chance)
    form = "surname" if word.last > word.first + 0.3 else "first"
    return Candidate(start, end, form, "model", chance)  # type: ignore[arg-type]
