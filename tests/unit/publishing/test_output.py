"""What a run leaves in its folder."""

from __future__ import annotations

import json
from pathlib import Path

from tests.support.made_up_case import made_up_case

from tocsin.publishing import OutputOptions, write_output
from tocsin.publishing.folder import FILES


def test_a_run_writes_every_promised_file_for_its_owner_alone(tmp_path: Path) -> None:
    """All files of the contract are there, the folder 0700 and each file 0600."""
    out = tmp_path / "out"
    write_output(made_up_case(), out)
    assert sorted(p.name for p in out.iterdir()) == sorted(FILES)
    assert out.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in out.iterdir()} == {0o600}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    """Everything but the timings in run.json is the same, byte for byte."""
    for name in ("one", "two"):
        write_output(made_up_case(), tmp_path / name, options=OutputOptions(purpose="review"))
    for file in FILES:
        one, two = ((tmp_path / name / file).read_bytes() for name in ("one", "two"))
        if file == "run.json":
            first, second = json.loads(one), json.loads(two)
            first.pop("timings"), second.pop("timings")
            assert first == second
        else:
            assert one == two, file
