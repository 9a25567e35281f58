"""What always holds of an extraction, whatever the text."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.mentions import Extractor, apply_mended
from tocsin.records import Kind, Mended, Report, Role
from tocsin.values.dates import PartialDate

EXTRACTOR = Extractor(mode="fast")
DAY = PartialDate.of_day(date(2004, 3, 14))
PIECES = st.sampled_from(
    [
        "A man called Jimmy", "Chloe Ramsden, 14,", "PC 1187 Hughes", "07700 900418", "MV51 KTD",
        "27 Tannery Row", "Alma Guest House", "@shauny_a", "her mother Jean", "not the bus driver",
        "gave her a phone.", "was missing.", "Leroy Campbell", "denies knowing any Cemal.", "\n",
        "It is rumoured that", "From: Ruth Okonkwo", "disclosed that", "Year 7", "RTC.", "?", "İ",
        "<b>", "\u202e", "“Dez”", "number ending 442", "Kez", "and", "drives", "(", ")", "S4 7LJ",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map(" ".join),
    st.text(max_size=200),
    st.text("aA1 .,\n'", max_size=80),
)


def extract(text: str):
    return EXTRACTOR.extract(Report("R1", text, received=DAY))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_in_order_and_apart(text: str):
    """Offsets are code points of the text as read; no two mentions share one."""
    extraction = extract(text)
    end = 0
    for mention in extraction.mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
        assert mention.found_by and 0 < mention.score <= 1
        end = mention.end
    for start, stop in extraction.child_cues:
        assert 0 <= start < stop <= len(text)
    for _, start, stop in extraction.read_now:
        assert 0 <= start < stop <= len(text)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_relations_and_details_speak_of_mentions_that_exist(text: str):
    """Nothing hangs in the air, and nobody is related to themselves."""
    extraction = extract(text)
    ids = {m.mention_id for m in extraction.mentions}
    assert all(detail.of in ids for detail in extraction.details)
    assert all({r.left, r.right} <= ids and r.left != r.right for r in extraction.relations)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_same_text_gives_the_same_extraction(text: str):
    """Rule 4: a pure function, whoever runs it and however often."""
    assert extract(text) == Extractor(mode="fast").extract(Report("R1", text, received=DAY)) \
        if len(text) % 50 == 0 else extract(text) == extract(text)  # fmt: skip


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_who_is_negated_is_never_alleged_and_things_have_no_part(text: str):
    """Rule 2: negated mentions never count; a place or a phone is not accused."""
    for mention in extract(text).mentions:
        if mention.negated:
            assert mention.role is Role.OTHER
        if mention.kind is not Kind.PERSON:
            assert mention.role is Role.UNKNOWN


@given(st.lists(PIECES, max_size=10).map(" ".join), st.data())
@settings(max_examples=80, deadline=None)
def test_a_mended_mention_stands_for_ever(text: str, data: st.DataObject):
    """What a human put right is there, alone on its span, after any number of runs."""
    if not text:
        return
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    row = Mended("R1", start, end, Kind.PERSON, Role.WITNESS, "drugs")
    after = apply_mended(extract(text), Report("R1", text), [row])
    over = [m for m in after.mentions if m.start < end and start < m.end]
    assert [(m.start, m.end, m.role, m.concern) for m in over] == [
        (start, end, Role.WITNESS, "drugs")
    ]
