"""What a stored case has heard from humans, read of the mentions they name alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tocsin.people.judgements import Bound, bind, founding_of
from tocsin.records import Extraction, Judgement, Kind, Mended, Report
from tocsin.values.subject_numbers import is_number, number_of


@dataclass(slots=True)
class Heard:
    """Judgements and corrections, and which mention each number in them stands for."""

    judgements: list[Judgement] = field(default_factory=list)
    mended: list[Mended] = field(default_factory=list)
    founded: dict[str, str] = field(default_factory=dict)
    """Numbers that humans judged → the mention each stands for."""
    _unfounded: set[str] = field(default_factory=set)
    """Numbers that humans judged, and that no mention made or bears so far."""

    def bound(
        self,
        extractions: Mapping[str, Extraction],
        numbers: Mapping[str, str],
        fresh: Iterable[Report],
    ) -> Bound:
        """What humans said.

        Args:
            extractions: by report_id, fresh ones included.
            numbers: mention_id → the number it bears, of all mentions that are not fresh.
            fresh: reports that have just come.
        """
        if not self.judgements and not self.mended:
            return Bound()
        ends = {i for row in self.judgements for i in (row.left, row.right)}
        ends |= {row.person_id for row in self.mended if row.person_id}
        self._find_founding({i for i in ends if is_number(i)}, numbers)
        for mention in (m for r in fresh for m in extractions[r.report_id].mentions):
            number = number_of(mention.mention_id) if self._unfounded else ""
            if number in self._unfounded:
                self.founded[number] = mention.mention_id
                self._unfounded.discard(number)
        ends |= set(self.founded.values())
        named = {i.rsplit(":", 2)[0] for i in ends} | {row.report_id for row in self.mended}
        kept = {r: extractions[r] for r in sorted(named) if r in extractions}
        before = {mention: number for number, mention in self.founded.items()}
        return bind(self.judgements, self.mended, kept, before)

    def _find_founding(self, wanted: set[str], numbers: Mapping[str, str]) -> None:
        """Each number is looked for once: a case has a million mentions."""
        wanted = wanted - self.founded.keys() - self._unfounded
        if wanted:
            found = founding_of(wanted, numbers)
            self.founded |= found
            self._unfounded |= wanted - found.keys()


def asks_for_all(before: Bound, after: Bound) -> bool:
    """Whether judgements speak of things, or of mentions within one report: what a report says of
    a person is then read anew."""
    if (before.same_within, before.apart_within) != (after.same_within, after.apart_within):
        return True
    words = set(before.sames) ^ set(after.sames) | set(before.differents) ^ set(after.differents)
    return any(not m.endswith(f":{Kind.PERSON.value}") for pair in words for m in pair)
