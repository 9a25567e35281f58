# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Names in ordinary text: rows of words with a capital."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.cues import (
    after_the,
    followed_by_head,
    inside_cue,
    is_joined,
    is_role_noun,
    left_cue,
    place_cue,
    right_cue,
    weak_left,
)
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    EXTRA,
    HEAD,
    KIN,
    LEFT,
    LETTER,
    LOWER,
    MIXED,
    MONTH,
    NEVER,
    NICKNAME,
    NO_WORD,
    OPENER,
    PARTICLE,
    PLACE,
    PLACE_LEFT,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
    TITLE_CASE,
    UPPER,
)
from tocsin.mentions.persons.scan import Scan
from tocsin.mentions.persons.titles import SHORT_SURNAMES

_SHORT = 6
_DOES = frozenset("drives drove lives gave bought calls texted picked met lent drops".split())
_FAMILY = frozenset(
    "family household home brothers sisters boys girls twins children parents lads siblings".split()
)
_CAPITAL = (TITLE_CASE, UPPER, MIXED)


def capital_row(scan: Scan, i: int) -> tuple[Candidate | None, int]:
    """What the row of capitalised words that opens at `i` names, and where to go on."""
    tokens = _collect(scan, i)
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
    judged = _judge_one(scan, tokens[0]) if len(tokens) == 1 else _judge_row(scan, tokens)
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


# Which tokens belong to the row


def _collect(scan: Scan, i: int) -> list[int]:
    """Tokens of the row that opens at `i`; words that are never names end it."""
    tokens: list[int] = []
    k = i
    while k < scan.size and not scan.blocked[k] and (not tokens or scan.near(k - 1)):
        word = scan.word[k]
        if word.shape == NO_WORD:
            if not _stop_of_initial(scan, k, tokens):
                break
            k += 1
            continue
        if word.shape == LOWER:
            if not (tokens and _joins_small(scan, k)):
                break
        elif not _joins(scan, k, tokens):
            break
        tokens.append(k)
        if word.base < len(scan.raw[k]):
            break
        k += 1
    while tokens and scan.word[tokens[-1]].shape == LOWER:
        tokens.pop()
    return tokens


def _stop_of_initial(scan: Scan, k: int, tokens: list[int]) -> bool:
    if scan.raw[k] != "." or not tokens or scan.word[k - 1].shape != LETTER or not scan.near(k):
        return False
    return (
        scan.word[k + 1].shape in _CAPITAL
        and len(tokens) < 3
        and tokens[-1] == k - 1
        and (len(tokens) == 1 or not scan.starts[k + 1] or scan.word[k + 1].last >= 0.5)
    )


def _joins_small(scan: Scan, k: int) -> bool:
    """A particle with a capitalised word behind it: `van`, `de la`."""
    word = scan.word[k]
    if not word.marks & PARTICLE or word.low in ("do", "a", "an"):
        return False
    m = k + 1
    while m < scan.size and m < k + 3 and scan.word[m].shape == LOWER:
        if not scan.word[m].marks & PARTICLE:
            return False
        m += 1
    return m < scan.size and scan.near(k) and scan.word[m].shape in _CAPITAL


def _joins(scan: Scan, k: int, tokens: list[int]) -> bool:
    word = scan.word[k]
    if tokens and scan.start[k] == scan.end[k - 1] and scan.raw[k - 1] != ".":
        return False
    if word.marks & EXTRA:
        return True
    before = scan.word[tokens[-1]] if tokens else None
    if word.shape == LETTER:
        return _joins_letter(scan, k, before is not None)
    if word.marks & PARTICLE and before is not None and word.low in ("van", "do", "von", "al"):
        return max(before.first, before.last) >= 0.5
    if before is not None and before.shape == LOWER:
        return True  # behind a particle
    if before is not None and before.marks & KIN and len(tokens) == 1:
        return True
    if word.marks & (TITLE | RANK):
        return before is not None and word.last > 0.6 and not word.marks & RANK
    if word.marks & KIN and before is None and _nickname_follows(scan, k):
        return True
    taboo = NEVER | RELATION | (ACRONYM if word.shape == UPPER else 0)
    if word.marks & taboo:
        return before is not None and _surname_all_the_same(scan, k, tokens)
    if word.marks & MONTH:
        return before is None and word.first > 0 and _surname_follows(scan, k)
    return True


def _joins_letter(scan: Scan, k: int, behind: bool) -> bool:
    """An initial: `Chloe R`; `A` and `I` only where no sentence goes on with them."""
    if is_joined(scan, k, k):
        return False
    if not behind or scan.raw[k] not in "AI":
        return True
    if k + 1 >= scan.size or not scan.near(k):
        return scan.raw[k] == "A"
    after = scan.word[k + 1]
    ends = after.shape == NO_WORD or (after.marks & RIGHT and after.low not in ("man", "girl"))
    return scan.raw[k] == "A" and bool(ends or after.low in ("and", "with", "to"))


def _surname_all_the_same(scan: Scan, k: int, tokens: list[int]) -> bool:
    """`Barry White`, `Hoa Do`: a word that is never a name but behind a first name."""
    word, before = scan.word[k], scan.word[tokens[-1]]
    if before.first < 0.6 or len(tokens) > 2:
        return False
    if word.low in SHORT_SURNAMES:
        return True
    if word.marks & ACRONYM or len(tokens) > 1:
        return False
    return word.last >= 0.3


def _nickname_follows(scan: Scan, k: int) -> bool:
    """`Big Des`, `Young Kez`, `Uncle T`."""
    if not scan.near(k) or scan.blocked[k + 1] or scan.word[k].base < len(scan.raw[k]):
        return False
    after = scan.word[k + 1]
    if scan.word[k].marks & RELATION or after.shape == LETTER:
        return after.shape == LETTER and after.low != "i"
    if after.shape not in _CAPITAL or after.marks & (HEAD | PLACE | TITLE | RANK):
        return False
    if after.first >= 0.5 or after.marks & NICKNAME or not after.known:
        return True
    return after.base <= _SHORT and not after.dictionary and not after.marks & NEVER


def _surname_follows(scan: Scan, k: int) -> bool:
    if not scan.near(k):
        return False
    after = scan.word[k + 1]
    return after.shape in _CAPITAL and after.last >= 0.5 and not after.marks & (NEVER | PLACE)


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


# How much speaks for a person


def _judge_row(scan: Scan, tokens: list[int]) -> Candidate:
    word, a, b = scan.word, tokens[0], tokens[-1]
    end = b
    cue, place = left_cue(scan, a) or right_cue(scan, end), place_cue(scan, a)
    if word[a].marks & KIN:
        score = 0.62 + 0.2 * cue - 0.3 * place - 0.3 * after_the(scan, a)
        return Candidate(a, end, "nickname", "nickname", score)
    first = max(word[t].first for t in tokens[:-1])
    if word[a].last >= 0.5 and word[b].first > first:
        first = word[b].first
    unknown = sum(not word[t].known and word[t].shape != LETTER for t in tokens)
    common = sum(word[t].common and not word[t].marks & PARTICLE for t in tokens)
    score = 0.35 + 0.5 * first + 0.2 * word[b].last + 0.12 * unknown - 0.22 * common
    score += 0.18 * cue - 0.25 * place - 0.25 * after_the(scan, a)
    score += 0.15 * (word[a].shape == LETTER or word[b].shape == LETTER)
    score -= 0.2 * (bool(word[a].marks & PLACE) and word[a].first < 0.6)
    score -= 0.3 * (len(tokens) > 4) + 0.3 * (inside_cue(scan, a) and not _owns(scan, b))
    plain = word[a].first < 0.3 and common == len(tokens)
    return Candidate(a, end, "nickname" if plain else "full", "full name", min(score, 0.97))


def _judge_one(scan: Scan, t: int) -> Candidate | None:
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
