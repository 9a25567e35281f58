"""How two structured records are compared: each comparison defined once, as SQL, level by level."""

from __future__ import annotations

from tocsin.people.comparisons import ComparisonSpec, Level

MARKED = ("roots", "sounds", "words", "surname_sounds", "names")
"""Lists that carry marks: sixty-four bits, of which each of their words sets one."""
STEPS = 5
"""Steps of rarity of a name in a table, from very common (0) to very rare."""
_STEP_WORDS = (
    "and very common",
    "and common",
    "and neither common nor rare",
    "and rare",
    "and very rare",
)


def _equal(column: str, what: str, name: str = "equal") -> tuple[Level, ...]:
    """Equal values by how many records share them: a rare value says more."""
    return tuple(
        Level(
            f"{name}_{step}",
            f"{column}_l = {column}_r AND {column}_step_l = {step}",
            f"The {what} is the same, {_STEP_WORDS[step]}",
        )
        for step in reversed(range(STEPS))
    )


def _common(column: str) -> str:
    """Whether either value is common: likeness to a common name says little."""
    return f"least({column}_step_l, {column}_step_r) < 2"


def _slips(column: str, most: int) -> str:
    """Whether values are so few slips apart.

    One slip changes two places at most of values equally long, and one end stays as it was: quick
    to see, and it spares most pairs the counting. (Dates are all of one form.)
    """
    left, right = f"{column}_l", f"{column}_r"
    ends = f"({left}[:4] = {right}[:4] OR {left}[-4:] = {right}[-4:]) AND " if most == 1 else ""
    return (
        f"CASE WHEN strlen({left}) = strlen({right}) THEN hamming({left}, {right}) <= {2 * most}"
        f" ELSE abs(strlen({left}) - strlen({right})) <= {most} END"
        f" AND {ends}damerau_levenshtein({left}, {right}) <= {most}"
    )


def _any(column: str) -> str:
    """Whether lists share anything; their marks (a bit for each) say so of most pairs at once."""
    marks = f"({column}_marks_l & {column}_marks_r) <> 0"
    return f"CASE WHEN {marks} THEN list_has_any({column}_l, {column}_r) ELSE false END"


_SAME_WORDS = "words_marks_l = words_marks_r AND words_l = words_r"
_TURNED = f"{_SAME_WORDS} AND given_l <> given_r"
_WITHIN = (
    "CASE WHEN {quick} AND word_count_l >= 2 AND word_count_r >= 2 THEN {a} OR {b} END".format(
        quick="(words_marks_l & words_marks_r) IN (words_marks_l, words_marks_r)",
        a="list_has_all(words_l, words_r)",
        b="list_has_all(words_r, words_l)",
    )
)
_NO_GIVEN = "given_l IS NULL OR given_r IS NULL"
_VARIANT = _any("roots")
_SIMILAR = "jaro_winkler_similarity(given_l, given_r) >= 0.88"
_INITIAL = "given_l[1] = given_r[1] AND least(length(given_l), length(given_r)) = 1"
_MIDDLE = "given_l = middle_r OR middle_l = given_r"
GIVEN = ComparisonSpec(
    "given",
    (
        Level("silent", _NO_GIVEN, "", True),
        *_equal("given", "first name"),
        Level("turned", _TURNED, "The same names, in another order"),
        Level(
            "variant_common",
            f"{_VARIANT} AND {_common('given')}",
            "The first names are forms of one common name",
        ),
        Level("variant", _VARIANT, "The first names are forms of one name"),
        Level("similar", _SIMILAR, "The first names are alike"),
        Level("initial", _INITIAL, "An initial agrees with the first name"),
        Level("middle", _MIDDLE, "The first name is the other's middle name"),
        Level("within", _WITHIN, "All words of the shorter name stand in the longer"),
        Level("sound", _any("sounds"), "The first names may sound alike"),
        Level("different", "ELSE", "The first names differ"),
    ),
)
_SAME_SURNAME = "surname_l = surname_r"
_LIKE_SURNAME = "jaro_winkler_similarity(surname_l, surname_r) >= 0.9"
_LIKE_GIVEN = " ".join(
    (
        "CASE",
        *(
            f"WHEN {way} THEN true"
            for way in (_NO_GIVEN, "given_l = given_r", _INITIAL, _MIDDLE, _SIMILAR, _VARIANT)
        ),
        "ELSE false END",
    )
)
_SAME_HOME = (
    "(NOT address_common_l"
    " AND (address_l = address_r OR (postcode_l = postcode_r AND house_l = house_r)))"
)
_SAME_AREA = "postcode_l = postcode_r"
_NEAR_HOME = f"({_SAME_HOME} OR {_SAME_AREA})"
_LIKE_HOME = "(NOT address_common_l AND jaro_winkler_similarity(address_l, address_r) >= 0.92)"
_STRANGERS = (
    f"surname_l <> surname_r AND NOT {_any('names')} AND NOT {_any('surname_sounds')}"
    f" AND NOT {_any('sounds')} AND NOT coalesce({_WITHIN}, false) AND NOT {_LIKE_GIVEN}"
)
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
            f"{_SAME_SURNAME} AND ({_NEAR_HOME} OR phone_l = phone_r OR vehicle_l = vehicle_r)"
            f" AND NOT ({_LIKE_GIVEN})",
            "One household, but the first names differ",
        ),
        Level(
            "both",
            f"{_SAME_SURNAME} AND {_SAME_HOME}",
            "Surname and address are the same: one household",
        ),
        Level("area", f"{_SAME_SURNAME} AND {_SAME_AREA}", "Surname and postcode are the same"),
        Level(
            "near_home",
            f"{_SAME_SURNAME} AND {_LIKE_HOME}",
            "The surname is the same, and the addresses are alike",
        ),
        Level(
            "like_home",
            f"{_LIKE_SURNAME} AND ({_NEAR_HOME} OR {_LIKE_HOME})",
            "Surnames are alike, at one address",
        ),
        *_equal("surname", "surname", "surname"),
        Level("turned", _SAME_WORDS, "The same names, in another order"),
        Level(
            "like_common",
            f"{_LIKE_SURNAME} AND {_common('surname')}",
            "The surnames are alike, and one of them common",
        ),
        Level("like", _LIKE_SURNAME, "The surnames are alike"),
        Level("strangers", _STRANGERS, "Neither the first names nor the surnames agree"),
        Level("home", _SAME_HOME, "The address is the same, the surname is not"),
        Level("postcode", _SAME_AREA, "The postcode is the same, the surname is not"),
        Level(
            "home_shared",
            "address_l = address_r",
            "The address is the same, but people of many names live there",
        ),
        Level("part", _any("names"), "One word of the surnames is the same"),
        Level("within", _WITHIN, "All words of the shorter name stand in the longer"),
        Level(
            "sound",
            _any("surname_sounds"),
            "The surnames may sound alike",
        ),
        Level("different", "ELSE", "Surname and address differ"),
    ),
)
_NO_YEAR = "year_l IS NULL OR year_r IS NULL"
_SWAPPED_DAY = "dob_l[1:4] = dob_r[1:4] AND dob_l[6:7] = dob_r[9:10] AND dob_l[9:10] = dob_r[6:7]"
BORN = ComparisonSpec(
    "born",
    (
        Level("silent", f"({_NO_YEAR}) AND (age_l IS NULL OR age_r IS NULL)", "", True),
        Level("age", f"({_NO_YEAR}) AND age_l = age_r", "The same age is given"),
        Level(
            "age_near",
            f"({_NO_YEAR}) AND abs(age_l - age_r) <= 2",
            "The ages given are a year or two apart",
        ),
        Level("age_off", _NO_YEAR, "The ages given are years apart"),
        Level(
            "common_day",
            "dob_l = dob_r AND (dob_l LIKE '%-01-01' OR dob_common_l)",
            "Both born on one day, but on a day that many are given: often a guess",
        ),
        Level("day", "dob_l = dob_r", "Born on the same day"),
        Level(
            "slip",
            f"({_slips('dob', 1)}) OR ({_SWAPPED_DAY})",
            "The dates of birth differ by one slip of the pen",
        ),
        Level(
            "near",
            _slips("dob", 2),
            "The dates of birth differ by two digits",
        ),
        Level("year", "year_l = year_r", "Born in the same year"),
        Level("years", "abs(year_l - year_r) <= 1", "Born within a year"),
        Level("different", "ELSE", "Born in different years"),
    ),
)


def _silent(name: str) -> Level:
    return Level("silent", f"{name}_l IS NULL OR {name}_r IS NULL", "", True)


def _different(what: str) -> Level:
    return Level("different", "ELSE", f"The {what} differs")


def _likeness(name: str, what: str, sql: str) -> Level:
    return Level("similar", sql.format(l=f"{name}_l", r=f"{name}_r"), f"The {what} is alike")


def _stepped(name: str, what: str) -> ComparisonSpec:
    return ComparisonSpec(
        name,
        (
            _silent(name),
            *_equal(name, what),
            _likeness(name, what, "jaro_winkler_similarity({l}, {r}) >= 0.92"),
            _different(what),
        ),
    )


def _number(name: str, what: str, slips: int) -> ComparisonSpec:
    """A number of one person's own, unless many differently named people give it."""
    return ComparisonSpec(
        name,
        (
            _silent(name),
            Level(
                "shared",
                f"{name}_l = {name}_r AND {name}_common_l",
                f"The {what} is the same, but many people give it",
            ),
            Level("equal", f"{name}_l = {name}_r", f"The {what} is the same"),
            Level("similar", _slips(name, slips), f"The {what} is alike"),
            _different(what),
        ),
    )


EMAIL = ComparisonSpec(
    "email",
    (
        _silent("email"),
        Level(
            "shared",
            "email_l = email_r AND email_common_l",
            "The e-mail address is the same, but many people give it",
        ),
        Level("equal", "email_l = email_r", "The e-mail address is the same"),
        Level(
            "similar",
            "jaro_winkler_similarity(email_l, email_r) >= 0.92"
            " OR split_part(email_l, '@', 1) = split_part(email_r, '@', 1)",
            "The e-mail addresses are alike",
        ),
        _different("e-mail address"),
    ),
)
RECORD_SPECS: tuple[ComparisonSpec, ...] = (
    GIVEN,
    HOUSEHOLD,
    BORN,
    ComparisonSpec(
        "middle",
        (
            _silent("middle"),
            Level("equal", "middle_l[1] = middle_r[1]", "The middle initial is the same"),
            Level("different", "ELSE", "The middle initial differs"),
        ),
    ),
    ComparisonSpec(
        "sex",
        (
            _silent("sex"),
            Level("equal", "sex_l = sex_r", "The sex is the same"),
            _different("sex"),
        ),
    ),
    _stepped("place", "place"),
    _stepped("occupation", "occupation"),
    EMAIL,
    _number("phone", "phone number", 1),
    _number("identifier", "record number", 1),
    _number("vehicle", "number plate", 1),
)
RECORD_COLUMNS = {
    "idx": "INTEGER",
    **{f"{column}_marks": "UBIGINT" for column in MARKED},
    "given": "VARCHAR",
    "given_step": "INTEGER",
    "roots": "VARCHAR[]",
    "sounds": "VARCHAR[]",
    "words": "VARCHAR[]",
    "word_count": "INTEGER",
    "middle": "VARCHAR",
    "surname": "VARCHAR",
    "surname_step": "INTEGER",
    "surname_sounds": "VARCHAR[]",
    "names": "VARCHAR[]",
    "sex": "VARCHAR",
    "dob": "VARCHAR",
    "dob_common": "BOOLEAN",
    "year": "INTEGER",
    "age": "INTEGER",
    "address": "VARCHAR",
    "address_common": "BOOLEAN",
    "house": "VARCHAR",
    "postcode": "VARCHAR",
    "place": "VARCHAR",
    "place_step": "INTEGER",
    "occupation": "VARCHAR",
    "occupation_step": "INTEGER",
    "email": "VARCHAR",
    "email_common": "BOOLEAN",
    "phone": "VARCHAR",
    "phone_common": "BOOLEAN",
    "identifier": "VARCHAR",
    "identifier_common": "BOOLEAN",
    "vehicle": "VARCHAR",
    "vehicle_common": "BOOLEAN",
}
"""The table of records that the expressions read (`record_profiles.py` makes it)."""
