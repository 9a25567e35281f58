"""Who is who in a case: things first, then people, each join with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tocsin.people.clustering import Clustered, cluster
from tocsin.people.crowding import in_plain_words
from tocsin.people.judgements import Bound, bind
from tocsin.people.model import Model, shipped_model
from tocsin.people.persons import Compared, compare_profiles
from tocsin.people.previous import before_this, carried_over, leading_on
from tocsin.people.profiles import Profile, profiles_of, receipt_order
from tocsin.people.scoring import ScoredPair
from tocsin.people.things import Things, in_order, join_things
from tocsin.people.wholes import tied_whole
from tocsin.policies import Policy
from tocsin.records import (
    Echo,
    Evidence,
    Extraction,
    Join,
    Joining,
    JoinStatus,
    Judgement,
    Kind,
    Mended,
    Mention,
    Report,
    Subject,
)
from tocsin.values.subject_numbers import give_numbers

TooCommon = tuple[tuple[str, str, int], ...]
_Place = tuple[int, str, int, str]


@dataclass(slots=True)
class Group:
    """Mentions of one subject, by core."""

    kind: Kind
    cores: list[list[Mention]]
    """Each tied by certain joins."""
    set_apart: str = ""
    reports: list[int] = field(default_factory=list)
    """For each core, of how many profiles (one a report) it is made."""


def join(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    *,
    echoes: Sequence[Echo] = (),
    judgements: Sequence[Judgement] = (),
    mended: Sequence[Mended] = (),
    previous: Path | None = None,
    numbers: Mapping[str, str] | None = None,
    policy: Policy,
    threads: int = 2,
    model: Model | None = None,
) -> Joining:
    """Join the mentions of a case into people, places, vehicles, phones and other subjects.

    Args:
        reports: by report_id; mentions of reports that are not here are left out.
        extractions: by report_id.
        echoes: which report repeats which; what a copy repeats is no fresh evidence.
        judgements: human words on pairs; they bind, the latest on a pair counts.
        mended: corrected mentions; a `person_id` in one is a judgement too.
        previous: output folder of an earlier run, whose numbers are carried over.
        numbers: mention_id → number given earlier, where no folder holds it; carried over alike.
        policy: `people.yaml` holds the cuts.
        threads: for the database.
        model: the shipped one where none is given.

    Returns:
        Every mention in exactly one subject. The same input gives the same result, whatever its
        order. A certain join rests on evidence beyond the name or on a judgement; a possible one
        may be wrong in one case of five.

    Misleads where two people share a name and the company they keep (a father and son in one
    household, both written without a generation), and where one person goes by names that share
    nothing and no report says so.
    """
    model = model or shipped_model()
    ordered = sorted((r for r in reports.values()), key=receipt_order)
    order = {r.report_id: i for i, r in enumerate(ordered)}
    kept = {i: e for i, e in extractions.items() if i in order}
    earlier = before_this(previous)
    earlier = replace(earlier, numbers={**earlier.numbers, **(numbers or {})})
    before = earlier.numbers
    bound = bind(judgements, mended, kept, before)
    things = join_things(kept, reports, order, bound, policy)
    groups, person_joins, crowded = _people(
        reports, kept, things, echoes, bound, model, policy, threads
    )
    groups += [Group(k.kind, k.cores, k.set_apart) for k in things.groups]
    joins = [*things.joins, *person_joins]
    common = (*things.too_common, *crowded)
    found = joining_of(groups, joins, order, before, common, model)
    number = {m: s.person_id for s in found.subjects for m in s.mention_ids}
    redirects, splits = leading_on(earlier, found.redirects, number)
    return replace(
        found,
        contradicted=contradicted(bound, found),
        redirects=redirects,
        splits=splits,
        changed_on=earlier.changed_on,
    )


def contradicted(bound: Bound, found: Joining) -> tuple[tuple[str, str], ...]:
    """Pairs that a human called the same, and that other judgements keep apart."""
    if not bound.sames:
        return ()
    number = {m: s.person_id for s in found.subjects for m in s.mention_ids}
    return tuple(sorted((a, b) for a, b in bound.sames if number[a] != number[b]))


def _people(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    things: Things,
    echoes: Sequence[Echo],
    bound: Bound,
    model: Model,
    policy: Policy,
    threads: int,
) -> tuple[list[Group], list[Join], TooCommon]:
    profiles, apart = profiles_of(reports, extractions, bound)
    if not profiles:
        return [], [], ()
    compared = compare_profiles(
        profiles, reports, extractions, things.evidence, echoes, model, policy, threads
    )
    home = {m.mention_id: p.index for p in profiles for m in p.mentions}
    sames, differents = bound.between(home)
    found = cluster(profiles, compared, apart, sames, differents, model, policy)
    if bound.wholes:
        found = tied_whole(profiles, compared, apart, sames, differents, bound, home, model, policy)
    keys = [*compared.crowded, *found.crowded]
    crowded = in_plain_words(keys, profiles, [compared.sets[i] for i in compared.set_of])
    groups = [group_of(members, found.core_of, profiles) for members in found.groups]
    joins = person_joins(profiles, compared, found, sames, model, policy)
    return groups, joins, crowded


def group_of(members: list[int], core_of: list[int], profiles: Sequence[Profile]) -> Group:
    """A person's mentions by core."""
    cores: dict[int, list[Mention]] = {}
    counts: dict[int, int] = {}
    for i in members:
        cores.setdefault(core_of[i], []).extend(profiles[i].mentions)
        counts[core_of[i]] = counts.get(core_of[i], 0) + 1
    return Group(Kind.PERSON, list(cores.values()), reports=[counts[c] for c in cores])


def person_joins(
    profiles: Sequence[Profile],
    compared: Compared,
    found: Clustered,
    sames: Iterable[tuple[int, int]],
    model: Model,
    policy: Policy,
) -> list[Join]:
    """The joins that hold subjects together, and the strongest that were not made, for each."""
    joins = [_judged_join(profiles[a], profiles[b]) for a, b in sames]
    for profile in profiles:
        joins += _own_joins(profile)
    core_of = found.core_of
    made = {(p.left, p.right) for p in found.joined}
    said: dict[tuple[int, ...], tuple[Evidence, ...]] = {}
    for pair in found.joined:
        sure = core_of[pair.left] == core_of[pair.right]
        status = JoinStatus.CERTAIN if sure else JoinStatus.POSSIBLE
        joins.append(_join_of(pair, status, profiles, compared, model, said))
    most = int(policy["people.near_misses_each"])
    told: Counter[int] = Counter()
    for pair in compared.pairs:
        if (pair.left, pair.right) in made:
            continue
        if told[pair.left] >= most and told[pair.right] >= most:
            continue
        told[pair.left] += 1
        told[pair.right] += 1
        joins.append(_join_of(pair, JoinStatus.ALONE, profiles, compared, model, said))
    return joins


def _join_of(
    pair: ScoredPair,
    status: JoinStatus,
    profiles: Sequence[Profile],
    compared: Compared,
    model: Model,
    told: dict[tuple[int, ...], tuple[Evidence, ...]],
) -> Join:
    left, right = in_order(face_of(profiles[pair.left]), face_of(profiles[pair.right]))
    evidence = told.get(pair.gammas)
    if evidence is None:
        gammas = {s.name: g for s, g in zip(model.specs, pair.gammas, strict=True)}
        evidence = (*prior_evidence(compared.prior_bits), *model.evidence(gammas))
        told[pair.gammas] = evidence
    return Join(left, right, pair.weight, pair.probability, status, (*evidence, *pair.further))


def prior_evidence(bits: float) -> tuple[Evidence, ...]:
    """What speaks against a pair before anything is compared."""
    sentence = "Before anything is compared, two mentions are seldom one person"
    return (Evidence("prior", 0, round(-bits, 4), sentence),)


def face_of(profile: Profile) -> str:
    """The mention that stands for a profile in its joins: the fullest name, then the first."""
    if len(profile.mentions) == 1:
        return profile.mentions[0].mention_id
    best = min(profile.mentions, key=lambda m: (-len(m.text), m.start))
    return best.mention_id


def _own_joins(profile: Profile) -> list[Join]:
    """Within a report: each further mention hangs on the one that stands for the profile."""
    face = face_of(profile)
    evidence = (
        Evidence("report", 0, 20.0, "One report names one person in full and again in short"),
    )
    return [
        Join(*in_order(face, m.mention_id), 20.0, 1.0, JoinStatus.CERTAIN, evidence)
        for m in profile.mentions
        if m.mention_id != face
    ]


def _judged_join(left: Profile, right: Profile) -> Join:
    evidence = (Evidence("judgement", 1, 40.0, "A human said that they are the same"),)
    return Join(*in_order(face_of(left), face_of(right)), 40.0, 1.0, JoinStatus.CERTAIN, evidence)


def joining_of(
    groups: Iterable[Group],
    joins: Iterable[Join],
    order: Mapping[str, int],
    before: Mapping[str, str],
    too_common: TooCommon,
    model: Model,
    used: Container[str] = (),
) -> Joining:
    """Subjects with their numbers, from groups of mentions.

    Args:
        groups: mentions of one subject each.
        joins: what they rest on.
        order: report_id → its place in order of receipt.
        before: mention_id → number it had.
        too_common: values kept out.
        model: its version is told.
        used: numbers that other subjects bear.
    """

    def place(m: Mention) -> _Place:
        return (order[m.report_id], m.report_id, m.start, m.kind.value)

    ready: list[tuple[_Place, Group, list[Mention], tuple[tuple[str, ...], ...]]] = []
    for group in groups:
        ordered = sorted((m for core in group.cores for m in core), key=place)
        named = [tuple(m.mention_id for m in sorted(core, key=place)) for core in group.cores]
        cores = tuple(sorted(named, key=lambda c: (-len(c), c)))
        ready.append((place(ordered[0]), group, ordered, cores))
    ready.sort(key=lambda r: r[0])
    taken, redirects = carried_over(
        [(ordered[0].mention_id, cores) for _, _, ordered, cores in ready], before
    )
    numbers = give_numbers((r[2][0].mention_id for r in ready), taken, used)
    made = sorted(joins, key=lambda j: (j.left, j.right, -j.match_weight))
    best = _best_ties(made)
    subjects, status, probability = [], {}, {}
    for _, group, ordered, cores in ready:
        subjects.append(_subject(numbers[ordered[0].mention_id], group, ordered, cores))
        for core in cores:
            for mention_id in core:
                tie = _status(core, cores, len(ordered))
                status[mention_id] = tie
                alone = tie is JoinStatus.ALONE
                probability[mention_id] = 1.0 if alone else best.get(mention_id, 1.0)
    return Joining(
        subjects=tuple(sorted(subjects, key=lambda s: s.person_id)),
        joins=tuple(made),
        status_of=status,
        probability_of=probability,
        too_common=too_common,
        model_version=model.version,
        redirects={old: numbers[founding] for old, founding in sorted(redirects.items())},
    )


def _status(core: tuple[str, ...], cores: tuple[tuple[str, ...], ...], size: int) -> JoinStatus:
    """Certain in the largest group that certain joins tie; possible in any other."""
    if size == 1:
        return JoinStatus.ALONE
    return JoinStatus.CERTAIN if core is cores[0] and len(core) > 1 else JoinStatus.POSSIBLE


def _best_ties(joins: Iterable[Join]) -> dict[str, float]:
    found: dict[str, float] = {}
    for tie in joins:
        if tie.status is JoinStatus.ALONE:
            continue
        for mention_id in (tie.left, tie.right):
            found[mention_id] = max(found.get(mention_id, 0.0), tie.match_probability)
    return found


def _subject(
    number: str, group: Group, ordered: list[Mention], cores: tuple[tuple[str, ...], ...]
) -> Subject:
    counts = Counter(m.text for m in ordered)
    names = tuple(n for n, _ in sorted(counts.items(), key=lambda c: (-c[1], c[0])))
    values = () if group.kind is Kind.PERSON else {m.value for m in ordered if m.value}
    return Subject(
        person_id=number,
        kind=group.kind,
        mention_ids=tuple(m.mention_id for m in ordered),
        cores=cores,
        names=names,
        identifiers=tuple(sorted(values)),
        set_apart=group.set_apart,
    )
