"""What a human put right stands."""

from __future__ import annotations

from tocsin.mentions import apply_mended
from tocsin.records import Kind, Mended, Report, Role

TEXT = "Girls of 14 get into a car with Jimmy outside Top Cut."


def mended(words, kind, **fields):
    start = TEXT.index(words)
    return Mended("R1", start, start + len(words), kind, **fields)


def test_a_span_put_right_replaces_what_was_found(read):
    """Kind, role and concern are the human's; details and relations follow or go."""
    report = Report("R1", TEXT)
    row = mended("Jimmy outside", Kind.PERSON, role=Role.OTHER, concern="drugs")
    after = apply_mended(read(TEXT), report, [row])
    (person,) = [m for m in after.mentions if m.kind is Kind.PERSON]
    assert (person.text, person.role, person.concern, person.found_by) == (
        "Jimmy outside",
        Role.OTHER,
        "drugs",
        "mended",
    )
    ids = {m.mention_id for m in after.mentions}
    assert all({r.left, r.right} <= ids for r in after.relations)
    assert all(d.of in ids for d in after.details)


def test_an_empty_kind_takes_the_mention_away(read):
    """What is no mention is gone."""
    after = apply_mended(read(TEXT), Report("R1", TEXT), [mended("Jimmy", None)])
    assert all(m.text != "Jimmy" for m in after.mentions)


def test_mending_twice_changes_nothing_more(read):
    """The same rows give the same mentions, however often they are laid over."""
    report, rows = Report("R1", TEXT), [mended("Top Cut", Kind.PREMISES, concern="exploitation")]
    once = apply_mended(read(TEXT), report, rows)
    assert apply_mended(once, report, rows) == once


def test_rows_of_other_reports_and_broken_spans_are_left(read):
    """A span outside the text or of another report changes nothing."""
    rows = [Mended("R2", 0, 5, None), Mended("R1", 50, 500, None), Mended("R1", 9, 3, None)]
    before = read(TEXT)
    assert apply_mended(before, Report("R1", TEXT), rows) == before
