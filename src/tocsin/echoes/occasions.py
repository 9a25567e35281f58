"""Two documents by one teller about one day: one voice, though neither cites the other."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.echoes.account import Account
from tocsin.echoes.tellers import folded, is_unnamed
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType

_PROBABILITY = 0.95
_SENTENCE = "One author wrote both about one day, and both name the same"


def same_events(accounts: Sequence[Account], found: Sequence[Echo], policy: Policy) -> list[Echo]:
    """Links from each report to the first by the same author about the same full date that names
    somebody or something it names too; reports that are echoes already are left alone."""
    linked = {echo.report_id for echo in found}
    seen: dict[tuple[str, str, str], list[Account]] = {}
    echoes: list[Echo] = []
    for account in accounts:
        report = account.report
        if account.occurred is None or is_unnamed(report, policy):
            continue
        key = (folded(report.agency), folded(report.author), account.occurred.isoformat())
        earlier = seen.setdefault(key, [])
        first = next((a for a in earlier if a.fact_keys & account.fact_keys), None)
        earlier.append(account)
        if first is not None and report.report_id not in linked:
            evidence = (_SENTENCE,)
            echoes.append(
                Echo(report.report_id, first.report_id, EchoType.SAME_EVENT, _PROBABILITY, evidence)
            )
    return echoes
