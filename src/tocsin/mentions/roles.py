"""In what part a person is mentioned: cues and structure add points, the most points win."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from tocsin.mentions.concerns import Topic
from tocsin.mentions.context import Context
from tocsin.policies import Policy
from tocsin.records import Detail, Role

_ORDER = (
    Role.REPORTER,
    Role.PROFESSIONAL,
    Role.RELATIVE,
    Role.WITNESS,
    Role.AFFECTED,
    Role.ALLEGED,
    Role.OTHER,
)
"""On equal points the part that accuses least is said."""

_SURNAME_FIRST = re.compile(r"[^\W\d_]{2,}['’\w-]*\s?,\s?[^\W\d_]|[A-Z]{3,}['’A-Z-]*\s[A-Z][a-z]")
_SHORT_INITIAL = re.compile(r"[A-Z][a-z'’]+\s[A-Z]\.?$")
_LINE = re.compile(r"[>\s]*(from|to|cc|bcc|subject|re)\s*:", re.IGNORECASE)


class RoleScorer:
    """Adds up what the policy's cues and features say for each role."""

    def __init__(self, policy: Policy) -> None:
        table = policy.table("roles")
        self._enough: float = policy["roles.enough"]
        self._features: Mapping[str, Mapping[str, float]] = table["features"]
        self._ranks = frozenset(table["classes"]["rank"])

    def roles(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> dict[int, Role]:
        """The role of each person; all mentions of one name in a report share it."""
        points = self.points(context, topic, details)
        totals: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for i, scores in points.items():
            for role, value in scores.items():
                totals[context.group_of[i]][role] += value
        self._add_families(context, totals)
        chosen = {head: self._choose(scores) for head, scores in totals.items()}
        return {i: chosen.get(context.group_of[i], Role.UNKNOWN) for i in context.persons()}

    def points(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> dict[int, dict[str, float]]:
        """Points of every role for each single mention, from its cues and its features."""
        scores: dict[int, dict[str, float]] = {i: defaultdict(float) for i in context.persons()}
        seen: set[tuple[int, str, str]] = set()
        for hit in context.hits.get("role", ()):
            i = context.words.mention[hit.at] if hit.at >= 0 else -1
            key = (i, hit.cue.name, hit.cue.concern)
            if i in scores and key not in seen:
                seen.add(key)
                scores[i][hit.cue.name] += hit.cue.points
        for i in scores:
            for feature in self.features(context, i, topic, details.get(i, [])):
                for role, value in self._features[feature].items():
                    scores[i][role] += value
        return scores

    def features(
        self, context: Context, index: int, topic: Topic, details: list[Detail]
    ) -> Iterator[str]:
        """What is known of one mention beside its cues, by the names in policies/roles.yaml."""
        name, found = context.names[index], context.found[index]
        title = name.title.lower().strip(". ")
        if title.split(" ")[0] in self._ranks and title:
            yield "title_rank"
        elif title == "dr":
            yield "title_doctor"
        elif title in {"mr", "mrs", "ms", "miss"}:
            yield "title_polite"
        yield from _of_details(details)
        written = context.text[found.start : found.end]
        if name.form == "initials":
            yield "initials"
        elif name.form in ("nickname", "alias"):
            yield "nickname"
        elif _SHORT_INITIAL.search(written):
            yield "short_initial"
        elif name.form == "first":
            yield "first_name"
        if _SURNAME_FIRST.match(written):
            yield "surname_first"
        yield from self._of_place(context, index, title)
        if topic.everyday:
            yield "everyday"
            if topic.theft:
                yield "theft"

    def _of_place(self, context: Context, index: int, title: str) -> Iterator[str]:
        found, text = context.found[index], context.text
        line_start = text.rfind("\n", 0, found.start) + 1
        line = _LINE.match(text[line_start : found.start + 1])
        head = line[1].lower() if line else ""
        if head == "from":
            relayed = text[line_start] == ">" or title.split(" ")[0] in self._ranks
            forwarded = context.report.is_forward or "\nsubject: fw" in text.lower()
            yield "header_from_forward" if relayed or forwarded else "header_from"
        elif head in ("to", "cc", "bcc"):
            yield "header_to"
        elif "\n" in text and _is_salutation(text, line_start, found.start, found.end):
            yield "header_to"
        if _is_signature(context, index):
            ranked = title.split(" ")[0] in self._ranks and bool(title)
            ranked = ranked or _rank_before(context, index, self._ranks)
            yield "signature_rank" if ranked else "signature"
        channel = context.report.channel.lower()
        if found.start < 45 and context.words.sentence[context.word_of[index]] == 0:
            yield "opens_report"
            if found.start < 12 and ("call" in channel or "phone" in channel):
                yield "opens_call"
        author = context.report.author.lower()
        if author and found.value.lower() in author:
            yield "is_author"

    def _add_families(self, context: Context, totals: dict[int, dict[str, float]]) -> None:
        """A Mrs with the surname of a child of the report is likely that child's family."""
        children = {
            context.found[head].value.lower().split()[-1]
            for head, scores in sorted(totals.items())
            if self._choose(scores) is Role.AFFECTED and " " in context.found[head].value
        }
        for head in totals:
            title = context.names[head].title.lower().strip(". ")
            last = context.found[head].value.lower().split()[-1]
            if title in {"mr", "mrs", "ms", "miss"} and last in children:
                for role, value in self._features["same_surname_as_child"].items():
                    totals[head][role] += value

    def _choose(self, scores: Mapping[str, float]) -> Role:
        best = max(_ORDER, key=lambda role: (scores.get(role.value, 0.0), -_ORDER.index(role)))
        return best if scores.get(best.value, 0.0) >= self._enough else Role.UNKNOWN


def _of_details(details: list[Detail]) -> Iterator[str]:
    kinds: dict[str, Any] = {}
    for detail in details:
        kinds.setdefault(detail.kind, detail)
        if detail.age_high is not None and detail.age_high < 18:
            kinds.setdefault("minor", detail)
        elif detail.age_low is not None and detail.age_low >= 18:
            kinds.setdefault("of_age", detail)
    if "minor" in kinds and "of_age" not in kinds:
        yield "child_age"
    if "of_age" in kinds and "minor" not in kinds:
        yield "adult_age"
    if "school_year" in kinds:
        yield "school_year"


def _is_salutation(text: str, line_start: int, start: int, end: int) -> bool:
    """`Samina, could you ...` at the head of a paragraph."""
    before = text[line_start:start].strip(" >").lower()
    if before not in ("", "dear", "hi", "hello", "dear mr", "dear mrs", "dear ms", "guv", "hi ms"):
        return False
    after = text[end : end + 2]
    rest_of_line = text[end:].partition("\n")[0]
    above = text[:line_start]
    return after[:1] in (",", "-") and bool(rest_of_line.strip(" ,-")) and above.endswith("\n\n")


def _is_signature(context: Context, index: int) -> bool:
    """The report ends with it: a name alone, or a name and a job."""
    found, text = context.found[index], context.text
    tail = text[found.end :].strip()
    if len(tail) > 60 or tail.count(".") > 2 or "\n" in tail.strip() and len(tail) > 45:
        return _ends_letter_part(text, found.start, found.end)
    if tail and not re.fullmatch(r"[\s.,;:()\-–'’&/A-Za-z0-9]*", tail):
        return False
    if len(re.findall(r"\w+", tail)) > 6:
        return False
    first, _ = context.words.bounds[context.sentence_of(index)]
    before = context.text[context.words.start[first] : found.start]
    words = re.findall(r"[^\W_]+", before)
    return len(words) <= 3 and not any(w.lower() in _NOT_SIGNED for w in words)


_NOT_SIGNED = frozenset(
    "to with told by from for at and her his the not as via was is spoke asked passed informed".split()
)


def _ends_letter_part(text: str, start: int, end: int) -> bool:
    """A line of its own before a quoted part."""
    before = text[:start].endswith("\n")
    after = text[end:].lstrip(" ")
    return before and (after.startswith("\n\n>") or after.startswith("\n>"))


def _rank_before(context: Context, index: int, ranks: frozenset[str]) -> bool:
    word = context.word_of[index]
    return any(w.strip(".") in ranks for w in context.words.low[max(0, word - 3) : word])
