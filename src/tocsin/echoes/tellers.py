"""Who tells a report, as far as it can be known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.policies import Policy
from tocsin.records import Extraction, Kind, Report, Role

_LETTERS = re.compile(r"[^a-z0-9]+")
_NAME_TAIL = 120


def fold(text: str) -> str:
    """Lower case, without accents and signs, one space between words."""
    if text.isascii():
        return _LETTERS.sub(" ", text.casefold()).strip()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return _LETTERS.sub(" ", "".join(c for c in plain if not unicodedata.combining(c))).strip()


@lru_cache(maxsize=65_536)
def folded(text: str) -> str:
    """`fold`, remembered: for names and other short words that come again."""
    return fold(text)


def is_unnamed(report: Report, policy: Policy) -> bool:
    """Whether the author's words name nobody in particular: a caller, a neighbour, no one."""
    author = folded(report.author)
    if not author:
        return True
    unnamed = policy.table("echoes")["unnamed_authors"]
    return any(word in unnamed for word in author.split())


@dataclass(frozen=True, slots=True)
class Teller:
    """Who tells a report: the agency, the author as written, and who signs or reports by name."""

    agency: str
    title: str
    """Empty where the author's words name nobody in particular."""
    signed: str

    @property
    def key(self) -> str:
        """Equal keys are one teller; empty where nobody is known."""
        known = self.signed or self.title
        return f"{self.agency}|{known}" if known else ""


def teller_of(report: Report, extraction: Extraction | None, policy: Policy) -> Teller:
    """The teller of a report."""
    title = "" if is_unnamed(report, policy) else folded(report.author)
    return Teller(folded(report.agency), title, signature(report, extraction))


def tellers_between(tellers: Sequence[Teller]) -> tuple[int, int]:
    """The fewest and the most distinct tellers there can be.

    For the fewest, all that may be one person are: one name in two agencies, a name and the same
    agency's job title it has signed under, and every unnamed account. For the most, only equal keys
    are one. Unnamed accounts together add at most one.
    """
    keys = {teller.key for teller in tellers if teller.key}
    names = {teller.signed for teller in tellers if teller.signed}
    covered = {(teller.agency, teller.title) for teller in tellers if teller.signed}
    titles = {(t.agency, t.title) for t in tellers if t.title and not t.signed}
    unnamed = any(not teller.key for teller in tellers)
    fewest = len(names) + len(titles - covered)
    return max(fewest, int(unnamed)), len(keys) + int(unnamed)


def signature(report: Report, extraction: Extraction | None) -> str:
    """The surname and initial of whoever signs or reports, folded; empty: nobody does."""
    if extraction is None:
        return ""
    names = [
        m
        for m in extraction.mentions
        if m.kind is Kind.PERSON and m.role is Role.REPORTER and not m.negated
    ]
    tail = len(report.text) - _NAME_TAIL
    names.sort(key=lambda m: (m.start < tail, m.start))
    for mention in names:
        words = folded(mention.text).split()
        if len(words) > 1:
            return _surname_and_initial(mention.text, words)
    return ""


def _surname_and_initial(text: str, words: list[str]) -> str:
    capitals = [w for w in text.split() if len(w) > 2 and w.isupper()]
    surname_first = "," in text or (
        len(capitals) == 1 and not text.isupper() and text.startswith(capitals[0])
    )
    surname, first = (words[0], words[-1]) if surname_first else (words[-1], words[0])
    return f"{surname} {first[0]}"


def tellers_named(report: Report, extraction: Extraction | None) -> frozenset[str]:
    """The longest word of the name of each person who reports or signs, folded."""
    if extraction is None:
        return frozenset()
    names = (
        folded(m.text).split()
        for m in extraction.mentions
        if m.kind is Kind.PERSON and m.role is Role.REPORTER
    )
    found = {words[-1] for words in names if words and len(words[-1]) > 2}
    author = [w for w in folded(report.author).split() if w.isalpha() and len(w) > 3]
    return frozenset(found | {w for w in author if _is_surname_like(report.author, w)})


def _is_surname_like(author: str, word: str) -> bool:
    """An author written as a name (`J. Wisniewska`), not as a job title."""
    parts = author.replace(".", ". ").split()
    return (
        len(parts) == 2
        and parts[0].rstrip(".").isalpha()
        and len(parts[0].rstrip(".")) == 1
        and folded(parts[1]) == word
    )
