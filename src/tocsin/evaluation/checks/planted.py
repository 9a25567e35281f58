"""Whether a run found the stories planted into a copy of a case."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.evaluation.found import Found, FoundMention, read_found
from tocsin.records import Role
from tocsin.values.names import fold

_ASKS = frozenset({Role.ALLEGED, Role.AFFECTED})


@dataclass(frozen=True, slots=True)
class PlantedResult:
    """One story: what should be so, whether it is, and what the run did instead."""

    name: str
    about: str
    found: bool
    instead: str = ""


def planted_results(out: Path, stories: Sequence[Mapping[str, Any]]) -> tuple[PlantedResult, ...]:
    """Look for every planted story in the output of a run on the copy."""
    found = read_found(out)
    return tuple(
        PlantedResult(story["name"], story["about"], not instead, instead)
        for story in stories
        for instead in [_instead(found, story)]
    )


def _instead(found: Found, story: Mapping[str, Any]) -> str:
    mentions = [m for m in found.mentions if m.report_id in set(story["ids"])]
    if not {m.report_id for m in mentions} >= set(story["ids"][:1]):
        return "Nothing was found in its reports: was the run made on the copy?"
    (kind, wanted), *_ = story["expect"].items()
    check = {"one": _one, "apart": _apart, "voices": _voices, "away": _away, "out": _out}[kind]
    return check(found, mentions, wanted)


def _named(found: Found, mentions: Sequence[FoundMention], name: str) -> list[FoundMention]:
    wanted = _folded(name)
    texts = found.texts
    return [m for m in mentions if _folded(texts[m.report_id][m.start : m.end]) == wanted]


def _folded(words: str) -> str:
    return fold(words).replace(" ", "")


def _one(found: Found, mentions: Sequence[FoundMention], names: Sequence[str]) -> str:
    of_each = [_named(found, mentions, name) for name in names]
    for name, some in zip(names, of_each, strict=True):
        if not some:
            return f"“{name}” was not found in the text."
    subjects = {m.person_id for some in of_each for m in some}
    return "" if len(subjects) == 1 else f"They were left apart, as {len(subjects)} subjects."


def _apart(found: Found, mentions: Sequence[FoundMention], names: Sequence[str]) -> str:
    some = _named(found, mentions, names[0])
    if len({m.report_id for m in some}) < len(names):
        return f"“{names[0]}” was not found in every text."
    subjects = {m.person_id for m in some}
    return "" if len(subjects) == len(names) else "They were joined."


def _voices(found: Found, mentions: Sequence[FoundMention], wanted: Sequence[Any]) -> str:
    name, most = wanted
    subjects = {m.person_id for m in _named(found, mentions, name)}
    counted = [e.voices for e in found.entries if e.person_id in subjects]
    if not counted:
        return f"“{name}” stands on no list."
    if len(subjects) > 1:
        return f"The mentions were left apart, as {len(subjects)} subjects."
    return "" if max(counted) == most else f"It was counted as {max(counted)} voices, not {most}."


def _away(found: Found, mentions: Sequence[FoundMention], name: str) -> str:
    """The report that clears must not name the person in a part that asks for an answer."""
    last = max(m.report_id for m in mentions)
    later = [m for m in _named(found, mentions, name) if m.report_id == last]
    if not later:
        return f"“{name}” was not found in the correction."
    return "The correction was counted against them." if _asked(later) else ""


def _out(found: Found, mentions: Sequence[FoundMention], name: str) -> str:
    some = _named(found, mentions, name)
    if not some:
        return f"“{name}” was not found in the text."
    return "Somebody ruled out was read as part of it." if _asked(some) else ""


def _asked(mentions: Sequence[FoundMention]) -> bool:
    return any(m.role in _ASKS for m in mentions)
