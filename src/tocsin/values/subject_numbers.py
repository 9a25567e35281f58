"""Public numbers of subjects: `T-` + six Crockford characters + a check character."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable, Mapping

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DIGITS = 6
_CHECK_MODULUS = 31


def number_of(founding: str, attempt: int = 0) -> str:
    """The number a subject gets from the key of its founding mention.

    `attempt` counts the numbers already taken by other subjects.
    """
    key = founding if attempt == 0 else f"{founding}#{attempt}"
    rest = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % (32**_DIGITS)
    digits = []
    for _ in range(_DIGITS):
        rest, digit = divmod(rest, 32)
        digits.append(digit)
    digits.reverse()
    return "T-" + "".join(_ALPHABET[d] for d in digits) + _check(digits)


def is_number(text: str) -> bool:
    """Whether this is a well-formed number with the right check character.

    >>> is_number(number_of("R001:3-9:person"))
    True
    >>> is_number("T-0000001")
    False
    """
    body = text.removeprefix("T-").upper()
    if not text.startswith("T-") or len(body) != _DIGITS + 1:
        return False
    if any(c not in _ALPHABET for c in body):
        return False
    return _check([_ALPHABET.index(c) for c in body[:-1]]) == body[-1]


def give_numbers(
    founding: Iterable[str],
    taken: Mapping[str, str] | None = None,
    others: Container[str] = (),
) -> dict[str, str]:
    """A number for each founding mention, in the order given; no two alike.

    `taken` holds founding mentions whose number is carried over from an earlier run, `others` the
    numbers of subjects that are not asked about.
    """
    numbers = dict(taken or {})
    used = set(numbers.values())
    for key in founding:
        if key in numbers:
            continue
        attempt = 0
        while (number := number_of(key, attempt)) in used or number in others:
            attempt += 1
        numbers[key] = number
        used.add(number)
    return numbers


def _check(digits: list[int]) -> str:
    total = sum(place * digit for place, digit in enumerate(digits, start=1))
    return _ALPHABET[total % _CHECK_MODULUS]
