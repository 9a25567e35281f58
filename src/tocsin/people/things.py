"""Phones, vehicles, addresses, premises and other things joined by their normalised values."""

from __future__ import annotations

from collections.abc import Mapping

from tocsin.records import Extraction, Join, JoinStatus, Kind, Mention
from tocsin.values.names import fold

Group = tuple[Kind, list[list[Mention]], list[Mention]]


def key_of(mention: Mention) -> str:
    """What makes two mentions of a thing the same thing."""
    return fold(mention.value or mention.text).replace(" ", "")


def join_things(
    extractions: Mapping[str, Extraction], order: Mapping[str, int]
) -> tuple[list[Group], list[Join], dict[str, JoinStatus], dict[str, float]]:
    """Join things of equal value for certain."""
    by_key: dict[tuple[Kind, str], list[Mention]] = {}
    for report_id in sorted(order, key=lambda r: order[r]):
        extraction = extractions.get(report_id)
        for mention in extraction.mentions if extraction else ():
            if mention.kind is not Kind.PERSON:
                by_key.setdefault((mention.kind, key_of(mention)), []).append(mention)
    groups: list[Group] = []
    status: dict[str, JoinStatus] = {}
    probability: dict[str, float] = {}
    for (kind, _key), mentions in by_key.items():
        groups.append((kind, [mentions], mentions))
        for m in mentions:
            alone = len(mentions) == 1
            status[m.mention_id] = JoinStatus.ALONE if alone else JoinStatus.CERTAIN
            probability[m.mention_id] = 1.0
    return groups, [], status, probability
