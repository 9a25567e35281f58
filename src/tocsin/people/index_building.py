"""A whole case joined in bulk, and made into the state of an index."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tocsin.people.circles_at_once import WholeLook
from tocsin.people.clustering import cluster, first_reading
from tocsin.people.index_finding import Finder, Repeats, by_report
from tocsin.people.index_groups import LivingGroups, LivingReader
from tocsin.people.index_keys import GroupKeys, KeyIndex, key_number
from tocsin.people.index_links import Links, PairTable
from tocsin.people.index_people import People
from tocsin.people.index_second import LivingLook
from tocsin.people.index_state import State
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
from tocsin.people.scoring import KEYS, ScoredPair, database
from tocsin.people.things import join_things
from tocsin.people.wholes import Stood, how_stood
from tocsin.policies import Policy
from tocsin.records import Echo, Extraction, Report

Keys = tuple[NDArray[np.uint64], NDArray[np.int32]]
_NO_KEYS: Keys = (np.array([], np.uint64), np.array([], np.int32))


@dataclass(frozen=True, slots=True)
class Source:
    """What an index is made of."""

    reports: MutableMapping[str, Report]
    extractions: MutableMapping[str, Extraction]
    echoes: list[Echo]
    bound: Bound
    model: Model
    policy: Policy
    threads: int


@dataclass(slots=True)
class Laid:
    """A joined case, laid out by profile."""

    state: State
    known: Known
    things: ThingIndex
    repeats: Repeats
    profile_keys: Keys
    keepers: Keys
    names_of: dict[str, set[str]]
    root_of: list[int] = field(default_factory=list)
    tied: set[int] = field(default_factory=set)
    made: PairTable = field(default_factory=PairTable)
    group_keys: Keys = _NO_KEYS
    stood: dict[tuple[int, int], Stood] = field(default_factory=dict)


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
    state = State(links=Links(PairTable.of(compared.pairs)))
    state.take_in(described)
    for a, b in apart:
        state.keep_apart(a, b)
    numbers = {r: i for i, r in enumerate(dict.fromkeys(p.report_id for p in profiles))}
    found = by_report(repeats(source.echoes, numbers), list(numbers))
    keepers, names_of = _keepers(described)
    laid = Laid(state, known, things, found, keys, keepers, names_of)
    _settle(laid, source, profiles, compared, apart)
    people = assembled(source, laid)
    people.look.keys = GroupKeys(*_group_keys(people.look))
    return people


def _compared(described: Described, known: Known, source: Source) -> tuple[Keys, Compared]:
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


def assembled(source: Source, laid: Laid) -> People:
    """The parts of an index, put together around its state."""
    state, known = laid.state, laid.known
    held: dict[int, list[int]] = {}
    for slot, root in enumerate(laid.root_of):
        held.setdefault(root, []).append(slot)
    groups = LivingGroups(0, root_of=laid.root_of, held=held)
    reader = LivingReader(
        state.profiles,
        state.portrait,
        float(source.policy["people.rival_bits"]),
        groups,
        tied=laid.tied,
    )
    look = LivingLook(
        state.profiles,
        state.compared_all(known),
        cast("Reader", reader),
        state.core_of,
        source.model,
        source.policy,
        groups=groups,
        keys=GroupKeys(*laid.group_keys),
    )
    keys = KeyIndex(*laid.profile_keys, lambda slot: state.places[slot])
    people = People(
        source.reports,
        source.extractions,
        state,
        groups,
        reader,
        look,
        Finder(state, keys, known, source.model, source.policy, laid.repeats),
        laid.things,
        source.bound,
        source.model,
        source.policy,
        KeyIndex(*laid.keepers, lambda slot: state.places[slot]),
        Links(laid.made),
        laid.names_of,
        stood=laid.stood,
    )
    people.read_judgements()
    return people


def _settle(
    laid: Laid,
    source: Source,
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[tuple[int, int]],
) -> None:
    """Lay out groups: as they were before the second look, and as they are."""
    state, model, policy = laid.state, source.model, source.policy
    home = {m.mention_id: p.index for p in profiles for m in p.mentions}
    sames, differents = source.bound.between(home)
    laid.stood = _stood(home, profiles, compared, apart, source)
    ties = (tie for found in laid.stood.values() for tie in found.ties)
    sames = list(dict.fromkeys([*sames, *(tie for tie in ties if tie not in differents)]))
    reader, core_of, readings = first_reading(
        profiles, compared, apart, sames, differents, model, policy
    )
    state.core_of[:] = core_of
    for members in readings.groups():
        for slot in members:
            state.reading_of[slot] = members[0]
    laid.tied = set(reader.tied)
    WholeLook(profiles, compared, reader, core_of, model, policy).look(readings)
    for (a, b), stood in laid.stood.items():
        for other in stood.members if readings.find(a) == readings.find(b) else ():
            readings.join(a, other)
    laid.root_of = [0] * len(profiles)
    for members in readings.groups():
        for slot in members:
            laid.root_of[slot] = members[0]
    latest: dict[tuple[int, int], ScoredPair] = {(p.left, p.right): p for p in reader.joined}
    laid.made = PairTable.of(latest.values())


def _stood(
    home: Mapping[str, int],
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[tuple[int, int]],
    source: Source,
) -> dict[tuple[int, int], Stood]:
    """How subjects stand, but for what humans said of them by their numbers: see `wholes`."""
    said = {(home[a], home[b]) for a, b in source.bound.wholes if a in home and b in home}
    wholes = sorted({(min(p), max(p)) for p in said if p[0] != p[1]})
    if not wholes:
        return {}
    sames, differents = source.bound.between(home)
    rest = [pair for pair in sames if pair not in wholes]
    stood = cluster(profiles, compared, apart, rest, differents, source.model, source.policy)
    return {pair: how_stood(pair, stood.groups, stood.core_of) for pair in wholes}


def _keepers(described: Described) -> tuple[Keys, dict[str, set[str]]]:
    """Who is near each thing, and the beginnings of the names that it is tied to."""
    keys, slots = array("Q"), array("i")
    names_of: dict[str, set[str]] = {}
    number: dict[str, int] = {}
    for profile, facts in zip(described.profiles, described.facts, strict=True):
        for thing in facts.near:
            if thing not in number:
                number[thing] = key_number(thing)
            keys.append(number[thing])
            slots.append(profile.index)
        names = described.sets[described.set_of[profile.index]].names[:1]
        if not profile.at_work and names and names[0].words:
            for thing in facts.own:
                names_of.setdefault(thing, set()).add(names[0].words[0][:2])
    return (np.array(keys, np.uint64), np.array(slots, np.int32)), names_of


def _group_keys(look: LivingLook) -> Keys:
    """By what each group is found."""
    keys, sizes = array("Q"), []
    for root in sorted(look.groups.held):
        found = look.keys_of(root)
        keys.extend(found)
        sizes.append(len(found))
    roots = np.repeat(np.array(sorted(look.groups.held), np.int32), sizes)
    return np.array(keys, np.uint64), roots
