"""All cue patterns of the policies in one set, so that a report is read once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tocsin.mentions.patterns import Hit, PatternSet
from tocsin.mentions.words import Words
from tocsin.policies import Policy
from tocsin.records import RelationKind


@dataclass(frozen=True, slots=True)
class Cue:
    """What a pattern stands for: a group of rules, a name within it, and its points."""

    group: str
    name: str
    points: float = 1.0
    concern: str = ""
    everyday: bool = False


def pattern_set(policy: Policy) -> PatternSet:
    """Compile the patterns of the mentions, roles and indicators policies."""
    mentions, roles = policy.table("mentions"), policy.table("roles")
    classes = {**mentions["words"], **roles["classes"]}
    patterns = PatternSet(classes)
    for pattern, cue in _all(mentions, roles, policy.table("indicators")):
        patterns.add(pattern, cue)
    return patterns


def _all(mentions: Any, roles: Any, indicators: Any) -> Iterator[tuple[str, Cue]]:
    for number, row in enumerate(roles["cues"]):
        for pattern in row["patterns"]:
            yield pattern, Cue("role", row["role"], row["points"], str(number))
    for pattern in mentions["negation"]:
        yield pattern, Cue("negation", "person")
    for pattern in mentions["told_apart"]:
        yield pattern, Cue("told_apart", "")
    for scope, rows in mentions["hearsay"].items():
        for pattern in rows:
            yield pattern, Cue("hearsay", scope)
    for row in mentions["relations"]:
        for pattern in row["patterns"]:
            yield pattern, Cue("relation", RelationKind(row["kind"]))
    for reason, rows in mentions["read_now"].items():
        for pattern in rows:
            yield pattern, Cue("read_now", reason)
    for row in indicators["indicators"]:
        for pattern in row["patterns"]:
            yield pattern, Cue("indicator", row["id"], row["points"], row["concern"])
    for number, row in enumerate(indicators["concerns"]):
        everyday = bool(row.get("everyday"))
        for pattern in row["patterns"]:
            yield pattern, Cue("concern", str(number), row["points"], row["concern"], everyday)
    for stage, rows in mentions["stages"].items():
        for pattern in rows:
            yield pattern, Cue("stage", stage)
    for phrase in (*mentions["words"]["child"], *mentions["child_phrases"]):
        yield phrase, Cue("child", phrase)


def read_cues(patterns: PatternSet, words: Words) -> dict[str, list[Hit]]:
    """Every hit, by group."""
    groups: dict[str, list[Hit]] = {}
    for hit in patterns.hits(words):
        groups.setdefault(hit.cue.group, []).append(hit)
    return groups
