"""Nicknames, aliases and initials."""

from __future__ import annotations

import pytest

from tocsin.mentions.persons import PersonFinder, PersonSpan

_FULL, _FAST = PersonFinder(), PersonFinder(mode="fast")


@pytest.fixture(params=[_FULL, _FAST], ids=["full", "fast"])
def finder(request: pytest.FixtureRequest) -> PersonFinder:
    found: PersonFinder = request.param
    return found


def texts(spans: list[PersonSpan]) -> list[str]:
    return [span.text for span in spans]


@pytest.mark.parametrize(
    ("text", "owner", "alias"),
    [
        ("Kwabena Ofori, known as Kobby, runs the stall.", "Kwabena Ofori", "Kobby"),
        ("Gurpreet Sandhu aka Gaz was seen.", "Gurpreet Sandhu", "Gaz"),
        ('Imran Hussain ("Immy") was stopped.', "Imran Hussain", "Immy"),
        ("Ionela Stan goes by Nell at work.", "Ionela Stan", "Nell"),
        ("Abdi Warsame calls himself Ghost.", "Abdi Warsame", "Ghost"),
        ("Linh Tran, who everybody calls Lulu, was there.", "Linh Tran", "Lulu"),
        ("arben hoxha aka benny drives a golf", "arben hoxha", "benny"),
    ],
)
def test_a_cue_ties_an_alias_to_its_owner(
    finder: PersonFinder, text: str, owner: str, alias: str
) -> None:
    """The alias is a span of its own and says whose it is."""
    spans = finder.find(text)
    by_text = {span.text: span for span in spans}
    of = by_text[alias].alias_of
    assert of is not None
    assert spans[of].text == owner


def test_a_nickname_in_quotes_inside_a_name_is_part_of_it(finder: PersonFinder) -> None:
    """`Gary "Gaz" Holroyd` is one reference."""
    assert texts(finder.find('Gary "Gaz" Holroyd was told.')) == ['Gary "Gaz" Holroyd']


@pytest.mark.parametrize(
    ("text", "nickname"),
    [
        ("She was dropped off by Big Mo again.", "Big Mo"),
        ("Young Des was there, not his dad.", "Young Des"),
        ("They went off with Uncle T in a taxi.", "Uncle T"),
        ("They were with Kez and Ginge by the shops.", "Ginge"),
        ("A male they call Smiler gave her it.", "Smiler"),
        ("he told her to call him Razor", "Razor"),
    ],
)
def test_nicknames_are_found_with_and_without_a_cue(
    finder: PersonFinder, text: str, nickname: str
) -> None:
    """What somebody is called counts as a name."""
    assert nickname in texts(finder.find(text))


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("CR attended with her mum and was quiet.", "CR"),
        ("Boy K.B., 14, was seen on the ward.", "K.B."),
        ("Spoke with EH about what she had said.", "EH"),
        ("Re AN (14), moved in June.", "AN"),
    ],
)
def test_children_written_by_their_initials_are_found(
    finder: PersonFinder, text: str, initials: str
) -> None:
    """Initials are references to a person, but no name to compare."""
    (span,) = [s for s in finder.find(text) if s.text == initials]
    assert (span.is_name, span.form) == (False, "initials")


@pytest.mark.parametrize(
    "text",
    [
        "CCTV seized, NFA, OIC informed.",
        "Referred to MASH and the DI by the GP.",
        "RTC on the ring road, IC1 male.",
        "The DSL rang CAMHS re an EHCP.",
    ],
)
def test_acronyms_are_not_initials(finder: PersonFinder, text: str) -> None:
    """Letters that stand for a thing or a service name nobody."""
    assert texts(finder.find(text)) == []


def test_initials_of_somebody_named_in_full_count_even_if_they_are_also_an_acronym(
    finder: PersonFinder,
) -> None:
    """`Sana Omar ... SO said` is Sana."""
    spans = finder.find("Sana Omar came in late. SO said she was fine. SO was collected.")
    assert texts(spans) == ["Sana Omar", "SO", "SO"]
