"""Tables from outside, in every shape that a spreadsheet writes, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from tocsin.errors import TocsinError
from tocsin.pictures.scale import read_table
from tocsin.pictures.scale.tables import read_answers, read_sectors

EXPECTED = (("clinic", "school"), ((0b01, 3), (0b10, 2), (0b11, 1)))
SHAPES = {
    "counts": "clinic,school,count\n1,0,3\n0,1,2\n1,1,1\n",
    "counts, columns in another order": "count;school;clinic\n3;0;1\n2;1;0\n1;1;1\n",
    "counts with words": "clinic\tschool\tn\nyes\tno\t3\nno\tyes\t2\nYES\tYES\t1\n",
    "counts with crosses and blanks": "clinic,school,freq\nx,,3\n,x,2\nX,x,1\n",
    "counts with an observed zero": "clinic,school,count\n1,0,3\n0,1,2\n1,1,1\n0,0,0\n",
    "counts, true and false": "clinic,school,cases\nTRUE,FALSE,3\nFALSE,TRUE,2\nTRUE,TRUE,1.0\n",
    "counts split over rows": "clinic,school,count\n1,0,1\n1,0,2\n0,1,2\n1,1,1\n",
    "counts with numbers of rows": ",clinic,school,count\n1,1,0,3\n2,0,1,2\n3,1,1,1\n",
    "one row a person": "clinic,school\n1,0\n1,0\n1,0\n0,1\n0,1\n1,1\n",
    "one row a person, named": "id,clinic,school\na,1,0\nb,1,0\nc,1,0\nd,0,1\ne,0,1\nf,1,1\n",
    "one row a sighting": (
        "person,list\na,clinic\nb,clinic\nc,clinic\nd,school\ne,school\nf,clinic\nf,school\n"
        "a,clinic\n"
    ),
    "lists in one cell": (
        "case_id,agency\na,clinic\nb,clinic\nc,clinic\nd,school\ne,school\nf,clinic; school\n"
    ),
    "lists side by side": "clinic,school\na,d\nb,e\nc,f\nf,\n",
    "patterns by name": "pattern,count\nclinic,3\nschool,2\nclinic+school,1\n",
    "patterns by name, another sign": "lists;n\nclinic;3\nschool;2\nschool & clinic;1\n",
    "a first line that names the separator": "sep=;\nclinic;school;count\n1;0;3\n0;1;2\n1;1;1\n",
    "remarks above": "# exported on a Monday\nclinic,school,count\n1,0,3\n0,1,2\n1,1,1\n",
}


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding=encoding)
    return path


@pytest.mark.parametrize("text", SHAPES.values(), ids=SHAPES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_shape_is_the_same_table(tmp_path: Path, text: str, encoding: str):
    """The same six people, however they are written down."""
    found = read_table(written(tmp_path, text, encoding))
    assert (found.lists, found.counts) == EXPECTED


def test_patterns_of_signs(tmp_path: Path):
    """A column of zeros and ones names its lists by place."""
    found = read_table(written(tmp_path, "history,count\n10,3\n01,2\n11,1\n"))
    assert (found.lists, found.counts) == (("list 1", "list 2"), EXPECTED[1])


def test_those_on_no_list_are_left_out_and_named(tmp_path: Path):
    """A row for the never-seen is what is being estimated: it is not taken as known."""
    found = read_table(written(tmp_path, "a,b,count\n1,0,3\n0,1,2\n1,1,1\n0,0,900\n"))
    assert found.seen == 6
    assert "what is being estimated" in " ".join(found.notes)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a,b,count\n1,0,-3\n1,1,2\n", "row 2"),
        ("a,b,count\n1,0,3\n1,1,2.5\n", "not whole"),
        ("a,b,count\n1,0,3\n1,1,900000000000\n", "over 100,000,000"),
        ("a,b,count\n1,0,3\n1,1,nan\n", "not a number"),
        ("a,b,count\n1,0,3\n1,1,inf\n", "over"),
        ("a,b,count\n1,0,3\n1,1,many\n", "not a number"),
        ("a,b,count\n1,0,3\n2,1,4\n", "neither 1 nor 0"),
        ("a,b,count\n1,0,3\n1,1,4,5\n", "more cells"),
        ("a,a,count\n1,0,3\n1,1,4\n", "named 'a'"),
        ("history,count\n101,3\n11,4\n", "Leading zeros"),
        ("a,b,count\n1,0,0\n1,1,0\n", "Nobody"),
        ("a,b,count\n", "no row"),
        ("", "no row"),
        ("count\n3\n", "No column is a list"),
        ("PK\x03\x04rubbish", "not a csv"),
    ],
)
def test_what_is_refused_says_where_and_why(tmp_path: Path, text: str, word: str):
    """Negative, fractional, huge and unknown entries are refused, with their row."""
    with pytest.raises(TocsinError) as refused:
        read_table(written(tmp_path, text))
    assert word in str(refused.value)
    assert "table.csv" in str(refused.value)


def test_a_missing_file_is_a_plain_error(tmp_path: Path):
    """Nothing there: said in words."""
    with pytest.raises(TocsinError, match="cannot be read"):
        read_table(tmp_path / "none.csv")


def test_answers_of_sectors(tmp_path: Path):
    """What sectors say of each other is read, and an unknown answer refused."""
    good = written(tmp_path, "left,right,answer\npolice,school,Refer\n")
    assert list(read_answers(good)) == [("police", "school", "refer")]
    with pytest.raises(TocsinError, match="row 2"):
        list(read_answers(written(tmp_path, "left,right,answer\npolice,school,perhaps\n")))


def test_sectors_of_ones_own(tmp_path: Path):
    """Agencies are put into sectors by name; columns may stand in any order."""
    path = written(tmp_path, "sector,agency\nhealth,The Lodge\n")
    assert list(read_sectors(path)) == [("The Lodge", "health")]
    with pytest.raises(TocsinError, match="agency, sector"):
        list(read_sectors(written(tmp_path, "a,b\n1,2\n")))
