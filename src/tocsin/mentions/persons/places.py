# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Boats and clubs that carry a person's name and no word that says what they are."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.lexicon import NO_WORD
from tocsin.mentions.persons.scan import MIXED_CASE, Scan

_BOATS = frozenset("boat barge narrowboat trawler yacht vessel ship ferry dinghy aboard".split())
_GO_ON = frozenset("all at last tonight until till for with and again when where".split())
_MEET = frozenset(
    (
        "meet meets met meeting drink drinks drinking drank dance dancing party parties night "
        "nights doorman doormen bouncer bouncers entry admitted bar"
    ).split()
)
_PLAIN = ("first name", "full name", "model", "short form")


def without_places(scan: Scan, kept: list[Candidate]) -> list[Candidate]:
    """The candidates less those named as a boat or a club somewhere in the text."""
    places = {
        _words(scan, candidate)
        for candidate in kept
        if candidate.found_by in _PLAIN
        and candidate.title < 0
        and scan.style[candidate.first] == MIXED_CASE
        and (_is_boat(scan, candidate) or _is_club(scan, candidate))
    }
    if not places:
        return kept
    return [c for c in kept if c.found_by not in _PLAIN or _words(scan, c) not in places]


def _words(scan: Scan, candidate: Candidate) -> tuple[str, ...]:
    return tuple(scan.word[t].low for t in range(candidate.first, candidate.last + 1))


def _is_boat(scan: Scan, candidate: Candidate) -> bool:
    """`his boat, the Bonny Jean`; `aboard the Bonny Jean`; `on the Bonny Jean all night`."""
    k = candidate.first - 1
    behind_the = k >= 0 and scan.word[k].low == "the"
    k -= behind_the
    if k >= 0 and scan.raw[k] == "," and behind_the:
        k -= 1
    if k < 0:
        return False
    if scan.word[k].low in _BOATS:
        return behind_the or scan.word[k].low == "aboard"
    if scan.word[k].low != "on" or not behind_the or candidate.first == candidate.last:
        return False
    after = candidate.last + 1
    if after >= scan.size or scan.word[after].shape == NO_WORD:
        return True
    return scan.word[after].low in _GO_ON


def _is_club(scan: Scan, candidate: Candidate) -> bool:
    """`they meet at Tuba`, `inside Tuba`: nobody is met at a person; at `Tuba's` they might be."""
    first, last = candidate.first, candidate.last
    if first != last or not first or scan.word[last].base < len(scan.raw[last]):
        return False
    before = scan.word[first - 1].low
    if before == "inside":
        return True
    return before == "at" and first > 1 and scan.word[first - 2].low in _MEET
