"""Which two subjects of a report are tied by it, and how strongly: all reports at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.pictures.networks.records import Real, Whole
from tocsin.policies import Policy


@dataclass(frozen=True, slots=True)
class Spans:
    """Every place where a subject is named: in order of report, start and row."""

    row: Whole
    """Which subject of which report: a position among the rows."""
    report: Whole
    start: Whole
    end: Whole


@dataclass(frozen=True, slots=True)
class Pairs:
    """Two rows of one report, `left` below `right`, each pair once."""

    left: Whole
    right: Whole
    strength: Real


def pairs_of(spans: Spans, report_of: Whole, policy: Policy) -> Pairs:
    """Tie the subjects of each report.

    Args:
        spans: all spans of all rows.
        report_of: of each row, its report; rows of a report stand together.
        policy: the settings `networks.*`.

    Two who stand close weigh more than two far apart, and what a report adds to one of k subjects
    is shared among the k - 1 others (Newman 2001, Physical Review E 64, 016132): a list of forty
    names ties each of them no more, in all, than a report of two. Only neighbours are tied in a
    report that names many, so that the work grows with the text and not with its square.
    """
    found = [_close(spans, policy), _small(report_of, policy)]
    left, right, near = (np.concatenate(parts) for parts in zip(*found, strict=True))
    left, right = np.minimum(left, right), np.maximum(left, right)
    order = np.lexsort((-near, right, left))
    left, right, near = left[order], right[order], near[order]
    first = np.ones(len(left), bool)
    first[1:] = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    left, right, near = left[first], right[first], near[first]
    subjects = np.bincount(report_of)[report_of[left]] if len(left) else left
    return Pairs(left, right, near / np.maximum(subjects - 1, 1))


def _close(spans: Spans, policy: Policy) -> tuple[Whole, Whole, Real]:
    """Pairs that stand within the window of one another."""
    left, right, near = [], [], []
    for lag in range(1, policy["networks.window_mentions"] + 1):
        one, other = slice(None, -lag), slice(lag, None)
        gap = np.maximum(spans.start[other] - spans.end[one], 0)
        kept = (
            (spans.report[one] == spans.report[other])
            & (spans.row[one] != spans.row[other])
            & (gap <= policy["networks.window_characters"])
        )
        left.append(spans.row[one][kept])
        right.append(spans.row[other][kept])
        near.append(_nearness(gap[kept], policy))
    return np.concatenate(left), np.concatenate(right), np.concatenate(near)


def _small(report_of: Whole, policy: Policy) -> tuple[Whole, Whole, Real]:
    """Every pair of a report that names few, however far apart."""
    most = policy["networks.small_report"]
    few = np.bincount(report_of)[report_of] <= most if len(report_of) else np.zeros(0, bool)
    rows = np.nonzero(few)[0]
    left, right = [rows[:0]], [rows[:0]]
    for lag in range(1, min(most, max(len(rows), 1))):
        one, other = rows[:-lag], rows[lag:]
        kept = report_of[one] == report_of[other]
        left.append(one[kept])
        right.append(other[kept])
    ends = np.concatenate(left), np.concatenate(right)
    return (*ends, np.full(len(ends[0]), policy["networks.far"], np.float64))


def _nearness(gap: Whole, policy: Policy) -> Real:
    """1 where two touch, half at `near_characters`, never below `far`."""
    near = 1.0 / (1.0 + gap / policy["networks.near_characters"])
    weakest: float = policy["networks.far"]
    nearest: Real = np.maximum(near, weakest)
    return nearest
