"""One report as the search for echoes sees it: cues, dates told, agencies named, facts, words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tocsin.echoes.facts import Fact
from tocsin.echoes.lineage import Order, receipt_order
from tocsin.echoes.tellers import folded, signature
from tocsin.echoes.told_dates import ToldDate, told_dates
from tocsin.policies import Policy
from tocsin.records import Extraction, Report
from tocsin.values.dates import Precision

_COMMON_NAME_SHARE = 3
_QUOTED = re.compile(r"^>.*$|[\"“][^\"”]{20,}[\"”]", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that say the report relays something, and of which sort they are."""

    sort: str
    start: int
    end: int
    words: str


@dataclass(frozen=True)
class Account:
    """A report with what could tie it to an earlier one."""

    report: Report
    order: Order
    cues: tuple[Cue, ...]
    own: tuple[str, ...]
    """Words of first-hand observation outside quotations."""
    told: tuple[ToldDate, ...]
    sorts: frozenset[str]
    """What sort of agency, people and channel it comes from."""
    papers: frozenset[str]
    """What sort of paper it is."""
    named_sorts: Mapping[str, int]
    """Sorts of agency its words name, with the place."""
    named_papers: frozenset[str]
    teller_names: frozenset[str]
    words: tuple[str, ...]
    facts: tuple[Fact, ...]

    @cached_property
    def received(self) -> date | None:
        """The last day it can have been received."""
        return self.report.received.last if self.report.received else None

    @cached_property
    def occurred(self) -> date | None:
        """The day it tells of, where known to the day."""
        on = self.report.occurred
        return on.first if on and on.precision is Precision.DAY else None

    @cached_property
    def word_set(self) -> frozenset[str]:
        """Its distinct words."""
        return frozenset(self.words)

    @cached_property
    def fact_keys(self) -> frozenset[str]:
        """All keys under which it can share a fact."""
        return frozenset(key for fact in self.facts for key in fact.keys)


class AccountReader:
    """Reads reports into accounts by the policy's words and the case's own agency names."""

    def __init__(self, policy: Policy, agencies: Mapping[str, int]) -> None:
        table = policy.table("echoes")
        self._own_names = agency_words(agencies)
        slot = self._slot(table["agencies"])
        flags = re.IGNORECASE | re.MULTILINE
        self._cues = {
            sort: re.compile("|".join(p.replace("{agency}", slot) for p in patterns), flags)
            for sort, patterns in table["relay"].items()
        }
        self._cues["record"] = re.compile("|".join(table["record"]), flags)
        self._own = re.compile("|".join(table["own"]), flags)
        self._sorts = _word_index(table["agencies"])
        self._papers = _word_index(table["documents"])
        self._sort_words = _alternation(self._sorts)
        self._paper_words = _alternation(self._papers)

    def _slot(self, sorts: Mapping[str, list[str]]) -> str:
        words = {w for listed in sorts.values() for w in listed} | set(self._own_names)
        return "(?:" + "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w))) + ")"

    def read(
        self, report: Report, extraction: Extraction | None, facts: tuple[Fact, ...]
    ) -> Account:
        """Everything about one report that does not depend on another."""
        text = report.text
        plain = _QUOTED.sub(lambda m: " " * len(m.group()), text)
        head = f"{report.agency} {report.author} {report.channel}".lower()
        named = _first_places(self._sort_words, self._sorts, text.lower())
        for word, agency_sort in self._own_names.items():
            at = text.lower().find(word)
            if at >= 0:
                named.setdefault(agency_sort, at)
        signed = signature(report, extraction)
        day = report.received.last if report.received else None
        return Account(
            report=report,
            order=receipt_order(report),
            cues=self._find_cues(text),
            own=tuple(m.group().strip() for m in self._own.finditer(plain)),
            told=tuple(told_dates(text, day)),
            sorts=frozenset(_first_places(self._sort_words, self._sorts, head))
            | {f"agency {folded(report.agency)}"},
            papers=frozenset(_first_places(self._paper_words, self._papers, head)),
            named_sorts=named,
            named_papers=frozenset(_first_places(self._paper_words, self._papers, text.lower())),
            teller_names=frozenset(signed.split()[:1]),
            words=tuple(folded(text).split()),
            facts=facts,
        )

    def _find_cues(self, text: str) -> tuple[Cue, ...]:
        found = [
            Cue(sort, m.start(), m.end(), " ".join(m.group().split()))
            for sort, pattern in self._cues.items()
            for m in pattern.finditer(text)
        ]
        return tuple(sorted(found, key=lambda c: (c.start, c.end, c.sort)))


def agency_words(agencies: Mapping[str, int]) -> dict[str, str]:
    """Words of agency names that point to one agency, lower case, with the sort they stand for."""
    holders: dict[str, set[str]] = {}
    for agency in sorted(agencies):
        for word in agency.lower().split():
            if len(word) > 3 and word.isalpha():
                holders.setdefault(word, set()).add(folded(agency))
    return {
        word: f"agency {min(held)}"
        for word, held in sorted(holders.items())
        if len(held) == 1 and word not in _GENERIC
    }


_GENERIC = frozenset(
    "police council school college social care health trust housing homes project staff service "
    "services public youth hospital partnership centre team high primary academy county borough "
    "city town hotel house fire rescue education welfare offending with from this that they "
    "group board community cars taxis bank road street".split()
)


def _word_index(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word.lower(): sort for sort, words in listed.items() for word in words}


def _alternation(words: Mapping[str, str]) -> re.Pattern[str]:
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile(r"\b(?:" + "|".join(map(re.escape, ordered)) + r")(?:s|'s)?\b")


def _first_places(pattern: re.Pattern[str], sorts: Mapping[str, str], text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for match in pattern.finditer(text):
        word = match.group()
        sort = sorts.get(word) or sorts.get(word.removesuffix("'s")) or sorts.get(word[:-1])
        if sort:
            found.setdefault(sort, match.start())
    return found
