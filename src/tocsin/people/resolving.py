"""Structured records joined: one row a record, one number a person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from tocsin.people.model import Model, shipped_model
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.record_cores import Cuts, find_cores, groups_of_one_core, statuses_of
from tocsin.people.record_groups import Ints
from tocsin.people.record_items import Items, Said
from tocsin.people.record_profiles import load_candidates, load_records
from tocsin.people.record_scoring import Pairs, prior_found, prior_of, score_pairs
from tocsin.people.scoring import database
from tocsin.people.table import Records
from tocsin.policies import Policy
from tocsin.records import JoinStatus, Judgement
from tocsin.values.subject_numbers import give_numbers


@dataclass(frozen=True)
class Resolved:
    """Records with the person each belongs to, and the pairs that were scored."""

    record_ids: tuple[str, ...]
    person_ids: tuple[str, ...]
    statuses: tuple[JoinStatus, ...]
    """In the order of the table."""
    scored: Pairs
    different: Ints
    """For each row, the idx of its profile: rows that agree in everything share one."""
    too_common: int
    """Keys shared by so many records that only neighbours were compared."""
    notes: tuple[str, ...] = ()
    """What is to be said of values too common and of judgements."""

    @property
    def rows(self) -> tuple[tuple[str, str, JoinStatus], ...]:
        """(record_id, person_id, status), in the order of the table."""
        return tuple(zip(self.record_ids, self.person_ids, self.statuses, strict=True))

    @property
    def people(self) -> int:
        """How many people the records are of."""
        return len(set(self.person_ids))

    def as_table(self) -> pa.Table:
        """`record_id, person_id, status`."""
        statuses = [status.value for status in self.statuses]
        columns = {
            "record_id": list(self.record_ids),
            "person_id": list(self.person_ids),
            "status": statuses,
        }
        return pa.table({name: pa.array(v, pa.string()) for name, v in columns.items()})

    def pairs_table(self) -> pa.Table:
        """`left, right, match_weight, match_probability`, the strongest first.

        A record that others copy stands for them; each of these stands in one pair with it.
        """
        order = np.argsort(self.different, kind="stable")
        ordered = self.different[order]
        first = order[np.searchsorted(ordered, np.arange(ordered.max(initial=-1) + 1))]
        own = np.full(len(first), -1)
        p = self.scored
        is_own = p.left == p.right
        own[p.left[is_own]] = np.flatnonzero(is_own)
        copies = np.setdiff1d(np.arange(len(self.different)), first)
        between = np.flatnonzero(~is_own)
        left = np.concatenate([first[p.left[between]], first[self.different[copies]]])
        right = np.concatenate([first[p.right[between]], copies])
        whence = np.concatenate([between, own[self.different[copies]]])
        chosen = np.lexsort((right, left, -p.bits[whence]))
        ids = pa.array(self.record_ids, pa.string())
        return pa.table(
            {
                "left": ids.take(pa.array(left[chosen])),
                "right": ids.take(pa.array(right[chosen])),
                "match_weight": pa.array(p.bits[whence[chosen]]),
                "match_probability": pa.array(p.probability[whence[chosen]]),
            }
        )


def record_model(name: str = "records-2") -> Model:
    """The model of structured records that ships with the package."""
    return shipped_model(name, RECORD_SPECS)


def resolve_records(
    records: Records,
    *,
    policy: Policy,
    threads: int = 2,
    model: Model | None = None,
    said: Sequence[Judgement] = (),
) -> Resolved:
    """Join records into people.

    Two groups are made one while their records, pair by pair, weigh for it on average: a chain of
    likenesses makes no person. No group holds two certain cores that neither certain evidence nor
    a human ties. A join is certain where its probability reaches the certain cut,
    something beyond the name agrees and nothing speaks against it.

    Args:
        said: human words on pairs of record ids. They bind: `same` joins for certain, `different`
            keeps apart whatever else is said, and where both cannot be, `different` holds.
    """
    model = model or record_model()
    with database(threads, str(policy["people.memory_limit"])) as connection:
        load_records(connection, records)
        common = load_candidates(connection, policy)
        prior = prior_of(len(records))
        scored = score_pairs(connection, model, prior)
        found = connection.execute("SELECT idx FROM rows ORDER BY row").fetchnumpy()
    different = np.asarray(found["idx"], np.int64)
    copies = np.bincount(different)
    scored = scored.with_prior(prior, prior_found(scored, copies, model, prior), model)
    ids = tuple(records.record_ids)
    words = Said.read(said, {record_id: row for row, record_id in enumerate(ids)} if said else {})
    apart = {int(different[a]) for a, b in words.different if different[a] == different[b]}
    items = Items.of(copies, scored, sorted(apart))
    item_of_row = items.of_rows(different)
    bound = words.of_items(item_of_row)
    cuts = Cuts(float(policy["people.certain"]), float(policy["people.possible"]))
    home, tied = groups_of_one_core(items, scored, bound, model, cuts)
    statuses = statuses_of(items, home, find_cores(items, home, scored, cuts.certain, tied))
    return Resolved(
        ids,
        _numbers(ids, home[item_of_row]),
        tuple(statuses[item] for item in item_of_row.tolist()),
        scored,
        different,
        common,
        _notes(common, words, len(ids)),
    )


def _numbers(ids: Sequence[str], people: Ints) -> tuple[str, ...]:
    """For each row the number of its person, made from the least of the person's record ids."""
    founding: dict[int, str] = {}
    for record_id, person in zip(ids, people.tolist(), strict=True):
        kept = founding.get(person)
        if kept is None or record_id < kept:
            founding[person] = record_id
    numbers = give_numbers(sorted(founding.values()))
    return tuple(numbers[founding[person]] for person in people.tolist())


def _notes(common: int, words: Said, size: int) -> tuple[str, ...]:
    found = []
    if common:
        found.append(
            f"{common} values are too common to join on alone; records that share them were"
            " compared with their neighbours only."
        )
    if words.unknown:
        found.append(
            f"{words.unknown} judgements name a record that is not in the table, or one record"
            " twice; they were left aside."
        )
    against = words.contradictions(size)
    if against:
        found.append(
            f"{against} pairs are judged different, and the same by way of others. They were kept"
            " apart. Judge one of the links anew."
        )
    return tuple(found)
