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
from tocsin.mentions.words import NUMBER, PERSON, PLACEHOLDER, Words

_SHORT_GAP, _LONG_GAP = 5, 14
_MOST_WORDS = 20_000
_MENTIONS = {kind.name: placeholder for kind, placeholder in PLACEHOLDER.items()}
_FREQUENT = (
    "a an the of to in on at and or by with for from is was are were be been has had have his"
    " her he she it they them him that this who as not no said says , ( ) : ; ."
)
_COMMON = frozenset(_FREQUENT.split())
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
    previous: frozenset[str] | None
    """The words that can stand right before the anchor; None: any."""
    following: frozenset[str] | None
    needs: tuple[frozenset[str], ...]
    """Of each of these the sentence must hold a word."""


class PatternSet:
    """All patterns of the engine, looked up by their rarest word."""

    def __init__(self, classes: Mapping[str, Sequence[str]], subject: str = PERSON) -> None:
        self._classes = {name: frozenset(words) for name, words in classes.items()}
        self._subject = subject
        self._by_word: dict[str, list[_Pattern]] = {}
        self._by_stem: dict[str, list[_Pattern]] = {}
        self._remembered: dict[str, tuple[_Pattern, ...]] = {}

    def add(self, pattern: str, cue: Any) -> None:
        """Compile one written pattern."""
        for words in _variants(pattern.split()):
            steps = tuple(self._step(word, pattern) for word in words)
            anchor = self._anchor(steps, pattern)
            before = tuple(reversed(steps[:anchor]))
            after = steps[anchor + 1 :]
            needs = tuple(
                options
                for i, step in enumerate(steps)
                if i != anchor and (options := _options(step)) is not None
            )
            compiled = _Pattern(
                cue, steps, anchor, before, after, _next(before), _next(after), needs
            )
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
            elif option in _MENTIONS:
                options.add(_MENTIONS[option])
            elif option == "NUMBER":
                options.add(NUMBER)
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
        low = words.low
        held = [frozenset(low[first:last]) for first, last in words.bounds]
        last = len(low) - 1
        remembered = self._remembered.get
        for i, word in enumerate(low):
            candidates = remembered(word)
            if candidates is None:
                candidates = self._candidates(word)
            if not candidates:
                continue
            before = low[i - 1] if i else ""
            after = low[i + 1] if i < last else ""
            here = held[words.sentence[i]]
            for pattern in candidates:
                if pattern.previous is not None and before not in pattern.previous:
                    continue
                if pattern.following is not None and after not in pattern.following:
                    continue
                for options in pattern.needs:
                    if options.isdisjoint(here):
                        break
                else:
                    self._try(pattern, words, i, found)
        return sorted(found.values(), key=lambda hit: (hit.first, hit.last, hit.at))

    def _candidates(self, word: str) -> tuple[_Pattern, ...]:
        """Patterns that a word can anchor; remembered, since a language has few words."""
        patterns = list(self._by_word.get(word, ()))
        if word[0].isdigit():
            patterns += self._by_word.get(NUMBER, ())
        patterns += (
            p for p in self._by_stem.get(word[:3], ()) if word.startswith(p.steps[p.anchor][1])
        )
        known = tuple(patterns)
        if len(self._remembered) < _MOST_WORDS:
            self._remembered[word] = known
        return known

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


def _options(step: Step) -> frozenset[str] | None:
    """The words a step can be, where they can be listed."""
    kind, what = step
    if kind == "word":
        return None if NUMBER in what else frozenset(what)
    return frozenset({what}) if kind in ("at", "mention") else None


def _next(steps: tuple[Step, ...]) -> frozenset[str] | None:
    return _options(steps[0]) if steps else None


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
            if word not in what and not (word[0].isdigit() and NUMBER in what):
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
