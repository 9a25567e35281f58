"""The page in a real browser: every number opens its rows; it works for everybody, anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.browser.conftest import AXE

pytestmark = pytest.mark.browser

_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

_VISIBLE_ROWS = """(number) => {
  const target = number.tagName === "A"
    ? document.getElementById(decodeURIComponent(number.getAttribute("href").slice(1)))
    : number.parentElement.querySelector(":scope > ul");
  return [...target.children].filter((row) => row.getClientRects().length > 0).length;
}"""


def open_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })")


def close_everything(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = false })")


def test_every_number_opens_exactly_that_many_rows(page: Page) -> None:
    """Click every number there is: as many rows come into view as it says."""
    numbers = page.locator("[data-count]")
    assert numbers.count() > 100
    for index in range(numbers.count()):
        number = numbers.nth(index)
        close_everything(page)
        # What a number stands in is opened first, as a reader would have.
        number.evaluate(
            "(n) => { for (let d = n.parentElement.parentElement; d; d = d.parentElement) "
            "if (d.tagName === 'DETAILS') d.open = true; }"
        )
        number.click()
        said = int(number.get_attribute("data-count") or "-1")
        assert said == int(number.inner_text().split()[0].replace(",", "").rstrip("+−"))
        assert number.evaluate(_VISIBLE_ROWS) == said, number.inner_text()


def test_no_count_on_a_list_is_without_its_rows(page: Page) -> None:
    """A bold number on the page is a link or a button, or zero."""
    closed = page.locator(".figure.closed b")
    assert {text.strip() for text in closed.all_inner_texts()} <= {"0"}


@pytest.mark.parametrize("state", ["as it opens", "all open", "searching", "covered"])
def test_axe_finds_nothing(browser: Browser, page_file: Path, state: str) -> None:
    """axe-core finds no violation of WCAG 2.2 AA, nor of good practice, in any state."""
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        if state == "all open":
            open_everything(page)
        if state == "searching":
            page.fill("#find-words", "Kieran")
        if state == "covered":
            page.keyboard.press("Escape")
        page.add_script_tag(path=AXE)
        found: dict[str, Any] = page.evaluate(f"axe.run(document, {_RULES})")
        wrong = [(v["id"], [n["html"][:160] for n in v["nodes"][:3]]) for v in found["violations"]]
        assert not wrong
        assert len(found["passes"]) > 10


@pytest.mark.parametrize("which", ["shared_file", "empty_file"])
def test_axe_finds_nothing_on_a_shared_and_on_an_empty_page(
    browser: Browser, which: str, request: pytest.FixtureRequest
) -> None:
    """The page made to be shared, and a page without subjects, are as good."""
    file: Path = request.getfixturevalue(which)
    with browser.new_context(bypass_csp=True) as context:
        page = context.new_page()
        page.goto(file.as_uri())
        page.add_script_tag(path=AXE)
        found: dict[str, Any] = page.evaluate(f"axe.run(document, {_RULES})")
        assert not [v["id"] for v in found["violations"]]


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_nothing_runs_out_of_the_page(browser: Browser, page_file: Path, width: int) -> None:
    """No sideways scrolling on a telephone or a screen, with everything open."""
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        open_everything(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_of_it_is_there_without_javascript(browser: Browser, page_file: Path) -> None:
    """Lists, numbers and words are plain HTML: a number opens its rows without a script."""
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(page_file.as_uri())
        assert page.locator("#find").is_hidden()
        assert page.locator("ol.entries > .entry").count() >= 6
        number = page.locator("#read summary[data-count]").first
        rows = page.locator("#read details ul").first
        assert not rows.is_visible()
        number.click()
        assert rows.is_visible()
        page.locator("#list-adults_named .entry h3 a").first.click()
        assert page.locator("details.subject .inside:target .reason").first.is_visible()


def test_nothing_leaves_or_enters_the_page(page: Page, page_file: Path) -> None:
    """The page asks no network for anything, and its policy forbids it to."""
    html = page_file.read_text("utf-8")
    html = html.replace("http://www.w3.org/2000/svg", "")  # a name, fetched by nobody
    policy = page.locator("meta[http-equiv]").get_attribute("content") or ""
    assert policy.startswith("default-src 'none'")
    assert "http://" not in html and "https://" not in html and "url(" not in html
    blocked = page.evaluate("typeof fetch === 'function' && document.images.length")
    assert blocked == 0


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ("Doyle", "T-AAAAA01"),
        ("kieran doyle", "T-AAAAA01"),
        ("Ciaran", "T-AAAAA01"),
        ("Keeran", "T-AAAAA01"),
        ("Ionesku", "T-AAAAA02"),
        ("412kv", "T-AAAAA11"),
        ("P412", "T-AAAAA11"),
        ("0418", "T-AAAAA01"),
        ("t-aaaaa09", "T-AAAAA09"),
        ("wages papers", "T-AAAAA02"),
        ("no such words at all", None),
    ],
)
def test_search_finds_by_name_sound_plate_phone_number_and_words(
    page: Page, asked: str, number: str | None
) -> None:
    """Whatever somebody remembers of a subject leads to it."""
    page.fill("#find-words", asked)
    shown = page.locator("li.entry:not([hidden])")
    found = {(shown.nth(i).get_attribute("data-ids") or "")[:9] for i in range(shown.count())}
    if number:
        assert number in found
        assert len(found) < page.locator("li.entry").count()
    elif asked.startswith("no such"):
        assert not found
        assert page.locator("#find-said").inner_text() == "0 subjects and 0 reports found."


def test_search_links_to_whom_it_found_by_name(page: Page) -> None:
    """Nobody has to scroll for what was found: its name stands under the search, and opens it."""
    name = page.locator("#list-adults_named .entry h3 a").first
    number = (name.get_attribute("href") or "")[1:]
    page.fill("#find-words", name.inner_text())
    page.locator(f'#find-reports a[href="#{number}"]').click()
    assert page.locator(f"details.subject[open] #{number}").is_visible()
    top = page.locator("details.subject[open] summary").first.bounding_box()
    assert top is not None and top["y"] >= 0


def test_search_lists_the_reports_that_hold_the_words(page: Page) -> None:
    """Words of a report find the report, and its link opens it."""
    page.fill("#find-words", "wages")
    link = page.locator("#find-reports a")
    assert link.count() == 1
    link.click()
    assert page.locator("details.report[open] blockquote").inner_text().count("wages") == 1


def test_filters_narrow_the_lists(page: Page) -> None:
    """By list, agency, year and part; clearing brings everything back."""
    everything = page.locator("li.entry:not([hidden])").count()
    page.select_option("#find-agency", "Anchor Housing")
    agencies = page.locator("li.entry:not([hidden])").evaluate_all(
        "(rows) => rows.map((row) => row.dataset.agencies)"
    )
    assert agencies and all("Anchor Housing" in a for a in agencies)
    page.select_option("#find-year", "2007")
    assert 0 < page.locator("li.entry:not([hidden])").count() < everything
    page.click("button[type=reset]")
    expect(page.locator("li.entry:not([hidden])")).to_have_count(everything)
    page.select_option("#find-list", "places")
    assert page.locator("section.list:visible").count() == 1


def test_escape_covers_the_page_and_brings_it_back(page: Page) -> None:
    """Somebody walks in: one key, and neither words nor title say what this is."""
    title = page.title()
    page.keyboard.press("Escape")
    assert page.locator("#cover").is_visible() and page.title() == "Notes"
    assert page.evaluate("document.querySelector('main').inert")
    page.keyboard.press("Escape")
    assert not page.locator("#cover").is_visible() and page.title() == title


def test_everything_is_reached_by_keyboard(page: Page) -> None:
    """The first Tab offers to skip to the lists; a number opens with Enter; focus is seen."""
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.dataset.count")
    assert focused == "12"
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "3px"
    page.keyboard.press("Enter")
    assert page.locator("#read details[open] > ul > li").count() == 12


def test_a_link_to_a_subject_moves_the_reader_there(page: Page) -> None:
    """The part opens, comes into view and takes the focus."""
    page.locator("#list-adults_named h3 a").first.click()
    expect(page.locator("#T-AAAAA01")).to_be_focused()


def test_what_points_away_stands_as_high_as_the_count(page: Page) -> None:
    """Beside the figures, at the same height, never under them."""
    page.evaluate("location.hash = 'T-AAAAA01'")
    page.wait_for_selector("#T-AAAAA01:visible")
    top = "(e) => e.getBoundingClientRect().top"
    pair = page.locator("#T-AAAAA01 .pair > section")
    assert abs(pair.nth(0).evaluate(top) - pair.nth(1).evaluate(top)) < 2


def test_no_chance_figure_stands_on_a_subjects_part(page: Page) -> None:
    """No probability, no percentage, no score beside a person's name."""
    text = " ".join(
        page.locator("details.subject").evaluate_all("(d) => d.map((e) => e.textContent)")
    )
    for word in ("probab", "%", "score", "0.9", "8.5", "likelihood"):
        assert word not in text.lower()


def test_print_shows_marking_date_and_purpose_on_every_page(page: Page) -> None:
    """What is printed says what it is, on each sheet, and shows what was opened."""
    page.evaluate("document.getElementById('T-AAAAA01').parentElement.open = true")
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible() and not page.locator("#find").is_visible()
    style = page.evaluate(
        "[...document.styleSheets[0].cssRules].find((r) => r.type === CSSRule.PAGE_RULE).cssText"
    )
    assert "OFFICIAL" in style and "30 June 2012" in style
    assert "Review of twelve years of files" in style
    assert page.locator("#T-AAAAA01 .quotes blockquote").first.is_visible()
    assert not page.locator("#T-AAAAA02").is_visible()
    assert len(page.pdf()) > 20_000


def test_a_shared_page_names_nobody_and_opens_nothing(browser: Browser, shared_file: Path) -> None:
    """Initials only; no words of reports; small counts withheld."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(shared_file.as_uri())
        text = page.locator("body").inner_text()
        assert "Doyle" not in text and "K.D." in text
        assert page.locator("details.report, details.subject, blockquote").count() == 0
        assert "fewer than 5" in text or "few voices" in text


def test_every_drawing_has_its_words_and_a_table(page: Page) -> None:
    """What is drawn is named, told in words, and stands beside it as a table with rows."""
    drawings = page.locator("#picture .drawn")
    assert drawings.count() >= 2
    for index in range(drawings.count()):
        drawn = drawings.nth(index)
        for drawing in drawn.locator("svg").all():
            told = drawing.get_attribute("aria-label") or drawing.locator("desc").text_content()
            assert drawing.get_attribute("role") == "img" and len(told or "") > 30
        drawn.locator("details").evaluate("(d) => { d.open = true }")
        assert drawn.locator("tbody tr").count() >= 1


def test_the_picture_says_five_things_and_how_each_is_known(page: Page) -> None:
    """Five sentences, each with how it is known and what it must not be taken for."""
    sentences = page.locator("#picture .sentences > li")
    assert sentences.count() == 5
    for sentence in sentences.all():
        assert "How we know." in sentence.inner_text()
    words = page.locator("#picture").inner_text().casefold()
    assert not any(word in words for word in ("leader", "ringleader", "kingpin", "ethnic"))


def test_what_is_shared_holds_no_picture(browser: Browser, shared_file: Path) -> None:
    """Groups and small numbers would tell who is who: they do not leave."""
    with browser.new_context() as context:
        opened = context.new_page()
        opened.goto(shared_file.as_uri())
        assert opened.locator("#picture").count() == 0
