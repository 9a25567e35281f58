"""What a report and each of its sentences are about, by the indicators their words show."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.mentions.context import Context, Signs
from tocsin.mentions.patterns import Hit
from tocsin.policies import Policy
from tocsin.records import Role

ORDER = (
    "exploitation",
    "trafficking",
    "weapon",
    "drugs",
    "violence",
    "online",
    "missing",
    "neglect",
    "self_harm",
    "unspecified",
    "theft",
    "traffic",
    "nuisance",
)
"""When several fit, the first is said."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a report is about."""

    concern: str
    """Its main concern; empty for everyday business."""
    everyday: bool
    theft: bool
    points: float
    everyday_points: float


def topic_of(context: Context, policy: Policy) -> Topic:
    """Weigh signs of harm against everyday words."""
    has_child = bool(context.hits.get("child") or context.hits.get("child_age"))
    signs: dict[str, tuple[float, str]] = {}
    everyday: dict[str, float] = {}
    for hit in (*context.hits.get("indicator", ()), *context.hits.get("concern", ())):
        cue = hit.cue
        if cue.everyday:
            opens = context.words.sentence[hit.first] <= 1
            said = context.words.low[hit.first]
            everyday[said] = max(everyday.get(said, 0), cue.points * (1 if opens else 0.5))
        elif not _denied(context, hit):
            points = cue.points if has_child or cue.group == "concern" else cue.points / 2
            signs[cue.name] = max(signs.get(cue.name, (0, ""))[0], points), cue.concern
    total = sum(points for points, _ in signs.values()) + bool(context.hits.get("child_age"))
    weight = min(sum(everyday.values()), 9)
    slight = total < policy["indicators.concern_points"]
    is_everyday = weight >= policy["indicators.everyday_points"] and (
        slight or total < weight * (1 if has_child else 2)
    )
    by_concern: dict[str, float] = {}
    for points, concern in signs.values():
        if concern:
            by_concern[concern] = by_concern.get(concern, 0) + points
    main = _main(by_concern, has_child) if not is_everyday else _everyday_concern(context)
    theft = any(h.cue.concern == "theft" for h in context.hits.get("concern", ()))
    return Topic(main, is_everyday, theft, total, weight)


def has_young(context: Context) -> bool:
    """Whether anybody in the report is a child by age, school, word or initials."""
    if context.hits.get("child") or context.hits.get("child_age"):
        return True
    return any(hit.cue.name == Role.AFFECTED for hit in context.hits.get("role", ()))


def _main(by_concern: dict[str, float], has_child: bool) -> str:
    """The weightiest concern; with a child about, contact with adults is exploitation."""
    if not by_concern:
        return ""
    if has_child and by_concern.get("exploitation", 0) >= 2:
        return "exploitation"
    return min(by_concern, key=lambda c: (-by_concern[c], ORDER.index(c)))


def _everyday_concern(context: Context) -> str:
    counts: dict[str, int] = {}
    for hit in context.hits.get("concern", ()):
        if hit.cue.everyday and hit.cue.concern:
            counts[hit.cue.concern] = counts.get(hit.cue.concern, 0) + 1
    return min(counts, key=lambda c: (-counts[c], ORDER.index(c)), default="")


def _denied(context: Context, hit: Hit) -> bool:
    before = context.words.low[max(0, hit.first - 3) : hit.first]
    return any(word in {"no", "without", "nothing", "neither", "denies"} for word in before)


def concern_of(context: Context, index: int, role: Role, topic: Topic) -> str:
    """What one mention is about: its sentence's concern, else that of the report.

    Who is alleged to do something with children about is never only "missing": that is the
    child's concern.
    """
    if topic.everyday:
        return topic.concern
    if role in (Role.PROFESSIONAL, Role.REPORTER, Role.OTHER):
        return ""
    here = set(context.signs.get(context.sentence_of(index), Signs()).concerns)
    if role is Role.ALLEGED:
        here -= {"missing", "neglect", "self_harm"}
    if not here:
        return topic.concern or _unsaid(context, role, topic)
    return str(min(here, key=ORDER.index))


def _unsaid(context: Context, role: Role, topic: Topic) -> str:
    """A signal is not lost because its kind is not said: who is named in a part that asks for an
    answer, in a report that is no everyday business, is named about something."""
    if role not in (Role.ALLEGED, Role.AFFECTED):
        return ""
    young = topic.points >= 1 and has_young(context)
    return "exploitation" if young else "unspecified"


def read_signs(context: Context) -> dict[int, Signs]:
    """What each sentence shows, worked out once."""
    ids: dict[int, dict[str, None]] = {}
    concerns: dict[int, set[str]] = {}
    harmful: set[int] = set()
    for hit in (*context.hits.get("indicator", ()), *context.hits.get("concern", ())):
        sentence, cue = context.words.sentence[hit.first], hit.cue
        if cue.everyday:
            continue
        if cue.group == "indicator" and not _denied(context, hit):
            ids.setdefault(sentence, {}).setdefault(cue.name)
        if cue.concern:
            concerns.setdefault(sentence, set()).add(cue.concern)
        if cue.points:
            harmful.add(sentence)
    return {
        sentence: Signs(
            tuple(ids.get(sentence, ())),
            frozenset(concerns.get(sentence, ())),
            sentence in harmful,
        )
        for sentence in sorted({*ids, *concerns, *harmful})
    }


def indicators_of(context: Context, sentence: int) -> tuple[str, ...]:
    """Ids of the indicators a sentence shows, in the order of their words."""
    return context.signs.get(sentence, Signs()).indicators


def concerned_sentences(context: Context) -> list[int]:
    """Sentences that show an indicator or a concern of harm."""
    return [sentence for sentence, signs in context.signs.items() if signs.of_harm]
