"""Names known in capitals alone, as they are written otherwise."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_NO_NAME = re.compile(r"[\d_@#/\\:]")
_SMALL = frozenset(("van", "der", "den", "von", "de", "da", "dos", "del", "bin", "bint", "ibn"))
_VOWELS = frozenset("AEIOUYÀÁÂÃÄÅÈÉÊËÌÍÎÏÒÓÔÕÖÙÚÛÜÝĂĄĘĚĪŌŪŮŐŰƠƯİ")
_SHORT = 3
_WITHOUT_VOWEL = frozenset({"NG", "JR", "SR", "SNR", "JNR", "MR", "MRS", "ST", "MC", "DR"})


def name_case(name: str) -> str:
    """A name with its words in capitals written as names are; all else as it stands.

    Short words without a vowel may be initials and stay, as does all that holds a figure. Mac is
    left alone: some write MacDonald, some Macdonald.

    >>> [name_case(n) for n in ("McKENNA, SEAN", "O'NEILL-DIAZ", "AL-HASSAN, OMAR", "TJ", "B1 RJO")]
    ['McKenna, Sean', "O'Neill-Diaz", 'Al-Hassan, Omar', 'TJ', 'B1 RJO']
    >>> [name_case(n) for n in ("ST AIDAN'S", "ANNA VAN DER BERG", "Dez", "BP GARAGE", "NGUYỄN AN")]
    ["St Aidan's", 'Anna van der Berg', 'Dez', 'BP Garage', 'Nguyễn An']
    """
    if _NO_NAME.search(name) or name.islower():
        return name
    alone = len(_WORD.findall(name)) == 1
    return _WORD.sub(lambda m: _word(m[0], is_first=m.start() == 0, alone=alone), name)


def _word(word: str, *, is_first: bool, alone: bool) -> str:
    letters = word.removeprefix("Mc") if word[:2] == "Mc" and len(word) > _SHORT else word
    if not letters.isupper() or len(word) < 2:
        return word
    if alone and len(word) == 2:
        return word
    spoken = bool(_VOWELS.intersection(word)) or word in _WITHOUT_VOWEL
    if len(word) <= _SHORT and not spoken:
        return word
    if not is_first and word.lower() in _SMALL:
        return word.lower()
    head, mark, tail = _parted(word)
    if mark:
        after = _capital(tail) if len(head) == 1 else tail.lower()
        return f"{_capital(head)}{mark}{after}"
    return _capital(word)


def _parted(word: str) -> tuple[str, str, str]:
    mark = next((c for c in word if c in "'’"), "")
    return word.partition(mark) if mark else (word, "", "")


def _capital(word: str) -> str:
    if word[:2].upper() == "MC" and len(word) > _SHORT:
        return f"Mc{_capital(word[2:])}"
    return word[:1] + word[1:].replace("İ", "i").lower()
