"""One story of a made-up town: a few people over months, told by many, among everyday reports."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from tocsin.synthetic import town as places
from tocsin.synthetic.names import Person, Registry, load
from tocsin.synthetic.scribe import Mark, Scribe, things_in
from tocsin.synthetic.town import Agency, Thing, Town

_ECHOES = (("copy", 0.2), ("forward", 0.2), ("retelling", 0.45), ("compilation", 0.15))
_ECHO_SHARE = 0.3
_UNDATED_SHARE = 0.02
_DECISION_SHARE = 0.4
"""Share of stories in which somebody decides something."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report with the truth about it."""

    row: dict[str, Any]
    marks: tuple[Mark, ...]
    parents: tuple[str, ...] = ()
    echo_type: str = ""
    decision: dict[str, Any] | None = None


@dataclass(slots=True)
class _Plan:
    """A report that will be written, before its words."""

    received: date
    what: str
    order: int
    occurred: date
    parents: list[_Plan] = field(default_factory=list)
    told: Told | None = None
    agency: Agency | None = None
    scene: dict[str, Person | Thing | str] = field(default_factory=dict)


class Story:
    """A cast and its things, and the reports about them in order of receipt."""

    def __init__(
        self, rng: random.Random, registry: Registry, town: Town, start: date, days: int
    ) -> None:
        self._rng, self._town, self._start, self._days = rng, town, start, days
        self._adults = self._make_adults(registry)
        self._children = self._make_children(registry)
        first = self._adults[0]
        self._others: dict[str, Person | Thing | str] = {
            "mother": registry.person(rng, "relative", female=True, like=self._children[0]),
            "witness": registry.person(rng, "witness"),
            "phone": places.phone(rng),
            "vehicle": places.vehicle(rng, start.year),
            "address": places.address(rng),
            "premises": places.premises(rng, town.areas),
            "handle": places.handle(rng, first.nickname or first.first),
        }
        self._residents = self._make_residents(registry, first)
        self._things = {
            "phone": [places.phone(rng) for _ in range(2)],
            "vehicle": [places.vehicle(rng, start.year) for _ in range(2)],
            "address": [places.address(rng) for _ in range(3)],
            "premises": [places.premises(rng, town.areas) for _ in range(2)],
        }

    def subjects(self) -> Iterator[dict[str, Any]]:
        """Rows of subjects.jsonl for everybody and everything that is this story's own."""
        people = [*self._adults, *self._children, *self._residents]
        of_concern = [v for v in self._others.values() if isinstance(v, Thing)]
        people += [v for v in self._others.values() if isinstance(v, Person)]
        for person in people:
            yield subject_row(person)
        for thing in of_concern:
            yield _thing_row(thing, "of_concern")
        for things in self._things.values():
            for thing in things:
                yield _thing_row(thing, "everyday")

    def reports(self, count: int, everyday: float) -> Iterator[Told]:
        """So many reports, of which the share `everyday` is about other things."""
        plans = self._plan(count, everyday)
        for plan in plans:
            plan.told = self._write(plan)
            yield plan.told

    def _make_adults(self, registry: Registry) -> list[Person]:
        rng = self._rng
        count = rng.choice((1, 1, 2, 2, 3))
        return [
            registry.person(rng, "alleged", born=self._start.year - rng.randrange(22, 45))
            for _ in range(count)
        ]

    def _make_children(self, registry: Registry) -> list[Person]:
        rng = self._rng
        born = self._start.year - rng.randrange(13, 16)
        children = [registry.person(rng, "affected", born=born)]
        if rng.random() < 0.3:
            children.append(registry.person(rng, "affected", born=born + 1, like=children[0]))
        if rng.random() < 0.4:
            children.append(registry.person(rng, "affected", born=born))
        return children

    def _make_residents(self, registry: Registry, adult: Person) -> list[Person]:
        rng = self._rng
        residents = [registry.person(rng, "other") for _ in range(6)]
        if rng.random() < 0.3:  # a father of the same name, or a stranger
            born = (adult.born or 1970) - rng.choice((3, 24, 28))
            namesake = replace(adult, id=registry.number("P"), role="other", nickname="", born=born)
            residents.append(namesake)
        if rng.random() < 0.3:
            residents.append(registry.person(rng, "other", like=adult))
        return residents

    def _plan(self, count: int, everyday: float) -> list[_Plan]:
        rng = self._rng
        noise = round(count * everyday)
        echoes = round((count - noise) * _ECHO_SHARE)
        plans = [self._dated("seen", n) for n in range(max(1, count - noise - echoes))]
        plans += [self._dated("everyday", n) for n in range(count - len(plans) - echoes)]
        seen = [p for p in plans if p.what == "seen"]
        for n in range(count - len(plans)):
            parent = rng.choice(seen)
            kind = rng.choices([k for k, _ in _ECHOES], [w for _, w in _ECHOES])[0]
            received = parent.received + timedelta(days=rng.choice((1, 2, 3, 7, 30, 200)))
            plan = _Plan(received, kind, 1000 + n, parent.occurred, [parent])
            if kind == "compilation":
                plan.parents += [p for p in seen if p.received < received and p is not parent][-2:]
            plans.append(plan)
        if len(seen) > 2 and rng.random() < _DECISION_SHARE:
            chosen = rng.choice(seen[1:])
            chosen.what = rng.choice(("adult", "child"))
        self._mark_empty_answers(seen)
        return sorted(plans, key=lambda p: (p.received, p.order))

    def _mark_empty_answers(self, seen: list[_Plan]) -> None:
        for plan in seen:
            if plan.what == "seen" and self._rng.random() < 0.05:
                plan.what = "denial"

    def _dated(self, what: str, order: int) -> _Plan:
        rng = self._rng
        occurred = self._start + timedelta(days=rng.randrange(self._days + 1))
        received = occurred + timedelta(days=rng.choice((0, 0, 1, 1, 2, 5, 20)))
        return _Plan(received, what, order, occurred)

    def _write(self, plan: _Plan) -> Told:
        rng = self._rng
        agency = plan.agency = rng.choice(self._town.agencies)
        staff = rng.sample(agency.staff, 2)
        plan.scene = {"staff": staff[0], "staff2": staff[1]}
        scribe = Scribe(rng, agency)
        decision = None
        if plan.what == "everyday":
            self._tell_everyday(scribe, plan)
        elif plan.what in ("adult", "child"):
            decision = self._tell_decision(scribe, plan)
        elif plan.parents:
            self._tell_echo(scribe, plan)
        else:
            self._tell_seen(scribe, plan)
        row = self._row(plan, agency, scribe.text)
        parents = tuple(str(p.told.row["report_id"]) for p in plan.parents if p.told)
        echo_type = plan.what if plan.parents else ""
        return Told(row, tuple(scribe.marks), parents, echo_type, decision)

    def _row(self, plan: _Plan, agency: Agency, text: str) -> dict[str, Any]:
        rng = self._rng
        undated = plan.what == "everyday" and rng.random() < _UNDATED_SHARE
        n = rng.randrange(len(agency.staff))
        author = agency.style["authors"][n % len(agency.style["authors"])]
        return {
            "report_id": "",
            "received_on": None if undated else plan.received.isoformat(),
            "occurred_on": _as_known(rng, plan.occurred),
            "agency": agency.name,
            "author": f"{author} {n + 1}",
            "channel": rng.choice(agency.style["channels"]),
            "grade": _grade(rng, plan.received) if agency.style.get("graded") else None,
            "text": text,
        }

    def _tell_seen(self, scribe: Scribe, plan: _Plan) -> None:
        rng, grammar = self._rng, load("grammar.yaml")
        style = plan.agency.style if plan.agency else {}
        plan.scene |= self._others
        plan.scene |= {"adult": rng.choice(self._adults), "child": rng.choice(self._children)}
        if len(self._adults) > 1:
            plan.scene["adult2"] = next(a for a in self._adults if a is not plan.scene["adult"])
        scribe.say(rng.choice(style["opens"]), plan.scene)
        scribe.say(rng.choice(grammar["openers_child"]), plan.scene)
        for template in self._some(grammar["concern"], plan, rng.choice((1, 1, 2, 3))):
            scribe.say(template, plan.scene)
        if plan.what == "denial":
            plan.scene["namesake"] = rng.choice(self._residents)
            scribe.say(rng.choice(grammar["denial"]), plan.scene)
        if rng.random() < 0.2:
            scribe.say(rng.choice(grammar["not_decided"]), plan.scene)
        scribe.say(rng.choice(grammar["staff_lines"]), plan.scene)
        scribe.say(self._filler(), {})
        scribe.say(rng.choice(style["closes"]), plan.scene)

    def _some(self, templates: list[str], plan: _Plan, count: int) -> list[str]:
        fitting = [t for t in templates if things_in(t) <= plan.scene.keys()]
        return self._rng.sample(fitting, count)

    def _filler(self) -> str:
        """Something beside the matter, as people write; it keeps templates from looking alike."""
        parts, rng = load("grammar.yaml")["fillers"], self._rng
        if rng.random() < 0.3:
            return ""
        first, then, last = (rng.choice(parts[key]) for key in ("first", "then", "last"))
        return f"{first} {then.strip(' ,')} {last}."

    def _tell_echo(self, scribe: Scribe, plan: _Plan) -> None:
        rng, grammar = self._rng, load("grammar.yaml")
        parent = plan.parents[0]
        assert parent.told is not None and parent.agency is not None
        told_on = f"{parent.received:%-d %B %Y}"
        scene = {**parent.scene, **plan.scene, "agency": parent.agency.name, "told_on": told_on}
        scene["author"] = f"{plan.agency.style['authors'][0]}" if plan.agency else ""
        if plan.what in ("copy", "forward"):
            scribe.say(rng.choice(grammar[f"{plan.what}_heads"]), scene)
            scribe.quote(parent.told.row["text"], parent.told.marks)
        elif plan.what == "compilation":
            scribe.say(rng.choice(grammar["compile_heads"]), scene)
            for source in plan.parents:
                if source.agency and "adult" in source.scene:
                    there = {
                        "agency": source.agency.name,
                        "told_on": f"{source.received:%-d %B %Y}",
                    }
                    scribe.say(rng.choice(grammar["compiling"]), {**source.scene, **there})
        else:
            fitting = [t for t in grammar["retelling"] if things_in(t) <= scene.keys()]
            scribe.say(rng.choice(fitting), scene)

    def _tell_decision(self, scribe: Scribe, plan: _Plan) -> dict[str, Any]:
        rng, grammar = self._rng, load("grammar.yaml")
        plan.scene |= {**self._others, "adult": self._adults[0], "child": self._children[0]}
        chosen = rng.choice(grammar["decisions"][plan.what])
        plan.scene["decided_on"] = f"{plan.received:%-d %B %Y}"
        scribe.say(chosen["text"], plan.scene)
        about = plan.scene[plan.what]
        assert isinstance(about, Person)
        on = plan.received.isoformat()
        return {"about": [about.id], "kind": chosen["kind"], "on": on, "name": about.full}

    def _tell_everyday(self, scribe: Scribe, plan: _Plan) -> None:
        rng, grammar = self._rng, load("grammar.yaml")
        style = plan.agency.style if plan.agency else {}
        first, second = rng.sample(self._residents, 2)
        plan.scene |= {"resident": first, "resident2": second}
        plan.scene |= {kind: rng.choice(things) for kind, things in self._things.items()}
        scribe.say(rng.choice(style["opens"]), plan.scene)
        scribe.say(rng.choice(grammar["everyday"]), plan.scene)
        scribe.say(self._filler(), {})
        scribe.say(rng.choice(style["closes"]), plan.scene)


def subject_row(person: Person) -> dict[str, Any]:
    """A row of subjects.jsonl."""
    return {
        "id": person.id,
        "kind": "person",
        "name_origin": person.origin,
        "true_name": person.full,
        "born": person.born,
        "role_overall": person.role,
    }


def _thing_row(thing: Thing, role: str) -> dict[str, Any]:
    name = {"id": thing.id, "kind": thing.kind, "name_origin": "", "true_name": thing.written}
    return {**name, "born": None, "role_overall": role}


def _as_known(rng: random.Random, day: date) -> str | None:
    known = rng.random()
    if known < 0.7:
        return day.isoformat()
    if known < 0.85:
        return f"{day:%Y-%m}"
    return f"{day:%Y}" if known < 0.9 else None


def _grade(rng: random.Random, day: date) -> str:
    """A 5x5x5 grade, or 3x5x2 from 2016 on."""
    if day.year < 2016:
        return rng.choice("ABC") + rng.choice("1234") + rng.choice("123")
    return rng.choice("123") + rng.choice("ABCD") + rng.choice("PPPC")
