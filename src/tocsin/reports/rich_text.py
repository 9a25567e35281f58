"""rtf: the text that stands; hidden and deleted passages are set aside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from striprtf.striprtf import rtf_to_text

from tocsin.errors import TooLargeError, UnreadableFileError
from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions

_TOKEN = re.compile(r"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'[0-9a-f]{2}|\\[^a-z]|[{}]", re.IGNORECASE)
_HIDING = {"v": "hidden text", "deleted": "deleted in tracked changes"}
_COMMENT = ("annotation", "atnid", "atnauthor")
_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_DEEPEST = 2000


def read_rtf(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read an rtf document."""
    content = source.content(options)
    if not content.lstrip()[:6].startswith(b"{\\rtf"):
        raise UnreadableFileError(
            "this is no rtf document.", remedy="Save it again as rtf or docx."
        )
    page = _CODE_PAGE.search(content[:2000])
    encoding = f"cp{page[1].decode()}" if page else "cp1252"
    shown, aside = _without_hidden(content.decode("latin-1"))
    text = _plain(shown, encoding)
    for why, hidden in aside:
        words = _plain("{\\rtf1 " + hidden + "}", encoding).strip()
        if words:
            yield SetAside(source.name, "", why, words)
            yield Notice(source.name, "", f"A passage was set aside and not read: {why}.")
    if not text.strip():
        raise UnreadableFileError("this document has no text.", remedy="Open it and save it again.")
    yield from accounts_of_document(source, text, options)


def _plain(rtf: str, encoding: str) -> str:
    to_text: Callable[..., str] = rtf_to_text
    try:
        return to_text(rtf, encoding, errors="replace")
    except LookupError:
        return to_text(rtf, "cp1252", errors="replace")


def _without_hidden(rtf: str) -> tuple[str, list[tuple[str, str]]]:
    """Cut out what is formatted as hidden or deleted, and comments; braces stay in balance."""
    kept: list[str] = []
    aside: list[tuple[str, list[str]]] = []
    stack: list[str] = [""]
    at = 0
    for token in _TOKEN.finditer(rtf):
        _put(rtf[at : token.start()], stack[-1], kept, aside)
        at = token.end()
        mark, word = token.group(), (token[1] or "").lower()
        if mark == "{":
            stack.append(stack[-1])
            if len(stack) > _DEEPEST:
                raise TooLargeError("its groups are nested too deeply.")
            kept.append(mark)
        elif mark == "}":
            if len(stack) > 1:
                stack.pop()
            kept.append(mark)
        elif word in _HIDING:
            stack[-1] = "" if token[2] == "0" else _HIDING[word]
        elif word in {"plain", "pard"} and stack[-1] in _HIDING.values() and word == "plain":
            stack[-1] = ""
        elif word in _COMMENT:
            stack[-1] = "comment"
        else:
            _put(mark, stack[-1], kept, aside)
    _put(rtf[at:], stack[-1], kept, aside)
    return "".join(kept), [(why, "".join(words)) for why, words in aside]


def _put(words: str, why: str, kept: list[str], aside: list[tuple[str, list[str]]]) -> None:
    if not why:
        kept.append(words)
    elif aside and aside[-1][0] == why:
        aside[-1][1].append(words)
    else:
        aside.append((why, [words]))
