"""Whatever the case, every number of the page opens as many rows as it says (design rule 10)."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from tests.support.made_up_case import build_case
from tests.support.made_up_reports import ECHOES, PEOPLE, ROWS

from tocsin.privacy import masker_for
from tocsin.publishing import OutputOptions, people_json, write_output
from tocsin.publishing.entries import COUNTS, entry_row
from tocsin.publishing.page.write import render
from tocsin.publishing.saved import open_output
from tocsin.records import Case


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Some of the made-up reports, with some of the echoes between them."""
    kept = draw(st.lists(st.sampled_from(range(len(ROWS))), min_size=1, unique=True).map(sorted))
    rows = [ROWS[number] for number in kept]
    ids = {row["report_id"] for row in rows}
    echoes = [echo for echo in ECHOES if {echo[0], echo[1]} <= ids and draw(st.booleans())]
    return build_case(rows, PEOPLE, echoes)


def page_of(case: Case) -> Any:
    options = OutputOptions()
    masker = masker_for(case)
    rows = [entry_row(entry, case, masker, options) for entry in case.entries]
    return html.fromstring(render(case, rows, masker, options))


@settings(max_examples=25, deadline=None)
@given(cases())
def test_every_number_of_the_page_has_its_rows(case: Case) -> None:
    """Numbers that fold out hold their rows; numbers that lead elsewhere arrive at theirs."""
    page = page_of(case)
    numbers = page.xpath("//*[@data-count]")
    assert numbers
    for number in numbers:
        if number.tag == "a":
            (rows,) = page.xpath("//*[@id=$id]", id=number.get("href")[1:])
        else:
            (rows,) = number.getparent().xpath("./ul")
        assert len(rows.xpath("./li")) == int(number.get("data-count")), number.text_content()


@settings(max_examples=25, deadline=None)
@given(cases())
def test_every_link_of_the_page_arrives(case: Case) -> None:
    """No link leads to a part or report that the page does not hold; no id stands twice."""
    page = page_of(case)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href")} <= set(ids)


@settings(max_examples=25, deadline=None)
@given(cases())
def test_every_count_of_people_json_is_its_evidence(case: Case) -> None:
    """A count and its rows are the same thing said twice."""
    for row in json.loads(people_json(case)):
        for name in COUNTS:
            assert row[name] == len(row["evidence"][name])


@settings(max_examples=10, deadline=None)
@given(cases())
def test_what_is_read_back_is_what_was_published(case: Case) -> None:
    """An output folder gives every entry and every report again."""
    with TemporaryDirectory() as folder:
        write_output(case, Path(folder) / "out")
        saved = open_output(Path(folder) / "out")
        assert list(saved.entries()) == json.loads(people_json(case))
        for report_id, report in case.reports.items():
            assert saved.report(report_id)["text"] == report.text
