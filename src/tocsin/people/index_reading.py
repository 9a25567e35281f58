"""A stored case read as a joining: all of it, or the joins around some people."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tocsin.people.clustering import Clustered
from tocsin.people.index_building import Source
from tocsin.people.index_people import People
from tocsin.people.index_state import renumbered
from tocsin.people.joining import Group, group_of, joining_of, person_joins
from tocsin.people.profiles import receipt_order
from tocsin.people.scoring import ScoredPair
from tocsin.people.things import join_things
from tocsin.records import Join, Joining


def joining_now(
    people: People, source: Source, numbers: Mapping[str, str], *, with_joins: bool = True
) -> Joining:
    """All subjects as they stand, and what they rest on.

    Args:
        people: of the case.
        source: the case.
        numbers: mention_id → the number it has.
        with_joins: whether the joins are told, which takes longer than all else.
    """
    state = people.state
    slots = list(state.living())
    local = {slot: i for i, slot in enumerate(slots)}
    profiles = [state.profiles[slot] for slot in slots]
    core_of = [local[state.core_of[slot]] for slot in slots]
    groups = sorted(sorted(local[s] for s in held) for held in people.groups.held.values())
    joins: list[Join] = []
    if with_joins:
        _, compared = state.whole(slots, people.finder.known)
        made = sorted(people.made.all(), key=lambda p: (min(p.left, p.right), max(p.left, p.right)))
        found = Clustered(groups, core_of, [_moved(pair, local) for pair in made], [])
        sames, _ = people.bound.between(state.home)
        told = [_in_order(local[a], local[b]) for a, b in sames]
        joins = person_joins(profiles, compared, found, told, source.model, source.policy)
    order = {
        r.report_id: i for i, r in enumerate(sorted(source.reports.values(), key=receipt_order))
    }
    things = join_things(source.extractions, source.reports, order, people.bound, source.policy)
    return joining_of(
        [
            *(group_of(members, core_of, profiles) for members in groups),
            *(Group(k.kind, k.cores, k.set_apart) for k in things.groups),
        ],
        [*things.joins, *joins],
        order,
        numbers,
        things.too_common,
        source.model,
    )


def joins_around(people: People, source: Source, mention_ids: Iterable[str]) -> tuple[Join, ...]:
    """The joins around some people: those that stand, and the strongest that were not made."""
    state = people.state
    own = {state.home[m] for m in mention_ids if m in state.home}
    near = {o for slot in own for o in (*state.links_of(slot), *people.made.of(slot))}
    slots = state.ranked(own | near)
    local = {slot: i for i, slot in enumerate(slots)}
    profiles, compared = state.part(slots, people.finder.known)
    ours = {local[slot] for slot in own}
    compared.pairs[:] = [p for p in compared.pairs if p.left in ours or p.right in ours]
    joined = {_in_order(a, b): pair for a in own for b, pair in people.made.of(a).items()}
    made = [_moved(pair, local) for _, pair in sorted(joined.items())]
    cores = [local.get(state.core_of[slot], -1 - slot) for slot in slots]
    found = Clustered([], cores, made, [])
    here = {m.mention_id: local[slot] for slot in own for m in state.profiles[slot].mentions}
    sames, _ = people.bound.between(here)
    joins = person_joins(profiles, compared, found, sames, source.model, source.policy)
    held = {m.mention_id for slot in own for m in state.profiles[slot].mentions}
    return tuple(j for j in joins if j.left in held or j.right in held)


def _in_order(left: int, right: int) -> tuple[int, int]:
    return min(left, right), max(left, right)


def _moved(pair: ScoredPair, local: Mapping[int, int]) -> ScoredPair:
    return renumbered(pair, *_in_order(local[pair.left], local[pair.right]))
