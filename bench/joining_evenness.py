"""Even-handed joining: false and missed joins by origin of name, in towns full of namesakes.

In each simulated town half of the people have the full name of a stranger of their origin, in every
origin alike. All origins share one cut (`people.possible`). The worst and the best origin are told
on some towns and their ratio is measured on others, so that the ratio is not the luck of the draw;
its interval comes from drawing the people of those towns again and again.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from table import Row

from tocsin.evaluation.teaching import told_case
from tocsin.evaluation.truth import read_truth
from tocsin.people import join
from tocsin.policies import shipped
from tocsin.records import Joining, JoinStatus
from tocsin.synthetic.simulating import World, simulate

_NAMESAKES = 0.5
_REPORTS = 10_000
_TELLING, _MEASURED = (41, 42, 43), (44, 45, 46)
_DRAWS = 2_000
_ENOUGH = 200
_GOAL = 1.25

Tally = tuple[int, int, int, int]
"""False joins (each counted for both of its people), mentions, missed joins, joins to be made."""


def measure() -> list[Row]:
    """One row for each measure, with the worst and the best origin in the note."""
    reports = int(os.environ.get("TOCSIN_BENCH_EVENNESS", _REPORTS))
    telling = _people(_TELLING, reports)
    measured = _people(_MEASURED, reports)
    rows = []
    for what, top, bottom in (("false joins", 0, 1), ("missed joins", 2, 3)):
        worst, best = _ends(telling, top, bottom)
        ratio, low, high = _interval(measured[worst], measured[best], top, bottom)
        counts = [sum(t[0] for t in people) // 2 for people in measured.values()]
        note = f"{worst} against {best}; 95 % interval {low:.2f} to {high:.2f}"
        part = f"evenness by origin, {len(_MEASURED)} towns of {reports:,}"
        rows.append(Row(part, f"{what}, worst to best", ratio, note=note))
        rows.append(Row(part, f"{what}, lower end", low, goal=f"<= {_GOAL}"))
        if what == "false joins":
            least = float(min(counts))
            rows.append(Row(part, "false joins of an origin, fewest", least, goal=f">= {_ENOUGH}"))
    for origin, people in sorted(measured.items()):
        false, missed = _rate(people, 0, 1), _rate(people, 2, 3)
        note = f"false joins a 1,000 mentions; of joins to be made {missed:.1%} missed"
        rows.append(Row("evenness, each origin", origin, 1000 * false, note=note))
    return rows


def _people(seeds: Sequence[int], reports: int) -> dict[str, list[Tally]]:
    """Origin → what was joined falsely and missed of each of its people."""
    found: dict[str, list[Tally]] = defaultdict(list)
    for seed in seeds:
        with tempfile.TemporaryDirectory() as folder:
            town = Path(folder) / "town"
            world = World(seed=seed, reports=reports, namesakes=_NAMESAKES)
            simulate(world, town, lambda *_: None)
            case = told_case(town, shipped())
            subjects = read_truth(town).subjects
        joined = join(case.reports, case.extractions, echoes=case.echoes, policy=shipped())
        origin = {i: s.name_origin for i, s in subjects.items() if s.role_overall != "professional"}
        for person, tally in _tallies(joined, case.person_of).items():
            if person in origin:
                found[origin[person]].append(tally)
    return dict(found)


def _tallies(joined: Joining, person_of: Mapping[str, str]) -> dict[str, Tally]:
    false: Counter[str] = Counter()
    for tie in joined.joins:
        left, right = person_of.get(tie.left), person_of.get(tie.right)
        if tie.status is not JoinStatus.ALONE and left and right and left != right:
            false.update((left, right))
    parts: dict[str, Counter[str]] = defaultdict(Counter)
    reports: dict[str, set[str]] = defaultdict(set)
    for subject in joined.subjects:
        for mention_id in subject.mention_ids:
            person = person_of.get(mention_id)
            if person:
                parts[person][subject.person_id] += 1
                reports[person].add(mention_id.split(":")[0])
    return {
        person: (
            false[person],
            sum(held.values()),
            min(len(held), len(reports[person])) - 1,
            len(reports[person]) - 1,
        )
        for person, held in parts.items()
    }


def _rate(people: Sequence[Tally], top: int, bottom: int) -> float:
    return sum(t[top] for t in people) / max(sum(t[bottom] for t in people), 1)


def _ends(found: Mapping[str, Sequence[Tally]], top: int, bottom: int) -> tuple[str, str]:
    """The origin with most errors, and the one with fewest."""
    ranked = sorted(found, key=lambda origin: (_rate(found[origin], top, bottom), origin))
    return ranked[-1], ranked[0]


def _interval(
    worst: Sequence[Tally], best: Sequence[Tally], top: int, bottom: int
) -> tuple[float, float, float]:
    """The ratio of two rates, and the middle 95 % of it when people are drawn again."""
    rng = np.random.default_rng(1)
    rates = []
    for people in (worst, best):
        table = np.asarray(people, float)[:, (top, bottom)]
        drawn = rng.multinomial(len(table), np.full(len(table), 1 / len(table)), size=_DRAWS)
        sums = drawn @ table
        rates.append(sums[:, 0] / np.maximum(sums[:, 1], 1))
    low, high = np.percentile(rates[0] / np.maximum(rates[1], 1e-9), (2.5, 97.5))
    ratio = _rate(worst, top, bottom) / max(_rate(best, top, bottom), 1e-9)
    return ratio, float(low), float(high)
