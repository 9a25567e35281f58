"""The files a user lays beside the reports: known by name and header, bad rows refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import UsageError
from tocsin.records import DecisionKind, ExtraName, Judged, Kind, Role
from tocsin.reports import read_paths
from tocsin.reports.inputs import (
    read_decisions,
    read_judgements,
    read_mended,
    read_names,
    read_settings,
)


def test_they_are_found_at_the_root_and_are_no_reports(tmp_path: Path) -> None:
    """By name and header; the same name with another header, or deeper down, is a table."""
    (tmp_path / "Decisions.CSV").write_text("About;Kind;On\nDez;arrest;2003\n")
    (tmp_path / "names.csv").write_text("Ref,Details\n1,A report in a file called names.\n")
    (tmp_path / "tocsin.yaml").write_text("held_by: Marlbeck Police\n")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "deeper" / "mended.csv").write_text("report_id,start,end\nR1,0,4\n")
    reading = read_paths([tmp_path])
    assert sorted(reading.settings_files) == ["decisions.csv", "tocsin.yaml"]
    assert {r.source_file for r in reading.reports} >= {"names.csv"}
    assert "Decisions.CSV" not in {r.source_file for r in reading.reports}


def test_decisions_are_confirmed_and_keep_their_number(tmp_path: Path) -> None:
    """A decision's number is a hash of what it says, wherever its row stands."""
    path = tmp_path / "decisions.csv"
    path.write_text(
        "kind,about,on,concern,reason,owner,report_id\n"
        "NFA,Dez Hardcastle; T-ABCDEFG,4 March 2003,Drugs,No evidence,DI Morrison,R7\n"
    )
    (decision,), rejected = read_decisions(path)
    assert rejected == ()
    assert decision.kind is DecisionKind.NO_FURTHER_ACTION and decision.confirmed
    assert decision.about == ("Dez Hardcastle", "T-ABCDEFG")
    assert decision.on is not None and decision.on.iso() == "2003-03-04"
    assert (decision.concern, decision.source, decision.report_id) == (
        "drugs",
        "decisions.csv",
        "R7",
    )
    path.write_text(
        "about,kind,on,concern,reason,owner,report_id\nX,arrest,2004,,,,\n"
        "Dez Hardcastle; T-ABCDEFG,no further action,2003-03-04,drugs,No evidence,DI Morrison,R7\n"
    )
    assert read_decisions(path)[0][1].decision_id == decision.decision_id


def test_bad_rows_are_refused_and_the_rest_stands(tmp_path: Path) -> None:
    """An unknown kind, an impossible date, nobody it is about."""
    path = tmp_path / "decisions.csv"
    path.write_text("about,kind,on\nA,shrug,2003\nB,arrest,31/02/2003\n,arrest,2003\nC,arrest,\n")
    decisions, rejected = read_decisions(path)
    assert [d.about for d in decisions] == [("C",)]
    assert [r.place for r in rejected] == ["row 2", "row 3", "row 4"]
    assert all(r.what and r.remedy for r in rejected)


def test_a_file_that_cannot_be_used_is_refused_whole(tmp_path: Path) -> None:
    """Empty, or without the columns it needs: one line, no exception."""
    path = tmp_path / "judgements.csv"
    for content in (b"", b"left,right\na,b\n", b"\x00\x01\x02"):
        path.write_bytes(content)
        judgements, rejected = read_judgements(path)
        assert judgements == () and len(rejected) == 1


def test_judgements_names_and_corrections(tmp_path: Path) -> None:
    """Each with its own kinds of cell."""
    path = tmp_path / "x.csv"
    path.write_text("left,right,judgement,by\nR1:0-3:person,R2:4-7:person,Different,Asha\n")
    ((judgement,), _) = read_judgements(path)
    assert (judgement.judgement, judgement.by) == (Judged.DIFFERENT, "Asha")
    path.write_text("name,kind\nDez,\nBay Leaf,premises\nX,colour\n")
    names, rejected = read_names(path)
    assert names == (ExtraName("Dez", Kind.PERSON), ExtraName("Bay Leaf", Kind.PREMISES))
    assert [r.place for r in rejected] == ["row 4"]
    path.write_text(
        "report_id,start,end,kind,role\nR1,0,4,person,alleged\nR1,9,5,,\nR1,x,5,,\nR1,5,9,,\n"
    )
    mended, rejected = read_mended(path)
    assert [(m.start, m.kind, m.role) for m in mended] == [
        (0, Kind.PERSON, Role.ALLEGED),
        (5, None, None),
    ]
    assert [r.place for r in rejected] == ["row 3", "row 4"]


def test_settings_are_a_mapping_or_a_usage_error(tmp_path: Path) -> None:
    """Broken yaml and lists are the caller's mistake."""
    path = tmp_path / "tocsin.yaml"
    path.write_text("held_by: Lantern Project\nattention.voices: 4\n")
    assert read_settings(path) == {"held_by": "Lantern Project", "attention.voices": 4}
    for content in ("- a\n- b\n", "a: [", "1: 2"):
        path.write_text(content)
        with pytest.raises(UsageError):
            read_settings(path)
