"""Whatever the text, the spans are sound and the same each time."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.mentions.persons import PersonFinder

_FULL, _FAST = PersonFinder(), PersonFinder(mode="fast")
_WORDS = st.sampled_from(
    [
        "Amina", "YUSUF", "O’Shea", "K.", "B.", "Mr", "PC", "1187", "known", "as", '"Dez"', "van",
        "called", "Nguyen", "Van", "Thang", ",", ".", "\n", "(", "14", ")", "said", "the", "Road",
        "aka", "Big", "Mo", "St", "Jade's", "HOXHA,", "Arben", "'", "ﬁ", "İ", "ß", "é́", "\u202e",
        "A", "I", "calls", "himself", "goes", "by", "jnr", "-", "Sheffield", "CR", "was", "EH",
    ]
)  # fmt: skip
_texts = st.one_of(
    st.lists(_WORDS, max_size=30).map(" ".join), st.lists(_WORDS, max_size=12).map("".join),
    st.text(max_size=80),
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(_texts)
def test_spans_are_in_order_apart_and_as_written(text: str) -> None:
    """Spans lie in the text, do not overlap, and an alias points at another span."""
    for finder in (_FULL, _FAST):
        spans = finder.find(text)
        end = 0
        for n, span in enumerate(spans):
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
            assert 0 <= span.score <= 1
            assert span.alias_of is None or (span.alias_of != n and 0 <= span.alias_of < len(spans))
            end = span.end


@settings(max_examples=150, deadline=None)
@given(st.lists(_texts, min_size=1, max_size=4))
def test_a_text_reads_the_same_whatever_was_read_before(texts: list[str]) -> None:
    """Design rule 4: order and number of workers change nothing."""
    fresh = [PersonFinder(mode="fast").find(text) for text in texts]
    assert [_FAST.find(text) for text in reversed(texts)] == fresh[::-1]
    assert [_FULL.find(text) for text in texts] == [_FULL.find(text) for text in reversed(texts)][
        ::-1
    ]


@settings(max_examples=150, deadline=None)
@given(_texts, st.tuples(st.integers(0, 60), st.integers(1, 30)))
def test_nothing_is_found_where_something_else_stands(text: str, place: tuple[int, int]) -> None:
    """Blocked spans stay free of names."""
    start, stop = place[0], place[0] + place[1]
    for span in _FULL.find(text, [(start, stop)]):
        assert span.end <= start or span.start >= stop
