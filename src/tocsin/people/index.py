"""A stored case to which reports are added one by one, with the joins that joining anew would make.

What weighing takes from the whole case (how many people there are, how common each name is) stands
still between two `refresh`es; everything else follows each report. `docs/explanation/joining.md`
says what else may differ from joining all at once until the next `refresh`.
"""

from __future__ import annotations

import gc
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tocsin.people.index_building import Source, built
from tocsin.people.index_file import IndexFile
from tocsin.people.index_finding import by_report
from tocsin.people.index_hearing import Heard, asks_for_all
from tocsin.people.index_people import People
from tocsin.people.index_reading import joining_now, joins_around
from tocsin.people.index_records import (
    echo_of,
    echo_row,
    extraction_of,
    extraction_row,
    judgement_of,
    judgement_row,
    mended_of,
    mended_row,
    report_of,
    report_row,
)
from tocsin.people.index_shelves import as_json
from tocsin.people.index_tables import (
    case_of,
    case_tables,
    fingerprint,
    people_of,
    state_tables,
    texts,
)
from tocsin.people.joining import group_of, joining_of
from tocsin.people.judgements import Bound, bind
from tocsin.people.model import Model, shipped_model
from tocsin.people.persons import Known, repeats
from tocsin.people.profiles import receipt_order
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

_MOST_REPLAYED = 100
"""Batches that are added again when a file is opened, at about a twentieth of a second each."""


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

    _people: People

    def __init__(self, source: Source, file: IndexFile, numbers: dict[str, str]) -> None:
        self._source = source
        self._file = file
        self._numbers = numbers
        self.told = ""
        """What whoever opened the index should know."""
        self._replaying = False
        self._heard = Heard()
        self._bearers: dict[str, int] = {}
        self._redirects: dict[str, str] = {}

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
        source = Source(
            dict(sorted(reports.items(), key=lambda r: receipt_order(r[1]))),
            kept,
            list(echoes),
            bind(judgements, mended, kept, numbers or {}),
            model or shipped_model(),
            policy,
            threads,
        )
        index = cls(source, IndexFile.new(file), dict(numbers or {}))
        index._heard = Heard(list(judgements), list(mended))
        index._join_anew(standing._people.finder.known if standing else None)
        return index

    @classmethod
    def open(cls, file: Path, *, policy: Policy, model: Model | None = None) -> JoinIndex:
        """Open a stored index as it stood; what came since it was last written whole is added
        again. One that another version, model or policy made is joined anew, and `told` says so.

        Raises:
            UsageError: there is no index, or it cannot be read.
        """
        model = model or shipped_model()
        stored, about = IndexFile.standing(file)
        reports, extractions = case_of(stored)
        echoes = [echo_of(json.loads(row)) for row in stored.columns("echoes")[0]]
        source = Source(reports, extractions, echoes, Bound(), model, policy, 2)
        index = cls(source, stored, dict(zip(*stored.columns("numbers"), strict=True)))
        index._heard = Heard(
            [judgement_of(row) for row in about["judgements"]],
            [mended_of(row) for row in about["mended"]],
        )
        index._redirects = dict(about["redirects"])
        journal = list(stored.journal())
        was = about["fingerprint"]
        changed = [what for what, now in fingerprint(model, policy).items() if was[what] != now]
        if changed:
            index._take_in_unjoined(journal)
            index._join_anew(None)
            index.told = f"The index was made with another {_listed(changed)}: joined anew."
            return index
        index._stand(about)
        index._replay(journal)
        return index

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
        self._rebind(fresh)
        with _unswept():
            roots = self._people.add([r.report_id for r in fresh], repeated)
            change = self._changed(roots)
            self._number_things(fresh)
        self._note(
            [
                *(("report", report_row(r)) for r in fresh),
                *(("extraction", extraction_row(source.extractions[r.report_id])) for r in fresh),
                *(("echo", echo_row(e)) for e in echoes),
            ]
        )
        return change

    def judge(self, judgements: Sequence[Judgement]) -> Change:
        """Heed further judgements; `unsure` takes an earlier one back."""
        self._heard.judgements += judgements
        before = self._people.bound
        self._rebind()
        if asks_for_all(before, self._people.bound):
            return self.refresh()
        change = self._changed(self._people.heed())
        self._note([("judgement", judgement_row(j)) for j in judgements])
        return change

    def refresh(self) -> Change:
        """Join everything anew, with the shares of names and the number of people as they are now.

        What differed from joining all at once no longer does.
        """
        before = dict(self._numbers)
        joining = self._join_anew(None)
        moved = {m for m, n in self._numbers.items() if before.get(m) != n}
        changed = tuple(s for s in joining.subjects if moved & set(s.mention_ids))
        people = tuple(s for s in joining.subjects if s.kind is Kind.PERSON)
        return Change(changed, joining.redirects, people)

    def joining(self) -> Joining:
        """All subjects and joins as they stand."""
        return joining_now(self._people, self._source, self._numbers)

    def joins_of(self, mention_ids: Iterable[str]) -> tuple[Join, ...]:
        """The joins around some people: those that stand, and the strongest that were not made."""
        return joins_around(self._people, self._source, mention_ids)

    @property
    def redirects(self) -> Mapping[str, str]:
        """Numbers that no subject bears any longer, and where each leads."""
        return dict(self._redirects)

    def close(self) -> None:
        """Let go of the file; where much has come since, it is written whole before."""
        if self._file.name and self._file.batches > _MOST_REPLAYED:
            self._write()
        self._file.connection.close()

    def _join_anew(self, standing: Known | None) -> Joining:
        """Join the whole case, and lay it out as it is read from the file."""
        source = self._source
        kept = dict(source.extractions)
        source = replace(
            source,
            reports=dict(sorted(source.reports.items(), key=lambda r: receipt_order(r[1]))),
            extractions=kept,
            bound=bind(self._heard.judgements, self._heard.mended, kept, self._numbers),
        )
        people = built(source, standing)
        joining = joining_now(people, source, self._numbers, with_joins=False)
        self._people, self._source = people, source
        self._take_numbers(joining)
        self._write()
        about = self._file.about()
        reports, extractions = case_of(self._file)
        self._source = replace(source, reports=reports, extractions=extractions)
        self._stand(about)
        return joining

    def _stand(self, about: Mapping[str, Any]) -> None:
        """Take the people of the case as the file holds them."""
        self._bearers = dict(Counter(self._numbers.values()))
        self._heard.founded = dict(about["founded"])
        self._source = replace(self._source, bound=self._bound())
        self._people = people_of(self._file, about, self._source)

    def _replay(self, journal: Sequence[Sequence[tuple[str, Any]]]) -> None:
        """Add again what came since the file was written whole."""
        self._replaying = True
        for batch in journal:
            said = [judgement_of(line) for what, line in batch if what == "judgement"]
            if said:
                self.judge(said)
            else:
                found = [extraction_of(line) for what, line in batch if what == "extraction"]
                self.add(
                    [report_of(line) for what, line in batch if what == "report"],
                    {e.report_id: e for e in found},
                    [echo_of(line) for what, line in batch if what == "echo"],
                )
        self._replaying = False
        if self._file.batches != len(journal):
            self._write()

    def _take_in_unjoined(self, journal: Iterable[Iterable[tuple[str, Any]]]) -> None:
        """Take in what came since, to be joined with all else."""
        source = self._source
        for what, line in (line for batch in journal for line in batch):
            if what == "report":
                source.reports[line[0]] = report_of(line)
            elif what == "extraction":
                source.extractions[line[0]] = extraction_of(line)
            elif what == "echo":
                source.echoes.append(echo_of(line))
            else:
                self._heard.judgements.append(judgement_of(line))

    def _note(self, lines: Sequence[tuple[str, object]]) -> None:
        if not self._replaying and lines:
            self._file.note(lines)

    def _write(self) -> None:
        """Write the file whole."""
        source = self._source
        tables, about = state_tables(self._people)
        tables |= case_tables(source.reports, source.extractions)
        tables["echoes"] = texts(echo=(as_json(echo_row(e)) for e in source.echoes))
        tables["numbers"] = texts(mention_id=self._numbers, number=self._numbers.values())
        about |= {
            "fingerprint": fingerprint(source.model, source.policy),
            "judgements": [judgement_row(j) for j in self._heard.judgements],
            "mended": [mended_row(m) for m in self._heard.mended],
            "redirects": self._redirects,
            "founded": self._heard.founded,
        }
        self._file.write(tables, about)

    def _number(self, numbers: Mapping[str, str]) -> None:
        self._numbers.update(numbers)

    def _rebind(self, fresh: Sequence[Report] = ()) -> None:
        self._people.bound = self._people.things.bound = self._bound(fresh)

    def _bound(self, fresh: Sequence[Report] = ()) -> Bound:
        return self._heard.bound(self._source.extractions, self._numbers, fresh)

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
            self._number(dict.fromkeys(subject.mention_ids, subject.person_id))
        self._redirects.update(found.redirects)
        for subject in found.subjects:  # a number that is borne again leads nowhere else
            self._redirects.pop(subject.person_id, None)
        return Change(changed, found.redirects, found.subjects)

    def _number_things(self, reports: Iterable[Report]) -> None:
        """Mentions of things bear the number their value has."""
        for report in reports:
            for mention in self._source.extractions[report.report_id].mentions:
                if mention.kind is not Kind.PERSON:
                    twin = self._people.things.first_of(mention)
                    if twin in self._numbers:
                        self._number({mention.mention_id: self._numbers[twin]})


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


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
