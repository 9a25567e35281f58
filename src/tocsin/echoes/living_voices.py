"""Voices in a case that grows: where a report comes from follows its echoes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tocsin.echoes.lineage import Lineage
from tocsin.echoes.voices import VoiceCounter, parents_copied
from tocsin.policies import Policy
from tocsin.records import Echo, Extraction, Report

EchoesOf = Callable[[str], tuple[Echo, ...]]


class LivingVoices(VoiceCounter):
    """Counts voices as `VoiceCounter` does, over reports and echoes that change."""

    def __init__(
        self,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        echoes_of: EchoesOf,
        policy: Policy,
    ) -> None:
        """`reports` and `extractions` are kept, and read as they grow."""
        super().__init__(reports, extractions, None, (), policy)
        self._echoes_of = echoes_of
        self._living = _LivingLineage()
        self._lineage = self._living

    def follow(self, report_ids: Iterable[str]) -> set[str]:
        """Take in that reports are new or have other echoes.

        Returns:
            These reports, and those that come from them.
        """
        changed = set(report_ids)
        for report_id in sorted(changed):
            echoes = self._echoes_of(report_id)
            self._living.link(report_id, {e.parent_id for e in echoes})
            self._copied.pop(report_id, None)
            self._copied.update(parents_copied(echoes))
        found = self._living.settle(changed, self._reports, self._echoes_of)
        for report_id in found:
            self._roots.pop(report_id, None)
        return found

    def forget(self, report_id: str) -> None:
        """The mentions of a report are read anew."""
        self._mentions.pop(report_id, None)
        self._tellers.pop(report_id, None)


class _LivingLineage(Lineage):
    """The echo graph, of which parts are laid out anew."""

    def __init__(self) -> None:
        super().__init__({}, ())
        self._raw: dict[str, set[str]] = {}
        self._children: dict[str, set[str]] = {}
        self._left: set[str] = set()
        """Reports that something no longer comes from."""

    def link(self, report_id: str, parents: set[str]) -> None:
        """What a report repeats, circles not yet cut."""
        before = self._raw.get(report_id, set())
        for parent in before - parents:
            self._children[parent].discard(report_id)
        for parent in parents:
            self._children.setdefault(parent, set()).add(report_id)
        self._left |= before - parents
        if parents:
            self._raw[report_id] = parents
        else:
            self._raw.pop(report_id, None)

    def settle(
        self, changed: set[str], reports: Mapping[str, Report], echoes_of: EchoesOf
    ) -> set[str]:
        """Cut circles anew around what changed; all whose roots may be others."""
        near = _reached(changed | self._left, self._raw, self._children)
        self._left.clear()
        part = Lineage(
            {r: reports[r] for r in near}, [e for r in sorted(near) for e in echoes_of(r)]
        )
        moved = set(changed)
        for report_id in near:
            parents = part.parents(report_id)
            if parents != self._parents.get(report_id, ()):
                moved.add(report_id)
            if parents:
                self._parents[report_id] = parents
            else:
                self._parents.pop(report_id, None)
        found = _reached(moved, self._children)
        for report_id in found:
            self._roots.pop(report_id, None)
        return found


def _reached(start: Iterable[str], *ways: Mapping[str, Iterable[str]]) -> set[str]:
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
