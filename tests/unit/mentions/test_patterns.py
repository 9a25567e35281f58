"""The small language of cue patterns."""

from __future__ import annotations

import pytest

from tocsin.errors import UsageError
from tocsin.mentions.found import Found
from tocsin.mentions.patterns import PatternSet
from tocsin.mentions.words import Tokens, split_words
from tocsin.records import Kind


def hits(pattern: str, text: str, *names: str) -> list[str]:
    found = [Found(text.index(n), text.index(n) + len(n), Kind.PERSON, n, "test") for n in names]
    words = split_words(text, Tokens.of(text), sorted(found, key=lambda f: f.start), {})
    patterns = PatternSet({"adult": ["man", "woman"]})
    patterns.add(pattern, "cue")
    return [text[words.start[h.first] : words.end[h.last]] for h in patterns.hits(words)]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("{adult} called @", ["man called Danny"]),
        ("called|named @", ["called Danny"]),
        ("messag* ... her", ["messaging her"]),
        ("@ .. her", ["Danny has been messaging her"]),
        ("^ a man", ["A man"]),
        ("^ called @", []),
        ("older? man called", ["man called"]),
        ("her phone", []),
    ],
)
def test_patterns_match_words_classes_gaps_and_starts(pattern, expected):
    """Each sign of the language does what its table says."""
    text = "A man called Danny has been messaging her. Phone taken."
    assert hits(pattern, text, "Danny") == expected


def test_a_short_gap_never_steps_over_a_person():
    """`Kez said Ziggy drives`: it is Ziggy who drives."""
    assert hits("@ .. drives", "Kez said Ziggy drives.", "Kez", "Ziggy") == ["Ziggy drives"]


def test_an_unknown_class_is_a_plain_error():
    """A slip in a policy says which pattern and what to mend."""
    with pytest.raises(UsageError, match="no class"):
        PatternSet({}).add("{adults} called @", "cue")


def test_initials_and_titles_do_not_end_a_sentence():
    """`Mr. J. Smith left. He ran.` has two sentences."""
    text = "Mr. J. Smith left. He ran."
    words = split_words(text, Tokens.of(text), [], {})
    assert len(words.bounds) == 2
