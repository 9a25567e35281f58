"""The tutorial is walked through as a new user would: each command, each row added, each line."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import build

PAGE = Path(__file__).parents[2] / "docs/tutorials/first-case.md"
_STEP = re.compile(
    r"```sh\n(?P<commands>.*?)```(?:\n```text\n(?P<shown>.*?)```)?"
    r"|<!-- add to: (?P<file>\S+) -->\n```csv\n(?P<rows>.*?)```",
    re.DOTALL,
)
_NOT_OURS = ("make demo", ". .venv/bin/activate")
_DONE, _SOME_REJECTED = 0, 3


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.slow
def test_the_tutorial_can_be_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every command works in an empty folder, and every line the page shows is printed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "400")
    ran = []
    for step in _STEP.finditer(PAGE.read_text("utf-8")):
        if step["file"]:
            with (tmp_path / step["file"]).open("a", encoding="utf-8") as file:
                file.write(step["rows"])
            continue
        printed = ""
        for line in step["commands"].strip().split("\n"):
            if line in _NOT_OURS:
                continue
            command = shlex.split(line)
            assert command[0] == "tocsin"
            result = CliRunner().invoke(build(command[1]), command[1:])
            assert result.exit_code in (_DONE, _SOME_REJECTED), (line, result.output)
            printed += _plain(result.output) + " "
            ran.append(command[1])
        for shown in (step["shown"] or "").strip().split("\n"):
            assert _plain(shown) in printed, (shown, printed[:3000])
    assert {"run", "list", "subject", "why", "judge", "compare", "letter", "shred"} <= set(ran)
    assert not (tmp_path / "demo-out").exists()
    assert (tmp_path / "letter.docx").exists()


def test_what_make_demo_does_is_what_the_tutorial_says() -> None:
    """The two commands of the page are those of the Makefile."""
    makefile = (PAGE.parents[2] / "Makefile").read_text("utf-8")
    for words in ("demo demo-case\n", 'run demo-case --out demo-out --purpose "Looking at the'):
        assert f"$(RUN) {words}" in makefile
        assert f"tocsin {words}" in PAGE.read_text("utf-8")
