"""Decisions taken here as the engine takes them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tocsin.records import Decision as EngineDecision
from tocsin.records import DecisionKind
from tocsin.values.dates import PartialDate
from tocsin_web.decisions.models import Decision


def engine_decisions(rows: Iterable[Decision]) -> Iterator[EngineDecision]:
    """Rows in the engine's form; one that waits for its countersignature is not confirmed yet."""
    for row in rows:
        signed = not row.needs_countersign or hasattr(row, "countersignature")
        yield EngineDecision(
            decision_id=str(row.pk),
            kind=DecisionKind(row.kind),
            about=(row.number,),
            on=PartialDate.of_day(row.taken_on),
            reason=row.reason,
            owner=row.owner.shown_name,
            concern=row.concern,
            report_id=row.read_from,
            cites=tuple(row.basis),
            confirmed=signed,
            source="decisions.csv",
        )
