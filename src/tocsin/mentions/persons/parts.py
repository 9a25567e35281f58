"""Which word of a name is the given name and which the surname, as far as can be said."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.lexicon import LETTER, NO_WORD, PARTICLE
from tocsin.mentions.persons.rules import SUFFIXES
from tocsin.mentions.persons.scan import Scan

_CHINESE_LENGTH = 5


def parts_of(scan: Scan, found: Candidate) -> tuple[str, str, bool]:
    """Given name, surname, and whether it may be the other way round."""
    tokens = [t for t in range(found.first, found.last + 1) if scan.word[t].shape != NO_WORD]
    while len(tokens) > 1 and scan.word[tokens[-1]].low in SUFFIXES:
        tokens.pop()
    if not found.is_name:
        return "", "", False
    if found.form == "surname":
        return "", _text(scan, tokens), False
    if found.form in ("nickname", "alias") or len(tokens) < 2:
        return _text(scan, tokens), "", False
    if found.surname_first:
        return _surname_first(scan, tokens)
    k = len(tokens) - 1
    while k > 1 and scan.word[tokens[k - 1]].marks & PARTICLE and scan.word[tokens[k - 1]].base > 1:
        k -= 1
    if scan.word[tokens[-1]].shape == LETTER and scan.word[tokens[0]].shape != LETTER:
        return _text(scan, tokens[:k]), _text(scan, tokens[k:]), False
    return _text(scan, tokens[:k]), _text(scan, tokens[k:]), _either(scan, tokens)


def _surname_first(scan: Scan, tokens: list[int]) -> tuple[str, str, bool]:
    for n in range(1, len(tokens)):
        if "," in scan.text[scan.end[tokens[n - 1]] : scan.start[tokens[n]]]:
            return _text(scan, tokens[n:]), _text(scan, tokens[:n]), False
    return _text(scan, tokens[1:]), _text(scan, tokens[:1]), False


def _either(scan: Scan, tokens: list[int]) -> bool:
    """`Chen Jianguo`: the first word is rather a surname, the last rather a given name."""
    first, last = scan.word[tokens[0]], scan.word[tokens[-1]]
    if first.shape == LETTER or last.shape == LETTER:
        return False
    swapped = first.last >= 0.5 and last.first >= 0.5 and first.last >= first.first
    return swapped and (last.first >= last.last or first.base <= _CHINESE_LENGTH)


def _text(scan: Scan, tokens: list[int]) -> str:
    return scan.text[scan.start[tokens[0]] : scan.stop(tokens[-1])] if tokens else ""
