"""Every method on one table, each as a row with its interval and what to know about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, isfinite

import numpy as np
from scipy.stats import norm

from tocsin.pictures.scale.averaging import MOST_LISTS as MOST_AVERAGED
from tocsin.pictures.scale.averaging import average
from tocsin.pictures.scale.bootstrap import Estimator, Spread, bootstrap
from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.existence import FINE, status
from tocsin.pictures.scale.frequency import chao, chao_corrected, zelterman
from tocsin.pictures.scale.latent import mix
from tocsin.pictures.scale.loglinear import Model, design, errors, one, table
from tocsin.pictures.scale.profile import profile
from tocsin.pictures.scale.records import Method
from tocsin.pictures.scale.search import MOST_LISTS as MOST_SEARCHED
from tocsin.pictures.scale.search import Ranked, best_of, search
from tocsin.pictures.scale.stepwise import grow, grow_by_aic
from tocsin.pictures.scale.threshold import thresholded
from tocsin.policies import Policy

Progress = Callable[[str, int, int], None]
QUICK, FULL = "quick", "full"
_NO_FINITE = "no finite best fit"


@dataclass(frozen=True)
class Work:
    """One table and how hard to work on it."""

    captures: Captures
    policy: Policy
    seed: int
    panel: str
    workers: int
    progress: Progress

    @property
    def size(self) -> int:
        """Number of lists."""
        return len(self.captures.lists)

    def told(self, stage: str) -> Callable[[int, int], None]:
        """Progress of one stage."""
        return lambda done, of: self.progress(stage, done, of)


def by_independence(work: Work) -> Method:
    """All lists independent: too low wherever sectors refer to each other."""
    note = "too low where sectors refer cases to each other, too high where they keep them apart"
    return _profiled(work, "independence", "Independent lists", (), note)


def by_aic(work: Work) -> Method:
    """Bales, Hesketh and Silverman: pairs added while AIC falls."""
    model = grow_by_aic(work.captures.counts, work.size)
    note = f"{_pairs(work, model)}; interval takes these as given"
    return _profiled(work, "aic_stepwise", "Stepwise by AIC", model, note)


def _profiled(work: Work, key: str, name: str, model: Model, note: str) -> Method:
    if status(work.captures.counts, model, work.size) != FINE:
        return Method(key, name, None, None, None, _NO_FINITE)
    found = profile(work.captures.counts, model, work.size)
    no_limit = "" if found.high else "; no upper limit"
    return Method(key, name, found.estimate, found.low, found.high, note + no_limit)


def by_steps(work: Work) -> list[Method]:
    """Chan, Silverman and Vincent: pairs added by surprise; three intervals."""
    captures, frame = work.captures, design(work.size)
    active, unseen = grow(table(captures.counts, frame)[None, :], frame)
    if not isfinite(unseen[0]):
        return [Method("stepwise", "Stepwise by surprise", None, None, None, _NO_FINITE)]
    model = frame.model(active[0])
    fits, single = one(captures.counts, model, work.size)
    half = float(norm.ppf(0.975)) * float(errors(fits, single)[0, 0])
    estimate = captures.seen + float(unseen[0])
    low, high = (captures.seen + float(unseen[0]) * exp(s * half) for s in (-1, 1))
    note = f"{_pairs(work, model)}; interval takes these as given"
    rows = [Method("stepwise", "Stepwise by surprise", estimate, low, high, note)]
    spread = _spread(work, "stepwise", lambda tables: grow(tables, frame)[1], estimate)
    return rows + _spread_rows("stepwise", "Stepwise", estimate, spread)


def by_bic(work: Work) -> tuple[list[Method], tuple[Ranked, ...]]:
    """Silverman, Chan and Vincent: every model, ranked by BIC; three intervals."""
    if work.size > MOST_SEARCHED:
        note = f"not run: more than {MOST_SEARCHED} lists have too many models"
        return [_not_run("bic", "Best model by BIC", note)], ()
    captures, order = work.captures, 3 if work.size == 4 else 2
    quick = work.panel == QUICK
    most = work.policy["scale.bootstrap_models_quick" if quick else "scale.bootstrap_models"]
    ranked = search(captures.counts, work.size, order, most)
    if not ranked:
        return [Method("bic", "Best model by BIC", None, None, None, _NO_FINITE)], ()
    best, frame = ranked[0], design(work.size, order)
    found = profile(captures.counts, best.model, work.size)
    note = f"{_pairs(work, best.model)}; interval takes these as given"
    rows = [Method("bic", "Best model by BIC", best.estimate, found.low, found.high, note)]
    choices = [one_.model for one_ in ranked]
    spread = _spread(work, "bic", lambda t: best_of(t, choices, frame), best.estimate)
    rows += _spread_rows("bic", "Best by BIC", best.estimate, spread)
    if work.size == 5 and not quick:
        rows.append(_three_way(work))
    return rows, ranked


def _three_way(work: Work) -> Method:
    best = search(work.captures.counts, work.size, 3, 1)[0]
    found = profile(work.captures.counts, best.model, work.size)
    note = f"{_pairs(work, best.model)}; three-way terms allowed, interval takes these as given"
    name = "Best by BIC, three-way"
    return Method("bic_three_way", name, best.estimate, found.low, found.high, note)


def _spread(work: Work, stage: str, estimator: Estimator, estimate: float) -> Spread:
    """Bootstrap; where a corrected limit rests on too few replicates, again with more."""
    policy, quick = work.policy, work.panel == QUICK
    frame = design(work.size, 3 if stage == "bic" and work.size == 4 else 2)

    def drawn(replicates: int) -> Spread:
        return bootstrap(
            work.captures,
            frame,
            estimator,
            estimate=estimate,
            seed=work.seed,
            replicates=replicates,
            workers=work.workers,
            told=work.told(f"resampling, {stage}"),
        )

    spread = drawn(policy["scale.replicates_quick" if quick else "scale.replicates"])
    if spread.is_stable or quick or stage == "bic":
        return spread
    return drawn(policy["scale.replicates_unstable"])


def _spread_rows(key: str, name: str, estimate: float, spread: Spread) -> list[Method]:
    drawn = f"model chosen anew in each of {spread.replicates:,} replicates"
    unstable = "" if spread.is_stable else "; unstable: a limit rests on fewer than 10 of them"
    low, high = spread.percentile
    bca_low, bca_high = spread.bca
    return [
        Method(f"{key}_percentile", f"{name}, percentile", estimate, low, high, drawn),
        Method(f"{key}_bca", f"{name}, BCa", estimate, bca_low, bca_high, drawn + unstable),
    ]


def by_chao(work: Work) -> Method:
    """Chao's lower bound."""
    found, name = chao(work.captures), "Chao's lower bound"
    if not found:
        fixed = chao_corrected(work.captures)
        note = "nobody is on exactly two lists; bias-corrected, no interval"
        return Method("chao", name, fixed, None, None, note, counts=False)
    note = "a floor only where no sector takes cases out of another's hands"
    return Method("chao", name, found.estimate, found.low, found.high, note)


def by_zelterman(work: Work) -> Method:
    """Zelterman's estimate."""
    found, name = zelterman(work.captures), "Zelterman"
    if not found:
        note = "needs people on one and on two lists"
        return Method("zelterman", name, None, None, None, note, counts=False)
    return Method(
        "zelterman", name, found.estimate, found.low, found.high, "from those on one and two lists"
    )


def by_averaging(work: Work) -> Method:
    """Madigan and York: all decomposable graphs, weighted."""
    name = "Average over graphs"
    if work.size > MOST_AVERAGED:
        return _not_run("dga", name, f"not run: for up to {MOST_AVERAGED} lists")
    rows = {a.cut: a for a in average(work.captures)}
    middle = rows[10]
    moved = max(abs(a.median / middle.median - 1) for a in rows.values())
    told = ", ".join(f"{a.median:,} at {cut} times" for cut, a in sorted(rows.items()))
    note = f"median, prior cut at 10 times those seen ({told})"
    if moved > work.policy["scale.prior_movement"]:
        note += "; prior-dependent"
    return Method("dga", name, middle.median, middle.low, middle.high, note)


def by_classes(work: Work) -> tuple[Method, float | None]:
    """Manrique-Vallier: latent classes. The second figure is Rhat."""
    name = "Latent classes"
    if work.panel == QUICK:
        return _not_run("lcmcr", name, "not run in the quick panel"), None
    setting = work.policy
    found = mix(
        work.captures,
        seed=work.seed,
        chains=setting["scale.latent_chains"],
        burn=setting["scale.latent_burn"],
        draws=setting["scale.latent_draws"],
        thin=setting["scale.latent_thin"],
        workers=work.workers,
        told=work.told("latent classes"),
    )
    note = f"{len(found.chain_medians)} chains, Rhat {found.rhat:.2f}"
    if found.rhat <= setting["scale.rhat"]:
        return Method("lcmcr", name, found.median, found.low, found.high, note), found.rhat
    low, high = found.chain_medians[0], found.chain_medians[-1]
    note += f"; modes disagree: chain medians from {low:,.0f} to {high:,.0f}"
    return Method("lcmcr", name, None, found.low, found.high, note), found.rhat


def by_threshold(work: Work) -> Method:
    """Silverman 2020: a prior on pairs, those that matter kept."""
    name = "Bayes threshold"
    if work.panel == QUICK:
        return _not_run("bayes_threshold", name, "not run in the quick panel")
    found = thresholded(work.captures, seed=work.seed)
    note = f"kept {_pairs(work, found.kept)}"
    return Method("bayes_threshold", name, found.median, found.low, found.high, note)


def _not_run(key: str, name: str, note: str) -> Method:
    return Method(key, name, None, None, None, note, ran=False, counts=False)


def _pairs(work: Work, model: Model) -> str:
    """The terms of a model by name, the empty overlaps marked; maximal terms only."""
    tops = [t for t in model if not any(t != o and t & o == t for o in model)]
    if not tops:
        return "no two lists tied"
    named = []
    for term in tops:
        empty = "" if work.captures.on(term) else " (never overlap: -Inf)"
        named.append(work.captures.names(term, "-") + empty)
    return "tied: " + ", ".join(named)


def rounded(method: Method) -> Method:
    """The same with numbers as they are handed on: four decimals, no infinities."""

    def short(value: float | None) -> float | None:
        return None if value is None or not np.isfinite(value) else round(float(value), 4)

    low, high = short(method.low), short(method.high)
    return Method(
        method.key,
        method.name,
        short(method.estimate),
        low,
        high,
        method.note,
        method.ran,
        method.counts and low is not None,
    )
