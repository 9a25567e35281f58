"""Two outputs side by side: who rose, fell, joined, split, is new or gone, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import pyarrow.parquet as pq

from tocsin.publishing.entries import Row
from tocsin.publishing.saved import Saved
from tocsin.publishing.wording import DECISIONS, counted, date_words, heading_name, joined

Key = tuple[str, str]
"""(list, person_id)."""


class Change(StrEnum):
    """What became of a subject between two outputs, in the order it is told."""

    NEW = "new"
    ROSE = "rose"
    FELL = "fell"
    ANSWERED = "answered"
    GONE = "gone"
    JOINED = "joined"
    SPLIT = "split"


HEADINGS: Mapping[Change, str] = {
    Change.NEW: "New on a list",
    Change.ROSE: "More voices than before",
    Change.FELL: "Fewer voices than before",
    Change.ANSWERED: "An answer is now recorded",
    Change.GONE: "No longer on a list",
    Change.JOINED: "Now taken as one",
    Change.SPLIT: "No longer taken as one",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One change, with its reasons in words."""

    change: Change
    list: str
    person_id: str
    name: str
    was: int | None
    now: int | None
    why: tuple[str, ...]


def compare(old: Saved, new: Saved) -> list[Difference]:
    """Every change from the old output to the new, in order of kind, list and number."""
    before, after = _on(old, below=False), _on(new, below=False)
    answered = {
        key: row
        for key, row in _on(new, below=True).items()
        if key in before and row["unheeded_voices"] == 0 and _decided(before[key], row)
    }
    moved = _Moved(old, new)
    found = []
    for key in sorted(before.keys() | after.keys()):
        now = after.get(key) or answered.get(key)
        difference = _changed(key, before.get(key), now, moved)
        if difference:
            found.append(difference)
    found += moved.joined_and_split(before, after)
    hidden = _hidden(old) | _hidden(new)
    found = [
        replace(d, name=heading_name(hidden[d.person_id], d.person_id))
        if d.person_id in hidden
        else d
        for d in found
    ]
    order = list(Change)
    return sorted(found, key=lambda d: (order.index(d.change), d.list, d.person_id))


def _hidden(saved: Saved) -> dict[str, list[str]]:
    """The initials of whom an output hides: then the other output names them no more."""
    return {row["person_id"]: row["names"] for row in saved.entries() if row.get("masked")}


def _on(saved: Saved, *, below: bool) -> dict[Key, Row]:
    """The entries above the line of their list, or those below it."""
    rows = (row for row in saved.entries() if row["below_the_line"] is below)
    return {(row["list"], row["person_id"]): row for row in rows}


def _changed(key: Key, was: Row | None, now: Row | None, moved: _Moved) -> Difference | None:
    row = now or was
    if row is None:
        return None
    name = heading_name(row["names"], key[1])
    voices = (was["voices"] if was else None, now["voices"] if now else None)
    if was is None or now is None:
        change = Change.NEW if was is None else Change.GONE
        why = _added(None, now) if now else moved.reasons_gone(key[1])
        return Difference(change, *key, name, *voices, tuple(why))
    why = [*_added(was, now), *_removed(was, now), *_decided(was, now)]
    if voices[0] == voices[1] and not _decided(was, now):
        return None
    if voices[0] is None or voices[1] is None:
        return Difference(Change.ROSE, *key, name, *voices, ("A small number is withheld.",))
    if voices[1] > voices[0]:
        change = Change.ROSE
    else:
        change = Change.FELL if voices[1] < voices[0] else Change.ANSWERED
    return Difference(change, *key, name, *voices, tuple(why))


def _voices(row: Row | None) -> list[str]:
    evidence = row.get("evidence", {}) if row else {}
    return list(evidence.get("voices", []))


def _added(was: Row | None, now: Row) -> list[str]:
    """Which voices came."""
    fresh = [v for v in _voices(now) if v not in set(_voices(was))]
    if not fresh:
        return []
    dates = {v["report_id"]: v["received"] for v in now.get("voice_list", [])}
    told = [f"{r} ({date_words(dates.get(r))})" for r in fresh[:12]]
    more = f" and {len(fresh) - 12} more" if len(fresh) > 12 else ""
    return [f"{counted(len(fresh), 'voice')} more: {joined(told)}{more}"]


def _removed(was: Row, now: Row) -> list[str]:
    """Which voices went, each with its reason: rule 1 asks that a lowered count says why."""
    why = []
    opened_by = {
        report_id: voice["report_id"]
        for voice in now.get("voice_list", [])
        for report_id in voice["report_ids"]
    }
    for report_id in (v for v in _voices(was) if v not in set(_voices(now))):
        if opened_by.get(report_id):
            reason = f"now taken as one voice with {opened_by[report_id]}"
        elif report_id in now["report_ids"]:
            reason = "still names the subject, but in a part that is not counted here"
        else:
            reason = "no longer taken to name this subject, or no longer in the material"
        why.append(f"{report_id} no longer opens a voice: {reason}")
    return why


def _decided(was: Row, now: Row) -> list[str]:
    """Which decisions came, were confirmed, or went."""
    before = {d.get("decision_id") or str(d): d for d in was["decisions"]}
    after = {d.get("decision_id") or str(d): d for d in now["decisions"]}
    why = []
    for key, decision in after.items():
        words = f"{DECISIONS[decision['kind']]}, {date_words(decision['on'])}"
        if key not in before:
            why.append(f"new decision: {words}")
        elif decision["counts"] != before[key]["counts"]:
            state = "now counts" if decision["counts"] else "no longer counts"
            why.append(f"decision {state}: {words}")
    why += [f"decision no longer there: {before[k]['kind']}" for k in before if k not in after]
    return why


class _Moved:
    """Which subjects of the one output hold mentions of which subjects of the other."""

    def __init__(self, old: Saved, new: Saved) -> None:
        self._old, self._new = _members(old), _members(new)
        self._was_in = {m: p for p, members in self._old.items() for m in members}
        self._is_in = {m: p for p, members in self._new.items() for m in members}

    def reasons_gone(self, person_id: str) -> list[str]:
        """Where the mentions of a subject that stands on no list any more went."""
        went = Counter(self._is_in.get(m, "") for m in self._old.get(person_id, ()))
        led = sorted(other for other in went if other and other != person_id)
        if led:
            return [f"its mentions now stand under {joined(led)}"]
        if person_id in self._new:
            return ["named still, but the policy for this list is no longer met"]
        return ["no mention of it is left in the material"]

    def joined_and_split(
        self, before: Mapping[Key, Row], after: Mapping[Key, Row]
    ) -> list[Difference]:
        """Subjects that hold mentions of several of the other output's subjects."""
        return [
            *self._mixed(Change.JOINED, self._new, self._was_in, after),
            *self._mixed(Change.SPLIT, self._old, self._is_in, before),
        ]

    def _mixed(
        self,
        change: Change,
        members: Mapping[str, Iterable[str]],
        other: Mapping[str, str],
        rows: Mapping[Key, Row],
    ) -> list[Difference]:
        found = []
        for (name_of_list, person_id), row in rows.items():
            others = sorted({other[m] for m in members.get(person_id, ()) if m in other})
            if len(others) > 1 and name_of_list != "read_now":
                word = "held until now by" if change is Change.JOINED else "now held by"
                why = (f"its mentions are {word} {joined(others)}",)
                name = heading_name(row["names"], person_id)
                found.append(
                    Difference(change, name_of_list, person_id, name, None, row["voices"], why)
                )
        return found


def _members(saved: Saved) -> dict[str, list[str]]:
    path = saved.folder / "persons.parquet"
    if not path.exists():  # shared outputs hold no rows: joins cannot be compared
        return {}
    rows = pq.read_table(path, columns=["person_id", "mention_ids"]).to_pylist()
    return {row["person_id"]: row["mention_ids"] for row in rows}
