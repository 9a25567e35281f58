"""Every page in a real browser: no violation of accessibility, no fault, no sideways scrolling.

Pages are found by their links, from the desk of each role, so that what nobody can reach fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import BrowserContext, Page
from tests.browser.conftest import AXE
from tests.web.who_may import addresses

from tocsin_web.accounts.models import User
from tocsin_web.reports.models import Compartment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., BrowserContext]
Listen = Callable[[Page], list[str]]

_NO_PAGE = frozenset(
    {
        "accounts:first_password",  # reached by an invitation; tested on its own
        "accounts:sign_out",
        "accounts:second_factor",  # a new key each time; tested on its own
    }
)


@pytest.mark.parametrize("who", ["dana", "asha", "oksana", "adwoa", "ben"])
def test_every_page_a_role_can_reach_is_accessible(
    small: Compartment,
    cast: dict[str, User],
    opened: Opened,
    faults: Listen,
    who: str,
) -> None:
    """By links alone, one page of each kind, on a wide screen and on a telephone."""
    page = opened(cast[who]).new_page()
    heard = faults(page)
    wrong: list[str] = []
    for name in pages_by_links(page):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            wrong += [f"{name} at {width}: {problem}" for problem in problems(page)]
        wrong += [f"{name}: {fault}" for fault in heard]
        heard.clear()
    assert "\n".join(wrong) == ""


def test_signing_in_is_accessible(opened: Opened, faults: Listen, small: Compartment) -> None:
    """The one page that everybody sees."""
    page = opened(None, width=360).new_page()
    heard = faults(page)
    page.goto("/account/sign-in/")
    assert (problems(page), heard) == ([], [])


def pages_by_links(page: Page) -> Iterator[str]:
    """Stand on one page of each kind that links lead to, and give its name."""
    kinds = {row.name for row in addresses()} - _NO_PAGE
    waiting, seen = ["/", "/account/"], set[str]()
    while waiting:
        path = waiting.pop(0)
        name = name_of(path)
        is_file = urlsplit(path).path.endswith((".csv", ".json", ".txt", ".svg", ".py"))
        if name not in kinds or name in seen or is_file:
            continue
        seen.add(name)
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        assert answer.status == 200, (name, answer.status)
        links = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
        yield name
        waiting += [
            local(link) for link in links if urlsplit(link).netloc == urlsplit(page.url).netloc
        ]


def local(link: str) -> str:
    """Path and query of a link."""
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def name_of(path: str) -> str:
    """The name of the address, or nothing where no page is."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def problems(page: Page) -> list[str]:
    """What axe finds wrong, and whether the page scrolls sideways."""
    # Put in by the debugger, which the page's own policy does not bind.
    page.context.new_cdp_session(page).send(
        "Runtime.evaluate", {"expression": AXE.read_text("utf-8")}
    )
    found: dict[str, Any] = page.evaluate(
        # GOV.UK Frontend puts the back link before the main part, on purpose.
        "axe.run({exclude: ['.govuk-back-link']}, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a',"
        " 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    wrong = [f"{v['id']} at {v['nodes'][0]['target']}" for v in found["violations"]]
    wide, width = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    if wide > width:
        wrong.append(f"scrolls sideways: {wide} in {width}")
    return wrong
