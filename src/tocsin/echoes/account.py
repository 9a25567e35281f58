"""One report as the search for echoes sees it: cues, dates told, agencies named, facts, words."""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from datetime import date

from tocsin.echoes.facts import Fact
from tocsin.echoes.lineage import Order
from tocsin.echoes.told_dates import ToldDate
from tocsin.records import Report
from tocsin.values.dates import PartialDate, Precision


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

    def with_facts(self, facts: tuple[Fact, ...]) -> Account:
        """The same account, with what it names as now known."""
        keys = frozenset(key for fact in facts for key in fact.keys)
        return replace(self, facts=facts, fact_keys=keys)

    @property
    def references(self) -> frozenset[str]:
        """All report_ids it names."""
        return self.cited | self.written

    @property
    def stems(self) -> frozenset[str]:
        """Its distinct words, and each without its plural."""
        return frozenset(self.words) | {stem(word) for word in self.words}

    @property
    def report_id(self) -> str:
        """Of the report."""
        return self.report.report_id

    @property
    def received(self) -> date | None:
        """The last day it can have been received."""
        return self.report.received.last if self.report.received else None

    @property
    def occurred(self) -> date | None:
        """The day it tells of, where known to the day."""
        on = self.report.occurred
        return on.first if on and on.precision is Precision.DAY else None

    @property
    def vaguely_occurred(self) -> PartialDate | None:
        """When it happened, where known less closely than to the day."""
        on = self.report.occurred
        return on if on and on.precision is not Precision.DAY else None

    @property
    def is_record(self) -> bool:
        """Whether it records a meeting or a decision: its own date is then that of the meeting."""
        return any(cue.sort in {"meeting", "minutes", "decision", "summary"} for cue in self.cues)

    @property
    def sums_up(self) -> bool:
        """Whether it goes through a file: what that holds may be years old."""
        return any(cue.sort in {"meeting", "summary", "minutes", "decision"} for cue in self.cues)

    @property
    def compiles(self) -> bool:
        """Whether it is of a sort that sums up several reports."""
        sorts = {cue.sort for cue in self.cues}
        if sorts & {"meeting", "summary"}:
            return True
        return "minutes" in sorts and not sorts & {"forward", "copy"}

    def is_near_cue(self, place: int, reach: int) -> bool:
        """Whether a place lies in a relay cue or within `reach` characters of it."""
        return any(cue.start - reach <= place <= cue.end + reach for cue in self.cues)


def stem(word: str) -> str:
    """A word without its plural: evenings, evening."""
    return word.removesuffix("s") if len(word) > 4 else word


def interned(words: str) -> tuple[str, ...]:
    """The words of a folded text; equal words are one object, as there are many."""
    return tuple(map(sys.intern, words.split()))
