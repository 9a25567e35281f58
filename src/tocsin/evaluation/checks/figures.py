"""From marks to precision and recall, each with its interval and the marks it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tocsin.evaluation.checks.drawing import Question
from tocsin.evaluation.checks.sheets import Marked

_DRAWS = 20_000
_LEVELS = (2.5, 97.5)
Draws = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share with its 95 % interval; None where nothing was marked that tells."""

    what: str
    """`mentions`, `joins`, `echoes`, `people`."""
    measure: str
    """`precision` or `recall`."""
    share: float | None
    low: float | None
    high: float | None
    marked: int
    """Marks that both readers agree on."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readers agree on one question."""

    question: Question
    marked: int
    alike: int
    kappa: float | None
    """Cohen's: 1 always alike, 0 no more than by chance."""


def estimates(marked: Sequence[Marked], populations: Mapping[str, float]) -> tuple[Estimate, ...]:
    """What the agreed marks say of the whole case.

    Precision is the share of what the run found, joined, linked or listed that is right. Recall
    weighs what it left apart by how much of it there is: right / (right + wrongly left). It sees
    only what was in the draw: pairs of mentions whose names share a sound, pairs of reports that
    name one person, people named in a part that asks for an answer. Recall of mentions compares
    counts in whole passages; a missed and an invented name in one passage cancel out, so that it
    flatters. Intervals are 95 % and take each mark as independent (Jeffreys' prior for shares, a
    bootstrap over passages); on a case of a few dozen reports they are wider than they look.
    """
    found = _shares(marked, Question.MENTION, "found")
    rows = [_of("mentions", "precision", found, _beta(found)), _passages(marked)]
    for what, question, yes, no in (
        ("joins", Question.PAIR, "joined", "apart"),
        ("echoes", Question.ECHO, "linked", "unlinked"),
        ("people", Question.PERSON, "listed", "unlisted"),
    ):
        right, missed = _shares(marked, question, yes), _shares(marked, question, no)
        rows.append(_of(what, "precision", right, _beta(right)))
        sizes = [populations.get(f"{question.value}:{said}", 0.0) for said in (yes, no)]
        rows.append(_recall(what, right, missed, sizes))
    return tuple(rows)


def agreements(marked: Iterable[Marked]) -> tuple[Agreement, ...]:
    """How far the readers agree, question by question, before anything was settled."""
    rows = []
    everything = list(marked)
    for question in Question:
        both = [m.marks for m in everything if m.question is question and None not in m.marks]
        alike = sum(len(set(marks)) == 1 for marks in both)
        rows.append(Agreement(question, len(both), alike, _kappa(both)))
    return tuple(rows)


def _shares(marked: Iterable[Marked], question: Question, said: str) -> list[int]:
    return [
        m.agreed
        for m in marked
        if m.question is question and m.said == said and m.agreed is not None
    ]


def _rng() -> np.random.Generator:
    return np.random.default_rng(20_240_601)


def _beta(marks: Sequence[int], rng: np.random.Generator | None = None) -> Draws:
    yes = sum(marks)
    return (rng or _rng()).beta(yes + 0.5, len(marks) - yes + 0.5, _DRAWS)


def _of(what: str, measure: str, marks: Sequence[int], draws: Draws) -> Estimate:
    if not marks:
        return Estimate(what, measure, None, None, None, 0)
    return _estimate(what, measure, sum(marks) / len(marks), draws, len(marks))


def _estimate(what: str, measure: str, share: float, draws: Draws, marked: int) -> Estimate:
    low, high = np.percentile(draws, _LEVELS)
    rounded: Callable[[float], float] = lambda x: round(float(x), 4)  # noqa: E731
    return Estimate(
        what, measure, rounded(share), min(rounded(low), rounded(share)),
        max(rounded(high), rounded(share)), marked,
    )  # fmt: skip


def _recall(
    what: str, right: Sequence[int], missed: Sequence[int], sizes: Sequence[float]
) -> Estimate:
    if not right or not sizes[0] or (sizes[1] and not missed):
        return Estimate(what, "recall", None, None, None, len(right) + len(missed))
    rng = _rng()
    found = sizes[0] * _beta(right, rng)
    left = sizes[1] * _beta(missed, rng) if missed else np.zeros(_DRAWS)
    hit = sizes[0] * sum(right) / len(right)
    lost = sizes[1] * sum(missed) / len(missed) if missed else 0.0
    share = hit / (hit + lost) if hit + lost else 0.0
    return _estimate(what, "recall", share, found / (found + left), len(right) + len(missed))


def _passages(marked: Iterable[Marked]) -> Estimate:
    counted = [
        (min(int(m.said), m.agreed), m.agreed)
        for m in marked
        if m.question is Question.PASSAGE and m.agreed is not None
    ]
    if not sum(true for _, true in counted):
        return Estimate("mentions", "recall", None, None, None, len(counted))
    table = np.array(counted, dtype=np.float64)
    chosen = _rng().integers(0, len(counted), (_DRAWS // 10, len(counted)))
    hit, true = table[chosen, 0].sum(axis=1), table[chosen, 1].sum(axis=1)
    # Where nothing was missed a bootstrap has no spread: one more name missed bounds it.
    low = table[:, 0].sum() / (table[:, 1].sum() + 1)
    draws = np.append(hit[true > 0] / true[true > 0], np.full(_DRAWS // 200, low))
    share = float(table[:, 0].sum() / table[:, 1].sum())
    return _estimate("mentions", "recall", share, draws, len(counted))


def _kappa(both: Sequence[tuple[int | None, ...]]) -> float | None:
    if not both:
        return None
    values = sorted({mark for marks in both for mark in marks if mark is not None})
    alike = sum(len(set(marks)) == 1 for marks in both) / len(both)
    chance = sum(
        (sum(m[0] == v for m in both) / len(both)) * (sum(m[1] == v for m in both) / len(both))
        for v in values
    )
    return round((alike - chance) / (1 - chance), 4) if chance < 1 else None
