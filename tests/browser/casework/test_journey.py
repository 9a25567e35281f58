"""The story of the fictional town, played by hand in a real browser on the real command."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

TOCSIN = Path(sys.executable).parent / "tocsin"
_LONG = 120_000
"""Milliseconds that the worker may take on a busy machine."""

PASSWORD = "harbour lantern thursday 9"


def plain_environment(home: Path) -> dict[str, str]:
    """What a user's shell would hold, without what these tests put there for themselves."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("TOCSIN_", "DJANGO_"))}
    return {**kept, "TOCSIN_HOME": str(home), "PYTHONUNBUFFERED": "1"}


class Served:
    """A running `tocsin serve` with a store of its own."""

    def __init__(self, process: subprocess.Popen[str], home: Path) -> None:
        self.process = process
        self.home = home
        assert process.stdout is not None
        self.first_run = _address(process.stdout)
        self.base = self.first_run.split("/first-run")[0]

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command of tocsin on the same store."""
        environment = plain_environment(self.home)
        return subprocess.run(
            [str(TOCSIN), *words], env=environment, capture_output=True, text=True, check=False
        )


def _address(told: IO[str]) -> str:
    for line in told:
        if found := re.search(r"http://127\.0\.0\.1:\d+/first-run/\?token=\S+", line):
            return found[0]
    raise AssertionError("`tocsin serve` said no address")


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """`tocsin serve` on a new store."""
    environment = plain_environment(tmp_path / "home")
    process = subprocess.Popen(
        [str(TOCSIN), "serve", "--no-browser"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield Served(process, tmp_path / "home")
    finally:
        process.terminate()
        process.wait(timeout=60)
        assert process.stdout is not None
        process.stdout.close()


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


def until(page: Page, sign: str) -> None:
    """Load the page again until it shows a sign, as somebody waiting would; two minutes at most."""
    for _ in range(120):
        if page.locator(sign).count():
            return
        page.wait_for_timeout(1000)
        page.goto(page.url)
    raise AssertionError(f"{page.url} never showed {sign}")


def judge_a_join(page: Page) -> None:
    """By key alone, and taken back."""
    page.goto("/joins/")
    page.locator("main table a", has_text="Judge").first.click()
    expect(page.get_by_role("heading", name="Are these two one?")).to_be_visible()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Joins to judge")).to_be_visible()
    page.get_by_role("button", name="Take").first.click()


def assess(page: Page) -> None:
    """One's own answer, with a reason."""
    page.get_by_role("link", name="Assess: can it be acted on?").click()
    page.get_by_label("It can be acted on now").check()
    page.get_by_label("Reason").fill("Three agencies tell of the same vehicle; it can be marked.")
    page.get_by_role("button", name="Record my answer").click()
    expect(page.get_by_role("alert")).to_have_count(0)


def decide(page: Page) -> None:
    """A disruption, which cannot be saved before each child named beside it has an answer."""
    page.get_by_label("Disruption", exact=True).check()
    page.get_by_label("Reason").fill("Licensing and police visit the firm; the vehicle is marked.")
    page.locator("[name=due_on]").fill("2027-01-08")
    page.get_by_role("button", name="Check before saving").click()
    expect(page.get_by_role("alert")).to_contain_text("child")
    for field in page.locator("textarea[name^=child_]:not([name$=_none])").all():
        field.fill("A named worker of the youth project meets the child each week.")
    for field in page.locator("input[name^=child_][name$=_due]").all():
        field.fill("2026-12-01")
    page.get_by_role("button", name="Check before saving").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Settled")).to_be_visible()


def add_a_report(page: Page, tmp_path: Path) -> Path:
    """A report by the form; its receipt as a file."""
    page.goto("/add/")
    page.locator("[name=text]").fill("Leanne Carter, 15, was picked up at the pier at 22:40.")
    page.locator("[name=how_known][value=saw]").check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/drafts/**")
    # The page of a draft follows the worker by itself.
    take = page.get_by_role("button", name="Take all of it in")
    take.click(timeout=_LONG)
    page.locator("main table a").first.click(timeout=_LONG)
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the receipt").click()
    file = tmp_path / "receipt.json"
    download.value.save_as(file)
    return file


def invite_oversight(page: Page) -> str:
    """An account for somebody independent; the invitation is handed over."""
    page.goto("/account/accounts/new/")
    fill(page, full_name="Oksana Bondar", username="oksana", agency="Independent Scrutiny")
    page.get_by_label("Oversight").check()
    page.get_by_role("button", name="Make the account").click()
    page.get_by_role("button", name="Make an invitation").click()
    return page.locator(".govuk-inset-text code").inner_text()


def oversee(page: Page, invitation: str) -> None:
    """Somebody independent sets a password, signs in and has the record checked."""
    page.goto(invitation)
    fill(page, new_password1=PASSWORD + " 2", new_password2=PASSWORD + " 2")
    page.get_by_role("button", name="Set password").click()
    fill(page, username="oksana", password=PASSWORD + " 2")
    page.get_by_role("button", name="Sign in").click()
    page.goto("/ledger/")
    page.get_by_role("button", name="Sign a checkpoint and post it").click()
    page.get_by_role("button", name="Check the whole record").click()
    until(page, "text=each as it was committed to")


def test_the_story_is_played_from_the_first_report_to_the_verified_receipt(
    browser: Browser, served: Served, tmp_path: Path, socket_enabled: None
) -> None:
    """First run, the fictional case, a join judged, an assessment, a decision with support for
    each child, a report added, and somebody independent who verifies."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=served.base)
    page = context.new_page()
    first_run(page, served)
    page.goto("/?show=unheeded&list=adults_named")
    until(page, "[data-rows] .govuk-tag--red")
    expect(page.get_by_text("Fictional case: everybody here is made up.")).to_be_visible()
    page.locator("[data-rows] tbody tr").first.locator("a").last.click()
    page.get_by_role("button", name="Take it").click()
    question = page.url
    assess(page)
    page.goto(question)
    page.get_by_role("link", name="Decide").click()
    decide(page)
    judge_a_join(page)
    receipt = add_a_report(page, tmp_path)
    invitation = invite_oversight(page)
    other = browser.new_context(base_url=served.base).new_page()
    oversee(other, invitation)
    script = tmp_path / "verify_receipt.py"
    with other.expect_download() as download:
        other.get_by_role("link", name="The single file that checks a receipt").click()
    download.value.save_as(script)
    key = served.run("ledger", "key").stdout.strip()
    checked = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(receipt), "--key", key],
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stdout
    assert served.run("ledger", "verify").returncode == 0
