"""Premises, buildings and firms, by the head words of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tocsin.mentions.found import Found
from tocsin.mentions.normalise import folded, value_of
from tocsin.records import ExtraName, Kind

_NAME_WORD = re.compile(r"[^\W\d_][\w’'&.-]*|&")
_LOOK_BACK = 44


def _alternatives(rows: Iterable[str]) -> str:
    words = sorted({w for row in rows for w in row.split("|")}, key=lambda w: (-len(w), w))
    return "|".join(re.escape(word).replace(r"\ ", r"\s") for word in words)


class PremisesFinder:
    """Names of premises and organisations; made once from the policy and the user's names."""

    def __init__(self, table: dict[str, Any], extra_names: Sequence[ExtraName] = ()) -> None:
        premises = _alternatives(table["premises_heads"])
        firms = _alternatives(table["organisation_heads"])
        buildings = _alternatives(table["building_heads"])
        self._head = re.compile(
            rf"(?<=[\s])(?:(?P<premises>{premises})|(?P<firm>{firms})|(?P<building>{buildings}))"
            r"(?![\w-]|['’]\w)",
            re.IGNORECASE,
        )
        self._bare = re.compile(rf"\b(?:{_alternatives(table['bare_places'])})\b", re.IGNORECASE)
        self._chain = re.compile(
            rf"(?<!\w)(?:{_alternatives(table['chains'])})(?!\w)", re.IGNORECASE
        )
        self._food = re.compile(
            rf"(?<!\w)(?:{_alternatives(table['food_first'])})\s"
            rf"(?:{_alternatives(table['food_second'])})(?!\w)",
            re.IGNORECASE,
        )
        places = "|".join(table["place_words"])
        self._after_place = re.compile(
            rf"\b(?:{places})\s(?:[Tt]he)\s(?P<name>[A-Z][a-z][\w’'-]+)"
            r"(?!\s?[A-Z]|[\w’'-]|\s(?:home|family|house|household|brothers?|sisters?|boys?|girls?|lads?))"
        )
        self._worded = re.compile(
            r"\b(?:[Oo]utside|[Ii]nside|[Bb]ehind|[Cc]ar\spark\sof|(?:work(?:s|ed|ing)?|jobs?|account|"
            r"staff|rooms?|shifts?|booked|stay(?:s|ed|ing)|lodg(?:es|ing)|employed)\s(?:at|by)|"
            r"(?:owner|manager|owns|runs|manages|licensee|landlord)(?:\sof)?)\s(?:the\s)?"
            r"(?P<name>[A-Z][a-z][\w’']*(?:\s[A-Z][a-z][\w’']*){1,2})(?![\w’'])"
        )
        self._saint = re.compile(r"(?<!\w)(?:St|ST|Saint)\.?\s[A-Z][\w]+['’][sS](?!\w)")
        self._stop = frozenset(table["not_in_names"])
        self._not_places = frozenset(table["not_places"])
        self._not_buildings = frozenset(table["not_buildings"])
        self._extra = _extra_pattern(extra_names)
        self._extra_kind = {folded(n.name): n.kind for n in extra_names}

    def find(self, text: str, blocked: Sequence[tuple[int, int]]) -> list[Found]:
        """Named premises and firms outside `blocked`, and their short forms in the same text."""
        shape = "upper" if text.isupper() or _share_upper(text) > 0.6 else ""
        if not shape and _share_upper(text) < 0.004:
            shape = "lower"
        found = list(self._named_by_user(text))
        for match in self._head.finditer(text):
            item = self._named(text, match, shape)
            if item:
                found.append(item)
        for pattern, name in ((self._chain, "chain"), (self._food, "food place")):
            found += (
                _premises(text, *m.span(), name)
                for m in pattern.finditer(text)
                if m[0][0].isupper() or shape == "lower" or name == "chain"
            )
        found += self._places(text)
        found += (
            _premises(text, *m.span(), "saint's name", 0.7) for m in self._saint.finditer(text)
        )
        found += (_premises(text, *m.span(), "bare place", 0.8) for m in self._bare.finditer(text))
        kept = _longest_first(found, blocked)
        return sorted(
            [*kept, *self._short_forms(text, kept, blocked)], key=lambda f: (f.start, f.end)
        )

    def _named_by_user(self, text: str) -> Iterator[Found]:
        if self._extra is None:
            return
        for match in self._extra.finditer(text):
            kind = self._extra_kind[folded(match[0])]
            value = value_of(kind, match[0])
            yield Found(match.start(), match.end(), kind, value, "names.csv")

    def _named(self, text: str, head: re.Match[str], shape: str) -> Found | None:
        """The head with the capitalised words before it; one plain word in lower-case notes."""
        start = head.start()
        window = text[max(0, start - _LOOK_BACK) : start]
        offset, words = max(0, start - _LOOK_BACK), 0
        head_is_name = head[0][0].isupper() or shape == "lower"
        for word in reversed(list(_NAME_WORD.finditer(window))):
            between = window[word.end() : start - offset]
            if between != " " or words >= (1 if shape == "lower" else 4):
                break
            plain = word[0].lower().strip(".'’")
            capital = word[0][0].isupper() or word[0] == "&" or shape == "lower"
            if plain in self._stop or not capital or (word[0].endswith(".") and len(plain) > 2):
                break
            words += 1
            start = offset + word.start()
        if not words or (not head_is_name and words and not self._lower_head(head)):
            return None
        if text[start] == "&":
            return None
        if head["building"] and (
            shape == "lower" or text[start : head.start()].strip().lower() in self._not_buildings
        ):
            return None
        kind = Kind.ORGANISATION if head["firm"] else Kind.PREMISES
        by = "organisation head word" if head["firm"] else "premises head word"
        end = head.end()
        if not head_is_name:
            end = head.end() if " " in head[0] or head[0].lower() != head[0] else head.start() - 1
            if head[0].lower() in ("school", "hotel", "restaurant", "takeaway", "car wash"):
                end = head.end()
        written = text[start:end]
        return Found(start, end, kind, folded(written), by, False, 0.9)

    def _lower_head(self, head: re.Match[str]) -> bool:
        """`the Golden Dragon takeaway`: a plain noun behind a name, not any word that fits."""
        vague = head[0].lower() in ("centre", "park", "hub", "services", "express", "garden")
        return not head["building"] and not head["firm"] and len(head[0]) > 3 and not vague

    def _places(self, text: str) -> Iterator[Found]:
        """`outside the Alma`: likely premises, less sure."""
        for match in self._after_place.finditer(text):
            if match["name"].lower() not in self._not_places:
                yield _premises(text, *match.span("name"), "after place word", 0.6)
        for match in self._worded.finditer(text):
            words = match["name"].lower().split()
            if words[0] not in self._stop and not self._not_places.intersection(words):
                yield _premises(text, *match.span("name"), "after work word", 0.55)

    def _short_forms(
        self, text: str, kept: Sequence[Found], blocked: Sequence[tuple[int, int]]
    ) -> Iterator[Found]:
        taken = sorted([*blocked, *((f.start, f.end) for f in kept)])
        for item in kept:
            first, _, rest = text[item.start : item.end].partition(" ")
            if not rest or len(first) < 4 or first.lower() in self._stop or "'" in first:
                continue
            for match in re.finditer(
                rf"(?<![\w@])(?:[Tt]he|THE)\s(?P<n>{re.escape(first)})(?!\w)", text
            ):
                start, end = match.span("n")
                if all(end <= s or start >= e for s, e in taken):
                    yield Found(start, end, item.kind, item.value, "short form", True, 0.8)


def _premises(text: str, start: int, end: int, by: str, score: float = 0.9) -> Found:
    return Found(start, end, Kind.PREMISES, folded(text[start:end]), by, False, score)


def _share_upper(text: str) -> float:
    letters = sum(map(str.isalpha, text))
    return sum(map(str.isupper, text)) / letters if letters else 0.0


def _longest_first(found: Sequence[Found], blocked: Sequence[tuple[int, int]]) -> list[Found]:
    kept: list[Found] = []
    for item in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        taken = [*blocked, *((k.start, k.end) for k in kept)]
        if all(item.end <= start or item.start >= end for start, end in taken):
            kept.append(item)
    return sorted(kept, key=lambda f: f.start)


def _extra_pattern(extra_names: Sequence[ExtraName]) -> re.Pattern[str] | None:
    names = sorted(
        {n.name.strip() for n in extra_names if n.kind is not Kind.PERSON and n.name.strip()},
        key=lambda name: (-len(name), name),
    )
    if not names:
        return None
    body = "|".join(r"\s+".join(map(re.escape, name.split())) for name in names)
    return re.compile(rf"(?<!\w)(?:{body})(?!\w)", re.IGNORECASE)
