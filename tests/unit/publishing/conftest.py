"""A made-up case, and output folders written from it once."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_up_case import made_up_case

from tocsin.publishing import OutputOptions, write_output
from tocsin.publishing.saved import Saved, open_output
from tocsin.records import Case


@pytest.fixture(scope="session")
def case() -> Case:
    return made_up_case()


@pytest.fixture(scope="session")
def out(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("published") / "out"
    write_output(case, folder)
    return folder


@pytest.fixture(scope="session")
def shared(case: Case, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("shared") / "out"
    write_output(case, folder, OutputOptions(share=True, show_sources=True))
    return folder


@pytest.fixture
def saved(out: Path) -> Saved:
    return open_output(out)
