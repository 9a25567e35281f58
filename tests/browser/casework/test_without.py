"""The core journeys without JavaScript, and by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from tests.browser.casework.test_journey import decide
from tests.web.cases import ask
from tests.web.conftest import PASSWORD

from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention
from tocsin_web.people.models import Subject
from tocsin_web.reports.models import Compartment

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Opened = Callable[..., BrowserContext]


@pytest.fixture
def question(small: Compartment) -> Attention:
    """What is being done about the man named by three agencies?"""
    return ask(small, "Dariusz Kowal")


def test_a_question_is_taken_and_decided_without_javascript(
    question: Attention, asha: User, opened: Opened
) -> None:
    """From the desk to the decision, with support for each child, by forms and links alone."""
    page = opened(asha, java_script_enabled=False).new_page()
    page.goto("/?show=unheeded&list=adults_named")
    page.locator("[data-rows] tbody tr").first.locator("a").last.click()
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("link", name="Decide").click()
    decide(page)


def test_a_subject_is_reached_and_named_by_keyboard_alone(
    question: Attention, asha: User, opened: Opened
) -> None:
    """Sign in, say a purpose, go down the desk with j, open with Enter."""
    asha.set_password(PASSWORD)
    asha.save()
    page = opened(None).new_page()
    page.goto("/account/sign-in/?next=/account/purpose/")
    type_into(page, "#id_username", "asha")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)
    tab_to(page, "input[name=purpose]")
    page.keyboard.press("Space")
    tab_to(page, "input[name=reason]")
    page.keyboard.type("case 12")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "purpose" not in url)
    page.goto("/?show=unheeded&list=adults_named")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    name = Subject.objects.get(number=question.number).names[0]
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def test_the_screen_is_hidden_by_three_presses_of_shift(
    question: Attention, asha: User, opened: Opened
) -> None:
    """Nothing of the page can be read, its title included, until it is asked for again."""
    page = opened(asha).new_page()
    page.goto("/?show=unheeded")
    for _ in range(3):
        page.keyboard.press("Shift")
    expect(page.locator("#hidden-screen")).to_be_visible()
    assert page.title() == "Page"
    covered = page.evaluate(
        "document.elementFromPoint(200, 400).closest('#hidden-screen') !== null"
    )
    assert covered
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def type_into(page: Page, field: str, text: str) -> None:
    """Reach a field by Tab and type."""
    tab_to(page, field)
    page.keyboard.type(text)


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until a field has the focus."""
    for _ in range(80):
        if page.evaluate("sign => document.activeElement.matches(sign)", wanted):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {wanted}")
