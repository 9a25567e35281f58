"""Which of a report's possible sources it repeats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.echoes.account import Account
from tocsin.echoes.evidence import MOSTLY_COPIED, Score, Weigher, attributed, named_papers
from tocsin.echoes.lineage import reaches

_SPECIFIC = frozenset(("date", "words", "text"))


@dataclass(frozen=True, slots=True)
class Proposal:
    """One possible source of a report."""

    child: int
    parent: int
    score: Score
    containment: float
    source: Account


def choose_sources(
    child: Account,
    proposals: Sequence[Proposal],
    links: Mapping[int, Sequence[int]],
    *,
    weigher: Weigher,
    cut: float,
    most: int,
) -> list[Proposal]:
    """The best source, and further ones: cited, copied from, or, for a record that sums up,
    naming people whom no better one names."""
    ranked = sorted(proposals, key=lambda p: (-p.score.bits, -p.parent))
    ranked = _originals_first(ranked, links)
    chosen: list[Proposal] = []
    covered: set[str] = set()
    for proposal in ranked:
        if chosen and child.compiles:
            proposal = replace(proposal, score=weigher.compiling(proposal.score))
        if proposal.score.probability < cut:
            continue
        covers = covered_by(child, proposal.source, copied="text" in proposal.score.families)
        if chosen and not _adds(child, proposal, covers - covered):
            continue
        if any(related(links, proposal.parent, other.parent) for other in chosen):
            continue
        chosen.append(proposal)
        covered |= covers
        if len(chosen) == most:
            break
    return chosen


def _originals_first(ranked: list[Proposal], links: Mapping[int, Sequence[int]]) -> list[Proposal]:
    """Where as much speaks for what the best source itself repeats, that comes first."""
    if len(ranked) < 2:
        return ranked
    best = ranked[0]
    originals = [
        p
        for p in ranked[1:]
        if p.score.undelayed_bits >= best.score.undelayed_bits
        and reaches(links, best.parent, p.parent)
    ]
    if not originals:
        return ranked
    original = min(originals, key=lambda p: (-p.score.undelayed_bits, p.parent))
    return [original, *(p for p in ranked if p is not original)]


def related(links: Mapping[int, Sequence[int]], one: int, other: int) -> bool:
    """Whether one of two reports comes from the other."""
    return reaches(links, one, other) or reaches(links, other, one)


def _adds(child: Account, proposal: Proposal, fresh: frozenset[str]) -> bool:
    """Whether a further source is cited, or accounts for something no better one does: words
    copied, or, for a record that sums up, people, days, papers or agencies."""
    families = proposal.score.families
    if "citation" in families:
        return True
    if not child.compiles:
        return bool(fresh) and proposal.containment >= MOSTLY_COPIED
    if any(what.startswith(("fact", "day", "paper")) for what in fresh):
        return True
    return bool(fresh) and bool(families & _SPECIFIC)


def covered_by(child: Account, parent: Account, *, copied: bool) -> frozenset[str]:
    """What of the child a source accounts for: agencies named beside its cues; for a record that
    sums up, also the people and the days it names; for words copied, all it names."""
    found = set(attributed(child, parent))
    if found:
        found |= {f"paper {paper}" for paper in named_papers(child, parent)}
    if child.compiles or copied:
        keys = parent.fact_keys
        found |= {
            f"fact {f.keys[0]}"
            for f in child.facts
            if (copied or f.kind == "person") and any(k in keys for k in f.keys)
        }
    if child.compiles:
        days = {t.on for t in child.told if not t.weak}
        found |= {f"day {on}" for on in days & {parent.occurred, parent.received}}
        if parent.received and (parent.received.year, parent.received.month) in child.told_months:
            found.add(f"day {parent.received:%Y-%m}")
    return frozenset(found)


def without_cycles(
    chosen: Mapping[int, Sequence[Proposal]],
) -> dict[int, list[Proposal]]:
    """Drop links that would close a circle: those against the order of receipt give way, the
    weakest first. By report, in order of receipt."""
    kept = {i: [p for p in found if p.parent < p.child] for i, found in chosen.items()}
    parents = {i: [p.parent for p in proposals] for i, proposals in kept.items()}
    against = [p for proposals in chosen.values() for p in proposals if p.parent > p.child]
    for proposal in sorted(against, key=lambda p: (-p.score.bits, p.child, p.parent)):
        if not reaches(parents, proposal.parent, proposal.child):
            parents[proposal.child].append(proposal.parent)
            kept[proposal.child].append(proposal)
    return kept
