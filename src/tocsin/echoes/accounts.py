"""Reads reports into accounts, by the policy's words and the case's own agency names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.echoes.account import Account, Cue, interned, stem
from tocsin.echoes.cues import STRONGEST_FIRST, CueFinder, alternatives
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.tellers import fold, folded, tellers_named
from tocsin.echoes.told_dates import ToldDate, told_dates, told_months
from tocsin.policies import Policy
from tocsin.records import Extraction, Report

_QUOTED = re.compile(r"^>.*$|[\"“][^\"”]{20,600}[\"”]", re.MULTILINE)
_REFERENCE = re.compile(r"[\w/~.-]+")
_QUOTE_SIGN = re.compile(r"[>\"“]")
_SUBJECT = re.compile(r"^subject: *((?:(?:re|fwd?|aw|tr)\b[: ]*)*)(.{0,200})$", re.MULTILINE)
_SENT_REACH = 50
_SHORTEST_REFERENCE = 4

Named = tuple[int, int, str]
"""Where a word stands, and the sort it names."""
Span = tuple[int, int, bool]


@dataclass(frozen=True, slots=True)
class Said:
    """What the words of one report say by themselves: the slow part of an account, which a process
    beside can read as well."""

    cues: tuple[Cue, ...]
    own: str
    told: tuple[ToldDate, ...]
    told_months: frozenset[tuple[int, int]]
    named_sorts: tuple[tuple[int, str], ...]
    named_papers: tuple[tuple[int, str], ...]
    sent_to: frozenset[str]
    references: tuple[str, ...]
    """Words in them that may be another report's number, folded."""
    thread: str
    answers: bool


class AccountReader:
    """Reads a report with compiled patterns; one for each case."""

    def __init__(self, policy: Policy, agencies: Iterable[str]) -> None:
        table = policy.table("echoes")
        generic = frozenset(table["generic_agency_words"])
        self._own_names = agency_words(agencies, generic)
        institutions, informants = table["agencies"], table["informants"]
        self._cues = CueFinder(table["relay"], table["telling"])
        self._own = alternatives(table["own"])
        self._own_of = {sort: alternatives(found) for sort, found in table["own_of"].items()}
        self._sent = alternatives(table["sent"])
        self._told_at_first_hand = frozenset(informants) | frozenset(table["public"])
        self._public = frozenset(table["public"])
        listed = {**institutions, **informants, **table["public"]}
        self._sorts = _WordFinder({**_word_index(listed), **self._own_names})
        self._papers = _WordFinder(_word_index(table["documents"]))
        self._generic_titles = frozenset(table["generic_title_words"])
        self._of_channel = lru_cache(maxsize=4096)(self._read_channel)

    def said(self, report: Report) -> Said:
        """What its words say, whatever other reports there are."""
        lower = report.text.lower()
        sorts, papers, _ = self._of_channel(report.agency, report.author, report.channel)
        named_sorts = tuple(self._sorts.find(lower))
        day = report.received.last if report.received else None
        subject = _SUBJECT.search(lower)
        thread = fold(subject[2]) if subject else ""
        return Said(
            cues=self._find_cues(report, lower, self._others(named_sorts, sorts), papers),
            own=self._observed(lower, sorts),
            told=tuple(told_dates(lower, day)),
            told_months=frozenset(told_months(lower, day)),
            named_sorts=tuple((start, sort) for start, _, sort in named_sorts),
            named_papers=tuple((start, p) for start, _, p in self._papers.find(lower)),
            sent_to=self._sent_to(lower, named_sorts),
            references=tuple(map(folded, _references(report.text))),
            thread=thread,
            answers=bool(thread) and bool(subject and subject[1]),
        )

    def account(
        self, report: Report, extraction: Extraction | None, said: Said, ids: Mapping[str, str]
    ) -> Account:
        """Everything about one report that depends neither on another's words nor on who is who.

        Args:
            report: the report.
            extraction: what was found in it.
            said: what its words say.
            ids: folded reference → report_id, of the whole case.
        """
        sorts, papers, titles = self._of_channel(report.agency, report.author, report.channel)
        return Account(
            report=report,
            order=receipt_order(report),
            cues=said.cues,
            own=said.own,
            told=said.told,
            told_months=said.told_months,
            sorts=sorts,
            papers=papers,
            named_sorts=said.named_sorts,
            named_papers=said.named_papers,
            sent_to=said.sent_to,
            teller_names=tellers_named(report, extraction),
            title_words=titles,
            cited=_known(report, map(folded, report.cites), ids),
            written=_known(report, said.references, ids),
            thread=said.thread,
            answers=said.answers,
            words=interned(fold(report.text)),
            facts=(),
            fact_keys=frozenset(),
        )

    def _read_channel(
        self, agency: str, author: str, channel: str
    ) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
        head = f"{agency} {author} {channel}".lower()
        titles = {stem(w) for w in fold(author).split() if len(w) > 3} - self._generic_titles
        own = {f"agency {folded(agency)}"}
        sorts = {sort for _, _, sort in self._sorts.find(head)}
        papers = {paper for _, _, paper in self._papers.find(channel.lower())}
        return frozenset(sorts | own), frozenset(papers), frozenset(titles)

    def _others(self, named: Sequence[Named], own: frozenset[str]) -> list[Span]:
        """Where other agencies are named, and whether as informants; the public, who tell at first
        hand, and the report's own sort (a form's heading: `Pastoral note`) aside."""
        return [
            (start, end, sort in self._told_at_first_hand)
            for start, end, sort in named
            if sort not in self._public and sort not in own
        ]

    def _observed(self, lower: str, sorts: frozenset[str]) -> str:
        plain = _QUOTED.sub(" ", lower) if _QUOTE_SIGN.search(lower) else lower
        found = _first(self._own, plain)
        for sort, pattern in self._own_of.items():
            if sort in sorts and not found:
                found = _first(pattern, plain)
        return found

    def _find_cues(
        self, report: Report, lower: str, others: Sequence[Span], papers: frozenset[str]
    ) -> tuple[Cue, ...]:
        shown = report.text if len(report.text) == len(lower) else lower
        found = list(self._cues.find(lower, others, shown))
        if report.is_forward:
            found.append(Cue("forward", 0, 0, "a forwarded mail"))
        if "meeting" in papers:
            found.append(Cue("minutes", 0, 0, report.channel or "minutes"))
        if "chronology" in papers:
            found.append(Cue("summary", 0, 0, report.channel))
        ranked = sorted(found, key=lambda c: (STRONGEST_FIRST.index(c.sort), c.start, c.end))
        return tuple(ranked)

    def _sent_to(self, text: str, named: Sequence[Named]) -> frozenset[str]:
        ends = [m.end() for m in self._sent.finditer(text)]
        return frozenset(
            sort for at, _, sort in named if any(end - 5 <= at <= end + _SENT_REACH for end in ends)
        )


def _known(report: Report, written: Iterable[str], ids: Mapping[str, str]) -> frozenset[str]:
    found = (ids.get(words) for words in written)
    return frozenset(key for key in found if key and key != report.report_id)


class _WordFinder:
    """Finds listed words, or their plurals, in lower-case text."""

    def __init__(self, sorts: Mapping[str, str]) -> None:
        self._sorts = sorts
        ordered = sorted(sorts, key=_longest_first)
        self._pattern = re.compile(r"\b(" + "|".join(map(re.escape, ordered)) + r")(?:'s|s)?\b")

    def find(self, text: str) -> Iterator[Named]:
        for match in self._pattern.finditer(text):
            yield *match.span(1), self._sorts[match.group(1)]


def agency_words(agencies: Iterable[str], generic: frozenset[str]) -> dict[str, str]:
    """Words of agency names that point to one agency alone, with the sort they stand for."""
    holders: dict[str, set[str]] = {}
    for agency in sorted(set(agencies)):
        for word in agency.lower().replace("'", " ").split():
            if len(word) > 3 and word.isalpha() and word not in generic:
                holders.setdefault(word, set()).add(f"agency {folded(agency)}")
    return {word: min(held) for word, held in sorted(holders.items()) if len(held) == 1}


def _references(text: str) -> Iterator[str]:
    """Words with a letter and a number, as records are numbered; a bare number may be a year."""
    for match in _REFERENCE.finditer(text):
        word = match.group().rstrip(".-/~")
        if len(word) < _SHORTEST_REFERENCE or word.isalpha() or word.isdigit():
            continue
        if any(c.isdigit() for c in word) and any(c.isalpha() for c in word):
            yield word


def _word_index(listed: Mapping[str, list[str]]) -> dict[str, str]:
    return {word.lower(): sort for sort, words in listed.items() for word in words}


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return " ".join(match.group().split()) if match else ""
