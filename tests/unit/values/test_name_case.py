"""Names known in capitals alone are shown as names are written."""

from __future__ import annotations

import pytest

from tocsin.publishing.wording import heading_name, other_names
from tocsin.values.names import name_case


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("McKENNA, SEAN", "McKenna, Sean"),
        ("MCKENNA SEAN", "McKenna Sean"),
        ("O'NEILL, AOIFE", "O'Neill, Aoife"),
        ("O’NEILL", "O’Neill"),
        ("AL-HASSAN OMAR", "Al-Hassan Omar"),
        ("ADEYEMI-CLARKE, TOLA", "Adeyemi-Clarke, Tola"),
        ("PHAN QUOC HAI", "Phan Quoc Hai"),
        ("NG WEI", "Ng Wei"),
        ("Cemal ASLAN", "Cemal Aslan"),
        ("ŁUKASZ WIŚNIEWSKI", "Łukasz Wiśniewski"),
        ("ST AIDAN'S SCHOOL", "St Aidan's School"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
    ],
)
def test_capitals_become_name_case(written: str, shown: str):
    """Each part of a name gets its capital, wherever the name comes from."""
    assert name_case(written) == shown


@pytest.mark.parametrize(
    "written", ["KX54 RJO", "07700 900548", "dez_07", "@DEZ", "TJ", "BP", "Dez", "macdonald", "L."]
)
def test_what_is_no_name_in_capitals_stays(written: str):
    """Plates, numbers, handles, initials and names written small stay as they are."""
    assert name_case(written) == written


def test_a_heading_is_in_name_case_and_not_repeated_among_the_other_names():
    """Capitals alone make no second way of writing a name."""
    names = ["WARSAME LIBAN", "Liban"]
    assert heading_name(names, "T-1") == "Warsame Liban"
    assert other_names(names, "Warsame Liban") == ["Liban"]
