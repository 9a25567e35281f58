"""Things of a stored case: which thing a new mention is, and what it changes for the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tocsin.people.judgements import Bound
from tocsin.people.profiles import receipt_order
from tocsin.people.set_apart import is_agency, is_institution
from tocsin.people.things import Value, alike, join_values, key_of, value_of
from tocsin.policies import Policy
from tocsin.records import Extraction, Kind, Mention, RelationKind, Report
from tocsin.values.names import fold

_Key = tuple[Kind, str]
_BY_LIKENESS = frozenset({Kind.PHONE, Kind.VEHICLE})
_BY_FIRST_WORD = frozenset({Kind.PREMISES, Kind.ORGANISATION})
_MOST_ALIKE = 400


@dataclass(slots=True)
class ThingIndex:
    """Values of a case, and the thing each mention is."""

    reports: Mapping[str, Report]
    extractions: Mapping[str, Extraction]
    policy: Policy
    bound: Bound
    thing_of: dict[str, str] = field(default_factory=dict)
    """mention_id → the thing it is, for things that may join people."""
    _values: dict[_Key, list[str]] = field(default_factory=dict)
    """Each written value → the mentions that write it, in order of arrival."""
    _read: dict[_Key, Value] = field(default_factory=dict)
    """Values whose mentions have been read."""
    _pieces: dict[tuple[Kind, str], list[_Key]] = field(default_factory=dict)
    """Values by every three characters, or by their first word."""
    _first: dict[_Key, tuple[Any, ...]] = field(default_factory=dict)
    _agencies: dict[str, Report] = field(default_factory=dict)

    def load(self, thing_of: Mapping[str, str]) -> None:
        """Take in a whole case, joined."""
        self.thing_of = dict(thing_of)
        for report_id in self.reports:
            self._take_in(report_id)

    def rows(self) -> Iterator[tuple[str, str, list[Any], list[str]]]:
        """Every value: kind, as written, where it first stands, its mentions."""
        for (kind, written), mentions in self._values.items():
            first = self._first[kind, written]
            yield kind.value, written, [first[0].toordinal(), *first[1:]], mentions

    def load_rows(
        self, thing_of: Mapping[str, str], rows: Iterable[tuple[str, str, list[Any], list[str]]],
        agencies: Mapping[str, str],
    ) -> None:  # fmt: skip
        """The reverse of `rows`, with the first report of each agency."""
        self.thing_of = dict(thing_of)
        for kind, written, (day, *place), mentions in rows:
            key = (Kind(kind), written)
            self._values[key] = mentions
            self._first[key] = (date.fromordinal(day), *place)
            for piece in _pieces(key):
                self._pieces.setdefault((key[0], piece), []).append(key)
        self._agencies = {agency: self.reports[r] for agency, r in agencies.items()}

    @property
    def agencies(self) -> dict[str, str]:
        """Each agency → its first report."""
        return {agency: report.report_id for agency, report in self._agencies.items()}

    def add(self, report_ids: Iterable[str]) -> set[str]:
        """Take in new reports.

        Returns:
            The reports in which some thing is now another, or may no longer join people; the new
            ones among them only where they change others.
        """
        known = set(self._agencies)
        touched: dict[_Key, None] = {}
        for report_id in report_ids:
            for key, mention, is_new in self._take_in(report_id):
                if is_new or self._may_change(key, mention):
                    touched[key] = None
                else:
                    self._follow(key, mention)
        for agency in sorted(set(self._agencies) - known):
            named = {fold(agency)}
            touched.update(
                (key, None)
                for key in self._values
                if key[0] in _BY_FIRST_WORD and is_agency(key[1], named)
            )
        return self._settle(touched)

    def first_of(self, mention: Mention) -> str:
        """The first mention taken in of the value a mention has."""
        written = key_of(mention)
        if any(mention.mention_id == b for _, b in self.bound.differents):
            written += "#" + mention.mention_id
        return self._values[mention.kind, written][0]

    def _take_in(self, report_id: str) -> list[tuple[_Key, Mention, bool]]:
        report = self.reports[report_id]
        if report.agency:
            self._agencies.setdefault(report.agency, report)
        found: list[tuple[_Key, Mention, bool]] = []
        split = {b for _, b in self.bound.differents}
        for mention in self.extractions[report_id].mentions:
            if mention.kind is Kind.PERSON:
                continue
            written = key_of(mention)
            if mention.mention_id in split:
                written += "#" + mention.mention_id
            key = (mention.kind, written)
            place = (*receipt_order(report), mention.start, mention.end)
            is_new = key not in self._values
            if is_new:
                self._values[key] = [mention.mention_id]
                for piece in _pieces(key):
                    self._pieces.setdefault((mention.kind, piece), []).append(key)
            else:
                self._values[key].append(mention.mention_id)
                if key in self._read:
                    self._read[key].mentions.append(mention)
            self._first[key] = min(self._first.get(key, place), place)
            found.append((key, mention, is_new))
        return found

    def _may_change(self, key: _Key, mention: Mention) -> bool:
        """Whether one more mention of a known value can change what any value is."""
        kind, written = key
        if kind is Kind.VEHICLE:
            return len(self._alike(key)) > 1
        apart = self._values[key][0] not in self.thing_of
        if kind is Kind.PHONE:
            relations = self.extractions[mention.report_id].relations
            given = any(
                r.kind is RelationKind.USES_PHONE and mention.mention_id in (r.left, r.right)
                for r in relations
            )
            return apart or given
        words = frozenset(fold(str(w)) for w in self.policy.table("people")["institutions"])
        return apart and not is_institution(written, words)

    def _follow(self, key: _Key, mention: Mention) -> None:
        name = self.thing_of.get(self._values[key][0])
        if name is not None:
            self.thing_of[mention.mention_id] = name

    def _alike(self, start: _Key) -> dict[_Key, None]:
        """All values that can bear on what a value is, through any chain of likeness."""
        found = {start: None}
        waiting = [start]
        while waiting and len(found) < _MOST_ALIKE:
            key = waiting.pop()
            near = dict.fromkeys(
                other for piece in _pieces(key) for other in self._pieces.get((key[0], piece), ())
            )
            for other in near:
                if other in found:
                    continue
                if key[0] in _BY_FIRST_WORD or alike(_bare(key), _bare(other)):
                    found[other] = None
                    waiting.append(other)
        return found

    def _value(self, key: _Key) -> Value:
        """A value with its mentions, read where they stand."""
        found = self._read.get(key)
        if found is None:
            kind, written = key
            mentions = [self._mention(m) for m in self._values[key]]
            found = self._read[key] = value_of(kind, written, mentions)
        return found

    def _mention(self, mention_id: str) -> Mention:
        held = self.extractions[mention_id.rsplit(":", 2)[0]].mentions
        return next(m for m in held if m.mention_id == mention_id)

    def _settle(self, touched: Iterable[_Key]) -> set[str]:
        """Join anew the values that may have changed, and those that bear on them."""
        wanted: dict[_Key, None] = {}
        for key in touched:
            if key not in wanted:
                wanted.update(self._alike(key))
        if not wanted:
            return set()
        values = [self._value(k) for k in sorted(wanted, key=lambda k: (self._first[k], k))]
        in_view = {m.report_id for v in values for m in v.mentions}
        joined = join_values(
            values,
            {r: self.extractions[r] for r in sorted(in_view)},
            {**{r.report_id: r for r in self._agencies.values()},
             **{r: self.reports[r] for r in sorted(in_view)}},
            self.bound,
            self.policy,
        )  # fmt: skip
        changed: set[str] = set()
        for value in values:
            for mention in value.mentions:
                before = self.thing_of.get(mention.mention_id)
                now = joined.evidence.get(mention.mention_id)
                if before == now:
                    continue
                changed.add(mention.report_id)
                if now is None:
                    del self.thing_of[mention.mention_id]
                else:
                    self.thing_of[mention.mention_id] = now
        return changed


def _bare(key: _Key) -> Value:
    return Value(key[0], key[1].partition("#")[0], [], False)


def _pieces(key: _Key) -> list[str]:
    kind, written = key
    plain = written.partition("#")[0]
    if kind in _BY_FIRST_WORD:
        return plain.split()[:1]
    if kind not in _BY_LIKENESS:
        return [plain]
    shaped = plain.translate(str.maketrans("OIQSZ", "01052")) if kind is Kind.VEHICLE else plain
    found = {shaped[i : i + 3] for i in range(len(shaped) - 2)}
    return sorted(p for p in found if "?" not in p) or [shaped]
