"""Online handles and e-mail addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.mentions.found import Found
from tocsin.mentions.words import Tokens
from tocsin.records import Kind

_EMAIL = re.compile(r"(?<![\w.])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_AT = re.compile(r"(?<![\w@.])@[A-Za-z_][\w.]*\w")
_TAGGED = re.compile(r"(?<![\w/])[A-Za-z][\w.]{2,}#\d{3,5}(?!\w)")
_PROFILE = re.compile(
    r"\b(?:facebook|fb|instagram|tiktok|snapchat|twitter|x|t|onlyfans|vsco|youtube)\.(?:com|me|co)"
    r"/[\w.@/-]*\w",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:on\s)?(?:snap(?:chat)?|insta(?:gram)?|ig|sc|tiktok|discord|kik|facebook|fb|bebo|msn|telegram|"
    r"whatsapp|twitter|roblox|xbox|psn|yubo|username|user\sname|screen\sname|handle|profile)\b"
    r"[\s:,\"“'(-]*(?:name\s)?(?:(?:is|as|under|called|handle|name|user|username|of|goes by|"
    r"account|id|:|=)[\s:\"“']*){0,3}(?P<name>[A-Za-z][\w.]*[\d_][\w.]*)",
    re.IGNORECASE,
)
_ODD = re.compile(
    r"(?<![\w@./])(?=[A-Za-z0-9.]*_|[a-z]{3,}[a-z.]*\d{1,4}\b)[A-Za-z][\w.]*\w(?![\w@/])"
)
_ONLINE = re.compile(
    r"\b(?:messag\w*|chat\w*|online|snap\w*|insta\w*|profile|username|follows?|following|dm\w*|contact|"
    r"text\w*|app|account|gaming|roblox|discord|tiktok|facebook|posts?|posted|friend\srequest|added|"
    r"sends?|sent|called|handle)\b",
    re.IGNORECASE,
)


_NAMES_OF_SITES = (
    "snap snapchat insta instagram ig sc tiktok discord kik facebook fb bebo msn telegram"
    " whatsapp twitter roblox xbox psn yubo username user screen handle profile"
)
_SITES = frozenset(_NAMES_OF_SITES.split())
_ONLINE_DIGIT = re.compile(r"[a-z]{3}\d")


def find_handles(text: str, tokens: Tokens) -> Iterator[Found]:
    """E-mail addresses, @names, name#1234, profile addresses, and odd names near online words."""
    if "@" in text:
        for pattern, name in ((_EMAIL, "email"), (_AT, "at handle")):
            for match in pattern.finditer(text):
                yield _found(match.start(), match.end(), match[0], name)
    if "#" in text:
        for match in _TAGGED.finditer(text):
            yield _found(match.start(), match.end(), match[0], "tagged handle")
    if "/" in text:
        for match in _PROFILE.finditer(text):
            yield _found(match.start(), match.end(), match[0], "profile")
    for match in _NAMED.finditer(text) if not tokens.present.isdisjoint(_SITES) else ():
        start, end = match.span("name")
        yield _found(start, end, text[start:end], "named handle")
    for match in _ODD.finditer(text) if "_" in text or _ONLINE_DIGIT.search(text) else ():
        around = text[max(0, match.start() - 100) : match.end() + 60]
        if "_" in match[0] or _ONLINE.search(around):
            yield _found(match.start(), match.end(), match[0], "odd name", 0.7)


def _found(start: int, end: int, written: str, found_by: str, score: float = 1.0) -> Found:
    stripped = written.rstrip(".")
    end -= len(written) - len(stripped)
    value = stripped.lower().lstrip("@")
    return Found(start, end, Kind.HANDLE, value, found_by, False, score)
