"""Names in ordinary text: rows of words with a capital."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.cues import (
    after_the,
    followed_by_head,
    is_joined,
    left_cue,
    place_cue,
    right_cue,
)
from tocsin.mentions.persons.judging import judge_one, judge_row
from tocsin.mentions.persons.lexicon import (
    EXTRA,
    HEAD,
    KIN,
    LEFT,
    LETTER,
    LOWER,
    NEVER,
    NICKNAME,
    OPENER,
    PLACE_LEFT,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
)
from tocsin.mentions.persons.rows import collect
from tocsin.mentions.persons.scan import Scan


def capital_row(scan: Scan, i: int) -> tuple[Candidate | None, int]:
    """What the row of capitalised words that opens at `i` names, and where to go on."""
    tokens = collect(scan, i)
    if not tokens:
        return None, i + 1
    after = tokens[-1] + 1
    if _is_place(scan, tokens):
        return None, after
    opens = tokens[0]
    if scan.word[opens].shape == LETTER and scan.raw[opens + 1 : opens + 2] == ["."]:
        return None, i + 1  # a sentence ends with an initial
    tokens = _trim(scan, tokens)
    if tokens and tokens[0] != opens:
        return None, tokens[0]  # read again from there
    if not tokens or is_joined(scan, tokens[0], tokens[-1]):
        return None, after
    judged = judge_one(scan, tokens[0]) if len(tokens) == 1 else judge_row(scan, tokens)
    return judged, after


def small_name(scan: Scan, i: int) -> tuple[Candidate | None, int]:
    """A list name written small in a text that knows capitals: only where nothing else fits."""
    word = scan.word[i]
    if word.marks & ~NICKNAME or word.dictionary or word.first < 0.8 or word.base < 4:
        return None, i + 1
    if word.low.endswith("s") and scan.lexicon[word.low[:-1]].marks & RELATION:
        return None, i + 1
    end = i
    if scan.near(i) and scan.word[i + 1].shape == LOWER and not scan.blocked[i + 1]:
        after = scan.word[i + 1]
        taboo = after.marks & (NEVER | TITLE | RANK | RELATION) or after.dictionary
        if after.last > 0.7 and not taboo:
            end = i + 1
    if is_joined(scan, i, end):
        return None, end + 1
    cue = left_cue(scan, i) or right_cue(scan, end)
    form = "full" if end > i else "first"
    score = (0.8 if cue else 0.45) - 0.3 * place_cue(scan, i)
    return Candidate(i, end, form, f"{form} name", score), end + 1  # type: ignore[arg-type]


def _is_place(scan: Scan, tokens: list[int]) -> bool:
    """A row with a head word (road, grill, school) names no person, nor does a town."""
    word, first = scan.word, scan.word[tokens[0]]
    heads = [t for t in tokens[1:] if word[t].marks & HEAD]
    if heads:
        surname = heads == [tokens[-1]] and word[heads[0]].last >= 0.55
        here = place_cue(scan, tokens[0]) or after_the(scan, tokens[0])
        return not (surname and first.first >= 0.6 and not here)
    if followed_by_head(scan, tokens[-1]):
        return True
    if first.marks & OPENER and len(tokens) > 1:
        for stop in range(len(tokens), 1, -1):
            if scan.lexicon.is_place(" ".join(word[t].low for t in tokens[:stop])):
                return first.first < 0.6 or place_cue(scan, tokens[0])
    return False


def _trim(scan: Scan, tokens: list[int]) -> list[int]:
    """Drop ordinary words in front (`Spoke to`, `Told Ruth`) and behind."""
    while tokens and _drops_first(scan, tokens):
        tokens = tokens[1:]
    while len(tokens) > 1 and _drops_last(scan, tokens):
        tokens = tokens[:-1]
    return tokens


def _drops_first(scan: Scan, tokens: list[int]) -> bool:
    word = scan.word[tokens[0]]
    if word.shape == LETTER or (word.marks & KIN and len(tokens) > 1):
        return False
    if word.first >= 0.5 or word.last >= 0.9 or word.marks & EXTRA:
        return False
    if len(tokens) > 1 and word.given and not scan.starts[tokens[0]]:
        after = scan.word[tokens[1]]
        if after.last >= 0.6 and not after.common and not word.marks & (LEFT | RIGHT | HEAD):
            return False  # `a girl named Blessing Eze`
    opening = scan.starts[tokens[0]] and (word.common or word.marks & (LEFT | RIGHT))
    cue = word.marks & (LEFT | RIGHT | PLACE_LEFT | HEAD) and word.common
    if len(tokens) == 1 and not cue:
        return False
    if cue or opening:
        return True
    name_next = len(tokens) > 1 and scan.word[tokens[1]].first >= 0.6
    return bool(name_next and word.common and not word.marks & NICKNAME)


def _drops_last(scan: Scan, tokens: list[int]) -> bool:
    word, first = scan.word[tokens[-1]], scan.word[tokens[0]]
    if word.shape == LETTER:
        return False
    if not (word.common and word.last < 0.3 and word.first < 0.5):
        return False
    taboo = bool(word.marks & (LEFT | RIGHT | NEVER))
    if len(tokens) == 2 and first.first >= 0.6:
        return taboo or not word.last
    return first.first >= 0.5 or taboo
