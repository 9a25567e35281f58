"""One report in, its mentions out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from tocsin.mentions.ages import Age
from tocsin.mentions.case_places import ShortName
from tocsin.mentions.concerns import Topic, concern_of, indicators_of, read_signs, topic_of
from tocsin.mentions.context import Context, Name
from tocsin.mentions.cues import Cue, pattern_set, read_cues
from tocsin.mentions.details import find_details, job_pattern
from tocsin.mentions.found import Found
from tocsin.mentions.namesakes import group_names
from tocsin.mentions.normalise import value_of
from tocsin.mentions.patterns import Hit
from tocsin.mentions.persons import PersonFinder, PersonSpan
from tocsin.mentions.premises import PremisesFinder
from tocsin.mentions.relations import RelationFinder
from tocsin.mentions.role_model import Features
from tocsin.mentions.roles import RoleScorer
from tocsin.mentions.scope import hearsay, negated
from tocsin.mentions.structured import StructuredFinder
from tocsin.mentions.structured.addresses import find_streets
from tocsin.mentions.ties import concern_of_things
from tocsin.mentions.urgency import read_now
from tocsin.mentions.words import Tokens, split_words
from tocsin.policies import Policy, shipped
from tocsin.records import Detail, Extraction, ExtraName, Kind, Mention, Report, Role


class Extractor:
    """Finds what a report mentions; made once, used for every report."""

    def __init__(
        self,
        extra_names: Sequence[ExtraName] = (),
        mode: Literal["full", "fast"] = "full",
        policy: Policy | None = None,
        short_names: Sequence[ShortName] = (),
        role_model: Path | None = None,
    ) -> None:
        """`short_names`: those of the case's places, learned by `case_places.short_names`;
        `role_model`: another than the one that ships, where one is measured."""
        self.policy = policy or shipped()
        table = self.policy.table("mentions")
        self._structured = StructuredFinder()
        self._premises = PremisesFinder(
            table, extra_names, {short.word: short.is_rare for short in short_names}
        )
        self._persons = PersonFinder(extra_names, mode)
        self._patterns = pattern_set(self.policy)
        self._jobs = job_pattern(table["occupations"])
        self._relations = RelationFinder(frozenset(table["words"]["kin"]))
        self._roles = RoleScorer(self.policy, role_model)

    def extract(self, report: Report) -> Extraction:
        """Every mention of one report, with role, concern, details and relations."""
        context = self._read(report)
        details, loose = find_details(context, self._jobs)
        child_cues = _child_cues(context, [d for _, d in details], loose)
        topic = topic_of(context, self.policy)
        denied = negated(context)
        roles = self._roles.roles(context, topic, _by_name(details))
        roles = {i: Role.OTHER if i in denied else role for i, role in roles.items()}
        relations = self._relations.find(context, denied)
        distant = hearsay(context)
        mentions = [
            self._mention(context, i, roles.get(i, Role.UNKNOWN), topic, distant, denied)
            for i in range(len(context.found))
        ]
        return Extraction(
            report.report_id,
            tuple(concern_of_things(mentions, relations, context, topic)),
            tuple(sorted((d for _, d in details), key=lambda d: (d.start, d.end, d.kind, d.of))),
            tuple(relations),
            read_now(context, topic, (d for _, d in details), loose),
            child_cues,
        )

    def role_rows(self, report: Report) -> list[tuple[int, int, Features]]:
        """For training: where each name of a report first stands, and its features."""
        context = self._read(report)
        details, loose = find_details(context, self._jobs)
        _child_cues(context, [d for _, d in details], loose)
        topic = topic_of(context, self.policy)
        rows = self._roles.rows(context, topic, _by_name(details))
        return [(context.found[head].start, context.found[head].end, row) for head, row in rows]

    def _read(self, report: Report) -> Context:
        """Find all spans, cut the text into words, and match every cue."""
        text = report.text
        tokens = Tokens.of(text)
        streets = find_streets(text, tokens)
        things = self._structured.find(text, tokens, streets)
        things += self._premises.find(text, tokens, [(thing.start, thing.end) for thing in things])
        blocked = sorted({*((thing.start, thing.end) for thing in things), *streets})
        spans = self._persons.find(text, blocked)
        people = [
            Found(
                s.start,
                s.end,
                Kind.PERSON,
                value_of(Kind.PERSON, s.text),
                s.found_by,
                False,
                s.score,
            )
            for s in spans
        ]
        found = sorted([*things, *people], key=lambda f: (f.start, f.end, f.kind))
        place = {id(f): i for i, f in enumerate(found)}
        names = {
            place[id(person)]: Name(
                span.form,
                span.title,
                span.is_name,
                _alias(text, spans, span, place, people),
            )
            for span, person in zip(spans, people, strict=True)
        }
        titles = {
            place[id(person)]: span.title_start
            for span, person in zip(spans, people, strict=True)
            if 0 <= span.title_start < span.start
        }
        words = split_words(text, tokens, found, titles)
        context = Context(report, tokens, words, found, names)
        context.word_of = {m: w for w, m in enumerate(words.mention) if m >= 0}
        context.hits = read_cues(self._patterns, words)
        context.group_of = group_names(context)
        context.signs = read_signs(context)
        return context

    def _mention(
        self,
        context: Context,
        index: int,
        role: Role,
        topic: Topic,
        distant: set[int],
        denied: set[int],
    ) -> Mention:
        found = context.found[index]
        sentence = context.sentence_of(index)
        person = found.kind is Kind.PERSON
        concern = concern_of(context, index, role, topic) if person else ""
        return Mention(
            report_id=context.report.report_id,
            start=found.start,
            end=found.end,
            text=context.text[found.start : found.end],
            kind=found.kind,
            role=role,
            concern=concern,
            indicators=indicators_of(context, sentence),
            negated=index in denied,
            hearsay=sentence in distant,
            value=found.value,
            is_partial=found.is_partial,
            is_name=context.names[index].is_name if person else True,
            found_by=found.found_by,
            score=round(found.score, 4),
        )


def _alias(
    text: str,
    spans: Sequence[PersonSpan],
    span: PersonSpan,
    place: Mapping[int, int],
    people: Sequence[Found],
) -> int | None:
    """Whose other name it is, unless words between bring in somebody else."""
    if span.alias_of is None:
        return None
    other = spans[span.alias_of]
    between = text[min(other.end, span.end) : max(other.start, span.start)].lower()
    if " and a " in between or " another " in between or " and his " in between:
        return None
    return place[id(people[span.alias_of])]


def _by_name(details: Sequence[tuple[int, Detail]]) -> Mapping[int, list[Detail]]:
    """Details by the mention they stand beside."""
    grouped: dict[int, list[Detail]] = defaultdict(list)
    for index, detail in details:
        grouped[index].append(detail)
    return grouped


def _child_cues(
    context: Context, details: Sequence[Detail], loose: Sequence[Age]
) -> tuple[tuple[int, int], ...]:
    """Where the report speaks of a child; ages under 18 are noted as hits for later rules."""
    spans = {context.span(hit) for hit in context.hits.get("child", ())}
    young = {(d.start, d.end) for d in details if d.age_high is not None and d.age_high < 18} | {
        (a.start, a.end) for a in loose if a.high is not None and a.high < 18
    }
    if young:
        context.hits["child_age"] = [Hit(Cue("child_age", ""), 0, 0, -1, ())]
    return tuple(sorted(spans | young))
