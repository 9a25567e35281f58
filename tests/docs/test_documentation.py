"""Undocumented means failing: commands, settings, dependencies and links."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.commands import render

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_page_of_commands_is_not_stale():
    """`make spec` has been run since a command last changed."""
    page = ROOT / "docs/reference/commands.md"
    assert page.read_text("utf-8") == render()


def test_every_dependency_says_why_it_is_there():
    """Each dependency has a line: why, licence, what would replace it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    page = (ROOT / "docs/reference/dependencies.md").read_text("utf-8")
    lines = list(project["project"]["dependencies"])
    for group in project["dependency-groups"].values():
        lines += [line for line in group if isinstance(line, str)]
    for extra in project["project"].get("optional-dependencies", {}).values():
        lines += extra
    names = {re.split(r"[<>=;\[ ]", line)[0] for line in lines}
    missing = sorted(name for name in names if f"| {name} |" not in page)
    assert not missing


def test_every_dependency_of_a_run_is_imported():
    """What nothing imports is not asked of those who install."""
    imported = {"python-crfsuite": "pycrfsuite", "python-docx": "docx", "python-oxmsg": "oxmsg"}
    imported |= {"pyyaml": "yaml", "tzdata": "zoneinfo"}  # zoneinfo looks it up by itself
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    names = [re.split(r"[<>=;\[ ]", line)[0] for line in project["project"]["dependencies"]]
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name in names:
        module = imported.get(name, name.replace("-", "_"))
        assert re.search(rf"^\s*(?:from|import) {module}\b", code, re.MULTILINE), name


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_pages_lead_somewhere(page: Path):
    """A link to another file of the repository finds it."""
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target


def test_the_repository_names_no_place_of_its_making():
    """No path of a machine and no registry's address stands in what is shipped."""
    bad = re.compile(
        r"/(?:work|tmp|home|root)/[a-z.]|https?://(?:pypi|registry|files\.pythonhosted)"
    )
    for path in [*PAGES, ROOT / "Makefile", *ROOT.glob("requirements/*.txt")]:
        assert not bad.search(path.read_text("utf-8")), path


def test_every_page_is_found_from_the_index():
    """Each page of the documentation is linked from docs/README.md."""
    index = ROOT / "docs/README.md"
    linked = {
        (index.parent / target).resolve()
        for target in re.findall(r"\]\(([^)#:]+)\)", index.read_text("utf-8"))
    }
    missing = [page for page in ROOT.glob("docs/*/*.md") if page.resolve() not in linked]
    assert not missing
