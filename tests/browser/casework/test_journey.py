"""The story of the fictional town, played by hand in a real browser on the real command."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

PASSWORD = "harbour lantern thursday 9"


class Served:
    """A running `tocsin serve` with a store of its own."""

    def __init__(self, process: subprocess.Popen[str], home: Path) -> None:
        self.process = process
        self.home = home
        assert process.stdout is not None
        self.first_run = _address(process.stdout)
        self.base = self.first_run.split("/first-run")[0]

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command of tocsin on the same store."""
        return subprocess.run(
            [sys.executable, "-m", "tocsin_web.commands", *words],
            env={**os.environ, "TOCSIN_HOME": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
        )


def _address(told: IO[str]) -> str:
    for line in told:
        if found := re.search(r"http://127\.0\.0\.1:\d+/first-run/\?token=\S+", line):
            return found[0]
    raise AssertionError("`tocsin serve` said no address")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`tocsin serve` on a new store."""
    tocsin = Path(sys.executable).parent / "tocsin"
    environment = {**os.environ, "TOCSIN_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [str(tocsin), "serve", "--no-browser"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Served(process, tmp_path / "home")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def fill(page: Page, **fields: str) -> None:
    for label, text in fields.items():
        page.locator(f"[name={label}]").fill(text)


def first_run(page: Page, served: Served) -> None:
    """The first account, alone, with the fictional case."""
    page.goto(served.first_run)
    fill(
        page,
        username="asha",
        full_name="Asha Begum",
        agency="Harbour Youth Project",
        password=PASSWORD,
        again=PASSWORD,
    )
    page.get_by_label("Begin with the fictional case").check()
    page.get_by_role("button", name="Make the first account").click()


def until(page: Page, text: str) -> None:
    """Load the page again until it says so, as somebody waiting would; two minutes at most."""
    for _ in range(120):
        if page.get_by_text(text).count():
            return
        page.wait_for_timeout(1000)
        page.reload()
    raise AssertionError(f"{page.url} never said: {text}")


def test_first_run_brings_the_fictional_case_onto_the_desk(
    browser: Browser, served: Served, socket_enabled: None
) -> None:
    """From nothing to a desk that says who waits longest, without typing an address."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    first_run(page, served)
    page.goto(served.base)
    until(page, "Read now")
    expect(page.get_by_text("Fictional case: everybody here is made up.")).to_be_visible()
