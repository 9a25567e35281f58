"""Whether a column writes the day or the month first: told by all its rows together.

`03/04/2003` alone does not say. A column in which the second place exceeds 12 often and the first
never writes the month first; one row that cannot be a date is a slip of the pen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from tocsin.records import Rejection
from tocsin.reports.accounts import Told
from tocsin.reports.drafts import Draft
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import NotADateError, parse_written_date

_SLASHED = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|\d{2})(?!\d)")
_OFTEN = 0.25


@dataclass(slots=True)
class _Counts:
    rows: int = 0
    first_over_12: int = 0
    second_over_12: int = 0
    refused: list[tuple[Rejection, Draft, str, Told]] = field(default_factory=list)


class DayOrders:
    """What the date columns of one source have shown so far."""

    def __init__(self) -> None:
        self._columns: dict[str, _Counts] = defaultdict(_Counts)

    def saw(self, column: str, value: str) -> None:
        """Count one cell."""
        match = _SLASHED.match(value)
        if match:
            counts = self._columns[column]
            counts.rows += 1
            counts.first_over_12 += int(match[1]) > 12
            counts.second_over_12 += int(match[2]) > 12

    def refused(
        self, column: str, rejection: Rejection, draft: Draft, field_name: str, told: Told
    ) -> None:
        """Remember a cell that is no date with the day first."""
        if told.row:
            self._columns[column].refused.append((rejection, draft, field_name, told))

    def month_first(self) -> list[str]:
        """Columns that write the month first."""
        return sorted(
            column
            for column, counts in self._columns.items()
            if not counts.first_over_12 and counts.second_over_12 > counts.rows * _OFTEN
        )

    def read_anew(self, column: str, items: Sequence[object]) -> set[int]:
        """Read the column's dates with the month first; the ids of rejections taken back."""
        known_by = f"column '{column}'"
        for draft in (item for item in items if isinstance(item, Draft)):
            if draft.received and draft.received_known_by == known_by:
                draft.received = _turned(draft.received)
            if draft.occurred and draft.occurred_known_by == known_by:
                draft.occurred = _turned(draft.occurred)
        taken_back: set[int] = set()
        for rejection, draft, field_name, told in self._columns[column].refused:
            try:
                found = parse_written_date(told.value, month_first=True)
            except NotADateError:
                continue
            setattr(draft, field_name, found)
            setattr(draft, f"{field_name}_known_by", told.known_by)
            taken_back.add(id(rejection))
        return taken_back


def _turned(date: PartialDate) -> PartialDate:
    try:
        return parse_written_date(date.as_written, month_first=True)
    except NotADateError:
        return date
