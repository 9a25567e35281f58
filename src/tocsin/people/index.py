"""A stored case to which reports are added one by one, with the joins that joining anew would make.

What weighing takes from the whole case (how many people there are, how common each name is) stands
still between two `refresh`es; everything else follows each report. `docs/explanation/joining.md`
says what else may differ from joining all at once until the next `refresh`.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tocsin.people.clustering import Clustered
from tocsin.people.index_building import Source, built
from tocsin.people.index_file import IndexFile
from tocsin.people.index_finding import by_report
from tocsin.people.index_people import People
from tocsin.people.joining import Group, group_of, joining_of, person_joins
from tocsin.people.judgements import Bound, bind
from tocsin.people.model import Model, shipped_model
from tocsin.people.persons import repeats
from tocsin.people.profiles import receipt_order
from tocsin.people.scoring import ScoredPair
from tocsin.people.things import join_things
from tocsin.policies import Policy
from tocsin.records import (
    Echo,
    Extraction,
    Join,
    Joining,
    Judgement,
    Kind,
    Mended,
    Report,
    Subject,
)


@dataclass(frozen=True, slots=True)
class Change:
    """What adding reports, or a judgement, did."""

    subjects: tuple[Subject, ...] = ()
    """People who are new or hold other mentions than before."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Numbers that no subject bears any longer, and the number each leads on to."""
    touched: tuple[Subject, ...] = ()
    """People who were grouped anew, whether or not they hold other mentions than before."""


class JoinIndex:
    """A stored case, its subjects, and their public numbers."""

    def __init__(
        self, people: People, source: Source, file: IndexFile, numbers: dict[str, str]
    ) -> None:
        self._people = people
        self._source = source
        self._file = file
        self._numbers = numbers
        self._news: dict[str, str] = {}
        """Numbers that the file does not hold yet."""
        self._bearers: dict[str, int] = {}
        self._redirects: dict[str, str] = {}
        self._judgements: list[Judgement] = []
        self._mended: list[Mended] = []

    @classmethod
    def build(
        cls,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        *,
        echoes: Sequence[Echo] = (),
        judgements: Sequence[Judgement] = (),
        mended: Sequence[Mended] = (),
        numbers: Mapping[str, str] | None = None,
        file: Path | None = None,
        policy: Policy,
        model: Model | None = None,
        threads: int = 2,
        standing: JoinIndex | None = None,
    ) -> JoinIndex:
        """Join a whole case and keep what adding to it takes.

        Args:
            reports: by report_id.
            extractions: by report_id.
            echoes: which report repeats which.
            judgements: human words on pairs.
            mended: corrected mentions.
            numbers: mention_id → the public number it had, to be carried over.
            file: where the index is kept; in memory alone where left out. One process writes it,
                and it can be built anew at any time.
            policy: as for `join`.
            model: the shipped one where none is given.
            threads: for the database, while building.
            standing: an index whose count of people and shares of names are to be used.
        """
        kept = {r: extractions.get(r, Extraction(r)) for r in reports}
        bound = bind(judgements, mended, kept, numbers or {})
        source = Source(
            dict(sorted(reports.items(), key=lambda r: receipt_order(r[1]))),
            kept,
            list(echoes),
            bound,
            model or shipped_model(),
            policy,
            threads,
        )
        stored = IndexFile.new(file)
        people = built(source, standing._people.finder.known if standing else None)
        index = cls(people, source, stored, dict(numbers or {}))
        index._judgements, index._mended = list(judgements), list(mended)
        index._take_numbers(index.joining())
        index._write()
        return index

    @classmethod
    def open(cls, file: Path, *, policy: Policy, model: Model | None = None) -> JoinIndex:
        """Open a stored index: what it was made of is read, and joined anew.

        Raises:
            UsageError: there is no index, or it cannot be read.
        """
        saved = IndexFile.read(file)
        return cls.build(
            saved.reports,
            saved.extractions,
            echoes=saved.echoes,
            judgements=saved.judgements,
            mended=saved.mended,
            numbers=saved.numbers,
            file=file,
            policy=policy,
            model=model,
        )

    def add(
        self,
        reports: Iterable[Report],
        extractions: Mapping[str, Extraction],
        echoes: Sequence[Echo] = (),
    ) -> Change:
        """Take in new reports, and say whom that concerns.

        Args:
            reports: not yet here; one that is here is left as it stands.
            extractions: by report_id.
            echoes: what repeats what, as far as it is news.
        """
        source = self._source
        fresh = [r for r in reports if r.report_id not in source.reports]
        fresh.sort(key=receipt_order)
        for report in fresh:
            source.reports[report.report_id] = report
            source.extractions[report.report_id] = extractions.get(
                report.report_id, Extraction(report.report_id)
            )
        source.echoes.extend(echoes)
        involved = sorted({r for e in echoes for r in (e.report_id, e.parent_id)})
        order = {r: i for i, r in enumerate(involved) if r in source.reports}
        repeated = by_report(repeats(echoes, order), involved)
        self._rebind()
        with _unswept():
            roots = self._people.add([r.report_id for r in fresh], repeated)
            change = self._changed(roots)
            self._number_things(fresh)
        self._file.append(fresh, source.extractions, echoes, self._news)
        self._news = {}
        return change

    def judge(self, judgements: Sequence[Judgement]) -> Change:
        """Heed further judgements; `unsure` takes an earlier one back."""
        self._judgements += judgements
        before = self._people.bound
        self._rebind()
        if _asks_for_all(before, self._people.bound):
            return self.refresh()
        change = self._changed(self._people.regroup(self._people.read_judgements()))
        self._file.note_judgements(judgements, self._news)
        self._news = {}
        return change

    def refresh(self) -> Change:
        """Join everything anew, with the shares of names and the number of people as they are now.

        What differed from joining all at once no longer does.
        """
        before = dict(self._numbers)
        ordered = sorted(self._source.reports.items(), key=lambda r: receipt_order(r[1]))
        self._source = replace(self._source, reports=dict(ordered), bound=self._people.bound)
        self._people = built(self._source)
        joining = self.joining()
        self._take_numbers(joining)
        self._write()
        moved = {m for m, n in self._numbers.items() if before.get(m) != n}
        changed = tuple(s for s in joining.subjects if moved & set(s.mention_ids))
        people = tuple(s for s in joining.subjects if s.kind is Kind.PERSON)
        return Change(changed, joining.redirects, people)

    def joining(self) -> Joining:
        """All subjects and joins as they stand."""
        people, source = self._people, self._source
        state = people.state
        slots = list(state.living())
        local = {slot: i for i, slot in enumerate(slots)}
        profiles, compared = state.part(slots, people.finder.known)
        groups = sorted(
            (sorted(local[s] for s in held) for held in people.groups.held.values()),
        )
        joined = {
            (min(a, b), max(a, b)): pair
            for a, pairs in people.made.items()
            for b, pair in pairs.items()
        }
        found = Clustered(
            groups,
            [local[state.core_of[slot]] for slot in slots],
            [_moved(pair, local) for _, pair in sorted(joined.items())],
            [],
        )
        sames, _ = people.bound.between({m: local[s] for m, s in state.home.items()})
        joins = person_joins(profiles, compared, found, sames, source.model, source.policy)
        order = {
            r.report_id: i for i, r in enumerate(sorted(source.reports.values(), key=receipt_order))
        }
        things = join_things(source.extractions, source.reports, order, people.bound, source.policy)
        return joining_of(
            [
                *(group_of(members, found.core_of, profiles) for members in groups),
                *(Group(k.kind, k.cores, k.set_apart) for k in things.groups),
            ],
            [*things.joins, *joins],
            order,
            self._numbers,
            things.too_common,
            source.model,
        )

    def joins_of(self, mention_ids: Iterable[str]) -> tuple[Join, ...]:
        """The joins around some people: those that stand, and the strongest that were not made."""
        people, state = self._people, self._people.state
        own = {state.home[m] for m in mention_ids if m in state.home}
        near = {o for slot in own for o in (*state.links_of(slot), *people.made.get(slot, ()))}
        slots = state.ranked(own | near)
        local = {slot: i for i, slot in enumerate(slots)}
        profiles, compared = state.part(slots, people.finder.known)
        ours = {local[slot] for slot in own}
        compared.pairs[:] = [p for p in compared.pairs if p.left in ours or p.right in ours]
        joined = {
            (min(a, b), max(a, b)): pair for a in own for b, pair in people.made.get(a, {}).items()
        }
        made = [_moved(pair, local) for _, pair in sorted(joined.items())]
        found = Clustered([], [state.core_of[slot] for slot in slots], made, [])
        here = {m.mention_id: local[slot] for slot in own for m in state.profiles[slot].mentions}
        sames, _ = people.bound.between(here)
        source = self._source
        joins = person_joins(profiles, compared, found, sames, source.model, source.policy)
        held = {m.mention_id for slot in own for m in state.profiles[slot].mentions}
        return tuple(j for j in joins if j.left in held or j.right in held)

    @property
    def redirects(self) -> Mapping[str, str]:
        """Numbers that no subject bears any longer, and where each leads."""
        return dict(self._redirects)

    def close(self) -> None:
        """Let go of the file."""
        self._file.connection.close()

    def _write(self) -> None:
        source = self._source
        self._file.write_all(
            source.reports,
            source.extractions,
            source.echoes,
            self._judgements,
            self._mended,
            self._numbers,
        )
        self._news = {}

    def _note(self, numbers: Mapping[str, str]) -> None:
        found = {m: n for m, n in numbers.items() if self._numbers.get(m) != n}
        self._numbers.update(found)
        self._news.update(found)

    def _rebind(self) -> None:
        bound = bind(
            self._judgements, self._mended, self._source.extractions, self._numbers
        ) if self._judgements or self._mended else Bound()  # fmt: skip
        self._people.bound = self._people.things.bound = bound

    def _take_numbers(self, joining: Joining) -> None:
        self._numbers.update(
            (m, subject.person_id) for subject in joining.subjects for m in subject.mention_ids
        )
        self._bearers = {s.person_id: len(s.mention_ids) for s in joining.subjects}
        self._redirects.update(joining.redirects)

    def _changed(self, roots: Iterable[int]) -> Change:
        """The subjects of these groups, with their numbers."""
        people, state = self._people, self._people.state
        groups = []
        for root in sorted(roots):
            slots = state.ranked(people.groups.held[root])
            local = {slot: i for i, slot in enumerate(slots)}
            profiles = [state.profiles[slot] for slot in slots]
            cores = [local[state.core_of[slot]] for slot in slots]
            groups.append(group_of(list(range(len(slots))), cores, profiles))
        mentions = [m for g in groups for core in g.cores for m in core]
        reports = sorted(
            {m.report_id for m in mentions}, key=lambda r: receipt_order(self._source.reports[r])
        )
        before = {m.mention_id: self._numbers.get(m.mention_id, "") for m in mentions}
        before = {m: n for m, n in before.items() if n}
        found = joining_of(
            groups,
            (),
            {r: i for i, r in enumerate(reports)},
            before,
            (),
            self._source.model,
            _Others(self._bearers, frozenset(before.values())),
        )
        changed = tuple(
            s
            for s in found.subjects
            if any(before.get(m) != s.person_id for m in s.mention_ids)
            or self._bearers.get(s.person_id) != len(s.mention_ids)
        )
        for old in before.values():
            self._bearers.pop(old, None)
        for subject in found.subjects:
            self._bearers[subject.person_id] = len(subject.mention_ids)
            self._note(dict.fromkeys(subject.mention_ids, subject.person_id))
        self._redirects.update(found.redirects)
        return Change(changed, found.redirects, found.subjects)

    def _number_things(self, reports: Iterable[Report]) -> None:
        """Mentions of things bear the number their value has."""
        for report in reports:
            for mention in self._source.extractions[report.report_id].mentions:
                if mention.kind is not Kind.PERSON:
                    twin = self._people.things.first_of(mention)
                    if twin in self._numbers:
                        self._note({mention.mention_id: self._numbers[twin]})


@contextmanager
def _unswept() -> Iterator[None]:
    """Do not look for unreachable cycles meanwhile: a stored case is millions of objects that form
    none, and going through them takes longer than adding a report."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Others:
    """Numbers that subjects bear which are not asked about."""

    bearers: Mapping[str, int]
    asked: frozenset[str]

    def __contains__(self, number: object) -> bool:
        return number in self.bearers and number not in self.asked


def _moved(pair: ScoredPair, local: Mapping[int, int]) -> ScoredPair:
    a, b = local[pair.left], local[pair.right]
    return replace(pair, left=min(a, b), right=max(a, b))


def _asks_for_all(before: Bound, after: Bound) -> bool:
    """Whether judgements speak of things, or of mentions within one report: what a report says of
    a person is then read anew."""
    if (before.same_within, before.apart_within) != (after.same_within, after.apart_within):
        return True
    words = set(before.sames) ^ set(after.sames) | set(before.differents) ^ set(after.differents)
    return any(not m.endswith(f":{Kind.PERSON.value}") for pair in words for m in pair)
