"""Where a report comes from in the end: the roots of its chains of echoes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from tocsin.records import Echo, Report

Order = tuple[date, date, str]
_NEVER = date.max


def receipt_order(report: Report) -> Order:
    """Sorts reports by receipt: undated ones last, those of one day by report_id."""
    if report.received is None:
        return (_NEVER, _NEVER, report.report_id)
    return (report.received.last, report.received.first, report.report_id)


class Lineage:
    """The echo graph, walked from a report to its roots.

    Echoes handed in may come from anywhere (a file, another version), so a cycle is possible: it
    is cut, by receipt, at the link that leads from an earlier report back to a later one.
    """

    def __init__(self, reports: Mapping[str, Report], echoes: Iterable[Echo]) -> None:
        self._order = {key: receipt_order(report) for key, report in reports.items()}
        self._parents = self._without_cycles(echoes)
        self._roots: dict[str, frozenset[str]] = {}

    def parents(self, report_id: str) -> tuple[str, ...]:
        """The reports it repeats, earliest first."""
        return self._parents.get(report_id, ())

    def roots(self, report_id: str) -> frozenset[str]:
        """The reports its chains end at; itself where it repeats none."""
        stack = [report_id]
        while stack:
            current = stack[-1]
            parents = self.parents(current)
            waiting = [p for p in parents if p not in self._roots]
            if current in self._roots:
                stack.pop()
            elif waiting:
                stack.extend(waiting)
            else:
                stack.pop()
                found: frozenset[str] = frozenset().union(*(self._roots[p] for p in parents))
                self._roots[current] = found or frozenset((current,))
        return self._roots[report_id]

    def _without_cycles(self, echoes: Iterable[Echo]) -> dict[str, tuple[str, ...]]:
        known = self._order
        links = sorted(
            {
                (known[e.report_id], known[e.parent_id])
                for e in echoes
                if e.report_id in known and e.parent_id in known and e.report_id != e.parent_id
            }
        )
        parents: dict[str, list[str]] = {}
        forward = [(child, parent) for child, parent in links if parent < child]
        for child, parent in forward:
            parents.setdefault(child[2], []).append(parent[2])
        for child, parent in links:
            if parent > child and not reaches(parents, parent[2], child[2]):
                parents.setdefault(child[2], []).append(parent[2])
        return {child: tuple(found) for child, found in parents.items()}


Node = TypeVar("Node", str, int)


def reaches(parents: Mapping[Node, Sequence[Node]], start: Node, goal: Node) -> bool:
    """Whether `goal` is `start` or one of those it comes from."""
    seen, stack = {start}, [start]
    while stack:
        current = stack.pop()
        if current == goal:
            return True
        for parent in parents.get(current, ()):
            if parent not in seen:
                seen.add(parent)
                stack.append(parent)
    return False
