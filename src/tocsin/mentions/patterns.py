"""Cue patterns: a small language of words, read from the policies and matched in one pass.

| written | stands for |
|---|---|
| `gave` | that word |
| `gave\\|gives` | one of these words |
| `driv*` | a word that starts so |
| `the?` | that word or nothing |
| `{child}` | any word of a class (`words:` in policies/mentions.yaml) |
| `@` | the person (or thing) the cue is about |
| `PERSON`, `PHONE`, `VEHICLE`, `ADDRESS`, `PREMISES`, `ORGANISATION`, `HANDLE` | another mention |
| `NUMBER` | a figure |
| `^` | the start of a sentence |
| `..` | up to five words, none of them a person |
| `...` | up to fourteen words of the same sentence |

Quote marks are not words; commas, colons, brackets and stops are. A pattern never leaves its
sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tocsin.errors import UsageError
from tocsin.mentions.words import NUMBER, PERSON, Words

_SHORT_GAP, _LONG_GAP = 5, 14
_MENTIONS = {
    name: f"<{name.lower()}>"
    for name in "PERSON PHONE VEHICLE ADDRESS PREMISES ORGANISATION HANDLE IDENTIFIER".split()
}
_COMMON = frozenset(
    "a an the of to in on at and or by with for from is was are were be been has had have his her he"
    " she it they them him that this who as not no said says , ( ) : ; .".split()
)
Step = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a pattern matched."""

    cue: Any
    """What the pattern stands for, as given by its maker."""
    first: int
    last: int
    """First and last word."""
    at: int
    """The word bound to `@`, or -1."""
    others: tuple[int, ...]
    """Words bound to other mentions, in order."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    cue: Any
    steps: tuple[Step, ...]
    anchor: int
    before: tuple[Step, ...]
    """Steps before the anchor, nearest first."""
    after: tuple[Step, ...]


class PatternSet:
    """All patterns of the engine, looked up by their rarest word."""

    def __init__(self, classes: Mapping[str, Sequence[str]], subject: str = PERSON) -> None:
        self._classes = {name: frozenset(words) for name, words in classes.items()}
        self._subject = subject
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_stem: dict[str, list[_Pattern]] = {}

    def add(self, pattern: str, cue: Any) -> None:
        """Compile one written pattern."""
        for words in _variants(pattern.split()):
            steps = tuple(self._step(word, pattern) for word in words)
            anchor = self._anchor(steps, pattern)
            before = tuple(reversed(steps[:anchor]))
            compiled = _Pattern(cue, steps, anchor, before, steps[anchor + 1 :])
            self._index(compiled)

    def _step(self, word: str, pattern: str) -> Step:
        if word in ("..", "..."):
            return ("gap", word == "...")
        if word == "^":
            return ("start", None)
        if word == "@":
            return ("at", self._subject)
        if word in _MENTIONS:
            return ("mention", _MENTIONS[word])
        if word == "NUMBER":
            return ("number", None)
        if word.endswith("*") and "|" not in word:
            return ("stem", word[:-1])
        options: set[str] = set()
        for option in word.split("|"):
            if option.startswith("{"):
                name = option.strip("{}")
                if name not in self._classes:
                    raise UsageError(f"Pattern '{pattern}' uses '{option}', which is no class.")
                options |= self._classes[name]
            else:
                options.add(option)
        return ("word", frozenset(options))

    def _anchor(self, steps: Sequence[Step], pattern: str) -> int:
        """The step by which the pattern is found: few and uncommon words first."""

        def cost(i: int) -> tuple[int, int, int]:
            kind, what = steps[i]
            if kind == "word":
                return (int(bool(what & _COMMON)), len(what), i)
            if kind == "stem":
                return (0, 2, i)
            return (2 if kind in ("at", "mention", "number") else 9, 0, i)

        best = min(range(len(steps)), key=cost)
        if steps[best][0] == "gap":
            raise UsageError(f"Pattern '{pattern}' holds no word.")
        return best

    def _index(self, pattern: _Pattern) -> None:
        kind, what = pattern.steps[pattern.anchor]
        if kind == "word":
            for word in sorted(what):
                self._by_word.setdefault(word, []).append(pattern)
        elif kind == "stem":
            self._by_stem.setdefault(what[:3], []).append(pattern)
        else:
            self._by_word.setdefault(what or NUMBER, []).append(pattern)

    def hits(self, words: Words) -> list[Hit]:
        """Every place where a pattern matches, in order of the words."""
        found: dict[tuple[int, int, int], Hit] = {}
        by_word, by_stem = self._by_word, self._by_stem
        for i, word in enumerate(words.low):
            for pattern in by_word.get(word, ()):
                self._try(pattern, words, i, found)
            if word[0].isdigit():
                for pattern in by_word.get(NUMBER, ()):
                    self._try(pattern, words, i, found)
            for pattern in by_stem.get(word[:3], ()):
                if word.startswith(pattern.steps[pattern.anchor][1]):
                    self._try(pattern, words, i, found)
        return sorted(found.values(), key=lambda hit: (hit.first, hit.last, hit.at))

    def _try(
        self, pattern: _Pattern, words: Words, i: int, found: dict[tuple[int, int, int], Hit]
    ) -> None:
        low, high = words.bounds[words.sentence[i]]
        kind = pattern.steps[pattern.anchor][0]
        bound = ((i, kind),) if kind in ("at", "mention") else ()
        for first, left in _walk(pattern.before, words.low, i - 1, low - 1, -1):
            for last, right in _walk(pattern.after, words.low, i + 1, high, 1):
                at, others = -1, []
                for place, role in sorted((*left, *bound, *right)):
                    if role == "at":
                        at = place
                    else:
                        others.append(place)
                key = (id(pattern.cue), at, others[0] if others else first)
                if key not in found:
                    found[key] = Hit(pattern.cue, first + 1, last - 1, at, tuple(others))


_Bound = tuple[tuple[int, str], ...]


def _walk(
    steps: tuple[Step, ...], low: list[str], i: int, stop: int, way: int
) -> Iterator[tuple[int, _Bound]]:
    """Follow steps from word `i` in one direction; yields where it ended and what it bound."""
    for n, (kind, what) in enumerate(steps):
        if kind == "gap":
            yield from _jump(steps[n + 1 :], low, i, stop, way, what)
            return
        if kind == "start":
            if i != stop:
                return
            continue
        if i == stop:
            return
        word = low[i]
        if kind == "word":
            if word not in what:
                return
        elif kind == "stem":
            if not word.startswith(what):
                return
        elif kind == "number":
            if not word[0].isdigit():
                return
        else:
            if word != what:
                return
            for end, bound in _walk(steps[n + 1 :], low, i + way, stop, way):
                yield end, ((i, kind), *bound)
            return
        i += way
    yield i, ()


def _jump(
    rest: tuple[Step, ...], low: list[str], i: int, stop: int, way: int, long: bool
) -> Iterator[tuple[int, _Bound]]:
    for _ in range((_LONG_GAP if long else _SHORT_GAP) + 1):
        yield from _walk(rest, low, i, stop, way)
        if i == stop or (not long and low[i] == PERSON):
            return
        i += way


def _variants(words: Sequence[str]) -> Iterator[list[str]]:
    """Every reading of a pattern with and without its optional words."""
    for i, word in enumerate(words):
        if word.endswith("?") and len(word) > 1:
            head, tail = list(words[:i]), list(words[i + 1 :])
            yield from _variants([*head, word[:-1], *tail])
            yield from _variants([*head, *tail])
            return
    yield list(words)
