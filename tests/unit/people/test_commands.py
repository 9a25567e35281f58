"""The commands of this room, as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.errors import UsageError
from tocsin.people.numbers import number_of


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
