"""Cores that grow: what the reports of two groups say together, and what never ties them."""

from __future__ import annotations

from tests.support.people_case import Case, certain, together

from tocsin.records import Joining

_COMPANY = ("Besnik Rama", "Oluchi Eze", "Dilwar Miah")


def _split_in_two(name: str = "Tunde Oduya", other: str = "Tunde Oduya") -> Case:
    """Two reports by one agency that share a phone, two by another that share a car; between them
    no thing, and in no two reports the same two companions."""
    case = Case()
    for i, (agency, thing, who) in enumerate(
        (
            ("Police", "[phone|unknown|07700 900123]", (0, 1)),
            ("Police", "[phone|unknown|07700 900123]", (2,)),
            ("Harbour School", "[vehicle|unknown|KX05 ABC]", (0,)),
            ("Harbour School", "[vehicle|unknown|KX05 ABC]", (1, 2)),
        )
    ):
        called = name if i < 2 else other
        company = " and ".join(f"[person|affected|{_COMPANY[k]}]" for k in who)
        text = f"[person|alleged|{called}] had {thing}. {company} came too."
        case.report(f"R{i}", text, agency=agency, on=f"2009-0{i + 2}-03")
    return case


def _sure(found: Joining, case: Case, left: str, right: str) -> bool:
    return certain(found, case.mention("R0", left), case.mention("R2", right))


def test_two_cores_that_keep_the_same_company_are_one() -> None:
    """No pair of reports shares enough; all together name the same three people."""
    case = _split_in_two()
    assert _sure(case.join(), case, "Tunde Oduya", "Tunde Oduya")


def test_two_brothers_who_keep_the_same_company_are_two() -> None:
    """The same surname and the same company, another first name: never one person."""
    case = _split_in_two(other="Femi Oduya")
    found = case.join()
    assert not together(found, case.mention("R0", "Tunde Oduya"), case.mention("R2", "Femi Oduya"))


def test_a_father_and_a_son_in_one_circle_are_two() -> None:
    """Senior and junior keep the same company, and stay two."""
    case = _split_in_two("Tunde Oduya snr", "Tunde Oduya jnr")
    found = case.join()
    left, right = case.mention("R0", "Tunde Oduya snr"), case.mention("R2", "Tunde Oduya jnr")
    assert not together(found, left, right)


def test_what_is_tied_together_adds_up() -> None:
    """The bits of the evidence of a join of two cores add up to its weight."""
    for made in _split_in_two().join().joins:
        bits = sum(e.weight_bits for e in made.evidence)
        assert abs(bits - made.match_weight) < 0.01
