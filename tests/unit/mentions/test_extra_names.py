"""Names a user lays beside the reports."""

from __future__ import annotations

import pytest

from tocsin.mentions import Extractor
from tocsin.records import ExtraName, Kind, Report


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("Top Cut", Kind.PREMISES, "account at TOP CUT again"),
        ("Spindrift", Kind.PREMISES, "seen near spindrift at eleven"),
        ("Leeds GATE", Kind.ORGANISATION, "reached through Leeds GATE."),
        ("Skrat", Kind.PERSON, "she was with Skrat again"),
    ],
)
def test_a_name_from_the_users_list_is_found(name, kind, text):
    """In any case, as the kind the row says."""
    extractor = Extractor([ExtraName(name, kind)], mode="fast")
    found = [m for m in extractor.extract(Report("R1", text)).mentions if m.kind is kind]
    assert [m.text.lower() for m in found] == [name.lower()]


def test_a_person_in_the_name_of_listed_premises_is_not_a_person():
    """A listed place blocks the names inside it."""
    extractor = Extractor([ExtraName("Kelly Jordan Hair", Kind.PREMISES)], mode="fast")
    mentions = extractor.extract(Report("R1", "met outside Kelly Jordan Hair at five")).mentions
    assert [m.kind for m in mentions] == [Kind.PREMISES]
