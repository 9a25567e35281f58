"""Rules of design that the lists carry, each held against random worlds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.worlds import Naming, Telling, World, entries_of

from tocsin.records import Decision, DecisionKind, Entry, Kind, ListName, Role
from tocsin.values.dates import PartialDate

ADULT_LISTS = {ListName.ADULTS_AT_RISK, ListName.ADULTS_NAMED}
ENFORCEMENT = {
    DecisionKind.ARREST,
    DecisionKind.CHARGE,
    DecisionKind.CAUTION,
    DecisionKind.DISRUPTION,
    DecisionKind.ACTION,
}
PEOPLE = ("Idris", "Aneta", "Chidi", "Maeve")
START = date(2000, 1, 1)

days = st.integers(0, 40).map(lambda n: PartialDate.of_day(START + timedelta(70 * n)))
concerns = st.sampled_from(["exploitation", "missing", "weapon", "theft", "", "drugs"])
agencies = st.sampled_from(["Police", "School", "Lantern", "Clinic"])
tellers = st.sampled_from(["PC 1", "Head of year", "Nurse", "", "Youth worker"])


@st.composite
def namings(draw: st.DrawFn, *, told_age: bool = True) -> Naming:
    """A person in any part, or a vehicle tied to somebody or not."""
    if draw(st.integers(0, 5)) == 0:
        tied = draw(st.sampled_from(["", *PEOPLE]))
        return Naming("AB51 CDE", kind=Kind.VEHICLE, concern=draw(concerns), tied_to=tied)
    return Naming(
        draw(st.sampled_from(PEOPLE)),
        draw(st.sampled_from([Role.ALLEGED, Role.ALLEGED, Role.AFFECTED, *Role])),
        draw(concerns),
        age=draw(st.sampled_from([None, None, None, 14, 17, 30])) if told_age else None,
        words=draw(st.sampled_from([(), (), (), ("child",), ("adult",)])) if told_age else (),
        hearsay=draw(st.integers(0, 4)) == 0,
        negated=draw(st.integers(0, 6)) == 0,
        certain=draw(st.integers(0, 3)) > 0,
    )


def _once_each(found: list[Naming]) -> tuple[Naming, ...]:
    return tuple({n.who: n for n in found}.values())


@st.composite
def tellings(draw: st.DrawFn, number: int, *, told_age: bool = True) -> Telling:
    """A report; its number decides nothing but its name."""
    report_id = f"R{number:02}"
    return Telling(
        report_id,
        draw(days) if draw(st.integers(0, 7)) else None,
        _once_each(draw(st.lists(namings(told_age=told_age), min_size=1, max_size=3))),
        agency=draw(agencies),
        teller=draw(tellers),
        read_now=draw(st.sampled_from([(), (), (), (), ("danger",), ("under_13",)])),
        speaks_of_a_child=draw(st.booleans()) if told_age else False,
        suspected_false=draw(st.integers(0, 9)) == 0,
    )


@st.composite
def decisions(draw: st.DrawFn, number: int) -> Decision:
    """A decision about anybody, confirmed or only told."""
    confirmed = draw(st.integers(0, 3)) > 0
    return Decision(
        f"D{number}",
        draw(st.sampled_from(list(DecisionKind))),
        (draw(st.sampled_from(PEOPLE)),),
        draw(days) if draw(st.integers(0, 7)) else None,
        concern=draw(st.sampled_from(["", "", "exploitation", "theft", "weapon"])),
        report_id=draw(st.sampled_from(["", "", "R01", "R03"])),
        cites=draw(st.sampled_from([(), (), ("R02",)])),
        confirmed=confirmed,
        source="decisions.csv" if confirmed else "report",
    )


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Up to ten reports, some repeating earlier ones, and up to three decisions."""
    told = [draw(tellings(n)) for n in range(draw(st.integers(1, 10)))]
    told = [replace(t, repeats=_earlier(draw, t, told)) for t in told]
    decided = tuple(draw(decisions(n)) for n in range(draw(st.integers(0, 3))))
    return World(tuple(told), decided)


def _earlier(draw: st.DrawFn, telling: Telling, told: list[Telling]) -> tuple[str, ...]:
    """Reports it may repeat: received before it."""
    if telling.on is None or draw(st.integers(0, 2)):
        return ()
    before = [t.report_id for t in told if t.on is not None and t.on.last < telling.on.first]
    return tuple(draw(st.lists(st.sampled_from(before), max_size=2, unique=True))) if before else ()


def by_place(world: World) -> dict[tuple[str, ListName], Entry]:
    """(person_id, list) → entry."""
    return {(e.person_id, e.list): e for e in entries_of(world)}


def rings(entries: dict[tuple[str, ListName], Entry]) -> set[str]:
    """Who stands above the line on any list."""
    return {person for (person, _), entry in entries.items() if not entry.below_the_line}


@settings(max_examples=150, deadline=None)
@given(worlds(), tellings(77, told_age=False), st.booleans(), st.data())
def test_one_more_report_never_lowers_a_count_nor_delays_attention(
    world: World, more: Telling, is_echo: bool, data: st.DataObject
):
    """Rule 1: with joins and echo links held fixed, adding a report only ever adds."""
    if is_echo:
        more = replace(more, repeats=_earlier(data.draw, more, list(world.tellings)))
    before, after = by_place(world), by_place(replace(world, tellings=(*world.tellings, more)))
    assert rings(before) <= rings(after)
    for (person, where), entry in before.items():
        others = (ListName.CHILDREN_AT_RISK, ListName.ADULTS_AT_RISK, ListName.ADULTS_NAMED)
        wheres = (where, *others) if where not in ADULT_LISTS else (where, others[0])
        now = next((after[person, w] for w in wheres if (person, w) in after), None)
        assert now is not None, "whoever is listed stays listed"
        for figure in ("voices", "unheeded_voices", "sources_min", "sources_max", "agencies"):
            assert now.figures[figure].value >= entry.figures[figure].value, figure
        assert now.continually_mentioned >= entry.continually_mentioned
        was, is_ = entry.date_line.together_on, now.date_line.together_on
        assert was is None or (is_ is not None and is_.last <= was.last)
        was, is_ = entry.unheeded_since, now.unheeded_since
        assert was is None or (is_ is not None and is_.last <= was.last)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_denied_hearsay_and_false_accounts_never_ring_by_themselves(world: World):
    """Rule 2: what is negated, hearsay alone or graded false is shown and never counted."""
    doubted = tuple(
        replace(t, suspected_false=True, read_now=()) if n % 2 else _all(t, hearsay=True)
        for n, t in enumerate(replace(t, read_now=()) for t in world.tellings)
    )
    for entry in entries_of(replace(world, tellings=doubted)):
        if entry.kind is Kind.PERSON:
            assert entry.figures["voices"].value == 0
            assert entry.below_the_line
    denied = tuple(replace(_all(t, negated=True), read_now=()) for t in world.tellings)
    assert entries_of(replace(world, tellings=denied)) == ()


def _all(telling: Telling, *, hearsay: bool = False, negated: bool = False) -> Telling:
    namings = tuple(replace(n, hearsay=hearsay, negated=negated) for n in telling.namings)
    return replace(telling, namings=namings)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_a_decision_answers_nothing_that_came_after_it(world: World):
    """Rule 3: what was received after every decision, and no decision tells of, stays open."""
    told_of = {d.report_id for d in world.decisions} | {c for d in world.decisions for c in d.cites}
    last = max((d.on.last for d in world.decisions if d.on), default=date.min)
    for entry in entries_of(world):
        open_ids = set(entry.figures["unheeded_voices"].rows)
        for voice in entry.voices:
            known = told_of & {*voice.report_ids}
            if voice.counts and voice.received and voice.received.first >= last and not known:
                assert voice.report_id in open_ids


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_a_decision_that_is_not_confirmed_heeds_nothing(world: World):
    """Undoing every confirmation leaves what there is without any decision."""
    told = tuple(replace(d, confirmed=False, source="report") for d in world.decisions)
    plain = by_place(replace(world, decisions=()))
    for key, entry in by_place(replace(world, decisions=told)).items():
        assert entry.figures == plain[key].figures
        assert entry.below_the_line == plain[key].below_the_line
        assert entry.unheeded_since == plain[key].unheeded_since


@settings(max_examples=60, deadline=None)
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(world: World, random):
    """Rule 4: reports and decisions shuffled give the same entries."""
    told, decided = list(world.tellings), list(world.decisions)
    random.shuffle(told)
    random.shuffle(decided)
    assert entries_of(replace(world, tellings=tuple(told), decisions=tuple(decided))) == entries_of(
        world
    )


@settings(max_examples=60, deadline=None)
@given(worlds(), st.sampled_from([Role.WITNESS, Role.RELATIVE, Role.OTHER]))
def test_who_tells_works_or_stands_by_is_never_listed(world: World, bystander: Role):
    """Rule 8: reporters and professionals are no subjects; witnesses do not ring as if alleged."""
    for role in (Role.REPORTER, Role.PROFESSIONAL, bystander):
        told = tuple(
            replace(t, namings=tuple(replace(n, role=role) for n in t.namings))
            for t in world.tellings
        )
        found = entries_of(replace(world, tellings=told))
        assert all(e.kind is not Kind.PERSON for e in found)
    for entry in entries_of(world):
        assert not {p for p, _ in entry.seen_with} - {
            n.who
            for t in world.tellings
            for n in t.namings
            if n.role not in {Role.REPORTER, Role.PROFESSIONAL} or n.kind is not Kind.PERSON
        }


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_a_part_that_is_not_known_is_counted_apart(world: World):
    """Rule 8: `unknown` never adds to the voices that ask."""
    told = tuple(
        replace(t, namings=tuple(n for n in t.namings if n.role is not Role.UNKNOWN))
        for t in world.tellings
    )
    without = by_place(replace(world, tellings=told))
    for key, entry in by_place(world).items():
        if key in without and entry.is_child == without[key].is_child:
            assert entry.figures["voices"] == without[key].figures["voices"]


@settings(max_examples=100, deadline=None)
@given(worlds(), st.sampled_from(PEOPLE))
def test_a_child_stands_among_children_and_never_among_adults(world: World, child: str):
    """Rule 9: whoever was under 18 at any event is a child here, as alleged too."""
    told = tuple(
        replace(t, namings=tuple(_aged(n, child) for n in t.namings)) for t in world.tellings
    )
    for entry in entries_of(replace(world, tellings=told)):
        if entry.person_id == child:
            assert entry.list in {ListName.CHILDREN_AT_RISK, ListName.READ_NOW}
            assert entry.is_child
    for _, entries in _grouped(entries_of(world)).items():
        lists = {e.list for e in entries}
        assert not (
            ListName.CHILDREN_AT_RISK in lists and lists & (ADULT_LISTS | {ListName.OTHERS})
        )


def _aged(naming: Naming, child: str) -> Naming:
    return replace(naming, age=15, words=()) if naming.who == child else naming


def _grouped(entries: tuple[Entry, ...]) -> dict[str, list[Entry]]:
    grouped: dict[str, list[Entry]] = {}
    for entry in entries:
        grouped.setdefault(entry.person_id, []).append(entry)
    return grouped


@settings(max_examples=80, deadline=None)
@given(worlds(), st.sampled_from(sorted(ENFORCEMENT)))
def test_what_answers_an_adult_never_answers_a_child(world: World, kind: DecisionKind):
    """Rule 9: arrests, charges, cautions and disruption leave a child's question open."""
    enforced = tuple(replace(d, kind=kind, confirmed=True) for d in world.decisions)
    for entry in entries_of(replace(world, decisions=enforced)):
        if entry.is_child:
            assert entry.figures["unheeded_voices"] == entry.figures["voices"]
            assert not any(a.counts for a in entry.decisions)


@settings(max_examples=100, deadline=None)
@given(worlds())
def test_every_figure_opens_down_to_reports_that_name_the_subject(world: World):
    """Rule 10: rows are what was counted, and each names the subject."""
    naming = {(t.report_id, n.who) for t in world.tellings for n in t.namings}
    for entry in entries_of(world):
        for name, figure in entry.figures.items():
            assert figure.value == len(figure.rows)
            if name not in {"agencies", "sources_min", "sources_max"}:
                assert all((row, entry.person_id) in naming for row in figure.rows), name
        counted = [v for v in entry.voices if v.counts]
        assert entry.figures["voices"].rows == tuple(v.report_id for v in counted)
        assert set(entry.figures["unheeded_voices"].rows) <= set(entry.figures["voices"].rows)
        assert set(entry.figures["voices"].rows) <= set(entry.report_ids)
        assert entry.report_ids == entry.figures["reports"].rows
        assert entry.agency_names == entry.figures["agencies"].rows
        assert entry.figures["sources_min"].value <= entry.figures["sources_max"].value
        if counted:
            said = entry.reason.split(": one report is enough; ")[-1]
            assert said.startswith(f"{len(counted)} voice")


@settings(max_examples=100, deadline=None)
@given(worlds(), days)
def test_a_past_view_sees_no_decision_of_a_later_day(world: World, on: PartialDate):
    """Rule 12: decisions after `as_of` change nothing, even when they are handed in."""
    past = world.known_by(on.last)
    careless = replace(past, decisions=world.decisions)
    seen = by_place(careless)
    for key, entry in by_place(replace(past, decisions=_dated_by(world, on.last))).items():
        assert entry.figures == seen[key].figures
        assert entry.decisions == seen[key].decisions


def _dated_by(world: World, day: date) -> tuple[Decision, ...]:
    return tuple(d for d in world.decisions if d.on is None or d.on.last <= day)


@settings(max_examples=60, deadline=None)
@given(worlds(), days)
def test_what_came_later_changes_no_past_view(world: World, on: PartialDate):
    """Rule 12: a past view is the same whether or not anything came afterwards."""
    shorter = replace(
        world, tellings=tuple(t for t in world.tellings if t.on and t.on.last <= on.last)
    )
    assert entries_of(world.known_by(on.last)) == entries_of(shorter.known_by(on.last))


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_an_undated_report_starts_no_clock(world: World):
    """Rule 12: clocks run from reports with a known date of receipt only."""
    dated = {t.report_id: t.on for t in world.tellings}
    for entry in entries_of(world):
        starts = [dated[r] for r in entry.figures["unheeded_voices"].rows if dated[r] is not None]
        assert (entry.unheeded_since is None) == (not starts)
        if entry.unheeded_since is None:
            assert entry.unheeded_days == 0


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_lists_are_ordered_as_the_contract_has_it(world: World):
    """Most voices without an answer first, then oldest, then most certain, then number."""
    entries = entries_of(world)
    keys = [
        (
            list(ListName).index(e.list),
            -e.figures["unheeded_voices"].value,
            e.unheeded_since.iso() if e.unheeded_since else "9999",
            -e.figures["voices_certain"].value,
            e.person_id,
        )
        for e in entries
    ]
    assert all(left < right for left, right in pairwise(keys))


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_no_agency_alone_rings_before_all_together(world: World):
    """The date line: joining what is known apart never comes later."""
    for entry in entries_of(world):
        together = entry.date_line.together_on
        for _, alone in entry.date_line.alone_on:
            assert alone is None or (together is not None and together.last <= alone.last)
