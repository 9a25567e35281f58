"""Open questions to work on in tests of casework."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tocsin_web.attention.models import Attention, Row
from tocsin_web.ledger.chain import append
from tocsin_web.reports.models import Compartment


def number_of(compartment: Compartment, name: str) -> str:
    """Public number of somebody of the small case."""
    return Row.objects.filter(compartment=compartment, name=name)[0].number


def ask(compartment: Compartment, name: str, **more: Any) -> Attention:
    """Open the question about somebody of the small case, as the clock would."""
    row = Row.objects.filter(compartment=compartment, name=name)[0]
    attention = Attention(
        compartment=compartment,
        number=row.number,
        list_name=row.list_name,
        opened_at=datetime(2026, 11, 16, 9, 0, tzinfo=UTC),
        why=row.entry["reason"],
        basis=row.entry["figures"]["voices"],
        **more,
    )
    append(attention, "attention")
    return attention
