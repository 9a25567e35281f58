"""Each detector gives the figures of the reference programs on the same numbers."""

from __future__ import annotations

import csv
import gzip
import math
import os
from pathlib import Path

import numpy as np
import pytest

from tocsin.pictures.trends.bursts import bursts
from tocsin.pictures.trends.ears import ears
from tocsin.pictures.trends.eprocess import benjamini_hochberg, doubled, limit, log_e_value
from tocsin.pictures.trends.farrington import farrington_1996, farrington_flexible
from tocsin.pictures.trends.pairs import Prior, fit_prior, ratios
from tocsin.pictures.trends.permutation_scan import scan

DATA = Path(__file__).parents[2] / "data/signals"
REFERENCE = os.environ.get("TOCSIN_REFERENCE_DATA", "")


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def salmonella() -> np.ndarray:
    """312 weekly counts, 1990 to 1995."""
    rows = _rows("salmonella_agona_weekly_1990_1995.csv")
    return np.array([float(row["observed"]) for row in rows])


def _oracle(method: str) -> dict[int, tuple[float, bool]]:
    return {
        int(row["week"]): (
            math.nan if row["upperbound"] in ("", "NA") else float(row["upperbound"]),
            row["alarm"] in ("1", "TRUE"),
        )
        for row in _rows("salmonella_agona_detectors.csv")
        if row["method"] == method
    }


def test_farrington_of_1996_rings_in_the_published_weeks(salmonella: np.ndarray):
    """The same nine alarms and limits to 3e-4 as the reference gives."""
    alarms = []
    for week, (upper, _) in sorted(_oracle("farrington1996").items()):
        found = farrington_1996(salmonella[:, None], week - 1)
        if upper:  # the reference writes 0 where too few came to ring
            assert found.limit[0] == pytest.approx(upper, abs=3e-4)
        else:
            assert np.isnan(found.limit[0])
        alarms += [week] if found.alarm[0] else []
    assert alarms == [239, 249, 250, 254, 255, 257, 262, 263, 264]


def test_farrington_flexible_rings_in_the_published_weeks(salmonella: np.ndarray):
    """The same three alarms, and every limit the very count the reference gives."""
    alarms = []
    for week, (upper, _) in sorted(_oracle("farringtonFlexible_noufaily").items()):
        found = farrington_flexible(salmonella[:, None], week - 1)
        if not math.isnan(upper):
            assert found.limit[0] == upper
        alarms += [week] if found.alarm[0] else []
    assert alarms == [262, 263, 264]


def test_many_streams_at_once_are_judged_as_each_alone(salmonella: np.ndarray):
    """Fitting streams together changes no limit of any."""
    both = np.column_stack([salmonella, salmonella[::-1], np.zeros_like(salmonella)])
    together = farrington_flexible(both, 280)
    for column in range(2):
        alone = farrington_flexible(both[:, column : column + 1], 280)
        np.testing.assert_allclose(together.limit[column], alone.limit[0])
        np.testing.assert_allclose(together.expected[column], alone.expected[0], rtol=1e-6)
    assert np.isnan(together.limit[2])


@pytest.mark.parametrize(("method", "alpha", "alarms"), [
    ("C1", 0.001, 16), ("C2", 0.001, 20), ("C3", 0.025, 36),
])  # fmt: skip
def test_ears_rings_as_often_as_published(
    salmonella: np.ndarray, method: str, alpha: float, alarms: int
):
    """The same weeks ring, with limits to 5e-7."""
    _, most = ears(salmonella, method, alpha=alpha)
    oracle = _oracle(f"ears_{method}")
    for week, (upper, rings) in oracle.items():
        assert most[week - 1] == pytest.approx(upper, abs=5e-7)
        assert (salmonella[week - 1] > most[week - 1]) == rings
    assert sum(salmonella[w - 1] > most[w - 1] for w in oracle) == alarms


@pytest.mark.parametrize("s", [2, 3])
@pytest.mark.parametrize("gamma", [0.5, 1, 2])
def test_bursts_are_those_of_the_reference(s: int, gamma: float):
    """Every burst of the demonstration, for six settings."""
    times = [float(row["time"]) for row in _rows("kleinberg_demo_times.csv")]
    wanted = sorted(
        (int(row["level"]), float(row["start"]), float(row["end"]))
        for row in _rows("kleinberg_demo_bursts.csv")
        if float(row["s"]) == s and float(row["gamma"]) == gamma
    )
    assert [(b.level, b.start, b.end) for b in bursts(times, s=s, gamma=gamma)] == wanted


@pytest.fixture(scope="module")
def caers() -> tuple[np.ndarray, np.ndarray]:
    """17,189 pairs of product and event: seen, expected."""
    with gzip.open(DATA / "caers_pairs_N_E.csv.gz", "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return np.array([float(r["N"]) for r in rows]), np.array([float(r["E"]) for r in rows])


def _published_prior() -> Prior:
    return Prior(*(float(row["value"]) for row in _rows("ebgm_caers_hyperparameters.csv")))


def test_shrunk_ratios_are_those_of_the_reference():
    """EBGM and its 5 and 95 % points of eighty pairs, to the two decimals they are kept in."""
    rows = _rows("ebgm_caers_oracle.csv")
    seen, expected = (np.array([float(r[k]) for r in rows]) for k in ("N", "E"))
    found = ratios(seen, expected, _published_prior())
    for ours, key in ((found.ebgm, "EBGM"), (found.low, "QUANT_05"), (found.high, "QUANT_95")):
        np.testing.assert_allclose(ours, [float(r[key]) for r in rows], atol=0.01)
    one = rows.index(next(r for r in rows if r["var2"] == "WEIGHT INCREASED"))
    shown = [round(float(v[one]), 2) for v in (found.ebgm, found.low, found.high)]
    assert shown == [23.26, 15.68, 33.47]


def test_the_prior_of_pairs_is_learnt_as_the_reference_learns_it(
    caers: tuple[np.ndarray, np.ndarray],
):
    """The five figures of the prior within half a percent."""
    found, wanted = fit_prior(*caers), _published_prior()
    for key in ("shape1", "rate1", "shape2", "rate2", "share1"):
        assert getattr(found, key) == pytest.approx(getattr(wanted, key), rel=0.005)


def test_the_scan_of_place_and_time_finds_the_reference_cluster():
    """NYC fever: 194 cases, the best cluster of LLR 3.845, and nothing unusual about it."""
    places = _rows("satscan_NYCfevergeo.csv")
    number = {row["zip"]: i for i, row in enumerate(places)}
    rows = [r for r in _rows("satscan_NYCfevercas.csv") for _ in range(int(r["cases"]))]
    days = [np.datetime64("-".join(p.zfill(2) for p in r["date"].split("/"))) for r in rows]
    found = scan(
        np.array([float(r["lat"]) for r in places]),
        np.array([float(r["long"]) for r in places]),
        np.array([number[r["zip"]] for r in rows]),
        np.array(days).astype("datetime64[D]").astype(int),
        most_km=3,
        most_days=7,
        simulations=199,
    )
    assert len(rows) == 194
    assert found is not None
    assert found.llr == pytest.approx(3.845, abs=0.001)
    assert found.chance == pytest.approx(0.22, abs=0.08)


def test_the_scan_finds_a_planted_cluster_and_says_nothing_of_no_cases():
    """Ten cases in one place on two days stand out; no cases, no cluster."""
    chance = np.random.default_rng(5)
    latitude, longitude = 53.0 + chance.random(20) / 10, -1.0 + chance.random(20) / 10
    place = np.concatenate([chance.integers(0, 20, 100), np.full(10, 7)])
    day = np.concatenate([chance.integers(0, 60, 100), np.repeat([58, 59], 5)])
    found = scan(latitude, longitude, place, day, most_km=2, most_days=7, simulations=99)
    assert found is not None
    assert 7 in found.places
    assert found.chance == 0.01
    assert found.last_day == 59
    nothing = np.array([], dtype=int)
    assert scan(latitude, longitude, nothing, nothing, most_km=2, most_days=7) is None


def test_false_alarms_stay_below_their_level_over_two_hundred_looks():
    """Where nothing rose, a watch looked at 200 times rings in at most a twentieth of cases."""
    chance = np.random.default_rng(0)
    for rate in (0.1, 0.5, 2.0):
        seen = chance.poisson(rate, (10_000, 200)).cumsum(axis=1)
        ever = log_e_value(seen, rate * np.arange(1.0, 201)[None, :]).max(axis=1)
        assert (ever >= math.log(20)).mean() <= 0.05
        if rate == 0.5:
            assert (ever >= math.log(20)).mean() == pytest.approx(0.025, abs=0.006)


def test_twice_a_baseline_of_a_half_rings_after_seventeen_looks():
    """The published median time to alarm."""
    seen = np.random.default_rng(1).poisson(1.0, (4000, 200)).cumsum(axis=1)
    rings = log_e_value(seen, 0.5 * np.arange(1.0, 201)[None, :]) >= math.log(20)
    assert abs(np.median(rings.argmax(axis=1) + 1) - 17) <= 1


def test_the_limit_is_where_the_alarm_begins():
    """At the limit the evidence rings, one below it does not."""
    for expected in (0.0, 0.3, 4.0, 55.0):
        most = limit(expected, 0.05)
        assert log_e_value(most, expected) >= math.log(20) > log_e_value(most - 1, expected)


def test_evidence_far_in_the_tail_stays_a_number():
    """Very many expected and none seen is no evidence, and no overflow."""
    found = log_e_value(np.array([0.0, 0.0, 5000.0]), np.array([900.0, 5.0, 10.0]))
    assert np.all(np.isfinite(found))
    assert found[0] < 0.1
    assert found[2] > 1000


def test_of_many_e_values_those_that_stand_out_are_kept():
    """The k-th largest of m must reach m / (k alpha); what was looked at counts in m."""
    values = [math.log(v) for v in (100.0, 45.0, 1.0, 0.5)]
    assert benjamini_hochberg(values, 0.05) == [True, True, False, False]
    assert benjamini_hochberg(values, 0.05, of=400) == [False] * 4
    assert benjamini_hochberg([], 0.05) == []


@pytest.mark.skipif(not REFERENCE, reason="TOCSIN_REFERENCE_DATA is not set")
def test_the_inquiry_figures_ring_in_the_published_year():
    """Deaths of women beyond what was expected pass the one-in-a-million line in 1985."""
    path = Path(REFERENCE) / "real/shipman-sprt/deaths_65plus_home_or_practice.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen, expected = (np.array([float(r[f"women_{k}"]) for r in rows]) for k in ("obs", "exp"))
    line = math.log((1 - 1e-6) / 1e-6)
    sequential = np.array(doubled(seen.tolist(), expected.tolist()))
    anytime = log_e_value(seen.cumsum(), expected.cumsum())
    assert rows[int(np.argmax(sequential >= line))]["year"] == "1985"
    assert rows[int(np.argmax(anytime >= line))]["year"] == "1985"
