"""How two profiles are compared: each comparison defined once, as SQL, level by level.

Splink runs these expressions in bulk and `statement` runs the very same ones for a single pair.
The numbers (m, u) of each level stand in the model file, not here. `match_key` says what comparing
the two names found (`names.py`): given names and their rarity, family names and theirs, and whether
the one report repeats the other.
"""

from __future__ import annotations

from dataclasses import dataclass

RARITIES = 6
"""Steps of rarity of a name, from very common (0) to very rare."""


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome of a comparison: its name in the model file, its condition, what it says."""

    name: str
    sql: str
    sentence: str
    is_null: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ComparisonSpec:
    """A comparison: levels are tried in order, the first whose condition holds is reached.

    Two specs are equal when they are one object: mentions and records both have a "born", and
    what is cached for one must never be answered for the other."""

    name: str
    levels: tuple[Level, ...]


_ECHO = "substr(match_key, 5, 1) <> '-'"
_RARITY_WORDS = (
    "a very common one",
    "a common one",
    "an ordinary one",
    "a not so common one",
    "a rare one",
    "a very rare one",
)


def _key(position: int, *letters: str) -> str:
    listed = ", ".join(f"'{letter}'" for letter in letters)
    return f"substr(match_key, {position}, 1) IN ({listed})"


def _name_levels(what: str, position: int) -> tuple[Level, ...]:
    found: list[Level] = []
    words = {"5": ("equal", "the same"), "4": ("variant", "a form of"), "3": ("similar", "like")}
    for digit, (name, word) in words.items():
        for rarity in range(RARITIES):
            condition = f"{_key(position, digit)} AND {_key(position + 1, str(rarity))}"
            tail = _RARITY_WORDS[rarity]
            joined = "names are" if word != "like" else "names sound or look"
            sentence = (
                f"The {what} name is the same, {tail}"
                if word == "the same"
                else f"The {what} {joined} forms of one name, {tail}"
                if word == "a form of"
                else f"The {what} {joined} alike, {tail}"
            )
            found.append(Level(f"{name}_{rarity}", condition, sentence))
    found += [
        Level("initial", _key(position, "2"), f"An initial agrees with the {what} name"),
        Level("conflict_full", _key(position, "c"), f"Two different {what} names"),
        Level("conflict", _key(position, "0"), f"The {what} names differ"),
    ]
    return (Level("silent", _key(position, "1"), f"One gives no {what} name", True), *found)


GIVEN = ComparisonSpec("given", _name_levels("given", 1))
FAMILY = ComparisonSpec(
    "family",
    (
        Level(
            "household",
            f"{_key(3, '5', '4', '3')} AND {_key(1, '0', '1', 'c')}"
            " AND list_has_any(homes_l, homes_r)",
            "Family name and address are shared, as in one household: one fact, not two",
        ),
        *_name_levels("family", 3),
    ),
)
KEEPS = ComparisonSpec(
    "keeps",
    (
        Level("silent", f"{_ECHO} OR len(near_l) = 0 OR len(near_r) = 0", "", True),
        Level(
            "two",
            "len(list_intersect(own_l, own_r)) >= 2",
            "Two or more of phone, vehicle, address or number are the same",
        ),
        Level(
            "one",
            "list_has_any(own_l, own_r)",
            "A phone, vehicle, address or number is the same",
        ),
        Level(
            "part",
            "list_has_any(own_l, near_r) OR list_has_any(near_l, own_r)",
            "What one report ties to the person, the other report names too",
        ),
        Level(
            "wide",
            "list_has_any(wide_l, wide_r)",
            "Both are tied to one thing that several people share",
        ),
        Level("report", "list_has_any(near_l, near_r)", "Both reports name one phone or vehicle"),
        Level("none", "ELSE", "Phones, vehicles and addresses in the reports differ"),
    ),
)
_NOBODY = " OR ".join(
    f"len(acquaintances_{side}) + len(companions_{side}) + len(places_{side}) = 0" for side in "lr"
)
_SHARED_PEOPLE = (
    "len(list_intersect(acquaintances_l, acquaintances_r))"
    " - len(list_intersect(companions_l, companions_r))"
)
"""Whoever is named in full on both sides is found by both names, and counted once."""
CIRCLE = ComparisonSpec(
    "circle",
    (
        Level("silent", f"{_ECHO} OR {_NOBODY}", "", True),
        Level(
            "companion_and_place",
            "list_has_any(companions_l, companions_r) AND list_has_any(places_l, places_r)",
            "Both are named with the same person, at the same place",
        ),
        Level(
            "company",
            f"{_SHARED_PEOPLE} >= 2",
            "Both are named with the same two people or more, by a name of theirs",
        ),
        Level(
            "companion",
            "list_has_any(companions_l, companions_r)",
            "Both are named with the same person",
        ),
        Level(
            "acquaintance_and_place",
            "list_has_any(acquaintances_l, acquaintances_r) AND list_has_any(places_l, places_r)",
            "Both are named with somebody of one name, at the same place",
        ),
        Level(
            "place",
            "list_has_any(places_l, places_r)",
            "Both reports name the same place",
        ),
        Level(
            "acquaintance",
            "list_has_any(acquaintances_l, acquaintances_r)",
            "Both are named with somebody of one name",
        ),
        Level("none", "ELSE", "The reports share no other person and no place"),
    ),
)
SETTING = ComparisonSpec(
    "setting",
    (
        Level("silent", f"{_ECHO} OR agency_l = '' OR agency_r = ''", "", True),
        Level(
            "same_near",
            "agency_l = agency_r AND abs(day_l - day_r) <= 730",
            "The same agency, within two years",
        ),
        Level("same", "agency_l = agency_r", "The same agency, years apart"),
        Level("near", "abs(day_l - day_r) <= 365", "Different agencies, within a year"),
        Level(
            "far", "abs(day_l - day_r) > 2920", "Different agencies, more than eight years apart"
        ),
        Level("other", "ELSE", "Different agencies, some years apart"),
    ),
)


def _parts(a: str, b: str) -> str:
    return f"(part_l || part_r) IN ('{a}{b}', '{b}{a}')"


_BOTH_WORK = "part_l IN ('W', 'R') AND part_r IN ('W', 'R')"
PART = ComparisonSpec(
    "part",
    (
        Level("silent", "part_l = 'U' OR part_r = 'U'", "", True),
        Level("alleged", _parts("A", "A"), "Both are named in the part of concern"),
        Level("affected", _parts("C", "C"), "Both are named as affected"),
        Level(
            "work_one_agency",
            f"{_BOTH_WORK} AND agency_l = agency_r",
            "Both are named at work, by one agency",
        ),
        Level("work", _BOTH_WORK, "Both are named at work"),
        Level(
            "work_against",
            "(part_l IN ('W', 'R') AND part_r IN ('A', 'C'))"
            " OR (part_r IN ('W', 'R') AND part_l IN ('A', 'C'))",
            "One is named at work or as reporting, the other as involved",
        ),
        Level("alleged_other", _parts("A", "O"), "One is named as a bystander, the other is not"),
        Level("affected_other", _parts("C", "O"), "One is named as affected, the other is not"),
        Level("alleged_affected", _parts("A", "C"), "One is named as affected, one as alleged"),
        Level("affected_kin", _parts("C", "K"), "One is named as affected, one as a relative"),
        Level("alleged_kin", _parts("A", "K"), "One is named as alleged, one as a relative"),
        Level("kin", _parts("K", "K"), "Both are named as somebody's relative"),
        Level(
            "work_other",
            f"{_parts('W', 'O')} OR {_parts('W', 'K')}",
            "One is named at work, the other is not",
        ),
        Level("other", _parts("O", "O"), "Both are named in passing"),
        Level("told", "ELSE", "Nothing in their parts tells them apart"),
    ),
)
_GAP = "greatest(born_low_l, born_low_r) - least(born_high_l, born_high_r)"
_SPAN = "greatest(born_high_l - born_low_l, born_high_r - born_low_r)"
BORN = ComparisonSpec(
    "born",
    (
        Level("silent", f"{_ECHO} OR born_low_l IS NULL OR born_low_r IS NULL", "", True),
        Level("day", f"{_GAP} <= 0 AND {_SPAN} <= 1", "Born on the same day"),
        Level("year", f"{_GAP} <= 0 AND {_SPAN} <= 366", "Born in the same year"),
        Level("near", f"{_GAP} <= 0 AND {_SPAN} <= 1200", "Ages agree to a year or two"),
        Level("loose", f"{_GAP} <= 0", "Ages agree roughly"),
        Level("off", f"{_GAP} <= 730", "Ages differ by a year or two"),
        Level("apart", "ELSE", "Ages differ by years"),
    ),
)
SEX = ComparisonSpec(
    "sex",
    (
        Level("silent", "sex_l = '' OR sex_r = ''", "", True),
        Level("same", "sex_l = sex_r", "Both are spoken of as the same sex"),
        Level("different", "ELSE", "One is spoken of as he, the other as she"),
    ),
)
TEXT = ComparisonSpec(
    "text",
    (
        Level("silent", "substr(match_key, 5, 1) = '-'", "", True),
        Level(
            "copy",
            "substr(match_key, 5, 1) = 'c'",
            "One report copies or forwards the other, and names this person",
        ),
        Level(
            "retelling",
            "ELSE",
            "One report retells the other, and names this person",
        ),
    ),
)

SPECS: tuple[ComparisonSpec, ...] = (
    GIVEN, FAMILY, KEEPS, CIRCLE, SETTING, PART, BORN, SEX, TEXT,
)  # fmt: skip
COLUMNS = {
    "idx": "INTEGER",
    "agency": "VARCHAR",
    "day": "INTEGER",
    "part": "VARCHAR",
    "sex": "VARCHAR",
    "born_low": "INTEGER",
    "born_high": "INTEGER",
    "own": "VARCHAR[]",
    "near": "VARCHAR[]",
    "wide": "VARCHAR[]",
    "homes": "VARCHAR[]",
    "companions": "VARCHAR[]",
    "acquaintances": "VARCHAR[]",
    "places": "VARCHAR[]",
}
"""The table of profiles that the expressions read."""
