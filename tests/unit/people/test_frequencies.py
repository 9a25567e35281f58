"""How common a name is, from the people of a case."""

from __future__ import annotations

from tocsin.people.model import shipped_model
from tocsin.people.names import Frequencies, NameSet
from tocsin.values.names import parse_name


def _share(reports: int) -> float:
    bare = NameSet.of([parse_name("Smokey")])
    others = [NameSet.of([parse_name(f"Asha Patel{i:03}")]) for i in range(40)]
    counts = [reports, *(1 for _ in others)]
    return Frequencies.of([bare, *others], shipped_model(), counts).given_share("smokey")


def test_a_nickname_of_few_reports_is_as_rare_as_it_was() -> None:
    """Half a dozen reports may all speak of one person."""
    assert _share(6) == _share(1)


def test_a_nickname_that_stands_alone_in_many_reports_is_that_of_several_people() -> None:
    """The more reports give it alone, the commoner it is taken for."""
    assert _share(40) > _share(15) > _share(6)
