"""Decisions and the subjects they are about, in a case that grows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from tocsin.decisions.attach import as_it_stands, confirmed, in_order
from tocsin.decisions.finding import Finder, Hit, Written, asked_as, written_of
from tocsin.records import AttachedDecision, Decision, Extraction, Subject
from tocsin.values.subject_numbers import is_number


class LivingDecisions:
    """Attaches decisions as `attach` does, anew for those that a change bears on."""

    def __init__(
        self,
        subjects: Mapping[str, Subject],
        subject_of: Callable[[str], Subject | None],
        redirects: Mapping[str, str],
        extractions: Mapping[str, Extraction],
    ) -> None:
        """All are kept, and read as they change."""
        self._subjects = subjects
        self._extractions = extractions
        self._finder = Finder(subjects, subject_of, redirects, extractions, self._names)
        self._by_name: dict[Written, set[str]] | None = None
        self._decisions: dict[str, Decision] = {}
        self._hits: dict[str, tuple[Hit, ...]] = {}
        self._asking: dict[object, set[str]] = {}
        """What a decision hangs on (a mention, a number, words, a report) → decision_ids."""
        self._of: dict[str, set[str]] = {}
        """person_id → decision_ids."""
        self.attached: dict[str, tuple[AttachedDecision, ...]] = {}
        """person_id → its decisions, oldest first."""

    def all(self) -> tuple[Decision, ...]:
        """Every decision, in the order in which they came."""
        return tuple(self._decisions.values())

    def add(self, decisions: Iterable[Decision]) -> set[str]:
        """Take in decisions, each in place of one of the same id; the subjects they bear on."""
        found = list(decisions)
        near = self.drop(d.decision_id for d in found if d.decision_id in self._decisions)
        for decision in found:
            self._decisions[decision.decision_id] = decision
            for key in _hung_on(decision):
                self._asking.setdefault(key, set()).add(decision.decision_id)
        return near | self._attach(d.decision_id for d in found)

    def drop(self, decision_ids: Iterable[str]) -> set[str]:
        """Take decisions back; the subjects they bore on."""
        near: set[str] = set()
        for decision_id in list(decision_ids):
            decision = self._decisions.pop(decision_id)
            for key in _hung_on(decision):
                self._asking[key].discard(decision_id)
            for hit in self._hits.pop(decision_id, ()):
                self._of[hit.person_id].discard(decision_id)
                near.add(hit.person_id)
        self._tell(near)
        return near

    def follow(
        self, gone: Iterable[Subject], now: Iterable[Subject], report_ids: Iterable[str]
    ) -> set[str]:
        """Attach anew what hangs on subjects or reports that changed; whom that concerns."""
        gone, now = list(gone), list(now)
        for subject, is_now in [*((s, False) for s in gone), *((s, True) for s in now)]:
            self._name(subject, is_now=is_now)
        asked: set[str] = set()
        if self._decisions:
            for key in (k for s in (*gone, *now) for k in _keys(s)):
                asked |= self._asking.get(key, set())
            for report_id in report_ids:
                asked |= self._asking.get(("report", report_id), set())
        near = self._attach(asked)
        ended = {s.person_id for s in gone} - {s.person_id for s in now}
        for person_id in ended:
            self.attached.pop(person_id, None)
        return near - ended

    def _attach(self, decision_ids: Iterable[str]) -> set[str]:
        near: set[str] = set()
        for decision_id in sorted(decision_ids):
            before = self._hits.get(decision_id, ())
            hits = tuple(self._finder.hits(self._decisions[decision_id]))
            for hit in before:
                self._of[hit.person_id].discard(decision_id)
            for hit in hits:
                self._of.setdefault(hit.person_id, set()).add(decision_id)
            self._hits[decision_id] = hits
            near |= {hit.person_id for hit in (*before, *hits)}
        self._tell(near)
        return near

    def _tell(self, person_ids: Iterable[str]) -> None:
        for person_id in person_ids:
            held = self._of.get(person_id)
            if not held:
                self.attached.pop(person_id, None)
                continue
            rows = sorted((self._decisions[i] for i in held), key=in_order)
            hits = [self._hit(d.decision_id, person_id) for d in rows]
            self.attached[person_id] = confirmed(
                [as_it_stands(d, hit) for d, hit in zip(rows, hits, strict=True)]
            )

    def _hit(self, decision_id: str, person_id: str) -> Hit:
        return next(h for h in self._hits[decision_id] if h.person_id == person_id)

    def _names(self) -> Mapping[Written, set[str]]:
        """person_ids by what is written of them; laid out when first asked for."""
        if self._by_name is None:
            self._by_name = {}
            for subject in self._subjects.values():
                self._name(subject, is_now=True)
        return self._by_name

    def _name(self, subject: Subject, *, is_now: bool) -> None:
        if self._by_name is None:
            return
        for written in written_of(subject):
            held = self._by_name.setdefault(written, set())
            if is_now:
                held.add(subject.person_id)
            else:
                held.discard(subject.person_id)


def _hung_on(decision: Decision) -> set[object]:
    found: set[object] = set()
    for about in decision.about:
        found.add(about)
        if not is_number(about) and about.count(":") < 2:
            found.update(asked_as(about))
            found.update(("report", r) for r in (decision.report_id, *decision.cites))
    return found


def _keys(subject: Subject) -> set[object]:
    found: set[object] = {subject.person_id, *subject.mention_ids, *written_of(subject)}
    return found | {("report", m.rsplit(":", 2)[0]) for m in subject.mention_ids}
