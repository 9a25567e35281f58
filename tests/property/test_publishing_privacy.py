"""The promise to children and sources: no hidden name stands in what people read."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.made_up_case import build_case
from tests.support.made_up_reports import ECHOES, PEOPLE, ROWS

from tocsin.publishing import OutputOptions, write_output

HIDDEN = ("Amina", "Yusuf", "Chloe", "Mensah", "Nkechi", "Elif", "Aydin", "Abena")
FILES = ("index.html", "people.json", "people.csv", "run.json")


@settings(max_examples=5, deadline=None)
@given(st.permutations(ROWS), st.booleans())
def test_no_hidden_name_in_what_people_read(rows: list[dict[str, str]], share: bool) -> None:
    """Whatever the order of the reports, shared or not, no word of a hidden name is published."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        write_output(build_case(rows, PEOPLE, ECHOES), out, OutputOptions(share=share))
        for file in FILES:
            text = (out / file).read_text("utf-8")
            for name in HIDDEN:
                assert not re.search(rf"\b{name}\b", text), (file, name)
