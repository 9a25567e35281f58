"""From weighed pairs to people: verdicts, certain cores, readings, and a second look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.people.circles_at_once import WholeLook
from tocsin.people.clusters import Groups
from tocsin.people.growing import Growing
from tocsin.people.model import Model
from tocsin.people.persons import Compared
from tocsin.people.profiles import Profile
from tocsin.people.readings import Reader
from tocsin.people.scoring import ScoredPair
from tocsin.people.verdicts import Cuts, Verdicts
from tocsin.policies import Policy
from tocsin.records import JoinStatus

_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Clustered:
    """Who is who among a set of profiles."""

    groups: list[list[int]]
    """Profiles of one person, by index, in the best reading."""
    core_of: list[int]
    """For each profile, what stands for its certain core."""
    joined: list[ScoredPair]
    """The joins that were made."""
    crowded: list[tuple[str, int, int]]
    """Keys too common to look for anybody by in the second look."""


def cluster(
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[_Pair],
    sames: Sequence[_Pair],
    differents: Sequence[_Pair],
    model: Model,
    policy: Policy,
) -> Clustered:
    """Group profiles by their weighed pairs.

    Args:
        profiles: an explicit set; a profile's index is its place.
        compared: what comparing them found.
        apart: pairs of which the reports say that they are two people.
        sames: pairs that a human called the same.
        differents: pairs that a human called different.
    """
    reader, core_of, readings = first_reading(
        profiles, compared, apart, sames, differents, model, policy
    )
    second = WholeLook(profiles, compared, reader, core_of, model, policy)
    second.look(readings)
    crowded = [(k, n, first) for k, (n, first) in second.crowded.items()]
    return Clustered(readings.groups(), core_of, reader.joined, crowded)


def first_reading(
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[_Pair],
    sames: Sequence[_Pair],
    differents: Sequence[_Pair],
    model: Model,
    policy: Policy,
) -> tuple[Reader, list[int], Groups]:
    """Cores and readings from weighed pairs alone, before the second look.

    Asks nothing of profiles that no chain of possible pairs leads to.
    """
    told = {*sames, *differents}
    certain, possible = judged_apart(compared.pairs, told, model, policy, compared.prior_bits)
    return read_pairs(
        profiles, compared, (certain, possible), apart, sames, differents, model, policy
    )


def read_pairs(
    profiles: Sequence[Profile],
    compared: Compared,
    judged: tuple[Sequence[ScoredPair], Sequence[ScoredPair]],
    apart: Sequence[_Pair],
    sames: Sequence[_Pair],
    differents: Sequence[_Pair],
    model: Model,
    policy: Policy,
) -> tuple[Reader, list[int], Groups]:
    """Cores and readings from pairs that `judged_apart` has judged: those that may be certain, and
    those that are at least possible, each strongest first."""
    certain, possible = judged
    told_same = set(sames)
    reader = Reader(
        profiles,
        compared.sets,
        compared.set_of,
        [f.part for f in compared.facts],
        [*(pair for pair in apart if pair not in told_same), *differents],
        float(policy["people.rival_bits"]),
    )
    cores = reader.cores(sames, certain)
    Growing(profiles, compared, reader, model, policy).grow(cores, possible)
    core_of = cores.roots().tolist()
    return reader, core_of, reader.readings(cores, possible)


def judged_apart(
    pairs: Sequence[ScoredPair],
    judged: set[_Pair],
    model: Model,
    policy: Policy,
    prior_bits: float,
) -> tuple[list[ScoredPair], list[ScoredPair]]:
    """The pairs that may be certain, and those that are at least possible; what a human judged
    is left to the human."""
    verdicts = Verdicts(model, Cuts.of(policy, prior_bits))
    certain, possible = [], []
    for pair in pairs:
        if (pair.left, pair.right) in judged:
            continue
        status = verdicts.of(pair)
        if status is JoinStatus.CERTAIN:
            certain.append(pair)
        if status is not JoinStatus.ALONE:
            possible.append(pair)
    return certain, possible
