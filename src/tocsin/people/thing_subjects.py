"""The things of a case that grows: which mentions are one phone, one plate, one place."""

from __future__ import annotations

from bisect import insort
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tocsin.people.joining import Group, joining_of
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.profiles import receipt_order
from tocsin.people.set_apart import is_agency, is_institution
from tocsin.people.things import (
    Value,
    alike,
    equal_joins,
    join_values,
    key_of,
    shortens,
    value_of,
)
from tocsin.policies import Policy
from tocsin.records import Extraction, Join, Kind, Mention, RelationKind, Report, Subject
from tocsin.values.names import fold

_Key = tuple[Kind, str]
_BY_LIKENESS = frozenset({Kind.PHONE, Kind.VEHICLE})
_BY_FIRST_WORD = frozenset({Kind.PREMISES, Kind.ORGANISATION})
_MOST_ALIKE = 400


@dataclass(slots=True)
class _Thing:
    """The values of one thing, by core."""

    cores: tuple[tuple[_Key, ...], ...]
    set_apart: str = ""
    joins: tuple[Join, ...] = ()
    """What ties its values to one another."""


@dataclass(slots=True)
class ThingSubjects:
    """Things joined by value, as `join_things` joins them, kept up to date report by report."""

    reports: Mapping[str, Report]
    extractions: Mapping[str, Extraction]
    bound: Bound
    policy: Policy
    _values: dict[_Key, Value] = field(default_factory=dict)
    _places: dict[_Key, tuple[Any, ...]] = field(default_factory=dict)
    """Where the first mention of each value stands in order of receipt."""
    _near: dict[_Key, dict[_Key, None]] = field(default_factory=dict)
    """(Kind, three characters or first word) → values that have it."""
    _thing_of: dict[_Key, _Thing] = field(default_factory=dict)
    _agencies: dict[str, Report] = field(default_factory=dict)
    _words: frozenset[str] = frozenset()
    _split: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self._words = frozenset(fold(str(w)) for w in self.policy.table("people")["institutions"])
        self._split = frozenset(b for _, b in self.bound.differents)

    def load(self) -> list[Group]:
        """Join the things of every report that is here."""
        for report_id in sorted(self.reports, key=lambda r: receipt_order(self.reports[r])):
            self._take_in(report_id)
        self._settle(list(self._values), self.reports, self.extractions)
        return [self._group(thing) for thing in self._distinct(self._thing_of.values())]

    def add(self, report_ids: Sequence[str]) -> tuple[list[Group], tuple[Join, ...]]:
        """Take in reports.

        Returns:
            The things that changed, with all their mentions, and the joins that are news.
        """
        known = set(self._agencies)
        fresh: dict[_Key, None] = {}
        touched: dict[_Key, None] = {}
        for key, mention, is_new in [row for r in report_ids for row in self._take_in(r)]:
            fresh[key] = None
            if is_new or self._may_change(key, mention):
                touched[key] = None
        for agency in sorted(set(self._agencies) - known):
            named = {fold(agency)}
            touched.update(
                (key, None)
                for key in self._values
                if key[0] in _BY_FIRST_WORD and is_agency(key[1], named)
            )
        settled = self._settle_around(touched)
        changed = self._distinct(self._thing_of[key] for key in {**fresh, **settled})
        joins = [j for thing in changed for j in thing.joins]
        joins += [j for key in fresh for j in self._equal(key, frozenset(report_ids))]
        return [self._group(thing) for thing in changed], tuple(joins)

    def _distinct(self, things: Iterable[_Thing]) -> list[_Thing]:
        return list({id(thing): thing for thing in things}.values())

    def _group(self, thing: _Thing) -> Group:
        cores = [[m for key in core for m in self._values[key].mentions] for core in thing.cores]
        return Group(thing.cores[0][0][0], cores, thing.set_apart)

    def _key(self, mention: Mention) -> _Key:
        written = key_of(mention)
        if mention.mention_id in self._split:
            written += "#" + mention.mention_id
        return mention.kind, written

    def _take_in(self, report_id: str) -> list[tuple[_Key, Mention, bool]]:
        report = self.reports[report_id]
        if report.agency:
            self._agencies.setdefault(report.agency, report)
        found: list[tuple[_Key, Mention, bool]] = []
        for mention in self.extractions[report_id].mentions:
            if mention.kind is Kind.PERSON:
                continue
            key = self._key(mention)
            is_new = key not in self._values
            place = (*receipt_order(report), mention.start, mention.end)
            if is_new:
                self._values[key] = value_of(*key, [mention])
                self._places[key] = place
                for piece in _pieces(key):
                    self._near.setdefault((key[0], piece), {})[key] = None
            else:
                self._insert(key, mention, place)
            found.append((key, mention, is_new))
        return found

    def _insert(self, key: _Key, mention: Mention, place: tuple[Any, ...]) -> None:
        """Mentions of a value stand in order of receipt: its first one says how it is written."""
        value = self._values[key]
        last = value.mentions[-1]
        if (receipt_order(self.reports[last.report_id]), last.start) <= (place[:-2], place[-2]):
            value.mentions.append(mention)
            return
        insort(
            value.mentions,
            mention,
            key=lambda m: (receipt_order(self.reports[m.report_id]), m.start, m.end),
        )
        if value.mentions[0] is mention:
            self._places[key] = place
            self._values[key] = value_of(*key, value.mentions)

    def _may_change(self, key: _Key, mention: Mention) -> bool:
        """Whether one more mention of a known value can change what any value is."""
        kind, written = key
        value = self._values[key]
        if value.mentions[0] is mention or kind is Kind.VEHICLE:
            return len(self._alike(key)) > 1
        if key not in self._thing_of:
            return True
        apart = bool(self._thing_of[key].set_apart)
        if kind is Kind.PHONE:
            relations = self.extractions[mention.report_id].relations
            return apart or any(
                r.kind is RelationKind.USES_PHONE and mention.mention_id in (r.left, r.right)
                for r in relations
            )
        return apart and kind in _BY_FIRST_WORD and not is_institution(written, self._words)

    def _alike(self, start: _Key) -> dict[_Key, None]:
        """All values that can bear on what a value is, through any chain of likeness."""
        found = {start: None}
        waiting = [start]
        while waiting and len(found) < _MOST_ALIKE:
            key = waiting.pop()
            value = self._values[key]
            near = {o: None for p in _pieces(key) for o in self._near.get((key[0], p), ())}
            for other in near:
                if other not in found and _bears_on(value, self._values[other]):
                    found[other] = None
                    waiting.append(other)
        tied = {o: None for key in found for core in self._cores(key) for o in core}
        return {**found, **tied}

    def _cores(self, key: _Key) -> Sequence[Sequence[_Key]]:
        thing = self._thing_of.get(key)
        return thing.cores if thing else ()

    def _settle_around(self, touched: Iterable[_Key]) -> dict[_Key, None]:
        wanted: dict[_Key, None] = {}
        for key in touched:
            if key not in wanted:
                wanted.update(self._alike(key))
        if wanted:
            in_view = sorted({m.report_id for k in wanted for m in self._values[k].mentions})
            reports = {r.report_id: r for r in self._agencies.values()}
            reports.update((r, self.reports[r]) for r in in_view)
            self._settle(list(wanted), reports, {r: self.extractions[r] for r in in_view})
        return wanted

    def _settle(
        self,
        keys: Iterable[_Key],
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
    ) -> None:
        """Join these values anew; nothing else bears on them."""
        ordered = sorted(keys, key=lambda k: (self._places[k], k))
        values = [self._values[k] for k in ordered]
        joined = join_values(values, extractions, reports, self.bound, self.policy)
        key_of_first = {v.mentions[0].mention_id: k for v, k in zip(values, ordered, strict=True)}
        ties: dict[_Key, list[Join]] = {}
        for join in joined.joins:
            left, right = key_of_first.get(join.left), key_of_first.get(join.right)
            if left is not None and right is not None and left != right:
                ties.setdefault(left, []).append(join)
        for group in joined.groups:
            cores = tuple(
                tuple(dict.fromkeys(k for m in core if (k := key_of_first.get(m.mention_id))))
                for core in group.cores
            )
            joins = tuple(j for core in cores for key in core for j in ties.get(key, ()))
            thing = _Thing(cores, group.set_apart, joins)
            self._thing_of.update((key, thing) for core in cores for key in core)

    def _equal(self, key: _Key, report_ids: frozenset[str]) -> Iterable[Join]:
        """The joins of mentions in some reports with the first of the same value."""
        mentions = self._values[key].mentions
        own = [m for m in mentions[1:] if m.report_id in report_ids]
        if mentions[0].report_id in report_ids:
            own = mentions[1:]
        return equal_joins([mentions[0], *own]) if own else ()


def numbered(
    groups: Sequence[Group],
    reports: Mapping[str, Report],
    numbers: Mapping[str, str],
    model: Model,
    others: Container[str],
) -> tuple[tuple[Subject, ...], Mapping[str, str]]:
    """Subjects made of groups, and the numbers that lead on.

    Args:
        groups: mentions of one subject each.
        reports: by report_id.
        numbers: mention_id → the number it had.
        model: the one joined with.
        others: numbers borne by subjects that are not asked about.
    """
    mentions = [m for group in groups for core in group.cores for m in core]
    ids = sorted({m.report_id for m in mentions}, key=lambda r: receipt_order(reports[r]))
    before = {m: numbers[m] for m in (x.mention_id for x in mentions) if m in numbers}
    order = {report_id: i for i, report_id in enumerate(ids)}
    found = joining_of(groups, (), order, before, (), model, others)
    return found.subjects, found.redirects


def _bears_on(one: Value, other: Value) -> bool:
    if one.kind in _BY_FIRST_WORD:
        return shortens(one.tokens, other.tokens) or shortens(other.tokens, one.tokens)
    return alike(one, other)


def _pieces(key: _Key) -> list[str]:
    """By what values that bear on one another are looked for."""
    kind, written = key
    plain = written.partition("#")[0]
    if kind in _BY_FIRST_WORD:
        return plain.split()[:1]
    if kind not in _BY_LIKENESS:
        return []
    shaped = plain.translate(str.maketrans("OIQSZ", "01052")) if kind is Kind.VEHICLE else plain
    found = {shaped[i : i + 3] for i in range(len(shaped) - 2)}
    return sorted(p for p in found if "?" not in p) or [shaped]
