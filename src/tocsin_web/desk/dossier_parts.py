"""The parts of a subject's page: plain values, as one person may see them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Ref:
    """A report as it may be pointed to: `pk` only where it may be opened."""

    reference: str
    pk: Any
    told: str


@dataclass(frozen=True, slots=True)
class FigureShown:
    """A number with its noun, what it counts, and how many of these may not be opened."""

    key: str
    value: int
    noun: str
    refs: tuple[Ref, ...]
    words: tuple[str, ...] = ()
    closed: int = 0


@dataclass(frozen=True, slots=True)
class Standing:
    """A place on one list."""

    heading: str
    sentence: str
    below: bool
    date_line: str
    unanswered_if: str
    figures: tuple[FigureShown, ...]
    read_now: tuple[tuple[str, Ref], ...]
    is_cut: bool
    """Some of its reports are not counted for this reader."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line of the chronology."""

    on: str
    what: str
    sentence: str
    voice: str
    ref: Ref | None


@dataclass(frozen=True, slots=True)
class VoiceShown:
    """A voice and the reports that repeat it."""

    number: int
    opening: Ref
    note: str
    repeats: tuple[tuple[str, Ref], ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A mention with the words around it."""

    at: str
    ref: Ref
    role: str
    pieces: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Core:
    """A group of mentions that hang together for certain."""

    words: str
    joins: tuple[str, ...]
