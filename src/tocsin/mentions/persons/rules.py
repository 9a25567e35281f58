"""Names by their words and their form: titles, SURNAME First, runs of capitals, list names."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    EXTRA,
    HEAD,
    KIN,
    LEFT,
    LETTER,
    LOWER,
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
    Word,
)
from tocsin.mentions.persons.scan import ALL_LOWER, ALL_UPPER, MIXED_CASE, Scan
from tocsin.mentions.persons.spans import Form

_NOT_IN_NAME = NEVER | TITLE | RANK | RELATION
SURE = 0.8


@dataclass(slots=True)
class Candidate:
    """Tokens `first`..`last` (both within) that may name a person."""

    first: int
    last: int
    form: Form
    found_by: str
    score: float
    title: int = -1
    """Token of the title."""
    surname_first: bool = False
    start_at: int = -1
    """Where the span starts or ends in the text when that is inside a token."""
    end_at: int = -1


class Rules:
    """Finds candidates in one scan."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.word = scan.word
        self.found: list[Candidate] = []

    def find(self) -> list[Candidate]:
        """Candidates in order, not overlapping, sure and unsure alike."""
        scan, i = self.scan, 0
        while i < scan.size:
            word = scan.word[i]
            if word.shape == NO_WORD or scan.blocked[i]:
                i += 1
                continue
            if word.marks & (TITLE | RANK):
                after = self._titled(i)
                if after > i:
                    i = after
                    continue
            i = self._untitled(i)
        return self.found

    # Titles and ranks

    def _titled(self, i: int) -> int:
        """A title and the name behind it; the next token to look at, or `i` for none."""
        scan, word = self.scan, self.word
        style = scan.style[i]
        title = word[i]
        if style == MIXED_CASE and title.shape == LOWER and not title.marks & RANK:
            if title.low not in ("mr", "mrs", "ms", "miss", "dr"):
                return i
        if (
            title.shape == LOWER
            and title.marks & RANK
            and title.low not in ("pc", "dc", "ds", "di", "pcso", "sgt", "insp")
        ):
            return i
        j = i + 1
        while (
            j < scan.size
            and scan.near(j - 1)
            and j - i <= 3
            and (
                (scan.raw[j] == "."
                and scan.end[j - 1] == scan.start[j])
                or scan.raw[j].isdigit()
                or (word[j].marks & (TITLE | RANK)
                and not word[j].first > 0.8)
            )
        ):
            j += 1
        if j >= scan.size or scan.blocked[j] or not scan.near(j - 1):
            return i
        end = self._after_title(j, style)
        if end < j:
            return i
        several = end > j and word[j].shape != LETTER and not word[j].marks & PARTICLE
        form: Form = "full" if several else "surname"
        self.found.append(Candidate(j, end, form, "title", 0.97, title=i))
        return end + 1

    def _after_title(self, j: int, style: int) -> int:
        """Last token of the name that starts at `j` behind a title, or less than `j`."""
        scan, word = self.scan, self.word
        end, k = j - 1, j
        while k < scan.size and k - j < 5 and not scan.blocked[k]:
            here = word[k]
            if k > j and not scan.near(k - 1):
                break
            if here.shape == NO_WORD:
                if scan.raw[k] == "." and word[k - 1].shape == LETTER and k > j:
                    k += 1
                    continue
                break
            if here.shape == LETTER:
                if style != MIXED_CASE and k > j and not self._initial_like(k):
                    break
                end = k
            elif here.marks & PARTICLE and k + 1 < scan.size and self._fits_name(k + 1, style):
                end = k
            elif not self._fits_name(k, style) or (k > j and self._closes(k, style)):
                break
            else:
                end = k
                if here.base < len(scan.raw[k]):
                    break
            k += 1
            if style == ALL_LOWER and end > j and not word[end].first:
                break
        while end >= j and word[end].shape == LETTER and end > j and scan.raw[end] == "I":
            end -= 1
        if end == j and word[j].shape == LETTER and scan.near(j) and scan.raw[j + 1] not in ".,":
            return j
        return end

    def _initial_like(self, k: int) -> bool:
        return k + 1 < self.scan.size and self.scan.raw[k + 1] == "."

    def _fits_name(self, k: int, style: int) -> bool:
        """Whether a word can be part of a name behind a title."""
        here = self.word[k]
        if here.shape == NO_WORD or (
            here.marks & (_NOT_IN_NAME | ACRONYM) and not here.last > 0.85
        ):
            return bool(here.last > 0.3 and here.shape == TITLE_CASE and style == MIXED_CASE)
        if style == MIXED_CASE:
            return here.shape != LOWER
        return not here.common or here.last > 0.3

    def _closes(self, k: int, style: int) -> bool:
        """In text without difference of case a second word must look like a name."""
        here = self.word[k]
        if style == MIXED_CASE:
            return bool(here.marks & (MONTH | NEVER)) or (
                here.common and here.last < 0.25 and here.first < 0.3
            )
        return here.common or (here.known and max(here.first, here.last) < 0.5)

    # Names without a title

    def _untitled(self, i: int) -> int:
        scan = self.scan
        style = scan.style[i]
        if style == MIXED_CASE:
            if self.word[i].shape == LOWER:
                return self._small(i)
            return self._run(i)
        return self._caseless(i)

    def _small(self, i: int) -> int:
        """A list name written small in a text that knows capitals: only where nothing else fits."""
        word = self.word[i]
        if word.marks or word.dictionary or word.first < 0.8 or word.base < 4:
            return i + 1
        end = i
        if self.scan.near(i) and self.word[i + 1].shape == LOWER:
            after = self.word[i + 1]
            if after.last > 0.7 and not after.dictionary and not after.marks & _NOT_IN_NAME:
                end = i + 1
        form: Form = "full" if end > i else "first"
        cue = self._left_cue(i) or self._right_cue(end)
        self._add(i, end, form, "first name", 0.8 if cue else 0.45)
        return end + 1

    def _caseless(self, i: int) -> int:
        """Names in text all in capitals or all without: the lists decide."""
        scan, word = self.scan, self.word
        here = word[i]
        style = scan.style[i]
        comma = self._surname_comma(i)
        if comma:
            return comma
        initial = self._initials_surname(i)
        if initial:
            return initial
        if here.shape == NO_WORD or here.base == 1 or here.marks & (_NOT_IN_NAME | ACRONYM | LEFT):
            return i + 1
        strong = here.first >= (0.72 if here.dictionary else 0.45) and not here.marks & MONTH
        if strong and here.marks & PLACE and here.first < 0.8:
            strong = False
        if not strong:
            return self._caseless_other(i)
        end = self._caseless_end(i)
        if word[end].marks & HEAD and end > i:
            return end + 1
        if self._followed_by_head(end):
            return end + 1
        form: Form = "full" if end > i else "first"
        score = 0.92 if end > i else min(0.9, here.first)
        if end == i:
            if here.dictionary:
                score -= 0.3
            if self._left_cue(i) or self._right_cue(i):
                score += 0.15
            if self._place_cue(i):
                score -= 0.35
        elif here.dictionary and style == ALL_LOWER and word[end].dictionary:
            score -= 0.15
        self._add(i, end, form, "full name" if end > i else "first name", score)
        return end + 1

    def _caseless_end(self, i: int) -> int:
        """The last token of the name that opens with the first name at `i`."""
        scan, word = self.scan, self.word
        end, k = i, i + 1
        while k < scan.size and k - i < 5 and scan.near(k - 1) and not scan.blocked[k]:
            if word[k - 1].base < len(scan.raw[k - 1]):
                break
            here = word[k]
            if here.shape == NO_WORD or here.base == 1:
                if here.base == 1 and here.shape != NO_WORD and here.low not in "ai" and k == i + 1:
                    end = k
                break
            if (
                here.marks & PARTICLE
                and not here.marks & (LEFT | RIGHT)
                and self._surname_at(k + 1)
            ):
                end = k + 1
                break
            if not self._surname_at(k):
                break
            end = k
            k += 1
        return end

    def _surname_at(self, k: int) -> bool:
        if k >= self.scan.size or self.scan.blocked[k]:
            return False
        here = self.word[k]
        if here.shape == NO_WORD or here.base == 1:
            return False
        if here.marks & (_NOT_IN_NAME | ACRONYM | LEFT | RIGHT | PLACE_LEFT | MONTH):
            return False
        if here.dictionary:
            return here.last >= 0.62 or (here.first >= 0.9)
        if here.marks & PLACE and here.last < 0.5:
            return False
        return not here.common and (not here.known or max(here.first, here.last) >= 0.4)

    def _caseless_other(self, i: int) -> int:
        """A surname or an unknown word: only with a second one, or where a cue asks for a name."""
        here = self.word[i]
        if here.common or here.dictionary or here.base < 3 or here.marks & PLACE:
            return i + 1
        if not (here.last >= 0.5 or not here.known):
            return i + 1
        second = i + 1
        pair = (
            self.scan.near(i)
            and here.base == len(self.scan.raw[i])
            and self._surname_at(second)
            and not self.word[second].dictionary
        )
        cue = self._left_cue(i) or self._right_cue(second if pair else i)
        if pair and not self._followed_by_head(second):
            end = second
            if (
                self.scan.near(second)
                and self._surname_at(second + 1)
                and not self.word[second + 1].dictionary
            ):
                end = second + 1
            score = 0.75 if cue and not self._place_cue(i) else 0.5
            if self._place_cue(i):
                score -= 0.2
            self._add(i, end, "full", "full name", score)
            return end + 1
        if not pair and not self._followed_by_head(i):
            score = 0.3 + 0.2 * (self._left_cue(i) and self._right_cue(i)) + 0.05 * cue
            if self._place_cue(i):
                score -= 0.3
            self._add(i, i, "surname", "surname", score)
        return i + 1

    def _run(self, i: int) -> int:
        """A row of capitalised words in ordinary text."""
        scan, word = self.scan, self.word
        comma = self._surname_comma(i)
        if comma:
            return comma
        initial = self._initials_surname(i)
        if initial:
            return initial
        tokens = self._collect(i)
        if not tokens:
            return i + 1
        after = tokens[-1] + 1
        if self._is_place_run(tokens):
            return after
        tokens = self._trim(tokens)
        if tokens:
            self._judge(tokens)
        return max(after, i + 1)

    def _collect(self, i: int) -> list[int]:
        """Tokens of the row that opens at `i`; words that are never names end it."""
        scan, word = self.scan, self.word
        tokens: list[int] = []
        k = i
        while k < scan.size and not scan.blocked[k]:
            here = word[k]
            if tokens and not scan.near(k - 1):
                break
            if here.shape == NO_WORD:
                dotted = scan.raw[k] == "." and tokens and word[k - 1].shape == LETTER
                if not dotted or not scan.near(k) or word[k + 1].shape in (LOWER, NO_WORD):
                    break
                k += 1
                continue
            if here.shape == LOWER:
                if not (tokens and here.marks & PARTICLE and self._particle(k)):
                    break
            elif (tokens and scan.start[k] == scan.end[k - 1] and scan.raw[k - 1] != ".") or not self._may_join(k, tokens):
                break
            tokens.append(k)
            if here.base < len(scan.raw[k]):
                break
            k += 1
        while tokens and word[tokens[-1]].shape == LOWER:
            tokens.pop()
        return tokens

    def _particle(self, k: int) -> bool:
        scan = self.scan
        if self.word[k].low in ("do", "a", "an", "than", "y"):
            return False
        m = k + 1
        while (
            m < scan.size
            and m < k + 3
            and self.word[m].shape == LOWER
            and self.word[m].marks & PARTICLE
        ):
            m += 1
        return m < scan.size and scan.near(k) and self.word[m].shape in (TITLE_CASE, UPPER, 4)

    def _may_join(self, k: int, tokens: list[int]) -> bool:
        here = self.word[k]
        if here.marks & EXTRA:
            return True
        if here.marks & (TITLE | RANK):
            return bool(tokens and here.last > 0.6 and not here.marks & RANK)
        if here.marks & (NEVER | RELATION | ACRONYM):
            if not tokens:
                return False
            before = self.word[tokens[-1]]
            if here.marks & ACRONYM and here.shape == UPPER:
                return here.low in _SHORT_SURNAMES and before.first >= 0.6
            return (
                before.first >= 0.6
                and here.last >= 0.3
                and here.shape != LOWER
                and len(tokens) == 1
            )
        if here.marks & MONTH:
            return not tokens and here.first > 0 and self._surname_follows(k)
        return True

    def _surname_follows(self, k: int) -> bool:
        if not self.scan.near(k):
            return False
        after = self.word[k + 1]
        return (
            after.shape in (TITLE_CASE, UPPER)
            and after.last >= 0.5
            and not after.marks & (NEVER | PLACE)
        )

    def _is_place_run(self, tokens: list[int]) -> bool:
        """A row that ends in a head word (road, grill, school) names no person, nor does a town."""
        word = self.word
        last = word[tokens[-1]]
        if len(tokens) > 1 and any(word[t].marks & HEAD for t in tokens[1:]):
            heads = [t for t in tokens[1:] if word[t].marks & HEAD]
            only = len(heads) == 1 and heads[0] == tokens[-1] and last.last >= 0.6
            named = only and word[tokens[0]].first >= 0.6 and not self._place_cue(tokens[0])
            return not (named and not self._after_the(tokens[0]))
        if self._followed_by_head(tokens[-1]):
            return True
        if word[tokens[0]].marks & OPENER and len(tokens) > 1:
            for stop in range(len(tokens), 1, -1):
                name = " ".join(word[t].low for t in tokens[:stop])
                if name in _places(self.scan, name):
                    return not (word[tokens[0]].first >= 0.6 and not self._place_cue(tokens[0]))
        return False

    def _followed_by_head(self, k: int) -> bool:
        """`Hassan's Tyres`, `Karim Motors`, `the Wong takeaway`."""
        scan = self.scan
        if not scan.near(k) or scan.start[k + 1] == scan.end[k]:
            return False
        after = self.word[k + 1]
        if not after.marks & HEAD:
            return False
        if scan.style[k] != MIXED_CASE:
            return not after.marks & (LEFT | RIGHT) and after.low not in _SOFT_HEADS
        return after.shape in (TITLE_CASE, UPPER) and not (
            after.last >= 0.8 and self.word[k].first >= 0.6
        )

    def _after_the(self, k: int) -> bool:
        return k > 0 and self.word[k - 1].low == "the"

    def _trim(self, tokens: list[int]) -> list[int]:
        """Drop ordinary words in front (`Spoke to`, `Told Ruth`) and behind."""
        word, scan = self.word, self.scan
        while tokens:
            head = word[tokens[0]]
            if head.shape == LETTER:
                break
            weak = head.first < 0.5 and head.last < 0.9
            opening = scan.starts[tokens[0]] and (head.common or head.marks & (LEFT | RIGHT))
            sure_next = len(tokens) > 1 and word[tokens[1]].first >= 0.6
            cue = head.marks & (LEFT | RIGHT | PLACE_LEFT | HEAD) and head.common
            kin = head.marks & KIN and len(tokens) > 1
            if kin or not (
                weak
                and (cue or opening or (sure_next and head.common and not head.marks & NICKNAME))
            ):
                break
            if weak and len(tokens) == 1 and not opening and not cue:
                break
            tokens = tokens[1:]
        while len(tokens) > 1:
            tail = word[tokens[-1]]
            plain = tail.common and tail.last < 0.3 and tail.first < 0.5 and tail.shape != LETTER
            if not plain or (
                len(tokens) == 2
                and word[tokens[0]].first >= 0.6
                and not tail.marks & (LEFT | RIGHT | NEVER)
            ):
                break
            if word[tokens[0]].first < 0.5 and not tail.marks & (LEFT | RIGHT):
                break
            tokens = tokens[:-1]
        return tokens

    def _judge(self, tokens: list[int]) -> None:
        if len(tokens) == 1:
            self._judge_one(tokens[0])
            return
        word = self.word
        a, b = tokens[0], tokens[-1]
        first = max(word[t].first for t in tokens[:-1])
        last = word[b].last
        unknown = sum(not word[t].known and word[t].shape != LETTER for t in tokens)
        common = sum(word[t].common and not word[t].marks & PARTICLE for t in tokens)
        cue = self._left_cue(a) or self._right_cue(b)
        place = self._place_cue(a)
        score = 0.35 + 0.5 * first + 0.2 * last + 0.12 * unknown - 0.22 * common
        if word[a].shape == LETTER or word[b].shape == LETTER:
            score += 0.15
        score += 0.18 * cue - 0.25 * place - 0.25 * self._after_the(a)
        if word[a].marks & KIN:
            self._add(a, b, "nickname", "nickname", 0.6 + 0.2 * cue - 0.3 * place)
            return
        if word[a].marks & PLACE and word[a].first < 0.6:
            score -= 0.2
        if len(tokens) > 4:
            score -= 0.3
        form: Form = "full"
        if word[a].common and word[a].first < 0.3 and common == len(tokens):
            form = "nickname"
        self._add(a, b, form, "full name", score)

    def _judge_one(self, t: int) -> None:
        word = self.word[t]
        if word.shape == LETTER or self._joined(t):
            return
        cue_left, cue_right = self._left_cue(t), self._right_cue(t)
        cue = 0.15 * cue_left + 0.15 * cue_right
        place = self._place_cue(t)
        opening = self.scan.starts[t]
        if word.marks & EXTRA:
            self._add(t, t, "first", "names.csv", 0.95)
            return
        if word.marks & HEAD and word.last < 0.8:
            return
        if word.first >= 0.5:
            score = 0.45 + 0.5 * word.first + cue
            if word.dictionary:
                score -= 0.12 + 0.15 * opening
            if word.marks & PLACE:
                score -= 0.25
            if word.last > word.first:
                score -= 0.1
            if self._after_the(t):
                score -= 0.4
            self._add(t, t, "first", "first name", score - 0.3 * place)
            return
        nickname = bool(word.marks & NICKNAME)
        if nickname:
            score = (
                0.5 + cue - 0.3 * opening * word.common - 0.35 * place - 0.3 * self._after_the(t)
            )
            self._add(t, t, "nickname", "nickname", score)
        elif word.last >= 0.5 and not word.common:
            score = 0.4 + cue - 0.3 * place - 0.2 * bool(word.marks & PLACE)
            self._add(t, t, "surname", "surname", score - 0.3 * self._after_the(t))
        elif not word.known and word.shape == TITLE_CASE and word.base > 2:
            score = 0.4 + cue - 0.35 * place - 0.35 * self._after_the(t)
            self._add(t, t, "first", "unknown name", score)
        elif word.common and not opening and word.shape == TITLE_CASE and not word.marks & PLACE:
            self._plain_nickname(t, cue_left, cue_right, place)

    def _plain_nickname(self, t: int, left: bool, right: bool, place: bool) -> None:
        """`She met Ghost at the station`: a plain word with a capital where a person should stand."""
        if place or self._after_the(t) or self.word[t].marks & (LEFT | RIGHT | HEAD):
            return
        if left and right:
            self._add(t, t, "nickname", "nickname", 0.6)
        elif left or right:
            self._add(t, t, "nickname", "nickname", 0.4)

    def _joined(self, t: int) -> bool:
        """Part of something with digits, slashes or an @ around it."""
        text, start, end = self.scan.text, self.scan.start[t], self.scan.end[t]
        before = text[start - 1 : start]
        after = text[end : end + 1]
        return (
            (before in ("@", "#", "/", "\\", "_")
            and bool(before))
            or (after in ("@", "_", "\\")
            and bool(after))
        )

    # SURNAME, First and initials

    def _surname_comma(self, i: int) -> int:
        """`HARDCASTLE, Desmond`, `MURPHY, DECLAN JOHN`: the next token, or 0."""
        scan, word = self.scan, self.word
        here = word[i]
        if here.shape != UPPER or here.base < 2 or here.marks & (ACRONYM | NEVER | RANK | TITLE):
            return 0
        if i + 2 >= scan.size or scan.raw[i + 1] != "," or scan.start[i + 2] - scan.end[i + 1] > 1:
            return 0
        style = scan.style[i]
        given = word[i + 2]
        if given.shape == NO_WORD or given.marks & (NEVER | TITLE | RANK | RELATION | ACRONYM):
            return 0
        if style == MIXED_CASE:
            if given.shape not in (TITLE_CASE, LETTER, 4) or (given.common and given.first < 0.3):
                return 0
        elif (
            given.first < 0.6
            or here.first > here.last
            or here.common
            or (i and scan.near(i - 1) and word[i - 1].first > 0.6)
        ):
            return 0
        first, end = i, i + 2
        if i and style == MIXED_CASE and scan.near(i - 1) and word[i - 1].shape == UPPER:
            before = word[i - 1]
            if not before.marks & (ACRONYM | NEVER | RANK | TITLE) and before.last > 0.5:
                first = i - 1
        k = end + 1
        while k < scan.size and k <= i + 4 and scan.near(k - 1) and scan.style[i] == scan.style[k]:
            more = word[k]
            if more.shape == given.shape and more.first >= 0.6 and not more.marks & NEVER:
                end = k
                k += 1
            else:
                break
        self.found.append(Candidate(first, end, "full", "surname first", 0.96, surname_first=True))
        return end + 1

    def _initials_surname(self, i: int) -> int:
        """`K. Ofori`, `L CAMPBELL`, `WRONA Z`, `J.P. Okafor`: the next token, or 0."""
        scan, word = self.scan, self.word
        if word[i].shape == LETTER and scan.style[i] != ALL_LOWER:
            k = i
            while k < scan.size and k - i < 6 and word[k].shape == LETTER:
                if (
                    k + 1 < scan.size
                    and scan.raw[k + 1] == "."
                    and scan.end[k] == scan.start[k + 1]
                ):
                    k += 2
                elif scan.near(k):
                    k += 1
                else:
                    return 0
            if k >= scan.size or k == i or scan.start[k] - scan.end[k - 1] > 1 or scan.blocked[k]:
                return 0
            here = word[k]
            if (
                here.shape in (LOWER, NO_WORD)
                or here.base < 2
                or here.marks & (_NOT_IN_NAME | ACRONYM | HEAD)
            ):
                return 0
            if scan.raw[i] in ("I", "A", "O") and scan.raw[i + 1] != ".":
                return 0
            if here.common and here.last < 0.3:
                return 0
            dotted = scan.raw[i + 1] == "."
            if not dotted and here.last < 0.4 and here.known:
                return 0
            if not dotted and self._joined_number(i):
                return 0
            score = 0.92 if here.last >= 0.5 or not here.known else 0.6
            self._add(i, k, "full", "initials", score)
            return k + 1
        return 0

    def _joined_number(self, i: int) -> bool:
        before = self.scan.raw[i - 1] if i else ""
        return before.isdigit() or before.lower() in (
            "block",
            "flat",
            "unit",
            "class",
            "set",
            "zone",
            "plan",
            "section",
        )

    # Cues

    def _left_cue(self, i: int) -> bool:
        if not i:
            return False
        before = self.word[i - 1]
        if before.marks & LEFT and not before.marks & PLACE_LEFT:
            return self.scan.start[i] - self.scan.end[i - 1] <= 1
        raw = self.scan.raw[i - 1]
        if raw in ("and", "AND", "&"):
            return True
        return raw in ":," and i > 1 and bool(self.word[i - 2].marks & LEFT)

    def _right_cue(self, k: int) -> bool:
        scan = self.scan
        if scan.word[k].base < len(scan.raw[k]):
            return True
        if k + 1 >= scan.size or scan.start[k + 1] - scan.end[k] > 1:
            return False
        after = scan.word[k + 1]
        if after.marks & RIGHT:
            return True
        raw = scan.raw[k + 1]
        if raw == "(":
            return k + 2 < scan.size and scan.raw[k + 2].isdigit()
        if raw == "," and k + 2 < scan.size:
            return scan.raw[k + 2].isdigit() or scan.word[k + 2].low in (
                "aged",
                "age",
                "who",
                "born",
                "dob",
            )
        return False

    def _place_cue(self, i: int) -> bool:
        if not i:
            return False
        before = self.word[i - 1]
        if before.low == "the" and i > 1:
            before = self.word[i - 2]
        return bool(before.marks & PLACE_LEFT)

    def _add(self, first: int, last: int, form: Form, found_by: str, score: float) -> None:
        if score > 0.15:
            self.found.append(Candidate(first, last, form, found_by, min(score, 0.99)))


_SHORT_SURNAMES = frozenset(["do", "la", "ng", "ma", "ho", "le", "vo", "ta", "lo"])
_SOFT_HEADS = frozenset(
    ["house", "flat", "place", "walk", "way", "view", "field", "point", "hill", "wood", "green", "house", "car", "cars", "phone", "phones", "mobile", "mobiles"]
)


def _places(scan: Scan, name: str) -> tuple[str, ...]:
    return (name,) if scan.lexicon.is_place(name) else ()


__all__ = ["ALL_UPPER", "SURE", "Candidate", "Rules", "Word"]
