"""Who is who in a case: things first, then people, each join with its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from tocsin.people.clusters import Groups, Link, possible_groups
from tocsin.people.numbers import give_numbers
from tocsin.people.profiles import profiles_of, receipt_order
from tocsin.people.things import join_things
from tocsin.policies import Policy
from tocsin.records import (
    Echo,
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
from tocsin.values.names import Part, compare_names


def join(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    *,
    echoes: Sequence[Echo] = (),
    judgements: Sequence[Judgement] = (),
    mended: Sequence[Mended] = (),
    previous: Path | None = None,
    policy: Policy,
    threads: int = 2,
) -> Joining:
    """Join the mentions of a case into people, places, vehicles, phones and other subjects."""
    order = {r.report_id: i for i, r in enumerate(sorted(reports.values(), key=receipt_order))}
    subjects, joins, status, probability = join_things(extractions, order)
    cores, whole, person_joins = _people(reports, extractions, status, probability)
    joins += person_joins
    subjects += [(Kind.PERSON, c, w) for c, w in zip(cores, whole, strict=True)]
    return _numbered(subjects, joins, status, probability, order, extractions)


def _people(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    status: dict[str, JoinStatus],
    probability: dict[str, float],
) -> tuple[list[list[list[Mention]]], list[list[Mention]], list[Join]]:
    profiles, apart = profiles_of(reports, extractions)
    by_name: dict[str, list[int]] = {}
    for p in profiles:
        for name in p.names:
            if name.is_full:
                by_name.setdefault(" ".join(sorted(name.words)), []).append(p.index)
    links = [
        Link(min(a, b), max(a, b), 1.0, 0.85)
        for members in by_name.values()
        for a, b in zip(members, members[1:], strict=False)
        if profiles[a].at_work == profiles[b].at_work and a != b
    ]
    links = [
        k
        for k in links
        if all(
            compare_names(x, y).given >= Part.SILENT
            for x in profiles[k.left].names
            for y in profiles[k.right].names
        )
    ]
    groups = possible_groups(list(range(len(profiles))), links, apart)
    cores: list[list[list[Mention]]] = []
    whole: list[list[Mention]] = []
    for group in groups.groups():
        cores.append([list(profiles[i].mentions) for i in group])
        whole.append([m for i in group for m in profiles[i].mentions])
        for i in group:
            for m in profiles[i].mentions:
                alone = len(group) == 1 and len(profiles[i].mentions) == 1
                sure = len(profiles[i].mentions) > 1
                status[m.mention_id] = (
                    JoinStatus.ALONE
                    if alone
                    else JoinStatus.CERTAIN
                    if sure
                    else JoinStatus.POSSIBLE
                )
                probability[m.mention_id] = 1.0 if alone or sure else 0.85
    return cores, whole, []


Group = tuple[Kind, list[list[Mention]], list[Mention]]


def _numbered(
    groups: list[Group],
    joins: list[Join],
    status: dict[str, JoinStatus],
    probability: dict[str, float],
    order: Mapping[str, int],
    extractions: Mapping[str, Extraction],
) -> Joining:
    def place(m: Mention) -> tuple[int, str, int, str]:
        return (order[m.report_id], m.report_id, m.start, m.kind.value)

    ready = []
    for kind, cores, whole in groups:
        ordered = sorted(whole, key=place)
        sorted_cores = [tuple(m.mention_id for m in sorted(c, key=place)) for c in cores]
        sorted_cores.sort(key=lambda c: (-len(c), c))
        ready.append((place(ordered[0]), kind, ordered, tuple(sorted_cores)))
    ready.sort(key=lambda r: r[0])
    numbers = give_numbers(r[2][0].mention_id for r in ready)
    subjects = [
        Subject(
            person_id=numbers[ordered[0].mention_id],
            kind=kind,
            mention_ids=tuple(m.mention_id for m in ordered),
            cores=cores,
            names=tuple(
                n
                for n, _ in sorted(
                    Counter(m.text for m in ordered).items(), key=lambda c: (-c[1], c[0])
                )
            ),
            identifiers=tuple(sorted({m.value for m in ordered if m.value}))
            if kind is not Kind.PERSON
            else (),
        )
        for _, kind, ordered, cores in ready
    ]
    subjects.sort(key=lambda s: s.person_id)
    return Joining(
        subjects=tuple(subjects),
        joins=tuple(sorted(joins, key=lambda j: (j.left, j.right))),
        status_of=status,
        probability_of=probability,
        model_version="names-only",
    )


__all__ = ["Groups", "join"]
