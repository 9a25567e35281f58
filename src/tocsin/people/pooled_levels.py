"""What two groups of reports have in common, in the words of the comparisons of single profiles."""

from __future__ import annotations

from typing import Protocol

NEAR_DAYS = 730
CLOSE_DAYS = 365
FAR_DAYS = 2920


class Pooled(Protocol):
    """What the reports of one group say together."""

    @property
    def agencies(self) -> frozenset[str]:
        """Who wrote them."""

    @property
    def days(self) -> tuple[int, int] | None:
        """When the first and the last were received."""

    @property
    def own(self) -> frozenset[str]:
        """Things tied to the person."""

    @property
    def near(self) -> frozenset[str]:
        """Things named at all."""


def keeps_level(one: Pooled, other: Pooled) -> str:
    """The level of the comparison of things kept; empty where it is silent."""
    if not (one.near and other.near):
        return ""
    shared = len(one.own & other.own)
    if shared:
        return "two" if shared > 1 else "one"
    if one.own & other.near or one.near & other.own:
        return "part"
    return "report" if one.near & other.near else "none"


def setting_level(one: Pooled, other: Pooled) -> str:
    """The level of the comparison of agency and time, by the shortest time between the two."""
    if not (one.agencies and other.agencies):
        return ""
    gap = None
    if one.days and other.days:
        gap = max(0, max(one.days[0], other.days[0]) - min(one.days[1], other.days[1]))
    if one.agencies & other.agencies:
        return "same_near" if gap is not None and gap <= NEAR_DAYS else "same"
    if gap is None:
        return "other"
    return "near" if gap <= CLOSE_DAYS else "far" if gap > FAR_DAYS else "other"


def sex_level(one: str, other: str) -> str:
    """The level of the comparison of sex; empty where either is silent."""
    if not (one and other):
        return ""
    return "same" if one == other else "different"


_PARTS = {
    "AA": "alleged", "CC": "affected", "AO": "alleged_other", "CO": "affected_other",
    "AC": "alleged_affected", "CK": "affected_kin", "AK": "alleged_kin", "KK": "kin",
    "OW": "work_other", "KW": "work_other", "OO": "other",
}  # fmt: skip


def part_level(one: str, other: str, one_agency: bool) -> str:
    """The level of the comparison of parts; the same as its SQL.

    >>> part_level("A", "O", False), part_level("R", "W", True)
    ('alleged_other', 'work_one_agency')
    """
    if "U" in (one, other):
        return ""
    if one in "WR" and other in "WR":
        return "work_one_agency" if one_agency else "work"
    if (one in "WR" and other in "AC") or (other in "WR" and one in "AC"):
        return "work_against"
    return _PARTS.get("".join(sorted((one, other))), "told")
