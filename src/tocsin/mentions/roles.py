"""In what part a person is mentioned: cues and structure add points, the most points win."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tocsin.mentions.concerns import Topic
from tocsin.mentions.context import Context, Signs
from tocsin.mentions.role_model import Features, Seen, features_of, role_probabilities
from tocsin.mentions.words import PERSON
from tocsin.policies import Policy
from tocsin.records import Detail, Kind, Role

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

_OF_HARM = frozenset({Role.ALLEGED, Role.AFFECTED})
_FLOOR = 0.01
"""What the model leaves to a role it holds impossible: cues may know better."""
_MOST_POINTS = 12.0

_SURNAME_FIRST = re.compile(r"[^\W\d_]{2,}['’\w-]*\s?,\s?[^\W\d_]|[A-Z]{3,}['’A-Z-]*\s[A-Z][a-z]")
_SHORT_INITIAL = re.compile(r"[A-Z][a-z'’]+\s[A-Z]\.?$")
_POLITE = frozenset({"mr", "mrs", "ms", "miss"})
_LINE = re.compile(r"[>\s]*(from|to|cc|bcc|subject|re)\s*:", re.IGNORECASE)


class RoleScorer:
    """Adds up what the policy's cues and features say for each role."""

    def __init__(self, policy: Policy, model: Path | None = None) -> None:
        table = policy.table("roles")
        self._model = model
        self._enough: float = policy["roles.enough"]
        self._bits: float = policy["roles.bits_a_point"]
        self._sure: float = policy["roles.sure"]
        self._sure_alleged: float = policy["roles.sure_alleged"]
        self._features: Mapping[str, Mapping[str, float]] = table["features"]
        self._ranks = frozenset(table["classes"]["rank"])
        self._classes = _classes({**policy.table("mentions")["words"], **table["classes"]}, table)

    def roles(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> dict[int, Role]:
        """The role of each person; all mentions of one name in a report share it."""
        heads, seen = self._seen(context, topic, details)
        learned = role_probabilities(features_of(context, topic, heads, seen), self._model)
        chosen = {
            head: self._choose(seen.points[head], probabilities, topic)
            for head, probabilities in zip(heads, learned, strict=True)
        }
        return {i: chosen[context.group_of[i]] for i in context.persons()}

    def rows(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> list[tuple[int, Features]]:
        """For training the model: the first mention of each name, and its features."""
        heads, seen = self._seen(context, topic, details)
        return list(zip(heads, features_of(context, topic, heads, seen), strict=True))

    def _seen(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> tuple[list[int], Seen]:
        """The first mention of each name, and what the rules say of them."""
        points, named = self.points(context, topic, details)
        self._add_families(context, points)
        return sorted(points), Seen(points, named, details, self._classes)

    def points(
        self, context: Context, topic: Topic, details: Mapping[int, list[Detail]]
    ) -> tuple[dict[int, dict[str, float]], dict[int, set[str]]]:
        """Points of every role for each name (the cues of all its mentions, each feature once),
        and the names of the features it has."""
        cues: dict[int, dict[str, float]] = {i: defaultdict(float) for i in context.persons()}
        seen: set[tuple[int, str, str]] = set()
        for hit in context.hits.get("role", ()):
            i = context.words.mention[hit.at] if hit.at >= 0 else -1
            key = (i, hit.cue.name, hit.cue.concern)
            if i in cues and key not in seen:
                seen.add(key)
                cues[i][hit.cue.name] += hit.cue.points
        _share_in_lists(context, cues)
        totals: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        features: dict[int, set[str]] = defaultdict(set)
        for i, scores in cues.items():
            head = context.group_of[i]
            totals[head].setdefault("", 0.0)
            features[head].update(self.features(context, i, topic, details.get(i, [])))
            for role, value in scores.items():
                totals[head][role] += value
        for head, names in features.items():
            if not totals[head].get("alleged") and names & _OF_A_CHILD and not names & _OF_SOMEBODY:
                names = names - _OF_THE_REPORT
            for name in sorted(names):
                for role, value in self._features[name].items():
                    totals[head][role] += value
        return totals, features

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
        elif title in _POLITE:
            yield "title_polite"
        yield from _of_details(details)
        written = context.text[found.start : found.end]
        if name.form == "initials":
            yield "initials"
        elif name.form in _OTHER_NAMES:
            yield "nickname"
        elif _SHORT_INITIAL.search(written):
            yield "short_initial"
        elif name.form == "first":
            yield "first_name"
        if _SURNAME_FIRST.match(written):
            yield "surname_first"
        yield from self._of_place(context, index, title)
        if topic.concern and not topic.everyday:
            yield "report_of_concern"
            if context.signs.get(context.sentence_of(index), _NO_SIGNS).of_harm:
                yield "sentence_of_concern"
        if not title and _kin_follows(context, index):
            yield "kin_follows"
        if topic.points < 1 and not topic.everyday:
            yield "no_sign"
        if topic.everyday:
            yield "everyday"
            if topic.theft:
                yield "theft"
                aged = any(d.age_low is not None for d in details)
                if aged and index == context.persons()[0]:
                    yield "theft_suspect"

    def _of_place(self, context: Context, index: int, title: str) -> Iterator[str]:
        found, text = context.found[index], context.text
        line_start = text.rfind("\n", 0, found.start) + 1
        line = _LINE.match(text[line_start : found.start + 1])
        head = line[1].lower() if line else ""
        if head == "from":
            relayed = text[line_start] == ">" or title.split(" ")[0] in self._ranks
            forwarded = context.report.is_forward or "\nsubject: fw" in text[:2000].lower()
            yield "header_from_forward" if relayed or forwarded else "header_from"
        elif head in ("to", "cc", "bcc") or (
            "\n" in text and _is_salutation(text, line_start, found.start, found.end)
        ):
            yield "header_to"
        if _is_signature(context, index):
            ranked = title.split(" ")[0] in self._ranks and bool(title)
            ranked = ranked or _rank_before(context, index, self._ranks)
            yield "signature_rank" if ranked else "signature"
        channel = context.report.channel.lower()
        if _is_in_list_of_present(context, index):
            yield "present_list" if _is_of_a_meeting(context) else "present_elsewhere"
        if title in _POLITE and ("minutes" in channel or "meeting" in channel):
            yield "in_minutes"
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
            if self._by_points(scores) is Role.AFFECTED and " " in context.found[head].value
        }
        for head in totals:
            title = context.names[head].title.lower().strip(". ")
            last = context.found[head].value.lower().split()[-1]
            if title in _POLITE and last in children:
                for role, value in self._features["same_surname_as_child"].items():
                    totals[head][role] += value

    def _choose(
        self, scores: Mapping[str, float], learned: Mapping[Role, float], topic: Topic
    ) -> Role:
        """The most probable role by cues and model together; unknown where none is likely.

        Points are worth `roles.bits_a_point` bits each beside the model's probability. Where a
        report shows no sign of harm nobody is alleged (but of theft) or affected.
        """
        odds = {
            role: (learned.get(role, 0.0) + _FLOOR)
            * 2.0 ** (self._bits * min(scores.get(role.value, 0.0), _MOST_POINTS))
            for role in _ORDER
            if not (topic.everyday and role in _OF_HARM) or (topic.theft and role is Role.ALLEGED)
        }
        best = max(odds, key=lambda role: (odds[role], -_ORDER.index(role)))
        share = round(odds[best] / sum(odds.values()), 4)
        enough = self._sure_alleged if best is Role.ALLEGED else self._sure
        return best if share >= enough else Role.UNKNOWN

    def _by_points(self, scores: Mapping[str, float]) -> Role:
        best = max(_ORDER, key=lambda role: (scores.get(role.value, 0.0), -_ORDER.index(role)))
        return best if scores.get(best.value, 0.0) >= self._enough else Role.UNKNOWN


def _classes(
    words: Mapping[str, list[str]], table: Mapping[str, Any]
) -> dict[str, tuple[str, ...]]:
    """Word → what it stands for, for the model: the lists of `stands_for`, by name or in full."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in table["stands_for"]["lists"]:
        for word in words[name]:
            found[str(word).strip(",")].add(name)
    for name, own in table["stands_for"]["words"].items():
        for word in own:
            found[word].add(name)
    return {word: tuple(sorted(names)) for word, names in sorted(found.items())}


_PRESENT = re.compile(
    r"\W*(?:also )?(?:present|attendees|attending|in attendance|apologies)\b", re.I
)
_MEETING = re.compile(
    r"meeting|minutes|discussion|conference|panel|group|core|review|strategy", re.I
)


def _is_in_list_of_present(context: Context, index: int) -> bool:
    first, _ = context.words.bounds[context.sentence_of(index)]
    return bool(_PRESENT.match(context.text, context.words.start[first]))


def _is_of_a_meeting(context: Context) -> bool:
    """Those at a meeting are there for their work, those at a party are not."""
    return bool(_MEETING.search(context.report.channel) or _MEETING.search(context.text[:160]))


def _share_in_lists(context: Context, scores: dict[int, dict[str, float]]) -> None:
    """`Ciaran and Ziggy`: who is named in one breath and has no cue shares the other's."""
    for run in lists_of_names(context):
        best: dict[str, float] = {}
        for i in run:
            for role, value in scores[i].items():
                best[role] = max(best.get(role, 0.0), value)
        if not best:
            continue
        role = max(best, key=lambda name: (best[name], name))
        for i in run:
            if not scores[i]:
                scores[i][role] += best[role] * 0.75


def lists_of_names(context: Context) -> Iterator[list[int]]:
    """Runs of persons joined by nothing but commas, `and`, `or`, and an age in brackets."""
    mention, low = context.words.mention, context.words.low
    run: list[int] = []
    for word, index in enumerate(mention):
        if index in context.names:
            run.append(index)
        elif run and low[word] not in _JOINING and not low[word][0].isdigit():
            if len(run) > 1:
                yield run
            run = []
    if len(run) > 1:
        yield run


_NO_SIGNS = Signs()
_OF_THE_REPORT = frozenset({"report_of_concern", "sentence_of_concern", "in_sentence_with_child"})
"""What a report is about accuses nobody who has no cue of his own and may be a child."""
_OF_A_CHILD = frozenset({"first_name", "initials", "short_initial", "child_age", "school_year"})
_OF_SOMEBODY = frozenset({"adult_age", "surname_first", "nickname", "theft_suspect"})
_CONTACTS = frozenset({Kind.PHONE, Kind.HANDLE})
_OTHER_NAMES = frozenset({"nickname", "alias"})
_JOINING = frozenset({"and", "or", "&", ",", ";", "(", ")"})


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
    before = text[line_start:start].strip().lower()
    if before not in ("", "dear", "hi", "hello", "dear mr", "dear mrs", "dear ms", "guv", "hi ms"):
        return False
    rest_of_line = text[end : end + 200].partition("\n")[0]
    above = text[max(0, line_start - 2) : line_start]
    return text[end : end + 1] in (",", "-") and bool(rest_of_line.strip(" ,-")) and above == "\n\n"


def _kin_follows(context: Context, index: int) -> bool:
    """`Oisin made a boat. His nan cried.`: who is told of with a nan is likely a child."""
    low, word = context.words.low, context.word_of[index]
    for i in range(word + 1, min(word + 16, len(low) - 1)):
        if low[i] == PERSON:
            return False
        if low[i] in ("his", "her") and low[i + 1] in _ELDERS:
            return True
    return False


_ELDERS = frozenset({"mum", "mam", "mother", "dad", "father", "nan", "nana", "gran", "grandmother"})


def _is_signature(context: Context, index: int) -> bool:
    """The report ends with it: a name alone, or a name and a job."""
    found, text = context.found[index], context.text
    if len(text) - found.end > 400:
        return _stands_alone(context, index) or _ends_letter_part(text, found.start, found.end)
    last = context.found[-1]
    contact = last.kind in _CONTACTS and last.end >= len(text) - 2 and last.start > found.end
    tail = text[found.end : last.start if contact else len(text)].strip().rstrip(",")
    if len(tail) > 60 or tail.count(".") > 2 or ("\n" in tail and len(tail) > 45):
        return _ends_letter_part(text, found.start, found.end) or _stands_alone(context, index)
    if not re.match(r"\.?$|[,(\n–-]", tail) or len(re.findall(r"\w+", tail)) > 6:
        return _stands_alone(context, index)
    first, _ = context.words.bounds[context.sentence_of(index)]
    if re.search(r"\d", tail) or (tail[1:] and not first and "\n" not in text[: found.start]):
        return False
    before = context.text[context.words.start[first] : found.start]
    words = re.findall(r"[^\W_]+", before)
    if ":" in before and "signed" not in before.lower():
        return False
    return len(words) <= 3 and not any(w.lower() in _NOT_SIGNED for w in words)


def _stands_alone(context: Context, index: int) -> bool:
    """A sentence that is a name and nothing else, after the story has begun."""
    sentence = context.sentence_of(index)
    first, last = context.words.bounds[sentence]
    return sentence > 1 and last - first <= 2 and context.text[context.found[index].end] in ".\n"


_BEFORE_NAMES = (
    "mother father grandmother grandfather mum dad nan aunt uncle adult sister brother son"
    " daughter to with told by from for at and her his the not as via was is spoke asked"
    " passed informed"
)
_NOT_SIGNED = frozenset(_BEFORE_NAMES.split())


def _ends_letter_part(text: str, start: int, end: int) -> bool:
    """A line of its own before a quoted part."""
    before = text[max(0, start - 1) : start] == "\n"
    after = text[end : end + 8].lstrip(" ")
    return before and (after.startswith(("\n\n>", "\n>")))


def _rank_before(context: Context, index: int, ranks: frozenset[str]) -> bool:
    word = context.word_of[index]
    return any(w.strip(".") in ranks for w in context.words.low[max(0, word - 3) : word])
