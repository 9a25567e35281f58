"""Words that blame a child, and options by the evidence held."""

from __future__ import annotations

from tocsin.decisions import Account, held_evidence, matching_options, questioned_words
from tocsin.policies import shipped

POLICY = shipped()


def test_words_that_blame_a_child_are_found_whole_and_in_any_case():
    """`willing` is asked about, `unwilling` is not."""
    text = "She was UNWILLING to talk. A Lifestyle  Choice; he is her older boyfriend."
    assert [q.phrase for q in questioned_words(text, POLICY)] == [
        "lifestyle choice",
        "older boyfriend",
    ]


def test_what_somebody_said_is_left_in_quotation_marks():
    """Quotes are kept as they are."""
    assert questioned_words("She calls him “my boyfriend”.", POLICY) == ()


def test_every_phrase_says_what_could_stand_instead_and_is_found():
    """No phrase of the list is dead."""
    for phrase, row in POLICY.table("wording")["phrases"].items():
        assert row["instead"]
        assert row["why"]
        assert [q.phrase for q in questioned_words(f"It is {phrase}.", POLICY)] == [phrase]


def names(list_name: str, *accounts: Account) -> list[str]:
    """Ids of the options that are opened."""
    return [o.id for o in matching_options(held_evidence(accounts, POLICY), list_name, POLICY)]


def test_a_hotel_opens_the_notice_and_a_vehicle_the_plate_readers():
    """By a word of the report, and by a kind of mention."""
    hotel = Account("R1", "They were seen at the Harbour Hotel.")
    assert "HOTEL" in names("places", hotel)
    assert "HOTEL" not in names("places", Account("R1", "They were seen by the sea."))
    assert names("vehicles", Account("R1", "", kinds=frozenset({"vehicle"}))) == ["RTA"]


def test_no_order_that_needs_a_conviction_without_one_spoken_of():
    """Once one is, it comes after those that need none."""
    plain = Account("R1", "He sends messages.", names_a_child=True)
    assert "SHPO" not in names("adults_named", plain)
    told = Account("R2", "He was convicted in May.", names_a_child=True)
    both = names("adults_named", plain, told)
    assert both.index("CAWN") < both.index("SHPO")


def test_options_without_a_childs_testimony_come_first():
    """Whatever else is held."""
    accounts = [
        Account(f"R{i}", "He sends messages.", kinds=frozenset({"vehicle", "phone"}),
                concerns=frozenset({"trafficking"}), names_a_child=True)
        for i in range(4)
    ]  # fmt: skip
    held = held_evidence(accounts, POLICY)
    order = ["none", "case", "helpful", "usually"]
    found = [order.index(o.testimony) for o in matching_options(held, "adults_named", POLICY)]
    assert found == sorted(found)
    assert found[-1] > 0


def test_every_option_can_be_opened_by_evidence_the_table_knows():
    """And is for lists that exist."""
    table = POLICY.table("disruption")
    lists = set(POLICY.table("answers")["answers"])
    for option in table["options"].values():
        assert set(option["opened_by"]) <= set(table["evidence"])
        assert set(option["for"]) <= lists
        assert option["testimony"] in ("none", "helpful", "usually", "case")
