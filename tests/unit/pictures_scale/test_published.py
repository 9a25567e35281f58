"""Each method gives what its reference program or its authors print.

Deterministic figures to 1e-4 (profile figures to 1e-4 or 0.1, whichever is more); DGA quantiles
exactly; latent classes within 5 % and BCa limits within 15 %, both being simulated.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from scipy.special import gammaln, logsumexp
from tests.support.mse import NAMES, captures, has_oracle, oracle, oracle_note, up_to

from tocsin.pictures.scale.averaging import average, posterior
from tocsin.pictures.scale.bootstrap import bootstrap
from tocsin.pictures.scale.checks import _lognormal
from tocsin.pictures.scale.frequency import chao, chao_corrected, zelterman
from tocsin.pictures.scale.graphs import graphs
from tocsin.pictures.scale.latent import mix
from tocsin.pictures.scale.loglinear import design, table
from tocsin.pictures.scale.profile import profile
from tocsin.pictures.scale.search import best_of, search
from tocsin.pictures.scale.stepwise import grow, grow_by_aic
from tocsin.pictures.scale.threshold import thresholded

exactly = partial(pytest.approx, rel=1e-4)
profiled = partial(pytest.approx, rel=1e-4, abs=0.1)


@pytest.mark.parametrize("name", NAMES)
def test_independent_lists(name: str):
    """Main effects alone give the total and the lognormal interval of the reference."""
    found, told = _lognormal(captures(name), ()), oracle(name, "independence_lognormal_ci")
    assert found == exactly((told["estimate"], told["lo95"], told["hi95"]))


@pytest.mark.parametrize("level", [0.95, 0.80])
@pytest.mark.parametrize("name", NAMES)
def test_profile_interval(name: str, level: float):
    """The multinomial profile interval is that of Rcapture."""
    table_, told = captures(name), oracle(name, "independence_profile_ci")
    found = profile(table_.counts, (), len(table_.lists), level)
    low, high = (told["lo95"], told["hi95"]) if level == 0.95 else (told["lo80"], told["hi80"])
    assert (found.estimate, found.low, found.high) == profiled((told["estimate"], low, high))


@pytest.mark.parametrize("wald", ["0.05", "0.001"])
@pytest.mark.parametrize("name", up_to(6))
def test_stepwise_by_aic(name: str, wald: str):
    """The rule of the Home Office's figure; tables of eight lists are pinned in bench/scale.py."""
    table_, told = captures(name), oracle(name, f"bhs_aic_stepwise_p{wald}")
    model = grow_by_aic(table_.counts, len(table_.lists), float(wald))
    found = profile(table_.counts, model, len(table_.lists))
    assert (found.estimate, found.low) == profiled((told["estimate"], told["lo95"]))
    assert found.high == profiled(told["hi95"])


@pytest.mark.parametrize("name", NAMES)
def test_stepwise_by_surprise(name: str):
    """SparseMSE's choice of pairs, its total and its interval given the choice."""
    table_, told = captures(name), oracle(name, "sparsemse_stepwise_p0.02")
    frame = design(len(table_.lists))
    active, unseen = grow(table(table_.counts, frame)[None, :], frame)
    assert table_.seen + unseen[0] == exactly(told["estimate"])
    found = _lognormal(table_, frame.model(active[0]))
    assert found == exactly((told["estimate"], told["lo95"], told["hi95"]))


@pytest.mark.parametrize("name", NAMES)
def test_by_frequencies(name: str):
    """Chao's bound, its corrected form and Zelterman's estimate, with their intervals."""
    table_ = captures(name)
    found, told = chao(table_), oracle(name, "chao1987_lower_bound")
    assert found is not None
    assert (found.estimate, found.low, found.high) == exactly(
        (told["estimate"], told["lo95"], told["hi95"])
    )
    assert chao_corrected(table_) == exactly(oracle(name, "chao_bias_corrected")["estimate"])
    other, told = zelterman(table_), oracle(name, "zelterman")
    assert other is not None
    assert (other.estimate, other.high) == exactly((told["estimate"], told["hi95"]))
    assert other.low == exactly(max(told["lo95"] or 0, table_.seen))


@pytest.mark.parametrize("name", up_to(5))
def test_best_by_bic(name: str):
    """The best of all pairwise models, its BIC and its total."""
    table_, told = captures(name), oracle(name, "mse_bic_order2")
    best = search(table_.counts, len(table_.lists), 2, 1)[0]
    assert best.estimate == exactly(told["estimate"])
    bic = float(oracle_note(name, "mse_bic_order2").split("BIC=")[1].split(",")[0])
    assert best.bic == pytest.approx(bic, abs=1e-5)


@pytest.mark.parametrize("name", [n for n in up_to(4) if len(captures(n).lists) == 4])
def test_best_by_bic_with_three_way_terms(name: str):
    """The same when terms of three lists are allowed: 113 models for four lists."""
    table_, told = captures(name), oracle(name, "mse_bic_default_order")
    assert search(table_.counts, 4, 3, 1)[0].estimate == exactly(told["estimate"])


def test_the_published_best_models():
    """Korea 157.1667, Kosovo 10,356.519 and the United Kingdom 22,991.331, by their models."""
    pins = (("korea_3", 2, 157.1667), ("kosovo_4", 3, 10_356.519), ("uk2013_5", 2, 22_991.331))
    for name, order, total in pins:
        table_ = captures(name)
        best = search(table_.counts, len(table_.lists), order, 1)[0]
        assert best.estimate == pytest.approx(total, rel=1e-6)


@pytest.mark.parametrize("name", [n for n in up_to(5) if n not in ("netherlands_5", "uk2013_5")])
def test_average_over_graphs(name: str):
    """The posterior over decomposable graphs, quantile by quantile, under each cut of the prior."""
    for found in average(captures(name)):
        told = oracle(name, f"dga_delta2^-k_Nmax{found.cut}x")
        mine = (found.median, found.low, found.high, found.low80, found.high80)
        assert mine == tuple(told[k] for k in ("estimate", "lo95", "hi95", "lo80", "hi80"))


def test_the_united_kingdom_rests_on_the_prior():
    """Cut at 5 or 10 times those seen, the median of the same table is 11,767 or 22,365."""
    assert [a.median for a in average(captures("uk2013_5"), (5, 10))] == [11_767, 22_365]


def test_madigan_and_york():
    """Their spina bifida example: 731, mode 728, the best graph carrying .37."""
    unseen = np.arange(1, 301.0)
    totals = 626 + unseen
    prior = gammaln(totals + 13.14) - gammaln(totals + 1) + totals * np.log(55.17 / 56.17)
    share = posterior(captures("spina_bifida_3_n626"), unseen, 1.0, prior)
    assert (share / totals).sum() / (share / totals**2).sum() == pytest.approx(731, abs=0.5)
    assert totals[share.argmax()] == 728


def test_the_five_list_example_of_madigan_and_york():
    """Congenital anomalies, delta .5: median 616 (588 to 655)."""
    unseen = np.arange(1, 301.0)
    prior = -np.log(537 + unseen)
    sums = posterior(captures("congenital_5"), unseen, 0.5, prior).cumsum()
    found = [538 + int(np.searchsorted(sums, q)) for q in (0.5, 0.025, 0.975)]
    assert found == [616, 588, 655]
    assert logsumexp(prior) < 0
    assert [len(graphs(size)) for size in (3, 4, 5)] == [8, 61, 822]


@pytest.mark.parametrize("name", ["kosovo_4", "korea_3", "uk2013_5", "western_us_5"])
def test_stepwise_bca(name: str):
    """The corrected interval of the stepwise estimate, the choice made anew each time."""
    table_, told = captures(name), oracle(name, "sparsemse_stepwise_p0.02_BCa")
    frame = design(len(table_.lists))
    found = bootstrap(
        table_,
        frame,
        lambda tables: grow(tables, frame)[1],
        estimate=told["estimate"] or 0,
        seed=1,
        replicates=1000,
    )
    assert found.bca == pytest.approx((told["lo95"], told["hi95"]), rel=0.15)
    ahat = {"kosovo_4": -0.0041602, "korea_3": -0.0287734, "uk2013_5": -0.0121811}
    if name in ahat:
        assert found.acceleration == pytest.approx(ahat[name], rel=1e-3)


@pytest.mark.parametrize("name", ["hav_taiwan_3", "korea_3"])
def test_bic_bca(name: str):
    """The corrected interval of the best model by BIC, the choice made anew each time."""
    table_, told = captures(name), oracle(name, "mse_bic_BCa_order2")
    frame, ranked = design(3), search(table_.counts, 3)
    choices = [r.model for r in ranked]
    found = bootstrap(
        table_,
        frame,
        lambda tables: best_of(tables, choices, frame),
        estimate=ranked[0].estimate,
        seed=1,
        replicates=1000,
    )
    assert found.bca == pytest.approx((told["lo95"], told["hi95"]), rel=0.15)


@pytest.mark.parametrize("name", ["korea_3", "spina_bifida_3_n626"])
def test_latent_classes(name: str):
    """Short chains find the median of the long ones within 5 %."""
    found = mix(captures(name), seed=1, burn=800, draws=300, thin=6, workers=2)
    assert found.rhat < 1.1
    assert found.median == pytest.approx(oracle(name, "lcmcr_K10")["estimate"], rel=0.05)


@pytest.mark.parametrize("name", ["korea_3", "western_us_5", "uk2013_5", "kosovo_4"])
def test_bayes_threshold(name: str):
    """Median and limits of the threshold estimate within 5 % of the reference's own chain."""
    found, told = thresholded(captures(name), seed=1), oracle(name, "bayes_threshold2_normal")
    assert has_oracle(name, "bayes_threshold2_normal")
    assert (found.median, found.low, found.high) == pytest.approx(
        (told["estimate"], told["lo95"], told["hi95"]), rel=0.05
    )
