"""A network over time: what came into it, year by year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.pictures.networks.records import Network


@dataclass(frozen=True, slots=True)
class Year:
    """What one year brought."""

    year: str
    """Empty for what has no date."""
    subjects: int
    """Named for the first time."""
    ties: int
    """Reported for the first time."""
    reports: int


def years_of(network: Network) -> tuple[Year, ...]:
    """The network year by year, by when things happened, else were received.

    More in a year may be more that happened, more that was written down, or a body that began to
    report: the counts cannot tell these apart.
    """
    on = np.array([source.on[:4] or "9999" for source in network.sources], np.str_)
    firsts = [node.first_on[:4] for node in network.nodes]
    evidence = network.evidence
    first_of_tie: dict[str, int] = {}
    if network.ties:
        starts = np.nonzero(np.diff(evidence.tie, prepend=-1))[0]
        years = np.minimum.reduceat(on[evidence.report].astype(np.int64), starts)
        for year, count in zip(*np.unique(years, return_counts=True), strict=True):
            first_of_tie["" if year == 9999 else f"{year:04d}"] = int(count)
    dated = [source.on[:4] for source in network.sources]
    wanted = sorted({*firsts, *first_of_tie, *dated})
    return tuple(
        Year(year, firsts.count(year), first_of_tie.get(year, 0), dated.count(year))
        for year in wanted
    )
