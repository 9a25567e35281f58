"""A span found in a text, before it has a role."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass, field

from tocsin.records import Kind


@dataclass(frozen=True, slots=True)
class Found:
    """What was found where, by which rule."""

    start: int
    end: int
    kind: Kind
    value: str
    found_by: str
    is_partial: bool = False
    score: float = 1.0


@dataclass(slots=True)
class Taken:
    """Places of a text that are spoken for; none of them overlaps another."""

    spans: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, spans: Iterable[tuple[int, int]]) -> Taken:
        """Those of the spans that do not overlap one given before."""
        taken = cls()
        for start, end in spans:
            taken.take(start, end)
        return taken

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing stands between two positions."""
        i = bisect_left(self.spans, (start, start))
        if i < len(self.spans) and self.spans[i][0] < end:
            return False
        return i == 0 or self.spans[i - 1][1] <= start

    def take(self, start: int, end: int) -> bool:
        """Take a place if it is free."""
        free = self.is_free(start, end)
        if free:
            insort(self.spans, (start, end))
        return free


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Keep the first given of any that overlap; sorted by place."""
    taken = Taken()
    kept = [item for item in found if taken.take(item.start, item.end)]
    return sorted(kept, key=lambda item: (item.start, item.end))
