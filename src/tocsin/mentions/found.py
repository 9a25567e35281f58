"""A span found in a text, before it has a role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

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


def without_overlaps(found: Iterable[Found]) -> list[Found]:
    """Keep the first given of any that overlap; sorted by place."""
    kept: list[Found] = []
    for item in found:
        if all(item.end <= other.start or item.start >= other.end for other in kept):
            kept.append(item)
    return sorted(kept, key=lambda item: (item.start, item.end))
