"""Denials, exclusions, hearsay, and what is to be read at once."""

from __future__ import annotations

import pytest


def person(extraction, name):
    return next(m for m in extraction.mentions if m.text == name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A man gives girls lifts. Not the bus driver Leroy Campbell.", "Leroy Campbell"),
        ("She is 14. She denies knowing any Cemal.", "Cemal"),
        ("A man met two girls. It's not Kemal, his brother is decent.", "Kemal"),
        ("Girls of 14 get lifts. Nothing to do with Azad.", "Azad"),
        ("Girls of 14 get lifts. Callum is not involved.", "Callum"),
    ],
)
def test_who_is_denied_or_excluded_is_other(read, text, name):
    """A negated mention is kept, marked and never alleged."""
    mention = person(read(text), name)
    assert mention.negated
    assert mention.role.value == "other"


@pytest.mark.parametrize(
    "text",
    [
        "It is rumoured that Abdi Warsame runs lads out of town.",
        "Lads are sent out by Abdi Warsame; it is what his cousin's girlfriend heard.",
        "Somebody said that her friend heard it was Abdi Warsame.",
    ],
)
def test_third_hand_telling_is_hearsay(read, text):
    """Nobody in the chain saw it."""
    assert person(read(text), "Abdi Warsame").hearsay


@pytest.mark.parametrize(
    "text",
    [
        "Priya told me that a man called Jimmy gave her a phone.",
        "A friend says Priya is met by Jimmy in a car.",
    ],
)
def test_what_a_child_tells_a_worker_is_no_hearsay(read, text):
    """A child who tells is first hand; a friend who tells is ordinary telling."""
    assert not any(m.hearsay for m in read(text).mentions)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The man has a knife and girls of 14 are in the car.", "danger"),
        ("She is 14 and not safe tonight, the men are outside.", "danger"),
        ("Aaliyah, 14, disclosed that an older man hurt her.", "disclosure"),
        ("Efua is 12. A man drops her home and gave her a phone.", "under_13"),
        ("Year 7 girl was offered a lift home by a man she does not know.", "under_13"),
    ],
)
def test_danger_disclosure_and_the_youngest_are_read_now(read, text, reason):
    """One report is enough, with the words that say so."""
    assert reason in [r for r, _, _ in read(text).read_now]


@pytest.mark.parametrize(
    "text",
    [
        "Boy of 6 lost at the gala, collected by grandfather. Nothing further.",
        "No disclosure. She is 15 and was with an older man.",
        "Lost property: child's coat, age 11, handed in.",
    ],
)
def test_everyday_children_and_no_disclosure_are_not_read_now(read, text):
    """A lost child found and a visit without a disclosure wait their turn."""
    assert read(text).read_now == ()


@pytest.mark.parametrize(
    "text",
    [
        "Girls of 14 with a man called Vic, on all four evenings.",
        "Panel: KB (9), TB (2). Girls of 14 go missing with an older man.",
        "A girl of 14 was met by a man. Nothing in 9 years of files.",
        "Oisin is seven and made a boat at the youth club.",
    ],
)
def test_counts_and_happy_children_are_not_under_thirteen_of_concern(read, text):
    """Evenings, episodes and years are no ages; a child of seven who paints is no alarm."""
    assert "under_13" not in [r for r, _, _ in read(text).read_now]
