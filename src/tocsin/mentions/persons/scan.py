"""A text as a row of tokens, and in which style each sentence is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    LETTER,
    LOWER,
    NO_WORD,
    UPPER,
    Lexicon,
    Word,
)

_TOKEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+|\n|[^\w\s]")
_ENDS = frozenset(".!?\n")
_OPENS = frozenset("\"“‘*•>-–—:([|/\t'")

MIXED_CASE, ALL_UPPER, ALL_LOWER = range(3)


class Scan:
    """Parallel lists over the tokens of one text."""

    __slots__ = (
        "blocked",
        "end",
        "lexicon",
        "raw",
        "size",
        "spans",
        "start",
        "starts",
        "style",
        "text",
        "word",
    )

    def __init__(self, text: str, lexicon: Lexicon, blocked: Sequence[tuple[int, int]]) -> None:
        self.text, self.lexicon, self.spans = text, lexicon, _apart(blocked)
        spans = [match.span() for match in _TOKEN.finditer(text)]
        self.start: list[int] = [start for start, _ in spans]
        self.end: list[int] = [end for _, end in spans]
        self.raw: list[str] = [text[start:end] for start, end in spans]
        self.word: list[Word] = lexicon.words(self.raw)
        self.size = len(self.raw)
        self.blocked = _blocked(self.start, self.end, self.spans)
        self.starts: list[bool] = []
        self.style: list[int] = []
        self._styles()

    def _styles(self) -> None:
        """Mark where sentences start, and which are written in capitals or without any."""
        first, begins = 0, True
        spans: list[tuple[int, int]] = []
        for i, word in enumerate(self.word):
            self.starts.append(begins)
            if word.shape != NO_WORD:
                begins = False
                continue
            raw = self.raw[i]
            if raw in _ENDS and self._ends_sentence(i):
                spans.append((first, i + 1))
                first, begins = i + 1, True
            elif raw in _OPENS:
                begins = begins or raw in ":*•>"
            else:
                begins = begins and raw.isdigit()
        spans.append((first, self.size))
        counts = [self._count(start, end) for start, end in spans]
        general = _general(counts)
        for (start, end), (upper, words, *_) in zip(spans, counts, strict=True):
            style = general
            if words >= 4 and upper > 0.7 * words:
                style = ALL_UPPER
            elif general == ALL_UPPER and words >= 4 and upper < 0.3 * words:
                style = MIXED_CASE
            self.style += [style] * (end - start)

    def _count(self, start: int, end: int) -> tuple[int, int, int, int, int]:
        """In one sentence: words in capitals, words, words inside it with a capital, openings,
        openings written small."""
        upper = words = inside = openings = small = 0
        for i in range(start, end):
            word = self.word[i]
            if word.shape == NO_WORD:
                continue
            if word.base > 1 and not word.marks & ACRONYM:
                words += 1
                upper += word.shape == UPPER
            if self.starts[i]:
                openings += 1
                small += word.shape == LOWER
            elif word.base > 1:
                inside += word.shape != LOWER
        return upper, words, inside, openings, small

    def _ends_sentence(self, i: int) -> bool:
        if self.raw[i] != ".":
            return True
        if i and self.word[i - 1].shape == LETTER and self.end[i - 1] == self.start[i]:
            return False  # an initial
        return i + 1 >= self.size or self.start[i + 1] > self.end[i]

    def is_free(self, first: int, last: int) -> bool:
        """Whether nothing blocked lies between the start of one token and the end of another."""
        k = bisect_right(self.spans, self.start[first], key=lambda span: span[1])
        return k >= len(self.spans) or self.spans[k][0] >= self.end[last]

    def near(self, i: int) -> bool:
        """Whether token `i + 1` follows token `i` after one blank or none, on the same line."""
        return i + 1 < self.size and self.start[i + 1] - self.end[i] <= 1

    def stop(self, i: int) -> int:
        """Where the word of token `i` ends, without a possessive 's."""
        return self.start[i] + self.word[i].base


def _general(counts: Sequence[tuple[int, int, int, int, int]]) -> int:
    """The style of a whole text, from the counts of its sentences."""
    upper, words, inside, openings, small = (sum(column) for column in zip(*counts, strict=True))
    if upper > 0.6 * words:
        return ALL_UPPER
    if small >= 0.4 * openings and (inside <= 0.012 * words or small >= 0.7 * openings > 1):
        return ALL_LOWER
    return MIXED_CASE


def _apart(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that overlap made one."""
    out: list[tuple[int, int]] = []
    for low, high in sorted(spans):
        if out and low < out[-1][1]:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        elif low < high:
            out.append((low, high))
    return out


def _blocked(
    starts: Sequence[int], ends: Sequence[int], spans: Sequence[tuple[int, int]]
) -> list[bool]:
    flags = [False] * len(starts)
    i, size = 0, len(starts)
    for low, high in spans:
        while i and ends[i - 1] > low:
            i -= 1
        while i < size and ends[i] <= low:
            i += 1
        j = i
        while j < size and starts[j] < high:
            flags[j] = True
            j += 1
        i = j
    return flags
