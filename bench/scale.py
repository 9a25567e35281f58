"""The scale: every estimator against the figures its authors print, on all tables; and how long.

The tables and figures are those of tests/data/mse. Nothing here was tuned on them: the methods
are the published ones. The reference programs in R are not run here; how long they took on
another machine stands in the notes.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from table import NOT_RUN, Row

from tocsin.pictures.scale import Captures, Scale, estimate_scale, read_table
from tocsin.pictures.scale.averaging import average
from tocsin.pictures.scale.bootstrap import Spread, bootstrap
from tocsin.pictures.scale.checks import _lognormal
from tocsin.pictures.scale.frequency import chao, zelterman
from tocsin.pictures.scale.latent import mix
from tocsin.pictures.scale.loglinear import design, table
from tocsin.pictures.scale.profile import profile
from tocsin.pictures.scale.search import best_of, search
from tocsin.pictures.scale.stepwise import grow, grow_by_aic
from tocsin.pictures.scale.threshold import thresholded
from tocsin.policies import shipped

FOLDER = Path(__file__).parents[1] / "tests" / "data" / "mse"
_WORKERS = 2
_R = "R 4.2.2 with SparseMSE 2.0.1 and MultipleSystemsEstimation 1.2.0"
Pins = Iterator[tuple[str, float | None, str]]
"""(table, ours, theirs as printed)."""


def measure() -> list[Row]:
    """All figures of this part, the slow ones last."""
    names = sorted(p.stem for p in FOLDER.glob("*.csv") if p.stem not in ("oracle", "published"))
    tables = {name: read_table(FOLDER / f"{name}.csv") for name in names}
    with (FOLDER / "oracle.csv").open(encoding="utf-8") as file:
        told = {(row["dataset"], row["method"]): row for row in csv.DictReader(file)}
    pins = _Pins(tables, told)
    checks: tuple[tuple[str, Callable[[], Pins], str], ...] = (
        ("independent lists, with limits", pins.independence, "0.0001"),
        ("independent lists, profile limits", pins.profiles, "0.0001, or 0.1 people"),
        ("stepwise by AIC, p .05 and .001", pins.aic, "0.0001, or 0.1 people"),
        ("stepwise by surprise, with limits", pins.steps, "0.0001"),
        ("best by BIC, pairs", pins.bic, "0.0001"),
        ("best by BIC, three-way", pins.bic_default, "0.0001"),
        ("Chao and Zelterman", pins.frequencies, "0.0001"),
        ("average over graphs, 15 figures a table", pins.graphs, "0"),
        ("BCa limits, stepwise", pins.steps_bca, "0.15"),
        ("BCa limits, best by BIC", pins.bic_bca, "0.15"),
        ("Bayes threshold, median", pins.threshold, ""),
        ("latent classes, median where Rhat < 1.03", pins.latent, "0.05"),
    )
    rows = [_deviation(what, pairs, goal) for what, pairs, goal in checks]
    return rows + _times(tables)


class _Pins:
    """Ours beside theirs, method by method."""

    def __init__(
        self, tables: dict[str, Captures], told: dict[tuple[str, str], dict[str, str]]
    ) -> None:
        self._tables, self._told = tables, told

    def _each(self, method: str, most: int = 9) -> Iterator[tuple[str, Captures, dict[str, str]]]:
        for name, captures in self._tables.items():
            row = self._told.get((name, method))
            if row and len(captures.lists) <= most:
                yield name, captures, row

    def independence(self) -> Pins:
        for name, captures, row in self._each("independence_lognormal_ci"):
            found = _lognormal(captures, ()) or (None, None, None)
            yield from zip([name] * 3, found, [row[k] for k in _COLUMNS], strict=True)

    def profiles(self) -> Pins:
        for name, captures, row in self._each("independence_profile_ci"):
            found = profile(captures.counts, (), len(captures.lists))
            yield from _limits(name, (found.estimate, found.low, found.high), row)

    def aic(self) -> Pins:
        for wald in ("0.05", "0.001"):
            for name, captures, row in self._each(f"bhs_aic_stepwise_p{wald}"):
                size = len(captures.lists)
                found = profile(
                    captures.counts, grow_by_aic(captures.counts, size, float(wald)), size
                )
                yield from _limits(name, (found.estimate, found.low, found.high), row)

    def steps(self) -> Pins:
        for name, captures, row in self._each("sparsemse_stepwise_p0.02"):
            frame = design(len(captures.lists))
            active, _ = grow(table(captures.counts, frame)[None, :], frame)
            found = _lognormal(captures, frame.model(active[0])) or (None, None, None)
            yield from _limits(name, found, row)

    def bic(self) -> Pins:
        for name, captures, row in self._each("mse_bic_order2"):
            best = search(captures.counts, len(captures.lists), 2, 1)[0]
            yield name, best.estimate, row["estimate"]

    def bic_default(self) -> Pins:
        for name, captures, row in self._each("mse_bic_default_order"):
            size = len(captures.lists)
            order = 2 if size == 3 else 3
            yield name, search(captures.counts, size, order, 1)[0].estimate, row["estimate"]

    def frequencies(self) -> Pins:
        for name, captures, row in self._each("chao1987_lower_bound"):
            found = chao(captures)
            if found:
                yield from _limits(name, (found.estimate, found.low, found.high), row)
        for name, captures, row in self._each("zelterman"):
            found = zelterman(captures)
            if found:
                yield name, found.estimate, row["estimate"]
                yield name, found.high, row["hi95"]

    def graphs(self) -> Pins:
        for name, captures, _ in self._each("dga_delta2^-k_Nmax5x", 5):
            for found in average(captures):
                row = self._told[name, f"dga_delta2^-k_Nmax{found.cut}x"]
                mine = (found.median, found.low, found.high, found.low80, found.high80)
                theirs = (row[k] for k in (*_COLUMNS, "lo80", "hi80"))
                yield from zip([name] * 5, mine, theirs, strict=True)

    def steps_bca(self) -> Pins:
        for name, captures, row in self._each("sparsemse_stepwise_p0.02_BCa"):
            found = _steps_spread(captures, float(row["estimate"]), 1000)
            yield name, found.bca[0], row["lo95"]
            yield name, found.bca[1], row["hi95"]

    def bic_bca(self) -> Pins:
        for order in (2, 3):
            for name, captures, row in self._each(f"mse_bic_BCa_order{order}"):
                most = int(row["model"].split("ntop=")[1].split()[0])
                found = _bic_spread(captures, order, most, 1000)
                yield name, found.bca[0], row["lo95"]
                yield name, found.bca[1], row["hi95"]

    def threshold(self) -> Pins:
        for name, captures, row in self._each("bayes_threshold2_normal"):
            yield name, thresholded(captures, seed=1).median, row["estimate"]

    def latent(self) -> Pins:
        for name, captures, row in self._each("lcmcr_K10"):
            if float(row["note"].split("Rhat=")[1].split(";")[0]) < 1.03:
                found = mix(captures, seed=1, burn=10_000, draws=1_000, thin=20, workers=_WORKERS)
                yield name, found.median, row["estimate"]


_COLUMNS = ("estimate", "lo95", "hi95")


def _limits(name: str, found: tuple[float | None, ...], row: dict[str, str]) -> Pins:
    """Estimate and limits; a limit that the reference could not find is left out."""
    for mine, column in zip(found, _COLUMNS, strict=True):
        if row[column]:
            yield name, mine, row[column]


def _deviation(what: str, pairs: Callable[[], Pins], goal: str) -> Row:
    worst, where, counted, tables = 0.0, "", 0, set()
    beyond = []
    for name, mine, theirs in pairs():
        off = float("inf") if mine is None else abs(mine / float(theirs) - 1)
        counted += 1
        tables.add(name)
        if goal and off > float(goal.split(",")[0]) and abs((mine or 0) - float(theirs)) > 0.1:
            beyond.append(f"{name} {mine:,.0f} for {float(theirs):,.0f}")
        if off > worst:
            worst, where = off, name
    note = f"{counted} figures of {len(tables)} tables; largest at {where or 'none'}"
    note += f"; beyond the goal: {', '.join(beyond)}" if beyond else ""
    told = f"{what}: largest deviation"
    return Row("scale", told, f"{worst:.2g}", "relative", goal=goal, note=note)


def _steps_spread(captures: Captures, estimate: float, replicates: int) -> Spread:
    frame = design(len(captures.lists))
    return bootstrap(
        captures,
        frame,
        lambda tables: grow(tables, frame)[1],
        estimate=estimate,
        seed=1,
        replicates=replicates,
        workers=_WORKERS,
    )


def _bic_spread(captures: Captures, order: int, most: int, replicates: int) -> Spread:
    size = len(captures.lists)
    frame, ranked = design(size, order), search(captures.counts, size, order, most)
    choices = [r.model for r in ranked]
    return bootstrap(
        captures,
        frame,
        lambda tables: best_of(tables, choices, frame),
        estimate=ranked[0].estimate,
        seed=1,
        replicates=replicates,
        workers=_WORKERS,
    )


def _times(tables: dict[str, Captures]) -> list[Row]:
    five, eight = tables["uk2013_5"], tables["neworleans_8_n185"]
    seen = 1_184.0
    rows = [
        _timed(
            "1,000 replicates, stepwise, five lists",
            lambda: _steps_spread(five, 11_313, 1000),
            "60",
            "468 s by R's SparseMSE on another machine",
        ),
        _timed(
            "1,000 replicates, BIC over 60 models, five lists",
            lambda: _bic_spread(five, 2, 60, 1000),
            "60",
            "202 s by R's MultipleSystemsEstimation on another machine",
        ),
        _timed(
            "1,000 replicates, stepwise, eight lists",
            lambda: _steps_spread(eight, seen, 1000),
            "",
            "",
        ),
        _timed("quick panel, five lists", lambda: _panel(five, "quick"), "60", ""),
        _timed("the full one but latent classes", lambda: _panel(five, "full", 1), "60", ""),
        _timed("full panel, five lists", lambda: _panel(five, "full"), "", ""),
    ]
    return [
        *rows,
        Row("scale", "the same in R", NOT_RUN, peer=_R, note="CRAN is out of reach here"),
    ]


def _panel(captures: Captures, panel: str, sweeps: int = 0) -> Scale:
    policy = shipped()
    if sweeps:
        few = {"scale.latent_burn": sweeps, "scale.latent_draws": 2, "scale.latent_thin": 1}
        policy = policy.with_values(few)
    return estimate_scale(captures, seed=1, panel=panel, workers=_WORKERS, policy=policy)


def _timed(what: str, work: Callable[[], object], goal: str, note: str) -> Row:
    started, used = time.perf_counter(), time.process_time()
    work()
    wall, busy = time.perf_counter() - started, time.process_time() - used
    told = f"{busy:.1f} s of processor time" + (f"; {note}" if note else "")
    return Row("scale", what, round(wall, 1), "s", goal=goal and f"< {goal}", note=told)
