# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Made-up sentences to learn from, with names of all origins in equal parts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

Span = tuple[int, int, str]
_LISTS = Path(__file__).parent / "lists"
_SLOT = re.compile(r"\{(\w+)\}")
_RANKS = "PC DC DS DI PCSO Sgt Insp".split()
_TITLES = "Mr Mrs Ms Miss Dr".split()
_KIN = "Big Little Young Old Lil Uncle Fat Tall Mad".split()
_WORDS = (
    "Dragon Anchor Rocket Bubbles Panther Shadow Tiger Boots Sparky Pepper Razor Biscuit "
    "Magic Turbo Cookie Ice Dizzy Flash Monk Trigger Wolf Angel Bones Peanut Sugar Viper "
    "Lucky Joker"
).split()
_TOWNS = (
    "Leeds Bradford Derby Oldham Rochdale Luton Telford Oxford Bristol Halifax Keighley "
    "Dewsbury Burnley Preston Walsall Coventry Leicester Stockport Wigan Hull Grimsby "
    "Swindon Reading"
).split()
_STREETS = (
    "Albert Canal Chapel Mill Victoria Park Station Queen King Wharf Green Elm Moor "
    "Bridge Church Spring Duke Mason Hope Grace Carter Harrison Norfolk Tanner"
).split()
_KINDS_OF_STREET = ("Road Street Lane Avenue Close Terrace Rd St Drive Crescent Way").split()
_HEADS = (
    "Grill|Cafe|Motors|Takeaway|Academy|Hotel|Taxis|Cars|Kebab House|Barbers|School|Court|"
    "House|Bakery|Nails|Restaurant|Tyres|Arms|News|Stores|Lodge|Community Centre|Garage|"
    "Fish Bar|Travel"
).split("|")
_ORGS = (
    "{town} Council|social care|Children's Services|{town} Police|the youth service|CAMHS|"
    "probation|Housing|{town} College|the Home Office|NHS|{town} Royal Infirmary|the MASH|"
    "Education Welfare"
).split("|")
_CARS = (
    "Corsa|Golf|BMW|Vauxhall Astra|silver Audi|Ford Focus|black Mercedes|Transit|"
    "white Skoda|Passat|red Fiesta|Toyota Prius|grey Insignia|Peugeot"
).split("|")
_DATES = (
    "12 March|Tuesday|3/4/09|last Friday|14.02.2011|the 5th of May|Wednesday evening|"
    "June 2008|21 August 2010|Sunday|1 April|half term|09/11/2007|Sat"
).split("|")
_COLOURS = "red black grey dark blue Nike white torn Adidas green".split()


class Maker:
    """Fills the slots of a sentence, and remembers where the names stand."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.first, self.last, self.nicknames = _names()
        self.origins = sorted(self.first)
        self.plain: dict[str, Callable[[], str]] = {
            "prem": self.premises, "street": self.street, "org": self.organisation,
            "town": lambda: chance.choice(_TOWNS), "car": lambda: chance.choice(_CARS),
            "date": lambda: chance.choice(_DATES), "age": lambda: str(chance.randint(11, 44)),
            "num": lambda: str(chance.randint(1, 240)), "word": lambda: chance.choice(_COLOURS),
            "time": lambda: f"{chance.randint(0, 23):02}{chance.choice((':', '', '.'))}"
            f"{chance.randint(0, 59):02}{chance.choice(('', 'hrs', ' hrs'))}",
            "plate": lambda: f"{self.letters(2)}{chance.randint(10, 70)} {self.letters(3)}",
            "phone": lambda: f"07700 900{chance.randint(100, 999)}",
        }  # fmt: skip

    def letters(self, count: int) -> str:
        return "".join(self.chance.choice("ABCDEFGHKLMNPRSTVXY") for _ in range(count))

    def name(self) -> tuple[str, str]:
        """A first name and a surname of one origin, mostly."""
        origin = self.chance.choice(self.origins)
        given, surname = (
            self.chance.choice(self.first[origin]),
            self.chance.choice(self.last[origin]),
        )
        if self.chance.random() < 0.06:
            given += "-" + self.chance.choice(self.first[origin])
        if self.chance.random() < 0.06:
            surname += "-" + self.chance.choice(self.last[self.chance.choice(self.origins)])
        return _capital(given), _capital(surname)

    def premises(self) -> str:
        chance = self.chance
        given, surname = self.name()
        owner = chance.choice((given, surname, chance.choice(_WORDS), chance.choice(_TOWNS)))
        own = owner + chance.choice(("", "", "'s"))
        return f"{own} {chance.choice(_HEADS)}"

    def street(self) -> str:
        surname = self.name()[1]
        first = self.chance.choice((*_STREETS, surname))
        return f"{first} {self.chance.choice(_KINDS_OF_STREET)}"

    def organisation(self) -> str:
        return self.chance.choice(_ORGS).format(town=self.chance.choice(_TOWNS))

    def nickname(self) -> str:
        chance = self.chance
        kind = chance.random()
        if kind < 0.4:
            return _capital(chance.choice(self.nicknames))
        if kind < 0.6:
            return f"{chance.choice(_KIN)} {chance.choice((self.name()[0], self.letters(1)))}"
        if kind < 0.7:
            return self.name()[0] + chance.choice(("y", "o", "z"))
        return chance.choice(_WORDS)

    def person(self, slot: str) -> tuple[str, str]:
        """Words in front of the name (title, rank), and the name."""
        chance = self.chance
        given, surname = self.name()
        if slot == "P":
            slot = chance.choices(
                ("full", "F", "caps", "three", "initials"), (0.66, 0.1, 0.12, 0.08, 0.04)
            )[0]
        if slot == "full":
            return "", f"{given} {surname}"
        if slot == "caps":
            return "", f"{given} {surname.upper()}"
        if slot == "three":
            return "", f"{given} {self.name()[0]} {surname}"
        if slot == "initials":
            return "", f"{given[0]} {surname}"
        if slot == "T":
            return chance.choice(_TITLES) + " ", chance.choice((surname, f"{given} {surname}"))
        if slot == "R":
            number = f" {chance.randint(11, 4999)}" if chance.random() < 0.5 else ""
            return f"{chance.choice(_RANKS)}{number} ", chance.choice((surname, surname.upper()))
        forms = {
            "F": given, "S": surname, "U": f"{surname.upper()}, {given}",
            "I": f"{given[0]}{chance.choice(('.', ''))} {surname}",
            "L": f"{given} {surname[0]}", "N": self.nickname(),
        }  # fmt: skip
        return "", forms[slot]

    def fill(self, template: str) -> tuple[str, list[Span]]:
        """One sentence, in ordinary case, in capitals or without any."""
        text, spans, at = "", [], 0
        for slot in _SLOT.finditer(template):
            text += template[at : slot.start()]
            at = slot.end()
            if slot[1] in self.plain:
                words = self.plain[slot[1]]()
                label = {"prem": "ORG", "org": "ORG", "street": "LOC", "town": "LOC"}.get(slot[1])
            else:
                before, words = self.person(slot[1])
                text, label = text + before, "PER"
            if label:
                spans.append((len(text), len(text) + len(words), label))
            text += words
        text += template[at:]
        style = self.chance.random()
        if style < 0.2 and len(text.upper()) == len(text):
            text = text.upper()
        elif style < 0.42 and len(text.lower()) == len(text):
            text = text.lower()
        return text, spans


def _capital(name: str) -> str:
    return "-".join(part[:1].upper() + part[1:] for part in name.split("-"))


def _names() -> tuple[dict[str, list[str]], dict[str, list[str]], list[str]]:
    tables: dict[str, dict[str, list[str]]] = {"first": {}, "surname": {}, "nickname": {}}
    for line in (_LISTS / "own_names.txt").read_text("utf-8").splitlines():
        head, colon, names = line.partition(":")
        if colon and not line.startswith("#"):
            kind, origin = head.split(" ")
            tables[kind][origin] = names.split()
    return tables["first"], tables["surname"], tables["nickname"]["short"]


def generated(count: int, chance: random.Random) -> list[tuple[str, list[Span]]]:
    """`count` sentences, each template used about as often as the next."""
    lines = (_LISTS / "sentences.txt").read_text("utf-8").splitlines()
    templates = [line.replace("\\n", "\n") for line in lines if line and not line.startswith("#")]
    maker = Maker(chance)
    return [maker.fill(templates[i % len(templates)]) for i in range(count)]
