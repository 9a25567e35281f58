"""Groups of subjects that are named together, as far as they survive looking again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import graspologic_native
import numpy as np
from scipy.sparse import coo_array

from tocsin.errors import NotFoundError
from tocsin.pictures.networks.records import Network, Real, Whole
from tocsin.policies import Policy
from tocsin.records import Kind

_KINDS = list(Kind)


@dataclass(frozen=True, slots=True)
class Member:
    """A subject of a group, and how surely it belongs there."""

    person_id: str
    kind: Kind
    is_shielded: bool
    sure: float | None
    """In what share of the runs it stood with this group; None for a child or anyone affected,
    of whom no figure is given."""
    at_edge: bool
    """Whether that is less than the policy asks; never said of a child or anyone affected."""


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects that reports name together more than with others. Not a gang, and not a finding."""

    number: int
    members: tuple[Member, ...]
    """By kind and number: their order says nothing."""
    ties: int
    ties_out: int
    """Ties that lead to subjects outside the group."""
    reports: int
    voices: int
    """Reports that are a voice on at least one of its ties."""
    agencies: tuple[str, ...]
    first_on: str
    last_on: str
    may_not_belong: float
    """How many of the members one must expect not to belong, by the runs themselves."""

    @property
    def person_ids(self) -> tuple[str, ...]:
        """The members' numbers."""
        return tuple(member.person_id for member in self.members)


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups of a network, largest first by voices."""

    groups: tuple[Group, ...]
    runs: int
    ungrouped: int
    """Subjects that stand in no group."""
    may_not_belong: float
    of: dict[str, int] = field(default_factory=dict, repr=False)
    """The group each grouped subject stands in."""

    def numbered(self, number: int) -> Group:
        """One group by its number.

        Raises:
            NotFoundError: there is none.
        """
        if not 1 <= number <= len(self.groups):
            raise _none_so_numbered(number, len(self.groups))
        return self.groups[number - 1]

    def group_of(self, person_id: str) -> Group | None:
        """The group of a subject, if it stands in one."""
        number = self.of.get(person_id)
        return self.groups[number - 1] if number else None


def _none_so_numbered(number: int, count: int) -> NotFoundError:
    return NotFoundError(
        f"There is no group {number}: {count} hold in this network.",
        remedy="`tocsin network OUT` lists them.",
    )


def groups_of(network: Network, *, policy: Policy, seed: int = 1, workers: int = 2) -> Groups:
    """Find the groups that stay when reports are drawn anew and the search starts elsewhere.

    Args:
        network: whose ties have a strength; weaker ones than `networks.floor` are left out.
        policy: the settings `networks.*`.
        seed: the same seed gives the same groups, whatever the number of `workers` (threads).

    Each run draws the reports with replacement (each counts 0, 1, 2, ... times, Poisson with mean
    one) and looks for groups with the Leiden method. Ties whose ends stood together in at least
    `networks.together` of the runs are then grouped once more, weighed by how often they did.

    Where it misleads: who is watched is reported together; a bus station, a school run or an
    analyst's list make groups of people who never met; and the method always finds groups, also
    in chance. `sure` says how steady a membership is under these reports, not that it is true.

    Source: Traag, Waltman and van Eck (2019), Scientific Reports 9, 5233; Lancichinetti and
    Fortunato (2012), Scientific Reports 2, 336.
    """
    strong = _strong(network, policy)
    runs = policy[
        "networks.runs" if len(strong) <= policy["networks.large"] else "networks.runs_large"
    ]
    if not len(strong):
        return Groups((), runs, len(network.nodes), 0.0)
    search = _Search(network, strong, policy)
    labels = search.runs(runs, seed, workers)
    final = search.consensus(labels, seed)
    return _laid_out(network, final, _sureness(labels, final), runs, policy)


def _strong(network: Network, policy: Policy) -> Whole:
    """The ties that are looked at: no weaker than the floor, and of very many the strongest."""
    strong = np.nonzero(network.strength >= policy["networks.floor"])[0]
    most = policy["networks.most_ties"]
    if len(strong) > most:
        strongest = np.argsort(-np.round(network.strength[strong], 6), kind="stable")[:most]
        strong = np.sort(strong[strongest])
    return strong


class _Search:
    """The ties of one network in the form the method takes, once for all runs."""

    def __init__(self, network: Network, strong: Whole, policy: Policy) -> None:
        self._network, self._policy = network, policy
        self._left, self._right = network.left[strong], network.right[strong]
        self._nodes = len(network.nodes)
        number = np.full(network.ties, -1, np.int64)
        number[strong] = np.arange(len(strong))
        evidence = network.evidence
        kept = (number[evidence.tie] >= 0) & evidence.is_voice
        self._tie, self._report = number[evidence.tie[kept]], evidence.report[kept]
        self._strength = evidence.strength[kept]

    def runs(self, count: int, seed: int, workers: int) -> Whole:
        """The group each subject falls into, shape (runs, subjects)."""
        with ThreadPoolExecutor(max(workers, 1)) as pool:
            return np.stack(list(pool.map(lambda run: self._run(seed, run), range(count))))

    def consensus(self, labels: Whole, seed: int) -> Whole:
        """The group of each subject over all runs; -1 where it is held in none."""
        together = np.zeros(len(self._left), np.float64)
        for row in labels:
            together += row[self._left] == row[self._right]
        together /= len(labels)
        held = np.round(together, 4) >= self._policy["networks.together"]
        found = self._leiden(self._left[held], self._right[held], together[held], seed)
        alone = np.ones(self._nodes, bool)
        alone[self._left[held]] = alone[self._right[held]] = False
        found[alone] = -1
        return found

    def _run(self, seed: int, run: int) -> Whole:
        draws = np.random.default_rng([seed, run])
        times = draws.poisson(1.0, len(self._network.sources))
        added = self._strength * times[self._report]
        weight: Real = np.bincount(self._tie, added, len(self._left)).astype(np.float64)
        seen = weight > 0
        return self._leiden(
            self._left[seen], self._right[seen], weight[seen], int(draws.integers(2**31))
        )

    def _leiden(self, left: Whole, right: Whole, weight: Real, seed: int) -> Whole:
        found = np.arange(self._nodes, dtype=np.int64)
        if not len(left):
            return found
        used, ends = np.unique(np.concatenate([left, right]), return_inverse=True)
        one, other = ends[: len(left)], ends[len(left) :]
        matrix = coo_array(
            (
                np.concatenate([weight, weight]),
                (np.concatenate([one, other]), np.concatenate([other, one])),
            ),
            shape=(len(used), len(used)),
        ).tocsr()
        _, communities = graspologic_native.leiden_csr(
            matrix.indptr.astype(np.int64),
            matrix.indices.astype(np.int32),
            matrix.data.astype(np.float64),
            len(used),
            resolution=self._policy["networks.resolution"],
            seed=seed,
        )
        inside = np.fromiter(communities.keys(), np.int64, len(communities))
        label = np.fromiter(communities.values(), np.int64, len(communities))
        found[used[inside]] = self._nodes + label
        return found


def _sureness(labels: Whole, final: Whole) -> Real:
    """In what share of the runs each subject stood where most of its group stood."""
    grouped = np.nonzero(final >= 0)[0]
    groups = final[grouped]
    stood = np.zeros(len(final), np.int64)
    most = int(labels.max(initial=0)) + 1
    for row in labels:
        keys, counts = np.unique(groups * most + row[grouped], return_counts=True)
        of_group, place = keys // most, keys % most
        order = np.lexsort((place, -counts, of_group))
        first = np.ones(len(order), bool)
        first[1:] = of_group[order][1:] != of_group[order][:-1]
        usual = np.full(int(groups.max(initial=0)) + 1, -1, np.int64)
        usual[of_group[order][first]] = place[order][first]
        stood[grouped] += row[grouped] == usual[groups]
    return np.round(stood / len(labels), 4)


def _laid_out(network: Network, final: Whole, sure: Real, runs: int, policy: Policy) -> Groups:
    order = np.argsort(final, kind="stable")
    order = order[final[order] >= 0]
    cuts = np.nonzero(np.diff(final[order]))[0] + 1
    parts = [p for p in np.split(order, cuts) if len(p) >= policy["networks.smallest_group"]]
    group_of = np.full(len(network.nodes), -1, np.int64)
    for number, part in enumerate(parts):
        group_of[part] = number
    facts = _facts(network, group_of, len(parts))
    drawn = [
        _group(network, part, sure, fact, policy) for part, fact in zip(parts, facts, strict=True)
    ]
    drawn.sort(key=lambda g: (-g.voices, -len(g.members), g.person_ids))
    numbered = tuple(_numbered(group, number) for number, group in enumerate(drawn, 1))
    of = {p: group.number for group in numbered for p in group.person_ids}
    doubt = round(sum(group.may_not_belong for group in numbered), 1)
    return Groups(numbered, runs, len(network.nodes) - len(of), doubt, of)


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the ties of a group rest on."""

    ties: int
    ties_out: int
    reports: Whole
    voices: int


def _facts(network: Network, group_of: Whole, groups: int) -> list[_Facts]:
    """One pass over ties and evidence for all groups."""
    one, other = group_of[network.left], group_of[network.right]
    inside = np.where((one == other) & (one >= 0), one, -1)
    ties = np.bincount(inside[inside >= 0], minlength=groups)
    leading = one != other
    out = np.bincount(one[leading & (one >= 0)], minlength=groups)
    out += np.bincount(other[leading & (other >= 0)], minlength=groups)
    evidence = network.evidence
    at = inside[evidence.tie]
    held = at >= 0
    many = max(len(network.sources), 1)
    keys = np.unique(at[held] * many + evidence.report[held])
    loud = held & evidence.is_voice
    heard = np.unique(at[loud] * many + evidence.report[loud]) // many
    voices = np.bincount(heard, minlength=groups)
    cuts = np.searchsorted(keys, np.arange(groups + 1) * many)
    return [
        _Facts(int(ties[g]), int(out[g]), keys[cuts[g] : cuts[g + 1]] % many, int(voices[g]))
        for g in range(groups)
    ]


def _group(network: Network, part: Whole, sure: Real, facts: _Facts, policy: Policy) -> Group:
    edge: float = policy["networks.edge"]
    members = [_member(network, int(n), float(sure[n]), edge) for n in part]
    members.sort(key=lambda m: (_KINDS.index(m.kind), m.person_id))
    sources = [network.sources[int(r)] for r in facts.reports]
    dates = [s.on for s in sources if s.on]
    return Group(
        number=0,
        members=tuple(members),
        ties=facts.ties,
        ties_out=facts.ties_out,
        reports=len(sources),
        voices=facts.voices,
        agencies=tuple(sorted({s.agency for s in sources})),
        first_on=min(dates, default=""),
        last_on=max(dates, default=""),
        may_not_belong=round(float(np.sum(1 - sure[part])), 1),
    )


def _member(network: Network, position: int, sure: float, edge: float) -> Member:
    node = network.nodes[position]
    shielded = node.is_shielded or node.is_child
    return Member(
        node.person_id,
        node.kind,
        shielded,
        None if shielded else sure,
        not shielded and sure < edge,
    )


def _numbered(group: Group, number: int) -> Group:
    return Group(
        number,
        group.members,
        group.ties,
        group.ties_out,
        group.reports,
        group.voices,
        group.agencies,
        group.first_on,
        group.last_on,
        group.may_not_belong,
    )
