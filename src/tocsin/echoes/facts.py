"""What a report names, as keys that two reports can share: who, which phone, which plate."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from tocsin.echoes.tellers import folded
from tocsin.records import Extraction, Kind, Mention, Role

_SIGNS = re.compile(r"[^A-Z0-9?]+")
_DIGITS = re.compile(r"\D+")
_TITLES = frozenset(
    "mr mrs ms miss dr prof sir pc dc ds di dci sgt snr jnr the de van al el bin".split()  # noqa: SIM905
)
_SOUNDS = str.maketrans(
    {"c": "k", "q": "k", "z": "s", "x": "s", "w": "v", **dict.fromkeys("aeiouy", "")}
)
_ASIDE = frozenset((Role.REPORTER, Role.PROFESSIONAL))


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing named: any key in common makes it shared; `label` is how it is shown."""

    kind: str
    keys: tuple[str, ...]
    label: str


def keys_at_work(
    extractions: Iterable[Extraction], subject_of: Mapping[str, str] | None
) -> frozenset[str]:
    """Keys of people who are mostly mentioned at their work: sharing them says nothing, and where
    a mention of theirs is missed as such, its report should not hang by it."""
    total: Counter[str] = Counter()
    at_work: Counter[str] = Counter()
    for extraction in extractions:
        for mention in extraction.mentions:
            if mention.kind is Kind.PERSON:
                keys = set(_keys(mention, subject_of))
                total.update(keys)
                if mention.role is Role.PROFESSIONAL:
                    at_work.update(keys)
    return frozenset(key for key, count in at_work.items() if 2 * count > total[key])


def facts_of(
    extraction: Extraction,
    subject_of: Mapping[str, str] | None,
    without: frozenset[str] = frozenset(),
) -> tuple[Fact, ...]:
    """The distinct things a report names, tellers, professionals and what is known by the keys
    `without` aside, in order of place."""
    found: dict[tuple[str, ...], Fact] = {}
    for mention in extraction.mentions:
        if mention.kind is Kind.PERSON and mention.role in _ASIDE:
            continue
        keys = tuple(k for k in dict.fromkeys(_keys(mention, subject_of)) if k not in without)
        if keys:
            found.setdefault(keys, Fact(mention.kind.value, keys, mention.text))
    return _without_shorter(list(found.values()))


def _without_shorter(facts: list[Fact]) -> tuple[Fact, ...]:
    """Drop a shorter writing of something also written in full (`Aslan` beside `Cemal Aslan`)."""
    kept: list[Fact] = []
    for fact in sorted(facts, key=lambda f: (-len(f.keys), f.keys)):
        if not any(set(fact.keys) <= set(other.keys) for other in kept):
            kept.append(fact)
    return tuple(f for f in facts if f in kept)


def _keys(mention: Mention, subject_of: Mapping[str, str] | None) -> Iterator[str]:
    subject = subject_of.get(mention.mention_id) if subject_of else None
    if subject:
        yield f"who {subject}"
    kind, written = mention.kind, mention.value or mention.text
    if kind is Kind.PERSON:
        yield from _person_keys(written)
    elif kind is Kind.PHONE:
        yield from _phone_keys(_DIGITS.sub("", written))
    elif kind is Kind.VEHICLE:
        yield from _plate_keys(_SIGNS.sub("", written.upper()).strip("?"))
    elif kind is Kind.ADDRESS:
        yield f"address {folded(written)}"
    elif kind in (Kind.HANDLE, Kind.IDENTIFIER):
        yield f"{kind.value} {folded(written).replace(' ', '')}"
    else:
        yield f"{kind.value} {folded(written)}"
        yield from (f"in {w}" for w in folded(written).split() if len(w) > 3)


@lru_cache(maxsize=65_536)
def _person_keys(written: str) -> tuple[str, ...]:
    """Remembered, as `folded` is: the same names come again, and in both passes."""
    return tuple(_keys_of_name(written))


def _keys_of_name(written: str) -> Iterator[str]:
    words = [w for w in folded(written).split() if w not in _TITLES]
    long = [w for w in words if len(w) > 2]
    for word in long:
        yield f"name {word}"
        if len(word) >= 5:
            yield f"sound {sound(word)}"
    if not long and words:
        yield f"initials {''.join(words)}"


def _phone_keys(digits: str) -> Iterator[str]:
    if len(digits) >= 6:
        yield f"phone {digits[-6:]}"
    if len(digits) >= 3:
        yield f"phone ending {digits[-3:]}"


def _plate_keys(plate: str) -> Iterator[str]:
    parts = plate.split("?")
    whole = "".join(parts)
    if len(whole) >= 6 and len(parts) == 1:
        yield f"plate {whole}"
    if len(parts[0]) >= 4:
        yield f"plate starting {parts[0][:4]}"
    if len(parts[-1]) >= 3:
        yield f"plate ending {parts[-1][-3:]}"


def sound(word: str) -> str:
    """The consonants of a name, those that sound alike as one: krasnici and krasniqi are krsnk."""
    letters = word.translate(_SOUNDS)
    return "".join(c for i, c in enumerate(letters) if i == 0 or c != letters[i - 1])
