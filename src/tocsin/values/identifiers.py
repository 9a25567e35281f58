"""Phones, plates, postcodes, addresses and record numbers: written one way, and compared.

Partial values keep their place: `?` stands for one unknown character, so that `MV51 K` is
`MV51K??` and "plate ends KTD" is `????KTD`. A phone of which only the end is known is kept as
those digits alone (`418`), and compares with the end of a whole number.
"""

from __future__ import annotations

import re
from enum import IntEnum

_NOT_DIGIT = re.compile(r"\D")
_NOT_PLATE = re.compile(r"[^A-Z0-9?]")
_POSTCODE = re.compile(r"([A-Z]{1,2})(\d[A-Z\d]?)(\d[A-Z]{2})")
_SAME_SHAPE = str.maketrans("OIQSZ", "01052")
_WORD = re.compile(r"[a-z0-9]+")

_AREAS = (
    "AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E"
    " EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL"
    " LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM"
    " SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE"
)
AREAS = frozenset(_AREAS.split())
"""The 124 postcode areas in use."""

STREET_SHORT = {
    "rd": "road",
    "st": "street",
    "str": "street",
    "ave": "avenue",
    "av": "avenue",
    "cres": "crescent",
    "ln": "lane",
    "dr": "drive",
    "cl": "close",
    "ct": "court",
    "crt": "court",
    "pl": "place",
    "sq": "square",
    "tce": "terrace",
    "terr": "terrace",
    "ter": "terrace",
    "gdns": "gardens",
    "gdn": "gardens",
    "gr": "grove",
    "gro": "grove",
    "pde": "parade",
    "wk": "walk",
    "bldgs": "buildings",
    "hse": "house",
    "est": "estate",
    "mt": "mount",
    "cotts": "cottages",
}


class Likeness(IntEnum):
    """How alike two identifiers are; higher says more."""

    DIFFERENT = 0
    NEAR = 1
    """One character apart, as in a misreading."""
    PARTIAL = 2
    """All that is known of the shorter agrees."""
    SAME = 3


def phone_digits(written: str) -> str:
    """The national digits of a written number: `+44 (0)7700 900418` is `07700900418`.

    >>> phone_digits("+44(0)7700 900-418"), phone_digits("900152")
    ('07700900418', '900152')
    """
    plus = written.lstrip(" (").startswith("+")
    digits = _NOT_DIGIT.sub("", written)
    if digits.startswith("0044"):
        digits, plus = digits[2:], True
    if digits.startswith("44") and (plus or len(digits) >= 11):
        digits = "0" + digits[2:].lstrip("0")
    return digits


def is_whole_phone(digits: str) -> bool:
    """Whether these are the digits of a whole British number; Ofcom's drama ranges pass."""
    if not digits.startswith("0") or len(digits) < 10 or digits[1] not in "1235789":
        return False
    return len(digits) == 11 or (len(digits) == 10 and digits[1] == "1")


def compare_phones(left: str, right: str) -> Likeness:
    """Compare two normalised numbers; a tail of three digits or more agrees with a whole one."""
    if left == right:
        whole = min(len(left), len(right)) >= 10
        return Likeness.SAME if whole else Likeness.PARTIAL
    short, long = sorted((left, right), key=lambda value: (len(value), value))
    if len(short) == len(long) and "?" in short + long:
        return Likeness.PARTIAL if _fits(short, long) else Likeness.DIFFERENT
    if len(short) >= 10 and len(short) == len(long):
        return Likeness.NEAR if _apart(short, long) == 1 else Likeness.DIFFERENT
    if len(short) >= 3 and "?" not in short + long and long.endswith(short):
        return Likeness.PARTIAL
    return Likeness.DIFFERENT


def plate_key(written: str) -> str:
    """A plate in capitals without spaces; `?` for unknown places stays.

    >>> plate_key("mv51 ktd")
    'MV51KTD'
    """
    return _NOT_PLATE.sub("", written.upper())


def compare_plates(left: str, right: str) -> Likeness:
    """Compare two plates, partial ones too; O and 0, I and 1, S and 5, Z and 2 read alike."""
    if not left or not right:
        return Likeness.DIFFERENT
    if left == right:
        return Likeness.PARTIAL if "?" in left else Likeness.SAME
    a, b = left.translate(_SAME_SHAPE), right.translate(_SAME_SHAPE)
    if "?" in a + b:
        known = min(len(a.replace("?", "")), len(b.replace("?", "")))
        agrees = known >= 2 and (_fits(a, b) or _ends_fit(a, b))
        return Likeness.PARTIAL if agrees else Likeness.DIFFERENT
    if a == b:
        return Likeness.SAME
    if len(a) == len(b) and _apart(a, b) == 1:
        return Likeness.NEAR
    return Likeness.DIFFERENT


def postcode_key(written: str) -> str:
    """A postcode as `S4 7LJ`, or empty where its area does not exist.

    >>> postcode_key("s47lj"), postcode_key("ZZ1 1AA")
    ('S4 7LJ', '')
    """
    match = _POSTCODE.fullmatch(re.sub(r"\s", "", written.upper()))
    if not match or match[1] not in AREAS:
        return ""
    return f"{match[1]}{match[2]} {match[3]}"


def address_key(written: str) -> str:
    """A folded house and street: `112 MAFEKING RD` and `112 Mafeking Road` are one.

    The word flat before a building goes (`Flat 4, Dunmore Court` is often written
    `4 Dunmore Court`), but stays before a numbered street (`Flat 3, 22 Albany Road`).

    >>> address_key("Flat 4, Dunmore Ct."), address_key("Flat 3, 22 Albany Rd")
    ('4 dunmore court', 'flat 3 22 albany road')
    """
    folded = written.lower().replace("'", "").replace("\u2019", "")
    words = _WORD.findall(folded)
    words = [word for word in words if word not in {"at", "no", "number"}]
    if words and words[-1] in STREET_SHORT:
        words[-1] = STREET_SHORT[words[-1]]
    if len(words) > 2 and words[0] in {"flat", "apt", "apartment", "room"}:
        if any(word[0].isdigit() for word in words[2:]):
            words[0] = "flat"
        else:
            words = words[1:]
    return " ".join(words)


def is_nhs_number(digits: str) -> bool:
    """Whether ten digits pass the NHS number's check (weights 10 to 2, modulus 11).

    Source: NHS Data Dictionary, NHS NUMBER.
    """
    if len(digits) != 10 or not digits.isdigit() or len(set(digits)) == 1:
        return False
    total = sum(int(digit) * (10 - i) for i, digit in enumerate(digits[:9]))
    return (11 - total % 11) % 11 == int(digits[9])


def is_pupil_number(written: str) -> bool:
    """Whether letter, twelve characters pass the unique pupil number's check (modulus 23).

    Source: DfE, Unique pupil numbers: guide.
    """
    upn = written.upper()
    if not re.fullmatch(r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]", upn):
        return False
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    values = [int(c) if c.isdigit() else letters.index(c) for c in upn[1:]]
    total = sum(value * (i + 2) for i, value in enumerate(values))
    return letters[total % 23] == upn[0]


def is_police_number(written: str) -> bool:
    """Whether a PNC identity (`99/4711X`) carries its check letter (modulus 23)."""
    match = re.fullmatch(r"(?:19|20)?(\d{2})/(\d{1,7})([A-Z])", written.upper().replace(" ", ""))
    if not match:
        return False
    number = int(match[1] + match[2].zfill(7))
    return "ZABCDEFGHJKLMNPQRTUVWXY"[number % 23] == match[3]


def identifier_key(written: str) -> str:
    """A record number without spaces and in capitals."""
    return re.sub(r"[\s.-]", "", written.upper())


def _fits(left: str, right: str) -> bool:
    """Whether two partial values of one length can be the same."""
    return len(left) == len(right) and all(
        a == b or "?" in (a, b) for a, b in zip(left, right, strict=True)
    )


def _ends_fit(left: str, right: str) -> bool:
    """Whether values of different length agree at the known start, or at the known end."""
    for a, b in ((left, right), (right, left)):
        start, end = a.rstrip("?"), a.lstrip("?")
        if start and "?" not in start and a != start and b.startswith(start):
            return True
        if end and "?" not in end and a != end and b.endswith(end):
            return True
    return False


def _apart(left: str, right: str) -> int:
    """In how many places two values of one length differ."""
    return sum(a != b for a, b in zip(left, right, strict=True))
