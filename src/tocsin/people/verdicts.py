"""What a scored pair amounts to: certain, possible, or not joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

from tocsin.people.model import Model, level_reached
from tocsin.people.scoring import ScoredPair
from tocsin.policies import Policy
from tocsin.records import JoinStatus

_BOUND = frozenset({"two", "one"})
_STRONG = _BOUND | {"part"}
_AT_ONE_PLACE = "work_one_agency"
"""The agency is where both are named at work: a workplace is evidence, a writer is none."""
_BIRTHS = frozenset({"day", "year"})
_COMPANY = frozenset({"companion", "companion_and_place", "company"})
_THREE = 3
PARTS_AGAINST = frozenset(
    {
        "alleged_other", "affected_other", "alleged_affected", "affected_kin", "alleged_kin",
        "work_against", "work_other", "told",
    }
)  # fmt: skip
"""Two parts that one person seldom stands in."""
_CLOSE_COMPANY = frozenset({"companion_and_place", "company"})
_ANY_COMPANY = _COMPANY | {"acquaintance_and_place", "acquaintance", "place"}


@dataclass(frozen=True, slots=True)
class Cuts:
    """From which probability a join is certain, and from which possible."""

    certain: float
    possible: float
    many_people: bool = False
    """Whether so many people are named that somebody else may well have any name."""

    @classmethod
    def of(cls, policy: Policy, prior_bits: float = 0.0) -> Cuts:
        """The cuts of a policy, in a case of so many people (`prior_bits` is their log2)."""
        many = prior_bits > log2(float(policy["people.name_alone_people"]))
        return cls(float(policy["people.certain"]), float(policy["people.possible"]), many)


def verdict(pair: ScoredPair, model: Model, cuts: Cuts) -> JoinStatus:
    """How a pair hangs together.

    A name alone never makes a join certain, whatever its probability. How much must come beside
    it depends on how much of the name agrees: the same full name takes anything that the reports
    share beyond agency and time (a thing kept, a companion, a place, a year of birth); another
    form of the first name takes a companion; a first name merely like the other takes a thing kept
    (a brother keeps the same company); an initial or a single word takes a thing tied to the
    person, or close company: the same two people, or one in full at the same place. A report that
    repeats another says nothing of its own: the two are one account, and their people make no
    core. In a case of many people a name alone joins nobody whose parts speak against it: somebody
    else has that name.
    """
    if pair.probability < cuts.possible:
        return JoinStatus.ALONE
    levels = reached(pair, model)
    given, family = pair.match_key[0], pair.match_key[2]
    if "c" in (given, family):
        return JoinStatus.ALONE
    if pair.probability >= cuts.certain and _beyond_name(given, family, levels):
        return JoinStatus.CERTAIN
    if not _shares_context(levels) and (
        _is_short(given, family) or (cuts.many_people and levels.get("part", "") in PARTS_AGAINST)
    ):
        return JoinStatus.ALONE
    return JoinStatus.POSSIBLE


class Verdicts:
    """Verdicts on many pairs: pairs that reach the same levels are one question, asked once."""

    def __init__(self, model: Model, cuts: Cuts) -> None:
        self._model, self._cuts = model, cuts
        self._known: dict[tuple[tuple[int, ...], str, bool], JoinStatus] = {}

    def of(self, pair: ScoredPair) -> JoinStatus:
        """As `verdict`."""
        if pair.probability < self._cuts.possible:
            return JoinStatus.ALONE
        asked = (pair.gammas, pair.match_key, pair.probability >= self._cuts.certain)
        found = self._known.get(asked)
        if found is None:
            found = self._known[asked] = verdict(pair, self._model, self._cuts)
        return found


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
    if keeps in _BOUND:
        return True
    if _is_short(given, family) or "2" in (given, family):
        kept = keeps in _STRONG and (circle in _COMPANY or not _is_short(given, family))
        return kept or circle in _CLOSE_COMPANY
    if keeps in _STRONG:
        return True
    if given == "3":
        return False
    if given == "4" or family in "34":
        return circle in _COMPANY
    told = circle in _ANY_COMPANY or levels.get("born", "") in _BIRTHS
    return told or levels.get("part", "") == _AT_ONE_PLACE


def pooled_beyond_name(given: str, family: str, levels: Mapping[str, str], people: int) -> bool:
    """Whether what two groups share beyond the name can make them one for certain.

    Groups of many reports share more by chance than two reports do, so more is asked: a thing tied
    to the person; three of the same people; or, with the same full name, two of them or one in
    full at the same place.
    """
    if not _beyond_name(given, family, levels):
        return False
    if levels.get("keeps", "") in _BOUND or people >= _THREE:
        return True
    if _is_short(given, family):
        return False
    at_work = levels.get("part", "") == _AT_ONE_PLACE
    return at_work or levels.get("circle", "") in _CLOSE_COMPANY


def _shares_context(levels: Mapping[str, str]) -> bool:
    return (
        levels.get("setting", "") in ("same", "same_near")
        or levels.get("circle", "none") != "none"
        or levels.get("keeps", "none") != "none"
        or "text" in levels
    )
