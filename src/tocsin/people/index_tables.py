"""The state of an index as tables, and back."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

import tocsin
from tocsin.people.index_building import Keys, Laid, Source, assembled
from tocsin.people.index_file import IndexFile
from tocsin.people.index_links import Links, PairTable
from tocsin.people.index_people import People
from tocsin.people.index_records import (
    extraction_of,
    extraction_row,
    facts_at,
    facts_row,
    profile_of,
    profile_row,
    report_of,
    report_row,
    slots_at,
)
from tocsin.people.index_shelves import Shelf, ShelfByName, as_json
from tocsin.people.index_state import State
from tocsin.people.index_things import ThingIndex
from tocsin.people.model import Model
from tocsin.people.names import Frequencies, NameComparer
from tocsin.people.persons import Known
from tocsin.people.wholes import Stood
from tocsin.policies import Policy
from tocsin.records import Evidence, Extraction, Report

_TEXT = pa.large_string()


def fingerprint(model: Model, policy: Policy) -> dict[str, str]:
    """What joins depend on beside the case: the program, the model and the policy of joining."""
    weighs = [
        model.version, model.weights, model.given_shares, model.family_shares,
        model.reports_a_person, model.calibration,
        [[spec.name, [[level.name, level.sql] for level in spec.levels]] for spec in model.specs],
    ]  # fmt: skip
    return {
        "program": tocsin.__version__,
        "model": _digest(weighs),
        "policy": _digest(policy.table("people")),
    }


def _digest(value: object) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def case_tables(
    reports: Mapping[str, Report], extractions: Mapping[str, Extraction]
) -> dict[str, pa.Table]:
    """What was read, as tables."""
    said = _rows(reports, report_row)
    found = _rows(extractions, extraction_row)
    return {
        "reports": texts(report_id=said, report=said.values()),
        "extractions": texts(report_id=found, extraction=found.values()),
    }


def case_of(
    file: IndexFile,
) -> tuple[ShelfByName[Report], ShelfByName[Extraction]]:
    """What was read, row by row where it is asked for."""
    reports = dict(zip(*file.columns("reports"), strict=True))
    extractions = dict(zip(*file.columns("extractions"), strict=True))
    return (
        ShelfByName(report_of, report_row, reports),
        ShelfByName(extraction_of, extraction_row, extractions),
    )


def _rows(values: Mapping[str, Any], row_of: Any) -> dict[str, str]:
    if isinstance(values, ShelfByName):
        return dict(values.rows())
    return {name: as_json(row_of(value)) for name, value in values.items()}


def state_tables(people: People) -> tuple[dict[str, pa.Table], dict[str, Any]]:
    """How the people of a case stand, as tables, and what weighing takes from the whole case."""
    state, known = people.state, people.finder.known
    shares = known.comparer.frequencies
    tied = np.zeros(len(state.profiles), bool)
    tied[sorted(people.reader.tied)] = True
    tables = {
        "profiles": pa.table(
            {
                "profile": pa.array(state.profiles.rows(), _TEXT),
                "facts": pa.array(state.facts.rows(), _TEXT),
                "apart": pa.array(state.apart.rows(), _TEXT),
                "core": pa.array(state.core_of, pa.int32()),
                "reading": pa.array(state.reading_of, pa.int32()),
                "root": pa.array(people.groups.root_of, pa.int32()),
                "tied": pa.array(tied),
            }
        ),
        "slots": pa.table(
            {
                "report_id": pa.array(state.slots_of, _TEXT),
                "first": pa.array([s[0] for s in state.slots_of.values()], pa.int32()),
                "count": pa.array([len(s) for s in state.slots_of.values()], pa.int32()),
            }
        ),
        **_pair_tables("pairs", state.links),
        **_pair_tables("made", people.made),
        "profile_keys": _key_table(people.finder.keys.pairs),
        "group_keys": _key_table(people.look.keys.pairs),
        "keepers": _key_table(people.keepers.pairs),
        "tied_names": texts(
            thing=people.names_of, names=(as_json(sorted(n)) for n in people.names_of.values())
        ),
        "repeats": texts(pair=(as_json([*p, how]) for p, how in people.finder.repeats.items())),
        "given_shares": _counts(shares.given),
        "family_shares": _counts(shares.family),
        "wide": texts(thing=sorted(known.wide)),
        "thing_of": texts(mention_id=people.things.thing_of, thing=people.things.thing_of.values()),
        "written": texts(row=(as_json(row) for row in people.things.rows())),
    }
    about = {
        "prior_bits": known.prior_bits,
        "people": shares.people,
        "agencies": people.things.agencies,
        "stood": [[pair, s.ties, s.members] for pair, s in people.stood.items()],
    }
    return tables, about


def people_of(file: IndexFile, about: Mapping[str, Any], source: Source) -> People:
    """The reverse of `state_tables`."""
    profiles, facts, apart, core, reading, root, tied = file.columns("profiles")
    ids, firsts, counts = file.columns("slots")
    state = State(
        Shelf(profile_of, profile_row, profiles),
        Shelf(facts_at, facts_row, facts),
        Shelf(slots_at, list, apart),
        {r: range(first, first + n) for r, first, n in zip(ids, firsts, counts, strict=True)},
        core,
        reading,
        Links(_pairs_of(file, "pairs")),
    )
    prior = float(about["prior_bits"])
    comparer = NameComparer([], source.model, prior)
    given = dict(zip(*file.columns("given_shares"), strict=True))
    family = dict(zip(*file.columns("family_shares"), strict=True))
    comparer.frequencies = Frequencies(source.model, given, family, int(about["people"]))
    known = Known(prior, comparer, frozenset(file.columns("wide")[0]))
    things = ThingIndex(source.reports, source.extractions, source.policy, source.bound)
    written = (json.loads(row) for row in file.columns("written")[0])
    things.load_rows(dict(zip(*file.columns("thing_of"), strict=True)), written, about["agencies"])
    repeats = (json.loads(row) for row in file.columns("repeats")[0])
    names = zip(*file.columns("tied_names"), strict=True)
    laid = Laid(
        state,
        known,
        things,
        {(a, b): how for a, b, how in repeats},
        _keys_of(file, "profile_keys"),
        _keys_of(file, "keepers"),
        {thing: set(json.loads(row)) for thing, row in names},
        root,
        set(np.flatnonzero(tied).tolist()),
        _pairs_of(file, "made"),
        _keys_of(file, "group_keys"),
        {
            (a, b): Stood(tuple((x, y) for x, y in ties), tuple(members))
            for (a, b), ties, members in about["stood"]
        },
    )
    return assembled(source, laid)


def texts(**columns: Iterable[str]) -> pa.Table:
    """A table of texts."""
    return pa.table({name: pa.array(list(values), _TEXT) for name, values in columns.items()})


def _counts(values: Mapping[str, int]) -> pa.Table:
    return pa.table(
        {"word": pa.array(values, _TEXT), "count": pa.array(list(values.values()), pa.int64())}
    )


def _key_table(keys: Keys) -> pa.Table:
    order = np.lexsort((keys[1], keys[0]))
    return pa.table({"key": pa.array(keys[0][order]), "item": pa.array(keys[1][order])})


def _keys_of(file: IndexFile, name: str) -> Keys:
    keys, items = file.table(name).columns
    return keys.to_numpy().astype(np.uint64), items.to_numpy().astype(np.int32)


def _pair_tables(name: str, links: Links) -> dict[str, pa.Table]:
    table = links.table()
    further = {
        str(row): as_json([[e.comparison, e.level, e.weight_bits, e.sentence] for e in said])
        for row, said in table.further.items()
    }
    return {
        name: pa.table(
            {
                "l": pa.array(table.left),
                "r": pa.array(table.right),
                "weight": pa.array(table.weight),
                "probability": pa.array(table.probability),
                "kind": pa.array(table.kind),
            }
        ),
        f"{name}_kinds": texts(kind=(as_json(kind) for kind in table.kinds)),
        f"{name}_further": texts(row=further, said=further.values()),
    }


def _pairs_of(file: IndexFile, name: str) -> PairTable:
    left, right, weight, probability, kind = (c.to_numpy() for c in file.table(name).columns)
    kinds = [json.loads(row) for row in file.columns(f"{name}_kinds")[0]]
    rows: Sequence[list[str]] = file.columns(f"{name}_further")
    return PairTable(
        left.astype(np.int32),
        right.astype(np.int32),
        weight.astype(np.float64),
        probability.astype(np.float64),
        kind.astype(np.int32),
        [(tuple(gammas), key) for gammas, key in kinds],
        {
            int(row): tuple(Evidence(*e) for e in json.loads(said))
            for row, said in zip(*rows, strict=True)
        },
    )
