"""A run that says the truth scores full marks, and each single error shows where it belongs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.support.marked_case import perfect, write_marked

from tocsin.evaluation.evaluating import evaluate
from tocsin.evaluation.found import Found, FoundDecision
from tocsin.evaluation.leading import lead_figures, month_ends
from tocsin.evaluation.matching import bare_span, match_mentions, match_subjects
from tocsin.evaluation.showing import print_figures
from tocsin.evaluation.truth import Truth, read_truth


@pytest.fixture
def truth(tmp_path: Path) -> Truth:
    return read_truth(write_marked(tmp_path / "case"))


def test_a_run_that_says_the_truth_has_full_marks(truth: Truth):
    """Every share is one, no voice is off, nobody is wrongly heeded."""
    figures = evaluate(truth, perfect(truth))
    assert figures["reports"] == {"true": 5, "read": 5, "unread": 0}
    for row in figures["mentions"].values():
        assert row["exact"]["f1"] == row["overlap"]["f1"] == 1
    assert figures["roles"]["accuracy"] == 1
    assert figures["echoes"]["any"]["f1"] == 1
    assert figures["people"]["best_reading_all"]["f1"] == figures["people"]["certain"]["f1"] == 1
    assert figures["people"]["joins_certain"]["wrong"] == 0
    assert figures["voices"]["all_persons"]["mean_absolute"] == 0
    assert figures["lists"]["adults_named"]["f1"] == 1
    assert figures["unheeded_since"]["exact"] == 1
    assert figures["decisions"]["wrongly_heeded_shown"] == 0


def test_a_missed_mention_costs_recall_of_its_kind_and_origin(truth: Truth):
    """Without the first mention of the Polish man, 4 of his 5 are found."""
    whole = perfect(truth)
    lost = next(m for m in whole.mentions if m.person_id == "T-P1")
    figures = evaluate(
        truth, replace(whole, mentions=tuple(m for m in whole.mentions if m != lost))
    )
    assert figures["mentions"]["person"]["overlap"]["recall"] == pytest.approx(9 / 10)
    assert figures["names"]["by_origin"]["Polish"]["recall"] == 0.8
    assert figures["people"]["best_reading_all"]["recall"] < 1
    assert figures["people"]["best_reading"]["recall"] == 1


def test_a_title_inside_a_span_is_still_exact_and_a_cut_name_only_overlaps(truth: Truth):
    """Titles and 's do not matter; half a name does."""
    whole = perfect(truth)
    text = truth.reports["R1"].text
    titled, start = text.index("Mr Tomasz"), text.index("Tomasz")
    longer = tuple(replace(m, start=titled) if m.start == start else m for m in whole.mentions)
    figures = evaluate(truth, replace(whole, mentions=longer))
    assert figures["mentions"]["person"]["exact"]["f1"] == 1
    half = tuple(replace(m, end=start + 6) if m.start == start else m for m in whole.mentions)
    figures = evaluate(truth, replace(whole, mentions=half))
    assert figures["mentions"]["person"]["exact"]["f1"] == pytest.approx(9 / 10)
    assert figures["mentions"]["person"]["overlap"]["f1"] == 1


def test_spans_are_bared_of_titles_and_possessives():
    """`Dr Ama's` is bared to `Ama`; a name that only looks like a title stays."""
    assert bare_span("Dr Ama's", 0, 8) == (3, 6)
    assert bare_span("Miss", 0, 4) == (0, 4)


def test_two_people_made_one_cost_precision_of_joins(truth: Truth):
    """Putting the girl's mentions with the man's is seen in B-cubed and in the joins."""
    whole = perfect(truth)
    one = tuple(
        replace(m, person_id="T-P1") if m.person_id == "T-P2" else m for m in whole.mentions
    )
    girl = next(m for m in whole.mentions if m.person_id == "T-P2").mention_id
    man = next(m for m in whole.mentions if m.person_id == "T-P1").mention_id
    joins = (*whole.joins, (girl, man, "certain"))
    figures = evaluate(truth, replace(whole, mentions=one, joins=joins))["people"]
    assert figures["best_reading"]["precision"] < 1
    assert figures["joins_certain"]["wrong"] == 1
    assert figures["certain"]["precision"] < 1


def test_a_link_up_the_same_chain_is_right_and_one_to_a_stranger_wrong(truth: Truth):
    """What counts is the chain a report hangs on, not the very link."""
    right = evaluate(truth, perfect(truth))["echoes"]["retelling"]
    wrong = replace(perfect(truth), echoes=(("R2", "R1", "retelling"), ("R5", "R3", "retelling")))
    figures = evaluate(truth, wrong)["echoes"]
    assert right["true"] + figures["copy"]["true"] == 1
    assert figures["retelling"]["precision"] == 0.5
    assert figures["any"]["recall"] == 1


def test_a_decision_nobody_took_silences_a_person(truth: Truth):
    """A counting decision the truth does not know is the first figure of all."""
    whole = perfect(truth)
    false = FoundDecision("support", "2005-03-01", "R5", confirmed=False, counts=False)
    shown = tuple(
        replace(e, decisions=(false,)) if e.person_id == "T-P1" else e for e in whole.entries
    )
    figures = evaluate(truth, replace(whole, entries=shown))["decisions"]
    assert (figures["wrongly_heeded_shown"], figures["wrongly_heeded_counting"]) == (1, 0)
    counted = tuple(
        replace(e, decisions=(replace(false, counts=True),)) if e.person_id == "T-P1" else e
        for e in whole.entries
    )
    figures = evaluate(truth, replace(whole, entries=counted))["decisions"]
    assert figures["wrongly_heeded_counting"] == 1
    assert figures["by_report"]["none"]["decision"] == 1


def test_a_child_among_the_adults_is_named(truth: Truth):
    """The grave error is counted by itself."""
    whole = perfect(truth)
    moved = tuple(
        replace(e, list="adults_named") if e.person_id == "T-P2" else e for e in whole.entries
    )
    grave = evaluate(truth, replace(whole, entries=moved))["lists"]["grave"]
    assert grave["children_among_adults"] == ["P2"]


def test_subjects_are_matched_one_to_one_by_mentions_in_common(truth: Truth):
    """A stray mention taken away does not take the person away."""
    whole = perfect(truth)
    first = next(i for i, m in enumerate(whole.mentions) if m.person_id == "T-P1")
    mentions = list(whole.mentions)
    mentions[first] = replace(mentions[first], person_id="T-ODD")
    chosen = match_subjects(match_mentions(truth, replace(whole, mentions=tuple(mentions))))
    assert chosen["P1"] == "T-P1" and chosen["P2"] == "T-P2"


def test_a_case_read_under_other_numbers_and_line_ends_is_still_measured(truth: Truth):
    """Rendered into another format a report keeps its words, so its truth can be laid over it."""
    whole = perfect(truth)
    texts = {f"n-{r}": f" {text}\n".replace(" ", "  ") for r, text in whole.texts.items()}
    moved = []
    for m in whole.mentions:
        words = truth.reports[m.report_id].text[m.start : m.end].replace(" ", "  ")
        start = texts[f"n-{m.report_id}"].index(words)
        moved.append(replace(m, report_id=f"n-{m.report_id}", start=start, end=start + len(words)))
    figures = evaluate(truth, replace(whole, mentions=tuple(moved), texts=texts))
    assert figures["reports"]["unread"] == 0
    assert figures["mentions"]["person"]["exact"]["recall"] == 1


def test_what_stands_in_headings_around_the_words_is_no_false_find(truth: Truth):
    """A form's own lines are not part of the truth, so mentions in them count neither way."""
    whole = perfect(truth)
    text = truth.reports["R3"].text
    head = "Agency: Heron Project\nKeyworker: Somebody Else\n\n"
    moved = [
        replace(m, start=m.start + len(head), end=m.end + len(head)) if m.report_id == "R3" else m
        for m in whole.mentions
    ]
    at = head.index("Somebody")
    moved.append(replace(moved[0], mention_id="x", report_id="R3", start=at, end=at + 13))
    figures = evaluate(
        truth,
        replace(whole, mentions=tuple(moved), texts={**whole.texts, "R3": head + text}),
    )
    assert figures["mentions"]["person"]["exact"]["f1"] == 1


def test_withheld_words_do_not_move_a_span(truth: Truth):
    """Where a run withholds a text, the offsets are taken as they stand."""
    whole = perfect(truth)
    figures = evaluate(truth, replace(whole, texts={**whole.texts, "R3": ""}))
    assert figures["mentions"]["person"]["overlap"]["recall"] == 1


def test_months_end_on_their_last_day(truth: Truth):
    """From the first report's month to the last one's, leap year and year's end included."""
    days = month_ends(truth)
    assert days[:2] == [date(2004, 1, 31), date(2004, 2, 29)]
    assert date(2004, 12, 31) in days and days[-1] == date(2005, 2, 28)


def test_lead_time_is_the_first_month_above_the_line(truth: Truth):
    """A run that lists the man from August on rings 29 days after his third voice."""

    def replay(day: date) -> Found | None:
        if day < date(2004, 8, 1):
            return None
        return perfect(truth)

    row = lead_figures(truth, replay)["by_subject"]["P1"]
    assert (row["third_voice_on"], row["rung_on"]) == ("2004-08-02", "2004-08-31")
    assert row["lead_days"] == 29


def test_the_figures_can_be_printed(truth: Truth, capsys: pytest.CaptureFixture[str]):
    """Every part has its table, and no markup is left over."""
    from rich.console import Console

    figures = evaluate(truth, perfect(truth), replay=lambda _day: perfect(truth))
    print_figures(figures, Console(width=110))
    printed = capsys.readouterr().out
    for title in (
        "wrongly heeded",
        "Mentions",
        "origin",
        "Roles",
        "Echoes",
        "B-cubed",
        "Lead time",
    ):
        assert title in printed
    assert "[bold]" not in printed
