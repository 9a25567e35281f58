"""The date line: when somebody would have rung with all agencies together, and with each alone."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.attention.threshold import Count, Counter, Threshold
from tocsin.records import DateLine, Report
from tocsin.values.dates import PartialDate


def date_line(
    counted: Count, counter: Counter, named_in: Sequence[Report], threshold: Threshold
) -> DateLine:
    """Walk the reports in order of receipt, once together and once for each agency.

    An agency alone never rings before all together: echoes are known from all that was read, so
    one account told to it three times is one voice here too.
    """
    agencies = _agencies(named_in)
    never = tuple((agency, None) for agency in agencies)
    if len(counted.voices) < threshold.voices or not threshold.is_met(counted):
        return DateLine(None, never)
    together = threshold.first_met_on(counter, _days(named_in), None)
    if together is None:
        return DateLine(None, never)
    alone = tuple((a, _alone(a, counter, named_in, threshold)) for a in agencies)
    return DateLine(together, alone)


def first_hits(named_in: Sequence[Report]) -> DateLine:
    """The date line of what rings at the first report: the first of all, and of each agency."""
    firsts = {a: _days([r for r in named_in if r.agency == a]) for a in _agencies(named_in)}
    days = _days(named_in)
    alone = tuple((a, firsts[a][0] if firsts[a] else None) for a in firsts)
    return DateLine(days[0] if days else None, alone)


def _alone(
    agency: str, counter: Counter, named_in: Sequence[Report], threshold: Threshold
) -> PartialDate | None:
    own = [r for r in named_in if r.agency == agency]
    if len(own) < threshold.voices:
        return None
    return threshold.first_met_on(counter, _days(own), lambda report: report.agency == agency)


def _agencies(named_in: Sequence[Report]) -> list[str]:
    return sorted({r.agency for r in named_in if r.agency})


def _days(reports: Sequence[Report]) -> list[PartialDate]:
    """When each report came, in order."""
    known = [r.received for r in reports if r.received is not None]
    return sorted(known, key=lambda day: (day.last, day.first, day.as_written))
