"""What is worked out once about a report and read by every rule: its words, people and cues."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.mentions.found import Found
from tocsin.mentions.patterns import Hit
from tocsin.mentions.words import Tokens, Words
from tocsin.records import Kind, Report
from tocsin.values.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Name:
    """What is known of a person's name as it was written."""

    form: str
    """`full`, `first`, `surname`, `initials`, `nickname`, `alias`."""
    title: str = ""
    is_name: bool = True
    alias_of: int | None = None
    """Index among the found mentions."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What the words of one sentence show."""

    indicators: tuple[str, ...] = ()
    """Ids, in the order of their words."""
    concerns: frozenset[str] = frozenset()
    of_harm: bool = False


@dataclass(slots=True)
class Context:
    """One report under reading. `found` is sorted by place; indexes point into it."""

    report: Report
    tokens: Tokens
    words: Words
    found: Sequence[Found]
    names: dict[int, Name]
    """Index in `found` → the name, for persons only."""
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    """Group of cue → where its patterns matched."""
    group_of: dict[int, int] = field(default_factory=dict)
    """Index of a person → index of the first mention of the same name in this report."""
    word_of: dict[int, int] = field(default_factory=dict)
    """Index in `found` → its word."""
    people: list[int] = field(default_factory=list)
    signs: dict[int, Signs] = field(default_factory=dict)
    """Sentence → what it shows."""

    @property
    def text(self) -> str:
        """The report as read."""
        return self.report.text

    def sentence_of(self, index: int) -> int:
        """The sentence a mention stands in."""
        return self.words.sentence[self.word_of[index]]

    def persons(self) -> list[int]:
        """Indexes of the persons, in order."""
        if not self.people:
            self.people = sorted(self.names)
        return self.people

    def things(self, *kinds: Kind) -> list[int]:
        """Indexes of mentions of these kinds."""
        return [i for i, found in enumerate(self.found) if found.kind in kinds]

    def event_date(self) -> PartialDate | None:
        """When it happened, else when it was received."""
        return self.report.occurred or self.report.received

    def span(self, hit: Hit) -> tuple[int, int]:
        """Where the words of a hit stand in the text."""
        return self.words.start[hit.first], self.words.end[hit.last]
