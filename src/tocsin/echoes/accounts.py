"""Reads reports into accounts, by the policy's words and the case's own agency names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from tocsin.echoes.account import Account, Cue, interned
from tocsin.echoes.facts import Fact
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.tellers import fold, folded, tellers_named
from tocsin.echoes.told_dates import told_dates, told_months
from tocsin.policies import Policy
from tocsin.records import Extraction, Report

_QUOTED = re.compile(r"^>.*$|[\"“][^\"”]{20,}[\"”]", re.MULTILINE)
_REFERENCE = re.compile(r"[A-Za-z]*\d[\w/~.-]*\w|[A-Za-z]+[-/]?\d+")
_STRONGEST_FIRST = ("forward", "copy", "meeting", "summary", "relay", "decision", "told")
_SENT_REACH = 50
_FLAGS = re.IGNORECASE | re.MULTILINE


class AccountReader:
    """Reads a report with compiled patterns; one for each case."""

    def __init__(self, policy: Policy, agencies: Iterable[str], report_ids: Iterable[str]) -> None:
        table = policy.table("echoes")
        generic = frozenset(table["generic_agency_words"])
        self._own_names = agency_words(agencies, generic)
        self._ids = {folded(key): key for key in sorted(report_ids) if len(key) > 2}
        institutions, informants = table["agencies"], table["informants"]
        slots = {
            "agency": _slot(institutions, self._own_names),
            "source": _slot({**institutions, **informants}, self._own_names),
            **table["telling"],
        }
        self._cues = {
            sort: [re.compile(part, _FLAGS) for part in _slotted(table["relay"][sort], slots)]
            for sort in _STRONGEST_FIRST
        }
        self._own = re.compile("|".join(table["own"]), _FLAGS)
        self._sent = re.compile("|".join(table["sent"]), _FLAGS)
        listed = {**institutions, **informants, **table["public"]}
        self._sorts = _WordFinder({**_word_index(listed), **self._own_names})
        self._papers = _WordFinder(_word_index(table["documents"]))
        self._generic_titles = frozenset(table["generic_title_words"])
        self._of_channel = lru_cache(maxsize=4096)(self._read_channel)

    def read(
        self, report: Report, extraction: Extraction | None, facts: tuple[Fact, ...]
    ) -> Account:
        """Everything about one report that does not depend on another."""
        text = report.text
        lower = text.lower()
        sorts, papers, titles = self._of_channel(report.agency, report.author, report.channel)
        named_sorts = tuple(self._sorts.find(lower))
        day = report.received.last if report.received else None
        return Account(
            report=report,
            order=receipt_order(report),
            cues=self._find_cues(report, papers),
            own=_first(self._own, _QUOTED.sub(" ", text)),
            told=tuple(told_dates(text, day)),
            told_months=frozenset(told_months(text, day)),
            sorts=sorts,
            papers=papers,
            named_sorts=named_sorts,
            named_papers=tuple(self._papers.find(lower)),
            sent_to=self._sent_to(text, named_sorts),
            teller_names=tellers_named(report, extraction),
            title_words=titles,
            references=self._references(report),
            words=interned(fold(text)),
            facts=facts,
        )

    def _read_channel(
        self, agency: str, author: str, channel: str
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        head = f"{agency} {author} {channel}".lower()
        titles = {stem(w) for w in fold(author).split() if len(w) > 3} - self._generic_titles
        own = {f"agency {folded(agency)}"}
        sorts = {sort for _, sort in self._sorts.find(head)}
        papers = {paper for _, paper in self._papers.find(f"{channel} {author}".lower())}
        return frozenset(sorts | own), frozenset(papers), frozenset(titles)

    def _find_cues(self, report: Report, papers: frozenset[str]) -> tuple[Cue, ...]:
        found = [
            Cue(sort, m.start(), m.end(), " ".join(m.group().split()))
            for sort, patterns in self._cues.items()
            for pattern in patterns
            for m in pattern.finditer(report.text)
        ]
        if report.is_forward:
            found.append(Cue("forward", 0, 0, "a forwarded mail"))
        if "meeting" in papers:
            found.append(Cue("meeting", 0, 0, report.channel or "minutes"))
        ranked = sorted(found, key=lambda c: (_STRONGEST_FIRST.index(c.sort), c.start, c.end))
        return tuple(ranked)

    def _sent_to(self, text: str, named: tuple[tuple[int, str], ...]) -> frozenset[str]:
        ends = [m.end() for m in self._sent.finditer(text)]
        return frozenset(
            sort for at, sort in named if any(end - 5 <= at <= end + _SENT_REACH for end in ends)
        )

    def _references(self, report: Report) -> frozenset[str]:
        written = [*report.cites, *_REFERENCE.findall(report.text)]
        found = (self._ids.get(folded(word)) for word in written)
        return frozenset(key for key in found if key and key != report.report_id)


class _WordFinder:
    """Finds listed words, or their plurals, in lower-case text."""

    def __init__(self, sorts: Mapping[str, str]) -> None:
        self._sorts = sorts
        ordered = sorted(sorts, key=_longest_first)
        self._pattern = re.compile(r"\b(" + "|".join(map(re.escape, ordered)) + r")(?:'s|s)?\b")

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        for match in self._pattern.finditer(text):
            yield match.start(), self._sorts[match.group(1)]


def agency_words(agencies: Iterable[str], generic: frozenset[str]) -> dict[str, str]:
    """Words of agency names that point to one agency alone, with the sort they stand for."""
    holders: dict[str, set[str]] = {}
    for agency in sorted(set(agencies)):
        for word in agency.lower().replace("'", " ").split():
            if len(word) > 3 and word.isalpha() and word not in generic:
                holders.setdefault(word, set()).add(f"agency {folded(agency)}")
    return {word: min(held) for word, held in sorted(holders.items()) if len(held) == 1}


def stem(word: str) -> str:
    """A word without its plural: evenings, evening."""
    return word.removesuffix("s") if len(word) > 4 else word


def _slot(sorts: Mapping[str, list[str]], own_names: Iterable[str]) -> str:
    words = {word for listed in sorts.values() for word in listed} | set(own_names)
    return r"\b(?:" + "|".join(map(re.escape, sorted(words, key=_longest_first))) + r")\b"


def _slotted(patterns: Iterable[str], slots: Mapping[str, str]) -> Iterator[str]:
    for pattern in patterns:
        for name, words in slots.items():
            pattern = pattern.replace("{" + name + "}", f"(?:{words})")
        yield pattern


def _word_index(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word.lower(): sort for sort, words in listed.items() for word in words}


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return " ".join(match.group().split()) if match else ""
