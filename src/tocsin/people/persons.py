"""People across reports: profiles compared, scored, and grouped into certain cores and readings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, groupby
from math import log2

from duckdb import DuckDBPyConnection

from tocsin.people.comparisons import COLUMNS
from tocsin.people.crowding import crowded_keys
from tocsin.people.facts import Facts, context_rows, facts_of, initial_rows, key_rows, word_rows
from tocsin.people.model import Model
from tocsin.people.names import NameComparer, NameSet
from tocsin.people.profiles import Profile
from tocsin.people.scoring import (
    Blocking,
    ScoredPair,
    candidate_pairs,
    compare_candidate_names,
    database,
    load_rows,
    score,
)
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType, Extraction, Report

_FEWEST_PEOPLE = 24
_ECHO_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Described:
    """Profiles and all that is compared of them. A profile's index is its place in `profiles`."""

    profiles: Sequence[Profile]
    sets: list[NameSet]
    """Each different set of names once."""
    set_of: list[int]
    facts: list[Facts]


@dataclass(frozen=True, slots=True)
class Known:
    """What weighing any pair takes from the whole case: how many people, how common each name is,
    and which things too many share."""

    prior_bits: float
    comparer: NameComparer
    wide: frozenset[str]


@dataclass(frozen=True, slots=True)
class Compared:
    """All that comparing the profiles of a case found."""

    pairs: list[ScoredPair]
    sets: list[NameSet]
    set_of: list[int]
    facts: list[Facts]
    prior_bits: float
    comparer: NameComparer
    wide: frozenset[str]
    """Things that many share."""
    crowded: list[tuple[str, int, int]]
    """Keys too common to find pairs by: the key, how many share it, one of them."""


def compare_profiles(
    profiles: Sequence[Profile],
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    thing_of: Mapping[str, str],
    echoes: Sequence[Echo],
    model: Model,
    policy: Policy,
    threads: int,
) -> Compared:
    """Find candidate pairs and score them; those that could never be asked about are left out."""
    described = describe(profiles, reports, extractions, thing_of)
    known = known_of(described, model, policy)
    with database(threads, str(policy["people.memory_limit"])) as connection:
        load_described(connection, described, known, echoes)
        crowded = find_candidates(connection, policy)
        pairs = score_candidates(connection, described, known, model, policy)
    return Compared(
        pairs,
        described.sets,
        described.set_of,
        described.facts,
        known.prior_bits,
        known.comparer,
        known.wide,
        crowded,
    )


def describe(
    profiles: Sequence[Profile],
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    thing_of: Mapping[str, str],
) -> Described:
    """What is compared of each profile. Asks nothing of any other report."""
    sets, set_of = _name_sets(profiles)
    return Described(profiles, sets, set_of, all_facts(profiles, reports, extractions, thing_of))


def known_of(described: Described, model: Model, policy: Policy) -> Known:
    """What weighing a pair takes from the whole case."""
    people = max(_FEWEST_PEOPLE, len(described.profiles) // model.reports_a_person)
    prior_bits = -_log2_odds(1 / people)
    wide = shared_by_many(
        described.profiles,
        described.facts,
        described.sets,
        described.set_of,
        int(policy["people.shared_by_many"]),
    )
    shared = Counter(described.set_of)
    counts = [shared[i] for i in range(len(described.sets))]
    return Known(prior_bits, NameComparer(described.sets, model, prior_bits, counts), wide)


def load_described(
    connection: DuckDBPyConnection, described: Described, known: Known, echoes: Sequence[Echo]
) -> None:
    """Fill the tables that finding and scoring read: profiles, words, keys, contexts, named,
    repeats."""
    profiles, facts = described.profiles, described.facts
    names = [described.sets[i] for i in described.set_of]
    words_of = [[code for _, code in word_rows(0, s)] for s in described.sets]
    keys_of = [[code for _, code in key_rows(0, s)] for s in described.sets]
    load_rows(connection, "profiles", COLUMNS, profile_rows(profiles, facts, known.wide))
    words = ((i, code) for i, s in enumerate(described.set_of) for code in words_of[s])
    keys = ((i, code) for i, s in enumerate(described.set_of) for code in keys_of[s])
    initials = (r for p in profiles for r in initial_rows(p.index, names[p.index], facts[p.index]))
    contexts = (r for p in profiles for r in context_rows(p.index, p.agency, facts[p.index]))
    load_rows(connection, "words", {"idx": "INTEGER", "code": "VARCHAR"}, words)
    load_rows(connection, "keys", {"idx": "INTEGER", "code": "VARCHAR"}, chain(keys, initials))
    load_rows(connection, "contexts", {"idx": "INTEGER", "ctx": "VARCHAR"}, contexts)
    order = {report_id: i for i, report_id in enumerate(dict.fromkeys(_reports_of(profiles)))}
    named = ((p.index, described.set_of[p.index], order[p.report_id]) for p in profiles)
    load_rows(
        connection, "named", {"idx": "INTEGER", "name": "INTEGER", "report": "INTEGER"}, named
    )
    load_rows(
        connection,
        "repeats",
        {"l": "INTEGER", "r": "INTEGER", "how": "VARCHAR"},
        repeats(echoes, order),
    )
    _add_echo_contexts(connection)


def find_candidates(connection: DuckDBPyConnection, policy: Policy) -> list[tuple[str, int, int]]:
    """Fill `candidates` (l, r): pairs of profiles worth comparing.

    Returns:
        Keys too common to find pairs by: the key, how many share it, one of them.
    """
    blocking = Blocking(
        int(policy["people.block_all_pairs"]), int(policy["people.block_neighbours"])
    )
    crowded = crowded_keys(connection, blocking.all_pairs_up_to)
    candidate_pairs(connection, blocking)
    return crowded


def score_candidates(
    connection: DuckDBPyConnection,
    described: Described,
    known: Known,
    model: Model,
    policy: Policy,
    *,
    least: float | None = None,
) -> list[ScoredPair]:
    """Weigh the pairs in `candidates`, strongest first; what nobody would ask about (below
    `least`, by policy where it is not given) is left out."""
    compare_candidate_names(connection, described.sets, known.comparer)
    prior = 1 / (1 + 2**known.prior_bits)
    floor = _log2_odds(float(policy["people.near_miss"]) if least is None else least)
    return list(score(connection, model, prior, floor))


def _log2_odds(probability: float) -> float:
    return log2(probability / (1 - probability))


def _name_sets(profiles: Iterable[Profile]) -> tuple[list[NameSet], list[int]]:
    number: dict[NameSet, int] = {}
    set_of = [number.setdefault(NameSet.of(p.names), len(number)) for p in profiles]
    return list(number), set_of


def all_facts(
    profiles: Sequence[Profile],
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    thing_of: Mapping[str, str],
) -> list[Facts]:
    """The facts of every profile, by its index."""
    found: list[Facts] = []
    for group in _by_report(profiles):
        report_id = group[0].report_id
        found += facts_of(group, reports[report_id], extractions[report_id], thing_of, {})
    return found


def _by_report(profiles: Sequence[Profile]) -> Iterator[Sequence[Profile]]:
    for _, group in groupby(profiles, key=lambda p: p.report_id):
        yield list(group)


def shared_by_many(
    profiles: Sequence[Profile],
    facts: Sequence[Facts],
    sets: Sequence[NameSet],
    set_of: Sequence[int],
    limit: int,
) -> frozenset[str]:
    """Things tied to so many different names that they tell company, not identity."""
    names: dict[str, set[str]] = {}
    for profile in profiles:
        if profile.at_work:
            continue
        for name in sets[set_of[profile.index]].names[:1]:
            if name.words:
                for thing in facts[profile.index].own:
                    names.setdefault(thing, set()).add(name.words[0][:2])
    return frozenset(thing for thing, seen in names.items() if len(seen) > limit)


def profile_rows(
    profiles: Sequence[Profile], facts: Sequence[Facts], wide: frozenset[str]
) -> Iterator[tuple[object, ...]]:
    """Rows of the table the comparisons read, in the order of `COLUMNS`."""
    for profile, fact in zip(profiles, facts, strict=True):
        low, high = profile.birth or (None, None)
        yield (
            profile.index,
            profile.agency,
            profile.on.toordinal() if profile.on else None,
            fact.part,
            profile.sex,
            low.toordinal() if low else None,
            high.toordinal() if high else None,
            [t for t in fact.own if t not in wide],
            [t for t in fact.near if t not in wide],
            [t for t in fact.own if t in wide],
            list(fact.homes),
            list(fact.companions),
            list(dict.fromkeys((*fact.acquaintances, *fact.surnames))),
            list(fact.places),
        )


def _reports_of(profiles: Iterable[Profile]) -> Iterator[str]:
    return (p.report_id for p in profiles)


def repeats(echoes: Iterable[Echo], order: Mapping[str, int]) -> Iterator[tuple[int, int, str]]:
    """Pairs of reports one of which repeats the other, by index, the plainest way first."""
    found: dict[tuple[int, int], str] = {}
    for echo in sorted(echoes, key=lambda e: (e.report_id, e.parent_id)):
        if echo.probability < _ECHO_SURE or echo.type is EchoType.SAME_EVENT:
            continue
        if echo.report_id not in order or echo.parent_id not in order:
            continue
        a, b = sorted((order[echo.report_id], order[echo.parent_id]))
        how = "c" if echo.type in (EchoType.COPY, EchoType.FORWARD) else "r"
        if found.get((a, b)) != "c":
            found[(a, b)] = how
    return ((a, b, how) for (a, b), how in sorted(found.items()))


def _add_echo_contexts(connection: DuckDBPyConnection) -> None:
    """Two reports of which one repeats the other are a context their people share."""
    connection.execute(
        """
        INSERT INTO contexts
        SELECT n.idx, 'e:' || e.l || '>' || e.r FROM named AS n JOIN repeats AS e ON n.report = e.l
        UNION ALL
        SELECT n.idx, 'e:' || e.l || '>' || e.r FROM named AS n JOIN repeats AS e ON n.report = e.r
        """
    )
