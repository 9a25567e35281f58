"""`tocsin check`: what is drawn, how it is marked, and what the marks say."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.errors import UsageError
from tocsin.evaluation.checks.drawing import Question
from tocsin.evaluation.checks.figures import agreements, estimates
from tocsin.evaluation.checks.sheets import Marked

RUN = CliRunner()


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run on the fictional case."""
    folder = tmp_path_factory.mktemp("case")
    RUN.invoke(build(only="demo"), ["demo", str(folder / "case")])
    told = ["run", str(folder / "case"), "--out", str(folder / "out"), "--as-of", "2024-06-01"]
    assert RUN.invoke(build(only="run"), told).exit_code in {0, 3}
    return folder / "out"


def _call(*arguments: object) -> str:
    result = RUN.invoke(build(only="check"), ["check", *map(str, arguments)])
    assert result.exit_code == 0, result.output
    return str(result.output)


def _fill(folder: Path, mark: Callable[[str, str], str], readers: str = "ab") -> None:
    """Type the marks in; `mark` is asked with the question and what the run said."""
    key = {row["number"]: row for row in json.loads((folder / "key.json").read_text())["items"]}
    for reader in readers:
        path = folder / f"reader-{reader}.csv"
        numbers = [int(row["number"]) for row in _rows(path)]
        with path.open("w", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("number", "mark", "note"))
            for number in numbers:
                writer.writerow((number, mark(key[number]["question"], key[number]["said"]), ""))


def _rows(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(path.read_text().splitlines()))


def _as_the_run_says(question: str, said: str) -> str:
    if question == "passage":
        return said
    return "y" if said in {"found", "joined", "linked", "listed"} else "n"


def test_readers_who_agree_with_the_run_find_it_right(out: Path, tmp_path: Path) -> None:
    """Marked as the run has it, every share is 1, and the interval still says how few were seen."""
    _call(out, "--draw", tmp_path / "sheets", "--each", "8")
    _fill(tmp_path / "sheets", _as_the_run_says)
    case = tmp_path / "case"
    case.mkdir()
    said = _call(out, "--marked", tmp_path / "sheets", "--case", case)
    rows = _rows(case / "checks.csv")
    assert {row["what"] for row in rows} >= {"mentions", "joins"}
    for row in rows:
        assert float(row["share"]) == 1.0
        assert float(row["low"]) < 1.0
    assert "differ" not in said


def test_what_is_marked_wrong_lowers_its_own_share_alone(out: Path, tmp_path: Path) -> None:
    """A reader who calls every join wrong says nothing about mentions."""
    _call(out, "--draw", tmp_path / "sheets", "--each", "8")
    _fill(tmp_path / "sheets", lambda q, s: "n" if q == "pair" else _as_the_run_says(q, s))
    case = tmp_path / "case"
    case.mkdir()
    _call(out, "--marked", tmp_path / "sheets", "--case", case)
    rows = {(r["what"], r["measure"]): r for r in _rows(case / "checks.csv")}
    assert float(rows["joins", "precision"]["share"]) == 0.0
    assert float(rows["mentions", "precision"]["share"]) == 1.0


def test_sheets_are_blind(out: Path, tmp_path: Path) -> None:
    """No sheet tells what the run said, and the two readers meet the items in different orders."""
    _call(out, "--draw", tmp_path / "sheets", "--each", "8")
    for reader in "ab":
        page = (tmp_path / "sheets" / f"reader-{reader}.html").read_text()
        assert not any(word in page for word in ("joined", "unlinked", "unlisted"))
        assert (tmp_path / "sheets" / f"reader-{reader}.html").stat().st_mode & 0o077 == 0
    a, b = ((tmp_path / "sheets" / f"reader-{r}.csv").read_text() for r in "ab")
    assert a != b and sorted(a.splitlines()) == sorted(b.splitlines())


def test_the_same_seed_draws_the_same(out: Path, tmp_path: Path) -> None:
    """What was drawn can be drawn again, and another seed draws something else."""
    for name, seed in (("one", 3), ("again", 3), ("other", 4)):
        _call(out, "--draw", tmp_path / name, "--seed", seed)
    one, again, other = (
        (tmp_path / name / "reader-a.html").read_text() for name in ("one", "again", "other")
    )
    assert one == again != other


def test_where_readers_differ_the_item_waits_until_it_is_settled(out: Path, tmp_path: Path) -> None:
    """An item they do not agree on is left out, named, and taken in once they settle it."""
    sheets = tmp_path / "sheets"
    _call(out, "--draw", sheets, "--each", "4")
    _fill(sheets, _as_the_run_says)
    key = json.loads((sheets / "key.json").read_text())["items"]
    number = next(row["number"] for row in key if row["question"] == "mention")
    _fill(sheets, lambda q, s: "n" if q == "mention" else _as_the_run_says(q, s), readers="b")
    said = _call(out, "--marked", sheets)
    assert "differ on" in said and str(number) in said
    (sheets / "settled.csv").write_text(
        "number,mark\n" + "".join(f"{r['number']},y\n" for r in key if r["question"] == "mention")
    )
    assert "differ on" not in _call(out, "--marked", sheets)


@pytest.mark.parametrize(
    ("line", "word"),
    [("{n},maybe,", "not asked for"), ("999999,y,", "no number"), ("{n},y,\n{n},n,", "twice")],
)
def test_a_mark_nobody_asked_for_is_refused(
    out: Path, tmp_path: Path, line: str, word: str
) -> None:
    """A typing slip is named with its file, and nothing is computed from it."""
    _call(out, "--draw", tmp_path / "sheets", "--each", "4")
    key = json.loads((tmp_path / "sheets" / "key.json").read_text())["items"]
    text = "number,mark,note\n" + line.format(n=key[0]["number"]) + "\n"
    (tmp_path / "sheets" / "reader-a.csv").write_text(text)
    result = RUN.invoke(
        build(only="check"), ["check", str(out), "--marked", str(tmp_path / "sheets")]
    )
    assert isinstance(result.exception, UsageError)
    assert word in str(result.exception) and "reader-a.csv" in str(result.exception)


def test_a_check_stands_on_the_page_of_the_next_run(tmp_path: Path) -> None:
    """checks.csv beside the reports is read, and shown with its interval."""
    case = tmp_path / "case"
    case.mkdir()
    (case / "r.txt").write_text("2004-03-01 Amina Noor (14) was seen with Piotr Wrona.")
    (case / "checks.csv").write_text(
        "what,measure,share,low,high,marked,checked_on\n"
        "joins,precision,0.95,0.81,0.99,38,2005-01-02\njoins,recall,2,0,1,38,2005-01-02\n"
    )
    result = RUN.invoke(
        build(only="run"), ["run", str(case), "--out", str(tmp_path / "o"), "--as-of", "2006-01-01"]
    )
    assert result.exit_code == 3
    page = (tmp_path / "o" / "index.html").read_text()
    assert (
        "Of the pairs of mentions joined, 95 % are one person (95 % interval 81 % to 99 %" in page
    )
    assert "checks.csv" in (tmp_path / "o" / "rejected.csv").read_text()


def test_without_a_word_what_to_do_nothing_is_done(out: Path) -> None:
    """Drawing, taking back and looking for what was planted are asked for by name."""
    result = RUN.invoke(build(only="check"), ["check", str(out)])
    assert isinstance(result.exception, UsageError) and "--draw" in str(result.exception)


_marks = st.lists(
    st.tuples(st.sampled_from(("joined", "apart")), st.integers(0, 1)), min_size=1, max_size=40
)


@given(_marks, st.floats(0, 1e6), st.floats(0, 1e6))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_share_lies_within_its_interval(
    marks: list[tuple[str, int]], joined: float, apart: float
) -> None:
    """Whatever was marked, a share is a share, and its interval holds it."""
    marked = [
        Marked(number, Question.PAIR, said, (mark, mark))
        for number, (said, mark) in enumerate(marks)
    ]
    for row in estimates(marked, {"pair:joined": joined, "pair:apart": apart}):
        if row.share is not None and row.low is not None and row.high is not None:
            assert 0 <= row.low <= row.share <= row.high <= 1


def test_agreement_is_counted_beyond_chance() -> None:
    """Readers who always say yes agree, and their kappa cannot be told."""
    always = [Marked(n, Question.PAIR, "joined", (1, 1)) for n in range(5)]
    mixed = [Marked(n, Question.PAIR, "joined", (n % 2, n % 2)) for n in range(6)]
    apart = [Marked(n, Question.PAIR, "joined", (n % 2, (n + 1) % 2)) for n in range(6)]
    kappas = [
        {row.question: row for row in agreements(rows)}[Question.PAIR].kappa
        for rows in (always, mixed, apart)
    ]
    assert kappas == [None, 1.0, -1.0]
