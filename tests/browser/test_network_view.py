"""The view of a network that grows from one subject, in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.made_up_networks import AS_OF, told

from tocsin.pictures.networks import network_of
from tocsin.policies import shipped
from tocsin.publishing.page.network_view import explore_html, network_script, network_style
from tocsin.publishing.page.write import _content_policy
from tocsin.records import RelationKind

pytestmark = pytest.mark.browser

_TEXT = "\n".join(
    [f"A{n}: P1 P{n}" for n in range(2, 20)] + ["B1: P2 V1", "B2: P2 P3", "C1: P30 P31"]
)
_NAMES = {"P1": "Mirela Dumitru", "P2": "</script><b>Joe", "V1": "KX07 RJO"}


@pytest.fixture
def opened(page, tmp_path: Path):
    """The fragment on a page of its own, under the rules of the real one."""
    policy = shipped()
    sightings = told(_TEXT, ties=[("P2", "V1", RelationKind.DRIVES, "B1")])
    network = network_of(sightings, as_of=AS_OF, policy=policy)
    fragment = explore_html(network, _NAMES, policy, lambda r: "r-1" if r == "B1" else "")
    style, script = network_style(), network_script()
    rules = _content_policy(style, [script])
    path = tmp_path / "page.html"
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{rules}">'
        f"<style>{style}</style></head><body><main>{fragment}</main>"
        f"<script>{script}</script></body></html>",
        "utf-8",
    )
    wrong: list[str] = []
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.goto(path.as_uri())
    yield page
    assert wrong == []


def test_it_grows_step_by_step_by_keyboard_and_goes_back(opened):
    """Choose, open, one step back: at most a dozen more each time, said aloud, in words below."""
    opened.fill("#explore-from", "Mirela")
    opened.press("#explore-from", "Enter")
    assert opened.inner_text("#explore-said") == (
        "12 more shown with Mirela Dumitru; 6 with weaker ties are left."
    )
    button = opened.locator("#explore-open button", has_text="Joe")
    button.focus()
    opened.keyboard.press("Enter")
    assert "1 more shown" in opened.inner_text("#explore-said")
    opened.click("#explore-words summary")
    words = opened.inner_text("#explore-ties")
    assert "KX07 RJO" in words
    assert "drives" in words
    assert opened.locator('#explore-ties a[href="#r-1"]').count() == 1
    shown = opened.locator("#explore-drawing g").count()
    opened.click("#explore-back")
    assert opened.locator("#explore-drawing g").count() == shown - 1


def test_the_same_steps_give_the_same_drawing(opened):
    """Nothing hangs on chance."""
    drawings = []
    for _ in range(2):
        opened.click("#explore-clear")
        opened.fill("#explore-from", "P1")
        opened.click("#explore-start")
        drawings.append(opened.inner_html("#explore-drawing"))
    assert drawings[0] == drawings[1]


def test_somebody_who_is_not_there_is_a_plain_sentence(opened):
    """And nothing is drawn."""
    opened.fill("#explore-from", "Nobody At All")
    opened.click("#explore-start")
    assert "Nobody and nothing of that name" in opened.inner_text("#explore-said")
    assert opened.locator("#explore-drawing svg").count() == 0


def test_script_and_libraries_are_small_and_bear_their_licence():
    """A few dozen kilobytes, with the permission notice in them."""
    assert len(network_script()) < 60_000
    assert "Permission to use, copy, modify, and/or distribute" in network_script()
