# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Once a text names somebody in full, the surname or first name alone is them, in any case."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import SURE, Candidate
from tocsin.mentions.persons.cues import (
    after_the,
    followed_by_head,
    is_joined,
    left_cue,
    place_cue,
    right_cue,
)
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    HEAD,
    LETTER,
    LOWER,
    MONTH,
    NEVER,
    NO_WORD,
    PARTICLE,
    PLACE,
    RANK,
    RELATION,
    TITLE,
    TITLE_CASE,
    UPPER,
)
from tocsin.mentions.persons.rules import SUFFIXES
from tocsin.mentions.persons.scan import MIXED_CASE, Scan
from tocsin.mentions.persons.spans import Form

_DONE_ON = frozenset(
    (
        "found seized recovered located nothing drugs cash knife phone phones money intel check "
        "checks pnc info information update marker markers warning warnings search done eyes hands"
    ).split()
)


def find_short_forms(scan: Scan, kept: list[Candidate], unsure: list[Candidate]) -> list[Candidate]:
    """Parts of names found in full that stand alone elsewhere, not inside another find."""
    parts = _parts(scan, kept)
    if not parts:
        return []
    taken = bytearray(scan.size)
    for candidate in kept:
        for t in range(candidate.first, candidate.last + 1):
            taken[t] = 1
    doubted = {c.first for c in unsure if c.first == c.last}
    clipped = _clipped(scan, parts)
    found = []
    for t in range(scan.size):
        word = scan.word[t]
        if taken[t] or scan.blocked[t]:
            continue
        if word.low in clipped and _stands_clipped(scan, t):
            found.append(Candidate(t, t, "first", "short form", 0.8))
            taken[t] = 1
            continue
        if word.low not in parts:
            continue
        if _stands_alone(scan, t, taken, t in doubted):
            form = parts[word.low]
            found.append(Candidate(t, t, form, "short form", 0.85))
            taken[t] = 1
    return found


def _parts(scan: Scan, kept: list[Candidate]) -> dict[str, Form]:
    """Folded word → whether it is somebody's first name or surname in this text."""
    parts: dict[str, Form] = {}
    for candidate in kept:
        cued = candidate.found_by == "cue"
        if candidate.score < SURE or not (cued or candidate.form in ("full", "surname")):
            continue
        ends = [
            t
            for t in range(candidate.first, candidate.last + 1)
            if scan.word[t].shape != NO_WORD and scan.word[t].low not in SUFFIXES
        ] or [candidate.first]
        words = [t for t in ends if scan.word[t].base > 1]
        if candidate.form not in ("full", "surname") and len(words) > 1:
            continue
        for t in words:
            word = scan.word[t]
            if word.shape in (NO_WORD, LETTER) or word.marks & PARTICLE:
                continue
            if word.common and max(word.first, word.last) < 0.5 and not (word.given or cued):
                continue
            opens = t == (ends[-1] if candidate.surname_first else ends[0])
            form: Form = "surname" if candidate.form == "surname" or not opens else "first"
            if candidate.form not in ("full", "surname"):
                form = candidate.form
            parts.setdefault(word.low, form)
    for candidate in kept:
        if candidate.first == candidate.last and candidate.form == "surname":
            word = scan.word[candidate.first]
            written_large = word.shape == UPPER and scan.style[candidate.first] == MIXED_CASE
            if written_large and not word.dictionary and word.base > 3:
                parts.setdefault(word.low, candidate.form)
    return parts


def _clipped(scan: Scan, parts: dict[str, Form]) -> frozenset[str]:
    """`Bled` for a Bledar of this text: the first three to five letters of a first name, where
    that stands inside a sentence with a capital at least once."""
    given = [low for low, form in parts.items() if form == "first" and len(low) > 4]
    if not given:
        return frozenset()
    heads = {low[:n] for low in given for n in range(3, min(6, len(low)))} - parts.keys()
    return frozenset(
        word.low
        for t, word in enumerate(scan.word)
        if word.shape == TITLE_CASE
        and word.low in heads
        and not scan.starts[t]
        and _stands_clipped(scan, t)
    )


def _stands_clipped(scan: Scan, t: int) -> bool:
    word = scan.word[t]
    if scan.style[t] != MIXED_CASE or word.shape != TITLE_CASE:
        return False
    if word.marks & (NEVER | ACRONYM | HEAD | PLACE | TITLE | RANK | MONTH | RELATION):
        return False
    if word.common and not (left_cue(scan, t) or right_cue(scan, t)):
        return False
    beside = (t - 1, scan.near(t - 1) if t else False), (t + 1, scan.near(t))
    if any(near and scan.word[k].shape == TITLE_CASE and not scan.starts[k] for k, near in beside):
        return False
    return not (is_joined(scan, t, t) or place_cue(scan, t) or after_the(scan, t))


def _stands_alone(scan: Scan, t: int, taken: bytearray, doubted: bool) -> bool:
    word = scan.word[t]
    if t + 1 < scan.size and scan.raw[t + 1] == "&":
        return False  # `Bhatt & Lowe LLP`
    if is_joined(scan, t, t) or (followed_by_head(scan, t) and not doubted):
        return False
    if scan.style[t] == MIXED_CASE:
        if word.shape == LOWER:
            return word.first >= 0.8 and not word.dictionary
        if word.common and (scan.starts[t] or word.marks & (NEVER | ACRONYM)):
            return word.first > 0 and not word.marks & NEVER and right_cue(scan, t)
        return not (_in_row(scan, t, taken) or place_cue(scan, t))
    if word.marks & (NEVER | ACRONYM | HEAD) or (word.common and word.last < 0.5):
        return False
    return not place_cue(scan, t) or _found_on(scan, t)


def _found_on(scan: Scan, t: int) -> bool:
    """`NOTHING FOUND ON WHITLOCK`: what is done on somebody, not a place somebody is on."""
    if scan.word[t].marks & PLACE or t < 2 or scan.word[t - 1].low != "on":
        return False
    return scan.word[t - 2].low in _DONE_ON


def _in_row(scan: Scan, t: int, taken: bytearray) -> bool:
    """Beside another capitalised word that is no name: part of a longer title or firm."""
    for k, gap in ((t - 1, scan.near(t - 1) if t else False), (t + 1, scan.near(t))):
        if not gap or not 0 <= k < scan.size or taken[k] or scan.starts[k]:
            continue
        if scan.word[k].shape == TITLE_CASE and scan.word[k].marks & HEAD:
            return True
    return False
