"""The pages on reading say what the program does: their commands are run, their tables compared."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.cli.settings import FILE, KEYS, settings_of
from tocsin.reports import FIELDS, read_paths
from tocsin.reports.inputs import HEADERS
from tocsin.reports.readers import readers
from tocsin.values.written_dates import parse_written_date

DOCS = Path(__file__).parents[2] / "docs"
PAGES = ("my-spreadsheet", "my-diary", "my-mailbox")
_FILE = re.compile(r"<!-- file: (\S+) -->\n```\w*\n(.*?)```", re.DOTALL)
_COMMAND = re.compile(r"```sh\n(.*?)```(?:\n```text\n(.*?)```)?", re.DOTALL)


def _words(text: str) -> list[str]:
    return re.findall(r"[\w'/.:-]+", text)


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_how_to_show_what_it_prints(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each sample file is written, each preview is run, and its words are those printed."""
    text = (DOCS / "how-to" / f"{page}.md").read_text("utf-8")
    files = _FILE.findall(text)
    assert files
    for name, content in files:
        (tmp_path / name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    ran = 0
    for block, expected in _COMMAND.findall(text):
        for line in block.strip().split("\n"):
            command = shlex.split(line)[1:]
            if command[0] not in {"split", "columns"}:
                continue
            result = CliRunner().invoke(build(), command)
            assert result.exit_code == 0, result.output
            printed = _words(result.output)
            missing = [word for word in _words(expected) if word not in printed]
            assert not missing, result.output
            ran += 1
    assert ran


def test_the_row_of_the_how_to_is_refused_as_it_says(tmp_path: Path) -> None:
    """The sample table has one impossible date, and four reports all the same."""
    text = (DOCS / "how-to" / "my-spreadsheet.md").read_text("utf-8")
    (tmp_path / "calls.csv").write_text(_FILE.findall(text)[0][1], "utf-8")
    reading = read_paths([tmp_path])
    assert len(reading.reports) == 4
    assert [r.place for r in reading.rejected] == ["row 4"]


def test_every_ending_and_field_stands_on_the_page_of_formats() -> None:
    """A reader, a field or a file beside the reports that is not documented fails."""
    page = (DOCS / "reference" / "formats.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_0-9.]+)`", page))
    assert set(readers()) <= named
    assert set(FIELDS) <= named
    for name, (needed, may) in HEADERS.items():
        assert {name} | needed | may <= named


def test_the_dates_on_the_page_of_formats_are_read_as_it_says() -> None:
    """Each date in the table, with what stands beside it."""
    page = (DOCS / "reference" / "formats.md").read_text("utf-8")
    table = page.split("| written | read as |")[1].split("\n\n")[0]
    rows = [line.split("|")[1:3] for line in table.split("\n")[2:] if line.strip()]
    assert len(rows) > 5
    for written, read_as in rows:
        found = [parse_written_date(d).iso() for d in re.findall(r"`([^`]+)`", written)]
        wanted = [d.strip() for d in read_as.split(",")]
        assert found == (wanted if len(wanted) > 1 else wanted * len(found))


def test_the_settings_shown_on_the_page_of_formats_are_taken(tmp_path: Path) -> None:
    """The sample tocsin.yaml is read as it stands, and every setting it may hold is named."""
    page = (DOCS / "reference" / "formats.md").read_text("utf-8")
    sample = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)[0]
    (tmp_path / FILE).write_text(sample, "utf-8")
    chosen = settings_of([tmp_path], None)
    assert chosen.mapping == {"Our patch": "agency"}
    assert chosen.policy["attention.voices"] == 4
    assert all(f"`{key}`" in page for key in KEYS)
