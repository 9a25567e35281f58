"""Which kind of decision answers which list and which concern, read from the policy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.policies import Policy

UNSPECIFIED = "unspecified"


@dataclass(frozen=True, slots=True)
class Answers:
    """`policies/answers.yaml` and the concerns that ask for an answer, ready to be asked."""

    kinds_of: Mapping[str, frozenset[str]]
    """List → kinds of decision that answer it."""
    covered_by: Mapping[str, frozenset[str]]
    """Concern of a decision → concerns it covers besides its own."""
    asking: frozenset[str]
    """Concerns that ask for an answer."""
    telling_days: int

    @classmethod
    def of(cls, policy: Policy) -> Answers:
        """Read the tables once, for all subjects."""
        table = policy.table("answers")
        concerns = policy.table("concerns")["concerns"]
        return cls(
            {name: frozenset(row["kinds"]) for name, row in table["answers"].items()},
            {name: frozenset(row) for name, row in table["covers"].items()},
            frozenset(name for name, c in concerns.items() if c["asks_for_an_answer"]),
            int(policy["answers.telling_days"]),
        )

    def kind_answers(self, kind: str, list_name: str) -> bool:
        """Whether a decision of this kind answers this list at all."""
        return kind in self.kinds_of[list_name]

    def covers(self, decided_concern: str, concerns: Iterable[str]) -> bool:
        """Whether a decision about one concern answers an account about these concerns.

        Every concern that asks for an answer must be covered: an account of exploitation and of
        a weapon is not answered by a decision about the weapon. One whose kind is not said is
        covered by a decision about any of them.
        """
        if not decided_concern:
            return True
        covered = self.covered_by.get(decided_concern, frozenset()) | {decided_concern}
        asked = self.asking.intersection(concerns) - {UNSPECIFIED}
        return asked <= covered if asked else decided_concern in self.asking
