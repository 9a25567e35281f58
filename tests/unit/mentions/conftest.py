"""An extractor, made once, and short ways to read what it found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from tocsin.mentions import Extractor
from tocsin.records import Extraction, Kind, Report
from tocsin.values.dates import PartialDate

Read = Callable[..., Extraction]


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    """The fast one: the rules under test do not change with the model."""
    return Extractor(mode="fast")


@pytest.fixture
def read(extractor: Extractor) -> Read:
    """Read a text as a report of 14 March 2004."""

    def _read(text: str, **fields: object) -> Extraction:
        day = PartialDate.of_day(date(2004, 3, 14))
        return extractor.extract(Report("R1", text, received=day, **fields))

    return _read


@pytest.fixture
def found(read: Read) -> Callable[..., list[tuple[str, str]]]:
    """(words, value) of the mentions of one kind."""

    def _found(text: str, kind: Kind, **fields: object) -> list[tuple[str, str]]:
        return [(m.text, m.value) for m in read(text, **fields).mentions if m.kind is kind]

    return _found


@pytest.fixture
def roles(read: Read) -> Callable[..., dict[str, str]]:
    """Name → role."""

    def _roles(text: str, **fields: object) -> dict[str, str]:
        people = [m for m in read(text, **fields).mentions if m.kind is Kind.PERSON]
        return {m.text: m.role.value for m in people}

    return _roles
