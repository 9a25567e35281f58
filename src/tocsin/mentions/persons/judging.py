# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""How much speaks for a person where words with a capital stand."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.cues import (
    after_the,
    inside_cue,
    is_role_noun,
    left_cue,
    place_cue,
    right_cue,
    weak_left,
)
from tocsin.mentions.persons.lexicon import (
    EXTRA,
    HEAD,
    KIN,
    LEFT,
    LETTER,
    LOWER,
    NICKNAME,
    PARTICLE,
    PLACE,
    RIGHT,
    TITLE_CASE,
    UPPER,
)
from tocsin.mentions.persons.scan import MIXED_CASE, Scan

_LONG = 6
_DOES = frozenset("drives drove lives gave bought calls texted picked met lent drops".split())
_FAMILY = frozenset(
    "family household home brothers sisters boys girls twins children parents lads siblings".split()
)


def judge_row(scan: Scan, tokens: list[int]) -> Candidate:
    word, a, b = scan.word, tokens[0], tokens[-1]
    end = b
    cue, place = left_cue(scan, a) or right_cue(scan, end), place_cue(scan, a)
    if word[a].marks & KIN:
        score = 0.62 + 0.2 * cue - 0.3 * place - 0.3 * after_the(scan, a)
        return Candidate(a, end, "nickname", "nickname", score)
    first = max(word[t].first for t in tokens[:-1])
    if word[a].last >= 0.5 and word[b].first > first:
        first = word[b].first
    if first < 0.5 and word[a].given and word[b].last >= 0.6 and not scan.starts[a]:
        first = 0.6
    unknown = sum(not word[t].known and word[t].shape != LETTER for t in tokens)
    common = sum(word[t].common and not word[t].marks & PARTICLE for t in tokens)
    score = 0.35 + 0.5 * first + 0.2 * word[b].last + 0.12 * unknown - 0.22 * common
    score += 0.18 * cue - 0.25 * place - 0.25 * after_the(scan, a)
    score += 0.15 * (word[a].shape == LETTER or word[b].shape == LETTER)
    score -= 0.2 * (bool(word[a].marks & PLACE) and word[a].first < 0.6)
    score -= 0.3 * (len(tokens) > 4) + 0.3 * (inside_cue(scan, a) and not _owns(scan, b))
    plain = word[a].first < 0.3 and common == len(tokens)
    return Candidate(a, end, "nickname" if plain else "full", "full name", min(score, 0.97))


def judge_one(scan: Scan, t: int) -> Candidate | None:
    word = scan.word[t]
    if word.shape == LETTER or (word.marks & HEAD and word.last < 0.8 and word.first < 0.7):
        return None
    if word.marks & EXTRA:
        return Candidate(t, t, "first", "names.csv", 0.95)
    left, right = left_cue(scan, t), right_cue(scan, t)
    place = place_cue(scan, t) and not _owns(scan, t)
    weak = left and weak_left(scan, t)
    town = bool(word.marks & PLACE)
    away = 0.3 * after_the(scan, t) + 0.3 * place + 0.3 * (town and weak)
    if word.first >= 0.5:
        return _listed(scan, t, 0.15 * left + 0.15 * right - away)
    cue = 0.15 * (left and not weak) + 0.15 * right
    if word.marks & NICKNAME and not town:
        score = 0.5 + cue - away - 0.12 * (scan.starts[t] and word.common)
        return Candidate(t, t, "nickname", "nickname", score)
    if (word.last >= 0.5 or not word.known) and _is_family(scan, t):
        return Candidate(t, t, "surname", "surname", 0.85)
    if word.last >= 0.5 and not word.common:
        score = 0.4 + cue - away - 0.2 * town
        score += 0.12 * (word.shape == UPPER and word.base > 3 and word.last >= 0.7)
        return Candidate(t, t, "surname", "surname", score)
    if not word.known and word.shape == TITLE_CASE and word.base > 2:
        return Candidate(t, t, "first", "unknown name", 0.42 + cue - away - 0.1 * weak)
    if word.common and word.shape == TITLE_CASE and not (town or away):
        return _plain_nickname(scan, t, left and not weak, right or weak)
    return None


def _is_family(scan: Scan, t: int) -> bool:
    """`the Chauhan home`, `the Doyle brothers`."""
    if not scan.near(t) or scan.word[t + 1].low not in _FAMILY or t == 0:
        return False
    return scan.word[t - 1].low in ("the", "two", "three", "both")


def _owns(scan: Scan, t: int) -> bool:
    """`at Jade's flat`: the thing owned is written small, so this is no name of premises."""
    owner = scan.word[t].base < len(scan.raw[t])
    return owner and scan.near(t) and scan.word[t + 1].shape == LOWER


def _listed(scan: Scan, t: int, around: float) -> Candidate:
    """A first name of the lists, on its own."""
    word = scan.word[t]
    score = 0.45 + 0.5 * word.first + around
    if word.dictionary:
        score -= 0.12 + (0.15 if around > 0 else 0.35) * scan.starts[t]
    if word.shape == UPPER and word.base < _LONG and scan.style[t] == MIXED_CASE:
        score -= 0.35  # rather an acronym: surnames are written large, first names are not
    if word.marks & PLACE:
        score -= 0.4 if word.first < 0.8 and around <= 0 else 0.2
    if word.last > word.first:
        score -= 0.1
    return Candidate(t, t, "first", "first name", min(score, 0.95))


def _plain_nickname(scan: Scan, t: int, left: bool, right: bool) -> Candidate | None:
    """`She met Ghost by the station`: a plain word with a capital where a person should stand."""
    word = scan.word[t]
    if word.marks & (LEFT | RIGHT | HEAD) or not (left or right) or is_role_noun(word):
        return None
    if scan.starts[t]:
        does = scan.near(t) and scan.word[t + 1].low in _DOES
        score = 0.52 if does and word.dictionary and not word.low.endswith("s") else 0.3
    else:
        score = 0.7 if left and right else 0.6 if left else 0.45
    return Candidate(t, t, "nickname", "nickname", score)
