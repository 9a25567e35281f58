"""All structured mentions of a text, in the order that lets the surer shape win."""

from __future__ import annotations

import re
from itertools import chain

from tocsin.mentions.found import Found, without_overlaps
from tocsin.mentions.structured.addresses import find_addresses, find_postcodes
from tocsin.mentions.structured.handles import find_handles
from tocsin.mentions.structured.numbers import find_numbers
from tocsin.mentions.structured.phones import find_phones
from tocsin.mentions.structured.vehicles import find_vehicles
from tocsin.mentions.words import Tokens

_ENDS = ("ends", "end", "ending", "ended", "finishing", "finishes")
_DIGIT = re.compile(r"\d")


class StructuredFinder:
    """Phones, record numbers, postcodes, plates, handles, addresses."""

    def find(self, text: str, tokens: Tokens, streets: list[tuple[int, int]]) -> list[Found]:
        """Spans that do not overlap, by place; texts without a digit are passed over cheaply."""
        if not _DIGIT.search(text):
            if not tokens.present.isdisjoint(_ENDS):
                return without_overlaps(chain(find_handles(text, tokens), find_vehicles(text)))
            return (
                without_overlaps(find_handles(text, tokens)) if "@" in text or "_" in text else []
            )
        return without_overlaps(
            chain(
                find_handles(text, tokens),
                find_phones(text),
                find_numbers(text, tokens),
                find_postcodes(text),
                find_vehicles(text),
                find_addresses(text, tokens, streets),
            )
        )
