"""The normalised value of a mention whose words and kind are known."""

from __future__ import annotations

import re
from collections.abc import Callable

from tocsin.records import Kind
from tocsin.values.identifiers import (
    address_key,
    identifier_key,
    phone_digits,
    plate_key,
    postcode_key,
)

_SPACE = re.compile(r"\s+")


def folded(written: str) -> str:
    """Lower case, one space, straight apostrophes, no full stops: for premises and firms."""
    plain = written.lower().replace("\u2019", "'").replace(".", "")
    return _SPACE.sub(" ", plain).strip()


def _place(written: str) -> str:
    return postcode_key(written) or address_key(written)


_VALUES: dict[Kind, Callable[[str], str]] = {
    Kind.PHONE: phone_digits,
    Kind.VEHICLE: plate_key,
    Kind.ADDRESS: _place,
    Kind.PREMISES: folded,
    Kind.ORGANISATION: folded,
    Kind.HANDLE: lambda written: written.lower().lstrip("@"),
    Kind.IDENTIFIER: identifier_key,
    Kind.PERSON: lambda written: _SPACE.sub(" ", written).strip(),
}


def value_of(kind: Kind, written: str) -> str:
    """What two mentions of one thing have in common, however they were written."""
    return _VALUES[kind](written)
