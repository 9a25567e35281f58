"""Words in common: runs of three words that few reports share, and how much of a text they make."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence

_RUN = 3
_ALL_BELOW = 20_000
_ONE_IN = 4


class Overlaps:
    """Which earlier reports share rare runs of words with a report.

    A run that stands in many reports is a form's heading or a phrase of the trade and counts for
    nothing. Above 20,000 reports one run in four is kept, chosen by its hash, so that the same
    runs are kept everywhere.
    """

    def __init__(self, texts: Sequence[Sequence[str]], boilerplate: int) -> None:
        one_in = 1 if len(texts) < _ALL_BELOW else _ONE_IN
        self._runs = [_runs(words, one_in) for words in texts]
        self._holders: dict[int, list[int]] = {}
        for position, runs in enumerate(self._runs):
            for run in runs:
                held = self._holders.setdefault(run, [])
                if len(held) <= boilerplate:
                    held.append(position)
        self._boilerplate = boilerplate

    def rare(self, position: int) -> Iterator[int]:
        """The runs of one report that are not boilerplate."""
        return (run for run in self._runs[position] if len(self._holders[run]) <= self._boilerplate)

    def sharing(self, position: int, *, least: int = 2) -> dict[int, int]:
        """Other reports with at least `least` rare runs in common, and how many."""
        shared: dict[int, int] = {}
        for run in self.rare(position):
            for other in self._holders[run]:
                if other != position:
                    shared[other] = shared.get(other, 0) + 1
        return {other: count for other, count in shared.items() if count >= least}

    def containment(self, child: int, parent: int) -> float:
        """The share of the child's rare runs that the parent holds."""
        own = list(self.rare(child))
        if not own:
            return 0.0
        theirs = self._runs[parent]
        return sum(run in theirs for run in own) / len(own)


def _runs(words: Sequence[str], one_in: int) -> frozenset[int]:
    hashed = (
        zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1)
    )
    return frozenset(h for h in hashed if h % one_in == 0)
