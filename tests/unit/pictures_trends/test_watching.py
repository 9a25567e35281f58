"""The watch holds its promise though what is usual must itself be learnt."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.support.told import World, day_of

from tocsin.pictures.trends.eprocess import log_e_value
from tocsin.pictures.trends.material import concern_labels, material_of
from tocsin.pictures.trends.watching import LEAST_BASELINE, expected_rate, watches
from tocsin.pictures.trends.weekly import count_weeks
from tocsin.policies import shipped


@pytest.mark.parametrize("rate", [0.1, 0.5, 4.0])
@pytest.mark.parametrize("weeks", [LEAST_BASELINE, 156])
def test_a_rate_learnt_from_few_weeks_does_not_ring_by_itself(rate: float, weeks: int):
    """Half a year of reports is enough to keep false alarms below a twentieth."""
    chance = np.random.default_rng(11)
    before = chance.poisson(rate * weeks, 6000)
    usual = np.array([expected_rate(float(n), weeks) for n in before])
    seen = chance.poisson(rate, (6000, 52)).cumsum(axis=1)
    log_e = log_e_value(seen, usual[:, None] * np.arange(1.0, 53)[None, :])
    assert (log_e.max(axis=1) >= math.log(20)).mean() <= 0.05


def test_a_volume_that_doubles_rings():
    """Twice as many reports a week through the last year."""
    world = World()
    for n, day in enumerate(range(0, 4 * 364, 4)):
        world.tell(day, f"P{n}", teller=f"t{n}")
    for n, day in enumerate(range(3 * 364, 4 * 364, 4)):
        world.tell(day, f"P9{n}", teller=f"u{n}")
    policy = shipped()
    material = material_of(world.sightings, world.reports, day_of(4 * 364), policy)
    weeks = count_weeks(material, policy)
    (volume,) = watches(material, weeks, concern_labels(policy), policy).volumes
    assert volume.log_e[-1] > math.log(20)
    assert volume.seen[-1] == sum(len(week) for week in volume.report_ids)
