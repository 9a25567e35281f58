"""How much of one text stands in another."""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")


def containment(one: str, other: str, *, words: int = 3) -> float:
    """Share of the shorter text's runs of `words` words that stand in the longer one too."""
    left, right = shingles(one, words), shingles(other, words)
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def shingles(text: str, words: int) -> frozenset[tuple[str, ...]]:
    """Every run of so many words, regardless of case and punctuation."""
    tokens = [token.casefold() for token in _WORD.findall(text)]
    return frozenset(zip(*(tokens[n:] for n in range(words)), strict=False))
