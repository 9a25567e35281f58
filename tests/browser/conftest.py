"""A Chromium that is there, and the page of the made-up case opened in it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.support.made_up_case import made_up_case

from tocsin.echoes import VoiceCounter
from tocsin.policies import shipped
from tocsin.publishing import OutputOptions, write_output
from tocsin.publishing.picture import picture_of
from tocsin.records import Case
from tocsin.sighting import sightings_of

AXE = Path(__file__).parent.parent / "data" / "axe" / "axe.min.js"
_NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("No Chromium: in CI the browser tests must run.")
        # Outside CI the rest still runs, and `make test` names what did not (-rs).
        pytest.skip("No Chromium on this machine: `apt install chromium` as root.")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """index.html of the made-up case, with two agencies' gap in what was read, and its picture."""
    out = tmp_path_factory.mktemp("browser") / "out"
    case = _with_sightings(made_up_case())
    write_output(case, out, picture=picture_of(case, shipped()))
    return out / "index.html"


def _with_sightings(case: Case) -> Case:
    counter = VoiceCounter(case.reports, case.extractions, case.joining, case.echoes, shipped())
    seen = sightings_of(case.reports, case.extractions, case.joining, case.entries, counter)
    return replace(case, sightings=seen)


@pytest.fixture(scope="session")
def shared_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("browser-shared") / "out"
    write_output(made_up_case(), out, OutputOptions(share=True))
    return out / "index.html"


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case in which nobody stands on any list."""
    out = tmp_path_factory.mktemp("browser-empty") / "out"
    write_output(replace(made_up_case(), entries=()), out)
    return out / "index.html"


@pytest.fixture
def page(browser: Browser, page_file: Path) -> Iterator[Page]:
    """The page at 1280 pixels; any error of its script, or any request, fails the test."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        opened = context.new_page()
        wrong: list[str] = []
        opened.on("pageerror", lambda error: wrong.append(str(error)))
        opened.on("console", lambda message: wrong.append(message.text))
        opened.on(
            "request",
            lambda request: (
                wrong.append(request.url) if not request.url.startswith("file:") else None
            ),
        )
        opened.goto(page_file.as_uri())
        yield opened
        assert not wrong
