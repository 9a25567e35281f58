"""Which sources each report has, kept up to date: only what a change can reach is chosen anew."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.echoes.account import Account
from tocsin.echoes.evidence import Weigher
from tocsin.echoes.sources import Proposal, choose_sources, without_cycles

Search = Callable[[int], tuple[Account, list[Proposal]]]
"""What is asked of a position: its account, and the sources it may have."""


@dataclass(slots=True)
class LivingSources:
    """The sources of every report, by position, for one of the two passes."""

    weigher: Weigher
    cut: float
    most: int
    kept: dict[int, list[Proposal]] = field(default_factory=dict)
    """The sources of each report that has any, circles cut."""
    _chosen: dict[int, list[Proposal]] = field(default_factory=dict)
    _links: dict[int, list[int]] = field(default_factory=dict)
    _children: dict[int, set[int]] = field(default_factory=dict)
    _proposed: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _proposers: dict[int, set[int]] = field(default_factory=dict)
    """Position → the reports that may have it as a source."""
    _against: set[int] = field(default_factory=set)
    """Reports one of whose sources stands later in order."""
    _left: set[int] = field(default_factory=set)
    """Sources that were given up."""

    def settle(self, affected: Iterable[int], search: Search) -> set[int]:
        """Choose anew for these reports, and for those whose choice hangs on theirs.

        Returns:
            The reports whose sources are now others, or known by other evidence.
        """
        waiting = sorted(affected)
        asked = set(waiting)
        changed: set[int] = set()
        self._left.clear()
        while waiting:
            position = heapq.heappop(waiting)
            before = self._links.get(position, [])
            if not self._choose(position, search):
                continue
            changed.add(position)
            if self._links.get(position, []) != before:
                for later in self._depending(position):
                    if later not in asked:
                        asked.add(later)
                        heapq.heappush(waiting, later)
        return self._without_cycles(changed)

    def _choose(self, position: int, search: Search) -> bool:
        """Whether other sources are chosen than before."""
        child, proposals = search(position)
        self._note(position, tuple(p.parent for p in proposals))
        if not proposals and position not in self._chosen:
            return False
        chosen = choose_sources(
            child,
            proposals,
            _Earlier(self._links, position),
            weigher=self.weigher,
            cut=self.cut,
            most=self.most,
        )
        before = self._chosen.get(position, [])
        if [_told(p) for p in before] == [_told(p) for p in chosen]:
            return False
        for proposal in before:
            self._children[proposal.parent].discard(position)
            self._left.add(proposal.parent)
        for proposal in chosen:
            self._children.setdefault(proposal.parent, set()).add(position)
        if chosen:
            self._chosen[position] = chosen
            self._links[position] = [p.parent for p in chosen]
        else:
            del self._chosen[position], self._links[position]
        return True

    def _note(self, position: int, parents: tuple[int, ...]) -> None:
        before = self._proposed.get(position, ())
        if before == parents:
            return
        for parent in before:
            self._proposers[parent].discard(position)
        for parent in parents:
            self._proposers.setdefault(parent, set()).add(position)
        if parents:
            self._proposed[position] = parents
        else:
            del self._proposed[position]

    def _depending(self, position: int) -> Iterable[int]:
        """Later reports that choose among sources one of which comes from this report."""
        for one in self._reached([position], self._children):
            for later in self._proposers.get(one, ()):
                if later > position and len(self._proposed[later]) > 1:
                    yield later

    def _reached(self, start: Iterable[int], *ways: Mapping[int, Iterable[int]]) -> set[int]:
        found = set(start)
        waiting = list(found)
        while waiting:
            current = waiting.pop()
            for way in ways:
                for other in way.get(current, ()):
                    if other not in found:
                        found.add(other)
                        waiting.append(other)
        return found

    def _without_cycles(self, changed: set[int]) -> set[int]:
        """Cut circles anew wherever a changed link can be part of one."""
        before = {position: self.kept.get(position, []) for position in changed}
        for position in changed:
            chosen = self._chosen.get(position, [])
            if any(p.parent > p.child for p in chosen):
                self._against.add(position)
            else:
                self._against.discard(position)
            self._keep(position, chosen)
        if not self._against and not any(p.parent > p.child for f in before.values() for p in f):
            return changed
        near = self._reached(changed | self._left, self._links, self._children)
        near = {position for position in near if position in self._chosen}
        found = without_cycles({position: self._chosen[position] for position in sorted(near)})
        others = {p for p in near - changed if [*map(_told, found[p])] != self._told(p)}
        for position in near:
            self._keep(position, found[position])
        return changed | others

    def _keep(self, position: int, proposals: list[Proposal]) -> None:
        if proposals:
            self.kept[position] = proposals
        else:
            self.kept.pop(position, None)

    def _told(self, position: int) -> list[object]:
        return [_told(p) for p in self.kept.get(position, ())]


def _told(proposal: Proposal) -> object:
    return (proposal.parent, proposal.containment, proposal.score)


class _Earlier(Mapping[int, Sequence[int]]):
    """The links of earlier reports alone: sources are chosen in order of receipt."""

    def __init__(self, links: Mapping[int, Sequence[int]], position: int) -> None:
        self._links = links
        self._position = position

    def __getitem__(self, key: int) -> Sequence[int]:
        if key >= self._position:
            raise KeyError(key)
        return self._links[key]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return (key for key in self._links if key < self._position)

    def __len__(self) -> int:
        return sum(1 for _ in self)
