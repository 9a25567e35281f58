"""What must be read at once: danger, a disclosure of harm, any concern about a child under 13."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tocsin.mentions.ages import Age
from tocsin.mentions.concerns import Topic
from tocsin.mentions.context import Context
from tocsin.records import Detail

Reason = tuple[str, int, int]
_UNDER = 13
_SOME_CONCERN = 1.5
"""Points of signs below which a young child is just a child of the youth club."""
_NOT_MEANT = frozenset({"no", "not", "never", "without", "denies", "denied", "nobody", "nothing"})


def read_now(
    context: Context, topic: Topic, details: Iterable[Detail], loose: Sequence[Age]
) -> tuple[Reason, ...]:
    """Why this report is to be read now, each reason with its words; empty for most reports."""
    if topic.everyday:
        return ()
    reasons: list[Reason] = []
    withdrawn = {
        context.words.sentence[h.first]
        for h in context.hits.get("read_now", ())
        if h.cue.name == "not_disclosure"
    }
    for hit in context.hits.get("read_now", ()):
        sentence = context.words.sentence[hit.first]
        before = context.words.low[max(0, hit.first - 3) : hit.first]
        if hit.cue.name == "not_disclosure" or _NOT_MEANT & set(before):
            continue
        if hit.cue.name == "disclosure" and (sentence in withdrawn or not _has_child(context)):
            continue
        reasons.append((hit.cue.name, *context.span(hit)))
    if topic.points >= _SOME_CONCERN:
        reasons += (
            ("under_13", age.start, age.end)
            for age in loose
            if _is_young(age.kind, age.low, age.high)
        )
        reasons += (
            ("under_13", detail.start, detail.end)
            for detail in details
            if _is_young(detail.kind, detail.age_low, detail.age_high)
        )
    return tuple(_once(sorted(reasons, key=lambda r: (r[1], r[2], r[0]))))


def _has_child(context: Context) -> bool:
    return bool(context.hits.get("child") or context.hits.get("child_age"))


def _is_young(kind: str, low: int | None, high: int | None) -> bool:
    """Surely or, by a stated age such as "twelve or thirteen", possibly under 13."""
    if low is None or high is None or low < 4:
        return False
    return high < _UNDER or (kind == "age" and low < _UNDER and high == _UNDER)


def _once(reasons: Sequence[Reason]) -> list[Reason]:
    """One entry for words that say the same reason twice."""
    kept: list[Reason] = []
    for reason in reasons:
        if not any(k[0] == reason[0] and reason[1] < k[2] and k[1] < reason[2] for k in kept):
            kept.append(reason)
    return kept
