"""A reading of some tokens as a person's name, before it is settled."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.mentions.persons.spans import Form

SURE = 0.8


@dataclass(slots=True, eq=False)
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
    is_name: bool = True
    alias: bool = False
    """Another name for somebody named just before the cue."""
    cue: int = -1
    """Token of that cue."""
    end_at: int = -1
    """Where the span ends in the text when that is behind the last token's word: `Chloe R.`."""
