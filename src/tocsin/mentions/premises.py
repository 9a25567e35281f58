"""Premises, buildings and firms, by the head words of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from tocsin.mentions.found import Found, Taken
from tocsin.mentions.normalise import folded, value_of
from tocsin.mentions.words import Tokens
from tocsin.records import ExtraName, Kind

_NAME_WORD = re.compile(r"[^\W\d_][\w’'&.-]*|&")
_LOOK_BACK = 44


_VAGUE = frozenset({"centre", "park", "hub", "services", "express", "garden"})
_KEPT_NOUNS = frozenset({"school", "hotel", "restaurant", "takeaway"})
_AFTER_PLACE = re.compile(
    r"\w+\s[Tt]he\s(?P<name>[A-Z][a-z][\w’'-]+(?:\s[A-Z][a-z][\w’'-]+)?)"
    r"(?!\s?[A-Z]|[\w’'-]|\s(?:home|family|house|household|brothers?|sisters?|boys?|girls?|lads?))"
)
_AFTER_WORK = re.compile(
    r"(?:[Oo]utside|[Ii]nside|[Bb]ehind|[Cc]ar\spark\sof|(?:work(?:s|ed|ing)?|jobs?|account|"
    r"staff|rooms?|shifts?|booked|stay(?:s|ed|ing)|lodg(?:es|ing)|employed)\s(?:at|by)|"
    r"(?:owner|manager|owns|runs|manages|licensee|landlord)(?:\sof)?)\s(?:the\s)?"
    r"(?P<name>[A-Z][a-z][\w’']*(?:\s[A-Z][a-z][\w’']*){1,2})(?![\w’'])"
)
_WHOSE_TRADE = re.compile(
    r"(?:(?:[Ww]ork(?:s|ed|ing)?|[Jj]obs?|[Ss]hifts?|[Ss]taff|[Ee]mployed)\s(?:at|in)\s"
    r"(?P<work>[A-Z][\w-]+['’]s)(?=[.,;\n]|\s(?:on|and|in|by)\b|$)"
    r"|(?:[Aa]t|[Tt]o|[Ii]n|[Ff]rom)\s(?P<trade>[A-Z][\w-]+['’]s)(?=\sfor\s(?:a\s)?(?:chips|pizza|"
    r"kebabs?|food|breakfast|coffee|drinks?|shisha|haircut|trim)\b|,\s(?:the|a)\s(?:\w+\s){0,2}"
    r"(?:shop|takeaway|caf[eé]|bar|pub|club|restaurant|barbers?|garage|salon|grill|gym|bakery)\b))"
)
"""`works at Dino's`, `to Karim's for chips`: a trade. `At Jade's` alone is mostly a home."""
_SAINT = re.compile(r"(?:St|ST|Saint)\.?\s[A-Z][\w]+['’][sS](?!\w)")
_Phrases = dict[str, list[tuple[tuple[str, ...], str]]]


def _add_phrases(phrases: _Phrases, rows: Iterable[str], what: str) -> None:
    """Index written phrases by their first word, the longest first."""
    for row in rows:
        for written in row.split("|"):
            words = tuple(Tokens.of(written).low)
            known = phrases.setdefault(words[0], [])
            known.append((words, what))
            known.sort(key=lambda item: (-len(item[0]), item))


def _phrase_at(phrases: _Phrases, tokens: Tokens, i: int) -> tuple[tuple[str, ...], str] | None:
    """The longest phrase that starts at a word."""
    low = tokens.low
    for words, what in phrases.get(low[i], ()):
        if len(words) == 1 or tuple(low[i : i + len(words)]) == words:
            return words, what
    return None


class PremisesFinder:
    """Names of premises and organisations; made once from the policy and the user's names."""

    def __init__(
        self,
        table: dict[str, Any],
        extra_names: Sequence[ExtraName] = (),
        short_names: Mapping[str, bool] | None = None,
    ) -> None:
        """`short_names`: first words of places the case names, and whether each is rare."""
        self._short_names = short_names or {}
        self._heads: _Phrases = {}
        for key in ("premises", "organisation", "building"):
            _add_phrases(self._heads, table[f"{key}_heads"], key)
        self._whole: _Phrases = {}
        _add_phrases(self._whole, table["bare_places"], "bare place")
        _add_phrases(self._whole, table["chains"], "chain")
        self._food_first = frozenset(table["food_first"])
        self._food_second = frozenset(table["food_second"])
        self._place_words = frozenset(table["place_words"])
        self._work_words = frozenset(table["work_words"])
        self._stop = frozenset(table["not_in_names"])
        self._not_places = frozenset(table["not_places"])
        self._not_buildings = frozenset(table["not_buildings"])
        self._extra = _extra_pattern(extra_names)
        self._extra_kind = {folded(n.name): n.kind for n in extra_names}

    def find(self, text: str, tokens: Tokens, blocked: Sequence[tuple[int, int]]) -> list[Found]:
        """Named premises and firms outside `blocked`, and their short forms in the same text."""
        capitals = sum(map(str.isupper, text)) / (len(text) or 1)
        shape = "lower" if capitals < 0.003 else ""
        found = list(self._named_by_user(text))
        for i, word in enumerate(tokens.low):
            if word in self._heads:
                found += self._named(text, tokens, i, shape)
            if word in self._whole:
                found += self._written_so(text, tokens, i)
            if word in self._food_first:
                found += self._food(text, tokens, i, shape)
            if word in self._place_words or word in self._work_words:
                found += self._after(text, tokens, i)
            if word in self._short_names:
                found += self._known_short(text, tokens, i)
            if word in ("st", "saint"):
                match = _SAINT.match(text, tokens.start[i])
                found += [_premises(text, *match.span(), "saint's name", 0.7)] if match else []
        kept = _same_place(_longest_first(found, blocked), text)
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

    def _named(self, text: str, tokens: Tokens, i: int, shape: str) -> Iterator[Found]:
        """The head with the capitalised words before it; one plain word in lower-case notes."""
        phrase = _phrase_at(self._heads, tokens, i)
        start = tokens.start[i]
        if phrase is None or not start or not text[start - 1].isspace():
            return
        words, kind = phrase
        end = tokens.end[i + len(words) - 1]
        first = self._name_before(text, start, shape)
        if first == start or text[first] == "&" or text[end : end + 1] in ("-", "'", "’"):
            return
        named = text[start].isupper() or shape == "lower"
        if kind == "building":
            if not named or shape == "lower":
                return
            if text[first:start].strip().lower() in self._not_buildings:
                return
        if not named:
            if kind != "premises" or words[0] in _VAGUE or len(words[0]) < 4:
                return
            if len(words) == 1 and words[0] not in _KEPT_NOUNS:
                end = start - 1
        by = "organisation head word" if kind == "organisation" else "premises head word"
        what = Kind.ORGANISATION if kind == "organisation" else Kind.PREMISES
        yield Found(first, end, what, folded(text[first:end]), by, False, 0.9)

    def _name_before(self, text: str, start: int, shape: str) -> int:
        """Where the name before a head word starts; `start` itself when there is none."""
        offset, first = max(0, start - _LOOK_BACK), start
        window = text[offset:start]
        for count, word in enumerate(reversed(list(_NAME_WORD.finditer(window)))):
            between = window[word.end() : first - offset]
            if between != " " or count >= (1 if shape == "lower" else 4):
                break
            plain = word[0].lower().strip(".'’")
            capital = word[0][0].isupper() or word[0] == "&" or shape == "lower"
            if plain in self._stop or not capital or (word[0].endswith(".") and len(plain) > 2):
                break
            first = offset + word.start()
        return first

    def _written_so(self, text: str, tokens: Tokens, i: int) -> Iterator[Found]:
        phrase = _phrase_at(self._whole, tokens, i)
        if phrase:
            words, by = phrase
            span = tokens.start[i], tokens.end[i + len(words) - 1]
            yield _premises(text, *span, by, 0.9 if by == "chain" else 0.8)

    def _food(self, text: str, tokens: Tokens, i: int, shape: str) -> Iterator[Found]:
        """`Kebab King`, `Golden Dragon`: two words that together name a food place."""
        if i + 1 < len(tokens.low) and tokens.low[i + 1] in self._food_second:
            start, end = tokens.start[i], tokens.end[i + 1]
            if text[start].isupper() or shape == "lower":
                yield _premises(text, start, end, "food place")

    def _after(self, text: str, tokens: Tokens, i: int) -> Iterator[Found]:
        """`outside the Alma`, `works at Top Cut`: likely premises, less sure."""
        if tokens.low[i] in self._place_words:
            match = _AFTER_PLACE.match(text, tokens.start[i])
            words = match["name"].lower().split() if match else []
            if match and not self._not_places.intersection(words):
                yield _premises(text, *match.span("name"), "after place word", 0.6)
        trade = _WHOSE_TRADE.match(text, tokens.start[i])
        if trade:
            span = trade.span("work" if trade["work"] else "trade")
            yield _premises(text, *span, "whose trade", 0.6)
        match = _AFTER_WORK.match(text, tokens.start[i])
        if match:
            words = match["name"].lower().split()
            if words[0] not in self._stop and not self._not_places.intersection(words):
                yield _premises(text, *match.span("name"), "after work word", 0.55)

    def _known_short(self, text: str, tokens: Tokens, i: int) -> Iterator[Found]:
        """`the Alma`, `from Sandpiper`: short for a place that another report names in full.

        A word that is a name of people, or a common word, needs `the` before it.
        """
        start, end = tokens.start[i], tokens.end[i]
        before = tokens.low[i - 1] if i else ""
        after = text[end : end + 2]
        goes_on = after[:1] == " " and after[1:].isupper() and not text[start:end].isupper()
        if not text[start].isupper() or goes_on or after[:1] in ("-", "'", "’"):
            return
        if before == "the" or (
            self._short_names[tokens.low[i]] and (before in self._place_words or not before)
        ):
            yield _premises(text, start, end, "short name in the case", 0.7)

    def _short_forms(
        self, text: str, kept: Sequence[Found], blocked: Sequence[tuple[int, int]]
    ) -> Iterator[Found]:
        """`the Alma` after `Alma Guest House`, wherever it is free."""
        full: dict[str, Found] = {}
        for item in kept:
            first, _, rest = text[item.start : item.end].partition(" ")
            if rest and len(first) > 3 and first.lower() not in self._stop and "'" not in first:
                full.setdefault(first, item)
        if not full:
            return
        taken = Taken.of([*((f.start, f.end) for f in kept), *blocked])
        names = "|".join(re.escape(name) for name in sorted(full, key=lambda n: (-len(n), n)))
        for match in re.finditer(rf"(?<![\w@])(?:[Tt]he|THE)\s(?P<n>{names})(?!\w)", text):
            if taken.take(*match.span("n")):
                item = full[match["n"]]
                yield Found(*match.span("n"), item.kind, item.value, "short form", False, 0.8)


def _premises(text: str, start: int, end: int, by: str, score: float = 0.9) -> Found:
    return Found(start, end, Kind.PREMISES, folded(text[start:end]), by, False, score)


def _same_place(kept: list[Found], text: str) -> list[Found]:
    """`the Alma` beside `Alma Guest House` is that place, under its full value."""
    full = {
        text[item.start : item.end].partition(" ")[0].lower(): item
        for item in reversed(kept)
        if " " in text[item.start : item.end]
    }
    return [
        replace(item, value=full[item.value].value, found_by="short form", score=0.8)
        if item.found_by == "after place word" and item.value in full
        else item
        for item in kept
    ]


def _longest_first(found: Sequence[Found], blocked: Sequence[tuple[int, int]]) -> list[Found]:
    taken = Taken.of(blocked)
    kept = [
        item
        for item in sorted(found, key=lambda f: (f.start - f.end, f.start))
        if taken.take(item.start, item.end)
    ]
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
