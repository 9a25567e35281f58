"""Words that say a report relays something: the policy's patterns, made fast.

The patterns lean on long lists of words for agencies. These are found once, and stand in a copy of
the text as runs of signs of the same length, so that a pattern needs but one sign for any agency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tocsin.echoes.account import Cue

STRONGEST_FIRST = ("forward", "copy", "meeting", "summary", "relay", "decision", "minutes", "told")
_INSTITUTION, _INFORMANT, _REST = "\u01c0", "\u01c2", "\u01c1"
_SLOTS = {
    "{agency}": f"{_INSTITUTION}{_REST}*(?:'s|s)?",
    "{source}": f"[{_INSTITUTION}{_INFORMANT}]{_REST}*(?:'s|s)?",
}


class CueFinder:
    """Finds relay cues in lower-case text."""

    def __init__(self, patterns: Mapping[str, Sequence[str]], telling: Mapping[str, str]) -> None:
        self._plain: list[tuple[str, re.Pattern[str]]] = []
        self._marked: list[tuple[str, re.Pattern[str]]] = []
        for sort in (s for s in STRONGEST_FIRST if s in patterns):
            slotted = [p for p in patterns[sort] if any(slot in p for slot in _SLOTS)]
            plain = [p for p in patterns[sort] if p not in slotted]
            for into, listed in ((self._plain, plain), (self._marked, slotted)):
                if listed:
                    into.append((sort, alternatives(_filled(listed, telling))))

    def find(
        self, text: str, agencies: Sequence[tuple[int, int, bool]], shown: str
    ) -> Iterator[Cue]:
        """The cues in `text`, with their words as `shown` has them.

        `agencies` are the spans of words for one, and whether that is an informant rather than an
        institution.
        """
        marked = _marked(text, agencies) if agencies else ""
        for patterns, where in ((self._plain, text), (self._marked, marked)):
            for sort, pattern in patterns:
                for match in pattern.finditer(where):
                    start, end = match.span()
                    yield Cue(sort, start, end, " ".join(shown[start:end].split()))


def alternatives(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all; those that start at a word are tried only where a word starts."""
    bounded, others = [], []
    for pattern in patterns:
        if pattern.startswith(r"\b"):
            bounded.append(pattern.removeprefix(r"\b"))
        else:
            others.append(pattern)
    parts = [rf"\b(?:{'|'.join(bounded)})"] if bounded else []
    return re.compile("|".join([*parts, *others]), re.MULTILINE)


def _filled(patterns: Iterable[str], telling: Mapping[str, str]) -> Iterator[str]:
    for pattern in patterns:
        for name, words in telling.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{words})")
        for slot, signs in _SLOTS.items():
            pattern = pattern.replace(slot, signs)
        yield pattern


def _marked(text: str, agencies: Sequence[tuple[int, int, bool]]) -> str:
    pieces, at = [], 0
    for start, end, informs in agencies:
        sign = _INFORMANT if informs else _INSTITUTION
        pieces.append(f"{text[at:start]}{sign}{_REST * (end - start - 1)}")
        at = end
    return "".join([*pieces, text[at:]])
