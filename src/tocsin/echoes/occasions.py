"""Two documents by one teller about one day: one voice, though neither cites the other."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence

from tocsin.echoes.account import Account
from tocsin.echoes.tellers import folded, is_unnamed
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType

_PROBABILITY = 0.95
_SENTENCE = "One author wrote both about one day, and both name the same"

Occasion = tuple[str, str, str]


def same_events(accounts: Sequence[Account], found: Sequence[Echo], policy: Policy) -> list[Echo]:
    """Links from each report to the first by the same author about the same full date that names
    somebody or something it names too; reports that are echoes already are left alone."""
    linked = {echo.report_id for echo in found}
    seen: dict[Occasion, list[Account]] = {}
    echoes: list[Echo] = []
    for account in accounts:
        report = account.report
        key = occasion_of(account, policy)
        if key is None:
            continue
        earlier = seen.setdefault(key, [])
        first = next((a for a in earlier if a.fact_keys & account.fact_keys), None)
        earlier.append(account)
        if first is not None and report.report_id not in linked:
            evidence = (_SENTENCE,)
            echoes.append(
                Echo(report.report_id, first.report_id, EchoType.SAME_EVENT, _PROBABILITY, evidence)
            )
    return echoes


def occasion_of(account: Account, policy: Policy) -> Occasion | None:
    """The author and day of a report; None where either is not known."""
    report = account.report
    if account.occurred is None or is_unnamed(report, policy):
        return None
    return (folded(report.agency), folded(report.author), account.occurred.isoformat())


class Occasions:
    """The reports of each author about each day, in a case that grows."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._positions: dict[Occasion, list[int]] = {}

    def add(self, position: int, account: Account) -> None:
        """Take in one report."""
        key = occasion_of(account, self._policy)
        if key is not None:
            insort(self._positions.setdefault(key, []), position)

    def around(self, accounts: Iterable[Account]) -> Iterator[list[int]]:
        """The reports of the same author and day as any of these, where there are several."""
        keys = {occasion_of(account, self._policy) for account in accounts} - {None}
        for key in sorted(k for k in keys if k is not None):
            if len(self._positions[key]) > 1:
                yield self._positions[key]
