"""What a user may say about how files are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.policies import Policy, shipped

FIELDS = (
    "report_id",
    "received",
    "occurred",
    "agency",
    "author",
    "channel",
    "grade",
    "source_grade",
    "information_grade",
    "handling_code",
    "scheme",
    "handling",
    "cites",
    "text",
)
"""What a column can be read as; `line` and `left_out` besides."""


@dataclass(frozen=True, slots=True)
class ReadingOptions:
    """How files are read."""

    split: bool = True
    """Whether documents that hold many dated entries are cut at them."""
    mapping: Mapping[str, str] = field(default_factory=dict)
    """The user's column names → ours (one of FIELDS, `line` or `left_out`)."""
    agency: str = ""
    """Whose reports these are, where neither they nor their mails say it."""
    policy: Policy = field(default_factory=shipped, repr=False)

    def limit(self, name: str) -> int:
        """A limit of policies/reading.yaml."""
        return int(self.policy[f"reading.{name}"])
