"""What can be drawn from an output: mentions, passages, pairs of mentions, of reports, people."""

from __future__ import annotations

import random
import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tocsin.errors import NotFoundError
from tocsin.evaluation.found import Found, FoundMention, read_found
from tocsin.records import Kind, Role
from tocsin.values.names import fold, sound_keys

Span = tuple[str, int, int]
"""A stretch of a report: report_id, start, end."""

_TRIES = 20_000
"""Pairs looked at to learn how many of those that might belong together are left apart."""
_SENTENCE_END = re.compile(r"[.!?][\"')]*\s+|\n{2,}")
_LONGEST_PASSAGE = 300
_NAMED_AS = frozenset({Role.ALLEGED, Role.AFFECTED, Role.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Pairs:
    """A sample of pairs, and how many such pairs there are in all (estimated, for the apart)."""

    drawn: tuple[tuple[str, str], ...]
    population: float


class Population:
    """An output folder as a place to draw from. Restricted reports are never drawn."""

    def __init__(self, out: Path) -> None:
        self._found: Found = read_found(out)
        self.told = _unrestricted(out)
        self._open = frozenset(self.told)
        self.texts: Mapping[str, str] = self._found.texts

    @cached_property
    def people(self) -> dict[str, FoundMention]:
        """Mentions of people in reports that may be shown, by id."""
        kept = (
            m for m in self._found.mentions if m.kind == Kind.PERSON and m.report_id in self._open
        )
        return {m.mention_id: m for m in sorted(kept, key=lambda m: m.mention_id)}

    @cached_property
    def passages(self) -> list[Span]:
        """Every report cut at the ends of sentences into stretches of a few lines."""
        return [
            (report_id, start, end)
            for report_id in sorted(self._open & self.texts.keys())
            for start, end in _cut(self.texts[report_id])
        ]

    def named_within(self, span: Span) -> int:
        """How many mentions of people begin in a stretch."""
        report_id, start, end = span
        starts = self._starts.get(report_id, [])
        return bisect_left(starts, end) - bisect_left(starts, start)

    @cached_property
    def _starts(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for mention in self.people.values():
            found[mention.report_id].append(mention.start)
        return {report_id: sorted(starts) for report_id, starts in found.items()}

    def joined_pairs(self, many: int, rng: random.Random) -> Pairs:
        """Pairs of mentions, in two reports, that the run takes for one person."""
        groups: dict[str, list[str]] = defaultdict(list)
        for mention in self.people.values():
            if mention.person_id:
                groups[mention.person_id].append(mention.mention_id)
        return self._pairs(groups, many, rng, self._in_two_reports)

    def apart_pairs(self, many: int, rng: random.Random) -> Pairs:
        """Pairs left apart that share the sound of a name: where a missed join can be."""
        groups: dict[str, list[str]] = defaultdict(list)
        for mention in self.people.values():
            for key in self._sounds(mention):
                groups[key].append(mention.mention_id)

        def counts(left: str, right: str, key: str) -> bool:
            one, other = self.people[left], self.people[right]
            shared = self._sounds(one) & self._sounds(other)
            # A pair that shares two sounds stands in two groups: it is counted in the first.
            return (
                one.person_id != other.person_id
                and one.report_id != other.report_id
                and key == min(shared)
            )

        return self._pairs(groups, many, rng, counts)

    def _in_two_reports(self, left: str, right: str, _key: str) -> bool:
        return self.people[left].report_id != self.people[right].report_id

    def _sounds(self, mention: FoundMention) -> frozenset[str]:
        words = self.texts[mention.report_id][mention.start : mention.end]
        long = [word for word in fold(words).split() if len(word) > 1]
        return frozenset(min(sound_keys(word)) for word in long)

    def _pairs(
        self, groups: Mapping[str, Sequence[str]], many: int, rng: random.Random, counts: Any
    ) -> Pairs:
        """Draw pairs evenly from all pairs within groups, keeping those that count.

        How many there are is told by the share kept of `_TRIES` draws (exactly, if all are kept).
        """
        keys = sorted(key for key, group in groups.items() if len(group) > 1)
        sizes = [len(groups[key]) * (len(groups[key]) - 1) // 2 for key in keys]
        if not keys:
            return Pairs((), 0.0)
        ends = list(accumulate(sizes))
        kept = 0
        drawn: dict[tuple[str, str], None] = {}
        for _ in range(_TRIES):
            key = keys[bisect_right(ends, rng.randrange(ends[-1]))]
            left, right = sorted(rng.sample(groups[key], 2))
            if counts(left, right, key):
                kept += 1
                if len(drawn) < many:
                    drawn[left, right] = None
        return Pairs(tuple(drawn), ends[-1] * kept / _TRIES)

    def echo_pairs(self, many: int, rng: random.Random) -> Pairs:
        """Pairs of reports of which the run says that one repeats the other."""
        pairs = [p for p in self._linked if set(p) <= self._open]
        return Pairs(tuple(rng.sample(pairs, min(many, len(pairs)))), len(pairs))

    def unlinked_pairs(self, many: int, rng: random.Random) -> Pairs:
        """Pairs of reports that name one person and are taken for two accounts."""
        groups: dict[str, list[str]] = defaultdict(list)
        for mention in self.people.values():
            groups[mention.person_id].append(mention.report_id)
        linked = set(self._linked)
        unique = {person: sorted(set(reports)) for person, reports in groups.items()}
        shared: dict[str, set[str]] = defaultdict(set)
        for person, reports in unique.items():
            for report_id in reports:
                shared[report_id].add(person)

        def counts(left: str, right: str, key: str) -> bool:
            together = shared[left] & shared[right]
            return (left, right) not in linked and key == min(together)

        return self._pairs(unique, many, rng, counts)

    @cached_property
    def _linked(self) -> list[tuple[str, str]]:
        links = ((child, parent) for child, parent, _type in self._found.echoes)
        return sorted({(min(link), max(link)) for link in links})

    @cached_property
    def continually(self) -> list[str]:
        """People of whom the run says that they keep being mentioned."""
        listed = {e.person_id for e in self._found.entries if e.continually and e.kind == "person"}
        return sorted(listed & self.accounts.keys())

    @cached_property
    def not_listed(self) -> list[str]:
        """People in a part that asks for an answer, of whom it does not say so."""
        return sorted(self.accounts.keys() - set(self.continually))

    @cached_property
    def accounts(self) -> dict[str, list[FoundMention]]:
        """Of each person, the first mention in each report that names them."""
        found: dict[str, dict[str, FoundMention]] = defaultdict(dict)
        for mention in sorted(self.people.values(), key=lambda m: (m.report_id, m.start)):
            if mention.person_id and mention.role in _NAMED_AS:
                found[mention.person_id].setdefault(mention.report_id, mention)
        return {person: list(by_report.values()) for person, by_report in found.items()}


def _unrestricted(out: Path) -> dict[str, str]:
    """The reports that may be shown, each with when and by whom it was told."""
    path = out / "reports.parquet"
    if not path.is_file():
        raise NotFoundError(
            "This output holds no words: nothing can be drawn from it.",
            where=out.name,
            remedy="Run Tocsin without --share.",
        )
    columns = ["report_id", "received", "agency", "restricted"]
    rows: Iterable[Mapping[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    return {
        row["report_id"]: ", ".join(
            filter(None, (row["report_id"], row["received"], row["agency"]))
        )
        for row in rows
        if not row["restricted"]
    }


def _cut(text: str) -> Iterable[tuple[int, int]]:
    """Stretches of whole sentences, each as long as fits."""
    start = end = 0
    stops = [match.end() for match in _SENTENCE_END.finditer(text)]
    for stop in (*stops, len(text)):
        if stop - start > _LONGEST_PASSAGE and end > start:
            yield start, end
            start = end
        end = stop
    if text[start:end].strip():
        yield start, end
