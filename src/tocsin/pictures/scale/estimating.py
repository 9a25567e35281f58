"""One table in, everything that can honestly be said of it out."""

from __future__ import annotations

from dataclasses import replace

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.checks import internal_checks, pairs_of, variations
from tocsin.pictures.scale.frequency import chapman, with_odds_ratio
from tocsin.pictures.scale.grading import Evidence, envelope, graded, unfit
from tocsin.pictures.scale.panel import (
    QUICK,
    Progress,
    Work,
    by_aic,
    by_averaging,
    by_bic,
    by_chao,
    by_classes,
    by_independence,
    by_steps,
    by_threshold,
    by_zelterman,
    rounded,
)
from tocsin.pictures.scale.records import Grade, Method, OddsRatio, Scale
from tocsin.pictures.scale.search import Ranked
from tocsin.policies import Policy, shipped

_ODDS = (0.5, 1.0, 2.0, 4.0, 8.0)
_ODDS_WORDS = {
    0.5: "one sector takes cases out of the other's hands",
    1.0: "the two work apart from each other",
    2.0: "some cases are passed on",
    4.0: "many cases are passed on",
    8.0: "most cases are passed on",
}
_STAGE = "methods"


def estimate_scale(
    captures: Captures,
    *,
    seed: int = 1,
    panel: str = QUICK,
    workers: int = 1,
    progress: Progress | None = None,
    policy: Policy | None = None,
) -> Scale:
    """Estimate how many there are in all, by every method that the table allows.

    Args:
        seed: the same seed gives the same figures, with any number of workers.
        panel: `quick`, or `full` with latent classes, the Bayesian threshold and more replicates.

    Never raises for a poor table: what cannot be said is said. Every estimate rests on an
    assumption about how the lists depend on each other that no table can test.

    Source: Silverman, Chan and Vincent (2024), Statistics and Computing 34:44; Binette and Steorts
    (2022), JRSS A 185(2), 640-676.
    """
    policy = policy or shipped()
    table, notes = _without_empty(captures)
    work = Work(table, policy, seed, panel, workers, progress or _silent)
    methods, ranked, rhat = _methods(work)
    checks = internal_checks(table) if _is_workable(table, policy) else ()
    moved = variations(table, work.told("variations")) if _is_workable(table, policy) else ()
    grade, reasons = graded(Evidence(table, methods, ranked, rhat, checks, moved, policy))
    limits = envelope(methods)
    size = len(table.lists)
    return Scale(
        what=table.what,
        seen=table.seen,
        lists=table.lists,
        sizes=tuple(table.on(1 << i) for i in range(size)),
        grade=grade,
        reasons=reasons,
        statement=_statement(table, grade, limits),
        headline=None if grade is Grade.C else _headline(table, grade, limits),
        envelope=limits,
        methods=methods,
        pairs=pairs_of(table) if 2 <= size <= policy["scale.most_lists"] else (),
        variations=moved,
        checks=checks,
        odds_ratios=_odds_ratios(table) if size == 2 else (),
        notes=(*notes, *_disagreement(methods)),
        is_complete=bool(methods) and all(m.ran for m in methods),
        seed=seed,
        panel=panel,
    )


def _silent(_stage: str, _done: int, _of: int) -> None:
    """No progress is shown."""


def _without_empty(captures: Captures) -> tuple[Captures, list[str]]:
    """The table without lists that hold nobody, and what there is to say of its making."""
    notes = list(captures.notes)
    empty = [i for i in range(len(captures.lists)) if not captures.on(1 << i)]
    table = captures
    for index in reversed(empty):
        notes.append(f"Nobody is on {captures.lists[index]}: it is left out.")
        table = table.without(index)
    kept = replace(table, answers=captures.answers, variants=captures.variants)
    return replace(kept, notes=captures.notes), notes


def _is_workable(captures: Captures, policy: Policy) -> bool:
    """Three lists or more, not too many, and something to learn from them."""
    size = len(captures.lists)
    overlap = any(captures.on(pair) for pair in captures.pairs())
    return policy["sectors.fewest"] <= size <= policy["scale.most_lists"] and overlap


def _methods(work: Work) -> tuple[tuple[Method, ...], tuple[Ranked, ...], float | None]:
    """Every method in the order it is told in."""
    table, policy = work.captures, work.policy
    if len(table.lists) == 2 and table.seen:
        return (rounded(_by_chapman(table)),), (), None
    if not _is_workable(table, policy):
        return (), (), None
    steps = 8
    done = 0

    def tick() -> None:
        nonlocal done
        work.progress(_STAGE, done, steps)
        done += 1

    rows: list[Method] = []
    for method in (by_independence, by_aic):
        tick()
        rows.append(method(work))
    tick()
    rows += by_steps(work)
    tick()
    found, ranked = by_bic(work)
    rows += found
    tick()
    rows += [by_chao(work), by_zelterman(work)]
    tick()
    rows.append(by_averaging(work))
    tick()
    classes, rhat = by_classes(work)
    tick()
    rows += [classes, by_threshold(work)]
    work.progress(_STAGE, steps, steps)
    return tuple(rounded(row) for row in rows), ranked, rhat


def _by_chapman(table: Captures) -> Method:
    found = chapman(table.on(1), table.on(2), table.on(3))
    note = "two lists, taken as independent: an assumption, not a finding"
    return Method("chapman", "Chapman", found.estimate, found.low, found.high, note)


def _odds_ratios(table: Captures) -> tuple[OddsRatio, ...]:
    both = table.on(3)
    rows = []
    for odds in _ODDS:
        total = with_odds_ratio(table.on(1) - both, table.on(2) - both, both, odds)
        known = round(total, 1) if both else None
        rows.append(OddsRatio(odds, known, _ODDS_WORDS[odds]))
    return tuple(rows)


def _statement(table: Captures, grade: Grade, limits: tuple[float | None, float | None]) -> str:
    if grade is Grade.C:
        return f"At least {table.seen:,} {table.what}; a total cannot be supported."
    return _headline(table, grade, limits)


def _headline(table: Captures, grade: Grade, limits: tuple[float | None, float | None]) -> str:
    low, high = limits
    return (
        f"Between {_about(low or table.seen)} and {_about(high or table.seen)} {table.what}, "
        f"of whom {table.seen:,} were seen (grade {grade.value})."
    )


def _about(total: float) -> str:
    """A total with two digits that count, as befits an estimate.

    >>> [_about(x) for x in (7.2, 87, 984.1, 12_345)]
    ['7', '87', '980', '12,000']
    """
    digits = len(str(int(total)))
    return f"{int(round(total, min(0, 2 - digits))):,}"


def _disagreement(methods: tuple[Method, ...]) -> list[str]:
    """A warning where two methods' intervals share no total."""
    rows = [m for m in methods if m.counts and m.low is not None and m.high is not None]
    for lower in rows:
        for upper in rows:
            if (lower.high or 0) < (upper.low or 0):
                return [
                    f"The methods contradict each other: {lower.name} ends at {lower.high:,.0f}, "
                    f"where {upper.name} only begins at {upper.low:,.0f}."
                ]
    return []


def problems(captures: Captures, policy: Policy | None = None) -> tuple[str, ...]:
    """What can be said against a table without estimating anything."""
    return tuple(unfit(captures, policy or shipped()))
