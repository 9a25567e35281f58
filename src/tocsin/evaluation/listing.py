"""How right the lists are: voices, who stands on them, since when no answer is recorded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from tocsin.evaluation.found import Found, FoundEntry
from tocsin.evaluation.measures import CountError, Score, count_error
from tocsin.evaluation.naming import as_figures, rounded
from tocsin.evaluation.truth import Truth, day_of
from tocsin.records import ListName

_ADULTS, _CHILDREN = ListName.ADULTS_NAMED.value, ListName.CHILDREN_AT_RISK.value
_PLACES, _VEHICLES = ListName.PLACES.value, ListName.VEHICLES.value
_NEAR_DAYS = 31
_NEVER_LISTED = frozenset({"professional", "reporter"})


def voice_figures(truth: Truth, found: Found, chosen: Mapping[str, str]) -> dict[str, Any]:
    """The error of voices: for the subjects that should stand on a list, and for all persons."""
    counts = _counts(truth)
    entries = main_entries(found)
    expected = expected_lists(truth)
    listed = sorted({subject for ids in expected.values() for subject in ids})
    people = [s for s in sorted(counts) if counts[s].get("role")]

    def error(subjects: Iterable[str], field: str) -> dict[str, Any]:
        return _error(count_error([_pair(s, field) for s in subjects]))

    def _pair(subject: str, field: str) -> tuple[int, int]:
        entry = entries.get(chosen.get(subject, ""))
        return (getattr(entry, field) if entry else 0, int(counts[subject]["voices"]))

    return {
        "listed": error((s for s in listed if s in counts), "voices"),
        "listed_certain": error((s for s in listed if s in counts), "voices_certain"),
        "all_persons": error(people, "voices"),
        "by_subject": {
            s: dict(zip(("found", "true"), _pair(s, "voices"), strict=True))
            for s in listed
            if s in counts
        },
    }


def list_figures(truth: Truth, found: Found, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Who stands above the line, against who should; and who should on no account.

    Where the input has no decisions.csv nothing is confirmed, and those who were heeded belong
    on the lists as well.
    """
    true_of = {person_id: subject for subject, person_id in chosen.items()}
    expected = expected_lists(truth)
    figures: dict[str, Any] = {}
    for name in (_ADULTS, _CHILDREN, _PLACES, _VEHICLES):
        standing = above_line(found.entries, name)
        right = {true_of.get(p, "") for p in standing} & set(expected[name])
        score = Score.of(found=len(standing), true=len(expected[name]), right=len(right))
        figures[name] = as_figures(score) | {"missing": sorted(set(expected[name]) - right)}
    figures["grave"] = _grave(truth, found, true_of)
    return figures


def expected_lists(truth: Truth) -> dict[str, list[str]]:
    """List → the true subjects that belong above its line."""
    lists = truth.lists
    counts = _counts(truth)
    answered = [] if truth.has_decisions_file else _continual(counts)
    adults = [*_ids(lists, "adults_unheeded")]
    adults += [s for s in answered if s in _ids(lists, "adults_heeded")]
    children = [*_ids(lists, "children_unsupported")]
    children += [s for s in answered if counts[s].get("role") == "affected"]
    return {
        _ADULTS: sorted(set(adults)),
        _CHILDREN: sorted(set(children)),
        _PLACES: sorted(_ids(lists, "places")),
        _VEHICLES: sorted(_ids(lists, "vehicles")),
    }


def above_line(entries: Iterable[FoundEntry], name: str) -> list[str]:
    """The subjects of a list that keep being mentioned with a voice unanswered."""
    standing = {
        e.person_id for e in entries if e.list == name and e.continually and e.unheeded_voices
    }
    return sorted(standing)


def main_entries(found: Found) -> dict[str, FoundEntry]:
    """Found subject → its entry with the most voices; `read_now` only where it has no other."""
    best: dict[str, FoundEntry] = {}
    rank = {e: (e.list != ListName.READ_NOW.value, e.voices, e.list) for e in found.entries}
    for entry in found.entries:
        held = best.get(entry.person_id)
        if held is None or rank[entry] > rank[held]:
            best[entry.person_id] = entry
    return best


def since_figures(truth: Truth, found: Found, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Agreement of `unheeded_since` for the true unheeded subjects."""
    counts = _counts(truth)
    entries = main_entries(found)
    named = ("adults_unheeded", "children_unsupported", "places", "vehicles")
    subjects = [s for key in named for s in _ids(truth.lists, key) if _since(counts, s)]
    gaps = [_days(entries.get(chosen.get(s, "")), _since(counts, s)) for s in subjects]
    known = [abs(gap) for gap in gaps if gap is not None]
    return {
        "subjects": len(subjects),
        "shown": len(known),
        "exact": _share(known.count(0), len(subjects)),
        "within_a_month": _share(sum(d <= _NEAR_DAYS for d in known), len(subjects)),
        "median_days_off": median(known) if known else None,
        "later_than_true": sum(gap is not None and gap > 0 for gap in gaps),
    }


def _since(counts: Mapping[str, Mapping[str, Any]], subject: str) -> str:
    return str(counts.get(subject, {}).get("unheeded_since") or "")


def _days(entry: FoundEntry | None, true: str) -> int | None:
    shown = _first_day(entry.unheeded_since) if entry else None
    day = _first_day(true)
    return (shown - day).days if shown and day else None


def _first_day(written: str) -> date | None:
    """The first day a date of any precision can mean."""
    return day_of((written.split("/")[0] + "-01-01")[:10])


def _grave(truth: Truth, found: Found, true_of: Mapping[str, str]) -> dict[str, list[str]]:
    """Errors that must not happen: children among adults, professionals and reporters listed."""
    adults = {e.person_id for e in found.entries if e.list == _ADULTS}
    listed = {e.person_id for e in found.entries if e.continually and e.list != "others"}

    def of_role(subjects: Iterable[str], roles: frozenset[str]) -> list[str]:
        true = (true_of.get(p, "") for p in subjects)
        known = (truth.subjects[s] for s in true if s in truth.subjects)
        return sorted(s.id for s in known if s.role_overall in roles)

    return {
        "children_among_adults": of_role(adults, frozenset({"affected"})),
        "professionals_above_the_line": of_role(listed, _NEVER_LISTED),
    }


def _counts(truth: Truth) -> Mapping[str, Mapping[str, Any]]:
    counts: Mapping[str, Mapping[str, Any]] = truth.lists.get("counts") or {}
    return counts


def _continual(counts: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [s for s in sorted(counts) if counts[s].get("continually")]


def _ids(lists: Mapping[str, Any], key: str) -> Sequence[str]:
    return [str(i) for i in lists.get(key) or ()]


def _error(error: CountError) -> dict[str, Any]:
    return {
        "subjects": error.subjects,
        "mean_absolute": rounded(error.mean_absolute),
        "bias": rounded(error.bias),
        "exact": rounded(error.exact),
    }


def _share(part: int, whole: int) -> float | None:
    return rounded(part / whole) if whole else None
