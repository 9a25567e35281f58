"""An answer: what was decided about somebody, by whom, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.values.dates import PartialDate


class DecisionKind(StrEnum):
    """Kinds of answer; policies/answers.yaml says which answers which list and concern."""

    ASSESSMENT = "assessment"
    ARREST = "arrest"
    CHARGE = "charge"
    CAUTION = "caution"
    STRATEGY_MEETING = "strategy_meeting"
    REFERRAL = "referral"
    DISRUPTION = "disruption"
    SUPPORT = "support"
    ACTION = "action"
    NO_FURTHER_ACTION = "no_further_action"


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision as read from `decisions.csv` (confirmed) or from a report's words (not yet).

    `about` holds what it is about: mention_ids (told in a report), or names and person_ids as
    written (decisions.csv). `start`/`end` span the telling words in `report_id`.
    """

    decision_id: str
    kind: DecisionKind
    about: tuple[str, ...]
    on: PartialDate | None
    reason: str = ""
    owner: str = ""
    concern: str = ""
    report_id: str = ""
    """The report that tells of it."""
    cites: tuple[str, ...] = ()
    """Reports it names as its basis."""
    confirmed: bool = False
    source: str = ""
    """`decisions.csv` or `report`."""
    start: int = 0
    end: int = 0
