"""What a scored pair amounts to: certain, possible, or not joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from tocsin.people.model import Model, level_reached
from tocsin.people.scoring import ScoredPair
from tocsin.policies import Policy
from tocsin.records import JoinStatus

_BOUND = frozenset({"two", "one"})
_STRONG = _BOUND | {"part"}
_BIRTHS = frozenset({"day", "year"})
_COMPANY = frozenset({"companion", "companion_and_place"})


@dataclass(frozen=True, slots=True)
class Cuts:
    """From which probability a join is certain, and from which possible."""

    certain: float
    possible: float

    @classmethod
    def of(cls, policy: Policy) -> Cuts:
        """The cuts of a policy."""
        return cls(float(policy["people.certain"]), float(policy["people.possible"]))


def verdict(pair: ScoredPair, model: Model, cuts: Cuts) -> JoinStatus:
    """How a pair hangs together.

    A name alone never makes a join certain. How much must come beside it depends on how much of
    the name agrees: the same full name takes a thing kept, a companion named in full or a year of
    birth; another spelling or an initial takes a thing kept (a brother keeps the same company); a
    single word takes a thing the reports tie to the person. A report that repeats another says
    nothing of its own: the two are one account, and their people make no core.
    """
    if pair.probability < cuts.possible:
        return JoinStatus.ALONE
    levels = reached(pair, model)
    given, family = pair.match_key[0], pair.match_key[2]
    if "c" in (given, family):
        return JoinStatus.ALONE
    if pair.probability >= cuts.certain and _beyond_name(given, family, levels):
        return JoinStatus.CERTAIN
    if _is_short(given, family) and not _shares_context(levels):
        return JoinStatus.ALONE
    return JoinStatus.POSSIBLE


def reached(pair: ScoredPair, model: Model) -> Mapping[str, str]:
    """comparison → name of the level reached; silence is left out."""
    found = {}
    for spec, gamma in zip(model.specs, pair.gammas, strict=True):
        level = level_reached(spec, gamma)
        if level is not None:
            found[spec.name] = level.name
    return found


def _is_short(given: str, family: str) -> bool:
    """Only one word agrees, or initials alone."""
    return given in "01" or family in "01" or (given == "2" and family == "2")


def _beyond_name(given: str, family: str, levels: Mapping[str, str]) -> bool:
    if "0" in (given, family) or levels.get("family") == "household":
        return False
    keeps, circle = levels.get("keeps", ""), levels.get("circle", "")
    if _is_short(given, family):
        return keeps in _BOUND or (keeps == "part" and circle in _COMPANY)
    if "3" in (given, family) or "2" in (given, family):
        return keeps in _STRONG
    born = levels.get("born", "") in _BIRTHS
    return keeps in _STRONG or circle in _COMPANY or born


def _shares_context(levels: Mapping[str, str]) -> bool:
    return (
        levels.get("setting", "") in ("same", "same_near")
        or levels.get("circle", "none") != "none"
        or levels.get("keeps", "none") != "none"
        or "text" in levels
    )
