"""The commands of this room, as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.errors import NotFoundError, UsageError
from tocsin.values.subject_numbers import number_of


def test_resolve_writes_one_line_a_record(tmp_path: Path):
    """Every record comes back once, with its person and how it hangs there."""
    table, out = tmp_path / "in.csv", tmp_path / "out.csv"
    table.write_text("nr,wer\n1,Ama Boateng\n2,Efe Danjuma\n", "utf-8")
    args = [str(table), "--out", str(out), "--map", "nr=record_id", "--map", "wer=full_name"]
    result = CliRunner().invoke(build(), ["resolve", *args])
    assert result.exit_code == 0, result.output
    head, *rows = out.read_text("utf-8").splitlines()
    assert head == "record_id,person_id,status"
    assert [r.split(",")[0] for r in rows] == ["1", "2"]


def test_judge_appends_and_never_rewrites(tmp_path: Path):
    """Two words on a pair are two lines."""
    file = tmp_path / "judgements.csv"
    pair = [number_of("a"), "R1:0-3:person"]
    for word in ("same", "unsure"):
        args = ["judge", *pair, word, "--reason", "one phone", "--file", str(file)]
        assert CliRunner().invoke(build(), args).exit_code == 0
    lines = file.read_text("utf-8").splitlines()
    assert lines[0] == "left,right,judgement,by,at,reason"
    assert [line.split(",")[2] for line in lines[1:]] == ["same", "unsure"]


def test_judge_refuses_what_is_no_id(tmp_path: Path):
    """A name is neither a mention nor a number."""
    args = ["judge", "somebody", "R1:0-3:person", "same", "--reason", "x"]
    result = CliRunner().invoke(build(), [*args, "--file", str(tmp_path / "j.csv")])
    assert isinstance(result.exception, UsageError)
    with pytest.raises(UsageError):
        raise result.exception


def test_undo_gives_two_the_word_they_had_before(tmp_path: Path):
    """Undo after undo leads back word by word, and says so when nothing is left."""
    file = tmp_path / "judgements.csv"
    pair = ["R1:0-3:person", "R2:0-3:person"]
    for word in ("same", "different"):
        args = ["judge", *pair, word, "--reason", "seen", "--file", str(file)]
        assert CliRunner().invoke(build(), args).exit_code == 0
    undo = ["judge", "--undo", "--file", str(file)]
    assert CliRunner().invoke(build(), undo).exit_code == 0
    assert CliRunner().invoke(build(), undo).exit_code == 0
    words = [line.split(",")[2] for line in file.read_text("utf-8").splitlines()[1:]]
    assert words == ["same", "different", "same", "unsure"]
    assert isinstance(CliRunner().invoke(build(), undo).exception, NotFoundError)


def test_undo_names_no_word(tmp_path: Path):
    """A word beside --undo would leave it open what is meant."""
    args = ["judge", "R1:0-3:person", "R2:0-3:person", "same", "--undo"]
    result = CliRunner().invoke(build(), [*args, "--file", str(tmp_path / "j.csv")])
    assert isinstance(result.exception, UsageError)
