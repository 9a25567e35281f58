"""What the whole looks like, worked out once for the page: scale, trends, groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tocsin.pictures.networks import (
    BetweenOthers,
    Groups,
    Network,
    between_others,
    groups_of,
    network_of,
)
from tocsin.pictures.scale import Scale, captures_of, estimate_scale
from tocsin.pictures.trends import Trends, trends_of
from tocsin.policies import Policy
from tocsin.privacy import protected_subjects
from tocsin.records import Case

SEED = 1
"""The same case draws the same picture."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The pictures of one case, each from the same sightings."""

    scale: Scale
    trends: Trends
    network: Network
    groups: Groups
    between: BetweenOthers


def picture_of(
    case: Case, policy: Policy, progress: Callable[[str, int, int], None] | None = None
) -> Picture:
    """Draw the pictures of a case. The scale is the quick panel, with few replicates: the whole
    one takes minutes, and `tocsin scale --full` runs it."""
    tell = progress or (lambda _stage, _done, _of: None)
    tell("Pictures", 0, 3)
    few = policy.with_values({"scale.replicates_quick": policy["scale.replicates_page"]})
    scale = estimate_scale(captures_of(case.sightings, policy), seed=SEED, policy=few)
    tell("Pictures", 1, 3)
    trends = trends_of(case.sightings, case.reports, as_of=case.as_of, policy=policy)
    tell("Pictures", 2, 3)
    hidden = protected_subjects(case.entries, case.joining, case.extractions)
    network = network_of(
        case.sightings, as_of=case.as_of, policy=policy, seed=SEED, shielded=hidden
    )
    groups = groups_of(network, policy=policy, seed=SEED)
    between = between_others(network, policy=policy, seed=SEED)
    tell("Pictures", 3, 3)
    return Picture(scale, trends, network, groups, between)
