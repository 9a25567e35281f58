"""How two structured records are compared: each comparison defined once, as SQL, level by level."""

from __future__ import annotations

from tocsin.people.comparisons import ComparisonSpec, Level


def _equal(column: str, what: str) -> tuple[Level, ...]:
    """Equal values by how many records share them: a rare value says more."""
    return tuple(
        Level(
            f"equal_{name}",
            f"{column}_l = {column}_r AND {column}_step_l = {step}",
            f"The {what} is the same, {words}",
        )
        for step, name, words in (
            (2, "rare", "and rare in this table"),
            (1, "usual", "and not common in this table"),
            (0, "common", "and common in this table"),
        )
    )


_SWAPPED = "given_l = surname_r AND surname_l = given_r"
_NO_GIVEN = "given_l IS NULL OR given_r IS NULL"
GIVEN = ComparisonSpec(
    "given",
    (
        Level("silent", _NO_GIVEN, "", True),
        *_equal("given", "first name"),
        Level("swapped", _SWAPPED, "First name and surname are swapped"),
        Level("variant", "list_has_any(roots_l, roots_r)", "The first names are forms of one name"),
        Level(
            "similar",
            "jaro_winkler_similarity(given_l, given_r) >= 0.88",
            "The first names are alike",
        ),
        Level(
            "initial",
            "given_l[1] = given_r[1] AND least(length(given_l), length(given_r)) = 1",
            "An initial agrees with the first name",
        ),
        Level(
            "middle",
            "given_l = middle_r OR middle_l = given_r",
            "The first name is the other's middle name",
        ),
        Level("different", "ELSE", "The first names differ"),
    ),
)
_SAME_SURNAME = "surname_l = surname_r"
_LIKE_SURNAME = "jaro_winkler_similarity(surname_l, surname_r) >= 0.9"
_LIKE_GIVEN = (
    "given_l IS NULL OR given_r IS NULL OR given_l = given_r OR list_has_any(roots_l, roots_r)"
    " OR jaro_winkler_similarity(given_l, given_r) >= 0.88"
    " OR given_l = middle_r OR middle_l = given_r"
    " OR (given_l[1] = given_r[1] AND least(length(given_l), length(given_r)) = 1)"
)
_SAME_HOME = "(address_l = address_r OR (postcode_l = postcode_r AND house_l = house_r))"
_SAME_AREA = "postcode_l = postcode_r"
_NEAR_HOME = f"({_SAME_HOME} OR {_SAME_AREA})"
HOUSEHOLD = ComparisonSpec(
    "household",
    (
        Level(
            "silent",
            "(surname_l IS NULL OR surname_r IS NULL) AND (coalesce(address_l, postcode_l) IS NULL"
            " OR coalesce(address_r, postcode_r) IS NULL)",
            "",
            True,
        ),
        Level(
            "relatives",
            f"{_SAME_SURNAME} AND {_NEAR_HOME} AND NOT ({_LIKE_GIVEN})",
            "One household, but the first names differ",
        ),
        Level(
            "both",
            f"{_SAME_SURNAME} AND {_SAME_HOME}",
            "Surname and address are the same: one household",
        ),
        Level("area", f"{_SAME_SURNAME} AND {_SAME_AREA}", "Surname and postcode are the same"),
        Level(
            "like_home", f"{_LIKE_SURNAME} AND {_NEAR_HOME}", "Surnames are alike, at one address"
        ),
        *(
            Level(level.name.replace("equal", "surname"), level.sql, level.sentence)
            for level in _equal("surname", "surname")
        ),
        Level("like", _LIKE_SURNAME, "The surnames are alike"),
        Level("swapped", _SWAPPED, "First name and surname are swapped"),
        Level("home", _SAME_HOME, "The address is the same, the surname is not"),
        Level("postcode", _SAME_AREA, "The postcode is the same, the surname is not"),
        Level("different", "ELSE", "Surname and address differ"),
    ),
)
_DAYS = "abs(born_l - born_r)"
BORN = ComparisonSpec(
    "born",
    (
        Level("silent", "year_l IS NULL OR year_r IS NULL", "", True),
        Level(
            "first_of_year",
            "dob_l = dob_r AND dob_l LIKE '%-01-01'",
            "Both born on 1 January, often a guess",
        ),
        Level("day", "dob_l = dob_r", "Born on the same day"),
        Level(
            "slip",
            "damerau_levenshtein(dob_l, dob_r) <= 1"
            " OR (dob_l[1:4] = dob_r[1:4] AND dob_l[6:7] = dob_r[9:10]"
            " AND dob_l[9:10] = dob_r[6:7])",
            "The dates of birth differ by one slip of the pen",
        ),
        Level(
            "near",
            "damerau_levenshtein(dob_l, dob_r) <= 2",
            "The dates of birth differ by two digits",
        ),
        Level("year", "year_l = year_r", "Born in the same year"),
        Level("years", "abs(year_l - year_r) <= 1", "Born within a year"),
        Level("different", "ELSE", "Born in different years"),
    ),
)


def _plain(name: str, what: str, alike: str = "") -> ComparisonSpec:
    levels = [
        Level("silent", f"{name}_l IS NULL OR {name}_r IS NULL", "", True),
        Level("equal", f"{name}_l = {name}_r", f"The {what} is the same"),
    ]
    if alike:
        levels.append(
            Level("similar", alike.format(l=f"{name}_l", r=f"{name}_r"), f"The {what} is alike")
        )
    levels.append(Level("different", "ELSE", f"The {what} differs"))
    return ComparisonSpec(name, tuple(levels))


RECORD_SPECS: tuple[ComparisonSpec, ...] = (
    GIVEN,
    HOUSEHOLD,
    BORN,
    ComparisonSpec(
        "middle",
        (
            Level("silent", "middle_l IS NULL OR middle_r IS NULL", "", True),
            Level("equal", "middle_l[1] = middle_r[1]", "The middle initial is the same"),
            Level("different", "ELSE", "The middle initial differs"),
        ),
    ),
    _plain("sex", "sex"),
    _plain("place", "place", "jaro_winkler_similarity({l}, {r}) >= 0.92"),
    _plain("occupation", "occupation"),
    _plain("email", "e-mail", "jaro_winkler_similarity({l}, {r}) >= 0.92"),
    _plain("phone", "phone", "damerau_levenshtein({l}, {r}) <= 1"),
    _plain("identifier", "identifier", "damerau_levenshtein({l}, {r}) <= 2"),
    _plain("vehicle", "vehicle", "damerau_levenshtein({l}, {r}) <= 1"),
)
RECORD_COLUMNS = {
    "idx": "INTEGER",
    "given": "VARCHAR",
    "given_step": "INTEGER",
    "roots": "VARCHAR[]",
    "middle": "VARCHAR",
    "surname": "VARCHAR",
    "surname_step": "INTEGER",
    "sex": "VARCHAR",
    "dob": "VARCHAR",
    "year": "INTEGER",
    "address": "VARCHAR",
    "house": "VARCHAR",
    "postcode": "VARCHAR",
    "place": "VARCHAR",
    "occupation": "VARCHAR",
    "email": "VARCHAR",
    "phone": "VARCHAR",
    "identifier": "VARCHAR",
    "vehicle": "VARCHAR",
}
"""The table of records that the expressions read."""
