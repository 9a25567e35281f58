"""Two people weighed on demand: for pairs that a run had no reason to compare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.people.index_scoring import PairScorer
from tocsin.people.joining import face_of, prior_evidence
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.names import NameComparer, NameSet
from tocsin.people.persons import describe, profile_rows
from tocsin.people.profiles import profiles_of
from tocsin.records import Extraction, Join, JoinStatus, Report
from tocsin.values.names import parse_name

_MOST_PAIRS = 900


@dataclass(frozen=True, slots=True)
class Weighed:
    """The best pair across, or why there is none."""

    join: Join | None
    why_none: str = ""


def weigh_across(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    lefts: Iterable[str],
    rights: Iterable[str],
    *,
    things: Mapping[str, str],
    names: Iterable[str],
    prior_bits: float,
    model: Model,
) -> Weighed:
    """Weigh the mentions of one against those of another, and take the strongest pair.

    Args:
        reports: those that hold the mentions.
        extractions: what was found in them.
        lefts: mention_ids of the one.
        rights: mention_ids of the other.
        things: mention_id → the thing it is, where it may tie people.
        names: of all people of the case, once for each report that names them so, to tell how
            common a name is.
        prior_bits: against two mentions being one, before anything is compared.
        model: as the run weighed.

    The same comparisons and weights as in a run; where `extractions` lack what reports say of
    people (ages, who drives what), those comparisons are silent or weaker than they were.
    """
    profiles, apart = profiles_of(reports, extractions, Bound())
    described = describe(profiles, reports, extractions, things)
    counts = Counter(names)
    sets = {name: NameSet.of([parse_name(name)]) for name in sorted(counts)}
    comparer = NameComparer(list(sets.values()), model, prior_bits, [counts[name] for name in sets])
    ours, theirs = set(lefts), set(rights)
    one = [p for p in profiles if any(m.mention_id in ours for m in p.mentions)]
    other = [p for p in profiles if any(m.mention_id in theirs for m in p.mentions)]
    asked: list[tuple[int, int, str]] = []
    same_report = no_name = False
    for left in one:
        for right in other:
            if left.index == right.index or len(asked) >= _MOST_PAIRS:
                continue
            if left.report_id == right.report_id:
                same_report = True
                continue
            a, b = sorted((left.index, right.index))
            key = comparer.key(described.sets[described.set_of[a]],
                               described.sets[described.set_of[b]])  # fmt: skip
            if key is None:
                no_name = True
                continue
            asked.append((a, b, key.text + "-"))
    rows = list(profile_rows(profiles, described.facts, frozenset()))
    found = PairScorer(model, 1 / (1 + 2**prior_bits)).weigh(rows, asked)
    if not found:
        return Weighed(None, _none(same_report, no_name, bool(apart)))
    best = min(found, key=lambda p: (-p.weight, p.left, p.right))
    levels = {s.name: g for s, g in zip(model.specs, best.gammas, strict=True)}
    ends = sorted(face_of(profiles[i]) for i in (best.left, best.right))
    evidence = (*prior_evidence(prior_bits), *model.evidence(levels))
    return Weighed(
        Join(ends[0], ends[1], best.weight, best.probability, JoinStatus.ALONE, evidence)
    )


def _none(same_report: bool, no_name: bool, apart: bool) -> str:
    if no_name:
        return "No part of their names is the same, alike, or a form of one name."
    if same_report and apart:
        return "One report names both, as two people."
    if same_report:
        return "They stand in one report, which takes them for two people."
    return "Nothing of theirs can be compared."
