"""The common case held in memory by the one worker: what was recorded since is taken in alone.

The ledger says what that is: every act that lists rest on has its leaf, in the order of the acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from tocsin.errors import NothingReadError
from tocsin.live import LiveCase, Update
from tocsin.records import Entry, Join, Subject
from tocsin_web.decisions.engine import engine_decisions
from tocsin_web.decisions.models import Countersignature, Decision
from tocsin_web.intake.engine.cases import (
    engine_judgement,
    numbers_of,
    reports_of,
    settings_of,
)
from tocsin_web.ledger.models import Head, Leaf
from tocsin_web.people.models import Judgement
from tocsin_web.reports.engine import engine_mended, engine_report
from tocsin_web.reports.models import COMMON, Compartment, Mending, Report

_ADDED = frozenset({"reports.Report", "people.Judgement", "decisions.Decision",
                    "decisions.Countersignature", "reports.Mending"})  # fmt: skip
_REBUILT = frozenset({"policies.PolicyVerdict", "ledger.Tombstone", "people.CommonValue",
                      "reports.ItemGrade"})  # fmt: skip
_AT_ONCE = 500


@dataclass(slots=True)
class World:
    """A compartment's case in memory, and up to which leaf it has followed the ledger."""

    compartment: Compartment
    live: LiveCase
    seen: int

    @classmethod
    def build(cls, compartment: Compartment, *, as_of: date) -> World:
        """Join all that is stored.

        Raises:
            NothingReadError: nothing is.
        """
        seen = _size()  # what comes while this is built is taken in afterwards
        reports = tuple(reports_of(compartment))
        if not reports:
            raise NothingReadError("There is no report in this compartment.")
        numbers = numbers_of(compartment)
        live = LiveCase.build(reports, settings_of(compartment, as_of=as_of), numbers=numbers)
        return cls(compartment, live, seen)

    def is_past(self) -> bool:
        """Whether something was recorded since that changes the whole: then it is built anew."""
        fresh = Leaf.objects.filter(number__gte=self.seen)
        return any(_label(r) in _REBUILT for r in fresh.values_list("record", flat=True))

    def follow(self, *, as_of: date) -> list[Update]:
        """Take in what was recorded since, and the day; says what became other by it."""
        size = _size()
        keys = _keys(self.seen, size)
        updates = [self.live.at(as_of)] if as_of != self.live.as_of else []
        reports = _rows(Report.objects.select_related("held_by", "provenance"), keys, "Report")
        worlds_here = (COMMON, self.compartment.pk)
        here = [r for r in reports if r.text and r.compartment_id in worlds_here]
        if here:
            updates.append(self.live.add(*map(engine_report, here)))
        worlds = {COMMON, self.compartment.pk}
        judged = _rows(Judgement.objects.filter(compartment__in=worlds), keys, "Judgement")
        if judged:
            updates.append(self.live.judge(*map(engine_judgement, judged)))
        mended = Mending.objects.filter(report__compartment__in=worlds).select_related("report")
        put_right = _rows(mended, keys, "Mending")
        if put_right:
            updates.append(self.live.mend(*engine_mended(put_right)))
        updates += self._decided(keys, worlds)
        self.seen = size
        return updates

    def _decided(self, keys: Mapping[str, list[str]], worlds: set[UUID]) -> list[Update]:
        signed = _rows(Countersignature.objects.all(), keys, "Countersignature")
        decided = Decision.objects.filter(compartment__in=worlds).select_related(
            "owner__agency", "countersignature"
        )
        more = {"Decision": [*keys["Decision"], *(str(s.decision_id) for s in signed)]}
        rows = _rows(decided, more, "Decision")
        return [self.live.decide(*engine_decisions(rows))] if rows else []

    def entries_of(self, number: str) -> tuple[Entry, ...]:
        """The entries of one subject."""
        return self.live.entries_of(number)

    def close(self) -> None:
        """Let go of it."""
        self.live.close()


def number_of(subjects: Iterable[Subject]) -> dict[str, str]:
    """mention_id → number."""
    return {m: s.person_id for s in subjects for m in s.mention_ids}


def ends_of(joins: Iterable[Join]) -> set[str]:
    """Every mention at an end of a join."""
    return {end for join in joins for end in (join.left, join.right)}


def _size() -> int:
    return Head.objects.filter(id=1).values_list("size", flat=True).first() or 0


def _keys(start: int, end: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    fresh = Leaf.objects.filter(number__gte=start, number__lt=end).order_by("number")
    for record in fresh.values_list("record", flat=True).iterator(2000):
        if _label(record) in _ADDED:
            label, _colon, key = record.partition(":")
            found[label.rpartition(".")[2]].append(key)
    return found


def _label(record: str) -> str:
    return record.partition(":")[0]


def _rows(rows: QuerySet[Any], keys: Mapping[str, list[str]], name: str) -> list[Any]:
    wanted = list(dict.fromkeys(keys.get(name, ())))
    found: dict[str, Any] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        part = rows.filter(pk__in=wanted[start : start + _AT_ONCE])
        found |= {str(row.pk): row for row in part}
    return [found[key] for key in wanted if key in found]
