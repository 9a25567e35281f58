"""Which mentions in one report are one name: a full name and its later short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.mentions.context import Context

_PARTS = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_POLITE = frozenset({"mr", "mrs", "ms", "miss"})


def group_names(context: Context) -> dict[int, int]:
    """Index of a person → index of the first, longest mention that it is a form of.

    A short form goes with a longer name only when it fits exactly one in the report. A surname
    with Mr or Mrs does not go with a bare full name: it may be a child's parent.
    """
    parts = {i: _parts(context, i) for i in context.persons()}
    group: dict[int, int] = {}
    heads: dict[str, list[int]] = {}
    for i in sorted(parts, key=lambda i: (-_weight(parts[i]), i)):
        near = {head for key in _keys(context, parts, i) for head in heads.get(key, ())}
        fits = [head for head in sorted(near) if _fits(context, parts, i, head)]
        exact = [head for head in fits if parts[head] == parts[i]]
        if exact or len(fits) == 1:
            group[i] = (exact or fits)[0]
        else:
            group[i] = i
            for key in _keys_of_head(parts[i]):
                heads.setdefault(key, []).append(i)
    lead: dict[int, int] = {}
    for i, name in sorted(context.names.items()):
        if name.alias_of is not None and name.alias_of in group:
            old, new = _root(lead, group[i]), _root(lead, group[name.alias_of])
            if old != new:
                lead[old] = new
    return {i: _root(lead, head) for i, head in group.items()}


def _root(lead: dict[int, int], head: int) -> int:
    while head in lead:
        head = lead[head]
    return head


def _keys(context: Context, parts: dict[int, tuple[str, ...]], index: int) -> list[str]:
    """By what a short form finds the longer names it can fit."""
    words = parts[index]
    if context.names[index].form == "initials":
        return [f"({''.join(words)})".replace("'", ""), *words]
    return list(words)


def _keys_of_head(parts: tuple[str, ...]) -> list[str]:
    return [*parts, f"({''.join(part[0] for part in parts)})"]


def linked_forms(context: Context) -> Iterator[tuple[int, int]]:
    """Pairs (longer, shorter) that are one name by form alone."""
    for i, head in sorted(context.group_of.items()):
        if i != head and context.names[i].alias_of is None:
            yield head, i


def _parts(context: Context, index: int) -> tuple[str, ...]:
    words = _PARTS.findall(context.found[index].value.lower().replace("’", "'"))
    return tuple(word for word in words if word.strip(".") not in _POLITE)


def _weight(parts: tuple[str, ...]) -> int:
    return sum(2 if len(part) > 2 else 1 for part in parts)


def _fits(context: Context, parts: dict[int, tuple[str, ...]], short: int, long: int) -> bool:
    a, b = parts[short], parts[long]
    if not a or not b or a == b:
        return bool(a) and a == b
    if _is_ranked(context, short) != _is_ranked(context, long):
        return False
    if context.names[short].form == "initials":
        return _initials_fit("".join(a), b)
    title = context.names[short].title.lower().strip(".")
    if len(a) == 1 and len(b) > 1 and title in _POLITE:
        other = context.names[long].title.lower().strip(".")
        if other != title and (other or title != "mr" or _has_child_word(context, long)):
            return False
    return len(a) < len(b) + 1 and _is_short_form(a, b)


def _is_ranked(context: Context, index: int) -> bool:
    """A rank or doctor's title: PC Murphy is not the Declan Murphy he arrests."""
    title = context.names[index].title.lower().strip(". ")
    return bool(title) and title not in _POLITE


def _initials_fit(letters: str, parts: tuple[str, ...]) -> bool:
    letters = letters.replace("'", "")
    return len(letters) == len(parts) and all(
        part[0] == letter for part, letter in zip(parts, letters, strict=True)
    )


def _is_short_form(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    """Every part of the short form is a part of the long one, or its initial."""
    left = list(b)
    whole = 0
    for part in sorted(a, key=lambda p: (-len(p), p)):
        match = next((w for w in left if w == part), None)
        if match is None and len(part) == 1:
            match = next((w for w in left if w[0] == part), None)
        elif match is not None:
            whole += len(match) > 1
        if match is None:
            return False
        left.remove(match)
    return whole > 0


def _has_child_word(context: Context, index: int) -> bool:
    word = context.word_of[index]
    around = context.words.low[max(0, word - 4) : word + 6]
    return any(w in {"pupil", "child", "daughter", "son", "aged", "year", "young"} for w in around)
