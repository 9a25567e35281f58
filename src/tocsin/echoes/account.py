"""One report as the search for echoes sees it: cues, dates told, agencies named, facts, words."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import date

from tocsin.echoes.facts import Fact
from tocsin.echoes.lineage import Order
from tocsin.echoes.told_dates import ToldDate
from tocsin.records import Report
from tocsin.values.dates import PartialDate, Precision

_RECORDS = frozenset(("meeting", "minutes", "decision", "summary"))


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say the report relays something, and of which sort they are."""

    sort: str
    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Account:
    """A report with what could tie it to an earlier one."""

    report: Report
    order: Order
    cues: tuple[Cue, ...]
    """Strongest first."""
    own: str
    """Words of first-hand observation outside quotations; empty: none."""
    told: tuple[ToldDate, ...]
    told_months: frozenset[tuple[int, int]]
    """Months written without a day: (year, month)."""
    sorts: frozenset[str]
    """What sort of agency, people and channel it comes from."""
    papers: frozenset[str]
    """What sort of paper it is."""
    named_sorts: tuple[tuple[int, str], ...]
    """Sorts of agency its words name, with the place."""
    named_papers: tuple[tuple[int, str], ...]
    sent_to: frozenset[str]
    """Sorts of agency it says it was sent to."""
    teller_names: frozenset[str]
    title_words: frozenset[str]
    """Words of its author's job title."""
    cited: frozenset[str]
    """report_ids it cites in a field or mail header."""
    written: frozenset[str]
    """report_ids it writes in its words."""
    thread: str
    """The subject line of a mail, without `re:` and `fw:`; empty: none."""
    answers: bool
    """Whether its subject line starts with `re:` or `fw:`."""
    words: tuple[str, ...]
    facts: tuple[Fact, ...]
    fact_keys: frozenset[str]
    """All keys under which it can share a fact."""

    report_id: str = field(init=False)
    agency: str = field(init=False)
    received: date | None = field(init=False)
    """The last day it can have been received."""
    occurred: date | None = field(init=False)
    """The day it tells of, where known to the day."""
    vaguely_occurred: PartialDate | None = field(init=False)
    """When it happened, where known less closely than to the day."""
    references: frozenset[str] = field(init=False)
    """All report_ids it names."""
    foreign_sorts: frozenset[str] = field(init=False)
    """Sorts of agency its words name, its own aside."""
    is_record: bool = field(init=False)
    """Whether it records a meeting or a decision, or goes through a file: its own date is then that
    of the meeting, and what it holds may be years old."""
    compiles: bool = field(init=False)
    """Whether it is of a sort that sums up several reports."""

    def __post_init__(self) -> None:
        # Read off once: every report is held against many others, most in vain.
        on = self.report.occurred
        to_the_day = on is not None and on.precision is Precision.DAY
        sorts = {cue.sort for cue in self.cues}
        known = {
            "report_id": self.report.report_id,
            "agency": self.report.agency,
            "received": self.report.received.last if self.report.received else None,
            "occurred": on.first if on and to_the_day else None,
            "vaguely_occurred": None if to_the_day else on,
            "references": self.cited | self.written,
            "foreign_sorts": frozenset([sort for _, sort in self.named_sorts]) - self.sorts,
            "is_record": not _RECORDS.isdisjoint(sorts),
            "compiles": bool(sorts & {"meeting", "summary"})
            or ("minutes" in sorts and not sorts & {"forward", "copy"}),
        }
        for name, value in known.items():
            object.__setattr__(self, name, value)

    def with_facts(self, facts: tuple[Fact, ...]) -> Account:
        """The same account, with what it names as now known."""
        new: Account = object.__new__(Account)
        for name in Account.__slots__:
            object.__setattr__(new, name, getattr(self, name))
        object.__setattr__(new, "facts", facts)
        keys = frozenset([key for fact in facts for key in fact.keys])
        object.__setattr__(new, "fact_keys", keys)
        return new

    @property
    def stems(self) -> frozenset[str]:
        """Its distinct words, and each without its plural."""
        return frozenset(self.words) | {stem(word) for word in self.words}

    def is_near_cue(self, place: int, reach: int) -> bool:
        """Whether a place lies in a relay cue or within `reach` characters of it."""
        return any(cue.start - reach <= place <= cue.end + reach for cue in self.cues)


def stem(word: str) -> str:
    """A word without its plural: evenings, evening."""
    return word.removesuffix("s") if len(word) > 4 else word


def interned(words: str) -> tuple[str, ...]:
    """The words of a folded text; equal words are one object, as there are many."""
    return tuple(map(sys.intern, words.split()))
