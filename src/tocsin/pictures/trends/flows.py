"""Subjects by how unusual the flow of their reports is, beside subjects like them."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from tocsin.pictures.trends.eprocess import benjamini_hochberg, log_e_value
from tocsin.pictures.trends.found import Flow
from tocsin.pictures.trends.material import Material, asking_concerns, asks
from tocsin.pictures.trends.wording import among, counted, day_words, share_words
from tocsin.policies import Policy
from tocsin.records import Kind

Floats = NDArray[np.float64]

_AGENCIES = 50
"""Smaller agencies are taken together when it is asked what is usual."""
_STRENGTH = 2.0
"""How many reports an agency must have given of its own before its rate outweighs that of all."""
_LEAST_LATER = 2
"""One voice more than the first is no flow."""
_STEPS = (99, 95, 90, 75, 50)
"""Percents that are named; in between says more than is known."""
_KINDS = {
    Kind.PERSON: ("adult named", "adults named"),
    Kind.PREMISES: ("place", "places"),
    Kind.ADDRESS: ("address", "addresses"),
    Kind.VEHICLE: ("vehicle", "vehicles"),
    Kind.PHONE: ("phone", "phones"),
    Kind.HANDLE: ("online name", "online names"),
}
"""What is ordered, in words: not organisations, which are mostly named as whoever passes a report
on, and not record numbers."""


@dataclass(frozen=True, slots=True)
class Named:
    """One subject's voices: reports in order of receipt."""

    person_id: str
    kind: Kind
    report_ids: tuple[str, ...]

    @property
    def later(self) -> tuple[str, ...]:
        """Those after the first: it is listed because it was named once."""
        return self.report_ids[1:]


def flows_of(material: Material, policy: Policy) -> tuple[Flow, ...]:
    """Order subjects by the evidence that they are named more often than subjects like them.

    A child and whoever is affected in any report stand in no order (rule 9): they are neither
    listed nor compared with.
    """
    subjects = _subjects(material, policy)
    if not subjects:
        return ()
    ledger = Ledger(material, subjects)
    rates = ledger.rates()
    expected = ledger.expected(rates)
    seen = np.array([len(s.later) for s in subjects], dtype=float)
    log_e = np.where(seen > 0, log_e_value(seen, expected), 0.0)
    alpha = policy["trends.watch_alpha"]
    stands_out = benjamini_hochberg([float(v) for v in log_e], alpha)
    order = sorted(
        (i for i, s in enumerate(subjects) if stands_out[i] or len(s.later) >= _LEAST_LATER),
        key=lambda i: (-round(float(log_e[i]), 4), subjects[i].person_id),
    )
    kept = int(policy["trends.flows_kept"])
    rivals = _Rivals(material, subjects, int(policy["trends.compared_subjects"]))
    found = []
    for place, i in enumerate(order):
        if place < kept or stands_out[i]:
            stood_out_on = None
            if stands_out[i]:
                passed = ledger.expected_by(i, rates, subjects[i].later)
                stood_out_on = _stood_out_on(subjects[i], passed, material, alpha)
            figures = (float(expected[i]), float(log_e[i]), stood_out_on, stands_out[i])
            found.append(_flow(subjects[i], figures, material, rivals))
    return tuple(found)


def _subjects(material: Material, policy: Policy) -> list[Named]:
    asking = asking_concerns(policy)
    found = []
    for person_id, rows in material.voices.items():
        if person_id in material.shielded or rows[0].kind not in _KINDS:
            continue
        ids = tuple(dict.fromkeys(row.report_id for row in rows if asks(row, asking)))
        if ids:
            found.append(Named(person_id, rows[0].kind, ids))
    return found


class Ledger:
    """What each agency told, and how often it names again a subject that was named once."""

    def __init__(self, material: Material, subjects: Sequence[Named]) -> None:
        self._by_id = material.by_id
        self._first_day = material.told[0].day
        self._column = _columns(material)
        wide = max(self._column.values()) + 1
        until = np.zeros((material.told[-1].day - self._first_day + 2, wide))
        for told in material.told:
            until[told.day - self._first_day + 1, self._column[told.agency]] += 1
        self._until: Floats = np.cumsum(until, axis=0)
        self.first = np.array([self._row(s.report_ids[0]) for s in subjects])
        self._seen = np.zeros((len(subjects), wide))
        for i, subject in enumerate(subjects):
            for report_id in subject.later:
                self._seen[i, self._column[self._by_id[report_id].agency]] += 1
        self._kinds = [s.kind for s in subjects]

    def _row(self, report_id: str) -> int:
        """Row of the day after a report: what was told up to it."""
        return self._by_id[report_id].day - self._first_day + 1

    def rates(self) -> Floats:
        """Per subject and agency: voices a report that subjects like it have had after the first.

        Its own are left out, so that whoever is named very often is not its own measure, and an
        agency of few reports leans on what all agencies do.
        """
        chances = self._until[-1] - self._until[self.first]
        found: Floats = np.zeros(chances.shape)
        for kind in sorted(set(self._kinds)):
            rows = np.array([k is kind for k in self._kinds])
            again = self._seen[rows].sum(axis=0) - self._seen[rows]
            others = chances[rows].sum(axis=0) - chances[rows]
            usual = (again.sum(axis=1) + 0.5) / np.maximum(others.sum(axis=1), 1.0)
            found[rows] = (again + _STRENGTH) / (others + _STRENGTH / usual[:, None])
        return found

    def expected(self, rates: Floats) -> Floats:
        """Voices after the first that subjects like each would have had by now."""
        found: Floats = (rates * (self._until[-1] - self._until[self.first])).sum(axis=1)
        return found

    def expected_by(self, i: int, rates: Floats, report_ids: Sequence[str]) -> Floats:
        """The same of one subject, on the day of each of these reports."""
        rows = [self._row(r) for r in report_ids]
        told = self._until[rows] - self._until[self.first[i]]
        return np.asarray((told * rates[i]).sum(axis=1), dtype=np.float64)


def _columns(material: Material) -> dict[str, int]:
    """A column for each of the largest agencies, and one for all others."""
    counts = Counter(told.agency for told in material.told)
    order = sorted(counts, key=lambda a: (-counts[a], a))
    return {agency: min(place, _AGENCIES) for place, agency in enumerate(order)}


class _Rivals:
    """How many voices each agency gives to subjects of a kind."""

    def __init__(self, material: Material, subjects: Sequence[Named], least: int) -> None:
        self._least = least
        self._by_id = material.by_id
        self._counts: dict[tuple[Kind, str], list[int]] = defaultdict(list)
        for subject in subjects:
            for agency, count in self._shares(subject).items():
                self._counts[subject.kind, agency].append(count)
        for counts in self._counts.values():
            counts.sort()

    def _shares(self, subject: Named) -> Counter[str]:
        return Counter([self._by_id[r].agency for r in subject.report_ids])

    def more_often_than(self, subject: Named) -> tuple[int | None, str]:
        """(percent of the subjects an agency reports that have fewer voices from it, agency)."""
        best: tuple[int, str] | None = None
        for agency, count in sorted(self._shares(subject).items()):
            counts = self._counts[subject.kind, agency]
            if len(counts) <= self._least:
                continue
            # Its own count stands in the list and is not among those below it.
            percent = 100 * bisect_left(counts, count) // (len(counts) - 1)
            step = next((s for s in _STEPS if percent >= s), None)
            if step is not None and (best is None or step > best[0]):
                best = step, agency
        return best or (None, "")


def _flow(
    subject: Named,
    figures: tuple[float, float, date | None, bool],
    material: Material,
    rivals: _Rivals,
) -> Flow:
    mu, log_e, stood_out_on, stands_out = figures
    percent, agency = rivals.more_often_than(subject)
    shares = material.shares(subject.report_ids)
    first_on = date.fromordinal(material.by_id[subject.report_ids[0]].day)
    one, many = _KINDS[subject.kind]
    voices = counted(len(subject.later), "voice")
    sentence = (
        f"{voices} since it was first reported on {day_words(first_on)}, where "
        f"{share_words(mu)} would be usual for an{'' if one[0] in 'aeiou' else '~'} {one}; "
        f"from {among([a for a, _ in shares])}."
    ).replace("an~", "a")
    if subject.kind is Kind.PERSON:
        sentence = sentence.replace("since it was", "since they were")
    if percent:
        sentence += f" Named more often than {percent} % of the {many} that {agency} reports."
    explained, cautions = _plainer(subject, material, mu)
    return Flow(
        person_id=subject.person_id,
        kind=subject.kind,
        first_on=first_on,
        seen=len(subject.later),
        expected=round(mu, 2),
        stands_out=stands_out,
        stood_out_on=stood_out_on,
        more_often_than=percent,
        agency=agency,
        report_ids=subject.report_ids,
        agencies=shares,
        explained_by=explained,
        sentence=sentence,
        cautions=cautions,
        log_e=round(log_e, 4),
    )


def _stood_out_on(
    subject: Named, expected: Floats, material: Material, alpha: float
) -> date | None:
    """The day of the voice with which its own count first passed the limit."""
    over = log_e_value(np.arange(1.0, len(expected) + 1), expected) >= -math.log(alpha)
    if not over.any():
        return None
    return date.fromordinal(material.by_id[subject.later[int(np.argmax(over))]].day)


def _plainer(
    subject: Named, material: Material, mu: float
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whether one author, or one agency alone, would explain it."""
    told = [material.by_id[r] for r in subject.report_ids]
    reasons: list[str] = []
    cautions: list[str] = []
    tellers = Counter((t.teller, t.agency) for t in told if t.teller)
    if tellers:
        (_, agency), most = min(tellers.items(), key=lambda item: (-item[1], item[0]))
        if most > 1 and len(told) - most <= max(mu, 1.0):
            reasons.append("one_teller")
            cautions.append(
                f"One author of {agency} tells {most} of the {len(told)}; without them little "
                "is out of line."
            )
    if len({t.agency for t in told}) == 1 and len(told) > 1:
        cautions.append(f"All of it comes from {told[0].agency}; nobody else has said so.")
    return tuple(reasons), tuple(cautions)
