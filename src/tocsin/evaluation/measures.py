"""Precision, recall, F1 and the few other measures, each with the counts it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """How much of what was found is right, and how much of what is true was found.

    `right_found` and `right_true` differ where several found things answer one true thing.
    """

    found: int
    true: int
    right_found: int
    right_true: int

    @classmethod
    def of(cls, *, found: int, true: int, right: int) -> Score:
        """A score where right things stand one to one."""
        return cls(found, true, right, right)

    @property
    def precision(self) -> float | None:
        """Share of the found that is right; None where nothing was found."""
        return self.right_found / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Share of the true that was found; None where there is nothing to find."""
        return self.right_true / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


def harmonic(one: float | None, other: float | None) -> float | None:
    """Harmonic mean; None where either is unknown."""
    if one is None or other is None:
        return None
    return 2 * one * other / (one + other) if one + other else 0.0


@dataclass(frozen=True, slots=True)
class BCubed:
    """Averaged over mentions: how pure the group of each is, and how whole."""

    precision: float | None
    recall: float | None
    mentions: int

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall."""
        return harmonic(self.precision, self.recall)


def b_cubed(
    groups: Mapping[str, Hashable],
    truth: Mapping[str, Hashable],
    missed: Mapping[Hashable, int] | None = None,
) -> BCubed:
    """B-cubed over the items of `groups`, each of which has its true group in `truth`.

    Args:
        groups: item → found group.
        truth: item → true group.
        missed: true group → items of it that were never found; each counts with recall 0 and
            stands in the denominators of the others. None leaves them out.
    """
    both: Counter[tuple[Hashable, Hashable]] = Counter((groups[i], truth[i]) for i in groups)
    in_group: Counter[Hashable] = Counter(groups.values())
    in_truth: Counter[Hashable] = Counter(truth[i] for i in groups)
    absent = missed or {}
    for group, count in absent.items():
        in_truth[group] += count
    pure = sum(n * n / in_group[g] for (g, _), n in both.items())
    whole = sum(n * n / in_truth[t] for (_, t), n in both.items())
    items = len(groups)
    every = items + sum(absent.values())
    return BCubed(pure / items if items else None, whole / every if every else None, every)


def pair_score(groups: Mapping[str, Hashable], truth: Mapping[str, Hashable]) -> Score:
    """Pairs of items in one group: how many are truly one, and how many of those were found."""
    both: Counter[tuple[Hashable, Hashable]] = Counter((groups[i], truth[i]) for i in groups)
    found = _pairs(Counter(groups.values()))
    true = _pairs(Counter(truth[i] for i in groups))
    return Score.of(found=found, true=true, right=_pairs(both))


def _pairs(sizes: Counter[Hashable] | Counter[tuple[Hashable, Hashable]]) -> int:
    return sum(n * (n - 1) // 2 for n in sizes.values())


@dataclass(frozen=True, slots=True)
class CountError:
    """How far counts are from the true ones."""

    subjects: int
    mean_absolute: float | None
    bias: float | None
    """Mean of found minus true: above 0 counts too many."""
    exact: float | None
    """Share counted exactly."""


def count_error(pairs: list[tuple[int, int]]) -> CountError:
    """The error of (found, true) counts."""
    if not pairs:
        return CountError(0, None, None, None)
    gaps = [found - true for found, true in pairs]
    return CountError(
        len(gaps),
        sum(map(abs, gaps)) / len(gaps),
        sum(gaps) / len(gaps),
        gaps.count(0) / len(gaps),
    )


def tally(pairs: list[tuple[str, str]]) -> dict[str, dict[str, int]]:
    """A confusion table: true → found → how many, both in alphabetical order."""
    table: dict[str, Counter[str]] = defaultdict(Counter)
    for true, found in pairs:
        table[true][found] += 1
    return {true: dict(sorted(table[true].items())) for true in sorted(table)}
