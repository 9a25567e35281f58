"""A whole case made into the state of an index: joined in bulk, then laid out by profile."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np

from tocsin.people.circles_at_once import WholeLook
from tocsin.people.clustering import first_reading
from tocsin.people.index_finding import Finder, Repeats, by_report
from tocsin.people.index_groups import LivingGroups, LivingReader
from tocsin.people.index_keys import GroupKeys, KeyIndex
from tocsin.people.index_people import People
from tocsin.people.index_second import LivingLook
from tocsin.people.index_state import State, places_of
from tocsin.people.index_things import ThingIndex
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.persons import (
    Compared,
    Described,
    Known,
    describe,
    find_candidates,
    known_of,
    load_described,
    repeats,
    score_candidates,
)
from tocsin.people.profiles import Profile, profiles_of, receipt_order
from tocsin.people.readings import Reader
from tocsin.people.scoring import KEYS, database
from tocsin.people.things import join_things
from tocsin.policies import Policy
from tocsin.records import Echo, Extraction, Report


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of."""

    reports: dict[str, Report]
    extractions: dict[str, Extraction]
    echoes: list[Echo]
    bound: Bound
    model: Model
    policy: Policy
    threads: int


def built(source: Source, standing: Known | None = None) -> People:
    """Join a whole case at once and lay it out for what comes after.

    Args:
        source: the case.
        standing: how many people there are and how common names are, where that is not to be
            counted anew.
    """
    ordered = sorted(source.reports.values(), key=receipt_order)
    order = {r.report_id: i for i, r in enumerate(ordered)}
    things = ThingIndex(source.reports, source.extractions, source.policy, source.bound)
    joined = join_things(source.extractions, source.reports, order, source.bound, source.policy)
    things.load(joined.evidence)
    profiles, apart = profiles_of(source.reports, source.extractions, source.bound)
    described = describe(profiles, source.reports, source.extractions, things.thing_of)
    known = known_of(described, source.model, source.policy)
    if standing is not None:
        known = replace(standing, wide=known.wide)
    keys, compared = _compared(described, known, source)
    state = State()
    state.take_in(described, places_of(profiles))
    for a, b in apart:
        state.keep_apart(a, b)
    for pair in compared.pairs:
        state.link(pair)
    numbers = {r: i for i, r in enumerate(dict.fromkeys(p.report_id for p in profiles))}
    found = by_report(repeats(source.echoes, numbers), list(numbers))
    people = assembled(source, state, known, things, keys, found)
    people.count_keepers()
    people.read_judgements()
    _settle(people, profiles, compared, apart)
    return people


def _compared(
    described: Described, known: Known, source: Source
) -> tuple[tuple[np.ndarray, np.ndarray], Compared]:
    memory = str(source.policy["people.memory_limit"])
    with database(source.threads, memory) as connection:
        load_described(connection, described, known, source.echoes)
        found = connection.execute(KEYS.replace("hash(", "md5_number_upper(")).fetchnumpy()
        crowded = find_candidates(connection, source.policy)
        pairs = score_candidates(connection, described, known, source.model, source.policy)
    keys = np.asarray(found["k"], np.uint64), np.asarray(found["idx"], np.int32)
    return keys, Compared(
        pairs,
        described.sets,
        described.set_of,
        described.facts,
        known.prior_bits,
        known.comparer,
        known.wide,
        crowded,
    )


def assembled(
    source: Source,
    state: State,
    known: Known,
    things: ThingIndex,
    keys: tuple[np.ndarray, np.ndarray],
    found: Repeats,
) -> People:
    """The parts of an index, put together around its state."""
    size = len(state.profiles)
    groups = LivingGroups(0, root_of=list(range(size)), held={i: [i] for i in range(size)})
    reader = LivingReader(
        state.profiles, state.portrait, float(source.policy["people.rival_bits"]), groups
    )
    finder = Finder(
        state,
        KeyIndex(*keys, lambda slot: state.places[slot]),
        known,
        source.model,
        source.policy,
        found,
    )
    view = Compared(
        [], state.sets, state.set_of, state.facts, known.prior_bits, known.comparer, known.wide, []
    )
    look = LivingLook(
        state.profiles,
        view,
        cast("Reader", reader),
        state.core_of,
        source.model,
        source.policy,
        groups=groups,
    )
    return People(
        source.reports,
        source.extractions,
        state,
        groups,
        reader,
        look,
        finder,
        things,
        source.bound,
        source.model,
        source.policy,
    )


def _settle(
    people: People,
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[tuple[int, int]],
) -> None:
    """Lay out groups: as they were before the second look, and as they are."""
    state, groups = people.state, people.groups
    sames, differents = people.bound.between(state.home)
    reader, core_of, readings = first_reading(
        profiles, compared, apart, sames, differents, people.model, people.policy
    )
    state.core_of[:] = core_of
    for members in readings.groups():
        for slot in members:
            state.reading_of[slot] = members[0]
    people.reader.tied = set(reader.tied)
    second = WholeLook(profiles, compared, reader, core_of, people.model, people.policy)
    second.look(readings)
    for members in readings.groups():
        for slot in members:
            del groups.held[slot]
        groups.form(members)
    for pair in reader.joined:
        people.note_made(pair)
    people.look.keys = GroupKeys(*_group_keys(people.look))


def _group_keys(look: LivingLook) -> tuple[np.ndarray, np.ndarray]:
    """By what each group is found."""
    keys, sizes = array("Q"), []
    for root in sorted(look.groups.held):
        found = look.keys_of(root)
        keys.extend(found)
        sizes.append(len(found))
    roots = np.repeat(np.array(sorted(look.groups.held), np.int32), sizes)
    return np.array(keys, np.uint64), roots
