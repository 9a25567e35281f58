"""A case that grew report by report beside the same reports worked out all at once."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.live_store import Store, echoes_slowly, slowly, unnumbered

from tocsin.evaluation.marked import read_marked
from tocsin.gathering import Gathered, gather
from tocsin.live import LiveCase
from tocsin.pipeline import Settings, run_case
from tocsin.policies import shipped
from tocsin.records import (
    Reading,
    Report,
)
from tocsin.reports import read_paths
from tocsin.synthetic.simulating import World, simulate

CASE = Path(__file__).parents[1] / "data/cases/harrowmere/reports.jsonl"
AS_OF = date(2012, 1, 1)
few = settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
fewer = settings(few, max_examples=2)
seeds = st.integers(0, 10_000)


@cache
def _written() -> tuple[Report, ...]:
    answers = {"origin_of", "decision", "compiled_from"}
    rows = [
        {k: v for k, v in r.row.items() if k not in answers and v is not None}
        for r in read_marked(CASE)
    ]
    with TemporaryDirectory() as place:
        lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (Path(place) / "reports.jsonl").write_text(lines, "utf-8")
        return read_paths([Path(place)]).reports


@cache
def _town(seed: int) -> tuple[Report, ...]:
    with TemporaryDirectory() as place:
        simulate(World(seed=seed, reports=90), Path(place) / "town", lambda *_: None)
        return read_paths([Path(place) / "town" / "input"]).reports


@cache
def _read(pool: int) -> Gathered:
    """What was read off every report a world may hold, once."""
    reports = {r.report_id: r for r in _pool(pool)}
    return gather(
        reports,
        names=(),
        mode="full",
        policy=shipped(),
        mended=(),
        workers=1,
        tell=lambda _stage, _done, _of: None,
    )


def _pool(pool: int) -> tuple[Report, ...]:
    return _written() if pool else _town(3)


def _known(pool: int, reports: Sequence[Report]) -> Gathered:
    """What was read off some reports; what the reading depends on is that of the pool."""
    found, ids = _read(pool), {r.report_id for r in reports}
    return replace(
        found,
        extractions={r: found.extractions[r] for r in ids},
        said={r: found.said[r] for r in ids},
        told=[d for d in found.told if d.report_id in ids],
    )


def _world(seed: int) -> tuple[list[Report], list[Report]]:
    """Some reports, most of them there at first, and some that come later in any order."""
    chance = random.Random(seed)
    reports = list(_pool(seed % 2))
    chosen = chance.sample(reports, chance.randint(8, min(40, len(reports))))
    late = chance.randint(1, min(8, len(chosen) - 2))
    return chosen[late:], chosen[:late]


def _settings(reports: Sequence[Report]) -> Settings:
    last = max((r.received.last for r in reports if r.received), default=AS_OF)
    return Settings(as_of=max(AS_OF, last))


@few
@given(seeds)
def test_a_case_that_grew_gives_what_its_joins_and_echoes_give(seed: int):
    """Voices, figures, decisions, entries and sightings are those that working out everybody anew
    gives; echoes those of finding all anew with the same shares; a store that took in every update
    holds the same."""
    base, late = _world(seed)
    asked = _settings([*base, *late])
    live = LiveCase.build(base, asked, gathered=_known(seed % 2, base))
    store = Store.of(live.case())
    for report in late:
        store.take(live.add(report))
    case = live.case()
    entries, sightings = slowly(case, asked)
    assert case.entries == entries
    assert case.sightings == sightings
    assert case.echoes == echoes_slowly(live, asked)
    store.same_as(case)
    live.close()


@fewer
@given(seeds)
def test_a_refreshed_case_is_the_run_of_its_reports(seed: int):
    """After a refresh nothing is left of the order in which reports came but the numbers that
    subjects bear."""
    base, late = _world(seed)
    asked = _settings([*base, *late])
    live = LiveCase.build(base, asked)
    store = Store.of(live.case())
    store.take(live.add(*late))
    store.take(live.refresh())
    case = live.case()
    whole = run_case(Reading((*base, *late)), asked)
    assert unnumbered(case) == unnumbered(whole)
    assert case.echoes == whole.echoes
    assert {s.mention_ids: s.cores for s in case.joining.subjects} == {
        s.mention_ids: s.cores for s in whole.joining.subjects
    }
    assert list(case.reports) == list(whole.reports)
    assert case.coverage == whole.coverage
    store.same_as(case)
    live.close()


@fewer
@given(seeds)
def test_a_case_built_at_once_is_the_run_to_the_letter(seed: int):
    """Without any addition, everything but the timings is equal."""
    base, late = _world(seed)
    asked = _settings([*base, *late])
    live = LiveCase.build([*base, *late], asked)
    case, whole = live.case(), run_case(Reading((*base, *late)), asked)
    for part in ("reports", "extractions", "joining", "echoes", "decisions", "entries",
                 "coverage", "unattached", "sightings"):  # fmt: skip
        assert getattr(case, part) == getattr(whole, part), part
    live.close()
