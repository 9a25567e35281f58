"""How an output is to be written: whom it masks, what it is marked with, for what purpose."""

from __future__ import annotations

from dataclasses import dataclass, field

from tocsin.policies import Policy, shipped

MARKING = "OFFICIAL-SENSITIVE"


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """Settings of one output.

    `share` makes what may leave the agency: initials for everybody, no texts, no row-level files,
    counts below the policy's `attention.small_number` withheld. It overrules `show_sources`.
    """

    show_sources: bool = False
    """Names of children, people affected, reporters and witnesses in full."""
    share: bool = False
    marking: str = MARKING
    purpose: str = ""
    operator: str = ""
    model: str = ""
    """The model file as JSON text, copied to model.json; empty: only its version is written."""
    policy: Policy = field(default_factory=shipped, repr=False)

    @property
    def small_number(self) -> int:
        """Counts above 0 and below this are withheld from what is shared."""
        return int(self.policy["attention.small_number"])
